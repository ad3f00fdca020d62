"""Sixty hard sentences drafted by the real starters: what must hold of the terms, whatever the wording."""

import json
import random
import re
import unicodedata
import zipfile
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from translate import drafting, glossary, models, satisfying
from translate import engine as engine_module
from translate.config import EngineSettings
from translate.engine import Engine
from translate.inflect import find_forms
from translate.unit import Outcome, Unit
from translate.windows import words

HOUSE = glossary.load(sorted((Path(__file__).parents[1] / "glossary").glob("*.csv")))
NOTHING = glossary.load(())
SHORTEST, LONGEST = 0.7, 1.4
LONG = (
    "When the Defence Minister arrived in New Delhi on the evening of 12 March, he was met by officers of "
    "all three services, by the governor of the region and by several hundred people who had waited for "
    "hours in the rain, because everybody knew that the S-400 Triumf would be shown for the first time "
    "that week, and although nobody had said so in public, the officers of the Indian Navy hoped that he "
    "would also speak about the old submarine which had been standing in the dock for 7 years, while the "
    "workers of the yard, who had not been paid since the summer, wanted to hear only one thing, namely "
    "when the money promised by the government would come and who would bring it to them."
)
OWN = """\
term,variants,kind,case,flags,note,hi,hi_forms,ru,ru_forms
NovaTrack,,equipment,,dnt,,,,,
Blue Heron,,equipment,,dnt,,,,,
Bureau Nine,,organisation,,exact,,ब्यूरो नाइन,,Бюро девять,
harbour pilot,,appointment,,exact,,पोर्ट पायलट,,портовый лоцман,
WHO,,abbreviation,,,,डब्ल्यूएचओ,,ВОЗ,
MAY,,abbreviation,,,,एमएवाई,,МАЙ,
Akash,,equipment,yes,,,आकाश,,«Акаш»,
Akash Mehta,,person,,,,आकाश मेहता,,Акаш Мехта,
Project 636,,equipment,,exact,,प्रोजेक्ट № 636,,проект № 636,
Clear Sky,,operation,,exact,,क्लियर स्काई™,,«Ясное небо™»,
Kala,,equipment,,,,कला,कला,«Кала»,
marine guard,,organisation,,,,समुद्री रक्षा,,морская охрана,
coastal radar,,equipment,,,,तटीय रडार,,береговой радиолокатор,
red line,,phrase,,,,लाल रेखा,,красная черта,
"""


# What the starters' drafts do not hold yet, and why; one that passes is to be taken out of here.
OPEN = {
    "asks_for_its_terms_and_for_no_others[hi-50-an-ordinary-word]": "a man called Akash, without a surname",
    "asks_for_its_terms_and_for_no_others[ru-50-an-ordinary-word]": "a man called Akash, without a surname",
    "gets_no_quotation_marks[ru]": "a man called Akash, without a surname",
    "the_old_rendering_is_gone[hi-54-exact]": "attention points at the verb",
    "the_old_rendering_is_gone[ru-28-plural]": "the decoded tail says it again",
    "nothing_else_is_lost[hi-24-after-a-preposition]": "attention points at the money",
    "nothing_else_is_lost[hi-49-an-ordinary-word]": "the draft lacks the name; attention points at the south",
    "nothing_else_is_lost[hi-57-do-not-translate]": "attention points at the president",
    "nothing_else_is_lost[ru-20-an-expansion-and-its-acronym]": "the decoded tail is shorter",
}


@pytest.fixture(autouse=True)
def _known(request):
    name = request.node.name
    reason = next((why for end, why in OPEN.items() if name.endswith(end)), None)
    if reason is not None:
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))


@dataclass(frozen=True)
class Hard:
    """A sentence, what makes it hard, and its terms as English has them, in order.

    Attributes:
        gone: Old rendering that may not stand beside the term, by locale, as regular expressions.
        keeps: What must still be there where the plain draft has it, by locale, the same way.
    """

    kind: str
    source: str
    terms: tuple[str, ...]
    gone: dict[str, str] | None = None
    keeps: dict[str, str] | None = None
    role: str = "body"
    own: bool = False


