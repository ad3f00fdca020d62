"""Draft sentences so that every requirement holds: keep what complies, repair what does not, report the rest.

The order follows what won shared tasks on terminology: compliant output is left alone, violations
get several candidates, the model's own probability chooses among those that pass plain checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from translate import repair
from translate.engine import Engine, Pieces, Progress
from translate.repair import Work
from translate.satisfying import assign
from translate.unit import Evidence, Outcome, Requirement

FORCED_ROUNDS = 8
"""Repairs a sentence in which tails are decoded; what is left in a list of many terms is only spliced."""


@dataclass(frozen=True, slots=True)
class Job:
    """One English sentence and what its rendering must contain."""

    text: str
    requirements: tuple[Requirement, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """The rendering of a job: text, its pieces as the package would spell it, evidence in source order."""

    text: str
    pieces: Pieces
    evidence: tuple[Evidence, ...]


def draft(engine: Engine, jobs: Sequence[Job], locale: str, progress: Progress | None = None) -> list[Draft]:
    """Drafts of all jobs, in order.

    Every sentence is decoded plainly in the same call, with or without requirements, so a glossary
    changes nothing in a sentence it does not concern.
    """
    sources = [engine.encode(job.text) for job in jobs]
    termed = frozenset(i for i, job in enumerate(jobs) if job.requirements)
    plain = engine.draft(sources, progress, termed)
    works = {i: repair.begin(engine, jobs[i].text, jobs[i].requirements, plain[i], locale) for i in termed}
    pending = [i for i in sorted(termed) if works[i].text and works[i].violated(locale)]
    rounds = 0
    while pending:
        fixed = repair.repaired(engine, [works[i] for i in pending], locale, tails=rounds < FORCED_ROUNDS)
        works |= dict(zip(pending, fixed, strict=True))
        pending = [i for i in pending if works[i].violated(locale)]
        rounds += 1
    return [
        _finish(works[i], locale) if i in termed else Draft(hypothesis.text, hypothesis.pieces, ())
        for i, hypothesis in enumerate(plain)
    ]


def _finish(work: Work, locale: str) -> Draft:
    spans = assign(work.text, work.requirements, locale)
    evidence = []
    for i, (requirement, span) in enumerate(zip(work.requirements, spans, strict=True)):
        method, was, score = work.repairs.get(i, ("plain", "", None))
        if span is None:
            reason = work.hopeless.get(i, "the draft is empty" if not work.text else "lost in a later repair")
            evidence.append(Evidence(requirement, Outcome.UNENFORCED, reason))
        else:
            outcome = Outcome.REPAIRED if i in work.repairs else Outcome.SATISFIED
            form = work.text[slice(*span)]
            evidence.append(Evidence(requirement, outcome, method, form, span, was, score))
    return Draft(work.text, work.pieces, tuple(evidence))
