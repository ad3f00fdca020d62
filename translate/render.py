"""Tables, findings and progress as rich shows them on a terminal, plain when piped."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import IO, Self

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from translate.errors import TranslateError
from translate.report import Report, Row
from translate.review import Stats
from translate.unit import Finding, Severity, State, Unit

STATES = (State.APPROVED, State.EDITED, State.STALE, State.SUSPECT, State.DRAFT, State.NEW)
PIPE_WIDTH = 140
"""Columns where there is no terminal to ask: a log keeps its lines whole."""


def console(*, stderr: bool = False) -> Console:
    """A console for results, or on stderr for progress and errors; colours only on a terminal."""
    stream: IO[str] = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else PIPE_WIDTH, highlight=False)


def run_table(report: Report) -> Table:
    """Article by article and locale by locale: states, findings and what left."""
    states = [s for s in STATES if any(row.document.states[s] for row in report.rows)]
    table = Table(title_justify="left", pad_edge=False, box=None, header_style="bold")
    table.add_column("article", overflow="fold")
    table.add_column("locale")
    for state in states:
        table.add_column(state.value, justify="right")
    table.add_column("errors", justify="right")
    table.add_column("warnings", justify="right")
    if any(row.exported is not None for row in report.rows):
        table.add_column("exported", overflow="fold")
    for row in report.rows:
        counts = [_number(row.document.states[state]) for state in states]
        errors, warnings = row.errors, row.warnings
        cells = [escape(row.document.article.slug), row.document.locale, *counts]
        cells += [f"[red]{errors}[/]" if errors else "0", f"[yellow]{warnings}[/]" if warnings else "0"]
        if row.exported is not None:
            cells.append(_exported(row))
        table.add_row(*cells)
    return table


def _number(value: int) -> str:
    return str(value) if value else "[dim]-[/]"


def _exported(row: Row) -> str:
    if row.exported is None:
        return ""
    if row.exported.held:
        return f"[red]held back:[/] {escape(row.exported.held)}"
    return escape(f"yes, as {row.exported.label}") if row.exported.label else "yes"


def closing_lines(report: Report, *, verbose: bool) -> list[str]:
    """Which packages the drafts are from, what this run drafted, then the findings or where to see them."""
    lines = []
    for locale in dict.fromkeys(row.document.locale for row in report.rows):
        rows = [row for row in report.rows if row.document.locale == locale]
        models = sorted({unit.model for row in rows for unit in row.document.units if unit.model})
        new = sum(row.drafted for row in rows)
        lines += [f"{locale}: drafts by {' and '.join(models)}; {new} made in this run"] if models else []
    if verbose:
        return [*lines, *finding_lines(report.rows)]
    found = sum(len(row.findings) for row in report.rows)
    return [*lines, f"findings: {found}; `translate check` shows them"] if found else lines


def stats_table(stats: Sequence[Stats]) -> Table:
    """Sentences by state, and the share of words that people approved."""
    states = [s for s in STATES if any(item.sentences[s] for item in stats)]
    table = Table(pad_edge=False, box=None, header_style="bold")
    table.add_column("article", overflow="fold")
    table.add_column("locale")
    for state in states:
        table.add_column(state.value, justify="right")
    table.add_column("words", justify="right")
    table.add_column("approved", justify="right")
    for item in stats:
        counts = [_number(item.sentences[state]) for state in states]
        share = f"{item.approved_share:.0%}"
        table.add_row(escape(item.slug), item.locale, *counts, str(item.words.total()), share)
    return table


def finding_lines(rows: Iterable[Row]) -> list[str]:
    """Findings by article: `file:line locale severity code: message`, then the text with the place marked."""
    out = []
    for row in rows:
        article = row.document.article
        path = f"articles/{article.slug}{article.path.suffix}"
        for unit, finding in row.findings:
            colour = "red" if finding.severity is Severity.ERROR else "yellow"
            out.append(
                f"[bold]{escape(path)}:{unit.line}[/] {row.document.locale} "
                f"[{colour}]{finding.severity.value}[/] {finding.code}: {escape(finding.message)}"
            )
            out.append(f"    {_excerpt(unit, finding)}")
    return out


AROUND = 40
"""Code points shown before and after a finding's place."""


def _excerpt(unit: Unit, finding: Finding) -> str:
    if finding.span is None:
        text = unit.target or unit.source
        return escape(text if len(text) <= 2 * AROUND else text[: 2 * AROUND] + "…")
    start, end = finding.span
    left, right = max(0, start - AROUND), min(len(unit.target), end + AROUND)
    return (
        ("…" if left else "")
        + escape(unit.target[left:start])
        + f"[reverse]{escape(unit.target[start:end])}[/]"
        + escape(unit.target[end:right])
        + ("…" if right < len(unit.target) else "")
    )


def error_lines(error: TranslateError) -> list[str]:
    """An error as people read it: what, where, what to do."""
    lines = [f"[red]error:[/] {escape(str(error))}"]
    if error.hint:
        lines.append(f"  [dim]→[/] {escape(error.hint)}")
    return lines


class Bar:
    """A progress bar over sentences on a terminal; one log line a stage elsewhere; nothing when quiet."""

    def __init__(self, target: Console, *, quiet: bool) -> None:
        self._console = target
        self._quiet = quiet
        self._task: TaskID | None = None
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("sentences"),
            TimeRemainingColumn(),
            console=target,
            transient=True,
            disable=quiet or not target.is_terminal,
        )

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def begin(self, label: str, total: int) -> None:
        """A stage of `total` sentences starts."""
        if not self._quiet and not self._console.is_terminal:
            self._console.print(f"{label}: {total} sentences")
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(label, total=total)

    def advance(self, count: int) -> None:
        """So many more are done."""
        if self._task is not None:
            self._progress.update(self._task, advance=count)


class Download:
    """A progress bar over bytes; nothing when quiet or without a terminal."""

    def __init__(self, target: Console, *, quiet: bool) -> None:
        self._progress = Progress(
            TextColumn("downloading"),
            BarColumn(),
            DownloadColumn(),
            TimeRemainingColumn(),
            console=target,
            transient=True,
            disable=quiet or not target.is_terminal,
        )
        self._task = self._progress.add_task("", total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def update(self, done: int, total: int | None) -> None:
        """So many bytes of the total, if it is known, are here."""
        self._progress.update(self._task, completed=done, total=total)
