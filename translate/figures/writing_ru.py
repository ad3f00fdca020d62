"""Russian figures: numerals' government, cases of months and ordinals, short and long scale words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from translate.figures.style import Style, names
from translate.figures.words import SCALES
from translate.figures.writing import NBSP, Form, Reading, as_written, mantissa, merged, number
from translate.inflect import ru
from translate.locales import LocaleInfo
from translate.unit import Figure

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_GENITIVE_PLURAL = 7
_COUNTED = 12
_POWERS = {12: "trillion", 9: "billion", 6: "million", 3: "thousand"}
_SOFT = "ь я ю ь ем е"
_HARD = " а у  ом е"
_MONTHS = tuple(
    tuple(f"{stem}{ending}" for ending in endings.split(" "))
    for stem, endings in (
        ("январ", _SOFT), ("феврал", _SOFT), ("март", _HARD), ("апрел", _SOFT), ("ма", "й я ю й ем е"),
        ("июн", _SOFT), ("июл", _SOFT), ("август", _HARD), ("сентябр", _SOFT), ("октябр", _SOFT),
        ("ноябр", _SOFT), ("декабр", _SOFT),
    )
)  # fmt: skip
# Nominative, genitive, dative, accusative, instrumental, prepositional.
_NUMERALS = {
    2: "два двух двум два двумя двух",
    3: "три трех трем три тремя трех",
    4: "четыре четырех четырем четыре четырьмя четырех",
    8: "восемь восьми восьми восемь восемью восьми",
    **{
        value: f"{stem}ь {stem}и {stem}и {stem}ь {stem}ью {stem}и"
        for value, stem in {
            5: "пят", 6: "шест", 7: "сем", 9: "девят", 10: "десят", 11: "одиннадцат", 12: "двенадцат",
            13: "тринадцат", 14: "четырнадцат", 15: "пятнадцат", 16: "шестнадцат", 17: "семнадцат",
            18: "восемнадцат", 19: "девятнадцат", 20: "двадцат", 30: "тридцат",
        }.items()
    },
}  # fmt: skip
_FEMININE_TWO = "две двух двум две двумя двух"
_MANY = {
    "dozens": "десятки десятков десяткам десятки десятками десятках",
    "hundreds": "сотни сотен сотням сотни сотнями сотнях",
    "thousands": "тысячи тысяч тысячам тысячи тысячами тысячах",
    "millions": "миллионы миллионов миллионам миллионы миллионами миллионах",
    "billions": "миллиарды миллиардов миллиардам миллиарды миллиардами миллиардах",
}
_MANY |= {
    "tens of thousands": " ".join(f"{word}{NBSP}тысяч" for word in _MANY["dozens"].split(" ")),
    "hundreds of thousands": " ".join(f"{word}{NBSP}тысяч" for word in _MANY["hundreds"].split(" ")),
    "lakhs": " ".join(f"{word}{NBSP}тысяч" for word in _MANY["hundreds"].split(" ")),
    "crores": " ".join(f"{word}{NBSP}миллионов" for word in _MANY["dozens"].split(" ")),
}
_ORDINAL = {
    ("sing", "masc"): "й го му й м м",
    ("sing", "neut"): "е го му е м м",
    ("sing", "femn"): "я й й ю й й",
    ("plur", ""): "е х м е ми х",
}
_DECADE = "е х м е ми х"
_FISCAL = (
    "финансовый год", "финансового года", "финансовому году", "финансовый год", "финансовым годом",
    "финансовом году",
)  # fmt: skip


def variants(figure: Figure, locale: LocaleInfo, style: Style) -> Iterator[list[Form]]:
    """Wordings, the house's first, each with all its case forms."""
    kind = figure.kind
    if kind in {"date", "month-year", "month"}:
        yield from _calendar(figure)
    elif kind == "time":
        hour, minute = figure.parts
        yield [Form(f"{hour}:{minute:02}")]
        yield [Form(f"{hour}.{minute:02}")]
    elif kind == "many":
        yield _by_case(_MANY[figure.unit])
    elif kind == "ordinal":
        yield _ordinal(number(_value(figure), locale, grouped_from=10_000))
    elif kind == "decade":
        yield merged(
            [(f"{_value(figure)}-{end}", (c,)) for c, end in zip(CASES, _DECADE.split(), strict=True)]
        )
    elif kind == "year":
        years = str(_value(figure)) + (f"/{figure.upper:02}" if figure.upper else "")
        if figure.text.startswith("FY"):
            yield merged([(f"{years} {words}", (c,)) for c, words in zip(CASES, _FISCAL, strict=True)])
        yield [Form(years)]
    elif kind == "count":
        yield from _count(figure, locale)
    else:
        yield from _quantity(figure, locale, style)


def counted(noun: str, value: Decimal, case: str) -> str:
    """A noun after a number: 21 тонна, 22 тонны, 25 тонн, 22 тоннам, 5,43 тонны."""
    paradigm, at = ru.paradigm(noun), CASES.index(case)
    if value != value.to_integral_value():
        return paradigm[1]
    last, teen = int(value) % 10, 11 <= int(value) % 100 <= 14
    if last == 1 and not teen:
        return paradigm[at]
    if case not in {"nomn", "accs"}:
        return paradigm[6 + at]
    return paradigm[_COUNTED if 2 <= last <= 4 and not teen else _GENITIVE_PLURAL]


