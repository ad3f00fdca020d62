"""`translate diff`: what changed since a text was approved, or since a revision, word by word."""

import json
import os
import shutil
import subprocess
import sys

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import approve, catalogue, entry, files_of
from translate import worddiff

FIRST = "Поставки завершат к сентябрю 2026 года."
SECOND = "Поставки должны завершить к сентябрю 2026 года."


@pytest.fixture
def git(desk, monkeypatch):
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"):
        monkeypatch.setenv(name, "A Person")
    for name in ("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "a@example.org")

    def call(*arguments):
        subprocess.run(["git", "-C", str(desk), *arguments], check=True, capture_output=True)

    call("init")
    call("add", "-A")
    call("commit", "-m", "drafts")
    return call


def save(desk, beginning, locale="ru", **values):
    path = catalogue(desk, locale)
    po = polib.pofile(str(path), wrapwidth=0)
    for name, value in values.items():
        setattr(entry(po, beginning), name, value)
    po.save(str(path))


def told(translate, desk, *arguments):
    done = translate("diff", "--json", *arguments, cwd=desk)
    assert done.code == 0, done.err
    return json.loads(done.out)


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("It rose by 5.43 %.", "It rose by 4.53 %.", "It rose by [-5.43-]{+4.53+} %."),
        ("They will go.", "They will not go.", "They will {+not +}go."),
        ("The old red ship left.", "The new blue ship left.", "The [-old red-]{+new blue+} ship left."),
        ("(a) b", "(a), b", "(a){+,+} b"),
        ("С-400 и С-300", "С-400 и С-500", "С-400 и [-С-300-]{+С-500+}"),
        ("नीति दर बढ़ी।", "नीति दरें बढ़ीं।", "नीति [-दर बढ़ी-]{+दरें बढ़ीं+}।"),
        ("क्षेत्र में", "क्षेत्रों में", "[-क्षेत्र-]{+क्षेत्रों+} में"),
        ("", "New.", "{+New.+}"),
        ("Same.", "Same.", "Same."),
    ],
)
def test_words_that_changed_are_marked_whole(old, new, marked):
    assert worddiff.marked(worddiff.compare(old, new)) == marked


@pytest.mark.parametrize("word", ["हिन्दी", "क्षत्रिय", "श्री", "र\u094d\u200dय", "ministry's", "12,34,567.891"])
def test_a_word_is_never_cut_at_a_vowel_sign_or_joiner(word):
    assert worddiff.words(f"{word}, ({word})") == [word, ",", " ", "(", word, ")"]


TEXT = st.text(st.sampled_from("नीतिदर।बढ़ी аб'-. \n5,"), max_size=25)


@given(TEXT, TEXT)
def test_a_comparison_loses_no_character(old, new):
    pieces = worddiff.compare(old, new)
    assert ("".join(p.old for p in pieces), "".join(p.new for p in pieces)) == (old, new)


def test_nothing_is_reported_while_nothing_was_approved_or_everything_stands(desk, translate):
    assert told(translate, desk) == []
    approve(desk, "Deliveries", FIRST)
    assert told(translate, desk) == []
    translate("run", cwd=desk)
    assert told(translate, desk) == []


def test_a_changed_english_sentence_is_shown_by_words_with_the_persons_text(desk, translate):
    approve(desk, "Deliveries", FIRST)
    article = desk / "articles/visit.txt"
    article.write_text(article.read_text().replace("by September 2026", "by October 2027"))
    before = files_of(desk)
    (change,) = told(translate, desk)
    assert change["what"] == "the English changed"
    assert change["state"] == "stale"
    assert change["english"]["diff"] == "Deliveries should end by [-September 2026-]{+October 2027+}."
    assert change["text"] == {"was": FIRST, "now": FIRST, "diff": FIRST}
    assert files_of(desk) == before


