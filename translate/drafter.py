"""Where sentences are drafted: in this process, or in others by the same function over the same chunks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

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
Done = Callable[[Sequence[Unit]], None]
"""Given each chunk as soon as it is drafted."""


class Drafter(Protocol):
    """Drafts sentences of one locale."""

    def draft(self, units: Sequence[Unit], progress: Progress, done: Done | None = None) -> list[Unit]:
        """The units with drafts, in order; `progress` is told how many more are done, `done` which."""


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


def chunks(units: Sequence[Unit]) -> list[tuple[int, ...]]:
    """Indices of the units that are drafted together, the longest sentences first."""
    order = sorted(range(len(units)), key=lambda i: (-len(units[i].source), units[i].source, i))
    return [tuple(order[at : at + CHUNK]) for at in range(0, len(order), CHUNK)]


def draft(task: Task, engine: Engine, units: Sequence[Unit], progress: Progress | None = None) -> list[Unit]:
    """Draft one chunk; the pure function that runs here or elsewhere."""
    return drafting.draft(units, engine, task.terms, task.locale, progress, style=task.style)


@dataclass(slots=True)
class Here:
    """Drafts in this process; the model is loaded at the first sentence."""

    task: Task
    _engine: Engine | None = field(default=None, init=False)

    def draft(self, units: Sequence[Unit], progress: Progress, done: Done | None = None) -> list[Unit]:
        """The units with drafts, in order."""
        if self._engine is None:
            self._engine = Engine(self.task.package, self.task.settings)
        out: list[Unit | None] = [None] * len(units)
        for chunk in chunks(units):
            made = draft(self.task, self._engine, [units[i] for i in chunk], progress)
            if done is not None:
                done(made)
            for i, unit in zip(chunk, made, strict=True):
                out[i] = unit
        return [unit for unit in out if unit is not None]
