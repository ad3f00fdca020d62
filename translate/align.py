"""Brings a catalogue in line with its article when that changed, so that no text of a person is lost.

Sentences that are still there keep their entry untouched, wherever they moved. A changed sentence takes a
person's text along as stale; a machine draft is not worth that and is made anew. What left the article
becomes obsolete, and comes back with the sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

from . import contrast
from .catalog import Entry
from .ledger import Ledger, Record, has_text, may_write
from .unit import digest

Key = tuple[str, str]
"""A role and a source."""

_SHORTEST = 5  # letters of a word that may be respelled: `from` and `form` are both words
_SPOKEN = re.compile(r"[?!\"“”«»*_`\[\]]")  # marks that change what is said, or how
_SIMILAR = 0.5  # share of words two sentences must have in common for one to be a version of the other


@dataclass(frozen=True, slots=True)
class Plan:
    """What an update does, for people to read.

    Attributes:
        kept: How many entries stay as they are.
        added: New sentences.
        revived: Sentences that came back, with the entry they had.
        renamed: (old, new) keys of sentences whose role alone changed.
        stale: (old, new) keys of sentences that changed under a person's text.
        recut: (old, new) keys of passages that are cut into sentences differently.
        accepted: (old, new) keys of approved sentences whose change was taken for a typing error.
        obsolete: Sentences that are gone and had a text or a person's comment.
        dropped: Sentences that are gone and had neither.
    """

    kept: int = 0
    added: tuple[Key, ...] = ()
    revived: tuple[Key, ...] = ()
    renamed: tuple[tuple[Key, Key], ...] = ()
    stale: tuple[tuple[Key, Key], ...] = ()
    recut: tuple[tuple[tuple[Key, ...], tuple[Key, ...]], ...] = ()
    accepted: tuple[tuple[Key, Key], ...] = ()
    obsolete: tuple[Key, ...] = ()
    dropped: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """A catalogue's entries after an update, what the ledger then knows, and what was done."""

    entries: tuple[Entry, ...]
    ledger: Ledger
    plan: Plan


@dataclass(frozen=True, slots=True)
class _Sentence:
    role: str
    words: tuple[str, ...]
    bag: frozenset[tuple[str, int]]  # each word with the count of its occurrence


def update(
    entries: Iterable[Entry],
    keys: Sequence[Key],
    ledger: Ledger,
    occurrences: Mapping[Key, int] | None = None,
    *,
    keep_approved: bool = False,
) -> Update:
    """Give each sentence of the article its entry, in the article's order, obsolete entries last.

    Args:
        entries: The catalogue's entries.
        keys: Role and source of each different sentence of the article, in its order.
        ledger: The ledger; approvals that the entries show are recorded before anything moves.
        occurrences: How often each key stands in the article: `role#2` stays while there are two. Without
            it, it stays while there is one.
        keep_approved: An approved text stays approved where its English lost or got a typing error.

    Returns:
        The new entries. No text of a person and no comment of one is missing from them.
    """
    entries = tuple(entries)
    known_before, ledger = ledger, ledger.observed(entries)
    wanted = _with_splits(keys, entries, occurrences)
    if _as_wanted(entries, wanted):
        # As in most articles of most runs; what showed nothing new will not at a second look.
        now = ledger if ledger is known_before else ledger.observed(entries)
        return Update(entries, now, Plan(kept=len(wanted)))
    active = [entry for entry in entries if not entry.obsolete and not entry.plural]
    known = {entry.key: entry for entry in entries}
    every = {key: known[key] for key in wanted if key in known}
    # A machine draft that had left the article comes back only where no person's text wants its place.
    spare = {
        key: entry
        for key, entry in every.items()
        if entry.obsolete and not entry.comment and may_write(replace(entry, obsolete=False), ledger)
    }
    same = {key: entry for key, entry in every.items() if key not in spare}
    renamed = _renamed(wanted, [entry for entry in entries if entry.key not in spare], same)
    settled = {**same, **renamed}
    recut, groups = _recut(wanted, active, settled, ledger)
    whole = {key for olds, _ in groups for key in olds}
    rest = [entry for entry in active if entry.key not in whole]
    similar = _similar([key for key in wanted if key not in recut], rest, settled)
    stale = {k: e for k, e in similar.items() if has_text(e) and not may_write(e, ledger)}
    accepted = {
        key: entry
        for key, entry in stale.items()
        if keep_approved and not entry.fuzzy and is_typing_error(entry.source, key[1])
    }
    stale = {key: entry for key, entry in stale.items() if key not in accepted}
    placed = {*renamed, *stale, *accepted, *recut}
    same |= {key: entry for key, entry in spare.items() if key not in placed}
    taken = {entry.key for entry in (*every.values(), *settled.values(), *stale.values(), *accepted.values())}

    made = {key: replace(e, obsolete=False) if e.obsolete else e for key, e in same.items()}
    made |= {key: replace(entry, role=key[0], obsolete=False) for key, entry in renamed.items()}
    made |= {key: _stale(entry, key, ledger) for key, entry in stale.items()}
    made |= {key: replace(entry, role=key[0], source=key[1], extracted="") for key, entry in accepted.items()}
    made |= recut
    left = [entry for entry in entries if entry.key not in taken]
    gone = [entry for entry in left if not entry.obsolete and _worth_keeping(entry)]
    plan = Plan(
        kept=sum(not entry.obsolete for entry in same.values()),
        added=tuple(key for key in wanted if key not in made),
        revived=tuple(key for key, entry in same.items() if entry.obsolete),
        renamed=tuple((entry.key, key) for key, entry in renamed.items()),
        stale=tuple((entry.key, key) for key, entry in stale.items()),
        recut=groups,
        accepted=tuple((entry.key, key) for key, entry in accepted.items()),
        obsolete=tuple(entry.key for entry in gone),
        dropped=tuple(e.key for e in left if not (e.obsolete or _worth_keeping(e))),
    )
    ordered = [made.get(key) or Entry(*key) for key in wanted]
    ordered += [entry for entry in left if entry.obsolete]
    ordered += [replace(entry, obsolete=True) for entry in gone]
    ledger = ledger.updated(_records(plan, known, ledger)).observed(ordered)
    return Update(tuple(ordered), ledger, plan)


