"""Tables of the words with which a language writes figures: numbers, scales, months, currencies, per cent."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Generic, TypeVar

import regex

SCALES = {
    "thousand": 3, "lakh": 5, "million": 6, "crore": 7, "billion": 9, "thousand crore": 10, "lakh crore": 12,
    "trillion": 12,
}  # fmt: skip
"""English scale words and their powers of ten."""

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

MARKS = {
    "USD": "dollar", "AUD": "dollar", "CAD": "dollar", "HKD": "dollar", "SGD": "dollar", "NZD": "dollar",
    "EUR": "euro", "GBP": "pound", "INR": "rupee", "RUB": "rouble", "JPY": "yen", "CNY": "yuan",
    "%": "percent",
}  # fmt: skip
"""Currency code → what a reader must find beside the amount; currencies not listed are not demanded."""

UNIT_MARKS: dict[str, tuple[str, ...]] = {
    "km": ("km",), "km/h": ("km",), "m/s": ("m",), "mph": ("mile",), "knot": ("knot", "mile"), "m": ("m",),
    "foot": ("foot",), "mile": ("mile",), "nautical mile": ("mile",), "inch": ("inch",),
    "kg": ("kg",), "tonne": ("tonne",),
    "hectare": ("hectare",), "acre": ("acre",), "MW": ("MW",), "GW": ("GW",), "°C": ("degree",),
    "°F": ("degree",), "barrel": ("barrel",),
    "kopeck": ("kopeck",), "paisa": ("paisa",), "cent": ("cent",), "km²": ("km",), "dozens": ("dozens",),
    "hundreds": ("hundreds",), "thousands": ("thousands",), "tens of thousands": ("thousands",),
    "hundreds of thousands": ("hundreds", "lakhs"), "lakhs": ("lakhs", "hundreds"),
    "crores": ("crores", "millions"), "millions": ("millions", "lakhs", "crores"), "billions": ("billions",),
}  # fmt: skip
"""Unit → what a reader must find one of beside the number; units not listed are not demanded."""

SIGNS = {"°": "degree", "$": "dollar", "€": "euro", "£": "pound", "₹": "rupee", "₽": "rouble", "%": "percent"}
"""Signs that serve in every language; ¥ stands for two currencies and is read by the caller."""

CODES = {code.casefold(): mark for code, mark in MARKS.items() if code != "%"} | {"rs": "rupee"}
"""The same for folded codes."""


FRACTIONS = {"½": "5", "¼": "25", "¾": "75"}
"""Vulgar fractions and the decimals they come to."""

T = TypeVar("T")

LONGEST_STEM = 14


@dataclass(frozen=True, slots=True, eq=False)
class Words(Generic[T]):
    """Folded words and beginnings of words with what they mean; a whole word wins, then the longest stem."""

    whole: Mapping[str, T] = field(default_factory=dict)
    stems: Mapping[str, T] = field(default_factory=dict)

    def get(self, word: str) -> T | None:
        """What a folded word means, or None."""
        return _meaning(self, word)


@lru_cache(maxsize=8192)  # a reading asks seven tables for each word
def _meaning(table: Words[T], word: str) -> T | None:
    if word in table.whole:
        return table.whole[word]
    for size in range(min(len(word), LONGEST_STEM), 1, -1):
        if (stem := word[:size]) in table.stems:
            return table.stems[stem]
    return None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one target language.

    Attributes:
        numbers: Word → value, every form in use.
        scales: Word → power of ten.
        months: Word → 1 to 12.
        marks: Word → currency or per cent, as in `MARKS`.
        compounds: What inside a longer word names a unit: `стокилометровый`.
        shifts: Word before a number → what it adds: `साढ़े पांच` is 5.5.
        ordinal_endings: What makes a number word an ordinal.
        afternoon: Beginnings of words that turn six o'clock into 18:00, where people use both clocks.
        parts: Beginnings of words for the time before (`a`) and after noon (`p`), and of the `night`.
        half_after: Words after a number that add a half: `шесть с половиной`.
        decades: What a text has that speaks of a decade; None where nothing is demanded.
        spoken: A clock time said by the coming hour, with `hour` and `part` or `less`, or as `one`.
        scales_inside: What inside a number word is a scale: двухмиллиардный.
        loose: Scale words that may as well be what is counted: две сотни are 200, or two hundreds.
        no_scale: Scale word → words after it that show it to be something else.
    """

    numbers: Words[Decimal]
    scales: Words[int]
    months: Words[int]
    marks: Words[str]
    compounds: Mapping[str, str] = field(default_factory=dict)
    shifts: Mapping[str, Decimal] = field(default_factory=dict)
    ordinal_endings: tuple[str, ...] = ()
    afternoon: tuple[str, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    half_after: tuple[str, ...] = ()
    decades: regex.Pattern[str] | None = None
    spoken: regex.Pattern[str] | None = None
    scales_inside: Mapping[str, int] = field(default_factory=dict)
    loose: frozenset[str] = frozenset()
    no_scale: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def number(self, word: str) -> Decimal | None:
        """The value of a folded number word: cardinal, ordinal, or the head of a compound."""
        value = self.numbers.get(word)
        if value is None:
            roots = (word.removesuffix(ending) for ending in self.ordinal_endings if word.endswith(ending))
            value = next((self.numbers.whole[root] for root in roots if root in self.numbers.whole), None)
        return value


_NASALS = str.maketrans({"ँ": "ं", "़": None, "\u200c": None, "\u200d": None, "ё": "е"})


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """A copy for looking up: lower case, ё as е; Hindi without nukta and joiners and with one nasal sign."""
    text = unicodedata.normalize("NFC", word).casefold().translate(_NASALS)
    for cluster in ("न्", "म्", "ण्"):
        text = text.replace(cluster, "ं")
    return text


def words(table: str, convert: Callable[[str], T], endings: str = "-") -> Words[T]:
    """Read lines such as `2 два дву*`: value, words, stems with a star; `-` is the empty ending."""
    whole: dict[str, T] = {}
    stems: dict[str, T] = {}
    for line in table.strip().splitlines():
        value, *words = line.split()
        for word in words:
            if word.endswith("*"):
                stems[fold(word[:-1])] = convert(value)
                continue
            for ending in endings.split():
                whole[fold(word) + ending.strip("-")] = convert(value)
    return Words(whole, stems)


def together(*parts: Words[T]) -> Words[T]:
    """One table of several; a later one wins."""
    whole = {word: value for part in parts for word, value in part.whole.items()}
    stems = {word: value for part in parts for word, value in part.stems.items()}
    return Words(whole, stems)


def scaled(value: Decimal, power: int) -> Decimal:
    """An exact product with a power of ten: the constructor never rounds, arithmetic may."""
    sign, digits, exponent = value.as_tuple()
    return Decimal((sign, digits, int(exponent) + power))


def decimal(digits: str, fraction: str = "") -> Decimal:
    """The exact value of digits without separators but the point, and a vulgar fraction after them."""
    if not fraction:
        return Decimal(digits)
    return Decimal(f"{digits.partition('.')[0] or 0}.{FRACTIONS[fraction]}")
