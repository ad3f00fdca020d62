"""One article in one locale: its catalogue brought up to date in memory, its units, how both are written."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from translate import align, atomic, catalog, ledger, remarks
from translate.articles import Article, Segment
from translate.catalog import Catalog, Entry
from translate.config import Config
from translate.errors import RefusedError, TranslateError
from translate.ledger import Ledger
from translate.locales import locale_info
from translate.unit import State, Unit, digest, nfc

Key = tuple[str, str]
UNDATED = "2026-01-01"
"""Date of a new catalogue whose article has none: the clock is never read for a file."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article and its catalogue in one locale.

    Attributes:
        article: The English.
        locale: The target.
        catalog: What the file will hold: entries in document order, obsolete ones last.
        ledger: What the tool knows of the entries.
        found: The ledger as it was read.
        plan: What bringing the catalogue up to date changed.
        units: A unit an entry that the article has, in document order.
        drafted: Units drafted since the files were read, and what their drafts were made under.
        offered: Comment lines for units whose text is a person's: a fresh draft, texts of the memory.
        moved_from: Slug of the article whose catalogue this was, before the article was renamed.
    """

    article: Article
    locale: str
    catalog: Catalog
    ledger: Ledger
    found: Ledger
    plan: align.Plan
    units: tuple[Unit, ...]
    drafted: Mapping[Key, str] = field(default_factory=dict)
    offered: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    moved_from: str = ""

    @property
    def entries(self) -> Mapping[Key, Entry]:
        """The active entries by key."""
        return {e.key: e for e in self.catalog.entries if not e.obsolete}

    @property
    def states(self) -> Counter[State]:
        """How many units are in each state."""
        return Counter(unit.state for unit in self.units)


def open_document(
    article: Article, locale: str, config: Config, *, moved_from: str = "", keep_approved: bool = False
) -> Document:
    """Read the catalogue and the ledger and bring them up to the article, in memory.

    Args:
        article: The English.
        locale: The target.
        config: The workspace.
        moved_from: Slug under which the article's catalogue still lies.
        keep_approved: An approved text stays approved where a typing error of its English was corrected.

    Raises:
        RefusedError: One of the files cannot be read without risking a person's work.
        UsageError: The locale is unknown.
    """
    slug = moved_from or article.slug
    # Before the catalogue: whatever is saved in between then counts as a person's.
    book = ledger.read(config.ledger_path(locale, slug))
    path = config.catalog_path(locale, slug)
    found = catalog.read(path)
    if found is None and book.ever_approved:
        beside = config.ledger_path(locale, slug).relative_to(config.root).as_posix()
        raise RefusedError(
            "is gone, and people had approved texts in it",
            path=path,
            hint=f"take it from git or from {path.name}~; to begin anew, delete {beside} too",
        )
    found = found or _new(article, locale, config)
    occurrences = Counter(segment.key for segment in article.segments)
    update = align.update(found.entries, list(occurrences), book, occurrences, keep_approved=keep_approved)
    return Document(
        article=article,
        locale=locale,
        # What is recorded under a new name displaces nothing.
        catalog=replace(found, entries=update.entries, read_digest=None if moved_from else found.read_digest),
        ledger=update.ledger,
        found=book,
        plan=update.plan,
        units=_units(article, update.entries, update.ledger),
        moved_from=moved_from,
    )


def _new(article: Article, locale: str, config: Config) -> Catalog:
    info = locale_info(locale)
    return catalog.new(
        locale,
        project=f"{config.project} {article.slug}",
        date=f"{_date(article.date)} 00:00+0000",
        plural_forms=info.plural_forms,
        team=info.name,
    )


def _date(date: str) -> str:
    """`YYYY-MM-DD` from an article's date, however it is written on; a fixed one if it has none."""
    match = re.match(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", date)
    return match[0] if match else UNDATED


def _units(article: Article, entries: tuple[Entry, ...], book: Ledger) -> tuple[Unit, ...]:
    """A unit for every active entry, all of which the article has."""
    first: dict[Key, Segment] = {}
    for segment in article.segments:
        first.setdefault(segment.key, segment)
    around = _neighbours(article)
    held = ledger.holders(entries)
    out = []
    for entry in entries:
        if entry.obsolete:
            continue
        base = (entry.role.partition("#")[0], entry.source)
        state = _state(entry, book, held)
        model = book.record(*entry.key).model if state is State.DRAFT else ""
        unit = Unit(
            role=entry.role,
            source=entry.source,
            target=entry.target,
            state=state,
            markup=first[base].markup,
            line=first[base].line,
            before=around[base][0],
            after=around[base][1],
            previous=entry.previous or "",
            model=model,
            evidence=remarks.recorded(entry.extracted) if state is State.DRAFT else (),
        )
        out.append(unit)
    return tuple(out)


def _state(entry: Entry, book: Ledger, held: ledger.Holders) -> State:
    """The entry's state, a suspicion that a person excused aside."""
    state = ledger.state_of(entry, book, held)
    if state is State.SUSPECT and "suspect" in _excused(entry):
        return State.EDITED if entry.fuzzy else State.APPROVED
    return state


def _neighbours(article: Article) -> dict[Key, tuple[str, str]]:
    """The sentence before and after the first occurrence of each."""
    out: dict[Key, tuple[str, str]] = {}
    texts = ["", *(segment.source for segment in article.segments), ""]
    for segment, (before, after) in zip(
        article.segments, ((a, b) for (a, _), (_, b) in pairwise(pairwise(texts))), strict=True
    ):
        out.setdefault(segment.key, (before, after))
    return out


def stands(document: Document, unit: Unit, req: str) -> bool:
    """Is the unit's text the machine's newest draft, made under these requirements?"""
    return ledger.stands(document.entries[unit.key], document.ledger, req)


def writable(document: Document) -> frozenset[Key]:
    """Keys of the units that the machine may write.

    A sentence whose text stands under another one, as after a bad merge, waits until a person has
    looked: drafted again it would make the misplaced text look like a mere repetition.
    """
    book = document.ledger
    suspects = (unit for unit in document.units if unit.state is State.SUSPECT)
    waiting = frozenset[str]().union(*(book.known_elsewhere(u.source, u.target) for u in suspects))
    return frozenset(
        key
        for key, entry in document.entries.items()
        if ledger.may_write(entry, book) and digest(entry.source) not in waiting
    )


def wants_offer(document: Document, unit: Unit, req: str) -> bool:
    """Is the unit stale, without a draft of the new sentence beside it that was made under `req`?"""
    if unit.state is not State.STALE:
        return False
    lines = document.entries[unit.key].extracted.split("\n")
    made = document.ledger.record(*unit.key).req
    return made != req or not any(line.startswith(remarks.OFFER) for line in lines)


def offer(document: Document, unit: Unit, target: str, req: str) -> Document:
    """The document with a draft of a stale unit's new sentence in its comment, for a person to take."""
    text = " ".join(nfc(target).split())
    record = replace(document.ledger.record(*unit.key), req=req)
    with_record = replace(document, ledger=document.ledger.updated([record]))
    return settled(with_record, document.units, {}, {unit.key: (f"{remarks.OFFER}{text}",)})


def settled(
    document: Document,
    units: tuple[Unit, ...],
    drafted: Mapping[Key, str],
    offered: Mapping[Key, tuple[str, ...]] | None = None,
) -> Document:
    """The document with new units.

    Args:
        document: The document.
        units: Its units.
        drafted: Keys of those with a new draft, and what it was made under.
        offered: Comment lines of what may help people with a unit, drafted or not.

    Raises:
        RefusedError: A draft is offered where a person's text is; nothing is changed.
    """
    active, references = document.entries, _reference(document.article)
    changed: dict[Key, Entry] = {}
    records: list[ledger.Record] = []
    for unit in units:
        entry, fresh = active[unit.key], unit.key in drafted
        if fresh:
            entry, record = ledger.draft(
                entry, unit.target, document.ledger, req=drafted[unit.key], model=unit.model
            )
            records.append(record)
        if unit.state is not State.APPROVED:
            help_ = None if offered is None else offered.get(unit.key)
            extracted = remarks.written(unit, entry.extracted, help_, fresh=fresh and bool(entry.target))
            if (extracted, references) != (entry.extracted, entry.references):
                entry = replace(entry, extracted=extracted, references=references)
        changed[unit.key] = entry
    entries = tuple(e if e.obsolete else changed[e.key] for e in document.catalog.entries)
    book = document.ledger.updated(records)
    now = tuple(_as_recorded(unit, changed[unit.key]) for unit in units)
    if records:
        # A text that stood under two sentences is suspect once one of them is drafted anew.
        held = ledger.holders(entries)
        now = tuple(replace(unit, state=_state(changed[unit.key], book, held)) for unit in now)
    return replace(
        document,
        catalog=replace(document.catalog, entries=entries),
        ledger=book,
        units=now,
        drafted={**document.drafted, **drafted},
        offered={**document.offered, **(offered or {})},
    )


def rebased(document: Document, config: Config) -> Document:
    """The document read again, with its drafts where they may still stand: someone saved it meanwhile.

    Raises:
        RefusedError: One of the files cannot be read without risking a person's work.
    """
    found = open_document(document.article, document.locale, config, moved_from=_still(document, config))
    free, made = writable(found), {unit.key: unit for unit in document.units}
    again = {key: under for key, under in document.drafted.items() if key in free}
    units = (
        replace(unit, target=new.target, evidence=new.evidence, model=new.model, state=State.DRAFT)
        if unit.key in again and (new := made[unit.key])
        else unit
        for unit in found.units
    )
    return settled(found, tuple(units), again, document.offered)


def _as_recorded(unit: Unit, entry: Entry) -> Unit:
    """The unit with the text that its entry holds; a package that said nothing leaves it new."""
    state = unit.state if ledger.has_text(entry) else _empty(unit)
    same = (unit.target, unit.state) == (entry.target, state)
    return unit if same else replace(unit, target=entry.target, state=state)


def _empty(unit: Unit) -> State:
    return State.APPROVED if unit.state is State.APPROVED else State.NEW


def _reference(article: Article) -> tuple[tuple[str, str], ...]:
    """Where the sentence stands: the file alone, since a line number would change with every paragraph."""
    return ((f"articles/{article.slug}{article.path.suffix}", ""),)


def unread(article: Article, locale: str, units: tuple[Unit, ...]) -> Document:
    """A document of which only its table row is wanted."""
    return Document(article, locale, Catalog(Entry("", "")), Ledger(), Ledger(), align.Plan(), units)


@lru_cache(maxsize=1024)
def _bare(state: State, model: str) -> Unit:
    return Unit("body", "", state=state, model=model)


def _brief(unit: Unit) -> Unit:
    """What a table shows of a unit."""
    bare = _bare(unit.state, unit.model)
    found = tuple(replace(finding, message="", span=None) for finding in unit.findings)
    return replace(bare, findings=found) if found else bare


def outline(document: Document) -> Document:
    """The document with what a table of a run shows of it and nothing that takes room."""
    return replace(
        document,
        article=replace(document.article, text="", segments=()),
        catalog=replace(document.catalog, entries=()),
        ledger=Ledger(),
        found=Ledger(),
        units=tuple(map(_brief, document.units)),
        drafted={},
        offered={},
    )


def moved(articles: Sequence[Article], locale: str, config: Config, gone: Iterable[str]) -> dict[str, str]:
    """Articles that were renamed: the slug of each, and of the catalogue it had.

    An article without a catalogue was another one if most of its sentences are active in that one's
    catalogue, and in nobody else's as many.

    Args:
        articles: The workspace's articles.
        locale: The target.
        config: The workspace.
        gone: Slugs of catalogues whose article is no longer there.
    """
    new = [a for a in articles if not atomic.is_file(config.catalog_path(locale, a.slug))]
    found: dict[str, set[str]] = {}
    for slug in sorted(gone) if new else ():
        try:
            read = catalog.read(config.catalog_path(locale, slug))
        except TranslateError:
            # The article waits for it: one begun anew would leave the approved texts behind for good.
            found[slug] = _standing_in(config.catalog_path(locale, slug), new)
            continue
        found[slug] = {e.source for e in read.entries if not e.obsolete} if read else set()
    out: dict[str, str] = {}
    for article in new:
        own = {segment.source for segment in article.segments}
        shares = sorted(((len(own & theirs), slug) for slug, theirs in found.items()), reverse=True)
        if not shares or 2 * shares[0][0] <= len(own):
            continue
        if len(shares) == 1 or shares[1][0] < shares[0][0]:
            out[article.slug] = shares[0][1]
            del found[shares[0][1]]
    return out


def _standing_in(path: Path, articles: Sequence[Article]) -> set[str]:
    """The articles' sentences that stand in a catalogue which cannot be read, as far as can be seen."""
    try:
        text = re.sub(r'"\s+"', "", path.read_bytes().decode(errors="replace"))
    except OSError:
        return set()
    sources = {segment.source for article in articles for segment in article.segments}
    return {s for s in sources if '"{}"'.format(s.replace("\\", r"\\").replace('"', r"\"")) in text}


def excused(document: Document, unit: Unit) -> frozenset[str]:
    """Codes that a person excused on the unit's entry; a text that breaks the article has no excuse."""
    return _excused(document.entries[unit.key]) - {"block"}


def misnamed(entry: Entry, known: Collection[str]) -> tuple[str, ...]:
    """Words in comments `# check-ok: code` that should be codes; others are a person's remark.

    Args:
        entry: The entry.
        known: The codes there are.
    """
    wrong = ["check-ok" for note in entry.notes if ":" not in note and note.split()[:1] == ["check-ok"]]
    for rest in _excuses(entry):
        for item in rest.split(","):
            first, *others = item.split() or [""]
            wrong += [first] if first not in known else []
            wrong += [w for w in others if w not in known and difflib.get_close_matches(w, known, 1, 0.8)]
    return tuple(dict.fromkeys(wrong))


def _excused(entry: Entry) -> frozenset[str]:
    """Codes of comments `# check-ok: code, code`."""
    return frozenset(code for rest in _excuses(entry) for code in re.split(r"[,\s]+", rest) if code)


def _excuses(entry: Entry) -> Iterator[str]:
    """What stands behind `# check-ok:` in an entry's comments."""
    for note in entry.notes:
        name, colon, rest = note.partition(":")
        if colon and name.strip() == "check-ok":
            yield rest


class Written(NamedTuple):
    """Which of a document's two files were written."""

    ledger: bool
    catalog: bool


def record(document: Document, config: Config) -> Written:
    """Write the ledger, then the catalogue, each only if it changed.

    In this order a kill between the two leaves a draft that the ledger knows already, never a
    draft that would count as a person's text.

    Raises:
        SavedError: The catalogue changed on disk since it was read.
        SetupError: A file cannot be written.
    """
    slug, locale = document.article.slug, document.locale
    path = config.ledger_path(locale, slug)
    book, first = document.ledger, False
    if not ledger.holds(path, book):
        now = ledger.read(path)
        if now != document.found:
            # Another run wrote meanwhile: what either of them drafted stays known as the machine's.
            book = book.united(now)
        first = ledger.write(path, book)
    second = catalog.write(config.catalog_path(locale, slug), document.catalog)
    if document.moved_from:
        _retire(document, config)
    return Written(first, second)


def _retire(document: Document, config: Config) -> None:
    """Take the files of a renamed article out of the way, now that all they held lies under the new name."""
    for path in (
        config.catalog_path(document.locale, document.moved_from),
        config.ledger_path(document.locale, document.moved_from),
    ):
        if path.is_file():
            atomic.retire(path)


def catalog_file(document: Document, config: Config) -> Path:
    """Where the document's catalogue lies: of a renamed article not recorded since, the old place."""
    return config.catalog_path(document.locale, _still(document, config) or document.article.slug)


def _still(document: Document, config: Config) -> str:
    """The name under which the catalogue of a renamed article lies."""
    here = config.catalog_path(document.locale, document.article.slug)
    return "" if atomic.is_file(here) else document.moved_from


def overtaken(document: Document, config: Config) -> bool:
    """Was the catalogue that `record` wrote over saved in place after that? Then it is put back."""
    path = config.catalog_path(document.locale, document.article.slug)
    before = document.catalog.read_digest
    if before is None or not catalog.displaced_since(path, before):
        return False
    catalog.restore(path, document.catalog)
    return True


def exists(document: Document, config: Config) -> bool:
    """Is there a catalogue already?"""
    return atomic.is_file(config.catalog_path(document.locale, document.article.slug))


def differs(document: Document, config: Config) -> bool:
    """Would `record` write anything?"""
    slug, locale = document.article.slug, document.locale
    return any(
        not atomic.is_file(path) or path.read_bytes() != data
        for path, data in (
            (config.ledger_path(locale, slug), ledger.dumps(document.ledger)),
            (config.catalog_path(locale, slug), catalog.dump(document.catalog)),
        )
    )