def test_an_edited_text_is_compared_with_the_approved_one_from_the_backup(desk, translate):
    approve(desk, "Deliveries", FIRST)
    article = desk / "articles/visit.txt"
    article.write_text(article.read_text() + "\nThe end.\n")
    translate("update", cwd=desk)  # knows the approval now
    article.write_text(article.read_text() + "\nThe very end.\n")
    translate("update", cwd=desk)  # leaves a backup with the approved text
    save(desk, "Deliveries", msgstr=SECOND, flags=["fuzzy"])
    (change,) = told(translate, desk, "-l", "ru")
    assert (change["what"], change["state"]) == ("edited", "edited")
    assert change["text"]["diff"] == "Поставки [-завершат-]{+должны завершить+} к сентябрю 2026 года."
    line = catalogue(desk).read_text().split("\n")[change["line"] - 1]
    assert line.startswith('msgid "Deliveries')


def test_an_edited_text_is_compared_with_the_approved_one_from_git(desk, translate, git):
    approve(desk, "Deliveries", FIRST)
    translate("run", cwd=desk)
    git("commit", "-am", "approved")
    save(desk, "Deliveries", msgstr="Черновик.", flags=["fuzzy"])
    git("commit", "-am", "worse")
    save(desk, "Deliveries", msgstr=SECOND)
    (change,) = told(translate, desk)
    assert change["text"]["was"] == FIRST
    assert change["text"]["now"] == SECOND


def test_an_approved_text_that_no_file_has_any_more_is_not_guessed(desk, translate):
    approve(desk, "Deliveries", FIRST)
    translate("run", cwd=desk)
    save(desk, "Deliveries", msgstr=SECOND, flags=["fuzzy"])
    (change,) = told(translate, desk)
    assert change["text"] == {"was": None, "now": SECOND, "diff": None}
    out = translate("diff", cwd=desk).out
    assert f"text: {SECOND}\n" in out
    assert "the text approved before is not in the catalogue" in out


def test_a_mere_fuzzy_mark_and_an_emptied_text_are_told(desk, translate, git):
    approve(desk, "Deliveries", FIRST)
    approve(desk, "Agencies", "Агентства")
    translate("run", cwd=desk)
    git("commit", "-am", "approved")
    save(desk, "Deliveries", flags=["fuzzy"])
    save(desk, "Agencies", msgstr="")
    found = {change["english"]["now"]: change for change in told(translate, desk)}
    assert found["Deliveries should end by September 2026."]["what"] == "marked fuzzy again"
    assert found["Agencies"]["what"] == "emptied"
    assert found["Agencies"]["text"]["diff"] == "[-Агентства-]"


def test_a_new_wording_is_told_until_somebody_signs_it(desk, translate, git):
    approve(desk, "Deliveries", FIRST)
    translate("run", cwd=desk)
    git("commit", "-am", "approved")
    approve(desk, "Deliveries", SECOND)
    for _ in range(2):
        (change,) = told(translate, desk)
        assert change["what"] == "approved anew"
        assert change["text"]["was"] == FIRST
        translate("run", cwd=desk)
    translate(
        "approve", "visit", "-l", "ru", "--by", "Chief", "--key", f"body:{change['english']['now']}", cwd=desk
    )
    assert told(translate, desk) == []


def test_since_a_revision_all_differences_are_told(desk, translate, git):
    approve(desk, "Deliveries", FIRST)
    approve(desk, "Agencies", "Агентства")
    translate("run", cwd=desk)
    git("commit", "-am", "approved")
    git("tag", "evening")
    assert told(translate, desk, "--since", "evening") == []
    approve(desk, "Deliveries", SECOND)
    article = desk / "articles/visit.txt"
    text = article.read_text().replace("Agencies", "Staff").replace("$5.43 billion", "$4.53 billion")
    article.write_text(text)
    translate("run", "-l", "ru", cwd=desk)
    found = told(translate, desk, "--since", "evening", "-l", "ru")
    by_what = {change["what"]: change for change in found}
    assert by_what["the text changed"]["text"]["diff"].startswith("Поставки [-завершат-]{+должны завершить+}")
    assert by_what["new"]["english"]["was"] == ""
    assert by_what["gone"]["text"]["diff"] == "[-Агентства-]"
    changed = next(c for c in found if c["what"].startswith("the English changed"))
    assert changed["english"]["diff"].endswith("for $[-5.43-]{+4.53+} billion.")


