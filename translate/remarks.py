"""The comment of the tool beside an entry, the `#.` lines: what a reviewer should know of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate import memory
from translate.unit import Evidence, Outcome, Requirement, Unit

OFFER = "now: "
"""How the line begins that offers a draft of a stale entry's new English."""
_OURS = ("draft: ", "term: ", "figure: ", OFFER, *memory.MARKS)
"""Beginnings of comment lines that tell of a draft or offer one and stay until the next."""


def written(unit: Unit, old: str, offered: tuple[str, ...] | None, *, fresh: bool) -> str:
    """What a reviewer sees beside the entry: role, neighbours, the draft's origin, the terms and their forms.

    Lines about the draft are written with it and stay until the next one, so that a run which
    drafts nothing changes nothing.

    Args:
        unit: The unit.
        old: The comment so far.
        offered: Lines that may help people with it; None where nothing new was looked for.
        fresh: The unit has a new draft.
    """
    lines = [f"role: {unit.base_role}"]
    if unit.before:
        lines.append(f"before: {unit.before}")
    if unit.after:
        lines.append(f"after: {unit.after}")
    if fresh:
        lines.append(f"draft: {unit.model}")
        lines.extend(f"term: {term(item)}" for item in unit.evidence if item.requirement.kind == "term")
        lines.extend(f"figure: {_figure(item)}" for item in unit.evidence if _is_put_in(item))
    elif offered is None:
        lines.extend(line for line in old.split("\n") if line.startswith(_OURS))
    lines.extend(offered or ())
    return "\n".join(lines)


_LEFT_OUT = "the model left it out"
_PLACED = re.compile(rf"figure: (?P<source>.+?) → (?P<form>.+?) \(put in; {_LEFT_OUT}\)")


def _is_put_in(item: Evidence) -> bool:
    """Whether a draft got a figure that it lacked; one that was only written otherwise needs no look."""
    if item.requirement.figure is None or item.outcome is not Outcome.REPAIRED:
        return False
    before, after = (re.sub(r"\D", "", text) for text in (item.was, item.form))
    return before != after or not after


def _figure(item: Evidence) -> str:
    """A figure that was put in, perhaps at the wrong place: somebody should look."""
    said = f"instead of “{item.was}”" if item.was else _LEFT_OUT
    return f"{item.requirement.source} → {item.form} (put in; {said})"


def left_out(comment: str) -> Iterator[tuple[str, str]]:
    """Figures that the model left out, each with what was put in where it probably belongs."""
    for line in comment.split("\n"):
        if (match := _PLACED.fullmatch(line)) is not None:
            yield match["source"], match["form"]


def term(item: Evidence) -> str:
    """What became of a term; `recorded` reads it back."""
    wanted = " | ".join(item.requirement.renderings)
    head = f"{item.requirement.source} → {wanted}"
    if item.outcome is Outcome.UNENFORCED:
        return f"{head} (NOT in the draft: {item.method})"
    if item.outcome is Outcome.REPAIRED:
        was = f"; the model said “{item.was}”" if item.was else ""
        return f"{head} (put in by {item.method}{was})"
    return head


_TERM = re.compile(
    r"term: (?P<source>.+?) → (?P<wanted>.+?)"
    r"(?: \(NOT in the draft: (?P<reason>.*)\)"
    r"| \(put in by (?P<method>[^;()]*)(?:; the model said “(?P<was>.*)”)?\))?"
)
"""A line of `term`."""


def recorded(comment: str) -> tuple[Evidence, ...]:
    """What a draft's comment tells of its terms, in the order of their occurrences.

    Where the terms stand it does not tell: spans are empty, and so are forms until somebody looks.
    """
    return tuple(_told(match) for line in comment.split("\n") if (match := _TERM.fullmatch(line)))


def _told(match: re.Match[str]) -> Evidence:
    """The inverse of `term`."""
    wanted = Requirement((0, 0), match["source"], tuple(match["wanted"].split(" | ")))
    if match["reason"] is not None:
        return Evidence(wanted, Outcome.UNENFORCED, match["reason"])
    if match["method"] is not None:
        return Evidence(wanted, Outcome.REPAIRED, match["method"], was=match["was"] or "")
    return Evidence(wanted, Outcome.SATISFIED, "plain")
