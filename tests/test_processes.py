"""Drafts in several processes: the same bytes as in one, and none of them is left over."""

import contextlib
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest

from tests.conftest import Silent, files_of
from translate import config, drafter, glossary, models, pipeline, processes
from translate.config import Config, EngineSettings
from translate.drafter import Here, Task
from translate.errors import SetupError
from translate.unit import Unit

ROOT = Path(__file__).parents[1]
CHUNK = 8


@pytest.fixture(scope="module")
def task():
    terms = glossary.load(Config(ROOT).glossary_files)
    return Task(models.find("ru"), EngineSettings(threads=2, beam=1), terms, "ru", Config(ROOT).style("ru"))


@pytest.fixture(scope="module")
def units():
    rows = (ROOT / "benchmarks" / "articles.tsv").read_text(encoding="utf-8").splitlines()[1:61]
    return [Unit("body", row.partition("\t")[2]) for row in rows]


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(drafter, "CHUNK", CHUNK)
    monkeypatch.setattr(processes, "FEW", 2 * CHUNK)


@pytest.fixture(scope="module")
def expected(task, units):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drafter, "CHUNK", CHUNK)
        return drafts(Here(task), units)


@pytest.fixture
def local(task):
    with processes.local(task) as made:
        yield made
    assert gone(children())


def drafts(one, units, progress=lambda _: None, done=lambda: None):
    """The units with drafts, in order."""
    out = {}
    drafting = one.begin(units, progress)
    with contextlib.closing(drafting):
        for chunk, made in drafting.done(wait=True):
            done()
            out |= dict(zip(chunk, made, strict=True))
    return [out[i] for i in range(len(units))]


def children():
    return [process.pid for process in multiprocessing.active_children()]


def gone(pids):
    """Whether processes end, which they have a moment for."""
    deadline = time.monotonic() + 10
    while any(map(running, pids)):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def running(pid):
    multiprocessing.active_children()  # so that one that ended is no zombie
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_workers_draft_what_one_process_would_draft(local, units, expected):
    told = []
    assert drafts(local, units, told.append) == expected
    assert sum(told) >= len(units)  # a long sentence is decoded in parts
    assert len(children()) == 2
    assert drafts(local, units[:20]) == drafts(Here(local.task), units[:20])  # they are there now


def test_a_few_sentences_need_no_worker(local, units):
    assert len(drafts(local, units[: 2 * CHUNK])) == 2 * CHUNK
    assert children() == []


def test_one_core_needs_no_worker(task, units, expected):
    with processes.local(replace(task, settings=replace(task.settings, threads=1))) as made:
        assert drafts(made, units) == expected
        assert children() == []


@pytest.mark.parametrize(
    ("said", "expected"), [("2147483648\n", 2), ("734003200", 1), ("1000", 1), ("max", 9)]
)
def test_half_of_the_memory_is_for_workers(tmp_path, monkeypatch, said, expected):
    sizes = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 2 * 9 * processes.NEEDED // 4096}
    monkeypatch.setattr(processes.os, "sysconf", sizes.__getitem__)
    monkeypatch.setattr(processes, "MEMORY", tmp_path / "memory.max")
    assert processes.fitting() == 9
    (tmp_path / "memory.max").write_text(said, encoding="ascii")
    assert processes.fitting() == expected


def test_too_little_memory_needs_no_worker_unless_one_says_how_many(task, units, expected, monkeypatch):
    monkeypatch.setattr(processes, "fitting", lambda: 1)
    monkeypatch.setattr(processes.engine, "cores", lambda: 2)
    unsaid = replace(task, settings=replace(task.settings, threads=0))
    for given, count in ((unsaid, 0), (task, 2)):
        with processes.local(given) as made:
            assert drafts(made, units) == expected
            assert len(children()) == count


def test_where_no_process_can_be_started_this_one_drafts(local, units, expected, monkeypatch):
    monkeypatch.setattr(
        multiprocessing.context.SpawnProcess, "_Popen", mock.Mock(side_effect=BlockingIOError("no more"))
    )
    assert drafts(local, units) == expected
    assert children() == []


def test_what_a_worker_loses_another_one_drafts(local, units, expected):
    first = []

    def kill():
        if not first:
            first.extend(children())
            os.kill(first[0], signal.SIGKILL)

    assert drafts(local, units, done=kill) == expected
    assert children() == first[1:]
    assert drafts(local, units) == expected


def test_without_workers_the_rest_is_drafted_here(local, units, expected, monkeypatch):
    monkeypatch.setattr(processes, "TRIES", 3)

    def kill():
        for worker in children():
            os.kill(worker, signal.SIGKILL)

    assert drafts(local, units, done=kill) == expected
    assert children() == []
    assert drafts(local, units) == expected
    assert len(children()) == 2  # others


def test_sentences_that_cost_workers_are_given_up(local, units, expected, monkeypatch):
    monkeypatch.setattr(processes, "TRIES", 1)

    def kill(_):
        for worker in children()[:1]:
            os.kill(worker, signal.SIGKILL)

    with pytest.raises(SetupError, match="ended while drafting the same sentences"):
        drafts(local, units, kill)
    assert gone(children())
    assert drafts(local, units) == expected


