"""Approval by the command line: fuzzy is cleared where no check finds an error; the ledger learns who."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

from translate import catalog, document, lock, othertext
from translate.catalog import Catalog, Entry
from translate.config import Config
from translate.document import Document
from translate.errors import SavedError, TranslateError, UsageError
from translate.ledger import Record
from translate.review import signed
from translate.unit import Finding, Severity, State, Unit

Key = tuple[str, str]
_PLACE = ("role: ", "before: ", "after: ")
"""Beginnings of our comment lines that outlast a stale text; the others speak of drafts offered for it."""
_ELLIPSES = ("…", "...")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be approved, and in whose name.

    Attributes:
        by: Who approves, on one line.
        at: When: UTC, ISO 8601, to the second.
        keys: `role:English` of the only sentences to approve; all when empty. An English text that ends
            with an ellipsis stands for the one sentence in the article that begins so.
        stale: Also texts whose English changed.
        write: Write anything at all.
    """

    by: str
    at: str
    keys: tuple[str, ...] = ()
    stale: bool = False
    write: bool = True


@dataclass(frozen=True, slots=True)
class Left:
    """A sentence that was not approved: where it stands in the article (0: nowhere), and why."""

    line: int
    role: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Approval:
    """What became of one article in one locale.

    Attributes:
        document: The article as it stood.
        approved: Fuzzy texts that are approved now.
        signed: Texts that were approved already and now carry a name.
        standing: How many needed nothing.
        left: What was not approved.
    """

    document: Document
    approved: tuple[Unit, ...] = ()
    signed: tuple[Unit, ...] = ()
    standing: int = 0
    left: tuple[Left, ...] = ()


def approve(
    documents: Sequence[Document], config: Config, order: Order
) -> tuple[list[Approval], list[TranslateError]]:
    """Approve what may be, article by article; a file that cannot be written is a problem, not an end.

    Args:
        documents: Articles whose units carry the findings of every check.
        config: The settings.
        order: What, by whom, when.

    Raises:
        UsageError: A key names no sentence, or nobody is named; nothing was changed.
        LockedError: Another process is writing in the workspace; nothing was changed.
    """
    by = " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in order.by).split())
    if not by:
        raise UsageError("an approval needs a name", hint='say who approves: --by "Anna Petrova"')
    order = replace(order, by=by)
    named = _named(documents, order.keys)
    done: list[tuple[Approval, Document | None]] = []
    problems: list[TranslateError] = []
    with lock.held(config.root) if order.write else nullcontext():
        for doc, keys in zip(documents, named, strict=True):
            if order.keys and not keys:
                continue
            try:
                done.append(_approve(doc, config, order, keys if order.keys else None))
            except TranslateError as error:
                problems.append(error)
        late = [doc for _, doc in done if doc is not None and document.overtaken(doc, config)]
    problems += [_saved(doc, config) for doc in late]
    return [approval for approval, doc in done if not any(doc is one for one in late)], problems


def _approve(
    doc: Document, config: Config, order: Order, keys: frozenset[Key] | None
) -> tuple[Approval, Document | None]:
    """What became of it, and the document whose catalogue was written, if it was.

    Only entries that are approved change in the file: what an update would do waits for the update.
    """
    path = config.catalog_path(doc.locale, doc.article.slug)
    found = catalog.read(path)
    entries = () if found is None else found.entries
    result = _sorted(doc, {entry.key: entry for entry in entries if not entry.obsolete}, order, keys)
    if found is None or not order.write:
        return result, None
    if found.read_digest != doc.catalog.read_digest:
        raise _saved(doc, config)
    cleared = {unit.key for unit in result.approved}
    book = doc.found.observed(entries)
    records = [_record(book.record(*unit.key), unit, order) for unit in (*result.approved, *result.signed)]
    if not records:
        return result, None
    held = _cleared(found, cleared, order) if cleared else found
    changed = replace(doc, catalog=held, ledger=book.updated(records))
    return result, changed if document.record(changed, config).catalog else None


def _saved(doc: Document, config: Config) -> SavedError:
    hint = "run the same command again: it will look at what was saved"
    path = config.catalog_path(doc.locale, doc.article.slug)
    return SavedError("was saved by someone meanwhile; nothing in it was approved", path=path, hint=hint)


def _record(record: Record, unit: Unit, order: Order) -> Record:
    return record.approved(unit.target, by=order.by, at=order.at)


def _sorted(doc: Document, mine: Mapping[Key, Entry], order: Order, keys: frozenset[Key] | None) -> Approval:
    """Which sentences are approved, which only signed, and which are left, with the reason."""
    approved, names, left = [], [], []
    standing = 0
    entries = doc.entries
    for unit in doc.units:
        if keys is not None and unit.key not in keys:
            continue
        if unit.state is State.APPROVED and (not unit.target or signed(doc, unit)):
            standing += 1
        elif reason := _refusal(unit, entries[unit.key], mine.get(unit.key), order):
            left.append(Left(unit.line, unit.role, unit.source, reason))
        elif unit.state is State.APPROVED:
            names.append(unit)
        else:
            approved.append(unit)
    active = {unit.key for unit in doc.units}
    left += [
        Left(0, *key, "left the article; it is kept as obsolete") for key in (keys or frozenset()) - active
    ]
    return Approval(doc, tuple(approved), tuple(names), standing, tuple(left))