def own(kind, source, *terms, **more):
    return Hard(kind, source, terms, own=True, **more)


def house(kind, source, *terms, **more):
    return Hard(kind, source, terms, **more)


SENTENCES = [
    house(
        "two terms",
        "The Defence Minister inspected the S-400 Triumf at an air base near the border on Friday.",
        "Defence Minister",
        "S-400 Triumf",
        gone={"ru": r"Triumf|Триумфы?\b(?!»)", "hi": "Triumf"},
        keeps={"ru": "границ", "hi": "सीमा"},
    ),
    house(
        "two terms",
        "Officials said that the BrahMos would be fitted to every new frigate by the end of the decade.",
        "BrahMos",
        "frigate",
        gone={"ru": "(?i)brahmos", "hi": "(?i)brahmos"},
    ),
    house(
        "two terms",
        "The Indian Navy will send a submarine and two support ships to the port next month.",
        "Indian Navy",
        "submarine",
    ),
    house(
        "three terms",
        "The Defence Minister told reporters in New Delhi that Operation Sindoor was over.",
        "Defence Minister",
        "New Delhi",
        "Operation Sindoor",
        gone={"ru": "(?i)sindoor|Синдор", "hi": "(?i)sindoor"},
    ),
    house(
        "three terms",
        "Air Marshal Singh said that the Rafale and the Tejas would fly together over the capital.",
        "Air Marshal",
        "Rafale",
        "Tejas",
        gone={"ru": "Теба|» «"},
    ),
    house(
        "three terms",
        "Leaders of BRICS and the SCO spoke of terrorism for most of the first day.",
        "BRICS",
        "SCO",
        "terrorism",
        gone={"ru": r"\bSCO\b|\bСКО\b", "hi": "SCO"},
    ),
    house(
        "the same term twice",
        "The frigate left the harbour at dawn, and the second frigate followed it an hour later.",
        "frigate",
        "frigate",
    ),
    house(
        "the same term twice",
        "A drone was seen over the city on Monday, and another drone was shot down near the river.",
        "drone",
        "drone",
    ),
    house(
        "the same term twice",
        "The S-400 Triumf protects the north, while the S-400 Triumf in the west is still being built.",
        "S-400 Triumf",
        "S-400 Triumf",
        gone={"ru": "Triumf", "hi": "Triumf"},
    ),
    house(
        "the same term twice",
        "The Defence Minister of India met the Defence Minister of Russia in the old palace.",
        "Defence Minister",
        "Defence Minister",
    ),
    house(
        "at the start",
        "Operation Sindoor was discussed at length by members of both houses of parliament.",
        "Operation Sindoor",
        gone={"ru": "(?i)sindoor|Синдор", "hi": "(?i)sindoor"},
    ),
    house(
        "at the start",
        "Air defence remains the weakest part of the whole army, a retired general wrote last week.",
        "Air defence",
    ),
    house(
        "at the start",
        "Loitering munitions were used for the first time in the mountains last winter.",
        "Loitering munitions",
        gone={"ru": "(?i)бродяч"},
    ),
    house(
        "capitals",
        "INDIA TESTS BRAHMOS FROM NEW FRIGATE",
        "BRAHMOS",
        "FRIGATE",
        role="headline",
        gone={"ru": "(?i)brahmos", "hi": "(?i)brahmos"},
    ),
    house(
        "capitals",
        "DEFENCE MINISTER OPENS LARGE AIR SHOW IN NEW DELHI",
        "DEFENCE MINISTER",
        "NEW DELHI",
        role="headline",
    ),
    own("capitals", "WHO WILL PAY FOR THE NEW COASTAL RADAR", "COASTAL RADAR", role="headline"),
    house(
        "in quotation marks",
        "“The S-400 Triumf is a very good system,” the pilot said after the exercise.",
        "S-400 Triumf",
        gone={"ru": "Triumf", "hi": "Triumf"},
    ),
    house(
        "in quotation marks",
        "The minister called the new plan a “game changer” for the whole region.",
        "game changer",
        gone={"ru": "(?i)смен\\w+ игр|изменени\\w* игр|игров"},
    ),
    own(
        "in quotation marks",
        "The president said that the “red line” had never been drawn on a map.",
        "red line",
    ),
    house(
        "an expansion and its acronym",
        "The Indian Air Force (IAF) will receive twelve new aircraft before the end of the year.",
        "Indian Air Force",
        "IAF",
    ),
    house(
        "an expansion and its acronym",
        "Hindustan Aeronautics Limited (HAL) builds the aircraft in a large plant in the south.",
        "Hindustan Aeronautics Limited",
        "HAL",
    ),
    house(
        "in brackets",
        "The only new aircraft carrier (INS Vikrant) spent two months at sea.",
        "aircraft carrier",
        "INS Vikrant",
        gone={"ru": "ИСин"},
        keeps={"ru": r"\bмор", "hi": "समुद्र"},
    ),
    house(
        "after a preposition", "The crew talked about the frigate for several hours that night.", "frigate"
    ),
    house(
        "after a preposition",
        "The soldiers were trained for the joint exercise near the border.",
        "joint exercise",
    ),
    house(
        "after a preposition",
        "The money was given to the Indian Army without any conditions.",
        "Indian Army",
        keeps={"ru": "(?i)ден[ье]г|средств", "hi": "धन|पैस"},
    ),
    house("after a preposition", "Nothing has been heard of the submarine since last Tuesday.", "submarine"),
    own(
        "after a preposition",
        "They argued with the marine guard near the coastal radar.",
        "marine guard",
        "coastal radar",
    ),
    house(
        "plural",
        "Several frigates and submarines were built in the city before the war.",
        "frigates",
        "submarines",
    ),
    house(
        "plural",
        "Cruise missiles were fired from two ships during the night.",
        "Cruise missiles",
        gone={"ru": r"(?i)ракет\w*.*ракет"},
        keeps={"ru": "корабл", "hi": "जहाज|पोत"},
    ),
    house(
        "plural",
        "Strategic bombers flew over the sea for ten hours without a stop.",
        "Strategic bombers",
        keeps={"ru": r"\bмор", "hi": "समुद्र"},
    ),
    own("plural", "Five coastal radars will be placed along the shore before winter.", "coastal radars"),
    house("possessive", "The Indian Navy's new base was opened by the president on Sunday.", "Indian Navy"),
    house(
        "possessive",
        "The Defence Minister’s answer surprised the journalists in the hall.",
        "Defence Minister",
    ),
    own(
        "possessive",
        "The marine guard's boats returned to the port in the morning.",
        "marine guard",
        keeps={"ru": r"\bпорт", "hi": "नाव"},
    ),
    house(
        "nested",
        "The Indian Air Force chief thanked the Indian Air Force for its work.",
        "Indian Air Force chief",
        "Indian Air Force",
    ),
    house(
        "nested",
        "The submarine-launched ballistic missile flew further than any other ballistic missile this year.",
        "submarine-launched ballistic missile",
        "ballistic missile",
    ),
    house(
        "nested",
        "BrahMos Aerospace says that the BrahMos is ready for export.",
        "BrahMos Aerospace",
        "BrahMos",
    ),
    house(
        "nested",
        "The Su-30MKI and the older Su-30 landed on the same day.",
        "Su-30MKI",
        "Su-30",
        gone={"ru": r"Су 30"},
        keeps={"hi": "दिन", "ru": r"\bд(?:ень|ня)"},
    ),
    house(
        "next to a figure",
        "India received five units of the S-400 Triumf in 2018 for 5.43 billion dollars.",
        "S-400 Triumf",
        gone={"ru": "Triumf", "hi": "Triumf"},
        keeps={"ru": "пять|5", "hi": "पांच|5"},
    ),
    house("next to a figure", "The country ordered 26 Rafale jets in 2025 and 36 more in 2016.", "Rafale"),
    house("next to a figure", "The 12 S-400 launchers arrived in 3 ships on 5 May 2026.", "S-400"),
    own("next to a figure", "In 2024 the 3 coastal radars tracked 140 ships a day.", "coastal radars"),
    house(
        "already right", "The minister arrived in New Delhi on Friday with a large delegation.", "New Delhi"
    ),
    house("already right", "The leaders met in Vladivostok in September 2025.", "Vladivostok"),
    house("already right", "The two presidents talked about terrorism and trade.", "terrorism"),
    house("already right", "A submarine was found near the coast.", "submarine"),
    own("an ordinary word", "The people who work here know the doctors of the WHO very well.", "WHO"),
    own("an ordinary word", "The people who work in this hospital know all the doctors very well."),
    own("an ordinary word", "The ship may return in May, but nobody knows the exact day."),
    own(
        "an ordinary word",
        "Akash Mehta, a teacher from the south, said that the school was too small.",
        "Akash Mehta",
        keeps={"hi": "दक्षिण", "ru": "(?i)южн|юг"},
    ),
    own("an ordinary word", "Akash said that he would come home with his mother in the evening."),
    house(
        "a very long sentence",
        LONG,
        "Defence Minister",
        "New Delhi",
        "S-400 Triumf",
        "Indian Navy",
        "submarine",
    ),
    own("on Devanagari edges", "The Kala was built by the artists of a very small town.", "Kala"),
    own(
        "on Devanagari edges",
        "The marine guard protects the artists and the defence ministry.",
        "marine guard",
    ),
    own(
        "exact",
        "The letter was written by Bureau Nine and sent to the ministry.",
        "Bureau Nine",
        gone={"hi": "कार्यालय"},
        keeps={"hi": "लिख", "ru": "(?i)написа|министер"},
    ),
    own("exact", "The captain spoke with the harbour pilot before the storm.", "harbour pilot"),
    own(
        "do not translate",
        "The army will buy the NovaTrack and the Blue Heron next year.",
        "NovaTrack",
        "Blue Heron",
    ),
    own(
        "do not translate",
        "Engineers of the company showed the NovaTrack to the president.",
        "NovaTrack",
        keeps={"hi": "राष्ट्रपति", "ru": "(?i)президент"},
    ),
    own("unspellable", "The sailors saw Project 636 near the island in the evening.", "Project 636"),
    own(
        "unspellable",
        "The generals decided that Clear Sky should begin at once.",
        "Clear Sky",
        gone={"ru": "Блайс", "hi": "स्काईरूट"},
        keeps={"ru": "(?i)генерал", "hi": "जनरल"},
    ),
]
LOCALES = ("hi", "ru")
GOVERNED = {
    **dict.fromkeys(("без", "близ", "возле", "для", "до", "из", "около", "от", "у"), "genitive"),
    **dict.fromkeys(("о", "об", "при"), "prepositional"),
    "к": "dative",
    "с": "instrumental",
}
CASES = {
    "фрегат": {
        "genitive": ("фрегата", "фрегатов"),
        "dative": ("фрегату", "фрегатам"),
        "instrumental": ("фрегатом", "фрегатами"),
        "prepositional": ("фрегате", "фрегатах"),
    },
    "совместн": {
        "genitive": ("совместных учений", "совместного учения"),
        "dative": ("совместным учениям", "совместному учению"),
        "instrumental": ("совместными учениями", "совместным учением"),
        "prepositional": ("совместных учениях", "совместном учении"),
    },
    "подводн": {
        "genitive": ("подводной лодки", "подводных лодок"),
        "dative": ("подводной лодке", "подводным лодкам"),
        "instrumental": ("подводной лодкой", "подводными лодками"),
        "prepositional": ("подводной лодке", "подводных лодках"),
    },
    "морск": {
        "genitive": ("морской охраны", "морских охран"),
        "dative": ("морской охране", "морским охранам"),
        "instrumental": ("морской охраной", "морскими охранами"),
        "prepositional": ("морской охране", "морских охранах"),
    },
    "берегов": {
        "genitive": ("берегового радиолокатора", "береговых радиолокаторов"),
        "dative": ("береговому радиолокатору", "береговым радиолокаторам"),
        "instrumental": ("береговым радиолокатором", "береговыми радиолокаторами"),
        "prepositional": ("береговом радиолокаторе", "береговых радиолокаторах"),
    },
}
# Locale and English of the terms that no draft needs to hold, and why: none so far.
MAY_FAIL: dict[tuple[str, str], str] = {}


