"""Three-way merge of two catalogues or ledgers by key: what people wrote wins over what the machine wrote.

Where two people wrote different texts, ours stays as fuzzy and theirs goes into a comment (`othertext`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import TypeVar

from . import othertext
from .catalog import Catalog, Entry, Origin
from .ledger import Key, Ledger, Record, empty_on_purpose, has_text, may_write
from .unit import digest
from .weaving import numbered, united, woven

Value = TypeVar("Value")
_EMPTY = Catalog(Entry("", ""))
_NOBODY = ("", "Automatically generated", "FULL NAME")
_REVISED = "PO-Revision-Date"
_TRANSLATOR = "Last-Translator"
_marks = attrgetter("target", "plural", "fuzzy", "previous_role", "previous", "previous_plural")
_text = attrgetter("target", "plural")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two people's work on one sentence that somebody has to choose from.

    Attributes:
        role: msgctxt.
        source: msgid.
        ours: The text that stays, as fuzzy.
        theirs: The text that went into a comment; empty where they left the sentence out on purpose.
    """

    role: str
    source: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged catalogue, and what a person must still decide."""

    catalog: Catalog
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    """What tells whose text an entry of one side has: that side's ledger, and both together.

    A text is the machine's only if neither knows an approval of it.
    """

    ledger: Ledger
    both: Ledger

    def is_machine(self, entry: Entry) -> bool:
        entry = replace(entry, obsolete=False)
        return has_text(entry) and all(may_write(entry, book) for book in (self.ledger, self.both))


def catalogs(
    base: Catalog | None,
    ours: Catalog,
    theirs: Catalog,
    *,
    ledgers: tuple[Ledger, Ledger] = (Ledger(), Ledger()),
    name: str = "theirs",
) -> Merged:
    """Merge two versions of a catalogue.

    Args:
        base: Their common ancestor, None when there is none.
        ours: The version whose order and layout stay.
        theirs: The other.
        ledgers: The ledgers of ours and theirs; without one every text of that side is a person's.
        name: Who they are, where their header names no translator.
    """
    base = base or _EMPTY
    both = ledgers[0].united(ledgers[1])
    sides = (_Side(ledgers[0], both), _Side(ledgers[1], both))
    name = _person(theirs) or name
    old, mine, yours = ({entry.key: entry for entry in c.entries} for c in (base, ours, theirs))
    found: dict[Key, Entry] = {}
    conflicts: list[Conflict] = []
    for key in dict.fromkeys((*mine, *yours)):
        one, two = mine.get(key), yours.get(key)
        if one and two:
            found[key], loser = _entry(_base_of(one, two, old), one, two, sides, known=key in old)
            if loser:
                found[key] = _with_other(found[key], loser, name)
                conflicts.append(Conflict(*key, found[key].target, loser.target))
        elif (rest := one or two) and not (key in old and _same_work(rest, old[key])):
            found[key] = rest
    entries = tuple(found[key] for key in _ordered(found, ours.entries, theirs.entries))
    crlf = "\r\n" in ours.head.raw
    merged = replace(
        ours,
        head=_header(base.head, ours.head, theirs.head),
        entries=tuple(_placed(entry, mine.get(entry.key), crlf=crlf) for entry in entries),
        tail=_tail(base.tail, ours.tail, theirs.tail),
    )
    return Merged(merged, tuple(conflicts))


def ledgers(base: Ledger, ours: Ledger, theirs: Ledger) -> Ledger:
    """All that either side learned; a record that only one side changed is that side's."""
    changed = (
        _record(base.records.get(key), ours.records.get(key), record)
        for key, record in theirs.records.items()
    )
    return ours.updated(changed)


def _record(base: Record | None, ours: Record | None, theirs: Record) -> Record:
    if ours is None or ours == base:
        return theirs
    return ours if theirs == base else ours.merged(theirs)


def _pick(base: Value, ours: Value, theirs: Value) -> Value:
    return theirs if ours == base else ours


def _base_of(ours: Entry, theirs: Entry, old: Mapping[Key, Entry]) -> Entry:
    """The ancestor; of a sentence that changed, the entry that its text was carried from."""
    if ours.key in old:
        return old[ours.key]
    for side in (ours, theirs):
        if side.previous is not None and (found := old.get((side.previous_role or side.role, side.previous))):
            return found
    return Entry(*ours.key)


def _same_work(entry: Entry, base: Entry) -> bool:
    """Whether nobody worked on it since: comments that the machine writes do not count."""
    return (_marks(entry), entry.comment, entry.obsolete) == (_marks(base), base.comment, base.obsolete)


