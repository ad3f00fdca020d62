from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from ruamel.yaml import YAML

from translate import articles
from translate.articles import Article, inline
from translate.articles.inline import Inline
from translate.errors import ArticleError

BOM = b"\xef\xbb\xbf"
FIXTURES = Path(__file__).parent / "fixtures" / "articles"
GOLDEN = sorted(path for path in FIXTURES.iterdir() if path.suffix != ".segments")
KEYS = ("title", "summary", "tags", "image.caption")
NEWLINES = ("\n", "\r\n", "\r")


def read(tmp_path: Path, data: bytes | str, keys: tuple[str, ...] = KEYS) -> Article:
    path = tmp_path / "a.md"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return articles.read(path, folder=tmp_path, front_matter=keys)


def listed(article: Article) -> list[str]:
    return [f"{segment.role}: {segment.source}" for segment in article.segments]


def shouted(source: str, role: str, markup: bool) -> str:
    """Stands for a model: every letter of the visible text in capitals, the markup kept."""
    if not markup:
        return source.upper()
    parsed = inline.parse(source)
    assert parsed is not None
    kept = [(e.start, e.end) for e in parsed.elements if e.kind in {"code", "autolink"}]
    loud = [c if any(a <= i < b for a, b in kept) else c.upper() for i, c in enumerate(parsed.plain)]
    made = inline.build("".join(loud), parsed.elements, role)
    assert inline.verify(made, parsed)
    return made


def skeleton(data: bytes, visible: Callable[[str], str]) -> list[str]:
    """Every token of the article with its text as a reader sees it, front matter aside."""
    text = data.decode("utf-8-sig")
    if text.startswith("---"):
        text = text.split("---", 2)[2]
    out = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        seen = [token.content] if token.children is None else [seen_of(c, visible) for c in token.children]
        out.append(f"{token.type} {token.info} {' '.join(''.join(seen).split())}")
    return out


