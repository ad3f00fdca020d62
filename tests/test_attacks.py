"""Ways in which a person's text, or what a publisher picks up, was once at risk."""

import io
import json
import re
from contextlib import nullcontext

import polib
import pytest

from tests.conftest import Silent, approve, catalogue, entry, files_of
from translate import articles, config, document
from translate.unit import State


def states(desk, locale="ru", slug="visit"):
    settings = config.load(desk)
    path = next((desk / "articles").glob(f"{slug}.*"))
    article = articles.read(path, folder=desk / "articles", front_matter=settings.articles.front_matter)
    found = document.open_document(article, locale, settings)
    return {unit.source: unit.state for unit in found.units}


def test_two_runs_at_once_leave_no_draft_that_counts_as_a_persons(desk, translate, monkeypatch):
    """Where nothing locks, the second run opens the files before the first writes them, and reads again."""
    from translate import lock, pipeline

    monkeypatch.setattr(lock, "held", lambda _root: nullcontext())

    (desk / "articles/new.txt").write_text("New\n\nThe ship arrived. Deliveries ended.\n", encoding="utf-8")
    settings = config.load(desk)
    options = pipeline.Options(locales=("ru",), names=("new",))
    real = document.record
    inner = []

    def meanwhile(doc, conf):
        if not inner:
            inner.append(True)
            (desk / "glossary/a.csv").write_text("term,ru\nDeliveries,отгрузки\n", encoding="utf-8")
            assert not pipeline.run(settings, options, Silent()).problems
        return real(doc, conf)

    monkeypatch.setattr(document, "record", meanwhile)
    report = pipeline.run(settings, options, Silent())
    assert not report.problems
    assert set(states(desk, slug="new").values()) == {State.DRAFT}


def test_an_approval_withdrawn_by_emptying_it_leaves_a_plain_draft(desk, translate):
    path = catalogue(desk)
    drafted = entry(polib.pofile(str(path)), "Deliveries").msgstr
    approve(desk, "Deliveries", drafted)
    translate("run", "-l", "ru", cwd=desk)
    approve(desk, "Deliveries", "")
    translate("run", "-l", "ru", cwd=desk)
    before = files_of(desk)
    translate("run", "-l", "ru", cwd=desk)
    assert files_of(desk) == before
    assert set(states(desk).values()) == {State.DRAFT}


def test_a_text_that_a_merge_put_under_another_sentence_stays_suspect(desk, translate):
    path = catalogue(desk)
    po = polib.pofile(str(path), wrapwidth=0)
    one, other = entry(po, "Deliveries"), entry(po, "They spoke")
    other.msgstr, one.msgstr, other.flags, one.flags = one.msgstr, "", [], []
    po.save(str(path))
    for _ in range(3):
        done = translate("run", "--redraft", "-l", "ru", cwd=desk)
        assert done.code == 1
        assert states(desk)["They spoke of Operation Sindoor."] is State.SUSPECT
        assert not (desk / "output/ru/visit.txt").exists()
    po = polib.pofile(str(path), wrapwidth=0)
    entry(po, "They spoke").tcomment = "check-ok: suspect"
    po.save(str(path))
    translate("run", "-l", "ru", cwd=desk)
    assert states(desk)["They spoke of Operation Sindoor."] is State.APPROVED
    assert (desk / "output/ru/visit.txt").exists()


