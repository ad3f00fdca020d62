"""`translate check`: what it shows, what it counts, what it knows already, and what `--fix` may touch."""

import json
import shutil
from collections import Counter
from dataclasses import replace

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate import catalog, config, finishing, ledger, lock, pipeline, render_findings
from translate.unit import Finding, Severity, State

from .conftest import approve, catalogue, entry, files_of

N = "\u00a0"
LOST = "Поставки завершат когда-нибудь."
BAD = 'Они говорили об операции "Синдур" - и всё .'
GOOD = f"Они говорили об операции «Синдур»{N}— и всё."


def ledger_file(desk, locale="ru", slug="visit"):
    return desk / "locales" / locale / ".state" / f"{slug}.jsonl"


def draft(desk, beginning, text, locale="ru", slug="visit"):
    """What a package would have written: the text in the catalogue, known to the ledger as the machine's."""
    po, path = catalogue(desk, locale, slug), ledger_file(desk, locale, slug)
    found, book = catalog.read(po), ledger.read(path)
    old = next(e for e in found.entries if e.source.startswith(beginning))
    known = book.record(*old.key)
    new, record = ledger.draft(old, text, book, req=known.req, model=known.model)
    ledger.write(path, book.updated([record]))
    catalog.write(po, replace(found, entries=tuple(new if e is old else e for e in found.entries)))


def text_of(desk, beginning, locale="ru", slug="visit"):
    return entry(polib.pofile(str(catalogue(desk, locale, slug))), beginning).msgstr


def comment(desk, beginning, text, locale="ru", slug="visit"):
    path = catalogue(desk, locale, slug)
    po = polib.pofile(str(path), wrapwidth=0)
    entry(po, beginning).tcomment = text
    po.save(str(path))


def findings(translate, desk, *options):
    done = translate("check", "visit", "-l", "ru", "--json", *options, cwd=desk)
    return json.loads(done.out)["articles"][0]["findings"]


@pytest.fixture
def lost(desk):
    """A desk with a person's sentence that lost its date."""
    approve(desk, "Deliveries", LOST)
    return desk


# What is shown.


def test_a_finding_leads_to_the_line_of_its_translation(lost, translate):
    done = translate("check", "visit", "-l", "ru", "--code", "figure-lost", cwd=lost)
    first, *lines = done.out.splitlines()
    assert first == "visit"
    head = next(line for line in lines if "“September 2026”" in line)
    place, severity, code = head.split(" ")[:3]
    path, _, number = place.rpartition(":")
    assert (severity, code) == ("error", "figure-lost:")
    assert (lost / path).read_text(encoding="utf-8").splitlines()[int(number) - 1] == f'msgstr "{LOST}"'
    assert lines[lines.index(head) + 1] == f"    {LOST}"


def test_json_tells_file_line_and_the_key_that_approve_takes(lost, translate):
    mine = next(f for f in findings(translate, lost) if f["source"].startswith("Deliveries"))
    lines = (lost / mine["file"]).read_text(encoding="utf-8").splitlines()
    assert LOST in lines[mine["catalogue_line"] - 1]
    assert mine["line"] == 3
    done = translate("approve", "visit", "-l", "ru", "--key", mine["key"], "--by", "A", "--json", cwd=lost)
    assert [one["source"] for one in json.loads(done.out)[0]["left"]] == [mine["source"]]


def test_lines_are_those_of_the_file_as_a_run_left_it(lost, translate):
    article = lost / "articles/visit.txt"
    text = article.read_text(encoding="utf-8")
    article.write_text(
        text.replace("Air Marshal", "It was short. It was good.\n\nAir Marshal"), encoding="utf-8"
    )
    approve(lost, "Agencies", "Агентства 1947")
    found = json.loads(translate("run", "visit", "-l", "ru", "--json", cwd=lost).out)["articles"][0][
        "findings"
    ]
    mine = next(f for f in found if f["source"] == "Agencies")
    lines = catalogue(lost).read_text(encoding="utf-8").splitlines()
    assert "1947" in lines[mine["catalogue_line"] - 1]


