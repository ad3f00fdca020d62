"""Turn units into drafted units: markup off, long sentences cut, requirements gathered, markup back on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from translate import enforce, figures, literals, satisfying, typesetting
from translate.articles import inline
from translate.articles.inline import Inline
from translate.enforce import Draft, Job
from translate.engine import Engine, Progress
from translate.figures import Style
from translate.glossary import Glossary
from translate.locales import LocaleInfo, locale_info
from translate.placing import Part, Rendered, place
from translate.unit import Evidence, Outcome, Requirement, Span, State, Unit, digest, nfc
from translate.windows import words

LONG = 48
"""Source pieces above which a sentence is decoded clause by clause: small packages leave out the rest."""
LONGEST = 160
"""Source pieces above which it is cut even inside a clause: decoding stops at 256 target pieces."""
COPIED = 60
"""Characters above which an address is not given to the decoder."""
_CLAUSE = re.compile(
    r"[;:—–]\s+|,\s+(?=(?:and|but|while|although|though|whereas|because|so|after|before|which)\s)"
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A unit taken apart.

    Attributes:
        unit: The unit.
        inline: Its source's plain text and inline elements.
        parts: What is decoded, in order.
        crossing: Requirements that lie in no part, since a tag stands inside them.
        shouted: The source is all in capitals, and so will be the target.
    """

    unit: Unit
    inline: Inline
    parts: tuple[Part, ...]
    crossing: tuple[Requirement, ...]
    shouted: bool


def draft(
    units: Sequence[Unit],
    engine: Engine,
    glossary: Glossary,
    locale: str,
    progress: Progress | None = None,
    *,
    style: Style | None = None,
) -> list[Unit]:
    """The units with a machine rendering, its evidence and state `draft`, in order.

    Args:
        units: What to draft.
        engine: Drafts.
        glossary: Its terms must hold.
        locale: The target.
        progress: Told how many more sentences are decoded.
        style: How figures are written; None asks nothing of figures.
    """
    sentences = [_take_apart(unit, engine, glossary, locale, style) for unit in units]
    parts = [part for sentence in sentences for part in sentence.parts]
    told = progress and _by_sentence(progress, len(parts), len(sentences))
    drafts = iter(enforce.draft(engine, [part.job for part in parts], locale, told))
    info = locale_info(locale)
    out = []
    for sentence in sentences:
        made = [next(drafts) for _ in sentence.parts]
        text, plain, evidence = _put_together(sentence, made, engine, info, style)
        evidence += [Evidence(r, Outcome.UNENFORCED, "markup stands inside it") for r in sentence.crossing]
        evidence.sort(key=lambda item: item.requirement.span)
        made_unit = replace(
            sentence.unit,
            target=nfc(text),
            evidence=satisfying.reconciled(plain, evidence, locale),
            model=engine.package.signature,
            state=State.DRAFT,
        )
        out.append(_typeset(made_unit, info))
    return out


def _by_sentence(progress: Progress, parts: int, sentences: int) -> Progress:
    """Passes on so many sentences as parts of them are done."""
    done = told = 0

    def advance(count: int) -> None:
        nonlocal done, told
        done += count
        now = done * sentences // parts
        if now > told:
            progress(now - told)
        told = now

    return advance


def _typeset(unit: Unit, locale: LocaleInfo) -> Unit:
    """The draft in its locale's typography; addresses stay, and terms as the glossary has them."""
    fixed = [
        e.span
        for e in unit.evidence
        if e.span is not None
        and e.requirement.figure is None
        and e.form.casefold() in {form.casefold() for form in e.requirement.renderings}
    ]
    made = typesetting.normalised(
        unit.target, locale, source=unit.source, markup=unit.markup, protected=fixed
    )
    if made.text == unit.target:
        return unit
    now = replace(unit, target=made.text)
    return replace(now, evidence=satisfying.reconciled(plain_target(now), unit.evidence, locale.code))


def requirements(
    unit: Unit, glossary: Glossary, locale: str, style: Style | None
) -> tuple[str, tuple[Requirement, ...]]:
    """The plain text of a unit's source, and what its rendering must contain, in source order."""
    parsed = read_inline(unit)
    return parsed.plain, _requirements(parsed, glossary, locale, style)


def requirement_digest(needed: Sequence[Requirement]) -> str:
    """One digest over what a draft must contain; a draft made under another one is made again."""
    return digest(*(f"{r.source}\x1f{r.exact}\x1f" + "\x1f".join(r.renderings) for r in needed))


def read_inline(unit: Unit) -> Inline:
    """The source's plain text and inline elements; markup that cannot be located counts as plain text."""
    parsed = inline.parse(unit.source) if unit.markup else None
    return parsed or Inline(unit.source, ())


def plain_target(unit: Unit) -> str:
    """What a reader sees of the target."""
    parsed = inline.parse(unit.target) if unit.markup else None
    return parsed.plain if parsed is not None else unit.target


def _requirements(
    parsed: Inline, glossary: Glossary, locale: str, style: Style | None
) -> tuple[Requirement, ...]:
    plain = parsed.plain
    fixed = [(e.start, e.end) for e in parsed.elements if e.kind in {"code", "autolink"} and e.end > e.start]
    fixed += [span for span in literals.find(plain) if all(span[1] <= a or span[0] >= b for a, b in fixed)]
    kept = [Requirement(s, plain[slice(*s)], (plain[slice(*s)],), "literal", exact=True) for s in fixed]
    terms = [
        r
        for r in glossary.requirements(plain, locale)
        if all(r.span[1] <= a or r.span[0] >= b for a, b in fixed)
    ]
    taken = [r.span for r in (*kept, *terms)]
    numbers = figures.required(plain, locale_info(locale), style, taken) if style is not None else ()
    return tuple(sorted((*kept, *terms, *numbers), key=lambda r: r.span))


