"""What a changed, moved, recut or renamed article does to the work of people, through the commands."""

import os
import re
import subprocess

import polib
import pytest

from tests.conftest import catalogue

MINE = "Начальник ВВС прибыл в Москву."
HEADLINE = "Air force chief visits Moscow"


@pytest.fixture
def article(desk):
    return desk / "articles/visit.txt"


def entries(path, *, obsolete=False):
    po = polib.pofile(str(path), wrapwidth=0)
    return {entry.msgid: entry for entry in po if entry.obsolete == obsolete}


def write(path, texts, *, fuzzy=()):
    """A person's texts, by the English."""
    po = polib.pofile(str(path), wrapwidth=0)
    for entry in po:
        if entry.msgid in texts:
            entry.msgstr, entry.flags = texts[entry.msgid], ["fuzzy"] if entry.msgid in fuzzy else []
    po.save(str(path))


def valid(desk):
    for path in desk.rglob("*.po"):
        subprocess.run(["msgfmt", "--check", "-o", os.devnull, path], check=True)


def add(path, *sentences):
    path.write_text(
        f"{path.read_text(encoding='utf-8').rstrip()}\n\n{' '.join(sentences)}\n", encoding="utf-8"
    )


def test_a_join_is_approved_and_the_parts_are_kept(desk, article, translate):
    add(article, "He met Gen. Smith at noon.")
    translate("run", "-q", cwd=desk)
    path = catalogue(desk)
    one = "He met Gen. Smith at noon."
    assert one in entries(path)
    # An older version of the rules had cut after the abbreviation.
    text = path.read_text(encoding="utf-8")
    block = next(part for part in text.split("\n\n") if f'msgid "{one}"' in part)
    parts = (("He met Gen.", "Он встретился с ген."), ("Smith at noon.", "Смитом в полдень."))
    old = "\n\n".join(f'msgctxt "body"\nmsgid "{english}"\nmsgstr "{mine}"' for english, mine in parts)
    path.write_text(text.replace(block, old), encoding="utf-8")
    done = translate("update", cwd=desk)
    assert "2 sentences are now one" in done.out
    joined = entries(path)[one]
    assert (joined.msgstr, joined.fuzzy) == ("Он встретился с ген. Смитом в полдень.", False)
    assert {e.msgstr for e in entries(path, obsolete=True).values()} >= {mine for _, mine in parts}
    valid(desk)


def test_of_a_sentence_that_is_cut_the_first_part_has_the_text_as_stale(desk, article, translate):
    add(article, "Prices rose again. Wages did not.")
    translate("run", "-q", cwd=desk)
    path = catalogue(desk)
    text = path.read_text(encoding="utf-8")
    blocks = [part for part in text.split("\n\n") if 'msgid "Prices' in part or 'msgid "Wages' in part]
    old = 'msgctxt "body"\nmsgid "Prices rose again. Wages did not."\nmsgstr "Цены выросли, зарплаты — нет."'
    path.write_text(text.replace(blocks[0], old).replace(f"{blocks[1]}", ""), encoding="utf-8")
    translate("run", cwd=desk)
    first = entries(path)["Prices rose again."]
    assert (first.msgstr, first.fuzzy) == ("Цены выросли, зарплаты — нет.", True)
    assert first.previous_msgid == "Prices rose again. Wages did not."
    assert entries(path)["Wages did not."].msgstr
    assert "Цены выросли, зарплаты — нет." in {e.msgstr for e in entries(path, obsolete=True).values()}
    valid(desk)


def test_a_changed_sentence_gets_a_fresh_draft_in_its_comment(desk, article, translate):
    path = catalogue(desk)
    write(path, {HEADLINE: MINE})
    translate("update", "-q", cwd=desk)
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace(HEADLINE, "Air force chief leaves Moscow"), encoding="utf-8")
    translate("run", "-q", cwd=desk)
    stale = entries(path)["Air force chief leaves Moscow"]
    assert (stale.msgstr, stale.fuzzy, stale.previous_msgid) == (MINE, True, HEADLINE)
    [offered] = [line for line in stale.comment.split("\n") if line.startswith("now: ")]
    assert re.search("[а-я]", offered)
    before = path.read_bytes()
    translate("run", "-q", cwd=desk)
    assert path.read_bytes() == before


