"""What a number of a translation is a number of: the currency, unit or span of time right beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import regex

from translate.unit import Figure, Span

Measure = int | str
"""The name of a currency, a unit or a span of time, or a month, 1 to 12."""

# What stands after a number or in a compound word, the more particular first.
_AFTER: Mapping[str, Mapping[str, str]] = {
    "ru": {
        "point": r"процентн\p{L}+[ ]пункт|п\.[ ]?п\.|п\.п|проц\.?[ ]?пункт",
        "percent": r"%|процент",
        "AUD": r"австралийск\p{L}+[ ]доллар|долл(?:ар\p{L}*|\.)[ ]Австрал",
        "CAD": r"канадск\p{L}+[ ]доллар|долл(?:ар\p{L}*|\.)[ ]Канад",
        "HKD": r"гонконгск\p{L}+[ ]доллар",
        "SGD": r"сингапурск\p{L}+[ ]доллар",
        "NZD": r"новозеландск\p{L}+[ ]доллар",
        "dollar": r"(?:американск\p{L}+[ ])?(?:доллар|долл(?!\p{L})|\$|USD)",
        "euro": r"евро(?!\p{L})|€|EUR",
        "pound": r"фунт\p{L}*[ ]стерлинг|£|GBP",
        "rupee": r"(?:индийск\p{L}+[ ])?рупи|₹|INR",
        "rouble": r"(?:российск\p{L}+[ ])?(?:рубл|руб(?!\p{L})|₽|RUB)",
        "yen": r"(?:японск\p{L}+[ ])?(?:иен|йен)",
        "yuan": r"(?:китайск\p{L}+[ ])?юан",
        "kopeck": r"копе(?:ек|йк)|коп\.",
        "cent": r"цент(?:а|ов|у|ом|ам|ами|ах|ы)?(?!\p{L})",
        "paisa": r"пайс",
        "km/h": r"(?:км|километр\p{L}*)(?:[ ]?/[ ]?ч|[ ]в[ ]час)",
        "ft²": r"кв\.?[ ]?фут|квадратн\p{L}+[ ]фут",
        "mile²": r"кв\.?[ ]?мил|квадратн\p{L}+[ ]мил",
        "km²": r"кв\.?[ ]?(?:км|километр)|(?:квадратн\p{L}+[ ])километр|км[²2]",
        "m²": r"кв\.?[ ]?(?:м(?!\p{L})|метр)|(?:квадратн\p{L}+[ ])метр|м[²2]",
        "cm²": r"кв\.?[ ]?см|квадратн\p{L}+[ ]сантиметр|см[²2]",
        "mm²": r"кв\.?[ ]?мм|квадратн\p{L}+[ ]миллиметр|мм[²2]",
        "m/s": r"м/с(?!/)|метр\p{L}*[ ]в[ ]секунд",
        "km": r"км(?!\p{L})|километр",
        "cm": r"см(?!\p{L})|сантиметр",
        "mm": r"мм(?!\p{L})|миллиметр",
        "mph": r"мил\p{L}+[ ]в[ ]час",
        "nautical mile": r"морск\p{L}+[ ]мил",
        "mile": r"мил[ьяюие]",
        "m": r"м(?![\p{L}/])|метр",
        "foot": r"фут(?!б)",
        "inch": r"дюйм",
        "knot": r"уз(?:ел|л)",
        "kg": r"кг(?!\p{L})|килограмм",
        "gram": r"г(?![\p{L}.])|грамм",
        "litre": r"л(?![\p{L}.])|литр",
        "tonne": r"тонн|т(?!\p{L})",
        "hectare": r"га(?!\p{L})|гектар",
        "acre": r"акр(?:а|е|ов|у|ом|ам|ами|ах|ы)?(?!\p{L})",
        "kW": r"кВт(?!\p{L})|киловатт",
        "MW": r"МВт(?!\p{L})|мегаватт",
        "GW": r"ГВт(?!\p{L})|гигаватт",
        "°C": r"°[ ]?[CС](?!\p{L})|(?:°|градус\p{L}*)[ ](?:по[ ](?:шкале[ ])?)?Цельси",
        "°F": r"°[ ]?F(?!\p{L})|(?:°|градус\p{L}*)[ ](?:по[ ](?:шкале[ ])?)?Фаренгейт",
        "degree": r"°|градус",
        "barrel": r"баррел|барр(?!\p{L})",
        "second": r"секунд|сек(?!\p{L})|с(?=[,.;:!?)»]|$)",
        "minute": r"минут|мин(?!\p{L})",
        "hour": r"ч(?!\p{L})|час(?:а|ов|у|ам|ами|ах|ы|е|ом|ов\p{L}{2,4})?(?!\p{L})",
        "day": r"дн(?:я|ей|ю|ям|ями|ях|ём|ем|и|евн\p{L}+)(?!\p{L})|день|сут(?:ки|ок|кам|ками|ках|очн)",
        "week": r"недел",
        "month": r"месяц|месячн",
        "year": r"год(?:а|у|ом|ам|ами|ах|ы|ов|е|ичн\p{L}+|ов\p{L}+)?(?!\p{L})"
                r"|лет(?:и[ейюям]\p{L}*|н\p{L}+|ам|ами|ах)?(?!\p{L})",
        "decade": r"десятилети",
        "century": r"столети|век(?!\p{L})|век[аеу](?!\p{L})",
    },
    "hi": {
        "point": r"(?:प्रतिशत|फ़ीसदी|फीसदी)[ ](?:अंक|पॉइंट|प्वाइंट|बिंदु)",
        "percent": r"%|प्रतिशत|फ़ीसद|फीसद|परसेंट|पर्सेंट",
        "AUD": r"ऑस्ट्रेलियाई[ ](?:डॉलर|डालर)",
        "CAD": r"कनाडाई[ ](?:डॉलर|डालर)",
        "HKD": r"हांगकांग[ ](?:डॉलर|डालर)",
        "SGD": r"सिंगापुर[ ](?:डॉलर|डालर)",
        "NZD": r"न्यूज़ीलैंड[ ](?:डॉलर|डालर)",
        "dollar": r"(?:अमेरिकी[ ]|अमरीकी[ ])?(?:डॉलर|डालर|\$|USD)",
        "euro": r"यूरो(?!\p{L})|€|EUR",
        "pound": r"पाउंड|पौंड|£|GBP",
        "rupee": r"(?:भारतीय[ ])?(?:रुपय|रुपए|रुपै|रूपय|रूपए|रु\.|₹|INR)",
        "rouble": r"(?:रूसी[ ])?(?:रूबल|रुबल|₽|RUB)",
        "yen": r"येन(?![\p{L}\p{M}])",
        "yuan": r"युआन",
        "paisa": r"पैसे|पैसा|पैसों",
        "cent": r"सेंट(?![\p{L}\p{M}])",
        "kopeck": r"कोपेक",
        "km/h": r"(?:किलोमीटर|किमी|कि\.?मी\.?)[ ]?(?:/[ ]?(?:घंट|घण्ट)|प्रति[ ](?:घंट|घण्ट))",
        "ft²": r"वर्ग[ ]?(?:फ़ुट|फ़ीट|फुट|फीट)",
        "mile²": r"वर्ग[ ]?मील",
        "km²": r"वर्ग[ ]?(?:किलोमीटर|किमी|कि\.?मी)|(?:किमी|km)[²2]",
        "m²": r"वर्ग[ ]?मीटर|मीटर²",
        "cm²": r"वर्ग[ ]?(?:सेंटीमीटर|सेमी)|सेमी[²2]",
        "mm²": r"वर्ग[ ]?(?:मिलीमीटर|मिमी)|(?:मिमी|मिलीमीटर)[²2]",
        "m/s": r"(?:मीटर|मी\.?)[ ]?(?:/|प्रति)[ ]?से",
        "km": r"किलोमीटर|किलोमिटर|किमी(?![\p{L}\p{M}])|कि\.?[ ]?मी",
        "cm": r"सेंटीमीटर|से\.?[ ]?मी(?![\p{L}\p{M}])",
        "mm": r"मिलीमीटर|मि\.?[ ]?मी(?![\p{L}\p{M}])",
        "mph": r"मील[ ]प्रति[ ](?:घंट|घण्ट)",
        "nautical mile": r"(?:समुद्री|नॉटिकल)[ ](?:मील|माइल)",
        "mile": r"मील(?![\p{L}\p{M}])|माइल",
        "m": r"मीटर|मी(?![\p{L}\p{M}])",
        "foot": r"(?:फ़ुट|फ़ीट|फुट|फीट)(?![\p{L}\p{M}])",
        "inch": r"इंच",
        "knot": r"नॉट(?![\p{L}\p{M}])",
        "kg": r"किलोग्राम|कि\.?[ ]?ग्रा|किलो(?![\p{L}\p{M}])",
        "gram": r"ग्राम(?![\p{L}\p{M}])",
        "litre": r"लीटर|लिटर",
        "tonne": r"टन(?![\p{L}\p{M}])|टनों",
        "hectare": r"हेक्टेयर|हैक्टेयर",
        "acre": r"एकड़",
        "kW": r"किलोवाट|किलोवॉट",
        "MW": r"मेगावाट|मेगावॉट",
        "GW": r"गीगावाट|गीगावॉट",
        "°C": r"(?:°|डिग्री)[ ]?(?:C(?!\p{L})|सेल्सि|सेंटीग्रेड)",
        "°F": r"(?:°|डिग्री)[ ]?(?:F(?!\p{L})|फ़ारेन|फारेन|फ़ैरन|फैरन)",
        "degree": r"°|डिग्री",
        "barrel": r"बैरल",
        "second": r"सेकंड|सेकेंड|सेकण्ड",
        "minute": r"मिनट",
        "hour": r"घंट|घण्ट",
        "day": r"दिन(?![\p{L}\p{M}])|दिनों|दिवसीय|दिवस",
        "week": r"सप्ताह|हफ़्त|हफ्त",
        "month": r"महीन|माह(?![\p{L}\p{M}])|मास(?![\p{L}\p{M}])",
        "year": r"साल(?![\p{L}\p{M}])|सालों|सालाना|वर्ष|बरस(?![\p{L}\p{M}])|बरसों",
        "decade": r"दशक",
        "century": r"सदी|शताब्दी",
    },
}  # fmt: skip
# What may stand inside a number's own word: двухдневный, полчаса.
_INSIDE: Mapping[str, Mapping[str, str]] = {
    "ru": {
        "percent": r"процент",
        "dollar": r"доллар",
        "rouble": r"рубл",
        "rupee": r"рупиев",
        "km": r"километр",
        "m": r"(?<!кило)метров",
        "inch": r"дюйм",
        "mile": r"мильн",
        "kg": r"килограмм",
        "gram": r"(?<!кило)грамм",
        "litre": r"литр",
        "tonne": r"тонн",
        "hectare": r"гектар",
        "degree": r"градус",
        "second": r"секунд",
        "minute": r"минут",
        "hour": r"часов|полчас|получас",
        "day": r"дневн|дневк|(?<!кругло)суточн",
        "week": r"недельн",
        "month": r"месячн|полгод|полугод",
        "year": r"летн|летк|лети[ейюя]|годичн|годовал",
        "century": r"полвек|полувек",
    },
    "hi": {"month": r"छमाही", "year": r"वर्ष"},
}  # fmt: skip
_BEFORE = regex.compile(
    r"(?:(?P<AUD>A\$)|(?P<CAD>C\$)|(?P<HKD>HK\$)|(?P<SGD>S\$)|(?P<NZD>NZ\$)|(?P<dollar>(?:US)?\$)"
    r"|(?P<euro>€)|(?P<pound>£)|(?P<rupee>₹|रु\.?|रुपये|Rs\.?)|(?P<rouble>₽))[ \u00a0]?$"
)
_ROOM = 8
"""Code points in which a sign before a number is looked for."""
_GAP = r"(?:(?<=тыс)\.)?[*_]{0,3}[ \u00a0\u202f\u2009‑-]{0,2}[*_]{0,3}"
"""What may stand between a number and its unit, emphasis too."""
_COUNTED = regex.compile(
    r"[ \u00a0‑-](?:(?:more|full|long|straight|consecutive|calendar)[ ])?"
    r"(?P<unit>second|minute|hour|day|week|month|year|decade|gram|litre|liter)s?(?![\p{L}'’])"
    r"|[ \u00a0-](?:sq\.?|square)[ -]"
    r"(?:(?P<ft>ft|foot|feet)|(?P<mile>miles?)|(?P<m>m|met(?:re|er)s?))(?!\p{L})",
    regex.IGNORECASE,
)
"""Units that are no part of the figure before them."""
_DOLLARS = {"AUD": "Austral|Австрал|ऑस्ट्रेलिया", "CAD": "Canad|Канад|कनाड", "HKD": "Hong|Гонконг|हांगकांग",
            "SGD": "Singap|Сингапур|सिंगापुर", "NZD": "Zealand|Зеланд|न्यूज़ीलैंड"}  # fmt: skip
"""Dollars that are not those of the United States, and how a text says so anywhere."""
_CURRENCIES = {"USD": "dollar", "EUR": "euro", "GBP": "pound", "INR": "rupee", "RUB": "rouble", "JPY": "yen",
               "CNY": "yuan"}  # fmt: skip
_SAME: Mapping[str, frozenset[Measure]] = {
    "nautical mile": frozenset(["nautical mile", "mile"]),
    "mile": frozenset(["mile", "nautical mile"]),
    "knot": frozenset(["knot", "mph", "nautical mile", "mile"]),
    "mph": frozenset(["mph", "mile"]),
    "°C": frozenset(["°C", "degree"]),
    "°F": frozenset(["°F", "degree"]),
}
_CONVERSIONS: Mapping[str, Mapping[str, Fraction]] = {
    "km": {"m": Fraction(1000)},
    "m": {"km": Fraction(1, 1000), "cm": Fraction(100)},
    "cm": {"m": Fraction(1, 100), "mm": Fraction(10)},
    "mm": {"cm": Fraction(1, 10)},
    "kg": {"tonne": Fraction(1, 1000), "gram": Fraction(1000)},
    "tonne": {"kg": Fraction(1000)},
    "kW": {"MW": Fraction(1, 1000)},
    "MW": {"GW": Fraction(1, 1000), "kW": Fraction(1000)},
    "GW": {"MW": Fraction(1000)},
    "second": {"minute": Fraction(1, 60)},
    "minute": {"hour": Fraction(1, 60)},
    "hour": {"day": Fraction(1, 24), "minute": Fraction(60)},
    "day": {"hour": Fraction(24), "week": Fraction(1, 7)},
    "week": {"day": Fraction(7)},
    "month": {"year": Fraction(1, 12)},
    "year": {"month": Fraction(12), "decade": Fraction(1, 10), "century": Fraction(1, 100)},
    "decade": {"year": Fraction(10)},
    "gram": {"kg": Fraction(1, 1000)},
}
"""Unit → others in which people give the same amount, and how many of those one of it is."""
_SHARES: Mapping[str, Mapping[str, str]] = {
    "ru": {
        "0.25": r"(?i)четверть процента",
        "25": r"(?i)четверт", "50": r"(?i)половин|вдвое|полцены", "75": r"(?i)три четверти|трех четвертей",
        "100": r"(?i)вдвое|удво|в два раза", "200": r"(?i)втрое|утро[ие]|в три раза",
        "300": r"(?i)вчетверо|в четыре раза",
        "1": r"(?i)(?<!\p{L})(?:менее|меньше|более|больше|свыше|около|почти|до|на) процента?(?!\p{L})",
    },
    "hi": {
        "0.25": "चौथाई (?:प्रतिशत|फ़ीसद|फीसद)",
        "25": "चौथाई", "50": "आध[ाीे]", "75": "तीन[- ]चौथाई", "100": "दोगुन|दुगुन|दुगन|शत[- ]प्रतिशत",
        "200": "तिगुन|तीन गुन", "300": "चौगुन|चार गुन",
    },
}  # fmt: skip
"""Percentages that people say in a word."""
_PHRASES: Mapping[str, Mapping[tuple[str, str], str]] = {
    "ru": {("minute", "15"): r"(?i)четверт(?:ь|и|ью)[ \u00a0]часа", ("day", "10"): r"(?i)декад[аыу]"},
    "hi": {("day", "15"): "पखवाड़"},
}
"""Spans of time that people say in a phrase."""
_ZONE = regex.compile(
    r"[ ]?(?P<zone>GMT|UTC|IST|MSK"
    r"|(?:Moscow|Indian(?:[ ]Standard)?|India|local)[ ](?:standard[ ])?[Tt]ime)(?!\p{L})"
)
_ZONES: tuple[Mapping[str, str], ...] = (
    {"en": "GMT|UTC", "ru": "(?i)GMT|UTC|гринвич|всемирн", "hi": "GMT|UTC|जीएमटी|यूटीसी|ग्रीनविच"},
    {"en": "IST|Indian?.*", "ru": "(?i)IST|инди|дели", "hi": "IST|आईएसटी|भारत"},
    {"en": "MSK|Moscow.*", "ru": "(?i)MSK|мск|моск", "hi": "MSK|मॉस्को|मास्को"},
    {"en": "local.*", "ru": "(?i)местн", "hi": "स्थानीय"},
)
"""Time zones of the desk's news, and how a text may name them."""
_AN_HOUR = regex.compile(r"प्रति[ \u00a0](?:घंट|घण्ट)|в[ \u00a0]час(?!\p{L})")
"""What makes kilometres a speed, wherever it stands."""
_TIMES = ("second", "minute", "hour", "day", "week", "month", "year", "decade", "century")
_LONGEST = 24
"""Digits of an amount that is worth converting."""


