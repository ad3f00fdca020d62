"""Reads a PO file strictly: what `msgfmt --check` refuses is refused, the rest is cut into blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from gettext import c2py
from pathlib import Path

from .pogrammar import Block, Parser, refuse

__all__ = ["Block", "flags_of", "scan"]

_CHARSET = re.compile(r"charset=([^\s\\]*)", re.IGNORECASE)


def scan(data: bytes, path: Path) -> list[Block]:
    """Cut a PO file into blocks.

    Args:
        data: The file's bytes.
        path: Its name, for messages.

    Returns:
        The blocks, the header first; their texts joined are the decoded file.

    Raises:
        RefusedError: It is not valid PO in UTF-8; with the line and what to do.
    """
    text = _decode(data, path)
    blocks = Parser(text, path).blocks()
    _check_keys(blocks, path)
    header = _check_header(blocks, path)
    forms = _plural_count(header, path)
    for block in blocks:
        problem = _text_problem(block, forms)
        if problem and "fuzzy" not in flags_of(block.comments):
            refuse(path, block.line, problem)
    return blocks


def flags_of(comments: Sequence[str]) -> list[str]:
    """The flags on the `#,` lines (and the `#=` lines of the coming PO format), in order, without repeats."""
    found: dict[str, None] = {}
    for line in comments:
        if line.startswith(("#,", "#=", "#!")):
            for item in line[2:].split(","):
                # `range: 0..9` is the one flag with a blank inside.
                words = [item.strip()] if "range:" in item else item.split()
                found.update(dict.fromkeys(word for word in words if word))
    return list(found)


def _decode(data: bytes, path: Path) -> str:
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        what = "a byte order mark" if data.startswith(b"\xef") else "UTF-16"
        refuse(path, 1, f"starts with {what}, which gettext refuses", "save it as UTF-8 without that mark")
    if not data.strip():
        refuse(path, 1, "is empty", "put the version in `.po~` or git back")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        declared = _CHARSET.search(data.decode("latin-1"))
        if declared:
            _check_charset(declared[1], path, data.count(b"\n", 0, declared.start()) + 1)
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start + 1} (0x{data[error.start]:02x}) is not UTF-8"
        refuse(path, line, message, "save the file as UTF-8, or mend that byte")
    if (at := text.find("\0")) >= 0:
        refuse(path, text.count("\n", 0, at) + 1, "holds a NUL character", "save the file as plain UTF-8")
    return text


def _check_charset(name: str, path: Path, line: int) -> None:
    # A template's placeholder or none at all is read as UTF-8, which the bytes must be in any case.
    if name.strip("\";'").upper().replace("_", "-") not in {"UTF-8", "UTF8", "CHARSET", ""}:
        hint = f"msgconv --to-code=UTF-8 --no-wrap -o {path.name} {path.name}"
        refuse(path, line, f"is declared as charset={name}; only UTF-8 is read", hint)


def _check_header(blocks: Sequence[Block], path: Path) -> Block:
    headers = [block for block in blocks if block.kind == "header" and block.msgstr[0]]
    if not headers:
        hint = 'put `msgid ""` with the header lines of another catalogue first'
        refuse(path, 1, "has no header entry", hint)
    header = headers[0]
    if header is not blocks[0]:
        refuse(path, header.line, "the header stands after other entries", "move it to the top of the file")
    if header.plural is not None:
        refuse(path, header.line, "the header entry has plural forms", "delete its msgid_plural line")
    if declared := _CHARSET.search(header.msgstr[0]):
        _check_charset(declared[1], path, header.line)
    return header


def _check_keys(blocks: Sequence[Block], path: Path) -> None:
    first: dict[tuple[str | None, str], int] = {}
    for block in blocks:
        if block.kind == "comment":
            continue
        if block.ctxt == "":
            refuse(
                path, block.line, "msgctxt is empty", "name the role there, such as body, or remove that line"
            )
        line = first.setdefault((block.ctxt, block.msgid), block.line)
        if line != block.line:
            hint = "keep one of the two (obsolete `#~` entries count)"
            refuse(path, block.line, f"the same msgctxt and msgid stand in line {line} too", hint)


def _plural_count(header: Block, path: Path) -> int | None:
    """The number of plural forms, None when not declared; refused when declared wrongly, as msgfmt does."""
    count = re.search(r"nplurals=\s*(\w*)", header.msgstr[0])
    formula = re.search(r"(?<!n)plural=([^;\n]*)", header.msgstr[0])
    if count is None or formula is None:
        return None
    problem = _plural_problem(count[1], formula[1])
    if problem:
        refuse(
            path, header.line, f"Plural-Forms: {problem}", "take the line of another catalogue of this locale"
        )
    return int(count[1])


@lru_cache(maxsize=64)  # thousands of catalogues of one locale share the line
def _plural_problem(count: str, formula: str) -> str:
    if not count.isdecimal():
        return f"nplurals={count} is not a number"
    try:
        rule = c2py(formula)
        highest = max(rule(number) for number in range(1001))
    except (ValueError, ZeroDivisionError):
        return f"plural={formula} cannot be computed"
    return f"plural can be {highest} with nplurals={count}" if highest >= int(count) else ""


def _text_problem(block: Block, forms: int | None) -> str:
    """What msgfmt refuses about an entry that is in use, if anything."""
    if block.kind != "entry" or not block.msgstr[0]:
        return ""
    if block.plural is not None and len(block.msgstr) != forms:
        declared = "none" if forms is None else str(forms)
        return f"plural forms here: {len(block.msgstr)}; declared in the header: {declared}"
    if block.plural is None and "\n" not in block.msgid and "\n" not in block.msgstr[0]:
        return ""
    texts = [text for text in (block.plural, *block.msgstr) if text is not None]
    if any(text.startswith("\n") != block.msgid.startswith("\n") for text in texts):
        return "msgid and msgstr do not both begin with \\n"
    if any(text.endswith("\n") != block.msgid.endswith("\n") for text in texts):
        return "msgid and msgstr do not both end with \\n"
    return ""
