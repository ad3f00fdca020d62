"""An article as read: its text and the stretches of it that are translated."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

_LINE_END = re.compile(r"\r\n?|\n")
_HAS_WORD = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Segment:
    """One occurrence of a sentence in the article.

    Attributes:
        role: headline, body, quote, caption, list, cell or `meta.<key>`.
        source: The sentence in one line that can be read by itself: a soft line break, with what a
            container puts after it, is one space; a hard one within an element is `<br>`; `[text]` that
            links to a definition is `[text][text]`.
        start: Where it begins in `Article.text`, in code points.
        end: Where it ends.
        line: 1-based line in the file.
        kind: How its rendering is put in: as it stands when empty; `yaml` or `title` and the
            quotation mark that stands in the article.
        markup: The source is inline Markdown.
    """

    role: str
    source: str
    start: int
    end: int
    line: int
    kind: str = ""
    markup: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Identity within the article: msgctxt and msgid."""
        return self.role, self.source


@dataclass(frozen=True, slots=True)
class Article:
    """An article and its segments in document order.

    Attributes:
        slug: Name of its catalogue, `/` between folders.
        path: The file.
        text: All of it but a byte order mark, line ends as they are.
        markup: It is Markdown.
        bom: The file begins with a byte order mark.
        segments: Disjoint, in order.
        date: `date` of the front matter as written, else empty.
        references: Normalised labels of its link definitions.
    """

    slug: str
    path: Path
    text: str
    markup: bool
    bom: bool
    segments: tuple[Segment, ...]
    date: str = ""
    references: frozenset[str] = frozenset()


class Lines:
    """Line numbers of offsets in a text, whatever ends its lines."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def number(self, offset: int) -> int:
        """The 1-based line that `offset` stands in."""
        return bisect_right(self.starts, offset)


def newline_of(text: str) -> str:
    """The line end that a new line of this text gets: that of its first line."""
    match = _LINE_END.search(text)
    return match[0] if match else "\n"


def has_word(text: str) -> bool:
    """Whether there is a letter: figures alone are not given to a package, which would spoil them."""
    return _HAS_WORD.search(text) is not None
