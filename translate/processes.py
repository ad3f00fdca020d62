"""Drafts in several processes of this machine: the same function over the same chunks.

Finding terms, figures and their places takes Python about as long as the model takes for a draft, and one
process has one Python. Each worker therefore decodes and repairs whole chunks; this process hands them out,
and is the only one that writes. A few sentences are drafted here, for a worker takes a second to start.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import signal
import threading
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, ClassVar, cast

from translate import drafter, engine
from translate.drafter import CHUNK, Chunk, Drafter, Drafting, Here, Task, chunks
from translate.engine import Progress
from translate.errors import SetupError, TranslateError
from translate.glossary import Glossary
from translate.unit import Unit

FEW = 2 * CHUNK
"""Sentences that are drafted here."""
MOST = 8
"""Workers; a pool of sentences has no more whole chunks."""
NEEDED = 350 * 1024 * 1024
"""Bytes a worker may need with a small package."""
MEMORY = Path("/sys/fs/cgroup/memory.max")
"""Bytes a container may have (cgroup v2), or `max`."""
TRIES = 2
"""Workers that may end over the same sentences."""


@contextmanager
def local(task: Task) -> Iterator[Drafter]:
    """What drafts on this machine, on as many cores as the task's settings say."""
    made = Local(task)
    try:
        yield made
    finally:
        made.workers.close()


@dataclass(slots=True)
class Local:
    """Drafts in this process, and many sentences in workers."""

    task: Task
    here: Here = field(init=False)
    workers: Workers = field(init=False)

    def __post_init__(self) -> None:
        self.here, self.workers = Here(self.task), Workers(self.task)

    def begin(self, units: Sequence[Unit], progress: Progress) -> Drafting:
        """Begin to draft."""
        if not self.workers.left and len(units) > FEW:
            self.workers.start()
        return _Begun(self, units, progress) if self.workers.left else self.here.begin(units, progress)


@dataclass(eq=False, frozen=True, slots=True)
class _Worker:
    """A process, and the line to it: sentences there, drafts or an error back, and meanwhile numbers."""

    process: BaseProcess
    line: Connection


