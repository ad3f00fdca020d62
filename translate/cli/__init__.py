"""The command line: parse, call one function of the library, show the result. The only printer.

The commands lie in modules by what a person is doing; `options` and `steps` hold what they share.

A command imports the library inside its function and not at the top, so that `--help` and a mistyped
option cost no second: the chain brings in rich, regex and more.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from translate import __version__
from translate.cli import approving, drafting, git, glossary, memory, models, reviewing, setup
from translate.cli.steps import insist, leave
from translate.errors import TranslateError


class _StoppedError(Exception):
    """A person pressed Ctrl-C, or nobody reads what is printed: Typer would end without a word for it."""


class _Commands(TyperGroup):
    """All commands."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 -- as Typer has it
        """Call the command; what Typer would take is passed on to `main`."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, BrokenPipeError) as error:
            raise _StoppedError from error


app = typer.Typer(
    cls=_Commands,
    help="Offline translation desk: English articles become Hindi and Russian; reviewed text always wins.",
    epilog="Begin with: translate init desk; an article in desk/articles/; translate run -w desk.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# In the order of `--help`. A new command is a function in one of the modules and a line here; a command
# with commands of its own is a module with an `app`, and a line in `GROUPS`.
COMMANDS: tuple[Callable[..., None], ...] = (
    drafting.run,
    drafting.update,
    drafting.pretranslate,
    reviewing.check,
    reviewing.export,
    reviewing.stats,
    approving.diff,
    approving.approve,
    approving.conflicts,
    setup.init,
    setup.doctor,
    drafting.text,
    git.merge_driver,
)
GROUPS: dict[str, typer.Typer] = {"models": models.app, "glossary": glossary.app, "tm": memory.app}

for _command in COMMANDS:
    app.command()(_command)
for _name, _group in GROUPS.items():
    app.add_typer(_group, name=_name)


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Show the version and leave.")] = False,
) -> None:
    """Offline translation desk: English articles become Hindi and Russian; reviewed text always wins."""
    if version:
        typer.echo(f"translate {__version__}")
        raise typer.Exit


def main() -> None:
    """Entry point: every error on purpose becomes a message and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.unraisablehook = insist
    try:
        app()
        sys.stdout.flush()
    except TranslateError as error:
        from translate import render  # noqa: PLC0415 -- see above

        for line in render.error_lines(error):
            render.console(stderr=True).print(line, soft_wrap=True)
        sys.exit(error.exit_code)
    except (_StoppedError, BrokenPipeError, KeyboardInterrupt) as error:
        if isinstance(error.__cause__ or error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(141)
        typer.echo("stopped; what was recorded stays, run again to go on", err=True)
        leave(130)
    except OSError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(3)
