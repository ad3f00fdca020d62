"""Checks for letters that are not the language's own, many of which only look like them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import regex

from translate.checks.check import Context, Note, error
from translate.locales import is_script
from translate.unit import Unit

_LETTERS = regex.compile(r"[\p{L}\p{M}\u200c\u200d]+")
_LATIN = regex.compile(r"[\p{Latin}\p{Inherited}\u200c\u200d]+")
_ALPHABETS = {"ru": regex.compile(r"[А-Яа-яЁё]")}
"""Letters of languages that share their script with others."""
_TWINS = "aceopxykABCEHKMOPTX"
"""Latin letters that look like Cyrillic ones."""
_LATIN_TWIN = regex.compile(
    # A one-letter word among Cyrillic words, typed on the wrong keyboard; also before a figure.
    r"(?<=\s|^|[«„(])(?<!\p{Latin}\s)[aAcCeoOBykKp](?=\s+[«„]?(?:\p{Cyrillic}|[0-9]))"
    # A word of such letters alone, HATO; a letter before a figure, C-400.
    rf"|(?<![\p{{L}}\p{{M}}\p{{N}}._/@-])[{_TWINS}]{{2,}}+(?![\p{{L}}\p{{M}}\p{{N}}_/@-]|\.\p{{L}})"
    rf"|(?<![\p{{L}}\p{{M}}\p{{N}}])[{_TWINS}]-?[0-9]++(?![\p{{L}}\p{{M}}\p{{N}}])"
)
_CYRILLIC_DIGIT = regex.compile(r"(?<=\p{Cyrillic})[03](?=[а-яё])|(?<![\p{L}\p{N}.,-])[03](?=[а-яё]{2})")


@error("wrong-script")
def wrong_script(unit: Unit, context: Context) -> Iterator[Note]:
    """The target has letters that neither the language nor the source uses."""
    script, alphabet = context.locale.script, _ALPHABETS.get(context.locale.language)
    for match in _strange_words(unit.target, script, alphabet):
        word = match.group()
        char = next((char for char in word if _is_strange(char, unit.source, script)), "")
        if char:
            message = f"“{word}” has {_script_name(char)} letters; write it in {context.locale.name}."
            yield Note(message, match.span())
        elif alphabet is not None and word not in unit.source:
            other = next((c for c in word if is_script(c, script) and not alphabet.match(c)), "")
            if other.isalpha():
                message = f"“{other}” in “{word}” is no letter of {context.locale.name}; type the right one."
                yield Note(message, match.span())


@error("mixed-script")
def mixed_script(unit: Unit, context: Context) -> Iterator[Note]:
    """One word mixes Latin letters with those of another script, which often only look alike."""
    for match in _strange_words(unit.target, context.locale.script):
        word = match.group()
        kinds = {is_script(char, "Latn") for char in word if _has_script(char)}
        if len(kinds) == 2 and word not in unit.source:
            yield Note(f"“{word}” mixes Latin and other letters; write it in one script.", match.span())
    if context.locale.script == "Cyrl":
        yield from _twins(unit)


def _twins(unit: Unit) -> Iterator[Note]:
    """Latin letters and digits that stand for Cyrillic letters where the source has no such word."""
    capitals = "".join(char for char in unit.source if char.isupper())
    for match in _LATIN_TWIN.finditer(unit.target):
        text = match.group()
        if len(text) == 1 and not text.isupper():
            known = text in unit.source.split()
        elif len(text) == 1:
            known = text in _words(unit.source)  # a Series C round
        else:
            # An acronym of the source's words, or a Roman numeral.
            known = text in unit.source or text in capitals or set(text) <= set("XCM")
        if not known:
            message = f"“{text}” is in Latin letters that only look Cyrillic; type it in Cyrillic."
            yield Note(message, match.span())
    for match in _CYRILLIC_DIGIT.finditer(unit.target):
        yield Note(
            f"“{match.group()}” is a digit that only looks like a letter; type the letter.", match.span()
        )


def _words(text: str) -> list[str]:
    return regex.findall(r"[\p{L}\p{M}\p{N}]+", text)


def _strange_words(
    target: str, script: str, alphabet: regex.Pattern[str] | None = None
) -> list[regex.Match[str]]:
    """Words with another letter than the script's own, nearly always none."""
    own = _own(script) if alphabet is None else _own_of(alphabet)
    return [
        match
        for match in _LETTERS.finditer(target)
        if not own.fullmatch(match.group()) and (script == "Latn" or not _is_latin(match.group()))
    ]


@lru_cache(maxsize=64)
def _own(script: str) -> regex.Pattern[str]:
    try:
        return regex.compile(rf"[\p{{Script={script}}}\p{{Inherited}}\u200c\u200d]+")
    except regex.error:  # a code for several scripts
        return regex.compile(r"(?!)")


@lru_cache(maxsize=8)
def _own_of(alphabet: regex.Pattern[str]) -> regex.Pattern[str]:
    return regex.compile(rf"(?:{alphabet.pattern}|\p{{Inherited}})+")


@lru_cache(maxsize=4096)
def _is_latin(word: str) -> bool:
    return _LATIN.fullmatch(word) is not None


def _has_script(char: str) -> bool:
    """Letters and vowel signs, but not marks that all scripts share."""
    return unicodedata.category(char)[0] in "LM" and not (is_script(char, "Zyyy") or is_script(char, "Zinh"))


def _is_strange(char: str, source: str, script: str) -> bool:
    if not _has_script(char) or is_script(char, "Latn") or is_script(char, script):
        return False
    name = _script_name(char)
    return not any(_script_name(other) == name for other in source if ord(other) > 127)


def _script_name(char: str) -> str:
    """The script of a letter in words, from its Unicode name."""
    return unicodedata.name(char, "UNKNOWN").partition(" ")[0].capitalize()
