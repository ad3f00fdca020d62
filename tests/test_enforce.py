"""Terms hold in drafts of the real starters: in an allowed form, once an occurrence, nothing else harmed."""

import re
from collections import Counter

import pytest

from translate import candidates
from translate.enforce import Job, draft
from translate.inflect import find_forms, forms
from translate.satisfying import assign, verify
from translate.unit import Outcome, Requirement
from translate.windows import Window

TERMS = {
    "S-400 Triumf": {"hi": "एस-400 ट्रायम्फ", "ru": "С-400 «Триумф»"},
    "Operation Sindoor": {"hi": "ऑपरेशन सिंदूर", "ru": "операция «Синдур»"},
    "Air Marshal": {"hi": "एयर मार्शल", "ru": "маршал авиации"},
    "Lt Gen": {"hi": "लेफ्टिनेंट जनरल", "ru": "генерал-лейтенант"},
    "game changer": {"hi": "गेम चेंजर", "ru": "переломный фактор"},
    "New Delhi": {"hi": "नई दिल्ली", "ru": "Нью-Дели"},
    "co-development": {"hi": "सह-विकास", "ru": "совместная разработка"},
    "Quadrant Seven": {"hi": "क्वाड्रेंट सेवन", "ru": "«Квадрант-7»"},
}

SENTENCES = [
    "The S-400 Triumf arrived.",
    "The S-400 Triumf stood beside the other S-400 Triumf in New Delhi.",
    "Officials called it a “game changer” during Operation Sindoor.",
    "Air Marshal Singh and Lt Gen Petrov led the talks in New Delhi.",
    "The summit will discuss weapons co-development and space cooperation.",
    "India received five units of the S-400 Triumf in 2018.",
    "Quadrant Seven was shown to the press on 5 May 2026.",
    "The minister arrived in New Delhi on Friday.",
    "During Operation Sindoor, Lt Gen Petrov saw the S-400 Triumf at work.",
]


def job(sentence: str, locale: str, terms=TERMS) -> Job:
    found = [
        Requirement(match.span(), term, forms(rendering[locale], locale))
        for term, rendering in terms.items()
        for match in re.finditer(re.escape(term), sentence)
    ]
    return Job(sentence, tuple(sorted(found, key=lambda r: r.span)))


@pytest.fixture(scope="module", params=["hi", "ru"])
def drafted(request, engines):
    locale = request.param
    engine = engines(locale)
    jobs = [job(sentence, locale) for sentence in SENTENCES]
    plain = [h.text for h in engine.draft([engine.encode(s) for s in SENTENCES])]
    return locale, jobs, plain, draft(engine, jobs, locale)


def test_every_occurrence_is_accounted_for(drafted):
    _, jobs, _, drafts = drafted
    for one, made in zip(jobs, drafts, strict=True):
        assert [e.requirement for e in made.evidence] == list(one.requirements)


def test_nearly_every_occurrence_holds_and_no_other_claims_to(drafted):
    locale, jobs, _, drafts = drafted
    outcomes = Counter(e.outcome for made in drafts for e in made.evidence)
    assert outcomes[Outcome.UNENFORCED] <= 1
    for one, made in zip(jobs, drafts, strict=True):
        held = [span is not None for span in assign(made.text, one.requirements, locale)]
        assert held == [e.outcome is not Outcome.UNENFORCED for e in made.evidence]


def test_evidence_points_at_its_form(drafted):
    _, _, _, drafts = drafted
    for made in drafts:
        for item in made.evidence:
            if item.span is not None:
                assert made.text[slice(*item.span)] == item.form


def test_no_term_is_put_in_twice(drafted):
    locale, jobs, plain, drafts = drafted
    for one, before, made in zip(jobs, plain, drafts, strict=True):
        wanted = Counter(r.renderings for r in one.requirements)
        for renderings, number in wanted.items():
            there = len(find_forms(made.text, renderings, locale))
            assert there <= max(number, len(find_forms(before, renderings, locale)))


def test_figures_of_the_english_that_the_draft_had_are_kept(drafted):
    _, jobs, plain, drafts = drafted
    for one, before, made in zip(jobs, plain, drafts, strict=True):
        source = Counter(re.findall(r"\d+", one.text))
        had = Counter(re.findall(r"\d+", before)) & source
        assert not had - Counter(re.findall(r"\d+", made.text))


def test_a_compliant_draft_is_left_alone(drafted):
    locale, jobs, plain, drafts = drafted
    compliant = [
        (before, made)
        for one, before, made in zip(jobs, plain, drafts, strict=True)
        if all(assign(before, one.requirements, locale))
    ]
    assert compliant, "no draft was compliant: the test shows nothing"
    for before, made in compliant:
        assert made.text == before
        assert {e.method for e in made.evidence} == {"plain"}


def test_a_sentence_without_a_term_is_drafted_as_with_no_glossary(engines):
    engine = engines("ru")
    without = "The delegation returned home on Friday."
    [_, alone] = draft(engine, [job(SENTENCES[0], "ru"), Job(without)], "ru")
    assert alone.text == engine.draft([engine.encode(without)])[0].text


def test_a_form_the_vocabulary_cannot_spell_is_spliced(engines):
    terms = {"New Delhi": {"ru": "Нью-Дели☂"}}
    [made] = draft(engines("ru"), [job("The talks were held in New Delhi.", "ru", terms)], "ru")
    [item] = made.evidence
    assert (item.outcome, item.method) == (Outcome.REPAIRED, "splice")
    assert "Нью-Дели☂" in made.text


def test_two_occurrences_need_two_places():
    requirement = Requirement((0, 1), "S-400", ("С-400",))
    assert assign("С-400 здесь", (requirement, requirement), "ru") == [(0, 5), None]


def test_a_term_inside_a_longer_one_does_not_count_for_it():
    short = Requirement((0, 1), "Air Force", ("ВВС",))
    long = Requirement((2, 3), "Indian Air Force", ("ВВС Индии",))
    assert assign("Самолёты ВВС Индии", (short, long), "ru") == [None, (9, 18)]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("На вооружении С-400.", Outcome.SATISFIED), ("На вооружении С-300.", Outcome.UNENFORCED)],
)
def test_a_persons_text_is_judged_by_the_same_forms(text, outcome):
    [item] = verify(text, (Requirement((0, 5), "S-400", ("С-400",)),), "ru")
    assert item.outcome is outcome


@pytest.mark.parametrize(
    ("text", "window", "form", "expected"),
    [
        ("O míssilo de cruzeiro caiu.", "míssilo", "míssil de cruzeiro", "O míssil de cruzeiro caiu."),
        ("Вот совместное группа здесь.", "группа", "совместная группа", "Вот совместная группа здесь."),
        ("Блок АЭС «Кудан» и далее.", "АЭС", "АЭС «Куданкулам»", "Блок АЭС «Куданкулам» и далее."),
        ("Россия держала силы там.", "держала силы", "российскую армию", "Россия российскую армию там."),
    ],
)
def test_a_splice_takes_the_place_of_what_the_form_says_again(engines, text, window, form, expected):
    start = text.index(window)
    base = candidates.Base(text, (), (), 0, ())
    place = Window((start, start + len(window)), 1.0)
    [made] = candidates.splices(engines("ru"), [form], place, base)
    assert made.text == expected
