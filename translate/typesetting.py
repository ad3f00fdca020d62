"""A machine draft in its locale's typography, plain or with inline Markdown, whose markup stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from translate.locales import LocaleInfo
from translate.typography import Edit, Typeset
from translate.typography import normalised as _normalised
from translate.unit import Span

if TYPE_CHECKING:
    from translate.articles.elements import Element
    from translate.articles.scan import Scan

_TRIES = 3


def normalised(
    text: str,
    locale: LocaleInfo,
    *,
    source: str = "",
    markup: bool = False,
    protected: Sequence[Span] = (),
) -> Typeset:
    """A draft in the locale's typography; see `typography.normalised`.

    Markdown is left as it was where its markup is not located for certain, or would not hold.

    Args:
        text: The draft; raw inline Markdown when `markup`.
        locale: Its locale.
        source: The English, raw when `markup`.
        markup: Both are inline Markdown.
        protected: What stays as it is, in code points of what a reader sees of the draft.

    Returns:
        The draft; `edits` and `moved` speak of what a reader sees.
    """
    if not markup:
        return _normalised(text, locale, source=source, protected=protected)
    from translate.articles.scan import scan  # noqa: PLC0415 -- articles of plain text need no Markdown parser

    found, english = scan(text), scan(source)
    if found is None or any(piece.kind == "hard" for piece in found.pieces):
        return Typeset(text)
    seen = english.plain if english is not None else source
    stretches = _stretches(text, found)
    fixed = [*protected, *((e.start, e.end) for e in found.elements if e.kind in {"code", "autolink"})]
    for _ in range(_TRIES):
        made = _normalised(found.plain, locale, source=seen, protected=fixed)
        raw = [_raw(edit, stretches) for edit in made.edits]
        edits = [edit for edit in raw if edit is not None]
        if len(edits) == len(raw):
            new = _applied(text, edits)
            return Typeset(new, made.edits) if _holds(scan(new), found, made) else Typeset(text)
        fixed += [(edit.start, edit.end) for edit, one in zip(made.edits, raw, strict=True) if one is None]
    return Typeset(text)


def _stretches(text: str, found: Scan) -> list[tuple[Span, int]]:
    """Where the plain text stands letter by letter in the raw text: its span and the raw offset."""
    out: list[tuple[Span, int]] = []
    for piece in found.pieces:
        (start, end), at = piece.plain, piece.raw[0]
        if found.plain[start:end] != text[slice(*piece.raw)]:
            continue
        if out and out[-1][0][1] == start and out[-1][1] + start - out[-1][0][0] == at:
            (start, _), at = out.pop()
        out.append(((start, end), at))
    return out


def _raw(edit: Edit, stretches: Sequence[tuple[Span, int]]) -> Edit | None:
    """The edit in the raw text, None where markup or an escape stands in it."""
    for (start, end), at in stretches:
        if start <= edit.start and edit.end <= end:
            return Edit(edit.start - start + at, edit.end - start + at, edit.text)
    return None


def _applied(text: str, edits: Sequence[Edit]) -> str:
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += (text[at : edit.start], edit.text)
        at = edit.end
    return "".join([*parts, text[at:]])


def _holds(now: Scan | None, before: Scan, made: Typeset) -> bool:
    """Whether the markup is that of before, over the same words."""
    if now is None or now.plain != made.text:
        return False

    def told(elements: Sequence[Element]) -> Counter[tuple[str, str, Span]]:
        return Counter((e.kind, e.detail, (e.start, e.end)) for e in elements)

    was = Counter((e.kind, e.detail, made.moved((e.start, e.end))) for e in before.elements)
    return told(now.elements) == was
