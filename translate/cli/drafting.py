"""Commands that draft: `run`, `update`, `pretranslate`, `text`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from translate.cli.options import (
    HERE,
    Cluster,
    ClusterCa,
    ClusterCert,
    ClusterKey,
    DryRun,
    Jobs,
    Json,
    Locales,
    Model,
    Names,
    Quiet,
    Redraft,
    Require,
    Verbose,
    Workspace,
)
from translate.cli.steps import print_json, run_chain
from translate.errors import UsageError


def run(
    names: Names = None,
    locale: Locales = None,
    model: Model = None,
    redraft: Redraft = False,
    require: Require = "any",
    jobs: Jobs = None,
    cluster: Cluster = None,
    cluster_ca: ClusterCa = None,
    cluster_cert: ClusterCert = None,
    cluster_key: ClusterKey = None,
    dry_run: DryRun = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    workspace: Workspace = HERE,
) -> None:
    """Draft what is new, record, check and export.

    Example: translate run -l hi -l ru
    """
    settings = {"model": model, "redraft": redraft, "require": require, "write": not dry_run}
    drafters = _elsewhere(cluster, (cluster_ca, cluster_cert, cluster_key))
    shown = {"as_json": as_json, "quiet": quiet, "verbose": verbose}
    run_chain(workspace, names, locale, settings, **shown, jobs=jobs, drafters=drafters)


def _elsewhere(address: str | None, files: tuple[Path | None, ...]) -> Any:  # noqa: ANN401 -- imported late
    """The connection to a cluster, not open yet; None without an address."""
    given = [path for path in files if path is not None]
    if given and (address is None or len(given) < len(files)):
        raise UsageError(
            "--cluster-ca, --cluster-cert and --cluster-key go together, with --cluster",
            hint="give all of them, or none for a cluster without TLS",
        )
    if address is None:
        return None
    from translate import cluster, clusterlink  # noqa: PLC0415 -- see `translate.cli`

    return cluster.connect(address, clusterlink.Tls(*given) if given else None)


def update(
    names: Names = None,
    locale: Locales = None,
    keep_approved: Annotated[
        bool,
        typer.Option("--keep-approved", help="A corrected typing error unsettles no approved text."),
    ] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
    quiet: Quiet = False,
    workspace: Workspace = HERE,
) -> None:
    """Bring catalogues up to changed articles, without drafting.

    Example: translate update --dry-run
    """
    settings = {"draft": False, "export": False, "write": not dry_run, "keep_approved": keep_approved}
    run_chain(workspace, names, locale, settings, as_json=as_json, quiet=quiet, verbose=False)


def pretranslate(
    names: Names = None,
    locale: Locales = None,
    model: Model = None,
    redraft: Redraft = False,
    jobs: Jobs = None,
    dry_run: DryRun = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    workspace: Workspace = HERE,
) -> None:
    """Update catalogues and draft what is new, without exporting.

    Example: translate pretranslate -l ru
    """
    settings = {"model": model, "redraft": redraft, "export": False, "write": not dry_run}
    run_chain(workspace, names, locale, settings, as_json=as_json, quiet=quiet, verbose=verbose, jobs=jobs)


def text(
    sentence: Annotated[str | None, typer.Argument(help="English; standard input when left away.")] = None,
    locale: Locales = None,
    model: Model = None,
    as_json: Json = False,
    workspace: Workspace = HERE,
) -> None:
    """Draft a text for a quick look; nothing is recorded.

    Example: translate text -l ru "The S-400 Triumf arrived."
    """
    from translate import quick  # noqa: PLC0415 -- see `translate.cli`

    if sentence is None and sys.stdin.isatty():
        raise UsageError("no text given", hint='translate text -l ru "The S-400 Triumf arrived."')
    english = _stdin() if sentence is None else sentence
    results = quick.translate(english, tuple(locale or ()), workspace.resolve(), model)
    if as_json:
        print_json([quick.as_json(result) for result in results])
        return
    for result in results:
        if len(results) > 1:
            typer.echo(f"{result.locale}:")
        typer.echo(result.text)
        for finding in result.findings:
            typer.echo(f"{finding.severity.value} {finding.code}: {finding.message}", err=True)


def _stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("standard input is not UTF-8", hint="save or convert the text as UTF-8") from error