def test_the_place_is_underlined_where_there_are_no_colours(desk, translate):
    approve(desk, "They spoke", "Они они говорили говорили об операции «Синдур».")
    lines = translate("check", "visit", "-l", "ru", "--code", "doubled-word", cwd=desk).out.splitlines()
    at = next(i for i, line in enumerate(lines) if "говорили говорили" in line and line.startswith("    "))
    start, end = lines[at + 1].index("^"), lines[at + 1].rindex("^") + 1
    assert lines[at][start:end] in {"говорили говорили", "Они они"}
    assert set(lines[at + 1]) == {" ", "^"}


def test_a_figure_that_was_put_in_is_told_until_somebody_looked(desk, translate):
    path = catalogue(desk)
    po = polib.pofile(str(path), wrapwidth=0)
    one = entry(po, "Deliveries")
    one.comment += "\nfigure: September 2026 → сентября 2026 (put in; the model left it out)"
    one.comment += "\nfigure: 2026 → 2026 (put in; instead of “2025”)"
    po.save(str(path))
    [mine] = findings(translate, desk, "--code", "figure-placed")
    assert mine["severity"] == "warning"
    assert "“September 2026” was put in" in mine["message"]
    approve(desk, "Deliveries", "Поставки завершат к сентябрю 2026 года.")
    assert findings(translate, desk, "--code", "figure-placed") == []


def test_the_summary_counts_by_code_errors_first(lost, translate):
    approve(lost, "They spoke", "Они говорили говорили об операции «Синдур».")
    found = findings(translate, lost)
    out = translate("check", "visit", "-l", "ru", cwd=lost).out.splitlines()
    errors = sum(f["severity"] == "error" for f in found)
    at = next(i for i, line in enumerate(out) if line.endswith("in 1 article"))
    assert out[at].startswith(f"{errors} error")
    rows = [line.split() for line in out[at + 1 :]]
    counts = Counter((f["code"], f["severity"]) for f in found)
    assert {(code, severity): int(number) for code, severity, number in rows} == counts
    severities = [severity for _, severity, _ in rows]
    assert severities == sorted(severities)
    assert ("doubled-word", "warning") in counts


def test_only_what_is_asked_for_is_shown_and_counted(lost, translate):
    approve(lost, "They spoke", "Они говорили говорили об операции «Синдур».")
    assert {f["severity"] for f in findings(translate, lost, "--severity", "error")} == {"error"}
    chosen = findings(translate, lost, "--code", "doubled-word", "--code", "stale")
    assert {f["code"] for f in chosen} == {"doubled-word"}
    done = translate("check", "visit", "-l", "ru", "--code", "doubled-word", cwd=lost)
    assert (done.code, done.out.splitlines()[-1].split()) == (
        0,
        ["doubled-word", "warning", str(len(chosen))],
    )
    none = translate("check", "visit", "-l", "ru", "--code", "block", cwd=lost)
    assert (none.code, none.out) == (0, "no findings\n")


def test_a_code_that_no_check_has_is_told_with_what_is_near(desk, translate):
    done = translate("check", "--code", "figur-lost", cwd=desk)
    assert done.code == 2
    assert "did you mean figure-lost?" in done.err


@pytest.mark.parametrize(
    ("code", "fail_on", "wanted"),
    [
        ("figure-lost", "error", 1),
        ("figure-lost", "warning", 1),
        ("figure-lost", "never", 0),
        ("doubled-word", "error", 0),
        ("doubled-word", "warning", 1),
        ("doubled-word", "never", 0),
        ("block", "warning", 0),
    ],
)
def test_fail_on_decides_the_exit_code(lost, translate, code, fail_on, wanted):
    approve(lost, "They spoke", "Они говорили говорили об операции «Синдур».")
    done = translate("check", "visit", "-l", "ru", "--code", code, "--fail-on", fail_on, cwd=lost)
    assert done.code == wanted


def test_what_cannot_be_read_fails_whatever_is_counted(desk, translate):
    catalogue(desk).write_text("msgid", encoding="utf-8")
    assert translate("check", "-l", "ru", "--fail-on", "never", cwd=desk).code == 4


# GitHub.


def test_annotations_name_file_line_and_code(lost, translate, monkeypatch):
    monkeypatch.setenv("GITHUB_WORKSPACE", str(lost.parent))
    done = translate("check", "visit", "-l", "ru", "--format", "github", "--code", "figure-lost", cwd=lost)
    (mine,) = [line for line in done.out.splitlines() if "“September 2026”" in line]
    number = findings(translate, lost, "--code", "figure-lost")
    line = next(f["catalogue_line"] for f in number if f["source"].startswith("Deliveries"))
    path = catalogue(lost).relative_to(lost.parent).as_posix()
    assert mine.startswith(f"::error file={path},line={line},title=figure-lost::")
    assert done.code == 1
    assert all(line.startswith("::") for line in done.out.splitlines())


