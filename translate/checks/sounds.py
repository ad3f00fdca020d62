"""How names sound: English and target words in rough Latin letters, to compare transliterations."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

import regex

from translate.inflect import fold

SHORTEST = 3
"""Consonants of the shortest name that is compared: too much sounds like the others."""
LOOSE = 5
"""Consonants from which on one of them may differ, as in a name the model has mangled."""
ALIKE = 0.65
"""Least similarity of the two sounds, vowels among them."""

# Sounds that transliterations confuse are one: s and sh, z and j, w and v, aspirates and plain stops.
_LATIN: tuple[tuple[regex.Pattern[str], str], ...] = tuple(
    (regex.compile(pattern), sound)
    for pattern, sound in (
        (r"shch|sch|sh", "s"),
        (r"tch|chh|ch", "C"),
        (r"dzh|zh|dj|z", "j"),
        (r"ph", "f"),
        (r"ck|q", "k"),
        (r"kh", "k"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"w", "v"),
        (r"y", "i"),
        (r"ee", "i"),
        (r"oo|ou", "u"),
        (r"h", ""),
    )
)


def _table(letters: str, sounds: str) -> dict[str, str]:
    return dict(zip(letters.split(), sounds.split(), strict=True))


_CYRILLIC = _table(
    "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ы э ю я",
    "a b v g d e o j j i i k l m n o p r s t u f k ts C s s i e u a",
)
_CONSONANTS = {"ह": ""} | _table(
    "क ख ग घ ङ च छ ज झ ञ ट ठ ड ढ ण त थ द ध न प फ ब भ म य र ल व श ष स ळ",
    "k k g g n C C j j n t t d d n t t d d n p p b b m i r l v s s s l",
)
_VOWELS = _table("अ आ इ ई उ ऊ ए ऐ ओ औ ऑ ऍ ऋ", "a a i i u u e e o o o e ri")
_MATRAS = _table("ा ि ी ु ू े ै ो ौ ॉ ॅ ृ", "a i i u u e e o o o e ri")
_HALANT, _NUKTA = "\u094d", "\u093c"
# Case endings with a consonant would lengthen the skeleton; no ending tells two names apart.
CASES = """
ом ым ем им ой ей ого его ому ему ами ями ах ях ых их
"""


@dataclass(frozen=True, slots=True)
class Sound:
    """How a word sounds, roughly: all of it in Latin letters, and its consonants alone."""

    full: str
    skeleton: str


@lru_cache(maxsize=8192)
def distance(name: str, word: str, *, strict: bool = True) -> int | None:
    """Consonants in which an English name and a target word differ; None where they are different words."""
    left = _latin(name)
    if len(left.skeleton) < (SHORTEST if strict else 1):
        return None
    most = 1 if len(left.skeleton) >= LOOSE or not strict else 0
    best: int | None = None
    for right in _sounds(word):
        if not right.skeleton or not _begin_alike(left, right):
            continue
        steps = _steps(left.skeleton, right.skeleton)
        ratio = SequenceMatcher(None, left.full, right.full, autojunk=False).ratio()
        if steps <= most and ratio >= ALIKE and (best is None or steps < best):
            best = steps
    return best


def _begin_alike(left: Sound, right: Sound) -> bool:
    """The same first consonant, or a vowel on both sides."""
    first, other = left.full[:1], right.full[:1]
    return first == other or (first in "aeiou" and other in "aeiou")


@lru_cache(maxsize=16384)
def _latin(word: str) -> Sound:
    text = word.lower()
    for pattern, sound in _LATIN:
        text = pattern.sub(sound, text)
    return _sound(text)


@lru_cache(maxsize=8192)
def _sounds(word: str) -> tuple[Sound, ...]:
    """How a target word may sound, its case ending on or off, Cyrillic х as h or kh."""
    if regex.match(r"\p{Devanagari}", word):
        return (_sound(_devanagari(word)),)
    text = word.lower()
    bases = [text, *(text[: -len(e)] for e in CASES.split() if text.endswith(e) and len(text) - len(e) > 2)]
    bases += [base.replace("х", "") for base in bases if "х" in base]
    bases = [base.replace("дж", "ж") for base in bases]
    return tuple(_sound("".join(_CYRILLIC.get(char, "") for char in base)) for base in bases)


def _devanagari(word: str) -> str:
    """A Devanagari word in Latin letters, with its inherent vowels but the last."""
    out: list[str] = []
    chars = [char for char in fold(word, "hi") if char != _NUKTA]
    for index, char in enumerate(chars):
        following = chars[index + 1] if index + 1 < len(chars) else _HALANT
        if char in _MATRAS:
            out.append(_MATRAS[char])
        elif char == "ं":
            out.append("n")
        elif char in _CONSONANTS:
            out.append(_CONSONANTS[char] + ("" if following in {*_MATRAS, _HALANT} else "a"))
        else:
            out.append(_VOWELS.get(char, ""))
    return "".join(out)


def _sound(text: str) -> Sound:
    """Doubled letters are one, m before a labial is n (सितंबर has either)."""
    text = regex.sub(r"m(?=[bp])", "n", regex.sub(r"(.)\1+", r"\1", text))
    return Sound(text, regex.sub(r"(.)\1+", r"\1", regex.sub("[aeiou]", "", text)))


def _steps(one: str, other: str) -> int:
    """Levenshtein distance, 2 for anything above 1."""
    if one == other:
        return 0
    if abs(len(one) - len(other)) > 1:
        return 2
    pairs = enumerate(zip(one, other, strict=False))
    at = next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))
    rest = {(one[at + 1 :], other[at + 1 :]), (one[at:], other[at + 1 :]), (one[at + 1 :], other[at:])}
    return 1 if any(a == b for a, b in rest) else 2


# Coarser still, for a name that may be spelled by any tradition: one letter for all that may stand for it.
_ROUGH = str.maketrans("jCgvdb", "sskftp", "aeiou")
# Other readings of English letters, beside those of the table above.
_READINGS: tuple[tuple[regex.Pattern[str], str], ...] = tuple(
    (regex.compile(pattern), sound)
    for pattern, sound in (
        (r"g(?=[eiy])", "j"),
        (r"^j|(?<=[aeiou])j", "i"),
        (r"^[jx]", "k"),
        (r"ch", "k"),
        (r"ch", "s"),
        (r"^h", "g"),
        (r"w", "u"),
        (r"^x", "s"),
        (r"gh|h(?=t)", ""),
        (r"ll", "i"),
        (r"es$|s$", ""),
        (r"e?aux?$|ault$|ot$|et$|ais$|ois$|er$", "o"),
        (r"th", "f"),
        (r"c(?=[eiyhz])", "C"),
    )
)
_MOST_READINGS = 8
_EXACT = 0.5
"""Least similarity of all sounds where the rough consonants are the same."""
_PLENTY = 4
"""So many rough consonants in one order are no accident, whatever vowels are between: Anderson, एंडरसन."""
# The same where one or two of them differ, by the number of consonants; measured on FLORES and news text.
_DIFFERING = {1: (1, 1, 0.7, 0.7, 0.65, 0.5), 2: (1, 1, 1, 1, 0.68, 0.68, 0.55)}


@lru_cache(maxsize=8192)
def alike(name: str, word: str, *, exact: bool = False) -> bool:
    """Whether a target word may be the transliteration of an English name; a generous guess.

    With `exact` all rough consonants must be the same.
    """
    return any(_near(one, other, exact) for one in readings(name) for other in roughly(word))


@lru_cache(maxsize=8192)
def derived(name: str, word: str) -> bool:
    """Whether a word may be an adjective or common noun of a name: велоцираптор, ассирийский."""
    left, right = readings(name)[0], roughly(word)[0]
    stem = left.skeleton[:-1]
    return len(stem) > 3 and right.skeleton.startswith(stem) and _begin_alike(left, right)


@lru_cache(maxsize=4096)
def readings(name: str) -> tuple[Sound, ...]:
    """How an English name may sound in one reading or another, with rough consonants."""
    text = name.lower()
    texts = [text, *(pattern.sub(sound, text) for pattern, sound in _READINGS if pattern.search(text))]
    return tuple(dict.fromkeys(_rough(_latin(one)) for one in texts[:_MOST_READINGS]))


@lru_cache(maxsize=8192)
def roughly(word: str) -> tuple[Sound, ...]:
    """How a target word may sound, its case ending on or off, with rough consonants."""
    return tuple(dict.fromkeys(map(_rough, _sounds(word))))


def _rough(sound: Sound) -> Sound:
    return Sound(sound.full, sound.full.replace("ts", "s").translate(_ROUGH))


def _near(one: Sound, other: Sound, exact: bool) -> bool:
    left, right = one.skeleton, other.skeleton
    if left == right:
        return len(left) >= _PLENTY or (bool(left) and _similar(one, other, _EXACT))
    size = max(len(left), len(right))
    if (
        exact
        or abs(len(left) - len(right)) > 2
        or size < 2
        or sum(char in right for char in left) < len(left) - 2
    ):
        return False
    for steps, table in _DIFFERING.items():
        least = table[min(size, len(table) - 1)]
        if least < 1 and _edits(left, right) <= steps:
            return _similar(one, other, least)
    return False


def _similar(one: Sound, other: Sound, least: float) -> bool:
    matcher = SequenceMatcher(None, one.full, other.full, autojunk=False)
    return matcher.real_quick_ratio() >= least and matcher.ratio() >= least


def _edits(one: str, other: str) -> int:
    """Levenshtein distance."""
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        diagonal, row[0] = row[0], i
        for j, sign in enumerate(other, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (char != sign))
    return row[-1]
