"""Asks git about versions of a file, and tells it once a clone how catalogues are merged."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import atomic
from .errors import SetupError

DRIVER = "translate"
# Where the driver is not configured git merges catalogues as text, which `check` looks through. A ledger
# must merge in such a clone too, so it is united line by line; reading makes one record of two.
ATTRIBUTES = """\
# Once in each clone: translate merge-driver --install
locales/**/*.po merge=translate
locales/**/.state/**/*.jsonl merge=union
"""
_ARGUMENTS = "merge-driver %O %A %B %P"


def driver_command() -> str:
    """The command line that git runs; the whole path where `translate` is not on the PATH."""
    program = "translate" if shutil.which("translate") else f'"{sys.executable}" -m translate'
    return f"{program} {_ARGUMENTS}"


def install(workspace: Path) -> str:
    """Name the driver in `.gitattributes` of the workspace and in the clone's configuration.

    Lines that stand in `.gitattributes` stay as they are.

    Returns:
        The command that git will run.

    Raises:
        SetupError: There is no git, no repository, or no permission.
    """
    command = configure(workspace)
    path = workspace / ".gitattributes"
    try:
        found = (atomic.read_bytes(path) or b"").decode("utf-8", "surrogateescape")
    except OSError as error:
        raise atomic.setup_error(error, path, "cannot be read") from error
    settled = {words[0] for line in found.splitlines() if "merge=" in line and (words := line.split())}
    missing = [line for line in ATTRIBUTES.splitlines(keepends=True) if line.split()[0] not in settled]
    if any(not line.startswith("#") for line in missing):
        gap = "\n" * bool(found and not found.endswith("\n"))
        atomic.write_bytes(path, (found + gap + "".join(missing)).encode("utf-8", "surrogateescape"))
    return command


def configure(folder: Path) -> str:
    """Name the merge driver in the configuration of the clone that `folder` is in; returns its command.

    Raises:
        SetupError: There is no git, or no repository.
    """
    command = driver_command()
    values = {"name": "gettext catalogues, sentence by sentence", "driver": command}
    for name, value in values.items():
        if _git("config", f"merge.{DRIVER}.{name}", value, folder=folder) is None:
            hint = "install git and run `git init` in the workspace, or run this inside a clone"
            raise SetupError("is in no git repository that can be configured", path=folder, hint=hint)
    return command


def branch_merged() -> str:
    """What `git merge` calls the other side; empty in a rebase, a cherry-pick or outside of git."""
    return next((name for key, name in sorted(os.environ.items()) if key.startswith("GITHEAD_")), "")


def commit_with(data: bytes, path: str) -> str | None:
    """A commit in which the file at `path` (from the top of the repository) is exactly `data`.

    Git tells a merge driver no commits, and in a rebase or a cherry-pick it has not even noted them yet.
    """
    blob = _text(_git("hash-object", "--stdin", data=data))
    if not blob:
        return None
    heads = [key.removeprefix("GITHEAD_") for key in sorted(os.environ) if key.startswith("GITHEAD_")]
    if found := _holding(["HEAD", *heads], blob, path):
        return found
    options = ("--all", "--reflog", "--max-count=20", "--format=%H", f"--find-object={blob}")
    log = _git("--literal-pathspecs", "log", *options, "--", path)
    return _holding(_text(log).split(), blob, path)


def content(commit: str, path: str) -> bytes | None:
    """The file at `path` in a commit, None where it is not there."""
    return _git("cat-file", "blob", f"{commit}:{path}")


def _holding(commits: list[str], blob: str, path: str) -> str | None:
    for commit in commits:
        if _text(_git("rev-parse", "--verify", "--quiet", f"{commit}:{path}")) == blob:
            return commit
    return None


def _text(out: bytes | None) -> str:
    return (out or b"").decode("utf-8", "replace").strip()


def _git(*arguments: str, data: bytes = b"", folder: Path | None = None) -> bytes | None:
    """What git prints, None if it fails or is not there."""
    program = shutil.which("git")
    if program is None:
        return None
    done = subprocess.run(  # noqa: S603 -- git itself, with arguments that no shell reads
        [program, *arguments], input=data, cwd=folder, capture_output=True, check=False
    )
    return None if done.returncode else done.stdout
