"""What a terminologist can ask: forms, spelling, evidence of drafts, suggestions; one name, one rendering."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import Silent, approve, catalogue, files_of
from translate import checks, config, glossary, pipeline, remarks, satisfying, terminology
from translate.checks import names
from translate.errors import UsageError
from translate.locales import locale_info
from translate.unit import Evidence, Outcome, Requirement, Severity, State, Unit

ROOT = Path(__file__).parents[1]
HEADER = "term,variants,kind,case,flags,note,hi,hi_forms,ru,ru_forms\n"


def filed(folder, rows, name="terms.csv"):
    path = folder / name
    path.write_text(HEADER + rows, encoding="utf-8")
    return path


# Forms of a term.

ROWS = """\
missile boat,FAC,equipment,,,,मिसाइल नौका,मिसाइल नौकाएं,ракетный катер|катер,
NOTAM,,abbreviation,,dnt,,,,,
frigate,,equipment,,,,फ्रिगेट,,,
"""


@pytest.mark.parametrize("spelling", ["missile boat", "Missile Boats", "FAC", " missile  boat "])
def test_a_term_is_found_by_any_spelling(tmp_path, spelling):
    path = filed(tmp_path, ROWS)
    found = terminology.forms(glossary.load([path]), [path], spelling, ("ru", "hi"))
    assert found.term.term == "missile boat"
    assert found.plural == (spelling == "Missile Boats")
    assert found.rows == (f"{path}:2",)
    assert list(found.locales) == ["ru", "hi"]


def test_every_form_has_its_origin(tmp_path):
    path = filed(tmp_path, ROWS)
    found = terminology.forms(glossary.load([path]), [path], "missile boat", ("hi", "ru"))
    origins = {code: {form.text: form.origin for form in forms} for code, forms in found.locales.items()}
    assert origins["hi"] == {"मिसाइल नौका": "filed", "मिसाइल नौकाएं": "explicit"}
    assert origins["ru"]["ракетный катер"] == "filed"
    assert origins["ru"]["катер"] == "accepted"
    assert origins["ru"]["ракетным катером"] == "generated"


def test_a_named_organisation_has_plural_forms_only_where_the_english_is_plural(tmp_path):
    path = filed(tmp_path, "Naval Academy,,organisation,,,,,,Военно-морская академия,\n")
    terms = glossary.load([path])
    one, many = (
        {f.text for f in terminology.forms(terms, [path], "Naval Academy", ("ru",), plural=p).locales["ru"]}
        for p in (False, True)
    )
    assert "Военно-морскими академиями" in many - one


def test_a_term_without_a_rendering_is_kept_or_asks_nothing(tmp_path):
    path = filed(tmp_path, ROWS)
    terms = glossary.load([path])
    (kept,) = terminology.forms(terms, [path], "NOTAM", ("ru",)).locales["ru"]
    assert (kept.text, kept.origin) == ("NOTAM", "kept")
    assert terminology.forms(terms, [path], "frigate", ("ru",)).locales["ru"] == ()


def test_an_unknown_term_comes_with_what_is_near(tmp_path):
    path = filed(tmp_path, ROWS)
    with pytest.raises(UsageError) as raised:
        terminology.forms(glossary.load([path]), [path], "frigatte", ("ru",))
    assert "frigate" in raised.value.hint
    assert "missile boat" not in raised.value.hint


def test_every_row_of_a_term_is_named(tmp_path):
    first = filed(tmp_path, "frigate,,equipment,,,,फ्रिगेट,,,\n", "a.csv")
    second = filed(tmp_path, "corvette,,equipment,,,,कार्वेट,,,\nfrigate,,equipment,,,,,,фрегат,\n", "b.csv")
    found = terminology.forms(glossary.load([second, first]), [second, first], "frigates", ("ru",))
    assert found.rows == (f"{first}:2", f"{second}:3")


def test_the_command_shows_forms_and_where_to_correct_them(desk, translate):
    done = translate("glossary", "forms", "-l", "ru", "joint statements", cwd=desk)
    assert done.code == 0
    assert "defence.csv:" in done.out.splitlines()[0]
    assert "  generated  совместными заявлениями" in done.out.splitlines()
    assert "संयुक्त" not in done.out
    value = json.loads(translate("glossary", "forms", "joint statements", "--json", cwd=desk).out)
    assert value["plural"] is True
    assert value["locales"]["ru"][0] == {"text": "совместное заявление", "origin": "filed"}
    wrong = translate("glossary", "forms", "joint statemint", cwd=desk)
    assert wrong.code == 2
    assert "joint statement" in wrong.err


# What a package cannot spell.


def test_forms_outside_the_vocabulary_are_warned_of(tmp_path, engines):
    path = filed(tmp_path, "Nifty,,other,,,,निफ्टी,,Nifty,\nfrigate,,equipment,,,,फ्रिगेट,,фрегат,\n")
    (problem,) = terminology.unspellable(glossary.load([path]), engines("ru"), "ru")
    assert (problem.severity, problem.line, problem.column) == (Severity.WARNING, 2, "ru")
    assert "“Nifty”" in problem.message


def test_the_check_with_a_package_is_no_error_and_ends_with_0(desk, translate):
    for path in (desk / "glossary").glob("*.csv"):
        path.unlink()
    path = filed(desk / "glossary", "Nifty,,other,,,,निफ्टी,,Nifty,\n")
    assert "cannot spell" not in translate("glossary", "check", cwd=desk).out
    done = translate("glossary", "check", "--model", "auto", cwd=desk)
    assert done.code == 0
    assert f"{path.name}:2: warning: column ru: " in done.out
    package = next((ROOT / "models").glob("translate-en_hi-*.argosmodel"))
    only_hindi = translate("glossary", "check", "--model", package, cwd=desk)
    assert "column ru" not in only_hindi.out
    russian = next((ROOT / "models").glob("translate-en_ru-*.argosmodel"))
    (desk / "translate.toml").write_text('locales = ["hi"]\n', encoding="utf-8")
    none = translate("glossary", "check", "--model", russian, cwd=desk)
    assert none.code == 2, "a package that serves no locale was checked against nothing"


# Evidence of drafts.

WANTED = Requirement((0, 0), "joint statement", ("совместное заявление", "совместного заявления"))
TOLD = [
    Evidence(WANTED, Outcome.SATISFIED, "plain"),
    Evidence(WANTED, Outcome.REPAIRED, "hypothesis"),
    Evidence(WANTED, Outcome.REPAIRED, "prefix", was="текст (с «кавычками»; и) ”"),
    Evidence(WANTED, Outcome.UNENFORCED, "no candidate kept the figures (2), the other terms"),
]


@pytest.mark.parametrize("item", TOLD, ids=lambda item: item.method[:10])
def test_a_line_about_a_term_is_read_as_it_was_written(item):
    assert remarks.recorded(f"role: body\nterm: {remarks.term(item)}\nbefore: term: x → y") == (item,)


def test_other_lines_tell_of_no_term():
    assert remarks.recorded("role: body\nbefore: A → b\ndraft: en_ru 0.1\nterm: no arrow") == ()


def now(*texts):
    """What is found in a text: an empty one is missing."""
    return [
        Evidence(WANTED, Outcome.SATISFIED, "present", text, (0, len(text)))
        if text
        else Evidence(WANTED, Outcome.UNENFORCED, "absent")
        for text in texts
    ]


def test_what_is_found_now_is_joined_to_what_was_recorded_occurrence_by_occurrence():
    found = now("совместное заявление", "совместного заявления", "совместное заявление", "")
    joined = terminology.recalled(found, TOLD)
    assert [(e.outcome, e.method, e.was, e.form) for e in joined] == [
        (t.outcome, t.method, t.was, e.form) for t, e in zip(TOLD, found, strict=True)
    ]


def test_a_record_that_the_text_contradicts_does_not_count():
    found = now("", "совместное заявление")
    assert list(terminology.recalled(found, [TOLD[2], TOLD[3]])) == found
    assert list(terminology.recalled(found, [])) == found


def judged(folder):
    options = pipeline.Options(draft=False, export=False, write=False)
    return pipeline.run(config.load(folder), options, Silent())


def test_drafts_carry_their_evidence_in_later_runs(desk):
    """The comments were written when the drafts were made; a later run reads them."""
    met = set()
    for row in judged(desk).rows:
        for unit in row.document.units:
            told = remarks.recorded(row.document.entries[unit.key].extracted)
            mine = [e for e in unit.evidence if e.requirement.kind == "term"]
            assert [(e.outcome, e.method, e.was) for e in mine] == [
                (e.outcome, e.method, e.was) for e in told
            ]
            for item in mine:
                assert bool(item.form) == (item.outcome is not Outcome.UNENFORCED)
                assert item.form in unit.target
                assert unit.source.replace("*", "")[slice(*item.requirement.span)] == item.requirement.source
            met.update(e.outcome for e in mine)
    assert {Outcome.SATISFIED, Outcome.REPAIRED} <= met


def test_a_persons_text_has_no_evidence_of_the_draft_it_replaced(desk, translate):
    approve(desk, "The S-400 Triumf was bought", "Триумф куплен в 2018 году за 5,43 млрд долларов.")
    value = json.loads(translate("check", "-l", "ru", "visit", "--json", cwd=desk).out)
    (mine,) = [t for t in value["articles"][0]["terms"] if t["source"].startswith("The S-400 Triumf was")]
    assert (mine["state"], mine["outcome"], mine["method"]) == ("approved", "unenforced", "absent")


def test_looking_changes_no_byte(desk, translate):
    before = files_of(desk)
    for command in (["check", "--json"], ["glossary", "report"], ["glossary", "suggest", "--csv"]):
        assert translate(*command, cwd=desk).code in {0, 1}
    assert files_of(desk) == before
    translate("run", cwd=desk)
    after = files_of(desk)
    assert {k: v for k, v in after.items() if k.startswith("locales")} == {
        k: v for k, v in before.items() if k.startswith("locales")
    }


def test_run_and_check_tell_programs_the_same_of_every_occurrence(desk, translate):
    both = [
        json.loads(translate(command, "--json", "-l", "ru", cwd=desk).out)["articles"]
        for command in ("run", "check")
    ]
    assert [row["terms"] for row in both[0]] == [row["terms"] for row in both[1]]
    met = [term["term"] for row in both[0] for term in row["terms"]]
    assert met.count("S-400 Triumf") == 2
    assert "Operation Sindoor" in met


def test_a_fresh_draft_and_a_later_look_tell_the_same(desk, translate):
    fresh = json.loads(translate("run", "--redraft", "--json", "-l", "hi", "visit", cwd=desk).out)
    later = json.loads(translate("check", "--json", "-l", "hi", "visit", cwd=desk).out)
    assert fresh["articles"][0]["terms"] == later["articles"][0]["terms"]


# The report.


def test_the_report_counts_what_the_comments_say(desk, translate):
    lines = [
        line
        for path in (desk / "locales" / "ru").rglob("*.po")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("#. term: ")
    ]
    value = json.loads(translate("glossary", "report", "-l", "ru", "--json", cwd=desk).out)
    (total,) = value["locales"]
    assert total["occurrences"] == len(lines)
    assert total["unenforced"] == sum("(NOT in the draft" in line for line in lines)
    assert sum(total["repaired"].values()) == sum("(put in by" in line for line in lines)
    assert sum(term["occurrences"] for term in value["terms"]) == len(lines)


def test_people_are_not_counted_as_the_machine(desk, translate):
    before = json.loads(translate("glossary", "report", "-l", "ru", "--json", cwd=desk).out)
    approve(desk, "The S-400 Triumf was bought", "С-400 «Триумф» куплен в 2018 году за 5,43 млрд долларов.")
    after = json.loads(translate("glossary", "report", "-l", "ru", "--json", cwd=desk).out)
    assert after["locales"][0]["occurrences"] == before["locales"][0]["occurrences"] - 1


def test_the_worst_term_comes_first_and_spellings_of_one_term_are_one(tmp_path):
    terms = glossary.load([filed(tmp_path, ROWS)])

    def item(source, outcome, method):
        return Evidence(Requirement((0, 1), source, ("катер",)), outcome, method)

    units = [
        Unit("body", "a", "б", State.DRAFT, evidence=(item("frigate", Outcome.SATISFIED, "plain"),) * 5),
        Unit("body", "b", "б", State.DRAFT, evidence=(item("missile boats", Outcome.REPAIRED, "splice"),)),
        Unit("body", "c", "б", State.DRAFT, evidence=(item("FAC", Outcome.UNENFORCED, "absent"),)),
        Unit("body", "d", "б", State.EDITED, evidence=(item("FAC", Outcome.UNENFORCED, "absent"),)),
    ]

    class Fake:
        """As much of a row as is counted."""

        document = type("Document", (), {"locale": "ru", "units": units})

    totals, worst = terminology.tallies([Fake], terms)
    assert [(t.term, t.occurrences, t.satisfied, dict(t.repaired), t.unenforced) for t in worst] == [
        ("missile boat", 2, 0, {"splice": 1}, 1),
        ("frigate", 5, 5, {}, 0),
    ]
    assert [(t.occurrences, t.unenforced) for t in totals] == [(7, 1)]


@pytest.mark.parametrize("command", ["report", "suggest"])
def test_tables_about_terms_fit_80_columns(desk, translate, command):
    name = "extraordinarily long organisation of the wholly incomprehensible purposes and more"
    filed(desk / "glossary", f"{name},,organisation,,,,संगठन,,Организация,\n", "a.csv")
    for path in (desk / "articles").iterdir():
        path.unlink()
    text = f"Long\n\nThe {name} met in the town of Pneumonoultramicroscopicsilicovolcanoconiosis.\n"
    (desk / "articles" / "long.txt").write_text(text, encoding="utf-8")
    translate("run", cwd=desk)
    done = translate("glossary", command, cwd=desk)
    assert any(
        line.startswith(("extraordinarily", "Pneumono")) and "…" in line for line in done.out.splitlines()
    )
    assert [line for line in done.out.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("command", ["check", "forms", "report", "suggest"])
def test_help_fits_80_columns_and_has_an_example(translate, tmp_path, command, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    done = translate("glossary", command, "--help", cwd=tmp_path)
    assert done.code == 0
    assert f"Example: translate glossary {command}" in done.out
    assert [line for line in done.out.splitlines() if len(line) > 80] == []


# One name, one rendering.


def varied(locale, *pairs, held=()):
    """Messages of `name-varies` over an article of (English, rendering)."""
    units = []
    for line, (source, target) in enumerate(pairs, 1):
        needed = [
            Requirement((source.index(term), source.index(term) + len(term)), term, forms)
            for term, forms in held
            if term in source
        ]
        evidence = satisfying.verify(target, needed, locale)
        units.append(Unit("body", source, target, State.DRAFT, line=line, evidence=evidence))
    found = checks.check_article(units, locale_info(locale))
    by_key = {unit.key: unit for unit in units}
    return [
        (by_key[key].line, by_key[key].target[slice(*finding.span)], finding.message)
        for key, findings in found.items()
        for finding in findings
    ]


def test_a_name_rendered_two_ways_is_found_on_the_rarer_one():
    found = varied(
        "ru",
        ("We met Petrov on Friday.", "В пятницу мы встретились с Петровым."),
        ("He thanked Petrov.", "Он поблагодарил Питрова."),
        ("Later Petrov left.", "Позже Петров уехал."),
    )
    ((line, marked, message),) = found
    assert (line, marked) == (2, "Питрова")
    assert "Petrov" in message
    assert "Петров" in message


def test_hindi_spellings_differ_by_a_sign():
    found = varied("hi", ("We met Kelkar.", "हम केलकर से मिले।"), ("Then Kelkar left.", "फिर केल्कर चले गए।"))
    assert [(line, marked) for line, marked, _ in found] == [(2, "केल्कर")]


def test_a_name_the_model_mangled_is_found():
    found = varied(
        "ru",
        ("It met the Shaposhnikov.", "Он встретил «Шапошников»."),
        ("Then the Shaposhnikov left.", "Затем «Шапошкив» ушел."),
    )
    assert [(line, marked) for line, marked, _ in found] == [(2, "Шапошкив")]


def test_what_people_approved_is_kept():
    def unit(target, state, line):
        return Unit("body", f"We met Kelkar {line}.", target, state, line=line)

    units = [
        unit("Мы встретили Кэлкара 1.", State.DRAFT, 1),
        unit("Мы встретили Кэлкара 2.", State.DRAFT, 2),
        unit("Мы встретили Келкара 3.", State.APPROVED, 3),
    ]
    assert {key[1] for key in names.varying(units, locale_info("ru"))} == {
        "We met Kelkar 1.",
        "We met Kelkar 2.",
    }


@pytest.mark.parametrize(
    ("locale", "pairs"),
    [
        # Inflection is no variation.
        ("ru", [("We met Petrov.", "Мы встретились с Петровым."), ("So Petrov left.", "Петров уехал.")]),
        ("ru", [("He saw Pavel Kotov.", "Он видел Павла Котова."), ("So Pavel left.", "Павел уехал.")]),
        ("ru", [("In Siberia.", "В Сибири."), ("To Siberia.", "Сибирь."), ("By Siberia.", "Сибирью.")]),
        (
            "ru",
            [
                ("With Slavneft.", "Со Славнефтью."),
                ("Of Slavneft.", "Славнефти."),
                ("To Slavneft.", "В Славнефть."),
            ],
        ),
        ("hi", [("In Agartala.", "अगरतला में।"), ("From Agartala.", "अगरतले से।")]),
        # A spelling that print leaves free.
        ("ru", [("We met Semyonov.", "Мы видели Семёнова."), ("Then Semyonov left.", "Семенов уехал.")]),
        ("hi", [("We met Kazakov.", "हम कज़ाकोव से मिले।"), ("Then Kazakov left.", "फिर कजाकोव गए।")]),
        # A word only sentences begin with, a common word, an acronym, a day, a headline.
        ("ru", [("Patrols left.", "Патрули ушли."), ("Patrols stay.", "Потралы остались.")]),
        ("ru", [("The NATRO met.", "НАТРО собралась."), ("The NATRO left.", "НОТРО ушла.")]),
        ("hi", [("On Sunday we met.", "संडे को मिले।"), ("On Sunday he left.", "सन्डे को गए।")]),
        ("ru", [("Patrol Boats Leave Port", "Патруль"), ("Patrol Boats Arrive Here", "Потрул")]),
        # Two people whose names are alike in one sentence: nobody can say which is which.
        (
            "ru",
            [
                ("He saw Petrov and Pitrov.", "Он видел Петрова и Питрова."),
                ("So Petrov left.", "Питров уехал."),
            ],
        ),
        # A name translated by its sense, or left out, once.
        ("ru", [("The Gremyashchy came.", "«Гремящий» пришел."), ("The Gremyashchy left.", "Он ушел.")]),
        # Words, not renderings.
        ("hi", [("We met Bharat.", "हम भरत से मिले।"), ("We know Bharat.", "हमारे भारी बर्तन हैं।")]),
    ],
)
def test_where_nothing_is_certain_nothing_is_said(locale, pairs):
    assert varied(locale, *pairs) == []


def test_names_of_the_glossary_are_not_looked_at():
    pairs = [("We met Petrov.", "Мы видели Петрова."), ("So Petrov left.", "Питров уехал.")]
    assert varied("ru", *pairs)
    assert varied("ru", *pairs, held=[("Petrov", ("Петров", "Петрова", "Питров"))]) == []


def test_another_script_has_no_such_findings():
    assert varied("pt", ("We met Petrov.", "Petrov."), ("So Petrov left.", "Pitrov.")) == []


def test_a_finding_comes_through_the_chain_and_can_be_excused(desk, translate):
    path = desk / "articles" / "names.txt"
    path.write_text("Talks\n\nWe met Kelkarov. Later Kelkarov left.\n", encoding="utf-8")
    translate("update", "-l", "ru", cwd=desk)
    approve(desk, "We met", "Мы встретили Келкарова.", slug="names")
    approve(desk, "Later", "Позже Кэлкаров уехал.", slug="names")
    done = translate("check", "-l", "ru", "names", cwd=desk)
    assert "warning name-varies: “Kelkarov” is “Кэлкаров” here and “Келкарова” in line 3" in done.out
    text = catalogue(desk, slug="names").read_text(encoding="utf-8")
    place = text.rindex("#.", 0, text.index('msgid "Later'))
    start = text.rindex("\n\n", 0, place) + 2
    catalogue(desk, slug="names").write_text(
        text[:start] + "# check-ok: name-varies\n" + text[start:], encoding="utf-8"
    )
    assert "name-varies" not in translate("check", "-l", "ru", "names", cwd=desk).out


def test_the_samples_approved_text_has_one_rendering_a_name():
    found = [f for row in judged(ROOT).rows for u, f in row.findings if u.state is State.APPROVED]
    assert [f.message for f in found if f.code == names.CODE] == []


# Suggestions.

NEWS = """\
Talks in Delhi

