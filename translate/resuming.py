"""Drafts that are not recorded yet, kept in the cache too, so that a stopped run goes on where it was.

A draft may depend on the sentences it was decoded with. The run that goes on therefore has to cut what is
left into the chunks that the stopped one would have made: it needs the drafts of the last whole pool, which
the next one leaves out, and the chunks that were done of the pool in work.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from translate import drafting, remote
from translate.drafter import Task
from translate.seen import Seen
from translate.unit import Evidence, Outcome, State, Unit, digest

Sentence = tuple[str, bool]
"""A source, and whether it is markup: what is drafted once for all articles of a pool."""
_POOL, _CHUNK = "pool", "chunk"
"""Purposes in the cache."""


class Drafts:
    """The drafts of one task that articles wait for, or that later ones may repeat."""

    def __init__(self, task: Task, cache: Seen | None) -> None:
        self._task, self._cache = task, cache
        self._key = key(task) if cache is not None else ""
        self._whole: Mapping[Sentence, Unit] = self._stored(_POOL)
        self._parts: Mapping[Sentence, Unit] = self._stored(_CHUNK)

    def settled(self, sentences: Iterable[Sentence]) -> bool:
        """Whether the last whole pool had all of them."""
        return all(sentence in self._whole for sentence in sentences)

    def of(self, sentence: Sentence) -> Unit | None:
        """A unit with the draft of the sentence, None where there is none."""
        return self._whole.get(sentence) or self._parts.get(sentence)

    def add(self, units: Sequence[Unit]) -> None:
        """Keep a chunk of the pool in work."""
        self._parts = {**self._parts, **_by_sentence(units)}
        if self._cache is not None:
            value = _written(units)
            self._cache.remember((_CHUNK, self._task.locale, digest(value)), self._key, (), value)
            self._cache.commit()

    def close_pool(self, sentences: Iterable[Sentence]) -> None:
        """Keep the drafts of the pool in work and no others; one that lacks some keeps its chunks."""
        drafts = [self.of(sentence) for sentence in sentences]
        whole = [made for made in drafts if made is not None]
        if len(whole) < len(drafts):
            return
        self._whole, self._parts = _by_sentence(whole), {}
        if self._cache is not None:
            self._cache.remember((_POOL, self._task.locale, ""), self._key, (), _written(whole))
            self._cache.forget_all(_CHUNK, self._task.locale)
            self._cache.commit()

    def close(self) -> None:
        """The run is complete; what was done of a pool that failed is there for the next one."""
        if self._cache is not None and not self._parts:
            self._cache.forget_all(_POOL, self._task.locale)

    def _stored(self, purpose: str) -> dict[Sentence, Unit]:
        if self._cache is None:
            return {}
        values = self._cache.values(purpose, self._task.locale, self._key)
        return _by_sentence(unit for value in values for unit in _read(value, self._task))


def sentence_of(unit: Unit) -> Sentence:
    """What of a unit decides its draft."""
    return unit.source, unit.markup


def _by_sentence(units: Iterable[Unit]) -> dict[Sentence, Unit]:
    return {sentence_of(unit): unit for unit in units}


def key(task: Task) -> str:
    """All that decides a draft, besides the sentences it is decoded with."""
    settings = replace(task.settings, threads=0, models={})
    program = repr(sorted(remote.about().items()))
    what = (task.package.signature, repr(settings), task.terms.signature, task.locale, repr(task.style))
    return digest(program, *what)


def _written(units: Iterable[Unit]) -> str:
    """Drafts as JSON; of a requirement, which follows from the task, place and kind are enough."""
    rows = [
        (
            unit.source,
            unit.markup,
            unit.target,
            unit.model,
            [
                (e.requirement.span, e.requirement.kind, e.outcome, e.method, e.form, e.span, e.was, e.score)
                for e in unit.evidence
            ],
        )
        for unit in units
    ]
    return json.dumps(rows, ensure_ascii=False)


def _read(value: str, task: Task) -> list[Unit]:
    """The drafts, none where somebody wrote in the cache."""
    try:
        return [_unit(row, task) for row in json.loads(value)]
    except (ValueError, TypeError, LookupError):
        return []


def _unit(row: Sequence[Any], task: Task) -> Unit:
    source, markup, target, model, items = row
    unit = Unit("body", str(source), str(target), State.DRAFT, bool(markup), model=str(model))
    _, needed = drafting.requirements(unit, task.terms, task.locale, task.style)
    known = {(one.span, one.kind): one for one in needed}
    evidence = []
    for at, kind, outcome, method, form, span, was, score in items:
        place = None if span is None else (int(span[0]), int(span[1]))
        mean = None if score is None else float(score)
        requirement = known[tuple(at), kind]
        evidence.append(
            Evidence(requirement, Outcome(outcome), str(method), str(form), place, str(was), mean)
        )
    return replace(unit, evidence=tuple(evidence))