def test_a_renamed_article_leaves_no_older_export_behind(desk, translate):
    (desk / "articles/visit.txt").rename(desk / "articles/journey.txt")
    translate("run", "-l", "ru", cwd=desk)
    assert not (desk / "output/ru/visit.txt").exists()
    assert (desk / "output/ru/journey.txt").exists()
    manifest = json.loads((desk / "output/ru/manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["articles"]) == {"journey", "navies"}


def test_a_paragraph_left_out_on_purpose_breaks_no_article(desk, translate):
    po = polib.pofile(str(catalogue(desk, slug="navies")), wrapwidth=0)
    one = entry(po, "We are ready")
    one.msgstr, one.tcomment, one.flags = "", "omit", []
    po.save(str(catalogue(desk, slug="navies")))
    translate("run", "-l", "ru", cwd=desk)
    assert (desk / "output/ru/navies.md").exists()


def test_nothing_excuses_a_text_that_breaks_its_article(desk, translate):
    po = polib.pofile(str(catalogue(desk, slug="navies")), wrapwidth=0)
    one = entry(po, "Run `check")
    one.msgstr, one.tcomment, one.flags = "# Заголовок `check --all`", "check-ok: block", []
    po.save(str(catalogue(desk, slug="navies")))
    po = polib.pofile(str(catalogue(desk, slug="navies")), wrapwidth=0)
    one = entry(po, "We are ready")
    one.msgstr, one.tcomment, one.flags = "# Мы готовы", "check-ok: block", []
    po.save(str(catalogue(desk, slug="navies")))
    done = translate("run", "-l", "ru", "navies", cwd=desk)
    assert done.code == 1
    assert "would break the article" in done.out
    assert not (desk / "output/ru/navies.md").exists()


@pytest.mark.parametrize("locale", ["hi", "ru"])
def test_an_address_longer_than_a_package_can_hold_is_copied(desk, translate, locale):
    address = "https://example.org/story?utm=" + "a1B2_" * 150
    (desk / "articles/long.txt").write_text(f"Long\n\nSee {address} for more.\n", encoding="utf-8")
    done = translate("run", "-l", locale, "long", cwd=desk)
    assert not done.err.count("failed")
    assert address in (desk / f"output/{locale}/long.txt").read_text(encoding="utf-8")


def test_an_unbroken_run_of_letters_is_drafted_somehow(desk, translate):
    (desk / "articles/long.txt").write_text("Long\n\nSee " + "qxz" * 400 + " for more.\n", encoding="utf-8")
    done = translate("run", "-l", "ru", "long", cwd=desk)
    assert "failed" not in done.err
    assert re.search(r"\S", (desk / "output/ru/long.txt").read_text(encoding="utf-8").split("\n\n")[-1])


def test_links_titles_and_tags_are_no_untranslated_english(desk, translate):
    po = polib.pofile(str(catalogue(desk, slug="navies")), wrapwidth=0)
    one = entry(po, "Run `check")
    one.msgstr, one.flags = (
        "Читайте [список](reports/annual/defence-report.md 'the complete list') `check --all`",
        [],
    )
    po.save(str(catalogue(desk, slug="navies")))
    found = json.loads(translate("check", "navies", "-l", "ru", "--json", cwd=desk).out)["articles"][0][
        "findings"
    ]
    assert "untranslated" not in {f["code"] for f in found if f["source"].startswith("Run")}


def test_figures_alone_reach_the_reader_as_they_are(desk, translate):
    table = "# Deals\n\n| Year | 2024 | 2025 |\n|---|---|---|\n| Sum | $7.9 | 1,234 |\n"
    (desk / "articles/deals.md").write_text(table, encoding="utf-8")
    translate("run", "-l", "ru", "deals", cwd=desk)
    text = (desk / "output/ru/deals.md").read_text(encoding="utf-8")
    assert "| 2024 | 2025 |" in text
    assert "| $7.9 | 1,234 |" in text


@pytest.mark.parametrize(("name", "mark"), [("wrapped.txt", ""), ("wrapped.md", ""), ("quoted.md", "> ")])
def test_a_joined_line_inside_a_paragraph_does_not_split_it(desk, translate, name, mark):
    lines = f"{mark}The ship arrived.\n{mark}The talks ended.\n{mark}The minister left.\n"
    (desk / "articles" / name).write_text(f"Title here\n\n{lines}", encoding="utf-8")
    slug = name.partition(".")[0]
    translate("run", "-l", "ru", slug, cwd=desk)
    po = polib.pofile(str(catalogue(desk, slug=slug)), wrapwidth=0)
    one = entry(po, "The talks")
    one.msgstr, one.tcomment, one.flags = "", "joined", []
    po.save(str(catalogue(desk, slug=slug)))
    translate("run", "-l", "ru", slug, cwd=desk)
    text = (desk / "output/ru" / name).read_text(encoding="utf-8")
    body = text[text.index(entry(po, "The ship").msgstr) :]
    assert body == f"{entry(po, 'The ship').msgstr}\n{mark}{entry(po, 'The minister').msgstr}\n"


def test_an_article_that_cannot_be_opened_is_not_said_to_be_gone(desk, translate):
    catalogue(desk).write_text("<<<<<<< ours\n", encoding="utf-8")
    (desk / "articles/navies.md").write_bytes(b"caf\xe9\n")
    done = translate("stats", "-l", "ru", cwd=desk)
    assert done.code == 4
    assert "is gone" not in done.out


def test_check_says_the_same_code_in_json_as_it_ends_with(desk, translate):
    approve(desk, "Deliveries", "Поставки завершат.")
    done = translate("check", "visit", "-l", "ru", "--json", cwd=desk)
    assert done.code == json.loads(done.out)["exit_code"] == 1


def test_standard_input_in_another_encoding_is_named(translate, monkeypatch, tmp_path):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"caf\xe9"), encoding="utf-8"))
    done = translate("text", "-l", "ru", cwd=tmp_path)
    assert done.code == 2
    assert "not UTF-8" in done.err


def test_english_is_no_target(desk, translate):
    done = translate("run", "-l", "en", cwd=desk)
    assert done.code == 2
    assert "language of the articles" in done.err
