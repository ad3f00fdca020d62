"""Remembers what the machine wrote and what people approved, and so tells whose text an msgstr is.

The ledger lies beside the catalogues, since no flag or comment survives every editor. It holds digests
only; where it is lost, every text counts as a person's. Write it before its catalogue: a kill between the
two then turns no draft into a person's text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from . import atomic
from .catalog import Entry
from .errors import RefusedError
from .unit import State, nfc
from .unit import digest as _computed

Key = tuple[str, str]
"""A role and the digest of a source."""

Holders = Mapping[str, frozenset[str]]
"""Digest of a target to the digests of the sources of the active entries that hold it."""

digest = lru_cache(maxsize=1 << 13)(_computed)  # every look at an entry asks for the same two again
_Newest = tuple[tuple[str, ...], str, str]
_EMPTY_ON_PURPOSE = frozenset({"joined", "omit"})
_FORBIDDEN = dict.fromkeys((0x00, 0x04))  # gettext can hold neither


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one key; the digests are of targets, newest first.

    Attributes:
        role: msgctxt.
        src: Digest of the source.
        mt: The newest machine text and the one that it replaced.
        req: Digest of the requirements and options of the newest.
        model: Package that drafted the newest.
        ok: Every text ever approved here.
        kept: People's texts that came to this key when its source changed.
        by: Who signed the first of `ok`, empty when nobody did.
        at: When.
    """

    role: str
    src: str
    mt: tuple[str, ...] = ()
    req: str = ""
    model: str = ""
    ok: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    by: str = ""
    at: str = ""

    def drafted(self, target: str, *, req: str = "", model: str = "", replaces: str = "") -> Record:
        """The machine wrote `target`, over its own text `replaces` if that was there."""
        old = digest(replaces)
        # What stands in the file stays known, however often a run is killed before it writes the catalogue.
        text = digest(target)
        second = (old,) if replaces and old in self.mt and old != text else self.mt
        fresh = replace(self, mt=_first(text, second)[:2], req=req, model=model)
        if text not in self.ok:
            return fresh
        # Approved once, then emptied by a person or lost with its catalogue: it is a draft again.
        by, at = ("", "") if self.ok[0] == text else (self.by, self.at)
        return replace(fresh, ok=tuple(other for other in self.ok if other != text), by=by, at=at)

    def approved(self, target: str, *, by: str = "", at: str = "") -> Record:
        """A person approved `target`; a signature holds for the text it was given for."""
        text = digest(target)
        if not by and self.ok[:1] == (text,):
            return self
        return replace(self, ok=_first(text, self.ok), by=by, at=at)

    def carried(self, target: str) -> Record:
        """A person's text came here from a source that changed."""
        return replace(self, kept=_first(digest(target), self.kept))

    def merged(self, other: Record) -> Record:
        """All that either knows; where they disagree about the newest, no draft stands and nobody signed."""
        req, model = _agreed((self.mt[:1], self.req, self.model), (other.mt[:1], other.req, other.model))
        by, at = _agreed((self.ok[:1], self.by, self.at), (other.ok[:1], other.by, other.at))
        mt, ok, kept = (
            tuple(dict.fromkeys(mine + theirs))
            for mine, theirs in ((self.mt, other.mt), (self.ok, other.ok), (self.kept, other.kept))
        )
        return Record(self.role, self.src, mt, req, model, ok, kept, by, at)


_FIELDS = tuple(f.name for f in fields(Record))
_LISTS = frozenset(f.name for f in fields(Record) if f.default == ())
_TEXTS = frozenset(_FIELDS) - _LISTS


