"""What `translate check` does: put drafts in order if asked, look, and keep to what was asked for."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from translate import baseline, fixing, pipeline
from translate import report as reports
from translate.config import Config
from translate.errors import UsageError
from translate.fixing import Fixed
from translate.report import Report, Row
from translate.unit import Finding, Severity, Unit


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be looked for. What is not shown does not count.

    Attributes:
        severity: Least severity of what is shown.
        codes: The only codes that are shown; all when empty.
        fail_on: Least severity of what makes the report end with 1.
        baseline: File of findings that are neither shown nor counted.
        write_baseline: File to put all findings in, whatever their severity; they are known then.
        fix: Put machine drafts into the locale's typography first.
        write: Write what `fix` and `write_baseline` ask for.
    """

    severity: Literal["error", "warning"] = "warning"
    codes: frozenset[str] = frozenset()
    fail_on: Literal["error", "warning", "never"] = "error"
    baseline: Path | None = None
    write_baseline: Path | None = None
    fix: bool = False
    write: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of it.

    Attributes:
        report: The articles with the findings that are shown.
        fixed: What `fix` changed.
        hidden: How many findings the baseline knows.
        gone: How many findings it knows that are no longer there.
        filed: How many went into the new baseline.
    """

    report: Report
    fixed: tuple[Fixed, ...] = ()
    hidden: int = 0
    gone: int = 0
    filed: int = 0


def judge(config: Config, order: Order, look: Callable[[], Report]) -> Judged:
    """Do what is ordered.

    Args:
        config: The workspace.
        order: What is wanted.
        look: Gives a report of the articles as they stand, with all findings.

    Raises:
        UsageError: A code or a baseline is none; nothing was changed.
        LockedError: Drafts are to be written, and another process is writing; nothing was changed.
    """
    _known(order.codes)
    known = baseline.read(order.baseline) if order.baseline is not None else []
    if order.write_baseline is not None and order.write_baseline.exists():
        baseline.read(order.write_baseline)
    report = look()
    fixed: list[Fixed] = []
    if order.fix:
        fixed, problems = fixing.fix([row.document for row in report.rows], config, write=order.write)
        report = look() if order.write and any(one.fixes for one in fixed) else report
        report = replace(report, problems=(*report.problems, *problems))
    filed = 0
    if order.write_baseline is not None:
        filed = baseline.write(order.write_baseline, report, order.codes, dry_run=not order.write)
        known = [one for one in baseline.found(report) if not order.codes or one.code in order.codes]
    shown, hidden, gone = baseline.without(report, known) if known else (report, 0, 0)
    shown = reports.selected(shown, lambda row, unit, finding: _wanted(row, unit, finding, order))
    fail_on = None if order.fail_on == "never" else Severity(order.fail_on)
    if order.write_baseline is not None:
        hidden = 0
    return Judged(replace(shown, judge=True, fail_on=fail_on), tuple(fixed), hidden, gone, filed)


def _known(codes: frozenset[str]) -> None:
    every = sorted(pipeline.known_codes())
    for code in sorted(codes.difference(every)):
        near = difflib.get_close_matches(code, every, 1)
        hint = f"did you mean {near[0]}?" if near else f"the codes are {', '.join(every)}"
        raise UsageError(f"no check has the code {code}", hint=hint)


def _wanted(row: Row, unit: Unit, finding: Finding, order: Order) -> bool:  # noqa: ARG001 -- as `selected` asks
    grave = finding.severity is Severity.ERROR or order.severity == "warning"
    return grave and (not order.codes or finding.code in order.codes)


def as_json(judged: Judged, config: Config) -> dict[str, Any]:
    """What `translate check --json` prints: a report, and what --fix and --baseline did."""
    return {
        **reports.as_json(judged.report, config),
        "known": judged.hidden,
        "fixed": [fixing.as_json(one) for one in judged.fixed],
    }
