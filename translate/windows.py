"""Find the target words that render a span of the source, from attention over subword pieces."""

from __future__ import annotations

import difflib
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from translate.unit import Span

ANCHORS = 3
"""How many places are tried for one span: attention's second and third guess are often the right one."""
NEIGHBOUR = 0.5
"""A word beside the anchor belongs to the window when it has this share of the anchor's attention."""


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring target words that may render a source span.

    Attributes:
        span: Where they stand, without outer punctuation.
        mass: Attention they pay to the source span.
        sure: Nothing else in the source accounts for them.
    """

    span: Span
    mass: float
    sure: bool = False


def words(text: str) -> list[Span]:
    """White-space separated words, outer punctuation trimmed; what is only punctuation is left out."""
    out: list[Span] = []
    start = 0
    for end in (*(i for i, c in enumerate(text) if c.isspace()), len(text)):
        left, right = start, end
        while left < right and _punctuation(text[left]):
            left += 1
        while right > left and _punctuation(text[right - 1]):
            right -= 1
        if left < right:
            out.append((left, right))
        start = end + 1
    return out


def _punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PZ"


def piece_spans(pieces: Sequence[str], decode: Callable[[Sequence[str]], str]) -> list[Span]:
    """Where each piece stands in the decoded text, in code points.

    Decoding ever longer beginnings asks nothing of the tokenizer but that a longer beginning gives
    no shorter text; a piece that adds nothing gets an empty span.
    """
    ends = [0]
    for i in range(len(pieces)):
        ends.append(max(ends[-1], len(decode(pieces[: i + 1]))))
    return list(pairwise(ends))


def source_pieces(text: str, pieces: Sequence[str], span: Span) -> list[int]:
    """Indices of the source pieces that spell `text[span]`.

    Tokenizers normalise (NFKC, straight quotes), so text and pieces are matched character by
    character and the few that differ are passed over.
    """
    flat = "".join(pieces).replace("▁", " ")
    owner = [i for i, piece in enumerate(pieces) for _ in piece]
    found: set[int] = set()
    for start, other, size in _matching(text, flat):
        low, high = max(span[0], start), min(span[1], start + size)
        found.update(owner[other + i - start] for i in range(low, high) if not text[i].isspace())
    return sorted(found)


def _matching(text: str, flat: str) -> Sequence[tuple[int, int, int]]:
    """Stretches that both have: where in each, and how long."""
    at = flat.find(text)
    if at >= 0:  # nothing was normalised, as in most sentences; the search below takes quadratic time
        return [(0, at, len(text))]
    return difflib.SequenceMatcher(None, text, flat, autojunk=False).get_matching_blocks()


def find(
    matrix: Sequence[Sequence[float]],
    columns: Sequence[int],
    pieces: Sequence[Span],
    candidates: Sequence[Span],
    most: int = sys.maxsize,
) -> list[Window]:
    """The windows of at most so many target words that attend most to the given source pieces, best first.

    Args:
        matrix: Attention, a row a target piece, a column a source piece.
        columns: The source pieces of the span.
        pieces: Where each target piece stands in the target text.
        candidates: Spans of the target's words, in order.
        most: Words in a window.
    """
    if not candidates or not columns or not matrix:
        return []
    masses = [_mass(matrix, columns, pieces, word) for word in candidates]
    out: list[Window] = []
    for anchor in sorted(range(len(candidates)), key=lambda i: (-masses[i], i))[:ANCHORS]:
        low = high = anchor
        while low > 0 and high - low + 1 < most and masses[low - 1] >= NEIGHBOUR * masses[anchor]:
            low -= 1
        while (
            high + 1 < len(candidates)
            and high - low + 1 < most
            and masses[high + 1] >= NEIGHBOUR * masses[anchor]
        ):
            high += 1
        # The anchor alone comes next: what is around it may reach over a quotation mark.
        for span in ((candidates[low][0], candidates[high][1]), candidates[anchor]):
            if all(span != window.span for window in out):
                out.append(Window(span, masses[anchor]))
    return out


def project(
    matrix: Sequence[Sequence[float]],
    columns: Sequence[int],
    pieces: Sequence[Span],
    candidates: Sequence[Span],
) -> Span | None:
    """The run of target words that mostly attend to the given source pieces, for markup around them.

    Returns:
        From the first to the last word of the longest run, one stray word inside it forgiven; the
        best window when no word gives half of its attention; None without attention.
    """
    own = set(rendered(matrix, columns, pieces, candidates))
    share = [word in own for word in candidates]
    best: tuple[int, int] | None = None
    start = None
    for i, yes in enumerate(share):
        if yes:
            if start is None or not any(share[max(start, i - 2) : i]):
                start = i
            if best is None or i - start > best[1] - best[0]:
                best = (start, i)
    if best is not None:
        return candidates[best[0]][0], candidates[best[1]][1]
    windows = find(matrix, columns, pieces, candidates)
    return windows[0].span if windows else None


def rendered(
    matrix: Sequence[Sequence[float]],
    columns: Sequence[int],
    pieces: Sequence[Span],
    candidates: Sequence[Span],
) -> list[Span]:
    """The target words that pay more than half of their attention to the given source pieces."""
    everything = range(len(matrix[0])) if matrix else range(0)
    return [
        word
        for word in candidates
        if _mass(matrix, columns, pieces, word) > 0.5 * _mass(matrix, everything, pieces, word)
    ]


def _mass(
    matrix: Sequence[Sequence[float]], columns: Sequence[int], pieces: Sequence[Span], word: Span
) -> float:
    """Attention to the columns, averaged over the pieces that overlap the word."""
    rows = [
        sum(row[j] for j in columns if j < len(row))
        for row, (start, end) in zip(matrix, pieces, strict=False)
        if start < word[1] and end > word[0]
    ]
    return sum(rows) / len(rows) if rows else 0.0
