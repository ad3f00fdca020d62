"""Russian forms of a rendering: its head and what agrees with it decline, the rest stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from translate.inflect import names, words

_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_GENDERS = ("masc", "femn", "neut")
_NOUN = frozenset({"NOUN"})
_MODIFIERS = frozenset({"ADJF", "PRTF"})
_NAMES = frozenset({"Name", "Surn", "Patr"})
_JOINERS = frozenset({"и", "или", ","})
_QUOTED = re.compile(r"«([^«»]+)»")
_SLAVONIC = ("ский", "ская", "ов", "ев", "ова", "ева", "кин", "кина", "ллин", "ллина")

# Of two nouns spelt alike the press means this one, told by its genitive plural: ships, not vessels.
_HOMONYMS = {"судно": "судов"}

Paradigm = list[str]
Reading = tuple[str, ...]
"""A case; of a phrase without a noun, case, number and gender."""


def _government() -> dict[str, tuple[str, ...]]:
    by_case = {
        "gent": "без безо близ вместо вне возле вокруг для до из изо из-за из-под кроме мимо около от ото "
        "после против ради среди у со с насчет касательно относительно",
        "datv": "к ко благодаря вопреки согласно по",
        "accs": "про через сквозь в во на о об за под",
        "ablt": "над надо перед передо между с со за под",
        "loct": "при в во на о об обо",
    }
    out: dict[str, tuple[str, ...]] = {}
    for case, prepositions in by_case.items():
        for word in prepositions.split():
            out[word] = (*out.get(word, ()), case)
    return out


GOVERNED = _government()
"""Cases after a preposition."""
# Second genitive and locative, and the like, as the first.
_MINOR_CASES = {"gen2": "gent", "acc2": "accs", "loc2": "loct", "voct": "nomn", "gen1": "gent"}


@lru_cache(maxsize=1)
def _analyser() -> Any:  # noqa: ANN401 - pymorphy3 has no types
    import pymorphy3  # noqa: PLC0415 - 40 ms and 38 MB, for catalogues without Russian never needed

    analyser = pymorphy3.MorphAnalyzer()
    # Each form of a word is looked for in all its forms, which are made anew every time.
    analyser.get_lexeme = lru_cache(maxsize=256)(analyser.get_lexeme)
    return analyser


@lru_cache(maxsize=8192)
def _parses(word: str) -> tuple[Any, ...]:
    return tuple(_analyser().parse(word))


@dataclass(frozen=True, slots=True)
class _Slot:
    """One place of the paradigm: case and number, with what the head passes on to its adjectives."""

    case: str
    number: str
    gender: str = ""
    animacy: str = "inan"

    def of_noun(self) -> set[str]:
        """An inanimate accusative is the nominative; of самолет-заправщик the analyser does not know."""
        same = self.animacy == "inan" and (self.number == "plur" or self.gender != "femn")
        return {"nomn" if same and self.case == "accs" else self.case, self.number}

    def of_modifier(self) -> set[str]:
        """Adjectives know gender in the singular only, animacy in two accusatives only."""
        wanted = {self.case, self.number}
        if self.number == "sing":
            wanted.add(self.gender)
        if self.case == "accs" and (self.number == "plur" or self.gender == "masc"):
            wanted.add(self.animacy)
        return wanted


def _inflected(parse: Any, wanted: set[str], word: str) -> str:  # noqa: ANN401 - a pymorphy3 parse
    """The word in the wanted form; the word itself where its paradigm has no such form."""
    found = parse.inflect(wanted)
    if found is None:
        return word
    first, hyphen, _ = word.rpartition("-")
    if hyphen and not _analyser().word_is_known(word) and not _known_noun(first):
        # The first part of винг-коммандер and онлайн-саммит stands.
        return words.like(word, f"{first}-{found.word.rpartition('-')[2]}")
    return words.like(word, found.word)


def _nominatives(word: str, parts_of_speech: frozenset[str]) -> list[Any]:
    found = [p for p in _parses(word) if p.tag.POS in parts_of_speech and p.tag.case == "nomn"]
    if meant := _HOMONYMS.get(word.lower()):
        found.sort(key=lambda parse: meant not in {form.word for form in parse.lexeme})
    return found


def _known_noun(word: str) -> list[Any]:
    return _nominatives(word, _NOUN) if _analyser().word_is_known(word) else []


def _nouns(word: str) -> list[Any]:
    """Readings as a nominative noun that can be trusted."""
    nouns = _nominatives(word, _NOUN)
    if _analyser().word_is_known(word):
        return nouns
    # A guess about an unknown name is worth something only where it comes first: Моди is no plural noun.
    if word[0].isupper() and not (nouns and nouns[0] == _parses(word)[0]):
        return []
    if "-" in word and (own := _known_noun(word.partition("-")[0])):
        # самолёт-заправщик is inanimate, though заправщик is also a man's trade.
        return sorted(nouns, key=lambda noun: ("anim" in noun.tag) != ("anim" in own[0].tag))
    return nouns


def _agree(modifier: Any, noun: Any) -> bool:  # noqa: ANN401 - two pymorphy3 parses
    if modifier.tag.number != noun.tag.number:
        return False
    return modifier.tag.number == "plur" or noun.tag.gender in (None, modifier.tag.gender)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A nominative phrase found at the start of a rendering.

    Attributes:
        modifiers: Token index and parses of each agreeing adjective or participle.
        noun: Token index of the head, and its parse.
    """

    modifiers: tuple[tuple[int, Any], ...]
    noun: tuple[int, Any]


