"""Commands that set up a desk: `init`, `doctor`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from translate.cli.options import HERE, Json, Locales, Workspace
from translate.cli.steps import print_json
from translate.errors import UsageError


def init(
    folder: Annotated[Path, typer.Argument(help="Folder to make a workspace in.")] = HERE,
    locale: Locales = None,
) -> None:
    """Make a workspace: folders, settings, a glossary.

    Example: translate init desk -l hi -l ru
    """
    from translate import starter  # noqa: PLC0415 -- see `translate.cli`

    made = starter.make(folder, tuple(locale or ("hi", "ru")))
    for path in made:
        typer.echo(f"made {path}")
    here = "" if folder == HERE else f" -w {shlex.quote(str(folder))}"
    typer.echo(f"in git, once in each clone: translate merge-driver --install{here}")
    typer.echo(f"put English articles (.txt or .md) into {folder / 'articles'}, then: translate run{here}")


def doctor(as_json: Json = False, workspace: Workspace = HERE) -> None:
    """Say what is there and what is missing.

    Ends with 3 if a run would fail.

    Example: translate doctor
    """
    from translate import doctor as examiner  # noqa: PLC0415 -- see `translate.cli`
    from translate.config import find_root, load  # noqa: PLC0415

    try:
        config = load(find_root(workspace.resolve()))
    except UsageError as error:
        if error.path is not None:
            raise
        config = None
    facts = examiner.examine(config)
    if as_json:
        print_json([{"level": f.level, "what": f.what, "found": f.found, "hint": f.hint} for f in facts])
    else:
        for fact in facts:
            typer.echo(f"{fact.level:<5}{fact.what}: {fact.found}")
            if fact.hint:
                typer.echo(f"     → {fact.hint}")
    if any(fact.level == "bad" for fact in facts):
        raise typer.Exit(3)
