"""Signs around a term: the words it replaces, prepositions and postpositions, the English before it."""

import pytest

from translate.inflect import forms, of_number
from translate.inflect.context import Slot, content, fitness


def best(rendering, target, window, before="They adopted ", lang="ru", **more):
    """Forms that most signs speak for."""
    plural = more.pop("plural", False)
    candidates = of_number(rendering, lang, forms(rendering, lang, **more), plural=plural)
    start = target.index(window) if window else len(target)
    slot = Slot(target, (start, start + len(window)), before)
    fits = fitness(candidates, slot, lang)
    return {form for form, fit in zip(candidates, fits, strict=True) if fit == max(fits)}


def test_a_form_takes_the_case_of_the_words_it_replaces():
    assert best("соглашение", "Они гордятся договором.", "договором") == {"соглашением"}


def test_a_preposition_decides_where_the_words_are_no_language():
    assert best("операция «Синдур»", "сообщили об Sindoor", "Sindoor", proper=True) == {
        "операции «Синдур»",
        "операцию «Синдур»",  # об governs two cases
    }
    assert best("операция «Синдур»", "рассказал при Sindoor", "Sindoor", proper=True) == {"операции «Синдур»"}


def test_an_adjective_before_the_place_is_a_sign():
    found = best("симптом", "с лёгкими xyz болезни", "xyz", plural=True)
    assert found == {"симптомами", "симптомом"}


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("", "министр обороны"),
        ("The visit of the ", "министра обороны"),
        ("It was signed by the ", "министром обороны"),
        ("He spoke with the new ", "министром обороны"),
    ],
)
def test_english_asks_for_a_case(before, expected):
    assert expected in best("министр обороны", "xyz", "xyz", before, person=True)


def test_hindi_is_oblique_before_a_postposition_and_direct_elsewhere():
    assert best("समझौता", "इस करार पर दस्तखत", "करार", lang="hi") == {"समझौते"}
    assert best("समझौता", "यह करार हुआ", "करार", lang="hi") == {"समझौता"}


def test_a_plural_before_a_postposition_is_the_oblique_plural():
    assert best("पनडुब्बी", "नावों ने हमला किया", "नावों", lang="hi", plural=True) == {"पनडुब्बियों"}


def test_in_a_language_without_rules_the_filed_form_is_the_singular():
    filed = ("míssil", "mísseis")
    assert of_number("míssil", "pt", filed, plural=False) == filed
    assert of_number("míssil", "pt", filed, plural=True) == filed[::-1]
    first, second = fitness(filed, Slot("x y", (0, 1), "of"), "pt")
    assert first > second


@pytest.mark.parametrize(
    ("text", "lang", "left"),
    [
        ("в договоре", "ru", "договоре"),
        ("договоре", "ru", "договоре"),
        ("из-за", "ru", ""),
        ("समझौते के", "hi", "समझौते"),
        ("के", "hi", ""),
        ("do acordo", "pt", "do acordo"),
    ],
)
def test_a_window_is_no_preposition_and_no_postposition(text, lang, left):
    start, end = content(text, (0, len(text)), lang)
    assert text[start:end] == left
