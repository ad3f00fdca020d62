"""What a workspace's files were when they were last worked on, so that what did not change is not read again.

A cache and nothing more: it may be deleted at any time, and is not committed. A file counts as unchanged by
size, time of change and inode, else by its content.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

FILE = ".translate.cache"
"""In the workspace's folder; git ignores it."""
_VERSION = 2
_RACY = 50_000_000
"""Nanoseconds within which two changes of a file may carry the same time (git's "racy" files)."""


Name = tuple[str, str, str]
"""Purpose, locale and article."""
Stamp = tuple[str, str]
"""Stat data and SHA-256 of a file, empty where there is none."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """Files as they were.

    Attributes:
        key: What else decided the result.
        stats: Their stat data.
        digests: SHA-256 of each.
        value: The result itself, where it is kept here.
    """

    key: str
    stats: tuple[str, ...]
    digests: tuple[str, ...]
    value: str = ""


@dataclass(slots=True)
class Seen:
    """The cache of one workspace: what was made of some files, by purpose, locale and article."""

    _database: sqlite3.Connection
    _written: int
    _known: dict[tuple[str, str], dict[str, _Seen]] = field(default_factory=dict)

    def value(self, name: Name, key: str, files: Sequence[Path]) -> str | None:
        """What was made of these files, None where they or the key are not what they were."""
        seen = self._all(name).get(name[2])
        if seen is None or seen.key != key or len(seen.stats) != len(files):
            return None
        stats, newest = _stats(files)
        if stats == seen.stats and newest < self._written - _RACY:
            return seen.value
        if tuple(map(_digest, files)) != seen.digests:
            return None
        if stats != seen.stats:
            self._put(name, replace(seen, stats=stats))
        return seen.value

    def remember(self, name: Name, key: str, stamps: Sequence[Stamp], value: str = "") -> None:
        """Remember what was made of files that were so."""
        stats, digests = tuple(one for one, _ in stamps), tuple(one for _, one in stamps)
        self._put(name, _Seen(key, stats, digests, value))

    def values(self, purpose: str, locale: str, key: str) -> list[str]:
        """Everything that was made for a purpose under this key, of files or of none."""
        known = self._all((purpose, locale, ""))
        return [seen.value for _, seen in sorted(known.items()) if seen.key == key]

    def forget(self, name: Name) -> None:
        """Look at the files anew next time."""
        if self._all(name).pop(name[2], None) is not None:
            self._tell("DELETE FROM seen WHERE purpose = ? AND locale = ? AND slug = ?", name)

    def forget_all(self, purpose: str, locale: str) -> None:
        """Forget everything that was made for a purpose."""
        self._known[purpose, locale] = {}
        self._tell("DELETE FROM seen WHERE purpose = ? AND locale = ?", (purpose, locale))

    def commit(self) -> None:
        """From now on a process that is killed has remembered it."""
        with suppress(sqlite3.Error):
            self._database.commit()

    def _all(self, name: Name) -> dict[str, _Seen]:
        purpose_locale = name[:2]
        if purpose_locale not in self._known:
            rows = self._tell(
                "SELECT slug, state, value FROM seen WHERE purpose = ? AND locale = ?", purpose_locale
            )
            parsed = ((slug, _parsed(state, value)) for slug, state, value in rows)
            self._known[purpose_locale] = {slug: seen for slug, seen in parsed if seen is not None}
        return self._known[purpose_locale]

    def _put(self, name: Name, seen: _Seen) -> None:
        self._all(name)[name[2]] = seen
        state = json.dumps([seen.key, seen.stats, seen.digests])
        values = (*name, state, seen.value)
        self._tell("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)", values)

    def _tell(self, statement: str, values: tuple[str, ...]) -> list[tuple[str, ...]]:
        """What the database answers; nothing where it fails, as on a full disk: it saves time, no more."""
        try:
            return self._database.execute(statement, values).fetchall()
        except sqlite3.Error:
            return []


@contextmanager
def opened(root: Path) -> Iterator[Seen | None]:
    """The cache of the workspace at `root`; None where it cannot be kept, which costs time only."""
    path = root / FILE
    try:
        database = _connected(path)
        written = path.stat().st_mtime_ns
    except (sqlite3.Error, OSError):
        yield None
        return
    try:
        yield Seen(database, written)
    finally:
        try:
            database.commit()
            database.close()
        except sqlite3.Error:
            path.unlink(missing_ok=True)


def _connected(path: Path) -> sqlite3.Connection:
    """The database; one that is broken or of another version begins anew."""
    for _ in range(2):
        database = sqlite3.connect(path)
        try:
            database.execute("PRAGMA synchronous = OFF")
            version = database.execute("PRAGMA user_version").fetchone()[0]
            if version not in {0, _VERSION} or database.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("of another version, or broken")
            if not version:
                database.execute(f"PRAGMA user_version = {_VERSION}")
                database.execute(
                    "CREATE TABLE seen (purpose TEXT, locale TEXT, slug TEXT, state TEXT, value TEXT,"
                    " PRIMARY KEY (purpose, locale, slug)) WITHOUT ROWID"
                )
            database.execute("SELECT purpose, locale, slug, state, value FROM seen LIMIT 1")
        except sqlite3.DatabaseError:
            database.close()
            path.unlink(missing_ok=True)
        else:
            return database
    raise sqlite3.DatabaseError("cannot be made")


def _parsed(state: str, value: str) -> _Seen | None:
    try:
        key, stats, digests = json.loads(state)
        return _Seen(str(key), tuple(stats), tuple(digests), value)
    except (ValueError, TypeError):
        return None


def stamp(path: Path) -> Stamp:
    """A file as it is now; take it before the file is read."""
    return _stats([path])[0][0], _digest(path)


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
