"""Where an English sentence ends: sentencex plus the rules that a defence and economy desk needs.

sentencex (Rust, linear) proposes boundaries; the rules below withdraw, move or add one. No text changes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from translate.unit import Span

_WINDOW = 4_000
"""Code points given to sentencex at once: its matching of quotation marks is quadratic in unpaired ones."""

_LONG = 300
"""From this length quotations are cut inside as well: small models drop the tail of a long sentence."""

_REACH = 40
"""Code points the rules look at on either side of a boundary."""

# A rank or form of address goes on with a name, whatever its case.
_TITLES = (
    "Addl|Adm|Amb|Asst|Brig|Capt|Cdr|Cmde|Cmdr|Cmdt|Col|Comdt|Cpl|Dr|Dy|Flt|Fr|Ft|Gen|Gov|Gp|Hav|Hon|Insp"
    "|Jt|Kum|Ldr|Lt|Maj|Md|Messrs|Mohd|Mr|Mrs|Ms|Msgr|Mt|Nk|Pres|Prof|Pt|Pte|Rep|Rev|Sen|Sgt|Sh|Shri"
    "|Smt|Sqn|St|Supt|Ven|Wg"
)
# Words that open a sentence and are no name.
_STARTERS = (
    "A|About|After|All|Although|An|And|As|At|Both|But|By|Despite|During|Earlier|Every|For|From|He|Her|His|How"
    "|However|I|If|In|It|Its|Last|Later|Many|Meanwhile|Most|No|On|One|Our|She|Since|So|Some|That|The|Their|Then"
    "|There|These|They|This|Those|Though|To|Under|We|What|When|While|With|Yet|You"
)
_REPORTS = (
    "added|argue|argued|are|asked|believe|called|expect|fear|had|has|have|hope|is|said|say|says|told|urged"
    "|warn|warned|was|were|will|would"
)
_OPEN = "“‘«\"'(["
_EDGE = rf"(?:^|[\s{re.escape(_OPEN)}-])"

_BLANK_LINE = re.compile(r"(?>\r\n?|\n)[^\S\r\n]*[\r\n]\s*")
_SPACE = re.compile(r"[^\S ]")
_SPACES = re.compile(r"\s*")
_CLOSING = re.compile(r"[”’»)\]]+(?=\s|$)")
_OPENING = re.compile(rf"(?:^|(?<=\s))[{re.escape(_OPEN)}]+\s*$")
_QUOTES = str.maketrans(dict.fromkeys('“”„«»"()[]', " "))

_LOWER = re.compile(rf"[{re.escape(_OPEN)}]*[a-z](?![A-Z])")  # not "iPhone"
_MARKER = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})[.)]")
_GLUED = re.compile(r"[a-z]{2}[.!?][”\"’)]*$")
_CAPITALISED = re.compile(r"[“\"]?[A-Z][a-z]")
_WORD_SIGN = re.compile(r"[^\W_]")

_LONGEST_JOIN = 8
"""Code points of the longest match of a left pattern below: `Messrs.` and what stands before it."""

# No boundary where the left pattern ends what stands before it and the right one begins what follows.
_JOINS = (
    (re.compile(rf"{_EDGE}(?:vs?|viz|i\.e|e\.g|M/s)\.$", re.IGNORECASE), re.compile("")),
    (re.compile(rf"{_EDGE}(?:{_TITLES})\.$"), re.compile(rf"(?!(?:{_STARTERS})(?![\w.-]))")),
    (
        re.compile(
            rf"{_EDGE}(?:approx|apps?|arts?|ca?|cf|ch|chap|cl|col|est|ex|figs?|nos?|op|pp?|paras?|pt|reg|resp"
            r"|rs|secs?|vols?|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$",
            re.IGNORECASE,
        ),
        re.compile(r"[$€£₹(]*\d"),
    ),
    (
        re.compile(r"[\d\s][ap]\.\s?m\.$"),
        re.compile(
            r"(?:BST|CES?T|E[DS]?T|GMT|IST|MSK|P[DS]T|SGT|UTC"
            r"|(?:[A-Z][a-z]+\s+){1,2}(?:[Ss]tandard\s+)?[Tt]ime)(?!\w)"
        ),
    ),
    (
        re.compile(r"[?!][”\"’']$"),
        re.compile(r"(?:[A-Z][\w.’'-]*\s+){1,4}(?:asked|said|wondered|replied|exclaimed|shouted)(?:[.,]|$)"),
    ),
)

# Boundaries that sentencex does not see: what a match holds, for a quick look, and the pattern, whose match
# ends where the next sentence begins.
_MISSED = (
    (
        "D.C.",
        re.compile(
            rf"\s[a-z]+\s(?:[A-Z][a-z]+,?\s)*D\.C\.\s+(?=(?:{_STARTERS}|[A-Z][a-z]+\s(?:{_REPORTS}))(?![\w.-]))"
        ),
    ),
    ("(", re.compile(r"(?:^|[.!?][”\"]?\s+)\([A-Z]\w* [^()]*[a-z0-9]{2}[.!?]\)\s+(?=[A-Z“\"])")),
)


def sentences(text: str, protected: Sequence[Span] = ()) -> list[Span]:
    """The sentences of `text`, in order, without surrounding white space.

    Args:
        text: Plain English; a blank line always ends a sentence, whatever is protected.
        protected: Ranges that no boundary may cut, such as inline markup elements.

    Returns:
        Disjoint spans in code points; what lies between them is white space only.
    """
    guards = _union(protected)
    flat = _SPACE.sub(" ", text)  # this also keeps U+00A0 from sentencex, which panics on "B\u00a0."
    spans: list[Span] = []
    start = 0
    for blank in [*(match.span() for match in _BLANK_LINE.finditer(text)), (len(text), len(text))]:
        gaps = _unguarded(_gaps(flat, start, blank[0]), guards)
        for span in _between(flat, start, blank[0], gaps):
            spans += _shortened(flat, span, guards)
        start = blank[1]
    return spans


def _shortened(flat: str, span: Span, guards: Sequence[Span]) -> list[Span]:
    """A long span cut inside its quotations as well; any other as it is."""
    start, end = span
    if end - start < _LONG:
        return [span]
    piece = flat[start:end]
    gaps = _allowed(piece, _ends(piece.translate(_QUOTES)))
    shifted = [(start + a, start + b) for a, b in gaps]
    return _between(flat, start, end, _unguarded(shifted, guards))


def _gaps(flat: str, start: int, end: int) -> list[Span]:
    """The gaps between the sentences of `flat[start:end]`, as offsets into `flat`."""
    piece = flat[start:end]
    cuts = set(_ends(piece))
    for part, pattern in _MISSED:
        if part in piece:
            cuts.update(match.end() for match in pattern.finditer(piece))
    return [(start + a, start + b) for a, b in _allowed(piece, sorted(cuts))]


def _ends(text: str) -> list[int]:
    """Offsets at which sentencex ends a sentence, in order."""
    found: list[int] = []
    base = 0
    while base < len(text):
        window = text[base : base + _WINDOW]
        ends = _proposed(window)
        if base + len(window) < len(text):
            ends = ends[:-1]  # what stands last in a window may go on in the next
        found += [base + end for end in ends]
        base += ends[-1] if ends else window.rfind(" ") + 1 or len(window)
    return found


def _proposed(window: str) -> list[int]:
    import sentencex  # noqa: PLC0415 -- --help loads no extension module

    try:
        return [boundary["end_index"] for boundary in sentencex.get_sentence_boundaries("en", window)]
    except BaseException as error:
        # A panic in Rust is no Exception: one strange sentence would end the batch.
        if type(error).__name__ != "PanicException":
            raise
        return []


def _allowed(text: str, cuts: Iterable[int]) -> list[Span]:
    """The gaps at `cuts` that no rule withdraws, each moved to the right side of quotation marks."""
    gaps: list[Span] = []
    start = 0
    for proposed in cuts:
        cut = proposed
        if closing := _CLOSING.match(text, cut):
            cut = closing.end()
        elif opening := _OPENING.search(text[max(start, cut - _REACH) : cut]):
            cut -= len(opening.group())
        end = cut
        while end > start and text[end - 1] == " ":
            end -= 1
        while cut < len(text) and text[cut] == " ":
            cut += 1
        if start < end and cut < len(text) and not _joined(text, start, end, cut):
            gaps.append((end, cut))
            start = cut
    return gaps


def _joined(text: str, start: int, end: int, following: int) -> bool:
    """Whether the sentence from `start` goes on after the gap from `end` to `following`."""
    before = text[max(start, end - _REACH) : end]
    after = text[following : following + _REACH]
    if end == following and not (_GLUED.search(before) and _CAPITALISED.match(after)):
        return True
    if _LOWER.match(after) or _MARKER.fullmatch(text, start, end):
        return True
    at = max(0, len(before) - _LONGEST_JOIN)
    return any(left.search(before, at) and right.match(after) for left, right in _JOINS)


def _union(spans: Iterable[Span]) -> list[Span]:
    """Overlapping spans as one, sorted; spans that only touch stay apart."""
    union: list[Span] = []
    for start, end in sorted(spans):
        if union and start < union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], end))
        elif start < end:
            union.append((start, end))
    return union


def _unguarded(gaps: Iterable[Span], guards: Sequence[Span]) -> list[Span]:
    """The gaps that do not lie inside a guard."""
    kept: list[Span] = []
    for end, following in gaps:
        index = bisect_left(guards, (end,)) - 1
        if index < 0 or guards[index][1] <= following:
            kept.append((end, following))
    return kept


def _between(flat: str, start: int, end: int, gaps: Iterable[Span]) -> list[Span]:
    """What `gaps` leave of `flat[start:end]`; a piece without letter or digit stays with its neighbour."""
    spans: list[Span] = []
    only_signs = True
    for stop, following in [*gaps, (end, end)]:
        first, last = start, stop
        while first < last and flat[first] == " ":
            first += 1
        while first < last and flat[last - 1] == " ":
            last -= 1
        start = following
        if first == last:
            continue
        wordless = not _WORD_SIGN.search(flat, first, last)
        if spans and (wordless or only_signs):
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
        only_signs = only_signs and wordless
    return spans
