"""The arguments and options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from translate.cli.steps import load_config
from translate.errors import TranslateError

HERE = Path()


def _slugs(incomplete: str) -> list[str]:
    """Names for the shell to complete; none outside a workspace."""
    from translate import pipeline  # noqa: PLC0415 -- see `translate.cli`

    try:
        slugs = pipeline.known_slugs(load_config(HERE)).slugs
    except TranslateError:
        return []
    return sorted(slug for slug in slugs if slug.startswith(incomplete))


def _codes(incomplete: str) -> list[str]:
    """Codes for the shell to complete."""
    from translate import pipeline  # noqa: PLC0415 -- see `translate.cli`

    return sorted(code for code in pipeline.known_codes() if code.startswith(incomplete))


Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="ARTICLE", help="Only these articles.", autocompletion=_slugs),
]
Locales = Annotated[
    list[str] | None,
    typer.Option(
        "--locale",
        "-l",
        metavar="LOCALE",
        envvar="TRANSLATE_LOCALE",
        help="Target locale, such as hi; repeat for several.",
    ),
]
Workspace = Annotated[
    Path,
    typer.Option("--workspace", "-w", envvar="TRANSLATE_WORKSPACE", help="A folder in the workspace."),
]
Model = Annotated[
    Path | None, typer.Option("--model", help="A package (.argosmodel or folder) to draft with.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON value for a program to read.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print problems only: no table, no findings.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Every finding with its place.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Do everything but write.")]
Redraft = Annotated[
    bool, typer.Option("--redraft", help="Draft again what the machine wrote and nobody touched.")
]
Fix = Annotated[
    bool,
    typer.Option("--fix", help="Put machine drafts into the locale's typography, and show what changes."),
]
LeastSeverity = Annotated[
    Literal["error", "warning"], typer.Option("--severity", help="Show only these and what is graver.")
]
Codes = Annotated[
    list[str] | None,
    typer.Option(
        "--code",
        metavar="CODE",
        help="Show only findings of this code; repeat for several.",
        autocompletion=_codes,
    ),
]
FailOn = Annotated[
    Literal["error", "warning", "never"],
    typer.Option("--fail-on", help="Least severity of a shown finding for which to end with 1."),
]
Format = Annotated[
    Literal["text", "github"], typer.Option("--format", help="For people, or as GitHub annotations.")
]
Baseline = Annotated[
    Path | None,
    typer.Option("--baseline", metavar="FILE", help="Neither show nor count findings that FILE knows."),
]
WriteBaseline = Annotated[
    Path | None,
    typer.Option("--write-baseline", metavar="FILE", help="Make FILE know what is found now."),
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, metavar="N", help="Cores to draft on; all if not said."),
]
Cluster = Annotated[
    str | None,
    typer.Option("--cluster", metavar="ADDRESS", help="Draft on the workers of this Dask scheduler."),
]
ClusterCa = Annotated[
    Path | None, typer.Option("--cluster-ca", metavar="FILE", help="TLS: the authority's certificate.")
]
ClusterCert = Annotated[
    Path | None, typer.Option("--cluster-cert", metavar="FILE", help="TLS: this machine's certificate.")
]
ClusterKey = Annotated[
    Path | None, typer.Option("--cluster-key", metavar="FILE", help="TLS: the key of that certificate.")
]
Require = Annotated[
    Literal["any", "approved", "signed"],
    typer.Option("--require", help="What may leave: any text, approved, or approved by name."),
]
