"""The order of the stages: read, recall, draft, check, record, export, for all articles of all locales."""

from __future__ import annotations

import difflib
import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

from translate import (
    articles,
    atomic,
    checks,
    conflicts,
    document,
    drafting,
    export,
    glossary,
    lock,
    memorystore,
    othertext,
    satisfying,
    terminology,
)
from translate.articles import Article
from translate.catalog import Entry
from translate.config import Config
from translate.document import Document, Key, Written, outline
from translate.engine import Listener
from translate.errors import ArticleError, SavedError, TranslateError, UsageError
from translate.filling import Numbered, fault, fill
from translate.glossary import Glossary
from translate.job import Job, Options
from translate.locales import locale_info, target_info
from translate.report import Report, Row
from translate.unit import Finding, Severity, State, Unit

__all__ = ["CODES", "Options", "check", "known_codes", "known_slugs", "read_articles", "run", "survey"]

CODES = {
    "stale": "The English changed since a person wrote the text.",
    "suspect": "The text is known only as the translation of another sentence, as after a bad merge.",
    "other": "A merge left two people's texts.",
    "block": "The text would break the article.",
    "check-ok": "A comment `# check-ok:` names no check.",
}
"""Codes of what the state and the article say, and what they find."""
ATTEMPTS = 20
"""How often a catalogue that someone keeps saving is read again before it is left to them."""
LONGEST = 10_000
"""Characters of the longest stretch taken for a sentence, far above any in the news."""


def run(config: Config, options: Options, listener: Listener) -> Report:
    """The whole chain; what cannot be worked on is reported and everything else is finished.

    Raises:
        UsageError: A setting, a locale, a name or the glossary is wrong: nothing was started.
        LockedError: Another process is writing in the workspace: nothing was started.
    """
    if not options.write:
        return _run(config, options, listener)
    with lock.held(config.root):
        atomic.clear(config.root / "locales", config.root / "output")
        return _run(config, options, listener)


def _run(config: Config, options: Options, listener: Listener) -> Report:
    locales = tuple(dict.fromkeys(options.locales or config.locales))
    for locale in locales:
        target_info(locale)
    terms = glossary.load(config.glossary_files) if options.checked else Glossary()
    job = Job(config, options, terms, listener)
    if options.draft:
        rows, problems, packages = _drafted(locales, job)
    else:
        with _uncollected():
            rows, problems, packages = _streamed(locales, job)
    if options.export and options.write:
        for locale in locales:
            problems += _manifest([row for row in rows if row.document.locale == locale], locale, job)
    return Report(tuple(rows), tuple(problems), packages, judge=options.judge)


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


_Run = tuple[list[Row], list[TranslateError], dict[str, str]]
"""What came of a run, what went wrong, and the package that drafted in each locale."""


def _drafted(locales: Sequence[str], job: Job) -> _Run:
    """A run that drafts: the sentences of all articles of a locale are decoded together."""
    found, problems = read_articles(job.config, job.options.names)
    rows: list[Row] = []
    packages: dict[str, str] = {}
    for locale in locales:
        documents, failed = _open(found, _moved(found, locale, job.config), locale, job)
        problems += failed
        documents, package, failed = fill(documents, locale, job)
        packages |= {locale: package} if package else {}
        problems += failed
        mine: list[Row] = []
        for number, doc in documents:
            problems += _finished(doc, number, job, mine)
        mine, failed = _late(mine, job)
        problems += failed
        rows += mine
    return rows, problems, packages


def _streamed(locales: Sequence[str], job: Job) -> _Run:
    """A run that drafts nothing: one article after the other, so that memory does not grow with them."""
    config = job.config
    paths, problems = _paths(config, job.options.names)
    moved = {locale: _moved_of(paths, locale, config) for locale in locales}
    rows: dict[str, list[Row]] = {locale: [] for locale in locales}
    for path in paths:
        try:
            article = _read(path, config)
        except ArticleError as error:
            problems.append(error)
            continue
        for locale in locales:
            documents, failed = _open([article], moved[locale], locale, job)
            problems += failed
            mine: list[Row] = []
            for number, doc in documents:
                problems += _finished(doc, number, job, mine)
            mine, failed = _late(mine, job)
            problems += failed
            rows[locale] += (
                mine if job.options.checked else [replace(r, document=outline(r.document)) for r in mine]
            )
    return [row for locale in locales for row in rows[locale]], problems, {}


