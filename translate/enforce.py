"""Draft sentences so that every requirement holds: keep what complies, repair what does not, report the rest.

The order follows what won shared tasks on terminology: compliant output is left alone, violations
get several candidates, the model's own probability chooses among those that pass plain checks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from translate import candidates as cand
from translate.candidates import Base, Candidate
from translate.engine import Engine, Hypothesis, Listener, Pieces
from translate.inflect import find_forms
from translate.unit import Evidence, Outcome, Requirement, Span
from translate.windows import Window, find, piece_spans, rendered, source_pieces, words

HYPOTHESES = 6
"""Length of the n-best list searched for a compliant hypothesis."""
FORCED_ROUNDS = 8
"""Repairs a sentence in which tails are decoded; what is left in a list of many terms is only spliced."""
LIKELY = 2
"""Forms whose tail is decoded at one place, of all that were scored there."""
SPREAD = 1
"""Words more than the term has that the model may have used for it."""
LEFTOVER = 0.3
"""What a left-over word of the old rendering costs, in mean log probability a piece."""
HOPELESS = "no candidate kept the figures, the other terms and the length"
MARGIN = 0.35
"""How much worse, in mean log probability a piece, a compliant hypothesis may be than the plain draft."""


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


@dataclass(frozen=True, slots=True)
class Work:
    """A job on its way: the newest text, which requirement was repaired how, how far the text is final."""

    job: Job
    source: Pieces
    plain: Hypothesis
    text: str
    pieces: Pieces
    spelled: bool = True
    frozen: int = 0
    repairs: Mapping[int, tuple[str, str, float | None]] = field(default_factory=dict)
    hopeless: Mapping[int, str] = field(default_factory=dict)


def assign(text: str, requirements: Sequence[Requirement], locale: str) -> list[Span | None]:
    """Where each requirement is satisfied in `text`: disjoint spans, None where it is not.

    Requirements with the longest renderings choose first, so that a term inside a longer one does
    not take its words; two occurrences of a term need two places.
    """
    taken: list[Span] = []
    found: list[Span | None] = [None] * len(requirements)
    order = sorted(range(len(requirements)), key=lambda i: (-max(map(len, requirements[i].renderings)), i))
    for i in order:
        for span in places(text, requirements[i], locale):
            if all(span[1] <= other[0] or span[0] >= other[1] for other in taken):
                found[i] = span
                taken.append(span)
                break
    return found


def places(text: str, requirement: Requirement, locale: str) -> list[Span]:
    """Every place in `text` that satisfies the requirement; an address only as it was written."""
    if requirement.kind != "literal":
        return find_forms(text, requirement.renderings, locale)
    return [m.span() for form in requirement.renderings for m in re.finditer(re.escape(form), text)]


def verify(text: str, requirements: Sequence[Requirement], locale: str) -> tuple[Evidence, ...]:
    """Evidence for a text as it stands, whoever wrote it."""
    return tuple(
        Evidence(r, Outcome.UNENFORCED, "absent")
        if span is None
        else Evidence(r, Outcome.SATISFIED, "present", text[slice(*span)], span)
        for r, span in zip(requirements, assign(text, requirements, locale), strict=True)
    )


def reconciled(text: str, evidence: Sequence[Evidence], locale: str) -> tuple[Evidence, ...]:
    """Evidence of a text's parts as it holds for the whole, with places and forms as they stand there."""
    spans = assign(text, [item.requirement for item in evidence], locale)
    out = []
    for item, span in zip(evidence, spans, strict=True):
        if span is None:
            reason = item.method if item.outcome is Outcome.UNENFORCED else "lost when the parts were joined"
            out.append(Evidence(item.requirement, Outcome.UNENFORCED, reason))
        elif item.outcome is Outcome.UNENFORCED:
            form = text[slice(*span)]
            out.append(Evidence(item.requirement, Outcome.SATISFIED, "plain", form, span))
        else:
            out.append(replace(item, form=text[slice(*span)], span=span))
    return tuple(out)


