"""The whole chain through the command line, with the starter packages and gettext as referee."""

import json
import re
import shutil
import subprocess

import polib
import pytest

from tests.conftest import ARTICLE, approve, catalogue, entry, files_of


def test_every_sentence_is_drafted_into_both_locales(desk):
    for locale in ("hi", "ru"):
        text = (desk / "output" / locale / "visit.txt").read_text(encoding="utf-8")
        assert text.startswith("[machine draft]\n\n")
        paragraphs = text.split("\n\n")
        assert len(paragraphs) == 1 + len(ARTICLE.strip().split("\n\n"))
        assert all(part.strip() for part in paragraphs)


@pytest.mark.parametrize("locale", ["hi", "ru"])
@pytest.mark.parametrize("slug", ["visit", "navies"])
def test_catalogues_pass_gettexts_own_check(desk, locale, slug):
    if not shutil.which("msgfmt"):
        pytest.skip("gettext is not installed")
    path = catalogue(desk, locale, slug)
    for extra in ([], ["--use-fuzzy"]):
        done = subprocess.run(
            ["msgfmt", "--check", *extra, "-o", "/dev/null", str(path)], capture_output=True, text=True
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_terms_carry_the_glossarys_renderings(desk):
    russian = (desk / "output/ru/visit.txt").read_text(encoding="utf-8")
    hindi = (desk / "output/hi/visit.txt").read_text(encoding="utf-8")
    for pattern in (
        "С-400 «Триумф",
        "операци[яиюей]+ «Синдур»",
        "[Мм]аршал[а-я]* авиации",
        "генерал-лейтенант",
    ):
        assert re.search(pattern, russian), pattern
    for word in ("एस-400", "ऑपरेशन सिंदूर", "एयर मार्शल", "लेफ्टिनेंट जनरल"):
        assert word in hindi, word


def test_markup_survives_or_is_a_finding(desk, translate):
    for locale in ("hi", "ru"):
        text = (desk / "output" / locale / "navies.md").read_text(encoding="utf-8")
        assert "```\nleft alone: 1, 2\n```" in text
        assert "\nslug: navies\n" in text
        assert re.search(r"^translation: \"?machine draft\"?$", text, re.MULTILINE)
        assert "|:-----|-----:|" in text
        found = json.loads(translate("check", "navies", "-l", locale, "--json", cwd=desk).out)
        codes = {f["code"] for f in found["articles"][0]["findings"]}
        whole = "](https://example.org/a_b)" in text and "`check --all`" in text
        assert whole or "markup" in codes


def test_a_persons_text_is_exported_byte_for_byte_and_nothing_else_changes(desk, translate):
    # Decomposed й, two spaces, straight quotes: nothing of a person's text may be tidied.
    mine = 'Маршал  авиации Сингх встретился с генерал-лейтенантом Петровым "в пятницу", мои\u0306 текст.'
    approve(desk, "Air Marshal", mine)
    before = files_of(desk / "locales")
    translate("run", cwd=desk)
    after = files_of(desk / "locales")
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"ru/.state/visit.jsonl"}
    assert mine.encode() in (desk / "output/ru/visit.txt").read_bytes()
    everything = files_of(desk)
    translate("run", cwd=desk)
    assert files_of(desk) == everything


def test_a_second_run_changes_no_byte(desk, translate):
    before = files_of(desk)
    done = translate("run", cwd=desk)
    assert files_of(desk) == before
    assert re.search(
        r"^ru: drafts by en_ru 0\.1 sha256:[0-9a-f]{12}; 0 made in this run$", done.out, re.MULTILINE
    )


@pytest.mark.parametrize(
    "arguments", [["run", "--redraft"], ["run"], ["pretranslate", "--redraft"], ["update"]]
)
def test_no_command_writes_over_a_person(desk, translate, arguments):
    approve(desk, "Deliveries", "Поставки завершат к сентябрю 2026 года.")
    path = catalogue(desk)
    po = polib.pofile(str(path), wrapwidth=0)
    entry(po, "They spoke").msgstr = "Говорили об операции «Синдур» (черновик человека)."
    po.save(str(path))
    (desk / "glossary" / "a.csv").write_text(
        "term,ru\nSeptember,октябрь\nOperation Sindoor,другое\n", encoding="utf-8"
    )
    translate(*arguments, cwd=desk)
    po = polib.pofile(str(path), wrapwidth=0)
    assert entry(po, "Deliveries").msgstr == "Поставки завершат к сентябрю 2026 года."
    assert not entry(po, "Deliveries").fuzzy
    assert entry(po, "They spoke").msgstr == "Говорили об операции «Синдур» (черновик человека)."


