"""Names of the source for which no word of the target sounds alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from translate.checks.check import Context, Note, warning
from translate.checks.english import is_given, is_ordinary, is_people, is_titled
from translate.checks.exonyms import beginnings
from translate.checks.sounds import alike, derived, readings
from translate.inflect import fold
from translate.locales import LocaleInfo
from translate.unit import Span, Unit

_WORD = regex.compile(r"[\p{L}\p{M}]++")
_NAME = regex.compile(r"\p{Lu}[\p{L}\p{M}]*+")
_BEGINS = regex.compile(r"(?:^|[.!?:;…]|[“\"«(\[*_‘—–])\s*$")
# What no reader reads as words; bounds keep time linear.
_HANDLE = regex.compile(
    r"(?:https?://|www\.)\S++|[^\s@]{1,64}+@\S++|[#@][\p{L}\p{N}_]++|`[^`]*+`|\]\([^)]{0,2000}+\)"
    r"|</?[A-Za-z][^>]{0,300}+>"
)
_CODE_BEFORE, _CODE = regex.compile(r"[0-9_]-?$"), regex.compile(r"-?[0-9_]")  # names with digits: G20, Su-57
_WORDS = {
    "Cyrl": regex.compile(r"[\p{Cyrillic}\p{Latin}]++"),  # what only looks Latin is another check's
    "Deva": regex.compile(r"[\u0900-\u0963\u0971-\u097f\u200c\u200d]++"),
}
_TITLE = 0.8
"""Share of capitalised words from which on a sentence is a headline: its capitals tell nothing."""
_SHORTEST = {"Cyrl": 1, "Deva": 2}
"""Consonants of the shortest name that is looked for. In Cyrillic the capital helps to find it."""
# Hindi words that sound like anybody's name; none of them ever is one.
_FUNCTION = """
का के की को से में पर ने है हैं था थे थी हो होता होती होते और या यह वह ये वे इस उस इन उन एक कि जो तो भी ही न नहीं
कर करने करना करता करती करते किया किए की गया गई गए जा जाता जाती जाते जाने रहा रही रहे रहने लिए साथ बाद तक द्वारा
अपने अपनी अपना कहा बताया दिया दी दिए लिया ली लगा हुआ हुई हुए होने सकता सकती सकते बना बनाने बीच पहले अब जब तब
सभी कुछ कई अधिक बहुत लेकिन किसी जिस जिन जैसे तरह कम पास ओर दौरान दो तीन चार पांच पाँच अन्य समय
"""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the English plain text.

    Attributes:
        text: The word.
        span: Where it stands.
        before: The capitalised word before it, which may be part of the name.
        after: The one after it.
        sure: A capital that no sentence start explains.
    """

    text: str
    span: Span
    before: str = ""
    after: str = ""
    sure: bool = True


@warning("name-lost")
def name_lost(unit: Unit, context: Context) -> Iterator[Note]:
    """A name of the source is not in the target: no word of it sounds alike."""
    finder = _WORDS.get(context.locale.script)
    if finder is None or not unit.target:
        return
    held = [item.requirement.span for item in unit.evidence]
    asked = [
        name
        for name in _names(unit)
        if not any(a < name.span[1] and name.span[0] < b for a, b in held) and _is_asked(name, context.locale)
    ]
    if not asked:
        return
    target = _plain(unit.target).casefold()
    words = [
        (word, match.span())
        for match in finder.finditer(unit.target)
        if _may_be_name(word := _own_letters(match.group(), context.locale), context.locale)
    ]
    found = {name: _places(name, words, context.locale) for name in asked}
    for name in asked:
        if not found[name] and _plain(name.text).casefold() not in target:
            message = f"The name “{name.text}” is missing; give it or say whom you mean."
            yield Note(message, _beside(name, found))


def _names(unit: Unit) -> tuple[Name, ...]:
    if not unit.markup:
        return _names_of(unit.source)
    from translate.articles import inline  # noqa: PLC0415 -- articles of plain text need no Markdown parser

    parsed = inline.parse(unit.source)
    return _names_of(parsed.plain if parsed is not None else unit.source)


