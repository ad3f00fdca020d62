"""The desk's glossary: files composed, terms found in English, their renderings required."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from translate import inflect, matching, termfile
from translate.errors import UsageError
from translate.termfile import Problem, Term
from translate.unit import Requirement, Severity, Span, digest

__all__ = ["Glossary", "Match", "Problem", "Term", "as_json", "load", "problems"]

# Kinds whose renderings are names or abbreviations: they have no plural.
_PROPER = frozenset({"abbreviation", "event", "operation", "person", "place", "treaty"})
_REPORTED = 10


@dataclass(frozen=True, slots=True)
class Match:
    """A term where it stands in an English sentence; the span has its plural ending, not its possessive."""

    term: Term
    span: Span
    text: str
    plural: bool = False


@dataclass(frozen=True, slots=True)
class _Key:
    """One spelling of a term: its rank settles who wins where two terms share a spelling."""

    cased: str
    plural: bool
    variant: bool
    sensitive: bool
    explicit: bool
    term: int

    @property
    def rank(self) -> tuple[bool, bool, bool, int]:
        return not self.sensitive, self.plural, self.variant, self.term

    def fits(self, text: matching.Normal, start: int, end: int) -> bool:
        if not self.sensitive:
            return True
        if not text.capitals:
            return text.cased[start:end] == self.cased
        # A headline in capitals hides what is an ordinary word: WHO, or a one-word name filed with `case`.
        lookalike = self.explicit and " " not in self.cased and not self.cased.isupper()
        return not lookalike and text.folded[start:end] not in matching.ORDINARY


def _spellings(index: int, term: Term) -> Iterator[_Key]:
    for number, phrase in enumerate((term.term, *term.variants)):
        sensitive = term.case or matching.is_acronym(phrase)
        for cased, plural in matching.keys(phrase).items():
            yield _Key(cased, plural, number > 0, sensitive, term.case, index)


@dataclass(frozen=True, eq=False)
class Glossary:
    """Terms in the order of files and rows; looking them up is linear in the text."""

    terms: tuple[Term, ...] = ()
    warnings: tuple[Problem, ...] = field(default=(), compare=False)

    @cached_property
    def signature(self) -> str:
        """Digest of what decides drafts: not of notes, files, lines or the order of rows."""

        def row(term: Term) -> str:
            lists = [(term.term, term.kind, str(term.case)), term.variants, sorted(term.flags)]
            for locale in sorted(term.renderings):
                lists += [(locale,), term.renderings[locale], term.forms.get(locale, ())]
            return "\t".join("|".join(values) for values in lists)

        return digest(*sorted(map(row, self.terms)))

    @cached_property
    def _automaton(self) -> Any:  # noqa: ANN401 - pyahocorasick has no types
        """Folded spelling → its length and the terms that have it, the likeliest first; None if empty."""
        import ahocorasick  # noqa: PLC0415 - catalogue commands need no matching

        found: dict[str, list[_Key]] = {}
        for index, term in enumerate(self.terms):
            for key in _spellings(index, term):
                found.setdefault(matching.lower(key.cased), []).append(key)
        automaton = ahocorasick.Automaton()
        for folded, owners in found.items():
            automaton.add_word(folded, (len(folded), tuple(sorted(owners, key=lambda key: key.rank))))
        automaton.make_automaton()
        return automaton if found else None

    def match(self, sentence: str) -> tuple[Match, ...]:
        """Disjoint occurrences in text order: the longest term wins, then the leftmost."""
        return self._matches(sentence, lambda _: True)

    def _matches(self, sentence: str, wanted: Callable[[Term], bool]) -> tuple[Match, ...]:
        if self._automaton is None:
            return ()
        text = matching.normalise(sentence)
        found: list[tuple[Span, _Key]] = []
        for last, (length, owners) in self._automaton.iter(text.folded):
            start, end = last + 1 - length, last + 1
            if not matching.on_edges(text.folded, start, end):
                continue
            span = (text.starts[start], text.ends[end - 1])
            if matching.compounded(sentence, span[0]):
                continue
            for key in owners:
                if wanted(self.terms[key.term]) and key.fits(text, start, end):
                    found.append((span, key))
                    break
        spans = [span for span, _ in found]
        winners = matching.disjoint(spans, len(sentence), closed=matching.addresses(sentence))
        chosen = sorted((found[index] for index in winners), key=lambda item: item[0][0])
        return tuple(
            Match(self.terms[key.term], span, sentence[span[0] : span[1]], key.plural) for span, key in chosen
        )

    def allowed(self, term: Term, locale: str, *, plural: bool = False) -> tuple[str, ...]:
        """Every acceptable form in NFC, the filed form first; empty when the locale has no rendering.

        Args:
            term: The term.
            locale: Locale code.
            plural: The English is in the plural. A named organisation has plural forms only then.
        """
        column = _column(term, locale)
        if not column:
            return (term.term,) if "dnt" in term.flags else ()
        named = term.kind == "organisation" and not term.term.islower()
        forms: list[str] = []
        for rendering in term.renderings[column]:
            forms += inflect.forms(
                rendering,
                locale,
                explicit=term.forms.get(column, ()),
                exact=bool(term.flags),
                proper=term.kind in _PROPER or (named and not plural),
                person=term.kind == "person",
            )
        return tuple(dict.fromkeys(forms))

    def _likely(self, match: Match, locale: str) -> tuple[str, ...]:
        """What a draft is repaired with: forms of the filed rendering in the number of the English."""
        term = match.term
        column = _column(term, locale)
        if not column:
            return ()
        filed = replace(term, renderings={column: term.renderings[column][:1]})
        candidates = self.allowed(filed, locale, plural=match.plural)
        return inflect.of_number(
            candidates[0], locale, candidates, plural=match.plural, person=term.kind == "person"
        )

    def requirements(self, sentence: str, locale: str) -> tuple[Requirement, ...]:
        """What a rendering of the sentence must hold, in text order; a term the locale lacks asks nothing."""
        return _requirements(self, sentence, locale)

    def _requirements(self, sentence: str, locale: str) -> tuple[Requirement, ...]:
        def wanted(term: Term) -> bool:
            return "dnt" in term.flags or bool(_column(term, locale))

        return tuple(
            Requirement(
                span=match.span,
                source=match.text,
                renderings=self.allowed(match.term, locale, plural=match.plural),
                exact=bool(match.term.flags),
                likely=self._likely(match, locale),
            )
            for match in self._matches(sentence, wanted)
        )


@lru_cache(maxsize=4096)
def _requirements(glossary: Glossary, sentence: str, locale: str) -> tuple[Requirement, ...]:
    """A run asks three times: what is pending, what a draft must hold, whether it does."""
    return glossary._requirements(sentence, locale)  # noqa: SLF001 -- its own cache


def _column(term: Term, locale: str) -> str:
    """The column that serves a locale, its own or its language's (`hi_IN` takes `hi`); empty if none does."""
    code = locale.replace("-", "_")
    return next((column for column in (code, inflect.language(code)) if column in term.renderings), "")