# Not slotted: the two views below are computed once an instance, when first asked for.
@dataclass(frozen=True)
class Ledger:
    """The records of one article in one locale, by role and digest of the source."""

    records: Mapping[Key, Record] = field(default_factory=dict)

    def record(self, role: str, source: str) -> Record:
        """What is known of a key; an empty record when nothing is."""
        key = (role, digest(source))
        return self.records.get(key) or Record(*key)

    def updated(self, records: Iterable[Record]) -> Ledger:
        """With these records in place of those of the same keys."""
        changes = {(record.role, record.src): record for record in records}
        new = {key: record for key, record in changes.items() if self.records.get(key) != record}
        return Ledger({**self.records, **new}) if new else self

    def united(self, other: Ledger) -> Ledger:
        """All that either knows, as after two runs at once."""
        mine = self.records
        return self.updated(
            mine[key].merged(theirs) if key in mine else theirs for key, theirs in other.records.items()
        )

    def drafted(
        self, role: str, source: str, target: str, *, req: str = "", model: str = "", replaces: str = ""
    ) -> Ledger:
        """The machine wrote `target` for this key; for many, collect what `draft` gives."""
        record = self.record(role, source)
        return self.updated([record.drafted(target, req=req, model=model, replaces=replaces)])

    def approved(self, role: str, source: str, target: str, *, by: str = "", at: str = "") -> Ledger:
        """A person approved `target` for this key; with `by` and `at` it is signed."""
        return self.updated([self.record(role, source).approved(target, by=by, at=at)])

    def observed(self, entries: Iterable[Entry]) -> Ledger:
        """With every approval that the catalogue shows; ask this of each catalogue that is read."""
        entries = tuple(entries)
        active = holders(entries)
        return self.updated(
            self.record(entry.role, entry.source).approved(entry.target)
            for entry in entries
            if entry.target and state_of(entry, self, active) is State.APPROVED
        )

    def known_elsewhere(self, source: str, target: str) -> frozenset[str]:
        """Digests of the sources that `target` is known under; none when it is known under `source`."""
        sources = self._sources.get(digest(target), frozenset())
        return frozenset() if digest(source) in sources else sources

    @cached_property
    def ever_approved(self) -> frozenset[str]:
        """Digests of all texts ever approved, under any key."""
        return frozenset(text for record in self.records.values() for text in record.ok)

    @cached_property
    def _sources(self) -> Holders:
        return _grouped(
            (text, record.src)
            for record in self.records.values()
            for text in (*record.mt, *record.ok, *record.kept)
        )


def holders(entries: Iterable[Entry]) -> Holders:
    """Which sources hold which target in the catalogue as it stands."""
    return _grouped((digest(e.target), digest(e.source)) for e in entries if e.target and not e.obsolete)


def state_of(entry: Entry, ledger: Ledger, active: Holders) -> State:
    """The state of an entry, from what stands in the files.

    Args:
        entry: The entry.
        ledger: The ledger of its article and locale.
        active: `holders` of the whole catalogue.
    """
    if entry.obsolete:
        return State.OBSOLETE
    if not has_text(entry):
        return State.APPROVED if empty_on_purpose(entry) else State.NEW
    if entry.fuzzy and entry.previous is not None:
        return State.STALE
    elsewhere = ledger.known_elsewhere(entry.source, entry.target)
    if elsewhere and entry.previous is None and not elsewhere & active.get(digest(entry.target), frozenset()):
        return State.SUSPECT
    if not entry.fuzzy:
        return State.APPROVED
    return State.DRAFT if _is_draft(entry, ledger) else State.EDITED


def may_write(entry: Entry, ledger: Ledger) -> bool:
    """Whether the machine may write this msgstr: the first thing that must always hold.

    Only if it is empty and not so on purpose, or if it is fuzzy, the machine itself wrote it for this key,
    and nobody ever approved that text. A text beside a previous msgid is left alone even if the machine
    wrote it: a person may have approved it before another tool changed the msgid.
    """
    if entry.obsolete or entry.plural:
        return False
    if not entry.target:
        return not empty_on_purpose(entry)
    unclear = not entry.fuzzy or entry.previous is not None
    return not unclear and _is_draft(entry, ledger) and digest(entry.target) not in ledger.ever_approved


def stands(entry: Entry, ledger: Ledger, req: str) -> bool:
    """Whether the machine's own draft is the newest, and made under these requirements."""
    record = ledger.record(entry.role, entry.source)
    newest = record.mt[:1] == (digest(entry.target),)
    return (
        newest and record.req == req and entry.fuzzy and entry.previous is None and _is_draft(entry, ledger)
    )


def draft(
    entry: Entry, target: str, ledger: Ledger, *, req: str = "", model: str = ""
) -> tuple[Entry, Record]:
    """The entry with machine text in it, and the record for `Ledger.updated`.

    The text is put in NFC and, as gettext demands, begins and ends with a line break where the source does.
    An empty one changes nothing.

    Raises:
        RefusedError: `may_write` forbids it.
    """
    if not may_write(entry, ledger):
        raise RefusedError(f"`{entry.source[:40]}` has a person's text; the machine may not write there")
    record = ledger.record(entry.role, entry.source)
    text = nfc(target.translate(_FORBIDDEN)).strip("\n")
    if not text:
        return entry, record
    text = "\n" * entry.source.startswith("\n") + text + "\n" * entry.source.endswith("\n")
    record = record.drafted(text, req=req, model=model, replaces=entry.target)
    bare = replace(entry, previous_role=None, previous=None, previous_plural=None)
    return replace(bare, target=text, fuzzy=True), record


