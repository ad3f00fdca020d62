"""Writes a file whole or not at all."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path

from .errors import FullError, SetupError

_MARK = ".translate-"
_HINTS = {
    errno.EACCES: "give yourself permission there",
    errno.EPERM: "give yourself permission there",
    errno.EROFS: "the disk is mounted read-only",
    errno.ENOSPC: "free some disk space and run again; nothing was changed",
    errno.EDQUOT: "you may use no more of this disk: free some space and run again; nothing was changed",
    errno.EFBIG: "the file is larger than the system allows; nothing was changed",
    errno.EISDIR: "move that folder away: a file belongs there",
    errno.ENOTDIR: "a file stands where a folder belongs: move it away",
    errno.EEXIST: "a file stands where a folder belongs: move it away",
}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def write_bytes(path: Path, data: bytes, *, keep_backup: bool = False, durable: bool = True) -> bool:
    """Make `path` hold exactly `data`, at one stroke; missing folders above it are made.

    The bytes go to a temporary file in the same folder, and to the disk, before they take the name: a kill
    at any moment leaves the old file or the new one. Its mode stays, and a symbolic link stays one.

    Args:
        path: The file.
        data: All its bytes.
        keep_backup: Keep what is displaced at `backup_path(path)`.
        durable: Wait for the disk, for what cannot be made again after a power cut.

    Returns:
        False, with nothing touched, when the file holds these bytes already.

    Raises:
        SetupError: No permission, no space, or a folder in place of the file; nothing was changed.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file() and not target.is_dir():
        raise SetupError("is a device, no file", path=path, hint="name a file to write to")
    try:
        current = read_bytes(target)
        if current == data:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        if current is not None and not os.access(target, os.W_OK):
            # A rename over it would work, but whoever made the file read-only meant something.
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        _replace(target, data, keep_backup=keep_backup and current is not None, durable=durable)
    except OSError as error:
        raise setup_error(error, path, "cannot be written") from error
    return True


def read_bytes(path: Path) -> bytes | None:
    """The file's bytes, or None where there is no file; any other OSError goes through."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def is_file(path: Path) -> bool:
    """Whether there is a file that can be seen; in a folder that nobody may look into there is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def clear(*folders: Path) -> None:
    """Remove what killed processes left of `write_bytes`; nobody else may be writing there."""
    for path in (path for folder in folders for path in folder.rglob(f"{_MARK}*")):
        with contextlib.suppress(OSError):
            path.unlink()


def backup_path(path: Path) -> Path:
    """Where `write_bytes` keeps what it displaced: `<name>~` beside the real file."""
    target = Path(os.path.realpath(path))
    return target.with_name(f"{target.name}~")


def retire(path: Path) -> None:
    """Give a file that nothing needs any more its backup name (`SetupError`)."""
    try:
        path.replace(backup_path(path))
    except OSError as error:
        raise setup_error(error, path, "cannot be renamed") from error


def setup_error(error: OSError, path: Path, what: str) -> SetupError:
    """An error of the operating system in the project's terms; `what` says what could not be done."""
    reason = (error.strerror or str(error)).lower()
    kind = FullError if error.errno in _FULL else SetupError
    return kind(f"{what}: {reason}", path=path, hint=_HINTS.get(error.errno or 0, ""))


def _replace(target: Path, data: bytes, *, keep_backup: bool, durable: bool) -> None:
    # Short and independent of the name, which may be as long as the file system allows.
    mark = f"{_MARK}{os.getpid()}-{threading.get_ident()}"
    temporary = target.with_name(f"{mark}.tmp")
    temporary.unlink(missing_ok=True)  # left by a killed run that had this process number
    try:
        with temporary.open("xb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            temporary.chmod(target.stat().st_mode & 0o7777)
        if keep_backup:
            _displace(temporary, target)
        else:
            temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if durable:
        _sync(target.parent)


def swap(one: Path, two: Path) -> bool:
    """Exchange two files at one stroke; False where the system or the file system cannot."""
    rename = _exchanger()
    if rename is None:
        return False
    code = rename(_HERE, os.fsencode(one), _HERE, os.fsencode(two), _EXCHANGE)
    return bool(code == 0)


_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


@cache
def _exchanger() -> Callable[..., int] | None:
    """The C library's `renameat2`, which Python does not offer."""
    try:
        found: Callable[..., int] = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return None
    return found if sys.platform == "linux" else None


def _displace(temporary: Path, target: Path) -> None:
    """Put the new file in the place of the old one, which gets its backup name, whatever it holds by then."""
    if swap(temporary, target):
        temporary.replace(backup_path(target))
        temporary.unlink(missing_ok=True)  # that rename does nothing where both are links to one file
        return
    _keep(target, temporary.with_suffix(".old"))
    temporary.replace(target)


def _keep(target: Path, second_name: Path) -> None:
    """Give the file that is about to be displaced its backup name too, without a moment without either."""
    second_name.unlink(missing_ok=True)
    try:
        second_name.hardlink_to(target)
    except OSError:  # a file system without hard links
        shutil.copy2(target, second_name)
    second_name.replace(backup_path(target))
    # Where both are links to one file, as after a kill just here, that rename does nothing at all.
    second_name.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Send the rename itself to the disk, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
