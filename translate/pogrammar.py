"""gettext's PO grammar: cuts a text into entries without loss, or says where and why it cannot.

Token by token as gettext reads it. polib drops an unterminated string in silence, and what a reader drops
is missing from the file that is written next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, NoReturn

from .errors import RefusedError

Kind = Literal["header", "entry", "obsolete", "comment"]
Previous = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Block:
    """One entry as it stands in the file.

    Attributes:
        text: Its characters with the blank lines after it; the texts of all blocks joined give the file.
        line: 1-based line of its msgid (of the first line, for comments without an entry).
        kind: Header, active entry, obsolete entry, or comments at the end that belong to no entry.
        ctxt: msgctxt, None when there is none.
        msgid: The source.
        plural: msgid_plural, None when there is none.
        msgstr: One text, or all plural forms.
        previous: msgctxt, msgid and msgid_plural of the `#|` lines, each None when absent.
        comments: The comment lines, each from its `#` on.
    """

    text: str
    line: int
    kind: Kind
    ctxt: str | None = None
    msgid: str = ""
    plural: str | None = None
    msgstr: tuple[str, ...] = ()
    previous: Previous = (None, None, None)
    comments: tuple[str, ...] = ()


class _Token(NamedTuple):
    kind: str  # comment, string, word, index, junk or end
    text: str
    start: int
    end: int
    obsolete: bool = False
    previous: bool = False


# Only ASCII blanks separate tokens: gettext refuses a no-break space or U+2028 between them too.
_TOKEN = re.compile(
    r"""[ \t\r\f\v]*(?:
        (?P<eol>\n|\Z)
      | (?P<prefix>\#~\|?|\#\|)
      | (?P<comment>\#[^\n]*)
      | "(?P<string>[^"\\\n]*(?:\\[^\n][^"\\\n]*)*)"
      | (?P<word>[A-Za-z_$][A-Za-z0-9_$]*)
      | \[[ \t\r\f\v\n]*(?P<index>[0-9]+)[ \t\r\f\v\n]*\]
      | (?P<junk>[^ \t\r\f\v])
    )""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r'\\(?:([abfnrtv"\\])|([0-7]{1,3})|x([0-9A-Fa-f]+)|(.))', re.DOTALL)
_ESCAPED = dict(zip('abfnrtv"\\', '\a\b\f\n\r\t\v"\\', strict=True))
_CONFLICT = re.compile(r"(?:<{7}|\|{7}|={7}|>{7})(?:\s|$)")
_STRING = r'"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"\n'


def _field_pattern(keyword: str, mark: str) -> str:
    mark = re.escape(mark)
    return rf"{mark}{keyword} ({_STRING}(?:{mark}{_STRING})*+)"


def _entry_pattern(mark: str, before: str) -> re.Pattern[str]:
    """An entry in gettext's own layout, after which another begins, or nothing."""
    return re.compile(
        r"((?:#(?![~|])[^\n]*+(?<![\\\r])\n)*+)"
        rf"(?:(?:{_field_pattern('msgctxt', before)})?{_field_pattern('msgid', before)})?"
        rf"(?:{_field_pattern('msgctxt', mark)})?"
        rf"(?P<key>{_field_pattern('msgid', mark)})"
        rf"{_field_pattern('msgstr', mark)}"
        r"(?:[ \t\r\f\v]*+\n)*+(?:[ \t\r\f\v]++\Z)?"
        r"(?=\Z|#(?![~|])|#(?:[~|]|~\|) msg|msgctxt |msgid )"
    )


_LAYOUTS = tuple(
    (mark, before, _entry_pattern(mark, before)) for mark, before in (("", "#| "), ("#~ ", "#~| "))
)


def refuse(
    path: Path, line: int, message: str, hint: str = "mend that place; nothing was changed"
) -> NoReturn:
    """Raise `RefusedError` for a place in a file."""
    raise RefusedError(message, path=path, line=line, hint=hint)


def _laid_out(text: str, start: int) -> tuple[str, str, re.Match[str]] | None:
    for mark, before, pattern in _LAYOUTS:
        if match := pattern.match(text, start):
            return mark, before, match
    return None


def _plain_text(raw: str | None, mark: str) -> str | None:
    """The text of strings in gettext's own layout; KeyError for an escape that is not a simple one."""
    if raw is None:
        return None
    text = raw[1:-2].replace(f'"\n{mark}"', "")
    return _ESCAPE.sub(_simple, text) if "\\" in text else text


def _simple(match: re.Match[str]) -> str:
    return _ESCAPED[match[1]]


def _tokens(text: str, start: int) -> Iterator[_Token]:
    obsolete = previous = False
    for match in _TOKEN.finditer(text, start):
        kind = match.lastgroup or ""
        if kind == "eol":
            obsolete = previous = False
        elif kind == "prefix":
            obsolete |= "~" in match[kind]
            previous |= "|" in match[kind]
        else:
            yield _Token(kind, match[kind], match.start(kind), match.end(), obsolete, previous)
    yield _Token("end", "", len(text), len(text))


class Parser:
    """gettext's PO grammar over one text; one use."""

    def __init__(self, text: str, path: Path) -> None:
        self.text = text
        self.path = path
        self._start_at(0)
        self.obsolete = False  # whether the current entry is
        self.counted = (0, 1)  # an offset and its line, so that line ends are counted once

    def blocks(self) -> list[Block]:
        """All blocks in order."""
        found: list[Block] = []
        start = tokens_at = 0
        usual = "\x04" not in self.text
        while start < len(self.text):
            # Nearly all of a file is read in one look an entry, what is laid out otherwise token by token.
            block = self._in_one_look(start) if usual else None
            if block is None:
                if tokens_at != start:
                    self._start_at(start)
                if self.now.kind == "end":
                    break
                block = self._block(start)
                tokens_at = start + len(block.text)
            found.append(block)
            start += len(block.text)
        return found

    def _start_at(self, start: int) -> None:
        """Begin to read tokens where a line begins."""
        self.tokens = _tokens(self.text, start)
        self.now = next(self.tokens)
        self.last_end = start  # of the token before

    def _in_one_look(self, start: int) -> Block | None:
        """The block at `start`; None where it may be anything but an entry in gettext's own layout."""
        if start and self.text[start - 1] != "\n":
            return None
        found = _laid_out(self.text, start)
        if found is None:
            return None
        mark, before, match = found
        comments, was_ctxt, was, ctxt, _, msgid, msgstr = match.groups()
        try:
            previous = (_plain_text(was_ctxt, before), _plain_text(was, before), None)
            role, source, target = (_plain_text(raw, mark) for raw in (ctxt, msgid, msgstr))
        except KeyError:
            return None
        kind: Kind = "obsolete" if mark else "entry" if source or role is not None else "header"
        line = self._line(match.start("key"))
        lines = tuple(comments.split("\n")[:-1])
        return Block(match[0], line, kind, role, source or "", None, (target or "",), previous, lines)

    def _block(self, start: int) -> Block:
        comments = self._comments()
        if self.now.kind == "end":
            return Block(self.text[start:], self._line(start), "comment", comments=comments)
        return self._entry(start, comments)

    def _next_start(self) -> int:
        """Where the next block begins: blank lines belong to the entry before, so that entries can move."""
        if self.now.kind == "end":
            return len(self.text)
        return max(self.text.rfind("\n", 0, self.now.start) + 1, self.last_end)

    def _comments(self) -> tuple[str, ...]:
        lines: list[str] = []
        while self.now.kind == "comment" and not self.now.previous:
            if self.now.text.endswith("\\"):
                # gettext joins the next line to this one, so that an msgid could vanish in a comment.
                hint = "put a full stop or a space after the backslash"
                refuse(self.path, self._line(self.now.start), "a comment ends in a backslash", hint)
            lines.append(self.now.text.rstrip("\r"))
            self._next()
        return tuple(lines)

    def _entry(self, start: int, comments: tuple[str, ...]) -> Block:
        self.obsolete = self.now.obsolete
        if self.obsolete and "#~" not in self.text[self.last_end : self.now.start]:
            line = self._line(self.now.start)
            refuse(self.path, line, "two obsolete entries stand in one line", "give each its own lines")
        previous: Previous = (None, None, None)
        if self.now.previous:
            before = self._optional("msgctxt", previous=True)
            previous = (
                before,
                self._field("msgid", previous=True),
                self._optional("msgid_plural", previous=True),
            )
        ctxt = self._optional("msgctxt")
        line = self._line(self.now.start)
        msgid = self._field("msgid")
        plural = self._optional("msgid_plural")
        if self.now.kind == "end" or (self.now.kind == "word" and self.now.text in {"msgctxt", "msgid"}):
            hint = "the file may be cut short: complete the entry, or take the version in `.po~` or git"
            refuse(self.path, line, "this entry has no msgstr", hint)
        msgstr = (self._field("msgstr"),) if plural is None else self._forms()
        kind: Kind = "obsolete" if self.obsolete else "entry" if msgid or ctxt is not None else "header"
        text = self.text[start : self._next_start()]
        return Block(text, line, kind, ctxt, msgid, plural, msgstr, previous, comments)

    def _forms(self) -> tuple[str, ...]:
        forms: list[str] = []
        while not forms or (self.now.kind == "word" and self.now.text == "msgstr"):
            self._take("word", "msgstr", previous=False)
            self._take("index", str(len(forms)), previous=False)
            forms.append(self._strings(previous=False))
        return tuple(forms)

    def _optional(self, keyword: str, *, previous: bool = False) -> str | None:
        if (self.now.kind, self.now.text, self.now.previous) != ("word", keyword, previous):
            return None
        return self._field(keyword, previous=previous)

    def _field(self, keyword: str, *, previous: bool = False) -> str:
        self._take("word", keyword, previous=previous)
        return self._strings(previous=previous)

    def _strings(self, *, previous: bool) -> str:
        """One string token or several, unescaped and joined."""
        parts: list[str] = []
        while not parts or (self.now.kind == "string" and self.now.previous == previous):
            token = self.now
            self._take("string", token.text, previous=previous)
            parts.append(self._unescape(token) if "\\" in token.text else token.text)
        whole = "".join(parts)
        if "\x04" in whole:
            refuse(self.path, self._line(self.last_end), "a text holds the control character U+0004")
        return whole

    def _take(self, kind: str, text: str, *, previous: bool) -> None:
        """Consume the token if it is this one; an error otherwise."""
        token = self.now
        same = token.text == text or (kind == "index" and (token.text.lstrip("0") or "0") == text)
        if token.kind != kind or not same or token.previous != previous:
            self._fail({"index": f"[{text}]", "string": "a text in double quotes"}.get(kind, text))
        if token.obsolete != self.obsolete:
            hint = "put `#~ ` before every line of the entry, or before none"
            refuse(
                self.path, self._line(token.start), "some lines of this entry are obsolete, some not", hint
            )
        self._next()

    def _next(self) -> None:
        self.last_end = self.now.end
        self.now = next(self.tokens)

    def _unescape(self, token: _Token) -> str:
        def one(match: re.Match[str]) -> str:
            simple, octal, hexadecimal, wrong = match.groups()
            if simple:
                return _ESCAPED[simple]
            if wrong:
                line = self._line(token.start)
                refuse(self.path, line, f"\\{wrong} is no escape of PO", "write a backslash as \\\\")
            byte = (int(octal, 8) if octal else int(hexadecimal, 16)) & 0xFF
            return bytes((byte,)).decode("utf-8", "surrogateescape")

        text = _ESCAPE.sub(one, token.text)
        try:  # numeric escapes give bytes, which together must be UTF-8
            text = text.encode("utf-8", "surrogateescape").decode()
        except UnicodeDecodeError:
            refuse(self.path, self._line(token.start), "the numeric escapes of this text are not UTF-8")
        if "\0" in text:
            refuse(self.path, self._line(token.start), "a text holds a NUL character")
        return text

    def _fail(self, expected: str) -> NoReturn:
        token = self.now
        line = self._line(token.start)
        begin = self.text.rfind("\n", 0, token.start) + 1
        whole = self.text[begin:].partition("\n")[0]
        if _CONFLICT.match(whole):
            hint = "keep one side of the conflict, delete the marker lines, run again"
            refuse(self.path, line, "a conflict of a git merge is unresolved", hint)
        if token.kind == "junk" and token.text == '"':
            refuse(self.path, line, "a text is not closed", 'end it with " before the line ends')
        if token.kind in {"word", "junk"} and self.text[self.last_end - 1 : token.start].rstrip(" \t") == '"':
            refuse(self.path, line, "something follows the closing quote", 'a quote inside a text is \\"')
        if token.kind == "comment":
            refuse(self.path, line, "a comment stands inside an entry", "move it above the entry")
        found = "the file ends" if token.kind == "end" else f"`{whole.strip()[:40]}` stands there"
        refuse(self.path, line, f"`{expected}` is expected, but {found}")

    def _line(self, at: int) -> int:
        offset, line = self.counted if self.counted[0] <= at else (0, 1)
        self.counted = (at, line + self.text.count("\n", offset, at))
        return self.counted[1]
