"""The steps that several commands share: read the settings, run the chain, show what came of it."""

from __future__ import annotations

import _thread
import json
import os
import sys
import threading
from collections import Counter
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

AGAIN = 0.01
"""Seconds after which a Ctrl-C that was lost is sent again."""


def insist(lost: sys.UnraisableHookArgs, /) -> None:
    """Send a Ctrl-C again that was lost; for `sys.unraisablehook`.

    Python drops the exception of a signal that arrives while an object is being destroyed.
    """
    if lost.exc_type is KeyboardInterrupt:
        again = threading.Timer(AGAIN, _thread.interrupt_main)
        again.daemon = True
        again.start()
    else:
        sys.__unraisablehook__(lost)


def load_config(workspace: Path) -> Any:  # noqa: ANN401 -- the type is imported late
    """The settings of the workspace that a folder is in."""
    from translate.config import find_root, load  # noqa: PLC0415 -- see `translate.cli`

    return load(find_root(workspace.resolve()))


def targets(locales: list[str] | None, config: Any) -> tuple[str, ...]:  # noqa: ANN401 -- see `load_config`
    """The locales asked for, or the workspace's.

    Raises:
        UsageError: One is unknown.
    """
    from translate.locales import target_info  # noqa: PLC0415 -- see `translate.cli`

    wanted = tuple(dict.fromkeys(locales or config.locales))
    for code in wanted:
        target_info(code)
    return wanted


def run_chain(
    workspace: Path,
    names: list[str] | None,
    locales: list[str] | None,
    settings: dict[str, Any],
    *,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    jobs: int | None = None,
    drafters: Any = None,  # noqa: ANN401 -- the type is imported late
) -> None:
    """Run the chain and show its report.

    Args:
        workspace: A folder in it.
        names: Articles; all when empty.
        locales: Targets; the workspace's when empty.
        settings: Options of the pipeline.
        as_json: Print one JSON value.
        quiet: Print problems only.
        verbose: Print every finding.
        jobs: Cores to draft on.
        drafters: A context with what drafts elsewhere; None for this machine.
    """
    from translate import pipeline, processes, render, render_findings, render_review  # noqa: PLC0415 -- see `translate.cli`
    from translate import report as reports  # noqa: PLC0415

    config = load_config(workspace)
    if jobs is not None:
        config = replace(config, engine=replace(config.engine, threads=jobs))
    detailed = as_json or verbose
    options = pipeline.Options(tuple(locales or ()), tuple(names or ()), **settings, detailed=detailed)
    progress = render.Bar(render.console(stderr=True), quiet=quiet or as_json)
    with drafters or nullcontext(processes.local) as where, progress:
        report = pipeline.run(config, options, progress, where)
    if as_json:
        print_json(reports.as_json(report, config))
    elif not quiet and report.rows:
        render.show(render.run_table(report))
        render.show(render_review.update_lines(report))
        found = render_findings.finding_lines(report, config) if verbose else None
        render.show(render.closing_lines(report, config, findings=found, written=options.write))
    end(report, config)


def look(config: Any, locales: list[str] | None, names: list[str] | None = None) -> Any:  # noqa: ANN401 -- as above
    """A report of the articles as they stand, with findings; nothing is drafted or written."""
    from translate import pipeline, render  # noqa: PLC0415 -- see `translate.cli`

    chosen = (tuple(locales or ()), tuple(names or ()))
    options = pipeline.Options(*chosen, draft=False, export=False, write=False)
    return pipeline.run(config, options, render.Bar(render.console(stderr=True), quiet=True))


def survey(config: Any, locales: list[str] | None, names: list[str] | None = None) -> Any:  # noqa: ANN401 -- as above
    """The same without findings, which take most of the time."""
    from translate import pipeline  # noqa: PLC0415 -- see `translate.cli`

    chosen = (targets(locales, config), tuple(names or ()))
    return pipeline.survey(config, pipeline.Options(*chosen, draft=False, export=False, write=False))


def end(report: Any, config: Any) -> None:  # noqa: ANN401 -- the types are imported late
    """Show what could not be worked on and leave with the report's code, if it is not 0."""
    from translate import render  # noqa: PLC0415 -- see `translate.cli`

    err = render.console(stderr=True)
    # A wrong --model is the trouble of every locale, and one thing to a person.
    messages = dict.fromkeys(tuple(render.error_lines(problem)) for problem in report.problems)
    for line in (line for message in messages for line in message):
        err.print(line, soft_wrap=True)
    if not report.rows and not report.problems and not report.stopped:
        kinds = " or ".join(config.articles.include)
        folder = config.articles_dir
        hint = f"no articles: nothing in {folder}/ matches {kinds}; put a .txt or .md file there"
        err.print(hint, markup=False, soft_wrap=True)
    if report.stopped:
        done = Counter(row.document.locale for row in report.rows)
        told = ", ".join(f"{locale}: {number:,}" for locale, number in done.items()) or "no article yet"
        err.print(f"stopped; done and recorded: {told}; run again to go on", markup=False)
        leave(report.exit_code)
    if report.exit_code:
        raise typer.Exit(report.exit_code)


def leave(code: int) -> None:
    """End at once: the decoder would finish what it was given before it lets a process go."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def print_json(value: object) -> None:
    """Print one JSON value, with letters as they are."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
