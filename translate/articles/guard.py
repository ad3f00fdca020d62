"""Whether a rendering leaves the Markdown around it what it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TypeAlias

from translate.articles import frontmatter, markdown
from translate.articles.article import Article
from translate.articles.scan import marks, scan

_BAR = re.compile(r"(?<!\\)\|")
_LAST_BACKSLASH = re.compile(r"(?<!\\)(?:\\\\)*\\\Z")
_DELIMITER_ROW = re.compile(r"\s*[-:|][-:|\s]*")
_PARAGRAPH = (("paragraph_open", 0), ("inline", 1), ("paragraph_close", 0))
_HEADING = (("heading_open", 0), ("inline", 1), ("heading_close", 0))
_NAMES = {
    "blockquote_open": "a quotation",
    "bullet_list_open": "a list",
    "code_block": "a code block",
    "fence": "a code block",
    "heading_open": "a heading",
    "hr": "a rule",
    "html_block": "an HTML block",
    "ordered_list_open": "a list",
}
_MIXED = "its markup mixes with that of its neighbours"
_TORN = "it changes the structure of the article"

Key: TypeAlias = tuple[str, str]


def breaks_block(role: str, target: str) -> str:
    """Why `target`, one line of inline Markdown, would not stay in a block of this role; else nothing."""
    if _LAST_BACKSLASH.search(target):
        return "it ends with a backslash, which would act on what follows"
    if role == "cell":
        return "it holds a | that is not escaped, which would end the cell" if _BAR.search(target) else ""
    if role == "caption":
        return "" if _is_alternative_text(target) else "its brackets would end the caption"
    return _breaks_heading(target) if role == "headline" else _breaks_paragraph(target)


def _is_alternative_text(target: str) -> bool:
    raw = f"![{target}](x)"
    found = scan(raw, ())
    return found is not None and found.raws == ((0, len(raw)),) and found.elements[0].open == raw


def _breaks_heading(target: str) -> str:
    parsed = markdown.parse(f"# {target}")
    whole = parsed.shape == _HEADING and (not target.strip() or parsed.blocks[0].content == target.strip())
    return "" if whole else "its last # would be taken for the end of the heading"


def _breaks_paragraph(target: str) -> str:
    if not target.strip():
        return ""
    if target.endswith("  "):
        return "it ends with two spaces, which would break the line"
    if _DELIMITER_ROW.fullmatch(target):
        return "it would be taken for a rule of a table or a heading"
    for before in ("", "x\n"):  # where a paragraph begins, and within one
        shape = markdown.parse(before + target).shape
        if shape != _PARAGRAPH:
            kinds = [_NAMES[kind] for kind, _ in shape if kind in _NAMES]
            return f"it would start {kinds[0] if kinds else 'a link definition'}"
    return ""


def broken(
    article: Article, targets: Mapping[Key, str], render: Callable[[Article, Mapping[Key, str]], bytes]
) -> dict[Key, str]:
    """The renderings that would change the structure of the article, or of the sentences around them."""
    mine = {segment.key: targets[segment.key] for segment in article.segments if segment.key in targets}
    before = _parsed(article.text, article)
    after = _parsed(_text(render(article, mine)), article)
    if before.shape == after.shape and len(before.blocks) == len(after.blocks):
        return _mixed(article, mine, before, after)
    torn = {
        key
        for key, target in mine.items()
        if _parsed(_text(render(article, {key: target})), article).shape != before.shape
    }
    return dict.fromkeys(torn or mine, _TORN)


def _text(rendered: bytes) -> str:
    return rendered.decode("utf-8-sig")


def _parsed(text: str, article: Article) -> markdown.Parsed:
    matter = frontmatter.split(text, article.path)
    return markdown.parse(text, matter.after if matter else 0)


def _mixed(
    article: Article, targets: Mapping[Key, str], before: markdown.Parsed, after: markdown.Parsed
) -> dict[Key, str]:
    """Renderings in blocks whose elements are not those of their sentences."""
    found: dict[Key, str] = {}
    segments = [segment for segment in article.segments if segment.markup]
    at = 0
    for old, new in zip(before.blocks, after.blocks, strict=True):
        expected = Counter(marks(old.content, article.references))
        end = old.at(len(old.content))
        changed = []
        while at < len(segments) and segments[at].start < end:
            segment = segments[at]
            at += 1
            if segment.key in targets and segment.role != "caption":
                expected.subtract(marks(segment.source, article.references))
                expected.update(marks(targets[segment.key], article.references))
                changed.append(segment.key)
        actual = Counter(marks(new.content, article.references))
        del expected["html", "<br>"], actual["html", "<br>"]  # stands for a hard break within an element
        if changed and +expected != actual:
            found.update(dict.fromkeys(changed, _MIXED))
    return found
