"""Where inline markup stands in a block: plain text, the raw ranges it comes from, the elements over it.

markdown-it's inline tokens have no offsets; a state that notes where each token began gives them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

# With `markdown` (blocks) the one door to markdown-it.
from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from translate.articles.elements import Element
from translate.unit import Span

_FULL_REFERENCE = re.compile(r"\]\[([^\[\]]+)\]|\[([^\[\]]+)\]\[\]")
_SPECIAL = re.compile(r"[\\`*_~\[<&\n]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of raw Markdown that stands for a stretch of the plain text.

    Attributes:
        plain: Where in the plain text.
        raw: Where in the raw text; as long as `plain` where the two are the same.
        kind: `text`, `soft` or `hard` (a line break, one space in the plain text).
    """

    plain: Span
    raw: Span
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Scan:
    """A block's inline content with the place of everything in it.

    Attributes:
        plain: What a reader sees, line breaks as spaces.
        pieces: In order; raw text between them is markup.
        elements: In document order.
        raws: The raw range of each element, its markup included.
    """

    plain: str
    pieces: tuple[Piece, ...]
    elements: tuple[Element, ...] = ()
    raws: tuple[Span, ...] = ()


def scan(content: str, references: Collection[str] | None = None) -> Scan | None:
    """Where everything stands in the inline content of a block, or None where that is not certain.

    Args:
        content: Raw inline Markdown; line breaks without what a container puts at the start of a line.
        references: Normalised labels of the article's link definitions; None takes every full
            reference (`[text][label]`) for a link.
    """
    if not _SPECIAL.search(content):
        whole = (0, len(content))
        return Scan(content, (Piece(whole, whole),))
    return _Reader(content, _tokens(content, references)).read()


def marks(content: str, references: Collection[str] | None = None) -> list[tuple[str, str]]:
    """Kind and detail of every element in `content`, in order."""
    if not _SPECIAL.search(content):
        return []
    found = (_mark(token) for token in _tokens(content, references))
    return [mark for mark in found if mark is not None]


def image_texts(raw: str) -> list[tuple[Span, str]]:
    """Where in `![alternative text](source "title")` the two texts stand, and how each is put in.

    An image whose definition is found by its alternative text has none that could be changed.
    """
    parser = _parser()
    end = parser.helpers.parseLinkLabel(StateInline(raw, parser, {}, []), 1, False)
    if end < 0 or raw[end + 1 :] in {"", "[]"}:
        return []
    texts = [((2, end), "")]
    if raw[end + 1] != "(":
        return texts
    at = _skip(raw, end + 2)
    destination = parser.helpers.parseLinkDestination(raw, at, len(raw))
    at = _skip(raw, destination.pos if destination.ok else at)
    title = parser.helpers.parseLinkTitle(raw, at, len(raw))
    if title.ok:
        texts.append(((at + 1, title.pos - 1), f"title{raw[at]}"))
    return texts


def _skip(raw: str, at: int) -> int:
    return len(raw) - len(raw[at:].lstrip(" \t\n"))


class _Placed(StateInline):
    """Notes in `token.meta["at"]` where in the raw text a token began."""

    text_at = 0

    def append_pending(self, text: str) -> None:
        if not self.pending:
            self.text_at = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 -- the name is markdown-it's
        at = self.text_at
        token = super().pushPending()
        token.meta["at"] = at
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.pos
        return token


@cache
def _parser() -> MarkdownIt:
    # Delimiter tokens stay apart: joined ones would lose their place.
    return MarkdownIt("commonmark").enable("strikethrough").disable("fragments_join")


def _tokens(content: str, references: Collection[str] | None) -> list[Token]:
    """Inline tokens, each with its offset in `meta["at"]`."""
    labels = _guessed(content) if references is None else references
    targets = {label: {"href": f"#{label}", "title": ""} for label in labels}
    parser = _parser()
    state = _Placed(content, parser, {"references": targets}, [])
    parser.inline.tokenize(state)
    end = 0
    for token in state.tokens:  # the delimiters of one run share the offset of the run
        token.meta["at"] = max(token.meta["at"], end)
        end = token.meta["at"] + len(token.markup if token.type == "text_special" else token.content) * (
            token.type in {"text", "text_special"}
        )
    for rule in parser.inline.ruler2.getRules(""):
        rule(state)
    return state.tokens


def _guessed(content: str) -> Iterator[str]:
    for match in _FULL_REFERENCE.finditer(content):
        yield normalizeReference(match[1] or match[2])


def _mark(token: Token) -> tuple[str, str] | None:
    """Kind and detail of the element that a token begins."""
    match token.type:
        case "strong_open" | "em_open" | "s_open":
            return token.type.removesuffix("_open"), ""
        case "link_open":
            return "autolink" if token.markup == "autolink" else "link", str(token.attrs["href"])
        case "code_inline":
            return "code", token.content
        case "image":
            return "image", str(token.attrs["src"])
        case "html_inline":
            return "html", token.content
        case _:
            return None


