"""What changed since people approved a text, or since a revision in git, for those who sign it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from translate import align, atomic, catalog, ledger, revision, worddiff
from translate.catalog import Entry
from translate.config import Config
from translate.document import Document
from translate.errors import TranslateError
from translate.ledger import Ledger
from translate.review import signed
from translate.unit import State, Unit, digest

HISTORY = 50
"""Revisions of a catalogue in which an approved text is looked for."""
Key = tuple[str, str]
_WHAT = {State.DRAFT: "drafted anew", State.SUSPECT: "a text of another sentence"}


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence that is not as it was.

    Attributes:
        slug: The article.
        locale: The target.
        line: In the catalogue, 0 if it is not there yet (or no longer).
        role: msgctxt.
        state: As it stands now.
        what: What happened, in a few words.
        source: The English.
        was_source: The English that the earlier text rendered.
        target: The text.
        was_target: The earlier text, None when no file has it any more.
    """

    slug: str
    locale: str
    line: int
    role: str
    state: State
    what: str
    source: str
    was_source: str
    target: str
    was_target: str | None


def changes(
    documents: Sequence[Document], config: Config, *, since: str | None = None
) -> tuple[list[Change], list[TranslateError]]:
    """What changed in these articles; a catalogue of then that cannot be read is a problem, not an end.

    Args:
        documents: The articles as they stand.
        config: The settings.
        since: A revision in git to compare with; what was approved where there is none.

    Raises:
        SetupError: There is no git, or no repository.
        UsageError: There is no such revision.
    """
    if since is None:
        return [change for doc in documents for change in since_approval(doc, config)], []
    commit = revision.resolve(config.root, since)
    paths = [config.catalog_path(doc.locale, doc.article.slug) for doc in documents]
    then = revision.contents(config.root, commit, paths)
    out: list[Change] = []
    problems: list[TranslateError] = []
    for doc, path in zip(documents, paths, strict=True):
        try:
            out += since_revision(doc, then.get(path), since, config)
        except TranslateError as error:
            problems.append(error)
    return out, problems


def since_approval(doc: Document, config: Config) -> list[Change]:
    """Sentences whose English or text is not what a person approved, and new wordings nobody signed.

    The ledger knows approved texts by digest only. The words are looked for in the catalogue, its backup
    and its history in git, and shown only where their digest is the approved one.
    """
    entries = doc.entries
    found = [_since_approval(doc, entries[unit.key], unit) for unit in doc.units]
    known = [item for item in found if item is not None]
    texts = _texts({wanted for _, wanted in known if wanted}, doc, config)
    return [replace(c, was_target=texts.get(wanted)) if wanted else c for c, wanted in known]


def _since_approval(doc: Document, entry: Entry, unit: Unit) -> tuple[Change, str] | None:
    """A change, and the digest of the earlier text unless that is in the change already."""
    ok = doc.ledger.record(*unit.key).ok
    now = digest(unit.target)
    change = _change(doc, entry, unit.state, "")
    if unit.state is State.STALE:
        before = doc.ledger.record(entry.previous_role or entry.role, unit.previous).ok[:1]
        change = replace(change, what="the English changed", was_source=unit.previous)
        return change, "" if now in before else "".join(before)
    if entry.plural or not ok:
        return None
    if unit.state is State.APPROVED and unit.target:
        anew = len(ok) > 1 and not signed(doc, unit)
        return (replace(change, what="approved anew"), ok[1]) if anew else None
    what = _WHAT.get(unit.state, "edited" if unit.target else "emptied")
    if now == ok[0]:
        return replace(change, what="marked fuzzy again"), ""
    return replace(change, what=what), ok[0]


def _texts(wanted: set[str], doc: Document, config: Config) -> Mapping[str, str]:
    """Texts by digest, from the nearest file that has each."""
    found: dict[str, str] = {}
    for entries in _earlier(doc, config) if wanted else ():
        for entry in entries:
            if digest(entry.target) in wanted:
                found.setdefault(digest(entry.target), entry.target)
        if len(found) == len(wanted):
            break
    return found


