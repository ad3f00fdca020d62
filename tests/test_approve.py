"""`translate approve`, and export of signed text only."""

import json
import re
import shutil
import subprocess

import polib
import pytest

from tests.conftest import approve, catalogue, entry, files_of

MINE = "Поставки  завершат к сентябрю 2026 года, мои\u0306 текст."
HINDI = "डिलीवरी सितंबर 2026 तक पूरी हो जाएगी।"
KEY = "body:Deliveries should end by September 2026."


@pytest.fixture(autouse=True)
def _fixed_time(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")  # 2026-01-01T00:00:00Z


@pytest.fixture
def approved(desk, translate):
    """The command with a name, its JSON by locale, and its exit code."""

    def call(*arguments, by="Anna Petrova"):
        done = translate("approve", *arguments, "--by", by, "--json", cwd=desk)
        return done.code, {item["locale"]: item for item in json.loads(done.out)}

    return call


def edit(desk, beginning, locale="ru", **values):
    path = catalogue(desk, locale)
    po = polib.pofile(str(path), wrapwidth=0)
    for name, value in values.items():
        setattr(entry(po, beginning), name, value)
    po.save(str(path))


def texts(path):
    return {e.msgid: e.msgstr for e in polib.pofile(str(path))}


def records(desk, locale="ru", slug="visit"):
    path = desk / "locales" / locale / ".state" / f"{slug}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def errors(translate, desk, locale="ru"):
    found = json.loads(translate("check", "visit", "-l", locale, "--json", cwd=desk).out)
    return {f["source"] for f in found["articles"][0]["findings"] if f["severity"] == "error"}


def test_what_has_no_error_is_approved_with_name_and_time(desk, approved, translate):
    edit(desk, "Deliveries", msgstr="Поставки завершат когда-нибудь.")  # loses its figures
    wrong = errors(translate, desk)
    assert "Deliveries should end by September 2026." in wrong
    before = texts(catalogue(desk))
    code, found = approved("visit", "-l", "ru")
    assert code == 0
    assert {one["source"] for one in found["ru"]["left"]} == wrong
    assert {one["source"] for one in found["ru"]["approved"]} == before.keys() - wrong
    reason = next(one["reason"] for one in found["ru"]["left"] if one["source"].startswith("Deliveries"))
    assert "figure-lost" in reason
    after = polib.pofile(str(catalogue(desk)))
    assert {e.msgid for e in after if e.fuzzy} == wrong
    assert texts(catalogue(desk)) == before
    signatures = {(r.get("by"), r.get("at")) for r in records(desk) if r.get("ok")}
    assert signatures == {("Anna Petrova", "2026-01-01T00:00:00Z")}


def test_only_flag_and_header_lines_of_the_catalogue_change(desk, approved, monkeypatch):
    edit(desk, "Deliveries", msgstr=MINE)
    before = catalogue(desk).read_text(encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782822853")
    approved("visit", "-l", "ru", "--key", KEY)
    after = catalogue(desk).read_text(encoding="utf-8")
    header = [line for line in after.split("\n") if line not in before.split("\n")]
    assert header == ['"PO-Revision-Date: 2026-06-30 12:34+0000\\n"', '"Last-Translator: Anna Petrova\\n"']
    assert before.count("#, fuzzy") - after.count("#, fuzzy") == 1
    assert f'msgstr "{MINE}"' in after
    for path in (catalogue(desk),):
        done = subprocess.run(
            ["msgfmt", "--check", "-o", "/dev/null", str(path)], capture_output=True, text=True
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_the_same_approval_again_changes_no_byte(desk, approved, monkeypatch):
    approved("--all")
    before = files_of(desk)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    code, found = approved("--all", by="Somebody Else")
    assert code == 0
    assert not any(item["approved"] or item["signed"] for item in found.values())
    assert files_of(desk) == before


def test_an_approval_made_in_an_editor_is_signed_and_its_catalogue_stays_as_it_is(desk, approved):
    older = catalogue(desk).with_name("visit.po~")
    older.write_bytes(catalogue(desk).read_bytes())
    approve(desk, "Deliveries", MINE)
    before = catalogue(desk).read_bytes()
    _, found = approved("visit", "-l", "ru", "--key", KEY)
    assert [one["target"] for one in found["ru"]["signed"]] == [MINE]
    assert catalogue(desk).read_bytes() == before
    assert [r["by"] for r in records(desk) if r.get("by")] == ["Anna Petrova"]


def test_a_signature_ends_with_the_text_it_was_given_for(desk, approved, translate):
    edit(desk, "Deliveries", msgstr="Поставки завершат к сентябрю 2026 года.")
    approved("visit", "-l", "ru", "--key", KEY)
    assert [r["by"] for r in records(desk) if r.get("by")] == ["Anna Petrova"]
    approve(desk, "Deliveries", MINE)
    translate("run", cwd=desk)
    assert not [r for r in records(desk) if r.get("by")]


def stale(desk, english="by October 2026"):
    approve(desk, "Deliveries", "Поставки завершат к сентябрю 2026 года.")
    article = desk / "articles/visit.txt"
    article.write_text(article.read_text().replace("by September 2026", english))


def test_a_stale_text_is_left_unless_asked_for(desk, approved, translate):
    stale(desk, "before September 2026")
    translate("run", cwd=desk)  # offers a draft of the new sentence beside it
    assert "now: " in entry(polib.pofile(str(catalogue(desk))), "Deliveries").comment
    before = polib.pofile(str(catalogue(desk)))
    _, found = approved("visit", "-l", "ru")
    (left,) = [one for one in found["ru"]["left"] if one["source"].startswith("Deliveries")]
    assert "the English was: Deliveries should end by September 2026." in left["reason"]
    assert entry(polib.pofile(str(catalogue(desk))), "Deliveries").previous_msgid
    code, found = approved("visit", "-l", "ru", "--stale")
    assert code == 0
    assert [one["source"] for one in found["ru"]["approved"]] == [
        "Deliveries should end before September 2026."
    ]
    now = entry(polib.pofile(str(catalogue(desk))), "Deliveries")
    assert not now.fuzzy
    assert not now.previous_msgid
    assert now.msgstr == entry(before, "Deliveries").msgstr
    assert {line.partition(":")[0] for line in now.comment.split("\n")} <= {"role", "before", "after"}
    translate("run", cwd=desk)
    assert entry(polib.pofile(str(catalogue(desk))), "Deliveries").msgstr == now.msgstr


def test_a_stale_text_with_a_wrong_figure_is_not_approved_even_when_asked_for(desk, approved, translate):
    stale(desk, "by September 2027")
    translate("update", cwd=desk)
    _, found = approved("visit", "-l", "ru", "--stale")
    (left,) = [one for one in found["ru"]["left"] if one["source"].startswith("Deliveries")]
    assert "figure" in left["reason"]
    assert entry(polib.pofile(str(catalogue(desk))), "Deliveries").fuzzy


def test_what_the_reviewer_has_not_seen_is_not_approved(desk, approved):
    """The article changed after the last update: the catalogue is approved as it stands, or not at all."""
    stale(desk)
    before = catalogue(desk).read_text(encoding="utf-8")
    _, found = approved("visit", "-l", "ru", "--stale")
    (left,) = [one for one in found["ru"]["left"] if one["source"].startswith("Deliveries")]
    assert "translate update" in left["reason"]
    after = catalogue(desk).read_text(encoding="utf-8")
    assert "October" not in after
    assert before.count("msgid") == after.count("msgid")


def test_empty_suspect_and_obsolete_entries_are_never_approved(desk, approved, translate):
    edit(desk, "Agencies", msgstr="")
    po = polib.pofile(str(catalogue(desk)), wrapwidth=0)
    spoken = entry(po, "They spoke").msgstr
    edit(desk, "They spoke", msgstr=entry(po, "Air Marshal").msgstr)
    edit(desk, "Air Marshal", msgstr=spoken)
    approve(desk, "Deliveries", MINE)
    article = desk / "articles/visit.txt"
    article.write_text(article.read_text().replace(" Deliveries should end by September 2026.", ""))
    translate("update", cwd=desk)
    before = catalogue(desk).read_bytes()
    keys = [
        "body:Agencies",
        "body:They spoke of Operation Sindoor.",
        "body:Air Marshal Singh met…",
        KEY,
    ]
    code, found = approved("visit", "-l", "ru", *(part for key in keys for part in ("--key", key)))
    assert code == 1
    reasons = {one["source"]: one["reason"] for one in found["ru"]["left"]}
    assert reasons["Agencies"] == "has no text"
    assert "obsolete" in reasons["Deliveries should end by September 2026."]
    assert len(reasons) == 4
    assert catalogue(desk).read_bytes() == before


def test_a_sentence_of_two_people_waits_until_one_of_the_texts_is_chosen(desk, approved):
    edit(desk, "Deliveries", msgstr=MINE, tcomment="other (Boris): Поставки до сентября 2026 года.")
    before = catalogue(desk).read_bytes()
    code, found = approved("visit", "-l", "ru", "--key", KEY)
    assert (code, found["ru"]["approved"]) == (1, [])
    assert "# other" in found["ru"]["left"][0]["reason"]
    assert catalogue(desk).read_bytes() == before
    edit(desk, "Deliveries", tcomment="")
    code, found = approved("visit", "-l", "ru", "--key", KEY)
    assert (code, [unit["target"] for unit in found["ru"]["approved"]]) == (0, [MINE])


def test_a_text_left_out_on_purpose_needs_no_approval(desk, approved):
    edit(desk, "Agencies", msgstr="", tcomment="omit")
    code, found = approved("visit", "-l", "ru", "--key", "body:Agencies")
    assert (code, found["ru"]["standing"], found["ru"]["left"]) == (0, 1, [])


@pytest.mark.parametrize("key", [KEY, "body:Deliveries should…", "body:Deliveries..."])
def test_a_key_approves_one_sentence_only(desk, approved, key):
    edit(desk, "Deliveries", msgstr=MINE)
    edit(desk, "Deliveries", "hi", msgstr=HINDI)
    _, found = approved("visit", "--key", key)
    assert {locale: len(item["approved"]) for locale, item in found.items()} == {"hi": 1, "ru": 1}
    for locale in ("hi", "ru"):
        assert [e.msgid for e in polib.pofile(str(catalogue(desk, locale))) if not e.fuzzy] == [KEY[5:]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--all"),
        (["visit", "--all"], "--all"),
        (["visit", "--key", "body:No such sentence."], "no sentence has the key"),
        (["visit", "--key", "headline:Deliveries should end by September 2026."], "no sentence has the key"),
        (["visit", "--key", "Deliveries"], "role:English"),
        (["visit", "--key", "body:…"], "no sentence has the key"),
        (["visit", "--by", " \t "], "needs a name"),
        (["nothing-such"], "no article named"),
    ],
)
def test_an_unclear_order_is_refused_and_nothing_is_changed(desk, translate, arguments, said):
    before = files_of(desk)
    by = [] if "--by" in arguments else ["--by", "A"]
    done = translate("approve", *arguments, *by, cwd=desk)
    assert done.code == 2
    assert said in done.err
    assert files_of(desk) == before


def test_a_beginning_that_several_sentences_have_is_refused(desk, translate):
    (desk / "articles/visit.txt").write_text("Talks\n\nThey met on Monday. They met in Delhi.\n")
    translate("run", "visit", "-l", "ru", cwd=desk)
    done = translate("approve", "visit", "-l", "ru", "--key", "body:They met…", "--by", "A", cwd=desk)
    assert done.code == 2
    assert "They met in Delhi. | They met on Monday." in done.err


def test_a_dry_run_tells_the_same_and_writes_nothing(desk, approved, translate):
    before = files_of(desk)
    _, dry = approved("--all", "--dry-run")
    assert files_of(desk) == before
    assert "nothing was written" in translate("approve", "--all", "--by", "A", "--dry-run", cwd=desk).out
    assert approved("--all")[1] == dry


def test_the_name_comes_from_git_when_none_is_given(desk, translate, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    done = translate("approve", "visit", "-l", "ru", cwd=desk)
    assert done.code == 2
    assert "--by" in done.err
    assert "git config user.name" in done.err
    subprocess.run(["git", "-C", str(desk), "init"], check=True, capture_output=True)
    subprocess.run(["git", "-C", str(desk), "config", "user.name", "आर्\u200dया"], check=True)
    assert translate("approve", "visit", "-l", "ru", cwd=desk).code == 0
    assert {r["by"] for r in records(desk) if r.get("by")} == {"आर्\u200dया"}


def test_a_name_cannot_break_the_catalogues_header(desk, approved):
    approved("visit", "-l", "ru", by='A\n"X-Evil: 1\\n" \\ B')
    assert "X-Evil" not in polib.pofile(str(catalogue(desk))).metadata
    done = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", str(catalogue(desk))], capture_output=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("value", ["yesterday", "-5", "99999999999999999999"])
def test_a_wrong_time_is_refused(desk, translate, monkeypatch, value):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    done = translate("approve", "visit", "--by", "A", cwd=desk)
    assert done.code == 2
    assert "SOURCE_DATE_EPOCH" in done.err


def test_one_broken_catalogue_stops_no_other(desk, translate):
    catalogue(desk).write_text("<<<<<<< HEAD\n")
    done = translate("approve", "--all", "--by", "A", cwd=desk)
    assert done.code == 4
    assert "visit.po" in done.err
    assert any(not e.fuzzy for e in polib.pofile(str(catalogue(desk, slug="navies"))))


def test_a_catalogue_saved_while_it_was_checked_is_not_approved(desk, monkeypatch):
    from tests.conftest import Silent
    from translate import approving, config, pipeline

    settings = config.load(desk)
    options = pipeline.Options(("ru",), ("visit",), draft=False, export=False, write=False)
    report = pipeline.run(settings, options, Silent())
    edit(desk, "Deliveries", msgstr=MINE)
    before = files_of(desk / "locales")
    done, problems = approving.approve(
        [row.document for row in report.rows], settings, approving.Order("A", "2026-01-01T00:00:00Z")
    )
    assert done == []
    assert [problem.exit_code for problem in problems] == [4]
    assert files_of(desk / "locales") == before


def test_the_ledger_is_written_before_the_catalogue(desk, approved, monkeypatch):
    """A kill between the two leaves a fuzzy text of a person, never one that the machine may write."""
    from translate import catalog, config, ledger
    from translate.errors import SetupError

    def killed(path, held):
        raise SetupError("disk full", path=path)

    edit(desk, "Deliveries", msgstr=MINE)
    monkeypatch.setattr(catalog, "write", killed)
    code, _ = approved("visit", "-l", "ru", "--key", KEY)
    assert code == 3
    book = ledger.read(config.load(desk).ledger_path("ru", "visit"))
    found = catalog.read(catalogue(desk))
    (one,) = [e for e in found.entries if e.source.startswith("Deliveries")]
    assert one.fuzzy
    assert [record.by for record in book.records.values() if record.by] == ["Anna Petrova"]
    assert not ledger.may_write(one, book)


def test_signed_export_asks_for_a_name(desk, translate):
    for locale in ("hi", "ru"):
        path = catalogue(desk, locale)
        path.write_text(path.read_text(encoding="utf-8").replace("#, fuzzy\n", ""), encoding="utf-8")
    edit(desk, "Agencies", msgstr="", tcomment="omit")
    assert "held" not in translate("export", "visit", "--require", "approved", cwd=desk).out
    shutil.rmtree(desk / "output")
    done = translate("export", "visit", "-l", "ru", "--require", "signed", cwd=desk)
    assert done.code == 1
    assert "held back: visit ru: 5 of 6 sentences are not signed" in done.out
    assert not (desk / "output/ru/visit.txt").exists()
    for source in (e.msgid for e in polib.pofile(str(catalogue(desk)))):
        for code in errors_of(translate, desk, source):
            excuse(desk, source, code)
    translate("approve", "visit", "-l", "ru", "--by", "A", cwd=desk)
    translate("export", "visit", "-l", "ru", "--require", "signed", cwd=desk)
    assert (desk / "output/ru/visit.txt").is_file()
    approve(desk, "Deliveries", MINE)
    done = translate("export", "visit", "-l", "ru", "--require", "signed", cwd=desk)
    assert "1 of 6 sentences are not signed" in done.out


def errors_of(translate, desk, source):
    found = json.loads(translate("check", "visit", "-l", "ru", "--json", cwd=desk).out)["articles"][0]
    return {f["code"] for f in found["findings"] if f["source"] == source and f["severity"] == "error"}


def excuse(desk, source, code):
    path = catalogue(desk)
    po = polib.pofile(str(path), wrapwidth=0)
    one = entry(po, source)
    one.tcomment = f"{one.tcomment}\ncheck-ok: {code}".strip()
    po.save(str(path))


def test_the_report_names_what_was_left_and_why(desk, translate):
    edit(desk, "Deliveries", msgstr="Поставки завершат когда-нибудь.")
    out = translate("approve", "visit", "-l", "ru", "--by", "A", cwd=desk).out
    assert re.search(r"^visit ru: \d approved, 0 signed, 0 as they were, \d left$", out, re.MULTILINE)
    assert re.search(
        r"^  left: articles/visit.txt:3 body:Deliveries should end by September 2026.: figure-lost: ",
        out,
        re.MULTILINE,
    )
