"""Commands for who reviews and publishes: `check`, `export`, `stats`."""

from __future__ import annotations

from typing import Annotated

import typer

from translate.cli.options import (
    HERE,
    DryRun,
    Json,
    Locales,
    Names,
    Quiet,
    Require,
    Verbose,
    Workspace,
)
from translate.cli.steps import end, load_config, print_json, run_chain, survey, targets


def check(
    names: Names = None,
    locale: Locales = None,
    as_json: Json = False,
    quiet: Quiet = False,
    workspace: Workspace = HERE,
) -> None:
    """Look for what an editor would, writing nothing.

    Ends with 1 if there is an error finding.

    Example: translate check -l hi december-summit-defence
    """
    settings = {"draft": False, "export": False, "write": False, "judge": True}
    run_chain(workspace, names, locale, settings, as_json=as_json, quiet=quiet, verbose=True)


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
