"""The forms a rendering may take in its language, and where any of them stands in a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from translate.inflect import hi, ru
from translate.unit import Span, nfc

_HYPHENS = "-\u2010\u2011"
_DOUBLE_QUOTES = "«»“”„‟"
# Soft hyphen, zero-width signs, byte-order mark: met in text, never part of a term.
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_STRESS = "\u0301"
_NUKTA = "\u093c"

_COMMON: dict[int, str | None] = {
    **dict.fromkeys(map(ord, _UNSEEN + _STRESS)),
    **dict.fromkeys(map(ord, _DOUBLE_QUOTES), '"'),
    **dict.fromkeys(range(0x2010, 0x2014), "-"),
    ord("’"): "'",
}
# ё is optional in print; so are chandrabindu for anusvara and the nukta of Perso-Arabic letters.
_TABLES: dict[str, dict[int, str | None]] = {
    "ru": {**_COMMON, ord("ё"): "е"},
    "hi": {**_COMMON, ord("ँ"): "ं"},
}
_NUKTA_OPTIONAL = frozenset("कखगजफ")


def language(locale: str) -> str:
    """The language of a locale: `hi` of `hi_IN`."""
    return locale.partition("_")[0].partition("-")[0].lower()


@lru_cache(maxsize=16384)
def _generated(rendering: str, lang: str, *, proper: bool, person: bool) -> tuple[str, ...]:
    if lang == "ru":
        return ru.forms(rendering, proper=proper, person=person)
    return hi.forms(rendering, proper=proper or person) if lang == "hi" else ()


def forms(
    rendering: str,
    locale: str,
    *,
    explicit: Sequence[str] = (),
    exact: bool = False,
    proper: bool = False,
    person: bool = False,
) -> tuple[str, ...]:
    """All acceptable forms of a rendering in NFC, the filed form first, without repeats.

    Args:
        rendering: The filed (dictionary) form.
        locale: Locale code; a language without rules has the filed and the explicit forms only.
        explicit: Forms a terminologist wrote. They replace generation: nothing else is acceptable.
        exact: Generate nothing.
        proper: A name: no plural.
        person: A person's name, given name and surname: both inflect.
    """
    lang = language(locale)
    listed = bool(explicit) or exact
    others = explicit if listed else _generated(nfc(rendering), lang, proper=proper, person=person)
    return tuple(dict.fromkeys(nfc(form) for form in (rendering, *others)))


def of_number(
    rendering: str, locale: str, candidates: Sequence[str], *, plural: bool, person: bool = False
) -> tuple[str, ...]:
    """The candidates of one rendering in a number, in their order; in the plural the singular ones follow.

    They follow since numerals want them: два комплекса. A form of unknown number belongs to both; in a
    language without rules the filed form is last in the plural.
    """
    singular, both = _singular(nfc(rendering), language(locale), tuple(candidates), person=person)
    if language(locale) not in {"ru", "hi"} and plural:
        # Nothing is known of its forms but that the filed one is the singular.
        return (*candidates[1:], *candidates[:1])
    if not plural:
        return singular
    return tuple(dict.fromkeys((*(form for form in candidates if form not in singular), *both, *singular)))


@lru_cache(maxsize=16384)
def _singular(
    rendering: str, lang: str, candidates: tuple[str, ...], *, person: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Candidates that may stand in the singular, and those of them that may also be plural."""
    if lang == "hi":
        marks = tuple(mark for mark in hi.PLURALS if not rendering.endswith(mark))
        singular = tuple(form for form in candidates if not form.endswith(marks))
        return singular, ()
    if lang != "ru":
        return candidates, candidates
    one = {rendering, *_generated(rendering, lang, proper=True, person=person)}
    more = set(_generated(rendering, lang, proper=False, person=person)) - one
    return (
        tuple(form for form in candidates if form not in more),
        tuple(form for form in candidates if form not in more and form not in one),
    )


