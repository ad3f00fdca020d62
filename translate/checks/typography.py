"""Checks of punctuation, quotation marks, brackets, doubled words and white space."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from translate import literals, quotation
from translate.checks.check import Context, Note, error, warning
from translate.figures.words import fold
from translate.locales import LocaleInfo
from translate.unit import Span, Unit

_FINAL = {".": ".।॥॰|…。።։۔။", "?": "?？؟", "!": "!！", ":": ":："}
_TRAILING = "\"'“”„«»‘’)]}*_`~ \u00a0\u200b\u200c\u200d"
_ABBREVIATION = regex.compile(r"(?<!\p{L})(?:тыс|млн|млрд|долл|руб|гг?|чел|др)\.$")
_ITEM = regex.compile(r"(?:^|(?:^|[^0-9])[\s(;,:])\p{L}$")  # the letter before the bracket of `a)`
_TWIN_INITIALS = regex.compile(r"([A-Z])\.?[ ]?\1")
# The second half of a compound counts too; что что-то does not.
_DOUBLE = regex.compile(
    r"(?:(?<![\p{L}\p{M}\p{N}-])|(?<=[\p{L}\p{M}]-)(?=[\p{L}\p{M}]{3}))"
    r"(\p{L}[\p{L}\p{M}-]{0,60}(?:[ \u00a0]\p{L}[\p{L}\p{M}-]{0,60})?)[ \u00a0]{1,3}\1"
    r"(?![\p{L}\p{M}\p{N}]|-(?:то|нибудь|либо|таки|ка)(?!\p{L}))",
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


@warning("quote-marks")
def quote_marks(unit: Unit, context: Context) -> Iterator[Note]:
    """The quotation marks are another language's; straight ones may stand."""
    allowed = _allowed_quotes(context.locale)
    strange = [(at, side) for at, side in _quote_sides(unit.target) if unit.target[at] not in allowed[side]]
    for at, side in strange:
        outer, inner = context.locale.quotes[side < 0], context.locale.quotes[2 + (side < 0)]
        wanted = f"“{outer}” or, within a quotation, “{inner}”"
        yield Note(f"“{unit.target[at]}” is not {context.locale.name}; write {wanted}.", (at, at + 1))


@warning("doubled-word")
def doubled_word(unit: Unit, context: Context) -> Iterator[Note]:
    """A word, or a pair of words, stands twice in a row."""
    said = sum(match[1].casefold() not in _STUMBLES for match in _doubles(unit.source))
    initials = _TWIN_INITIALS.search(unit.source) is not None
    reasons = _REPEATED.get(context.locale.language, ())
    for match in _doubles(unit.target):
        word = fold(match[1])
        if initials and word in _LETTER_NAMES:
            continue  # के के नायर: K. K. Nair
        if any(words.fullmatch(word) and english.search(unit.source) for words, english in reasons):
            continue
        if word.endswith("ते") and not _AUXILIARY.match(unit.target, match.end()):
            continue  # गाते गाते: while singing
        if said:
            said -= 1
            continue
        yield Note(f"“{match[1]}” stands twice; keep it once.", match.span())


@warning("outer-space")
def outer_space(unit: Unit, context: Context) -> Iterator[Note]:  # noqa: ARG001 -- every rule has one shape
    """The target begins or ends with white space that the source does not have."""
    target = unit.target
    if target[:1].isspace() and not unit.source[:1].isspace():
        yield Note("The target begins with white space; remove it.", (0, len(target) - len(target.lstrip())))
    if target[-1:].isspace() and not unit.source[-1:].isspace() and target.strip():
        yield Note("The target ends with white space; remove it.", (len(target.rstrip()), len(target)))


@warning("spacing")
def spacing(unit: Unit, context: Context) -> Iterator[Note]:
    """A space is missing, doubled, hidden, or stands before a comma or within brackets."""
    kept = literals.find(unit.target)
    for pattern, message in _SPACES:
        for match in pattern.finditer(unit.target):
            spaced = context.locale.language in _SPACED and match.end() < len(unit.target)
            if spaced and unit.target[match.end()] in ";!?»":
                continue
            if pattern is _HIDDEN and match.group()[0] in unit.source:
                continue
            if all(match.end() <= start or end <= match.start() for start, end in kept):
                yield Note(message, match.span())