def _finished(doc: Document, drafted: int, job: Job, rows: list[Row]) -> list[TranslateError]:
    """Finish one document and add its row; what nobody foresaw is a problem of that article alone."""
    try:
        row, failed = _finish(doc, drafted, job)
    except Exception as error:  # noqa: BLE001 -- see `fault`
        return [fault(error, doc)]
    rows.append(row)
    return failed


def _moved_of(paths: Sequence[Path], locale: str, config: Config) -> dict[str, str]:
    """The renamed ones of the articles at these paths; nothing is read where no catalogue is left over."""
    folder = config.articles_dir
    new = [
        p for p in paths if not config.catalog_path(locale, articles.slug_of(p.relative_to(folder))).is_file()
    ]
    if not new or not _gone(locale, config):
        return {}
    found = []
    for path in new:
        with suppress(ArticleError):  # told of when its turn comes
            found.append(_read(path, config))
    return _moved(found, locale, config)


def _moved(found: Sequence[Article], locale: str, config: Config) -> dict[str, str]:
    gone = _gone(locale, config)
    return document.moved(found, locale, config, gone) if gone else {}


def _gone(locale: str, config: Config) -> set[str]:
    """Slugs of catalogues without an article."""
    return set(memorystore.catalogued(config, locale)) - known_slugs(config)


def read_articles(config: Config, names: Sequence[str] = ()) -> tuple[list[Article], list[TranslateError]]:
    """All articles of the workspace, or those named by path or slug, and what cannot be read.

    Raises:
        UsageError: A name fits no article, or the folder is missing.
    """
    paths, problems = _paths(config, names)
    out = []
    for path in paths:
        try:
            out.append(_read(path, config))
        except ArticleError as error:
            problems.append(error)
    return out, problems


def _read(path: Path, config: Config) -> Article:
    settings = config.articles
    return _sized(articles.read(path, folder=config.articles_dir, front_matter=settings.front_matter))


def _paths(config: Config, names: Sequence[str]) -> tuple[list[Path], list[TranslateError]]:
    """Where the articles are, and names that two of them would share."""
    folder = config.articles_dir
    if not folder.is_dir():
        raise UsageError(
            "there is no such folder", path=folder, hint="make it and put .txt or .md articles into it"
        )
    paths, errors = articles.discover(folder, config.articles.include)
    problems: list[TranslateError] = list(errors)
    if names:
        wanted = {_slug(name, config) for name in names}
        known = {articles.slug_of(path.relative_to(folder)): path for path in paths}
        if missing := sorted(wanted - known.keys()):
            raise UsageError(
                f"no article named {', '.join(missing)} in {folder.name}/",
                hint="name a file in it; `translate stats` lists them",
            )
        paths = [known[slug] for slug in sorted(wanted)]
    return list(paths), problems


def _sized(article: Article) -> Article:
    """The article, unless something in it is no sentence: a dump of data would keep the decoder for hours."""
    for segment in article.segments:
        if len(segment.source) > LONGEST:
            raise ArticleError(
                f"one sentence has {len(segment.source):,} characters; at most {LONGEST:,} are expected",
                path=article.path,
                line=segment.line,
                hint="is this text? Break it into sentences with full stops, or into paragraphs",
            )
    return article


def _slug(name: str, config: Config) -> str:
    """The slug a user means by a path, a path in `articles/` or a slug."""
    path = Path(name)
    for base in (Path.cwd(), config.root, config.articles_dir):
        try:
            relative = (base / path).resolve().relative_to(config.articles_dir.resolve())
        except ValueError:
            continue
        if (config.articles_dir / relative).is_file():
            return articles.slug_of(relative)
    return name


def _open(
    found: Sequence[Article], moved: Mapping[str, str], locale: str, job: Job
) -> tuple[list[Numbered], list[TranslateError]]:
    out: list[Numbered] = []
    problems: list[TranslateError] = []
    for article in found:
        try:
            doc = document.open_document(
                article,
                locale,
                job.config,
                moved_from=moved.get(article.slug, ""),
                keep_approved=job.options.keep_approved,
            )
            out.append((0, doc))
        except TranslateError as error:
            problems.append(error)
    return out, problems


