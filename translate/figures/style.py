"""How a desk writes figures: the switches of a locale, and the names of currencies, units and scales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Style:
    """House style of one locale; table `[figures.<locale>]`.

    Attributes:
        percent: `6,75 %` with a no-break space, `6,75%`, or `6,75 процента`.
        scale: `5,43 млрд` or `5,43 миллиарда`, where the locale has short scale words.
        digits: 0 to 9, or the locale's own.
        names: What currencies (`USD`), units (`km`), scales (`billion`) and `percent` are called: the first
            is written, all are acceptable. They replace the built-in ones name by name.
    """

    percent: Literal["sign", "tight", "word"] = "sign"
    scale: Literal["short", "long"] = "short"
    digits: Literal["latin", "native"] = "latin"
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.percent, self.scale, self.digits, tuple(sorted(self.names.items()))))


DEFAULTS = {"hi": Style(percent="word")}
"""Style by language where it is not `Style()`."""


def default(language: str) -> Style:
    """The style of a language that no setting changes."""
    return DEFAULTS.get(language, Style())


NAMES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "ru": {
        "USD": ("доллар", "доллар США", "американский доллар"),
        "AUD": ("австралийский доллар",),
        "CAD": ("канадский доллар",),
        "HKD": ("гонконгский доллар",),
        "SGD": ("сингапурский доллар",),
        "NZD": ("новозеландский доллар",),
        "EUR": ("евро",),
        "GBP": ("фунт стерлингов", "фунт"),
        "INR": ("рупия",),
        "RUB": ("рубль",),
        "JPY": ("иена",),
        "CNY": ("юань",),
        "thousand": ("тыс.", "тысяча"),
        "million": ("млн", "миллион"),
        "billion": ("млрд", "миллиард"),
        "trillion": ("трлн", "триллион"),
        "percent": ("процент",),
        "percentage point": ("процентный пункт",),
        "km": ("км", "километр"),
        "km/h": ("км/ч", "километр в час"),
        "mph": ("миля в час",),
        "knot": ("узел",),
        "m": ("метр", "м"),
        "m/s": ("м/с", "метр в секунду"),
        "cm": ("см", "сантиметр"),
        "mm": ("мм", "миллиметр"),
        "foot": ("фут",),
        "mile": ("миля",),
        "nautical mile": ("морская миля",),
        "inch": ("дюйм",),
        "kg": ("кг", "килограмм"),
        "tonne": ("тонна", "т"),
        "hectare": ("гектар", "га"),
        "acre": ("акр",),
        "kW": ("кВт", "киловатт"),
        "MW": ("МВт", "мегаватт"),
        "GW": ("ГВт", "гигаватт"),
        "°C": ("°C", "градус Цельсия", "градус"),
        "°F": ("°F", "градус Фаренгейта"),
        "hp": ("лошадиная сила", "л. с."),
        "GHz": ("ГГц", "гигагерц"),
        "MHz": ("МГц", "мегагерц"),
        "GB": ("ГБ", "гигабайт"),
        "TB": ("ТБ", "терабайт"),
        "barrel": ("баррель",),
        "kopeck": ("копейка",),
        "cent": ("цент",),
        "paisa": ("пайса",),
        "km²": ("кв. км", "квадратный километр", "км²"),
        "m²": ("кв. м", "квадратный метр", "м²"),
        "cm²": ("кв. см", "см²"),
        "mm²": ("кв. мм", "мм²"),
    },
    "hi": {
        "USD": ("डॉलर", "अमेरिकी डॉलर"),
        "AUD": ("ऑस्ट्रेलियाई डॉलर",),
        "CAD": ("कनाडाई डॉलर",),
        "HKD": ("हांगकांग डॉलर",),
        "SGD": ("सिंगापुर डॉलर",),
        "NZD": ("न्यूज़ीलैंड डॉलर",),
        "EUR": ("यूरो",),
        "GBP": ("पाउंड",),
        "INR": ("रुपये", "रुपए"),
        "RUB": ("रूबल",),
        "JPY": ("येन",),
        "CNY": ("युआन",),
        "thousand": ("हजार", "हज़ार"),
        "lakh": ("लाख",),
        "million": ("मिलियन",),
        "crore": ("करोड़",),
        "billion": ("अरब", "बिलियन"),
        "lakh crore": ("लाख करोड़",),
        "trillion": ("ट्रिलियन",),
        "percent": ("प्रतिशत", "फीसदी", "फ़ीसदी"),
        "percentage point": ("प्रतिशत अंक",),
        "km": ("किलोमीटर", "किमी", "कि.मी."),
        "km/h": ("किलोमीटर प्रति घंटा", "किमी प्रति घंटा", "किमी/घंटा"),
        "mph": ("मील प्रति घंटा",),
        "knot": ("नॉट",),
        "m": ("मीटर",),
        "m/s": ("मीटर प्रति सेकंड", "मीटर/सेकंड"),
        "cm": ("सेंटीमीटर", "सेमी"),
        "mm": ("मिलीमीटर", "मिमी"),
        "foot": ("फुट", "फ़ुट", "फीट", "फ़ीट"),
        "mile": ("मील",),
        "nautical mile": ("समुद्री मील",),
        "inch": ("इंच",),
        "kg": ("किलोग्राम", "किलो"),
        "tonne": ("टन",),
        "hectare": ("हेक्टेयर",),
        "acre": ("एकड़",),
        "kW": ("किलोवाट",),
        "MW": ("मेगावाट",),
        "GW": ("गीगावाट",),
        "°C": ("डिग्री सेल्सियस", "°C"),
        "°F": ("डिग्री फ़ारेनहाइट", "°F"),
        "hp": ("हॉर्सपावर",),
        "GHz": ("गीगाहर्ट्ज़",),
        "MHz": ("मेगाहर्ट्ज़",),
        "GB": ("जीबी",),
        "TB": ("टीबी",),
        "barrel": ("बैरल",),
        "kopeck": ("कोपेक",),
        "cent": ("सेंट",),
        "paisa": ("पैसे",),
        "km²": ("वर्ग किलोमीटर", "वर्ग किमी"),
        "m²": ("वर्ग मीटर",),
        "cm²": ("वर्ग सेंटीमीटर",),
        "mm²": ("वर्ग मिलीमीटर",),
    },
}
"""What is called how, in dictionary forms, by language; the keys are `Figure`'s."""


def names(key: str, language: str, style: Style) -> tuple[str, ...]:
    """What a currency, unit or scale is called; empty where nobody said."""
    return style.names.get(key) or NAMES.get(language, {}).get(key, ())