def wanted(figure: Figure, source: str) -> str:
    """What a figure is a number of: a currency, a unit, what is named right after it, or nothing."""
    if figure.currency:
        dollar = figure.currency in _DOLLARS
        return figure.currency if dollar else _CURRENCIES.get(figure.currency, "")
    if figure.kind == "percent":
        return "point" if "point" in figure.text.casefold() else "percent"
    if figure.unit:
        return "" if figure.kind == "many" else figure.unit
    if figure.kind in {"number", "count", "range"}:
        match = _COUNTED.match(source, figure.span[1])
        if match is None:
            return ""
        area = next((f"{name}²" for name in ("ft", "mile", "m") if match[name]), "")
        return area or match["unit"].casefold().replace("liter", "litre")
    return ""


def contradicts(measure: Measure | None, unit: str, *texts: str) -> bool:
    """Whether what stands beside a number says that it counts something else.

    Args:
        measure: What stands beside it, None where nothing does.
        unit: What it should be a number of.
        texts: Source and target: a dollar is an Australian one where either speaks of Australia.
    """
    if measure is None or not unit or measure in _SAME.get(unit, {unit}):
        return False
    if (unit, measure) == ("km/h", "km") and any(map(_AN_HOUR.search, texts)):
        return False
    dollars = {unit, measure} - {"dollar"}
    if len(dollars) == 1 and (country := _DOLLARS.get(str(*dollars))):
        return not any(regex.search(country, text) for text in texts)
    return True


