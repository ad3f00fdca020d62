"""What a workspace's files were when they were last worked on, so that what did not change is not read again.

A cache and nothing more: it may be deleted at any time, and is not committed. A file counts as unchanged by
size, time of change and inode, else by its content.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

FILE = ".translate.cache"
"""In the workspace's folder; git ignores it."""
_VERSION = 1
_RACY = 50_000_000
"""Nanoseconds within which two changes of a file may carry the same time (git's "racy" files)."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """Files as they were: what else decided the result, stat data, digests, the newest time of change."""

    key: str
    stats: tuple[str, ...]
    digests: tuple[str, ...]
    newest: int


@dataclass(slots=True)
class Seen:
    """The cache of one workspace."""

    _database: sqlite3.Connection
    _known: dict[tuple[str, str], _Seen]
    _written: int

    def same(self, locale: str, slug: str, key: str, files: Sequence[Path]) -> bool:
        """Whether these files are what they were when they were remembered under the same key."""
        seen = self._known.get((locale, slug))
        if seen is None or seen.key != key or len(seen.stats) != len(files):
            return False
        stats, newest = _stats(files)
        if stats == seen.stats and newest < self._written - _RACY:
            return True
        if tuple(map(_digest, files)) != seen.digests:
            return False
        if stats != seen.stats:
            self._put(locale, slug, _Seen(key, stats, seen.digests, newest))
        return True

    def remember(self, locale: str, slug: str, key: str, files: Sequence[Path]) -> None:
        """Remember the files as they are."""
        stats, newest = _stats(files)
        self._put(locale, slug, _Seen(key, stats, tuple(map(_digest, files)), newest))

    def forget(self, locale: str, slug: str) -> None:
        """Look at the files anew next time."""
        if self._known.pop((locale, slug), None) is not None:
            self._database.execute("DELETE FROM seen WHERE locale = ? AND slug = ?", (locale, slug))

    def _put(self, locale: str, slug: str, seen: _Seen) -> None:
        self._known[locale, slug] = seen
        values = json.dumps([seen.key, seen.stats, seen.digests, seen.newest])
        self._database.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", (locale, slug, values))


@contextmanager
def opened(root: Path) -> Iterator[Seen | None]:
    """The cache of the workspace at `root`; None where it cannot be kept, which costs time only."""
    path = root / FILE
    try:
        database, known = _connected(path)
    except (sqlite3.Error, OSError):
        yield None
        return
    written = path.stat().st_mtime_ns
    try:
        yield Seen(database, known, written)
    finally:
        try:
            database.commit()
            database.close()
        except sqlite3.Error:
            path.unlink(missing_ok=True)


def _connected(path: Path) -> tuple[sqlite3.Connection, dict[tuple[str, str], _Seen]]:
    """The database with all it holds; one that is broken or of another version begins anew."""
    for _ in range(2):
        database = sqlite3.connect(path, isolation_level="DEFERRED")
        try:
            database.execute("PRAGMA synchronous = OFF")
            version = database.execute("PRAGMA user_version").fetchone()[0]
            if version not in {0, _VERSION}:
                raise sqlite3.DatabaseError("another version")
            if not version:
                database.execute(f"PRAGMA user_version = {_VERSION}")
                database.execute(
                    "CREATE TABLE seen (locale TEXT, slug TEXT, state TEXT, PRIMARY KEY (locale, slug))"
                )
            rows = database.execute("SELECT locale, slug, state FROM seen")
            return database, {(locale, slug): _parsed(state) for locale, slug, state in rows}
        except (sqlite3.DatabaseError, ValueError, TypeError):
            database.close()
            path.unlink(missing_ok=True)
    raise sqlite3.DatabaseError("cannot be made")


def _parsed(state: str) -> _Seen:
    key, stats, digests, newest = json.loads(state)
    return _Seen(key, tuple(stats), tuple(digests), newest)


def _stats(files: Sequence[Path]) -> tuple[tuple[str, ...], int]:
    """Size, time of change and inode of each file, and the newest time of all."""
    out, newest = [], 0
    for path in files:
        try:
            found = path.stat()
        except OSError:
            out.append("")
            continue
        out.append(f"{found.st_size} {found.st_mtime_ns} {found.st_ino}")
        newest = max(newest, found.st_mtime_ns)
    return tuple(out), newest


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
