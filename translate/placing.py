"""Put inline markup back: find where each element of the source belongs in a drafted target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from translate.articles.inline import Element
from translate.enforce import Draft, Job
from translate.engine import Engine
from translate.unit import Span
from translate.windows import piece_spans, project, source_pieces, words


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence that is decoded by itself: `span` of the plain text, and its job."""

    span: Span
    job: Job


@dataclass(frozen=True, slots=True)
class Rendered:
    """A part with its draft, which begins at `offset` of the sentence's target."""

    part: Part
    draft: Draft
    offset: int


def place(
    elements: Sequence[Element], rendered: Sequence[Rendered], text: str, engine: Engine
) -> list[Element] | None:
    """The source's elements at their places in the target, or None when one has no sure place.

    Args:
        elements: Elements with ranges in the source's plain text.
        rendered: The drafted parts, in order.
        text: The target's plain text.
        engine: For attention, where evidence does not tell.
    """
    out: list[Element] = []
    for element in elements:
        span = _target(element, rendered, text, engine)
        if span is None:
            return None
        out.append(replace(element, start=span[0], end=span[1]))
    if all(_nest(a, b) for a, b in combinations(out, 2)):
        return sorted(out, key=lambda e: (e.start, -e.end))
    return None


def _nest(a: Element, b: Element) -> bool:
    """Is one beside or inside the other?"""
    apart = a.end <= b.start or b.end <= a.start
    return apart or (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)


def _target(element: Element, rendered: Sequence[Rendered], text: str, engine: Engine) -> Span | None:
    if element.start == element.end:
        at = next((r.offset for r in rendered if r.part.span[0] >= element.start), len(text))
        return at, at
    for item in rendered:
        start, end = item.part.span
        if start <= element.start and element.end <= end:
            span = _inside(item, (element.start - start, element.end - start), engine)
            return None if span is None else (span[0] + item.offset, span[1] + item.offset)
    return None


def _inside(item: Rendered, wrapped: Span, engine: Engine) -> Span | None:
    """The span of a part's draft that renders `wrapped`: by evidence, as a whole, or by attention."""
    job, draft = item.part.job, item.draft
    for evidence in draft.evidence:
        if evidence.span is not None and _same_words(job.text, evidence.requirement.span, wrapped):
            return evidence.span
    spots = words(draft.text)
    if not spots:
        return None
    if _same_words(job.text, (0, len(job.text)), wrapped):
        return (0 if wrapped[0] == 0 else spots[0][0]), _end(job, draft, wrapped, spots[-1][1])
    source = engine.encode(job.text)
    matrix = engine.align([source], [draft.pieces])[0]
    columns = source_pieces(job.text, source, wrapped)
    span = project(matrix, columns, piece_spans(draft.pieces, engine.decode), spots)
    if span is None:
        return None
    terms = [
        e.span
        for e in draft.evidence
        if e.span and wrapped[0] <= e.requirement.span[0] and e.requirement.span[1] <= wrapped[1]
    ]
    spans = [span, *terms]
    return min(a for a, _ in spans), max(b for _, b in spans)


def _end(job: Job, draft: Draft, wrapped: Span, last: int) -> int:
    """The end of an element around a whole sentence: with the final punctuation where the source has it."""
    return len(draft.text) if wrapped[1] == len(job.text) else last


def _same_words(text: str, one: Span, other: Span) -> bool:
    """Do two spans cover the same words of `text`, outer punctuation aside?"""
    first, second = ([w for w in words(text) if w[0] < span[1] and w[1] > span[0]] for span in (one, other))
    return bool(first) and first == second
