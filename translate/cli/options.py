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
        slugs = pipeline.known_slugs(load_config(HERE))
    except TranslateError:
        return []
    return sorted(slug for slug in slugs if slug.startswith(incomplete))


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
Require = Annotated[
    Literal["any", "approved", "signed"],
    typer.Option("--require", help="What may leave: any text, approved, or approved by name."),
]
