"""Checks that what the source says in figures, terms, links and markup is in the target."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from translate.checks.check import Context, Note, error
from translate.figures import Loss, compare
from translate.unit import Outcome, Unit

_ADDRESS = regex.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]«»“”\"]{1,2000}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
)

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
    for loss in compare(unit.source, unit.target, context.locale).lost:
        yield Note(_loss_message(loss, unit.target), loss.near)


@error("figure-added")
def figure_added(unit: Unit, context: Context) -> Iterator[Note]:
    """The target has a number that the source does not give."""
    for number in compare(unit.source, unit.target, context.locale).added:
        text = unit.target[slice(*number.span)]
        yield Note(f"“{text}” is not in the source; take the number out or correct it.", number.span)


@error("term-missing")
def term_missing(unit: Unit, context: Context) -> Iterator[Note]:  # noqa: ARG001 -- every rule has one shape
    """A glossary term does not have a rendering the glossary allows."""
    for item in unit.evidence:
        if item.outcome is Outcome.UNENFORCED and item.requirement.kind == "term":
            forms = " or ".join(f"“{form}”" for form in item.requirement.renderings[:4])
            more = " or another form of it" if len(item.requirement.renderings) > 4 else ""
            yield Note(f"“{item.requirement.source}” must be {forms}{more}; use one of the glossary's forms.")


@error("link")
def link(unit: Unit, context: Context) -> Iterator[Note]:  # noqa: ARG001 -- every rule has one shape
    """A web or e-mail address of the source is not in the target as it was."""
    for address in dict.fromkeys(_addresses(unit.source)):
        if address not in unit.target:
            yield Note(f"The address {address} is missing or changed; copy it from the source.")


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
        yield Note(f"The target has {_element(kind, detail)} that the source lacks; take it out.")


def _loss_message(loss: Loss, target: str) -> str:
    text = loss.figure.text
    if loss.what == "currency":
        return f"The amount “{text}” has lost its currency; name it."
    if loss.what == "percent":
        return f"“{text}” has lost its per cent; write the sign or the word."
    if loss.what == "month":
        return f"The month of “{text}” is missing or another one; name it."
    if loss.near is not None:
        return f"“{text}” became “{target[slice(*loss.near)]}”; give the value of the source."
    return f"“{text}” is missing or has another value; give the value of the source."


def _addresses(text: str) -> list[str]:
    """Addresses without the punctuation of the sentence they stand in."""
    return [match.group().rstrip(".,;:!?'*_") for match in _ADDRESS.finditer(text)]


def _element(kind: str, detail: str) -> str:
    """An element of a signature in words."""
    name = _ELEMENTS.get(kind, kind)
    return f"{name} {detail}" if detail else name
