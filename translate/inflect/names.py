"""Russian endings of transliterated names that no dictionary knows."""

from __future__ import annotations

_VELARS_AND_HUSHERS = "гкхжшчщ"
_HUSHERS = "жшчщц"
# Slavonic surnames have an adjective's instrumental: Силуановым, but a foreign Дарвином.
_SLAVONIC = ("ов", "ев", "кин")
# Given names in -а that men bear: transliterated Sanskrit -ndra, -tra, -shna, -rya, -dhya.
_MENS_NAMES = ("ндра", "тра", "шна", "рья", "дья", "тья")


def decline(name: str, *, man: bool) -> list[str]:
    """A transliterated name outside the dictionary, by its ending; -и, -у, -о, -е never decline.

    Returns:
        Genitive, dative, accusative, instrumental, prepositional; empty when the name stands.
    """
    stem, last = name[:-1], name[-1].lower()
    if len(stem) < 2:
        return []
    if last == "а" and stem[-1].lower() not in "аеиоуыэюя":
        gen = "и" if stem[-1].lower() in _VELARS_AND_HUSHERS else "ы"
        ins = "ей" if stem[-1].lower() in _HUSHERS else "ой"
        return [stem + ending for ending in (gen, "е", "у", ins, "е")]
    if last == "я":
        # -ия has -ии where -ья has -ье: Мария, but Арья.
        oblique = "и" if stem[-1].lower() == "и" else "е"
        return [stem + ending for ending in ("и", oblique, "ю", "ей", oblique)]
    if not man or last in "аеёиоуыэюяъ":
        return []
    if last in "йь":
        return [stem + ending for ending in ("я", "ю", "я", "ем", "е")]
    ins = "ым" if name.lower().endswith(_SLAVONIC) else "ем" if last in _HUSHERS else "ом"
    return [name + ending for ending in ("а", "у", "а", ins, "е")]


def is_mans(given: str) -> bool:
    """Whether a given name is a man's, by its ending: Нирмала is none, Нарендра and Раджнатх are."""
    lower = given.lower()
    return not lower.endswith(("а", "я")) or lower.endswith(_MENS_NAMES)