def test_without_its_ledger_everything_counts_as_a_persons(desk, translate):
    shutil.rmtree(desk / "locales/ru/.state")
    before = {e.msgid: e.msgstr for e in polib.pofile(str(catalogue(desk)))}
    translate("run", "--redraft", "-l", "ru", cwd=desk)
    assert {e.msgid: e.msgstr for e in polib.pofile(str(catalogue(desk)))} == before


def test_a_new_term_redrafts_only_the_sentences_it_stands_in(desk, translate):
    before = {e.msgid: e.msgstr for e in polib.pofile(str(catalogue(desk)))}
    (desk / "glossary" / "desk.csv").write_text("term,ru\nDeliveries,отгрузки\n", encoding="utf-8")
    translate("run", "-l", "ru", cwd=desk)
    after = {e.msgid: e.msgstr for e in polib.pofile(str(catalogue(desk)))}
    changed = [source for source in before if after[source] != before[source]]
    assert changed == [source for source in before if source.startswith("Deliveries")]
    assert "отгруз" in after[changed[0]].lower()


def test_a_changed_sentence_under_a_persons_text_becomes_stale(desk, translate):
    approve(desk, "Deliveries", "Поставки завершат к сентябрю 2026 года.")
    translate("run", "-l", "ru", cwd=desk)
    article = desk / "articles/visit.txt"
    article.write_text(ARTICLE.replace("September 2026", "October 2026"), encoding="utf-8")
    translate("run", "-l", "ru", cwd=desk)
    one = entry(polib.pofile(str(catalogue(desk))), "Deliveries")
    assert one.fuzzy
    assert one.msgstr == "Поставки завершат к сентябрю 2026 года."
    assert one.previous_msgid == "Deliveries should end by September 2026."
    found = json.loads(translate("check", "visit", "-l", "ru", "--json", cwd=desk).out)
    assert "stale" in {f["code"] for f in found["articles"][0]["findings"]}


def test_an_inserted_paragraph_unsettles_nothing(desk, translate):
    approve(desk, "Deliveries", "Поставки завершат к сентябрю 2026 года.")
    before = {e.msgid: (e.msgstr, e.fuzzy) for e in polib.pofile(str(catalogue(desk)))}
    article = desk / "articles/visit.txt"
    article.write_text(
        ARTICLE.replace("Air Marshal", "The visit was short.\n\nAir Marshal"), encoding="utf-8"
    )
    translate("run", "-l", "ru", cwd=desk)
    after = {e.msgid: (e.msgstr, e.fuzzy) for e in polib.pofile(str(catalogue(desk)))}
    assert {source: after[source] for source in before} == before
    assert after["The visit was short."][0]


def test_a_missing_package_lets_other_locales_finish(desk, translate):
    done = translate("run", "-l", "fr", "-l", "ru", cwd=desk)
    assert done.code == 3
    assert "translate models install en-fr" in done.err
    assert (desk / "output/ru/visit.txt").is_file()
    assert not (desk / "output/fr/visit.txt").exists()


def test_dry_run_writes_nothing(desk, translate):
    (desk / "articles/new.txt").write_text("A short text\n\nThe ship arrived.\n", encoding="utf-8")
    before = files_of(desk)
    done = translate("run", "--dry-run", "-l", "ru", cwd=desk)
    assert files_of(desk) == before
    assert "new" in done.out


def test_require_approved_holds_drafts_back_and_removes_their_older_export(desk, translate):
    done = translate("export", "--require", "approved", "-l", "ru", cwd=desk)
    assert done.code == 1
    assert "not approved" in done.out
    assert not (desk / "output/ru/visit.txt").exists()
    manifest = json.loads((desk / "output/ru/manifest.json").read_text(encoding="utf-8"))
    assert manifest["articles"]["visit"]["file"] is None


