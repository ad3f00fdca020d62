"""Translation memories as files: TMX read as a stream, whoever wrote it, and written as TMX 1.4b."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from . import __version__, atomic
from .errors import UsageError

LONGEST = 20_000
"""Characters of a segment; what is longer is no sentence and is read as missing."""

_CHUNK = 1 << 18  # bytes read at a time
_HINT = "export the memory again from the tool that wrote it, or mend the file at that line"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = _TEXT | str.maketrans({'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})
_HEAD = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="newsroom-translate" creationtoolversion="{__version__}" segtype="sentence" \
o-tmf="PO" adminlang="en" srclang="en" datatype="plaintext"/>
  <body>
"""
_TAIL = "  </body>\n</tmx>\n"


@dataclass(frozen=True, slots=True)
class Variant:
    """A `tuv`: one text in one language.

    Attributes:
        lang: As the file has it, such as `en-US`.
        text: The segment, inline tags replaced by what they hold.
        by: creationid, empty when there is none.
        at: creationdate, `YYYYMMDDThhmmssZ` in UTC, empty when there is none.
    """

    lang: str
    text: str
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A `tu`: texts that render each other, in file order, and the properties of the whole."""

    variants: tuple[Variant, ...]
    props: tuple[tuple[str, str], ...] = ()

    def prop(self, name: str) -> str:
        """The first property of that type, empty when there is none."""
        return next((value for kind, value in self.props if kind == name), "")


def read(path: Path) -> Iterator[Group]:
    """Every `tu` of a TMX file of version 1.1 to 1.4b, while the file is read.

    Raises:
        UsageError: It is missing, is no TMX, is broken, or declares entities, with the line. The groups
            before that line have been given out by then: write nothing before the last.
        SetupError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            yield from _groups(file, path)
    except FileNotFoundError as error:
        raise UsageError("there is no such file", path=path, hint="name a .tmx file") from error
    except OSError as error:
        raise atomic.setup_error(error, path, "cannot be read") from error


def dumps(groups: Iterable[Group]) -> bytes:
    """TMX 1.4b in UTF-8, in the order given; every text must be one that `can_hold` lets pass."""
    return b"".join((_HEAD.encode(), *(_laid_out(group).encode() for group in groups), _TAIL.encode()))


def can_hold(text: str) -> bool:
    """Whether XML can hold the text: most control characters it cannot, in any spelling."""
    return _ILLEGAL.search(text) is None


def _laid_out(group: Group) -> str:
    lines = ["    <tu>\n"]
    lines += [f"      <prop{_attribute('type', name)}>{_text(value)}</prop>\n" for name, value in group.props]
    for variant in group.variants:
        signed = (("xml:lang", variant.lang), ("creationdate", variant.at), ("creationid", variant.by))
        attributes = "".join(_attribute(name, value) for name, value in signed if value)
        lines.append(f"      <tuv{attributes}><seg>{_text(variant.text)}</seg></tuv>\n")
    return "".join((*lines, "    </tu>\n"))


def _text(value: str) -> str:
    return value.translate(_TEXT)


def _attribute(name: str, value: str) -> str:
    return f' {name}="{value.translate(_ATTRIBUTE)}"'


def _groups(file: BinaryIO, path: Path) -> Iterator[Group]:
    reader = _Reader(path)
    try:
        while chunk := file.read(_CHUNK):
            reader.parser.Parse(chunk, False)
            yield from reader.taken()
        reader.parser.Parse(b"", True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise UsageError(f"not valid XML: {reason}", path=path, line=error.lineno, hint=_HINT) from error
    except (LookupError, ValueError) as error:  # an encoding that Python lacks, or of several bytes
        hint = "save the file as UTF-8"
        raise UsageError(f"cannot be decoded: {error}", path=path, line=1, hint=hint) from error
    yield from reader.taken()


class _Reader:
    """What stands open in the file, and the groups that are complete."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        # A DOCTYPE is common and harmless; an entity may be a bomb, or another file of this machine.
        parser.EntityDeclHandler = self._refuse_entity
        parser.ExternalEntityRefHandler = self._refuse_entity
        parser.SkippedEntityHandler = self._refuse_entity
        self._groups: list[Group] = []
        self._rooted = False
        self._in_group = False
        self._variants: list[Variant] = []
        self._props: list[tuple[str, str]] = []
        self._open: dict[str, str] | None = None
        """Attributes of the open tuv."""
        self._kind: str | None = None
        """Type of the open prop."""
        self._collecting = False
        self._parts: list[str] = []
        self._length = 0

    def taken(self) -> list[Group]:
        """The complete groups, which are then forgotten here."""
        done, self._groups = self._groups, []
        return done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._rooted:
            self._expect_tmx(name)
        if name == "tu":
            self._in_group = True
            self._variants, self._props = [], []
        elif name == "tuv":
            self._open = attributes
        elif name == "prop" and self._in_group and self._open is None:
            self._kind = attributes.get("type", "")
            self._collect()
        elif name == "seg" and self._open is not None:
            self._collect()

    def _end(self, name: str) -> None:
        if name == "seg" and self._open is not None:
            found = self._open
            lang = found.get("xml:lang") or found.get("lang") or ""
            signed = found.get("creationid", ""), found.get("creationdate", "")
            self._variants.append(Variant(lang, self._collected().strip(), *signed))
        elif name == "prop" and self._kind is not None:
            self._props.append((self._kind, self._collected().strip()))
            self._kind = None
        elif name == "tuv":
            self._open = None
        elif name == "tu":
            self._groups.append(Group(tuple(self._variants), tuple(self._props)))
            self._in_group = False

    def _characters(self, text: str) -> None:
        if self._collecting and self._length <= LONGEST:
            self._parts.append(text)
            self._length += len(text)

    def _collect(self) -> None:
        self._collecting, self._parts, self._length = True, [], 0

    def _collected(self) -> str:
        self._collecting = False
        return "".join(self._parts) if self._length <= LONGEST else ""

    def _expect_tmx(self, name: str) -> None:
        self._rooted = True
        if name != "tmx":
            raise self._error(
                f"not a TMX file: it begins with <{name}>", "name a file that begins with <tmx>"
            )

    def _refuse_entity(self, *_: object) -> int:
        hint = "write the characters themselves in place of entities other than &amp; &lt; &gt; &quot; &apos;"
        raise self._error("declares or uses an XML entity, which is refused", hint)

    def _error(self, message: str, hint: str) -> UsageError:
        return UsageError(message, path=self.path, line=self.parser.CurrentLineNumber, hint=hint)
