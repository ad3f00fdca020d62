"""Hindi figures: lakh and crore, the parts of the day, gender of ordinals."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from translate.figures.style import Style, names
from translate.figures.words import SCALES, scaled
from translate.figures.writing import Form, as_written, mantissa, number
from translate.locales import LocaleInfo
from translate.unit import Figure, nfc

MONTHS = (
    "जनवरी", "फरवरी", "मार्च", "अप्रैल", "मई", "जून",
    "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर",
)  # fmt: skip
_COUNTS = ("दो", "तीन", "चार", "पांच", "छह", "सात", "आठ", "नौ", "दस", "ग्यारह", "बारह")
_ORDINALS = {
    1: ("पहली", "पहले", "पहला"),
    2: ("दूसरी", "दूसरे", "दूसरा"),
    3: ("तीसरी", "तीसरे", "तीसरा"),
    4: ("चौथी", "चौथे", "चौथा"),
    6: ("छठी", "छठे", "छठा"),
}
_MANY = {
    "dozens": "दर्जनों", "hundreds": "सैकड़ों", "thousands": "हजारों", "tens of thousands": "हजारों",
    "hundreds of thousands": "लाखों", "lakhs": "लाखों", "crores": "करोड़ों", "millions": "लाखों",
    "billions": "अरबों",
}  # fmt: skip
# Scale word of the English → the scales to write it with, the usual one first.
_SCALES = {
    "thousand": ("thousand",),
    "lakh": ("lakh",),
    "crore": ("crore",),
    "thousand crore": ("crore",),
    "lakh crore": ("lakh crore",),
    "billion": ("billion", "crore"),
    "trillion": ("trillion", "lakh crore"),
}


def variants(figure: Figure, locale: LocaleInfo, style: Style) -> Iterator[list[Form]]:
    """Wordings, the house's first; Hindi figures have the same form in all cases."""
    for texts in _texts(figure, locale, style):
        yield [Form(nfc(text)) for text in texts]


def _texts(figure: Figure, locale: LocaleInfo, style: Style) -> Iterator[list[str]]:
    kind = figure.kind
    value = figure.value if figure.value is not None else Decimal(0)
    if kind in {"date", "month-year", "month"}:
        year, month, day = figure.parts
        days = f"{day}-{figure.upper}" if figure.upper is not None else str(day or "")
        yield [" ".join(filter(None, (days, MONTHS[month - 1], str(year or ""))))]
    elif kind == "time":
        yield from ([text] for text in _times(*figure.parts, said="m" in figure.text.casefold()))
    elif kind == "many":
        yield [_MANY[figure.unit]]
    elif kind == "ordinal":
        yield from _ordinals(int(value), number(value, locale))
    elif kind == "decade":
        yield [f"{value} के दशक", f"{value} का दशक"]
    elif kind == "year":
        years = f"{value}" + (f"-{figure.upper:02}" if figure.upper else "")
        yield [f"वित्त वर्ष {years}" if figure.text.startswith("FY") else years]
    elif kind == "count":
        if 2 <= value <= 12:
            yield [_COUNTS[int(value) - 2]]
        yield [number(value, locale)]
    else:
        yield from _quantity(figure, value, locale, style)


def _times(hour: int, minute: int, *, said: bool) -> Iterator[str]:
    """With the part of the day where the English says am or pm."""
    clock = f"{hour % 12 or 12}" + (f":{minute:02}" if minute else "")
    if said:
        part = next(name for until, name in _DAY if hour < until)
        yield f"{part} {clock} बजे"
        yield f"{clock} बजे"
    else:
        yield f"{hour}:{minute:02} बजे" if minute else f"{hour} बजे"
    yield f"{hour}:{minute:02}"


_DAY = ((4, "रात"), (12, "सुबह"), (16, "दोपहर"), (20, "शाम"), (25, "रात"))


def _ordinals(value: int, digits: str) -> Iterator[list[str]]:
    if value in _ORDINALS:
        yield list(_ORDINALS[value])
    yield [f"{digits}{ending}" for ending in ("वीं", "वें", "वां")]
    yield [f"{digits}वाँ"]


def _quantity(figure: Figure, value: Decimal, locale: LocaleInfo, style: Style) -> Iterator[list[str]]:
    if figure.kind == "percent":
        yield from _percent(figure, _digits(figure, as_written(figure, 0), 0, locale), style)
        return
    nouns = names(figure.currency or figure.unit, "hi", style) or ("",)
    amounts = list(_amounts(figure, value, locale, style))
    if figure.kind == "range":  # one end: the other brings scale and unit
        yield [amounts[0].partition(" ")[0] if figure.upper is None else amounts[0]]
        return
    for noun in nouns:
        for amount in amounts:
            yield [f"{amount} {noun}".strip()]


def _amounts(figure: Figure, value: Decimal, locale: LocaleInfo, style: Style) -> Iterator[str]:
    """The number with each scale it may be said in."""
    if not figure.scale:
        yield _digits(figure, as_written(figure, 0), 0, locale)
        return
    chosen = _SCALES.get(figure.scale) or (
        ("crore", "million") if value >= Decimal(10) ** 7 else ("lakh", "million")
    )
    if figure.scale == "trillion" and figure.currency == "INR":
        chosen = ("lakh crore", "trillion")
    for scale in chosen:
        power = SCALES[scale]
        found = as_written(figure, power) if scale == figure.scale else mantissa(value, power)
        if found < 1:
            yield number(mantissa(scaled(value, 0), 0), locale)
            continue
        for word in names(scale, "hi", style):
            yield f"{_digits(figure, found, power, locale)} {word}"


def _digits(figure: Figure, value: Decimal, power: int, locale: LocaleInfo) -> str:
    """The number, or both of a range: `10-15`, `2019-24`; years have no separators."""
    if figure.upper is None:
        return ("माइनस " if figure.negative else "") + number(value, locale)
    high = mantissa(figure.upper, power)
    if figure.kind == "range" and 1000 <= value < 10000 and (high < 100 or 1000 <= high < 10000):
        return f"{value}-{high:02}"
    return f"{number(value, locale)}-{number(high, locale)}"


def _percent(figure: Figure, digits: str, style: Style) -> Iterator[list[str]]:
    point = "point" in figure.text.casefold()
    words = [[f"{digits} {name}"] for name in names("percentage point" if point else "percent", "hi", style)]
    signs = [[f"{digits}%"], [f"{digits}\u00a0%"]]
    if point:
        yield from words
    elif style.percent == "word":
        yield from [*words, *signs]
    else:
        yield from [*(signs if style.percent == "tight" else signs[::-1]), *words]
