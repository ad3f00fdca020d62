"""`translate tm`: translation memories of other tools come in, the desk's own goes out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from translate.cli.options import HERE, DryRun, Json, Locales, Workspace
from translate.cli.steps import load_config, print_json, targets

app = typer.Typer(help="The translation memory: approved text as TMX files.", no_args_is_help=True)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.tmx", help="TMX of any version and tool.")],
    locale: Locales = None,
    dry_run: DryRun = False,
    as_json: Json = False,
    workspace: Workspace = HERE,
) -> None:
    """Keep the segments of a TMX file in memory/.

    They draft identical sentences from then on, marked with the file's name.

    Example: translate tm import vendor.tmx -l ru
    """
    from translate import memorystore  # noqa: PLC0415 -- see `translate.cli`

    config = load_config(workspace)
    wanted = targets(locale, config)
    done = memorystore.add(config, file, wanted, write=not dry_run)
    if as_json:
        counts = {code: {"added": done.added[code], "known": done.known[code]} for code in wanted}
        print_json({"locales": counts, "no_english": done.no_english, "no_target": done.no_target})
        return
    for code in wanted:
        place = memorystore.path_of(config, code).relative_to(config.root)
        typer.echo(f"{code}: {done.added[code]} added to {place}, {done.known[code]} there already")
    if done.no_english or done.no_target:
        needed = " or ".join(wanted)
        typer.echo(f"passed over: {done.no_english} without English, {done.no_target} without {needed}")


@app.command("export")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.tmx", help="File to write.")],
    locale: Locales = None,
    dry_run: DryRun = False,
    as_json: Json = False,
    workspace: Workspace = HERE,
) -> None:
    """Write what people approved as TMX 1.4b.

    Several locales go into one file.

    Example: translate tm export approved.tmx -l hi -l ru
    """
    from translate import memorystore  # noqa: PLC0415 -- see `translate.cli`

    config = load_config(workspace)
    done = memorystore.save(config, file, targets(locale, config), write=not dry_run)
    if as_json:
        print_json({"locales": done.written, "left_out": done.left_out})
    else:
        for code, number in done.written.items():
            typer.echo(f"{code}: {number} approved segments")
        if done.left_out:
            typer.echo(f"left out: {done.left_out} with control characters, which XML cannot hold")
    _leave(done.problems)


def _leave(problems: Any) -> None:  # noqa: ANN401 -- the type is imported late
    """Tell what could not be read, and leave with the gravest code, if there is one."""
    from translate import render  # noqa: PLC0415 -- see `translate.cli`

    for problem in problems:
        for line in render.error_lines(problem):
            render.console(stderr=True).print(line, soft_wrap=True)
    if problems:
        raise typer.Exit(max(problem.exit_code for problem in problems))
