"""`translate stats` counts as msgfmt does and in words; `translate conflicts` finds differing renderings."""

import json
import os
import re
import shutil
import subprocess

import polib
import pytest

from tests.conftest import approve, catalogue, entry

needs_msgfmt = pytest.mark.skipif(not shutil.which("msgfmt"), reason="needs gettext's msgfmt")


def stats(translate, desk, *arguments):
    done = translate("stats", "--json", *arguments, cwd=desk)
    assert done.code == 0, done.err
    return json.loads(done.out)


def msgfmt(path, *options):
    command = ["msgfmt", "--statistics", *options, "-o", os.devnull, path.name]
    done = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=True)
    return done.stderr.strip()


def appended(text, desk):
    path = catalogue(desk)
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


PLURAL = """
#, fuzzy
msgctxt "body"
msgid "one"
msgid_plural "many"
msgstr[0] "один"
msgstr[1] "два"
msgstr[2] "пять"

msgctxt "list"
msgid "one"
msgid_plural "many"
msgstr[0] ""
msgstr[1] ""
msgstr[2] ""
"""


@needs_msgfmt
@pytest.mark.parametrize(
    "change",
    [
        str,  # changes nothing
        lambda desk: approve(desk, "Deliveries", "Поставки завершат к сентябрю 2026 года."),
        lambda desk: approve(desk, "Agencies", ""),
        lambda desk: [approve(desk, b, "Текст.") for b in ("Deliveries", "Agencies", "They", "Air")],
        lambda desk: appended('\n#, fuzzy\nmsgctxt "body"\nmsgid "Gone."\nmsgstr ""\n', desk),
        lambda desk: appended('\n#~ msgctxt "body"\n#~ msgid "Old."\n#~ msgstr "Было."\n', desk),
        lambda desk: appended(PLURAL, desk),
        lambda desk: (desk / "articles/visit.txt").write_text("Other\n\nThey met. Agencies\n"),
        lambda desk: (approve(desk, "Agencies", ""), (desk / "articles/visit.txt").write_text("Other\n")),
    ],
    ids=["drafts", "one", "empty", "several", "fuzzy-empty", "obsolete", "plural", "changed", "dropped"],
)
def test_the_wording_is_what_msgfmt_says_of_the_file(desk, translate, change):
    """Also where the article is ahead of its catalogue: gettext knows only the file."""
    change(desk)
    (item,) = stats(translate, desk, "-l", "ru", "visit")["articles"]
    assert item["gettext"] == msgfmt(catalogue(desk))


@needs_msgfmt
def test_gettexts_lines_are_those_of_msgfmt(desk, translate):
    approve(desk, "Deliveries", "Поставки завершат к сентябрю 2026 года.")
    out = translate("stats", "--gettext", "-l", "ru", cwd=catalogue(desk).parent).out
    told = [msgfmt(catalogue(desk, slug=slug), "-v") for slug in ("navies", "visit")]
    assert out.splitlines() == told


def test_words_are_counted_by_state_and_summed(desk, translate):
    approve(desk, "Deliveries", "Поставки завершат к сентябрю 2026 года.")
    found = stats(translate, desk, "-l", "ru")
    visit = next(item for item in found["articles"] if item["article"] == "visit")
    assert visit["words"]["approved"] == 6
    assert sum(visit["words"].values()) == 36
    (total,) = found["totals"]
    assert total["words"]["approved"] == 6
    assert total["words"]["draft"] == sum(item["words"].get("draft", 0) for item in found["articles"])
    every = sum(sum(item["words"].values()) for item in found["articles"])
    assert f"ru: 6 of {every} English words approved" in translate("stats", "-l", "ru", cwd=desk).out
    table = translate("stats", "-l", "ru", "visit", "--words", cwd=desk).out
    assert re.search(r"^  ru +6 +30 +36 +17%$", table, re.MULTILINE), table


def test_signed_sentences_are_counted(desk, translate):
    assert stats(translate, desk, "-l", "ru", "visit")["articles"][0]["signed"] == 0
    translate("approve", "visit", "-l", "ru", "--by", "A", "--key", "body:Agencies", cwd=desk)
    assert stats(translate, desk, "-l", "ru", "visit")["articles"][0]["signed"] == 1


