"""The sentences of a Markdown block, none with half an element, and the captions of its images."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from translate.articles.article import has_word
from translate.articles.scan import Scan, image_texts, scan
from translate.segment import sentences
from translate.unit import Span

_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a block that is translated by itself.

    Attributes:
        span: Where it stands in the block's content.
        source: Its text in one line.
        role: The block's, or `caption`.
        kind: As in `Segment`.
    """

    span: Span
    source: str
    role: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class _Group:
    """Raw text that must stay together, and the plain text over it."""

    raw: Span
    plain: Span


def parts(content: str, role: str, references: Collection[str]) -> list[Part]:
    """What is translated of a block's content, in order."""
    found = scan(content, references)
    if found is None:  # one long piece is dull to translate, but never wrong
        start, end = _stripped(content)
        return [Part((start, end), _BREAK.sub(" ", content[start:end]), role)] if has_word(content) else []
    groups = _groups(found)
    made: list[Part] = []
    for plain, raw in _lines(found, groups, len(content)):
        first, last = (bisect_left(groups, edge, key=lambda group: group.raw[0]) for edge in raw)
        inside = groups[first:last]
        spans, apart = _sentences(found, plain, inside, whole=role == "headline")
        made += [Part(span, _one_line(found, content, span), role) for span in spans]
        for group in apart:
            made += _captions(found, content, group)
    return sorted((part for part in made if has_word(part.source)), key=lambda part: part.span)


def _captions(found: Scan, content: str, group: _Group) -> Iterator[Part]:
    """Alternative texts and titles of the images in a group that stands in no sentence."""
    first = bisect_left(found.raws, (group.raw[0],))
    last = bisect_left(found.raws, (group.raw[1],))
    for element, (start, end) in zip(found.elements[first:last], found.raws[first:last], strict=True):
        if element.kind == "image":
            for (a, b), kind in image_texts(content[start:end]):
                text = content[start + a : start + b]
                yield Part((start + a, start + b), _BREAK.sub(" ", text), "caption", kind)


def _groups(found: Scan) -> list[_Group]:
    """Elements and pairs of HTML tags, those that overlap as one, in order."""
    groups = [
        _Group(raw, (element.start, element.end))
        for element, raw in zip(found.elements, found.raws, strict=True)
    ]
    joined: list[_Group] = []
    for group in sorted([*groups, *_tag_pairs(found)], key=lambda g: g.raw):
        if joined and group.raw[0] < joined[-1].raw[1]:
            last = joined[-1]
            raw = (last.raw[0], max(last.raw[1], group.raw[1]))
            joined[-1] = _Group(raw, (last.plain[0], max(last.plain[1], group.plain[1])))
        else:
            joined.append(group)
    return joined


def _tag_pairs(found: Scan) -> Iterator[_Group]:
    opened: dict[str, list[int]] = {}
    for index, element in enumerate(found.elements):
        tag = _TAG.match(element.open) if element.kind == "html" else None
        if tag is None:
            continue
        name = tag[2].lower()
        if not tag[1]:
            opened.setdefault(name, []).append(index)
        elif opened.get(name):
            first = opened[name].pop()
            yield _Group(
                (found.raws[first][0], found.raws[index][1]), (found.elements[first].start, element.start)
            )


def _lines(found: Scan, groups: Sequence[_Group], length: int) -> Iterator[tuple[Span, Span]]:
    """Plain and raw ranges between hard line breaks that stand in no group."""
    plain = raw = 0
    for piece in found.pieces:
        if piece.kind == "hard" and not _within(piece.raw[0], groups):
            yield (plain, piece.plain[0]), (raw, piece.raw[0])
            plain, raw = piece.plain[1], piece.raw[1]
    yield (plain, len(found.plain)), (raw, length)


def _within(offset: int, groups: Sequence[_Group]) -> bool:
    index = bisect_right(groups, offset, key=lambda group: group.raw[0]) - 1
    return index >= 0 and offset < groups[index].raw[1]


