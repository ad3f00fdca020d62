"""Inline Markdown of one sentence: what a reader sees, and the way back into Markdown that holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from translate.articles.elements import EMPHASIS, Element, Inline, write
from translate.articles.scan import marks, scan

__all__ = ["Element", "Inline", "build", "parse", "plain_fallback", "signature", "verify"]


def parse(markdown: str, references: Collection[str] | None = None) -> Inline | None:
    """A sentence as plain text with elements; None where offsets are not certain or a line ends hard."""
    found = scan(markdown, references)
    if found is None or any(piece.kind == "hard" for piece in found.pieces):
        return None
    return Inline(found.plain, found.elements)


def build(plain: str, elements: Sequence[Element], role: str = "body") -> str:
    """Markdown that reads as `plain` with `elements` over it.

    Signs that would be read as markup are escaped; what is escaped does not depend on the sentences
    around. Where emphasis with `_` cannot stand it becomes `*`. Only `verify` tells whether all of
    the markup could be kept: emphasis cannot end before a letter and after a bracket, for instance.

    Raises:
        ValueError: Two elements overlap without one holding the other.
    """
    fitted = [_fitted(plain, element) for element in elements]
    starred = [_starred(element) for element in fitted]
    for thorough, chosen in ((False, fitted), (False, starred), (True, fitted), (True, starred)):
        made = write(plain, chosen, role=role, thorough=thorough)
        if _reads(made, plain, fitted):
            break
    return made


def plain_fallback(plain: str, role: str = "body") -> str:
    """Markdown that reads as `plain`, without markup."""
    return build(plain, (), role)


def verify(markdown: str, like: Inline) -> bool:
    """Whether `markdown` has the markup of `like`, no more and no less, in whatever order."""
    return signature(markdown) == Counter((element.kind, element.detail) for element in like.elements)


def signature(markdown: str, references: Collection[str] | None = None) -> Counter[tuple[str, str]]:
    """How often each kind of element stands in `markdown`, with its destination, code or tag."""
    return Counter(marks(markdown, references))


def _fitted(plain: str, element: Element) -> Element:
    """Emphasis cannot begin or end with white space: its range without it."""
    text = plain[element.start : element.end]
    if element.kind not in EMPHASIS or not text.strip():
        return element
    end = element.start + len(text.rstrip())
    return replace(element, start=element.end - len(text.lstrip()), end=end)


def _starred(element: Element) -> Element:
    if element.kind not in {"strong", "em"}:
        return element
    return replace(element, open=element.open.replace("_", "*"), close=element.close.replace("_", "*"))


def _reads(markdown: str, plain: str, elements: Sequence[Element]) -> bool:
    found = parse(markdown)
    if found is None or found.plain != plain:
        return False
    return Counter((e.kind, e.detail, e.start, e.end) for e in found.elements) == Counter(
        (e.kind, e.detail, e.start, e.end) for e in elements
    )