def test_a_typing_error_of_the_english_unsettles_nothing_when_asked(desk, article, translate):
    path = catalogue(desk)
    wrong = "Air force chief vists Moscow"
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace(HEADLINE, wrong), encoding="utf-8")
    translate("run", "-q", cwd=desk)
    write(path, {wrong: MINE})
    translate("update", "-q", cwd=desk)
    article.write_text(text, encoding="utf-8")
    done = translate("update", "--keep-approved", cwd=desk)
    assert f"still approved, the English was: {wrong}" in done.out
    now = entries(path)[HEADLINE]
    assert (now.msgstr, now.fuzzy) == (MINE, False)
    assert '"approved": 1' in translate("stats", "visit", "-l", "ru", "--json", cwd=desk).out


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("They sold 12 jets to Delhi.", "They sold 13 jets to Delhi."),
        ("They will sell jets to Delhi.", "They will not sell jets to Delhi."),
        ("They sold jets to Delhi.", "They sold jets to Dhaka."),
        ("They bought jets in spring.", "They sold jets in spring."),
        ("The price is 5.4 billion.", "The price is 5.4 million."),
        ("They could sell jets to Delhi.", "They couldnt sell jets to Delhi."),
        ("It was -5 degrees that day.", "It was 5 degrees that day."),
        ("The sixteenth jet was sold.", "The sixtieth jet was sold."),
    ],
)
def test_what_changes_the_meaning_is_always_stale(desk, article, translate, old, new):
    add(article, old)
    translate("run", "-q", cwd=desk)
    path = catalogue(desk)
    write(path, {old: "Человек это перевёл."})
    translate("update", "-q", cwd=desk)
    article.write_text(article.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    translate("update", "--keep-approved", "-q", cwd=desk)
    entry = entries(path)[new]
    assert (entry.fuzzy, entry.previous_msgid) == (True, old)


def test_a_renamed_article_takes_its_catalogues_along(desk, article, translate):
    path = catalogue(desk)
    write(path, {HEADLINE: MINE})
    translate("update", "-q", cwd=desk)
    article.rename(article.with_name("moscow-visit.txt"))
    done = translate("run", cwd=desk)
    assert "moscow-visit (ru): was visit; its catalogue came along" in done.out
    new = catalogue(desk, slug="moscow-visit")
    assert (entries(new)[HEADLINE].msgstr, entries(new)[HEADLINE].fuzzy) == (MINE, False)
    assert not path.exists()
    assert path.with_name("visit.po~").exists()
    assert "no article any more" not in translate("stats", cwd=desk).out
    before = new.read_bytes()
    translate("run", "-q", cwd=desk)
    assert new.read_bytes() == before
    valid(desk)


def test_another_article_is_no_renamed_one(desk, article, translate):
    path = catalogue(desk)
    write(path, {HEADLINE: MINE})
    translate("update", "-q", cwd=desk)
    article.unlink()
    (desk / "articles/other.txt").write_text(
        "Rain fell over the hills.\n\nNobody was hurt.\n", encoding="utf-8"
    )
    translate("run", "-q", cwd=desk)
    assert entries(path)[HEADLINE].msgstr == MINE
    assert "no article any more: visit" in translate("stats", cwd=desk).out


def test_an_approved_sentence_drafts_the_same_sentence_elsewhere(desk, translate):
    write(catalogue(desk), {HEADLINE: MINE})
    translate("update", "-q", cwd=desk)
    (desk / "articles/second.txt").write_text(f"{HEADLINE}\n\nRain fell over the hills.\n", encoding="utf-8")
    (desk / "articles/third.txt").write_text(f"{HEADLINE} again\n\nRain fell.\n", encoding="utf-8")
    done = translate("run", cwd=desk)
    assert "the memory" in done.out
    second = entries(catalogue(desk, slug="second"))[HEADLINE]
    assert (second.msgstr, second.fuzzy) == (MINE, True)
    assert "draft: memory: visit" in second.comment
    third = entries(catalogue(desk, slug="third"))[f"{HEADLINE} again"]
    assert third.msgstr != MINE
    assert "similar (" in third.comment
    assert MINE in third.comment
    before = catalogue(desk, slug="second").read_bytes()
    translate("run", "-q", cwd=desk)
    assert catalogue(desk, slug="second").read_bytes() == before


def test_a_renamed_article_waits_for_a_catalogue_with_conflict_marks(desk, article, translate):
    path = catalogue(desk)
    write(path, {HEADLINE: MINE})
    translate("update", "-q", cwd=desk)
    whole = path.read_text(encoding="utf-8")
    path.write_text(f"{whole}<<<<<<< HEAD\n", encoding="utf-8")
    article.rename(article.with_name("moscow-visit.txt"))
    assert translate("run", "-q", "-l", "ru", cwd=desk).code == 4
    new = catalogue(desk, slug="moscow-visit")
    assert not new.exists()
    path.write_text(whole, encoding="utf-8")
    translate("run", "-q", "-l", "ru", cwd=desk)
    assert entries(new)[HEADLINE].msgstr == MINE


def test_a_left_over_folder_stops_no_other_article(desk, translate):
    (catalogue(desk).with_name("gone.po")).mkdir()
    (desk / "articles/new.txt").write_text("Rain\n\nRain fell over the hills.\n", encoding="utf-8")
    translate("run", "-q", "-l", "ru", cwd=desk)
    assert catalogue(desk, slug="new").is_file()