def _sentences(
    found: Scan, plain: Span, groups: Sequence[_Group], *, whole: bool
) -> tuple[list[Span], list[_Group]]:
    """Raw ranges of the sentences between two hard breaks, and the groups that stand beside them."""
    text = found.plain[slice(*plain)]
    guards = [(group.plain[0] - plain[0], group.plain[1] - plain[0]) for group in groups]
    spans = [_stripped(text)] if whole else sentences(text, guards)
    spans = [(plain[0] + a, plain[0] + b) for a, b in spans if has_word(text[a:b])]
    raws = [[_raw_start(found, a), _raw_end(found, b)] for a, b in spans]
    empty = [group for group in groups if not _grown(found, group, spans, raws)]
    apart = _attached(empty, raws)
    return [(a, b) for a, b in raws], apart


def _grown(found: Scan, group: _Group, spans: Sequence[Span], raws: list[list[int]]) -> bool:
    """Let the sentence that holds the group's text hold its markup too; False if it holds none."""
    text = found.plain[slice(*group.plain)]
    first = group.plain[0] + len(text) - len(text.lstrip())
    index = bisect_right(spans, first, key=lambda span: span[0]) - 1
    if not text.strip() or index < 0 or first >= spans[index][1]:
        return False
    raws[index][0] = min(raws[index][0], group.raw[0])
    raws[index][1] = max(raws[index][1], group.raw[1])
    return True


def _attached(groups: Sequence[_Group], raws: list[list[int]]) -> list[_Group]:
    """Give markup without text to the sentence it stands in or touches; returns what is left."""
    after: list[tuple[int, _Group]] = []
    for group in groups:
        index = bisect_right(raws, group.raw[0], key=lambda raw: raw[0]) - 1
        if index >= 0 and group.raw[0] <= raws[index][1]:
            raws[index][1] = max(raws[index][1], group.raw[1])
        else:
            after.append((index + 1, group))
    apart: list[_Group] = []
    for index, group in reversed(after):
        if index < len(raws) and group.raw[1] == raws[index][0]:
            raws[index][0] = group.raw[0]
        else:
            apart.append(group)
    return apart


def _raw_start(found: Scan, offset: int) -> int:
    piece = found.pieces[bisect_right(found.pieces, offset, key=lambda piece: piece.plain[0]) - 1]
    verbatim = piece.raw[1] - piece.raw[0] == piece.plain[1] - piece.plain[0]
    return piece.raw[0] + (offset - piece.plain[0] if verbatim else 0)


def _raw_end(found: Scan, offset: int) -> int:
    piece = found.pieces[bisect_left(found.pieces, offset, key=lambda piece: piece.plain[0]) - 1]
    verbatim = piece.raw[1] - piece.raw[0] == piece.plain[1] - piece.plain[0]
    return piece.raw[0] + offset - piece.plain[0] if verbatim else piece.raw[1]


def _one_line(found: Scan, content: str, span: Span) -> str:
    """The raw text of `span` in one line that can be read by itself.

    A hard break within an element becomes a tag, a link that is found by its text names its definition.
    """
    start, end = span
    edits: list[tuple[Span, str]] = []
    if "\n" in content[start:end]:
        first, last = (bisect_left(found.pieces, edge, key=lambda piece: piece.raw[0]) for edge in span)
        edits += [(piece.raw, "<br>") for piece in found.pieces[first:last] if piece.kind == "hard"]
    first, last = (bisect_left(found.raws, (edge,)) for edge in span)
    for element, raw in zip(found.elements[first:last], found.raws[first:last], strict=True):
        if element.kind == "image":
            edits.append((raw, element.open))
        elif element.kind == "link" and not content.endswith(element.close, *raw):
            bracket = raw[1] - (3 if content.endswith("][]", *raw) else 1)
            edits.append(((bracket, raw[1]), element.close))
    out: list[str] = []
    at = start
    for (a, b), new in sorted(edits):
        out += [content[at:a], new]
        at = b
    return _BREAK.sub(" ", "".join([*out, content[at:end]]))


def _stripped(text: str) -> Span:
    return len(text) - len(text.lstrip()), len(text.rstrip())
