"""One glossary file, as a spreadsheet saves it, becomes terms; what is wrong is told by line and column."""

from __future__ import annotations

import codecs
import csv
import difflib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from translate.unit import Severity, nfc

KINDS = (
    "equipment", "operation", "rank", "appointment", "organisation", "person", "place", "treaty", "event",
    "phrase", "abbreviation", "other",
)  # fmt: skip
FLAGS = ("exact", "dnt")
_COLUMNS = ("term", "variants", "kind", "case", "flags", "note")
_CASES = {"": False, "no": False, "yes": True, "exact": True}
_LOCALE = re.compile(r"[a-z]{2,3}(?:[_-](?:[A-Z][a-z]{3}|[A-Z]{2}|[0-9]{3}))*(?:@[a-z]+)?")
_MIXED_WORD = re.compile(r"[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")


@dataclass(frozen=True, slots=True)
class Term:
    """One row of a glossary.

    Attributes:
        term: The English term.
        variants: Other English spellings with the same renderings.
        kind: One of `KINDS`.
        case: Matched with its capitals only.
        flags: Of `FLAGS`: `exact`, renderings are not inflected; `dnt`, do not translate.
        note: For people.
        renderings: By locale; the first is the filed one, all are acceptable.
        forms: By locale; explicit forms, which replace generated ones.
        path: The file.
        line: Its first line there.
    """

    term: str
    variants: tuple[str, ...]
    kind: str
    case: bool
    flags: frozenset[str]
    note: str
    renderings: Mapping[str, tuple[str, ...]]
    forms: Mapping[str, tuple[str, ...]]
    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a glossary file, and where; errors keep it from loading."""

    severity: Severity
    message: str
    path: Path
    line: int
    column: str = ""

    @property
    def text(self) -> str:
        """The message with its column."""
        return f"column {self.column}: {self.message}" if self.column else self.message

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class _Row:
    """A data row by column name, with its first physical line."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def values(self, column: str) -> tuple[str, ...]:
        parts = (" ".join(nfc(part).split()) for part in self.cells.get(column, "").split("|"))
        return tuple(dict.fromkeys(part for part in parts if part))

    def word(self, column: str) -> str:
        return self.cells.get(column, "").strip().lower()

    @property
    def flags(self) -> frozenset[str]:
        return frozenset(flag.lower() for flag in self.values("flags"))

    def problem(self, column: str, message: str, severity: Severity = Severity.ERROR) -> Problem:
        return Problem(severity, message, self.path, self.line, column)


