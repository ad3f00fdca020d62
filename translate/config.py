"""Find the workspace and read `translate.toml` into one frozen value; every key has a default."""

from __future__ import annotations

import difflib
import tomllib
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, TypeVar

from translate.errors import UsageError
from translate.figures.style import NAMES, Style
from translate.figures.style import default as default_style
from translate.locales import locale_info

FILE = "translate.toml"

Policy = Literal["label", "use", "hold"]
"""What export does with a sentence in a given state: label the article, use it silently, hold the article."""


@dataclass(frozen=True, slots=True)
class ArticleSettings:
    """Table `[articles]`: what is an article and which of its front matter is text."""

    include: tuple[str, ...] = ("**/*.txt", "**/*.md")
    front_matter: tuple[str, ...] = ("title", "subtitle", "description", "summary", "caption")


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Table `[engine]`: how packages decode. A change shows in new drafts only."""

    beam: int = 4
    length_penalty: float = 0.2
    no_repeat_ngram: int = 4
    compute_type: str = "int8_float32"
    threads: int = 0
    models: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExportSettings:
    """Table `[export]`: what leaves in which state. Approved text always leaves as it is."""

    label: str = "machine draft"
    draft: Policy = "label"
    edited: Policy = "use"
    stale: Policy = "use"
    suspect: Policy = "hold"


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of a workspace.

    Attributes:
        root: The workspace folder.
        locales: Target locales in the order they are worked on.
        project: Name for the catalogues' headers.
    """

    root: Path
    locales: tuple[str, ...] = ("hi", "ru")
    project: str = "newsroom"
    articles: ArticleSettings = field(default_factory=ArticleSettings)
    engine: EngineSettings = field(default_factory=EngineSettings)
    export: ExportSettings = field(default_factory=ExportSettings)
    figures: Mapping[str, Style] = field(default_factory=dict)

    def style(self, locale: str) -> Style:
        """How figures are written in a locale: its own table, that of its language, or the built-in one."""
        language = locale.partition("_")[0].partition("-")[0]
        return self.figures.get(locale) or self.figures.get(language) or default_style(language)

    @property
    def articles_dir(self) -> Path:
        """Where the desk puts English."""
        return self.root / "articles"

    @property
    def glossary_files(self) -> tuple[Path, ...]:
        """The glossary's files in the order in which they win."""
        return tuple(sorted((self.root / "glossary").glob("*.csv")))

    def catalog_dir(self, locale: str) -> Path:
        """Where the reviewers' files of a locale are, in folders as the articles are."""
        return self.root / "locales" / locale / "LC_MESSAGES"

    def catalog_path(self, locale: str, slug: str) -> Path:
        """The reviewers' file of one article."""
        return self.catalog_dir(locale) / f"{slug}.po"

    def ledger_path(self, locale: str, slug: str) -> Path:
        """The tool's memory of one article."""
        return self.root / "locales" / locale / ".state" / f"{slug}.jsonl"

    def output_dir(self, locale: str) -> Path:
        """Where localised articles go."""
        return self.root / "output" / locale

    def model_path(self, locale: str) -> Path | None:
        """The package `[engine.models]` names for a locale, relative to the workspace."""
        name = self.engine.models.get(locale)
        return None if name is None else self.root / name


Section = TypeVar("Section", bound=Config | ArticleSettings | EngineSettings | ExportSettings | Style)


def find_root(start: Path) -> Path:
    """The nearest folder upward that holds `translate.toml`.

    Raises:
        UsageError: There is none.
    """
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    raise UsageError(
        f"no {FILE} in {start} or any folder above it",
        hint="make a workspace with `translate init`, or go to one with `cd` or `--workspace`",
    )


