"""Front matter: which of its values are text, where they stand, and how another value goes in.

Values are spliced into the original YAML, so that its comments, order and quotation marks stay.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from translate.articles.article import Lines, Segment, has_word, newline_of
from translate.errors import ArticleError
from translate.unit import Span

_OPEN = re.compile(r"(?P<mark>---|\+\+\+)[ \t]*(?:\r\n?|\n)")
_YAML_END = re.compile(r"(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)")
_TOML_END = re.compile(r"(?<=[\r\n])\+\+\+[ \t]*(?:\r\n?|\n|\Z)")
_BLANK = re.compile(r"[ \t]*(?:[\r\n]|\Z)")
_KEY = re.compile(r"[\"']?[\w.-]+[\"']?[ \t]*:(?:\s|\Z)")
_STRING = "tag:yaml.org,2002:str"
_PROBE = "\u2063probe"
# What YAML does not print as it stands; see its rule c-printable, and line ends.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Matter:
    """The front matter of an article.

    Attributes:
        start: Where the text between the marks begins.
        end: Where it ends, at the closing mark.
        after: Where the article's body begins.
        toml: It is TOML, which is left alone.
    """

    start: int
    end: int
    after: int
    toml: bool = False


class Node(Protocol):
    """What is used of ruamel's nodes, whose own types leave it out."""

    id: str
    tag: str
    value: Any
    anchor: str | None
    style: str | None
    flow_style: bool | None
    start_mark: Any
    end_mark: Any


def split(text: str, path: Path) -> Matter | None:
    """Find the front matter at the beginning of `text`, if it has one.

    A rule (`---`) as first line is a rule when a blank line or no mapping follows it.

    Raises:
        ArticleError: It is not closed, or it is no YAML; with the line.
    """
    opening = _OPEN.match(text)
    if opening is None or _BLANK.match(text, opening.end()):
        return None
    start = opening.end()
    toml = opening["mark"] == "+++"
    closing = (_TOML_END if toml else _YAML_END).search(text, start)
    if closing is None:
        if not toml and _KEY.match(text, start):
            raise ArticleError(
                "front matter is not closed", path=path, line=1, hint="end it with a line that is only ---"
            )
        return None
    matter = Matter(start, closing.start(), closing.end(), toml)
    root = None if toml else _compose(text[start : closing.start()], path)
    return matter if root is None or _is_mapping(root) else None


def segments(text: str, matter: Matter, keys: Sequence[str], path: Path) -> tuple[list[Segment], str]:
    """The values of the listed keys as segments, in document order, and `date` as written.

    Only strings whose place can be proved by splicing another value in are segments.

    Raises:
        ArticleError: The front matter is no YAML.
    """
    if matter.toml:
        return [], ""
    yaml = text[matter.start : matter.end]
    root = _compose(yaml, path)
    if root is None:
        return [], ""
    lines = Lines(text)
    found: dict[int, Segment] = {}
    for key in keys:
        for node in _texts(root, key):
            if (place := _place(yaml, root, node)) is not None:
                source, (a, b), mark = place
                start, end = matter.start + a, matter.start + b
                segment = Segment(f"meta.{key}", source, start, end, lines.number(start), f"yaml{mark}")
                found.setdefault(start, segment)
    dates = [node.value for node in _values(root, "date") if isinstance(node.value, str)]
    return [found[start] for start in sorted(found)], dates[0] if dates else ""


def quote(value: str, mark: str) -> str:
    """A YAML scalar that reads as `value`, in the quotation marks that stood there where it can be."""
    if mark == "'" and not _UNPRINTABLE.search(value):
        return "'" + value.replace("'", "''") + "'"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _UNPRINTABLE.sub(_escape, escaped) + '"'


def labelled(text: str, label: str, key: str, path: Path) -> str:
    """`text` with `key: label` in its front matter, which is made where there is none.

    Raises:
        ArticleError: The key cannot be added so that the front matter stays what it was.
    """
    newline = newline_of(text)
    matter = split(text, path)
    if matter is None:
        return f"---{newline}{key}: {quote(label, '')}{newline}---{newline}{newline}{text}"
    if matter.toml:
        line = f"{key} = {json.dumps(label, ensure_ascii=False)}{newline}"
        return text[: matter.start] + line + text[matter.start :]
    yaml = text[matter.start : matter.end]
    made = _with_key(yaml, _compose(yaml, path), key, label, newline)
    root = _compose(made, path)
    if root is None or [node.value for node in _values(root, key)] != [label]:
        raise ArticleError(
            f"no key {key} can be added to the front matter", path=path, line=1, hint="write it as key: value"
        )
    return text[: matter.start] + made + text[matter.end :]


