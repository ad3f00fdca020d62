"""Commands for git: the merge driver and its installation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from translate.cli.options import HERE, Workspace
from translate.errors import UsageError


def merge_driver(
    base: Annotated[Path | None, typer.Argument(metavar="%O", help="The common ancestor.")] = None,
    ours: Annotated[Path | None, typer.Argument(metavar="%A", help="Ours; becomes the result.")] = None,
    theirs: Annotated[Path | None, typer.Argument(metavar="%B", help="Theirs.")] = None,
    name: Annotated[str, typer.Argument(metavar="%P", help="The file's path in the repository.")] = "",
    install: Annotated[
        bool, typer.Option("--install", help="Have git call this; once in each clone.")
    ] = False,
    workspace: Workspace = HERE,
) -> None:
    """Merge a catalogue sentence by sentence; git calls this.

    Ends with 1 if two people rendered a sentence differently, above 1 with ours untouched if a
    version cannot be read.

    Example: translate merge-driver --install
    """
    from translate import mergedriver, repository  # noqa: PLC0415 -- see `translate.cli`
    from translate.config import find_root  # noqa: PLC0415

    if install:
        typer.echo(f"git will run: {repository.install(find_root(workspace.resolve()))}")
        return
    if base is None or ours is None or theirs is None:
        hint = "git gives three files; to have it do so: translate merge-driver --install"
        raise UsageError("nothing to merge", hint=hint)
    conflicts = mergedriver.merge(base, ours, theirs, name)
    for conflict in conflicts:
        typer.echo(f"{name or ours}: two people's texts for “{conflict.source[:60]}”", err=True)
    if conflicts:
        typer.echo("ours stays, fuzzy; theirs is in a `# other` comment: choose, then git add", err=True)
        raise typer.Exit(1)
