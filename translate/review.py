"""What a desk asks of its catalogues: how much is done, in msgfmt's words and in words of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from translate.catalog import Entry
from translate.config import Config
from translate.document import Document
from translate.unit import State


@dataclass(frozen=True, slots=True)
class Stats:
    """How one article stands in one locale.

    Attributes:
        slug: The article.
        locale: The target.
        sentences: By state, obsolete entries too.
        words: English words of the article by state.
        messages: Entries as gettext counts them: `translated`, `fuzzy`, `untranslated`.
    """

    slug: str
    locale: str
    sentences: Counter[State]
    words: Counter[State]
    messages: Counter[str]

    @property
    def gettext(self) -> str:
        """`3 translated messages, 1 fuzzy translation, 2 untranslated messages.` as `msgfmt --statistics`."""
        parts = [_count(self.messages["translated"], "translated message")]
        if fuzzy := self.messages["fuzzy"]:
            parts.append(_count(fuzzy, "fuzzy translation"))
        if untranslated := self.messages["untranslated"]:
            parts.append(_count(untranslated, "untranslated message"))
        return ", ".join(parts) + "."

    @property
    def approved_share(self) -> float:
        """Share of the English words whose rendering people approved, from 0 to 1."""
        total = self.words.total()
        return self.words[State.APPROVED] / total if total else 0.0


def totals(stats: Iterable[Stats]) -> list[Stats]:
    """All articles together, an item a locale."""
    out: dict[str, Stats] = {}
    for item in stats:
        sofar = out.get(item.locale, Stats("", item.locale, Counter(), Counter(), Counter()))
        out[item.locale] = replace(
            sofar,
            sentences=sofar.sentences + item.sentences,
            words=sofar.words + item.words,
            messages=sofar.messages + item.messages,
        )
    return list(out.values())


def _message(entry: Entry) -> str:
    """The class in which gettext counts an entry."""
    if not entry.target:
        return "untranslated"
    return "fuzzy" if entry.fuzzy else "translated"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def stats(documents: Iterable[Document]) -> list[Stats]:
    """One item a document."""
    out = []
    for doc in documents:
        words: Counter[State] = Counter()
        for unit in doc.units:
            words[unit.state] += len(unit.source.split())
        sentences = doc.states
        sentences[State.OBSOLETE] = sum(entry.obsolete for entry in doc.catalog.entries)
        messages = Counter(_message(entry) for entry in doc.catalog.entries if not entry.obsolete)
        out.append(Stats(doc.article.slug, doc.locale, sentences, words, messages))
    return out


def as_json(item: Stats) -> dict[str, Any]:
    """What `translate stats --json` prints of one article in one locale."""
    return {
        "article": item.slug,
        "locale": item.locale,
        "sentences": {state.value: item.sentences[state] for state in State if item.sentences[state]},
        "gettext": item.gettext,
        "words": {state.value: item.words[state] for state in State if item.words[state]},
    }


def orphans(config: Config, slugs: Iterable[str], locales: Iterable[str]) -> list[tuple[str, str]]:
    """Catalogues whose article is gone, as (locale, slug); they are kept until a person removes them."""
    known = set(slugs)
    out = []
    for locale in locales:
        folder = config.catalog_dir(locale)
        for path in sorted(folder.rglob("*.po")):
            slug = path.relative_to(folder).with_suffix("").as_posix()
            if slug not in known:
                out.append((locale, slug))
    return out