def draft(engine: Engine, jobs: Sequence[Job], locale: str, listener: Listener | None = None) -> list[Draft]:
    """Drafts of all jobs, in order.

    Every sentence is decoded plainly in the same call, with or without requirements, so a glossary
    changes nothing in a sentence it does not concern.
    """
    listener = listener or _Silent()
    listener.begin(f"drafting {locale}", len(jobs))
    sources = [engine.encode(job.text) for job in jobs]
    plain = engine.draft(sources, listener.advance)
    works = [
        Work(job, source, hypothesis, hypothesis.text, hypothesis.pieces)
        for job, source, hypothesis in zip(jobs, sources, plain, strict=True)
    ]
    pending = [i for i, work in enumerate(works) if work.text and _violated(work, locale)]
    if pending:
        listener.begin(f"holding terms {locale}", len(pending))
        works = _choose_hypotheses(engine, works, pending, locale)
    rounds = 0
    while pending:
        left = [i for i in pending if _violated(works[i], locale)]
        listener.advance(len(pending) - len(left))
        forced = rounds < FORCED_ROUNDS
        repaired = _repair(engine, [works[i] for i in left], locale, forced=forced)
        for i, work in zip(left, repaired, strict=True):
            works[i] = work
        pending = left
        rounds += 1
    return [_finish(work, locale) for work in works]


class _Silent:
    """Listens to nothing."""

    def begin(self, label: str, total: int) -> None:
        pass

    def advance(self, count: int) -> None:
        pass


def _violated(work: Work, locale: str) -> list[int]:
    """Indices of requirements that do not hold and have not been given up."""
    spans = assign(work.text, work.job.requirements, locale)
    return [i for i, span in enumerate(spans) if span is None and i not in work.hopeless]


def _choose_hypotheses(engine: Engine, works: list[Work], pending: list[int], locale: str) -> list[Work]:
    """Take the best hypothesis that satisfies more than the plain draft, where it is nearly as probable."""
    lists = engine.hypotheses([works[i].source for i in pending], HYPOTHESES)
    out = list(works)
    for i, found in zip(pending, lists, strict=True):
        work = works[i]
        missing = _violated(work, locale)
        best = work
        for hypothesis in found:
            if hypothesis.score < found[0].score - MARGIN or not cand.sane(hypothesis.text, work.plain.text):
                continue
            other = replace(work, text=hypothesis.text, pieces=hypothesis.pieces)
            left = _violated(other, locale)
            if len(left) < len(_violated(best, locale)) and set(left) <= set(missing):
                gained = {k: ("hypothesis", "", hypothesis.score) for k in missing if k not in left}
                best = replace(other, repairs=gained)
        out[i] = best
    return out


@dataclass(frozen=True, slots=True)
class Plan:
    """The requirement of a work to repair now, where it may go, and the words that render it so far."""

    index: int
    windows: tuple[Window, ...]
    base: Base
    old: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """An acceptable candidate: its mean log probability a piece, and its rank among others."""

    candidate: Candidate
    score: float
    rank: float


def _repair(engine: Engine, works: list[Work], locale: str, *, forced: bool) -> list[Work]:
    """One round: in each sentence the leftmost violated requirement is repaired or given up.

    First every form is put over the words at the likeliest place and scored as a whole sentence; that
    ranks the forms. The best of them are then forced there and their tails decoded. Other places are
    tried only where none of this is acceptable.
    """
    matrices = engine.align([w.source for w in works], [w.pieces for w in works])
    plans = [_plan(engine, w, m, locale) for w, m in zip(works, matrices, strict=True)]
    best: dict[int, Judged] = {}
    for place in range(cand.PLACES):
        open_ = [i for i, plan in enumerate(plans) if i not in best and place < len(plan.windows)]
        spliced = {i: _splices(engine, works[i], plans[i], place) for i in open_}
        judged = _judge(engine, works, plans, spliced, locale)
        if forced:
            forms = {i: _likeliest(found, plans[i], works[i]) for i, found in judged.items()}
            tails = _tails(engine, works, plans, forms, place)
            for i, few in forms.items():
                tails[i] += _inserted(engine, few[:1], plans[i], place)
            for i, found in _judge(engine, works, plans, tails, locale).items():
                judged[i] += found
        for i, found in judged.items():
            if found:
                best[i] = max(found, key=lambda item: item.rank)
    return [
        _take(work, plan.index, best[i].score, best[i].candidate)
        if i in best
        else replace(work, hopeless={**work.hopeless, plan.index: HOPELESS})
        for i, (work, plan) in enumerate(zip(works, plans, strict=True))
    ]


