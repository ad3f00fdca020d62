"""What a command did: a row an article and locale, what could not be worked on, and the exit code."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from translate import catalog, document
from translate.catalog import Entry
from translate.config import Config
from translate.document import Document, Key
from translate.errors import TranslateError
from translate.export import Exported
from translate.unit import Evidence, Finding, Severity, Unit

STOPPED = 130
"""Exit code after Ctrl-C, as a shell gives it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One article in one locale after a run.

    Attributes:
        document: Its units carry their findings.
        drafted: How many units were drafted in this run.
        changed: Whether a catalogue or ledger was (or would be) written.
        exported: What left, None when nothing was to be exported.
        displaced: Whether a catalogue was replaced.
        manifest: What the manifest says of it, None when nothing was to be exported.
    """

    document: Document
    drafted: int = 0
    changed: bool = False
    exported: Exported | None = None
    displaced: bool = False
    manifest: Mapping[str, Any] | None = None

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
        judge: Findings count even where nothing left.
        fail_on: Least severity of those that count then; None for none.
        stopped: The run was stopped; what was complete is recorded.
    """

    rows: tuple[Row, ...] = ()
    problems: tuple[TranslateError, ...] = ()
    packages: dict[str, str] = field(default_factory=dict)
    judge: bool = False
    fail_on: Severity | None = Severity.ERROR
    stopped: bool = False

    @property
    def exit_code(self) -> int:
        """130 when stopped, else the gravest: 4 refused, 3 environment, 2 usage, 1 findings, 0 fine."""
        if self.stopped:
            return STOPPED
        codes = [problem.exit_code for problem in self.problems]
        if any(row.exported is not None and row.exported.blocks for row in self.rows):
            codes.append(1)
        if self.judge and any(self._fails(row) for row in self.rows):
            codes.append(1)
        return max(codes, default=0)

    def _fails(self, row: Row) -> bool:
        if self.fail_on is None:
            return False
        return row.errors > 0 or (self.fail_on is Severity.WARNING and row.warnings > 0)


def selected(report: Report, wanted: Callable[[Row, Unit, Finding], bool]) -> Report:
    """The report with only the findings that are wanted."""

    def unit_of(row: Row, unit: Unit) -> Unit:
        left = tuple(finding for finding in unit.findings if wanted(row, unit, finding))
        return unit if len(left) == len(unit.findings) else replace(unit, findings=left)

    def row_of(row: Row) -> Row:
        units = tuple(unit_of(row, unit) for unit in row.document.units)
        return replace(row, document=replace(row.document, units=units))

    return replace(report, rows=tuple(row_of(row) for row in report.rows))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person goes to look at a sentence.

    Attributes:
        path: The catalogue; the article where the sentence is in no catalogue yet.
        line: 1-based line of its msgstr there, or of the sentence in the article.
        filed: Whether `path` is the catalogue.
    """

    path: Path
    line: int
    filed: bool


def places(row: Row, config: Config) -> Mapping[Key, Place]:
    """Where the sentences with findings stand in the files as they are now."""
    wanted = {unit.key: unit.line for unit, _ in row.findings}
    if not wanted:
        return {}
    path = document.catalog_file(row.document, config)
    # Who wrote the catalogue in this run knows it only as it was before.
    entries = _on_disk(path) if row.changed else row.document.catalog.entries
    found = {e.key: msgstr_line(e) for e in entries if e.key in wanted and not e.obsolete and e.line}
    article = row.document.article.path
    return {
        key: Place(path, found[key], filed=True) if key in found else Place(article, line, filed=False)
        for key, line in wanted.items()
    }


def _on_disk(path: Path) -> tuple[Entry, ...]:
    try:
        found = catalog.read(path)
    except TranslateError:
        return ()
    return found.entries if found else ()


_MSGID, _MSGSTR = re.compile(r"\s*msgid(?!_)"), re.compile(r"\s*msgstr")


def msgstr_line(entry: Entry) -> int:
    """The line of an entry's msgstr in the file it was read from."""
    lines = entry.raw.split("\n")
    first = next((at for at, line in enumerate(lines) if _MSGID.match(line)), 0)
    return entry.line + next((at - first for at, line in enumerate(lines) if _MSGSTR.match(line)), 0)


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
    where = places(row, config)
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
        "findings": [_finding_json(unit, finding, where[unit.key], config) for unit, finding in row.findings],
        "terms": [
            _term_json(unit, item)
            for unit in doc.units
            if unit.target
            for item in unit.evidence
            if item.requirement.kind == "term"
        ],
    }


def _finding_json(unit: Unit, finding: Finding, place: Place, config: Config) -> dict[str, Any]:
    """A finding; `key` is what `translate approve --key` takes."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "line": unit.line,
        "role": unit.role,
        "source": unit.source,
        "target": unit.target,
        "span": finding.span,
        "file": place.path.relative_to(config.root).as_posix() if place.filed else None,
        "catalogue_line": place.line if place.filed else None,
        "key": f"{unit.role}:{unit.source}",
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
