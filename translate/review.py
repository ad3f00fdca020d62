"""What a desk asks of its catalogues: how much is done, in msgfmt's words and in English ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from translate import catalog
from translate.catalog import Entry
from translate.config import Config
from translate.document import Document
from translate.errors import TranslateError
from translate.unit import State, Unit, digest


@dataclass(frozen=True, slots=True)
class Stats:
    """How one article stands in one locale.

    Attributes:
        slug: The article.
        locale: The target.
        sentences: By state, obsolete entries too.
        words: English words of the article by state.
        messages: Entries of the file as gettext counts them: `translated`, `fuzzy`, `untranslated`; of the
            file that would be made where there is none.
        signed: How many sentences are approved with a name.
    """

    slug: str
    locale: str
    sentences: Counter[State]
    words: Counter[State]
    messages: Counter[str]
    signed: int = 0

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
            signed=sofar.signed + item.signed,
        )
    return list(out.values())


def _message(entry: Entry) -> str:
    """The class in which gettext counts an entry."""
    if not entry.target:
        return "untranslated"
    return "fuzzy" if entry.fuzzy else "translated"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def stats(documents: Iterable[Document], config: Config) -> list[Stats]:
    """One item a document.

    Raises:
        RefusedError: A catalogue became unreadable meanwhile.
    """
    out = []
    for doc in documents:
        words: Counter[State] = Counter()
        for unit in doc.units:
            words[unit.state] += len(unit.source.split())
        sentences = doc.states
        sentences[State.OBSOLETE] = sum(entry.obsolete for entry in doc.catalog.entries)
        messages = Counter(_message(entry) for entry in _in_file(doc, config) if not entry.obsolete)
        names = sum(signed(doc, unit) for unit in doc.units)
        out.append(Stats(doc.article.slug, doc.locale, sentences, words, messages, names))
    return out


def _in_file(doc: Document, config: Config) -> Iterable[Entry]:
    """The entries as gettext finds them; those in memory may be ahead of the file."""
    held = doc.catalog
    blocks = 1 + len(held.entries) + (held.tail is not None)
    if held.blocks == blocks and not any(entry.changed for entry in held.entries):
        return held.entries
    found = catalog.read(config.catalog_path(doc.locale, doc.article.slug))
    return held.entries if found is None else found.entries


def signed(doc: Document, unit: Unit) -> bool:
    """Whether somebody put their name to the text as it stands: `translate approve` does.

    A text left empty on purpose needs no name: the comment that says so is a person's.
    """
    if unit.state is not State.APPROVED:
        return False
    record = doc.ledger.record(*unit.key)
    return not unit.target or (bool(record.by) and record.ok[:1] == (digest(unit.target),))


def report_json(items: Sequence[Stats], gone: Iterable[Orphan], config: Config) -> dict[str, Any]:
    """What `translate stats --json` prints."""
    return {
        "articles": [as_json(item) for item in items],
        "totals": [total_json(item) for item in totals(items)],
        "orphans": [orphan_json(orphan, config) for orphan in gone],
    }


def as_json(item: Stats) -> dict[str, Any]:
    """What a program reads of one article in one locale."""
    return {"article": item.slug, **total_json(item)}


def total_json(item: Stats) -> dict[str, Any]:
    """The same of all articles of a locale together."""
    return {
        "locale": item.locale,
        "sentences": {state.value: item.sentences[state] for state in State if item.sentences[state]},
        "gettext": item.gettext,
        "words": {state.value: item.words[state] for state in State if item.words[state]},
        "signed": item.signed,
    }


@dataclass(frozen=True, slots=True)
class Orphan:
    """A catalogue whose article is gone; it is kept until a person removes it.

    Attributes:
        slug: The article that was.
        locale: The target.
        path: The catalogue.
        approved: How many sentences in it are translated and not fuzzy, None when it cannot be read.
    """

    slug: str
    locale: str
    path: Path
    approved: int | None


def orphans(config: Config, known: Container[str], locales: Iterable[str]) -> list[Orphan]:
    """Catalogues that belong to none of the known articles."""
    out = []
    for locale in locales:
        folder = config.catalog_dir(locale)
        for path in sorted(folder.rglob("*.po")):
            slug = path.relative_to(folder).with_suffix("").as_posix()
            if slug not in known:
                out.append(Orphan(slug, locale, path, _approved(path)))
    return out


def _approved(path: Path) -> int | None:
    try:
        found = catalog.read(path)
    except TranslateError:
        return None
    entries = () if found is None else found.entries
    return sum(not entry.obsolete and _message(entry) == "translated" for entry in entries)


def orphan_json(orphan: Orphan, config: Config) -> dict[str, Any]:
    """What a program reads of it."""
    return {
        "article": orphan.slug,
        "locale": orphan.locale,
        "path": orphan.path.relative_to(config.root).as_posix(),
        "approved": orphan.approved,
    }