def _splices(engine: Engine, work: Work, plan: Plan, place: int) -> list[Candidate]:
    forms = _forms(work.job.requirements[plan.index])
    return cand.splices(engine, forms, plan.windows[place], plan.base)


def _inserted(engine: Engine, forms: Sequence[str], plan: Plan, place: int) -> list[Candidate]:
    """The form beside the place: the model may have left the term out, and the words there are others'."""
    start, end = plan.windows[place].span
    sides = [Window((at, at), 0.0) for at in (start, end)]
    return [c for side in sides for c in cand.splices(engine, forms, side, plan.base)]


def _likeliest(found: Sequence[Judged], plan: Plan, work: Work) -> list[str]:
    """Forms in the order of what they are worth spliced; the first filed ones where none is acceptable."""
    ranked = [item.candidate.form for item in sorted(found, key=lambda item: -item.rank)]
    return list(dict.fromkeys((*ranked, *_forms(work.job.requirements[plan.index]))))[:LIKELY]


def _size(requirement: Requirement) -> int:
    """Words of the term, the longer of the English and the filed rendering."""
    return max(len(text.split()) for text in (requirement.source, requirement.renderings[0]))


def _forms(requirement: Requirement) -> tuple[str, ...]:
    """What a draft is repaired with."""
    return (requirement.likely or requirement.renderings)[: cand.FORMS]


def _tails(
    engine: Engine, works: list[Work], plans: list[Plan], forms: Mapping[int, Sequence[str]], place: int
) -> dict[int, list[Candidate]]:
    """The likeliest forms forced at a place, with the rest of the sentence decoded again."""
    opened = [
        (i, candidate)
        for i, few in forms.items()
        for candidate in cand.openings(engine, few, plans[i].windows[place], plans[i].base)
    ]
    decoded = engine.complete([works[i].source for i, _ in opened], [c.pieces for _, c in opened])
    out: dict[int, list[Candidate]] = {i: [] for i in forms}
    for (i, candidate), tail in zip(opened, decoded, strict=True):
        out[i].append(replace(candidate, text=tail.text, pieces=tail.pieces))
    return out


def _judge(
    engine: Engine,
    works: list[Work],
    plans: list[Plan],
    offered: Mapping[int, Sequence[Candidate]],
    locale: str,
) -> dict[int, list[Judged]]:
    """Those of the candidates that break nothing, with the model's opinion of each."""
    kept = [
        (i, c) for i, few in offered.items() for c in few if _acceptable(works[i], plans[i].index, c, locale)
    ]
    totals = engine.score([works[i].source for i, _ in kept], [c.pieces for _, c in kept])
    out: dict[int, list[Judged]] = {i: [] for i in offered}
    for (i, candidate), total in zip(kept, totals, strict=True):
        score = total / max(len(works[i].plain.pieces), len(candidate.pieces), 1)
        # Words of the old rendering that stay beside the new one are worse than a rare wording.
        rank = score - LEFTOVER * cand.leftover(candidate.text, candidate.form, plans[i].old)
        out[i].append(Judged(candidate, score, rank))
    return out


def _plan(engine: Engine, work: Work, matrix: list[list[float]], locale: str) -> Plan:
    requirements = work.job.requirements
    held = tuple(span for span in assign(work.text, requirements, locale) if span is not None)
    pieces = piece_spans(work.pieces, engine.decode) if work.spelled else _spread(work)
    free = [w for w in words(work.text) if all(w[1] <= s[0] or w[0] >= s[1] for s in held)]
    if not any(cand.digit_runs(form) for i in _violated(work, locale) for form in requirements[i].renderings):
        # A figure renders no term: it is not to be written over.
        free = [w for w in free if not work.text[slice(*w)].isdigit()]
    columns = {
        i: source_pieces(work.job.text, work.source, requirements[i].span) for i in _violated(work, locale)
    }
    windows = {
        i: find(matrix, c, pieces, free, SPREAD + _size(requirements[i])) or [Window((0, 0), 0.0)]
        for i, c in columns.items()
    }
    # Repairs go from left to right in the target: a tail decoded again cannot undo what is left of it.
    index = min(windows, key=lambda i: (windows[i][0].span, i))
    raises = requirements[index].kind != "literal"
    base = Base(
        work.text, work.pieces if work.spelled else (), tuple(pieces), work.frozen, held, raises=raises
    )
    old = tuple(work.text[slice(*w)] for w in rendered(matrix, columns[index], pieces, free))
    return Plan(index, tuple(windows[index]), base, old)


