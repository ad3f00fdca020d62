"""A run that is killed at any moment loses nothing and leaves no draft that counts as a person's text."""

import random
import shutil
import signal
import subprocess
import sys
import time

import polib
import pytest

from tests.conftest import catalogue
from translate import catalog, ledger
from translate.unit import State

MINE = "Поставки завершат к сентябрю 2026 года, сказал человек."


def start(desk):
    command = [sys.executable, "-m", "translate", "run", "--redraft", "-q", "-w", str(desk)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


@pytest.mark.slow
def test_a_killed_run_loses_nothing(drafted, tmp_path):
    desk = shutil.copytree(drafted, tmp_path / "desk")
    path = catalogue(desk)
    po = polib.pofile(str(path), wrapwidth=0)
    one = next(e for e in po if e.msgid.startswith("Deliveries"))
    one.msgstr, one.flags = MINE, []
    po.save(str(path))
    began = time.monotonic()
    assert start(desk).wait() in {0, 1}
    whole = time.monotonic() - began
    chance = random.Random(20261122)
    for number in range(25):
        # Each run has something to write: the English of another sentence changes.
        article = desk / "articles/visit.txt"
        text = article.read_text(encoding="utf-8")
        article.write_text(
            text.replace("on Friday", f"on day {number}", 1)
            if "on Friday" in text
            else text.replace(f"on day {number - 1}", f"on day {number}"),
            encoding="utf-8",
        )
        process = start(desk)
        time.sleep(chance.uniform(0.3, 1.05) * whole)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for locale in ("hi", "ru"):
            for slug in ("visit", "navies"):
                found = catalog.read(catalogue(desk, locale, slug))
                book = ledger.read(desk / f"locales/{locale}/.state/{slug}.jsonl")
                held = ledger.holders(found.entries)
                states = {e.source: ledger.state_of(e, book, held) for e in found.entries}
                people = {source for source, state in states.items() if state is State.APPROVED}
                mine = (
                    {s for s in people if s.startswith("Deliveries")}
                    if (locale, slug) == ("ru", "visit")
                    else set()
                )
                assert people == mine
                assert State.EDITED not in states.values()
        kept = catalog.read(path)
        assert MINE in {e.target for e in kept.entries if not e.fuzzy}
    assert start(desk).wait() in {0, 1}
