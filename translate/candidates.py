"""Candidate repairs of one requirement: a form forced as a prefix, or spliced over the aligned words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from translate.engine import Engine, Pieces
from translate.unit import Span
from translate.windows import Window, words

SHORTEST, LONGEST = 0.7, 1.35
"""Length of an acceptable candidate relative to the plain draft."""
PLACES = 4
"""Windows tried for one occurrence, one after the other."""
KEPT = 0.6
"""Share of the plain draft's other words that must still be there, by their first letters."""
STEM = 4
ENDING = 3
"""Letters in which two forms of one word may differ at the end."""
Attention = tuple[tuple[Span, Sequence[float]], ...]
"""Rows of attention, each with the place in the target that it tells of."""
PAIRS = ("«»", "“”", "()", "[]")
OPENING, CLOSING = "«“([", "»”)]"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to satisfy a requirement.

    Attributes:
        method: `prefix` (pieces are a forced beginning until the tail is decoded) or `splice`.
        form: The rendering put in.
        start: Code points of the text before it that are kept.
        pieces: Target pieces.
        text: Target text, empty until decoded.
        was: The words it stands for.
        end: Code points from the start that no later repair may decode again; 0 for a splice, which
            leaves everything in its place.
        spelled: The pieces decode to exactly the text.
        attention: Rows and their places where it was decoded.
    """

    method: str
    form: str
    start: int
    pieces: Pieces
    text: str
    was: str
    end: int
    spelled: bool = True
    attention: Attention = ()


@dataclass(frozen=True, slots=True)
class Base:
    """The text to repair.

    Attributes:
        text: The target as it stands.
        pieces: Its pieces, empty when the vocabulary cannot spell it (then it can only be spliced).
        spans: Where each piece stands in the text.
        frozen: Code points from the start that earlier repairs made final.
        held: Spans of requirements that hold.
        raises: A form at the start of the text gets a capital; an address does not.
    """

    text: str
    pieces: Pieces
    spans: tuple[Span, ...]
    frozen: int
    held: tuple[Span, ...]
    raises: bool = True


def opening(engine: Engine, form: str, window: Window, base: Base) -> Candidate | None:
    """The form forced at a window; None left of `base.frozen` or where it cannot be spelled."""
    start = window.span[0]
    return _forced(engine, form, base, window.span, start) if start >= base.frozen else None


def splices(engine: Engine, forms: Sequence[str], window: Window, base: Base) -> list[Candidate]:
    """The forms over a window's words; what else the text holds stays as it is."""
    return [_spliced(engine, form, base, window.span) for form in forms]


def _forced(engine: Engine, form: str, base: Base, window: Span, start: int) -> Candidate | None:
    """The model's own pieces before `start`, then the form."""
    kept = next((i for i, span in enumerate(base.spans) if span[1] > start), len(base.pieces))
    if kept == len(base.pieces) or base.text[slice(base.spans[kept][0], start)].strip():
        return None  # nothing to keep, or the cut would fall inside a piece
    spelled = engine.spell(form if kept else _at_start(form, base))
    if spelled is None:
        return None
    left = engine.decode(base.pieces[:kept])
    prefix = (*base.pieces[:kept], *spelled)
    if left and not left[-1].isspace() and base.text[len(left) : start] == "":
        # Right after an opening quotation mark or bracket the form begins no new word.
        prefix = (*base.pieces[:kept], spelled[0].removeprefix("▁"), *spelled[1:])
        if not engine.knows(prefix[kept]) or not engine.decode(prefix).endswith(f"{left[-1]}{form}"):
            return None
    was = base.text[slice(*window)]
    return Candidate("prefix", form, start, prefix, "", was, len(engine.decode(prefix)))


