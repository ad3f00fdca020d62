"""What this machine and this workspace have, what they lack, and the command that mends it."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from translate import glossary, models, pipeline
from translate.config import Config
from translate.errors import SetupError, TranslateError

LIBRARIES = (
    "argostranslate",
    "ctranslate2",
    "sentencepiece",
    "sentencex",
    "polib",
    "babel",
    "pymorphy3",
    "typer",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the report.

    Attributes:
        level: `ok`, `note` (nice to have) or `bad` (a run would fail).
        what: What was looked at.
        found: What was seen.
        hint: What mends it.
    """

    level: str
    what: str
    found: str
    hint: str = ""


def examine(config: Config | None) -> list[Fact]:
    """Facts about the machine, then about the workspace if there is one."""
    facts = [*_machine()]
    if config is None:
        facts.append(
            Fact("note", "workspace", "none here", "go to one, or make one with `translate init FOLDER`")
        )
        return facts
    return [*facts, *_workspace(config)]


def _machine() -> Iterator[Fact]:
    yield Fact("ok", "Python", platform.python_version())
    for name in LIBRARIES:
        try:
            yield Fact("ok", name, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Fact("bad", name, "not installed", "install the project again: `uv sync`")
    for tool in ("msgfmt", "msgmerge"):
        where = shutil.which(tool)
        hint = "optional: Debian and Ubuntu have it in the package gettext"
        yield Fact("ok", tool, where) if where else Fact("note", tool, "not found", hint)
    for problem in models.list_packages().problems:
        yield Fact("note", "model package", f"{problem.path}: {problem.message}")


def _workspace(config: Config) -> Iterator[Fact]:
    yield Fact("ok", "workspace", str(config.root))
    try:
        found, problems = pipeline.read_articles(config)
        yield Fact("ok" if found else "note", "articles", str(len(found)), "" if found else _ARTICLES)
        yield from (_bad("article", problem) for problem in problems)
    except TranslateError as error:
        yield _bad("articles", error)
    try:
        terms = glossary.load(config.glossary_files)
        yield Fact("ok", "glossary", f"{len(terms.terms)} terms in {len(config.glossary_files)} files")
    except TranslateError as error:
        yield _bad("glossary", error)
    for locale in config.locales:
        try:
            package = models.find(locale, config=config.model_path(locale))
            yield Fact("ok", f"model for {locale}", f"{package.signature} ({package.source})")
        except TranslateError as error:
            yield _bad(f"model for {locale}", error)
    for folder in (config.root / "locales", config.root / "output"):
        yield _writable(folder)


_ARTICLES = "put .txt or .md files into articles/"


def _bad(what: str, error: TranslateError) -> Fact:
    return Fact("bad", what, str(error), error.hint)


def _writable(folder: Path) -> Fact:
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK):
        return Fact("ok", f"{folder.name}/", "can be written")
    error = SetupError("cannot be written", path=folder, hint=f"check who owns {nearest}")
    return _bad(f"{folder.name}/", error)