def seen_of(token: Token, visible: Callable[[str], str]) -> str:
    if token.type in {"softbreak", "image"}:  # lines may be joined, and captions are translated
        return " "
    return visible(token.content) if token.type == "text" else f"{token.type} {token.attrs} {token.content}"


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
@pytest.mark.parametrize("newline", NEWLINES)
@pytest.mark.parametrize("bom", [b"", BOM])
def test_golden_articles(tmp_path: Path, path: Path, newline: str, bom: bytes) -> None:
    data = bom + path.read_text(encoding="utf-8").replace("\n", newline).encode()
    copy = tmp_path / path.name
    copy.write_bytes(data)
    article = articles.read(copy, folder=tmp_path, front_matter=KEYS)
    found = [f"{segment.line}\t{segment.role}\t{segment.source}" for segment in article.segments]
    assert found == path.with_name(f"{path.name}.segments").read_text(encoding="utf-8").splitlines()
    assert articles.render(article, {}) == data
    assert articles.broken(article, {segment.key: segment.source for segment in article.segments}) == {}


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_a_rendered_article_has_the_structure_of_its_source(path: Path) -> None:
    article = articles.read(path, folder=FIXTURES, front_matter=KEYS)
    targets = {
        segment.key: shouted(segment.source, segment.role, segment.markup) for segment in article.segments
    }
    for (role, _), target in targets.items():
        assert articles.breaks_block(role, target, article.markup) == ""
    assert articles.broken(article, targets) == {}
    rendered = articles.render(article, targets)
    kept = [
        article.text[a.end : b.start] for a, b in zip(article.segments, article.segments[1:], strict=False)
    ]
    at = 0
    for gap in kept:  # what is not translated is there, in order
        at = rendered.decode().index(gap, at) + len(gap)
    if article.markup:
        assert skeleton(rendered, str) == skeleton(
            path.read_bytes(), lambda seen: seen.upper().replace("[X]", "[x]")
        )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# One. Two. #\n", ["headline: One. Two."]),
        ("#One\n", ["body: #One"]),
        ("## \n\ntext", ["body: text"]),
        ("One\ntwo\n---\nThree", ["headline: One two", "body: Three"]),
        ("One. Two\nis here.\nThree.", ["body: One.", "body: Two is here.", "body: Three."]),
        ("> One\n> two. Three\nfour.", ["quote: One two.", "quote: Three four."]),
        (">One\n>> Two\n> > three", ["quote: One", "quote: Two three"]),
        ("- One\n  two\n- Three\n\n  Four", ["list: One two", "list: Three", "list: Four"]),
        ("3) One\n4) Two\n   - Three\nlazy", ["list: One", "list: Two", "list: Three lazy"]),
        ("- > One\n  > two", ["quote: One two"]),
        ("> - One\n>   two\n>\n>   Three", ["list: One two", "list: Three"]),
        ("-\tOne\n\n\tTwo", ["list: One", "list: Two"]),
        ("- [ ] One\n- [x] Two\n- [y] Three", ["list: One", "list: Two", "list: [y] Three"]),
        ("One  \ntwo\\\nthree   \nfour", ["body: One", "body: two", "body: three", "body: four"]),
        ("**One  \ntwo** three", ["body: **One<br>two** three"]),
        ("**One. Two.** Three.", ["body: **One. Two.**", "body: Three."]),
        ("One *two. Three* four. Five.", ["body: One *two. Three* four.", "body: Five."]),
        ("See `a. B` here. [One. Two](x. y) c", ["body: See `a. B` here.", "body: [One. Two](x. y) c"]),
        ("See [a. B](https://x.in/A.B 'T. U') c.", ["body: See [a. B](https://x.in/A.B 'T. U') c."]),
        ("<b>One. Two.</b> Three.<br>Four.", ["body: <b>One. Two.</b>", "body: Three.<br>", "body: Four."]),
        ("One. <b>Two</b>. <i>Three.", ["body: One.", "body: <b>Two</b>.", "body: <i>Three."]),
        ("![One](x)", ["caption: One"]),
        ("![One *two*](x 'Three') ![](y)", ["caption: One *two*", "caption: Three"]),
        ("[![One](x)](y)", ["caption: One"]),
        ("![One][r] ![r] ![R][]\n\n[r]: x", ["caption: One"]),
        (
            "![One](x)\nTwo. ![Three](y) Four.",
            ["caption: One", "body: Two.", "caption: Three", "body: Four."],
        ),
        ("One ![two](x) three.", ["body: One ![two](x) three."]),
        (
            "See [ref]. And [One][ref] or [Ref][].\n\n[ref]: x",
            ["body: See [ref][ref].", "body: And [One][ref] or [Ref][Ref]."],
        ),
        ("See [sic]. And ![r] x.\n\n[r]: x", ["body: See [sic].", "body: And ![r][r] x."]),
        ("[r]: x 'Title'\nOne", ["body: One"]),
        (
            "|a|b|\n|-|-|\n|c \\| d|`e\\|f`|g|\n|h",
            ["cell: a", "cell: b", "cell: c \\| d", "cell: `e\\|f`", "cell: h"],
        ),
        (
            "a | b\n--|--\nc | **One. Two** ends. Three",
            ["cell: a", "cell: b", "cell: c", "cell: **One. Two** ends.", "cell: Three"],
        ),
        ("> | a | b |\n> |---|---|\n> | c | |", ["cell: a", "cell: b", "cell: c"]),
        ("```\nOne\n```\n\n    Two\n\n<div>\nThree\n</div>\n\n***\n\n<!-- Four -->", []),
        ("One\n    two", ["body: One two"]),
        ("***\n\n§ — †\n\n2018\n\nIn 2018", ["body: In 2018"]),
        ("One\\. two &amp; three\\!", ["body: One\\. two &amp; three\\!"]),
        ("~~~a~~~ one. Two.\n\nThree ~~~~a~~~", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_blocks_and_sentences(tmp_path: Path, text: str, expected: list[str] | None) -> None:
    for newline in NEWLINES:
        for before, after in (("", ""), ("\n\n", "\n"), ("", "\n\n\n")):
            data = (before + text + after).replace("\n", newline).encode()
            article = read(tmp_path, data)
            if expected is not None:
                assert listed(article) == expected
            assert articles.render(article, {}) == data
            assert articles.broken(article, {s.key: s.source for s in article.segments}) == {}


def test_hard_breaks_and_what_stands_between_sentences_survive(tmp_path: Path) -> None:
    article = read(tmp_path, "> One  \n> two\\\n>   three.\t Four.\n> Five\n>  six.\n")
    targets = {segment.key: f"<{segment.source}>" for segment in article.segments}
    rendered = articles.render(article, targets).decode()
    assert rendered == "> <One>  \n> <two>\\\n>   <three.>\t <Four.>\n> <Five six.>\n"


def test_a_repeated_sentence_is_rendered_everywhere_and_a_missing_one_nowhere(tmp_path: Path) -> None:
    article = read(tmp_path, "# Agreed.\n\nAgreed. It rose. Agreed.\n\n- Agreed.\n")
    rendered = articles.render(article, {("body", "Agreed."): "Да."})
    assert rendered == "# Agreed.\n\nДа. It rose. Да.\n\n- Agreed.\n".encode()


FRONT = """---
# a comment
title:   "Talks: day one"   # trailing
plain: Talks on Friday
single: 'India''s navy'
multi: Talks that go
  on and on
folded: >-
  Folded over
  two lines

literal: |
  One line
poem: |
  Two
  lines
number: 2018
flag: true
day: 2026-12-04
empty:
anchored: &a Shared
alias: *a
tags: [one, 'two', 3, "four: five"]
items:
  - First item
  - Second item
nested: {caption: In braces, src: x.png}
image:
  caption: A ship
  deep: {er: Deeper}
"dotted.key": Dotted
date: 2026-12-04T10:00:00+05:30
---
Body.
"""
FRONT_KEYS = (
    *("title", "plain", "single", "multi", "folded", "literal", "poem", "number", "flag", "day", "empty"),
    *("anchored", "alias", "tags", "items", "nested.caption", "image.caption", "image.deep.er", "dotted.key"),
    *("absent", "title.x", "image"),
)
VALUES = [
    *(
        "Talks: day one",
        "Talks on Friday",
        "India's navy",
        "Talks that go on and on",
        "Folded over two lines",
    ),
    *("One line", "one", "two", "four: five", "First item", "Second item", "In braces", "A ship", "Deeper"),
    "Dotted",
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "target",
    [
        *("Новый", "It's", 'a "b" \\ c', "a: b # c", "- x", "yes", "2018", "&a *b !c %d @e `f`", "[x, {y}]"),
        *("‘q’ “r” «s»", "tab\there", "\ufeff\u2028\x85\x07", "😀 हिन्दी", "' '", "~", "a\\nb", "#", "null"),
    ],
)
def test_front_matter_values_change_and_nothing_else_does(tmp_path: Path, newline: str, target: str) -> None:
    article = read(tmp_path, FRONT.replace("\n", newline), FRONT_KEYS)
    found = [segment for segment in article.segments if segment.role.startswith("meta.")]
    assert [segment.source for segment in found] == VALUES
    assert article.date == "2026-12-04T10:00:00+05:30"
    before = YAML(typ="safe", pure=True).load(FRONT.split("---")[1])
    rendered = articles.render(article, {segment.key: target for segment in found}).decode()
    after = YAML(typ="safe", pure=True).load(rendered.split("---")[1])
    changed = dict.fromkeys(
        ("title", "plain", "single", "multi", "folded", "literal", "dotted.key"), target
    ) | {
        "tags": [target, target, 3, target],
        "items": [target, target],
        "nested": {"caption": target, "src": "x.png"},
        "image": {"caption": target, "deep": {"er": target}},
    }
    assert after == before | changed
    assert "   # trailing" in rendered
    assert "# a comment" in rendered


def test_quotation_marks_of_front_matter_stay(tmp_path: Path) -> None:
    article = read(tmp_path, "---\na: 'x'\nb: \"y\"\nc: z\n---\n", ("a", "b", "c"))
    rendered = articles.render(
        article, {("meta.a", "x"): "it's", ("meta.b", "y"): 'a "q"', ("meta.c", "z"): "w"}
    )
    assert rendered == b'---\na: \'it\'\'s\'\nb: "a \\"q\\""\nc: "w"\n---\n'


@pytest.mark.parametrize("title", ['"One"', "'One'", "(One)"])
@pytest.mark.parametrize("target", ["Раз", 'a "b"', "it's (so)", '\\"c\\"', "d\\\\"])
def test_the_title_of_an_image_stays_a_title(tmp_path: Path, title: str, target: str) -> None:
    article = read(tmp_path, f"![Alt](x {title})")
    rendered = articles.render(article, {("caption", "One"): target}).decode()
    image = (MarkdownIt().parse(rendered)[1].children or [])[0]
    assert image.type == "image"
    assert image.attrs["title"] == target.replace("\\\\", "\\").replace('\\"', '"')


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("---\n\nOne: two\n\n---\n\nThree.", ["body", "body"]),
        ("---\nJust words\n---\nThree.", ["headline", "body"]),
        ("---\n- a\n- b\n---\nThree.", ["list", "list", "body"]),
        ("---\nOne two", ["body"]),
        ("---\n---\nOne.", ["body"]),
        ("--- \ntitle: T\n...\nOne.", ["meta.title", "body"]),
        ("----\ntitle: T\n----\nOne.", ["headline", "body"]),
        (" ---\ntitle: T\n---\nOne.", ["headline", "body"]),
        ("+++\ntitle = 'T'\n+++\nOne.", ["body"]),
        ("---\n# only a comment\n---\nOne.", ["body"]),
        ("---\ntitle: T\n---", ["meta.title"]),
        ("---\ntitle: T\ntitle: U\n---\n", ["meta.title", "meta.title"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_front_matter_and_what_is_a_rule(tmp_path: Path, text: str, roles: list[str]) -> None:
    article = read(tmp_path, text)
    assert [segment.role for segment in article.segments] == roles
    assert articles.render(article, {}) == text.encode()


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("---\ntitle: [one\n---\n", "no YAML", 2),
        ("---\na: 1\ntitle: one: two\n---\n", "mapping values are not allowed", 3),
        ("---\na: 1\n\tb: 2\n---\n", "no YAML", 3),
        ("---\na: *b\n---\n", "undefined alias", 2),
        ("---\na: \x07\n---\n", "signs that YAML does not allow", 2),
        ("---\ntitle: 'one\n---\n", "no YAML", 2),
        ("---\n[broken\n---\n", "no YAML", 2),
        ("---\ntitle: one\nText.\n", "not closed", 1),
        (f"---\na: {'[' * 3000}\n---\n", "no YAML", 2),
    ],
    ids=lambda value: str(value)[:30],
)
def test_front_matter_that_is_no_yaml_is_an_error_with_its_line(
    tmp_path: Path, text: str, message: str, line: int
) -> None:
    with pytest.raises(ArticleError, match=message) as caught:
        read(tmp_path, text)
    assert caught.value.line == line
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: T\n---\nB.", '---\ntitle: T\ntranslation: "a: b"\n---\nB.'),
        ("---\r\ntitle: T\r\n---\r\nB.", '---\r\ntitle: T\r\ntranslation: "a: b"\r\n---\r\nB.'),
        ("---\ntranslation: old # c\ntitle: T\n---\n", '---\ntranslation: "a: b" # c\ntitle: T\n---\n'),
        ("---\ntranslation:\ntitle: T\n---\n", '---\ntranslation: "a: b"\ntitle: T\n---\n'),
        ("---\ntranslation:\n  by: x\ntitle: T\n---\n", '---\ntranslation:\n  "a: b"\ntitle: T\n---\n'),
        ("---\n  title: T\n---\n", '---\n  title: T\n  translation: "a: b"\n---\n'),
        ("---\n{title: T}\n---\n", '---\n{title: T, translation: "a: b"}\n---\n'),
        ("---\n{}\n---\n", '---\n{translation: "a: b"}\n---\n'),
        ("---\n---\nB.", '---\ntranslation: "a: b"\n---\nB.'),
        ("---\ntext: |+\n  x\n\n---\n", '---\ntext: |+\n  x\n\ntranslation: "a: b"\n---\n'),
        (
            "+++\ntitle = 'T'\n[x]\ny = 1\n+++\n",
            "+++\ntranslation = \"a: b\"\ntitle = 'T'\n[x]\ny = 1\n+++\n",
        ),
        ("# H\n\nB.", '---\ntranslation: "a: b"\n---\n\n# H\n\nB.'),
        ("# H\r\n\r\nB.", '---\r\ntranslation: "a: b"\r\n---\r\n\r\n# H\r\n\r\nB.'),
        ("---\n\nB.", '---\ntranslation: "a: b"\n---\n\n---\n\nB.'),
    ],
)
@pytest.mark.parametrize("bom", [b"", BOM])
def test_the_label_is_a_key_of_the_front_matter(tmp_path: Path, bom: bytes, text: str, expected: str) -> None:
    article = read(tmp_path, bom + text.encode())
    labelled = articles.label(articles.render(article, {}), article, "a: b")
    assert labelled == bom + expected.encode()
    again = read(tmp_path, labelled, ("translation",))
    if "+++" not in text:
        assert ("meta.translation", "a: b") in {segment.key for segment in again.segments}
    assert articles.label(labelled, again, "a: b") == labelled or "+++" in text