@dataclass(frozen=True)
class Batch:
    """All sentences in one locale: without a glossary, and with it."""

    locale: str
    plain: tuple[Unit, ...]
    drafts: tuple[Unit, ...]


def draft_all(engine, own_terms, locale, *, terms=True):
    made = {}
    for is_own in (False, True):
        some = [s for s in SENTENCES if s.own == is_own]
        filed = (own_terms if is_own else HOUSE) if terms else NOTHING
        units = [Unit(s.role, s.source) for s in some]
        made.update(zip((s.source for s in some), drafting.draft(units, engine, filed, locale), strict=True))
    return tuple(made[s.source] for s in SENTENCES)


@pytest.fixture(scope="module")
def own_terms(tmp_path_factory):
    path = tmp_path_factory.mktemp("terms") / "own.csv"
    path.write_text(OWN, encoding="utf-8")
    return glossary.load([path])


@pytest.fixture(scope="module")
def batches(engines, own_terms):
    return {
        locale: Batch(
            locale,
            draft_all(engines(locale), own_terms, locale, terms=False),
            draft_all(engines(locale), own_terms, locale),
        )
        for locale in LOCALES
    }


@pytest.fixture(
    params=[(locale, i) for locale in LOCALES for i in range(len(SENTENCES))],
    ids=lambda p: f"{p[0]}-{p[1]:02}-{SENTENCES[p[1]].kind.replace(' ', '-')}",
)
def case(request, batches):
    locale, index = request.param
    batch = batches[locale]
    return locale, SENTENCES[index], batch.plain[index], batch.drafts[index]


