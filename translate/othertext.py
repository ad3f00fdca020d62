r"""A text beside the one in use: `# other (name): text`, from which it can be taken back exactly.

A plain line where the text is one; else quoted as in a PO file, a line of the text a line of the comment:

    # other (Anna): "First line\n"
    #   "second line"
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_FIRST = re.compile(r"#[ \t]*other \((?P<name>[^()]*)\)(?: \[(?P<form>[0-9]+)\])?: (?P<text>.+)", re.DOTALL)
_MORE = re.compile(r'#[ \t]+"(?:[^"\\]|\\.)*"')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|(.))")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_PLAIN = {"n": "\n", "t": "\t", "r": "\r"}


def comment(text: str, name: str, form: int | None = None) -> str:
    """The comment lines for a text; `form` is the number of a plural form."""
    name = " ".join(name.replace("(", "[").replace(")", "]").split())
    head = f"# other ({name})" + ("" if form is None else f" [{form}]")
    if not _needs_quotes(text):
        return f"{head}: {text}"
    first, *more = (f'"{_escaped(line)}"' for line in re.findall(r"[^\n]*\n|[^\n]+", text))
    return "\n".join([f"{head}: {first}", *(f"#   {line}" for line in more)])


def items(comments: str) -> list[str]:
    """The lines of a translator comment, those of one `other` text together."""
    found: list[str] = []
    for line in comments.split("\n") if comments else ():
        match = _FIRST.fullmatch(found[-1]) if found else None
        if match and match["text"].startswith('"') and _MORE.fullmatch(line):
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return found


def recorded(comments: str) -> Iterator[tuple[int | None, str]]:
    """The plural form (None where there are none) and the text of each `other` comment."""
    for item in items(comments):
        if match := _FIRST.fullmatch(item):
            text = match["text"]
            if text.startswith('"'):
                text = "".join(_unescaped(part) for part in _QUOTED.findall(text))
            yield (None if match["form"] is None else int(match["form"])), text


def _needs_quotes(text: str) -> bool:
    controls = any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in text)
    return controls or text != text.strip() or text.startswith('"') or text.endswith("\\")


def _escaped(line: str) -> str:
    return "".join(_ESCAPES.get(c) or (f"\\x{ord(c):02x}" if ord(c) < 0x20 else c) for c in line)


def _unescaped(part: str) -> str:
    def one(match: re.Match[str]) -> str:
        return chr(int(match[1], 16)) if match[1] else _PLAIN.get(match[2], match[2])

    return _ESCAPE.sub(one, part)
