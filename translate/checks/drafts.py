"""Checks for what small translation models do wrong: loops, leftovers, wrong lengths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from translate.checks.check import Context, Note, error, warning
from translate.locales import is_script
from translate.unit import Span, Unit

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}\p{N}\u200c\u200d'’]*(?:-[\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*")
_TOKEN = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}\u200c\u200d'’]*(?:-[\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*")
_ADDRESS = regex.compile(r"(?:https?://|www\.)\S+|[^\s@]{1,64}+@\S+|`[^`]*`")
# In Markdown besides: where links lead, their titles and labels, tags.
_MARKUP = regex.compile(r"\]\([^)]{0,2000}+\)|\]\[[^\]]{0,2000}+\]|</?[A-Za-z][^>]{0,300}+>")
# One sign ten times, one letter five times, two or three letters four times.
_STUTTER = regex.compile(
    r"([^\s\d])\1{9,}|(\p{L}\p{M}*)\2{4,}|((?:\p{L}\p{M}*){2})\3{3,}|((?:\p{L}\p{M}*){3})\4{3,}"
)
_FUNCTION = frozenset(
    {"in", "on", "at", "by", "to", "as", "is", "be", "it", "he", "we", "or", "an", "if", "so", "no"}
)
"""English words of two letters that no name has, unlike `of`."""
_LONGEST_PHRASE = 12
_DENSE_SCRIPTS = ("Hani", "Hans", "Hant", "Jpan", "Kore")


@error("empty")
def empty(unit: Unit, context: Context) -> Iterator[Note]:  # noqa: ARG001 -- every rule has one shape
    """The target has no words although the source has."""
    if not _has_text(unit.target) and _has_text(unit.source):
        yield Note("The target has no words; translate the sentence.", (0, len(unit.target)))


@error("unknown-piece")
def unknown_piece(unit: Unit, context: Context) -> Iterator[Note]:  # noqa: ARG001 -- every rule has one shape
    """The target has a sign that stands for a piece the model does not know."""
    for match in regex.finditer(r"[\u2047\ufffd\u2581]|</?(?:unk|s|pad|mask)>", unit.target):
        if match.group() not in unit.source:
            yield Note(f"“{match.group()}” stands for something the model could not write.", match.span())


@error("line-break")
def line_break(unit: Unit, context: Context) -> Iterator[Note]:  # noqa: ARG001 -- every rule has one shape
    """The target has a line break, which would break its paragraph."""
    match = regex.search(r"[\n\r\x0b\x0c\x85\u2028\u2029]", unit.target)
    if match:
        yield Note("The target has a line break; write the sentence on one line.", match.span())


@error("untranslated")
def untranslated(unit: Unit, context: Context) -> Iterator[Note]:
    """English is left in the target: all of it, or a run of words."""
    if _is_left_whole(unit, context):
        yield Note("The target is still English; translate it.", (0, len(unit.target)))
        return
    runs = _copied_runs(unit) if context.locale.script == "Latn" else _latin_runs(unit, context.machine)
    for start, end in runs:
        yield Note(f"“{unit.target[start:end]}” is still English; translate it.", (start, end))


@error("loop")
def loop(unit: Unit, context: Context) -> Iterator[Note]:  # noqa: ARG001 -- every rule has one shape
    """A word or phrase is repeated over and over."""
    span = _loop_in(unit.target)
    if span is not None and _loop_in(unit.source) is None:
        text = unit.target[slice(*span)]
        shown = text if len(text) <= 40 else f"{text[:40]}…"
        yield Note(f"“{shown}” repeats itself; keep it once.", span)


@warning("too-long")
def too_long(unit: Unit, context: Context) -> Iterator[Note]:
    """The target is much longer than the source."""
    source, target = len(unit.source), _length(unit.target, context)
    limit = (2.1 if context.machine else 2.4) * source if source > 40 else 3 * source + 30
    if target > limit:
        yield Note(
            f"The target is {target / max(source, 1):.1f} times as long as the source; look for additions."
        )


@warning("too-short")
def too_short(unit: Unit, context: Context) -> Iterator[Note]:
    """The target is much shorter than the source."""
    source, target = len(unit.source), _length(unit.target, context)
    limit = 0.55 if context.machine else 0.45
    if source > 40 and 0 < target < limit * source:
        yield Note(
            f"The target has {target / source:.0%} of the source's length; look for what was left out."
        )


def _has_text(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _length(text: str, context: Context) -> float:
    """Length in characters; a Chinese or Japanese one says as much as two and a half letters."""
    return len(text) * (2.5 if context.locale.script in _DENSE_SCRIPTS else 1)


def _is_left_whole(unit: Unit, context: Context) -> bool:
    """Whether nothing was translated; acronyms, addresses and, in Latin script, names may stay."""
    words = [match.group() for match in _WORD.finditer(_prose(unit.source, unit))]
    if context.locale.script == "Latn":
        prose = [word for word in words if word[0].islower() and len(word) > 2]
        return (
            len(words) > 2
            and bool(prose)
            and unit.source.strip().casefold() == unit.target.strip().casefold()
        )
    prose = [word for word in words if len(word) > 2 and any(char.islower() for char in word)]
    translated = any(is_script(char, context.locale.script) for char in unit.target)
    return bool(prose) and _has_text(unit.target) and not translated


def _target_words(unit: Unit) -> list[regex.Match[str]]:
    return list(_WORD.finditer(_prose(unit.target, unit)))


def _prose(text: str, unit: Unit) -> str:
    """The text with blanks, as many, for what no reader reads as words: addresses, and markup's own."""
    for pattern in (_ADDRESS, _MARKUP) if unit.markup else (_ADDRESS,):
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text


