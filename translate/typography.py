"""Quotation marks, dashes, full stops and spaces of a machine draft as its locale has them.

Only white space and punctuation change, never a letter or a digit. A person's text does not come here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from translate import literals, quotation
from translate.locales import LocaleInfo, is_script
from translate.unit import Span

NBSP = "\u00a0"
ROUNDS = 4
"""How often the rules go over a text before one that never settles is left as it was."""

_BRACKETS = frozenset("([{")
_ENDS = frozenset(".,:;!?…)]}।॥")

_EM_DASHED = frozenset({"be", "ru", "uk"})
"""Languages that set a dash as an em dash after a no-break space, and decimals and units apart."""
_OWN_SPACES = frozenset({"fr"})
"""Languages with spaces of their own before `:` and within quotation marks."""

_LITERAL_SIGN = regex.compile(r"[@{%]|://|www\.")
_CODE = regex.compile(r"`[^`\n]++`")
_DOUBLED = regex.compile(rf"(?<=\S)[ {NBSP}]{{2,}}+(?=\S)")
_BEFORE_SIGN = regex.compile(rf"(?<=[^\s(\[{{])[ {NBSP}]++(?=[,.:;!?।॥)\]}}])")
_AFTER_BRACKET = regex.compile(rf"(?<=[(\[{{])[ {NBSP}]++(?=[^\s)\]}}])")
_SIGN_WITHIN = regex.compile(r"(?:,|(?<=\p{Cyrillic}{4})\.)»(?=\s|$)")
_DASH = regex.compile(rf"(?<![ {NBSP}])[ {NBSP}]*+[-–—]++[ {NBSP}]*+")
_SOURCE_DASH = regex.compile(r"(?<![-–—])[–—](?![-–—])")
_RANGE = regex.compile(
    r"(?<![0-9.,])([0-9][0-9.,]*+)[ \u00a0]?(?:[-–—]|to|and)[ \u00a0]?(?=([0-9][0-9.,]*+))"
)

_NUMBER = regex.compile(r"[0-9.,]++")
_NUMBER_BEFORE = regex.compile(r"[0-9.,]++$", regex.REVERSE)
_UNITS = (
    "тысяч[аиу]?|миллион(?:а|ов|у|ом|ами|ам|ах)?|миллиард(?:а|ов|у|ом|ами|ам|ах)?|триллион(?:а|ов|у|ом|ами|ам|ах)?"
    "|тыс|млн|млрд|трлн|км|кг|см|мм|м|г|т|л|га|ч|мин|шт|руб|долл|гг|чел|экз|кв|куб|[кМГТ]Вт|В|МГц|ГГц|[КМГТ]Б"
    "|°C|[%‰°₽$€£¥₹]"
)
_NUMBER_UNIT = regex.compile(rf"(?<=[0-9])[ \u2009](?=(?:{_UNITS})(?![\p{{L}}\p{{M}}\p{{N}}]))")
_NUMERO = regex.compile(r"(?<=№)[ \u2009](?=[0-9])")
_INITIAL = regex.compile(r"(?<![\p{L}\p{M}\p{N}])\p{Lu}\.[ ](?=\p{Lu}(?:\.|\p{Ll}))")
_THOUSANDS = regex.compile(rf"(?<![0-9.,])[0-9]{{1,3}}(?:[ \u2009\u202f{NBSP}][0-9]{{3}})+(?![0-9])")

_LAST = regex.compile(
    rf"(?P<space>[ {NBSP}]*+)(?P<mark>[.|])(?P<rest>[»“”’\"')\]]*+)(?P<end>\s*+)$", regex.REVERSE
)
_DANDA_SPACE = regex.compile(rf"(?<=\S)[ {NBSP}]++(?=[।॥])")
_LAST_WORD = regex.compile(r"[\p{L}\p{M}\u200c\u200d]++")
# Words before a point that is no full stop. Letters' names are initials, but जी, आई and पी are words too.
_SHORT = """डॉ प्रो रु श्री सु कु मो स्व पं इं एड लि प्रा कं नं सं पृ ई पू कि मि मी ग्रा ब्रि कै
ए बी सी डी एफ एच जे के एल एम एन ओ क्यू आर एस टी यू वी डब्ल्यू एक्स वाई जेड"""
_ABBREVIATED = frozenset(_SHORT.split())


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of a text that is written otherwise.

    Attributes:
        start: Where it begins, in code points of the original.
        end: Where it ends; never equal to `start`.
        text: What stands there now.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Typeset:
    """A text in its locale's typography.

    Attributes:
        text: The text; the original itself where nothing changed.
        edits: What changed, in order.
    """

    text: str
    edits: tuple[Edit, ...] = ()

    def moved(self, span: Span) -> Span:
        """Where a stretch of the original stands now; one that begins or ends in an edit takes all of it."""
        end = self._place(span[1], inside=True)
        return min(self._place(span[0], inside=False), end), end

    def _place(self, at: int, *, inside: bool) -> int:
        shift = 0
        for edit in self.edits:
            if edit.end <= at:
                shift += len(edit.text) - (edit.end - edit.start)
            elif edit.start < at:
                return edit.start + shift + (len(edit.text) if inside else 0)
            else:
                break
        return at + shift


@dataclass(frozen=True, slots=True)
class _Line:
    """A text on its way: where each code point comes from, and which must stay.

    What a rule wrote has, inverted (`~`), the place where what it replaced began, which is one of `cuts`.
    """

    text: str
    origin: tuple[int, ...]
    fixed: bytes
    cuts: frozenset[int] = frozenset()

    def with_edits(self, edits: Sequence[Edit]) -> _Line:
        """The text with those of the edits that touch nothing fixed."""
        texts: list[str] = []
        origin: list[int] = []
        fixed = bytearray()
        cuts: list[int] = []
        at = 0
        for wanted in edits:
            edit = _least(wanted, self.text)
            if edit is None or any(self.fixed[edit.start : edit.end]):
                continue
            texts += (self.text[at : edit.start], edit.text)
            began = self.origin[edit.start]
            origin += self.origin[at : edit.start]
            origin += [min(began, ~began)] * len(edit.text)
            cuts.append(max(began, ~began))
            fixed += self.fixed[at : edit.start] + bytes(len(edit.text))
            at = edit.end
        if not at:
            return self
        origin += self.origin[at:]
        text = "".join([*texts, self.text[at:]])
        return _Line(text, tuple(origin), bytes(fixed + self.fixed[at:]), self.cuts.union(cuts))


_Rule = Callable[[_Line, LocaleInfo, str], Iterator[Edit]]
"""Edits of a text in order, under the locale's rules and with the English beside it."""


