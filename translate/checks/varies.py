"""One sentence, one rendering: the same English that an article renders in two ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from translate.unit import Finding, Severity, State, Unit, nfc

CODE = "source-varies"
TEXT = "The same English is rendered in two ways within the article."

_HEADLINES = frozenset({"headline", "meta.title"})
"""Roles whose style may differ from the body's; they are compared among themselves."""


def varying(units: Sequence[Unit]) -> Mapping[tuple[str, str], tuple[Finding, ...]]:
    """Findings by the key of their unit, on every rendering but the one to keep.

    What people approved is kept, then what comes first.

    Args:
        units: All units of one article, in order.
    """
    groups: dict[tuple[bool, str], list[Unit]] = {}
    for unit in units:
        if unit.target.strip() and unit.state not in {State.OBSOLETE, State.STALE}:
            groups.setdefault((unit.base_role in _HEADLINES, unit.source), []).append(unit)
    found: dict[tuple[str, str], tuple[Finding, ...]] = {}
    for group in groups.values():
        kept = next((unit for unit in group if unit.state is State.APPROVED), group[0])
        for unit in group:
            if _same(unit.target) != _same(kept.target):
                message = (
                    f"The same English is “{_short(kept.target)}” in line {kept.line}; keep one rendering."
                )
                found[unit.key] = (Finding(CODE, Severity.WARNING, message, (0, len(unit.target))),)
    return found


def _same(target: str) -> str:
    return " ".join(nfc(target).split())


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}…"