def _latin_runs(unit: Unit, machine: bool) -> Iterator[Span]:
    """Source words that stand together in another script's text, two of them not written like names.

    People leave an English word on purpose now and then; in a machine draft one without names is enough.
    """
    known = {match.group().casefold() for match in _WORD.finditer(unit.source)}
    run: list[regex.Match[str]] = []
    for match in [*_target_words(unit), None]:
        if match is not None and match.group()[0].isascii() and match.group().casefold() in known:
            run.append(match)
            continue
        plain = [word for word in run if word.group().islower() and len(word.group()) > 2]
        short = [word for word in run if word.group() in _FUNCTION]
        torn = len(run) > 1 and run[0].group() == "of"  # no name begins so
        if 2 * torn + len(plain) + len(short) >= (1 if machine and len(plain) == len(run) else 2):
            yield run[0].start(), run[-1].end()
        run = []


def _copied_runs(unit: Unit, size: int = 4) -> Iterator[Span]:
    """Runs of at least `size` source words in their order, three of them not written like names."""
    source = [match.group().casefold() for match in _WORD.finditer(unit.source)]
    known = {tuple(source[index : index + size]) for index in range(len(source) - size + 1)}
    target = _target_words(unit)
    folded = [match.group().casefold() for match in target]
    hits = [index for index in range(len(target) - size + 1) if tuple(folded[index : index + size]) in known]
    while hits:
        first = last = hits.pop(0)
        while hits and hits[0] <= last + size:
            last = hits.pop(0)
        run = target[first : last + size]
        if sum(match.group()[0].islower() for match in run) >= 3:
            yield run[0].start(), run[-1].end()


def _loop_in(text: str) -> Span | None:
    """Where one or two words stand three times in a row, a longer phrase twice, or a syllable four times."""
    matches = list(_TOKEN.finditer(text))
    words = [match.group().casefold() for match in matches]
    for size in range(1, _LONGEST_PHRASE + 1):
        run = _longest_echo(words, size)
        if run and run[1] - run[0] >= (3 if size < 3 else 2) * size:
            return matches[run[0]].start(), matches[run[1] - 1].end()
    stutter = _STUTTER.search(text)
    return stutter.span() if stutter else None


def _longest_echo(words: Sequence[str], size: int) -> Span | None:
    """The first longest stretch in which every word equals the one `size` places before it."""
    best: Span | None = None
    start = 0
    for index in range(size, len(words) + 1):
        if index < len(words) and words[index] == words[index - size]:
            continue
        if index - start > size and (best is None or index - start > best[1] - best[0]):
            best = start, index
        start = index - size + 1
    return best
