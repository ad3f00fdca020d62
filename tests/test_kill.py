"""A run that is killed at any moment loses nothing and leaves no draft that counts as a person's text."""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import polib
import pytest

from tests.conftest import catalogue
from translate import catalog, ledger, starter
from translate.unit import State

ROOT = Path(__file__).parents[1]
KILLS = 300
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


class Nursery:
    """Commands in processes that start at once and can be killed (`tests/nursery.py`)."""

    def __init__(self, desk):
        command = [sys.executable, "-m", "tests.nursery", str(desk)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert self.process.stdout.readline() == "ready\n"

    def call(self, *arguments, kill_after=None):
        """The exit code, and how long it took in seconds; -9 where the kill came in time."""
        self.process.stdin.write(json.dumps([str(a) for a in arguments]) + "\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline())
        began = time.monotonic()
        if kill_after is not None:
            time.sleep(kill_after)
            # Nobody waits for the child but the nursery, which may have done so: then it is gone already.
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        return int(self.process.stdout.readline()), time.monotonic() - began

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


APPROVED = "The admiral left."
EDITED = "Her crew stayed aboard."
ARTICLES = 30


def thirty(desk, day):
    """Thirty articles, in each of which one sentence changes with the day, and the last one most days."""
    for number in range(ARTICLES):
        last = "Nobody said why." if (number + day) % 3 else "More ships will follow."
        text = f"Fleet {number} sails\n\n{APPROVED} {EDITED} It took {day} days to load.\n\n{last}\n"
        (desk / f"articles/fleet{number}.txt").write_text(text, encoding="utf-8")


def people_work(desk):
    """In each article one text is approved, one edited and left fuzzy, one goes stale with the next day."""
    for number in range(ARTICLES):
        path = catalogue(desk, slug=f"fleet{number}")
        po = polib.pofile(str(path), wrapwidth=0)
        for entry in po:
            if entry.msgid == APPROVED:
                entry.msgstr, entry.flags = f"Адмирал ушёл, {number}.", []
            elif entry.msgid == EDITED:
                entry.msgstr = f"Команда осталась, {number}."
            elif entry.msgid.startswith("It took"):
                entry.msgstr, entry.flags = f"Погрузка длилась, {number}.", []
        po.save(str(path))


def inspect(desk):
    """Every catalogue is whole, people's texts are where they were, and drafts are still drafts."""
    for number in range(ARTICLES):
        path = catalogue(desk, slug=f"fleet{number}")
        found = catalog.read(path)
        book = ledger.read(desk / f"locales/ru/.state/fleet{number}.jsonl")
        held = ledger.holders(found.entries)
        states = {e: ledger.state_of(e, book, held) for e in found.entries if not e.obsolete}
        [one] = [e for e, state in states.items() if state is State.APPROVED and e.source == APPROVED]
        assert one.target == f"Адмирал ушёл, {number}."
        [two] = [e for e, state in states.items() if state is State.EDITED]
        assert (two.source, two.target) == (EDITED, f"Команда осталась, {number}.")
        [three] = [e for e in found.entries if e.target == f"Погрузка длилась, {number}."]
        rest = {state for e, state in states.items() if e not in {one, two, three}}
        assert rest <= {State.DRAFT, State.NEW}
        assert all(e.target.startswith("M") for e, state in states.items() if state is State.DRAFT)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the commands are forked")
def test_three_hundred_kills_of_run_and_update_lose_nothing(tmp_path):
    desk = tmp_path / "desk"
    starter.make(desk, ("ru",))
    shutil.rmtree(desk / "glossary")
    thirty(desk, 0)
    with contextlib.closing(Nursery(desk)) as nursery:
        people_work(desk)
        assert nursery.call("run", "-q", "-w", desk)[0] in {0, 1}
        inspect(desk)
        kills(nursery, desk)


def kills(nursery, desk):
    """Kill one command after the other; each is then run again, to its end."""
    chance = random.Random(20261122)
    seconds = {"run": 1.0, "update": 1.0}
    killed, in_the_middle, left_over = 0, 0, set()
    day = 0
    while killed < KILLS:
        day += 1
        assert day < 2 * KILLS
        thirty(desk, day)
        name = "update" if day % 3 == 0 else "run"
        more = ("--redraft", "--model", f"M{day}") if name == "run" else ()
        before = {p: p.read_bytes() for p in desk.rglob("*.po")}
        limit = chance.uniform(0, seconds[name])
        code, _ = nursery.call(name, *more, "-q", "-w", desk, kill_after=limit)
        changed = sum(p.read_bytes() != data for p, data in before.items())
        killed += code == -signal.SIGKILL
        in_the_middle += 0 < changed < ARTICLES
        inspect(desk)
        left_over |= set(desk.rglob(".translate-*.tmp"))
        code, seconds[name] = nursery.call(name, *more, "-q", "-w", desk)
        assert code in {0, 1}
        inspect(desk)
    # Otherwise the moments were badly chosen.
    assert in_the_middle > KILLS / 10
    assert not {p.suffix for p in desk.joinpath("locales").rglob("*") if p.is_file()} - {
        ".po",
        ".jsonl",
        ".po~",
        ".tmp",
    }
    print(f"{killed} kills, {in_the_middle} while catalogues were written, {len(left_over)} files left over")


def test_what_a_killed_run_left_is_gone_after_the_next_one(desk, translate):
    left = [desk / place / ".translate-1-1.tmp" for place in ("locales/ru/LC_MESSAGES", "locales/ru/.state")]
    for path in left:
        path.write_bytes(b"half of a")
    assert translate("run", "-q", cwd=desk).code in {0, 1}
    assert not any(path.exists() for path in left)