def test_a_deleted_articles_texts_are_told_and_kept(desk, translate):
    approve(desk, "Deliveries", "Поставки завершат к сентябрю 2026 года.")
    (desk / "articles/visit.txt").unlink()
    before = catalogue(desk).read_bytes()
    out = translate("stats", cwd=desk).out
    assert "ru: no article any more: visit; its 1 approved sentence is kept" in out
    assert "hi: no article any more: visit; its 0 approved sentences are kept" in out
    gone = {item["locale"]: item for item in stats(translate, desk)["orphans"]}
    assert gone["ru"] == {
        "article": "visit",
        "locale": "ru",
        "path": "locales/ru/LC_MESSAGES/visit.po",
        "approved": 1,
    }
    catalogue(desk).write_text("broken")
    assert "visit; its catalogue is kept, but cannot be read" in translate("stats", cwd=desk).out
    catalogue(desk).write_bytes(before)
    translate("run", cwd=desk)
    assert catalogue(desk).read_bytes() == before


@pytest.fixture
def three(desk, translate):
    """Three more articles with a sentence in common, in the body of two and in a list of the third."""
    for name, text in (
        ("one.txt", "First\n\nThe talks ended. They left.\n"),
        ("two.txt", "Second\n\nThe talks ended.\n"),
        ("three.md", "# Third\n\n- The talks ended.\n"),
    ):
        (desk / "articles" / name).write_text(text)
    translate("update", cwd=desk)
    return desk


def found(translate, desk, *arguments):
    done = translate("conflicts", "--json", *arguments, cwd=desk)
    return done.code, json.loads(done.out)


def test_two_approved_renderings_of_one_sentence_are_a_conflict(three, translate):
    approve(three, "The talks", "Переговоры завершились.", slug="one")
    assert found(translate, three) == (0, [])
    approve(three, "The talks", "Встреча окончена.", slug="two")
    approve(three, "The talks", "Встреча окончена.", slug="three")
    code, (conflict,) = found(translate, three, "-l", "ru")
    assert code == 0
    assert (conflict["source"], conflict["role"]) == ("The talks ended.", "body")
    assert {r["target"] for r in conflict["renderings"]} == {"Переговоры завершились.", "Встреча окончена."}
    for rendering in conflict["renderings"]:
        for place in rendering["places"]:
            line = (three / place["path"]).read_text(encoding="utf-8").split("\n")[place["line"] - 1]
            assert line == 'msgid "The talks ended."'
    assert found(translate, three, "-l", "hi") == (0, [])
    assert translate("conflicts", "--fail", cwd=three).code == 1
    assert translate("conflicts", "--fail", "-l", "hi", cwd=three).code == 0


def test_the_most_frequent_rendering_comes_first(three, translate):
    (three / "articles/four.txt").write_text("Fourth\n\nThe talks ended.\n")
    translate("update", cwd=three)
    approve(three, "The talks", "А.", slug="one")
    approve(three, "The talks", "Б.", slug="two")
    approve(three, "The talks", "Б.", slug="four")
    _, (conflict,) = found(translate, three)
    assert [(r["target"], len(r["places"])) for r in conflict["renderings"]] == [("Б.", 2), ("А.", 1)]
    out = translate("conflicts", cwd=three).out
    assert out.startswith("ru body: The talks ended.\n  2 × Б.\n      locales/ru/LC_MESSAGES/four.po:")
    assert out.endswith("1 sentence has several approved renderings\n")


def test_renderings_that_differ_only_between_roles_come_last(three, translate):
    approve(three, "The talks", "А.", slug="one")
    approve(three, "The talks", "Б.", slug="three")
    approve(three, "They left", "В.", slug="one")
    (three / "articles/four.txt").write_text("Fourth\n\nThey left.\n")
    translate("update", cwd=three)
    approve(three, "They left", "Г.", slug="four")
    _, conflicts = found(translate, three)
    assert [(c["source"], c["role"]) for c in conflicts] == [("They left.", "body"), ("The talks ended.", "")]


def test_drafts_excused_texts_splits_and_forms_of_unicode_are_no_conflict(three, translate):
    approve(three, "The talks", "мой", slug="one")
    approve(three, "The talks", "мои\u0306", slug="two")
    assert found(translate, three) == (0, [])
    approve(three, "The talks", "Иначе.", slug="two")
    path = catalogue(three, slug="two")
    po = polib.pofile(str(path), wrapwidth=0)
    entry(po, "The talks").tcomment = "check-ok: conflict"
    po.save(str(path))
    assert found(translate, three) == (0, [])
    entry(po, "The talks").tcomment = ""
    entry(po, "The talks").flags = ["fuzzy"]
    po.save(str(path))
    assert found(translate, three) == (0, [])


def test_one_article_may_render_a_repeated_sentence_in_two_ways(three, translate):
    (three / "articles/one.txt").write_text("First\n\nThe talks ended. They left.\n\nThe talks ended.\n")
    approve(three, "The talks", "А.", slug="one")
    path = catalogue(three, slug="one")
    path.write_text(path.read_text() + '\nmsgctxt "body#2"\nmsgid "The talks ended."\nmsgstr "Б."\n')
    assert found(translate, three) == (0, [])
