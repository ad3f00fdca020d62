"""Markdown blocks: which text of an article is translated, and where each sentence of it stands.

The article is never written anew from a parse: blocks give places in the original text, nothing more.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt, rules_block
from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from translate.articles.article import Lines, Segment
from translate.articles.sentence import parts
from translate.unit import Span

_NEWLINE = re.compile(r"\r\n?|\n")
_BAR = re.compile(r"(?<!\\)\|")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_CONTAINERS = {"blockquote_open": "quote", "list_item_open": "list"}
Rule = Callable[[StateBlock, int, int, bool], bool]


@dataclass(frozen=True, slots=True)
class Block:
    """A leaf block with inline content.

    Attributes:
        role: headline, body, quote, list or cell.
        content: Its inline Markdown, lines without what containers put before them.
        places: For each line of `content` its offset there and its offset in the article.
    """

    role: str
    content: str
    places: tuple[tuple[int, int], ...]

    def at(self, offset: int) -> int:
        """The article's offset of an offset in `content`."""
        inside, outside = self.places[bisect_right(self.places, offset, key=lambda place: place[0]) - 1]
        return outside + offset - inside


@dataclass(frozen=True, slots=True)
class Parsed:
    """The blocks of an article.

    Attributes:
        blocks: Those with inline content, in order.
        shape: Type and depth of every block token, to compare two articles by.
        references: Normalised labels of link definitions.
    """

    blocks: tuple[Block, ...]
    shape: tuple[tuple[str, int], ...]
    references: frozenset[str]


def segments(text: str, start: int) -> tuple[list[Segment], frozenset[str]]:
    """The segments of the Markdown in `text[start:]`, in order, and the labels of its link definitions."""
    parsed = parse(text, start)
    lines = Lines(text)
    found = []
    for block in parsed.blocks:
        for part in parts(block.content, block.role, parsed.references):
            (a, b), role = part.span, part.role
            first, last = block.at(a), block.at(b - 1) + 1
            found.append(Segment(role, part.source, first, last, lines.number(first), part.kind, markup=True))
    return found, parsed.references


def parse(text: str, start: int = 0) -> Parsed:
    """The blocks of the Markdown in `text[start:]`, with offsets into `text`."""
    body = text[start:]
    source = _NEWLINE.sub("\n", body)
    env: dict[str, dict[str, object]] = {}
    tokens: list[Token] = []
    parser = _parser()
    parser.block.parse(source, parser, env, tokens)
    originals = [start + offset for offset in Lines(body).starts]
    starts = Lines(source).starts
    stack: list[str] = []
    blocks = []
    for index, token in enumerate(tokens):
        if token.type in _CONTAINERS:
            stack.append(_CONTAINERS[token.type])
        elif token.type in {"blockquote_close", "list_item_close"}:
            stack.pop()
        elif token.type == "inline" and token.meta.get("spans"):
            role = _role(tokens[index - 1].type, stack)
            lines = [(originals[n] + a - starts[n], source[a:b]) for n, a, b in token.meta["spans"]]
            blocks.append(_block(role, lines))
    shape = tuple((token.type, token.level) for token in tokens)
    return Parsed(tuple(blocks), shape, frozenset(env.get("references", {})))


def _role(parent: str, stack: list[str]) -> str:
    if parent == "heading_open":
        return "headline"
    if parent in {"th_open", "td_open"}:
        return "cell"
    return stack[-1] if stack else "body"


def _block(role: str, lines: list[tuple[int, str]]) -> Block:
    if role == "list" and (task := _TASK.match(lines[0][1])):
        lines[0] = (lines[0][0] + task.end(), lines[0][1][task.end() :])
    places = []
    length = 0
    for place, line in lines:
        places.append((length, place))
        length += len(line) + 1
    return Block(role, "\n".join(line for _, line in lines), tuple(places))


@cache
def _parser() -> MarkdownIt:
    """A parser whose inline tokens hold in `meta["spans"]` line, start and end of each of their lines."""
    parser = MarkdownIt("commonmark").enable("table")
    ruler = parser.block.ruler
    ruler.at("paragraph", _placed(rules_block.paragraph, _line_spans))
    ruler.at("lheading", _placed(rules_block.lheading, _line_spans))
    ruler.at(
        "heading",
        _placed(rules_block.heading, _heading_span),
        {"alt": ["paragraph", "reference", "blockquote"]},
    )
    ruler.at("table", _placed(rules_block.table, _cell_spans), {"alt": ["paragraph", "reference"]})
    return parser


Places = list[tuple[int, int, int]]
"""Line and the offsets between which its content stands."""


def _placed(rule: Rule, note: Callable[[StateBlock, list[Token]], None]) -> Rule:
    """`rule`, which also notes where the content of its inline tokens stands.

    Only while a rule runs does the state know what blockquotes and list items have taken off a line.
    """

    def placed(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        before = len(state.tokens)
        found = rule(state, start, end, silent)
        if found and not silent:
            note(state, [token for token in state.tokens[before:] if token.type == "inline"])
        return found

    return placed


def _line_spans(state: StateBlock, tokens: list[Token]) -> None:
    for token in tokens:
        first, last = token.map or [0, 0]
        token.meta["spans"] = [(n, *_line(state, n)) for n in range(first, last)]


def _line(state: StateBlock, number: int) -> Span:
    return state.bMarks[number] + state.tShift[number], state.eMarks[number]


def _heading_span(state: StateBlock, tokens: list[Token]) -> None:
    for token in tokens:
        number = (token.map or [0])[0]
        start, end = _line(state, number)
        hashes = len(state.src[start:end]) - len(state.src[start:end].lstrip("#"))
        if token.content:
            at = state.src.index(token.content, start + min(hashes, 6))
            token.meta["spans"] = [(number, at, at + len(token.content))]


def _cell_spans(state: StateBlock, tokens: list[Token]) -> None:
    """Note where cells stand; one whose text is not found as it was read is left without a place."""
    rows: dict[int, list[Token]] = {}
    for token in tokens:
        rows.setdefault((token.map or [0])[0], []).append(token)
    for number, cells in rows.items():
        for token, (start, end) in zip(cells, _cells(state.src, *_line(state, number)), strict=False):
            if token.content and token.content == state.src[start:end].replace("\\|", "|"):
                token.meta["spans"] = [(number, start, end)]


def _cells(source: str, start: int, end: int) -> Iterator[Span]:
    """The ranges of the cells of a table row, without white space, as GFM splits them."""
    start, end = _trimmed(source, start, end)
    bars = [match.start() for match in _BAR.finditer(source, start, end)]
    edges = [start - 1, *bars, end]
    cells = [(a + 1, b) for a, b in pairwise(edges)]
    if cells and cells[0][0] == cells[0][1]:
        cells = cells[1:]
    for cell in cells:
        yield _trimmed(source, *cell)


def _trimmed(source: str, start: int, end: int) -> Span:
    text = source[start:end]
    left = len(text) - len(text.lstrip(MD_TRIM_CHARS))
    return (start + left, start + max(left, len(text.rstrip(MD_TRIM_CHARS))))