@lru_cache(maxsize=8192)
def _folded(piece: str, lang: str) -> str:
    """A letter with its marks, folded."""
    folded = nfc(piece).casefold().translate(_TABLES.get(lang, _COMMON))
    if lang == "hi" and _NUKTA in folded and folded[0] in _NUKTA_OPTIONAL:
        folded = folded.replace(_NUKTA, "")
    return " " if folded.isspace() else folded


@lru_cache(maxsize=4096)
def _fold(text: str, lang: str) -> tuple[str, tuple[int, ...]]:
    """The folded text and, for each of its code points and its end, the offset in `text`."""
    out: list[str] = []
    offsets: list[int] = []
    position, size = 0, len(text)
    while position < size:
        end = position + 1
        while end < size and unicodedata.combining(text[end]):
            end += 1
        piece = _folded(text[position:end], lang)
        if piece == " " and out and out[-1] == " ":
            piece = ""
        out.append(piece)
        offsets.extend([position] * len(piece))
        position = end
    return "".join(out), (*offsets, size)


def fold(text: str, locale: str) -> str:
    """A copy for comparing: NFC, case-folded, quotes, dashes and spaces made one, ё as е, no loose nukta."""
    return _fold(text, language(locale))[0]


def _whole(offsets: tuple[int, ...], at: int, end: int) -> bool:
    """Whether a folded stretch starts and ends where pieces of the text do: the s of ß is none."""
    return (at == 0 or offsets[at - 1] < offsets[at]) and offsets[end - 1] < offsets[end]


def _is_word(char: str) -> bool:
    """Letter, mark or digit: Hindi vowel signs belong to their word, which regular expressions deny."""
    return unicodedata.category(char)[0] in "LMN"


def _left_edge(text: str, start: int) -> bool:
    """Whether a token may begin at `start`; контр-адмирал holds no адмирал, Индия-Россия holds Россия."""
    if start == 0 or not _is_word(text[start]):
        return True
    before = text[start - 1]
    if _is_word(before):
        return False
    attached = before in _HYPHENS and start > 1 and _is_word(text[start - 2])
    return not (attached and (text[start].islower() or text[start].isdigit()))


def _right_edge(text: str, end: int) -> bool:
    """Whether a token may end at `end`; С-400-го does not hold С-400."""
    rest = text[end : end + 4].lstrip(_UNSEEN)
    if not rest or not _is_word(text[end - 1]):
        return True
    if _is_word(rest[0]):
        return False
    return not (rest[0] in _HYPHENS and (rest[1:2].islower() or rest[1:2].isdigit()))


@lru_cache(maxsize=16384)
def _needles(candidates: tuple[str, ...], lang: str) -> tuple[tuple[str, bool], ...]:
    """Folded forms, longest first, each with whether it must stand in capitals (ВОЗ is not воз)."""
    needles: dict[str, bool] = {}
    for form in candidates:
        folded = _fold(form, lang)[0].strip()
        if folded:
            acronym = form.isalpha() and form.isupper() and len(form) <= 5
            needles[folded] = needles.get(folded, True) and acronym
    return tuple(sorted(needles.items(), key=lambda item: (-len(item[0]), item[0])))


def find_forms(text: str, candidates: Sequence[str], locale: str) -> list[Span]:
    """Where any of the forms stands in `text`, on token edges: longest first, disjoint, in text order.

    Returns:
        Half-open spans in code points of `text` as given (it is compared through a folded copy).
    """
    lang = language(locale)
    folded, offsets = _fold(text, lang)
    taken = bytearray(len(text))
    spans: list[Span] = []
    for needle, acronym in _needles(tuple(candidates), lang):
        at = folded.find(needle)
        while at >= 0:
            start, end = offsets[at], offsets[at + len(needle)]
            # Where the fold dropped code points the next offset lies beyond the match.
            end = start + len(text[start:end].rstrip(_UNSEEN))
            in_case = not acronym or text[start:end].isupper()
            if (
                _whole(offsets, at, at + len(needle))
                and in_case
                and _left_edge(text, start)
                and _right_edge(text, end)
                and not any(taken[start:end])
            ):
                taken[start:end] = b"\1" * (end - start)
                spans.append((start, end))
            at = folded.find(needle, at + 1)
    return sorted(spans)
