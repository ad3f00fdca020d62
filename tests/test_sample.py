"""The sample workspace of this repository: every state, approved text without findings, valid catalogues."""

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import Silent
from translate import config, pipeline, review
from translate.unit import State

ROOT = Path(__file__).parents[1]
APPROVED, PARTLY = "december-summit-defence", "indra-navy-2025"
DRAFTED = ("kudankulam-power-agreement", "space/orbital-station-modules")
LOCALES = ("hi", "ru")


@pytest.fixture(scope="module")
def report():
    """The catalogues as they stand; nothing is drafted or written."""
    options = pipeline.Options(draft=False, export=False, write=False, judge=True)
    found = pipeline.run(config.load(ROOT), options, Silent())
    assert not found.problems
    return found


@pytest.fixture(scope="module")
def documents(report):
    return {(row.document.article.slug, row.document.locale): row.document for row in report.rows}


def states(documents, slug, locale):
    return documents[slug, locale].states


def test_the_four_articles_are_there_and_of_a_news_storys_length(documents):
    assert {slug for slug, _ in documents} == {APPROVED, PARTLY, *DRAFTED}
    for item in review.stats(documents.values(), config.load(ROOT)):
        assert 250 <= item.words.total() <= 500, item.slug


def test_all_states_are_shown(documents):
    """A sentence that is new in a fresh clone is a draft after the first run."""
    found = Counter()
    for item in review.stats(documents.values(), config.load(ROOT)):
        found += item.sentences
    assert set(State) - set(found) <= {State.NEW}
    last = documents[PARTLY, "hi"].units[-1]
    assert last.source.startswith("The list of guests")
    assert last.state in {State.NEW, State.DRAFT}


@pytest.mark.parametrize("locale", LOCALES)
def test_one_article_is_approved_one_in_part_and_two_are_drafts(documents, locale):
    assert set(states(documents, APPROVED, locale)) == {State.APPROVED}
    partly = states(documents, PARTLY, locale)
    assert partly[State.EDITED] == partly[State.STALE] == 1
    assert partly[State.APPROVED] > partly.total() / 2
    for slug in DRAFTED:
        assert set(states(documents, slug, locale)) == {State.DRAFT}


def test_the_checks_have_nothing_to_say_about_approved_text(report):
    found = [
        (row.document.article.slug, row.document.locale, unit.target, finding.message)
        for row in report.rows
        for unit, finding in row.findings
        if unit.state is State.APPROVED
    ]
    assert found == []


def test_approved_text_is_written_as_the_house_writes(documents):
    for (_, locale), document in documents.items():
        for unit in document.units:
            if unit.state is not State.APPROVED:
                continue
            assert not re.search("[ёЁ]|ँ|\"|'", re.sub(r"\(https?://\S+\)", "", unit.target)), unit.target
            if unit.role == "body" and unit.source.endswith(".") and locale == "hi":
                assert unit.target.rstrip("”*").endswith("।"), unit.target


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="needs gettext's msgfmt")
@pytest.mark.parametrize("path", sorted((ROOT / "locales").rglob("*.po")), ids=lambda p: p.stem + p.parts[-3])
def test_gettext_accepts_the_catalogues_also_as_if_all_were_approved(path):
    done = subprocess.run(
        ["msgfmt", "--check", "--use-fuzzy", "-o", "/dev/null", str(path)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
