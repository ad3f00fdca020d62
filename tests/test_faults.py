"""Faults put into good translations are found, and the translations as they are raise few alarms.

The injections are those of `benchmarks/checks.py`; here they go into the repository's own sentences.
"""

import importlib.util
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate import glossary
from translate.checks import ARTICLE_CODES, Context, check, check_article
from translate.locales import locale_info
from translate.unit import Severity, State, Unit

ROOT = Path(__file__).parents[1]
LEAST = {
    "digit": 0.97,
    "scale": 0.97,
    "number": 0.97,
    "bracket": 0.97,
    "script": 0.98,
    "doubled": 0.98,
    "term": 0.97,
    "half": 0.96,
    "negation": 0.85,
    "name": 0.85,
    "quotes": 0.95,
}


def load_bench():
    spec = importlib.util.spec_from_file_location("benchmarks_checks", ROOT / "benchmarks" / "checks.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


bench = load_bench()


def pairs(locale: str) -> list[tuple[str, str]]:
    """English sentences and their translations by people."""
    rows = (ROOT / "tests" / "data" / "pairs.tsv").read_text(encoding="utf-8").splitlines()
    header, *cells = (row.split("\t") for row in rows)
    found = [(row[0], row[header.index(locale)]) for row in cells]
    lines = (
        (ROOT / "benchmarks" / "data" / f"terms.en-{locale}.jsonl").read_text(encoding="utf-8").splitlines()
    )
    return found + [(data["en"], data[locale]) for data in map(json.loads, lines)]


@pytest.fixture(scope="module", params=["hi", "ru"])
def sample(request):
    """The lines of a locale with their requirements, and what the checks say of each."""
    terms = glossary.load(sorted((ROOT / "glossary").glob("*.csv")))
    info = locale_info(request.param)
    lines = [bench.Line(s, t, terms.requirements(s, info.code)) for s, t in pairs(info.code)]
    return bench.Bench(info, lines, seed=7), [bench.findings(line, line.target, info) for line in lines]


def test_good_translations_raise_few_alarms(sample):
    _, found = sample
    codes = [{f.severity for f in findings if f.code != "term-missing"} for findings in found]
    assert sum(Severity.ERROR in one for one in codes) <= 0.03 * len(codes)
    assert sum(Severity.WARNING in one for one in codes) <= 0.05 * len(codes)


@pytest.mark.parametrize("kind", LEAST)
def test_a_fault_that_changes_the_meaning_is_found_where_it_is(sample, kind):
    injector, before = sample
    result = bench.inject(injector, before, 120 * len(bench.CODES), 0, kinds=[kind])[kind]
    assert result["faults"] >= 9, "too few places for such a fault to tell anything"
    assert result["caught"] >= LEAST[kind]


def test_the_benchmark_does_not_take_just_any_finding_for_the_fault():
    line = bench.Line("The talks ended in Delhi.", "Переговоры завершились в Дели.")
    text = "Переговоры завершились завершились в Дели."
    found = bench.findings(line, text, locale_info("ru"))
    assert [finding.code for finding in found] == ["doubled-word"]
    assert bench.caught("doubled", bench.Fault(text, (23, 34)), found)
    assert not bench.caught("doubled", bench.Fault(text, (37, 41)), found)
    assert not bench.caught("quotes", bench.Fault(text, (0, len(text))), found)


def test_a_finding_that_stood_before_is_no_new_one(sample):
    injector, _ = sample
    line = injector.lines[0]
    old = bench.findings(line, f"{line.target} и и и", injector.info)
    assert old
    assert bench.new_findings(old, old) == []


SIGNS = st.sampled_from(
    list("abcxyzABCаеорсхкАВнКлडीमकीनहआ।.,;:!?«»„“”\"'()[]{}%0123456789$€₽ \u00a0\u200b\u0301-–—_*`\n")
)
ENGLISH = st.sampled_from(
    [
        "Putin",
        "Moscow",
        "Kazan",
        "India",
        "German",
        "New",
        "York",
        "Sri",
        "Lanka",
        "Barça",
        "O'Brien",
        "Jr",
        "not",
        "never",
        "without",
        "the",
        "of",
        "in",
        "de",
        "5",
        "million",
        "$2.4",
        "{count}",
        "%s",
        "No.",
    ]
)
TEXT = st.one_of(
    st.text(max_size=60),
    st.text(SIGNS, max_size=80),
    st.lists(st.one_of(ENGLISH, st.text(SIGNS, max_size=6))).map(" ".join),
)


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT, st.sampled_from(["hi", "ru", "pt"]), st.booleans(), st.booleans())
def test_no_text_makes_a_check_fail_or_point_outside_the_target(source, target, code, machine, markup):
    unit = Unit("body", source, target, markup=markup)
    for finding in check(unit, Context(locale_info(code), machine)):
        assert finding.message
        if finding.span is not None:
            start, end = finding.span
            assert 0 <= start < end <= len(target)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["body", "headline", "quote"]), TEXT, TEXT),
        max_size=5,
        unique_by=lambda r: r[:2],
    ),
    st.sampled_from(["hi", "ru", "pt"]),
)
def test_no_article_makes_a_check_fail_or_point_outside_its_target(rows, code):
    units = [
        Unit(role, source, target, line=n, state=State.DRAFT) for n, (role, source, target) in enumerate(rows)
    ]
    by_key = {unit.key: unit for unit in units}
    for key, findings in check_article(units, locale_info(code)).items():
        for finding in findings:
            assert finding.code in ARTICLE_CODES
            start, end = finding.span
            assert 0 <= start < end <= len(by_key[key].target)


def doubtful(*rows: tuple[str, str, str, State]) -> list[Unit]:
    return [
        Unit(role, source, target, line=n + 3, state=state)
        for n, (role, source, target, state) in enumerate(rows)
    ]


def varies(*rows: tuple[str, str, str, State]) -> list[tuple[str, str]]:
    found = check_article(doubtful(*rows), locale_info("ru"))
    return [
        (key[0], finding.message)
        for key, findings in found.items()
        for finding in findings
        if finding.code == "source-varies"
    ]


def test_the_same_english_rendered_in_two_ways_is_reported_on_the_later_one():
    ((role, message),) = varies(
        ("body", "The talks ended.", "Переговоры завершились.", State.DRAFT),
        ("caption", "The talks ended.", "Переговоры закончились.", State.DRAFT),
    )
    assert role == "caption"
    assert "Переговоры завершились." in message
    assert "line 3" in message


def test_what_people_approved_is_the_rendering_to_keep():
    ((role, _),) = varies(
        ("body", "The talks ended.", "Переговоры завершились.", State.DRAFT),
        ("caption", "The talks ended.", "Переговоры закончились.", State.APPROVED),
    )
    assert role == "body"


@pytest.mark.parametrize(
    ("first", "second", "target"),
    [
        ("headline", "body", "Переговоры закончились"),  # a headline has its own style
        ("meta.title", "body", "Переговоры закончились"),
        ("body", "caption", "Переговоры  завершились."),  # white space alone
        ("body", "body#2", ""),  # not translated yet
    ],
)
def test_renderings_that_may_differ_are_left_alone(first, second, target):
    rows = (
        (first, "The talks ended.", "Переговоры завершились.", State.DRAFT),
        (
            second,
            "The talks ended.",
            target,
            State.DRAFT,
        ),
    )
    assert varies(*rows) == []