def _spliced(engine: Engine, form: str, base: Base, window: Span) -> Candidate:
    """The form in the place of the window's words, everything else as it was."""
    text, (start, end) = base.text, window
    clash = [other for other in base.held if start < other[1] and end > other[0]]
    if clash:
        start = end = max(other[1] for other in clash)
    else:
        start, end = _with_repeated(form, base, start, end)
    if "«" in form and text[start - 1 : start] == "«" and text[end : end + 1] == "»":
        start, end = start - 1, end + 1  # the form brings its own quotation marks
    raised = form if text[:start].strip() else _at_start(form, base)
    left = " " if start and _joins(text[start - 1], CLOSING) else ""
    right = " " if end < len(text) and _joins(text[end], OPENING) else ""
    new = f"{text[:start]}{left}{raised}{right}{text[end:]}"
    pieces = engine.spell(new)
    return Candidate(
        "splice", form, start, pieces or engine.encode(new), new, text[start:end], 0, pieces is not None
    )


def _with_repeated(form: str, base: Base, start: int, end: int) -> Span:
    """The window with the words beside it that the form brings too: míssil de cruzeiro before de cruzeiro."""
    text, own = base.text, [form[slice(*word)].casefold() for word in words(form)]
    free = [w for w in words(text) if not any(w[0] < b and w[1] > a for a, b in base.held)]
    after = [w for w in free if w[0] >= end]
    before = [w for w in free if w[1] <= start]
    for count in range(len(own) - 1, 0, -1):
        if _same(text, after[:count], own[-count:]) and not text[end : after[0][0]].strip(f" {OPENING}"):
            quoted = text[end : after[0][0]].strip()
            end = after[count - 1][1]
            end += bool(quoted) and text[end : end + 1] in tuple(CLOSING)
            break
    for count in range(len(own) - 1, 0, -1):
        if _same(text, before[-count:], own[:count]) and not text[before[-1][1] : start].strip():
            start = before[-count][0]
            break
    return start, end


def _same(text: str, spans: Sequence[Span], expected: Sequence[str]) -> bool:
    found = [text[slice(*span)].casefold() for span in spans]
    return len(found) == len(expected) and all(map(_alike, found, expected))


def _alike(word: str, own: str) -> bool:
    """The same word, perhaps with another ending (совместное, совместная) or cut short (Кудан)."""
    if word == own:
        return True
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, own, strict=False)))
    if common < STEM + 1:
        return False
    return common == len(word) or (abs(len(word) - len(own)) <= ENDING - 1 and common >= len(word) - ENDING)


def _joins(char: str, marks: str) -> bool:
    """Would a word beside this character run into it?"""
    return char.isalnum() or unicodedata.category(char)[0] == "M" or char in marks


def _at_start(form: str, base: Base) -> str:
    """The form as it begins a sentence."""
    return form[:1].upper() + form[1:] if base.raises else form


def digit_runs(text: str) -> list[str]:
    """Runs of digits, whatever the script."""
    return re.findall(r"\d+", text)


def sane(text: str, plain: str) -> bool:
    """Of a sensible length beside the plain draft, with most of its words, its brackets, no word doubled."""
    if not SHORTEST * len(plain) <= len(text) + 8 or not len(text) <= LONGEST * len(plain) + 24:
        return False
    stems, others = _stems(text), _stems(plain)
    common = sum((stems & others).values())
    if common < KEPT * sum(others.values()) - 2:
        return False
    if any(_unpaired(text, pair) > _unpaired(plain, pair) for pair in PAIRS):
        return False
    if text.count("(") < plain.count("("):
        return False
    if any(text.count(mark * 2) > plain.count(mark * 2) for mark in "«»"):
        return False
    return not _doubled(text) - _doubled(plain)


def _doubled(text: str) -> Counter[str]:
    """Words that stand twice in a row."""
    row = [text[slice(*word)].casefold() for word in words(text)]
    return Counter(a for a, b in pairwise(row) if a == b)


def _unpaired(text: str, pair: str) -> int:
    return abs(text.count(pair[0]) - text.count(pair[1]))


def _stems(text: str) -> Counter[str]:
    return Counter(text[start:end].casefold()[:STEM] for start, end in words(text))


def leftover(text: str, form: str, old: Sequence[str]) -> int:
    """How many of the old rendering's words still stand in `text` beside the form."""
    rest = text.casefold().replace(form.casefold(), " ")
    return sum(word.casefold() in rest for word in old)
