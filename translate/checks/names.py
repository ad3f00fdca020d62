"""One name, one rendering: names outside the glossary that an article writes in two ways.

A rendering is found by its sound: both sides become consonant skeletons, and only a clear best match
counts. Where anything is unsure nothing is said, since a false alarm costs an editor more than a miss.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from translate.checks.english import is_titled
from translate.checks.sounds import CASES, distance
from translate.inflect import fold
from translate.locales import LocaleInfo
from translate.unit import Finding, Severity, Span, State, Unit

CODE = "name-varies"
TEXT = "A name outside the glossary is rendered in two ways within the article."

_TITLE = 0.6
"""Share of capitalised words from which on a sentence is a headline: its capitals tell nothing."""

_ENGLISH = regex.compile(r"(?<![\p{L}\p{M}\p{N}@#_.])[A-Za-z]+(?![\p{N}@_]|\p{L})")
_NAME = regex.compile(r"[A-Z][a-z]{2,}(?:[A-Z][a-z]+)?")
_BEGINS = regex.compile(r"(?:^|[.!?:;…]\s+|[“\"«(\[*_‘—–]\s*)$")
_WORDS = {
    "Cyrl": regex.compile(r"\p{Cyrillic}+"),
    "Deva": regex.compile(r"[\u0900-\u0963\u0971-\u097f\u200c\u200d]+"),
}
_CALENDAR = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
september october november december
"""

