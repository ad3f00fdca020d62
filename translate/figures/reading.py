"""Read the figures of a translation: everything a reader of the locale may take its numbers for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

import regex

from translate.figures.hindi import hindi
from translate.figures.measures import Measure, beside
from translate.figures.russian import russian
from translate.figures.words import CODES, FRACTIONS, SCALES, SIGNS, Lexicon, decimal, fold, scaled
from translate.locales import LocaleInfo
from translate.unit import Span


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the translation.

    Attributes:
        span: Where it stands, scale words included.
        values: Every value a reader may take it for.
        written: The same before its scale words: 5.43 in `5,43 млрд`.
        digits: Written in digits, not in words.
        whole: Put together from neighbours, as `12 लाख 50 हज़ार`.
        measure: What it is a number of, by what stands right beside it; None where nothing there says.
        ordinal: In digits with the ending of an ordinal: 5-е, 5वीं.
    """

    span: Span
    values: frozenset[Decimal]
    written: frozenset[Decimal]
    digits: bool
    whole: bool = False
    measure: Measure | None = None
    ordinal: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a translation says in figures.

    Attributes:
        numbers: In text order, then the compound ones.
        months: 1 to 12, by name or in a numeric date.
        times: (hour, minute) pairs, each with a place.
        marks: Currencies and per cent, as in `words.MARKS`.
        roman: Values of Roman numerals.
        named: Words for months, currencies, units, scales and per cent, each with its place.
    """

    numbers: tuple[Number, ...]
    months: frozenset[int]
    times: Mapping[tuple[int, int], Span]
    marks: frozenset[str]
    roman: frozenset[int]
    named: tuple[tuple[Span, int | str], ...] = ()


@lru_cache(maxsize=8)
def lexicon(language: str) -> Lexicon | None:
    """The words of a language, or None where only digits can be compared."""
    readers = {"hi": hindi, "ru": russian}
    return readers[language]() if language in readers else None


_ALONE = 3
"""The least power of ten that a scale word alone stands for: сотни are hundreds, not a hundred."""
_COMPOUND = 7
"""Letters that a word with a number and a unit in it has at least: двухтонн."""
_DATE = r"(?P<date>(?<![0-9.])[0-9]{1,2}[./][0-9]{1,2}[./](?:[0-9]{4}|[0-9]{2})(?![0-9]))"
_WORD = r"(?P<word>\p{L}[\p{L}\p{M}\u200c\u200d]*)"
_SPACED = r"[0-9]{1,3}(?:[ \u00a0\u202f\u2009][0-9]{3}){1,9}(?![0-9])"
_DOTTED = r"[0-9]{1,3}(?:\.[0-9]{3}){1,9}(?![0-9])"
# By decimal separator: the grouping of the locale, then what cannot be mistaken.
_NUMBERS = {
    ",": rf"(?<![0-9])(?:{_SPACED}|{_DOTTED})(?:,[0-9]+)?"
         r"|(?<![0-9])[0-9]{1,3}(?:,[0-9]{3}){2,9}(?![0-9])|[0-9]+(?:[.,][0-9]+)?",
    ".": r"(?<![0-9])(?:[0-9]{1,3}(?:,[0-9]{2,3}){0,9},[0-9]{3}(?![0-9])"
         r"|[0-9]{1,3}(?:[\u00a0\u202f\u2009][0-9]{3}){1,9}(?![0-9]))(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?",
}  # fmt: skip
_TOKENS = {
    mark: regex.compile(f"{_DATE}|(?P<number>(?:{form})[½¼¾]?|[½¼¾])|{_WORD}")
    for mark, form in _NUMBERS.items()
}
_TIME = regex.compile(r"(?<![0-9.,:])([01]?[0-9]|2[0-4])[ ]?[:.]?[ ]?([0-5][0-9])(?!:?[0-9])")
ROMAN = regex.compile(r"[IVXLCХ]{1,8}")  # the last is the Cyrillic letter, often typed in Russian
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "Х": 10, "L": 50, "C": 100}
_OTHER_DIGIT = regex.compile(r"[\p{Nd}--[0-9]]", regex.V1)
_GAP = regex.compile(r"[ \u00a0\u202f\u2009]{0,2}|[-‑]")
_ORDINAL = regex.compile(r"[-‑](?:г?о|о?м|е|й|я|ю|х|му|ый|ой|ая|ое|ые|ых)(?!\p{L})|[-‑]?व(?:ीं|ें|ां|ाँ)")
_COINS: Mapping[Measure | None, str] = {"kopeck": "rouble", "paisa": "rupee", "cent": "dollar"}
_BETWEEN_COINS = regex.compile(r"[ \u00a0]?[\p{L}\p{M}$₹₽]{1,12}\.?(?:[ \u00a0](?:и|और))?[ \u00a0]")
_UP_TO = regex.compile(r"[ \u00a0]?[-‑–—][ \u00a0]?|[ \u00a0](?:до|से)[ \u00a0]")
_WIDE_GAP = regex.compile(r"\.?[ \u00a0\u202f\u2009]{0,2}")


@dataclass(frozen=True, slots=True)
class _Token:
    span: Span
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Head:
    """A number without its scale words, and the token after it."""

    values: frozenset[Decimal]
    digits: bool
    after: int


@lru_cache(maxsize=1024)
def read(text: str, locale: LocaleInfo) -> Reading:
    """Everything figures are compared with; time is linear in the text."""
    latin = _latin_digits(text)
    words = lexicon(locale.language)
    finder = _TOKENS.get(locale.decimal, _TOKENS["."])
    tokens = [_token(match) for match in finder.finditer(latin)]
    names = [token.text for token in _words(tokens)]
    dates = [int(part) for token in tokens if token.kind == "date" for part in _parts(token)[:2]]
    months = [words.months.get(name) for name in names] if words else []
    said = [(token, _named(token.text, words)) for token in _words(tokens)]
    named = {token.span[0]: month for token, month in zip(_words(tokens), months, strict=False) if month}
    numbers = [
        _measured(number, latin, named, locale.language)
        for number in _numbers(latin, tokens, words, locale.decimal)
    ]
    sums = (_measured(number, latin, named, locale.language) for number in _sums(latin, numbers))
    return Reading(
        numbers=(*_sharing(latin, numbers), *sums, *_in_two_coins(latin, numbers)),
        months=frozenset(month for month in (*months, *dates) if month and month <= 12),
        times={(int(match[1]), int(match[2])): match.span() for match in _TIME.finditer(latin)}
        | (_spoken_times(latin, words) if words is not None else {}),
        marks=frozenset(_marks(latin, names, words)),
        roman=frozenset(map(roman_value, ROMAN.findall(latin))),
        named=tuple((token.span, name) for token, name in said if name is not None),
    )


def _words(tokens: Sequence[_Token]) -> list[_Token]:
    return [token for token in tokens if token.kind == "word"]


def _measured(number: Number, text: str, months: Mapping[int, int], language: str) -> Number:
    """The number with what stands beside it."""
    gap = _GAP.match(text, number.span[1])
    measure = months.get(gap.end()) if gap else None
    ordinal = number.digits and _ORDINAL.match(text, number.span[1]) is not None
    return replace(number, measure=measure or beside(text, number.span, language), ordinal=ordinal)


def _named(word: str, words: Lexicon | None) -> int | str | None:
    """The month, mark or scale that a word says."""
    if words is None:
        return CODES.get(word)
    scale = words.scales.get(word)
    return words.months.get(word) or CODES.get(word) or words.marks.get(word) or (scale and f"e{scale}")


def _spoken_times(text: str, words: Lexicon) -> dict[tuple[int, int], Span]:
    """Times said by the hour that is coming, or without a number: в половине десятого, в час дня."""
    out: dict[tuple[int, int], Span] = {}
    for match in words.spoken.finditer(text) if words.spoken is not None else ():
        if match["one"]:  # в час дня
            out[1, 0] = out[13, 0] = match.span()
            continue
        hour = words.number(fold(match["hour"]))
        if hour is None or not 1 <= hour <= 12:
            continue
        before = words.number(fold(match["less"])) if match["less"] else None
        minute = {"половин": 30, "пол": 30, "четверт": 15}.get(fold(match["part"] or ""))
        if before is not None:
            minute = 60 - (15 if before == 4 else int(before))
        if minute is not None and 0 < minute < 60:
            coming = int(hour) - 1 or 12
            out[coming, minute] = out[(coming + 12) % 24, minute] = match.span()
    return out


def roman_value(text: str) -> int:
    """The value of a Roman numeral; nonsense gives some number, never an error."""
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _latin_digits(text: str) -> str:
    """The same length, every decimal digit as 0 to 9; one of a script newer than Python is no digit."""
    return _OTHER_DIGIT.sub(lambda match: str(unicodedata.decimal(match.group(), "\ufffd")), text)


def _token(match: regex.Match[str]) -> _Token:
    kind = next(kind for kind in ("word", "number", "date") if match[kind] is not None)
    return _Token(match.span(), kind, fold(match.group()) if kind == "word" else match.group())


def _parts(date: _Token) -> list[str]:
    return date.text.replace("/", ".").split(".")


def _numbers(text: str, tokens: Sequence[_Token], words: Lexicon | None, mark: str) -> Iterator[Number]:
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind == "date":
            values = [Decimal(part) for part in _parts(token)]
            yield from (
                Number(token.span, frozenset([value]), frozenset([value]), digits=True) for value in values
            )
        head = _head(tokens, index, words, mark)
        if head is None:
            index += 1
            continue
        head = _with_half(tokens, head, words)
        end, power = _scale(text, tokens, head.after, words)
        span = token.span[0], tokens[end - 1].span[1]
        read_as = frozenset(scaled(value, power) for value in head.values)
        if words is not None and end > head.after and tokens[head.after].text in words.loose:
            read_as |= head.values
        index = end
        yield Number(span, read_as, head.values, head.digits)


def _head(tokens: Sequence[_Token], index: int, words: Lexicon | None, mark: str) -> _Head | None:
    """The number that begins at a token; a scale word alone counts one."""
    token = tokens[index]
    if token.kind == "number":
        return _Head(_values(token.text, mark), digits=True, after=index + 1)
    if token.kind == "date" or words is None:
        return None
    shift = words.shifts.get(token.text)
    if shift is not None and index + 1 < len(tokens):
        shifted = _shifted(tokens, index, words, mark, shift)
        if shifted is not None:
            return shifted
    value = words.number(token.text)
    if value is not None:
        inside = next((n for part, n in words.scales_inside.items() if part in token.text), 0)
        return _Head(frozenset([scaled(value, inside)]), digits=False, after=index + 1)
    power = words.scales.get(token.text)
    if power is None or power < _ALONE or _not_scale(tokens, index, words):
        return None
    return _Head(frozenset([scaled(Decimal(1), power)]), digits=False, after=index + 1)


def _shifted(tokens: Sequence[_Token], index: int, words: Lexicon, mark: str, shift: Decimal) -> _Head | None:
    """`साढ़े पांच` is 5.5; before a bare scale word, `सवा लाख`, the one is silent."""
    after = tokens[index + 1]
    if words.scales.get(after.text) is not None:
        return _Head(frozenset([1 + shift]), digits=False, after=index + 1)
    value = words.number(after.text) if after.kind == "word" else None
    values = (
        _values(after.text, mark) if after.kind == "number" else frozenset() if value is None else {value}
    )
    if not values:
        return None
    return _Head(frozenset(value + shift for value in values), after.kind == "number", index + 2)


def _with_half(tokens: Sequence[_Token], head: _Head, words: Lexicon | None) -> _Head:
    """`шесть с половиной` is 6.5."""
    tail = words.half_after if words else ()
    after = head.after + len(tail)
    if not tail or tuple(token.text for token in tokens[head.after : after]) != tail:
        return head
    return _Head(frozenset(value + Decimal("0.5") for value in head.values), head.digits, after)


def _scale(text: str, tokens: Sequence[_Token], index: int, words: Lexicon | None) -> tuple[int, int]:
    """The token after the scale words that begin at `index`, and the power of ten they make."""
    power, gap = 0, _GAP
    while index < len(tokens):
        token = tokens[index]
        power_here = words.scales.get(token.text) if words else None
        power_here = SCALES.get(token.text) if power_here is None else power_here
        close = gap.fullmatch(text, tokens[index - 1].span[1], token.span[0])
        if power_here is None or not close or _not_scale(tokens, index, words):
            break
        power, index, gap = power + power_here, index + 1, _WIDE_GAP
    return index, power


def _not_scale(tokens: Sequence[_Token], index: int, words: Lexicon | None) -> bool:
    """Whether the next word shows that this is no scale: `22 अरब देश` are Arab countries."""
    following = tokens[index + 1].text if index + 1 < len(tokens) else ""
    return words is not None and following in words.no_scale.get(tokens[index].text, ())


def _values(text: str, mark: str) -> frozenset[Decimal]:
    """What digits with separators may mean where `mark` is the decimal separator."""
    bare = regex.sub(r"[ \u00a0\u202f\u2009]", "", text)
    fraction = bare[-1] if bare[-1] in FRACTIONS else ""
    bare = bare.removesuffix(fraction)
    if mark != "," or bare.count(",") > 1:
        return frozenset([decimal(bare.replace(",", ""), fraction)])
    whole, _, decimals = bare.partition(",")
    if regex.fullmatch(_DOTTED, whole):
        grouped = decimal(whole.replace(".", "") + (f".{decimals}" if decimals else ""), fraction)
        return frozenset([grouped, Decimal(whole)] if whole.count(".") == 1 and not decimals else [grouped])
    return frozenset([decimal(bare.replace(",", "."), fraction)])


def _sums(text: str, numbers: Sequence[Number]) -> Iterator[Number]:
    """Amounts said in parts: `5 अरब 43 करोड़`, `сто двадцать`; each run as a whole."""
    for left, right in pairwise(numbers):
        # сто сорок миллионов: the scale is that of both.
        part = replace(right, values=right.written)
        if not left.digits and right.values != right.written and _continues(text, left, part):
            scale = min(right.values).adjusted() - min(right.written).adjusted()
            both = frozenset([scaled(min(left.values) + min(right.written), scale)])
            yield Number((left.span[0], right.span[1]), both, both, right.digits, whole=True)
    run: list[Number] = []
    for number in [*numbers, None]:
        if number is not None and run and _continues(text, run[-1], number):
            run.append(number)
            continue
        if len(run) > 1:
            total = sum((min(part.values) for part in run), Decimal(0))
            span = run[0].span[0], run[-1].span[1]
            digits = any(part.digits for part in run)
            yield Number(span, frozenset([total]), frozenset([total]), digits, whole=True)
        run = [number] if number is not None else []


def _sharing(text: str, numbers: Sequence[Number]) -> Iterator[Number]:
    """The numbers, with the scale of the upper end at the lower one too: от 5 до 10 тысяч."""
    for left, right in pairwise([*numbers, None]):
        if left is None:
            continue
        if right is None or left.values != left.written or right.values == right.written:
            yield left
        elif _UP_TO.fullmatch(text, left.span[1], right.span[0]):
            power = min(right.values).adjusted() - min(right.written).adjusted()
            yield replace(left, values=left.values | {scaled(value, power) for value in left.values})
        else:
            yield left


def _in_two_coins(text: str, numbers: Sequence[Number]) -> Iterator[Number]:
    """Amounts such as `2 рубля 50 копеек`, as a whole."""
    for left, right in pairwise(numbers):
        if _COINS.get(right.measure) != left.measure or left.measure is None:
            continue
        if _BETWEEN_COINS.fullmatch(text, left.span[1], right.span[0]):
            both = frozenset([min(left.values) + scaled(min(right.values), -2)])
            span = left.span[0], right.span[1]
            yield Number(span, both, both, left.digits, whole=True, measure=left.measure)


def _continues(text: str, left: Number, right: Number) -> bool:
    """Whether two neighbours make one amount: the right one fits into the left one's zeros."""
    if not _WIDE_GAP.fullmatch(text, left.span[1], right.span[0]):
        return False
    if left.digits and left.values == left.written:
        return False
    high, low = min(left.values), min(right.values)
    zeros = high.normalize().as_tuple().exponent
    return isinstance(zeros, int) and zeros > 0 and 0 < low < scaled(Decimal(1), zeros)


def _marks(text: str, names: Sequence[str], words: Lexicon | None) -> Iterator[str]:
    yield from (mark for sign, mark in SIGNS.items() if sign in text)
    if "¥" in text:
        yield from ("yen", "yuan")
    for name in names:
        mark = CODES.get(name) or (words.marks.get(name) if words else None)
        if mark:
            yield mark
        if words and len(name) > _COMPOUND:
            yield from (unit for part, unit in words.compounds.items() if part in name)