def _value(figure: Figure) -> Decimal:
    return figure.value if figure.value is not None else Decimal(0)


def _by_case(row: str) -> list[Form]:
    return merged([(word, (case,)) for case, word in zip(CASES, row.split(" "), strict=True)])


def _calendar(figure: Figure) -> Iterator[list[Form]]:
    year, month, day = figure.parts
    declined = _MONTHS[month - 1]
    for word in ("года", "г."):
        after = f" {year}{NBSP if word == 'г.' else ' '}{word}" if year else ""
        if day:
            days = f"{day}–{figure.upper}" if figure.upper is not None else day
            yield [Form(f"{days}{NBSP}{declined[1]}{after}")]
        else:
            yield merged([(f"{declined[at]}{after}", (case,)) for at, case in enumerate(CASES)])


def _ordinal(digits: str) -> list[Form]:
    forms: list[tuple[str, Reading]] = []
    for (plurality, gender), endings in _ORDINAL.items():
        for case, ending in zip(CASES, endings.split(), strict=True):
            forms.append((f"{digits}-{ending}", (case, plurality, gender)))
    return merged(forms)


def _count(figure: Figure, locale: LocaleInfo) -> Iterator[list[Form]]:
    value = int(_value(figure))
    digits = [Form(number(Decimal(value), locale, grouped_from=10_000))]
    if value in _NUMERALS:
        rows = [_NUMERALS[value], *([_FEMININE_TWO] if value == 2 else [])]
        yield merged(
            [(word, (c, "plur", "")) for row in rows for c, word in zip(CASES, row.split(), strict=True)]
        )
    yield digits


def _quantity(figure: Figure, locale: LocaleInfo, style: Style) -> Iterator[list[Form]]:
    power = _power(figure)
    # Where the scale is another one, zeros at the end say nothing.
    same = power == SCALES.get(figure.scale, 0)
    value = as_written(figure, power) if same else mantissa(_value(figure), power)
    digits = ("−" if figure.negative else "") + number(value, locale, grouped_from=10_000)
    if figure.upper is not None:
        upper = _upper(figure, power)
        digits, value = f"{digits}–{number(upper, locale, grouped_from=10_000)}", upper
    if figure.kind == "percent":
        yield from _percent(figure, digits, value, style)
        return
    if figure.kind == "range":  # with one end, the other brings scale and unit
        yield [Form(digits)]
        return
    nouns = names(figure.currency or figure.unit, "ru", style) or ("",)
    scales = list(names(_POWERS[power], "ru", style)) if power else [""]
    if style.scale == "long":
        scales.reverse()
    for noun in nouns:
        for scale in scales:
            yield _counted(digits, value, scale, noun)
    if power and value == 1:
        for noun in nouns:
            yield [
                Form(form.text.removeprefix(f"1{NBSP}"), form.readings)
                for form in _counted("1", value, scales[-1], noun)
            ]


def _upper(figure: Figure, power: int) -> Decimal:
    """The second number of a range; of `1995-96` the whole year."""
    low, high = _value(figure), figure.upper or Decimal(0)
    if figure.kind == "range" and 1000 <= low < 10000 and high < 100:
        high += low - low % 100
    return mantissa(high, power)


def _counted(digits: str, value: Decimal, scale: str, noun: str) -> list[Form]:
    """`5,43 млрд долларов`; after a scale word the noun is in the genitive plural."""
    if not scale and not noun:
        return [Form(digits)]
    if noun.startswith("°"):
        return [Form(f"{digits}{NBSP}{noun}")]
    rest = f" {ru.paradigm(noun)[_GENITIVE_PLURAL]}" if noun and scale else ""
    head = scale or noun
    texts = (
        f"{digits}{NBSP}{counted(head, value, case)}{rest}".replace("кв. ", f"кв.{NBSP}") for case in CASES
    )
    return merged([(text, (case,)) for case, text in zip(CASES, texts, strict=True)])


def _percent(figure: Figure, digits: str, value: Decimal, style: Style) -> Iterator[list[Form]]:
    point = "point" in figure.text.casefold()
    words = [
        _counted(digits, value, "", n) for n in names("percentage point" if point else "percent", "ru", style)
    ]
    signs = [[Form(f"{digits}{NBSP}%")], [Form(f"{digits}%")]]
    if style.percent == "tight":
        signs.reverse()
    if point:
        yield from words
    elif style.percent == "word":
        yield from [*words, *signs]
    else:
        yield from [*signs, *words]


def _power(figure: Figure) -> int:
    """The scale to write: the source's own where Russian has it, else the largest with few decimals."""
    own, value = SCALES.get(figure.scale, 0), _value(figure)
    if not own:
        return 0
    if own in _POWERS and figure.scale != "lakh crore" and value >= Decimal(10) ** own:
        return own
    for power in _POWERS:
        if value >= Decimal(10) ** power and -int(mantissa(value, power).as_tuple().exponent) <= 4:
            return power
    return 0
