"""Gettext catalogues: entries in, entries out, and what nobody changed stays byte for byte.

The one importer of polib, which lays out changed entries. Reading is `posyntax`: polib loses unterminated
strings and `#~|` lines, and stops at `#,fuzzy`, `#note` and numeric escapes that gettext accepts.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from operator import attrgetter
from pathlib import Path

from . import atomic
from .errors import RefusedError, SavedError
from .posyntax import Block, flags_of, scan

_TOOLS = frozenset({"#:", "#,", "#=", "#!"})
# gettext 0.22 and later put file names with blanks between these two marks.
_REFERENCE = re.compile("\u2068([^\u2069]*)\u2069(?::([0-9]+))?|(\\S+)")
_BLANKS = " \t\r\f\v\n"
_SAVING = 0.05  # seconds that an editor needs between two writes of one save, at most


@dataclass(frozen=True, slots=True)
class Origin:
    """How an entry stood in the file, so that it can be put back unchanged.

    Attributes:
        text: Its characters there, with the blank lines after it.
        place: Its number among the blocks of the file.
        values: The modelled fields as read.
    """

    text: str
    place: int
    values: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One sentence of a catalogue.

    Attributes:
        role: msgctxt; empty when there is none.
        source: msgid.
        target: msgstr (the first form of an entry with plural forms).
        fuzzy: Not approved.
        obsolete: No longer in the article.
        previous_role: msgctxt of the `#|` lines.
        previous: msgid of the `#|` lines: the English that a stale target renders.
        previous_plural: msgid_plural of the `#|` lines.
        comment: People's comment lines, verbatim, each with its `#`; never rewritten.
        extracted: Our `#.` lines, without that mark.
        references: (file, line) of the `#:` lines, the line often empty.
        flags: Flags other than fuzzy.
        plural: msgid_plural and msgstr[1] on, where a person or tool made a plural entry: leave it alone.
        line: 1-based line of the msgid in the file it was read from.
        origin: How it stood there; None for an entry made here.
    """

    role: str
    source: str
    target: str = ""
    fuzzy: bool = False
    obsolete: bool = False
    previous_role: str | None = None
    previous: str | None = None
    previous_plural: str | None = None
    comment: str = ""
    extracted: str = ""
    references: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)
    origin: Origin | None = field(default=None, compare=False, repr=False)

    @property
    def key(self) -> tuple[str, str]:
        """Identity within a catalogue: msgctxt and msgid."""
        return self.role, self.source

    @property
    def raw(self) -> str:
        """Its characters in the file it was read from."""
        return self.origin.text if self.origin else ""

    @property
    def changed(self) -> bool:
        """Whether it differs from what was read, and so will be laid out anew."""
        return self.origin is None or self.origin.values != _values(self)

    @property
    def notes(self) -> tuple[str, ...]:
        """The translator comments without `#` and outer blanks, such as `joined`."""
        return tuple(line.lstrip("#").strip() for line in self.comment.split("\n") if line)


_values = attrgetter(*(f.name for f in fields(Entry) if f.compare))
_kept_values = attrgetter(
    *(f.name for f in fields(Entry) if f.compare and f.name not in {"extracted", "references"})
)


@dataclass(frozen=True, slots=True)
class Catalog:
    """A catalogue of one article in one locale.

    Attributes:
        head: The header entry.
        entries: All others, in file order.
        tail: Comments at the end of the file that belong to no entry.
        read_digest: SHA-256 of the file as read, None for a new one.
        blocks: How many blocks that file had.
    """

    head: Entry
    entries: tuple[Entry, ...] = ()
    tail: Origin | None = None
    read_digest: str | None = None
    blocks: int = 0

    @property
    def header(self) -> tuple[tuple[str, str], ...]:
        """The header's fields in order."""
        pairs = (line.partition(":") for line in self.head.target.split("\n") if line)
        return tuple((name.strip(), value.strip()) for name, _, value in pairs)


