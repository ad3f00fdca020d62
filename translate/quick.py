"""Draft a loose text for a quick look, outside of any catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from translate import checks, config, drafting, finishing, glossary, models, remarks, segment, starter
from translate.config import Config
from translate.engine import Engine
from translate.errors import UsageError
from translate.locales import target_info
from translate.reading import LONGEST
from translate.unit import Finding, Unit


@dataclass(frozen=True, slots=True)
class Quick:
    """A text in one locale: white space as in the English, findings of all its sentences, the package."""

    locale: str
    text: str
    package: str
    findings: tuple[Finding, ...]


def translate(text: str, locales: Sequence[str], folder: Path, model: Path | None) -> list[Quick]:
    """Draft `text` into each locale.

    Args:
        text: English, any number of sentences and paragraphs.
        locales: Targets; the workspace's, or Hindi and Russian, when empty.
        folder: Where to look for a workspace; without one the bundled glossary serves.
        model: A package in front of every other.

    Raises:
        UsageError: The text is empty or a setting is wrong.
        SetupError: A package is missing.
    """
    if not text.strip():
        raise UsageError("the text is empty", hint='translate text -l ru "The S-400 Triumf arrived."')
    settings, files = _settings(folder)
    terms = glossary.load(files)
    spans = [(a, b) for a, b in _sentences(text) if any(map(str.isalpha, text[a:b]))]
    longest = max((b - a for a, b in spans), default=0)
    if longest > LONGEST:
        raise UsageError(f"one sentence has {longest:,} characters; at most {LONGEST:,} are expected")
    units = [Unit("body", text[a:b]) for a, b in spans]
    out = []
    for locale in dict.fromkeys(locales or settings.locales):
        info, style = target_info(locale), settings.style(locale)
        package = models.find(locale, explicit=model, config=settings.model_path(locale))
        drafted = drafting.draft(units, Engine(package, settings.engine), terms, locale, style=style)
        findings = [
            finding
            for unit in drafted
            for finding in (
                *finishing.placed(unit, remarks.written(unit, "", None, fresh=True)),
                *checks.check(unit, checks.Context(locale=info, machine=True, style=style)),
            )
        ]
        out.append(Quick(locale, _join(text, spans, drafted), package.signature, tuple(findings)))
    return out


def _settings(folder: Path) -> tuple[Config, tuple[Path, ...]]:
    try:
        found = config.load(config.find_root(folder))
    except UsageError as error:
        if error.path is not None:
            raise
        return Config(root=folder), tuple(sorted(starter.glossary_dir().glob("*.csv")))
    return found, found.glossary_files


def _sentences(text: str) -> list[tuple[int, int]]:
    """Sentences of every line, since pasted text breaks lines between paragraphs."""
    out, at = [], 0
    for line in text.splitlines(keepends=True):
        out += [(at + a, at + b) for a, b in segment.sentences(line)]
        at += len(line)
    return out


def _join(text: str, spans: Sequence[tuple[int, int]], drafted: Sequence[Unit]) -> str:
    out, at = "", 0
    for (start, end), unit in zip(spans, drafted, strict=True):
        out += text[at:start] + unit.target
        at = end
    return (out + text[at:]).rstrip("\n")


def as_json(result: Quick) -> dict[str, Any]:
    """What `translate text --json` prints of a locale."""
    return {
        "locale": result.locale,
        "text": result.text,
        "package": result.package,
        "findings": [
            {"code": f.code, "severity": f.severity.value, "message": f.message} for f in result.findings
        ],
    }
