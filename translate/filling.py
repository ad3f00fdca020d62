"""Give units without a text one: from the memory if people approved that very sentence, else a model."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from translate import document, drafting, memory, memorystore, models, satisfying
from translate.document import Document, Key
from translate.engine import Engine
from translate.errors import ArticleError, TranslateError
from translate.job import Job
from translate.unit import State, Unit

Numbered = tuple[int, Document]
"""How many units were drafted, and the document."""


def fill(
    documents: list[Numbered], locale: str, job: Job
) -> tuple[list[Numbered], str, list[TranslateError]]:
    """Drafts of all that is pending; an article that the program stumbles over is left without, alone."""
    documents, problems = _recalled(documents, locale, job)
    try:
        return *_draft(documents, locale, job), problems
    except TranslateError as error:
        return documents, "", [*problems, error]
    except Exception:  # noqa: BLE001 -- one sentence may not stop a batch: look for its article
        out: list[Numbered] = []
        package = ""
        for item in documents:
            try:
                done, name = _draft([item], locale, job)
            except Exception as error:  # noqa: BLE001 -- see `_fault`
                done, name = [item], ""
                problems.append(fault(error, item[1]))
            package = package or name
            out.extend(done)
        return out, package, problems


def _recalled(
    documents: list[Numbered], locale: str, job: Job
) -> tuple[list[Numbered], list[TranslateError]]:
    """The documents with drafts from the memory, where people approved the very sentence elsewhere.

    A sentence that they approved one like, or that like in other ways, gets that told in its comment.
    """
    wanted = [_pending(doc, job) for _, doc in documents]
    if not any(wanted):
        return documents, []
    others = set(memorystore.catalogued(job.config, locale)) - {doc.article.slug for _, doc in documents}
    read, problems = memorystore.load(job.config, locale, sorted(others))
    here = (memory.segments(doc.article.slug, doc.catalog.entries, doc.ledger) for _, doc in documents)
    known = memory.Memory((*read.segments, *chain.from_iterable(here)))
    if not known.segments:
        return documents, problems
    out = []
    for (number, doc), keys in zip(documents, wanted, strict=True):
        drafts: dict[Key, Unit] = {}
        offered: dict[Key, tuple[str, ...]] = {}
        for unit in doc.units:
            if unit.key not in keys:
                continue
            offered[unit.key] = memory.suggestions(known, unit)
            if (made := memory.draft(known, unit)) is not None:
                _, needed = drafting.requirements(unit, job.terms, locale, job.config.style(locale))
                verified = satisfying.verify(drafting.plain_target(made), needed, locale)
                drafts[unit.key] = replace(made, evidence=verified)
        units = tuple(drafts.get(unit.key, unit) for unit in doc.units)
        under = {key: keys[key] for key in drafts}
        out.append((number + len(drafts), document.settled(doc, units, under, offered)))
    return out, problems


def fault(error: Exception, doc: Document) -> TranslateError:
    """An error nobody foresaw, as a problem of the one article it came up in: the batch goes on."""
    if isinstance(error, TranslateError):
        return error
    return ArticleError(
        f"{doc.locale}: the program failed on this article: {type(error).__name__}: {error}",
        path=doc.article.path,
        hint="the other articles were finished; please report this with the article",
    )


def _draft(documents: list[Numbered], locale: str, job: Job) -> tuple[list[Numbered], str]:
    """Draft everything pending of one locale in one go; without anything pending no model is loaded.

    The new English of a stale unit is drafted too, for its comment.
    """
    pending: dict[tuple[str, bool], Unit] = {}
    wanted: list[tuple[dict[Key, str], dict[Key, str]]] = []
    for _, doc in documents:
        keys, stale = _unrecalled(doc, job), _stale(doc, job)
        wanted.append((keys, stale))
        for unit in doc.units:
            if unit.key in keys or unit.key in stale:
                pending.setdefault((unit.source, unit.markup), unit)
    if not pending:
        return documents, ""
    config = job.config
    package = models.find(locale, explicit=job.options.model, config=config.model_path(locale))
    engine = Engine(package, config.engine)
    made = drafting.draft(
        list(pending.values()), engine, job.terms, locale, job.listener, style=config.style(locale)
    )
    drafts = dict(zip(pending, made, strict=True))
    out = []
    for (number, doc), (asked, stale) in zip(documents, wanted, strict=True):
        # A package that says nothing about a sentence leaves it as it is.
        keys = {
            unit.key: asked[unit.key]
            for unit in doc.units
            if unit.key in asked and drafts[unit.source, unit.markup].target.strip()
        }
        units = tuple(
            _with_draft(unit, drafts[unit.source, unit.markup]) if unit.key in keys else unit
            for unit in doc.units
        )
        done = document.settled(doc, units, keys, {key: doc.offered.get(key, ()) for key in keys})
        for unit in doc.units:
            if unit.key in stale:
                new = drafts[unit.source, unit.markup].target
                done = document.offer(done, unit, new, stale[unit.key])
        out.append((number + len(keys), done))
    return out, package.signature


def _unrecalled(doc: Document, job: Job) -> dict[Key, str]:
    """What is to be drafted by a model: all that is pending and was not drafted from the memory."""
    return {key: under for key, under in _pending(doc, job).items() if key not in doc.drafted}


def _stale(doc: Document, job: Job) -> dict[Key, str]:
    """The stale units without a fresh draft in their comment, each with the digest of its requirements."""
    out = {}
    for unit in doc.units:
        if unit.state is State.STALE:
            _, needed = drafting.requirements(unit, job.terms, doc.locale, job.config.style(doc.locale))
            under = drafting.requirement_digest(needed)
            if job.options.redraft or document.wants_offer(doc, unit, under):
                out[unit.key] = under
    return out


def _pending(doc: Document, job: Job) -> dict[Key, str]:
    """The units to draft, each with the digest of what its draft must contain.

    New ones, machine texts whose requirements changed, and on `--redraft` every machine text.
    """
    out = {}
    writable = document.writable(doc)
    for unit in doc.units:
        if unit.key not in writable:
            continue
        _, needed = drafting.requirements(unit, job.terms, doc.locale, job.config.style(doc.locale))
        under = drafting.requirement_digest(needed)
        if job.options.redraft or not document.stands(doc, unit, under):
            out[unit.key] = under
    return out


def _with_draft(unit: Unit, made: Unit) -> Unit:
    return replace(unit, target=made.target, evidence=made.evidence, model=made.model, state=made.state)