def _spread(work: Work) -> list[Span]:
    """Rough piece positions in a text the vocabulary cannot spell: each piece by its own length."""
    out, at = [], 0
    for piece in work.pieces:
        out.append((at, at + len(piece)))
        at += len(piece)
    scale = len(work.text) / at if at else 0.0
    return [(int(start * scale), int(end * scale)) for start, end in out]


def _acceptable(work: Work, index: int, candidate: Candidate, locale: str) -> bool:
    """Does the candidate satisfy its requirement, keep all others, and break nothing plain checks see?"""
    requirements = work.job.requirements
    before = assign(work.text, requirements, locale)
    after = assign(candidate.text, requirements, locale)
    if after[index] is None:
        return False
    if any(b is not None and a is None for b, a in zip(before, after, strict=True)):
        return False
    if any(
        _count(candidate.text, one, requirements, after, locale)
        > max(_needed(one, requirements), _count(work.text, one, requirements, before, locale))
        for one in requirements
    ):
        return False
    old = candidate.was.casefold()
    if len(old) > 3 and old not in candidate.form.casefold():  # noqa: SIM102 -- two thoughts
        if candidate.text.casefold().count(old) >= work.text.casefold().count(old):
            return False
    return _figures_kept(work, candidate) and cand.sane(candidate.text, work.plain.text)


def _needed(one: Requirement, requirements: Sequence[Requirement]) -> int:
    """How many occurrences may satisfy a requirement: an acronym and its expansion may share renderings."""
    return sum(not set(other.renderings).isdisjoint(one.renderings) for other in requirements)


def _count(
    text: str,
    one: Requirement,
    requirements: Sequence[Requirement],
    spans: Sequence[Span | None],
    locale: str,
) -> int:
    """Occurrences of a requirement's forms that are not part of what satisfies another requirement."""
    others = [
        span
        for other, span in zip(requirements, spans, strict=True)
        if span is not None and set(other.renderings).isdisjoint(one.renderings)
    ]
    found = places(text, one, locale)
    return sum(all(span[1] <= o[0] or span[0] >= o[1] for o in others) for span in found)


def _figures_kept(work: Work, candidate: Candidate) -> bool:
    """Figures of the English that the text had are still there, and none came up that is in neither."""
    before, after = Counter(cand.digit_runs(work.text)), Counter(cand.digit_runs(candidate.text))
    english = Counter(cand.digit_runs(work.job.text))
    if (before & english) - after:
        return False
    return not after - (before | english | Counter(cand.digit_runs(candidate.form)))


def _take(work: Work, index: int, score: float, candidate: Candidate) -> Work:
    return replace(
        work,
        text=candidate.text,
        pieces=candidate.pieces,
        spelled=candidate.spelled,
        frozen=max(work.frozen, candidate.end),
        repairs={**work.repairs, index: (candidate.method, candidate.was, score)},
    )


def _finish(work: Work, locale: str) -> Draft:
    spans = assign(work.text, work.job.requirements, locale)
    evidence = []
    for i, (requirement, span) in enumerate(zip(work.job.requirements, spans, strict=True)):
        method, was, score = work.repairs.get(i, ("plain", "", None))
        if span is None:
            reason = work.hopeless.get(i, "the draft is empty" if not work.text else "lost in a later repair")
            evidence.append(Evidence(requirement, Outcome.UNENFORCED, reason))
        else:
            outcome = Outcome.REPAIRED if i in work.repairs else Outcome.SATISFIED
            form = work.text[slice(*span)]
            evidence.append(Evidence(requirement, outcome, method, form, span, was, score))
    return Draft(work.text, work.pieces, tuple(evidence))