def _with_key(yaml: str, root: Node | None, key: str, label: str, newline: str) -> str:
    value = quote(label, "")
    for name, node in root.value if root is not None else ():
        if name.value != key:
            continue
        start, end = node.start_mark.index, node.end_mark.index
        if start == end:  # nothing stands there, and ruamel puts it before the next key
            colon = yaml.index(":", name.end_mark.index) + 1
            return f"{yaml[:colon]} {value}{yaml[colon:]}"
        return yaml[:start] + value + yaml[start + len(yaml[start:end].rstrip()) :]
    if root is not None and root.flow_style:
        end = root.end_mark.index - 1
        comma = ", " if root.value else ""
        return f"{yaml[:end].rstrip().removesuffix(',')}{comma}{key}: {value}{yaml[end:]}"
    indent = " " * root.start_mark.column if root is not None else ""
    return f"{yaml}{indent}{key}: {value}{newline}"


def _compose(yaml: str, path: Path) -> Node | None:
    """The root node of a YAML text, None when it is empty.

    Raises:
        ArticleError: It is no YAML; lines count from the mark before it.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415 -- only articles with front matter need it
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of repeated anchors; they are left alone
            root: Node | None = YAML(typ="safe", pure=True).compose(yaml)
    except (YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        if mark is not None and mark.index >= len(yaml.rstrip()):  # not where it was missed, where it began
            mark = getattr(error, "context_mark", None) or mark
        line = mark.line + 2 if mark is not None else 2
        problem = getattr(error, "problem", None) or "it holds signs that YAML does not allow"
        raise ArticleError(
            f"front matter is no YAML: {problem}",
            path=path,
            line=line,
            hint='put a value that holds ": " or begins with a sign into quotation marks',
        ) from error
    return root


def _is_mapping(node: Node) -> bool:
    return bool(node.id == "mapping")


def _values(root: Node, key: str) -> Iterator[Node]:
    """The value nodes of a top-level key."""
    for name, value in root.value:
        if name.value == key:
            yield value


def _texts(root: Node, key: str) -> Iterator[Node]:
    """The scalar nodes of a key, which may name a key in a mapping (`image.caption`) or a list."""
    head, dot, rest = key.partition(".")
    nodes = list(_values(root, key))
    if not nodes and dot:
        for node in _values(root, head):
            if _is_mapping(node):
                yield from _texts(node, rest)
    for node in nodes:
        for item in node.value if node.id == "sequence" else [node]:
            if item.id == "scalar":
                yield item


def _place(yaml: str, root: Node, node: Node) -> tuple[str, Span, str] | None:
    """Text, range and quotation mark of a scalar; None if it is no text or has no place of its own."""
    source = node.value.strip() if node.style in {"|", ">"} else node.value
    if (
        node.tag != _STRING
        or node.anchor
        or not has_word(source)
        or "\n" in source
        or source != source.strip()
    ):
        return None
    start = node.start_mark.index
    end = start + len(yaml[start : node.end_mark.index].rstrip())
    mark = node.style if node.style in {"'", '"'} else ""
    try:  # another value in its place must change that value and nothing else
        changed = _compose(yaml[:start] + quote(_PROBE, mark) + yaml[end:], Path())
    except ArticleError:
        return None
    if changed is None or _tree(changed, None) != _tree(root, node):
        return None
    return source, (start, end), mark


def _tree(node: Node, probed: Node | None) -> object:
    """A node without its marks, block scalars without their last line ends, `probed` as the probe."""
    if node is probed:
        return (_STRING, _PROBE)
    if node.id == "scalar":
        return (node.tag, node.value.strip())
    if _is_mapping(node):
        return [(_tree(name, probed), _tree(value, probed)) for name, value in node.value]
    return [_tree(item, probed) for item in node.value]


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