def in_other_units(figure: Figure, unit: str) -> Iterator[tuple[Decimal, Measure]]:
    """A figure's amount in the units in which people give it as well: 48 hours are двое суток."""
    if (amount := _amount(figure)) is None:
        return
    for name, factor in _CONVERSIONS.get(unit, {}).items():
        converted = amount * factor
        value = Decimal(converted.numerator) / converted.denominator
        if Fraction(value) == converted:
            yield value, name


def time_unnamed(unit: str, target: str, language: str) -> bool:
    """Whether a text speaks of no span of time at all although one is counted."""
    return unit in _TIMES and language in _AFTER and not _speaks_of_time(target, language)


def _amount(figure: Figure) -> Fraction | None:
    """The value of a figure that is worth converting."""
    if figure.value is None or figure.upper is not None or not _is_short(figure.value):
        return None
    return Fraction(figure.value)


def _is_short(value: Decimal) -> bool:
    return len(value.as_tuple().digits) <= _LONGEST


def named_apart(unit: str, target: str, numbers: Sequence[Span], language: str) -> bool:
    """Whether a text names a unit somewhere else than right beside one of its numbers."""
    pattern = _named(unit, language)
    if pattern is None:
        return True
    after = {end for _, end in numbers}
    before = {start for start, _ in numbers}
    for match in pattern.finditer(target):
        start, end = match.span()
        if not after & {start - n for n in range(4)} and not before & {end, end + 1}:
            return True
    return False