def _entry(
    base: Entry, ours: Entry, theirs: Entry, sides: tuple[_Side, _Side], *, known: bool
) -> tuple[Entry, Entry | None]:
    """The merged entry, and the one whose text has no place in it, if both are people's."""
    mine, yours = _reopened(ours, theirs, sides)
    if theirs == ours or (theirs == base and not yours):
        return ours, None
    if ours == base and not mine:
        return theirs, None
    comment = united(*(othertext.items(entry.comment) for entry in (base, ours, theirs)))
    chosen, loser = _translation(base, ours, theirs, sides, comment)
    told = chosen if _text(ours) != _text(theirs) else None
    merged = replace(
        chosen,
        obsolete=_obsolete(base, ours, theirs, known=known),
        comment="\n".join(comment),
        extracted=told.extracted if told else _pick(base.extracted, ours.extracted, theirs.extracted),
        references=_pick(base.references, ours.references, theirs.references),
        flags=tuple(united(base.flags, ours.flags, theirs.flags)),
    )
    return merged, loser


def _obsolete(base: Entry, ours: Entry, theirs: Entry, *, known: bool) -> bool:
    if ours.obsolete == theirs.obsolete:
        return ours.obsolete
    active = theirs if ours.obsolete else ours
    return known and not base.obsolete and (_marks(active), active.comment) == (_marks(base), base.comment)


def _translation(
    base: Entry, ours: Entry, theirs: Entry, sides: tuple[_Side, _Side], comment: Sequence[str]
) -> tuple[Entry, Entry | None]:
    """The entry whose text, flag and previous msgid are taken; the other one if a person must choose."""
    mine, yours = _reopened(ours, theirs, sides)
    if _marks(ours) == _marks(theirs) or (_standing(theirs) == _standing(base) and not yours):
        return ours, None
    if _standing(ours) == _standing(base) and not mine:
        return theirs, None
    if _text(ours) == _text(theirs):
        fuzzy, other, side = (ours, theirs, sides[0]) if ours.fuzzy else (theirs, ours, sides[1])
        # Its own side alone: the other one knows the text as approved in any case.
        drafted = _Side(side.ledger, side.ledger).is_machine(fuzzy)
        return (other if drafted else fuzzy), None
    if not (has_text(ours) and has_text(theirs)):
        return _one_text(ours, theirs, sides)
    winner = _winner(base, ours, theirs, sides, comment)
    return (winner, None) if winner else (_opened(ours, sides[0].both), theirs)


def _reopened(ours: Entry, theirs: Entry, sides: tuple[_Side, _Side]) -> tuple[bool, bool]:
    """Whether each text was approved on its own side alone, which the catalogue need not show any more.

    It may stand as it did in the ancestor: approved, and reopened to be worked on.
    """
    if _text(ours) == _text(theirs):
        return False, False
    one, two = (side.ledger.ever_approved for side in sides)
    return digest(ours.target) in one - two, digest(theirs.target) in two - one


def _standing(entry: Entry) -> tuple[object, ...]:
    """The text and its marks, of which an open conflict is one."""
    return _marks(entry), tuple(othertext.recorded(entry.comment))


def _one_text(ours: Entry, theirs: Entry, sides: tuple[_Side, _Side]) -> tuple[Entry, Entry | None]:
    """One side has no text, perhaps because a person said so."""
    number = 0 if has_text(ours) else 1
    full, bare = ((ours, theirs), (theirs, ours))[number]
    if not empty_on_purpose(bare):
        return full, None
    return (bare, None) if sides[number].is_machine(full) else (_opened(full, sides[0].both), bare)


def _winner(
    base: Entry, ours: Entry, theirs: Entry, sides: tuple[_Side, _Side], comment: Sequence[str]
) -> Entry | None:
    """The text that may replace the other one; None when both are people's."""
    there = set(othertext.recorded("\n".join(comment)))
    for one, other in ((ours, theirs), (theirs, ours)):
        # They were merged before, and the outcome is on one side.
        if set(_texts(other)) <= there.intersection(othertext.recorded(one.comment)):
            return one
    machine = sides[0].is_machine(ours), sides[1].is_machine(theirs)
    if all(machine):
        return min(ours, theirs, key=_text)
    if any(machine):
        return theirs if machine[0] else ours
    reopened = _reopened(ours, theirs, sides)
    new = [_asserts(e, base) or again for e, again in zip((ours, theirs), reopened, strict=True)]
    if all(new):
        return None
    return ours if new[0] else theirs


