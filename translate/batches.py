"""A run that drafts: pools of sentences of many articles, and articles recorded as they are done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from translate import (
    __version__,
    articles,
    catalog,
    document,
    export,
    finishing,
    memory,
    memorystore,
    reading,
    seen,
)
from translate.articles import Article
from translate.config import Config
from translate.document import outline
from translate.errors import ArticleError, FullError, TranslateError
from translate.export import Exported
from translate.filling import Drafters, Filled, Filler, fault
from translate.job import Job
from translate.report import Row
from translate.seen import Seen, Stamp
from translate.unit import Finding, Severity, State, Unit, digest
from translate.waiting import Numbered

RUN, REDRAFT = "run", "redraft"
"""Purposes in the cache: what a run made of an article, and that a redraft that is not complete did it."""
SLICE = 64
"""Articles that are noted as recorded together."""
READY = 256
"""Articles with all their drafts that wait for being recorded."""
Outcome = tuple[list[Row], list[TranslateError], dict[str, str]]
"""What came of a run, what went wrong, and the package that drafted in each locale."""


def drafted(locales: Sequence[str], job: Job, drafters: Drafters) -> tuple[*Outcome, bool]:
    """Work on all articles, and record each as soon as its pool of sentences is drafted.

    Returns:
        What came of it, and whether it was stopped before its end: what was complete is recorded.
    """
    paths, problems = reading.find(job.config, job.options.names)
    rows: list[Row] = []
    packages: dict[str, str] = {}
    with _remembering(job) as cache:
        unread = cache if _passes_over(job) else None
        for locale in locales:
            with Filler(locale, job, drafters, cache) as filler:
                batch = _Batch(filler, unread, reading.moved_of(paths, locale, job.config))
                ended = batch.run(paths)
            problems += batch.problems
            rows += [batch.rows[path] for path in paths if path in batch.rows]
            packages |= {locale: filler.package} if filler.package else {}
            if ended:
                return rows, list(dict.fromkeys(problems)), packages, batch.stopped
        if cache is not None:
            for locale in locales:
                cache.forget_all(REDRAFT, locale)
    return rows, list(dict.fromkeys(problems)), packages, False


@contextmanager
def _remembering(job: Job) -> Iterator[Seen | None]:
    """The cache of what did not change and of what was drafted, where anything is written."""
    if not job.options.write:
        yield None
        return
    with seen.opened(job.config.root) as cache:
        yield cache


def _passes_over(job: Job) -> bool:
    """Whether articles of which nothing changed need not be read."""
    options = job.options
    return options.export and not options.detailed and not options.keep_approved


class _Batch:
    """All articles in one locale.

    Attributes:
        rows: What came of each article, by its path.
        problems: What went wrong.
        stopped: A person stopped it.
    """

    def __init__(self, filler: Filler, cache: Seen | None, moved: Mapping[str, str]) -> None:
        self.rows: dict[Path, Row] = {}
        self.problems: list[TranslateError] = []
        self.stopped = False
        self._read: dict[Path, Stamp] = {}
        self._ready: list[Numbered] = []
        self._filler, self._cache, self._moved = filler, cache, moved
        self._job, self._locale = filler.job, filler.locale
        self._earlier = export.earlier(self._locale, self._job.config) if cache is not None else {}
        self._key = _key(self._job, self._locale) if cache is not None else ""
        self._redraft = digest(self._key, filler.decided_by) if self._job.options.redraft else ""

    def run(self, paths: Sequence[Path]) -> bool:
        """Work on all of them; whether it ended before, for a person stopped it or the disk is full."""
        self._job.listener.begin(self._locale, len(paths))
        try:
            for path in paths:
                if not self._is_as_before(path):
                    self._open(path)
                    if self._filler.full:
                        self._turn()
                    if self._filler.due:
                        self._take(self._filler.collect())
                        self._finish()
                    if len(self._ready) >= READY:
                        self._finish()
                self._filler.keep()
            self._turn()
            self._turn()
            self._filler.close()
        except KeyboardInterrupt:
            self.stopped = True
        except FullError as error:
            self.problems.append(error)
        else:
            return False
        return True

    def _turn(self) -> None:
        """Begin with the next pool, and record the one before while it is drafted."""
        drafted = self._filler.collect()
        self._filler.start()
        self._take(drafted)
        self._finish()

    def _is_as_before(self, path: Path) -> bool:
        """Whether nothing of an article changed since the last run; its row is that of the last run then."""
        config, locale = self._job.config, self._locale
        slug = articles.slug_of(path.relative_to(config.articles_dir))
        known = self._earlier.get(slug)
        if self._cache is None or known is None or slug in self._moved:
            return False
        try:
            row = _as_before(path, slug, locale, known, config)
        except (LookupError, TypeError, ValueError, AttributeError):
            return False  # somebody wrote in the manifest
        files = _files(path, slug, locale, known, config)
        said = _said(known)
        if self._cache.value((RUN, locale, slug), self._key, files) != said:
            return False
        if self._redraft and self._cache.value((REDRAFT, locale, slug), self._redraft, files) != said:
            return False
        self.rows[path] = row
        self._job.listener.advance(1)
        return True

    def _open(self, path: Path) -> None:
        if self._cache is not None:
            self._read[path] = seen.stamp(path)
        try:
            article = reading.read(path, self._job.config)
        except ArticleError as error:
            self.problems.append(error)
            return
        documents, failed = reading.open_documents([article], self._moved, self._locale, self._job)
        self.problems += failed
        for _, doc in documents:
            try:
                self._take(self._filler.add(doc))
            except Exception as error:  # noqa: BLE001 -- see `fault`
                self.problems.append(fault(error, doc))

    def _take(self, filled: Filled) -> None:
        documents, failed = filled
        self._ready += documents
        self.problems += failed

    def _finish(self) -> None:
        """Check, record and export the articles that have their drafts, some at a time."""
        while self._ready:
            documents, self._ready = self._ready[:SLICE], self._ready[SLICE:]
            rows: list[Row] = []
            try:
                for number, doc in documents:
                    self.problems += finishing.finished(doc, number, self._job, rows)
                    self._filler.keep()
            finally:
                self._record(rows)
            self._job.listener.advance(len(documents))

    def _record(self, rows: list[Row]) -> None:
        """Note what was recorded, so that the next run need not look at it."""
        rows, failed = finishing.late(rows, self._job)
        self.problems += failed
        for row in rows:
            self._remember(row)
            brief = row if self._job.options.detailed else replace(row, document=outline(row.document))
            self.rows[row.document.article.path] = brief
        if self._cache is not None:
            self._cache.commit()

    def _remember(self, row: Row) -> None:
        """Remember an article that leaves nothing to do for the next run."""
        article, locale = row.document.article, self._locale
        if self._cache is None:
            return
        unfinished = row.document.states[State.NEW] or article.path in self._filler.undrafted
        if row.manifest is None or unfinished:
            self._cache.forget((RUN, locale, article.slug))
            return
        files = _files(article.path, article.slug, locale, row.manifest, self._job.config)
        stamps = [self._read[article.path], *map(seen.stamp, files[1:])]
        if stamps[1][1] != hashlib.sha256(catalog.dump(row.document.catalog)).hexdigest():
            self._cache.forget((RUN, locale, article.slug))  # someone saved it since
            return
        said = _said(row.manifest)
        self._cache.remember((RUN, locale, article.slug), self._key, stamps, said)
        if self._redraft:
            self._cache.remember((REDRAFT, locale, article.slug), self._redraft, stamps, said)
        approved = memory.segments(article.slug, row.document.catalog.entries, row.document.ledger)
        packed = memorystore.packed(approved)
        self._cache.remember(("memory", locale, article.slug), "", [stamps[2], stamps[1]], packed)


def _key(job: Job, locale: str) -> str:
    """What, besides its files, decides what a run makes of an article."""
    config = replace(job.config, root=Path(), engine=replace(job.config.engine, threads=0))
    return digest(__version__, repr(config), job.terms.signature, job.options.require, locale)


def _said(entry: Mapping[str, Any]) -> str:
    """What a manifest says of an article; a run that was killed left one that says something older."""
    return digest(json.dumps(entry, sort_keys=True, ensure_ascii=False))


def _files(path: Path, slug: str, locale: str, entry: Mapping[str, Any], config: Config) -> list[Path]:
    """The article, its catalogue, its ledger and what left."""
    left = [config.output_dir(locale) / entry["file"]] if entry["file"] else []
    return [path, config.catalog_path(locale, slug), config.ledger_path(locale, slug), *left]


def _as_before(path: Path, slug: str, locale: str, entry: Mapping[str, Any], config: Config) -> Row:
    """The row of an article of which nothing changed, from what the manifest says of it."""
    states = [State(state) for state, number in entry["states"].items() for _ in range(number)]
    # Which sentence is by which package the manifest does not say, and no row tells.
    packages = chain(entry["packages"], repeat(""))
    units = [Unit("body", "", state=state, model=model) for state, model in zip(states, packages)]  # noqa: B905
    findings = tuple(
        Finding(code, Severity(severity), "")
        for severity, codes in entry["findings"].items()
        for code, number in codes.items()
        for _ in range(number)
    )
    if findings:
        units[0] = replace(units[0], findings=findings)
    article = Article(slug, path, "", markup=False, bom=False, segments=())
    left = config.output_dir(locale) / entry["file"] if entry["file"] else None
    errors = sum(entry["findings"].get("error", {}).values()) if left else 0
    return Row(
        document.unread(article, locale, tuple(units)),
        exported=Exported(left, entry["held"], entry["label"], errors),
        manifest=entry,
    )
