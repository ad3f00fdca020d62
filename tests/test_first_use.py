"""What someone meets who has never seen the program: help, empty folders, wrong options, narrow terminals."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import approve

ROOT = Path(__file__).parents[1]
COMMANDS = ["", "run", "update", "pretranslate", "check", "export", "stats", "init", "doctor", "text"]
COMMANDS += ["models", "models list", "models info", "models install", "glossary", "glossary check"]
COMMANDS += ["glossary forms", "glossary report", "glossary suggest"]
COMMANDS += ["diff", "approve", "conflicts"]


def program(*arguments, cwd, **environment):
    """The installed command in a process of its own, with its output to a pipe."""
    return subprocess.run(
        [sys.executable, "-m", "translate", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="module")
def shown():
    """What a command shows on a terminal of 80 columns: the README's picture is made with it."""
    spec = importlib.util.spec_from_file_location("picture", ROOT / "docs" / "picture.py")
    picture = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(picture)
    return picture.shown


def plain(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_fits_a_terminal_and_nothing_in_it_is_cut_off(command, flag, translate, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    done = translate(*command.split(), flag, cwd=tmp_path)
    assert done.code == 0
    assert all(len(line) <= 80 for line in done.out.splitlines())
    assert not re.search(r"[a-z]\.\.\.$", done.out, re.MULTILINE)
    assert "[[" not in done.out


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["runn"], "Did you mean"),
        (["run", "--localee", "hi"], "--locale"),
        (["run", "--require", "finished"], "approved"),
        (["run"], "translate init"),
        (["text"], "translate text -l ru"),
        (["text", "-l", "de", "Hello."], "translate models install en-de"),
        (["models", "info", "de"], "translate models install en-de"),
        (["models", "install", "none.argosmodel"], "check the path"),
    ],
)
def test_a_wrong_first_step_is_told_the_right_one(arguments, hint, tmp_path):
    done = program(*arguments, cwd=tmp_path)
    assert done.returncode in {2, 3}
    assert hint in done.stderr
    assert "Traceback" not in done.stderr


def test_a_new_workspace_says_where_articles_belong(translate, tmp_path):
    made = translate("init", "desk", cwd=tmp_path)
    assert "then: translate run -w desk" in made.out
    done = translate("run", "-w", "desk", cwd=tmp_path)
    assert done.code == 0
    assert "nothing in" in done.err
    assert "**/*.md" in done.err
    again = translate("init", "desk", cwd=tmp_path)
    assert again.code == 2
    assert "another folder" in again.err


def test_the_workspace_one_stands_in_needs_no_option(translate, tmp_path):
    assert translate("init", cwd=tmp_path).out.endswith("then: translate run\n")


def test_two_branches_of_a_new_workspace_merge_their_ledgers(translate, desk, tmp_path):
    """One desk approves one sentence, another a second; git unites both without a conflict."""

    def git(*arguments):
        name = ["-c", "user.name=a", "-c", "user.email=a@a.example", "-c", "init.defaultBranch=main"]
        subprocess.run(["git", *name, *arguments], cwd=desk, check=True, capture_output=True)

    git("init")
    git("add", "-A")
    git("commit", "-m", "drafts")
    for branch, beginning, text in (
        ("one", "Air force chief", "Главком ВВС прибыл в Москву"),
        ("two", "Agencies", "Агентства"),
    ):
        git("checkout", "-b", branch, "main")
        approve(desk, beginning, text)
        translate("update", cwd=desk)
        git("commit", "-am", branch)
    git("merge", "one")
    done = translate("stats", "-l", "ru", "visit", cwd=desk)
    assert "ru: 2 translated messages, 4 fuzzy translations." in done.out


def test_a_model_that_is_not_there_is_one_message_for_all_locales(translate, desk):
    done = translate("run", "--redraft", "--model", "none.argosmodel", cwd=desk)
    assert done.code == 2
    assert done.err.count("none.argosmodel") == 1


def test_a_run_says_where_its_results_are(translate, desk):
    done = translate("run", cwd=desk)
    assert "exported to output/hi/ and output/ru/" in done.out
    assert "to review: locales/hi/LC_MESSAGES/ and locales/ru/LC_MESSAGES/" in done.out
    assert translate("run", "--dry-run", cwd=desk).out.endswith("nothing was written\n")


def test_a_held_article_is_told_with_its_reason(translate, desk):
    done = translate("export", "--require", "approved", "-l", "ru", "visit", cwd=desk)
    assert done.code == 1
    assert re.search(r"^  ru .* held$", done.out, re.MULTILINE)
    assert "held back: visit ru: 6 of 6 sentences are not approved" in done.out


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The repository's own workspace, copied."""
    folder = tmp_path_factory.mktemp("sample")
    for name in ("articles", "glossary", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "translate.toml", folder)
    return folder


@pytest.mark.parametrize("command", ["stats", "run", "export"])
def test_tables_fit_a_terminal_of_80_columns(command, sample, shown):
    out = shown(f"translate {command}", sample)
    assert "\x1b[" in out
    assert [line for line in plain(out).splitlines() if len(line.rstrip()) > 80] == []


@pytest.mark.parametrize("command", ["stats", "run", "check", "--help"])
def test_a_pipe_gets_no_colours(command, desk, monkeypatch):
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    done = program(command, cwd=desk, TERM="xterm-256color")
    assert done.returncode in {0, 1}
    assert "\x1b" not in done.stdout + done.stderr


def test_completion_installs_and_knows_commands_and_articles(desk, tmp_path):
    done = program("--install-completion", "bash", cwd=desk, HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    (script,) = tmp_path.glob(".bash_completions/*.sh")
    assert str(script) in (tmp_path / ".bashrc").read_text()
    asked = {"_TRANSLATE_COMPLETE": "complete_bash", "COMP_CWORD": "1", "COMP_WORDS": "translate st"}
    name = [sys.executable, "-c", "from translate.cli import app; app(prog_name='translate')"]
    shown = subprocess.run(name, cwd=desk, env={**os.environ, **asked}, capture_output=True, text=True)
    assert shown.stdout.split() == ["stats"]
    asked |= {"COMP_CWORD": "2", "COMP_WORDS": "translate stats "}
    shown = subprocess.run(name, cwd=desk, env={**os.environ, **asked}, capture_output=True, text=True)
    assert shown.stdout.split() == ["navies", "visit"]


def test_an_export_makes_no_catalogues(translate, desk):
    done = translate("export", "-l", "pt", cwd=desk)
    assert done.code == 1
    assert "6 of 6 sentences have no text" in done.out
    assert not (desk / "locales" / "pt").exists()


def test_stats_count_as_msgfmt_does(translate, desk):
    """Also a text left out on purpose, and a suspect one that somebody marked fuzzy."""
    approve(desk, "Agencies", "")
    path = desk / "locales" / "ru" / "LC_MESSAGES" / "visit.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('msgctxt "body"\nmsgid "Agencies"', '# omit\nmsgctxt "body"\nmsgid "Agencies"')
    )
    done = translate("stats", "-l", "ru", "visit", cwd=desk)
    told = subprocess.run(
        ["msgfmt", "--statistics", "-o", os.devnull, str(path)], capture_output=True, text=True, check=True
    )
    assert f"ru: {told.stderr.strip()}" in done.out
    assert "1 untranslated message." in done.out