def needed(unit):
    return [item.requirement for item in unit.evidence]


def of_kind(batch, *kinds):
    return [
        (sentence, plain, made)
        for sentence, plain, made in zip(SENTENCES, batch.plain, batch.drafts, strict=True)
        if sentence.kind in kinds
    ]


def is_letter(char):
    return unicodedata.category(char)[0] in "LM"


def repeated(text):
    """Words that stand twice in a row."""
    row = [text[slice(*span)].casefold() for span in words(text)]
    return Counter(a for a, b in pairwise(row) if a == b and not a.isdigit())


def occurrences(text, requirement, others, locale):
    """Places of the requirement's forms in a text that belong to no longer term of the sentence."""
    closed = [
        span
        for other, span in zip(others, satisfying.assign(text, others, locale), strict=True)
        if span is not None and set(other.renderings).isdisjoint(requirement.renderings)
    ]
    return [
        span
        for span in find_forms(text, requirement.renderings, locale)
        if not any(a <= span[0] and span[1] <= b for a, b in closed)
    ]


def test_there_are_sixty_sentences_of_every_kind():
    assert len(SENTENCES) == len({s.source for s in SENTENCES}) == 60
    assert len(LONG.split()) >= 120


def test_the_sentence_asks_for_its_terms_and_for_no_others(case):
    _, sentence, _, made = case
    assert [r.source for r in needed(made)] == list(sentence.terms), made.target


