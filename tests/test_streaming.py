"""Runs over many articles: in pools, recorded as they are done, stopped at any time, nothing read twice."""

import json
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from unittest import mock

import pytest
import typer

from tests import doubles
from tests.conftest import Silent, files_of
from translate import config, filling, pipeline, reading, seen, waiting
from translate.cli import steps
from translate.errors import SetupError

ROOT = Path(__file__).parents[1]
SETTINGS = 'locales = ["ru"]\n'
HEADER = "term,variants,kind,case,flags,ru,ru_forms,note\n"


@pytest.fixture
def desk(tmp_path):
    """Twelve articles of two sentences, one of which all have; a model that answers at once."""
    folder = tmp_path / "desk"
    (folder / "articles").mkdir(parents=True)
    (folder / "glossary").mkdir()
    (folder / "glossary" / "terms.csv").write_text(HEADER, encoding="utf-8")
    (folder / config.FILE).write_text(SETTINGS, encoding="utf-8")
    for number in range(12):
        write(folder, number, f"Ship {number} left Mumbai on Friday.")
    with doubles.model():
        yield folder


def write(folder, number, sentence):
    path = folder / "articles" / f"ship-{number:02}.txt"
    path.write_text(f"{sentence} The crew met the press.\n", encoding="utf-8")
    return path


def run(folder, **options):
    return pipeline.run(config.load(folder), pipeline.Options(**options), Silent())


@pytest.fixture
def read(monkeypatch):
    """The names of the articles that were read."""
    names = []
    own = reading.read
    monkeypatch.setattr(
        reading, "read", lambda path, settings: (names.append(path.name), own(path, settings))[1]
    )
    return names


def test_small_pools_give_the_bytes_of_large_ones(desk, tmp_path, monkeypatch):
    run(desk)
    whole = files_of(desk)
    other = tmp_path / "other"
    other.mkdir()
    for name in ("articles", "glossary"):
        subprocess.run(["cp", "-r", desk / name, other], check=True)
    (other / config.FILE).write_text(SETTINGS, encoding="utf-8")
    monkeypatch.setattr(filling, "POOL", 3)
    run(other)
    assert files_of(other) == whole


def test_a_sentence_that_many_articles_have_is_drafted_once(desk, monkeypatch):
    drafted = []
    monkeypatch.setattr(filling, "POOL", 3)
    own = doubles.drafted
    monkeypatch.setattr(
        "translate.drafting.draft",
        lambda units, *rest, **more: (drafted.extend(u.source for u in units), own(units, *rest, **more))[1],
    )
    run(desk)
    assert len(drafted) == 13
    assert drafted.count("The crew met the press.") == 1


def test_a_second_run_reads_no_article(desk, read):
    first = run(desk)
    del read[:]
    second = run(desk)
    assert read == []
    assert [(r.document.article.slug, r.document.states, r.exported) for r in second.rows] == [
        (r.document.article.slug, r.document.states, r.exported) for r in first.rows
    ]
    assert second.exit_code == first.exit_code


def test_only_what_changed_is_read(desk, read):
    run(desk)
    del read[:]
    write(desk, 4, "Ship 4 came back on Sunday.")
    catalogue = desk / "locales/ru/LC_MESSAGES/ship-07.po"
    catalogue.write_text(catalogue.read_text(encoding="utf-8").replace("M1", "Человек"), encoding="utf-8")
    (desk / "output/ru/ship-09.txt").unlink()
    (desk / "output/ru/ship-10.txt").write_text("spoilt", encoding="utf-8")
    run(desk)
    assert read == ["ship-04.txt", "ship-07.txt", "ship-09.txt", "ship-10.txt"]
    assert "Человек" in (desk / "output/ru/ship-07.txt").read_text(encoding="utf-8")
    assert "spoilt" not in (desk / "output/ru/ship-10.txt").read_text(encoding="utf-8")


def test_a_touched_file_is_no_changed_one(desk, read):
    run(desk)
    del read[:]
    for path in (desk / "articles").iterdir():
        path.touch()
    run(desk)
    assert read == []


def test_another_glossary_redrafts_only_what_it_concerns(desk, read):
    run(desk)
    before = files_of(desk / "locales")
    (desk / "glossary" / "terms.csv").write_text(HEADER + "Ship 3,,,,,Корабль 3,,\n", encoding="utf-8")
    report = run(desk)
    assert [row.document.article.slug for row in report.rows if row.drafted] == ["ship-03"]
    changed = {name for name, data in files_of(desk / "locales").items() if before.get(name) != data}
    assert {Path(name).stem.removesuffix(".po") for name in changed} == {"ship-03"}


