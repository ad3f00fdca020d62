"""One round of repairs: in each sentence the leftmost requirement that does not hold, where it is likeliest.

The forms that the surroundings speak for are put over the words that render the term, and the model weighs
the sentences. Where the best of them fits badly, its form is forced there and the tail decoded anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from translate import candidates as cand
from translate import figures
from translate.candidates import Attention, Base, Candidate
from translate.engine import Engine, Hypothesis, Pieces
from translate.inflect import language
from translate.inflect.context import Slot, content, fitness
from translate.locales import locale_info
from translate.satisfying import assign, blanked, surplus
from translate.unit import Requirement
from translate.windows import Window, find, piece_spans, rendered, source_pieces, words

WEIGHED = 2
"""Forms the model weighs at one place, of those that the surroundings speak for most."""
UNKNOWN = 4
"""The same where the surroundings speak for none of them."""
CLEAR = 1.5
"""A form with so many signs less than the best is not weighed."""
SIGN = 3.3
"""What a sign is worth, in log probability."""
GATE = 0.5
"""A tail is decoded where the spliced sentence is worse than the one before by this mean log probability."""
FAINT = 0.25
"""A word that pays less of its attention to the term does not render it."""
SPREAD = 1
"""Words more than the term has that the model may have used for it."""
LEFTOVER = 0.3
"""What a left-over word of the old rendering costs, in mean log probability a piece."""
HOPELESS = "no candidate kept the figures, the other terms and the length"


@dataclass(frozen=True, slots=True)
class Work:
    """A sentence on its way.

    Attributes:
        english: The sentence.
        requirements: What its rendering must contain.
        plain: The plain draft.
        text: The newest text.
        pieces: The newest text's pieces, as the package would spell it.
        source: The pieces of the English.
        attention: A row for each piece of the text that the model wrote, with its place.
        score: Mean log probability a piece of the text.
        spelled: The pieces decode to exactly the text.
        frozen: Code points from the start that are final.
        repairs: By requirement: method, what the model had said, mean log probability.
        hopeless: Requirements given up, with the reason.
    """

    english: str
    requirements: tuple[Requirement, ...]
    plain: str
    text: str
    pieces: Pieces
    source: Pieces = ()
    attention: Attention = ()
    score: float = 0.0
    spelled: bool = True
    frozen: int = 0
    repairs: Mapping[int, tuple[str, str, float]] = field(default_factory=dict)
    hopeless: Mapping[int, str] = field(default_factory=dict)

    def violated(self, locale: str) -> list[int]:
        """Indices of requirements that do not hold and have not been given up."""
        spans = assign(self.text, self.requirements, locale)
        return [i for i, span in enumerate(spans) if span is None and i not in self.hopeless]


def begin(
    engine: Engine, english: str, requirements: tuple[Requirement, ...], plain: Hypothesis, locale: str
) -> Work:
    """The work on a plain draft, with attention where there is something to repair."""
    work = Work(english, requirements, plain.text, plain.text, plain.pieces)
    if not plain.text or not work.violated(locale):
        return work
    score = plain.score / (len(plain.pieces) + 1)
    return replace(work, source=engine.encode(english), attention=_placed(engine, plain), score=score)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The requirement of a work to repair now, where it may go, and the words that render it so far."""

    work: Work
    index: int
    windows: tuple[Window, ...]
    base: Base
    old: tuple[str, ...]

    @property
    def requirement(self) -> Requirement:
        return self.work.requirements[self.index]


@dataclass(frozen=True, slots=True)
class _Place:
    """One place of a plan, with the forms to try there and what their surroundings are worth."""

    plan: _Plan
    window: Window
    worth: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Judged:
    """An acceptable candidate: log probability of each piece and the end, its mean, its rank among others."""

    candidate: Candidate
    pieces: tuple[float, ...]
    score: float
    rank: float