The visit of Arjun Kelkar was a rare earth deal, said Arjun Kelkar. The rare earth deal is worth 5 rupees.

Agencies wrote that Zelenograd wants no rare earth deal. The S-400 Triumf was praised in Zelenograd.
"""


@pytest.fixture
def newsdesk(desk):
    for path in (desk / "articles").iterdir():
        path.unlink()
    shutil.rmtree(desk / "locales")
    (desk / "articles" / "news.txt").write_text(NEWS, encoding="utf-8")
    return desk


def suggested(desk, translate):
    done = translate("glossary", "suggest", "--csv", cwd=desk)
    assert done.code == 0, done.err
    return {row["term"]: row for row in csv.DictReader(io.StringIO(done.out))}


def test_names_and_frequent_phrases_outside_the_glossary_are_rows(newsdesk, translate):
    rows = suggested(newsdesk, translate)
    assert rows["Arjun Kelkar"]["note"].startswith("2 occurrences")
    assert rows["rare earth deal"]["note"] == "3 occurrences"
    assert rows["Zelenograd"]["note"] == "2 occurrences"
    assert not {"rare earth", "earth deal", "Kelkar", "Agencies", "Talks", "S-400", "Triumf"} & rows.keys()
    assert all(row["ru"] == row["hi"] == "" for row in rows.values())


def test_renderings_come_from_approved_text_where_it_agrees(newsdesk, translate):
    translate("update", cwd=newsdesk)
    approve(newsdesk, "Agencies", "Агентства пишут, что Зеленоград не хочет сделки.", slug="news")
    assert suggested(newsdesk, translate)["Zelenograd"]["ru"] == "Зеленоград"
    approve(newsdesk, "The S-400", "С-400 «Триумф» хвалили в Зилинограде.", slug="news")
    assert suggested(newsdesk, translate)["Zelenograd"]["ru"] == ""


def test_a_filled_row_can_be_filed_and_is_then_suggested_no_more(newsdesk, translate):
    done = translate("glossary", "suggest", "--csv", cwd=newsdesk)
    lines = [
        line + ("Зеленоград," if line.startswith("Zelenograd") else "")
        for line in done.out.splitlines()
        if line.startswith(("term,", "Zelenograd"))
    ]
    lines[1] = lines[1].replace(",,Зеленоград,", ",Зеленоград,")
    path = newsdesk / "glossary" / "new.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert path.read_text(encoding="utf-8").startswith(HEADER)
    assert translate("glossary", "check", cwd=newsdesk).code == 0
    assert "Zelenograd" not in suggested(newsdesk, translate)
