"""Checks of punctuation, quotation marks, brackets, doubled words and white space."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from translate.checks.check import Context, Note, error, warning
from translate.figures.words import fold
from translate.unit import Span, Unit

_FINAL = {".": ".।॥॰|…。።։۔။", "?": "?？؟", "!": "!！", ":": ":："}
_TRAILING = "\"'“”„«»‘’)]}*_`~ \u00a0\u200b\u200c\u200d"
_ABBREVIATION = regex.compile(r"(?<!\p{L})(?:тыс|млн|млрд|долл|руб|гг?|чел|др)\.$")
_TWIN_INITIALS = regex.compile(r"(?<!\p{L})([A-Z])\.?[ ]?\1|([A-Z])\2(?!\p{L})")
_BRACKETS = {")": "(", "]": "[", "}": "{"}


@error("brackets-unbalanced")
def brackets_unbalanced(unit: Unit, context: Context) -> Iterator[Note]:  # noqa: ARG001 -- every rule has one shape
    """A bracket is opened and not closed, or closed and not opened."""
    if _lone_brackets(unit.source):
        return
    for index in _lone_brackets(unit.target):
        yield Note(f"“{unit.target[index]}” has no partner; add or remove a bracket.", (index, index + 1))


@warning("final-punctuation")
def final_punctuation(unit: Unit, context: Context) -> Iterator[Note]:
    """The target does not end as the source does: full stop, question mark, or nothing."""
    wanted, found = _final(unit.source), _final(unit.target)
    if wanted == found or not unit.target.strip():
        return
    if not wanted:
        yield Note(f"The source ends without “{found}”; take it off.", _last(unit.target))
        return
    sign = context.locale.full_stop if wanted == "." else wanted
    yield Note(f"The source ends with “{wanted}”; end with “{sign}”.", _last(unit.target))


@warning("quotes-unbalanced")
def quotes_unbalanced(unit: Unit, context: Context) -> Iterator[Note]:  # noqa: ARG001 -- every rule has one shape
    """A quotation is opened and not closed, or closed and not opened."""
    if not _lone_quotes(unit.source):
        for signs in _lone_quotes(unit.target):
            index = unit.target.rfind(signs[0])
            index = index if index >= 0 else unit.target.rfind(signs[-1])
            yield Note(f"The quotation marks {signs} do not pair; add or remove one.", (index, index + 1))


@warning("doubled-word")
def doubled_word(unit: Unit, context: Context) -> Iterator[Note]:
    """The same word stands twice in a row."""
    allowed = _REPEATED.get(context.locale.language, frozenset())
    if next(_doubles(unit.source), None) or _TWIN_INITIALS.search(unit.source):
        return
    for start, end in _doubles(unit.target):
        word = unit.target[start:end].split()[0]
        if fold(word) not in allowed:
            yield Note(f"“{unit.target[start:end]}” has a word twice; remove one.", (start, end))


@warning("outer-space")
def outer_space(unit: Unit, context: Context) -> Iterator[Note]:  # noqa: ARG001 -- every rule has one shape
    """The target begins or ends with white space that the source does not have."""
    target = unit.target
    if target[:1].isspace() and not unit.source[:1].isspace():
        yield Note("The target begins with white space; remove it.", (0, len(target) - len(target.lstrip())))
    if target[-1:].isspace() and not unit.source[-1:].isspace() and target.strip():
        yield Note("The target ends with white space; remove it.", (len(target.rstrip()), len(target)))


# Hindi says a word twice to mean each, various or again and again.
_REPEATED = {
    "hi": frozenset(
        map(
            fold,
            (
                "बार साथ अलग धीरे कभी जगह तरह छोटे छोटी छोटा बड़े बड़ी बड़ा नए नई नये क्या कौन किस जो जिन जिस "
                "जैसे वैसे ज्यों त्यों जहाँ वहाँ कहीं कुछ कई पास आगे पीछे घर दिन देश कम अपने अपनी अपना एक दो तीन "
                "चार पाँच सौ जल्दी अच्छे अच्छी गाँव गली शहर पल रोज ठीक सही सच लंबे लंबी ऊँचे ऊँची दूर भिन्न तेज़ "
                "कदम टुकड़े हल्की हल्के गर्म ताज़ा ताज़े करते चलते होते जाते देखते जब तब"
            ).split(),  # noqa: SIM905 -- a list would be a screen long
        )
    )
}


def _lone_brackets(text: str) -> list[int]:
    """Places of the brackets without a partner."""
    waiting: list[int] = []
    lone: list[int] = []
    for index, char in enumerate(text):
        if char in "([{":
            waiting.append(index)
        elif char in _BRACKETS:
            if waiting and text[waiting[-1]] == _BRACKETS[char]:
                waiting.pop()
            else:
                lone.append(index)
    return sorted(lone + waiting)


def _final(text: str) -> str:
    """The class of the last sign, quotation marks and brackets aside; empty for none."""
    trimmed = text.rstrip().rstrip(_TRAILING)
    last = "" if _ABBREVIATION.search(trimmed) else trimmed[-1:]
    return next((name for name, signs in _FINAL.items() if last and last in signs), "")


def _last(text: str) -> Span:
    end = len(text.rstrip())
    return max(end - 1, 0), end


def _lone_quotes(text: str) -> list[str]:
    """Kinds of double quotation marks that do not come in pairs, as opening and closing sign."""
    pairs = ["«»", "„“" if "„" in text else "“”"]
    lone = [pair for pair in pairs if text.count(pair[0]) != text.count(pair[1])]
    return [*lone, '"'] if text.count('"') % 2 else lone


def _doubles(text: str) -> Iterator[Span]:
    """Places of a word and its repetition, with nothing but space between."""
    # A capital in mid-sentence before the same small letters is a name: «Ван И и советник».
    pattern = r"(?<![\p{L}\p{M}\p{N}-])(\p{L}[\p{L}\p{M}]*)[ \u00a0]+\1(?![\p{L}\p{M}\p{N}-])"
    for match in regex.finditer(pattern, text, regex.IGNORECASE):
        first, second = match[1], match.group()[-len(match[1]) :]
        if first == second or match.start() == 0:
            yield match.span()