def _take_apart(unit: Unit, engine: Engine, glossary: Glossary, locale: str, style: Style | None) -> Sentence:
    parsed = read_inline(unit)
    needed = _requirements(parsed, glossary, locale, style)
    shouted = _shouted(parsed.plain)
    text = _unshout(parsed.plain, glossary) if shouted else parsed.plain
    parts = []
    cuts = _cut(parsed, needed, engine)
    for start, end in cuts:
        inside = tuple(
            replace(r, span=(r.span[0] - start, r.span[1] - start))
            for r in needed
            if start <= r.span[0] and r.span[1] <= end
        )
        parts.append(Part((start, end), Job(text[start:end], inside)))
    crossing = tuple(r for r in needed if not any(a <= r.span[0] and r.span[1] <= b for a, b in cuts))
    return Sentence(unit, parsed, tuple(parts), crossing, shouted)


def _shouted(text: str) -> bool:
    """A headline in capitals: at least three words, no small letter."""
    return text.isupper() and len(words(text)) >= 3


def _unshout(text: str, glossary: Glossary) -> str:
    """Capitals as in a title, which packages know, glossary terms as filed; the length stays the same."""
    out = re.sub(r"[^\W\d_]{4,}", lambda m: m[0][0] + m[0][1:].lower(), text)
    for match in glossary.match(text):
        if len(match.term.term) == match.span[1] - match.span[0]:
            out = out[: match.span[0]] + match.term.term + out[match.span[1] :]
    return out if len(out) == len(text) else text


def _cut(parsed: Inline, needed: Sequence[Requirement], engine: Engine) -> list[Span]:
    """Parts of the plain text: cut at elements without text (a tag) and inside very long sentences."""
    at = {e.start for e in parsed.elements if e.start == e.end}
    # A long address is copied, not decoded: no package gets it right, and some cannot hold it.
    copied = [r.span for r in needed if r.kind == "literal" and len(r.source) > COPIED]
    bounds = sorted({0, len(parsed.plain), *at, *(edge for span in copied for edge in span)})
    spans: list[Span] = []
    for start, end in pairwise(bounds):
        if (start, end) not in copied:
            spans.extend(_cut_long(parsed.plain, (start, end), needed, engine))
    return [trimmed for span in spans if (trimmed := _trim(parsed.plain, span))[0] < trimmed[1]]


def _cut_long(text: str, span: Span, needed: Sequence[Requirement], engine: Engine) -> list[Span]:
    """A long stretch in two, and each of them again: after the clause mark nearest its middle."""
    start, end = span
    pieces = len(engine.encode(text[start:end]))
    if pieces <= LONG:
        return [span]
    places = _cuts(_CLAUSE, text, span, needed)
    if not places and pieces > LONGEST:
        places = _cuts(_SPACE, text, span, needed) or [(start + end) // 2]
    if not places:
        return [span]
    at = min(places, key=lambda place: abs(2 * place - start - end))
    return [
        *_cut_long(text, (start, at), needed, engine),
        *_cut_long(text, (at, end), needed, engine),
    ]


def _cuts(marks: re.Pattern[str], text: str, span: Span, needed: Sequence[Requirement]) -> list[int]:
    """Where a stretch may be cut: not in its first or last fifth, and inside no requirement."""
    margin = (span[1] - span[0]) // 5
    found = (m.end() for m in marks.finditer(text, span[0] + margin, span[1] - margin))
    return [at for at in found if not any(r.span[0] < at < r.span[1] for r in needed)]


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _put_together(
    sentence: Sentence, drafts: Sequence[Draft], engine: Engine, locale: LocaleInfo, style: Style | None
) -> tuple[str, str, list[Evidence]]:
    """The target with the source's markup, or without it where that finds no sure place; its plain text."""
    plain = sentence.inline.plain
    text, at = "", 0
    rendered: list[Rendered] = []
    evidence: list[Evidence] = []
    for part, made in zip(sentence.parts, drafts, strict=True):
        text += plain[at : part.span[0]]  # the white space between two parts
        rendered.append(Rendered(part, made, len(text)))
        evidence.extend(_shifted(item, part.span[0], len(text)) for item in made.evidence)
        text += _ended(made.text, part.job.text)
        at = part.span[1]
    text += plain[at:]
    if style is not None:
        kept = [e.span for e in evidence if e.span is not None and e.requirement.figure is None]
        text = figures.in_digits(text, locale, style, kept)
    if sentence.shouted and len(text.upper()) == len(text):
        text = text.upper()
    if not sentence.unit.markup:
        return text, text, evidence
    placed = place(sentence.inline.elements, rendered, text, engine)
    if placed is not None:
        marked = inline.build(text, placed, sentence.unit.base_role)
        if inline.verify(marked, sentence.inline):
            return marked, text, evidence
    return inline.plain_fallback(text, sentence.unit.base_role), text, evidence


def _ended(text: str, source: str) -> str:
    """A part's draft ending as its English does: packages put a full stop where a clause was cut off."""
    mark = source[-1]
    if mark in ";:," and text[-1:] in {".", "।"}:
        return text[:-1] + mark
    return text


def _shifted(item: Evidence, source: int, target: int) -> Evidence:
    a, b = item.requirement.span
    requirement = replace(item.requirement, span=(a + source, b + source))
    span = None if item.span is None else (item.span[0] + target, item.span[1] + target)
    return replace(item, requirement=requirement, span=span)
