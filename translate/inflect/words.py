"""Russian phrases as tokens: which of them can decline, and how a form takes over the filed word's looks."""

from __future__ import annotations

import re

# A frozen stretch in quotes or brackets, a word, or any single sign.
_TOKEN = re.compile(r"«[^»]*»|\"[^\"]*\"|“[^”]*”|„[^“]*“|\([^)]*\)|[^\W_]+(?:[-‐‑][^\W_]+)*|\s+|.", re.DOTALL)
_DECLINABLE = re.compile(r"[А-Яа-яЁё]+(?:[-‐‑][А-Яа-яЁё]+)*")
_ACRONYM = re.compile(r"[А-ЯЁ]{2,}|[А-ЯЁа-яё]*[а-яё][А-ЯЁ]")


def tokens(phrase: str) -> list[str]:
    """The phrase cut up; joined again it is the phrase."""
    return _TOKEN.findall(phrase)


def declinable(word: str) -> bool:
    """A Cyrillic word that is no acronym and has no digit or inner capital."""
    if not _DECLINABLE.fullmatch(word):
        return False
    return not any(_ACRONYM.match(part) for part in re.split("[-‐‑]", word))


def like(word: str, form: str) -> str:
    """`form` with the capitals of `word`, hyphen part by hyphen part, and ё only where `word` has it."""
    if "ё" not in word.lower():
        form = form.replace("ё", "е")
    parts, filed = form.split("-"), re.split("[-‐‑]", word)
    if len(parts) != len(filed):
        filed = [word] * len(parts)
    return "-".join(
        part[:1].upper() + part[1:] if model[:1].isupper() else part
        for part, model in zip(parts, filed, strict=True)
    )
