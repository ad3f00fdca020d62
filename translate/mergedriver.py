"""What git runs to merge a catalogue or a ledger: three files in, the merged one in place of ours."""

from __future__ import annotations

from pathlib import Path

from translate import atomic, catalog, ledger, merging, repository
from translate.catalog import Catalog
from translate.errors import RefusedError
from translate.ledger import Ledger
from translate.merging import Conflict

_SIDES = {
    "base": "the common ancestor",
    "our": "our version",
    "their": "their version",
    "merged": "the merged catalogue",
}


def merge(base: Path, ours: Path, theirs: Path, name: str = "") -> tuple[Conflict, ...]:
    """Write the merged catalogue or ledger to `ours`.

    Args:
        base: The common ancestor; an empty file where there is none.
        ours: Our version.
        theirs: Their version.
        name: The file's path from the top of the repository (`%P`), for messages and to find its ledger.

    Returns:
        The sentences that two people rendered differently.

    Raises:
        RefusedError: A version is no valid catalogue or ledger, or the merged one would be none; `ours` is
            as it was.
        SetupError: A file cannot be read or written.
    """
    versions = {side: _read(path) for side, path in (("base", base), ("our", ours), ("their", theirs))}
    known = Path(name or ours)
    conflicts: tuple[Conflict, ...] = ()
    if known.suffix == ".jsonl" or (not name and versions["our"].lstrip().startswith(b"{")):
        books = [_parsed_ledger(data, known, side) for side, data in versions.items()]
        merged = ledger.dumps(merging.ledgers(*books))
    else:
        merged, conflicts = _catalogs(versions, known, name)
    atomic.write_bytes(ours, merged)
    return conflicts


def _catalogs(versions: dict[str, bytes], known: Path, name: str) -> tuple[bytes, tuple[Conflict, ...]]:
    base = _parsed(versions["base"], known, "base") if versions["base"].strip() else None
    ours, theirs = (_parsed(versions[side], known, side) for side in ("our", "their"))
    books = (_ledger(versions["our"], name), _ledger(versions["their"], name))
    branch = repository.branch_merged() or "theirs"
    merged = merging.catalogs(base, ours, theirs, ledgers=books, name=branch)
    data = catalog.dump(merged.catalog)
    _prove(_parsed(data, known, "merged"), merged.catalog, known)
    return data, merged.conflicts


def _prove(again: Catalog, merged: Catalog, path: Path) -> None:
    """What was laid out is read back: no text or comment of a person may differ."""
    one, two = ([(e.key, e.target, e.plural, e.comment) for e in c.entries] for c in (again, merged))
    if one != two:
        raise RefusedError("would lose part of an entry when merged; our version stays", path=path)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise atomic.setup_error(error, path, "cannot be read") from error


def _parsed(data: bytes, path: Path, side: str) -> Catalog:
    try:
        return catalog.parse(data, path)
    except RefusedError as error:
        raise _refused(error, side) from error


def _parsed_ledger(data: bytes, path: Path, side: str) -> Ledger:
    try:
        return ledger.parse(data, path)
    except RefusedError as error:
        raise _refused(error, side) from error


def _refused(error: RefusedError, side: str) -> RefusedError:
    hint = "our version stays in the work tree; mend that version and merge again, or edit and `git add` ours"
    message = f"{_SIDES[side]} cannot be merged: {error.message}"
    return RefusedError(message, path=error.path, line=error.line, hint=hint)


def _ledger(data: bytes, name: str) -> Ledger:
    """The ledger that was committed with this version of a catalogue; empty where none is found.

    Without it every text counts as a person's, so that at worst a draft becomes a conflict.
    """
    folder, _, slug = name.rpartition("/LC_MESSAGES/")
    if not slug.endswith(".po"):
        return Ledger()
    commit = repository.commit_with(data, name)
    path = f"{folder}/.state/{slug.removesuffix('.po')}.jsonl"
    found = repository.content(commit, path) if commit else None
    try:
        return ledger.parse(found or b"", Path(path))
    except RefusedError:
        return Ledger()
