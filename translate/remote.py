"""What a worker process of a cluster does: it keeps packages and tasks, and drafts the chunks it is sent."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import platform
import re
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path

from translate import __version__, drafter, models, places
from translate.drafter import Task
from translate.engine import Engine
from translate.errors import SetupError, TranslateError
from translate.models import Package
from translate.unit import Unit

LIBRARIES = (
    "argostranslate", "babel", "ctranslate2", "dask", "distributed", "pyahocorasick", "pymorphy3",
    "pymorphy3-dicts-ru", "regex", "sacremoses", "sentencepiece",
)  # fmt: skip
"""What decides a draft's bytes, or whether two processes understand each other."""
TASKS = 16
"""Tasks a worker keeps: those of a few desks, each with its glossary."""
ENGINES = 4
"""Models a worker keeps loaded."""

_tasks: OrderedDict[str, Task] = OrderedDict()
_packages: dict[str, Package] = {}
_engines: OrderedDict[tuple[str, str], Engine] = OrderedDict()
_drafting = threading.Lock()


@dataclass(frozen=True, slots=True)
class Lacking:
    """The answer of a worker that was never given the task: it joined late or was started again."""

    worker: str


@functools.cache
def about() -> dict[str, str]:
    """What has to be the same in every process of a cluster, by its name."""
    found = {"Python": ".".join(platform.python_version_tuple()[:2]), "newsroom-translate": _program()}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "none"
    return found


def _program() -> str:
    """The version and a digest of the program's own files, which tells two checkouts apart."""
    root = Path(__file__).parent
    value = hashlib.sha256()
    for file in sorted(root.rglob("*.py")):
        name = file.relative_to(root).as_posix()
        value.update(f"{name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return f"{__version__} ({value.hexdigest()[:12]})"


async def take(key: str, task: Task, archive: bytes) -> bool:
    """Keep a task, if its package is at hand: sent along, sent earlier, installed here or bundled.

    Args:
        key: Name of the task.
        task: The task; the path of its package is of no use here.
        archive: The package as an `.argosmodel`; empty to ask whether it is needed.

    Returns:
        Whether the task was kept.

    Raises:
        TranslateError: The package that was sent cannot be stored or opened.
    """
    return await asyncio.to_thread(_take, key, task, archive)


def _take(key: str, task: Task, archive: bytes) -> bool:
    package = _stored(task.package, archive) if archive else _found(task.package)
    if package is not None:
        _tasks[key] = replace(task, package=package)
        while len(_tasks) > TASKS:
            _tasks.popitem(last=False)
    return package is not None


def _sent(package: Package) -> str:
    return f"{re.sub('[^0-9a-z]', '-', package.sha256)}.argosmodel"


def _found(package: Package) -> Package | None:
    """The very package as this machine has it."""
    if package.sha256 in _packages:
        return _packages[package.sha256]
    if (path := places.cache_dir() / "sent" / _sent(package)).is_file():
        return _opened(package, path)
    for other in models.list_packages().packages:
        if other.name == package.name:
            try:
                own = models.read_package(other.path, package.source)
            except TranslateError:
                continue
            if own.sha256 == package.sha256:
                return own
    return None


def _stored(package: Package, archive: bytes) -> Package:
    """Keep a package for later runs; the file appears whole or not at all."""
    failed: OSError | None = None
    for parent in (places.cache_dir, places.temporary_dir):
        try:
            folder = parent() / "sent"
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as staging:
                file = Path(staging) / "package"
                file.write_bytes(archive)
                path = file.replace(folder / _sent(package))
        except OSError as error:
            failed = error
        else:
            return _opened(package, path)
    message = f"package {package.name} cannot be stored on {platform.node()}: {failed}"
    raise SetupError(message, path=places.cache_dir(), hint="free some disk space there") from failed


def _opened(package: Package, path: Path) -> Package:
    """The package in the folder it is unpacked to, under the checksum that the coordinator knows it by."""
    loaded = models.open_package(replace(package, path=path, sha256=""))
    _packages[package.sha256] = replace(package, path=loaded.model_dir.parent)
    return _packages[package.sha256]


def draft(key: str, units: Sequence[Unit]) -> list[Unit] | Lacking:
    """Draft a chunk by the task of that name.

    One chunk at a time, which the decoder spreads over the threads of the worker.
    """
    from distributed import get_worker  # noqa: PLC0415 -- an optional library

    worker = get_worker()
    task = _tasks.get(key)
    if task is None:
        return Lacking(worker.address)
    with _drafting:
        return drafter.draft(task, _engine(task, worker.state.nthreads), units)


def _engine(task: Task, threads: int) -> Engine:
    settings = replace(task.settings, threads=task.settings.threads or threads, models={})
    key = task.package.sha256, repr(settings)
    if key not in _engines:
        while len(_engines) >= ENGINES:
            _engines.popitem(last=False)
        _engines[key] = Engine(task.package, settings)
    _engines.move_to_end(key)
    return _engines[key]