def test_a_label_that_would_spoil_the_front_matter_is_an_error(tmp_path: Path) -> None:
    article = read(tmp_path, "---\ntranslation: &a x\nother: *a\n---\n")
    with pytest.raises(ArticleError, match="front matter"):
        articles.label(articles.render(article, {}), article, "draft")


@pytest.mark.parametrize(
    ("role", "target", "reason"),
    [
        ("body", "Обычный **текст** с [ссылкой](x) и 5 * 3 | 2.", ""),
        ("body", "1\\. Год", ""),
        ("body", "2026 год", ""),
        ("body", "#5 по счёту", ""),
        ("body", "-5 градусов", ""),
        ("body", "<b>Да</b> нет", ""),
        ("body", "a\nb", "line break"),
        ("body", "1. Год", "a list"),
        ("list", "2) Год", "a list"),
        ("quote", "- Год", "a list"),
        ("body", "+ Год", "a list"),
        ("body", "# Год", "a heading"),
        ("body", "===", "a heading"),
        ("body", "---", "a rule"),
        ("body", "* * *", "a rule"),
        ("body", ":-- | --:", "a rule"),
        ("quote", "> Год", "a quotation"),
        ("body", "```", "a code block"),
        ("body", "~~~ год", "a code block"),
        ("body", "    год", "a code block"),
        ("body", "<div>", "an HTML block"),
        ("body", "[год]: x", "a link definition"),
        ("body", "год\\", "backslash"),
        ("body", "год\\\\", ""),
        ("body", "год  ", "two spaces"),
        ("headline", "1. Год", ""),
        ("headline", "Год #1", ""),
        ("headline", "Год #", "heading"),
        ("headline", "Год \\#", ""),
        ("headline", "- Год", ""),
        ("cell", "a \\| b", ""),
        ("cell", "a | b", "cell"),
        ("cell", "1. Год", ""),
        ("caption", "Год [1]", ""),
        ("caption", "Год]", "caption"),
        ("caption", "Год [", "caption"),
        ("meta.title", "# 1. | anything", ""),
        ("meta.title", "a\nb", "line break"),
    ],
)
def test_what_would_break_a_block_is_told(role: str, target: str, reason: str) -> None:
    found = articles.breaks_block(role, target, markup=True)
    assert reason in found
    assert bool(found) is bool(reason)


