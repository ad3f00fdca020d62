"""Articles: find them, read them without loss, put renderings into the original bytes."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from translate.articles import frontmatter
from translate.articles import text as plaintext
from translate.articles.article import Article, Segment, newline_of
from translate.errors import ArticleError, UsageError

__all__ = ["Article", "Segment", "breaks_block", "broken", "discover", "label", "read", "render", "slug_of"]

_BOM = b"\xef\xbb\xbf"
_MARKUP = {".md": True, ".markdown": True, ".txt": False}
_SPACE = re.compile(r"\s+")
_SOFT = re.compile(r" *(?:\r\n|\r|\n)[ \t>]*")
# What some file system, shell or gettext's `#:` lines cannot hold.
_AWKWARD = re.compile(r'[\x00-\x1f\x7f<>:"\\|?*]+')


def slug_of(relative: Path) -> str:
    """The name of an article's catalogue: its path without extension, NFC, white space as `-`."""
    return "/".join(_slug_part(part) for part in relative.with_suffix("").parts)


def _slug_part(part: str) -> str:
    name = _AWKWARD.sub("-", _SPACE.sub("-", unicodedata.normalize("NFC", part)))
    return name.strip("-.") or "_"


def discover(folder: Path, patterns: Sequence[str]) -> tuple[list[Path], list[ArticleError]]:
    """The articles below `folder` that match a pattern, sorted, and what cannot be read or told apart.

    Hidden files and folders are passed over. Of articles with one slug none is returned.

    Raises:
        UsageError: A pattern cannot be used.
    """
    found: set[Path] = set()
    for pattern in patterns:
        try:
            found.update(path for path in folder.glob(pattern) if not os.path.isdir(path))  # noqa: PTH112 -- no error
        except (ValueError, NotImplementedError) as error:
            raise UsageError(
                f"no pattern for articles: {pattern!r}", hint="write it relative to the folder, as **/*.md"
            ) from error
    by_slug: dict[str, list[Path]] = {}
    errors = _unreadable(folder)
    for path in sorted(found, key=lambda path: path.relative_to(folder).as_posix()):
        relative = path.relative_to(folder)
        if any(part.startswith(".") for part in relative.parts):
            continue
        if not _is_unicode(relative.as_posix()):
            errors.append(ArticleError("the file's name is not UTF-8", path=path, hint="rename it"))
            continue
        by_slug.setdefault(slug_of(relative), []).append(path)
    errors += [_clash(slug, paths, folder) for slug, paths in by_slug.items() if len(paths) > 1]
    return [paths[0] for paths in by_slug.values() if len(paths) == 1], errors


def _unreadable(folder: Path) -> list[ArticleError]:
    """The folders whose articles nobody can see."""
    failed: list[OSError] = []
    links: list[Path] = []
    for here, names, _ in os.walk(folder, onerror=failed.append):
        names[:] = sorted(name for name in names if not name.startswith("."))
        links += [path for name in names if (path := Path(here, name)).is_symlink()]
    return [
        ArticleError(
            "a link to a folder is not followed",
            path=path,
            hint="move the folder itself here; what was made of its articles stays as it is",
        )
        for path in links
    ] + [
        ArticleError(
            f"the folder cannot be read: {error.strerror}",
            path=Path(error.filename),
            hint="give yourself permission there; what was made of its articles stays as it is",
        )
        for error in failed
        if not isinstance(error, FileNotFoundError)
    ]


