"""What is known of a target language: its names, plural forms, script, quotation marks and number signs."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import lru_cache

import regex

from translate.errors import UsageError

_QUOTES = {
    "be": "«»„“",
    "cs": "„“‚‘",
    "de": "„“‚‘",
    "es": "«»“”",
    "fr": "«»“”",
    "it": "«»“”",
    "ja": "「」『』",
    "pl": "„”«»",
    "ru": "«»„“",
    "uk": "«»„“",
    "zh": "“”‘’",
}
"""Outer and inner marks where they are not “ ” ‘ ’; Babel does not carry CLDR's delimiters."""

_FULL_STOPS = {
    "as": "।", "bho": "।", "bn": "।", "hi": "।", "mai": "।", "ne": "।", "or": "।", "pa": "।", "sa": "।",
    "hy": "։", "ja": "。", "my": "။", "ur": "۔", "zh": "。",
}  # fmt: skip

# CLDR counts 0 and 1 as singular; Babel 2.18's gettext table still has n != 1.
_PLURAL_FORMS = {"hi": "nplurals=2; plural=(n > 1);"}

# ISO 15924 codes that stand for several scripts at once.
_COMPOSITE_SCRIPTS = {
    "Hans": ("Hani",),
    "Hant": ("Hani",),
    "Jpan": ("Hani", "Hira", "Kana"),
    "Kore": ("Hang", "Hani"),
}


_ZEROS = {
    "Beng": 0x9E6,
    "Deva": 0x966,
    "Gujr": 0xAE6,
    "Guru": 0xA66,
    "Knda": 0xCE6,
    "Mlym": 0xD66,
    "Taml": 0xBE6,
}


@dataclass(frozen=True, slots=True)
class LocaleInfo:
    """Facts of one locale.

    Attributes:
        code: As gettext writes it: `hi`, `pt_BR`.
        language: The bare language: `hi`.
        name: English display name.
        own_name: Its name in itself.
        plural_forms: Value of the `Plural-Forms` header.
        script: ISO 15924 code: `Deva`, `Cyrl`, `Latn`.
        quotes: Outer opening and closing mark, inner opening and closing mark.
        full_stop: What ends a statement.
        decimal: Decimal separator.
        group: Thousands separator.
        percent: CLDR pattern of a percentage: `#,##,##0%`.
        rtl: Written from right to left.
    """

    code: str
    language: str
    name: str
    own_name: str
    plural_forms: str
    script: str
    quotes: tuple[str, str, str, str]
    full_stop: str
    decimal: str
    group: str
    percent: str
    rtl: bool

    @property
    def tag(self) -> str:
        """The BCP 47 form for HTML and TMX: `pt-BR`."""
        return self.code.replace("_", "-")


@lru_cache(maxsize=64)
def locale_info(code: str) -> LocaleInfo:
    """Look up a locale written as `hi`, `hi_IN` or `hi-IN`.

    Raises:
        UsageError: CLDR does not know it.
    """
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 -- --help needs no CLDR
    from babel.messages.plurals import get_plural  # noqa: PLC0415 -- the same

    try:
        locale = Locale.parse(code.replace("-", "_"))
    except (ValueError, UnknownLocaleError) as error:
        raise UsageError(f"unknown locale {code!r}", hint=_suggestion(code)) from error
    name = str(locale)
    language = locale.language
    number, formula = get_plural(name)
    marks = _QUOTES.get(language, "“”‘’")
    symbols = locale.number_symbols["latn"]
    return LocaleInfo(
        code=name,
        language=language,
        name=locale.english_name or name,
        own_name=locale.display_name or name,
        plural_forms=_PLURAL_FORMS.get(language, f"nplurals={number}; plural={_bracketed(formula)};"),
        script=locale.script or _likely_script(name, language),
        quotes=(marks[0], marks[1], marks[2], marks[3]),
        full_stop=_FULL_STOPS.get(language, "."),
        decimal=symbols["decimal"],
        group=symbols["group"],
        percent=locale.percent_formats[None].pattern,
        rtl=locale.text_direction == "rtl",
    )


@lru_cache(maxsize=4096)
def is_script(char: str, script: str) -> bool:
    """Whether a character is a letter or sign of a script given by its ISO 15924 code."""
    return _letters_of(script).fullmatch(char) is not None


@lru_cache(maxsize=64)
def _letters_of(script: str) -> regex.Pattern[str]:
    parts = _COMPOSITE_SCRIPTS.get(script, (script,))
    try:
        return regex.compile("[" + "".join(rf"\p{{Script={part}}}" for part in parts) + "]")
    except regex.error:  # a code Unicode has no letters for
        return regex.compile(r"(?!)")


def grouped(number: int, info: LocaleInfo) -> str:
    """A whole number with the locale's groups of digits: `12,34,567`."""
    from babel.numbers import format_decimal  # noqa: PLC0415 -- --help needs no CLDR

    return str(format_decimal(number, locale=info.code))


def native_digits(text: str, info: LocaleInfo) -> str:
    """The text with the digits of the locale's script in place of 0 to 9, where it has its own."""
    zero = _ZEROS.get(info.script)
    return text if zero is None else text.translate({ord("0") + n: zero + n for n in range(10)})


@lru_cache(maxsize=8)
def place_names(code: str) -> tuple[tuple[str, str], ...]:
    """Countries, and cities that name a time zone, in English and in a locale, as CLDR has them."""
    from babel import Locale  # noqa: PLC0415 -- --help needs no CLDR

    here, english = Locale.parse(code), Locale("en")
    found = [(n, here.territories.get(key, "")) for key, n in english.territories.items() if key.isalpha()]
    for key, zone in here.time_zones.items():
        found.append((key.rpartition("/")[2].replace("_", " "), zone.get("city", "")))
    return tuple((name, own) for name, own in found if own)


def _likely_script(name: str, language: str) -> str:
    """The script CLDR expects, from a tag such as `ru_Cyrl_RU`."""
    from babel.core import get_global  # noqa: PLC0415 -- --help needs no CLDR

    likely = get_global("likely_subtags")
    tag = likely.get(name) or likely.get(language) or ""
    return next((part for part in tag.split("_") if len(part) == 4), "Latn")


def _bracketed(formula: str) -> str:
    """In gettext's habit: `(n != 1)`, but a bare `0`; the formulas with one pair already stay."""
    return formula if formula.startswith("(") or formula.isdigit() else f"({formula})"


def _suggestion(code: str) -> str:
    """Codes of the languages called so in English, else codes spelled nearly so."""
    from babel import Locale  # noqa: PLC0415 -- --help needs no CLDR
    from babel.localedata import locale_identifiers  # noqa: PLC0415 -- the same

    name = code.strip().casefold()
    found = [known for known, label in Locale("en").languages.items() if label.casefold() == name]
    found = found or difflib.get_close_matches(code.replace("-", "_"), locale_identifiers(), n=3, cutoff=0.5)
    return f"did you mean {', '.join(found)}?" if found else "write a code such as hi, ru or pt_BR"


def target_info(code: str) -> LocaleInfo:
    """`locale_info` of a locale to translate into.

    Raises:
        UsageError: It is unknown, or it is the language of the articles.
    """
    info = locale_info(code)
    if info.language == "en":
        raise UsageError(
            f"locale {code} is the language of the articles", hint="name a target, such as hi or ru"
        )
    return info