def test_every_occurrence_has_an_allowed_form_of_its_own(case):
    locale, sentence, _, made = case
    spans = satisfying.assign(made.target, needed(made), locale)
    missing = [
        r.source
        for r, span in zip(needed(made), spans, strict=True)
        if span is None and (locale, r.source) not in MAY_FAIL
    ]
    assert not missing, f"{sentence.source}\n{made.target}\n{made.evidence}"
    found = sorted(span for span in spans if span is not None)
    assert all(a[1] <= b[0] for a, b in pairwise(found))


def test_a_form_stands_on_the_edges_of_words(case):
    _, _, _, made = case
    for item in made.evidence:
        if item.span is not None:
            start, end = item.span
            assert made.target[start:end] == item.form
            assert not (start and is_letter(made.target[start - 1]) and is_letter(made.target[start]))
            after = made.target[end : end + 1]
            assert not (after and is_letter(after) and is_letter(made.target[end - 1])), made.target


def test_no_term_stands_more_often_than_in_english(case):
    locale, sentence, plain, made = case
    for requirement in needed(made):
        shared = [r for r in needed(made) if not set(r.renderings).isdisjoint(requirement.renderings)]
        there = len(occurrences(made.target, requirement, needed(made), locale))
        before = len(occurrences(plain.target, requirement, needed(made), locale))
        assert there <= max(len(shared), before), f"{sentence.source}\n{plain.target}\n{made.target}"


