"""The end of the chain for one document: check, record, export; and what checks need a whole document for."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from translate import (
    articles,
    checks,
    conflicts,
    document,
    drafting,
    export,
    othertext,
    remarks,
    satisfying,
    terminology,
)
from translate.catalog import Entry
from translate.document import Document, Key, Written
from translate.errors import FullError, SavedError, TranslateError
from translate.figures import Style
from translate.filling import fault
from translate.glossary import Glossary
from translate.job import Job
from translate.locales import locale_info
from translate.report import Row
from translate.unit import Finding, Severity, State, Unit

CODES = {
    "stale": "The English changed since a person wrote the text.",
    "suspect": "The text is known only as the translation of another sentence, as after a bad merge.",
    "other": "A merge left two people's texts.",
    "block": "The text would break the article.",
    "figure-placed": "The model left a figure out, and it was put in where it probably belongs.",
    "check-ok": "A comment `# check-ok:` names no check.",
}
"""Codes of what the state and the article say, and what they find."""


ATTEMPTS = 20
"""How often a catalogue that someone keeps saving is read again before it is left to them."""


def finished(doc: Document, drafted: int, job: Job, rows: list[Row]) -> list[TranslateError]:
    """Finish one document and add its row; what nobody foresaw is a problem of that article alone.

    A document that could not be recorded has no row.

    Raises:
        FullError: The disk is full.
    """
    try:
        row, failed = _finish(doc, drafted, job)
    except FullError:
        raise
    except Exception as error:  # noqa: BLE001 -- see `fault`
        return [fault(error, doc)]
    rows.append(row)
    return failed


def _finish(doc: Document, drafted: int, job: Job) -> tuple[Row, list[TranslateError]]:
    """Check, record and export one document; an export that cannot be written is a problem, not an end."""
    if not drafted:
        doc = document.settled(doc, doc.units, {})
    config, options = job.config, job.options
    doc = check(doc, job.terms, config.style(doc.locale)) if options.checked else doc
    problems: list[TranslateError] = []
    written = Written(ledger=False, catalog=False)
    exported = None
    # A mere export makes no catalogues, such as for a locale that nobody has worked on.
    if not options.export or options.draft or document.exists(doc, config):
        doc, written = _recorded(doc, job)
    try:
        if options.export:
            exported = export.export(doc, config, require=options.require, write=options.write)
    except FullError:
        raise
    except TranslateError as error:
        problems.append(error)
    entry = export.entry(doc, exported, config) if exported is not None else None
    return Row(doc, drafted, any(written), exported, displaced=written.catalog, manifest=entry), problems


def _recorded(doc: Document, job: Job) -> tuple[Document, Written]:
    """Record a document; where someone saves its catalogue meanwhile, their version is the one to add to."""
    if not job.options.write:
        return doc, Written(ledger=document.differs(doc, job.config), catalog=False)
    for _ in range(ATTEMPTS):
        try:
            return doc, document.record(doc, job.config)
        except SavedError:
            doc = document.rebased(doc, job.config)
            doc = check(doc, job.terms, job.config.style(doc.locale)) if job.options.checked else doc
    return doc, document.record(doc, job.config)


def late(rows: list[Row], job: Job) -> tuple[list[Row], list[TranslateError]]:
    """The rows, those recorded again whose catalogue an editor went on to save under its old name."""
    out: list[Row] = []
    problems: list[TranslateError] = []
    for row in rows:
        now = row
        try:
            if row.displaced and document.overtaken(row.document, job.config):
                now, failed = _finish(document.rebased(row.document, job.config), row.drafted, job)
                problems.extend(failed)
        except TranslateError as error:
            problems.append(error)
        out.append(now)
    return out, problems


def check(doc: Document, terms: Glossary, style: Style) -> Document:
    """The document with the findings of every check on every unit."""
    info = locale_info(doc.locale)
    torn = _torn(doc)
    units = []
    for unit in doc.units:
        _, needed = drafting.requirements(unit, terms, doc.locale, None)  # figures have a check of their own
        verified = satisfying.verify(drafting.plain_target(unit), needed, doc.locale)
        judged = replace(unit, evidence=terminology.recalled(verified, unit.evidence))
        context = checks.Context(locale=info, machine=unit.state is State.DRAFT, style=style)
        own = _own_findings(unit, doc.entries[unit.key], torn.get(unit.key, ""))
        findings = [*own, *checks.check(judged, context)]
        if not context.machine:
            findings = [_for_people(finding) for finding in findings]
        units.append(replace(judged, findings=tuple(findings)))
    across = checks.check_article(units, info)
    return replace(doc, units=tuple(_excused(doc, unit, across.get(unit.key, ())) for unit in units))


def _excused(doc: Document, unit: Unit, more: tuple[Finding, ...]) -> Unit:
    """The unit with these findings too, but none that a person excused."""
    found = (*unit.findings, *more)
    codes = document.excused(doc, unit) if found else frozenset[str]()
    return replace(unit, findings=tuple(f for f in found if f.code not in codes))


def _for_people(finding: Finding) -> Finding:
    """A term that a person's text lacks is something to look at, no error: they may have had reasons."""
    if finding.code == "term-missing":
        return replace(finding, severity=Severity.WARNING)
    return finding


