"""Give units without a text one: from the memory if people approved that very sentence, else a model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from translate import document, drafting, memory, memorystore, models, resuming, satisfying, waiting
from translate.document import Document, Key
from translate.drafter import Drafter, Drafting, Here, Task
from translate.errors import ArticleError, TranslateError
from translate.job import Job
from translate.memory import Memory
from translate.resuming import Drafts, Sentence, sentence_of
from translate.seen import Seen
from translate.unit import Unit
from translate.waiting import Numbered, Waiting

Filled = tuple[list[Numbered], list[TranslateError]]
"""Documents with drafts, and what went wrong."""
Drafters = Callable[[Task], AbstractContextManager[Drafter]]
"""Makes a drafter for a locale."""
POOL = 2048
"""Sentences that wait for a draft together: many full chunks."""
HELD = 8192
"""Sentences of the documents that wait together, whether they need a draft or not."""
JOINING = 512
"""Documents that wait with a pool that is being drafted, since its drafts are all they need."""


@dataclass(slots=True)
class _Pool:
    """Documents whose sentences are drafted together.

    Attributes:
        items: The documents.
        sources: The sentences they need.
        held: Sentences of the documents.
        joined: Documents that came when the drafts had been begun.
        drafting: Those that no draft is kept of.
        error: Why they cannot be drafted.
    """

    items: list[Waiting] = field(default_factory=list)
    sources: set[Sentence] = field(default_factory=set)
    held: int = 0
    joined: int = 0
    drafting: Drafting | None = None
    error: Exception | None = None

    def add(self, item: Waiting, sources: set[Sentence]) -> None:
        """Let a document wait with the others."""
        self.items.append(item)
        self.sources |= sources
        self.held += len(item.document.units)


def here(task: Task) -> AbstractContextManager[Drafter]:
    """Drafts in this process."""
    return nullcontext(Here(task))


@dataclass
class Filler:
    """Fills the documents of one locale, a pool of sentences of many articles at a time.

    While one pool is being drafted, the next one is read and the one before is recorded.

    Attributes:
        locale: The target.
        job: What the call works with.
        drafters: Makes the drafter, once a sentence needs one.
        cache: What is known of files that did not change.
        package: Signature of the package, empty while nothing was drafted.
        undrafted: Articles that still wait for a draft: it failed, or the package said nothing.
    """

    locale: str
    job: Job
    drafters: Drafters = here
    cache: Seen | None = None
    package: str = ""
    undrafted: set[Path] = field(default_factory=set)
    _pool: _Pool = field(default_factory=_Pool)
    _begun: _Pool | None = None
    _memory: Memory | None = None
    _problems: list[TranslateError] = field(default_factory=list)
    _task: Task | TranslateError | None = None
    _drafts: Drafts | None = None
    _drafter: Drafter | None = None
    _open: AbstractContextManager[Drafter] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._begun is not None and self._begun.drafting is not None:
            self._begun.drafting.close()
        if self._open is not None:
            self._open.__exit__(None, None, None)

    def add(self, doc: Document) -> Filled:
        """Let a document wait for its drafts.

        One that needs only those of the last whole pool comes back at once, or waits for them with that pool.
        It does not count, so that a run that goes on after a stop makes the pools that the stopped one would
        have made.
        """
        item = self._recalled(doc, waiting.pending(doc, self.job), waiting.stale(doc, self.job))
        sources = set(map(sentence_of, item.units))
        if not sources:
            return self._filled(_Pool([item]))
        if self._begun is not None and sources <= self._begun.sources:
            self._begun.items.append(item)
            self._begun.joined += 1
        elif self._begun is None and self._settled(sources):
            return self._filled(self._started(_Pool([item], sources)))
        else:
            self._pool.add(item, sources)
        return [], self._told()

    @property
    def decided_by(self) -> str:
        """All that decides a draft besides the sentences; empty where there is no package."""
        try:
            return resuming.key(self._found())
        except TranslateError:
            return ""

    @property
    def full(self) -> bool:
        """Whether it is time to draft what waits."""
        return len(self._pool.sources) >= POOL or self._pool.held >= HELD

    @property
    def due(self) -> bool:
        """Whether to collect what was begun: nobody else drafts it, or many documents wait for it."""
        pool = self._begun
        if pool is None:
            return False
        elsewhere = pool.drafting is not None and pool.drafting.elsewhere
        return not elsewhere or pool.joined >= JOINING

    def start(self) -> None:
        """Begin to draft what waits; the pool before must have been collected."""
        pool, self._pool = self._pool, _Pool()
        self._begun = self._started(pool) if pool.items else None

    def collect(self) -> Filled:
        """The documents of the pool that was begun, with drafts.

        One that the program stumbles over stays without, alone.
        """
        pool = self._begun
        if pool is None:
            return [], self._told()
        filled = self._filled(pool)
        self._begun = None
        if self._drafts is not None:
            self._drafts.close_pool(sorted(pool.sources))
        return filled

    def keep(self) -> None:
        """Keep the drafts that are there by now, in case the run is stopped."""
        pool = self._begun
        if pool is not None and pool.error is None:
            try:
                self._gather(pool, wait=False)
            except Exception as error:  # noqa: BLE001 -- it is told when the pool is collected
                pool.error = error

    def close(self) -> None:
        """Everything is drafted and recorded."""
        if self._drafts is not None:
            self._drafts.close()

    def _filled(self, pool: _Pool) -> Filled:
        problems = self._told()
        try:
            return self._drafted(pool), problems
        except TranslateError as error:
            return [self._as_far(item) for item in pool.items], [*problems, error]
        except Exception:  # noqa: BLE001 -- one sentence may not stop a batch: look for its article
            out: list[Numbered] = []
            for item in pool.items:
                try:
                    out += self._drafted(self._started(_Pool([item], set(map(sentence_of, item.units)))))
                except Exception as error:  # noqa: BLE001 -- see `fault`
                    self.undrafted.add(item.document.article.path)
                    out.append((item.number, item.document))
                    problems.append(fault(error, item.document))
            return out, problems

    def _told(self) -> list[TranslateError]:
        problems, self._problems = self._problems, []
        return problems

    def _settled(self, sources: set[Sentence]) -> bool:
        try:
            return self._known_drafts().settled(sources)
        except TranslateError:
            return False  # there is no package, which is told when a pool is drafted

    def _known(self) -> Memory:
        """The memory of the locale as it was on disk when it was first asked."""
        if self._memory is None:
            self._memory, problems = memorystore.load(self.job.config, self.locale, cache=self.cache)
            self._problems += problems
        return self._memory

    def _recalled(self, doc: Document, wanted: Mapping[Key, str], stale: Mapping[Key, str]) -> Waiting:
        """The document with drafts from the memory, where people approved the very sentence elsewhere.

        A sentence that they approved one like, or that like in other ways, gets that told in its comment.
        """
        if not wanted or not (known := self._known()).segments:
            return Waiting(0, doc, wanted, stale)
        drafts: dict[Key, Unit] = {}
        offered: dict[Key, tuple[str, ...]] = {}
        for unit in doc.units:
            if unit.key not in wanted:
                continue
            offered[unit.key] = memory.suggestions(known, unit)
            if (made := memory.draft(known, unit)) is not None:
                needed = waiting.needed(unit, doc.locale, self.job)
                verified = satisfying.verify(drafting.plain_target(made), needed, doc.locale)
                drafts[unit.key] = replace(made, evidence=verified)
        units = tuple(drafts.get(unit.key, unit) for unit in doc.units)
        under = {key: wanted[key] for key in drafts}
        pending = {key: text for key, text in wanted.items() if key not in drafts}
        now = document.settled(doc, units, under, offered)
        return Waiting(len(drafts), now, pending, stale)

    def _started(self, pool: _Pool) -> _Pool:
        """Begin to draft everything pending in one go; without anything pending no model is loaded."""
        pending: dict[Sentence, Unit] = {}
        for unit in (unit for item in pool.items for unit in item.units):
            pending.setdefault(sentence_of(unit), unit)
        try:
            known = self._known_drafts()
            new = [unit for sentence, unit in pending.items() if known.of(sentence) is None]
            self.package = self._found().package.signature
            if new:
                pool.drafting = self._engine().begin(new, self.job.listener.drafted)
        except Exception as error:  # noqa: BLE001 -- it is told when the pool is collected
            pool.error = error
        return pool

    def _drafted(self, pool: _Pool) -> list[Numbered]:
        """The documents of a pool with the drafts that were begun."""
        if pool.error is not None:
            raise pool.error
        self._gather(pool, wait=True)
        return [self._with_drafts(item) for item in pool.items]

    def _with_drafts(self, item: Waiting) -> Numbered:
        drafts: dict[Key, Unit] = {}
        for unit in item.units:
            if (made := self._known_drafts().of(sentence_of(unit))) is not None:
                drafts[unit.key] = made
        if not all(made.target.strip() for made in drafts.values()):
            self.undrafted.add(item.document.article.path)
        return waiting.with_drafts(item, drafts)

    def _as_far(self, item: Waiting) -> Numbered:
        """The document with its drafts if all were made before something went wrong, else as it is."""
        kept = self._drafts
        if kept is not None and all(kept.of(sentence_of(unit)) is not None for unit in item.units):
            return self._with_drafts(item)
        self.undrafted.add(item.document.article.path)
        return item.number, item.document

    def _gather(self, pool: _Pool, *, wait: bool) -> None:
        """Keep the chunks of a pool that are done."""
        if pool.drafting is None:
            return
        try:
            for _, made in pool.drafting.done(wait=wait):
                self._known_drafts().add(made)
        except BaseException:
            pool.drafting.close()
            raise

    def _known_drafts(self) -> Drafts:
        if self._drafts is None:
            self._drafts = Drafts(self._found(), self.cache)
        return self._drafts

    def _found(self) -> Task:
        """What drafts are made by; a package is looked for once."""
        if self._task is None:
            config = self.job.config
            try:
                package = models.find(
                    self.locale, explicit=self.job.options.model, config=config.model_path(self.locale)
                )
            except TranslateError as error:
                self._task = error
            else:
                style = config.style(self.locale)
                self._task = Task(package, config.engine, self.job.terms, self.locale, style)
        if isinstance(self._task, TranslateError):
            raise self._task
        return self._task

    def _engine(self) -> Drafter:
        if self._drafter is None:
            self._open = self.drafters(self._found())
            self._drafter = self._open.__enter__()
        return self._drafter


def fault(error: Exception, doc: Document) -> TranslateError:
    """An error nobody foresaw, as a problem of the one article it came up in: the batch goes on."""
    if isinstance(error, TranslateError):
        return error
    return ArticleError(
        f"{doc.locale}: the program failed on this article: {type(error).__name__}: {error}",
        path=doc.article.path,
        hint="the other articles were finished; please report this with the article",
    )