def test_annotations_are_escaped_as_github_demands(lost, translate, monkeypatch):
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    shutil.copy(lost / "articles/visit.txt", lost / "articles/50%, later.txt")
    translate("run", "-l", "ru", "50%,-later", cwd=lost)

    def found(unit, context):
        return (Finding("stale", Severity.WARNING, "100 % of\r\na: b, c"),)

    monkeypatch.setattr(finishing.checks, "check", found)
    out = translate("check", "50%,-later", "-l", "ru", "--format", "github", "--code", "stale", cwd=lost).out
    line = out.splitlines()[0]
    assert line.startswith("::warning file=locales/ru/LC_MESSAGES/50%25%2C-later.po,line=")
    assert line.endswith(",title=stale::100 %25 of%0D%0Aa: b, c")


def test_json_and_annotations_exclude_each_other(desk, translate):
    assert translate("check", "--json", "--format", "github", cwd=desk).code == 2


# Baselines.


def test_known_findings_are_neither_shown_nor_counted(lost, translate):
    file = lost / "known.jsonl"
    number = len(findings(translate, lost))
    made = translate("check", "visit", "-l", "ru", "--write-baseline", file, cwd=lost)
    assert (made.code, len(file.read_text().splitlines())) == (0, number)
    assert f"{number} findings written to" in made.out
    done = translate("check", "visit", "-l", "ru", "--baseline", file, "--fail-on", "warning", cwd=lost)
    assert done.code == 0
    assert done.out.splitlines() == ["no findings", f"{number} known findings not shown: {file}"]
    assert findings(translate, lost, "--baseline", str(file)) == []


def test_a_finding_stays_known_when_lines_move_and_is_new_where_text_changes(lost, translate):
    file = lost / "known.jsonl"
    approve(
        lost, "They spoke", "Они говорили говорили об операции «Синдур» и о многом другом весь долгий день."
    )
    translate("check", "visit", "-l", "ru", "--write-baseline", file, cwd=lost)
    article = lost / "articles/visit.txt"
    article.write_text(f"\n\n\n{article.read_text(encoding='utf-8')}", encoding="utf-8")
    comment(lost, "The S-400", "several\nlines\nhigher up")
    assert findings(translate, lost, "--baseline", str(file)) == []
    # Far from the place nothing is new; beside it the doubled word is to be looked at again.
    approve(lost, "They spoke", "Они говорили говорили об операции «Синдур» и о многом другом весь день.")
    assert findings(translate, lost, "--baseline", str(file), "--code", "doubled-word") == []
    approve(lost, "They spoke", "Мы говорили говорили об операции «Синдур» и о многом другом весь день.")
    assert len(findings(translate, lost, "--baseline", str(file), "--code", "doubled-word")) == 1


def test_of_findings_that_cannot_be_told_apart_as_many_are_known_as_there_were(lost, translate, monkeypatch):
    file = lost / "known.jsonl"
    number = 1

    def found(unit, context):
        return (Finding("stale", Severity.WARNING, "the same"),) * number

    monkeypatch.setattr(finishing.checks, "check", found)
    translate("check", "visit", "-l", "ru", "--write-baseline", file, cwd=lost)
    units = len(findings(translate, lost, "--code", "stale"))
    number = 3
    assert len(findings(translate, lost, "--code", "stale", "--baseline", str(file))) == 2 * units