def test_a_fully_approved_article_leaves_without_a_label(desk, translate):
    path = catalogue(desk)
    po = polib.pofile(str(path), wrapwidth=0)
    for one in po:
        one.flags = []
    po.save(str(path))
    translate("export", "--require", "approved", "-l", "ru", "visit", cwd=desk)
    text = (desk / "output/ru/visit.txt").read_text(encoding="utf-8")
    assert not text.startswith("[")


def test_the_manifest_names_states_packages_and_versions(desk):
    manifest = json.loads((desk / "output/hi/manifest.json").read_text(encoding="utf-8"))
    visit = manifest["articles"]["visit"]
    assert visit["states"] == {"draft": visit["sentences"]}
    assert re.fullmatch(r"en_hi 0\.1 sha256:[0-9a-f]{12}", visit["packages"][0])
    assert manifest["signature"]["libraries"]["ctranslate2"]
    assert manifest["signature"]["glossary"]


def test_export_of_one_article_keeps_what_the_manifest_says_of_the_others(desk, translate):
    before = json.loads((desk / "output/ru/manifest.json").read_text(encoding="utf-8"))
    translate("export", "visit", "-l", "ru", cwd=desk)
    assert json.loads((desk / "output/ru/manifest.json").read_text(encoding="utf-8")) == before


def test_comments_excuse_a_finding(desk, translate):
    approve(desk, "Deliveries", "Поставки завершат к сентябрю.")
    found = json.loads(translate("check", "visit", "-l", "ru", "--json", cwd=desk).out)["articles"][0]
    mine = [f["code"] for f in found["findings"] if f["source"].startswith("Deliveries")]
    assert "figure-lost" in mine
    path = catalogue(desk)
    po = polib.pofile(str(path), wrapwidth=0)
    entry(po, "Deliveries").tcomment = "check-ok: figure-lost"
    po.save(str(path))
    found = json.loads(translate("check", "visit", "-l", "ru", "--json", cwd=desk).out)["articles"][0]
    left = [f["code"] for f in found["findings"] if f["source"].startswith("Deliveries")]
    assert left == [code for code in mine if code != "figure-lost"]


def test_stats_count_states_in_gettexts_words(desk, translate):
    approve(desk, "Deliveries", "Поставки завершат к сентябрю 2026 года.")
    done = translate("stats", "-l", "ru", "visit", cwd=desk)
    assert "ru: 1 translated message, 5 fuzzy translations." in done.out
    data = json.loads(translate("stats", "-l", "ru", "visit", "--json", cwd=desk).out)
    assert data["articles"][0]["sentences"] == {"draft": 5, "approved": 1}
    assert data["articles"][0]["words"]["approved"] == 6


def test_stats_name_a_catalogue_whose_article_is_gone(desk, translate):
    (desk / "articles/visit.txt").unlink()
    out = translate("stats", cwd=desk).out
    assert "ru: no article any more: visit; its 0 approved sentences are kept" in out


def test_a_reviewer_sees_neighbours_terms_and_where_a_draft_came_from(desk):
    one = entry(polib.pofile(str(catalogue(desk))), "They spoke")
    assert "role: body" in one.comment
    assert "before: Air Marshal Singh met Lt Gen Petrov on Friday." in one.comment
    assert "after: Agencies" in one.comment
    assert "draft: en_ru 0.1 sha256:" in one.comment
    assert "term: Operation Sindoor → операция «Синдур»" in one.comment


def test_the_same_article_alone_is_drafted_alike(desk, drafted, translate, tmp_path):
    """A sentence without a term gets the same draft with an empty glossary."""
    translate("init", tmp_path / "other", cwd=tmp_path)
    for path in (tmp_path / "other/glossary").glob("*.csv"):
        path.unlink()
    shutil.copy(desk / "articles/visit.txt", tmp_path / "other/articles")
    translate("run", "-l", "ru", cwd=tmp_path / "other")
    plain = {e.msgid: e.msgstr for e in polib.pofile(str(catalogue(tmp_path / "other")))}
    held = {e.msgid: e for e in polib.pofile(str(catalogue(desk)))}
    free = [source for source, e in held.items() if "term:" not in e.comment]
    assert free
    assert all(plain[source] == held[source].msgstr for source in free)