def has_text(entry: Entry) -> bool:
    """Whether any msgstr of the entry is not empty."""
    return bool(entry.target) or any(entry.plural[1:])


def empty_on_purpose(entry: Entry) -> bool:
    """Whether a translator comment says `joined` (rendered in a neighbour) or `omit`."""
    return not _EMPTY_ON_PURPOSE.isdisjoint(entry.notes)


def _is_draft(entry: Entry, ledger: Ledger) -> bool:
    record = ledger.record(entry.role, entry.source)
    text = digest(entry.target)
    return text in record.mt and text not in record.ok and text not in record.kept and not entry.plural


def read(path: Path) -> Ledger:
    """The ledger in a file, empty where there is none.

    Raises:
        RefusedError: A line is no record, with its number.
        SetupError: It cannot be read.
    """
    return parse(_bytes_of(path) or b"", path)


def holds(path: Path, ledger: Ledger) -> bool:
    """Is the file what `write` would make of it (`SetupError` where it cannot be read)?"""
    return _bytes_of(path) == dumps(ledger)


def _bytes_of(path: Path) -> bytes | None:
    try:
        return atomic.read_bytes(path)
    except OSError as error:
        raise atomic.setup_error(error, path, "cannot be read") from error


def parse(data: bytes, path: Path) -> Ledger:
    """The ledger in `data`; two records of one key, as a union merge leaves them, become one."""
    records: dict[Key, Record] = {}
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        record = _parsed(line, path, number)
        key = (record.role, record.src)
        records[key] = records[key].merged(record) if key in records else record
    return Ledger(records)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def dumps(ledger: Ledger) -> bytes:
    """One JSON object a line, sorted by role and source digest; empty fields are left out."""
    lines = []
    for _, record in sorted(ledger.records.items()):
        values = {name: value for name in _FIELDS if (value := getattr(record, name)) or name == "role"}
        lines.append(_ENCODER.encode(values) + "\n")
    return "".join(lines).encode()


def write(path: Path, ledger: Ledger) -> bool:
    """Replace the file atomically; False, with nothing touched, when it holds this already (`SetupError`)."""
    return atomic.write_bytes(path, dumps(ledger))


def _parsed(line: bytes, path: Path, number: int) -> Record:
    if line.startswith((b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")):
        hint = "delete the marker lines and keep the records of both sides: they are united"
        raise RefusedError("a conflict of a git merge is unresolved", path=path, line=number, hint=hint)
    try:
        return _record(json.loads(line))
    except (ValueError, TypeError, RecursionError) as error:
        hint = "take the line from git, or delete it: the texts of that key then count as a person's"
        raise RefusedError(f"not a ledger record: {error}", path=path, line=number, hint=hint) from error


def _record(values: object) -> Record:
    if not isinstance(values, dict) or not {"role", "src"} <= values.keys():
        raise TypeError("an object with role and src is expected")
    arguments: dict[str, Any] = {}
    for name, value in values.items():
        if name in _LISTS and isinstance(value, list) and all(isinstance(text, str) for text in value):
            arguments[name] = tuple(value)
        elif name in _TEXTS and isinstance(value, str):
            arguments[name] = value
        elif name in _FIELDS:
            raise TypeError(f"{name} has a value of the wrong type")
        else:
            raise ValueError(f"unknown field {name}, perhaps of a newer version")
    return Record(**arguments)


def _agreed(mine: _Newest, theirs: _Newest) -> tuple[str, str]:
    if mine == theirs or not theirs[0]:
        return mine[1:]
    return ("", "") if mine[0] else theirs[1:]


def _first(text: str, others: tuple[str, ...]) -> tuple[str, ...]:
    return (text, *(other for other in others if other != text))


def _grouped(pairs: Iterable[tuple[str, str]]) -> Holders:
    groups: dict[str, set[str]] = {}
    for text, source in pairs:
        groups.setdefault(text, set()).add(source)
    return {text: frozenset(sources) for text, sources in groups.items()}
