"""Where packages, caches and Argos' own settings lie, and what files there hash to.

Argos' settings module creates folders when imported, so its rules are followed here without it.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import hashlib
import json
import os
import shutil
import tempfile
import time
from pathlib import Path

from translate.archive import SIDE_FILE
from translate.errors import SetupError


def _home() -> Path:
    if "SNAP" in os.environ and os.environ.get("SNAP_USER_DATA"):
        return Path(os.environ["SNAP_USER_DATA"])
    try:
        return Path.home()
    except RuntimeError as error:
        raise SetupError("no home folder is known for this user", hint="set HOME") from error


def argos_settings() -> tuple[Path, dict[str, object], str]:
    """Argos' settings file, its values, and what is wrong with it (empty if nothing)."""
    path = (
        Path(os.environ.get("XDG_CONFIG_HOME") or _home() / ".config") / "argos-translate" / "settings.json"
    )
    try:
        data = json.loads(path.read_bytes())
    except FileNotFoundError:
        return path, {}, ""
    except (OSError, ValueError, RecursionError) as error:
        return path, {}, f"settings cannot be read: {error}"
    return (path, data, "") if isinstance(data, dict) else (path, {}, "settings are not a JSON object")


def argos_setting(key: str) -> str:
    """A setting as Argos Translate reads it, environment before settings.json; empty when there is none."""
    value = os.environ.get(key) or argos_settings()[1].get(key)
    return value if isinstance(value, str) else ""


def package_dirs() -> tuple[Path, ...]:
    """Where Argos Translate keeps packages for this user, the one to install into first; creates nothing.

    The rules are those of `argostranslate.settings` 1.11, which no longer reads the old
    ARGOS_TRANSLATE_PACKAGE_DIR; only an empty variable counts as unset here.
    """
    named = argos_setting("ARGOS_PACKAGES_DIR")
    data = Path(os.environ.get("XDG_DATA_HOME") or _home() / ".local" / "share")
    dirs = [Path(named) if named else data / "argos-translate" / "packages"]
    if "SNAP" in os.environ:
        custom = Path(os.environ["SNAP"]) / "snap_custom"
        dirs += [custom / "packages", *folders(custom / "content_snap_packages")]
    return tuple(dirs)


def bundled_dir() -> Path:
    """The starter packages: inside an installed wheel, else the checkout's `models/`."""
    here = Path(__file__).parent
    return here / "bundled" if (here / "bundled").is_dir() else here.parent / "models"


def cache_dir() -> Path:
    """Where packages are unpacked, digests remembered and downloads kept; need not exist yet."""
    root = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(root) if Path(root).is_absolute() else _home() / ".cache") / "newsroom-translate"


@functools.cache
def temporary_dir() -> Path:
    """A folder for this process alone, gone at its end: stands in for a cache that cannot be written."""
    folder = Path(tempfile.mkdtemp(prefix="newsroom-translate-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def folders(parent: Path) -> list[Path]:
    """The folders in a folder, sorted; none where it cannot be listed."""
    try:
        return sorted(child for child in parent.iterdir() if child.is_dir())
    except OSError:
        return []


def digest(path: Path) -> str:
    """SHA-256 of a file, or `files:` and one over a folder's files (names and contents, in sorted order).

    Remembered in the cache while names, sizes and times stay, so that a re-run reads no model. A file
    touched less than two seconds ago is not remembered: it could change again within one clock tick.
    """
    try:
        stamp, newest = _stamp(path)
        memory = (
            cache_dir() / "digests" / f"{hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:32]}.json"
        )
        known = read_object(memory)
        if known.get("stamp") == stamp and isinstance(known.get("digest"), str):
            return str(known["digest"])
        value = _folder_hash(path) if path.is_dir() else _file_hash(path)
        if time.time_ns() - newest > 2 * 10**9 and _stamp(path)[0] == stamp:
            _remember(memory, {"stamp": stamp, "digest": value})
    except OSError as error:
        raise SetupError(f"package cannot be read: {error.strerror}", path=path) from error
    return value


def _contents(folder: Path) -> list[Path]:
    return sorted(
        (file for file in folder.rglob("*") if file.is_file() and file.name != SIDE_FILE),
        key=lambda file: file.relative_to(folder).as_posix(),
    )


def _stamp(path: Path) -> tuple[list[str], int]:
    """Name, size, mtime and ctime (ns) of every file concerned, and the newest mtime."""
    files = _contents(path) if path.is_dir() else [path]
    stats = [(file.relative_to(path).as_posix(), file.stat()) for file in files]
    lines = [f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {name}" for name, found in stats]
    return lines, max((found.st_mtime_ns for _, found in stats), default=0)


def _file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _folder_hash(folder: Path) -> str:
    lines = (f"{_file_hash(file)}  {file.relative_to(folder).as_posix()}\n" for file in _contents(folder))
    return f"files:{hashlib.sha256(''.join(lines).encode()).hexdigest()}"


def read_object(path: Path) -> dict[str, object]:
    """A JSON object from a file; empty when there is none."""
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _remember(path: Path, data: dict[str, object]) -> None:
    with contextlib.suppress(OSError):  # a cache that cannot be written costs time, nothing else
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file)
        Path(temporary).replace(path)
