"""Where a text satisfies its requirements: disjoint places, each in an allowed form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from translate import figures
from translate.inflect import find_forms
from translate.locales import locale_info
from translate.unit import Evidence, Outcome, Requirement, Span


def assign(text: str, requirements: Sequence[Requirement], locale: str) -> list[Span | None]:
    """Where each requirement is satisfied in `text`: disjoint spans, None where it is not.

    Requirements with the longest renderings choose first, so that a term inside a longer one does
    not take its words; two occurrences of a term need two places.
    """
    return list(_assigned(text, tuple(requirements), locale))


@lru_cache(maxsize=1024)
def _assigned(text: str, requirements: tuple[Requirement, ...], locale: str) -> tuple[Span | None, ...]:
    taken: list[Span] = []
    found: list[Span | None] = [None] * len(requirements)
    order = sorted(
        (i for i, one in enumerate(requirements) if one.figure is None),
        key=lambda i: (-max(map(len, requirements[i].renderings)), i),
    )
    for i in order:
        for span in places(text, requirements[i], locale):
            if all(span[1] <= other[0] or span[0] >= other[1] for other in taken):
                found[i] = span
                taken.append(span)
                break
    for i, span in _figures(text, requirements, taken, locale):
        found[i] = span
    return tuple(found)


def _figures(
    text: str, requirements: Sequence[Requirement], taken: Sequence[Span], locale: str
) -> Iterator[tuple[int, Span]]:
    """Where figures stand outside the spans of terms: by value, in whatever wording, else in a filed one."""
    numbered = [(i, one, one.figure) for i, one in enumerate(requirements) if one.figure is not None]
    if not numbered:
        return
    rest, info = blanked(text, taken), locale_info(locale)
    spans = figures.held([figure for _, _, figure in numbered], rest, info)
    for (i, one, _), span in zip(numbered, spans, strict=True):
        if span is not None:
            if figures.in_style(one, span, rest, info):
                yield i, span
            continue
        worded = [form for form in one.renderings if any(map(str.isalpha, form))]
        if named := find_forms(rest, worded, locale):
            yield i, named[0]


def blanked(text: str, spans: Sequence[Span]) -> str:
    """The text with blanks, as many, in place of some spans."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def places(text: str, requirement: Requirement, locale: str) -> list[Span]:
    """Every place in `text` that satisfies the requirement; an address only as it was written."""
    if requirement.kind != "literal":
        return find_forms(text, requirement.renderings, locale)
    return [m.span() for form in requirement.renderings for m in re.finditer(re.escape(form), text)]


def verify(text: str, requirements: Sequence[Requirement], locale: str) -> tuple[Evidence, ...]:
    """Evidence for a text as it stands, whoever wrote it."""
    return tuple(
        Evidence(r, Outcome.UNENFORCED, "absent")
        if span is None
        else Evidence(r, Outcome.SATISFIED, "present", text[slice(*span)], span)
        for r, span in zip(requirements, assign(text, requirements, locale), strict=True)
    )


def reconciled(text: str, evidence: Sequence[Evidence], locale: str) -> tuple[Evidence, ...]:
    """Evidence of a text's parts as it holds for the whole, with places and forms as they stand there."""
    spans = assign(text, [item.requirement for item in evidence], locale)
    out = []
    for item, span in zip(evidence, spans, strict=True):
        if span is None:
            reason = item.method if item.outcome is Outcome.UNENFORCED else "lost when the parts were joined"
            out.append(Evidence(item.requirement, Outcome.UNENFORCED, reason))
        elif item.outcome is Outcome.UNENFORCED:
            form = text[slice(*span)]
            out.append(Evidence(item.requirement, Outcome.SATISFIED, "plain", form, span))
        else:
            out.append(replace(item, form=text[slice(*span)], span=span))
    return tuple(out)


def surplus(text: str, before: str, requirements: Sequence[Requirement], locale: str) -> bool:
    """Does a requirement stand more often in `text` than it needs to, and than it did in `before`?"""
    after, spans = assign(text, requirements, locale), assign(before, requirements, locale)
    return any(
        _count(text, one, requirements, after, locale)
        > max(_needed(one, requirements), _count(before, one, requirements, spans, locale))
        for one in requirements
    )


def _needed(one: Requirement, requirements: Sequence[Requirement]) -> int:
    """How many occurrences may satisfy a requirement: an acronym and its expansion may share renderings."""
    return sum(not set(other.renderings).isdisjoint(one.renderings) for other in requirements)


def _count(
    text: str,
    one: Requirement,
    requirements: Sequence[Requirement],
    spans: Sequence[Span | None],
    locale: str,
) -> int:
    """Occurrences of a requirement's forms that are not part of what satisfies another requirement."""
    others = [
        span
        for other, span in zip(requirements, spans, strict=True)
        if span is not None and set(other.renderings).isdisjoint(one.renderings)
    ]
    if one.figure is not None:
        return 0
    found = places(text, one, locale)
    return sum(all(span[1] <= o[0] or span[0] >= o[1] for o in others) for span in found)
