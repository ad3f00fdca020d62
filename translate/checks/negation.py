"""Negation of the source that the target lacks, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from translate.checks.check import Context, Note, warning
from translate.unit import Unit


def _words(*patterns: str, cased: bool = False) -> regex.Pattern[str]:
    """Whole words and phrases; `*` stands for any letters."""
    joined = "|".join(patterns).replace("*", r"[\p{L}\p{M}]*+")
    edged = rf"(?<![\p{{L}}\p{{M}}\p{{N}}])(?:{joined})(?![\p{{L}}\p{{M}}\p{{N}}])"
    return regex.compile(edged, 0 if cased else regex.IGNORECASE)


_NOT = regex.compile(
    _words("not|cannot|never|nobody|nothing|none|nowhere|neither|without|no").pattern
    + r"|(?<=\p{L})n['’]t(?![\p{L}\p{M}])",
    regex.IGNORECASE,
)
# A negation that other languages may turn: one negation in the target does for any number of them.
_LOOSE = _words(
    r"(?:not|cannot|\p{L}+n['’]t) (?:only|just|merely|simply|solely|so|too|all)",
    "(?:whether|why|if|or|but|and|although|though|than|maybe|perhaps|probably) not",
    "no (?:more|less|fewer|later|further|one else|other)|neither|not (?:one|a single)",
    "nothing (?:but|more|less|else|other)|never (?:before|again)",
)
_NUMBERED = regex.compile(r"(?<!\p{L})No(?=\.? ?[0-9])")
"""What stands for “number”."""
# No negation at all, or one that the target may leave out.
_IDLE = regex.compile(
    _words(
        r"(?:not|cannot|\p{L}+n['’]t) (?:least|to mention|to be confused|surprising*)",
        r"(?:not|cannot|\p{L}+n['’]t) (?:uncommon*|unusual*|unlike*)",
        r"(?:not|cannot|\p{L}+n['’]t) but",
        "whether or not|or not|if not|why not|no (?:doubt|matter|sooner|wonder)|none other",
        "without (?:doubt|fail|exception|question|a doubt)|last but not least|more often than not|yes or no",
        "nothing short|never mind|no one else|not (?:more|less|fewer|later|earlier) than|nothing but",
    ).pattern
    + rf"|{_NUMBERED.pattern}"
    r"|, (?:is|are|do|does|did|was|were)n['’]t (?:it|he|she|they|you|we)(?!\p{L})",
    regex.IGNORECASE,
)
# Words that have a negation in them: what they become explains as many negations of the target.
_AFFIXED = _words(
    r"(?:un|in(?!d[iou]|c[lo]|t[eor]|s[tp]|v|f[loa]|ha|j|g|k|ner|iti|nov)|im[mp]|ir[r]|il[l]|dis|non)\p{L}{4,}",
    r"\p{L}{3,}less(?:ly|ness)?",
    "fail*|refus*|declin*|den(?:y|ied|ies|ial)|lack*|avoid*|prevent*|absen*|except*|unless|against",
    "rather than|instead*|too|few|little|hardly|barely|scarcely|rarely|seldom|forbid*|ban|banned",
    "prohibit*|reject*|impossib*|only",
)
# Words that another language may well render with a negation, so that one in the target proves nothing.
_LIKE_NOT = _words(
    r"(?:un|in|dis|mis|anti|counter)\p{L}{4,}|im[bmp]\p{L}{4,}|ir[r]\p{L}{4,}|il[l]\p{L}{4,}|non*",
    r"\p{L}+less(?:ly|ness)?",
    "only|but|until|till|unless|before|than|rather|instead|few*|little|less|least|most|hardly|barely|rare*",
    "seldom|scarce*|fail*|refus*|den(?:y|ied|ies|ial|ying)|lack*|avoid*|prevent*|stop*|miss*|los[est]*|too",
    "except*|regardless|whatever|however|whoever|wherever|although|otherwise|forbid*|forbade|bann?*|prohibit*",
    "reject*|oppos*|against|absen*|neglect*|ignor*|zero|empty|ceas*|end(?:ed|s|ing)?|remain*|still|yet|any*|ever",
    "differ*|difficult*|hard(?:er|est)?|just|both|even|also|as well|over|more|up to|out of|near*|close|small",
    "short*|low|weak*|poor|minor|slight*|several|some*|necessar*|must|need*|doubt*|resist*|abandon*",
    "withdr*|suspend*|halt*|block*|free|secret|away|off|apart|alone|vary|various|while|whether|if|once",
    "since|because of|foreign|immediate*|constant*|already|keep|kept|spare*|escape*|leav*|left|no|not|nor",
    "nobody|nothing|nowhere|notwithstanding",
    "cannot|never|a?symm*|atypical*",
)


_CLAUSE = regex.compile(r"[^,;:.!?()—–…]++")


@dataclass(frozen=True, slots=True)
class _Denials:
    """Negations of an English sentence.

    Attributes:
        firm: Words that any language renders with a negation each.
        loose: Words that ask for at least one negation.
        affixed: How many words have a negation in them.
        possible: There are words that may be rendered with one.
    """

    firm: tuple[str, ...]
    loose: tuple[str, ...]
    affixed: int
    possible: bool


@dataclass(frozen=True, slots=True)
class _Language:
    """How a language negates.

    Attributes:
        clear: Words that negate wherever they stand.
        kin: Words that may stand for an English negation: prefixes, refusal, absence.
        free: Phrases with a clear word that deny nothing.
        paired: Words that want a verb with a negation beside them, if the language has such.
        verbal: These negations.
    """

    clear: regex.Pattern[str]
    kin: regex.Pattern[str]
    free: regex.Pattern[str]
    paired: regex.Pattern[str] | None = None
    verbal: regex.Pattern[str] | None = None


_LANGUAGES = {
    "ru": _Language(
        clear=_words("не|нет|нельзя|без"),
        kin=_words(
            "не(?!де[лй]|фт|б[оае]|м[еиоцк]|йтр|йро|вест|котор|сколь|давн|медл|обходим|пал|посредств|прерывн|уклонн"
            r"|однократн|редко|рв|он|сут|сл[аи]|смотря|жели|прия|тто|гр|вод|дюж)\p{L}{3,}+",
            r"бе[зс](?!опас|пилот|поко|поряд|плат|ед|смыс)\p{L}{4,}+|вряд|едва|отказ*|отсутств*|лиш[её]н*|некому|нечего|негде|нету|ниже",
        ),
        free=_words(
            "не (?:только|просто|менее|более|меньше|больше|позднее|позже|раньше|ранее|исключено|говоря|раз)",
            "(?:как|сколько|кто|что|где|куда|какой|чем|когда) бы не|тем не менее|пока не|если не|чуть не",
            "едва не|нет сомнений|без сомнения|до тех пор,? пока не",
        ),
        paired=_words(
            "никто|никого|никому|никем|ничто|ничего|ничему|ничем|никогда|нигде|никуда|никак*|ни одн*"
        ),
        verbal=_words(r"не|нет|нельзя|невозможн*|не\p{L}+|отсутств*|отказ*|без"),
    ),
    "hi": _Language(
        clear=_words("नहीं|नही|न|मत|बिना|ना|बगैर|बग़ैर"),
        kin=_words(
            "इनकार|इन्कार|इंकार|मना|असंभव|असमर्थ*|असफल*|विफल*|नाकाम*|अभाव|रहित|वंचित|अनुपस्थि*|नामुमकिन",
            "मुक्त|अलावा|बजाय|सिवाय",
            "(?:गैर|ग़ैर|निर्|निः|अवि|अस्व|अक्ष|अयो|अज्ञ|अनज|अनि|अन्य?ाय|अवै)[\\p{L}\\p{M}]*",
        ),
        free=_words("न केवल|न सिर्फ|न सिर्फ़|ही नहीं|जब तक|न हो|क्यों न|कहीं न कहीं|कुछ न कुछ|या नहीं|कोई न कोई"),
    ),
}


@warning("negation-lost")
def negation_lost(unit: Unit, context: Context) -> Iterator[Note]:
    """The source denies something and the target does not."""
    language = _LANGUAGES.get(context.locale.language)
    said = _denials(unit.source)
    if language is None or not (said.firm or said.loose):
        return
    clear = len(language.clear.findall(unit.target))
    found = clear + max(0, len(language.kin.findall(unit.target)) - said.affixed)
    if found < max(len(said.firm), 1):
        words = " and ".join(f"“{word}”" for word in said.firm or said.loose)
        yield Note(f"The source says {words}, the target denies less; look for a lost negation.")
        return
    yield from _unpaired(unit.target, language)


def _unpaired(target: str, language: _Language) -> Iterator[Note]:
    """Words such as никогда without the negation of their verb."""
    if language.paired is None or language.verbal is None:
        return
    for clause in _CLAUSE.finditer(target):
        lone = language.paired.search(target, *clause.span())
        if lone and not language.verbal.search(target, *clause.span()):
            yield Note(f"“{lone.group()}” has no negation beside it; look for a lost one.", lone.span())
            return


@warning("negation-gained")
def negation_gained(unit: Unit, context: Context) -> Iterator[Note]:
    """The target denies something and the source does not."""
    language = _LANGUAGES.get(context.locale.language)
    if language is None or _denials(unit.source).possible:
        return
    rest = language.free.sub(lambda match: " " * len(match.group()), unit.target)
    for match in language.clear.finditer(rest):
        yield Note(f"“{match.group()}” denies what the source does not; look again.", match.span())
        return


@lru_cache(maxsize=1024)  # several locales look at one source
def _denials(source: str) -> _Denials:
    rest = _blank(_IDLE, source)
    firm = _blank(_LOOSE, rest)
    return _Denials(
        firm=tuple(match.group() for match in _NOT.finditer(firm)),
        loose=tuple(match.group() for match in _NOT.finditer(rest)),
        affixed=len(_AFFIXED.findall(rest)),
        possible=any(words.search(_blank(_NUMBERED, source)) for words in (_LIKE_NOT, _NOT)),
    )


def _blank(pattern: regex.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match.group()), text)