def _suggest(given: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(given.lower(), known, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; expected one of {', '.join(known)}"


def _text(path: Path) -> str | Problem:
    """The file's text: UTF-8, or UTF-16 with its mark, as spreadsheets save it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return Problem(Severity.ERROR, f"the file cannot be read: {error.strerror}", path, 1)
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return Problem(
            Severity.ERROR, f"not valid {encoding.upper()}; save the sheet as “CSV UTF-8”", path, line
        )
    if "\0" in text:
        return Problem(
            Severity.ERROR,
            "NUL characters: is this a CSV file?",
            path,
            1 + text[: text.index("\0")].count("\n"),
        )
    return text


def _column_problem(name: str, names: Sequence[str]) -> str:
    """Why a column cannot be; empty when it can."""
    if names.count(name) > 1:
        return "the column is there twice"
    base = name.removesuffix("_forms")
    # `not` could be a language; next to `note` it is a slip.
    slip = len(base) == 3 and difflib.get_close_matches(base, _COLUMNS, n=1, cutoff=0.8)
    if name not in _COLUMNS and (slip or not _LOCALE.fullmatch(base)):
        locales = [other for other in names if other != name and _LOCALE.fullmatch(other)] or ["hi", "ru"]
        known = [*_COLUMNS, *locales, *(f"{locale}_forms" for locale in locales)]
        return f"unknown column{_suggest(name, known)}"
    if name.endswith("_forms") and base not in names:
        return f"forms without their renderings: there is no column {base!r}"
    return ""


def _header(path: Path, cells: Sequence[str], line: int) -> tuple[list[str], list[Problem]]:
    """Column names in order, locales written with `_`."""
    names = [nfc(cell).strip() for cell in cells]
    while names and not names[-1]:  # a spreadsheet writes every column that once held something
        names.pop()
    names = [name.lower() if name.lower() in _COLUMNS else name for name in names]
    if "term" not in names:
        expected = f"{','.join(_COLUMNS)},hi,hi_forms,ru,ru_forms"
        message = (
            f"the first line is no header{_suggest(names[0], _COLUMNS) if names else ''}; expected {expected}"
        )
        return [], [Problem(Severity.ERROR, message, path, line, "term")]
    problems = [
        Problem(Severity.ERROR, message, path, line, repr(name))
        for name in dict.fromkeys(names)
        if (message := _column_problem(name, names))
    ]
    if not problems and not set(names) - set(_COLUMNS):
        problems.append(Problem(Severity.ERROR, "no locale column, such as 'hi' and 'hi_forms'", path, line))
    return [name.replace("-", "_") for name in names], problems


def _records(path: Path, text: str) -> Iterator[tuple[int, list[str]] | Problem]:
    """Non-empty records with their first physical line; the separator is the commonest of the header."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        yield Problem(Severity.ERROR, f"not valid CSV from here on: {error}", path, line)


def _word_problems(row: _Row) -> Iterator[Problem]:
    """Cells that hold words of closed lists, and the term itself."""
    if not row.values("term"):
        yield row.problem("term", "the cell is empty")
    elif len(row.values("term")) > 1:
        yield row.problem("term", "one term a row; other spellings belong to the column variants")
    kind, case = row.word("kind"), row.word("case")
    if kind and kind not in KINDS:
        yield row.problem("kind", f"unknown kind {kind!r}{_suggest(kind, KINDS)}")
    if case not in _CASES:
        yield row.problem("case", f"{case!r} given; expected yes, no or nothing")
    for flag in sorted(row.flags):
        if flag not in FLAGS:
            yield row.problem("flags", f"unknown flag {flag!r}{_suggest(flag, FLAGS)}")


def _rendering_problems(row: _Row, locales: Sequence[str]) -> Iterator[Problem]:
    if "dnt" not in row.flags and not any(row.values(locale) for locale in locales):
        yield row.problem(", ".join(locales), "the term has no rendering; for none at all set the flag dnt")
    for locale in locales:
        if row.values(f"{locale}_forms") and not row.values(locale):
            yield row.problem(f"{locale}_forms", f"forms without a rendering in the column {locale}")
        for rendering in (*row.values(locale), *row.values(f"{locale}_forms")):
            if _MIXED_WORD.search(rendering):
                yield row.problem(
                    locale, f"Latin and Cyrillic letters in one word: {rendering}", Severity.WARNING
                )


def _term(row: _Row, locales: Sequence[str]) -> Term:
    columns = {locale: row.values(locale) for locale in locales}
    forms = {locale: row.values(f"{locale}_forms") for locale in locales}
    term = row.values("term")[0]
    return Term(
        term=term,
        variants=tuple(variant for variant in row.values("variants") if variant != term),
        kind=row.word("kind") or "other",
        case=_CASES[row.word("case")],
        flags=row.flags,
        note=row.cells.get("note", "").strip(),
        renderings={locale: values for locale, values in columns.items() if values},
        forms={locale: values for locale, values in forms.items() if values},
        path=row.path,
        line=row.line,
    )


def _row(path: Path, line: int, names: Sequence[str], cells: Sequence[str]) -> _Row | Problem:
    if not any(cell.strip() for cell in cells[len(names) :]):
        cells = cells[: len(names)]
    if len(cells) == len(names):
        return _Row(path, line, dict(zip(names, cells, strict=True)))
    if len(cells) < len(names):
        return Problem(
            Severity.ERROR,
            f"{len(cells)} cells, {len(names)} expected: this cell is missing",
            path,
            line,
            names[len(cells)],
        )
    message = (
        f"{len(cells)} cells, {len(names)} expected: is a cell with a separator in it missing its quotes?"
    )
    return Problem(Severity.ERROR, message, path, line)


def read(path: Path) -> tuple[list[Term], list[Problem]]:
    """The terms of one file and everything wrong with it; a row with an error gives no term."""
    text = _text(path)
    if isinstance(text, Problem):
        return [], [text]
    names: list[str] = []
    terms: list[Term] = []
    problems: list[Problem] = []
    for record in _records(path, text):
        if isinstance(record, Problem):
            problems.append(record)
            continue
        line, cells = record
        if not names:
            names, problems = _header(path, cells, line)
            if problems:
                return [], problems
            locales = [name for name in names if name not in _COLUMNS and not name.endswith("_forms")]
            continue
        row = _row(path, line, names, cells)
        found = (
            [row] if isinstance(row, Problem) else [*_word_problems(row), *_rendering_problems(row, locales)]
        )
        problems += found
        if isinstance(row, _Row) and all(problem.severity is not Severity.ERROR for problem in found):
            terms.append(_term(row, locales))
    if not names and not problems:
        problems = _header(path, [], 1)[1]
    return terms, problems
