"""Recognise the figures of English news text: numbers, money, percentages, dates, times, ordinals, ranges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

import regex

from translate.figures.words import FRACTIONS, MONTHS, SCALES, decimal, scaled
from translate.unit import Figure, Kind

_CURRENCIES = {
    "$": "USD", "us$": "USD", "usd": "USD", "a$": "AUD", "c$": "CAD", "hk$": "HKD", "s$": "SGD", "nz$": "NZD",
    "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "₹": "INR", "rs": "INR", "rs.": "INR", "inr": "INR",
    "rupees": "INR", "₽": "RUB", "rub": "RUB", "¥": "JPY", "jpy": "JPY", "cny": "CNY", "rmb": "CNY",
}  # fmt: skip
_CURRENCY_NOUNS = {
    "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "rupee": "INR", "rupees": "INR",
    "rouble": "RUB", "roubles": "RUB", "ruble": "RUB", "rubles": "RUB", "yuan": "CNY", "yen": "JPY",
    "pound sterling": "GBP", "pounds sterling": "GBP", "usd": "USD", "eur": "EUR", "inr": "INR", "rub": "RUB",
}  # fmt: skip
_SHORT_SCALES = {"mn": "million", "mln": "million", "m": "million", "bn": "billion", "bln": "billion",
                 "b": "billion", "tn": "trillion", "trn": "trillion", "k": "thousand", "cr": "crore",
                 "lac": "lakh"}  # fmt: skip
_UNITS = {
    "km": "km", "kilometre": "km", "kilometres": "km", "kilometer": "km", "kilometers": "km",
    "sq km": "km²", "sq. km": "km²", "square kilometres": "km²", "square kilometers": "km²",
    "square kilometre": "km²", "square kilometer": "km²", "nautical miles": "nautical mile",
    "nautical mile": "nautical mile", "degrees celsius": "°C", "degree celsius": "°C",
    "degrees fahrenheit": "°F", "km per hour": "km/h", "kilometres per hour": "km/h",
    "kilometers per hour": "km/h", "km an hour": "km/h", "kilometres an hour": "km/h",
    "kilometers an hour": "km/h", "miles an hour": "mph", "miles per hour": "mph",
    "km/h": "km/h", "kmh": "km/h", "kmph": "km/h", "kph": "km/h", "mph": "mph", "knot": "knot",
    "knots": "knot", "m": "m", "metre": "m", "metres": "m", "meter": "m", "meters": "m", "cm": "cm",
    "mm": "mm", "nm": "nm", "foot": "foot", "feet": "foot", "ft": "foot", "mile": "mile", "miles": "mile",
    "inch": "inch", "inches": "inch", "kg": "kg", "kilogram": "kg", "kilograms": "kg", "tonne": "tonne",
    "tonnes": "tonne", "ton": "tonne", "tons": "tonne", "hectare": "hectare", "hectares": "hectare",
    "acre": "acre", "acres": "acre", "kw": "kW", "mw": "MW", "gw": "GW", "megawatt": "MW",
    "megawatts": "MW", "gigawatt": "GW", "gigawatts": "GW", "°c": "°C", "°f": "°F", "hp": "hp",
    "horsepower": "hp", "ghz": "GHz", "mhz": "MHz", "gb": "GB", "tb": "TB", "barrel": "barrel",
    "barrels": "barrel", "m/s": "m/s", "metres per second": "m/s",
    "meters per second": "m/s", "kopeck": "kopeck", "kopecks": "kopeck", "paise": "paisa", "paisa": "paisa",
    "cents": "cent", "km2": "km²", "m2": "m²", "cm2": "cm²", "mm2": "mm²",
}  # fmt: skip
_DEGREES = [word for word, unit in _UNITS.items() if unit.startswith("°")]
_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SPELLED_VALUES = {word: value for value, word in enumerate(_SMALL)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
# A figure after one of these is part of a name.
_DESIGNATIONS = (
    "Article", "Section", "Rule", "Chapter", "Clause", "Resolution", "Flight", "Category", "Formula",
    "Boeing", "Airbus", "Type", "Mark", "Mk", "Block", "Route", "Highway", "Covid", "Schedule", "Apollo",
    "No.", "Nos.",
)  # fmt: skip


def _either(words: Iterable[str]) -> str:
    """An alternation of literal words, the longest first."""
    return "|".join(regex.escape(word) for word in sorted(words, key=len, reverse=True))


_START = r"(?<![\p{L}\p{M}\p{N}])"
_END = r"(?![\p{L}\p{M}\p{N}])"
_PLAIN = (
    r"(?:(?:(?:[0-9]{1,3}(?:,[0-9]{2,3}){0,9},[0-9]{3}|[0-9]{1,3}(?:[\u00a0\u202f\u2009][0-9]{3}){1,9})"
    r"(?![0-9])|[0-9]+)(?:\.[0-9]+)?[½¼¾]?|[½¼¾])"
)
_SPELLED_WORD = _either(_SPELLED_VALUES)
_SPELLED = (
    rf"(?P<spelled>(?i:(?:hundred[ ]and[ ])?(?:{_SPELLED_WORD})"
    rf"(?:[ -](?:{_SPELLED_WORD}|hundred|thousand){_END}"
    rf"|(?<=hundred|thousand)[ ]and[ ](?:{_SPELLED_WORD}){_END}){{0,12}})){_END}"
    rf"(?P<plus>[ -]and[ -]a[ -]half{_END})?"
)
_ARTICLE = r"(?P<article>(?i:an?|half[ ]an?))"
_NUMBER = rf"(?P<number>{_PLAIN})"
_RANGE = rf"{_NUMBER}(?:(?:[-‑–]|[ ]to[ ])(?P<upper>{_PLAIN}))?"
_SCALE = rf"(?P<scale>(?i:{_either([*SCALES, *(s for s in _SHORT_SCALES if len(s) > 1)])}))s?{_END}"
_MONEY_SCALE = rf"(?P<scale>(?i:{_either([*SCALES, *_SHORT_SCALES])}))s?{_END}"
_FULL_MONTH = _either([form for month in MONTHS for form in (month.capitalize(), month.upper())])
_MONTH = rf"(?P<month>{_FULL_MONTH}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
_DAY = r"(?P<day>0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?"
_DAYS = rf"{_DAY}(?:(?:[-‑–]|[ ](?:to|and)[ ])(?P<last>[12]?[0-9]|3[01])(?:st|nd|rd|th)?)?"
_YEAR = r"(?P<year>[12][0-9]{3})"
_AMPM = r"(?P<half>[aApP])(?:\.[ ]?[mM]\b\.?|[ ]?[mM]\b)"
_SIGN = rf"(?P<sign>(?i:{_either(_CURRENCIES)}))[ \u00a0]?"
_NOUN = (
    rf"(?:[ \u00a0-](?:(?:US|American|Indian|Russian)[ ])?(?P<noun>(?i:{_either(_CURRENCY_NOUNS)})){_END})"
)
_PER_CENT = rf"(?:[ -]?%|[ -](?i:per[ ]?cent|percentage[ -]points?){_END})"
_AMBIGUOUS_MONTH = (  # a verb and a modal unless a preposition or another month stands before it
    r"(?<=\b(?i:in|by|since|until|till|last|next|this|early|late|mid|from|of|during|before|after)[ -]"
    rf"|(?:{_FULL_MONTH})(?:[-–]|[ ](?:and|to|or)[ ]))"
    r"(?:May|March)"
)
_ADDRESS = r"(?i:https?://|www\.)[^\s<>()]{1,2000}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
_MANY = (
    r"(?P<many>(?i:(?:tens|hundreds)[ ]of[ ]thousands|dozens|scores|hundreds|thousands|lakhs|crores|millions"
    r"|billions))(?=[ ]of[ ])"
)
_NAME = (
    # A prefix such as mid- makes no name of the figure after it.
    r"(?!(?i:mid|early|late|pre|post|non|under|over)[-‑–])"
    r"(?:\p{L}[\p{L}\p{M}]*[.+]?|(?:\p{L}|\p{Lu}[\p{L}\p{M}]*)[-‑–])[0-9][\p{L}\p{N}]*"
    r"(?:[-‑/.][\p{L}\p{N}]+){0,8}"
)

# Tried in this order at each place; the first that fits wins. Repeats are bounded to keep time linear.
_PATTERNS: tuple[tuple[Kind | Literal["skip"], str], ...] = (
    ("skip", rf"{_ADDRESS}|24[x×/]7(?![0-9])"),
    ("name", r"[0-9]\+[0-9](?![0-9])"),
    ("name", r"\+[0-9]{1,3}(?:[ -][0-9]{2,5}){2,5}(?![0-9])"),
    ("date", rf"{_YEAR}-(?P<month_number>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12][0-9]|3[01]){_END}"),
    ("date", rf"{_DAY}\.(?P<month_number>0?[1-9]|1[0-2])\.(?P<year>[12][0-9]{{3}}|[0-9]{{2}})(?![.]?[0-9])"),
    ("date", r"(?P<month_number>9)/(?P<day>11)(?![/0-9])"),
    ("date", rf"{_DAYS}(?:[ ]of)?[ ]{_MONTH}(?:,?[ ]{_YEAR})?{_END}"),
    ("month-year", rf"{_MONTH}(?:[ ]of|,)?[ ]{_YEAR}{_END}"),
    ("date", rf"{_MONTH}[ ]{_DAYS}(?![ ](?:{_FULL_MONTH}))(?![0-9%]|[.,:][0-9])(?:,?[ ]{_YEAR})?{_END}"),
    ("month", rf"(?P<month>(?!(?i:may|march){_END})(?:{_FULL_MONTH})|{_AMBIGUOUS_MONTH}){_END}(?![ ]Day)"),
    ("time", rf"(?P<hour>[01]?[0-9]|2[0-4]):(?P<minute>[0-5][0-9])(?![0-9:]|\.[0-9])(?:[ ]?{_AMPM})?"),
    ("time", rf"(?P<hour>1[0-2]|0?[0-9])(?:\.(?P<minute>[0-5][0-9]))?(?:[ ]?{_AMPM}|[ ]o['’]clock)"),
    ("time", rf"(?P<hour>[01][0-9]|2[0-3])(?P<minute>[0-5][0-9])[ ]?(?:hours|hrs|GMT|UTC|IST|MSK){_END}"),
    ("time", rf"(?P<hour>0[0-9])(?P<minute>[0-5][0-9]){_END}"),
    ("money", rf"{_SIGN}{_RANGE}(?:[ \u00a0-]?{_MONEY_SCALE})?{_NOUN}?(?!\p{{L}})"),
    ("money", rf"{_RANGE}(?:[ \u00a0-]?{_SCALE})?(?:{_NOUN}|[ ]?(?P<sign>€))"),
    ("money", rf"(?:{_SPELLED}(?:[ -]{_SCALE})?|{_ARTICLE}[ -]{_SCALE}){_NOUN}"),
    ("percent", rf"(?:{_RANGE}|{_SPELLED}){_PER_CENT}"),
    ("decade", rf"(?P<number>(?:1[0-9]|20)[0-9]0|[2-9]0)['’]?s{_END}"),
    ("ordinal", rf"{_NUMBER}[ ]?(?:st|nd|rd|th){_END}"),
    ("name", rf"(?:{_either(_DESIGNATIONS)})[ ][0-9]+[\p{{L}}\p{{N}}]*{_END}"),
    ("year", rf"FY[ -]?{_NUMBER}(?:[-–/](?P<upper>[0-9]{{2,4}}))?{_END}"),
    ("name", _NAME),
    ("number", rf"(?:(?i:minus)[ ]|[-−]){_NUMBER}[ \u00a0-]?(?P<unit>(?i:{_either(_DEGREES)})){_END}"),
    ("number", rf"{_RANGE}(?:[ -]{_SCALE})?[ \u00a0-]?(?P<unit>(?i:{_either(_UNITS)})){_END}"),
    ("number", rf"{_RANGE}[ \u00a0-]?{_SCALE}"),
    ("name", r"[0-9]+(?:\.[0-9]+)?\p{L}[\p{L}\p{N}]*"),
    ("number", _RANGE),
    ("number", rf"(?:{_SPELLED}|{_ARTICLE}(?![ -](?i:thousand)))[ -]{_SCALE}"),
    ("many", _MANY),
    ("count", _SPELLED),
)  # fmt: skip
_YEAR_BEFORE = regex.compile(
    r"\b(?:in|since|of|by|until|till|circa|year|around|to|and|from)[ ]$", regex.IGNORECASE
)


@lru_cache(maxsize=1)
def _finder() -> regex.Pattern[str]:
    """One pattern for all; the empty group at the end of each alternative tells which one matched."""
    forms = "|".join(f"(?:{form})(?P<k{n}>)" for n, (_, form) in enumerate(_PATTERNS))
    return regex.compile(f"{_START}(?:{forms})")


@lru_cache(maxsize=1024)
def find(text: str) -> tuple[Figure, ...]:
    """All figures and names with digits, in order and without overlap; time is linear in the text."""
    return tuple(_figures(text))


def _figures(text: str) -> Iterator[Figure]:
    for match in _finder().finditer(text):
        kind = next(kind for n, (kind, _) in enumerate(_PATTERNS) if match[f"k{n}"] is not None)
        if kind == "skip":
            continue
        if kind == "time":
            yield _figure(match, kind, parts=_clock(match))
        elif kind in {"date", "month-year", "month"}:
            last = match.groupdict()["last"]
            yield _figure(match, kind, parts=_calendar(match), upper=Decimal(last) if last else None)
        elif kind == "name":
            yield _figure(match, kind)
        elif kind == "many":
            word = match["many"].casefold()
            yield _figure(match, kind, unit="dozens" if word == "scores" else word)
        else:
            yield from _quantity(match, kind)


def _figure(match: regex.Match[str], kind: Kind, **known: Any) -> Figure:  # noqa: ANN401 -- Figure's own fields
    return Figure(kind, match.span(), match.group(), **known)


def _clock(match: regex.Match[str]) -> tuple[int, int]:
    """Hour and minute; the hour as written where neither am nor pm is said."""
    hour, half = int(match["hour"]), (match["half"] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, int(match["minute"] or 0)


def _calendar(match: regex.Match[str]) -> tuple[int, int, int]:
    """Year, month and day, 0 where not said."""
    groups = match.groupdict()
    if groups["month_number"]:
        month = int(groups["month_number"])
    else:
        month = 1 + [name[:3] for name in MONTHS].index(groups["month"][:3].casefold())
    year = int(groups["year"] or 0)
    return year + (2000 if 0 < year < 100 else 0), month, int(groups["day"] or 0)


def _quantity(match: regex.Match[str], kind: Kind) -> Iterator[Figure]:
    scale = (match["scale"] or "").casefold()
    scale = _SHORT_SCALES.get(scale, scale)
    power = SCALES.get(scale, 0)
    value = _amount(match)
    if match["spelled"] and not scale and _is_loose(match, value):
        return
    upper = match["upper"] and _decimal(match["upper"])
    sign, noun = (match["sign"] or "").casefold(), (match["noun"] or "").casefold()
    unit = _UNITS.get((match["unit"] or "").casefold(), "")
    if kind == "number" and not (scale or unit):
        kind = "range" if upper else "year" if _is_year(match) else kind
    yield _figure(
        match,
        kind,
        value=scaled(value, power),
        upper=scaled(upper, power) if upper else None,
        scale=scale,
        currency=_CURRENCY_NOUNS.get(noun) or _CURRENCIES.get(sign, ""),
        unit=unit,
    )


def _is_loose(match: regex.Match[str], value: Decimal) -> bool:
    """Words that languages render freely: `one`, `two-way`, and the two that are known already."""
    before = match.string[max(0, match.start() - 6) : match.start()].casefold()
    after = match.string[match.end() : match.end() + 4]
    # Not the two-day visit.
    known = after == "-way" or (before.endswith(("the ", "these ", "those ")) and after[:1] != "-")
    return value < 2 or (value == 2 and known) or match.string.startswith("-dimension", match.end())


def _amount(match: regex.Match[str]) -> Decimal:
    """The number before its scale."""
    if match["article"]:
        return Decimal("0.5") if match["article"].casefold().startswith("half") else Decimal(1)
    if match["spelled"]:
        return _spelled(match["spelled"]) + (Decimal("0.5") if match["plus"] else 0)
    return _decimal(match["number"])


def _decimal(text: str) -> Decimal:
    """The value of digits with English separators."""
    return decimal(regex.sub(r"[^0-9.]", "", text), text[-1] if text[-1] in FRACTIONS else "")


def _spelled(text: str) -> Decimal:
    """The value of number words: `two hundred and fifty`."""
    total = current = 0
    for word in regex.split(r"[ -]", text.casefold()):
        if word == "hundred":
            current = 100 * (current or 1)
        elif word == "thousand":
            total, current = total + current * 1000, 0
        else:
            current += _SPELLED_VALUES.get(word, 0)
    return Decimal(total + current)


def _is_year(match: regex.Match[str]) -> bool:
    """Four bare digits of our time, or older ones after a word such as `since`."""
    text = match.group()
    if not regex.fullmatch(r"[12][0-9]{3}", text):
        return False
    before = match.string[max(0, match.start() - 10) : match.start()]
    return 1900 <= int(text) < 2100 or _YEAR_BEFORE.search(before) is not None