def normalised(text: str, locale: LocaleInfo, *, source: str = "", protected: Sequence[Span] = ()) -> Typeset:
    """A machine draft's plain text in the locale's typography and in NFC.

    Marks change only where they pair, or where the same one is alone in the English, whose sentence may be
    part of a longer quotation. Addresses, placeholders and code between backticks stay. Takes time linear in
    the text, and changes nothing in a text that it made.

    Args:
        text: The draft as a reader sees it, without markup.
        locale: Its locale.
        source: The English as a reader sees it.
        protected: Code points that stay as they are: terms, figures, code.
    """
    kept = bytearray(len(text))
    for start, end in protected:
        kept[start:end] = b"\1" * len(kept[start:end])
    line = _Line(text, tuple(range(len(text))), bytes(kept))
    for _ in range(ROUNDS):
        line = now = _with_literals(line, kept)
        for rule in _RULES:
            now = now.with_edits(list(rule(now, locale, source)))
        if now.text == line.text:
            return Typeset(now.text, tuple(_edits(now, text)))
        line = now
    return Typeset(text)


def _with_literals(line: _Line, kept: bytes | bytearray) -> _Line:
    """The line with its addresses and code fixed as they stand now, besides what the caller protects."""
    fixed = bytearray(kept[at] if at >= 0 else 0 for at in line.origin)
    found = [m.span() for m in _CODE.finditer(line.text)]
    if _LITERAL_SIGN.search(line.text):  # most sentences have none, and looking closely takes time
        found += literals.find(line.text)
    for start, end in found:
        fixed[start:end] = b"\1" * (end - start)
    return replace(line, fixed=bytes(fixed))


def _least(edit: Edit, text: str) -> Edit | None:
    """The edit without what it leaves alone at its ends, None if that is all; it still takes a code point."""
    old, start, end, new = text[edit.start : edit.end], edit.start, edit.end, edit.text
    if old == new:
        return None
    while end - start > 1 and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while end - start > 1 and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return Edit(start, end, new)


def _edits(line: _Line, original: str) -> Iterator[Edit]:
    """What stands for what of the original: neighbours apart, since markup may stand between them."""
    kept = [(at, index) for index, at in enumerate(line.origin) if at >= 0]
    for (at, index), (after, following) in pairwise([(-1, -1), *kept, (len(original), len(line.text))]):
        cuts = [cut for cut in range(at + 1, after) if cut in line.cuts]
        first = index + 1
        for start, end in pairwise([*cuts, after]):
            last = first
            while last < following and line.origin[last] == ~start:
                last += 1
            yield Edit(start, end, line.text[first:last])
            first = last


