"""Puts machine drafts into their locale's typography; what people wrote or approved is left as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

from translate import articles, catalog, checks, document, ledger, lock, satisfying, typesetting
from translate.catalog import Entry
from translate.config import Config
from translate.document import Document, Key
from translate.drafting import plain_target
from translate.errors import SavedError, TranslateError
from translate.ledger import Ledger, Record
from translate.locales import locale_info
from translate.report import msgstr_line
from translate.unit import Evidence, Outcome, Severity, State, Unit, digest


@dataclass(frozen=True, slots=True)
class Fix:
    """One draft before and after; `line` is that of its msgstr in the catalogue."""

    line: int
    role: str
    source: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """What became of one article in one locale.

    Attributes:
        slug: The article.
        locale: The locale.
        fixes: The drafts that changed, in the order of the article.
        others: By state, how many texts of people have another typography and were left.
    """

    slug: str
    locale: str
    fixes: tuple[Fix, ...] = ()
    others: Counter[State] = field(default_factory=Counter)


def fix(
    documents: Sequence[Document], config: Config, *, write: bool
) -> tuple[list[Fixed], list[TranslateError]]:
    """Put drafts in order, article by article; a file that cannot be written is a problem, not an end.

    Args:
        documents: Articles whose units carry the evidence of their terms and figures.
        config: The settings.
        write: Write the catalogues and ledgers; else only tell.

    Raises:
        LockedError: Another process is writing in the workspace; nothing was changed.
    """
    done: list[tuple[Fixed, Document | None]] = []
    problems: list[TranslateError] = []
    with lock.held(config.root) if write else nullcontext():
        for doc in documents:
            try:
                done.append(_fix(doc, config, write=write))
            except TranslateError as error:
                problems.append(error)
        late = [doc for _, doc in done if doc is not None and document.overtaken(doc, config)]
    problems += [_saved(doc, config) for doc in late]
    return [fixed for fixed, doc in done if not any(doc is one for one in late)], problems


def _fix(doc: Document, config: Config, *, write: bool) -> tuple[Fixed, Document | None]:
    """What became of it, and the document whose catalogue was written, if it was.

    Only drafts change in the file: what an update would do waits for the update.
    """
    path = config.catalog_path(doc.locale, doc.article.slug)
    made = dict(_typeset(doc))
    found = catalog.read(path) if made else None
    if found is None:
        return Fixed(doc.article.slug, doc.locale, (), _others(doc, made)), None
    if found.read_digest != doc.catalog.read_digest:
        raise _saved(doc, config)
    book = doc.found.observed(found.entries)
    changed: dict[Key, Entry] = {}
    records: list[Record] = []
    fixes: list[Fix] = []
    for entry in found.entries:
        if entry.key in made and _is_ours(entry, doc.entries[entry.key], made[entry.key], book):
            changed[entry.key], record = _drafted(entry, made[entry.key], book)
            records.append(record)
            fixes.append(Fix(msgstr_line(entry), entry.role, entry.source, entry.target, made[entry.key]))
    fixed = Fixed(doc.article.slug, doc.locale, tuple(fixes), _others(doc, made))
    if not records or not write:
        return fixed, None
    entries = tuple(e if e.obsolete else changed.get(e.key, e) for e in found.entries)
    now = replace(doc, catalog=replace(found, entries=entries), ledger=book.updated(records))
    return fixed, now if document.record(now, config).catalog else None


def _typeset(doc: Document) -> Iterator[tuple[Key, str]]:
    """The texts that have another typography than their locale, drafts or not, as they should be."""
    info = locale_info(doc.locale)
    for unit in doc.units:
        if not unit.target:
            continue
        spans = [item.span for item in unit.evidence if item.span is not None and _is_filed(item)]
        made = typesetting.normalised(
            unit.target, info, source=unit.source, markup=unit.markup, protected=spans
        )
        if made.text != unit.target and _holds(unit, made.text, doc.locale):
            yield unit.key, made.text


def _is_filed(item: Evidence) -> bool:
    """Whether a term stands as the glossary has it, and not with other marks, as in `операция "Синдур"`."""
    return item.form.casefold() in {form.casefold() for form in item.requirement.renderings}


def _holds(unit: Unit, text: str, locale: str) -> bool:
    """Whether a text keeps the terms and figures of the unit's and stays in its block."""
    if articles.breaks_block(unit.base_role, text, unit.markup):
        return False
    now = replace(unit, target=text)
    needed = [item.requirement for item in unit.evidence]
    now = replace(now, evidence=satisfying.verify(plain_target(now), needed, locale))
    return not _faults(now, locale) - _faults(unit, locale)


def _faults(unit: Unit, locale: str) -> Counter[str]:
    """What is wrong with a text, by code, and requirements that it does not keep, by their English."""
    context = checks.Context(locale_info(locale), machine=unit.state is State.DRAFT)
    lost = [e.requirement.source for e in unit.evidence if e.outcome is Outcome.UNENFORCED]
    return Counter([*(f.code for f in checks.check(unit, context) if f.severity is Severity.ERROR), *lost])


def _is_ours(entry: Entry, current: Entry, text: str, book: Ledger) -> bool:
    """Whether an entry is a draft that stands as it was looked at, and nobody ever approved its new text."""
    if (entry.target, entry.fuzzy, entry.obsolete) != (current.target, current.fuzzy, False):
        return False
    return bool(entry.target) and ledger.may_write(entry, book) and digest(text) not in book.ever_approved


def _drafted(entry: Entry, text: str, book: Ledger) -> tuple[Entry, Record]:
    """The entry with its text put in order, made by whom and under what the text was made.

    A draft that is not the newest was made under something that nobody knows any more.
    """
    known = book.record(*entry.key)
    newest = known.mt[:1] == (digest(entry.target),)
    req, model = (known.req, known.model) if newest else ("", "")
    return ledger.draft(entry, text, book, req=req, model=model)


def _others(doc: Document, made: Mapping[Key, str]) -> Counter[State]:
    return Counter(u.state for u in doc.units if u.key in made and u.state is not State.DRAFT)


def _saved(doc: Document, config: Config) -> SavedError:
    hint = "run the same command again: it will look at what was saved"
    path = config.catalog_path(doc.locale, doc.article.slug)
    return SavedError("was saved by someone meanwhile; nothing in it was changed", path=path, hint=hint)


def as_json(fixed: Fixed) -> dict[str, Any]:
    """What `translate check --fix --json` prints of one article in one locale."""
    return {
        "article": fixed.slug,
        "locale": fixed.locale,
        "changed": [
            {"line": one.line, "role": one.role, "source": one.source, "old": one.old, "new": one.new}
            for one in fixed.fixes
        ],
        "left": {state.value: number for state, number in sorted(fixed.others.items())},
    }
