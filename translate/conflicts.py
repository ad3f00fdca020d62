"""One English sentence, several approved renderings: what a chief settles across articles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from translate import document
from translate.config import Config
from translate.document import Document
from translate.unit import State, nfc

CODE = "conflict"
"""In a comment `# check-ok: conflict`: this rendering differs on purpose."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a rendering stands.

    Attributes:
        slug: The article.
        line: In its catalogue.
        role: msgctxt there.
    """

    slug: str
    line: int
    role: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """An approved text and everywhere it stands."""

    target: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Approved renderings of one English sentence that differ between articles.

    Attributes:
        locale: The target.
        source: The English.
        role: The role in which they differ, empty when they differ only between roles.
        renderings: The most frequent first.
    """

    locale: str
    source: str
    role: str
    renderings: tuple[Rendering, ...]


def conflicts(documents: Iterable[Document]) -> list[Conflict]:
    """All conflicts by locale: those within one role first, then those between roles.

    Texts that differ only in how Unicode composes them are one. A sentence that one article alone renders
    in several ways was split there on purpose and is none.
    """
    found: dict[tuple[str, str], list[tuple[str, Place, str]]] = {}
    for doc in documents:
        lines = {key: entry.line for key, entry in doc.entries.items()}
        for unit in doc.units:
            if unit.state is State.APPROVED and unit.target and CODE not in document.excused(doc, unit):
                place = Place(doc.article.slug, lines[unit.key], unit.role)
                found.setdefault((doc.locale, unit.source), []).append((unit.base_role, place, unit.target))
    out = []
    for (locale, source), items in found.items():
        roles = dict.fromkeys(role for role, _, _ in items)
        within = [
            Conflict(locale, source, role, renderings)
            for role in roles
            if (renderings := _renderings(item for item in items if item[0] == role))
        ]
        between = [] if within else [Conflict(locale, source, "", _renderings(items))]
        out += [conflict for conflict in (*within, *between) if conflict.renderings]
    return sorted(out, key=_weight)


def _weight(conflict: Conflict) -> tuple[str, bool, int, str]:
    places = sum(len(rendering.places) for rendering in conflict.renderings)
    return conflict.locale, not conflict.role, -places, conflict.source


def _renderings(items: Iterable[tuple[str, Place, str]]) -> tuple[Rendering, ...]:
    """The renderings, if they differ between articles."""
    texts: dict[str, list[tuple[Place, str]]] = {}
    for _, place, target in items:
        texts.setdefault(nfc(target), []).append((place, target))
    articles = {place.slug for held in texts.values() for place, _ in held}
    if len(texts) < 2 or len(articles) < 2:
        return ()
    out = [Rendering(held[0][1], tuple(sorted(place for place, _ in held))) for held in texts.values()]
    return tuple(sorted(out, key=lambda one: (-len(one.places), one.places)))


def as_json(conflict: Conflict, config: Config) -> dict[str, Any]:
    """What `translate conflicts --json` prints of one sentence."""
    return {
        "locale": conflict.locale,
        "source": conflict.source,
        "role": conflict.role,
        "renderings": [
            {
                "target": rendering.target,
                "places": [
                    {
                        "article": place.slug,
                        "path": config.catalog_path(conflict.locale, place.slug)
                        .relative_to(config.root)
                        .as_posix(),
                        "line": place.line,
                        "role": place.role,
                    }
                    for place in rendering.places
                ],
            }
            for rendering in conflict.renderings
        ],
    }