def is_typing_error(one: str, two: str) -> bool:
    """Whether two English sentences differ in the spelling of single words or in punctuation, and no more.

    Never where figures, negations or names differ, however alike the sentences are.
    """
    mine, theirs = (re.findall(r"\w+", text) for text in (one, two))
    if len(mine) != len(theirs) or _SPOKEN.findall(one) != _SPOKEN.findall(two):
        return False
    if contrast.differing(one, two):
        return False
    return all(a == b or _respelled(a, b) for a, b in zip(mine, theirs, strict=True))


def _respelled(one: str, two: str) -> bool:
    """Whether one of two words has a letter more inside it, or two neighbours the other way round.

    Another letter (`rise`, `rose`) or another ending (`minister`, `ministers`) is often another word.
    """
    short, long = sorted((one, two), key=len)
    if len(short) < _SHORTEST or (short[0], short[-1]) != (long[0], long[-1]):
        return False
    if len(short) == len(long):
        places = [place for place, (a, b) in enumerate(zip(short, long, strict=True)) if a != b]
        if len(places) != 2 or places[1] != places[0] + 1:
            return not places
        return short[places[0]] == long[places[1]] and short[places[1]] == long[places[0]]
    return len(long) == len(short) + 1 and any(
        long[:place] + long[place + 1 :] == short for place in range(1, len(long) - 1)
    )


def _as_wanted(entries: Sequence[Entry], wanted: Sequence[Key]) -> bool:
    """Whether the active entries are the article's sentences, in its order, and obsolete ones the last."""
    active = [entry.key for entry in entries if not entry.obsolete]
    return active == wanted and not any(entry.obsolete for entry in entries[: len(active)])


def _worth_keeping(entry: Entry) -> bool:
    return has_text(entry) or bool(entry.comment or entry.plural)


def _with_splits(
    keys: Sequence[Key], entries: Sequence[Entry], occurrences: Mapping[Key, int] | None
) -> list[Key]:
    """The article's keys, each followed by the `role#2`, `role#3` … that a person split from it."""
    article = set(keys)
    splits: dict[Key, list[tuple[int, Key]]] = {}
    for entry in entries:
        role, mark, number = entry.role.partition("#")
        base = (role, entry.source)
        if not mark or not number.isdecimal() or base not in article or entry.key in article:
            continue
        if occurrences is None or int(number) <= occurrences.get(base, 1):
            splits.setdefault(base, []).append((int(number), entry.key))
    return [key for base in keys for key in (base, *(split for _, split in sorted(splits.get(base, ()))))]


def _renamed(wanted: Sequence[Key], entries: Sequence[Entry], same: Mapping[Key, Entry]) -> dict[Key, Entry]:
    """Entries of the same sentence in another role, those still active first."""
    free: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: entry.obsolete):
        if entry.key not in same and not entry.plural:
            free.setdefault(entry.source, []).append(entry)
    found: dict[Key, Entry] = {}
    for role, source in wanted:
        candidates = free.get(source)
        if candidates and (role, source) not in same:
            base = role.partition("#")[0]
            found[role, source] = min(candidates, key=lambda e: e.role.partition("#")[0] != base)
            candidates.remove(found[role, source])
    return found


