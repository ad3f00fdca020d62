"""One writer a workspace: a second run waits for nothing and says who is at work."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from translate.atomic import setup_error
from translate.errors import LockedError

FILE = ".translate.lock"
"""In the workspace's folder; the system lets go of it when a process ends, however it ends."""


@contextlib.contextmanager
def held(root: Path) -> Iterator[None]:
    """Hold the workspace at `root` while something is written there.

    Args:
        root: The workspace.

    Raises:
        LockedError: Another process is writing there.
        SetupError: The lock file cannot be made.
    """
    import filelock  # noqa: PLC0415 -- only commands that write need it

    path = root / FILE
    lock = filelock.FileLock(path, timeout=0)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise LockedError(
            f"{_holder(path)} is writing in this workspace",
            path=root,
            hint="wait until it is done, or stop it, and run the same command again; nothing was changed",
        ) from error
    except OSError as error:
        raise setup_error(error, path, "cannot be made") from error
    try:
        with contextlib.suppress(OSError):
            path.write_text(f"process {os.getpid()}\n", encoding="utf-8")
        yield
    finally:
        lock.release()


def _holder(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip() or "another process"
    except (OSError, UnicodeDecodeError):
        return "another process"
