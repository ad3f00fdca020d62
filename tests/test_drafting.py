"""Units become drafts with the real starters: markup on its words or gone, capitals, long sentences."""

import re
import time
from pathlib import Path

import pytest

from translate import drafting, glossary, literals
from translate.articles import inline
from translate.unit import Outcome, State, Unit

GLOSSARY = glossary.load(sorted((Path(__file__).parents[1] / "glossary").glob("*.csv")))


def drafted(engines, locale, *sources, markup=True):
    units = [Unit("body", source, markup=markup) for source in sources]
    return drafting.draft(units, engines(locale), GLOSSARY, locale)


MARKED = [
    "The **S-400 Triumf** arrived in New Delhi.",
    "**The minister arrived in New Delhi on Friday.**",
    "The [Indian Air Force](https://example.org/a_b?c=1) took part.",
    "The *ministry* said on Tuesday that talks will continue.",
    "Run `check --all` before you go.",
    "See https://example.org/report_2026.html for the figures.",
    "Write to desk@example.org about [the *S-400 Triumf*](https://example.org).",
    "The first line<br>the second line.",
    "An escaped \\*star\\* and an under_score stay.",
]


@pytest.mark.parametrize("locale", ["hi", "ru"])
@pytest.mark.parametrize("source", MARKED)
def test_markup_is_whole_or_wholly_gone(engines, locale, source):
    [unit] = drafted(engines, locale, source)
    assert unit.target
    signature = inline.signature(unit.target)
    assert signature in (inline.signature(source), type(signature)())


@pytest.mark.parametrize("locale", ["hi", "ru"])
def test_most_markup_is_kept(engines, locale):
    units = drafted(engines, locale, *MARKED)
    kept = sum(inline.signature(u.target) == inline.signature(u.source) for u in units)
    assert kept >= len(MARKED) - 2


@pytest.mark.parametrize("locale", ["hi", "ru"])
def test_bold_stands_on_the_term_it_stood_on(engines, locale):
    [unit] = drafted(engines, locale, MARKED[0])
    form = next(e.form for e in unit.evidence if e.requirement.source == "S-400 Triumf")
    assert f"**{form}**" in unit.target


@pytest.mark.parametrize("locale", ["hi", "ru"])
def test_addresses_and_code_reach_the_reader_unchanged(engines, locale):
    units = drafted(engines, locale, MARKED[4], MARKED[5], MARKED[6])
    for unit, text in zip(
        units, ("`check --all`", "https://example.org/report_2026.html", "desk@example.org"), strict=True
    ):
        literal = [e for e in unit.evidence if e.requirement.kind == "literal"]
        assert text in unit.target or literal[0].outcome is Outcome.UNENFORCED


def test_plain_text_is_never_read_as_markup(engines):
    [unit] = drafted(engines, "ru", "The *S-400* and the [minister] arrived.", markup=False)
    assert "\\" not in unit.target


def test_a_headline_in_capitals_stays_in_capitals(engines):
    [unit] = drafted(engines, "ru", "INDIA AND RUSSIA SIGN S-400 TRIUMF DEAL")
    assert unit.target.isupper()
    assert "С-400 «ТРИУМФ»" in unit.target


def test_a_very_long_sentence_is_drafted_to_its_end(engines):
    source = (
        "On Friday the defence ministry said that two frigates had left Mumbai for a joint exercise; "
        "the Russian ambassador praised the long friendship between the two countries in New Delhi; "
        "officials in Moscow promised to deliver the remaining missiles before the end of the year; "
        "the air force chief visited a plant where fighter aircraft are repaired and met young engineers; "
        "a group of students from Kazan presented a small satellite for the study of the north; "
        "the finance minister spoke of new rules for payments in national currencies and of lower tariffs; "
        "doctors of both armies exchanged experience on the treatment of soldiers in the mountains; "
        "and at the end of the day the delegations signed an agreement on the training of pilots in 2026."
    )
    assert len(engines("ru").encode(source)) > 2 * drafting.LONG
    [unit] = drafted(engines, "ru", source, markup=False)
    assert len(unit.target) > len(source) / 2


@pytest.mark.parametrize("locale", ["hi", "ru"])
def test_every_term_of_every_part_has_evidence_in_source_order(engines, locale):
    source = "The S-400 Triumf<br>and the Su-57 were seen near New <br>Delhi by Air Marshal Singh."
    [unit] = drafted(engines, locale, source)
    _, needed = drafting.requirements(unit, GLOSSARY, locale, None)
    assert [e.requirement.span for e in unit.evidence] == [r.span for r in needed]
    for item in unit.evidence:
        if item.outcome is not Outcome.UNENFORCED:
            assert item.form in drafting.plain_target(unit)


def test_a_draft_says_what_made_it(engines):
    [unit] = drafted(engines, "hi", "The ship arrived.")
    assert unit.state is State.DRAFT
    assert re.fullmatch(r"en_hi 0\.1 sha256:[0-9a-f]{12}", unit.model)


def test_the_digest_of_requirements_follows_the_glossary():
    unit = Unit("body", "The S-400 Triumf arrived.")
    nothing = glossary.load(())
    own = drafting.requirement_digest(drafting.requirements(unit, GLOSSARY, "ru", None)[1])
    assert own == drafting.requirement_digest(drafting.requirements(unit, GLOSSARY, "ru", None)[1])
    assert own != drafting.requirement_digest(drafting.requirements(unit, nothing, "ru", None)[1])
    assert own != drafting.requirement_digest(drafting.requirements(unit, GLOSSARY, "hi", None)[1])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://example.org/a_(b).html, please.", ["https://example.org/a_(b).html"]),
        ("Go to www.example.org.", ["www.example.org"]),
        ("Write to first.last+desk@news.example.org!", ["first.last+desk@news.example.org"]),
        ("It has {count} of %(city)s and %s", ["{count}", "%(city)s", "%s"]),
        ("Rates rose 5 % sharply, by 5%sure", []),
        ("No address here, a@b or http alone.", []),
        ("Ask me@a.example/you@b.example", ["me@a.example", "you@b.example"]),
    ],
)
def test_addresses_and_placeholders_are_found_without_their_punctuation(text, found):
    assert [text[slice(*span)] for span in literals.find(text)] == found


@pytest.mark.parametrize("unit", ["a.", "ab+-", "x@", "a@b.", "www.,", "{a", "%(a", "+7 12 ", "http://.,"])
def test_addresses_are_looked_for_in_linear_time(unit):
    def cost(length: int) -> float:
        text = unit * (length // len(unit))
        best = 9.0
        for _ in range(3):
            start = time.perf_counter()
            literals.find(text)
            best = min(best, time.perf_counter() - start)
        return best

    assert cost(128_000) < 12 * cost(32_000)  # 4 when linear, 16 when quadratic