def test_a_baseline_is_the_same_bytes_each_time_and_keeps_what_was_not_looked_at(lost, translate):
    every, again = lost / "every.jsonl", lost / "again.jsonl"
    translate("check", "--write-baseline", every, cwd=lost)
    for options in (["-l", "hi"], ["visit", "-l", "ru"], ["navies", "-l", "ru"]):
        translate("check", *options, "--write-baseline", again, cwd=lost)
    assert again.read_bytes() == every.read_bytes()
    lines = every.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    approve(lost, "Deliveries", "Поставки завершат к сентябрю 2026 года.")
    done = translate("check", "--baseline", every, cwd=lost)
    assert "1 known finding gone since" in done.out
    translate("check", "visit", "--code", "doubled-word", "--write-baseline", again, cwd=lost)
    assert again.read_bytes() == every.read_bytes()
    translate("check", "--write-baseline", again, cwd=lost)
    assert len(again.read_text(encoding="utf-8").splitlines()) == len(lines) - 1


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"article": "a"}', '{"article":1,"code":"","key":"","locale":"","text":""}', "a" * 9]
)
def test_a_file_that_is_no_baseline_is_refused_with_its_line(lost, translate, line):
    file = lost / "known.jsonl"
    translate("check", "--write-baseline", file, cwd=lost)
    text = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([text[0], "", line]), encoding="utf-8")
    before = files_of(lost)
    for option in ("--baseline", "--write-baseline"):
        done = translate("check", option, file, cwd=lost)
        assert done.code == 2
        assert "known.jsonl:3: not a known finding" in done.err
        assert "→" in done.err
    assert files_of(lost) == before


def test_no_article_is_taken_for_a_baseline_and_a_missing_one_is_told(lost, translate):
    before = files_of(lost)
    assert translate("check", "--write-baseline", "articles/visit.txt", cwd=lost).code == 2
    done = translate("check", "--baseline", "none.jsonl", cwd=lost)
    assert (done.code, "--write-baseline none.jsonl" in done.err) == (2, True)
    assert "would be written" in translate("check", "--write-baseline", "x", "--dry-run", cwd=lost).out
    assert files_of(lost) == before


# Excuses.


@pytest.mark.parametrize("code", sorted(pipeline.known_codes() - {"block"}))
def test_every_code_can_be_excused(desk, translate, monkeypatch, code):
    every = tuple(Finding(c, Severity.ERROR, "found") for c in sorted(pipeline.known_codes()))
    monkeypatch.setattr(finishing.checks, "check", lambda *_: every)
    monkeypatch.setattr(finishing.checks, "check_article", lambda *_: {})

    def codes():
        return [
            f["code"]
            for f in findings(translate, desk)
            if f["source"] == "Agencies" and f["message"] == "found"
        ]

    before = codes()
    comment(desk, "Agencies", f"seen by Anna\ncheck-ok: {code}")
    assert before.count(code) == 1
    assert codes() == [c for c in before if c != code]


def test_several_codes_stand_on_a_line_and_what_is_excused_is_not_counted(lost, translate):
    approve(lost, "Deliveries", "Поставки Поставки завершат когда-нибудь.")
    comment(lost, "Deliveries", "check-ok: figure-lost, doubled-word, too-short")
    found = [f for f in findings(translate, lost) if f["source"].startswith("Deliveries")]
    assert found == []
    out = translate("check", "visit", "-l", "ru", cwd=lost).out
    assert "Поставки" not in out


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("check-ok figure-lost", ["`# check-ok` without a colon excuses nothing; write `# check-ok: code`"]),
        ("check-ok: figur-lost", ["`# check-ok: figur-lost` names no check; did you mean figure-lost?"]),
        ("check-ok: figure-lost, xyz", ["`# check-ok: xyz` names no check"]),
        (
            "check-ok: figure-lost doubled-wrd",
            ["`# check-ok: doubled-wrd` names no check; did you mean doubled-word?"],
        ),
        ("check-ok:", ["`# check-ok:` without a code excuses nothing; name the code to excuse"]),
        ("check-ok: block", ["`# check-ok: block` excuses nothing: correct the text"]),
        ("check-ok: figure-lost the agency gives no date", []),
        ("check-ok: conflict", []),
        ("the check-ok: nothing", []),
    ],
)
def test_an_excuse_that_names_no_check_is_told(desk, translate, note, told):
    comment(desk, "Agencies", note)
    found = findings(translate, desk, "--code", "check-ok")
    assert [f["message"] for f in found] == told
    assert {f["severity"] for f in found} <= {"warning"}


# --fix.