def said_as_one(figure: Figure, unit: str, target: str, language: str) -> bool:
    """Whether a figure comes to one of a longer span of time that the target names: 24 hours, за сутки."""
    amount = _amount(figure)
    if amount is None or language not in _AFTER:
        return False
    phrase = _PHRASES[language].get((unit, str(figure.value)))
    if phrase is not None and regex.search(phrase, target):
        return True
    longer = [name for name, factor in _CONVERSIONS.get(unit, {}).items() if amount * factor == 1]
    return any(regex.search(_AFTER[language][name], target) for name in longer if name in _TIMES)


def share_in_words(figure: Figure, target: str, language: str) -> bool:
    """Whether a percentage is said as a share or a multiple: half of it, twofold."""
    share = _SHARES.get(language, {}).get(str(figure.value)) if figure.kind == "percent" else None
    return share is not None and figure.upper is None and regex.search(share, target) is not None


def zone_lost(figure: Figure, source: str, target: str, language: str) -> bool:
    """Whether the zone named with a clock time is not in the target, neither in its letters nor in words."""
    match = _ZONE.search(figure.text) or _ZONE.match(source, figure.span[1])
    if match is None:
        return False
    said = match["zone"]
    words = next((row for row in _ZONES if regex.fullmatch(row["en"], said)), None)
    return said not in target and words is not None and regex.search(words[language], target) is None