def new(
    locale: str,
    *,
    project: str,
    date: str,
    plural_forms: str,
    team: str = "none",
    translator: str = "Automatically generated",
    comment: str = "",
) -> Catalog:
    """An empty catalogue with gettext's header fields in gettext's order.

    Args:
        locale: As gettext writes it, such as `hi` or `pt_BR`.
        project: Project-Id-Version.
        date: `YYYY-MM-DD HH:MM+ZZZZ`; the clock is never read.
        plural_forms: Such as `nplurals=2; plural=(n > 1);`.
        team: Language-Team.
        translator: Last-Translator.
        comment: Lines for the head of the file, each with its `#`.
    """
    header = {
        "Project-Id-Version": project,
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": date,
        "PO-Revision-Date": date,
        "Last-Translator": translator,
        "Language-Team": team,
        "Language": locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms,
        "X-Generator": "newsroom-translate",
    }
    lines = "".join(f"{name}: {' '.join(value.split())}\n" for name, value in header.items())
    return Catalog(Entry("", "", lines, comment=comment))


def read(path: Path) -> Catalog | None:
    """The catalogue in a file, or None where there is no file.

    Raises:
        RefusedError: It is not a catalogue that can be written back without loss.
        SetupError: It cannot be read.
    """
    data = _bytes_of(path)
    while data is not None:
        try:
            return parse(data, path)
        except RefusedError:
            # An editor may be in the middle of saving it: broken is only what stays as it is.
            time.sleep(_SAVING)
            again = _bytes_of(path)
            if again == data:
                raise
            data = again
    return None


def parse(data: bytes, path: Path) -> Catalog:
    """The catalogue in `data`; `path` is for messages (`RefusedError`)."""
    blocks = scan(data, path)
    tail = None
    if blocks[-1].kind == "comment":
        tail = Origin(blocks[-1].text, len(blocks) - 1)
    entries = [_entry(block, place) for place, block in enumerate(blocks) if block.kind != "comment"]
    return Catalog(entries[0], tuple(entries[1:]), tail, _digest(data), len(blocks))


def dump(catalog: Catalog) -> bytes:
    """The file's bytes: unchanged entries as they were read, the others laid out without wrapping.

    A catalogue that was read and not changed gives the very bytes it was read from.
    """
    newline = "\r\n" if "\r\n" in catalog.head.raw else "\n"
    parts: list[str] = []
    expected: int | None = 0  # the place in the file of the block that followed the last one there
    for entry in (catalog.head, *catalog.entries):
        place = None if entry.changed or entry.origin is None else entry.origin.place
        if parts and (place is None or place != expected):
            parts.append(_gap(parts[-1], newline))
        parts.append(entry.raw if place is not None else _layout(entry).replace("\n", newline))
        expected = None if place is None else place + 1
    if catalog.tail:
        if expected != catalog.tail.place:
            parts.append(_gap(parts[-1], newline))
        parts.append(catalog.tail.text)
    elif expected != catalog.blocks:
        parts[-1] = parts[-1].rstrip(_BLANKS) + newline
    return "".join(parts).encode()


def write(path: Path, catalog: Catalog) -> bool:
    """Replace the file, atomically, unless someone saved it since it was read.

    What is displaced stays beside it as `<name>~` until the next write.

    Returns:
        False, with nothing touched, when the file holds these bytes already.

    Raises:
        RefusedError: Someone saved the file meanwhile, or it would lose something; it was not changed.
        SetupError: It cannot be written; it was not changed.
    """
    data = dump(catalog)
    current = _bytes_of(path)
    if current == data:
        return False
    if _digest(current) != catalog.read_digest:
        raise _saved_meanwhile(path)
    _prove(data, catalog, path)
    atomic.write_bytes(path, data, keep_backup=True)
    if current is not None and displaced_since(path, catalog.read_digest):
        # Saved between the look and the swap: that comes back, what we had can be made again.
        _put_back(path, data)
        raise _saved_meanwhile(path)
    return True


def displaced_since(path: Path, read_digest: str | None) -> bool:
    """Whether the file that `write` displaced is another than was read.

    An editor that saves in place may write into it even after it lost its name: ask again before leaving.
    """
    return _digest(_bytes_of(atomic.backup_path(path))) != read_digest


def restore(path: Path, catalog: Catalog) -> None:
    """Give the file that `write` displaced its name back, unless someone saved over what was written."""
    _put_back(path, dump(catalog))


def _put_back(path: Path, ours: bytes) -> None:
    """The displaced file in the place of ours; if someone saved over ours, theirs is the newer one."""
    target, backup = Path(os.path.realpath(path)), atomic.backup_path(path)
    if not atomic.swap(backup, target):
        backup.replace(target)
        return
    if _bytes_of(backup) != ours:
        atomic.swap(backup, target)