def test_no_word_is_doubled(case):
    _, sentence, plain, made = case
    assert not repeated(made.target) - repeated(plain.target), (
        f"{sentence.source}\n{plain.target}\n{made.target}"
    )


def test_figures_that_the_plain_draft_kept_are_kept(case):
    _, sentence, plain, made = case
    kept = Counter(re.findall(r"\d+", plain.target)) & Counter(re.findall(r"\d+", sentence.source))
    assert not kept - Counter(re.findall(r"\d+", made.target)), f"{plain.target}\n{made.target}"


def test_no_figure_is_made_up_or_doubled(case):
    _, sentence, plain, made = case
    known = Counter(re.findall(r"\d+", sentence.source)) | Counter(re.findall(r"\d+", plain.target))
    assert not Counter(re.findall(r"\d+", made.target)) - known, f"{plain.target}\n{made.target}"


def test_the_old_rendering_is_gone(case):
    locale, sentence, _, made = case
    old = (sentence.gone or {}).get(locale)
    if old:
        assert not re.search(old, made.target), made.target


def test_nothing_else_is_lost(case):
    locale, sentence, plain, made = case
    told = f"{sentence.source}\n{plain.target}\n{made.target}"
    assert len(made.target) >= SHORTEST * len(plain.target), told
    # A plain draft that left out a third of the English is no measure of what is too long.
    whole = len(plain.target) >= SHORTEST * len(sentence.source)
    assert len(made.target) <= LONGEST * len(plain.target if whole else sentence.source), told
    kept = (sentence.keeps or {}).get(locale)
    if kept and re.search(kept, plain.target):
        assert re.search(kept, made.target), told


def test_signs_stay_in_pairs_and_at_their_places(case):
    _, sentence, plain, made = case
    told = f"{sentence.source}\n{plain.target}\n{made.target}"
    for opening, closing in ("«»", "“”", "()"):
        assert abs(made.target.count(opening) - made.target.count(closing)) <= abs(
            plain.target.count(opening) - plain.target.count(closing)
        ), told
    assert made.target.count('"') % 2 <= plain.target.count('"') % 2, told
    for slip in (r"\s[,.;:!?»”)।]", r"[«“(]\s", r"  ", r"««|»»|““|””", r"[,;:] ?[,;:.]"):
        assert len(re.findall(slip, made.target)) <= len(re.findall(slip, plain.target)), f"{slip}\n{told}"
    assert (made.target[-1] in ".।") == (plain.target[-1] in ".।"), told


def test_a_sentence_begins_with_a_capital(case):
    locale, _, plain, made = case
    if locale == "ru" and needed(made):
        letter = next(char for char in made.target if char.isalpha())
        assert letter.isupper() or not next(c for c in plain.target if c.isalpha()).isupper(), made.target


def test_a_right_draft_is_left_byte_for_byte(case):
    locale, sentence, plain, made = case
    if sentence.kind != "capitals" and all(satisfying.assign(plain.target, needed(made), locale)):
        assert made.target == plain.target
        assert {item.method for item in made.evidence} <= {"plain"}


@pytest.mark.parametrize("locale", LOCALES)
def test_some_drafts_are_right_at_once(batches, locale):
    right = of_kind(batches[locale], "already right")
    assert any(satisfying.assign(plain.target, needed(made), locale)[0] for _, plain, made in right)


@pytest.mark.parametrize("locale", LOCALES)
def test_evidence_tells_what_is_there(batches, locale):
    for made in batches[locale].drafts:
        held = [span is not None for span in satisfying.assign(made.target, needed(made), locale)]
        assert held == [item.outcome is not Outcome.UNENFORCED for item in made.evidence]
        assert all(item.method for item in made.evidence)


