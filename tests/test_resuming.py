"""A run that was stopped or killed goes on with the chunk it was at, and gives the same bytes."""

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest

from tests import doubles
from tests.conftest import Silent, files_of
from translate import config, drafter, filling, finishing, pipeline, seen
from translate.errors import SetupError
from translate.unit import State, digest

ROOT = Path(__file__).parents[1]
HEADER = "term,variants,kind,case,flags,ru,ru_forms,note\n"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Twelve articles of three sentences, one of which every third has; small pools of small chunks."""
    monkeypatch.setattr(filling, "POOL", 13)
    monkeypatch.setattr(drafter, "CHUNK", 3)
    folder = tmp_path / "desk"
    (folder / "articles").mkdir(parents=True)
    (folder / "glossary").mkdir()
    (folder / "glossary" / "terms.csv").write_text(f"{HEADER}Mumbai,,,,,Мумбаи,,\n", encoding="utf-8")
    (folder / config.FILE).write_text('locales = ["ru"]\n', encoding="utf-8")
    for number in range(12):
        last = "The crew met the press." if number % 3 == 0 else f"It had {number + 20} men on board."
        write(
            folder,
            number,
            f"Ship {number} left Mumbai on {number + 3} March{' at noon' * (number % 4)}. {last}",
        )
    return folder


class Meanwhile:
    """In the place of workers: a chunk is done whenever somebody looks."""

    elsewhere = True

    def begin(here, units, _progress):  # noqa: N805 -- in the place of `Here.begin`
        made = Meanwhile()
        made.here, made.rest = (
            here,
            iter([(chunk, [units[i] for i in chunk]) for chunk in drafter.chunks(units)]),
        )
        return made

    def done(self, *, wait):
        for chunk, units in self.rest:
            yield chunk, drafter.draft(self.here.task, self.here.engine, units)
            if not wait:
                return

    def close(self):
        self.rest = iter(())


@pytest.fixture(params=["here", "elsewhere"])
def chunks(request, monkeypatch):
    """The sources of each chunk that was drafted, by a model whose drafts depend on the whole chunk."""
    drafted = []
    if request.param == "elsewhere":
        monkeypatch.setattr(drafter.Here, "begin", Meanwhile.begin)
    own = doubles.drafted

    def draft(units, *rest, **more):
        drafted.append([unit.source for unit in units])
        mark = digest(*drafted[-1])[:6]
        return [replace(unit, target=f"{unit.target} {mark}") for unit in own(units, *rest, **more)]

    with doubles.model(), mock.patch("translate.drafting.draft", draft):
        yield drafted


@pytest.fixture
def whole(desk, chunks, tmp_path):
    """The files of a run without a stop; its chunks are in `chunks`."""
    other = shutil.copytree(desk, tmp_path / "whole")
    assert not run(other).problems
    assert kept(other) == []
    return files_of(other)


def write(folder, number, text):
    path = folder / "articles" / f"ship-{number:02}.txt"
    path.write_text(f"{text} The harbour of port {number} was quiet.\n", encoding="utf-8")


def run(folder, **options):
    return pipeline.run(config.load(folder), pipeline.Options(**options), Silent())


def kept(folder):
    """Purposes of the drafts that the cache keeps."""
    with sqlite3.connect(f"file:{folder / seen.FILE}?mode=ro", uri=True, timeout=60) as database:
        rows = database.execute("SELECT purpose FROM seen WHERE purpose IN ('chunk', 'pool')").fetchall()
    return sorted(purpose for (purpose,) in rows)


def stop_at(monkeypatch, call, module, name):
    """Ctrl-C at the call of that number, once."""
    own, calls = getattr(module, name), []

    def stopping(*arguments, **more):
        calls.append(call)
        if len(calls) == call:
            raise KeyboardInterrupt
        return own(*arguments, **more)

    monkeypatch.setattr(module, name, stopping)


def same(desk, whole):
    """Nothing of what was written differs; the cache may."""
    now = files_of(desk)
    return {k: v for k, v in now.items() if k != seen.FILE} == {
        k: v for k, v in whole.items() if k != seen.FILE
    }


@pytest.mark.parametrize("call", range(1, 13))
def test_a_stop_in_any_chunk_loses_that_chunk_only(desk, chunks, whole, monkeypatch, call):
    every = chunks[:]
    assert len(every) == 12
    del chunks[:]
    stop_at(monkeypatch, call, drafter, "draft")
    assert run(desk).stopped
    assert chunks == every[: call - 1]
    assert not run(desk).stopped
    assert chunks == every
    assert same(desk, whole)
    assert kept(desk) == []


@pytest.mark.parametrize("call", range(1, 13))
def test_a_stop_while_articles_are_recorded_loses_no_draft(desk, chunks, whole, monkeypatch, call):
    every = chunks[:]
    del chunks[:]
    stop_at(monkeypatch, call, finishing, "finished")
    assert run(desk).stopped
    assert not run(desk).stopped
    assert chunks == every
    assert same(desk, whole)


@pytest.mark.parametrize("options", [{"detailed": True}, {"keep_approved": True}, {"export": False}])
def test_a_run_that_reads_every_article_goes_on_with_the_drafts_too(
    desk, chunks, whole, monkeypatch, options
):
    every = chunks[:]
    del chunks[:]
    stop_at(monkeypatch, 8, drafter, "draft")
    assert run(desk, **options).stopped
    assert not run(desk, **options).stopped
    assert chunks == every
    assert not run(desk).stopped
    assert same(desk, whole)


@pytest.fixture
def drafted(desk, whole):
    """The workspace after a run, and another one like it."""
    shutil.copytree(desk.parent / "whole", desk, dirs_exist_ok=True)
    return desk, shutil.copytree(desk.parent / "whole", desk.parent / "own")


@pytest.mark.parametrize("call", [3, 8, 12])
def test_a_redraft_that_was_stopped_goes_on(drafted, chunks, monkeypatch, call):
    desk, own = drafted
    del chunks[:]
    assert not run(own, model=Path("M2"), redraft=True).problems
    every, redrafted = chunks[:], files_of(own)
    assert len(every) == 12
    del chunks[:]
    with monkeypatch.context() as patch:
        stop_at(patch, call, drafter, "draft")
        assert run(desk, model=Path("M2"), redraft=True).stopped
    assert not run(desk, model=Path("M2"), redraft=True).stopped
    assert chunks == every
    assert same(desk, redrafted)
    del chunks[:]
    assert not run(desk, model=Path("M2")).problems
    assert chunks == []  # everything is known
    assert not run(desk, model=Path("M2"), redraft=True).problems
    assert chunks == every  # a complete one begins anew


def test_a_redraft_of_two_locales_goes_on_in_the_one_it_was_at(desk, chunks, monkeypatch):
    (desk / config.FILE).write_text('locales = ["hi", "ru"]\n', encoding="utf-8")
    assert not run(desk).problems
    own = shutil.copytree(desk, desk.parent / "own")
    del chunks[:]
    assert not run(own, model=Path("M2"), redraft=True).problems
    every, redrafted = chunks[:], files_of(own)
    assert len(every) == 24
    del chunks[:]
    with monkeypatch.context() as patch:
        stop_at(patch, 19, drafter, "draft")
        assert run(desk, model=Path("M2"), redraft=True).stopped
    assert not run(desk, model=Path("M2"), redraft=True).stopped
    assert chunks == every
    assert same(desk, redrafted)


def test_a_text_whose_english_changed_drafts_the_same_sentence_elsewhere_after_a_stop_too(
    desk, chunks, monkeypatch, tmp_path
):
    sentence = "The two ships of the northern fleet left Mumbai on Friday."
    first = desk / "articles" / "a.txt"
    first.write_text(f"{sentence}\n", encoding="utf-8")
    assert not run(desk).problems
    path = desk / "locales/ru/LC_MESSAGES/a.po"
    text = path.read_text(encoding="utf-8")
    head, _, _ = text.rpartition("#, fuzzy\n")
    path.write_text(f'{head}msgctxt "body"\nmsgid "{sentence}"\nmsgstr "Корабли вышли."\n', encoding="utf-8")
    assert not run(desk).problems
    first.write_text("The two ships of the northern fleet left Mumbai on Sunday.\n", encoding="utf-8")
    (desk / "articles" / "z.txt").write_text(f"{sentence}\n", encoding="utf-8")
    for number in range(12):
        write(desk, number, f"Ship {number} came back to port on {number + 3} May. It had lost its anchor.")
    other = shutil.copytree(desk, tmp_path / "other")
    assert not run(other).problems
    with monkeypatch.context() as patch:
        stop_at(patch, len(chunks) - 12, drafter, "draft")
        stopped = run(desk)
    assert stopped.stopped
    assert stopped.rows
    assert not run(desk).stopped
    assert same(desk, files_of(other))
    assert "Корабли вышли." in (desk / "locales/ru/LC_MESSAGES/z.po").read_text(encoding="utf-8")


def test_only_articles_with_a_sentence_that_was_given_up_stay_without_drafts(desk, monkeypatch):
    class Losing(Meanwhile):
        def done(self, *, wait):
            for chunk, units in self.rest:
                if not any("Ship 7" in unit.source for unit in units):
                    yield chunk, drafter.draft(self.here.task, self.here.engine, units)
                    if not wait:
                        return
            if wait:
                raise SetupError("given up")

    def begin(here, units, _progress):
        made = Losing()
        made.here = here
        made.rest = iter([(chunk, [units[i] for i in chunk]) for chunk in drafter.chunks(units)])
        return made

    with doubles.model():
        with monkeypatch.context() as patch:
            patch.setattr(drafter.Here, "begin", begin)
            report = run(desk)
        assert {problem.message for problem in report.problems} == {"given up"}
        bare = {row.document.article.slug for row in report.rows if row.document.states[State.NEW]}
        assert "ship-07" in bare
        assert len(bare) <= 3  # those with a sentence of the same chunk
        assert not run(desk).problems
    assert len(list((desk / "output/ru").glob("*.txt"))) == 12


def test_a_redraft_by_another_package_goes_on_with_nothing(drafted, chunks, monkeypatch):
    desk, _ = drafted
    with monkeypatch.context() as patch:
        stop_at(patch, 8, drafter, "draft")
        assert run(desk, model=Path("M2"), redraft=True).stopped
    del chunks[:]
    assert not run(desk, model=Path("M4"), redraft=True).problems
    assert len(chunks) == 12


def stopped(desk, monkeypatch):
    """The workspace after a stop in the third chunk of its second pool."""
    with monkeypatch.context() as patch:
        stop_at(patch, 8, drafter, "draft")
        assert run(desk).stopped
    assert kept(desk) == ["chunk", "chunk", "pool"]


@pytest.mark.parametrize(
    "change",
    [
        lambda desk: (desk / seen.FILE).unlink(),
        lambda desk: (desk / seen.FILE).write_bytes(b"SQLite format 3\0 cut off"),
        lambda desk: spoil(desk, "[1"),
        lambda desk: spoil(desk, "[[1, 2]]"),
        lambda desk: spoil(
            desk, '[["Ship 1", false, "x", "M1", [[[0, 1], "term", "odd", "", "", null, "", 1]]]]'
        ),
        lambda desk: (desk / "glossary" / "terms.csv").write_text(HEADER, encoding="utf-8"),
        lambda desk: (desk / config.FILE).write_text(
            'locales = ["ru"]\n[engine]\nbeam = 2\n', encoding="utf-8"
        ),
    ],
    ids=["deleted", "broken", "no JSON", "other JSON", "nonsense", "another glossary", "another beam"],
)
def test_what_was_kept_is_not_taken_where_it_does_not_fit(desk, chunks, monkeypatch, change):
    stopped(desk, monkeypatch)
    lost = {source for chunk in chunks[5:] for source in chunk}
    assert lost
    change(desk)
    del chunks[:]
    assert not run(desk).problems
    assert lost <= {source for chunk in chunks for source in chunk}
    assert kept(desk) == []


def spoil(desk, value):
    with sqlite3.connect(desk / seen.FILE) as database:
        database.execute("UPDATE seen SET value = ? WHERE purpose IN ('chunk', 'pool')", (value,))


def test_an_article_that_changed_meanwhile_is_drafted_anew_and_no_other_sentence(desk, chunks, monkeypatch):
    stopped(desk, monkeypatch)
    before = {source for chunk in chunks for source in chunk}
    write(desk, 6, "Ship 6 came back.")
    del chunks[:]
    assert not run(desk).problems
    after = {source for chunk in chunks for source in chunk}
    assert "Ship 6 came back." in after
    assert not before & after


def test_a_cache_that_cannot_be_written_costs_time_only(desk, chunks, whole, monkeypatch):
    monkeypatch.setattr(seen.Seen, "_tell", lambda *_: [])
    stop_at(monkeypatch, 8, drafter, "draft")
    assert run(desk).stopped
    assert not run(desk).problems
    assert {name for name in files_of(desk) if name.endswith(".po")} == {
        name for name in whole if name.endswith(".po")
    }


def test_a_killed_run_of_a_real_package_goes_on_with_the_chunk_it_was_at(tmp_path, monkeypatch):
    desk, other = tmp_path / "killed", tmp_path / "whole"
    (desk / "articles").mkdir(parents=True)
    shutil.copytree(ROOT / "glossary", desk / "glossary")
    settings = 'locales = ["ru"]\n[engine]\nbeam = 1\nthreads = 1\n'
    (desk / config.FILE).write_text(settings, encoding="utf-8")
    rows = (ROOT / "benchmarks" / "articles.tsv").read_text(encoding="utf-8").splitlines()[1:121]
    for number, row in enumerate(rows):
        said = row.partition("\t")[2].rstrip(".")
        text = f"{said}, officials of district {number} said. Ship {number} left. The {number + 9} men met."
        (desk / "articles" / f"a{number}.txt").write_text(text, encoding="utf-8")
    shutil.copytree(desk, other)
    process = subprocess.Popen(
        [sys.executable, "-m", "translate", "run", "--quiet", "-w", str(desk)], cwd=ROOT
    )
    try:
        deadline = time.monotonic() + 200
        while not ((desk / seen.FILE).is_file() and has_chunk(desk)):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        process.kill()
        process.wait()
    assert not list((desk / "locales").rglob("*.po"))
    counts, own = [], drafter.draft
    monkeypatch.setattr(
        drafter,
        "draft",
        lambda task, engine, units, progress: (
            counts.append(len(units)),
            own(task, engine, units, progress),
        )[1],
    )
    assert not run(other).problems
    whole = counts[:]
    assert whole[0] == drafter.CHUNK
    assert len(whole) > 1
    del counts[:]
    assert not run(desk).problems
    assert counts == whole[1:]
    assert same(desk, files_of(other))
    assert json.loads((desk / "output/ru/manifest.json").read_text(encoding="utf-8"))["articles"]


def has_chunk(desk):
    try:
        return kept(desk) == ["chunk"]
    except sqlite3.OperationalError:
        return False  # not made yet


def test_articles_that_repeat_the_pool_in_work_do_not_pile_up(desk, chunks, monkeypatch):
    monkeypatch.setattr(filling, "JOINING", 6)
    for number in range(12, 40):
        shutil.copy(desk / "articles" / "ship-11.txt", desk / "articles" / f"ship-{number}.txt")
    own, waiting = filling.Filler.add, []

    def add(self, doc):
        waiting.append(self._begun.joined if self._begun is not None else 0)
        return own(self, doc)

    monkeypatch.setattr(filling.Filler, "add", add)
    report = run(desk)
    assert not report.problems
    assert len(report.rows) == 40
    assert max(waiting) <= filling.JOINING
    drafted = [source for chunk in chunks for source in chunk]
    assert drafted.count("The harbour of port 11 was quiet.") == 1