@pytest.fixture
def rough(desk):
    """Five sentences with another typography than Russian: a draft, and four that people had in hand."""
    draft(desk, "They spoke", BAD)
    draft(desk, "Agencies", '"Агентства"')  # then edited by a person
    approve(desk, "The S-400", 'Комплексы "С-400" куплены в 2018 году - за 5,43 млрд долларов.')
    approve(desk, "Deliveries", 'Поставки - к сентябрю 2026 "года".')
    path = catalogue(desk)
    po = polib.pofile(str(path), wrapwidth=0)
    entry(po, "Agencies").msgstr = '"Агентства" - их'
    po.save(str(path))
    article = desk / "articles/visit.txt"
    text = article.read_text(encoding="utf-8").replace("Deliveries should end", "Deliveries must end")
    article.write_text(text, encoding="utf-8")
    return desk


def test_fix_touches_drafts_alone_and_they_stay_drafts(rough, translate):
    translate("update", cwd=rough)
    before = polib.pofile(str(catalogue(rough)))
    done = translate("check", "visit", "-l", "ru", "--fix", cwd=rough)
    after = polib.pofile(str(catalogue(rough)))
    assert text_of(rough, "They spoke") == GOOD
    changed = [(a.msgid, b.msgstr) for a, b in zip(before, after, strict=True) if a.msgstr != b.msgstr]
    assert ("They spoke of Operation Sindoor.", GOOD) in changed
    mine = ("The S-400", "Deliveries", "Agencies")
    assert not [one for one, _ in changed if one.startswith(mine)]
    assert "left as they are, for people to decide: 1 approved, 1 edited, 1 stale" in done.out
    for a, b in zip(before, after, strict=True):
        assert (a.comment, a.tcomment, a.flags, a.previous_msgid) == (
            b.comment,
            b.tcomment,
            b.flags,
            b.previous_msgid,
        )
    states = {u.source: u.state for u in opened(rough).units}
    assert states["They spoke of Operation Sindoor."] is State.DRAFT


def opened(desk, locale="ru", slug="visit"):
    settings = config.load(desk)
    report = pipeline.survey(settings, pipeline.Options((locale,), (slug,)))
    return report.rows[0].document


def test_a_run_after_fix_drafts_nothing_anew(rough, translate):
    translate("run", cwd=rough)
    translate("check", "--fix", cwd=rough)
    before = files_of(rough / "locales")
    done = translate("run", "--json", cwd=rough)
    assert [row["drafted"] for row in json.loads(done.out)["articles"]] == [0] * 4
    now = {k: v for k, v in files_of(rough / "locales").items() if not k.endswith("~")}
    assert now == {k: v for k, v in before.items() if not k.endswith("~")}
    again = translate("check", "--fix", cwd=rough)
    assert "typography: no draft to change" in again.out


def test_fix_shows_what_changes_as_a_diff_and_dry_run_writes_nothing(rough, translate):
    before = files_of(rough)
    done = translate("check", "visit", "-l", "ru", "--fix", "--dry-run", cwd=rough)
    lines = done.out.splitlines()
    assert lines[:2] == [f"{sign} locales/ru/LC_MESSAGES/visit.po" for sign in ("---", "+++")]
    at = lines.index(f"-{BAD}")
    assert lines[at + 1] == f"+{GOOD}".replace(N, "⍽")
    number = int(lines[at - 1].split()[1])
    assert lines[at - 1] == f"@@ {number} body @@"
    po = catalogue(rough).read_text(encoding="utf-8").splitlines()
    assert polib.unescape(po[number - 1].removeprefix('msgstr "').removesuffix('"')) == BAD
    assert "would change" in done.out
    assert files_of(rough) == before
    told = json.loads(translate("check", "visit", "-l", "ru", "--fix", "--dry-run", "--json", cwd=rough).out)
    (mine,) = [one for one in told["fixed"][0]["changed"] if one["old"] == BAD]
    assert (mine["new"], mine["line"]) == (GOOD, number)
    assert files_of(rough) == before


def test_fix_tells_the_findings_that_are_left(rough, translate):
    before = {f["code"] for f in findings(translate, rough) if f["target"] == BAD}
    left = {f["code"] for f in findings(translate, rough, "--fix") if f["source"].startswith("They spoke")}
    assert left <= before
    assert all(f["target"] != BAD for f in findings(translate, rough))


def test_a_draft_is_not_made_into_a_text_that_someone_approved(desk, translate):
    approve(desk, "They spoke", GOOD)
    translate("update", cwd=desk)  # the ledger learns of it
    path = catalogue(desk)
    po = polib.pofile(str(path), wrapwidth=0)
    entry(po, "They spoke").msgstr = ""
    po.save(str(path))
    draft(desk, "They spoke", BAD)
    translate("check", "--fix", cwd=desk)
    assert text_of(desk, "They spoke") == BAD


