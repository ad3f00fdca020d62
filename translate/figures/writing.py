"""Write a figure as the press of a locale does: the house's forms first, then every other acceptable one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from translate.figures.style import Style
from translate.figures.words import scaled
from translate.locales import LocaleInfo, grouped, native_digits
from translate.unit import Figure

NBSP = "\u00a0"
_CODE = re.compile(r"[0-9]{5,}")
"""A postal code or an account: a number of things has separators from there on."""
Reading = tuple[str, ...]
"""A case; of ordinals case, number and gender."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a figure in running text.

    Attributes:
        text: In NFC.
        readings: Where it may stand; empty where every place is the same to it.
    """

    text: str
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """How a figure may be written.

    Attributes:
        house: The forms of the house's wording.
        others: Those of other acceptable wordings.
    """

    house: tuple[Form, ...]
    others: tuple[Form, ...] = ()

    @property
    def forms(self) -> tuple[Form, ...]:
        """All of them, the house's first."""
        return (*self.house, *self.others)


@lru_cache(maxsize=4096)
def write(figure: Figure, locale: LocaleInfo, style: Style) -> Written | None:
    """Every acceptable way to write a figure; None for names, and in a language without rules.

    The value is exact and never rounded. The scale word may be another one; currency and unit never change.
    """
    from translate.figures import writing_hi, writing_ru  # noqa: PLC0415 -- they build on this module

    writers = {"hi": writing_hi.variants, "ru": writing_ru.variants}
    if figure.kind == "name" or locale.language not in writers:
        return None
    variants = [v for v in writers[locale.language](figure, locale, style) if v]
    if not variants:
        return None
    if figure.kind == "number" and _CODE.fullmatch(figure.text):
        variants = [[Form(figure.text)], *variants]
    if style.digits == "native":
        variants = [[Form(native_digits(f.text, locale), f.readings) for f in v] for v in variants]
    seen = {form.text for form in variants[0]}
    others = {form.text: form for variant in variants[1:] for form in variant if form.text not in seen}
    return Written(tuple(variants[0]), tuple(others.values()))


def number(value: Decimal, locale: LocaleInfo, *, grouped_from: int = 1000) -> str:
    """An exact number with the locale's separators, all decimals kept; no groups below `grouped_from`."""
    whole, _, decimals = f"{value:f}".partition(".")
    text = whole if int(whole) < grouped_from else grouped(int(whole), locale)
    return f"{text}{locale.decimal}{decimals}" if decimals else text


def mantissa(value: Decimal, power: int) -> Decimal:
    """The value in units of a scale, without zeros at the end of its decimals."""
    whole, point, decimals = f"{scaled(value, -power):f}".partition(".")
    return Decimal(f"{whole}{point}{decimals.rstrip('0')}")


def as_written(figure: Figure, power: int) -> Decimal:
    """The same with the decimals of the English: 5.0 stays 5.0."""
    found = scaled(figure.value or Decimal(0), -power)
    return found if "." in figure.text and found.as_tuple().exponent in {-1, -2, -3} else mantissa(found, 0)


def merged(forms: Sequence[tuple[str, Reading]]) -> list[Form]:
    """Forms by text, in order, each with all of its readings."""
    out: dict[str, list[Reading]] = {}
    for text, reading in forms:
        readings = out.setdefault(text, [])
        if reading and reading not in readings:
            readings.append(reading)
    return [Form(text, tuple(readings)) for text, readings in out.items()]
