"""Plain text: paragraphs between blank lines, a headline, bylines, lists, sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from translate.articles.article import Lines, Segment, has_word
from translate.segment import sentences
from translate.unit import Span

_SHORT = 120
"""Longest headline or byline, in code points."""

_TOP_LINES = 4
"""Most lines of an opening block of headline, byline and dateline."""

_BLANK = re.compile(r"(?>\r\n?|\n)[^\S\r\n]*[\r\n]\s*")
_LINE = re.compile(r"[^\r\n]+")
_BREAK = re.compile(r"[^\S\r\n]*(?:\r\n?|\n)\s*")
_FULL_STOP = re.compile(r"\.[”’\"')\]]*$")
_ASKS = re.compile(r"[!?][”’\"')\]]*$")
_ABBREVIATION = re.compile(r"(?:\b[A-Z]\.){2,}$|\b(?:Inc|Ltd|Co|Corp|Jr|Sr|No)\.$")
_ITEM = re.compile(r"(?:[-*•‣▪–—]|[0-9]{1,3}[.)])[^\S\r\n]+(?=\S)")
_BYLINE = re.compile(r"by [A-Z]", re.IGNORECASE)


def segments(text: str) -> list[Segment]:
    """The segments of a plain text article, in order."""
    lines = Lines(text)
    found: list[Segment] = []
    for start, end in _paragraphs(text):
        for role, (a, b) in _parts(text, start, end, first=not found):
            source = text[a:b]
            if "\n" in source or "\r" in source:
                source = _BREAK.sub(" ", source)
            if has_word(source):
                found.append(Segment(role, source, a, b, lines.number(a)))
    return found


def _paragraphs(text: str) -> Iterator[Span]:
    start = len(text) - len(text.lstrip())
    for blank in _BLANK.finditer(text, start):
        yield start, blank.start()
        start = blank.end()
    if start < len(text):
        yield start, len(text)


def _parts(text: str, start: int, end: int, *, first: bool) -> list[tuple[str, Span]]:
    """Roles and ranges of what stands in one paragraph."""
    lines = [_stripped(text, *match.span()) for match in _LINE.finditer(text, start, end)]
    marks = [_ITEM.match(text, a, b) for a, b in lines]
    if not first and (len(lines) == 1 or sum(map(bool, marks)) > 1) and any(marks):
        return _items(text, lines, marks)
    if len(lines) <= (_TOP_LINES if first else 1) and all(
        _is_title(text[a:b], first=first) for a, b in lines
    ):
        headed = first and not _BYLINE.match(text, lines[0][0])
        return [("headline" if headed and not index else "body", span) for index, span in enumerate(lines)]
    return [("body", span) for span in _sentences(text, start, end)]


def _items(text: str, lines: Sequence[Span], marks: Sequence[re.Match[str] | None]) -> list[tuple[str, Span]]:
    """Sentences of a list without its marks, and of what stands above it; a line without one goes on."""
    blocks: list[tuple[str, Span]] = []
    for (start, end), mark in zip(lines, marks, strict=True):
        if mark is not None:
            blocks.append(("list", (mark.end(), end)))
        elif blocks:
            role, (first, _) = blocks[-1]
            blocks[-1] = role, (first, end)
        else:
            blocks.append(("body", (start, end)))
    return [(role, span) for role, block in blocks for span in _sentences(text, *block)]


def _sentences(text: str, start: int, end: int) -> list[Span]:
    flat = text[start:end].replace("\r", " ").replace("\n", " ")
    return [(start + a, start + b) for a, b in sentences(flat)]


def _stripped(text: str, start: int, end: int) -> Span:
    line = text[start:end]
    return start + len(line) - len(line.lstrip()), end - (len(line) - len(line.rstrip()))


def _is_title(line: str, *, first: bool) -> bool:
    """A short line without a full stop at its end: a byline, a subheading; a headline may also ask."""
    if len(line) > _SHORT or (not first and _ASKS.search(line)):
        return False
    return not _FULL_STOP.search(line) or _ABBREVIATION.search(line) is not None
