"""The translation memory: what people approved in any article serves the same sentence elsewhere.

An identical sentence gives a draft, never an approval. A near one is a suggestion for people to read and
nothing else: "will" and "will not" are 97 % alike. The one importer of rapidfuzz.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cached_property
from itertools import chain

from . import contrast, ledger
from .catalog import Entry
from .ledger import Ledger
from .unit import State, Unit, digest

NEAREST = 3
"""Near matches that are shown."""
CLOSE = 75
"""Least likeness of a near match, in per cent of the characters of both sentences."""
PREFIX = "memory: "
"""How the `model` of a draft from the memory begins; the article or TMX file follows."""
MARKS = ("similar (", "also approved (")
"""How the lines of `suggestions` begin."""

_WORD = re.compile(r"\w+")  # of English sources only
_SHOWN = 160  # characters of the English of a near match


class Standing(IntEnum):
    """What a segment is worth beside another of the same sentence, the best first."""

    ACTIVE = 0
    OBSOLETE = 1
    IMPORTED = 2


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """A sentence and a rendering that people approved.

    Attributes:
        source: The English, inline markup included.
        role: Of the sentence; empty where an imported file does not say.
        article: Slug of the article; often empty for an imported segment.
        origin: Name of the TMX file it came from, empty for the desk's own.
        target: The rendering.
        standing: Whether it is still in its article, or from elsewhere.
        by: Who signed the approval.
        at: When, as ISO 8601 or as TMX writes it.
    """

    source: str
    role: str
    article: str
    origin: str
    target: str
    standing: Standing = field(default=Standing.ACTIVE, hash=False)
    by: str = field(default="", hash=False)
    at: str = field(default="", hash=False)

    @property
    def where(self) -> str:
        """The article or the file that people find it in."""
        return self.origin or self.article


@dataclass(frozen=True, slots=True)
class Match:
    """What the memory has for a sentence.

    Attributes:
        segment: The chosen segment.
        percent: Likeness of the English, 100 only for the same code points.
        alternatives: Other approved renderings that had as good a claim, one segment each, best first.
        differs: Figures, negations and names that only one of the two English sentences has.
    """

    segment: Segment
    percent: int = 100
    alternatives: tuple[Segment, ...] = ()
    differs: tuple[str, ...] = ()


# Not slotted: the indexes are built once an instance, when first asked for.
@dataclass(frozen=True)
class Memory:
    """The approved segments of one locale; their order does not matter."""

    segments: tuple[Segment, ...] = ()

    def exact(self, role: str, source: str) -> Match | None:
        """The rendering of the identical sentence, code point by code point.

        Text of the articles as they are goes before that of passages that left them, both before imported
        text; within these the same role goes first. Where renderings still differ, the most frequent wins,
        then that of the first article by slug.
        """
        found = self._by_source.get(source)
        return _best(found, role) if found else None

    def near(self, role: str, source: str) -> tuple[Match, ...]:
        """At most three sentences that are nearly the same and have half of their words, the best first."""
        candidates = [other for other in self._candidates(source) if other != source]
        if not candidates:
            return ()
        from rapidfuzz import fuzz, process  # noqa: PLC0415 -- 50 ms, and most runs need none of it

        found = process.extract(source, candidates, scorer=fuzz.ratio, score_cutoff=CLOSE, limit=NEAREST)
        return tuple(
            replace(
                _best(self._by_source[other], role),
                percent=min(99, int(score)),
                differs=contrast.differing(source, other),
            )
            for other, score, _ in found
        )

    @cached_property
    def _by_source(self) -> dict[str, list[Segment]]:
        groups: dict[str, list[Segment]] = {}
        for segment in self.segments:
            groups.setdefault(segment.source, []).append(segment)
        return groups

    @cached_property
    def _sources(self) -> list[str]:
        return sorted(self._by_source, key=lambda source: (len(source), source))

    @cached_property
    def _lengths(self) -> list[int]:
        return [len(source) for source in self._sources]

    @cached_property
    def _having(self) -> dict[str, list[int]]:
        """Word to the places in `_sources` of the sentences that have it."""
        places: dict[str, list[int]] = defaultdict(list)
        for place, source in enumerate(self._sources):
            for word in _words(source):
                places[word].append(place)
        return dict(places)

    def _candidates(self, source: str) -> list[str]:
        """Sentences that may share half of the words and be long enough, found by the rarest words.

        Of n words a sentence with half of them has at least one of any n // 2 + 1: prefix filtering
        (Chaudhuri, Ganti and Kaushik 2006).
        """
        having = self._having
        words = sorted(_words(source), key=lambda word: (len(having.get(word, ())), word))
        rarest = words[: len(words) // 2 + 1]
        places = set(chain.from_iterable(having.get(word, ()) for word in rarest))
        # Two texts are at most as alike as 2 * shorter / (shorter + longer).
        share = CLOSE / (200 - CLOSE)
        low = bisect_left(self._lengths, share * len(source))
        high = bisect_right(self._lengths, len(source) / share)
        return [self._sources[place] for place in sorted(places) if low <= place < high]


def _words(source: str) -> set[str]:
    return set(_WORD.findall(source.casefold()))


def _best(found: Iterable[Segment], role: str) -> Match:
    base = _base(role)
    ranked = [((s.standing, _base(s.role) != base), s) for s in found]
    first = min(rank for rank, _ in ranked)
    equals = sorted((s for rank, s in ranked if rank == first), key=lambda s: (s.where, s))
    count = Counter(segment.target for segment in equals)
    chosen: dict[str, Segment] = {}
    for segment in equals:
        chosen.setdefault(segment.target, segment)
    best, *others = sorted(chosen.values(), key=lambda s: -count[s.target])
    return Match(best, alternatives=tuple(others))


def _base(role: str) -> str:
    return role.partition("#")[0]


def draft(memory: Memory, unit: Unit) -> Unit | None:
    """The unit with approved text of the identical sentence as its draft, or None without such text.

    Whether the machine may write there is for the caller to ask. A glossary term may be missing from it:
    people approved it so, and the checks tell.
    """
    match = memory.exact(unit.role, unit.source)
    if match is None:
        return None
    segment = match.segment
    return replace(unit, target=segment.target, state=State.DRAFT, model=PREFIX + segment.where, evidence=())


def suggestions(memory: Memory, unit: Unit) -> tuple[str, ...]:
    """Comment lines for people: other approved renderings of the sentence, or else its near matches."""
    match = memory.exact(unit.role, unit.source)
    if match is not None:
        return tuple(f"also approved ({other.where}): {_line(other.target)}" for other in match.alternatives)
    return tuple(_similar(match) for match in memory.near(unit.role, unit.source))


def _similar(match: Match) -> str:
    segment = match.segment
    differs = f"; differs in: {', '.join(match.differs)}" if match.differs else ""
    head = f"similar ({match.percent} %, {segment.where}{differs})"
    english = _line(segment.source)
    if len(english) > _SHOWN:
        english = english[:_SHOWN].rstrip() + "…"
    return f"{head}: {english} → {_line(segment.target)}"


def _line(text: str) -> str:
    return " ".join(text.split())


def segments(slug: str, entries: Sequence[Entry], book: Ledger) -> Iterator[Segment]:
    """What people approved in one catalogue.

    An entry whose neighbour is marked `joined` renders that neighbour too, and serves nobody else. An
    obsolete entry counts if the ledger knows that its text was approved, and so does a stale one, as the
    rendering of the English it had.
    """
    held = ledger.holders(entries)
    shared = _rendering_neighbours(entries)
    for place, entry in enumerate(entries):
        if not entry.target or entry.plural or place in shared or ledger.empty_on_purpose(entry):
            continue
        state = ledger.state_of(entry, book, held)
        gone = state is State.STALE or (entry.obsolete and not entry.fuzzy)
        if not gone and state is not State.APPROVED:
            continue
        role, source = _rendered(entry) if state is State.STALE else entry.key
        record, text = book.record(role, source), digest(entry.target)
        if not gone or text in record.ok:
            standing = Standing.OBSOLETE if gone else Standing.ACTIVE
            by, at = (record.by, record.at) if record.ok[:1] == (text,) else ("", "")
            yield Segment(source, role, slug, "", entry.target, standing, by, at)


def _rendered(entry: Entry) -> tuple[str, str]:
    """Role and English of what a stale text renders."""
    role = entry.role if entry.previous_role is None else entry.previous_role
    return role, entry.previous or ""


def _rendering_neighbours(entries: Sequence[Entry]) -> set[int]:
    """Places of the texts right before and after entries that are rendered in a neighbour."""
    active = [place for place, entry in enumerate(entries) if not entry.obsolete]
    out = set()
    for ways in (active, active[::-1]):
        near = None
        for place in ways:
            if "joined" not in entries[place].notes:
                near = place
            elif near is not None:
                out.add(near)
    return out
