"""Files of a workspace as git has them, and who git says is working; git is only read."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from translate.errors import SetupError, UsageError

_Done = subprocess.CompletedProcess[bytes]


def resolve(root: Path, name: str) -> str:
    """The commit that a revision such as `HEAD~3`, a branch or a tag means.

    Raises:
        SetupError: Git is not installed, or the workspace is in no repository that it opens.
        UsageError: There is no such revision.
    """
    try:
        inside = _git(root, "rev-parse", "--show-prefix")
    except FileNotFoundError as error:
        raise SetupError("git is not installed, so no revision can be read", hint="install git") from error
    if inside.returncode:
        said = inside.stderr.decode(errors="replace").partition("\n")[0].removeprefix("fatal: ")
        hint = "a revision needs the workspace in git: `git init`, or leave `--since` away"
        raise SetupError(f"no revision can be read: git says: {said}", path=root, hint=hint)
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if found.returncode:
        hint = "name a commit, a branch or a tag: `git log --oneline` lists commits"
        raise UsageError(f"git knows no revision `{name}`", hint=hint)
    return found.stdout.decode().strip()


def contents(root: Path, commit: str, paths: Sequence[Path]) -> Mapping[Path, bytes]:
    """Files below `root` as they stood in a commit; those that were not there are missing."""
    prefix = _git(root, "rev-parse", "--show-prefix").stdout.decode().strip("\n")
    asked = [path for path in paths if "\n" not in str(path)]
    names = "".join(f"{commit}:{prefix}{path.relative_to(root).as_posix()}\n" for path in asked)
    told = _git(root, "cat-file", "--batch", data=names.encode()).stdout
    found: dict[Path, bytes] = {}
    at = 0
    for path in asked:
        end = told.index(b"\n", at)
        head = told[at:end].rsplit(b" ", 2)
        at = end + 1
        if head[-1].isdigit():  # `<name> <kind> <size>`, otherwise `<what was asked> missing`
            size = int(head[-1])
            if head[-2] == b"blob":
                found[path] = told[at : at + size]
            at += size + 1
    return found


def versions(root: Path, path: Path, limit: int) -> Iterator[bytes]:
    """What the history holds of a file, newest first, at most `limit`; nothing without git."""
    name = str(path.relative_to(root))
    try:
        listed = _git(root, "rev-list", f"--max-count={limit}", "HEAD", "--", name)
    except FileNotFoundError:
        return
    for commit in listed.stdout.decode().split():
        yield from contents(root, commit, [path]).values()


def user_name(root: Path) -> str:
    """What `git config user.name` says, empty when it or git is missing."""
    try:
        return _git(root, "config", "user.name").stdout.decode(errors="replace").strip()
    except FileNotFoundError:
        return ""


def _git(root: Path, *arguments: str, data: bytes = b"") -> _Done:
    """What git answered; FileNotFoundError when it is not installed."""
    # A file name with a `*` means itself; messages are quoted to the user in English.
    command = ("git", "--literal-pathspecs", "-C", str(root), *arguments)
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    return subprocess.run(command, input=data, capture_output=True, check=False, env=environment)  # noqa: S603 -- no shell, and no user's text where git expects an option