_ENDINGS = f"""
{CASES} а у е ы и о я ю ь й ою ею ыми ими ый ий ая яя ую юю ью ое ее ые ие ию ии ия ией
"""
# Oblique and plural, and पाकिस्तानी of पाकिस्तान.
_HINDI_ENDING = regex.compile(r"(?:[ाेीई]|ों|ियों|ाई|याई)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A rendering of a name where it stands: number of the unit, span in its target, the word."""

    unit: int
    span: Span
    word: str


def varying(units: Sequence[Unit], locale: LocaleInfo) -> Mapping[tuple[str, str], tuple[Finding, ...]]:
    """Findings by the key of their unit, on every rendering of a name but the one to keep.

    Args:
        units: All units of one article, in order, with the evidence of their terms.
        locale: The target; scripts other than Cyrillic and Devanagari have no findings.
    """
    if not serves(locale):
        return {}
    found: dict[tuple[str, str], list[Finding]] = {}
    for name, places in renderings(units, locale).items():
        for place, other in _strays(name, places, units, locale):
            line = units[other.unit].line
            message = (
                f"“{name}” is “{place.word}” here and “{other.word}” in line {line}; keep one rendering."
            )
            finding = Finding(CODE, Severity.WARNING, message, place.span)
            found.setdefault(units[place.unit].key, []).append(finding)
    return {key: tuple(findings) for key, findings in found.items()}


def serves(locale: LocaleInfo) -> bool:
    """Can names be compared in this locale's script?"""
    return locale.script in _WORDS


def renderings(units: Sequence[Unit], locale: LocaleInfo) -> dict[str, list[Place]]:
    """Names outside the glossary and where their renderings stand, in document order."""
    wanted = names(units)
    found: dict[str, list[Place]] = {}
    for number, unit in enumerate(units):
        present = _capitals(unit)
        asked = [word for word in dict.fromkeys(w for w, held in present if not held) if word in wanted]
        if not asked or not unit.target:
            continue
        words = list(_target_words(unit, locale))
        others = frozenset(word for word, _ in present)
        for name in asked:
            found.setdefault(name, []).extend(
                Place(number, span, word) for word, span in _matches(name, words, others, locale)
            )
    return found


def names(units: Sequence[Unit]) -> frozenset[str]:
    """Capitalised words outside the glossary that no sentence start or headline explains.

    Acronyms, days, months, Armenians and words that the article also writes small are none.
    """
    small: set[str] = set()
    found: set[str] = set()
    for unit in units:
        source = _plain(unit.source, unit.markup)
        words = [match.group() for match in _ENGLISH.finditer(source)]
        small.update(word for word in words if word.islower())
        long = [word for word in words if len(word) > 3]
        if len(long) > 2 and sum(word[0].isupper() for word in long) >= _TITLE * len(long):
            continue
        found.update(
            match.group()
            for match in _ENGLISH.finditer(source)
            if _NAME.fullmatch(match.group()) and _is_inside(source, match.start())
        )
    return frozenset(
        w
        for w in found
        if w.lower() not in small.union(_CALENDAR.split()) and not w.endswith(("ian", "ians", "ese"))
    )


def _is_inside(source: str, at: int) -> bool:
    """Whether no sentence begins at the place."""
    return is_titled(source, at) or not _BEGINS.search(source, 0, at)


@lru_cache(maxsize=4096)
def _plain(source: str, markup: bool) -> str:
    """What a reader sees of the source, where the spans of its terms count."""
    if not markup:
        return source
    from translate.articles import inline  # noqa: PLC0415 -- articles of plain text need no Markdown parser

    parsed = inline.parse(source)
    return parsed.plain if parsed is not None else source


def _capitals(unit: Unit) -> list[tuple[str, bool]]:
    """Capitalised words of the source, and whether the glossary holds them there."""
    held = [e.requirement.span for e in unit.evidence]
    return [
        (match.group(), any(start < match.end() and match.start() < end for start, end in held))
        for match in _ENGLISH.finditer(_plain(unit.source, unit.markup))
        if match.group()[0].isupper()
    ]


def _target_words(unit: Unit, locale: LocaleInfo) -> Iterator[tuple[str, Span]]:
    """Words that may render a name: none of a term's, and in Cyrillic with a capital."""
    terms = {word for e in unit.evidence for word in fold(e.form, locale.language).split()}
    for match in _WORDS[locale.script].finditer(unit.target):
        word = match.group()
        if fold(word, locale.language) in terms or (locale.script == "Cyrl" and not word[0].isupper()):
            continue
        yield word, match.span()


def _matches(
    name: str, words: Sequence[tuple[str, Span]], others: Collection[str], locale: LocaleInfo
) -> list[tuple[str, Span]]:
    """The words that render the name: alike among themselves, better than all others, and nobody else's."""
    costs = [(cost, word, span) for word, span in words if (cost := distance(name, word)) is not None]
    if not costs:
        return []
    least = min(cost for cost, _, _ in costs)
    best = [(word, span) for cost, word, span in costs if cost == least]
    for word, _ in best:
        if not same(best[0][0], word, locale.language):
            return []
        rivals = (distance(other, word, strict=False) for other in others if other != name)
        if any(rival is not None and rival <= least for rival in rivals):
            return []
    return best


def _strays(
    name: str, places: Sequence[Place], units: Sequence[Unit], locale: LocaleInfo
) -> Iterator[tuple[Place, Place]]:
    """Places that differ from the rendering to keep, with an example of that one.

    What people approved is kept, then what is commoner, then what comes first. One of the two must
    sound exactly like the name, or both may be something else.
    """
    groups: list[list[Place]] = []
    for place in places:
        group = next((g for g in groups if same(g[0].word, place.word, locale.language)), None)
        if group is None:
            groups.append([place])
        else:
            group.append(place)
    if len(groups) < 2:
        return

    def weight(group: list[Place]) -> tuple[int, int]:
        return sum(units[p.unit].state is State.APPROVED for p in group), len(group)

    kept = max(groups, key=weight)
    for group in groups:
        exact = {distance(name, g[0].word) for g in (group, kept)}
        if group is not kept and 0 in exact:
            for place in group:
                yield place, kept[0]


@lru_cache(maxsize=16384)
def same(one: str, other: str, language: str) -> bool:
    """Whether two words may be forms of one rendering."""
    one, other = fold(one, language), fold(other, language)
    if one == other:
        return True
    if language == "hi":
        return _HINDI_ENDING.sub("", one) == _HINDI_ENDING.sub("", other)
    return not _russian_stems(one).isdisjoint(_russian_stems(other))


@lru_cache(maxsize=16384)
def _russian_stems(word: str) -> frozenset[str]:
    """What may be left of a word without its ending, with and without a fleeting vowel."""
    cut = {word} | {word[: -len(e)] for e in _ENDINGS.split() if word.endswith(e) and len(word) - len(e) > 1}
    fleeting = {s[:-2] + s[-1] for s in cut if len(s) > 3 and s[-2] in "еоь" and s[-1] not in "аеиоуыэюя"}
    return frozenset(cut | fleeting)


def commonest(words: Sequence[str]) -> str:
    """The commonest of forms of one rendering; of equally common ones the shortest, likely the nominative."""
    counts = Counter(words)
    return min(counts, key=lambda word: (-counts[word], len(word), word))