def test_a_headline_stays_in_capitals(batches):
    for sentence, plain, made in of_kind(batches["ru"], "capitals"):
        assert made.target.isupper(), (sentence.source, plain.target)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_term_in_quotation_marks_stays_in_them(batches, locale):
    for sentence, plain, made in of_kind(batches[locale], "in quotation marks"):
        if not re.search('[«“"]', plain.target) or "S-400" in sentence.source:
            continue
        [item] = made.evidence
        start, end = item.span
        assert re.search('[«“"][^«»“”"]*$', made.target[:start]), made.target
        assert re.search('^[^«»“”"]*[»”"]', made.target[end:]), made.target


@pytest.mark.parametrize("index", [i for i, s in enumerate(SENTENCES) if s.kind == "after a preposition"])
def test_a_preposition_before_a_term_has_its_case(batches, index):
    sentence, made = SENTENCES[index], batches["ru"].drafts[index]
    for item in made.evidence:
        before = made.target[: item.span[0]].split()
        case = GOVERNED.get(before[-1].casefold()) if before else None
        if case == "instrumental" and re.search("from|since", sentence.source):
            case = None
        noun = next((n for n in CASES if item.form.casefold().startswith(n)), None)
        if case and noun:
            assert item.form.casefold() in CASES[noun][case], made.target


@pytest.mark.parametrize("locale", LOCALES)
def test_brackets_keep_a_term_of_their_own(batches, locale):
    for _, plain, made in of_kind(batches[locale], "an expansion and its acronym", "in brackets"):
        if "(" in plain.target:
            inside = re.search(r"\(([^()]*)\)", made.target)
            assert inside, made.target
            assert find_forms(inside[1], needed(made)[-1].renderings, locale), made.target


@pytest.mark.parametrize("locale", LOCALES)
def test_exact_terms_are_not_inflected_and_dnt_terms_stay_english(batches, locale):
    for _, _, made in of_kind(batches[locale], "exact", "do not translate", "unspellable"):
        for item in made.evidence:
            assert item.form.casefold() == item.requirement.renderings[0].casefold()
            assert len(item.requirement.renderings) == 1
    for sentence, _, made in of_kind(batches[locale], "do not translate"):
        assert all(made.target.count(term) == 1 for term in sentence.terms), made.target


@pytest.mark.parametrize("locale", LOCALES)
def test_a_form_the_vocabulary_cannot_spell_is_spliced_whole(batches, engines, locale):
    engine = engines(locale)
    for _, _, made in of_kind(batches[locale], "unspellable"):
        [item] = made.evidence
        [form] = item.requirement.renderings
        assert engine.decode(engine.encode(form)) != form
        assert engine.spell(form) is None
        if item.outcome is Outcome.UNENFORCED:
            assert item.method
        else:
            assert item.method == "splice"
            assert form.casefold() in made.target.casefold(), made.target


@pytest.mark.parametrize("locale", LOCALES)
def test_a_person_with_the_name_of_a_weapon_gets_no_quotation_marks(batches, locale):
    for sentence, _, made in of_kind(batches[locale], "an ordinary word"):
        if sentence.source.startswith("Akash"):
            assert "«" not in made.target
            assert '"' not in made.target


# Attention that points nowhere


def scramble(monkeypatch, seed):
    """Every target piece gets the attention of another one."""
    real = engine_module.shifted
    chance = random.Random(seed)

    def shifted(rows, lag, size):
        out = [list(row) for row in real(rows, lag, size)]
        chance.shuffle(out)
        for row in out:
            chance.shuffle(row)
        return out

    monkeypatch.setattr(engine_module, "shifted", shifted)


@pytest.fixture(scope="module", params=LOCALES)
def scrambled(request, engines, own_terms):
    with pytest.MonkeyPatch.context() as patch:
        scramble(patch, 7)
        return request.param, draft_all(engines(request.param), own_terms, request.param)


def test_without_attention_every_occurrence_is_still_accounted_for(scrambled):
    locale, drafts = scrambled
    for made in drafts:
        spans = satisfying.assign(made.target, needed(made), locale)
        for item, span in zip(made.evidence, spans, strict=True):
            if item.outcome is Outcome.UNENFORCED:
                assert span is None
                assert item.method
            else:
                assert span is not None, made.target