def _recut(
    wanted: Sequence[Key], active: Sequence[Entry], settled: Mapping[Key, Entry], ledger: Ledger
) -> tuple[dict[Key, Entry], tuple[tuple[tuple[Key, ...], tuple[Key, ...]], ...]]:
    """Sentences that are several old ones in one, letter for letter, or one of several cut from an old one.

    What people wrote for sentences that are now one is joined, and is approved if all of it was. Of one
    that is now several the first gets the whole text, as stale. The old entries become obsolete as they are.
    """
    places = {entry.key: place for place, entry in enumerate(active)}
    at = {key: places[entry.key] for key, entry in settled.items() if entry.key in places}
    free = sorted(set(range(len(active))) - set(at.values()))
    unsettled = [index for index, key in enumerate(wanted) if key not in settled]
    anchors = _heaviest([(index, at[key], 1.0) for index, key in enumerate(wanted) if key in at])
    made: dict[Key, Entry] = {}
    groups = []
    for indexes, gap in _gaps(anchors, unsettled, free):
        for news, olds in _same_characters([wanted[i] for i in indexes], [active[p] for p in gap]):
            people = [has_text(entry) and not may_write(entry, ledger) for entry in olds]
            if not any(people):
                continue
            first = olds[0]
            if len(news) > 1:
                made[news[0]] = _stale(first, news[0], ledger)
                made |= {key: Entry(*key) for key in news[1:]}
            elif all(people) and not any(entry.plural for entry in olds):
                made[news[0]] = _joined(olds, news[0])
            else:
                continue
            groups.append((tuple(entry.key for entry in olds), tuple(news)))
    return made, tuple(groups)


def _same_characters(news: Sequence[Key], olds: Sequence[Entry]) -> Iterable[tuple[list[Key], list[Entry]]]:
    """The shortest runs, one sentence on one side, that hold the same characters, white space aside."""
    mine, theirs = (
        ["".join(text.split()) for text in side]
        for side in ([source for _, source in news], [entry.source for entry in olds])
    )
    used = 0
    for i in range(len(news)):
        for j in range(used, len(olds)):
            size = _run(mine[i], theirs[j:])
            if size > 1 and {entry.role for entry in olds[j : j + size]} == {news[i][0]}:
                yield [news[i]], list(olds[j : j + size])
                used = j + size
                break
            size = _run(theirs[j], mine[i:])
            if size > 1 and {role for role, _ in news[i : i + size]} == {olds[j].role}:
                yield list(news[i : i + size]), [olds[j]]
                used = j + 1
                break


def _run(whole: str, parts: Sequence[str]) -> int:
    """How many of the parts, from the first on, make up the whole; 0 where they do not."""
    length = 0
    for count, part in enumerate(parts, 1):
        if not part or not whole.startswith(part, length):
            return 0
        length += len(part)
        if length == len(whole):
            return count
    return 0


def _joined(olds: Sequence[Entry], key: Key) -> Entry:
    """One entry for sentences that became one."""
    comments = [entry.comment for entry in olds if entry.comment]
    rendered = [e.source if e.previous is None or not e.fuzzy else e.previous for e in olds]
    return Entry(
        *key,
        previous=None if rendered == [entry.source for entry in olds] else " ".join(rendered),
        target=" ".join(entry.target for entry in olds if entry.target),
        fuzzy=any(entry.fuzzy for entry in olds),
        comment="\n".join(comments),
        flags=tuple(dict.fromkeys(flag for entry in olds for flag in entry.flags)),
    )


def _similar(
    wanted: Sequence[Key], active: Sequence[Entry], settled: Mapping[Key, Entry]
) -> dict[Key, Entry]:
    """For sentences without an entry, the entry without a sentence that each most likely had.

    Looked for between the same settled neighbours, in order; then, for passages that moved, right beside a
    neighbour that was found.
    """
    places = {entry.key: place for place, entry in enumerate(active)}
    at = {key: places[entry.key] for key, entry in settled.items() if entry.key in places}
    free = set(range(len(active))) - set(at.values())
    unsettled = [index for index, key in enumerate(wanted) if key not in settled]
    if not free or not unsettled:
        return {}
    new = {index: _sentence(wanted[index]) for index in unsettled}
    old = {place: _sentence(active[place].key) for place in free}
    anchors = _heaviest([(index, at[key], 1.0) for index, key in enumerate(wanted) if key in at])
    for indexes, gap in _gaps(anchors, unsettled, sorted(free)):
        pairs = [(i, p, _likeness(new[i], old[p])) for i, p in _worth_comparing(indexes, gap)]
        at.update((wanted[i], p) for i, p in _heaviest([pair for pair in pairs if pair[2]]))
    free -= set(at.values())
    for index in unsettled:
        beside = ((index - 1, 1), (index + 1, -1)) if wanted[index] not in at else ()
        near = [at[wanted[i]] + step for i, step in beside if 0 <= i < len(wanted) and wanted[i] in at]
        scores = [(_likeness(new[index], old[place]), place) for place in near if place in free]
        if scores and max(scores)[0]:
            at[wanted[index]] = max(scores)[1]
            free.remove(max(scores)[1])
    return {wanted[index]: active[at[wanted[index]]] for index in unsettled if wanted[index] in at}