def _disagreement(first: Term, later: Term) -> list[str]:
    """Columns in which two rows for one term say different things."""
    columns = [name for name in ("kind", "case", "flags") if getattr(first, name) != getattr(later, name)]
    for name, one, other in (("", first.renderings, later.renderings), ("_forms", first.forms, later.forms)):
        columns += [f"{locale}{name}" for locale in other if locale in one and one[locale] != other[locale]]
    return columns


def _merged(first: Term, later: Term) -> Term:
    """The first row, with the locales that only the later one has."""
    new = {locale: values for locale, values in later.renderings.items() if locale not in first.renderings}
    forms = {locale: values for locale, values in later.forms.items() if locale in new}
    return replace(
        first,
        variants=tuple(dict.fromkeys((*first.variants, *later.variants))),
        renderings={**first.renderings, **new},
        forms={**first.forms, **forms},
    )


def _compose(files: Sequence[tuple[Path, Sequence[Term]]]) -> tuple[list[Term], list[Problem]]:
    """Terms of all files in order; the first file wins, a later one adds the locales the first lacks."""
    kept: dict[str, Term] = {}
    found: list[Problem] = []
    for path, terms in files:
        here: dict[str, int] = {}
        for term in terms:
            key = matching.identity(term.term, case=term.case)
            if key in here:
                message = f"{term.term!r} is already in line {here[key]}; join the two rows"
                found.append(Problem(Severity.ERROR, message, path, term.line, "term"))
                continue
            here[key] = term.line
            if key in kept:
                first = kept[key]
                if columns := _disagreement(first, term):
                    where = f"{first.path}:{first.line}"
                    message = f"{term.term!r}: {where} wins, which differs in {', '.join(columns)}"
                    found.append(Problem(Severity.WARNING, message, path, term.line, "term"))
                kept[key] = _merged(first, term)
            else:
                kept[key] = term
    return list(kept.values()), found


def _shared(terms: Sequence[Term]) -> Iterator[Problem]:
    """Spellings that two terms claim; the one filed as a term, then the first, wins."""
    owners: dict[str, Term] = {}
    for term in terms:
        for phrase in (term.term, *term.variants):
            owner = owners.setdefault(matching.identity(phrase, case=term.case), term)
            if owner is not term:
                message = f"{phrase!r} is also a spelling of {owner.term!r} ({owner.path}:{owner.line})"
                yield Problem(Severity.WARNING, message, term.path, term.line, "variants")


def _read(paths: Sequence[Path]) -> tuple[list[Term], list[Problem]]:
    files: list[tuple[Path, Sequence[Term]]] = []
    found: list[Problem] = []
    for path in sorted(paths, key=lambda path: (path.name, str(path))):
        terms, problems = termfile.read(path)
        files.append((path, terms))
        found += problems
    terms, conflicts = _compose(files)
    return terms, [*found, *conflicts, *_shared(terms)]


def problems(paths: Sequence[Path]) -> list[Problem]:
    """Everything wrong or doubtful in the files, errors and warnings, file by file and line by line."""
    return sorted(_read(paths)[1], key=lambda problem: (problem.path.name, str(problem.path), problem.line))


def as_json(problem: Problem) -> dict[str, str | int]:
    """The problem for programs."""
    return {
        "severity": str(problem.severity),
        "path": str(problem.path),
        "line": problem.line,
        "column": problem.column,
        "message": problem.message,
    }


def load(paths: Sequence[Path]) -> Glossary:
    """The glossary that the files make together, in the order of their names; the first file wins.

    Raises:
        UsageError: At the first error's file and line, naming up to ten errors.
    """
    terms, found = _read(paths)
    errors = [problem for problem in found if problem.severity is Severity.ERROR]
    if errors:
        rest = [str(problem) for problem in errors[1:_REPORTED]]
        if len(errors) > _REPORTED:
            rest.append(f"and {len(errors) - _REPORTED} more")
        message = "\n".join([errors[0].text, *rest])
        hint = "`translate glossary check` lists everything"
        raise UsageError(message, path=errors[0].path, line=errors[0].line, hint=hint)
    return Glossary(tuple(terms), tuple(found))
