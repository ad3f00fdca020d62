"""Drafts in the processes of a Dask cluster that the operator names: the same function over the same chunks.

Workers draft and answer; this process cuts, gathers in order and is the only one that writes. A worker is
given a task (settings, glossary) once and its package only if it has none of that checksum, so that a chunk
carries nothing but sentences.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import time
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from translate import clusterlink, remote
from translate.archive import SIDE_FILE
from translate.clusterlink import ClusterError, Tls
from translate.drafter import Chunk, Drafting, Task, chunks
from translate.engine import Progress
from translate.errors import SetupError, TranslateError
from translate.filling import Drafters
from translate.glossary import Glossary
from translate.models import Package
from translate.remote import Lacking
from translate.unit import Unit

__all__ = ["Cluster", "ClusterError", "Tls", "connect"]

PATIENCE = 60.0
"""Seconds to wait for a first worker, and for another one when all are gone."""
LOOK = 2.0
"""Seconds between two looks at whether any worker is left."""
FETCH = 120.0
"""Seconds for one chunk's drafts to come over the network."""
_SAME = "install the same versions on all machines, the scheduler's too (docs/cluster.md)"


@contextmanager
def connect(address: str, tls: Tls | None = None, *, patience: float = PATIENCE) -> Iterator[Drafters]:
    """What makes a drafter for each task, while the connection is open.

    Args:
        address: Of the scheduler: `host:port`, `tcp://host:port` or `tls://host:port`.
        tls: Files of an encrypted cluster.
        patience: Seconds to wait for a worker.

    Raises:
        UsageError: The address or a file is not usable.
        ClusterError: Nobody answers, no worker comes, or versions differ.
        SetupError: Dask is not installed.
    """
    address = clusterlink.checked(address, tls)
    client = clusterlink.opened(address, tls)
    try:
        workers = Workers(client, address, patience)
        workers.awaited()
        workers.compare(None)
        yield lambda task: nullcontext(Cluster(workers, task))
    finally:
        with suppress(Exception):  # what is lost cannot be closed in order
            client.close(timeout=LOOK)


@dataclass(slots=True)
class Workers:
    """The worker processes behind one scheduler.

    Attributes:
        client: The connection.
        address: Of the scheduler.
        patience: Seconds to wait for a worker.
        lost: Why nothing can be drafted any more.
    """

    client: Any
    address: str
    patience: float
    lost: ClusterError | None = None
    _alone: float | None = None

    def gone(self, message: str, hint: str, cause: BaseException | None = None) -> ClusterError:
        """The error to raise now, and at once whenever something is to be drafted later."""
        self.lost = ClusterError(message, hint=hint)
        self.lost.__cause__ = cause
        return self.lost

    def awaited(self) -> None:
        """Wait for a worker.

        Raises:
            ClusterError: None came in time, or the scheduler is gone.
        """
        while not self.any_left():
            time.sleep(0.1)

    def any_left(self) -> bool:
        """Whether there is a worker now.

        Raises:
            ClusterError: There has been none for too long, or the scheduler is gone.
        """
        try:
            found = self.client.nthreads() if self.client.status == "running" else None
        except (OSError, TimeoutError) as error:
            raise self.disconnected(error) from error
        if found is None:
            raise self.disconnected(None)
        now = time.monotonic()
        if found:
            self._alone = None
        elif self._alone is None:
            self._alone = now
        elif now - self._alone >= self.patience:
            message = f"{self.address} has had no worker for {self.patience:g} seconds"
            raise self.gone(message, f"start some with `dask worker {self.address}`")
        return bool(found)

    def disconnected(self, cause: BaseException | None) -> ClusterError:
        """The error of a scheduler that went away."""
        message = f"the connection to {self.address} was lost"
        return self.gone(message, "what was complete is recorded; start the scheduler and run again", cause)

    def compare(self, which: Collection[str] | None) -> None:
        """See to it that workers have what this process has; all of them and the scheduler for None.

        Raises:
            ClusterError: One has another version of something, or lacks the program.
        """
        found = {f"worker {name}": said for name, said in self.call(which, remote.about).items()}
        if which is None:
            try:
                found["the scheduler"] = self.client.run_on_scheduler(remote.about)
            except Exception as error:
                raise self.gone(f"the scheduler cannot run this program: {error}", _SAME, error) from error
        mine = remote.about()
        for who, theirs in found.items():
            if wrong := [name for name in mine if theirs.get(name) != mine[name]]:
                what = ", ".join(f"{name} {theirs.get(name)} (here {mine[name]})" for name in wrong)
                raise self.gone(f"{who} has {what}", _SAME)

    def call(
        self, which: Collection[str] | None, function: Callable[..., Any], *arguments: object
    ) -> dict[str, Any]:
        """What a function gives on each of some workers; those that are gone meanwhile are left out.

        Raises:
            ClusterError: One cannot run it.
            TranslateError: From the function.
        """
        try:
            answers: Mapping[str, Any] = self.client.run(
                function, *arguments, workers=None if which is None else list(which), on_error="return"
            )
        except (OSError, TimeoutError) as error:
            raise self.disconnected(error) from error
        for worker, answer in answers.items():
            if isinstance(answer, TranslateError):
                raise answer
            if isinstance(answer, Exception) and not isinstance(answer, OSError):
                message = f"worker {worker} cannot run this program: {answer}"
                raise self.gone(message, _SAME, answer) from answer
        return {worker: answer for worker, answer in answers.items() if not isinstance(answer, Exception)}