def test_all_sentences_but_those_that_cost_workers_are_drafted(local, units, monkeypatch):
    monkeypatch.setattr(processes, "TRIES", 1)
    killed, made = [], []

    def kill(_):
        if not killed:
            killed.append(children()[0])
            os.kill(killed[0], signal.SIGKILL)

    def collect():
        for chunk, _ in local.begin(units, kill).done(wait=True):
            made.append(chunk)

    with pytest.raises(SetupError, match="ended while drafting the same sentences"):
        collect()
    assert len(made) == len(drafter.chunks(units)) - 1


def test_what_the_program_stumbles_over_is_told(local, units):
    with pytest.raises(RuntimeError, match="TypeError"):
        drafts(local, [*units, replace(units[0], source=b"?")])


def test_an_error_of_the_drafting_comes_back_as_itself(task, units):
    broken = replace(task, settings=replace(task.settings, compute_type="int3"))
    with processes.local(broken) as made, pytest.raises(SetupError, match="does not load") as caught:
        drafts(made, units)
    assert "compute_type" in caught.value.hint


def test_what_is_there_is_given_without_waiting(local, units):
    drafting = local.begin(units, lambda _: None)
    assert list(drafting.done(wait=False)) == []
    got = 0
    deadline = time.monotonic() + 60
    while got < len(units) and time.monotonic() < deadline:
        got += sum(len(chunk) for chunk, _ in drafting.done(wait=False))
        time.sleep(0.05)
    assert got == len(units)


def desk(folder, articles, sentences):
    """A workspace with articles of so many long sentences, no two alike."""
    (folder / "articles").mkdir(parents=True)
    (folder / config.FILE).write_text('locales = ["ru"]\n[engine]\nbeam = 1\n', encoding="utf-8")
    for number in range(articles):
        said = " ".join(
            f"Officials of province {number} said that visit {n} to the northern port would be put off until"
            " the storm was over and the roads were clear again."
            for n in range(sentences)
        )
        (folder / "articles" / f"a{number:02}.txt").write_text(said, encoding="utf-8")
    return folder


def test_a_run_in_several_processes_writes_the_same_bytes(tmp_path):
    one = desk(tmp_path / "one", 10, 4)
    many = shutil.copytree(one, tmp_path / "many")
    assert not pipeline.run(config.load(one), pipeline.Options(), Silent()).problems
    settings = replace(config.load(many), engine=EngineSettings(threads=3, beam=1))
    started = []

    @contextlib.contextmanager
    def local(task):
        with processes.local(task) as made:
            yield made
            started.extend(children())

    assert not pipeline.run(settings, pipeline.Options(), Silent(), local).problems
    assert len(started) == 3
    for part in ("locales", "output"):
        assert files_of(many / part) == files_of(one / part)


@contextlib.contextmanager
def real_run(folder):
    """The command as a desk starts it, in a process group as a terminal makes it, with two workers."""
    process = subprocess.Popen(
        [sys.executable, "-m", "translate", "run", "-j", "2", "-w", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        workers = []
        deadline = time.monotonic() + 60
        while len(workers) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
            workers = workers_of(process.pid)
        assert len(workers) == 2
        yield process, workers
    finally:
        process.kill()
        process.wait()


def workers_of(pid):
    out = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
            command = (stat.parent / "cmdline").read_bytes()
            if fields[1] == str(pid) and b"spawn_main" in command:
                out.append(int(stat.parent.name))
    return out


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")


@needs_proc
@pytest.mark.parametrize("seconds", [0.0, 0.3, 1.0, 4.0])
def test_ctrl_c_ends_all_processes_without_a_word_of_theirs(tmp_path, seconds):
    folder = desk(tmp_path / "desk", 40, 20)
    with real_run(folder) as (process, workers):
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGINT)
        asked = time.monotonic()
        out, told = process.communicate(timeout=20)
        assert time.monotonic() - asked < 5  # 2 s are the aim, on a machine that does nothing else
        assert process.returncode == 130
        assert "run again to go on" in told
        assert "Traceback" not in out + told
        assert gone(workers)


@needs_proc
def test_workers_end_with_a_run_that_is_killed(tmp_path):
    folder = desk(tmp_path / "desk", 40, 20)
    with real_run(folder) as (process, workers):
        time.sleep(1)
        process.kill()
        process.communicate(timeout=20)
        assert gone(workers)


@needs_proc
def test_a_run_whose_worker_is_killed_drafts_everything(tmp_path):
    folder = desk(tmp_path / "desk", 30, 18)
    with real_run(folder) as (process, workers):
        time.sleep(2)
        os.kill(workers[0], signal.SIGKILL)
        _, told = process.communicate(timeout=200)
        assert process.returncode in {0, 1}, told
    manifest = json.loads((folder / "output" / "ru" / "manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["articles"]) == 30
    assert all(entry["states"] == {"draft": 18} for entry in manifest["articles"].values())