class _Reader:
    """Walks over placed tokens and gathers plain text, pieces and elements."""

    def __init__(self, content: str, tokens: Sequence[Token]) -> None:
        self.content = content
        self.tokens = tokens
        self.at = 0
        self.plain: list[str] = []
        self.length = 0
        self.pieces: list[Piece] = []
        self.elements: list[Element] = []
        self.raws: list[Span] = []
        self.open: list[int] = []

    def read(self) -> Scan | None:
        inside_autolink = False
        for index, token in enumerate(self.tokens):
            if inside_autolink:
                inside_autolink = token.type != "link_close"
                continue
            if token.type == "text" and not token.content:  # the other star of a pair
                continue
            start = _start(token)
            following = _start(self.tokens[index + 1]) if index + 1 < len(self.tokens) else len(self.content)
            if token.markup == "autolink":
                inside_autolink = True
                following = self.content.find(">", start) + 1
            if start < self.at or not self._take(token, start, following):
                return None
        if self.open or self.at > len(self.content):
            return None
        return Scan("".join(self.plain), tuple(self.pieces), tuple(self.elements), tuple(self.raws))

    def _take(self, token: Token, start: int, following: int) -> bool:
        """Take one token that stands from `start` and before `following`; False if it is not there."""
        if token.type in {"text", "text_special"}:
            raw = token.markup if token.type == "text_special" else token.content
            return self._add(token.content, raw, start)
        if token.type in {"softbreak", "hardbreak"}:
            self._piece(" ", (self.at, following), token.type.removesuffix("break"))
            return True
        if token.nesting < 0:
            return self._close(token, start, following)
        mark = _mark(token)
        if mark is None:
            return False
        if token.nesting > 0 and mark[0] != "autolink":
            return self._open(mark, token.markup or "[", start)
        end = (
            start + len(token.content)
            if mark[0] == "html"
            else start + len(self.content[start:following].rstrip(" "))
        )
        return self._whole(mark, token, (start, end))

    def _add(self, text: str, raw: str, start: int) -> bool:
        if not self.content.startswith(raw, start):
            return False
        if text:
            self._piece(text, (start, start + len(raw)))
        return True

    def _piece(self, text: str, raw: Span, kind: str = "text") -> None:
        self.pieces.append(Piece((self.length, self.length + len(text)), raw, kind))
        self.plain.append(text)
        self.length += len(text)
        self.at = raw[1]

    def _open(self, mark: tuple[str, str], raw: str, start: int) -> bool:
        if not self.content.startswith(raw, start):
            return False
        self.open.append(len(self.elements))
        self.elements.append(Element(mark[0], raw, "", self.length, -1, mark[1], len(self.open) - 1))
        self.raws.append((start, -1))
        self.at = start + len(raw)
        return True

    def _close(self, token: Token, start: int, following: int) -> bool:
        if not self.open:
            return False
        index = self.open.pop()
        element = self.elements[index]
        end = start + len(token.markup or self.content[start:following].rstrip(" "))
        raw = close = self.content[start:end]
        if raw != (token.markup or raw) or (element.kind == "link" and raw[:1] != "]"):
            return False
        if raw in {"]", "][]"}:  # a translated text must still find its definition
            close = f"][{self.content[self.raws[index][0] + 1 : start]}]"
        self.elements[index] = replace(element, close=close, end=self.length)
        self.raws[index] = (self.raws[index][0], end)
        self.at = end
        return True

    def _whole(self, mark: tuple[str, str], token: Token, span: Span) -> bool:
        """Take an element that is one token: code, an address, an image or a tag."""
        start, end = span
        raw = self.content[start:end]
        depth = len(self.open)
        begin = self.length
        if mark[0] in {"image", "html"}:
            known = {f"![{token.content}]", f"![{token.content}][]"} if mark[0] == "image" else ()
            full = f"![{token.content}][{token.content}]" if raw in known else raw
            self.elements.append(Element(mark[0], full, "", begin, begin, mark[1], depth))
        else:
            text = raw[1:-1] if mark[0] == "autolink" else token.content
            edge = (len(raw) - len(text)) // 2
            if edge < 1 or raw[edge : len(raw) - edge].replace("\n", " ") != text:
                return False
            self._piece(text, (start + edge, end - edge))
            self.elements.append(
                Element(mark[0], raw[:edge], raw[len(raw) - edge :], begin, self.length, mark[1], depth)
            )
        self.raws.append(span)
        self.at = end
        return True


def _start(token: Token) -> int:
    """Where the raw text of a token begins."""
    at: int = token.meta["at"]
    if token.type == "strong_open" or (token.type == "link_open" and token.markup != "autolink"):
        return at - 1  # noted at the second star, and behind the bracket
    return at
