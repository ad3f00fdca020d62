"""Real merges, rebases and cherry-picks, with the merge driver and, to compare, as git does it by itself."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from ruamel.yaml import YAML

from tests.conftest import approve, catalogue, entry
from translate import catalog, ledger, othertext, repository

ROOT = Path(__file__).parents[1]
HEADLINE = "Air force chief visits Moscow"
ONE, TWO = "Главком ВВС прибыл в Москву", "Глава ВВС посетил Москву"
WAYS = ("merge", "rebase", "cherry-pick")
pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


class Repo:
    """A desk in git with the branches `one` and `two`."""

    def __init__(self, desk):
        self.desk = desk
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Desk")
        self.git("config", "user.email", "desk@a.example")
        self.commit("drafts")

    def git(self, *arguments, code=0):
        done = subprocess.run(["git", *arguments], cwd=self.desk, capture_output=True, text=True)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def branch(self, name, work):
        self.git("checkout", "-q", "-b", name, "main")
        work()
        self.commit(name)

    def join(self, way, *, code=0):
        """Bring `two`, which is checked out, and `one` together: ours is two's, in a rebase one's."""
        return self.git(way, "one", code=code)


@pytest.fixture
def plain(desk):
    """A clone where nobody named the driver."""
    return Repo(desk)


@pytest.fixture
def repo(plain, translate):
    """A clone with the driver as `--install` names it."""
    assert translate("merge-driver", "--install", cwd=plain.desk).code == 0
    return plain


def machine(desk, beginning, text, slug="visit"):
    """What a run does; a double stands for the model, which cannot be told what to say."""
    path = catalogue(desk, slug=slug)
    state = desk / "locales" / "ru" / ".state" / f"{slug}.jsonl"
    found, book = catalog.read(path), ledger.read(state)
    entries = list(found.entries)
    at = next(n for n, x in enumerate(entries) if x.source.startswith(beginning) and not x.obsolete)
    entries[at], record = ledger.draft(entries[at], text, book, model=text)
    ledger.write(state, book.updated([record]))
    catalog.write(path, replace(found, entries=tuple(entries)))


def read(desk, beginning=HEADLINE):
    found = catalog.read(catalogue(desk))
    return next(x for x in found.entries if x.source.startswith(beginning))


def others(one):
    return [text for _, text in othertext.recorded(one.comment)]


@pytest.mark.parametrize("way", WAYS)
def test_approvals_of_neighbouring_sentences_merge(repo, translate, way):
    repo.branch("one", lambda: approve(repo.desk, HEADLINE, ONE))
    repo.branch("two", lambda: approve(repo.desk, "The S-400", "С-400 купили в 2018 году за 5,43 млрд."))
    repo.join(way)
    assert repo.git("status", "--porcelain") == ""
    assert (read(repo.desk).target, read(repo.desk).fuzzy) == (ONE, False)
    assert not read(repo.desk, "The S-400").fuzzy
    done = translate("stats", "-l", "ru", "visit", cwd=repo.desk)
    assert "ru: 2 translated messages, 4 fuzzy translations." in done.out


@pytest.mark.parametrize("way", WAYS)
def test_two_peoples_texts_are_both_kept_and_git_marks_the_conflict(repo, translate, way):
    repo.branch("one", lambda: approve(repo.desk, HEADLINE, ONE))
    repo.branch("two", lambda: approve(repo.desk, HEADLINE, TWO))
    told = repo.join(way, code=1)
    assert "two people's texts for “Air force chief" in told
    assert "UU locales/ru/LC_MESSAGES/visit.po" in repo.git("status", "--porcelain")
    ours, theirs = (ONE, TWO) if way == "rebase" else (TWO, ONE)
    one = read(repo.desk)
    assert (one.target, one.fuzzy, others(one)) == (ours, True, [theirs])
    assert ("# other (one)" in one.comment) == (way == "merge")
    done = translate("stats", "--json", "-l", "ru", "visit", cwd=repo.desk)
    assert json.loads(done.out)["articles"][0]["sentences"] == {"edited": 1, "draft": 5}
    po = polib.pofile(str(catalogue(repo.desk)), wrapwidth=0)
    settled = entry(po, HEADLINE)
    settled.msgstr, settled.flags, settled.tcomment = theirs, [], ""
    po.save()
    repo.git("add", "-A")
    proceed = ("commit", "-m", "settled") if way == "merge" else (way, "--continue")
    repo.git("-c", "core.editor=true", *proceed)
    assert (read(repo.desk).target, read(repo.desk).fuzzy) == (theirs, False)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("person_is_ours", [True, False])
def test_a_person_wins_over_a_new_draft(repo, way, person_is_ours):
    """Even unfinished work, still fuzzy: the ledgers in git tell whose text it is."""

    def person():
        po = polib.pofile(str(catalogue(repo.desk)), wrapwidth=0)
        entry(po, HEADLINE).msgstr = ONE
        po.save()

    works = [lambda: machine(repo.desk, HEADLINE, "машина"), person]
    first, second = works if person_is_ours else works[::-1]
    repo.branch("one", first)
    repo.branch("two", second)
    repo.join(way)
    one = read(repo.desk)
    assert (one.target, one.fuzzy, one.comment) == (ONE, True, "")


@pytest.mark.parametrize("way", WAYS)
def test_two_new_drafts_are_no_conflict(repo, way):
    repo.branch("one", lambda: machine(repo.desk, HEADLINE, "машина раз"))
    repo.branch("two", lambda: machine(repo.desk, HEADLINE, "машина два"))
    repo.join(way)
    one = read(repo.desk)
    assert (one.target, one.comment) == ("машина два", "")
    state = repo.desk / "locales" / "ru" / ".state" / "visit.jsonl"
    assert ledger.may_write(one, ledger.read(state))


def new_headline_on_one_approval_on_two(repo, translate):
    def news():
        article = repo.desk / "articles" / "visit.txt"
        article.write_text(article.read_text().replace("visits Moscow", "leaves Moscow"), encoding="utf-8")
        translate("update", "-l", "ru", cwd=repo.desk)
        machine(repo.desk, "Air force chief leaves", "машина о другом")

    old = read(repo.desk).target
    repo.branch("one", news)
    repo.branch("two", lambda: approve(repo.desk, HEADLINE, old))
    repo.join("merge")
    return old


def test_git_alone_approves_a_draft_that_nobody_read(plain, translate):
    """Why there is a driver: the file says `approved`, and nothing can tell that it is not so."""
    new_headline_on_one_approval_on_two(plain, translate)
    one = read(plain.desk, "Air force chief leaves")
    assert (one.target, one.fuzzy) == ("машина о другом", False)


def test_the_driver_approves_only_what_was_approved(repo, translate):
    old = new_headline_on_one_approval_on_two(repo, translate)
    one = read(repo.desk, "Air force chief leaves")
    assert (one.target, one.fuzzy) == ("машина о другом", True)
    assert (read(repo.desk).target, read(repo.desk).fuzzy) == (old, False)
    translate("update", "-l", "ru", cwd=repo.desk)
    assert (read(repo.desk).target, read(repo.desk).obsolete) == (old, True)


TEXT = "С-400 «Триумф» купили в 2018 году за 5,43 миллиарда долларов."


def source_on_one_text_on_two(repo, translate):
    """In a file of wrapped lines, as Poedit may leave it, git sees two changes that do not touch."""

    def wrap():
        path = str(catalogue(repo.desk))
        subprocess.run(["msgcat", "--width=40", "-o", path, path], check=True)

    def text(text):
        approve(repo.desk, "The S-400", text)
        wrap()
        translate("update", "-l", "ru", cwd=repo.desk)

    def source():
        article = repo.desk / "articles" / "visit.txt"
        article.write_text(article.read_text().replace("bought in", "acquired in"), encoding="utf-8")
        translate("update", "-l", "ru", cwd=repo.desk)
        po = polib.pofile(str(catalogue(repo.desk)), wrapwidth=0)
        one = entry(po, "The S-400")
        assert one.previous_msgid
        one.previous_msgid, one.flags = None, []
        po.save()
        wrap()
        translate("update", "-l", "ru", cwd=repo.desk)

    text(TEXT)
    repo.commit("approved")
    repo.branch("one", source)
    repo.branch("two", lambda: text(TEXT.replace("долларов", "долларов США")))
    repo.join("merge")
    return translate("check", "-l", "ru", "visit", cwd=repo.desk)


@pytest.mark.skipif(not shutil.which("msgcat"), reason="msgcat of GNU gettext is not installed")
def test_check_finds_the_wrong_pair_that_git_alone_makes(plain, translate):
    done = source_on_one_text_on_two(plain, translate)
    assert done.code == 1
    assert "suspect" in done.out
    assert "acquired" in read(plain.desk, "The S-400").source


@pytest.mark.skipif(not shutil.which("msgcat"), reason="msgcat of GNU gettext is not installed")
def test_the_driver_makes_no_wrong_pair(repo, translate):
    done = source_on_one_text_on_two(repo, translate)
    assert "suspect" not in done.out
    targets = {
        x.source.split()[4]: x.target
        for x in catalog.read(catalogue(repo.desk)).entries
        if "S-400" in x.source
    }
    assert targets["acquired"] == TEXT
    assert targets["bought"].endswith("долларов США.")


def test_catalogues_that_both_branches_began_merge(repo):
    """Git has no common ancestor of a file that two branches added."""
    repo.git("rm", "-q", "-r", "--cached", "locales")
    repo.git("commit", "-q", "-m", "no catalogues yet")
    for name, text in (("one", ONE), ("two", TWO)):
        repo.git("checkout", "-q", "--force", "-b", name, "main")
        repo.git("checkout", "-q", "main~1", "--", "locales")
        approve(repo.desk, HEADLINE if name == "one" else "Agencies", text)
        repo.commit(name)
    repo.join("merge")
    for beginning, text in ((HEADLINE, ONE), ("Agencies", TWO)):
        one = read(repo.desk, beginning)
        assert (one.target, one.fuzzy, one.comment) == (text, False, "")


@pytest.mark.parametrize("side", ["ours", "theirs"])
@pytest.mark.parametrize("damage", ["markers", "twice", "cut", "empty"])
def test_a_version_that_cannot_be_read_leaves_ours_as_it_is(repo, damage, side):
    def hurt():
        path = catalogue(repo.desk)
        text = path.read_text(encoding="utf-8")
        block = text.split("\n\n")[1]
        damaged = {
            "markers": text.replace(block, f"<<<<<<< HEAD\n{block}\n=======\n{block}\n>>>>>>> x"),
            "twice": f"{text}\n{block}\n",
            "cut": text[: text.rindex("msgstr") + 9],
            "empty": "",
        }
        path.write_text(damaged[damage], encoding="utf-8")

    sound = lambda: approve(repo.desk, HEADLINE, ONE)  # noqa: E731 -- one call, named where it is used
    repo.branch("one", sound if side == "ours" else hurt)
    repo.branch("two", hurt if side == "ours" else sound)
    before = catalogue(repo.desk).read_bytes()
    told = repo.join("merge", code=1)
    assert f"{'our' if side == 'ours' else 'their'} version cannot be merged" in told
    assert "Traceback" not in told
    assert catalogue(repo.desk).read_bytes() == before
    assert "UU locales/ru/LC_MESSAGES/visit.po" in repo.git("status", "--porcelain")


def test_the_driver_ends_above_1_where_it_refuses(desk, translate, tmp_path):
    path = catalogue(desk)
    sound, bad = path.read_bytes(), tmp_path / "bad.po"
    bad.write_bytes(b'msgid "\n')
    assert translate("merge-driver", path, path, bad, cwd=desk).code == 4
    assert translate("merge-driver", path, path, tmp_path / "none", cwd=desk).code == 3
    assert translate("merge-driver", path, cwd=desk).code == 2
    assert path.read_bytes() == sound


def test_a_ledger_can_be_merged_too(desk, translate, tmp_path):
    state = desk / "locales" / "ru" / ".state" / "visit.jsonl"
    book = ledger.read(state)
    for name, text in (("one", ONE), ("two", TWO)):
        ledger.write(tmp_path / name, book.approved("headline", HEADLINE, text, by=name, at="now"))
    assert translate("merge-driver", state, tmp_path / "one", tmp_path / "two", "x.jsonl", cwd=desk).code == 0
    merged = ledger.read(tmp_path / "one").record("headline", HEADLINE)
    assert set(merged.ok) >= {ledger.digest(ONE), ledger.digest(TWO)}


def test_installing_keeps_what_stands_in_gitattributes(plain, translate):
    path = plain.desk / ".gitattributes"
    assert path.read_text() == repository.ATTRIBUTES
    own = "*.docx binary\nlocales/**/.state/**/*.jsonl merge=translate"
    path.write_text(own)
    for _ in range(2):
        done = translate("merge-driver", "--install", cwd=plain.desk)
        assert done.code == 0
        assert path.read_text().startswith(own + "\n")
        assert path.read_text().count("\nlocales/**/*.po merge=translate\n") == 1
        assert path.read_text().count(".jsonl merge=") == 1
    command = plain.git("config", "merge.translate.driver").strip()
    assert command in done.out
    assert command.endswith("merge-driver %O %A %B %P")
    assert "merge: translate" in plain.git("check-attr", "merge", "locales/ru/LC_MESSAGES/a/b.po")


def test_a_new_workspace_tells_how_git_is_set_up(translate, tmp_path):
    told = translate("init", "my desk", cwd=tmp_path).out
    command = re.search(r"once in each clone: translate (.*)", told)[1]
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    assert translate(*shlex.split(command), cwd=tmp_path).code == 0
    assert (tmp_path / "my desk" / ".gitattributes").read_text() == repository.ATTRIBUTES


def test_installing_outside_of_git_says_what_is_missing(desk, translate):
    done = translate("merge-driver", "--install", cwd=desk)
    assert done.code == 3
    assert "git init" in done.err


def test_the_hook_checks_catalogues(desk):
    (hook,) = YAML(typ="safe").load(ROOT / ".pre-commit-hooks.yaml")
    assert hook["language"] == "python"
    assert not hook["pass_filenames"]
    path = catalogue(desk)
    assert re.search(hook["files"], path.relative_to(desk).as_posix())
    approve(desk, "The S-400", "Купили.")
    command = [sys.executable, "-m", *shlex.split(hook["entry"])]
    done = subprocess.run(command, cwd=desk, capture_output=True, text=True)
    assert done.returncode == 1
    assert "figure-lost" in done.stdout
