"""Random histories of a desk (`tests/histories.py`), and the shortest ones that once broke something."""

import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests import doubles, truth
from tests.histories import Histories
from translate import catalog

needs_gettext = pytest.mark.skipif(not shutil.which("msgfmt"), reason="GNU gettext is not installed")


def histories(number, steps):
    return settings(
        max_examples=number,
        stateful_step_count=steps,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@needs_gettext
def test_no_history_loses_a_text_of_a_person():
    run_state_machine_as_test(Histories, settings=histories(int(os.environ.get("HISTORIES", "250")), 10))


@needs_gettext
@pytest.mark.slow
def test_none_of_many_histories_loses_a_text_of_a_person():
    run_state_machine_as_test(Histories, settings=histories(int(os.environ.get("HISTORIES", "2000")), 10))


@pytest.fixture
def history():
    """A machine to drive by hand, with one article of four sentences."""
    machine = Histories()
    machine.begin(two=False, locales=("ru",), seeds=list(range(0, 50, 10)))
    yield machine
    machine.teardown()


CAT = ("ru", "visit")


def test_a_second_redraft_changes_nothing(history):
    [desk] = history.desks
    for _ in range(2):
        history.run(desk, {"model": Path("M2"), "redraft": True})
        before = desk.files()
        history.run(desk, {"model": Path("M2"), "redraft": True})
        assert desk.files() == before


def test_a_redraft_by_a_package_that_says_nothing_leaves_the_draft_and_its_comment(history):
    [desk] = history.desks
    for _ in range(2):
        history.run(desk, {"model": Path(doubles.SILENT), "redraft": True})
        drafts = [e for e in catalog.read(truth.paths(desk.root)[CAT]).entries if not e.obsolete]
        # The beginning of the text is the name of the package that made it.
        assert {e.target[:2] for e in drafts} == {"M1", doubles.SILENT}
        assert all(f"draft: {e.target[:2]}" in e.extracted.split("\n") for e in drafts)
        manifest = json.loads((desk.root / "output/ru/manifest.json").read_text(encoding="utf-8"))
        assert manifest["articles"]["visit"]["packages"] == ["M1", doubles.SILENT]


def test_a_draft_copied_to_another_sentence_is_suspect_in_the_run_that_redrafts_its_own(history):
    """As msgmerge copies it; until then it counts as one text for two sentences."""
    [desk] = history.desks
    path = truth.paths(desk.root)[CAT]
    po = truth.load(path)
    po[2].msgstr = po[1].msgstr
    path.write_text(str(po), encoding="utf-8")
    exported = desk.root / "output/ru/visit.txt"
    history.run(desk, {"model": Path("M2"), "redraft": True})
    first = exported.exists()
    history.run(desk, {"model": Path("M2")})
    assert first == exported.exists()
