"""Which form of a term its surroundings ask for, by plain signs: words, adpositions and the English.

A small package is a poor judge of cases. Three signs each are worth more than its opinion, and together
they leave two or three forms for it to weigh: the case of the words that the form replaces, the preposition
or postposition beside them, and what stands before the term in English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translate.inflect import hi, ru
from translate.unit import Span

# Cues of English and the Russian case that most often answers them; counted on terms of a glossary in
# 3,670 news sentences translated by people. "" is the start of the sentence.
_RUSSIAN = {
    **dict.fromkeys(("", ".", ":", ",", "(", "that", "when", "said"), ("nomn",)),
    **dict.fromkeys(("of", "from", "without", "after", "against", "during"), ("gent",)),
    **dict.fromkeys(("by", "with", "between", "over", "near"), ("ablt",)),
    **dict.fromkeys(("in", "at", "on"), ("loct",)),
    **dict.fromkeys(("into", "through"), ("accs",)),
    "for": ("gent", "accs"),
    "to": ("accs", "datv"),
}
# Before these a Hindi noun phrase gets a postposition, so it is oblique.
_HINDI_OBLIQUE = frozenset(
    [
        *("of", "from", "without", "after", "against", "during", "by", "with", "between", "among", "under"),
        *("in", "at", "on", "near", "over", "for", "into", "through", "to", "about"),
    ]
)
_DETERMINERS = frozenset(
    [
        *("the", "a", "an", "this", "these", "that", "those", "its", "their", "his", "her", "our", "any"),
        *("other", "many", "most", "all", "some", "several", "each", "every", "no", "both", "new"),
    ]
)
_AHEAD = 60
"""Code points after a figure in which the noun is looked for that it agrees with."""
_TOKEN = re.compile(r"[A-Za-z'’-]+|[,.;:()]")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a form is to stand.

    Attributes:
        target: The draft to repair.
        window: The words the form is to replace, in code points of the target.
        before: The English sentence before the term.
    """

    target: str
    window: Span
    before: str


def fitness(
    forms: Sequence[str],
    slot: Slot,
    lang: str,
    readings: Sequence[Sequence[tuple[str, ...]]] | None = None,
) -> tuple[float, ...]:
    """How many signs speak for each form in a slot; without rules for the language the first has half a one.

    Args:
        forms: Forms of one rendering in the number of the English.
        slot: Where a form is to stand.
        lang: Language of the target.
        readings: Of figures the cases (of ordinals case, number, gender) of each form, where it tells.
    """
    if readings is not None and readings:
        return _figure(readings, slot) if lang == "ru" else (0.0,) * len(forms)
    if lang == "ru":
        return _russian(forms, slot)
    if lang == "hi":
        return _hindi(forms, slot)
    return (0.5, *[0.0] * (len(forms) - 1))


def content(target: str, window: Span, lang: str) -> Span:
    """The window without the preposition it begins with, or the postpositions it ends with."""
    start, end = window
    found = [(m.start() + start, m.end() + start) for m in _WORD.finditer(target[start:end])]
    if lang == "ru":
        while found and target[slice(*found[0])].lower() in ru.GOVERNED:
            start = found.pop(0)[1]
        return (found[0][0], end) if found else (start, start)
    if lang == "hi":
        while found and target[slice(*found[-1])] in hi.POSTPOSITIONS:
            end = found.pop()[0]
        return (start, found[-1][1]) if found else (end, end)
    return window


def _cues(before: str) -> list[str]:
    """What stands before a term in English, nearest first: determiners and one adjective are passed over."""
    tokens = [token.lower() for token in _TOKEN.findall(before)]
    while tokens and tokens[-1] in _DETERMINERS:
        tokens.pop()
    near = tokens[-1] if tokens else ""
    if not tokens or near in _RUSSIAN or near in _HINDI_OBLIQUE or near.endswith(("ed", "s")):
        return [near]
    return [near, tokens[-2] if len(tokens) > 1 else ""]


def _russian(forms: Sequence[str], slot: Slot) -> tuple[float, ...]:
    replaced = ru.readings(slot.target[slice(*slot.window)])
    before = _WORD.findall(slot.target[: slot.window[0]])
    governed = [(case,) for case in ru.GOVERNED.get(before[-1].lower(), ())] if before else []
    asked = [(case,) for cue in _cues(slot.before) for case in _RUSSIAN.get(cue, ())]
    # An adjective there would stand before the form: малыми силами.
    adjective = ru.readings(before[-1]) if before else ()
    agreeing = adjective if all(len(reading) > 1 for reading in adjective) else ()
    signs = [(replaced, 1.5), (governed, 1.5), (agreeing, 1.0), (asked, 1.5)]
    return tuple(sum(w for sign, w in signs if _share(ru.readings(form), sign)) for form in forms)


# No prepositions, but the number after them is in the genitive as well.
_MORE = frozenset(["более", "менее", "свыше", "больше", "меньше", "порядка"])


def _figure(readings: Sequence[Sequence[tuple[str, ...]]], slot: Slot) -> tuple[float, ...]:
    """The preposition before a figure decides, the word that an ordinal agrees with, then the English."""
    before = _WORD.findall(slot.target[: slot.window[0]])
    word = before[-1].lower() if before else ""
    governed = [(case,) for case in ("gent",) * (word in _MORE) or ru.GOVERNED.get(word, ())]
    agreeing = ru.agreement(slot.target[slot.window[1] :][:_AHEAD].split(",")[0])
    told = [reading for own in readings for reading in own]
    if not any(len(reading) > 1 for reading in told):
        agreeing = ()  # a quantity governs the noun after it
    elif all(number == "plur" for _, number, *_ in told):
        # After five the noun is in the genitive, whatever the case of the whole.
        agreeing = tuple(reading for reading in agreeing if reading[0] not in {"nomn", "gent", "accs"})
    asked = [(case,) for cue in _cues(slot.before) for case in _RUSSIAN.get(cue, ())]
    bare = [("nomn",)] if not governed else []
    signs = [(governed, 3.0), (agreeing, 3.0), (asked, 0.5), (bare, 0.5)]
    return tuple(
        # What is the same in all places fits all of them.
        sum(w for sign, w in signs if sign and (not own or _share(own, sign)))
        for own in readings
    )


def _share(one: Sequence[tuple[str, ...]], other: Sequence[tuple[str, ...]]) -> bool:
    """Is a reading of one also one of the other, as far as both tell?"""
    return any(all(x == y for x, y in zip(a, b, strict=False)) for a in one for b in other)


def _hindi(forms: Sequence[str], slot: Slot) -> tuple[float, ...]:
    cues = _cues(slot.before)
    after = _WORD.match(slot.target[slot.window[1] :].lstrip())
    oblique = after is not None and after[0] in hi.POSTPOSITIONS
    asked = any(cue in _HINDI_OBLIQUE for cue in cues)
    # Only where the English is plural are there forms that are plural only.
    several = any(form.endswith(hi.PLURALS) for form in forms)
    out = []
    for form in forms:
        readings = [r for r in hi.readings(form, forms) if several or not r.plural]
        score = 2.0 * any(reading.oblique is oblique for reading in readings)
        score += asked and any(reading.oblique for reading in readings)
        score += 2.0 * (several and any(r.plural and r.oblique is oblique for r in readings))
        out.append(score)
    return tuple(out)
