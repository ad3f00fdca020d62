"""Checks that what the source says in figures, terms, links, placeholders and markup is in the target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

import regex

from translate import literals
from translate.checks.check import Context, Note, error
from translate.figures import Loss, compare, find, misplaced
from translate.inflect import fold
from translate.unit import Evidence, Outcome, Span, Unit

_ADDRESS = regex.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]«»“”।॥\"]{1,2000}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
)

_PLACED = 5
"""Lost figures of a sentence for which a place is looked for: each costs the time of reading the text."""
_WORD = regex.compile(r"[\p{L}\p{M}\u200c\u200d]+")
_SIGNS = {"strong": "**", "em": "*", "s": "~~", "link": "[", "code": "`", "image": "!["}
_ELEMENTS = {
    "strong": "bold text",
    "em": "italic text",
    "s": "struck-out text",
    "link": "a link to",
    "code": "the code",
    "autolink": "the address",
    "image": "the image",
    "html": "the tag",
}


@error("figure-lost")
def figure_lost(unit: Unit, context: Context) -> Iterator[Note]:
    """A number, amount, date or percentage of the source is missing or has another value."""
    for number, loss in enumerate(compare(unit.source, unit.target, context.locale, context.style).lost):
        near = loss.near or (_stands_for(loss, unit, context) if number < _PLACED else None)
        yield Note(_loss_message(loss, unit.target), near)


@error("figure-added")
def figure_added(unit: Unit, context: Context) -> Iterator[Note]:
    """The target has a number that the source does not give."""
    for number in compare(unit.source, unit.target, context.locale, context.style).added:
        text = unit.target[slice(*number.span)]
        yield Note(f"“{text}” is not in the source; take the number out or correct it.", number.span)


@error("term-missing")
def term_missing(unit: Unit, context: Context) -> Iterator[Note]:
    """A glossary term does not have a rendering the glossary allows."""
    for item in unit.evidence:
        if item.outcome is Outcome.UNENFORCED and item.requirement.kind == "term":
            forms = " or ".join(f"“{form}”" for form in item.requirement.renderings[:4])
            more = " or another form of it" if len(item.requirement.renderings) > 4 else ""
            message = f"“{item.requirement.source}” must be {forms}{more}; use one of the glossary's forms."
            yield Note(message, _part_of(item, unit, context.locale.language))


@error("link")
def link(unit: Unit, context: Context) -> Iterator[Note]:  # noqa: ARG001 -- every rule has one shape
    """A web or e-mail address of the source is not in the target as it was."""
    known = dict.fromkeys(text for text, _ in _addresses(unit.source))
    found = _addresses(unit.target)
    strange = [span for text, span in found if text not in known]
    for address in known:
        if all(text != address for text, _ in found):
            near = strange.pop(0) if strange else None
            yield Note(f"The address {address} is missing or changed; copy it from the source.", near)


@error("placeholder")
def placeholder(unit: Unit, context: Context) -> Iterator[Note]:  # noqa: ARG001 -- every rule has one shape
    """The placeholders of the target, such as {count} or %s, are not those of the source."""
    wanted, found = _placeholders(unit.source), _placeholders(unit.target)
    surplus = list((Counter(text for text, _ in found) - Counter(text for text, _ in wanted)).elements())
    strange = [(text, span) for text, span in reversed(found) if text in surplus][: len(surplus)]
    for text in (Counter(text for text, _ in wanted) - Counter(text for text, _ in found)).elements():
        span = strange.pop()[1] if strange else _remains(text, unit.target)
        yield Note(f"The placeholder {text} is missing or changed; copy it from the source.", span)
    for text, span in strange:
        yield Note(f"The source has no placeholder {text}; take it out.", span)


@error("markup")
def markup(unit: Unit, context: Context) -> Iterator[Note]:  # noqa: ARG001 -- every rule has one shape
    """The inline Markdown of the target is not that of the source."""
    if not unit.markup:
        return
    from translate.articles import inline  # noqa: PLC0415 -- catalogues of plain text need no Markdown parser

    wanted, found = inline.signature(unit.source), inline.signature(unit.target)
    for kind, detail in wanted - found:
        yield Note(f"The target lacks {_element(kind, detail)} that the source has; put it in.")
    for kind, detail in found - wanted:
        message = f"The target has {_element(kind, detail)} that the source lacks; take it out."
        yield Note(message, _place(detail or _SIGNS.get(kind, ""), unit.target))


def _stands_for(loss: Loss, unit: Unit, context: Context) -> Span | None:
    """The number that may stand where a figure should: of several the one at about the same place."""
    figures = find(unit.source)
    spans = misplaced(figures, figures.index(loss.figure), unit.target, context.locale)
    place = loss.figure.span[0] * len(unit.target) / max(len(unit.source), 1)
    return min(spans, key=lambda span: abs(span[0] - place), default=None)


def _part_of(item: Evidence, unit: Unit, language: str) -> Span | None:
    """Words of the target that are some of a rendering's, outside of what renders other terms."""
    taken = [other.span for other in unit.evidence if other.span is not None]
    words = {fold(word, language) for form in item.requirement.renderings for word in _WORD.findall(form)}
    stems = tuple(word[: max(4, len(word) - 2)] for word in words if len(word) > 4)
    if not stems:
        return None
    spans = [
        match.span()
        for match in _WORD.finditer(unit.target)
        if fold(match.group(), language).startswith(stems)
        and all(match.end() <= start or end <= match.start() for start, end in taken)
    ]
    return spans[0] if spans else None


_LOST = {
    "currency": "The amount “{}” has no currency or another one; name that of the source.",
    "percent": "“{}” has no per cent, or another share; write that of the source.",
    "unit": "“{}” has no unit or another one; name that of the source.",
    "zone": "The time zone of “{}” is missing or another one; name that of the source.",
    "month": "The month of “{}” is missing or another one; name it.",
    "value": "“{}” is missing or has another value; give the value of the source.",
}


def _loss_message(loss: Loss, target: str) -> str:
    text = loss.figure.text
    if loss.what == "value" and loss.near is not None:
        return f"“{text}” became “{target[slice(*loss.near)]}”; give the value of the source."
    return _LOST[loss.what].format(text)


def _addresses(text: str) -> list[tuple[str, Span]]:
    """Addresses without the punctuation of the sentence they stand in, and their places."""
    found = ((match.group().rstrip(".,;:!?'*_"), match.start()) for match in _ADDRESS.finditer(text))
    return [(address, (start, start + len(address))) for address, start in found]


def _placeholders(text: str) -> list[tuple[str, Span]]:
    if "{" not in text and "%" not in text:
        return []
    spans = (span for span in literals.find(text) if text[span[0]] in "{%")
    return [(text[slice(*span)], span) for span in spans]


def _remains(text: str, target: str) -> Span | None:
    """What may be left of a placeholder: its name, a sign of it."""
    name = regex.sub(r"[^\w.]|(?<=\))[sdif]", "", text)
    return next((span for part in chain([name], text) if (span := _place(part, target))), None)


def _place(part: str, target: str) -> Span | None:
    start = target.find(part) if part else -1
    return (start, start + len(part)) if start >= 0 else None


def _element(kind: str, detail: str) -> str:
    """An element of a signature in words."""
    name = _ELEMENTS.get(kind, kind)
    return f"{name} {detail}" if detail else name