def _is_unicode(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _clash(slug: str, paths: Sequence[Path], folder: Path) -> ArticleError:
    names = " and ".join(path.relative_to(folder).as_posix() for path in paths)
    return ArticleError(
        f"{names} would share the catalogue {slug}; none of them is translated",
        path=paths[0],
        hint="rename all but one",
    )


def read(path: Path, *, folder: Path, front_matter: Sequence[str]) -> Article:
    """Read one article.

    Args:
        path: A `.txt`, `.md` or `.markdown` file below `folder`.
        folder: What the slug is relative to.
        front_matter: Keys whose values are text; `a.b` names a key in a mapping.

    Raises:
        ArticleError: It cannot be read, is empty, is not UTF-8, or its front matter is broken.
    """
    markup = _MARKUP.get(path.suffix.lower())
    if markup is None:
        raise ArticleError(
            f"cannot read {path.suffix or 'such'} files", path=path, hint="save it as .txt or .md"
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ArticleError(f"cannot be read: {error.strerror or error}", path=path) from error
    content = _decoded(data, path)
    slug, bom = slug_of(path.relative_to(folder)), data.startswith(_BOM)
    if not markup:
        return Article(
            slug, path, content, markup=False, bom=bom, segments=tuple(plaintext.segments(content))
        )
    from translate.articles import markdown  # noqa: PLC0415 -- plain text needs no parser

    matter = frontmatter.split(content, path)
    found, date = frontmatter.segments(content, matter, front_matter, path) if matter else ([], "")
    body, references = markdown.segments(content, matter.after if matter else 0)
    return Article(
        slug, path, content, markup=True, bom=bom, segments=(*found, *body), date=date, references=references
    )


def _decoded(data: bytes, path: Path) -> str:
    """The text of a file without its byte order mark.

    Raises:
        ArticleError: It is no UTF-8 text, or there is nothing in it.
    """
    if not data.removeprefix(_BOM):
        raise ArticleError("the article is empty", path=path)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise ArticleError(
            "the article is not UTF-8 but UTF-16 or binary", path=path, hint="save it as UTF-8"
        )
    try:
        content = data.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        at = error.start + len(data) - len(data.removeprefix(_BOM))
        raise ArticleError(
            f"the article is not UTF-8: byte 0x{data[at]:02x} at offset {at}",
            path=path,
            line=len(re.findall(rb"\r\n?|\n", data[:at])) + 1,
            hint="save it as UTF-8",
        ) from error
    if not content.strip():
        raise ArticleError("the article holds only white space", path=path)
    return content


def render(article: Article, targets: Mapping[tuple[str, str], str]) -> bytes:
    """The article with renderings in the places of its segments; every other byte is the original's.

    Args:
        article: As read.
        targets: Renderings by role and source; a segment without one keeps its text. The second
            place of a sentence takes `role#2` where there is one, and so on. An empty rendering
            takes the space that parted it from its neighbour along.
    """
    out: list[str] = []
    at = last = 0
    seen: Counter[tuple[str, str]] = Counter()
    role = ""
    for segment, following in zip_longest(article.segments, article.segments[1:]):
        seen[segment.key] += 1
        split = (f"{segment.role}#{seen[segment.key]}", segment.source)
        target = targets.get(split, targets.get(segment.key))
        before = _gap(article.text, last, segment.start, same=role == segment.role)
        last, role = segment.end, segment.role
        if target is None or target == segment.source:  # the English itself keeps its bytes
            continue
        start, end = segment.start, segment.end
        if not target and before and at <= start - before:
            start -= before
        elif not target and following is not None:
            end += _gap(article.text, end, following.start, same=role == following.role)
        out += [article.text[at:start], _as_written(segment, target)]
        at = end
    out.append(article.text[at:])
    return (_BOM if article.bom else b"") + "".join(out).encode()


def _gap(text: str, start: int, end: int, *, same: bool) -> int:
    """How many signs part two sentences of one paragraph; 0 when anything else stands between them.

    Spaces, or a soft line break with what a quotation puts after it; `same` tells that both have one role.
    """
    between = text[start:end]
    soft = _SOFT.fullmatch(between) if same else None
    return len(between) if start and (soft or not between.strip(" ")) else 0


def _as_written(segment: Segment, target: str) -> str:
    """A rendering in the quotation marks of its place."""
    if segment.kind.startswith("yaml"):
        return frontmatter.quote(target, segment.kind.removeprefix("yaml"))
    if segment.kind.startswith("title"):
        marks = "()" if segment.kind.endswith("(") else segment.kind[-1]
        return re.sub(
            rf"(\\.)|([{re.escape(marks)}])", lambda m: m[1] or f"\\{m[2]}", target, flags=re.DOTALL
        )
    return target


def label(rendered: bytes, article: Article, text: str, key: str = "translation") -> bytes:
    """The rendered article marked as what `text` says: in the front matter, or in a first line `[text]`.

    Raises:
        ArticleError: The front matter takes no such key.
    """
    content = rendered.removeprefix(_BOM).decode()
    line = _SPACE.sub(" ", text)
    if article.markup:
        content = frontmatter.labelled(content, line, key, article.path)
    else:
        newline = newline_of(content)
        content = f"[{line}]{newline}{newline}{content}"
    return (_BOM if article.bom else b"") + content.encode()


def breaks_block(segment_role: str, target: str, markup: bool) -> str:
    """Why a rendering cannot stand in the place of its source, or nothing when it can.

    Args:
        segment_role: The role of the segment.
        target: The rendering, as a person or the machine wrote it.
        markup: The article is Markdown.
    """
    if "\n" in target or "\r" in target:
        return "it holds a line break"
    if not markup or segment_role.startswith("meta."):
        return ""
    from translate.articles import guard  # noqa: PLC0415 -- plain text needs no parser

    return guard.breaks_block(segment_role, target)


def broken(article: Article, targets: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Renderings that `breaks_block` passes one by one but that tear the article when they stand in it.

    A last look before an export: the rendered article must have the blocks of the original, and
    each block the inline elements of its sentences, no more and no less.

    Returns:
        The reason by key; empty when all is well, and for plain text.
    """
    if not article.markup:
        return {}
    from translate.articles import guard  # noqa: PLC0415 -- plain text needs no parser

    return guard.broken(article, targets, render)
