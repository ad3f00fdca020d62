"""What leaves: localised articles under their own names, labelled while drafts are in them; a manifest."""

from __future__ import annotations

import importlib.metadata
import json
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from translate import __version__, articles, atomic
from translate.config import Config, ExportSettings
from translate.document import Document
from translate.errors import SetupError
from translate.review import signed
from translate.unit import Severity, State, Unit

MANIFEST = "manifest.json"
# What decides the bytes of a draft, besides package, glossary and settings.
LIBRARIES = ("ctranslate2", "sentencepiece", "sentencex", "pymorphy3", "babel")


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of one article.

    Attributes:
        path: The file, None when the article is held back.
        held: Why it is held back.
        label: The label it carries, empty when everything in it was approved or edited by people.
        errors: Error findings in the text that left.
    """

    path: Path | None
    held: str = ""
    label: str = ""
    errors: int = 0

    @property
    def blocks(self) -> bool:
        """Whether a batch should end with 1 for it."""
        return bool(self.held) or self.errors > 0


def export(doc: Document, config: Config, *, require: str, write: bool) -> Exported:
    """Write the localised article, or hold it back.

    Raises:
        SetupError: The output cannot be written.
    """
    path = config.output_dir(doc.locale) / f"{doc.article.slug}{doc.article.path.suffix}"
    held = _unsigned(doc) if require == "signed" else ""
    held = held or _held(doc.units, config.export, require)
    if held:
        if write:
            _remove(path)
        return Exported(None, held)
    label = config.export.label if _labelled(doc.units, config.export) else ""
    data = articles.render(doc.article, {unit.key: unit.target for unit in doc.units})
    if label:
        data = articles.label(data, doc.article, label)
    if write:
        atomic.write_bytes(path, data, durable=False)  # it can be made again
    errors = sum(f.severity is Severity.ERROR for unit in doc.units for f in unit.findings)
    return Exported(path, "", label, errors)


def _unsigned(doc: Document) -> str:
    """Why an article may not leave where every sentence needs a name, or nothing."""
    rest = sum(not signed(doc, unit) for unit in doc.units)
    return f"{rest} of {len(doc.units)} sentences are not signed: see `translate approve`" if rest else ""


def _held(units: Sequence[Unit], policy: ExportSettings, require: str) -> str:
    """Why an article may not leave, or nothing."""
    states = Counter(unit.state for unit in units)
    if require == "approved" and (rest := len(units) - states[State.APPROVED]):
        return f"{rest} of {len(units)} sentences are not approved"
    if states[State.NEW]:
        return f"{states[State.NEW]} of {len(units)} sentences have no text"
    for state in (State.DRAFT, State.EDITED, State.STALE, State.SUSPECT):
        if states[state] and getattr(policy, state.value) == "hold":
            return f"{states[state]} of {len(units)} sentences are {state.value}"
    blocked = sum(any(f.code == "block" for f in unit.findings) for unit in units)
    return f"{blocked} of {len(units)} sentences would break the article" if blocked else ""


def _labelled(units: Sequence[Unit], policy: ExportSettings) -> bool:
    return any(
        unit.state in {State.DRAFT, State.EDITED, State.STALE, State.SUSPECT}
        and getattr(policy, unit.state.value) == "label"
        for unit in units
    )


def _remove(path: Path) -> None:
    """An article that is held back leaves no older export for a publisher to pick up."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise SetupError(f"cannot be removed: {error.strerror}", path=path) from error


def write_manifest(
    fresh: Mapping[str, Mapping[str, Any]],
    locale: str,
    config: Config,
    glossary: str,
    *,
    known: Container[str] | None,
) -> None:
    """Write `manifest.json` of one locale.

    Args:
        fresh: What is to be said of the articles of this run, by slug.
        locale: The locale.
        config: The settings.
        glossary: Signature of the glossary.
        known: The articles there are, or None where the run was not over all of them. An article that is
            not in `fresh`, as when it could not be read or recorded, keeps its export and what the manifest
            said of it.

    Raises:
        SetupError: The file cannot be written.
    """
    path = config.output_dir(locale) / MANIFEST
    before = earlier(locale, config)
    stay = {slug: one for slug, one in before.items() if known is None or slug in known}
    entries = {**stay, **fresh}
    _remove_others(path.parent, before, entries)
    content = {
        "locale": locale,
        "signature": {
            "translate": __version__,
            "glossary": glossary,
            "engine": {
                "beam": config.engine.beam,
                "length_penalty": config.engine.length_penalty,
                "no_repeat_ngram": config.engine.no_repeat_ngram,
                "compute_type": config.engine.compute_type,
            },
            "libraries": {name: importlib.metadata.version(name) for name in LIBRARIES},
        },
        "articles": dict(sorted(entries.items())),
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    atomic.write_bytes(path, text.encode(), durable=False)


def _remove_others(folder: Path, before: Mapping[str, Any], entries: Mapping[str, Any]) -> None:
    """Files of the last manifest that the new one does not name: of renamed or deleted articles."""
    kept = {one.get("file") for one in entries.values()}
    for one in before.values():
        name = one.get("file")
        if isinstance(name, str) and name not in kept:
            path = (folder / name).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file():
                _remove(path)


def earlier(locale: str, config: Config) -> dict[str, Any]:
    """What the last manifest said of each article; nothing where it cannot be read."""
    try:
        path = config.output_dir(locale) / MANIFEST
        found = json.loads(path.read_text(encoding="utf-8"))["articles"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    entries = found.items() if isinstance(found, dict) else ()
    return {slug: one for slug, one in entries if isinstance(one, dict)}


def entry(doc: Document, result: Exported, config: Config) -> dict[str, Any]:
    """What a publisher's program reads of one article."""
    findings = Counter((f.severity.value, f.code) for unit in doc.units for f in unit.findings)
    return {
        "source": doc.article.path.relative_to(config.root).as_posix(),
        "file": None
        if result.path is None
        else result.path.relative_to(config.output_dir(doc.locale)).as_posix(),
        "held": result.held,
        "label": result.label,
        "sentences": len(doc.units),
        "states": {state.value: number for state, number in sorted(doc.states.items())},
        "findings": {
            severity: {code: n for (s, code), n in sorted(findings.items()) if s == severity}
            for severity in ("error", "warning")
        },
        "packages": sorted({unit.model for unit in doc.units if unit.model}),
    }
