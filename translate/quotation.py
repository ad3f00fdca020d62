"""Which quotation marks of a text open, which close, and which belong together."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from translate.unit import Span

DOUBLE = frozenset('"“”„‟«»')
_SINGLE = frozenset("'‘’‚‛‹›")
_FIRM = {"«": 1, "„": 1, "‚": 1, "‹": 1, "»": -1, "›": -1}
"""Marks whose side is told by their shape; of the others the neighbours tell more."""
_USUAL = {"“": 1, "‘": 1, "‟": 1, "‛": 1, "”": -1, "’": -1}
_BEFORE_OPENING = frozenset("([{—–-/") | {mark for mark, side in {**_FIRM, **_USUAL}.items() if side > 0}
AFTER_CLOSING = frozenset(".,:;!?…)]}।॥—–-/") | {
    mark for mark, side in {**_FIRM, **_USUAL}.items() if side < 0
}
STRAIGHT = frozenset("\"'")


def sides(text: str, fixed: bytes) -> Iterator[Span]:
    """Each quotation mark with 1 if it opens and -1 if it closes; apostrophes and measures left out."""
    waiting = {True: 0, False: 0}
    for at, char in enumerate(text):
        double = char in DOUBLE
        if not (double or char in _SINGLE) or fixed[at]:
            continue
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        if not double and _wordlike(before) and _wordlike(after):
            continue
        if before.isdecimal() and char in "\"'”’" and not waiting[double]:
            continue
        side = _FIRM.get(char) or _by_neighbours(before, after) or _by_habit(char, waiting[double])
        waiting[double] = max(waiting[double] + side, 0)
        yield at, side


def _by_neighbours(before: str, after: str) -> int:
    opens = (not before or before.isspace() or before in _BEFORE_OPENING | STRAIGHT) and after.strip() != ""
    closes = (not after or after.isspace() or after in AFTER_CLOSING | STRAIGHT) and before.strip() != ""
    return opens - closes


def _by_habit(char: str, waiting: int) -> int:
    if char in STRAIGHT or (char in "“‘" and waiting):
        return -1 if waiting else 1
    return _USUAL[char]


def _wordlike(char: str) -> bool:
    return bool(char) and (unicodedata.category(char)[0] in "LMN" or char in "\u200c\u200d")


def paired(text: str, fixed: bytes) -> tuple[list[Span], list[int]]:
    """Places of marks that belong together, and the sides of double marks that have no partner.

    A single mark without one is an apostrophe.
    """
    pairs: list[Span] = []
    lone: list[Span] = []
    waiting: list[int] = []
    for at, side in sides(text, fixed):
        double = text[at] in DOUBLE
        if side > 0:
            waiting.append(at)
            continue
        if double:
            while waiting and text[waiting[-1]] in _SINGLE:
                waiting.pop()
        if waiting and (text[waiting[-1]] in DOUBLE) is double:
            pairs.append((waiting.pop(), at))
        elif double:
            lone.append((at, side))
    lone += [(at, 1) for at in waiting if text[at] in DOUBLE]
    return pairs, [side for _, side in sorted(lone)]