def _finish(doc: Document, drafted: int, job: Job) -> tuple[Row, list[TranslateError]]:
    """Check, record and export one document; a file that cannot be written is a problem, not an end."""
    if not drafted:
        doc = document.settled(doc, doc.units, {})
    config, options = job.config, job.options
    doc = check(doc, job.terms) if options.checked else doc
    problems: list[TranslateError] = []
    written = Written(ledger=False, catalog=False)
    exported = None
    try:
        # A mere export makes no catalogues, such as for a locale that nobody has worked on.
        if not options.export or options.draft or document.exists(doc, config):
            doc, written = _recorded(doc, job)
        if options.export:
            exported = export.export(doc, config, require=options.require, write=options.write)
    except TranslateError as error:
        problems.append(error)
    return Row(doc, drafted, any(written), exported, displaced=written.catalog), problems


def _recorded(doc: Document, job: Job) -> tuple[Document, Written]:
    """Record a document; where someone saves its catalogue meanwhile, their version is the one to add to."""
    if not job.options.write:
        return doc, Written(ledger=document.differs(doc, job.config), catalog=False)
    for _ in range(ATTEMPTS):
        try:
            return doc, document.record(doc, job.config)
        except SavedError:
            doc = document.rebased(doc, job.config)
            doc = check(doc, job.terms) if job.options.checked else doc
    return doc, document.record(doc, job.config)


def _late(rows: list[Row], job: Job) -> tuple[list[Row], list[TranslateError]]:
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


def check(doc: Document, terms: Glossary) -> Document:
    """The document with the findings of every check on every unit."""
    info = locale_info(doc.locale)
    torn = _torn(doc)
    units = []
    for unit in doc.units:
        _, needed = drafting.requirements(unit, terms, doc.locale, None)  # figures have a check of their own
        verified = satisfying.verify(drafting.plain_target(unit), needed, doc.locale)
        judged = replace(unit, evidence=terminology.recalled(verified, unit.evidence))
        context = checks.Context(locale=info, machine=unit.state is State.DRAFT)
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
    if torn:
        yield Finding("block", Severity.ERROR, f"this text would break the article: {torn}")
    for word in document.misnamed(entry, known_codes() - {"block"} | {conflicts.CODE}):
        yield Finding("check-ok", Severity.WARNING, _misnamed(word))


def _misnamed(word: str) -> str:
    """What is wrong with a word after `# check-ok:`."""
    if not word:
        return "`# check-ok:` without a code excuses nothing; name the code to excuse"
    if word == "block":
        return "`# check-ok: block` excuses nothing: correct the text"
    near = difflib.get_close_matches(word, sorted(known_codes() - {"block"}), 1)
    return f"`# check-ok: {word}` names no check" + (f"; did you mean {near[0]}?" if near else "")


@cache
def known_codes() -> frozenset[str]:
    """The codes of all findings there are."""
    return frozenset({one.code for one in checks.CHECKS} | checks.ARTICLE_CODES.keys() | CODES.keys())


def _manifest(rows: Sequence[Row], locale: str, job: Job) -> list[TranslateError]:
    left = [(row.document, row.exported) for row in rows if row.exported is not None]
    complete = not job.options.names
    try:
        export.write_manifest(left, locale, job.config, job.terms.signature, complete=complete)
    except TranslateError as error:
        return [error]
    return []


class _Silent:
    """Listens to nothing."""

    def begin(self, label: str, total: int) -> None:
        pass

    def advance(self, count: int) -> None:
        pass


def survey(config: Config, options: Options) -> Report:
    """Every document as it stands, without drafting, checking or writing.

    Raises:
        UsageError: A setting, a locale or a name is wrong.
    """
    found, problems = read_articles(config, options.names)
    rows: list[Row] = []
    job = Job(config, options, Glossary(), _Silent())
    for locale in dict.fromkeys(options.locales or config.locales):
        documents, failed = _open(found, _moved(found, locale, config), locale, job)
        problems.extend(failed)
        rows.extend(Row(doc) for _, doc in documents)
    return Report(tuple(rows), tuple(problems))


def known_slugs(config: Config) -> set[str]:
    """Slugs of all articles of the workspace, those that cannot be read or told apart among them."""
    folder = config.articles_dir
    paths, errors = articles.discover(folder, config.articles.include)
    every = [*paths, *(error.path for error in errors if error.path is not None)]
    return {articles.slug_of(path.relative_to(folder)) for path in every}