def test_renderings_that_only_together_break_the_markup_are_found(tmp_path: Path) -> None:
    article = read(tmp_path, "It rose. It fell.\n\n- One\n\nTitle | x\n---\n")
    rose, fell, one = (("body", "It rose."), ("body", "It fell."), ("list", "One"))
    headline = ("headline", "Title | x")
    assert articles.broken(article, {rose: "Выросло.", fell: "**Упало**.", one: "Раз"}) == {}
    assert articles.broken(article, {rose: "*Выросло", fell: "упало*"}).keys() == {rose, fell}
    assert articles.broken(article, {rose: "Да", one: "1. Раз", headline: "1. Да"}).keys() == {one, headline}


BITS = st.sampled_from(
    [
        *(
            "word",
            " Two words. Next ",
            "S-400 ",
            "**bold** ",
            " *em* ",
            "`c`",
            "[a](b)",
            "[r]",
            "![x](y)",
            "<br>",
        ),
        *("<b>x</b>", "&amp;", "\\*", "~~s~~ ", " _u_ ", "“Q.” ", ". ", "! ", "\t", "\u00a0", "é", "हिन्दी।"),
        *(
            "\n",
            "\n\n",
            "\n\n",
            "  \n",
            "\\\n",
            "\n> ",
            "\n- ",
            "\n\n1. ",
            "\n   ",
            "\n    ",
            "\n# ",
            " ##\n",
        ),
        *("\n===\n", "\n```\ncode\n```\n", "\n<div>\n", "\n\n[r]: /u\n\n", "*", "_", "~", "[", "]"),
        "\n\n| a | b. C |\n|---|---|\n| c | d\\|e |\n\n",
    ]
)
DOCUMENTS = st.lists(BITS, min_size=1, max_size=25).map("".join)