def load(root: Path) -> Config:
    """Settings of the workspace at `root`.

    Raises:
        UsageError: The file does not parse, or a key or value is not understood.
    """
    path = root / FILE
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UsageError("not valid UTF-8", path=path, hint="save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"not valid TOML: {error}", path=path) from error
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", path=path) from error
    return _build(Config(root=root), table, "", path)


def _build(default: Section, table: Mapping[str, Any], prefix: str, path: Path) -> Section:
    known = {f.name for f in fields(default)} - {"root"}
    hints = typing.get_type_hints(type(default))
    changes: dict[str, Any] = {}
    for key, value in table.items():
        name = f"{prefix}{key}"
        if key not in known:
            close = difflib.get_close_matches(key, known, 1)
            hint = (
                f"did you mean `{prefix}{close[0]}`?" if close else f"known keys: {', '.join(sorted(known))}"
            )
            raise UsageError(f"unknown key `{name}`", path=path, hint=hint)
        current = getattr(default, key)
        if isinstance(current, ArticleSettings | EngineSettings | ExportSettings):
            if not isinstance(value, dict):
                raise UsageError(f"`{name}` must be a table", path=path, hint=f"write it as [{name}]")
            changes[key] = _build(current, value, f"{name}.", path)
        else:
            changes[key] = _value(value, hints[key], name, path)
    return replace(default, **changes)


def _value(value: Any, hint: Any, name: str, path: Path) -> Any:  # noqa: ANN401 -- TOML values are of any type
    if typing.get_origin(hint) is Literal:
        if value not in (choices := typing.get_args(hint)):
            raise UsageError(f"`{name}` is {value!r}; one of {', '.join(choices)} is expected", path=path)
        return value
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list) or not value or not all(isinstance(v, str) and v for v in value):
            raise UsageError(f"`{name}` must be a list of texts", path=path, hint=f'such as {name} = ["hi"]')
        return tuple(dict.fromkeys(value))
    if hint == Mapping[str, Style]:
        return _styles(value, name, path)
    if hint == Mapping[str, tuple[str, ...]]:
        return _names(value, name, path)
    if typing.get_origin(hint) is Mapping:
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise UsageError(
                f"`{name}` must be a table of texts", path=path, hint='such as ru = "models/x.argosmodel"'
            )
        return dict(value)
    return _scalar(value, hint, name, path)


def _styles(value: Any, name: str, path: Path) -> dict[str, Style]:  # noqa: ANN401 -- TOML values are of any type
    if not isinstance(value, dict) or not all(isinstance(table, dict) for table in value.values()):
        raise UsageError(f"`{name}` must hold a table for each locale", path=path, hint=f"write [{name}.ru]")
    for locale in value:
        try:
            locale_info(locale)
        except UsageError as error:
            raise UsageError(f"`{name}.{locale}`: {error.message}", path=path, hint=error.hint) from error
    return {
        locale: _build(default_style(locale.partition("_")[0]), table, f"{name}.{locale}.", path)
        for locale, table in value.items()
    }


def _names(value: Any, name: str, path: Path) -> dict[str, tuple[str, ...]]:  # noqa: ANN401 -- as above
    if not isinstance(value, dict):
        raise UsageError(
            f"`{name}` must be a table", path=path, hint=f'such as USD = ["доллар США"] in [{name}]'
        )
    known = sorted({key for table in NAMES.values() for key in table})
    for key in value:
        if key not in known:
            close = difflib.get_close_matches(key, known, 1)
            hint = f"did you mean `{close[0]}`?" if close else f"known names: {', '.join(known)}"
            raise UsageError(f"unknown key `{name}.{key}`", path=path, hint=hint)
    out = {key: _value(texts, tuple[str, ...], f"{name}.{key}", path) for key, texts in value.items()}
    for key, texts in out.items():
        for text in texts:
            if not text.isprintable() or text != text.strip() or any(map(str.isdigit, text)):
                raise UsageError(
                    f"`{name}.{key}` has {text!r}",
                    path=path,
                    hint="write names without digits and line breaks",
                )
    return out


_KINDS: Mapping[type, str] = {int: "a whole number", float: "a number", str: "a text"}


def _scalar(value: Any, hint: type, name: str, path: Path) -> Any:  # noqa: ANN401 -- TOML values are of any type
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if not isinstance(value, hint) or isinstance(value, bool):
        raise UsageError(f"`{name}` is {value!r}; {_KINDS[hint]} is expected", path=path)
    low = {"engine.beam": 1}.get(name, 0)
    if isinstance(value, int | float) and value < low:
        raise UsageError(f"`{name}` is {value}; at least {low} is expected", path=path)
    if value == "":
        raise UsageError(f"`{name}` is empty", path=path)
    return value