def beside(text: str, span: Span, language: str) -> str | None:
    """What a number is said to be a number of, right after it, in its own word or by a sign before it."""
    tables = _tables(language)
    if tables is None:
        return None
    after, inside = tables
    match = after.match(text, span[1]) or inside.search(text, *span)
    match = match or _BEFORE.search(text, max(0, span[0] - _ROOM), span[0])
    if match is None:
        return None
    name = match.lastgroup or ""
    return _NAMES[int(name[1:])] if name[1:].isdigit() else name


_NAMES = tuple(dict.fromkeys(name for table in (*_AFTER.values(), *_INSIDE.values()) for name in table))


@lru_cache(maxsize=1)  # each figure of a sentence asks
def _speaks_of_time(text: str, language: str) -> bool:
    return _times(language).search(text) is not None


@lru_cache(maxsize=8)
def _times(language: str) -> regex.Pattern[str]:
    table = {name: form for name, form in _AFTER[language].items() if name in _TIMES}
    spoken = {name: form for name, form in _INSIDE[language].items() if name in _TIMES}
    return _either("(?:", table | {name: f"{table[name]}|{form}" for name, form in spoken.items()})


@lru_cache(maxsize=256)
def _named(unit: str, language: str) -> regex.Pattern[str] | None:
    """The words and signs of a unit where no number need be beside them."""
    names = map(str, _SAME.get(unit, [unit]))
    forms = [_AFTER[language][name] for name in names if name in _AFTER.get(language, {})]
    if unit == "km/h":
        forms.append(_AN_HOUR.pattern)
    return regex.compile(rf"(?<![\p{{L}}\p{{M}}])(?:{_blanks('|'.join(forms))})") if forms else None


@lru_cache(maxsize=8)
def _tables(language: str) -> tuple[regex.Pattern[str], regex.Pattern[str]] | None:
    """What may follow a number, and what may be in its word."""
    if language not in _AFTER:
        return None
    return _either(rf"{_GAP}(?:", _AFTER[language]), _either("(?:", _INSIDE[language])


def _either(start: str, table: Mapping[str, str]) -> regex.Pattern[str]:
    forms = (f"(?P<n{_NAMES.index(name)}>{form})" for name, form in table.items())
    return regex.compile(start + _blanks("|".join(forms)) + ")", regex.IGNORECASE)


def _blanks(form: str) -> str:
    return form.replace("[ ]", "[ \u00a0]")