_HIDDEN = regex.compile(r"[\u00ad\u200b\u2060\ufeff\t]++")
_SPACES = (
    *(
        (regex.compile(pattern), message)
        for pattern, message in (
            (r"(?<=\S)[ \u00a0]{2,}+(?=\S)", "There is more than one space; keep one."),
            (
                r"(?<=[^\s([{])[ \u00a0]++(?=[,;!?।)\]}»]|\.(?!\.|\w))",
                "There is a space before the sign; take it out.",
            ),
            (
                r"(?<=[(\[{«„])[ \u00a0]++(?=\S)",
                "There is a space within the bracket or quotation; take it out.",
            ),
            (
                r"(?<=[\p{L}\p{M}]{2})[,;!?।](?=\p{L}[\p{L}\p{M}])",
                "A space is missing after the sign; put it in.",
            ),
            (r"(?<=\p{Ll}{3})\.(?=\p{Lu}\p{Ll})", "A space is missing after the full stop; put it in."),
        )
    ),
    (_HIDDEN, "There is a sign that cannot be seen; take it out."),
)
_SPACED = frozenset({"fr"})
"""Languages with a space of their own before some signs."""


_AUXILIARY = regex.compile(r"[ ]+(?:हुए|है|हैं|थे|थी|था|हों|हो)(?![\p{L}\p{M}])")
_LETTER_NAMES = frozenset(
    fold(name)
    for name in regex.findall(
        r"\S+", "ए बी सी डी ई एफ जी एच आई जे के एल एम एन ओ पी क्यू आर एस टी यू वी डब्ल्यू एक्स वाई जेड"
    )
)
_STUMBLES = frozenset({"had", "that", "is", "in", "on", "to"})
"""English words that may stand twice in good English, which nothing in the target repeats."""


def _reasons(table: str) -> tuple[tuple[regex.Pattern[str], regex.Pattern[str]], ...]:
    """Words, folded, and the English beside which they may stand twice."""
    rows = [line.split(":") for line in table.strip().splitlines()]
    return tuple(
        (
            regex.compile("|".join(fold(word.replace("_", " ")) for word in words.split())),
            regex.compile(rf"(?<!\p{{L}})(?:{'|'.join(english.split(','))})", regex.IGNORECASE),
        )
        for words, english in rows
    )


# Hindi says a word twice to mean each, various, again and again, or while doing something.
_REPEATED = {
    "hi": _reasons(
        """
अलग भिन्न:different,separate,various,varied,vary,distinct,divers,individual,apart,several,each,respective
बार:again,repeat,times,often,frequent,constant,re
साथ:along,together,as well,beside,simultaneous,in addition,hand in hand,side by side
धीरे:slow,gradual,little by little,over time,eventual,step
कभी:sometimes,occasion,at times,ever,once,rare,seldom
अभी:just,recent,now,new
समय:time to time,periodic,occasion,regular
जगह:place,everywhere,various,site,here and there,spot
तरह:kind,various,variety,sort,all,type
छोटे छोटी छोटा:small,tiny,little,short,mini,minor
बड़े बड़ी बड़ा:big,large,great,huge,major,grand
नए नई नये:new,novel
बहुत:thank,congratulat,greeting,wish,heart,best
जैसे वैसे ज्यों त्यों:as ,while,when
क्या:what
कौन किस किन:who all,which
जो जिन जिस:whoever,whichever,whatever,all who,all those
जब तब:whenever,from time to time
जहाँ जहां वहाँ वहां:wherever,places where
कहीं:somewhere,in places,some,parts
कुछ:some,a bit,slight
पास:close to each,close together,near each
आगे पीछे:ahead,forward,behind,follow
अपने अपनी अपना:their own,respective,each,own
रोज दिन:every,dail,day by day
घर गाँव गांव:every,door to door,each
एक दो:each,one by one,every,single
पल कण बूँद बूंद:every,each,moment,drop
ठीक सही:ok,fine,exact,right,correct
ताज़ा ताज़े ताजा ताजे गरम गर्म:fresh,hot
से_कम:
"""
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
            elif not _ITEM.search(text, max(0, index - 3), index):
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


@lru_cache(maxsize=64)
def _allowed_quotes(locale: LocaleInfo) -> dict[int, str]:
    """Marks that may open (1) and close (-1); Latin script has several customs in one language."""
    opening, closing, inner, end = locale.quotes
    either = "«»„“”" if locale.script == "Latn" else ""
    return {1: opening + inner + either + '"', -1: closing + end + either + '"'}


def _quote_sides(text: str) -> list[Span]:
    """Double quotation marks with 1 for opening and -1 for closing ones."""
    if quotation.DOUBLE.isdisjoint(text):
        return []
    fixed = bytearray(len(text))
    for start, end in literals.find(text):
        fixed[start:end] = b"\1" * (end - start)
    return [(at, side) for at, side in quotation.sides(text, bytes(fixed)) if text[at] in quotation.DOUBLE]


def _doubles(text: str) -> Iterator[regex.Match[str]]:
    """A word or two and the repetition, with nothing but space between; group 1 is what is repeated."""
    for match in _DOUBLE.finditer(text):
        # A capital in mid-sentence before the same small letters is a name: «Ван И и советник».
        if match.group().endswith(match[1]) or match.start() == 0:
            yield match