class Workers:
    """The worker processes; one that was lost is not there any more.

    Attributes:
        left: Those that are there.
    """

    def __init__(self, task: Task) -> None:
        self.left: list[_Worker] = []
        cores, asked = task.settings.threads or engine.cores(), task.settings.threads > 0
        self._count = min(cores, MOST, MOST if asked else fitting())
        # The indices that a glossary has built here do not travel.
        settings = replace(task.settings, threads=cores // self._count)
        self._task = replace(task, settings=settings, terms=Glossary(task.terms.terms))

    def start(self) -> None:
        """Start all of them, where there is more than one core; fewer where the system allows no more."""
        context = multiprocessing.get_context("spawn")
        for _ in range(self._count if self._count > 1 else 0):
            try:
                ours, theirs = context.Pipe()
                process = context.Process(target=_work, args=(theirs,), daemon=True)
                with _uninterrupted():
                    process.start()
            except OSError:
                break
            theirs.close()
            self.left.append(_Worker(process, ours))
        for worker in self.left:
            _send(worker, self._task)

    def lose(self, worker: _Worker) -> None:
        """Forget a worker that ended."""
        self.left.remove(worker)
        worker.line.close()
        worker.process.join()

    def close(self) -> None:
        """End all of them at once, whatever they do."""
        for worker in self.left:
            worker.process.terminate()
        for worker in self.left[:]:
            self.lose(worker)


def fitting() -> int:
    """Workers that half of the memory has room for; one means none beside this process."""
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return MOST  # the system does not tell
    with contextlib.suppress(OSError, ValueError):
        size = min(size, int(MEMORY.read_text(encoding="ascii")))
    return max(1, size // 2 // NEEDED)


@dataclass(slots=True)
class _Begun:
    """Sentences that workers draft; when none is left, the rest is drafted here.

    What worker after worker ended over is left, or this process would end over it, too.
    """

    elsewhere: ClassVar[bool] = True
    local: Local
    units: Sequence[Unit]
    progress: Progress
    _waiting: deque[Chunk] = field(init=False)
    _given: dict[Connection, tuple[_Worker, Chunk]] = field(default_factory=dict, init=False)
    _lost: Counter[Chunk] = field(default_factory=Counter, init=False)
    _given_up: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self._waiting = deque(chunks(self.units))
        for worker in self.local.workers.left[:]:
            self._give(worker)

    def done(self, *, wait: bool) -> Iterator[tuple[Chunk, list[Unit]]]:
        """Each chunk with its drafts, in the order in which they are done.

        Raises:
            SetupError: Worker after worker ended over the same sentences; all others were drafted.
        """
        while ready := _ready(self._given, None if wait else 0):
            for line in ready:
                worker, chunk = self._given[line]
                try:
                    said = line.recv()
                except (EOFError, OSError):
                    del self._given[line]
                    self._again(worker, chunk)
                    continue
                if isinstance(said, int):
                    self.progress(said)
                    continue
                del self._given[line]
                self._give(worker)
                if isinstance(said, Exception):
                    raise said
                yield chunk, said
        while wait and self._waiting:
            chunk = self._waiting.popleft()
            yield (
                chunk,
                drafter.draft(self.local.task, self.local.here.engine, self._of(chunk), self.progress),
            )
        if wait and self._given_up:
            raise SetupError(
                "worker after worker ended while drafting the same sentences; they stay without drafts",
                hint="give the machine more memory, or run again with -j 1",
            )

    def _of(self, chunk: Chunk) -> list[Unit]:
        return [self.units[i] for i in chunk]

    def _give(self, worker: _Worker) -> None:
        if self._waiting:
            chunk = self._waiting.popleft()
            self._given[worker.line] = worker, chunk
            _send(worker, self._of(chunk))

    def _again(self, worker: _Worker, chunk: Chunk) -> None:
        """Give the chunk of a worker that ended to another one."""
        self.local.workers.lose(worker)
        self._lost[chunk] += 1
        if self._lost[chunk] < TRIES:
            self._waiting.appendleft(chunk)
        else:
            self._given_up = True
        idle = [one for one in self.local.workers.left if one.line not in self._given]
        for one in idle[:1]:
            self._give(one)

    def close(self) -> None:
        """Nobody waits for the rest: what a worker is at ends with it."""
        self._waiting.clear()
        if self._given:
            self._given = {}
            self.local.workers.close()


def _send(worker: _Worker, what: Task | list[Unit]) -> None:
    with contextlib.suppress(OSError):  # it ended, which its line tells when it is read
        worker.line.send(what)


def _ready(given: dict[Connection, tuple[_Worker, Chunk]], timeout: float | None) -> list[Connection]:
    """The lines on which something came."""
    # On Windows they are of another class, with the same methods.
    return cast("list[Connection]", wait(list(given), timeout)) if given else []


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Processes that are started inside do not get the terminal's Ctrl-C; this one gets it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker  # noqa: PLC0415 -- not on every system

    resource_tracker.ensure_running()  # starting it would let the signal through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(line: Connection) -> None:
    """What a worker does: draft what comes until nobody holds the other end of the line."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    coming: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(line, coming), daemon=True).start()
    here = Here(coming.get())
    while True:
        units = coming.get()
        try:
            line.send(drafter.draft(here.task, here.engine, units, line.send))
        except TranslateError as error:
            line.send(error)
        except Exception as error:  # noqa: BLE001 -- the one who waits looks for the article
            line.send(RuntimeError(repr(error)))


def _listen(line: Connection, coming: queue.SimpleQueue[Any]) -> None:
    """Take what is sent; end this process, whatever it does, with the one that sends."""
    while True:
        try:
            coming.put(line.recv())
        except Exception:  # noqa: BLE001 -- nobody sends any more, or what came does not fit into the memory
            os._exit(0)