def repaired(engine: Engine, works: Sequence[Work], locale: str, *, tails: bool) -> list[Work]:
    """The works with one requirement more repaired, or given up. Each must have one that is violated."""
    plans = [_plan(engine, work, locale) for work in works]
    best: dict[int, _Judged] = {}
    for at in range(cand.PLACES):
        # Other places are tried only where nothing was acceptable.
        rest = [i for i, plan in enumerate(plans) if i not in best and at < len(plan.windows)]
        places = [_place(plans[i], at, locale) for i in rest]
        judged = _judge(engine, places, [_splices(engine, place) for place in places], locale)
        if tails:
            found = _tails(engine, places, judged, locale)
            judged = [[*some, *more] for some, more in zip(judged, found, strict=True)]
        best |= {i: max(some, key=_rank) for i, some in zip(rest, judged, strict=True) if some}
    return [
        _take(plan, best[i])
        if i in best
        else replace(plan.work, hopeless={**plan.work.hopeless, plan.index: HOPELESS})
        for i, plan in enumerate(plans)
    ]


def _rank(judged: _Judged) -> float:
    return judged.rank


def _plan(engine: Engine, work: Work, locale: str) -> _Plan:
    violated = work.violated(locale)
    held = tuple(span for span in assign(work.text, work.requirements, locale) if span is not None)
    places, matrix = [span for span, _ in work.attention], [row for _, row in work.attention]
    free = [w for w in words(work.text) if all(w[1] <= s[0] or w[0] >= s[1] for s in held)]
    if not any(cand.digit_runs(form) for i in violated for form in work.requirements[i].renderings):
        # A figure renders no term: it is not to be written over.
        free = [w for w in free if not work.text[slice(*w)].isdigit()]
    columns = {i: source_pieces(work.english, work.source, work.requirements[i].span) for i in violated}
    windows = {
        i: _instead(work, i, matrix, c, locale)
        + find(matrix, c, places, free, SPREAD + _size(work.requirements[i]))
        or [Window((0, 0), 0.0)]
        for i, c in columns.items()
    }
    # Repairs go from left to right in the target: a tail decoded again cannot undo what is left of it.
    index = min(windows, key=lambda i: (windows[i][0].span, i))
    pieces = work.pieces if work.spelled else ()
    raises = work.requirements[index].kind != "literal"
    spans = tuple(piece_spans(pieces, engine.decode))
    base = Base(work.text, pieces, spans, work.frozen, held, raises=raises)
    old = tuple(work.text[slice(*w)] for w in rendered(matrix, columns[index], places, free))
    own = [replace(w, span=content(work.text, w.span, language(locale))) for w in windows[index]]
    if work.requirements[index].figure is not None:
        # A number renders nothing but a number: beside words it is put in, not over them.
        own = [window if window.sure else _before(window) for window in own]
    elif not old and own[0].mass < FAINT:
        # No word is the term's: the model left it out, so first it is tried beside the likeliest word.
        own.insert(0, _before(own[0]))
    return _Plan(work, index, tuple(own), base, old)


def _instead(
    work: Work, index: int, matrix: Sequence[Sequence[float]], columns: Sequence[int], locale: str
) -> list[Window]:
    """What stands in place of a figure: its number without the rest, or one the English does not explain."""
    numbered = [i for i, one in enumerate(work.requirements) if one.figure is not None]
    if index not in numbered:
        return []
    terms = [
        span
        for one, span in zip(work.requirements, assign(work.text, work.requirements, locale), strict=True)
        if span is not None and one.figure is None
    ]
    spans = figures.misplaced(
        [one.figure for one in work.requirements if one.figure is not None],
        numbered.index(index),
        blanked(work.text, terms),
        locale_info(locale),
    )
    found = find(matrix, columns, [span for span, _ in work.attention], spans, 1)
    return [replace(window, sure=True) for window in found]


def _size(requirement: Requirement) -> int:
    """Words of the term, the longer of the English and the filed rendering."""
    return max(len(text.split()) for text in (requirement.source, requirement.renderings[0]))