def _torn(doc: Document) -> dict[Key, str]:
    """Texts that would break the article they stand in, and why."""
    # What is left out on purpose breaks nothing: its English stands in for it here.
    texts = {unit.key: unit.target for unit in doc.units if unit.target}
    found = {
        unit.key: reason
        for unit in doc.units
        if unit.target and (reason := articles.breaks_block(unit.base_role, unit.target, unit.markup))
    }
    return found or articles.broken(doc.article, texts)


def _own_findings(unit: Unit, entry: Entry, torn: str) -> Iterable[Finding]:
    """What the state and the article say, which no check of the text alone can see."""
    if unit.state is State.STALE:
        yield Finding("stale", Severity.WARNING, f"the English was: {unit.previous}")
    elif unit.state is State.SUSPECT:
        message = (
            "this is known only as the translation of another sentence, as after a merge: "
            "correct it, or add the comment `# check-ok: suspect` if it is right"
        )
        yield Finding("suspect", Severity.ERROR, message)
    if entry.fuzzy and any(othertext.recorded(entry.comment)):
        message = "two people's texts, after a merge: choose, delete the comment `# other`, clear fuzzy"
        yield Finding("other", Severity.ERROR, message)
    if unit.state is State.DRAFT:
        yield from placed(unit, entry.extracted)
    if torn:
        yield Finding("block", Severity.ERROR, f"this text would break the article: {torn}")
    for word in document.misnamed(entry, known_codes() - {"block"} | {conflicts.CODE}):
        yield Finding("check-ok", Severity.WARNING, _misnamed(word))


def placed(unit: Unit, comment: str) -> Iterable[Finding]:
    """Figures that a draft got where the model left them out, as its comment tells."""
    for source, form in remarks.left_out(comment):
        at = unit.target.find(form)
        message = f"“{source}” was put in, for the model left it out: see that it stands with the right word."
        yield Finding("figure-placed", Severity.WARNING, message, (at, at + len(form)) if at >= 0 else None)


def _misnamed(word: str) -> str:
    """What is wrong with a word after `# check-ok:`."""
    if not word:
        return "`# check-ok:` without a code excuses nothing; name the code to excuse"
    if word == "check-ok":
        return "`# check-ok` without a colon excuses nothing; write `# check-ok: code`"
    if word == "block":
        return "`# check-ok: block` excuses nothing: correct the text"
    near = difflib.get_close_matches(word, sorted(known_codes() - {"block"}), 1)
    return f"`# check-ok: {word}` names no check" + (f"; did you mean {near[0]}?" if near else "")


@cache
def known_codes() -> frozenset[str]:
    """The codes of all findings there are."""
    return frozenset({one.code for one in checks.CHECKS} | checks.ARTICLE_CODES.keys() | CODES.keys())