def _asserts(entry: Entry, base: Entry) -> bool:
    """Whether the text is new since `base`, or approved since."""
    return _text(entry) != _text(base) or (base.fuzzy and not entry.fuzzy)


def _opened(entry: Entry, ledger: Ledger) -> Entry:
    """The entry not approved any more, in such a way that the machine cannot take its text for a draft."""
    fuzzy = replace(entry, fuzzy=True)
    if may_write(replace(fuzzy, obsolete=False), ledger):
        return replace(fuzzy, previous=entry.source)
    return fuzzy


def _texts(entry: Entry) -> list[tuple[int | None, str]]:
    if not entry.plural:
        return [(None, entry.target)]
    return [(form, text) for form, text in enumerate((entry.target, *entry.plural[1:])) if text]


def _with_other(entry: Entry, other: Entry, name: str) -> Entry:
    """The entry with the other's text in a comment, unless it is there."""
    there = set(othertext.recorded(entry.comment))
    texts = [pair for pair in _texts(other) if has_text(other) and pair not in there]
    lines = [othertext.comment(text, name, form) for form, text in texts]
    return replace(entry, comment="\n".join(filter(None, (entry.comment, *lines))))


def _person(catalog: Catalog) -> str:
    """The last translator, without an address; empty when a program wrote it."""
    name = dict(catalog.header).get(_TRANSLATOR, "").partition("<")[0].strip()
    return "" if name in _NOBODY else name


def _ordered(found: Mapping[Key, Entry], ours: Sequence[Entry], theirs: Sequence[Entry]) -> Iterable[Key]:
    """Our order; what came from them, or back to life by them, stands as it does there."""
    mine = [e.key for e in ours if e.key in found and e.obsolete == found[e.key].obsolete]
    yours = [e.key for e in theirs if e.key in found]
    return woven(mine, yours, lambda key: not found[key].obsolete)


def _placed(entry: Entry, ours: Entry | None, *, crlf: bool) -> Entry:
    """The entry with our layout where it is ours, with theirs where it is theirs."""
    if ours is not None and entry == ours:
        return ours
    origin = entry.origin
    if origin is None or (ours is not None and origin is ours.origin):
        return entry
    # A place in another file says nothing here; line ends of two kinds in one file harm editors.
    same = crlf == ("\r\n" in origin.text)
    return replace(entry, origin=replace(origin, place=-1) if same else None)


def _header(base: Entry, ours: Entry, theirs: Entry) -> Entry:
    old, one, two = (dict(_fields(entry)) for entry in (base, ours, theirs))
    names = united(old, one, two)
    lines = {name: _pick(old.get(name), one.get(name), two.get(name)) for name in names}
    latest = max((one, two), key=lambda fields: _date(fields.get(_REVISED, "")))
    if _date(one.get(_REVISED, "")) != _date(two.get(_REVISED, "")):
        lines |= {name: latest[name] for name in (_REVISED, _TRANSLATOR) if name in latest}
    kept = [line for line in lines.values() if line is not None]
    return replace(
        ours,
        target=ours.target if kept == list(one.values()) else "".join(f"{line}\n" for line in kept),
        fuzzy=_pick(base.fuzzy, ours.fuzzy, theirs.fuzzy),
        comment="\n".join(united(*(othertext.items(entry.comment) for entry in (base, ours, theirs)))),
        flags=tuple(united(base.flags, ours.flags, theirs.flags)),
    )


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    """Each line of a header by its name; later lines of one name, and lines without one, stay apart."""
    names = (line.partition(":")[0].strip() for line in entry.target.split("\n") if line)
    lines = (line for line in entry.target.split("\n") if line)
    for (name, number), line in zip(numbered(names), lines, strict=True):
        yield f"{name} {number}" if number else name, line


def _date(line: str) -> datetime:
    """The time in a header line; what is no time is the earliest."""
    try:
        return datetime.strptime(line.partition(":")[2].strip(), "%Y-%m-%d %H:%M%z")
    except ValueError:
        return datetime.fromisoformat("0001-01-02T00:00+00:00")


def _tail(base: Origin | None, ours: Origin | None, theirs: Origin | None) -> Origin | None:
    old, one, two = (tail.text.rstrip().split("\n") if tail else [] for tail in (base, ours, theirs))
    lines = united(old, one, two)
    if lines == one:
        return ours
    return Origin("".join(f"{line}\n" for line in lines), -1) if lines else None
