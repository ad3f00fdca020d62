"""Tables, findings and progress as rich shows them on a terminal, plain when piped."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from rich.cells import cell_len
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
from rich.text import Text

from translate import memory
from translate.config import Config
from translate.errors import TranslateError
from translate.report import Report, Row
from translate.review import Orphan, Stats, totals
from translate.terminology import Forms, Suggestion, Tally
from translate.unit import State

__all__ = [
    "PIPE_WIDTH",
    "STATES",
    "WIDTH",
    "Bar",
    "Console",
    "Download",
    "Text",
    "cell_len",
    "closing_lines",
    "coloured",
    "console",
    "error_lines",
    "forms_lines",
    "here",
    "plain",
    "run_table",
    "show",
    "stats_lines",
    "suggestion_lines",
    "tally_lines",
]

STATES = (State.APPROVED, State.EDITED, State.STALE, State.SUSPECT, State.DRAFT, State.NEW)
LOGGED = 10.0
"""Seconds between two lines of progress in a log."""
PIPE_WIDTH = 140
"""Columns where there is no terminal to ask: a log keeps its lines whole."""


class _Console(Console):
    """A console that leaves it to `translate.cli` what becomes of a reader that went away."""

    def on_broken_pipe(self) -> None:
        """Called while the error is handled: let it go on."""
        raise  # noqa: PLE0704


def console(*, stderr: bool = False) -> Console:
    """A console for results, or on stderr for progress and errors; colours only on a terminal."""
    stream: IO[str] = sys.stderr if stderr else sys.stdout
    return _Console(stderr=stderr, width=None if stream.isatty() else PIPE_WIDTH, highlight=False)


def coloured() -> bool:
    """Whether results are shown in colours: on a terminal that has them and where nobody forbids it."""
    out = console()
    return out.is_terminal and out.color_system is not None and not out.no_color


def plain(text: str) -> str:
    """A text that is shown as it is, brackets and all."""
    return escape(text)


def show(lines: Iterable[Text | str]) -> None:
    """Print results: wrapped between words on a terminal, a line in one piece for a program."""
    out = console()
    for line in lines:
        out.print(line, soft_wrap=not out.is_terminal)


def run_table(report: Report) -> list[Text]:
    """Locale by locale under each article: states, findings and what left."""
    states = [s for s in STATES if any(row.document.states[s] for row in report.rows)]
    exports = any(row.exported is not None for row in report.rows)
    header = ["locale", *(s.value for s in states), "errors", "warnings", *(["exported"] if exports else [])]
    rows = []
    for row in report.rows:
        cells = [row.document.locale, *(_number(row.document.states[state]) for state in states)]
        cells += [_number(row.errors, "red"), _number(row.warnings, "yellow")]
        rows.append((row.document.article.slug, [*cells, _exported(row)] if exports else cells))
    return _grid(header, rows)


def _grid(header: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]]) -> list[Text]:
    """Aligned lines of markup cells, under a line with the article: names are long, terminals narrow."""
    rows = sorted(rows, key=lambda row: row[0])  # an article's locales together
    cells = [[Text.from_markup(cell) for cell in row] for row in (header, *(row for _, row in rows))]
    widths = [max(cell.cell_len for cell in column) for column in zip(*cells, strict=True)]
    words = [name in {"locale", "exported"} for name in header]
    lines = [_line(row, widths, words) for row in cells]
    lines[0].stylize("bold")
    out = lines[:1]
    previous = None
    for (article, _), line in zip(rows, lines[1:], strict=True):
        if article != previous:
            out.append(Text(article, style="bold"))
        out.append(line)
        previous = article
    return out


def _line(cells: Sequence[Text], widths: Sequence[int], words: Sequence[bool]) -> Text:
    """Words to the left, numbers to the right; the last column needs no filling."""
    line = Text()
    for cell, width, left in zip(cells, widths, words, strict=True):
        space = " " * (width - cell.cell_len)
        line.append("  ").append_text(cell if left else Text(space).append_text(cell))
        line.append(space if left else "")
    line.rstrip()
    return line


def _number(value: int, colour: str = "none") -> str:
    return f"[{colour}]{value}[/]" if value else "[dim]-[/]"


def _exported(row: Row) -> str:
    if row.exported is None:
        return ""
    if row.exported.held:
        return "[red]held[/]"
    return "labelled" if row.exported.label else "yes"


def closing_lines(
    report: Report, config: Config, *, findings: Sequence[Text] | None, written: bool
) -> list[Text | str]:
    """Who drafted, what is held back and why, the findings or how to see them, where the files are."""
    lines: list[Text | str] = []
    for locale in dict.fromkeys(row.document.locale for row in report.rows):
        rows = [row for row in report.rows if row.document.locale == locale]
        every = {unit.model for row in rows for unit in row.document.units if unit.model}
        models = sorted({"the memory" if model.startswith(memory.PREFIX) else model for model in every})
        new = sum(row.drafted for row in rows)
        lines += [f"{locale}: drafts by {' and '.join(models)}; {new} made in this run"] if models else []
    for row in report.rows:
        if row.exported is not None and row.exported.held:
            name = escape(row.document.article.slug)
            lines.append(f"[red]held back:[/] {name} {row.document.locale}: {row.exported.held}")
    if findings is not None:
        lines += findings or ["no findings"]
    elif found := sum(len(row.findings) for row in report.rows):
        lines.append(f"findings: {found}; to see them: translate check")
    return [*lines, *_whereabouts(report, config, written=written)]


def _whereabouts(report: Report, config: Config, *, written: bool) -> list[str]:
    """Where a person goes on from here."""
    if report.judge:
        return []
    if not written:
        return ["nothing was written"]
    left = [row for row in report.rows if row.exported is not None and not row.exported.held]
    folders = dict.fromkeys(f"{here(config.output_dir(row.document.locale))}/" for row in left)
    lines = [f"exported to {' and '.join(folders)}"] if left else []
    waiting = [row for row in report.rows if set(row.document.states) - {State.APPROVED}]
    folders = dict.fromkeys(f"{here(config.catalog_dir(row.document.locale))}/" for row in waiting)
    return [*lines, f"to review: {' and '.join(folders)}"] if waiting else lines


def here(path: Path) -> str:
    """A path as it is typed from the current folder."""
    try:
        return escape(path.relative_to(Path.cwd()).as_posix())
    except ValueError:
        return escape(path.as_posix())


def stats_lines(stats: Sequence[Stats], orphans: Iterable[Orphan] = (), *, words: bool = False) -> list[Text]:
    """Sentences (or English words) by state, all words, the share that is approved; catalogues left over."""
    gone = [Text(f"{orphan.locale}: no article any more: {_orphan(orphan)}") for orphan in orphans]
    if not stats:
        return gone
    states = [s for s in (*STATES, State.OBSOLETE) if any(_counted(item, words)[s] for item in stats)]
    header = ["locale", *(s.value for s in states), "words", "done"]
    rows = []
    for item in stats:
        counts = [_number(_counted(item, words)[state]) for state in states]
        done = f"{item.approved_share:.0%}"
        rows.append((item.slug, [item.locale, *counts, str(item.words.total()), done]))
    sums = []
    for item in totals(stats):
        approved, every = item.words[State.APPROVED], item.words.total()
        sums.append(Text(f"{item.locale}: {item.gettext}"))
        sums.append(Text(f"{item.locale}: {approved:,} of {every:,} English words approved"))
    return [*_grid(header, rows), *sums, *gone]


def _counted(item: Stats, words: bool) -> Counter[State]:
    return item.words if words else item.sentences


def _orphan(orphan: Orphan) -> str:
    if orphan.approved is None:
        return f"{orphan.slug}; its catalogue is kept, but cannot be read"
    many = "sentence is" if orphan.approved == 1 else "sentences are"
    return f"{orphan.slug}; its {orphan.approved} approved {many} kept"


def forms_lines(found: Forms) -> list[str]:
    """Where a term is filed, then its forms by locale with their origin."""
    number = ", plural" if found.plural else ""
    rows = [here(Path(row)) for row in found.rows]
    lines = [f"{row}: {escape(found.term.term)} ({found.term.kind}{number})" for row in rows]
    for locale, forms in found.locales.items():
        lines.append(f"[bold]{locale}[/]" + ("" if forms else ": no rendering; nothing is asked of a draft"))
        lines += [f"  {form.origin:<11}{escape(form.text)}" for form in forms]
    return lines


WIDTH = 80
"""Columns that tables about terms keep to."""


def tally_lines(totals: Sequence[Tally], worst: Sequence[Tally]) -> list[Text]:
    """Totals by locale, then the worst terms, then how terms were put in."""
    if not any(total.occurrences for total in totals):
        return [Text("no machine draft has a term of the glossary")]
    header = ["term", "", "all", "at once", "put in", "left out"]
    lines = [_columns(header)]
    lines[0].stylize("bold")
    lines += [_columns(["all terms", *_tally(total)]) for total in totals]
    lines += [_columns([tally.term, *_tally(tally)]) for tally in worst]
    for total in totals:
        methods = ", ".join(f"{name} {number}" for name, number in total.repaired.most_common())
        lines += [Text(f"{total.locale}: put in by {methods}")] if methods else []
    return lines


def _tally(tally: Tally) -> list[str]:
    numbers = (tally.occurrences, tally.satisfied, tally.repaired.total(), tally.unenforced)
    return [tally.locale, *(str(number) if number else "-" for number in numbers)]


def _columns(cells: Sequence[str]) -> Text:
    """A term, a locale and four numbers."""
    line = _fitted(cells[0], WIDTH - 40)
    line.append(f" {cells[1]:<6}")
    line.append("".join(f"{cell:>8}" for cell in cells[2:5]) + f"{cells[5]:>9}")
    return line


def _fitted(text: str, width: int) -> Text:
    """A text in exactly so many columns: Devanagari and long terms among them."""
    cell = Text(text)
    cell.truncate(width, overflow="ellipsis", pad=True)
    return cell


def suggestion_lines(found: Sequence[Suggestion], locales: Sequence[str]) -> list[Text]:
    """Terms to file, how often they occur, and what approved text calls them."""
    if not found:
        return [Text("the articles have no name and no frequent phrase outside the glossary")]
    width = (WIDTH - 38) // max(len(locales), 1) - 1
    head = _fitted("term", 32).append(f"{'count':>6}")
    for locale in locales:
        head.append(" ").append_text(_fitted(locale, width))
    head.stylize("bold")
    head.rstrip()
    lines = [head]
    for item in found:
        line = _fitted(item.term, 32).append(f"{item.count:>6}")
        for locale in locales:
            line.append(" ").append_text(_fitted(item.renderings.get(locale, ""), width))
        line.rstrip()
        lines.append(line)
    return lines


def error_lines(error: TranslateError) -> list[str]:
    """An error as people read it: what, where, what to do."""
    where = f"{here(error.path)}{'' if error.line is None else f':{error.line}'}: " if error.path else ""
    lines = [f"[red]error:[/] {where}{escape(error.message)}"]
    if error.hint:
        lines.append(f"  [dim]→[/] {escape(error.hint)}")
    return lines


class Bar:
    """Progress over articles on a terminal, with sentences and their rate; log lines elsewhere."""

    def __init__(self, target: Console, *, quiet: bool) -> None:
        self._console = target
        self._logs = not quiet and not target.is_terminal
        self._label, self._total, self._done, self._sentences = "", 0, 0, 0
        self._begun = self._logged = time.monotonic()
        self._task: TaskID | None = None
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("articles, {task.fields[sentences]} sentences, {task.fields[rate]}/s"),
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
        """Work on `total` articles starts."""
        self._label, self._total, self._done, self._sentences = label, total, 0, 0
        self._begun = self._logged = time.monotonic()
        if self._logs:
            self._console.print(f"{label}: {total:,} {'article' if total == 1 else 'articles'}")
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(label, total=total, sentences="0", rate="0")

    def advance(self, count: int) -> None:
        """So many more articles are done."""
        self._done += count
        if self._task is not None:
            self._progress.update(self._task, advance=count)
        self._log()

    def drafted(self, count: int) -> None:
        """So many more sentences are drafted."""
        self._sentences += count
        if self._task is not None:
            rate = f"{self._rate():.0f}"
            self._progress.update(self._task, sentences=f"{self._sentences:,}", rate=rate)
        self._log()

    def _rate(self) -> float:
        return self._sentences / max(time.monotonic() - self._begun, 0.001)

    def _log(self) -> None:
        """A line for a log now and then."""
        now = time.monotonic()
        if self._logs and now - self._logged >= LOGGED:
            self._logged = now
            self._console.print(
                f"{self._label}: {self._done:,} of {self._total:,} articles, "
                f"{self._sentences:,} sentences drafted, {self._rate():.0f} a second"
            )


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