def _place(plan: _Plan, at: int, locale: str) -> _Place:
    needed, window = plan.requirement, plan.windows[at]
    forms = needed.likely or needed.renderings
    # Beside a word that may still be the term's own, that word is a sign too.
    seen = plan.windows[at + 1] if _empty(window) and at + 1 < len(plan.windows) else window
    slot = Slot(plan.work.text, seen.span, plan.work.english[: needed.span[0]])
    fits = fitness(forms, slot, language(locale), needed.readings if needed.likely else None)
    kept, number = weighed(fits)
    return _Place(plan, window, {forms[i]: SIGN * fits[i] for i in kept[:number]})


def weighed(fits: Sequence[float]) -> tuple[list[int], int]:
    """The forms worth weighing, those with the most signs first, and how many of them the model weighs."""
    most = max(fits)
    kept = sorted((i for i, fit in enumerate(fits) if fit > most - CLEAR), key=lambda i: (-fits[i], i))
    return kept, WEIGHED if most >= 1.0 else UNKNOWN


def _splices(engine: Engine, place: _Place) -> list[Candidate]:
    """The forms over a place, and the first before it where none of its words is surely the term's."""
    forms, base = tuple(place.worth), place.plan.base
    out = cand.splices(engine, forms, place.window, base)
    if not place.plan.old and not _empty(place.window) and not place.window.sure:
        out += cand.splices(engine, forms[:1], _before(place.window), base)
    return out


def _before(window: Window) -> Window:
    return Window((window.span[0], window.span[0]), 0.0)


def _empty(window: Window) -> bool:
    return window.span[0] == window.span[1]


def _judge(
    engine: Engine, places: Sequence[_Place], offered: Sequence[Sequence[Candidate]], locale: str
) -> list[list[_Judged]]:
    """Those of the candidates that break nothing, with the model's opinion of each."""
    kept = [
        (k, c)
        for k, (place, few) in enumerate(zip(places, offered, strict=True))
        for c in few
        if _acceptable(place.plan, c, locale)
    ]
    scores = engine.score([places[k].plan.work.source for k, _ in kept], [c.pieces for _, c in kept])
    out: list[list[_Judged]] = [[] for _ in places]
    for (k, candidate), pieces in zip(kept, scores, strict=True):
        out[k].append(_judged(places[k], candidate, pieces))
    return out


def _tails(
    engine: Engine, places: Sequence[_Place], judged: Sequence[Sequence[_Judged]], locale: str
) -> list[list[_Judged]]:
    """The best form forced at each place where it fits badly, with the rest of the sentence decoded anew."""
    opened: list[tuple[int, Candidate]] = []
    for k, (place, found) in enumerate(zip(places, judged, strict=True)):
        best = max(found, key=_rank, default=None)
        if best is not None and best.score > place.plan.work.score - GATE:
            continue
        form = best.candidate.form if best is not None else next(iter(place.worth))
        candidate = cand.opening(engine, form, place.window, place.plan.base)
        if candidate is not None:
            opened.append((k, candidate))
    sources = [places[k].plan.work.source for k, _ in opened]
    tails = engine.complete(sources, [candidate.pieces for _, candidate in opened])
    beginnings = _beginnings(engine, sources, opened, judged)
    out: list[list[_Judged]] = [[] for _ in places]
    for (k, candidate), tail, beginning in zip(opened, tails, beginnings, strict=True):
        whole = replace(candidate, text=tail.text, pieces=tail.pieces, attention=_placed(engine, tail))
        if _acceptable(places[k].plan, whole, locale):
            out[k].append(_judged(places[k], whole, (*beginning, tail.score)))
    return out


def _beginnings(
    engine: Engine,
    sources: Sequence[Pieces],
    opened: Sequence[tuple[int, Candidate]],
    judged: Sequence[Sequence[_Judged]],
) -> list[tuple[float, ...]]:
    """Log probability of the pieces of each forced beginning: what a spliced sentence shares was weighed."""
    known = []
    for k, candidate in opened:
        size = len(candidate.pieces)
        same = (item.pieces[:size] for item in judged[k] if item.candidate.pieces[:size] == candidate.pieces)
        known.append(next(same, None))
    rest = [n for n, scores in enumerate(known) if scores is None]
    scored = iter(engine.score([sources[n] for n in rest], [opened[n][1].pieces for n in rest]))
    return [next(scored)[:-1] if scores is None else scores for scores in known]


