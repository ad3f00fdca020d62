"""Brings two sequences into one: what both have, what either added, each at its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)


def numbered(items: Iterable[Item]) -> list[tuple[Item, int]]:
    """Each item with the count of its occurrence."""
    seen: Counter[Item] = Counter()
    numbered = []
    for item in items:
        numbered.append((item, seen[item]))
        seen[item] += 1
    return numbered


def united(base: Iterable[Item], ours: Iterable[Item], theirs: Iterable[Item]) -> list[Item]:
    """What both have and what either added, in order; what one side took away is gone."""
    old, one, two = numbered(base), numbered(ours), numbered(theirs)
    before, mine, yours = set(old), set(one), set(two)
    kept = [item for item in one if item in yours or item not in before]
    new = [item for item in two if item in mine or item not in before]
    return [item for item, _ in woven(kept, new)]


def woven(first: Sequence[Item], second: Sequence[Item], kind: Callable[[Item], bool] = bool) -> list[Item]:
    """`first` with what only `second` has, each after the one before it there of the same kind."""
    known = set(first)
    after: dict[Item | None, list[Item]] = {}
    last: dict[bool, Item | None] = {}
    for item in second:
        if item in known:
            last[kind(item)] = item
        else:
            after.setdefault(last.get(kind(item)), []).append(item)
    loose = after.get(None, [])
    woven = [item for item in loose if kind(item)]
    for item in first:
        woven += [item, *after.get(item, ())]
    return woven + [item for item in loose if not kind(item)]
