"""What the README shows is what there is."""

import html
import re
import shlex
import shutil
from pathlib import Path

import polib
import pytest

from translate import checks, pipeline
from translate.unit import State

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line.partition("  #")[0].strip()
    for block in BLOCKS
    for line in block.splitlines()
    if line.startswith("translate ")
]
ROOT = Path(__file__).parents[1]
# test_install runs it, with an index on this machine.
FROM_THE_NETWORK = "translate models install en-hi en-ru"


def test_the_two_commands_are_shown_as_they_are():
    assert BLOCKS[:2] == ["pip install uv && uv run translate run\n", "uv run pytest\n"]


@pytest.mark.parametrize("command", [c for c in COMMANDS if c != FROM_THE_NETWORK])
def test_every_command_shown_runs(desk, translate, command, monkeypatch, tmp_path):
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    shutil.copy(next((ROOT / "models").glob("translate-en_ru-*.argosmodel")), desk / "FILE.argosmodel")
    if "--baseline known.jsonl" in command:
        translate("check", "--write-baseline", "known.jsonl", cwd=desk)
    command = command.replace("<article>", "visit")
    done = translate(*shlex.split(command)[1:], cwd=desk)
    assert done.code in {0, 1}, done.err
    assert done.out or done.err


def test_every_check_has_its_row():
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (error|warning) \|", README, re.MULTILINE))
    for check in checks.CHECKS:
        assert rows.pop(check.code) == check.severity.value
        assert check.text.rstrip(".") in README
    assert set(rows) == {*pipeline.CODES, *checks.ARTICLE_CODES}, "a row for no check"


def test_linked_files_exist():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_official_packages_are_one_command():
    assert FROM_THE_NETWORK in COMMANDS


def test_the_paragraph_shown_is_what_the_sample_holds():
    """The English, and what people made of it, are to be found in the article and the catalogues."""
    shown = " ".join(re.findall(r"^> (.*)$", README, re.MULTILINE))
    english = (ROOT / "articles" / "december-summit-defence.txt").read_text(encoding="utf-8")
    assert shown in english
    (cells,) = re.findall(r"^\| a person overrides .*?\| (.*?) \| (.*?) \|$", README, re.MULTILINE)
    for locale, text in zip(("hi", "ru"), cells, strict=True):
        path = ROOT / "locales" / locale / "LC_MESSAGES" / "december-summit-defence.po"
        approved = [e.msgstr for e in polib.pofile(str(path)) if e.msgid in shown and not e.fuzzy]
        assert text == " ".join(approved)


def test_the_picture_shows_the_articles_and_states_there_are():
    """`docs/picture.py` makes it; findings may differ between machines, what people did may not."""
    picture = html.unescape((ROOT / "docs" / "first-run.svg").read_text(encoding="utf-8"))
    words = set(re.findall(r"[\w/-]+", picture.replace("\xa0", " ")))
    articles = ROOT / "articles"
    slugs = {path.relative_to(articles).with_suffix("").as_posix() for path in articles.rglob("*.*")}
    assert slugs <= words
    assert {state.value for state in State} <= words
    assert "http://www.w3.org" in picture
    assert "cdnjs" not in picture
