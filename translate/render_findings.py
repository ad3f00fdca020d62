"""Findings as people read them, as GitHub takes them, and what `check --fix` changes."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import regex

from translate import worddiff
from translate.config import Config
from translate.errors import TranslateError
from translate.fixing import Fix, Fixed
from translate.judging import Judged, Order
from translate.render import Console, Text, cell_len, coloured, console
from translate.report import Place, Report, Row, places
from translate.typography import NBSP
from translate.unit import Finding, Severity, Span, State

INDENT = "    "
ROOM = 100
"""Columns for an excerpt where no terminal says how many there are."""
SHOWN_NBSP = "⍽"
"""What stands for a no-break space where one could not be told from another."""
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def finding_lines(report: Report, config: Config) -> list[Text]:
    """Under each article `file:line severity code: message`, then the text with the place marked.

    The line is that of the translation in the catalogue, or the article's where there is none yet.
    """
    out = console()
    width = out.width if out.is_terminal else ROOM
    lines: list[Text] = []
    for slug in sorted({row.document.article.slug for row in report.rows if row.findings}):
        lines.append(Text(slug, style="bold"))
        for row in report.rows:
            if row.document.article.slug == slug:
                lines += _row_lines(row, config, out, width)
    return lines


def _row_lines(row: Row, config: Config, out: Console, width: int) -> Iterator[Text]:
    where = places(row, config)
    for unit, finding in row.findings:
        place = where[unit.key]
        head = Text(f"{_relative(place.path, Path.cwd())}:{place.line} ", style="none")
        head.append(finding.severity.value, style=_COLOURS[finding.severity])
        head.append(f" {finding.code}: {_visible(finding.message)}")
        yield from _hanging(head, out)
        yield from excerpt(
            unit.target or unit.source,
            finding.span if unit.target else None,
            width - len(INDENT),
            coloured=coloured(),
        )


def _hanging(line: Text, out: Console) -> Iterator[Text]:
    """A line in as many as a terminal needs, all but the first indented; in one where there is none."""
    if not out.is_terminal or line.cell_len <= out.width:
        yield line
        return
    first, *rest = line.wrap(out, out.width)
    yield first
    # What is left is wrapped anew: it has less room than the first line had.
    left = line[len(first.plain) :]
    left = left[len(left.plain) - len(left.plain.lstrip()) :] if rest else Text()
    for part in left.wrap(out, out.width - len(INDENT)) if left else ():
        part.rstrip()
        yield Text(INDENT).append_text(part)


def excerpt(text: str, span: Span | None, width: int, *, coloured: bool) -> list[Text]:
    """The text around a place in so many columns, the place in reverse or underlined with `^`.

    It is cut between words, or else between letters with all of their signs.
    """
    shown = _visible(text)
    if span is None:
        return [Text(INDENT + _head(shown, width))]
    start, end = _whole(shown, span)
    marked = _middle(shown[start:end], width - 2)
    room = max(width - cell_len(marked), 2)
    before, after = shown[:start], shown[end:]
    right = min(cell_len(after), max(room // 2, room - cell_len(before)))
    left = _tail(before, room - right)
    line = Text(INDENT).append(left).append(marked, style="reverse" if coloured else "none")
    line.append(_head(after, room - cell_len(left)))
    if coloured:
        return [line]
    under = "^" * max(cell_len(marked), 1)
    return [line, Text(INDENT + " " * cell_len(left) + under)]


def clusters(text: str) -> list[str]:
    """The text cut where it may be: a Devanagari conjunct with its vowel sign is one piece."""
    out: list[str] = []
    for piece in regex.findall(r"\X", text):
        joins = bool(out) and (unicodedata.combining(out[-1][-1]) == 9 or out[-1][-1] in "\u200c\u200d")
        if joins and not piece.isspace():
            out[-1] += piece
        else:
            out.append(piece)
    return out


def _visible(text: str) -> str:
    """The text on one line, as long as it is: nothing in it may act on a terminal."""
    return "".join(
        "⏎" if c in "\r\n" else "·" if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text
    )


def _whole(text: str, span: Span) -> Span:
    """The span widened to whole clusters, and to one of them at least."""
    start, end, at = span[0], max(span), 0
    for piece in clusters(text):
        if at < start < at + len(piece):
            start = at
        if at < end < at + len(piece):
            end = at + len(piece)
        at += len(piece)
    return start, end


def _head(text: str, width: int) -> str:
    """The beginning of a text, cut after a word."""
    if cell_len(text) <= width:
        return text
    kept = _first(clusters(text), width - 1)
    cut = kept.rstrip() if text[len(kept)].isspace() else kept[: kept.rfind(" ") + 1].rstrip() or kept
    return f"{cut}…"


def _tail(text: str, width: int) -> str:
    """The end of a text, cut before a word."""
    if cell_len(text) <= width:
        return text
    kept = _last(clusters(text), width - 1)
    pieces = clusters(kept)
    # A space with a sign on it is no gap between words.
    gap = pieces.index(" ") + 1 if " " in pieces else 0
    return "…" + "".join(pieces[gap:] or pieces)


def _middle(text: str, width: int) -> str:
    """A text without its middle if it is too long."""
    if cell_len(text) <= width:
        return text
    pieces = clusters(text)
    return f"{_first(pieces, 2 * width // 3)}…{_last(pieces, width - 2 * width // 3 - 1)}"


def _first(pieces: Sequence[str], width: int) -> str:
    out, taken = "", 0
    for piece in pieces:
        taken += cell_len(piece)
        if taken > width:
            break
        out += piece
    return out


def _last(pieces: Sequence[str], width: int) -> str:
    out: list[str] = []
    taken = 0
    for piece in reversed(pieces):
        taken += cell_len(piece)
        if taken > width:
            break
        out.append(piece)
    return "".join(reversed(out))


def summary_lines(report: Report) -> list[Text]:
    """How many findings there are, then by code, errors first."""
    counts = Counter((f.severity, f.code) for row in report.rows for _, f in row.findings)
    if not counts:
        return [Text("no findings")]
    errors, warnings = (sum(n for (s, _), n in counts.items() if s is kind) for kind in Severity)
    with_findings = {row.document.article.slug for row in report.rows if row.findings}
    told = [_counted(n, word) for n, word in ((errors, "error"), (warnings, "warning")) if n]
    lines = [Text(f"{' and '.join(told)} in {_counted(len(with_findings), 'article')}", style="bold")]
    wide = max(len(code) for _, code in counts)
    order = sorted(counts, key=lambda one: (one[0] is not Severity.ERROR, -counts[one], one[1]))
    for severity, code in order:
        line = Text(f"  {code:<{wide}}  ")
        line.append(f"{severity.value:<7}", style=_COLOURS[severity])
        lines.append(line.append(f"{counts[severity, code]:>6}"))
    return lines


def known_lines(judged: Judged, order: Order) -> list[Text]:
    """What became of baselines: what one held back, what it has in vain, how much went into one."""
    lines = []
    if judged.hidden:
        lines.append(Text(f"{_counted(judged.hidden, 'known finding')} not shown: {order.baseline}"))
    if judged.gone:
        lines.append(
            Text(
                f"{_counted(judged.gone, 'known finding')} gone since: "
                f"--write-baseline {order.baseline} makes the file anew"
            )
        )
    if order.write_baseline is not None:
        verb = "written to" if order.write else "would be written to"
        lines.append(Text(f"{_counted(judged.filed, 'finding')} {verb} {order.write_baseline}"))
    return lines


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def annotation_lines(report: Report, config: Config, base: Path) -> list[str]:
    """Workflow commands of GitHub Actions; files are given relative to `base`, the checkout.

    Escaped as `@actions/core` does: `%`, CR and LF everywhere, `:` and `,` in properties as well.
    """
    lines = [_problem(problem, base) for problem in report.problems]
    for row in report.rows:
        where = places(row, config)
        lines += [_annotation(finding, where[unit.key], base) for unit, finding in row.findings]
    return lines


def _annotation(finding: Finding, place: Place, base: Path) -> str:
    values = {"file": _relative(place.path, base), "line": str(place.line), "title": finding.code}
    return _command(finding.severity.value, values, finding.message)


def _problem(problem: TranslateError, base: Path) -> str:
    values = {"file": _relative(problem.path, base)} if problem.path else {}
    values |= {"line": str(problem.line)} if problem.line else {}
    hint = f"; {problem.hint}" if problem.hint else ""
    return _command("error", values, f"{problem.message}{hint}")


def _command(name: str, values: Mapping[str, str], message: str) -> str:
    given = ",".join(f"{key}={_property(value)}" for key, value in values.items())
    return f"::{name}{' ' if given else ''}{given}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _relative(path: Path, base: Path) -> str:
    try:
        return path.resolve().relative_to(base.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def fix_lines(fixed: Iterable[Fixed], config: Config, *, written: bool) -> list[Text]:
    """Each draft before and after, as a unified diff; `⍽` stands for a no-break space. Sums last."""
    lines: list[Text] = []
    number = 0
    others: Counter[State] = Counter()
    for one in fixed:
        others.update(one.others)
        if not one.fixes:
            continue
        path = _relative(config.catalog_path(one.locale, one.slug), Path.cwd())
        lines += [Text(f"--- {path}", style="bold"), Text(f"+++ {path}", style="bold")]
        for fix in one.fixes:
            number += 1
            lines += _diff(fix)
    verb = "put in order" if written else "would change"
    lines.append(
        Text(
            f"typography: {_counted(number, 'draft')} {verb}; {SHOWN_NBSP} is a no-break space"
            if number
            else "typography: no draft to change"
        )
    )
    if others:
        told = ", ".join(f"{count} {state.value}" for state, count in sorted(others.items()))
        lines.append(Text(f"left as they are, for people to decide: {told}"))
    return lines


def _diff(fix: Fix) -> Iterator[Text]:
    yield Text(f"@@ {fix.line} {fix.role} @@", style="cyan")
    old, new = Text("-", style="red"), Text("+", style="green")
    for piece in worddiff.compare(
        _visible(fix.old).replace(NBSP, SHOWN_NBSP), _visible(fix.new).replace(NBSP, SHOWN_NBSP)
    ):
        old.append(piece.old, style="" if piece.same else "reverse")
        new.append(piece.new, style="" if piece.same else "reverse")
    yield from (old, new)