def test_another_model_changes_nothing_before_it_is_asked_to(desk):
    run(desk)
    before = files_of(desk / "locales")
    run(desk, model=Path("M2"))
    assert files_of(desk / "locales") == before
    run(desk, model=Path("M2"), redraft=True)
    assert files_of(desk / "locales") != before


@pytest.mark.parametrize("broken", [b"", b"no database", b"SQLite format 3\0 cut off"])
def test_a_broken_cache_costs_time_only(desk, broken):
    run(desk)
    before = files_of(desk)
    (desk / seen.FILE).write_bytes(broken)
    assert not run(desk).problems
    assert files_of(desk) == before


@pytest.mark.parametrize("entry", [1, {}, {"states": {"nonsense": 1}}, {"states": {"draft": "x"}, "file": 3}])
def test_a_manifest_that_somebody_wrote_in_costs_time_only(desk, entry):
    run(desk)
    path = desk / "output/ru/manifest.json"
    before, content = path.read_bytes(), json.loads(path.read_text(encoding="utf-8"))
    content["articles"]["ship-03"] = entry
    path.write_text(json.dumps(content), encoding="utf-8")
    assert not run(desk).problems
    assert path.read_bytes() == before


def test_a_run_that_is_killed_before_its_manifest_leaves_no_old_one(desk, tmp_path, monkeypatch):
    run(desk)
    write(desk, 3, "Ship 3 left Mumbai on Friday. It had 20 men on board.")
    with monkeypatch.context() as patch:
        patch.setattr(pipeline.export, "write_manifest", mock.Mock(side_effect=SystemExit))
        with pytest.raises(SystemExit):
            run(desk)
    run(desk)
    found = json.loads((desk / "output/ru/manifest.json").read_text(encoding="utf-8"))["articles"]["ship-03"]
    assert found["sentences"] == 3
    assert found["states"] == {"draft": 3}


def failing(*_, **__):
    raise SetupError("no memory")


