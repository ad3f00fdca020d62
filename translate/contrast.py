"""What makes two nearly identical English sentences say different things: figures, negations, names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .figures import Figure, find

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_NEGATIONS = frozenset(
    ("barely", "hardly", "neither", "never", "no", "nobody", "non", "none", "nor", "not", "nothing",
     "nowhere", "scarcely", "unless", "without")
)  # fmt: skip
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis")
# Words that often begin a sentence and are no names; a name too many does no harm, one too few does.
_OPENERS = frozenset(
    ("a", "about", "according", "after", "all", "also", "although", "an", "and", "any", "as", "asked",
     "at", "because", "before", "both", "but", "by", "during", "each", "earlier", "even", "for", "from",
     "he", "her", "here", "his", "how", "however", "i", "if", "in", "into", "it", "its", "just", "last",
     "later", "many", "meanwhile", "more", "most", "my", "next", "now", "of", "on", "once", "one",
     "only", "or", "other", "our", "over", "she", "since", "so", "some", "such", "than", "that", "the",
     "their", "then", "there", "these", "they", "this", "those", "through", "to", "two", "under",
     "until", "we", "what", "when", "where", "while", "who", "why", "with", "you", "your")
)  # fmt: skip

_Place = tuple[int, str]
"""Where something begins, and how it is written there."""


def differing(one: str, two: str) -> tuple[str, ...]:
    """Figures, negations and capitalised names that only one of two English sentences has, as written.

    Those of `one` come first, each sentence's in its own order. What differs in neither of the three ways,
    such as a verb, is not named: two sentences without a difference here are still not the same.
    """
    pair = _Sentence(one), _Sentence(two)
    sides = (pair, pair[::-1])
    found = [
        sorted({*_figures(*side), *_negations(*side), *_prefixed(*side), *_names(*side)}) for side in sides
    ]
    return tuple(dict.fromkeys(text for side in found for _, text in side))


class _Sentence:
    """A sentence read once."""

    def __init__(self, text: str) -> None:
        self.figures = find(text)
        # The words of a date are not names besides.
        taken = {place for figure in self.figures for place in range(*figure.span)}
        self.words = [
            (match.start(), _POSSESSIVE.sub("", match[0]))
            for match in _WORD.finditer(text)
            if match.start() not in taken
        ]
        self.folded = {word.casefold() for _, word in self.words}


def _figures(one: _Sentence, two: _Sentence) -> Iterator[_Place]:
    left = Counter(map(_value, two.figures))
    for figure in one.figures:
        if left[_value(figure)]:
            left[_value(figure)] -= 1
        else:
            yield figure.span[0], figure.text


def _value(figure: Figure) -> tuple[object, ...]:
    """What a figure says, however it is written."""
    if figure.value is None and not figure.parts:
        return (figure.text,)
    return figure.value, figure.upper, figure.currency, figure.unit, figure.kind == "percent", figure.parts


def _negations(one: _Sentence, two: _Sentence) -> Iterator[_Place]:
    left = Counter(negation for _, word in two.words if (negation := _negation(word)))
    for place, word in one.words:
        negation = _negation(word)
        if negation and left[negation]:
            left[negation] -= 1
        elif negation:
            yield place, word


def _negation(word: str) -> str:
    """`not` for `not`, `cannot` and `won't`, the word for others such as `never`, else nothing."""
    word = word.casefold().replace("’", "'")
    if word == "cannot" or word.endswith("n't"):
        return "not"
    return word if word in _NEGATIONS else ""


def _prefixed(one: _Sentence, two: _Sentence) -> Iterator[_Place]:
    """Words such as `unlawful` where the other sentence has `lawful` instead."""
    alone = two.folded - one.folded
    for place, word in one.words:
        folded = word.casefold()
        if folded not in two.folded and any(
            folded.startswith(prefix) and folded.removeprefix(prefix) in alone for prefix in _PREFIXES
        ):
            yield place, word


def _names(one: _Sentence, two: _Sentence) -> Iterator[_Place]:
    """Words with a capital; the first of a sentence has one in any case, and is no name if it opens many."""
    capitalised = {word for _, word in two.words if word[0].isupper()}
    opener = two.words[0][1].casefold() if two.words else ""
    for number, (place, word) in enumerate(one.words):
        folded = word.casefold()
        if not word[0].isupper() or word in capitalised or folded == opener:
            continue
        if number == 0 and (folded in _OPENERS or folded in two.folded):
            continue
        yield place, word
