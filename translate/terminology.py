"""What a terminologist asks: a term's forms, what became of it in drafts, what the glossary still lacks."""

from __future__ import annotations

import csv
import difflib
import io
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regex

from translate import inflect, matching, termfile
from translate.checks import names
from translate.drafting import read_inline
from translate.errors import UsageError
from translate.glossary import Glossary, Problem, Term
from translate.locales import locale_info
from translate.report import Row
from translate.unit import Evidence, Outcome, Severity, Span, State, Unit, nfc

if TYPE_CHECKING:
    from translate.engine import Engine

WORST = 10
"""Terms that a report shows on a terminal."""
LEAST = 3
"""Occurrences from which on a phrase is worth a row."""
LONGEST = 4
"""Words of the longest phrase."""


@dataclass(frozen=True, slots=True)
class Form:
    """An acceptable form and its origin: filed, accepted, explicit, generated, or kept (English, `dnt`)."""

    text: str
    origin: str


@dataclass(frozen=True, slots=True)
class Forms:
    """All forms of a term by locale, and `file:line` of its rows, the one that wins first."""

    term: Term
    plural: bool
    rows: tuple[str, ...]
    locales: Mapping[str, tuple[Form, ...]]


def forms(
    terms: Glossary, paths: Sequence[Path], spelling: str, locales: Sequence[str], *, plural: bool = False
) -> Forms:
    """What drafts may contain for a term, found by any spelling as in an article.

    Args:
        terms: The glossary that the files make.
        paths: Its files.
        spelling: The term, a variant, or either in the plural.
        locales: Locales, in the order of the answer.
        plural: Take the English for a plural even where its spelling is not one.

    Raises:
        UsageError: No term has this spelling; the hint has those that are near.
    """
    text = " ".join(nfc(spelling).split())
    match = next((m for m in terms.match(text) if m.span == (0, len(text))), None)
    if match is None:
        raise UsageError(f"no term of the glossary is spelled {text!r}", hint=_nearest(terms, text))
    plural = plural or match.plural
    found = {locale: _forms(terms, match.term, locale, plural=plural) for locale in locales}
    return Forms(match.term, plural, tuple(_rows(match.term, paths)), found)


def _nearest(terms: Glossary, text: str) -> str:
    known = {p.lower(): p for term in reversed(terms.terms) for p in (*term.variants, term.term)}
    inside = [phrase for low, phrase in known.items() if f" {text.lower()} " in f" {low} "]
    close = difflib.get_close_matches(text.lower(), known, n=3, cutoff=0.6)
    near = list(dict.fromkeys([*(known[low] for low in close), *inside]))[:3]
    return f"near it: {', '.join(near)}" if near else "`translate glossary suggest` lists what may be filed"


def _rows(term: Term, paths: Sequence[Path]) -> Iterator[str]:
    """Where the term is filed: the row that wins, then those that add locales and variants."""
    yield f"{term.path}:{term.line}"
    key = matching.identity(term.term, case=term.case)
    for path in sorted(paths, key=lambda path: (path.name, str(path))):
        for other in termfile.read(path)[0]:
            same = matching.identity(other.term, case=other.case) == key
            if same and (other.path, other.line) != (term.path, term.line):
                yield f"{other.path}:{other.line}"


def _column(term: Term, locale: str) -> str:
    """The column of a locale, its own or its language's; empty if there is none."""
    codes = (locale.replace("-", "_"), inflect.language(locale))
    return next((code for code in codes if code in term.renderings), "")


def _forms(terms: Glossary, term: Term, locale: str, *, plural: bool) -> tuple[Form, ...]:
    column = _column(term, locale)
    accepted = [nfc(text) for text in term.renderings.get(column, ())]
    explicit = {nfc(text) for text in term.forms.get(column, ())}

    def origin(text: str) -> str:
        if not column:
            return "kept"
        if text in accepted:
            return "filed" if text == accepted[0] else "accepted"
        return "explicit" if text in explicit else "generated"

    return tuple(Form(text, origin(text)) for text in terms.allowed(term, locale, plural=plural))


