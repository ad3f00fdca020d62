"""Two versions of a sentence, word by word, in any script."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_INNER = frozenset("'’-‐‑.,:")
"""Marks that stand inside a word or number, as in `С-400`, `5.43` and `ministry's`."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the comparison.

    Attributes:
        old: What the old version has here.
        new: What the new one has; the same where nothing changed.
    """

    old: str
    new: str

    @property
    def same(self) -> bool:
        """Whether nothing changed here."""
        return self.old == self.new


def compare(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of both versions in order; the old ones joined give `old`, the new ones `new`.

    Words that changed side by side come as one piece. Nothing is normalised.
    """
    one, two = words(old), words(new)
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    pieces: list[Piece] = []
    for _, i, j, k, m in matcher.get_opcodes():
        piece = Piece("".join(one[i:j]), "".join(two[k:m]))
        between = len(pieces) > 1 and pieces[-1].same and pieces[-1].old.isspace()
        if between and not piece.same:
            space = pieces.pop()
            before = pieces.pop()
            piece = Piece(before.old + space.old + piece.old, before.new + space.new + piece.new)
        pieces.append(piece)
    return tuple(pieces)


def marked(pieces: Sequence[Piece]) -> str:
    """The comparison as `git diff --word-diff` writes it: `[-old-]{+new+}`."""
    return "".join(piece.old if piece.same else _marked(piece) for piece in pieces)


def _marked(piece: Piece) -> str:
    return (f"[-{piece.old}-]" if piece.old else "") + (f"{{+{piece.new}+}}" if piece.new else "")


def words(text: str) -> list[str]:
    r"""The text cut into words, single punctuation marks and runs of white space.

    A Devanagari vowel sign or joiner stays in its word, which the `\w` of regular expressions would cut.
    """
    return list(_words(text))


def _words(text: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _together(text, at):
            yield text[start:at]
            start = at


def _together(text: str, at: int) -> bool:
    """Whether the characters before and after a place belong to one token."""
    left, right = _kind(text, at - 1), _kind(text, at)
    return left == right != "mark"


def _kind(text: str, at: int) -> str:
    char = text[at]
    if char.isspace():
        return "space"
    if unicodedata.category(char)[0] not in "PS":
        return "word"
    inside = char in _INNER and 0 < at < len(text) - 1
    return "word" if inside and _joins(text[at - 1], char, text[at + 1]) else "mark"


def _joins(before: str, mark: str, after: str) -> bool:
    if mark in ".,:":
        return before.isdecimal() and after.isdecimal()
    return all(not c.isspace() and unicodedata.category(c)[0] not in "PS" for c in (before, after))
