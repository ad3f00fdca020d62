"""What of a document waits for drafts, and the document when it has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from translate import document, drafting
from translate.document import Document, Key
from translate.job import Job
from translate.unit import Requirement, State, Unit

Numbered = tuple[int, Document]
"""How many units were drafted, and the document."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document, and what of it is to be drafted, each with the digest of its requirements.

    Attributes:
        number: How many of its units have a draft from the memory.
        document: The document.
        pending: Its units without a draft that stands.
        stale: Its stale units without a fresh draft in their comment.
    """

    number: int
    document: Document
    pending: Mapping[Key, str]
    stale: Mapping[Key, str]

    @property
    def units(self) -> list[Unit]:
        """The units to draft; the new English of a stale one is drafted too, for its comment."""
        return [u for u in self.document.units if u.key in self.pending or u.key in self.stale]


def with_drafts(item: Waiting, drafts: Mapping[Key, Unit]) -> Numbered:
    """The document with the drafts of its sentences; a package that says nothing leaves one as it is."""
    doc = item.document
    keys = {key: under for key, under in item.pending.items() if drafts[key].target.strip()}
    if not keys and not item.stale:
        return item.number, doc
    units = tuple(_with_draft(unit, drafts[unit.key]) if unit.key in keys else unit for unit in doc.units)
    done = document.settled(doc, units, keys, {key: doc.offered.get(key, ()) for key in keys})
    for unit in doc.units:
        if unit.key in item.stale and drafts[unit.key].target.strip():
            done = document.offer(done, unit, drafts[unit.key].target, item.stale[unit.key])
    return item.number + len(keys), done


def needed(unit: Unit, locale: str, job: Job) -> tuple[Requirement, ...]:
    """What a draft of a unit must contain."""
    return drafting.requirements(unit, job.terms, locale, job.config.style(locale))[1]


def stale(doc: Document, job: Job) -> dict[Key, str]:
    """The stale units without a fresh draft in their comment, each with the digest of its requirements."""
    out = {}
    for unit in doc.units:
        if unit.state is State.STALE:
            under = drafting.requirement_digest(needed(unit, doc.locale, job))
            if job.options.redraft or document.wants_offer(doc, unit, under):
                out[unit.key] = under
    return out


def pending(doc: Document, job: Job) -> dict[Key, str]:
    """The units to draft, each with the digest of what its draft must contain.

    New ones, machine texts whose requirements changed, and on `--redraft` every machine text.
    """
    out = {}
    writable = document.writable(doc)
    for unit in doc.units:
        if unit.key not in writable:
            continue
        under = drafting.requirement_digest(needed(unit, doc.locale, job))
        if job.options.redraft or not document.stands(doc, unit, under):
            out[unit.key] = under
    return out


def _with_draft(unit: Unit, made: Unit) -> Unit:
    return replace(unit, target=made.target, evidence=made.evidence, model=made.model, state=made.state)
