"""What the README shows is what there is."""

import re
import shlex
from pathlib import Path

import pytest

from translate import checks

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line.partition("  #")[0].strip()
    for block in BLOCKS
    for line in block.splitlines()
    if line.startswith("translate ")
]
# From the network, or from a file that only stands for the reader's own.
NOT_HERE = {"translate models install en-ru", "translate models install FILE.argosmodel"}


def test_the_two_commands_are_shown_as_they_are():
    assert BLOCKS[:2] == ["pip install uv && uv run translate run\n", "uv run pytest\n"]


@pytest.mark.parametrize("command", [c for c in COMMANDS if c not in NOT_HERE])
def test_every_command_shown_runs(desk, translate, command):
    done = translate(*shlex.split(command)[1:], cwd=desk)
    assert done.code in {0, 1}, done.err
    assert done.out or done.err


def test_every_check_has_its_row():
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (error|warning) \|", README, re.MULTILINE))
    for check in checks.CHECKS:
        assert rows.pop(check.code) == check.severity.value
        assert check.text.rstrip(".") in README
    assert set(rows) == {"stale", "suspect", "block"}, "a row for a check that is not there"


def test_linked_files_exist():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (Path(__file__).parents[1] / target).exists(), target