def _composed(line: _Line, locale: LocaleInfo, source: str) -> Iterator[Edit]:  # noqa: ARG001 -- every rule has one shape
    """NFC, cluster by cluster: what must stay may stand decomposed between others."""
    if unicodedata.is_normalized("NFC", line.text):
        return
    for match in regex.finditer(r"\X", line.text):
        yield Edit(*match.span(), unicodedata.normalize("NFC", match.group()))


def _quotes(line: _Line, locale: LocaleInfo, source: str) -> Iterator[Edit]:
    """The locale's marks by depth, without spaces within them."""
    pairs, lone = quotation.paired(line.text, line.fixed)
    if lone and lone != quotation.paired(source, bytes(len(source)))[1]:
        return  # which of the marks belong together is not sure
    if lone:
        pairs = _bordered(line, pairs)
    ends: list[int] = []
    made: list[Edit] = []
    for start, end in sorted(pairs):
        while ends and ends[-1] < start:
            ends.pop()
        opening, closing = locale.quotes[2 * (len(ends) % 2) :][:2]
        ends.append(end)
        left, right = (0, 0) if locale.language in _OWN_SPACES else _margins(line.text, start, end)
        if start >= 0:
            made.append(Edit(start, start + 1 + left, opening))
        if end < len(line.text):
            made.append(Edit(end - right, end + 1, closing))
    yield from sorted(made, key=lambda edit: edit.start)


def _margins(text: str, start: int, end: int) -> Span:
    """How many spaces there are behind an opening mark and before its closing one, if there are words."""
    left = right = 0
    while start >= 0 and start + left + 1 < end and text[start + left + 1] in f" {NBSP}":
        left += 1
    while end < len(text) and end - right - 1 > start + left and text[end - right - 1] in f" {NBSP}":
        right += 1
    return (0, 0) if start + left + right + 1 >= end else (left, right)


def _bordered(line: _Line, pairs: list[Span]) -> list[Span]:
    """The pairs with those that begin before the text or end after it."""
    inside = {at for pair in pairs for at in pair}
    out = list(pairs)
    for at, side in quotation.sides(line.text, line.fixed):
        if line.text[at] in quotation.DOUBLE and at not in inside:
            out.append((at, len(line.text)) if side > 0 else (-1, at))
    return out


def _turned(line: _Line, locale: LocaleInfo, source: str) -> Iterator[Edit]:  # noqa: ARG001 -- every rule has one shape
    """A comma or full stop behind the closing mark, not before it as in English."""
    if locale.language in _EM_DASHED:
        for match in _SIGN_WITHIN.finditer(line.text):
            yield Edit(*match.span(), match.group()[::-1])


def _spaces(line: _Line, locale: LocaleInfo, source: str) -> Iterator[Edit]:  # noqa: ARG001 -- every rule has one shape
    """One space between words, none before a sign or within brackets."""
    doubled = _DOUBLED.finditer(line.text)
    found = {m.start(): Edit(*m.span(), NBSP if NBSP in m.group() else " ") for m in doubled}
    if locale.language not in _OWN_SPACES:
        for match in _BEFORE_SIGN.finditer(line.text):
            if _ends_there(line.text, *match.span()):
                found[match.start()] = Edit(*match.span(), "")
        found |= {m.start(): Edit(*m.span(), "") for m in _AFTER_BRACKET.finditer(line.text)}
    yield from (found[at] for at in sorted(found))


def _ends_there(text: str, start: int, at: int) -> bool:
    """Whether the sign at a place ends something: `...`, `.5`, `:)` and `3 : 2` do not."""
    sign, after = text[at], text[at + 1 : at + 2]
    if sign in ")]}":
        return True
    if after and not after.isspace() and after not in quotation.AFTER_CLOSING | quotation.STRAIGHT:
        return False
    if sign == "." and after == ".":
        return False
    if sign in ":;" and after and not after.isspace():
        return False
    return not (
        sign == ":" and text[start - 1].isdecimal() and text[at + 1 : at + 3].lstrip()[:1].isdecimal()
    )