@given(st.one_of(DOCUMENTS, st.text()), st.sampled_from(NEWLINES), st.booleans())
def test_reading_and_rendering_lose_nothing(
    tmp_path_factory: pytest.TempPathFactory, text: str, newline: str, bom: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.md"
    data = (BOM if bom else b"") + text.replace("\n", newline).encode("utf-8", "replace")
    path.write_bytes(data)
    try:
        article = articles.read(path, folder=path.parent, front_matter=("title",))
    except ArticleError:
        assert not text.strip("\ufeff \t\r\n") or text.startswith("---") or "\0" in text or not text.strip()
        return
    assert articles.render(article, {}) == data
    end = 0
    for segment in article.segments:
        assert end <= segment.start < segment.end <= len(article.text)
        assert segment.source == segment.source.strip()
        assert not set(segment.source) & {"\n", "\r"}
        assert any(map(str.isalnum, segment.source))
        end = segment.end


@given(DOCUMENTS)
def test_a_document_rendered_into_itself_keeps_its_structure(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "own.md"
    path.write_text(text or "x", encoding="utf-8")
    try:
        article = articles.read(path, folder=path.parent, front_matter=())
    except ArticleError:
        return
    assert articles.broken(article, {segment.key: segment.source for segment in article.segments}) == {}


@given(DOCUMENTS, st.sampled_from(["слово", "1. Год", "a *b* c", "x | y", "[z] # й"]))
def test_built_renderings_never_break_an_article(
    tmp_path_factory: pytest.TempPathFactory, text: str, plain: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "built.md"
    path.write_text(text or "x", encoding="utf-8")
    try:
        article = articles.read(path, folder=path.parent, front_matter=())
    except ArticleError:
        return
    targets = {s.key: inline.plain_fallback(plain, s.role) for s in article.segments}
    for (role, _), target in targets.items():
        assert articles.breaks_block(role, target, markup=True) == ""
        assert inline.parse(target) == Inline(plain)
    torn = articles.broken(article, targets)
    assert {role for role, _ in torn} <= {
        "headline"
    }  # a number may begin a heading, but not an underlined one


@pytest.mark.parametrize(
    "unit",
    [
        "line *one*  \n",
        "a **b** c. ",
        "[a](b) ",
        "- item\n",
        "> ",
        "[",
        "*",
        "<b>x. ",
        "![a](b)\n",
        "It is\nhere. ",
    ],
)
def test_the_work_grows_with_the_article(tmp_path: Path, unit: str) -> None:
    import sys

    def calls(count: int) -> int:
        made = 0

        def counting(*_: object) -> None:
            nonlocal made
            made += 1

        path = tmp_path / "long.md"
        path.write_text("x " + unit * count, encoding="utf-8")
        sys.setprofile(counting)
        try:
            articles.read(path, folder=tmp_path, front_matter=())
        finally:
            sys.setprofile(None)
        return made

    calls(1)
    assert calls(1600) < 3 * calls(800)
