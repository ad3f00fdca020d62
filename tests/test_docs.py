"""What the pages in docs/ show is what there is."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from translate import catalog, checks, glossary, termfile
from translate.unit import Severity, State

DOCS = sorted((Path(__file__).parents[1] / "docs").glob("*.md"))
PAGES = {page.name: page.read_text(encoding="utf-8") for page in DOCS}
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
HEADER = 'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def blocks(language):
    """(page, number of the block, its text) of all fenced blocks in a language."""
    return [
        pytest.param(text, id=f"{name}-{number}")
        for name, page in PAGES.items()
        for number, (kind, text) in enumerate(_BLOCK.findall(page), 1)
        if kind == language
    ]


COMMANDS = dict.fromkeys(
    line.partition("  #")[0].strip()
    for block in blocks("")
    for line in block.values[0].splitlines()
    if line.startswith("translate ")
)
CSV = [block for block in blocks("csv") if "term" in re.split(r"[,;\t]", block.values[0].splitlines()[0])]


def test_the_pages_are_there():
    assert {"reviewers.md", "terminologists.md"} <= PAGES.keys()
    assert COMMANDS
    assert CSV
    assert blocks("po")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shown_runs(desk, translate, command):
    if "tm import" in command:
        translate("approve", "--all", "--by", "A", cwd=desk)
        translate("tm", "export", command.split()[-1], cwd=desk)
    done = translate(*shlex.split(command)[1:], cwd=desk)
    assert done.code in {0, 1}, done.err
    assert done.out or done.err


@pytest.mark.parametrize("name", PAGES)
def test_linked_files_exist(name):
    for target in re.findall(
        r"\]\(([^)#\s]+)", re.sub(r"```.*?```|`[^`]*`", "", PAGES[name], flags=re.DOTALL)
    ):
        if "://" not in target:
            assert (Path(__file__).parents[1] / "docs" / target).exists(), target


@pytest.mark.parametrize("text", CSV)
def test_every_glossary_shown_is_accepted(tmp_path, text):
    path = tmp_path / "shown.csv"
    path.write_text(text, encoding="utf-8")
    errors = [p for p in glossary.problems([path]) if p.severity is Severity.ERROR]
    assert not errors
    assert glossary.load([path]).terms


@pytest.mark.parametrize("text", blocks("po"))
def test_every_entry_shown_is_read_by_the_tool_and_by_gettext(text):
    data = (HEADER + text).encode()
    assert catalog.parse(data, Path("shown.po")).entries
    if not shutil.which("msgfmt"):
        pytest.skip("msgfmt of GNU gettext is not installed")
    done = subprocess.run(["msgfmt", "-c", "-o", "-", "-"], input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("state", State)
def test_every_state_has_its_row(state):
    assert re.search(rf"^\| `{state.value}` \|", PAGES["reviewers.md"], re.MULTILINE)


@pytest.mark.parametrize("word", [*termfile.KINDS, *termfile.FLAGS, *termfile._COLUMNS])
def test_every_word_of_a_glossary_file_is_explained(word):
    assert f"`{word}`" in PAGES["terminologists.md"]


def test_codes_that_are_named_exist():
    codes = {check.code for check in checks.CHECKS} | {"stale", "suspect", "block"}
    for page in PAGES.values():
        for found in re.findall(r"check-ok: ([a-z-]+(?:, [a-z-]+)*)", page):
            assert set(found.split(", ")) <= codes | {"code"}