def _judged(place: _Place, candidate: Candidate, pieces: tuple[float, ...]) -> _Judged:
    total, size = sum(pieces), max(len(place.plan.work.pieces), len(candidate.pieces), 1)
    # Words of the old rendering that stay beside the new one are worse than a rare wording.
    left = LEFTOVER * cand.leftover(candidate.text, candidate.form, place.plan.old)
    return _Judged(candidate, pieces, total / size, (total + place.worth[candidate.form]) / size - left)


def _acceptable(plan: _Plan, candidate: Candidate, locale: str) -> bool:
    """Does the candidate satisfy its requirement, keep all others, and break nothing plain checks see?"""
    work, text = plan.work, candidate.text
    before = assign(work.text, work.requirements, locale)
    after = assign(text, work.requirements, locale)
    if after[plan.index] is None or any(
        b is not None and a is None for b, a in zip(before, after, strict=True)
    ):
        return False
    if plan.requirement.figure is not None and _crowded(candidate, locale):
        return False
    if surplus(text, work.text, work.requirements, locale):
        return False
    old = candidate.was.casefold()
    replaced = len(old) > 3 and old not in candidate.form.casefold()
    if replaced and text.casefold().count(old) >= work.text.casefold().count(old):
        return False
    return _figures_kept(plan, candidate) and cand.sane(text, work.plain)


def _crowded(candidate: Candidate, locale: str) -> bool:
    """Whether a figure came to stand right beside another number."""
    start = candidate.text.find(candidate.form, candidate.start)
    span = (start, start + len(candidate.form))
    return start >= 0 and figures.crowded(span, candidate.text, locale_info(locale))


def _figures_kept(plan: _Plan, candidate: Candidate) -> bool:
    """Figures of the English that the text had are still there, and none came up that is in neither."""
    work = plan.work
    before, after = Counter(cand.digit_runs(work.text)), Counter(cand.digit_runs(candidate.text))
    # A figure may be written with another scale: 39,000 crore as 390 billion.
    own = Counter(cand.digit_runs(plan.requirement.source)) if plan.requirement.figure else Counter[str]()
    english = Counter(cand.digit_runs(work.english)) - own
    if (before & english) - after:
        return False
    form = Counter(cand.digit_runs(candidate.form))
    # A figure may have digits that another one has too; a term with digits stands once.
    known = (before | english) + form if plan.requirement.figure else before | english | form
    return not after - known


def _take(plan: _Plan, judged: _Judged) -> Work:
    work, candidate = plan.work, judged.candidate
    return replace(
        work,
        text=candidate.text,
        pieces=candidate.pieces,
        attention=candidate.attention or _moved(work, candidate),
        score=judged.score,
        spelled=candidate.spelled,
        frozen=max(work.frozen, candidate.end),
        repairs={**work.repairs, plan.index: (candidate.method, candidate.was, judged.score)},
    )


def _moved(work: Work, candidate: Candidate) -> Attention:
    """Attention of a text after a splice: rows beside it keep their words, the form itself has none."""
    start, end = candidate.start, candidate.start + len(candidate.was)
    by = len(candidate.text) - len(work.text)
    return tuple(
        (span if span[1] <= start else (span[0] + by, span[1] + by), row)
        for span, row in work.attention
        if span[1] <= start or span[0] >= end
    )


def _placed(engine: Engine, hypothesis: Hypothesis) -> Attention:
    """The rows of a hypothesis with the places of its pieces."""
    spans = piece_spans(hypothesis.pieces, engine.decode)
    return tuple(zip(spans, hypothesis.attention, strict=True))
