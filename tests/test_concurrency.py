"""Editors that save while a run is going on, and two runs at once: no edit is lost."""

import itertools
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import polib
import pytest

from tests.conftest import catalogue
from translate import atomic, catalog, document, lock, pipeline
from translate import config as configuration
from translate.errors import LockedError, SavedError


def start(desk, *more):
    command = [sys.executable, "-m", "translate", "run", "--redraft", "-q", "-w", str(desk), *more]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_a_second_run_says_who_is_at_work_and_changes_nothing(desk, translate):
    before = {p: p.read_bytes() for p in desk.rglob("*.po")}
    with lock.held(desk):
        second = start(desk)
        _, errors = second.communicate()
        assert second.returncode == 4
        assert f"process {os.getpid()} is writing" in errors
        assert {p: p.read_bytes() for p in desk.rglob("*.po")} == before
        # Looking is allowed.
        assert translate("stats", cwd=desk).code in {0, 1}
    third = start(desk)
    third.communicate()
    assert third.returncode in {0, 1}


def test_the_lock_of_a_killed_run_is_free(desk):
    script = "import sys, time; from pathlib import Path; from translate import lock\n"
    script += "with lock.held(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", script, desk], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    with pytest.raises(LockedError, match=f"process {process.pid} "), lock.held(desk):
        pass
    process.kill()
    process.wait()
    process.stdout.close()
    with lock.held(desk):
        pass


def test_two_runs_at_once_end_with_whole_catalogues(desk):
    both = [start(desk), start(desk)]
    codes = [(process.communicate()[1], process.returncode) for process in both]
    assert any(code in {0, 1} for _, code in codes)
    assert all(code in {0, 1, 4} for _, code in codes), codes
    for path in desk.rglob("*.po"):
        assert subprocess.run(["msgfmt", "--check", "-o", os.devnull, path]).returncode == 0


def saved(path, number, chance, *, in_place):
    """Approve one sentence with a text of this edit, as an editor does; the key and the text."""
    while True:
        try:
            po = polib.pofile(path.read_text(encoding="utf-8"), wrapwidth=0)
        except (OSError, ValueError):  # polib does not like a file that is being written
            continue
        if any(not entry.obsolete for entry in po):
            break
    one = chance.choice([entry for entry in po if not entry.obsolete])
    one.msgstr, one.flags = f"Правка номер {number}.", []
    one.previous_msgid = one.previous_msgctxt = None
    if in_place:
        path.write_text(str(po), encoding="utf-8")
    else:
        other = path.with_name(f"{path.name}.new")
        other.write_text(str(po), encoding="utf-8")
        other.replace(path)
    return (one.msgctxt, one.msgid), one.msgstr


@pytest.mark.parametrize("in_place", [False, True], ids=["by-rename", "in-place"])
def test_no_edit_is_lost_while_runs_go_on(desk, in_place):
    paths = [catalogue(desk, locale, slug) for locale in ("hi", "ru") for slug in ("visit", "navies")]
    chance = random.Random(50)
    wanted: dict[tuple[Path, tuple[str, str]], str] = {}
    done = threading.Event()

    def edit():
        for number in itertools.count():
            path = paths[number % len(paths)]
            key, text = saved(path, number, chance, in_place=in_place)
            wanted[path, key] = text
            if done.wait(0.05):
                return

    editor = threading.Thread(target=edit)
    editor.start()
    try:
        for _ in range(4):
            process = start(desk)
            _, errors = process.communicate()
            assert process.returncode in {0, 1}, errors
    finally:
        done.set()
        editor.join()
    assert len(wanted) > 10
    found = {(path, e.key): e for path in paths for e in catalog.read(path).entries}
    assert {place: found[place].target for place in wanted} == wanted
    assert not any(found[place].fuzzy for place in wanted)


def opened(desk, slug="visit", locale="ru"):
    config = configuration.load(desk)
    [article], _ = pipeline.read_articles(config, [slug])
    return config, document.open_document(article, locale, config)


def drafted(doc, text):
    """The document with a new draft of its first writable unit."""
    key = next(unit.key for unit in doc.units if unit.key in document.writable(doc))
    units = tuple(
        document.replace(unit, target=text, model="double") if unit.key == key else unit for unit in doc.units
    )
    return document.settled(doc, units, {key: "under"}), key


def test_what_was_saved_meanwhile_is_added_to(desk):
    config, doc = opened(desk)
    doc, key = drafted(doc, "Черновик.")
    path = config.catalog_path("ru", "visit")
    other, text = saved(path, 1, random.Random(3), in_place=False)
    assert other != key
    with pytest.raises(SavedError):
        document.record(doc, config)
    assert document.record(document.rebased(doc, config), config)
    found = {e.key: e for e in catalog.read(path).entries}
    assert (found[other].target, found[key].target) == (text, "Черновик.")
    assert (found[other].fuzzy, found[key].fuzzy) == (False, True)


def test_a_draft_gives_way_where_a_person_wrote_meanwhile(desk):
    config, doc = opened(desk)
    doc, key = drafted(doc, "Черновик.")
    path = config.catalog_path("ru", "visit")
    po = polib.pofile(str(path), wrapwidth=0)
    one = next(e for e in po if (e.msgctxt, e.msgid) == key)
    one.msgstr = "Человек."
    po.save(str(path))
    document.record(document.rebased(doc, config), config)
    assert next(e for e in catalog.read(path).entries if e.key == key).target == "Человек."


def test_a_save_in_the_moment_of_the_swap_comes_back(desk, monkeypatch):
    config, doc = opened(desk)
    doc, _ = drafted(doc, "Черновик.")
    path = config.catalog_path("ru", "visit")
    real, theirs = atomic.swap, []

    def late(one, two):
        if not theirs:
            theirs.append(saved(path, 1, random.Random(3), in_place=False))
        return real(one, two)

    monkeypatch.setattr(atomic, "swap", late)
    with pytest.raises(SavedError):
        document.record(doc, config)
    [(key, text)] = theirs
    assert next(e for e in catalog.read(path).entries if e.key == key).target == text


def test_an_editor_that_goes_on_writing_in_place_after_the_swap_is_heard(desk):
    config, doc = opened(desk)
    doc, key = drafted(doc, "Черновик.")
    path = config.catalog_path("ru", "visit")
    with path.open("r+b") as editor:
        changed = path.read_bytes().replace(b"X-Generator: ", b"X-Editor: slow\\nX-Generator: ")
        assert document.record(doc, config)
        editor.write(changed)
        editor.flush()
        os.fsync(editor.fileno())
        assert document.overtaken(doc, config)
    assert path.read_bytes() == changed
    document.record(document.rebased(doc, config), config)
    found = catalog.read(path)
    assert ("X-Editor", "slow") in found.header
    assert next(e for e in found.entries if e.key == key).target == "Черновик."


@pytest.mark.parametrize("exchange", [True, False])
def test_what_is_displaced_keeps_a_name(tmp_path, monkeypatch, exchange):
    if not exchange:
        monkeypatch.setattr(atomic, "swap", lambda _one, _two: False)
    path = tmp_path / "a.po"
    for text in (b"one", b"two", b"three"):
        atomic.write_bytes(path, text, keep_backup=True)
        time.sleep(0)
    assert (path.read_bytes(), atomic.backup_path(path).read_bytes()) == (b"three", b"two")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.po", "a.po~"]