@lru_cache(maxsize=1024)  # several locales look at one source
def _names_of(text: str) -> tuple[Name, ...]:
    """Capitalised words that their meaning does not explain, each once."""
    text = _HANDLE.sub(lambda match: " " * len(match.group()), text)
    words = list(_WORD.finditer(text))
    long = [match.group() for match in words if len(match.group()) > 3]
    if len(long) > 2 and sum(word[0].isupper() for word in long) >= _TITLE * len(long):
        return ()
    small = {match.group() for match in words if match.group().islower()}
    found: dict[str, Name] = {}
    for index, match in enumerate(words):
        word = match.group()
        before = _joined(text, words[index - 1], match) if index else ""
        if word.lower() in small or not _is_name(word, before):
            continue
        if _CODE_BEFORE.search(text, max(0, match.start() - 2), match.start()) or _CODE.match(
            text, match.end()
        ):
            continue
        after = _joined(text, words[index + 1], match) if index + 1 < len(words) else ""
        sure = not _BEGINS.search(text, max(0, match.start() - 4), match.start())
        sure = sure or is_titled(text, match.start())
        sure = sure or (bool(after) and _is_name(after, "") and not is_people(word) and not is_people(after))
        if word not in found or (sure and not found[word].sure):
            found[word] = Name(word, match.span(), before, after, sure)
    return tuple(found.values())


def _joined(text: str, other: regex.Match[str], word: regex.Match[str]) -> str:
    """The neighbour, if it has a capital too and only a space or hyphen is between."""
    between = text[min(other.end(), word.end()) : max(other.start(), word.start())]
    return other.group() if other.group()[0].isupper() and between in {" ", "-", "\u00a0"} else ""


@lru_cache(maxsize=16384)
def _is_name(word: str, before: str) -> bool:
    """Written like a name, not like an acronym, and nothing that is translated by its meaning."""
    small = sum(char.islower() for char in word)
    if len(word) < 3 or not word[0].isupper() or small < len(word) / 2:
        return False
    ordinary = is_ordinary(word) or (word.endswith("s") and is_ordinary(word[:-1]))
    return not ordinary or (is_given(before) and len(word) > 3)


@lru_cache(maxsize=16384)
def _is_asked(name: Name, locale: LocaleInfo) -> bool:
    """At a sentence start only what is known as a name; peoples only where the locale's words are known."""
    if name.sure and not is_people(name.text):
        return True
    return bool(beginnings(name.text, locale))


@lru_cache(maxsize=16384)
def _may_be_name(word: str, locale: LocaleInfo) -> bool:
    return bool(word) and (locale.script != "Deva" or fold(word, "hi") not in _function())


@lru_cache(maxsize=1)
def _function() -> frozenset[str]:
    return frozenset(fold(word, "hi") for word in _FUNCTION.split())


@lru_cache(maxsize=8192)
def _own_letters(word: str, locale: LocaleInfo) -> str:
    """The word with Latin letters that stand for Cyrillic ones in their own; empty for a Latin word."""
    if locale.script != "Cyrl" or _CYRILLIC.fullmatch(word):
        return word
    return word.translate(_TWINS) if _CYRILLIC.search(word) else ""


_CYRILLIC = regex.compile(r"\p{Cyrillic}+")
_TWINS = str.maketrans("aceopxykABCEHKMOPTX", "асеорхукАВСЕНКМОРТХ")


def _places(name: Name, words: Sequence[tuple[str, Span]], locale: LocaleInfo) -> list[Span]:
    return [span for word, span in words if _renders(name.text, name.before, name.after, word, locale)]


@lru_cache(maxsize=8192)
def _renders(name: str, before: str, after: str, word: str, locale: LocaleInfo) -> bool:
    """Whether a word is the name's own rendering, sounds like it, or like it and a neighbour in one."""
    stems = beginnings(name, locale)
    if stems and fold(word, locale.language).startswith(stems):
        return True
    text = _plain(name)
    if locale.script == "Cyrl" and word[0].islower():
        return not stems and derived(text, word)
    if max(len(one.skeleton) for one in readings(text)) < _SHORTEST[locale.script]:
        return True
    if alike(text, word, exact=bool(stems)):
        return True
    joined = [_plain(before + text)] if before and not (is_ordinary(before) and before != "New") else []
    joined += [_plain(text + after)] if after and not is_ordinary(after) else []
    return any(alike(one, word, exact=True) for one in joined)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Without the marks over and under letters."""
    if text.isascii():
        return text
    marked = unicodedata.normalize("NFD", text).translate(_LETTERS)
    return "".join(char for char in marked if not unicodedata.combining(char))


_LETTERS = str.maketrans("øØłŁđĐßı", "oOlLdDsi")


def _beside(name: Name, found: dict[Name, list[Span]]) -> Span | None:
    """Where the name beside it stands, if it does: the first name of a lost surname."""
    for other, places in found.items():
        if places and other.text in (name.before, name.after):
            return places[0]
    return None
