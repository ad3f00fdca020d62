"""English text made comparable (case, plural, dashes, spelling), so that terms can be looked up in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from translate.unit import Span, nfc

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_WITHOUT_INVISIBLE = dict.fromkeys(map(ord, _INVISIBLE))
_MARKS = "\u0300-\u036f"
_HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
# A word with what hides in it, white space, or one sign.
_TOKEN = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}{_INVISIBLE}])*|\s+|.", re.DOTALL)
_SIGNS = str.maketrans(dict.fromkeys("’‘ʼ`", "'") | dict.fromkeys("“”„«»", '"'))

# Addresses, handles and hashtags hold no prose. Each alternative starts at a fixed place: linear on any text.
_ADDRESS = re.compile(
    r"(?i:https?|ftp)://\S+|(?i:www)\.\S+|(?<![^\s@<>()\[\]])[^\s@<>()\[\]]+@[^\s@<>()\[\]]+\.[a-z]{2,}"
    r"|(?<![^\s(\[\"'“‘])[@#][^\W\d]\w*"
    r"|(?<![\w.-])(?:[a-z0-9-]+\.)+(?:com|org|net|info|int|gov|mil|edu|in|ru|io|uk)(?:\.[a-z]{2})?(?![\w-])(?:/\S*)?"
)

# co-operation and cooperation are one word; the prefix is joined to a lower-case or title-case word after it.
_PREFIXES = frozenset(
    {"anti", "co", "counter", "inter", "multi", "non", "pre", "re", "sub", "trans", "ultra"}
)

# British to American, in lower case. What a rule does to other words does no harm: both sides undergo it.
_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(def|off|pret)ence", r"\1ense"),
        (r"^licence", "license"),
        (r"^programme(s?)$", r"program\1"),
        (r"(cent|met|lit|theat|fib|calib|spect)re(s?|d)$", r"\1er\2"),
        (r"manoeuvre", "maneuver"),
        (r"manoeuvr", "maneuver"),
        (r"(arm|harb|lab|neighb|hon|col|fav|behavi|endeav|vig|rum|hum|val|vap|parl)our", r"\1or"),
        (r"^([a-z]{3,})is(e[drs]?|ers|ing|ations?|ational)$", r"\1iz\2"),
        (r"([a-z])ys(e[drs]?|ers|ing)$", r"\1yz\2"),
        (
            r"^(trave|mode|fue|signa|labe|leve|cance|tota|counse|marsha|channe|tunne)ll(ed|ing|ers?)$",
            r"\1l\2",
        ),
        (r"^aero(plane)", r"air\1"),
        (r"^(alumin)ium$", r"\1um"),
        (r"^grey", "gray"),
        (r"^(ag)eing$", r"\1ing"),
        (r"^(judg|acknowledg)ement", r"\1ment"),
    )
)

# Words that an acronym may look like where everything stands in capitals.
_LOOKALIKES = """
    act ads age aid aim air all am an and any app are arm army art as ask at ban bar be bid big bit box but
    by can car case cut data day deal did do end far fast few fit for fun gas get go had has hat he her him
    his hot how if ill in ins is it its job joint key law lead led let lit low man map mark may me met more
    most must my navy net new no non nor not now of off oil old on one or our out own pact pay plan pm pre
    raw ready red rise run safe said saw sea see set she sit six so some soon start step stop sub sum ten
    test than that the their them then they this to too top two up us use van via wall war was way we well
    were what when who why will win with word world yes yet you
"""
ORDINARY = frozenset(_LOOKALIKES.split())


@dataclass(frozen=True, slots=True)
class Normal:
    """A text made comparable.

    Attributes:
        cased: Canonical text with capitals kept.
        folded: The same in lower case, code point for code point.
        starts: For each code point, where its token starts in the original.
        ends: For each code point, where its token ends there.
        capitals: The whole text is in capitals, so that capitals tell nothing.
    """

    cased: str
    folded: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    capitals: bool


@lru_cache(maxsize=8192)
def _canonical(word: str) -> str:
    """One spelling for British and American English, with the word's capitals."""
    lower = spelt = word.lower()
    if not lower.isascii() or len(lower) < 4:
        return word
    for pattern, replacement in _SPELLINGS:
        spelt = pattern.sub(replacement, spelt)
    if spelt == lower:
        return word
    if word.isupper():
        return spelt.upper()
    return spelt.capitalize() if word[0].isupper() else spelt


def _joins(before: str, after: str) -> bool:
    """Whether a hyphen between the two only marks a prefix."""
    if before.lower() not in _PREFIXES or len(after) < 4 or not after.isalpha():
        return False
    return after[1:].islower() or (before.isupper() and after.isupper())