def test_terms_and_addresses_of_a_draft_stay(desk, translate):
    (desk / "glossary/own.csv").write_text(
        "term,variants,kind,case,flags,note,hi,hi_forms,ru,ru_forms\n"
        'They spoke,,phrase,,,,उन्होंने,,"Они - говорили ""тут""",\n',
        encoding="utf-8",
    )
    draft(desk, "They spoke", 'Они - говорили "тут" - об операции "Синдур" на https://x.org/a--b , да')
    translate("check", "visit", "-l", "ru", "--fix", cwd=desk)
    wanted = f'Они - говорили "тут"{N}— об операции «Синдур» на https://x.org/a--b, да'
    assert text_of(desk, "They spoke") == wanted


def test_markup_of_a_draft_stays(desk, translate):
    text = 'Комплекс **С-400 "Триумф"** - на [сайте "Х"](https://example.org/a_b) .'
    draft(desk, "The **S-400", text, slug="navies")
    translate("check", "navies", "-l", "ru", "--fix", cwd=desk)
    wanted = f"Комплекс **С-400 «Триумф»**{N}— на [сайте «Х»](https://example.org/a_b)."
    assert text_of(desk, "The **S-400", slug="navies") == wanted


def test_fix_waits_for_who_is_writing(rough, translate):
    before = files_of(rough)
    with lock.held(rough):
        done = translate("check", "--fix", cwd=rough)
    assert done.code == 4
    now = files_of(rough)
    assert now | {lock.FILE: b""} == before | {lock.FILE: b""}


def test_what_is_saved_while_fix_looks_is_left_as_it_was_saved(rough, translate, monkeypatch):
    from translate import fixing

    true = fixing._typeset

    def saving(doc):
        made = list(true(doc))
        if doc.article.slug == "visit":
            path = catalogue(rough)
            path.write_text(path.read_text(encoding="utf-8") + "\n# saved\n", encoding="utf-8")
        return made

    monkeypatch.setattr(fixing, "_typeset", saving)
    done = translate("check", "-l", "ru", "--fix", cwd=rough)
    assert done.code == 4
    assert "was saved by someone meanwhile" in done.err
    assert text_of(rough, "They spoke") == BAD
    assert catalogue(rough).read_text(encoding="utf-8").endswith("# saved\n")


# Excerpts.

WORDS = st.lists(
    st.sampled_from(
        [
            "क्षत्रिय",
            "प्रौद्योगिकी",
            "में",
            "मंत्री",
            "слово",
            "й",
            "naïve",
            "日本語",
            "e\u0301",
            "\u200d",
            "«да»",
            "-",
        ]
    ),
    min_size=1,
    max_size=40,
).map(" ".join)


@given(WORDS, st.data(), st.integers(20, 90))
def test_an_excerpt_fits_and_cuts_no_letter_from_its_signs(text, data, width):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    line = render_findings.excerpt(text, (start, end), width, coloured=True)[0]
    assert line.cell_len <= width + len(render_findings.INDENT)
    pieces = render_findings.clusters(text)
    at = {0}
    for piece in pieces:
        at.add(max(at) + len(piece))
    for part in line.plain.removeprefix(render_findings.INDENT).split("…"):
        assert any(text.startswith(part, i) and i + len(part) in at for i in at), part


def test_an_excerpt_is_not_cut_at_a_space_that_carries_a_sign():
    text = "क्षत्रिय \u200d क्षत्रिय क्षत्रिय क्षत्रिय"
    line = render_findings.excerpt(text, (10, 24), 20, coloured=True)[0]
    assert "…\u200d" not in line.plain


def test_a_devanagari_place_is_marked_with_all_of_its_signs():
    text = "यह प्रौद्योगिकी है"
    line, under = render_findings.excerpt(text, (4, 8), 60, coloured=False)
    assert line.plain == f"    {text}"
    assert under.plain.count("^") == render_findings.cell_len("प्रौद्यो")


def test_nothing_in_a_text_acts_on_the_terminal():
    line = render_findings.excerpt("a\x1b[31mb\nc\u2028d", None, 60, coloured=True)[0]
    assert line.plain == "    a·[31mb⏎c·d"