def _head(tokens: list[str], start: int) -> _Phrase | None:
    """The longest run of adjectives from `start` with the nominative noun they agree with.

    The longest, because many adjectives are also nouns: главное, рабочая, командующий.
    """
    run: list[tuple[int, list[Any]]] = []
    best: _Phrase | None = None
    for index in range(start, len(tokens)):
        word = tokens[index]
        if word.isspace() or word.lower() in _JOINERS:
            continue
        if not words.declinable(word):
            break
        for noun in _nouns(word):
            fitting = [(at, next((p for p in parses if _agree(p, noun)), None)) for at, parses in run]
            if all(parse is not None for _, parse in fitting):
                best = _Phrase(tuple(fitting), (index, noun))
                break
        modifiers = _nominatives(word, _MODIFIERS)
        if modifiers:
            run.append((index, modifiers))
        elif not any(parse.tag.POS == "ADVB" for parse in _parses(word)):
            break
    return best


def _numbers(noun: Any, *, single: bool) -> tuple[str, ...]:  # noqa: ANN401 - a pymorphy3 parse
    if noun.tag.number == "plur":
        return ("plur",)
    return ("sing",) if single or "Sgtm" in noun.tag else ("sing", "plur")


def _names_after(tokens: list[str], phrase: _Phrase) -> list[tuple[int, Any]]:
    """Names in apposition to a person: президент России Владимир Путин."""
    index, noun = phrase.noun
    if "anim" not in noun.tag:
        return []
    found = []
    for at in range(index + 1, len(tokens)):
        if tokens[at][:1].isupper() and words.declinable(tokens[at]):
            agreeing = (p for p in _name_parses(tokens[at]) if p.tag.gender == noun.tag.gender)
            found += [(at, parse) for parse in islice(agreeing, 1)]
    return found


def _joined(tokens: list[str], phrase: _Phrase) -> _Phrase | None:
    """A second phrase of equal rank right after the first noun: исследования и разработки."""
    index = phrase.noun[0]
    if [token.lower() for token in tokens[index + 1 : index + 4]] != [" ", "и", " "]:
        return None
    second = _head(tokens, index + 4)
    same = second is not None and second.noun[1].tag.number == phrase.noun[1].tag.number
    return second if same else None


def _decline(tokens: list[str], phrases: list[_Phrase], number: str, case: str) -> str:
    out = list(tokens)
    for phrase in phrases:
        at, noun = phrase.noun
        animacy = "anim" if "anim" in noun.tag else "inan"
        slot = _Slot(case, number, noun.tag.gender or "masc", animacy)
        out[at] = _inflected(noun, slot.of_noun(), tokens[at])
        for index, parse in phrase.modifiers:
            out[index] = _inflected(parse, slot.of_modifier(), tokens[index])
        for index, name in _names_after(tokens, phrase):
            out[index] = _inflected(name, {case, number}, tokens[index])
    return "".join(out)


