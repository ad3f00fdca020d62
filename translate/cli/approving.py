"""Commands for who answers for the texts: `diff`, `approve`, `conflicts`."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from typing import Annotated, Any

import typer

from translate.cli.options import HERE, DryRun, Json, Locales, Names, Quiet, Workspace
from translate.cli.steps import end, load_config, look, print_json, survey
from translate.errors import UsageError

_TIME = "%Y-%m-%dT%H:%M:%SZ"


def diff(
    names: Names = None,
    locale: Locales = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="REV", help="Compare with a revision in git, such as HEAD~1."),
    ] = None,
    as_json: Json = False,
    workspace: Workspace = HERE,
) -> None:
    """Show what changed since approval, word by word.

    A new wording is shown until `translate approve` signs it.

    Example: translate diff -l ru --since HEAD~1
    """
    from translate import changes, render, render_review  # noqa: PLC0415 -- see `translate.cli`

    config = load_config(workspace)
    report = survey(config, locale, names)
    found, problems = changes.changes([row.document for row in report.rows], config, since=since)
    if as_json:
        print_json([changes.as_json(change, config) for change in found])
    else:
        lines = render_review.change_lines(found, config, coloured=render.coloured())
        render.show(lines or [f"nothing changed since {since or 'it was approved'}"])
    end(dataclasses.replace(report, problems=(*report.problems, *problems)), config)


def approve(
    names: Names = None,
    everything: Annotated[bool, typer.Option("--all", help="Every article.")] = False,
    locale: Locales = None,
    key: Annotated[
        list[str] | None,
        typer.Option("--key", metavar="ROLE:ENGLISH", help="Only this sentence; `body:Beginning…` will do."),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Who approves; git's user.name if left away.")
    ] = None,
    stale: Annotated[bool, typer.Option("--stale", help="Also texts whose English changed.")] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
    quiet: Quiet = False,
    workspace: Workspace = HERE,
) -> None:
    """Approve texts without error findings, and sign them.

    Ends with 1 if a sentence named with --key was left.

    Example: translate approve visit -l ru --by "Anna Petrova"
    """
    from translate import approving, render, render_review  # noqa: PLC0415 -- see `translate.cli`

    if bool(names) == everything:
        raise UsageError("name articles, or give --all for every one", hint="translate approve visit -l ru")
    config = load_config(workspace)
    order = approving.Order(_approver(by, config), _now(), tuple(key or ()), stale=stale, write=not dry_run)
    report = look(config, locale, names)
    done, problems = approving.approve([row.document for row in report.rows], config, order)
    if as_json:
        print_json([approving.as_json(approval) for approval in done])
    elif not quiet:
        render.show(render_review.approval_lines(done, written=order.write))
    end(dataclasses.replace(report, problems=(*report.problems, *problems)), config)
    if order.keys and any(approval.left for approval in done):
        raise typer.Exit(1)


def conflicts(
    locale: Locales = None,
    fail: Annotated[bool, typer.Option("--fail", help="End with 1 if there is one.")] = False,
    as_json: Json = False,
    workspace: Workspace = HERE,
) -> None:
    """List sentences that articles render in several ways.

    Only approved texts count; `# check-ok: conflict` excuses one.

    Example: translate conflicts -l hi
    """
    from translate import conflicts as finder  # noqa: PLC0415 -- see `translate.cli`
    from translate import render, render_review  # noqa: PLC0415

    config = load_config(workspace)
    report = survey(config, locale)
    found = finder.conflicts(row.document for row in report.rows)
    if as_json:
        print_json([finder.as_json(conflict, config) for conflict in found])
    else:
        render.show(render_review.conflict_lines(found, config))
    end(report, config)
    if fail and found:
        raise typer.Exit(1)


def _approver(by: str | None, config: Any) -> str:  # noqa: ANN401 -- see `load_config`
    """The name given, or else the one git knows.

    Raises:
        UsageError: There is neither.
    """
    from translate import revision  # noqa: PLC0415 -- see `translate.cli`

    name = revision.user_name(config.root) if by is None else by
    if not name:
        hint = '--by "Anna Petrova", or once for all: git config user.name "Anna Petrova"'
        raise UsageError("nobody is named who approves", hint=hint)
    return name


def _now() -> str:
    """The time in UTC to the second; SOURCE_DATE_EPOCH, in seconds since 1970, wins over the clock.

    Raises:
        UsageError: That variable holds no such number.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None:
        return dt.datetime.now(dt.UTC).strftime(_TIME)
    try:
        if not given.isdecimal():
            raise ValueError(given)
        return dt.datetime.fromtimestamp(int(given), dt.UTC).strftime(_TIME)
    except (ValueError, OverflowError, OSError) as error:
        hint = "give seconds since 1970, or unset it"
        raise UsageError(f"SOURCE_DATE_EPOCH is {given!r}, no time", hint=hint) from error