@pytest.mark.parametrize("why", ["silent", "failing"])
def test_an_article_whose_drafts_could_not_be_made_anew_is_not_passed_over(desk, monkeypatch, why):
    run(desk)
    (desk / "glossary" / "terms.csv").write_text(f"{HEADER}Mumbai,,,,,Мумбаи,,\n", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("translate.drafting.draft", failing if why == "failing" else doubles.drafted)
        run(desk, model=Path(doubles.SILENT if why == "silent" else "M1"))
    run(desk)
    for path in (desk / "locales/ru/LC_MESSAGES").glob("*.po"):
        assert "Мумбаи" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("change", ["state = '[]'", "value = '[1'", """value = '[{"x": 1}]'"""])
def test_nonsense_in_the_cache_costs_time_only(desk, change):
    run(desk)
    with sqlite3.connect(desk / seen.FILE) as database:
        database.execute(f"UPDATE seen SET {change}")  # noqa: S608
    write(desk, 12, "Ship 12 left Mumbai on Friday.")
    assert not run(desk).problems


def test_drafts_without_a_package_are_passed_over_like_others(desk, read):
    """git unites the ledgers of two branches; which of two packages drafted a text is then not known."""
    run(desk)
    ledger, path = desk / "locales/ru/.state/ship-03.jsonl", desk / "locales/ru/LC_MESSAGES/ship-03.po"
    first = ledger.read_bytes()
    ledger.unlink()
    path.unlink()
    run(desk, model=Path("M2"))
    ledger.write_bytes(first + ledger.read_bytes())
    run(desk, draft=False)
    manifest = json.loads((desk / "output/ru/manifest.json").read_text(encoding="utf-8"))
    assert manifest["articles"]["ship-03"]["packages"] == []
    assert not run(desk).problems
    read.clear()
    assert not run(desk).problems
    assert read == []


def test_what_nobody_foresaw_before_the_drafting_is_a_problem_of_one_article(desk, monkeypatch):
    own = waiting.pending

    def pending(doc, job):
        if doc.article.slug == "ship-04":
            raise IndexError("odd")
        return own(doc, job)

    monkeypatch.setattr(waiting, "pending", pending)
    report = run(desk)
    assert ["odd" in str(problem) for problem in report.problems] == [True]
    assert len(report.rows) == 11
    assert len(list((desk / "output/ru").glob("*.txt"))) == 11


def test_short_articles_fill_a_pool_too(desk, monkeypatch):
    pools, own = [], filling.Filler.start

    def start(self):
        pools.append(len(self._pool.items))
        own(self)

    monkeypatch.setattr(filling.Filler, "start", start)
    for number in range(12, 700):
        (desk / "articles" / f"short-{number}.txt").write_text(f"Ship {number} left.\n", encoding="utf-8")
    assert not run(desk).problems
    assert max(pools) == 700


def test_a_stop_tells_of_each_locale_what_is_done(desk, monkeypatch, capsys):
    (desk / config.FILE).write_text('locales = ["hi", "ru"]\n', encoding="utf-8")
    monkeypatch.setattr(filling, "POOL", 4)
    own, calls = doubles.drafted, []

    def drafted(units, *rest, **more):
        calls.append(units)
        if len(calls) == 6:
            raise KeyboardInterrupt
        return own(units, *rest, **more)

    monkeypatch.setattr("translate.drafting.draft", drafted)
    report = run(desk)
    monkeypatch.setattr(steps, "leave", lambda _code: None)
    with pytest.raises(typer.Exit):
        steps.end(report, config.load(desk))
    done = {locale: len(list((desk / f"locales/{locale}").rglob("*.po"))) for locale in ("hi", "ru")}
    assert done["hi"] == 12
    assert 0 < done["ru"] < 12
    told = f"stopped; done and recorded: hi: 12, ru: {done['ru']}; run again to go on\n"
    assert capsys.readouterr().err == told


def test_a_folder_in_the_place_of_the_cache_costs_time_only(desk):
    (desk / seen.FILE).mkdir()
    assert not run(desk).problems


def test_an_article_that_is_edited_while_it_is_drafted_is_read_again_next_time(desk, monkeypatch):
    own = filling.Filler.collect

    def collect(self):
        write(desk, 2, "Ship 2 was sold.")
        return own(self)

    monkeypatch.setattr(filling.Filler, "collect", collect)
    run(desk)
    monkeypatch.undo()
    with doubles.model():
        run(desk)
    assert "Ship 2 was sold." in (desk / "locales/ru/LC_MESSAGES/ship-02.po").read_text(encoding="utf-8")


def test_a_stopped_run_keeps_what_is_complete_and_the_next_one_goes_on(desk, monkeypatch):
    monkeypatch.setattr(filling, "POOL", 4)
    own, calls = doubles.drafted, []

    def drafted(units, *rest, **more):
        if len(calls) == 2:
            raise KeyboardInterrupt
        calls.append([u.source for u in units])
        return own(units, *rest, **more)

    monkeypatch.setattr("translate.drafting.draft", drafted)
    report = run(desk)
    assert report.stopped
    assert report.exit_code == 130
    done = {row.document.article.slug for row in report.rows}
    assert 0 < len(done) < 12
    assert {p.stem for p in (desk / "locales/ru/LC_MESSAGES").glob("*.po")} == done
    assert {p.stem for p in (desk / "output/ru").glob("*.txt")} == done
    monkeypatch.setattr("translate.drafting.draft", own)
    again = run(desk)
    assert not again.stopped
    assert {row.document.article.slug for row in again.rows if row.drafted} == {
        row.document.article.slug for row in again.rows
    } - done


def test_ctrl_c_stops_a_real_run_while_the_package_decodes(tmp_path):
    folder = tmp_path / "desk"
    (folder / "articles").mkdir(parents=True)
    (folder / config.FILE).write_text('locales = ["ru"]\n[engine]\nthreads = 1\n', encoding="utf-8")
    for number in range(40):
        said = " ".join(
            f"Officials of province {number} said that visit {n} to the northern port would be put off until"
            " the storm was over and the roads were clear again."
            for n in range(20)
        )
        (folder / "articles" / f"a{number}.txt").write_text(said, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "translate", "run", "-w", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(6)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "run again to go on" in told
    assert "no articles" not in told


def test_a_ctrl_c_that_python_drops_comes_again(monkeypatch, capsys):
    class Asked:
        def __del__(self):
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(sys, "unraisablehook", steps.insist)
    Asked()
    with pytest.raises(KeyboardInterrupt):
        time.sleep(20)
    assert not capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "stats", "update"])
def test_every_command_says_that_it_was_stopped(desk, command):
    slow = "import time; from translate import reading; reading.read = lambda *a: time.sleep(60)"
    code = f"{slow}; from translate import cli; print('ready', flush=True); cli.main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, command, "-w", str(desk)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=20)
    assert (process.returncode, told) == (130, "stopped; what was recorded stays, run again to go on\n")


def test_a_reader_that_goes_away_ends_it_quietly(desk):
    line = f"{sys.executable} -m translate stats -w {desk} | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (141, "")
