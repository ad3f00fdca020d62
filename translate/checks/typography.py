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
_ITEM = regex.compile(r"(?:^|[^\p{L}\p{M}\p{N}])\p{L}$")  # the letter before the bracket of `a)`
_TWIN_INITIALS = regex.compile(r"(?<!\p{L})([A-Z])\.?[ ]?\1(?!\p{L})")
_DOUBLE = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}-])(\p{L}[\p{L}\p{M}-]{0,60}(?:[ \u00a0]\p{L}[\p{L}\p{M}-]{0,60})?)[ \u00a0]{1,3}\1"
    r"(?![\p{L}\p{M}\p{N}-])",
    regex.IGNORECASE,
)
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
    if {wanted, found} == {".", ""} and (_abbreviated(unit.source) or _abbreviated(unit.target)):
        return  # the point of an abbreviation also ends the sentence
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
    """A word, or a pair of words, stands twice in a row."""
    allowed = _REPEATED.get(context.locale.language, frozenset())
    if next(_doubles(unit.source), None) or _TWIN_INITIALS.search(unit.source):
        return
    for match in _doubles(unit.target):
        if fold(match[1]) not in allowed and not match[1].endswith("ते"):  # गाते गाते: while singing
            yield Note(f"“{match[1]}” stands twice; keep it once.", match.span())


@warning("outer-space")
def outer_space(unit: Unit, context: Context) -> Iterator[Note]:  # noqa: ARG001 -- every rule has one shape
    """The target begins or ends with white space that the source does not have."""
    target = unit.target
    if target[:1].isspace() and not unit.source[:1].isspace():
        yield Note("The target begins with white space; remove it.", (0, len(target) - len(target.lstrip())))
    if target[-1:].isspace() and not unit.source[-1:].isspace() and target.strip():
        yield Note("The target ends with white space; remove it.", (len(target.rstrip()), len(target)))


# Hindi says a word twice to mean each, various or again and again.
_SAID_TWICE = """
बहुत बार साथ अलग धीरे कभी अभी समय जगह तरह छोटे छोटी छोटा बड़े बड़ी नए नई नये क्या कौन किस जो जिन जिस जब तब
जैसे वैसे ज्यों त्यों जहाँ वहाँ कहीं कुछ पास आगे पीछे अपने अपनी अपना पल रोज ठीक सही भिन्न ताज़ा ताज़े
"""
_REPEATED = {"hi": frozenset(map(fold, [*_SAID_TWICE.split(), "से कम"]))}  # of कम से कम, at least


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
            elif not _ITEM.search(text, max(0, index - 2), index):
                lone.append(index)
    return sorted(lone + waiting)


def _final(text: str) -> str:
    """The class of the last sign, quotation marks and brackets aside; empty for none."""
    last = text.rstrip().rstrip(_TRAILING)[-1:]
    return next((name for name, signs in _FINAL.items() if last and last in signs), "")


def _abbreviated(text: str) -> bool:
    return bool(_ABBREVIATION.search(text.rstrip().rstrip(_TRAILING)))


def _last(text: str) -> Span:
    end = len(text.rstrip())
    return max(end - 1, 0), end


def _lone_quotes(text: str) -> list[str]:
    """Kinds of double quotation marks that do not come in pairs, as opening and closing sign."""
    pairs = ["«»", "„“" if "„" in text else "“”"]
    lone = [pair for pair in pairs if text.count(pair[0]) != text.count(pair[1])]
    return [*lone, '"'] if text.count('"') % 2 else lone


def _doubles(text: str) -> Iterator[regex.Match[str]]:
    """A word or two and the repetition, with nothing but space between; group 1 is what is repeated."""
    for match in _DOUBLE.finditer(text):
        # A capital in mid-sentence before the same small letters is a name: «Ван И и советник».
        if match.group().endswith(match[1]) or match.start() == 0:
            yield match
