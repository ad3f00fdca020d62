"""Findings that a desk knows already: a file of them, which `translate check` neither shows nor counts.

A finding is told by its article, locale, sentence and code and by the text around its place, so that it
stays known when lines move, and is new once somebody writes there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from translate import atomic
from translate.errors import UsageError
from translate.report import Report, Row, selected
from translate.unit import Finding, Unit, digest, nfc

AROUND = 20
"""Code points before and after a place that belong to a finding."""


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """One finding.

    Attributes:
        article: Slug of the article.
        locale: The locale.
        code: Code of the check.
        key: Digest of role and English.
        text: Digest of the text around the place, of the whole text where a finding has no place.
    """

    article: str
    locale: str
    code: str
    key: str
    text: str


_FIELDS = frozenset(f.name for f in fields(Known))


def identify(row: Row, unit: Unit, finding: Finding) -> Known:
    """What tells this finding from others; white space and the form of letters do not count."""
    text = unit.target
    if finding.span is not None:
        start, end = finding.span
        text = text[max(0, start - AROUND) : end + AROUND]
    around = digest(" ".join(nfc(text).split()))
    return Known(row.document.article.slug, row.document.locale, finding.code, digest(*unit.key), around)


def found(report: Report) -> list[Known]:
    """Every finding of a report, those that cannot be told apart as often as they occur."""
    return [identify(row, unit, finding) for row in report.rows for unit, finding in row.findings]


def without(report: Report, known: Iterable[Known]) -> tuple[Report, int, int]:
    """The report without what is known, how many findings that were, and how many known ones are gone."""
    left = Counter(known)

    def is_new(row: Row, unit: Unit, finding: Finding) -> bool:
        one = identify(row, unit, finding)
        if not left[one]:
            return True
        left[one] -= 1
        return False

    new = selected(report, is_new)
    hidden = len(found(report)) - len(found(new))
    looked = {(row.document.article.slug, row.document.locale) for row in report.rows}
    gone = sum(number for one, number in left.items() if (one.article, one.locale) in looked)
    return new, hidden, gone


def read(path: Path) -> list[Known]:
    """The findings in a file.

    Raises:
        UsageError: There is no such file, or a line of it is no finding.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        hint = f"make it: translate check --write-baseline {path}"
        raise UsageError(f"cannot be read: {error.strerror}", path=path, hint=hint) from error
    return list(_parsed(data, path))


def _parsed(data: bytes, path: Path) -> Iterator[Known]:
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
            if not isinstance(values, dict) or values.keys() != _FIELDS:
                raise ValueError(f"an object with {', '.join(sorted(_FIELDS))} is expected")
            if not all(isinstance(value, str) for value in values.values()):
                raise ValueError("all of its values are texts")
        except (ValueError, RecursionError) as error:
            hint = "delete the line, or name a file that --write-baseline made"
            raise UsageError(f"not a known finding: {error}", path=path, line=number, hint=hint) from error
        yield Known(**values)


def write(path: Path, report: Report, codes: frozenset[str], *, dry_run: bool = False) -> int:
    """Make the file hold the report's findings, besides those of what the report did not look at.

    Args:
        path: The file; what is no baseline is not replaced.
        report: A report with every finding of its articles.
        codes: Codes to write; all when empty.
        dry_run: Write nothing.

    Returns:
        How many of its findings are the report's.

    Raises:
        UsageError: There is another file of that name.
        SetupError: It cannot be written.
    """
    looked = {(row.document.article.slug, row.document.locale) for row in report.rows}
    mine = [one for one in found(report) if not codes or one.code in codes]
    kept = [
        one
        for one in (read(path) if path.exists() else [])
        if (one.article, one.locale) not in looked or (codes and one.code not in codes)
    ]
    if not dry_run:
        atomic.write_bytes(path, dumps([*kept, *mine]))
    return len(mine)


def dumps(findings: Iterable[Known]) -> bytes:
    """One JSON object a line, sorted."""
    lines = (
        json.dumps(asdict(one), ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
        for one in findings
    )
    return "".join(sorted(lines)).encode()
