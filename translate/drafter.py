"""Where sentences are drafted: in this process, or in others by the same function over the same chunks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from translate import drafting
from translate.config import EngineSettings
from translate.engine import Engine, Progress
from translate.figures import Style
from translate.glossary import Glossary
from translate.models import Package
from translate.unit import Unit

CHUNK = 256
"""Sentences drafted together, neighbours in length. A draft may depend on those it was decoded with, so that
chunks follow from the sentences alone, never from the machines that draft them. Without whole chunks the rest
is cut as before, so that a stopped run goes on with the chunks it would have gone on with."""
Chunk = tuple[int, ...]
"""Indices of the sentences that are drafted together."""


class Drafting(Protocol):
    """Sentences that are being drafted.

    Attributes:
        elsewhere: Others are at it; this process may do something else.
    """

    elsewhere: ClassVar[bool]

    def done(self, *, wait: bool) -> Iterator[tuple[Chunk, list[Unit]]]:
        """Chunks with their drafts, each once: those that are there now, or all, as they come.

        Raises:
            TranslateError: Something cannot be drafted.
        """

    def close(self) -> None:
        """Nobody waits for the rest."""


class Drafter(Protocol):
    """Drafts sentences of one locale."""

    def begin(self, units: Sequence[Unit], progress: Progress) -> Drafting:
        """Begin to draft; `progress` is told how many more are done."""


@dataclass(frozen=True, slots=True)
class Task:
    """All that decides a draft besides the sentences; can be sent to another process.

    Attributes:
        package: The model package.
        settings: How it decodes.
        terms: The glossary.
        locale: The target.
        style: How figures are written.
    """

    package: Package
    settings: EngineSettings
    terms: Glossary
    locale: str
    style: Style


def chunks(units: Sequence[Unit]) -> list[Chunk]:
    """Indices of the units that are drafted together, the longest sentences first."""
    order = sorted(range(len(units)), key=lambda i: (-len(units[i].source), units[i].source, i))
    return [tuple(order[at : at + CHUNK]) for at in range(0, len(order), CHUNK)]


def draft(task: Task, engine: Engine, units: Sequence[Unit], progress: Progress | None = None) -> list[Unit]:
    """Draft one chunk; the pure function that runs here or elsewhere."""
    return drafting.draft(units, engine, task.terms, task.locale, progress, style=task.style)


@dataclass(slots=True)
class Here:
    """Drafts in this process, when drafts are waited for; the model is loaded at the first sentence."""

    task: Task
    _engine: Engine | None = field(default=None, init=False)

    def begin(self, units: Sequence[Unit], progress: Progress) -> Drafting:
        """Take the sentences."""
        return _Waited(self, units, progress)

    @property
    def engine(self) -> Engine:
        """The model."""
        if self._engine is None:
            self._engine = Engine(self.task.package, self.task.settings)
        return self._engine


@dataclass(slots=True)
class _Waited:
    """Sentences that this process drafts as soon as somebody waits for them."""

    elsewhere: ClassVar[bool] = False
    drafter: Here
    units: Sequence[Unit]
    progress: Progress

    def done(self, *, wait: bool) -> Iterator[tuple[Chunk, list[Unit]]]:
        """Each chunk as it is drafted."""
        if wait:
            task, engine = self.drafter.task, self.drafter.engine
            for chunk in chunks(self.units):
                yield chunk, draft(task, engine, [self.units[i] for i in chunk], self.progress)

    def close(self) -> None:
        """Nothing was begun."""
