"""Figures as requirements of a draft, and where a text satisfies them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from translate.figures.compare import Standing, standing
from translate.figures.english import find
from translate.figures.reading import lexicon, read
from translate.figures.style import Style
from translate.figures.words import Lexicon, fold
from translate.figures.writing import NBSP, write
from translate.locales import LocaleInfo, native_digits
from translate.unit import Figure, Requirement, Span

_GAP = regex.compile(r"[ \u00a0\u202f-]{0,2}")
_WORD = regex.compile(r"[\p{L}\p{M}]+\.?|[%°$€£₹₽][CF]?")
# Words that belong to a date, a decade or a time beside what the lexicon knows.
_BESIDE = frozenset(["год", "года", "году", "годом", "г.", "гг.", "बजे", "दशक"])
_BLANK = " \u00a0"
_ENDING = regex.compile(r"[-‑]\p{L}{1,2}(?!\p{L})|[-‑]?व(?:ीं|ें|ां|ाँ|ा|ी|े)")
_STEM = 6
"""Letters that tell one scale word from another whatever its ending: милли-, миллиа-."""
_SIGNS = "$€£₹₽"
_DIVIDED = regex.compile(r"(?:/\p{L}+)+")
_JOINED = "0123456789.,:"
_GLUED = regex.compile(r"[.,:][0-9]+")
_SHORT = frozenset(["тыс", "долл", "руб", "кв", "कि", "मी"])


def required(
    text: str, locale: LocaleInfo, style: Style, taken: Sequence[Span] = ()
) -> tuple[Requirement, ...]:
    """What the figures of an English text ask of its rendering; none in a language without rules.

    Args:
        text: Plain English.
        locale: The target.
        style: How its desk writes figures.
        taken: Spans of terms and addresses, whose digits are theirs.
    """
    out = []
    for figure in _one_by_one(find(text)):
        if any(figure.span[0] < end and start < figure.span[1] for start, end in taken):
            continue
        written = write(figure, locale, style)
        if written is not None:
            out.append(
                Requirement(
                    figure.span,
                    figure.text,
                    tuple(form.text for form in written.forms),
                    kind=figure.kind,
                    likely=tuple(form.text for form in written.house),
                    figure=figure,
                    readings=tuple(form.readings for form in written.house),
                )
            )
    return tuple(out)


def _one_by_one(figures: Sequence[Figure]) -> Iterator[Figure]:
    """Each end of `1,200 to 1,450 km` by itself, for other words stand around each; `10-15` is one figure."""
    for figure in figures:
        low, to, high = figure.text.partition(" to ")
        if figure.kind == "date" or not to or figure.value is None or figure.upper is None:
            yield figure
            continue
        low = low.lstrip(_SIGNS + " \u00a0")
        begin = figure.span[0] + figure.text.index(low)
        yield Figure("range", (begin, begin + len(low)), low, figure.value, scale=figure.scale)
        span = figure.span[1] - len(high), figure.span[1]
        yield replace(figure, span=span, text=high, value=figure.upper, upper=None)


def in_digits(text: str, locale: LocaleInfo, style: Style, kept: Sequence[Span] = ()) -> str:
    """The text with its digits in the script of the style, outside of what is kept; as long as before."""
    out, at = "", 0
    for start, end in sorted(kept):
        out += _digits(text[at:start], locale, style) + text[max(at, start) : end]
        at = max(at, end)
    return out + _digits(text[at:], locale, style)


def _digits(text: str, locale: LocaleInfo, style: Style) -> str:
    latin = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    return native_digits(latin, locale) if style.digits == "native" else latin


def held(figures: Sequence[Figure], text: str, locale: LocaleInfo) -> list[Span | None]:
    """Where each figure stands, whole and with the locale's decimal mark; None where it does not."""
    items = standing(figures, text, locale).items
    return [
        None if item.what or _foreign(item, text, locale) or _bare(item, text) else item.span
        for item in items
    ]


def in_style(need: Requirement, span: Span, text: str, locale: LocaleInfo) -> bool:
    """Whether a figure that stands at a span has per cent and the scale word as the house writes them."""
    figure = need.figure
    if figure is None or figure.kind not in {"percent", "money", "number"}:
        return True
    now = text[slice(*_extended(span, text, locale))].replace(NBSP, " ").casefold()
    house = need.likely[0].replace(NBSP, " ").casefold()
    if figure.kind == "percent":
        sign = now.find("%")
        if sign < 0:
            return "%" not in house or len(now.split()) == 1
        return "%" in house and (now[sign - 1] == " ") == (" %" in house)
    words = now.split()[1:]
    if not figure.scale or not words:
        return True
    return any(word[:_STEM] == house.split()[1][:_STEM] for word in words)


