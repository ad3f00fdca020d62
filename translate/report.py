"""What a command did: a row an article and locale, what could not be worked on, and the exit code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from translate.config import Config
from translate.document import Document
from translate.errors import TranslateError
from translate.export import Exported
from translate.unit import Evidence, Finding, Severity, Unit


@dataclass(frozen=True, slots=True)
class Row:
    """One article in one locale after a run.

    Attributes:
        document: Its units carry their findings.
        drafted: How many units were drafted in this run.
        changed: Whether a catalogue or ledger was (or would be) written.
        exported: What left, None when nothing was to be exported.
        displaced: Whether a catalogue was replaced.
    """

    document: Document
    drafted: int = 0
    changed: bool = False
    exported: Exported | None = None
    displaced: bool = False

    @property
    def findings(self) -> list[tuple[Unit, Finding]]:
        """Every finding with its unit, in document order."""
        return [(unit, finding) for unit in self.document.units for finding in unit.findings]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity is Severity.ERROR for _, finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return sum(finding.severity is Severity.WARNING for _, finding in self.findings)


@dataclass(frozen=True, slots=True)
class Report:
    """What a command did.

    Attributes:
        rows: Articles by locale.
        problems: Files and locales that could not be worked on; the rest was finished.
        packages: Signature of the package used in each locale that drafted something.
        judge: Error findings count even where nothing left.
    """

    rows: tuple[Row, ...] = ()
    problems: tuple[TranslateError, ...] = ()
    packages: dict[str, str] = field(default_factory=dict)
    judge: bool = False

    @property
    def exit_code(self) -> int:
        """The gravest of: 4 refused, 3 environment, 2 usage, 1 findings in what left, 0 fine."""
        codes = [problem.exit_code for problem in self.problems]
        if any(row.exported is not None and row.exported.blocks for row in self.rows):
            codes.append(1)
        if self.judge and any(row.errors for row in self.rows):
            codes.append(1)
        return max(codes, default=0)


def as_json(report: Report, config: Config) -> dict[str, Any]:
    """What a program reads of a report."""
    return {
        "exit_code": report.exit_code,
        "packages": report.packages,
        "articles": [_row_json(row, config) for row in report.rows],
        "problems": [
            {"message": p.message, "path": p.where, "hint": p.hint, "exit_code": p.exit_code}
            for p in report.problems
        ],
    }


def _row_json(row: Row, config: Config) -> dict[str, Any]:
    doc, left = row.document, row.exported
    return {
        "article": doc.article.slug,
        "path": doc.article.path.relative_to(config.root).as_posix(),
        "locale": doc.locale,
        "states": {state.value: number for state, number in sorted(doc.states.items())},
        "drafted": row.drafted,
        "changed": row.changed,
        "moved_from": doc.moved_from,
        "accepted": [{"old": old[1], "new": new[1]} for old, new in doc.plan.accepted],
        "exported": left is not None and left.path is not None,
        "held": "" if left is None else left.held,
        "label": "" if left is None else left.label,
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "message": finding.message,
                "line": unit.line,
                "role": unit.role,
                "source": unit.source,
                "target": unit.target,
                "span": finding.span,
            }
            for unit, finding in row.findings
        ],
        "terms": [
            _term_json(unit, item)
            for unit in doc.units
            if unit.target
            for item in unit.evidence
            if item.requirement.kind == "term"
        ],
    }


def _term_json(unit: Unit, item: Evidence) -> dict[str, Any]:
    """One occurrence of a term; of a text that no record tells of, whether an accepted form is there."""
    return {
        "term": item.requirement.source,
        "outcome": item.outcome.value,
        "method": item.method,
        "form": item.form,
        "was": item.was,
        "line": unit.line,
        "role": unit.role,
        "source": unit.source,
        "state": unit.state.value,
        "span": item.span,
    }