def lower(text: str) -> str:
    """Lower case of the same length: İ has two code points in lower case."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _binds(tokens: list[tuple[str, int, int]], index: int) -> bool:
    """Whether the token is a hyphen or dash between two words, without spaces."""
    if tokens[index][0] not in _HYPHENS or not 0 < index < len(tokens) - 1:
        return False
    return tokens[index - 1][0][0].isalnum() and tokens[index + 1][0][0].isalnum()


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Canonical tokens with their place in the original; hyphens inside words become spaces."""
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text) if m.group() not in _INVISIBLE]
    index = 0
    while index < len(tokens):
        token, start, end = tokens[index]
        after = tokens[index + 1] if index + 1 < len(tokens) else ("", end, end)
        last = tokens[index + 2] if index + 2 < len(tokens) else ("", end, end)
        if token[0].isalnum():
            hidden = len(token) - len(token.rstrip(_INVISIBLE))
            word = nfc(token.translate(_WITHOUT_INVISIBLE))
            if after[0] in _HYPHENS and after[0] and _joins(word, last[0]):
                yield _canonical(word + (last[0] if word.isupper() else last[0].lower())), start, last[2]
                index += 3
                continue
            yield _canonical(word), start, end - hidden
        elif token.isspace() or _binds(tokens, index):
            yield " ", start, end
        else:
            spaced = index > 0 and tokens[index - 1][0].isspace() and after[0].isspace()
            sign = "and" if spaced and "&" in token else token.translate(_SIGNS)
            yield sign, start, end
        index += 1


def _all_capitals(text: str) -> bool:
    """No lower-case letter, and at least two words long enough to be more than acronyms' company."""
    return text.isupper() and sum(word.isalpha() and len(word) > 1 for word in text.split()) > 1


def normalise(text: str) -> Normal:
    """The comparable copy of `text`; linear in its length."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece, start, end in _pieces(text):
        if piece == " " and parts and parts[-1] == " ":
            ends[-1] = end
            continue
        parts.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
    cased = "".join(parts)
    return Normal(cased, lower(cased), tuple(starts), tuple(ends), _all_capitals(text))


def _plural(word: str) -> str:
    """The regular plural of an English word, or the word itself when it looks plural already."""
    lower = word.lower()
    if lower.endswith(("s", "'")) and not lower.endswith(("ss", "us", "is")):
        return word
    if lower.endswith("man") and len(word) > 4:
        return word[:-2] + "en"
    if lower.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if lower.endswith("y") and lower[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def keys(phrase: str) -> dict[str, bool]:
    """Canonical spellings under which a phrase is found, capitals kept; True for its plurals.

    Plurals are of the last word and of the head before "of" (Chiefs of Staff); S400 is found for S-400.
    """

    def joined(spelling: str) -> str:
        return re.sub(r"(?<=[^\W\d_]) (?=\d)", "", spelling)

    filed = normalise(phrase).cased.strip()
    first, of, rest = filed.partition(" of ")
    spellings = [filed, filed[: filed.rfind(" ") + 1] + _plural(filed[filed.rfind(" ") + 1 :])]
    if of:
        spellings.append(first[: first.rfind(" ") + 1] + _plural(first[first.rfind(" ") + 1 :]) + of + rest)
    singular = {filed, joined(filed)}
    return {
        spelling: spelling not in singular for spelling in (*spellings, *map(joined, spellings)) if spelling
    }


def identity(phrase: str, *, case: bool) -> str:
    """What makes two entries the same: the comparable spelling, with capitals where those are matched."""
    normal = normalise(phrase)
    return (normal.cased if case or is_acronym(phrase) else normal.folded).strip()


def is_acronym(phrase: str) -> bool:
    """All capitals and at most five letters, no digit: such a term is matched with its capitals only."""
    letters = [char for char in phrase if char.isalpha()]
    return 0 < len(letters) <= 5 and phrase.isupper() and not any(char.isdigit() for char in phrase)


def _inside(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"


def on_edges(folded: str, start: int, end: int) -> bool:
    """Whether `folded[start:end]` is made of whole tokens; the t of don't is none."""
    if _inside(folded[start]) and start:
        before = folded[start - 1]
        if _inside(before) or (before == "'" and start > 1 and _inside(folded[start - 2])):
            return False
    return not (_inside(folded[end - 1]) and end < len(folded) and _inside(folded[end]))


def compounded(text: str, start: int) -> bool:
    """Whether a lower-case word at `start` is the tail of a hyphenated one: a quasi-ballistic missile."""
    attached = start > 1 and text[start - 1] in "-\u2010\u2011" and _inside(text[start - 2])
    return attached and text[start].islower()


def addresses(text: str) -> list[Span]:
    """Spans of URLs, e-mail addresses, handles and hashtags."""
    return [match.span() for match in _ADDRESS.finditer(text)]


def disjoint(spans: Iterable[Span], size: int, *, closed: Iterable[Span] = ()) -> Iterator[int]:
    """Indices of the spans that win: the longest first, then the leftmost, then the first given.

    Args:
        spans: Candidates, half-open, within `range(size)`.
        size: Length of the text.
        closed: Stretches that no winner may touch.
    """
    taken = bytearray(size)
    for start, end in closed:
        taken[start:end] = b"\1" * (end - start)
    ranked = sorted(enumerate(spans), key=lambda item: (item[1][0] - item[1][1], item[1][0], item[0]))
    for index, (start, end) in ranked:
        if 1 not in taken[start:end]:
            taken[start:end] = b"\1" * (end - start)
            yield index