def crowded(span: Span, text: str, locale: LocaleInfo) -> bool:
    """Whether a figure that was put in stands right beside a number or a scale word: 5 5.43, шесть 36."""
    before, after = text[: span[0]].rstrip(_BLANK), text[span[1] :].lstrip(_BLANK)
    if regex.search(r"[0-9][.,:]?$", before) or regex.match(r":?[0-9]", after):
        return True
    words = lexicon(locale.language)
    around = (regex.search(r"[\p{L}\p{M}]+$", before), regex.match(r"[\p{L}\p{M}]+", after))
    return words is not None and any(word and _counts(fold(word.group()), words) for word in around)


def _counts(word: str, words: Lexicon) -> bool:
    """Whether a word is a number or a scale word; `one` is also an article, `first` goes before a number."""
    return word in words.scales.whole or words.numbers.get(word) not in {None, 1}


def misplaced(figures: Sequence[Figure], index: int, text: str, locale: LocaleInfo) -> list[Span]:
    """What may stand in place of a figure: itself without its unit, or a number that is none of them."""
    spans = _misplaced(figures, index, text, locale)
    if figures[index].kind not in {"ordinal", "decade"}:
        return spans
    # The ending goes with its digits: 1990-х.
    endings = (_ENDING.match(text, span[1]) if text[span[1] - 1].isdecimal() else None for span in spans)
    return [(a, match.end() if match else b) for (a, b), match in zip(spans, endings, strict=True)]


def _misplaced(figures: Sequence[Figure], index: int, text: str, locale: LocaleInfo) -> list[Span]:
    account = standing(figures, text, locale)
    items, one = account.items, account.items[index]
    spelled = one.figure.kind in {"count", "many"} or not regex.search(r"\d", one.figure.text)
    loose = [n.span for n in account.rest if n.digits or spelled]
    if one.span is not None:
        start, end = _extended(one.span, text, locale)
        for span in loose if one.figure.kind in {"date", "month-year"} else ():
            if span[0] >= end and _GAP.fullmatch(text, end, span[0]):  # another year
                _, end = _extended(span, text, locale)
        return [(start, end)]
    taken = [item.span for item in items if item.span is not None]
    if figures[index].kind in {"month", "month-year"}:
        named = [span for span, name in read(text, locale).named if isinstance(name, int)]
        free = [span for span in named if all(span[1] <= a or span[0] >= b for a, b in taken)]
    else:
        free = loose
    return _merged([_extended(span, text, locale) for span in _merged(free, text, _BLANK)], text)


def _merged(spans: Sequence[Span], text: str, between: str = "") -> list[Span]:
    """The spans, those that meet or have only such characters between them as one: `2 75 млрд` is garbled."""
    out: list[Span] = []
    for span in spans:
        if out and not text[out[-1][1] : span[0]].strip(between):
            out[-1] = (out[-1][0], max(out[-1][1], span[1]))
        else:
            out.append(span)
    return out


def _foreign(item: Standing, text: str, locale: LocaleInfo) -> bool:
    """A number with the decimal point of the English where the locale has a comma."""
    if item.span is None or locale.decimal == "." or item.figure.kind not in {"money", "number", "percent"}:
        return False
    return regex.search(r"[0-9]\.[0-9]", text[slice(*item.span)]) is not None


def _bare(item: Standing, text: str) -> bool:
    """An ordinal in digits without its ending, which a person may write and a draft may not."""
    if item.span is None or item.figure.kind != "ordinal":
        return False
    start, end = item.span
    return text[start:end].isdecimal() and not regex.match(r"[-‑]?\p{L}", text, pos=end)


def _extended(span: Span, text: str, locale: LocaleInfo) -> Span:
    """The number with the currency, unit, scale and month words beside it."""
    named = dict(read(text, locale).named)
    start, end = span
    while start and text[start - 1] in _JOINED:  # 1.5.9 is one garbled number
        start -= 1
    if start and text[start - 1] in _SIGNS:
        start -= 1
    words = lexicon(locale.language)
    before = regex.search(r"([\p{L}\p{M}]+)[ \u00a0]$", text[:start])
    if before and words and any(before[1].startswith(p) for part in words.parts.values() for p in part):
        start = before.start()  # सुबह before an hour goes with it
    last = regex.search(r"[\p{L}\p{M}]+$", text[:end])
    if last and last.group() in _SHORT and text[end : end + 1] == "." and text[end + 1 :].strip():
        end += 1
    while True:
        if glued := _GLUED.match(text, end):  # 5:00:00 and 4,13%,1% are garbled, too
            end = glued.end()
            continue
        gap = _GAP.match(text, end)
        word = gap and _WORD.match(text, gap.end())
        if not word:
            break
        found = word.group()
        bare = word.start(), word.end() - found.endswith(".")
        if bare not in named and found not in _BESIDE and found[0] not in f"%°{_SIGNS}":
            break
        # The point of an abbreviation goes with it, one that may end the sentence does not.
        pointed = found in _BESIDE or (found[:-1] in _SHORT and text[word.end() :].strip())
        end = word.end() if pointed or not found.endswith(".") else bare[1]
        if divided := _DIVIDED.match(text, end):  # м/с
            end = divided.end()
    return start, end
