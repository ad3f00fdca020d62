"""Give units without a text one: from the memory if people approved that very sentence, else a model."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Self

from translate import document, drafting, memory, memorystore, models, satisfying
from translate.document import Document, Key
from translate.drafter import Drafter, Here, Task
from translate.errors import ArticleError, TranslateError
from translate.job import Job
from translate.memory import Memory
from translate.seen import Seen
from translate.unit import Requirement, State, Unit

Numbered = tuple[int, Document]
"""How many units were drafted, and the document."""
Drafters = Callable[[Task], AbstractContextManager[Drafter]]
"""Makes a drafter for a locale."""
POOL = 2048
"""Sentences that wait for a draft together: many full chunks, and a minute of work lost at most by a stop."""
WAITING = 256
"""Documents that wait together."""
KEPT = 1024
"""Drafts that are kept for the same sentence in a later article."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A document, and what of it is to be drafted, each with the digest of its requirements.

    Attributes:
        document: The document.
        pending: Its units without a draft that stands.
        stale: Its stale units without a fresh draft in their comment.
    """

    document: Document
    pending: Mapping[Key, str]
    stale: Mapping[Key, str]


def here(task: Task) -> AbstractContextManager[Drafter]:
    """Drafts in this process."""
    return nullcontext(Here(task))


@dataclass
class Filler:
    """Fills the documents of one locale, a pool of sentences of many articles at a time.

    Attributes:
        locale: The target.
        job: What the call works with.
        drafters: Makes the drafter, once a sentence needs one.
        cache: What is known of files that did not change.
        package: Signature of the package, empty while nothing was drafted.
    """

    locale: str
    job: Job
    drafters: Drafters = here
    cache: Seen | None = None
    package: str = ""
    _waiting: list[_Waiting] = field(default_factory=list)
    _sources: set[tuple[str, bool]] = field(default_factory=set)
    _memory: Memory | None = None
    _problems: list[TranslateError] = field(default_factory=list)
    _kept: OrderedDict[tuple[str, bool], Unit] = field(default_factory=OrderedDict)
    _drafter: Drafter | None = None
    _open: AbstractContextManager[Drafter] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._open is not None:
            self._open.__exit__(None, None, None)

    def add(self, doc: Document) -> None:
        """Let a document wait for its drafts."""
        item = _Waiting(doc, _pending(doc, self.job), _stale(doc, self.job))
        self._waiting.append(item)
        self._sources |= {
            (unit.source, unit.markup)
            for unit in doc.units
            if unit.key in item.pending or unit.key in item.stale
        }

    @property
    def full(self) -> bool:
        """Whether it is time to draft what waits."""
        return len(self._sources) >= POOL or len(self._waiting) >= WAITING

    def fill(self) -> tuple[list[Numbered], list[TranslateError]]:
        """The waiting documents with drafts; one that the program stumbles over stays without, alone."""
        waiting, self._waiting, self._sources = self._waiting, [], set()
        recalled = [self._recalled(item) for item in waiting]
        problems, self._problems = self._problems, []
        try:
            return self._drafted(recalled), problems
        except TranslateError as error:
            return [(number, item.document) for number, item in recalled], [*problems, error]
        except Exception:  # noqa: BLE001 -- one sentence may not stop a batch: look for its article
            out: list[Numbered] = []
            for number, item in recalled:
                try:
                    out += self._drafted([(number, item)])
                except Exception as error:  # noqa: BLE001 -- see `fault`
                    out.append((number, item.document))
                    problems.append(fault(error, item.document))
            return out, problems

    def _known(self) -> Memory:
        """The memory of the locale as it was on disk when it was first asked."""
        if self._memory is None:
            self._memory, problems = memorystore.load(self.job.config, self.locale, cache=self.cache)
            self._problems += problems
        return self._memory

    def _recalled(self, item: _Waiting) -> tuple[int, _Waiting]:
        """The document with drafts from the memory, where people approved the very sentence elsewhere.

        A sentence that they approved one like, or that like in other ways, gets that told in its comment.
        """
        doc = item.document
        if not item.pending or not (known := self._known()).segments:
            return 0, item
        drafts: dict[Key, Unit] = {}
        offered: dict[Key, tuple[str, ...]] = {}
        for unit in doc.units:
            if unit.key not in item.pending:
                continue
            offered[unit.key] = memory.suggestions(known, unit)
            if (made := memory.draft(known, unit)) is not None:
                needed = _needed(unit, doc.locale, self.job)
                verified = satisfying.verify(drafting.plain_target(made), needed, doc.locale)
                drafts[unit.key] = replace(made, evidence=verified)
        units = tuple(drafts.get(unit.key, unit) for unit in doc.units)
        under = {key: item.pending[key] for key in drafts}
        pending = {key: text for key, text in item.pending.items() if key not in drafts}
        now = document.settled(doc, units, under, offered)
        return len(drafts), _Waiting(now, pending, item.stale)

    def _drafted(self, items: list[tuple[int, _Waiting]]) -> list[Numbered]:
        """Draft everything pending in one go; without anything pending no model is loaded.

        The new English of a stale unit is drafted too, for its comment.
        """
        pending: dict[tuple[str, bool], Unit] = {}
        for _, item in items:
            for unit in item.document.units:
                if unit.key in item.pending or unit.key in item.stale:
                    pending.setdefault((unit.source, unit.markup), unit)
        drafts = {key: self._kept[key] for key in pending if key in self._kept}
        new = {key: unit for key, unit in pending.items() if key not in drafts}
        if new:
            made = self._engine().draft(list(new.values()), self.job.listener.drafted)
            drafts |= dict(zip(new, made, strict=True))
            self._kept.update((key, drafts[key]) for key in new)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return [_with_drafts(number, item, drafts) for number, item in items]

    def _engine(self) -> Drafter:
        if self._drafter is None:
            config = self.job.config
            package = models.find(
                self.locale, explicit=self.job.options.model, config=config.model_path(self.locale)
            )
            task = Task(package, config.engine, self.job.terms, self.locale, config.style(self.locale))
            self._open = self.drafters(task)
            self._drafter = self._open.__enter__()
            self.package = package.signature
        return self._drafter


def _with_drafts(number: int, item: _Waiting, drafts: Mapping[tuple[str, bool], Unit]) -> Numbered:
    """The document with the drafts of its sentences; a package that says nothing leaves one as it is."""
    doc = item.document
    keys = {
        unit.key: item.pending[unit.key]
        for unit in doc.units
        if unit.key in item.pending and drafts[unit.source, unit.markup].target.strip()
    }
    if not keys and not item.stale:
        return number, doc
    units = tuple(
        _with_draft(unit, drafts[unit.source, unit.markup]) if unit.key in keys else unit
        for unit in doc.units
    )
    done = document.settled(doc, units, keys, {key: doc.offered.get(key, ()) for key in keys})
    for unit in doc.units:
        if unit.key in item.stale:
            new = drafts[unit.source, unit.markup].target
            done = document.offer(done, unit, new, item.stale[unit.key])
    return number + len(keys), done


def fault(error: Exception, doc: Document) -> TranslateError:
    """An error nobody foresaw, as a problem of the one article it came up in: the batch goes on."""
    if isinstance(error, TranslateError):
        return error
    return ArticleError(
        f"{doc.locale}: the program failed on this article: {type(error).__name__}: {error}",
        path=doc.article.path,
        hint="the other articles were finished; please report this with the article",
    )


def _needed(unit: Unit, locale: str, job: Job) -> tuple[Requirement, ...]:
    return drafting.requirements(unit, job.terms, locale, job.config.style(locale))[1]


def _stale(doc: Document, job: Job) -> dict[Key, str]:
    """The stale units without a fresh draft in their comment, each with the digest of its requirements."""
    out = {}
    for unit in doc.units:
        if unit.state is State.STALE:
            under = drafting.requirement_digest(_needed(unit, doc.locale, job))
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
        under = drafting.requirement_digest(_needed(unit, doc.locale, job))
        if job.options.redraft or not document.stands(doc, unit, under):
            out[unit.key] = under
    return out


def _with_draft(unit: Unit, made: Unit) -> Unit:
    return replace(unit, target=made.target, evidence=made.evidence, model=made.model, state=made.state)
