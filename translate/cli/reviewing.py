"""Commands for who reviews and publishes: `check`, `export`, `stats`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from translate.cli.options import (
    HERE,
    Baseline,
    Codes,
    DryRun,
    FailOn,
    Fix,
    Format,
    Json,
    LeastSeverity,
    Locales,
    Names,
    Quiet,
    Require,
    Verbose,
    Workspace,
    WriteBaseline,
)
from translate.cli.steps import end, load_config, look, print_json, run_chain, survey, targets
from translate.errors import UsageError


def check(
    names: Names = None,
    locale: Locales = None,
    severity: LeastSeverity = "warning",
    code: Codes = None,
    fail_on: FailOn = "error",
    form: Format = "text",
    baseline: Baseline = None,
    write_baseline: WriteBaseline = None,
    fix: Fix = False,
    dry_run: DryRun = False,
    as_json: Json = False,
    quiet: Quiet = False,
    workspace: Workspace = HERE,
) -> None:
    """Look for what an editor would.

    Ends with 1 if a finding is shown that --fail-on names.
    Writes nothing but the drafts with --fix and FILE with --write-baseline.

    Example: translate check -l hi december-summit-defence
    """
    from translate import judging  # noqa: PLC0415 -- see `translate.cli`

    _one_form(as_json, form)
    order = judging.Order(
        severity=severity,
        codes=frozenset(code or ()),
        fail_on=fail_on,
        baseline=baseline,
        write_baseline=write_baseline,
        fix=fix,
        write=not dry_run,
    )
    config = load_config(workspace)
    judged = judging.judge(config, order, lambda: look(config, locale, names))
    if as_json:
        print_json(judging.as_json(judged, config))
    elif form == "github":
        _annotate(judged.report, config)
    elif not quiet:
        _tell(judged, order, config)
    end(judged.report, config)


def _one_form(as_json: bool, form: str) -> None:
    if as_json and form != "text":
        raise UsageError("--json and --format exclude each other", hint="give one of them")


def _annotate(report: Any, config: Any) -> None:  # noqa: ANN401 -- the types are imported late
    """Workflow commands; GitHub wants files as they are called in the checkout."""
    from translate import render_findings  # noqa: PLC0415 -- see `translate.cli`

    checkout = Path(os.environ.get("GITHUB_WORKSPACE") or ".").resolve()
    for line in render_findings.annotation_lines(report, config, checkout):
        typer.echo(line)


def _tell(judged: Any, order: Any, config: Any) -> None:  # noqa: ANN401 -- the types are imported late
    """What was fixed, the findings under their articles, sums by code, what is known already."""
    from translate import render, render_findings  # noqa: PLC0415 -- see `translate.cli`

    if order.fix:
        render.show(render_findings.fix_lines(judged.fixed, config, written=order.write))
    if judged.report.rows and order.write_baseline is None:  # which knows all of them
        render.show(render_findings.finding_lines(judged.report, config))
        render.show(render_findings.summary_lines(judged.report))
    render.show(render_findings.known_lines(judged, order))


def export(
    names: Names = None,
    locale: Locales = None,
    require: Require = "any",
    dry_run: DryRun = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    workspace: Workspace = HERE,
) -> None:
    """Export what the catalogues hold, without drafting.

    Example: translate export --require approved
    """
    settings = {"draft": False, "require": require, "write": not dry_run}
    run_chain(workspace, names, locale, settings, as_json=as_json, quiet=quiet, verbose=verbose)


def stats(
    names: Names = None,
    locale: Locales = None,
    words: Annotated[bool, typer.Option("--words", help="Count English words instead of sentences.")] = False,
    gettext: Annotated[
        bool, typer.Option("--gettext", help="A line a catalogue, as msgfmt -v --statistics has it.")
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    workspace: Workspace = HERE,
) -> None:
    """Show how far each article is in each locale. Writes nothing.

    Example: translate stats -l ru
    """
    from translate import pipeline, render, render_review, review  # noqa: PLC0415 -- see `translate.cli`

    config = load_config(workspace)
    report = survey(config, locale, names)
    items = review.stats([row.document for row in report.rows], config)
    gone = [] if names else review.orphans(config, pipeline.known_slugs(config), targets(locale, config))
    if as_json:
        print_json(review.report_json(items, gone, config))
    elif not quiet and gettext:
        render.show(render_review.gettext_lines(items, config))
    elif not quiet:
        render.show(render.stats_lines(items, gone, words=words))
    end(report, config)