def test_without_attention_nearly_every_term_is_there(scrambled):
    _, drafts = scrambled
    items = [item for made in drafts for item in made.evidence]
    there = [item for item in items if item.outcome is not Outcome.UNENFORCED]
    assert len(there) >= 0.95 * len(items), [
        (item.requirement.source, item.method) for item in items if item not in there
    ]


def test_without_attention_no_term_is_doubled_and_no_figure_lost(scrambled, batches):
    locale, drafts = scrambled
    for sentence, plain, made in zip(SENTENCES, batches[locale].plain, drafts, strict=True):
        told = f"{sentence.source}\n{plain.target}\n{made.target}"
        for requirement in needed(made):
            shared = [r for r in needed(made) if not set(r.renderings).isdisjoint(requirement.renderings)]
            there = len(occurrences(made.target, requirement, needed(made), locale))
            before = len(occurrences(plain.target, requirement, needed(made), locale))
            assert there <= max(len(shared), before), told
        kept = Counter(re.findall(r"\d+", plain.target)) & Counter(re.findall(r"\d+", sentence.source))
        assert not kept - Counter(re.findall(r"\d+", made.target)), told


# A package with byte-pair encoding


@pytest.fixture(scope="module")
def bpe(tmp_path_factory):
    """The starter's weights behind a BPE tokenizer: no package with both can be had here.

    The rarest pieces of both vocabularies are renamed to letters with and without the `@@` that says
    a word goes on, so that words can be spelled. What it drafts makes no sense; what is held in it
    must hold all the same.
    """
    folder = tmp_path_factory.mktemp("bpe")
    with zipfile.ZipFile(models.find("ru").path) as archive:
        archive.extractall(folder)
    [package] = folder.glob("*en_ru*")
    (package / "sentencepiece.model").unlink()
    merges = "#version: 0.2\nt h\nth e</w>\n"
    (package / "bpe.model").write_text(merges, encoding="utf-8")
    letters = [*map(chr, range(33, 127)), *map(chr, range(0x410, 0x450)), "the", "«", "»"]
    pieces = [f"{letter}{more}" for letter in letters for more in ("", "@@")]
    for name in ("source_vocabulary.json", "target_vocabulary.json"):
        path = package / "model" / name
        vocabulary = json.loads(path.read_text(encoding="utf-8"))
        new = [piece for piece in pieces if piece not in vocabulary]
        vocabulary[-len(new) :] = new
        path.write_text(json.dumps(vocabulary), encoding="utf-8")
    return Engine(models.find("ru", explicit=package), EngineSettings(threads=1))


@pytest.mark.parametrize("text", ["the", "Фрегат", "морская охрана", "С-400", "Нью-Дели (ВВС)"])
def test_bpe_pieces_spell_a_form(bpe, text):
    pieces = bpe.spell(text)
    assert pieces is not None
    assert bpe.decode(pieces) == text
    assert any(piece.endswith("@@") for piece in pieces) == (text != "the")


@pytest.mark.parametrize("text", ["रक्षा", "№ 636", "“красная” черта"])
def test_bpe_says_what_it_cannot_spell(bpe, text):
    assert bpe.spell(text) is None


def test_terms_hold_in_what_a_bpe_package_drafts(bpe, own_terms):
    units = [Unit(s.role, s.source) for s in SENTENCES if s.own and len(s.terms) and s.role == "body"]
    drafts = drafting.draft(units, bpe, own_terms, "ru")
    for made in drafts:
        assert made.target
        spans = satisfying.assign(made.target, needed(made), "ru")
        for item, span in zip(made.evidence, spans, strict=True):
            assert (item.outcome is Outcome.UNENFORCED) == (span is None)
            assert item.method
    assert not any("@@" in made.target for made in drafts)
    items = [item for made in drafts for item in made.evidence]
    assert sum(item.outcome is not Outcome.UNENFORCED for item in items) > len(items) / 2
    assert {"prefix", "splice"} <= {item.method for item in items}
