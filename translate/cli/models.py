"""Commands about model packages: `models list`, `info`, `install`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from translate.cli.options import Json, Quiet
from translate.cli.steps import print_json

app = typer.Typer(help="Model packages: what is here, and how to get more.", no_args_is_help=True)


@app.command("list")
def list_packages(as_json: Json = False) -> None:
    """List the packages on this machine.

    Example: translate models list
    """
    from translate import models  # noqa: PLC0415 -- see `translate.cli`

    listing = models.list_packages()
    if as_json:
        print_json([_package(package) for package in listing.packages])
    else:
        for package in listing.packages:
            typer.echo(f"{package.name:<14} {package.source:<10} {package.path}")
        for problem in listing.problems:
            typer.echo(f"passed over: {problem.path}: {problem.message}", err=True)


@app.command("info")
def show_package(
    pair: Annotated[str, typer.Argument(metavar="PAIR", help="Such as en-ru.")], as_json: Json = False
) -> None:
    """Show the package that drafts a pair.

    Example: translate models info en-ru
    """
    from translate import install, models  # noqa: PLC0415 -- see `translate.cli`

    source, target = models.parse_pair(pair)
    package = models.find(target, from_code=source)
    facts = _package(package) | {"sha256": package.sha256}
    if as_json:
        print_json(facts)
    else:
        for name, value in facts.items():
            typer.echo(f"{name}: {value}")
    for warning in install.checksum_warnings(package):
        typer.echo(f"warning: {warning}", err=True)


@app.command("install")
def install_packages(
    what: Annotated[
        list[str], typer.Argument(metavar="PAIR|FILE", help="en-ru, or a .argosmodel file; several at once.")
    ],
    index: Annotated[str | None, typer.Option("--index", help="Address of a package index.")] = None,
    quiet: Quiet = False,
) -> None:
    """Install packages: files, or pairs such as en-ru.

    A pair comes from the official Argos index; nothing else uses the network.

    Example: translate models install en-hi en-ru
    """
    from translate import install, render  # noqa: PLC0415 -- see `translate.cli`

    for one in what:
        if one.endswith(".argosmodel") or Path(one).is_file():
            package = install.install_file(Path(one))
            warnings = install.checksum_warnings(package)
        else:
            with render.Download(render.console(stderr=True), quiet=quiet) as progress:
                done = install.install_pair(one, index_url=index, progress=progress.update)
            package, warnings = done.package, done.warnings
        typer.echo(f"installed {package.signature} in {package.path}")
        for warning in warnings:
            typer.echo(f"warning: {warning}", err=True)


def _package(package: Any) -> dict[str, str]:  # noqa: ANN401 -- the type is imported late
    return {
        "pair": package.pair,
        "version": package.version,
        "source": package.source,
        "path": str(package.path),
    }