def _saved_meanwhile(path: Path) -> SavedError:
    hint = "run the same command again: it will start from what was saved"
    return SavedError("was saved by someone during this run and was left as it is", path=path, hint=hint)


def _prove(data: bytes, catalog: Catalog, path: Path) -> None:
    """Read back what is about to be written: every text of a person must be in it."""
    try:
        again = parse(data, path)
    except RefusedError as error:
        raise RefusedError(
            f"would become invalid ({error.message}) and was not written", path=path
        ) from error
    if len(again.entries) != len(catalog.entries):
        raise RefusedError("would lose entries and was not written", path=path)
    for ours, theirs in zip((catalog.head, *catalog.entries), (again.head, *again.entries), strict=True):
        if _kept_values(ours) != _kept_values(theirs):
            message = f"would lose part of the entry `{ours.source[:40]}` and was not written"
            raise RefusedError(message, path=path)


def _digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()


def _bytes_of(path: Path) -> bytes | None:
    try:
        return atomic.read_bytes(path)
    except OSError as error:
        raise atomic.setup_error(error, path, "cannot be read") from error


def _entry(block: Block, place: int) -> Entry:
    comment, extracted, others = [], [], []
    for line in block.comments:
        mark = line[:2]
        if mark == "#.":
            extracted.append(line[2:].removeprefix(" ").rstrip())
        elif mark in _TOOLS:
            others.append(line)
        else:
            comment.append(line)
    fuzzy, flags, references = _read_by_tools(tuple(others))
    values = (
        block.ctxt or "",
        block.msgid,
        block.msgstr[0],
        fuzzy,
        block.kind == "obsolete",
        *block.previous,
        "\n".join(comment),
        "\n".join(extracted),
        references,
        flags,
        () if block.plural is None else (block.plural, *block.msgstr[1:]),
    )
    return Entry(*values, line=block.line, origin=Origin(block.text, place, values))


@lru_cache(maxsize=4096)  # the same few lines stand over thousands of entries
def _read_by_tools(lines: tuple[str, ...]) -> tuple[bool, tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Whether comment lines say fuzzy, their other flags and their references."""
    flags = flags_of(lines)
    return "fuzzy" in flags, tuple(flag for flag in flags if flag != "fuzzy"), tuple(_references(lines))


def _references(comments: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line in comments:
        if not line.startswith("#:"):
            continue
        for isolated, number, word in _REFERENCE.findall(line[2:]):
            name, colon, last = word.rpartition(":")
            if isolated or not (colon and last.isdecimal()):
                yield (isolated or word, number)
            else:
                yield (name, last)


def _gap(before: str, newline: str) -> str:
    """What is missing after `before` for one blank line."""
    ends = before[len(before.rstrip(_BLANKS)) :].count("\n")
    return newline * max(0, 2 - ends)


def _layout(entry: Entry) -> str:
    import polib  # noqa: PLC0415 -- only a catalogue that changes needs it

    forms = {0: entry.target, **dict(enumerate(entry.plural[1:], 1))} if entry.plural else {}
    extracted = [_whole_line(line) for line in entry.extracted.split("\n")]
    comment = "".join(f"{_whole_line(line)}\n" for line in entry.comment.split("\n") if line)
    laid_out = polib.POEntry(
        msgctxt=entry.role or None,
        msgid=entry.source,
        msgstr="" if forms else entry.target,
        msgid_plural=entry.plural[0] if forms else "",
        msgstr_plural=forms,
        obsolete=entry.obsolete,
        comment="\n".join(extracted),
        occurrences=[
            (f"\u2068{name}\u2069" if re.search(r"\s", name) else name, line)
            for name, line in entry.references
        ],
        flags=["fuzzy", *entry.flags] if entry.fuzzy else list(entry.flags),
        previous_msgctxt=entry.previous_role,
        previous_msgid=entry.previous,
        previous_msgid_plural=entry.previous_plural,
    )
    return comment + laid_out.__unicode__(wrapwidth=0)


def _whole_line(line: str) -> str:
    # gettext joins the line after a final backslash to the comment, msgid and all.
    return f"{line} " if line.endswith("\\") else line