def _dashes(line: _Line, locale: LocaleInfo, source: str) -> Iterator[Edit]:
    """A dash between words: an em dash that no line begins with, or the one that the English has."""
    places = [place for match in _DASH.finditer(line.text) if (place := _dash(line.text, *match.span()))]
    if locale.language in _EM_DASHED:
        ranges = {match.group(1, 2) for match in _RANGE.finditer(source)}
        for start, end, mark in places:
            if line.text[start - 1].isdecimal() and line.text[end].isdecimal() and mark in "-–":
                if mark == "–" and _numbers(line.text, start, end) in ranges:
                    yield Edit(start, end, mark)
            elif mark == "—" or (mark == "–" and end - start > 1) or _spaced(line.text, start, end):
                yield Edit(start, end, f"{NBSP}— ")
        return
    loose = [
        (start, end)
        for start, end, mark in places
        if mark in {"-", "--"}
        and _spaced(line.text, start, end)
        and not (line.text[start - 1].isdecimal() and line.text[end].isdecimal())
    ]
    wanted = [m.group() for m in _SOURCE_DASH.finditer(source) if not _between_digits(source, *m.span())]
    standing = sum(mark in {"–", "—"} for _, _, mark in places)
    if len(set(wanted)) == 1 and len(loose) + standing <= len(wanted):
        yield from (Edit(start, end, f" {wanted[0]} ") for start, end in loose)


def _dash(text: str, start: int, end: int) -> tuple[int, int, str] | None:
    """A dash that stands between two words or signs that may have one."""
    mark = text[start:end].strip(f" {NBSP}")
    if not start or end == len(text) or mark not in {"-", "--", "–", "—"}:
        return None
    before, after = text[start - 1], text[end]
    if before.isspace() or after.isspace() or before in _BRACKETS or after in _ENDS:
        return None
    return start, end, mark


def _spaced(text: str, start: int, end: int) -> bool:
    return text[start] in f" {NBSP}" and text[end - 1] in f" {NBSP}"


def _between_digits(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return before.rstrip()[-1:].isdecimal() and after.lstrip()[:1].isdecimal()


def _numbers(text: str, start: int, end: int) -> tuple[str, str]:
    """The numbers before and after a place, as English writes them."""
    before = _NUMBER_BEFORE.search(text, max(0, start - 20), start)
    after = _NUMBER.match(text, end, end + 20)
    found = [match.group().rstrip(".,").replace(",", ".") if match else "" for match in (before, after)]
    return found[0], found[1]


def _full_stop(line: _Line, locale: LocaleInfo, source: str) -> Iterator[Edit]:
    """A danda for the point that ends a sentence."""
    if locale.full_stop != "।":
        return
    text = line.text
    found = {m.start(): Edit(*m.span(), "") for m in _DANDA_SPACE.finditer(text)}
    last = _LAST.search(text)
    if last and _ends_sentence(text[: last.start("space")], last["mark"], locale, source):
        found[last.start("space")] = Edit(last.start("space"), last.end("mark"), "।")
    yield from (found[at] for at in sorted(found))


def _ends_sentence(text: str, mark: str, locale: LocaleInfo, source: str) -> bool:
    """Whether a point after this text is a full stop."""
    if not text or text[-1] in ".…।॥|" or text[-1].isspace():
        return False
    word = ""
    for match in _LAST_WORD.finditer(text, max(0, len(text) - 40)):
        word = match.group() if match.end() == len(text) else ""
    if word and is_script(word[0], locale.script):
        # The second half of कि.मी.
        return unicodedata.normalize("NFC", word) not in _ABBREVIATED and text[-len(word) - 1 :][:1] != "."
    stopped = source.rstrip().rstrip("\"'”’)]").endswith(".")
    prose = any(is_script(char, locale.script) for char in text)
    return mark == "." and stopped and prose and not regex.search(r"\.\p{L}$", text[-2:])


def _no_breaks(line: _Line, locale: LocaleInfo, source: str) -> Iterator[Edit]:  # noqa: ARG001 -- every rule has one shape
    """No-break spaces where a line must not end."""
    if locale.language not in _EM_DASHED:
        return
    text = line.text
    places = {m.start() for pattern in (_NUMBER_UNIT, _NUMERO) for m in pattern.finditer(text)}
    places |= {m.end() - 1 for m in _INITIAL.finditer(text)}
    for match in _THOUSANDS.finditer(text):
        places |= {at for at in range(*match.span()) if text[at].isspace()}
    yield from (Edit(at, at + 1, NBSP) for at in sorted(places))


_RULES: tuple[_Rule, ...] = (_composed, _quotes, _turned, _spaces, _dashes, _full_stop, _no_breaks)