def _gaps(
    anchors: Sequence[tuple[int, int]], unsettled: Sequence[int], free: Sequence[int]
) -> Iterable[tuple[list[int], list[int]]]:
    """The unsettled sentences and the free entries between each two neighbouring anchors."""
    gaps: dict[int, tuple[list[int], list[int]]] = {}
    for side, numbers in enumerate((unsettled, free)):
        marks = [anchor[side] for anchor in anchors]
        for number in numbers:
            gaps.setdefault(bisect_left(marks, number), ([], []))[side].append(number)
    return [gap for _, gap in sorted(gaps.items()) if all(gap)]


def _worth_comparing(indexes: Sequence[int], places: Sequence[int]) -> Iterable[tuple[int, int]]:
    """All pairs of a gap; in one of hundreds of sentences those at about the same height."""
    window = max(40, 40_000 // max(len(indexes), len(places)))
    for number, index in enumerate(indexes):
        middle = number * len(places) // len(indexes)
        for place in places[max(0, middle - window) : middle + window]:
            yield index, place


def _heaviest(pairs: Sequence[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The chain of pairs with both numbers rising whose weights sum highest (a Fenwick tree of maxima)."""
    pairs = sorted(pairs, key=lambda pair: (pair[0], -pair[1]))
    if all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(pairs)):
        return [pair[:2] for pair in pairs]
    ranks = {place: rank for rank, place in enumerate(sorted({pair[1] for pair in pairs}), 1)}
    tree = [(0.0, -1)] * (len(ranks) + 1)  # weight of the best chain so far, number of its last pair
    before: list[int] = []
    for number, (_, place, weight) in enumerate(pairs):
        best = (0.0, -1)
        rank = ranks[place] - 1
        while rank > 0:
            best = max(best, tree[rank])
            rank &= rank - 1
        before.append(best[1])
        rank = ranks[place]
        while rank < len(tree):
            tree[rank] = max(tree[rank], (best[0] + weight, number))
            rank += rank & -rank
    chain: list[tuple[int, int]] = []
    number = max(tree)[1]
    while number >= 0:
        chain.append(pairs[number][:2])
        number = before[number]
    return chain[::-1]


def _sentence(key: Key) -> _Sentence:
    words = tuple(re.findall(r"\w+", key[1].casefold()))
    seen: Counter[str] = Counter()
    bag = []
    for word in words:
        seen[word] += 1
        bag.append((word, seen[word]))
    return _Sentence(key[0].partition("#")[0], words, frozenset(bag))


def _likeness(one: _Sentence, two: _Sentence) -> float:
    """Share of the words that two English sentences have in common in order; 0 when too few."""
    total = len(one.words) + len(two.words)
    if not total or 2 * len(one.bag & two.bag) < _SIMILAR * total:  # cheap, and never below the ratio
        return 0.0
    ratio = SequenceMatcher(None, one.words, two.words, autojunk=False).ratio()
    # Of two equally like sentences the one in the same role.
    return ratio + 0.01 * (one.role == two.role) if ratio >= _SIMILAR else 0.0


def _stale(entry: Entry, key: Key, ledger: Ledger) -> Entry:
    """The new sentence with the person's text of the old one, and the English which that text renders."""
    was_stale = entry.fuzzy and entry.previous is not None
    role, source = (entry.previous_role or entry.role, entry.previous) if was_stale else entry.key
    plural = entry.previous_plural if was_stale else None
    if (role, source) == key:
        # The sentence is back as it was; so is the text, unless someone worked on it in between.
        untouched = digest(entry.target) in ledger.record(*entry.key).kept
        role, source = (key[0], None) if untouched else entry.key
    return replace(
        entry,
        role=key[0],
        source=key[1],
        fuzzy=True,
        previous_role=None if role == key[0] else role,
        previous=source,
        previous_plural=plural,
        extracted="",
    )


def _records(plan: Plan, known: Mapping[Key, Entry], ledger: Ledger) -> Iterable[Record]:
    """What the ledger must learn, so that texts under their new keys are not taken for misplaced ones."""
    for old, new in plan.renamed:
        record = replace(ledger.record(*old), role=new[0])
        yield record.merged(ledger.record(*new))
    for old, new in plan.stale:
        yield ledger.record(*new).carried(known[old].target)
    for old, new in plan.accepted:
        yield ledger.record(*new).approved(known[old].target)
    for olds, news in plan.recut:
        if len(news) > 1:
            yield ledger.record(*news[0]).carried(known[olds[0]].target)