def test_since_a_revision_an_approval_is_told(desk, translate, git):
    save(desk, "Deliveries", flags=[])
    (change,) = told(translate, desk, "--since", "HEAD")
    assert (change["what"], change["state"]) == ("approved", "approved")
    git("commit", "-am", "approved")
    save(desk, "Deliveries", flags=["fuzzy"])
    assert [c["what"] for c in told(translate, desk, "--since", "HEAD")] == ["marked fuzzy again"]


def test_a_workspace_below_the_repositorys_top_is_found(desk, translate, tmp_path, monkeypatch):
    top = tmp_path / "top"
    shutil.copytree(desk, top / "news room")
    desk = top / "news room"
    for arguments in (
        ["init"],
        ["add", "-A"],
        ["-c", "user.name=A", "-c", "user.email=a@b", "commit", "-m", "x"],
    ):
        subprocess.run(["git", "-C", str(top), *arguments], check=True, capture_output=True)
    approve(desk, "Deliveries", FIRST)
    (change,) = told(translate, desk, "--since", "HEAD")
    assert change["text"]["now"] == FIRST


def refused(desk, translate, revision, code):
    before = files_of(desk)
    done = translate("diff", "--since", revision, cwd=desk)
    assert done.code == code
    assert files_of(desk) == before
    return done.err


@pytest.mark.parametrize("revision", ["no-such-thing", "--output=x", "HEAD:articles", ""])
def test_an_unknown_revision_is_a_clear_error(desk, translate, git, revision):
    assert f"git knows no revision `{revision}`" in refused(desk, translate, revision, 2)


def test_without_a_repository_or_git_a_revision_is_a_clear_error(desk, translate, monkeypatch):
    assert "git init" in refused(desk, translate, "HEAD", 3)
    monkeypatch.setenv("PATH", "/nonexistent")
    assert "git is not installed" in refused(desk, translate, "HEAD", 3)


def test_without_git_a_plain_diff_still_works(desk, translate, monkeypatch):
    approve(desk, "Deliveries", FIRST)
    translate("run", cwd=desk)
    save(desk, "Deliveries", msgstr=SECOND, flags=["fuzzy"])
    monkeypatch.setenv("PATH", "/nonexistent")
    assert [change["what"] for change in told(translate, desk)] == ["edited"]


def test_a_revision_with_a_broken_catalogue_stops_no_other_article(desk, translate, git):
    good = catalogue(desk, slug="navies")
    path = catalogue(desk)
    kept = path.read_bytes()
    path.write_bytes(b"<<<<<<< HEAD\n" + kept)
    git("commit", "-am", "conflict marks")
    path.write_bytes(kept)
    good.write_text(good.read_text().replace("#, fuzzy\n", "", 1))
    done = translate("diff", "--since", "HEAD", "-l", "ru", cwd=desk)
    assert done.code == 4
    assert "HEAD:locales/ru/LC_MESSAGES/visit.po" in done.err
    assert "navies.po" in done.out


def test_a_pipe_gets_marks_and_a_terminal_colours(desk, translate):
    article = desk / "articles/visit.txt"
    approve(desk, "Deliveries", "Поставки [завершат] к сентябрю 2026 года.")
    article.write_text(article.read_text().replace("by September 2026", "by October 2026"))
    out = translate("diff", cwd=desk).out
    assert "English: Deliveries should end by [-September-]{+October+} 2026." in out
    assert "text: Поставки [завершат] к сентябрю 2026 года." in out
    assert "\x1b" not in out
    shown = subprocess.run(
        [sys.executable, "-m", "translate", "diff"],
        cwd=desk,
        env={**os.environ, "FORCE_COLOR": "1", "TERM": "xterm-256color"},
        capture_output=True,
        text=True,
    ).stdout
    assert "[-September-]" not in shown
    assert "\x1b[" in shown
    assert "Поставки [завершат] к" in shown