def test_a_locale_is_configuration_not_code(desk, shared, translate, tmp_path):
    package = shared / "models" / "translate-en_pt-0_1.argosmodel"
    if not package.is_file():
        pytest.skip("the en→pt package is absent")
    assert translate("models", "install", package, cwd=tmp_path).code == 0
    done = translate("run", "-l", "pt", cwd=desk)
    assert done.code in {0, 1}, done.err
    text = (desk / "output/pt/visit.txt").read_text(encoding="utf-8")
    assert "2018" in text
    assert "Air Marshal" not in text


def test_text_drafts_a_sentence_for_a_look(desk, translate):
    done = translate("text", "-l", "ru", "The S-400 Triumf arrived.", cwd=desk)
    assert done.code == 0
    assert "С-400 «Триумф»" in done.out


def test_text_keeps_paragraphs_and_needs_no_workspace(translate, tmp_path):
    done = translate("text", "-l", "hi", "The ship arrived.\n\nThe talks ended.", cwd=tmp_path)
    assert done.out.count("\n\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_doctor_finds_a_fresh_workspace_well(desk, translate):
    done = translate("doctor", cwd=desk)
    assert done.code == 0, done.out
    assert "model for hi: en_hi 0.1" in done.out


def test_doctor_names_what_a_run_would_miss(desk, translate):
    (desk / "translate.toml").write_text('locales = ["fr"]\n', encoding="utf-8")
    done = translate("doctor", cwd=desk)
    assert done.code == 3
    assert "translate models install en-fr" in done.out


@pytest.mark.parametrize("mark", ["joined", "omit"])
def test_a_marked_empty_translation_is_approved_and_stays_empty(desk, translate, mark):
    path = catalogue(desk)
    po = polib.pofile(str(path), wrapwidth=0)
    one = entry(po, "Deliveries")
    one.msgstr, one.tcomment, one.flags = "", mark, []
    po.save(str(path))
    translate("run", "--redraft", "-l", "ru", cwd=desk)
    assert entry(polib.pofile(str(path)), "Deliveries").msgstr == ""
    data = json.loads(translate("stats", "-l", "ru", "visit", "--json", cwd=desk).out)
    assert data["articles"][0]["sentences"]["approved"] == 1
    second = (desk / "output/ru/visit.txt").read_text(encoding="utf-8").split("\n\n")[2]
    assert second == second.strip()
    assert "2026" not in second


def test_a_person_may_split_a_repeated_sentence(desk, translate):
    (desk / "articles/twice.txt").write_text(
        "Two\n\nThe talks ended. They left.\n\nThe talks ended.\n", encoding="utf-8"
    )
    translate("run", "-l", "ru", "twice", cwd=desk)
    path = catalogue(desk, slug="twice")
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text + '\nmsgctxt "body#2"\nmsgid "The talks ended."\nmsgstr "Так точно!"\n', encoding="utf-8"
    )
    translate("run", "-l", "ru", "twice", cwd=desk)
    paragraphs = (desk / "output/ru/twice.txt").read_text(encoding="utf-8").strip().split("\n\n")
    assert paragraphs[-1] == "Так точно!"
    assert "Так точно!" not in paragraphs[-2]
    before = files_of(desk)
    translate("run", "-l", "ru", "twice", cwd=desk)
    assert files_of(desk) == before


def test_an_article_the_program_stumbles_over_stops_no_other(desk, translate, monkeypatch):
    """No input is known that does this, so the fault is put in by hand."""
    from translate.engine import Engine

    real = Engine.encode

    def stumble(self, text):
        if "zebra" in text:
            raise IndexError("list index out of range")
        return real(self, text)

    monkeypatch.setattr(Engine, "encode", stumble)
    (desk / "articles/bad.txt").write_text("Bad\n\nThe zebra arrived.\n", encoding="utf-8")
    (desk / "articles/good.txt").write_text("Good\n\nThe ship arrived.\n", encoding="utf-8")
    done = translate("run", "-l", "ru", cwd=desk)
    assert done.code == 1
    assert "bad.txt" in done.err
    assert "IndexError" in done.err
    assert (desk / "output/ru/good.txt").is_file()
    assert not (desk / "output/ru/bad.txt").exists()