def unspellable(terms: Glossary, engine: Engine, locale: str) -> list[Problem]:
    """A warning for every row with forms that the package's vocabulary cannot spell, so only spliced."""
    found = []
    for term in terms.terms:
        every = [form for plural in (False, True) for form in _forms(terms, term, locale, plural=plural)]
        poor = [form for form in dict.fromkeys(every) if engine.spell(form.text) is None]
        if poor:
            column = _column(term, locale) or "term"
            column += "_forms" if all(form.origin == "explicit" for form in poor) else ""
            shown = ", ".join(f"“{form.text}”" for form in poor)
            message = f"{engine.package.name} cannot spell {shown}; a draft gets it by splicing only"
            found.append(Problem(Severity.WARNING, message, term.path, term.line, column))
    return found


def recalled(verified: Sequence[Evidence], recorded: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """What is found in a text now, with what was recorded when it was drafted.

    Occurrences are told apart by their order among those of the same English. A record that the
    text contradicts, since a row changed, does not count.
    """
    told: defaultdict[tuple[str, str], deque[Evidence]] = defaultdict(deque)
    for item in recorded:
        told[item.requirement.kind, item.requirement.source].append(item)
    out = []
    for now in verified:
        queue = told[now.requirement.kind, now.requirement.source]
        past = queue.popleft() if queue else None
        if past is not None and (past.outcome is Outcome.UNENFORCED) == (now.outcome is Outcome.UNENFORCED):
            now = replace(now, outcome=past.outcome, method=past.method, was=past.was, score=past.score)  # noqa: PLW2901
        out.append(now)
    return tuple(out)


@dataclass(slots=True)
class Tally:
    """What became of a term, or of all, in the drafts of a locale; `repaired` counts by method."""

    term: str
    locale: str
    satisfied: int = 0
    repaired: Counter[str] = field(default_factory=Counter)
    unenforced: int = 0

    @property
    def occurrences(self) -> int:
        """All of them."""
        return self.satisfied + self.repaired.total() + self.unenforced

    def add(self, item: Evidence) -> None:
        """Count one occurrence."""
        self.satisfied += item.outcome is Outcome.SATISFIED
        self.unenforced += item.outcome is Outcome.UNENFORCED
        if item.outcome is Outcome.REPAIRED:
            self.repaired[item.method] += 1


def tallies(rows: Iterable[Row], terms: Glossary) -> tuple[list[Tally], list[Tally]]:
    """Of the machine's drafts: totals by locale, then each term in each locale, the worst first.

    Worst is what was left out most often, then what had to be put in most often.
    """
    totals: dict[str, Tally] = {}
    each: dict[tuple[str, str], Tally] = {}
    for row in rows:
        locale = row.document.locale
        total = totals.setdefault(locale, Tally("", locale))
        for item in (e for unit in row.document.units if unit.state is State.DRAFT for e in unit.evidence):
            if item.requirement.kind == "term":
                term = _filed(item.requirement.source, terms)
                total.add(item)
                each.setdefault((locale, term), Tally(term, locale)).add(item)
    worst = sorted(each.values(), key=lambda t: (-t.unenforced, -t.repaired.total(), -t.satisfied, t.term))
    return list(totals.values()), worst


def _filed(spelling: str, terms: Glossary) -> str:
    """The term that has a spelling met in an article."""
    found = terms.match(spelling)
    return found[0].term.term if found and found[0].span == (0, len(spelling)) else spelling


def tally_json(tally: Tally) -> dict[str, Any]:
    """The tally for programs."""
    return {
        **({"term": tally.term} if tally.term else {}),
        "locale": tally.locale,
        "occurrences": tally.occurrences,
        "satisfied": tally.satisfied,
        "repaired": dict(sorted(tally.repaired.items())),
        "unenforced": tally.unenforced,
    }


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that may be worth a row: how often it stands in the articles, and agreed renderings."""

    term: str
    count: int
    renderings: Mapping[str, str]


_STOP_WORDS = """
a about after again against all also although among an and another any are as at be because been before
being between both but by can could did do does during each for from further had has have he her here
his how however i if in including into is it its last later many may more most much must near new next
no not now of off on one only or other our out over own per said same say says she should since so some
such than that the their them then there these they this those three through to told too two under until
up us very was we were what when where whether which while who whom whose will with within without would
year years you
"""
_STOP = frozenset(_STOP_WORDS.split())
_TOKEN = regex.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|[^\sA-Za-z]+")


def suggest(rows: Sequence[Row], terms: Glossary) -> list[Suggestion]:
    """Names outside the glossary, and phrases of two to four words that come back, the commonest first."""
    english: dict[tuple[str, str, str], Unit] = {}
    for row in rows:
        for unit in row.document.units:
            english.setdefault((row.document.article.slug, *unit.key), unit)
    groups: defaultdict[str, list[Unit]] = defaultdict(list)
    for (slug, _, _), unit in english.items():
        groups[slug].append(unit)
    found = frozenset[str]().union(*(names.names(units) for units in groups.values()))
    counted: Counter[str] = Counter()
    phrases: Counter[tuple[str, ...]] = Counter()
    for unit in english.values():
        for words in _stretches(unit, terms):
            counted.update(_runs(words, found))
            phrases.update(_phrases(words, found))
    counted.update({" ".join(words): n for words, n in _lasting(phrases).items()})
    agreed = {locale: _agreed(rows, locale) for locale in dict.fromkeys(row.document.locale for row in rows)}
    out = [
        Suggestion(term, count, {locale: _rendering(term, known) for locale, known in agreed.items()})
        for term, count in counted.items()
    ]
    return sorted(out, key=lambda item: (-item.count, item.term))


def _stretches(unit: Unit, terms: Glossary) -> Iterator[list[str]]:
    """Words that follow each other without a sign or a term of the glossary between them."""
    plain = read_inline(unit).plain
    held: list[Span] = [match.span for match in terms.match(plain)] + matching.addresses(plain)
    words: list[str] = []
    for match in _TOKEN.finditer(plain):
        start, end = match.span()
        if match.group()[0].isalpha() and all(end <= a or start >= b for a, b in held):
            words.append(regex.sub(r"['’]s$", "", match.group()))
            if words[-1] == match.group():
                continue
        if words:
            yield words
        words = []
    if words:
        yield words


def _runs(words: Sequence[str], found: frozenset[str]) -> Iterator[str]:
    """Names that stand side by side are one."""
    run: list[str] = []
    for word in [*words, ""]:
        if word in found:
            run.append(word)
        elif run:
            yield " ".join(run)
            run = []


def _phrases(words: Sequence[str], found: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Two to four words in lower case, without stop words at the edges and names."""
    lower = [word.lower() if word not in found else "" for word in words]
    for size in range(2, LONGEST + 1):
        for start in range(len(lower) - size + 1):
            phrase = tuple(lower[start : start + size])
            if all(phrase) and phrase[0] not in _STOP and phrase[-1] not in _STOP:
                yield phrase


def _lasting(phrases: Counter[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """Phrases that come often enough, without those that stand in a longer one every time."""
    often = {phrase: count for phrase, count in phrases.items() if count >= LEAST}
    inside = {
        (longer[start : start + size], count)
        for longer, count in often.items()
        for size in range(2, len(longer))
        for start in range(len(longer) - size + 1)
    }
    return {phrase: count for phrase, count in often.items() if (phrase, count) not in inside}


def _agreed(rows: Sequence[Row], locale: str) -> dict[str, str]:
    """Names and the one rendering that approved text gives each; a name with two renderings has none."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    info = locale_info(locale)
    for row in rows:
        if row.document.locale == locale and names.serves(info):
            units = [u if u.state is State.APPROVED else replace(u, target="") for u in row.document.units]
            for name, places in names.renderings(units, info).items():
                found[name] += [place.word for place in places]
    return {
        name: names.commonest(words)
        for name, words in found.items()
        if words and all(names.same(words[0], word, info.language) for word in words)
    }


def _rendering(term: str, known: Mapping[str, str]) -> str:
    """The renderings of all its words, or nothing."""
    words = [known.get(word, "") for word in term.split()]
    return " ".join(words) if all(words) else ""


def as_csv(suggestions: Iterable[Suggestion], locales: Sequence[str]) -> str:
    """Rows of a glossary file, with its header: cells without a rendering wait for a terminologist."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    header = ["term", "variants", "kind", "case", "flags", "note"]
    writer.writerow(header + [column for locale in locales for column in (locale, f"{locale}_forms")])
    for item in suggestions:
        cells = [cell for locale in locales for cell in (item.renderings.get(locale, ""), "")]
        writer.writerow([item.term, "", "", "", "", note(item), *cells])
    return out.getvalue()


def note(item: Suggestion) -> str:
    """Why it is suggested."""
    times = f"{item.count} occurrence{'s' if item.count > 1 else ''}"
    return f"{times}; give the dictionary form" if any(item.renderings.values()) else times