def _refusal(unit: Unit, entry: Entry, mine: Entry | None, order: Order) -> str:
    """Why a text may not be approved, or nothing."""
    if unit.state is State.NEW:
        return "has no text"
    if mine is None or _standing(mine) != _standing(entry):
        return "the article changed since: run `translate update`, look at it, then approve"
    if entry.plural:
        return "has plural forms: clear its fuzzy mark in an editor"
    if unit.state is State.SUSPECT:
        return _messages(f for f in unit.findings if f.code == "suspect")
    return _doubt(unit, entry, order) or _messages(f for f in unit.findings if f.severity is Severity.ERROR)


def _doubt(unit: Unit, entry: Entry, order: Order) -> str:
    """What a person must settle first, or nothing."""
    if entry.fuzzy and any(othertext.recorded(entry.comment)):
        return "two people's texts after a merge: choose, delete the `# other` lines, then approve"
    if unit.state is State.STALE and not order.stale:
        return f"stale: the English was: {unit.previous} (`--stale` approves it all the same)"
    return ""


def _messages(findings: Iterable[Finding]) -> str:
    return "; ".join(f"{finding.code}: {finding.message}" for finding in findings)


def _standing(entry: Entry) -> tuple[object, ...]:
    """What a person approves, and what it renders; our own comments aside."""
    return entry.target, entry.fuzzy, entry.previous, entry.previous_role, entry.plural


def _cleared(found: Catalog, keys: set[Key], order: Order) -> Catalog:
    """The catalogue with these entries approved and its header telling of it, as after an editor's save."""
    entries = (e if e.obsolete or e.key not in keys else _approved(e) for e in found.entries)
    return replace(found, head=_dated(found.head, order), entries=tuple(entries))


def _approved(entry: Entry) -> Entry:
    extracted = entry.extracted
    if entry.previous is not None:
        extracted = "\n".join(line for line in extracted.split("\n") if line.startswith(_PLACE))
    bare = replace(entry, previous_role=None, previous=None, previous_plural=None)
    return replace(bare, fuzzy=False, extracted=extracted)


def _dated(head: Entry, order: Order) -> Entry:
    """The header with its two fields about the last revision set, where it has them."""
    fields = {
        "po-revision-date": f"{order.at[:10]} {order.at[11:16]}+0000",
        "last-translator": order.by,
    }
    lines = []
    for line in head.target.split("\n"):
        name, colon, _ = line.partition(":")
        value = fields.get(name.strip().lower())
        lines.append(f"{name}: {value}" if colon and value is not None else line)
    return replace(head, target="\n".join(lines))


def _named(documents: Sequence[Document], keys: Sequence[str]) -> list[frozenset[Key]]:
    """The sentences of each article that the keys name, obsolete ones among them.

    Raises:
        UsageError: One names no sentence, or the beginning of several.
    """
    out: list[set[Key]] = [set() for _ in documents]
    known = [{entry.key for entry in doc.catalog.entries} for doc in documents]
    for key in keys:
        role, colon, english = key.partition(":")
        if not colon:
            raise UsageError(f"`{key}` is no key", hint="write `role:English`, such as `body:They met.`")
        hits = [_hits(role, english, every) for every in known]
        for doc, found, mine in zip(documents, hits, out, strict=True):
            if len(found) > 1:
                hint = "write the whole sentence: " + " | ".join(sorted(source for _, source in found))
                raise UsageError(f"{doc.article.slug}: several sentences begin with `{key}`", hint=hint)
            mine.update(found)
        if not any(hits):
            hint = "the role is the entry's msgctxt and the English its msgid, letter by letter"
            raise UsageError(f"no sentence has the key `{key}`", hint=f"{hint}; `{role}:Beginning…` will do")
    return [frozenset(mine) for mine in out]


def _hits(role: str, english: str, known: set[Key]) -> set[Key]:
    if (role, english) in known:
        return {(role, english)}
    for mark in _ELLIPSES:
        beginning = english.removesuffix(mark)
        if english.endswith(mark) and beginning.strip():
            return {key for key in known if key[0] == role and key[1].startswith(beginning)}
    return set()


def as_json(approval: Approval) -> dict[str, Any]:
    """What `translate approve --json` prints of one article in one locale."""
    return {
        "article": approval.document.article.slug,
        "locale": approval.document.locale,
        "approved": [_unit_json(unit) for unit in approval.approved],
        "signed": [_unit_json(unit) for unit in approval.signed],
        "standing": approval.standing,
        "left": [
            {"line": one.line, "role": one.role, "source": one.source, "reason": one.reason}
            for one in approval.left
        ],
    }


def _unit_json(unit: Unit) -> dict[str, Any]:
    return {"line": unit.line, "role": unit.role, "source": unit.source, "target": unit.target}
