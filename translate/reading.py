"""Find and read the articles of a workspace, and open their documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from translate import (
    articles,
    atomic,
    document,
    memorystore,
)
from translate.articles import Article
from translate.config import Config
from translate.errors import ArticleError, TranslateError, UsageError
from translate.job import Job
from translate.waiting import Numbered

LONGEST = 10_000
"""Characters of the longest stretch taken for a sentence, far above any in the news."""


def read_articles(config: Config, names: Sequence[str] = ()) -> tuple[list[Article], list[TranslateError]]:
    """All articles of the workspace, or those named by path or slug, and what cannot be read.

    Raises:
        UsageError: A name fits no article, or the folder is missing.
    """
    paths, problems = find(config, names)
    out = []
    for path in paths:
        try:
            out.append(read(path, config))
        except ArticleError as error:
            problems.append(error)
    return out, problems


def read(path: Path, config: Config) -> Article:
    """The article at a path (`ArticleError` where it cannot be read, or has no sentences but data)."""
    settings = config.articles
    return _sized(articles.read(path, folder=config.articles_dir, front_matter=settings.front_matter))


def find(config: Config, names: Sequence[str]) -> tuple[list[Path], list[TranslateError]]:
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


@dataclass(frozen=True, slots=True)
class Known:
    """The articles of a workspace, those that cannot be read or told apart among them.

    Attributes:
        slugs: Their slugs.
        below: How the slugs begin of what may be in folders that cannot be read.
    """

    slugs: frozenset[str]
    below: tuple[str, ...] = ()

    def __contains__(self, slug: object) -> bool:
        return slug in self.slugs or (isinstance(slug, str) and slug.startswith(self.below))


def known_slugs(config: Config) -> Known:
    """What articles there are, or may be."""
    folder = config.articles_dir
    paths, errors = articles.discover(folder, config.articles.include)
    broken = [error.path for error in errors if error.path is not None]
    closed = [path for path in broken if path.is_dir()]
    every = {*paths, *broken}.difference(closed)
    return Known(
        frozenset(articles.slug_of(path.relative_to(folder)) for path in every),
        tuple(articles.slug_of(path.relative_to(folder) / "x").removesuffix("x") for path in closed),
    )


def moved_of(paths: Sequence[Path], locale: str, config: Config) -> dict[str, str]:
    """The renamed ones of the articles at these paths; nothing is read where no catalogue is left over."""
    folder = config.articles_dir
    new = [
        path
        for path in paths
        if not atomic.is_file(config.catalog_path(locale, articles.slug_of(path.relative_to(folder))))
    ]
    if not new or not _gone(locale, config):
        return {}
    found = []
    for path in new:
        with suppress(ArticleError):  # told of when its turn comes
            found.append(read(path, config))
    return moved(found, locale, config)


def moved(found: Sequence[Article], locale: str, config: Config) -> dict[str, str]:
    """Articles that were renamed: the slug of each, and of the catalogue it had."""
    gone = _gone(locale, config)
    return document.moved(found, locale, config, gone) if gone else {}


def _gone(locale: str, config: Config) -> set[str]:
    """Slugs of catalogues without an article."""
    known = known_slugs(config)
    return {slug for slug in memorystore.catalogued(config, locale) if slug not in known}


def open_documents(
    found: Sequence[Article], moved: Mapping[str, str], locale: str, job: Job
) -> tuple[list[Numbered], list[TranslateError]]:
    """The documents of articles in a locale, none of them drafted, and what cannot be opened."""
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