def _counted(tokens: list[str], phrase: _Phrase) -> str:
    """After two, three and four: два боевых самолета, but две ракетные системы."""
    out = list(tokens)
    at, noun = phrase.noun
    out[at] = _inflected(noun, {"sing", "gent"}, tokens[at])
    for index, parse in phrase.modifiers:
        wanted = {"plur", "nomn" if noun.tag.gender == "femn" else "gent"}
        out[index] = _inflected(parse, wanted, tokens[index])
    return "".join(out)


def _noun_phrase(tokens: list[str], *, proper: bool) -> Paradigm:
    phrase = _head(tokens, 0)
    if phrase is None:
        return []
    second = _joined(tokens, phrase)
    phrases = [phrase] if second is None else [phrase, second]
    # A person named and a pair (мир и безопасность) have no plural either.
    single = proper or second is not None or bool(_names_after(tokens, phrase))
    numbers = _numbers(phrase.noun[1], single=single)
    paradigm = [_decline(tokens, phrases, number, case) for number in numbers for case in _CASES]
    return [*paradigm, _counted(tokens, phrase)] if len(numbers) == 2 else paradigm


def _adjective_slots(adjective: Any) -> list[set[str]]:  # noqa: ANN401 - a pymorphy3 parse
    """Every case, gender and number, then the short forms."""
    slots = [
        _Slot(case, "sing", gender, a) for gender in _GENDERS for case in _CASES for a in ("inan", "anim")
    ]
    slots += [_Slot(case, "plur", "", animacy) for case in _CASES for animacy in ("inan", "anim")]
    short = {"ADJF": "ADJS", "PRTF": "PRTS"}[adjective.tag.POS]
    return [*(s.of_modifier() for s in slots), *({short, "sing", g} for g in _GENDERS), {short, "plur"}]


def _adjective(tokens: list[str]) -> Paradigm:
    """A term that is an adjective or participle, or whose head does not decline."""
    run: list[tuple[int, Any]] = []
    for index, word in enumerate(tokens):
        modifiers = _nominatives(word, _MODIFIERS) if words.declinable(word) else []
        if modifiers:
            run.append((index, modifiers[0]))
        elif not (word.isspace() or word.lower() in _JOINERS):
            break
    if not run:
        return []
    first = run[0][1]
    if run[-1][0] == len(tokens) - 1:
        wanted = _adjective_slots(first)
    else:
        # What follows is a head that does not decline (индийские ВВС) or dependants: as filed, by case.
        animacy = ("inan", "anim")
        slots = [_Slot(case, first.tag.number, first.tag.gender or "", a) for case in _CASES for a in animacy]
        wanted = [slot.of_modifier() for slot in slots]
    forms = []
    for grammemes in wanted:
        if first.inflect(grammemes) is None:
            continue
        out = list(tokens)
        for index, parse in run:
            out[index] = _inflected(parse, grammemes, tokens[index])
        forms.append("".join(out))
    return forms


def _verb(tokens: list[str]) -> Paradigm:
    """A term that is an infinitive: past tense and the third persons, which news prose uses."""
    infinitive = next((parse for parse in _parses(tokens[0]) if parse.tag.POS == "INFN"), None)
    if infinitive is None:
        return []
    wanted = [{"past", "sing", gender} for gender in _GENDERS] + [{"past", "plur"}]
    wanted += [{"3per", "sing", "indc"}, {"3per", "plur", "indc"}]
    return [_inflected(infinitive, grammemes, tokens[0]) + "".join(tokens[1:]) for grammemes in wanted]


def _man(parts: list[str]) -> bool:
    """Whether the name is a man's: by the words the dictionary knows, else by the given name's ending."""
    for word in parts:
        genders = {p.tag.gender for p in _name_parses(word)}
        if _analyser().word_is_known(word) and len(genders) == 1:
            return "masc" in genders
    return names.is_mans(parts[0])


def _name_parses(word: str) -> list[Any]:
    return [
        parse
        for parse in _nominatives(word, _NOUN)
        if _NAMES & set(parse.tag.grammemes) and parse.tag.number == "sing"
    ]


def _name_cases(word: str, *, man: bool) -> Paradigm:
    """One word of a name in the six cases."""
    gender = "masc" if man else "femn"
    parses = [parse for parse in _name_parses(word) if parse.tag.gender is None or gender in parse.tag]
    # The analyser's guesses about words it does not know are sound for Slavonic surnames only.
    known = _analyser().word_is_known(word) or word.lower().endswith(_SLAVONIC)
    if parses and known:
        return [_inflected(parses[0], {case, "sing"}, word) for case in _CASES]
    foreign = names.decline(word, man=man)
    return [word, *foreign] if foreign else [word] * len(_CASES)