def _earlier(doc: Document, config: Config) -> Iterator[Iterable[Entry]]:
    """The catalogue's entries now, in its backup, and in each revision; what cannot be read is left out."""
    yield doc.catalog.entries
    path = config.catalog_path(doc.locale, doc.article.slug)
    backup = atomic.backup_path(path)
    if backup.is_file():
        yield _entries(backup.read_bytes(), backup)
    for data in revision.versions(config.root, path, HISTORY):
        yield _entries(data, path)


def _entries(data: bytes, path: Path) -> tuple[Entry, ...]:
    try:
        return catalog.parse(data, path).entries
    except TranslateError:
        return ()


def since_revision(doc: Document, before: bytes | None, name: str, config: Config) -> list[Change]:
    """What differs from a catalogue's bytes of a revision, sentence by sentence.

    Args:
        doc: The article in the locale as it stands.
        before: The catalogue then, None when there was none.
        name: The revision, for messages.
        config: The settings.

    Raises:
        RefusedError: The catalogue of then cannot be read.
    """
    place = Path(f"{name}:{config.catalog_path(doc.locale, doc.article.slug).relative_to(config.root)}")
    then = () if before is None else catalog.parse(before, place).entries
    old = {entry.key: entry for entry in then if not entry.obsolete}
    pairs = _pairs(old, [unit.key for unit in doc.units])
    entries = doc.entries
    out = []
    for unit in doc.units:
        entry = entries[unit.key]
        was = old.pop(pairs[unit.key]) if unit.key in pairs else None
        what = _what(was, entry, unit.state)
        if what:
            text = ("", "") if was is None else (was.source, was.target)
            out.append(replace(_change(doc, entry, unit.state, what), was_source=text[0], was_target=text[1]))
    for entry in old.values():
        if ledger.has_text(entry):
            gone = _change(doc, entry, State.OBSOLETE, "gone")
            out.append(replace(gone, line=0, source="", target=""))
    return out


def _pairs(old: Mapping[Key, Entry], keys: list[Key]) -> dict[Key, Key]:
    """Which sentence of now was which one then: the same, in another role, or a version of it."""
    # An empty ledger: every text then counts as a person's, so that all are followed.
    plan = align.update(old.values(), keys, Ledger()).plan
    moved = {new: before for before, new in (*plan.renamed, *plan.stale) if new in keys}
    return moved | {key: key for key in keys if key in old}


def _what(was: Entry | None, now: Entry, state: State) -> str:
    if was is None:
        return "new" if ledger.has_text(now) else ""
    parts = []
    if was.source != now.source:
        parts.append("the English changed")
    if was.target != now.target:
        parts.append("the text changed")
    if was.fuzzy and not now.fuzzy and state is State.APPROVED:
        parts.append("approved")
    if now.fuzzy and not was.fuzzy and state is not State.STALE and now.target:
        parts.append("marked fuzzy again")
    return ", ".join(parts)


def _change(doc: Document, entry: Entry, state: State, what: str) -> Change:
    """A change in which both texts are still the present ones."""
    return Change(
        slug=doc.article.slug,
        locale=doc.locale,
        line=entry.line,
        role=entry.role,
        state=state,
        what=what,
        source=entry.source,
        was_source=entry.source,
        target=entry.target,
        was_target=entry.target,
    )


def as_json(change: Change, config: Config) -> dict[str, Any]:
    """What `translate diff --json` prints of one sentence; an earlier text that is lost is null."""
    path = config.catalog_path(change.locale, change.slug).relative_to(config.root)
    return {
        "article": change.slug,
        "locale": change.locale,
        "path": path.as_posix(),
        "line": change.line,
        "role": change.role,
        "state": change.state.value,
        "what": change.what,
        "english": _versions(change.was_source, change.source),
        "text": _versions(change.was_target, change.target),
    }


def _versions(was: str | None, now: str) -> dict[str, str | None]:
    diff = None if was is None else worddiff.marked(worddiff.compare(was, now))
    return {"was": was, "now": now, "diff": diff}
