"""Inline Markdown as plain text with elements over it, and its way back into Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Element:
    """One piece of inline markup.

    Attributes:
        kind: `strong`, `em`, `s`, `link`, `code`, `autolink`, `image` or `html`.
        open: Raw text before what it wraps; the whole of it for an image or an HTML tag.
        close: Raw text after what it wraps.
        start: Where it begins in the plain text, in code points.
        end: Where it ends; equal to `start` for an image or an HTML tag.
        detail: What must not change: the destination, the code, the raw tag; empty for emphasis.
        depth: How many elements it stands in; tells `[![a](b)](c)` from `[](c)![a](b)`.
    """

    kind: str
    open: str
    close: str
    start: int
    end: int
    detail: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Inline:
    """What a reader sees and the markup over it.

    Attributes:
        plain: Text with escapes and entities resolved.
        elements: In document order, properly nested.
    """

    plain: str
    elements: tuple[Element, ...] = ()


RAW_KINDS = frozenset({"code", "autolink"})
"""Elements whose text holds no escapes."""

EMPHASIS = frozenset({"strong", "em", "s"})

# Markup beside a stretch of text stands for itself as one of these, the ends of the text as spaces.
_EDGE, _BRACKET_EDGE = "\x00", "\x01"

_EVERY_SIGN = re.compile(r"[\\`*_~\[\]!<&|]")
_IN_LINK = r"[\[\]]"
_IN_CELL = r"\|"
# Where a sign reads as markup; addresses go first and are left alone.
_READS_AS_MARKUP = r"""(?P<address>https?://[^\s<>`|\\\x00\x01]+)
    | `
    | (?<!\s)\* | \*(?!\s)
    | (?<=\s)_(?!\s) | (?<=[^\W_])_(?![^\W_]) | (?<![^\W_])(?<!\s)_
    | ~(?=[~\x00\x01]) | (?<=[~\x00\x01])~
    | \\(?=[!-/:-@\[-`{-~\x00\x01]|\s\Z)
    | &(?=\#(?:[xX][0-9a-fA-F]{1,6}|[0-9]{1,7});|[A-Za-z][A-Za-z0-9]{1,31};)
    | !(?=\x01)
    | <(?=[A-Za-z/!?\x00\x01])
    | \](?=[(\[:\x00\x01])"""
_BLOCK_START = re.compile(
    r"\s*(?:\d{1,9}(?=[.)](?:\s|$))|(?=#{1,6}(?:\s|$)|[-+*](?:\s|$)|>|~~~|=+\s*$|_[_\s]*$|\*[*\s]*$|[-:|][-:|\s]*$))"
)
"""Before a sign that would begin another block at the start of a line."""
_CLOSING_HASHES = re.compile(r"(?:^|(?<=\s))(?=#+\s*$)")


def write(plain: str, elements: Sequence[Element], *, role: str, thorough: bool) -> str:
    """Markdown for `plain` with `elements` around their ranges, what would be read as markup escaped.

    Args:
        plain: What a reader shall see.
        elements: Nested; at one place the outer or the first stands first.
        role: Where the text stands: a cell needs its bars escaped, a heading no list marker.
        thorough: Escape every sign that can be markup, not only where it would be.

    Raises:
        ValueError: Two elements overlap without one holding the other.
    """
    out: list[str] = []
    stack: list[Element] = []
    at = 0

    def text_to(end: int, following: str) -> None:
        nonlocal at
        text = plain[at:end]
        at = end
        if not text:
            return
        if not (stack and stack[-1].kind in RAW_KINDS):
            before = _EDGE if out else " "
            after = (_BRACKET_EDGE if following.startswith("[") else _EDGE) if following else " "
            in_link = any(element.kind == "link" for element in stack)
            signs = _EVERY_SIGN if thorough else _signs(in_link, role == "cell")
            text = signs.sub(_escape, f"{before}{text}{after}")[1:-1]
        out.append(text)

    for element in sorted(elements, key=lambda e: e.start):
        while stack and _ends_before(stack[-1], element):
            text_to(stack[-1].end, stack[-1].close)
            out.append(stack.pop().close)
        if stack and element.end > stack[-1].end:
            raise ValueError(f"{element.kind} and {stack[-1].kind} overlap")
        text_to(element.start, element.open)
        out.append(element.open)
        stack.append(element)
    while stack:
        text_to(stack[-1].end, stack[-1].close)
        out.append(stack.pop().close)
    text_to(len(plain), "")
    return _as_line("".join(out), role)


def _ends_before(element: Element, following: Element) -> bool:
    if element.end != following.start:
        return element.end < following.start
    return following.end > element.end or element.depth >= following.depth


def _as_line(text: str, role: str) -> str:
    """`text` with a sign escaped that would begin a block, or vanish at the end of a heading."""
    if role == "headline":
        return _CLOSING_HASHES.sub(r"\\", text)
    if role in {"cell", "caption"} or role.startswith("meta"):
        return text
    match = _BLOCK_START.match(text)
    return f"{text[: match.end()]}\\{text[match.end() :]}" if match else text


@cache
def _signs(in_link: bool, in_cell: bool) -> re.Pattern[str]:
    extra = ([_IN_LINK] if in_link else []) + ([_IN_CELL] if in_cell else [])
    return re.compile("|".join([_READS_AS_MARKUP, *extra]), re.VERBOSE)


def _escape(match: re.Match[str]) -> str:
    return match[0] if match.lastgroup == "address" else f"\\{match[0]}"