@dataclass(slots=True)
class Cluster:
    """Drafts in the workers of a cluster."""

    workers: Workers
    task: Task
    _sent: Task = field(init=False)
    _key: str = field(init=False)
    _given: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        # Neither the indices that a glossary has built here nor the folders of this machine travel.
        package = replace(self.task.package, path=Path(self.task.package.path.name))
        self._sent = replace(self.task, package=package, terms=Glossary(self.task.terms.terms))
        told = repr(remote.about()).encode() + pickle.dumps(self._sent)
        self._key = hashlib.sha256(told).hexdigest()[:32]

    def begin(self, units: Sequence[Unit], progress: Progress) -> Drafting:
        """Send the sentences.

        Raises:
            ClusterError: The cluster was lost.
        """
        if self.workers.lost is not None:
            raise self.workers.lost
        if not self._given:
            self._give(None)
            self._given = True
        return _Sent(self, units, progress)

    def submit(self, units: Sequence[Unit]) -> Any:  # noqa: ANN401 -- Dask is imported late
        """The future of a chunk."""
        # Not pure: a chunk that was drafted before is not looked up, so that none is kept.
        return self.workers.client.submit(remote.draft, self._key, units, pure=False)

    def answers(self, waiting: Sequence[Any], patience: float) -> Iterator[tuple[Any, list[Unit] | Lacking]]:
        """What came, after a wait; nothing if nothing did.

        Raises:
            ClusterError: The cluster was lost, or some of the sentences make its workers die.
        """
        dask = clusterlink.library()
        try:
            with self.workers.client.as_current():
                done = dask.wait(waiting, timeout=patience, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            self.workers.any_left()
            return
        except dask.CancelledError as error:
            raise self.workers.disconnected(error) from error
        for future in done:
            if future.status == "error":
                raise self._failure(future.exception(timeout=FETCH))
            try:
                yield future, future.result(timeout=FETCH)
            except TimeoutError:
                self.workers.any_left()  # its worker was lost with the drafts: they are being made again
            except dask.CancelledError as error:
                raise self.workers.disconnected(error) from error

    def _failure(self, error: Exception) -> Exception:
        """An error of the drafting function as it would be raised here."""
        if type(error).__name__ != "KilledWorker":
            return error
        message = "worker after worker died while drafting the same sentences; they stay without drafts"
        return ClusterError(message, hint="give the workers more memory, or draft without --cluster")

    def tell(self, worker: str) -> None:
        """Give a worker that came later what it needs."""
        self.workers.compare([worker])
        self._give([worker])

    def _give(self, which: Collection[str] | None) -> None:
        """Give workers (None: all) the task; one worker of a machine gets the package if that has none."""
        lacking = self._refusing(which, b"")
        archive = packed(self.task.package) if lacking else b""
        while lacking:
            first = list({worker.rpartition(":")[0]: worker for worker in lacking}.values())
            self._refusing(first, archive)
            lacking = self._refusing([worker for worker in lacking if worker not in first], b"")

    def _refusing(self, which: Collection[str] | None, archive: bytes) -> list[str]:
        """Those of the workers that cannot take the task without the package."""
        answers = self.workers.call(which, remote.take, self._key, self._sent, archive)
        return [worker for worker, kept in answers.items() if not kept]


@dataclass(slots=True)
class _Sent:
    """Sentences that were sent to a cluster."""

    elsewhere: ClassVar[bool] = True
    cluster: Cluster
    units: Sequence[Unit]
    progress: Progress
    _waiting: dict[Any, Chunk] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for chunk in chunks(self.units):
            self._submit(chunk)

    def _submit(self, chunk: Chunk) -> None:
        self._waiting[self.cluster.submit([self.units[i] for i in chunk])] = chunk

    def done(self, *, wait: bool) -> Iterator[tuple[Chunk, list[Unit]]]:
        """Each chunk with its drafts, in the order in which they are done."""
        ready = [future for future in self._waiting if future.done()]
        while self._waiting and (wait or ready):
            for future, answer in self.cluster.answers(ready or list(self._waiting), LOOK):
                chunk = self._waiting.pop(future)
                if isinstance(answer, Lacking):
                    self.cluster.tell(answer.worker)
                    self._submit(chunk)
                else:
                    self.progress(len(chunk))
                    yield chunk, answer
            ready = []

    def close(self) -> None:
        """Take back what is not done."""
        waiting, self._waiting = list(self._waiting), {}
        if waiting:
            with suppress(Exception):  # what is lost needs no stopping
                self.cluster.workers.client.cancel(waiting, force=True)


def packed(package: Package) -> bytes:
    """A package as the bytes of an `.argosmodel`."""
    path = package.path
    try:
        if not path.is_dir():
            return path.read_bytes()
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for file in sorted(path.rglob("*")):
                if file.is_file() and file.name != SIDE_FILE:
                    archive.write(file, f"package/{file.relative_to(path).as_posix()}")
        return out.getvalue()
    except OSError as error:
        raise SetupError(f"package cannot be read: {error.strerror}", path=path) from error
