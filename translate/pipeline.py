"""The order of the stages: read, recall, draft, check, record, export, for all articles of all locales."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from translate import (
    atomic,
    batches,
    export,
    finishing,
    glossary,
    lock,
    reading,
)
from translate.articles import Article
from translate.batches import Outcome
from translate.config import Config
from translate.document import outline
from translate.engine import Listener
from translate.errors import ArticleError, FullError, TranslateError
from translate.filling import Drafters, here
from translate.finishing import CODES, check, known_codes
from translate.glossary import Glossary
from translate.job import Job, Options
from translate.locales import target_info
from translate.reading import known_slugs, read_articles
from translate.report import Report, Row

__all__ = [
    "CODES",
    "Options",
    "check",
    "here",
    "known_codes",
    "known_slugs",
    "read_articles",
    "run",
    "survey",
]


def run(config: Config, options: Options, listener: Listener, drafters: Drafters = here) -> Report:
    """The whole chain; what cannot be worked on is reported and everything else is finished.

    Args:
        config: The workspace.
        options: What is to be done.
        listener: Told of the progress.
        drafters: Where sentences are drafted.

    Raises:
        UsageError: A setting, a locale, a name or the glossary is wrong: nothing was started.
        LockedError: Another process is writing in the workspace: nothing was started.
    """
    if not options.write:
        return _run(config, options, listener, drafters)
    with lock.held(config.root):
        atomic.clear(config.root / "locales", config.root / "output")
        return _run(config, options, listener, drafters)


def _run(config: Config, options: Options, listener: Listener, drafters: Drafters) -> Report:
    locales = tuple(dict.fromkeys(options.locales or config.locales))
    for locale in locales:
        target_info(locale)
    terms = glossary.load(config.glossary_files) if options.checked else Glossary()
    job = Job(config, options, terms, listener)
    stopped = False
    if options.draft:
        rows, problems, packages, stopped = batches.drafted(locales, job, drafters)
    else:
        with _uncollected():
            rows, problems, packages = _streamed(locales, job)
    full = any(isinstance(problem, FullError) for problem in problems)
    if options.export and options.write:
        for locale in locales:
            mine = [row for row in rows if row.document.locale == locale]
            problems += _manifest(mine, locale, job, complete=not (options.names or stopped or full))
    return Report(tuple(rows), tuple(problems), packages, judge=options.judge, stopped=stopped)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's search for cycles: entries have none, and looking costs a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _streamed(locales: Sequence[str], job: Job) -> Outcome:
    """A run that drafts nothing: one article after the other, so that memory does not grow with them."""
    config = job.config
    paths, problems = reading.find(config, job.options.names)
    moved = {locale: reading.moved_of(paths, locale, config) for locale in locales}
    rows: dict[str, list[Row]] = {locale: [] for locale in locales}
    try:
        for path in paths:
            try:
                article = reading.read(path, config)
            except ArticleError as error:
                problems.append(error)
                continue
            for locale in locales:
                mine, failed = _worked_on(article, moved[locale], locale, job)
                rows[locale] += mine
                problems += failed
    except FullError as error:
        problems.append(error)
    return [row for locale in locales for row in rows[locale]], problems, {}


def _worked_on(
    article: Article, moved: Mapping[str, str], locale: str, job: Job
) -> tuple[list[Row], list[TranslateError]]:
    """One article in one locale, without drafting."""
    documents, problems = reading.open_documents([article], moved, locale, job)
    rows: list[Row] = []
    for number, doc in documents:
        problems += finishing.finished(doc, number, job, rows)
    rows, failed = finishing.late(rows, job)
    if not job.options.checked:
        rows = [replace(row, document=outline(row.document)) for row in rows]
    return rows, problems + failed


def _manifest(rows: Sequence[Row], locale: str, job: Job, *, complete: bool) -> list[TranslateError]:
    left = {row.document.article.slug: row.manifest for row in rows if row.manifest is not None}
    try:
        known = reading.known_slugs(job.config) if complete else None
        export.write_manifest(left, locale, job.config, job.terms.signature, known=known)
    except TranslateError as error:
        return [error]
    return []


class _Silent:
    """Listens to nothing."""

    def begin(self, label: str, total: int) -> None:
        pass

    def advance(self, count: int) -> None:
        pass

    def drafted(self, count: int) -> None:
        pass


def survey(config: Config, options: Options) -> Report:
    """Every document as it stands, without drafting, checking or writing.

    Raises:
        UsageError: A setting, a locale or a name is wrong.
    """
    found, problems = reading.read_articles(config, options.names)
    rows: list[Row] = []
    job = Job(config, options, Glossary(), _Silent())
    for locale in dict.fromkeys(options.locales or config.locales):
        documents, failed = reading.open_documents(found, reading.moved(found, locale, config), locale, job)
        problems.extend(failed)
        rows.extend(Row(doc) for _, doc in documents)
    return Report(tuple(rows), tuple(problems))