def _person(tokens: list[str]) -> Paradigm:
    """Given name, patronymic and surname each in the same case; an initial stands."""

    def declines(index: int, token: str) -> bool:
        whole = len(token) > 1 and tokens[index + 1 : index + 2] != ["."]
        return whole and token[0].isupper() and words.declinable(token)

    at = [index for index, token in enumerate(tokens) if declines(index, token)]
    if not at:
        return []
    man = _man([tokens[i] for i in at])
    cases = {i: _name_cases(tokens[i], man=man) for i in at}
    return [
        "".join(cases[i][case] if i in cases else token for i, token in enumerate(tokens))
        for case in range(len(_CASES))
    ]


def _paradigms(tokens: list[str], *, proper: bool, person: bool) -> Iterator[Paradigm]:
    """Readings of the phrase, the likeliest first; an empty one says that it does not apply."""
    if person and all(token[0].isupper() for token in tokens if token[0].isalpha()):
        yield _person(tokens)
    yield _noun_phrase(tokens, proper=proper)
    yield _adjective(tokens)
    yield _verb(tokens)


def forms(rendering: str, *, proper: bool = False, person: bool = False) -> tuple[str, ...]:
    """Six cases, in both numbers unless `proper`; empty where nothing in the rendering declines.

    Adjectives and participles get all genders and short forms, infinitives the past tense and third persons.
    A rendering that is all in quotes is itself the head and declines in them: «Росатом», «Росатома».
    """
    if quoted := _QUOTED.fullmatch(rendering):
        return tuple(f"«{form}»" for form in forms(quoted[1], proper=proper))
    tokens = words.tokens(rendering)
    # A first word that does not decline (ВВС Индии, МиГ-29) is the head: nothing moves.
    if not tokens or not words.declinable(tokens[0]):
        return ()
    paradigm = next((found for found in _paradigms(tokens, proper=proper, person=person) if found), [])
    return tuple(dict.fromkeys(paradigm))


@lru_cache(maxsize=1024)
def paradigm(noun: str) -> tuple[str, ...]:
    """Six cases in the singular, six in the plural, then the form after two to four; thirteen texts.

    A phrase that does not decline (км, евро) stands in all of them.
    """
    found = _noun_phrase(words.tokens(noun), proper=False)
    return tuple(found) if len(found) == 2 * len(_CASES) + 1 else (noun,) * (2 * len(_CASES) + 1)


@lru_cache(maxsize=4096)
def agreement(phrase: str) -> tuple[Reading, ...]:
    """Case, number and gender that a modifier before the phrase's first noun may have; empty for none."""
    found: set[Reading] | None = None
    for word in words.tokens(phrase):
        if word.isspace():
            continue
        if not words.declinable(word):
            break
        parses = [parse for parse in _parses(word) if parse.tag.case]
        own = {_reading(parse.tag) for parse in parses}
        found = own if found is None else own & found
        if not found or parses[0].tag.POS == "NOUN":
            return tuple(sorted(found))
    return ()


@lru_cache(maxsize=16384)
def readings(phrase: str) -> tuple[Reading, ...]:
    """The readings that a phrase's words up to its first noun have in common; empty where nothing tells."""
    common: set[Reading] | None = None
    noun = False
    for word in words.tokens(phrase):
        parses = [parse for parse in _parses(word) if parse.tag.case] if words.declinable(word) else []
        if not parses:
            if common is None or word.isspace():
                continue
            break
        own = {_reading(parse.tag) for parse in parses}
        shared = own if common is None else own & common
        if not shared:
            break
        common = shared
        if parses[0].tag.POS == "NOUN":
            noun = True
            break
    found = {reading[:1] for reading in common or ()} if noun else common or set()
    return tuple(sorted(found))


def _reading(tag: Any) -> Reading:  # noqa: ANN401 - a pymorphy3 tag
    case, number, gender = str(tag.case), str(tag.number or ""), str(tag.gender or "")
    return _MINOR_CASES.get(case, case), number, gender if number == "sing" else ""
