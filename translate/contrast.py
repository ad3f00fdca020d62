"""What makes two nearly identical English sentences say different things: figures, negations, names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .figures import Figure, find

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_NEGATIONS = frozenset(
    ("barely", "hardly", "minus", "neither", "never", "no", "nobody", "non", "none", "nor", "not", "nothing",
     "nowhere", "scarcely", "unless", "without")
)  # fmt: skip
# `wouldnt` and the like: two of them are words besides, which does no harm.
_UNSPELT = frozenset(
    f"{verb}nt" for verb in
    ("ai", "are", "ca", "could", "did", "does", "do", "had", "has", "have", "is", "must", "need", "should",
     "was", "were", "wo", "would")
)  # fmt: skip
# Numbers in words that are no figures to the checks of a text, since languages say them in many ways.
_COUNTS = frozenset(
    ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
     "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
     "eighteenth", "nineteenth", "twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth",
     "seventieth", "eightieth", "ninetieth", "hundredth", "thousandth", "millionth", "tens", "dozen",
     "dozens", "hundred", "hundreds", "thousand", "thousands", "lakh", "lakhs", "crore", "crores",
     "million", "millions", "billion", "billions", "trillion", "trillions", "half", "quarter", "twice",
     "thrice", "double", "triple")
)  # fmt: skip
_SIGN = re.compile(r"(?<![^\s(])[-−–]$")
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
        self.negative = {f.span[0] for f in self.figures if _SIGN.search(text, 0, f.span[0])}
        # The words of a date are not names besides.
        taken = {place for figure in self.figures for place in range(*figure.span)}
        self.words = [
            (match.start(), _POSSESSIVE.sub("", match[0]))
            for match in _WORD.finditer(text)
            if match.start() not in taken
        ]
        self.folded = {word.casefold() for _, word in self.words}


def _figures(one: _Sentence, two: _Sentence) -> Iterator[_Place]:
    left = Counter(_value(figure, two) for figure in two.figures)
    for figure in one.figures:
        value = _value(figure, one)
        if left[value]:
            left[value] -= 1
        else:
            sign = "−" if figure.span[0] in one.negative else ""
            yield figure.span[0], f"{sign}{figure.text}"


def _value(figure: Figure, sentence: _Sentence) -> tuple[object, ...]:
    """What a figure says, however it is written; a minus sign stands outside of its span."""
    below = figure.span[0] in sentence.negative
    if figure.value is None and not figure.parts:
        return (figure.text, below)
    percent = figure.kind == "percent"
    return figure.value, figure.upper, figure.currency, figure.unit, percent, figure.parts, below


def _negations(one: _Sentence, two: _Sentence) -> Iterator[_Place]:
    left = Counter(telling for _, word in two.words if (telling := _telling(word)))
    for place, word in one.words:
        telling = _telling(word)
        if telling and left[telling]:
            left[telling] -= 1
        elif telling:
            yield place, word


def _telling(word: str) -> str:
    """`not` for `not`, `cannot` and `won't`, the word for `never`, `sixteenth` and such, else nothing."""
    word = word.casefold().replace("’", "'")
    if word == "cannot" or word.endswith("n't") or word in _UNSPELT:
        return "not"
    return word if word in _NEGATIONS or word in _COUNTS else ""


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
