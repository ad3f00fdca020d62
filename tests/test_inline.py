from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from translate.articles.inline import Element, Inline, build, parse, plain_fallback, signature, verify
from translate.articles.scan import scan

# Markdown, what a reader sees, and each element as kind and text; built again it is the same.
SAME = [
    ("No markup at all.", "No markup at all.", []),
    ("The **S-400** arrived.", "The S-400 arrived.", [("strong", "S-400")]),
    ("The __S-400__ *is* _here_.", "The S-400 is here.", [("strong", "S-400"), ("em", "is"), ("em", "here")]),
    ("~~No~~ yes", "No yes", [("s", "No")]),
    ("***Both*** here", "Both here", [("em", "Both"), ("strong", "Both")]),
    ("**a *b* c** d", "a b c d", [("strong", "a b c"), ("em", "b")]),
    ("*a **b***", "a b", [("em", "a b"), ("strong", "b")]),
    ("[the deal](https://x.in/a_b) won", "the deal won", [("link", "the deal")]),
    (
        "[**bold** link](https://x.in 'A title') won",
        "bold link won",
        [("link", "bold link"), ("strong", "bold")],
    ),
    ("[a](b(c)d) and [e](<f g>)", "a and e", [("link", "a"), ("link", "e")]),
    ("See [the list][ref] now", "See the list now", [("link", "the list")]),
    ("**[a](b)**[c](d)`e`", "ace", [("strong", "a"), ("link", "a"), ("link", "c"), ("code", "e")]),
    ("Set `a_b*c` and ``x ` y``", "Set a_b*c and x ` y", [("code", "a_b*c"), ("code", "x ` y")]),
    ("`` `x` `` is code", "`x` is code", [("code", "`x`")]),
    (
        "Go to <https://x.in/a_b> or <me@x.in>",
        "Go to https://x.in/a_b or me@x.in",
        [("autolink", "https://x.in/a_b"), ("autolink", "me@x.in")],
    ),
    ("A ![map](m.png) here", "A  here", [("image", "")]),
    ("[![map](m.png)](x) here", " here", [("link", ""), ("image", "")]),
    ("[x](y)![map](m.png)", "x", [("link", "x"), ("image", "")]),
    ('one<br>two <b class="x">three</b>', "onetwo three", [("html", ""), ("html", ""), ("html", "")]),
    ("snake_case_word and 5 * 3", "snake_case_word and 5 * 3", []),
    ("He [sic] said R&D, M&M; AT&T", "He [sic] said R&D, M&M; AT&T", []),
    ("\\*not\\* \\_em\\_ and \\`code\\`", "*not* _em_ and `code`", []),
    ("Wow\\![a](b)", "Wow!a", [("link", "a")]),
    ("1\\. January and 2 < 3 > 1", "1. January and 2 < 3 > 1", []),
    ("\\# 5, \\- 6", "# 5, - 6", None),
    ("https://x.in/a_b?c*d_ is bare", "https://x.in/a_b?c*d_ is bare", []),
    ("एस-**400** और *ट्रायम्फ़*", "एस-400 और ट्रायम्फ़", [("strong", "400"), ("em", "ट्रायम्फ़")]),
    ("«**Триумф**», “*x*”", "«Триумф», “x”", [("strong", "Триумф"), ("em", "x")]),
]


def shown(inline: Inline) -> list[tuple[str, str]]:
    return [(e.kind, inline.plain[e.start : e.end]) for e in inline.elements]


@pytest.mark.parametrize(("markdown", "plain", "elements"), SAME, ids=lambda value: str(value)[:40])
def test_a_sentence_is_taken_apart_and_put_together_again(
    markdown: str, plain: str, elements: list[tuple[str, str]] | None
) -> None:
    parsed = parse(markdown)
    assert parsed is not None
    assert parsed.plain == plain
    assert shown(parsed) == (elements or [])
    rebuilt = build(parsed.plain, parsed.elements)
    if elements is not None:
        assert rebuilt == markdown
    assert parse(rebuilt) == parsed


@pytest.mark.parametrize(
    ("markdown", "rebuilt"),
    [
        ("R&amp;D &lt;b> &#35;1", "R&D \\<b> #1"),
        ("see [the list][] now", "see [the list][the list] now"),
        ("![map][] here", "![map][map] here"),
        ("2\\.5 \\% and \\a", "2.5 % and \\a"),
        ("&nbsp;x", "\u00a0x"),
    ],
)
def test_other_ways_to_write_the_same_are_made_one(markdown: str, rebuilt: str) -> None:
    parsed = parse(markdown)
    assert parsed is not None
    assert build(parsed.plain, parsed.elements) == rebuilt
    assert signature(rebuilt) == signature(markdown)


@pytest.mark.parametrize("markdown", ["a  \nb", "a\\\nb", "~~~a~~~ ~~b~~"])
def test_what_has_no_sure_place_is_refused(markdown: str) -> None:
    assert parse(markdown) is None


def test_a_soft_break_is_a_space() -> None:
    assert parse("a\nb *c\nd*") == Inline("a b c d", (Element("em", "*", "*", 4, 7),))


def test_a_shortcut_reference_is_a_link_only_when_it_is_defined() -> None:
    assert parse("He [sic] left") == Inline("He [sic] left")
    parsed = parse("See [the list] now", {"THE LIST"})
    assert parsed is not None
    assert shown(parsed) == [("link", "the list")]
    moved = replace(parsed.elements[0], start=0, end=6)
    assert build("список здесь", [moved]) == "[список][the list] здесь"


@pytest.mark.parametrize(
    ("plain", "role", "expected"),
    [
        ("1. Year", "body", "1\\. Year"),
        ("2026) Year", "list", "2026\\) Year"),
        ("- dash", "body", "\\- dash"),
        ("+ plus", "quote", "\\+ plus"),
        ("# hash", "body", "\\# hash"),
        ("> more", "body", "\\> more"),
        ("===", "body", "\\==="),
        ("---", "body", "\\---"),
        ("* * *", "body", "\\* * *"),
        ("~~~ x", "body", "\\~\\~\\~ x"),
        ("[a]: b", "body", "[a\\]: b"),
        ("--- | ---", "body", "\\--- | ---"),
        ("1. Year", "headline", "1. Year"),
        ("Title #", "headline", "Title \\#"),
        ("a | b", "cell", "a \\| b"),
        ("a | b", "body", "a | b"),
        ("#5 is here", "body", "#5 is here"),
        ("2.5 is here", "body", "2.5 is here"),
        ("a ` b * c_ _d <e &amp; f\\", "body", "a \\` b * c\\_ \\_d \\<e \\&amp; f\\\\"),
        ("*x* __y__ [a](b) ![c](d) ~~z~~", "body", "\\*x\\* \\_\\_y\\_\\_ [a\\](b) ![c\\](d) \\~\\~z\\~\\~"),
    ],
)
def test_plain_text_stays_plain(plain: str, role: str, expected: str) -> None:
    assert plain_fallback(plain, role) == expected
    assert parse(expected) == Inline(plain)


def test_elements_may_move_and_change_their_order() -> None:
    parsed = parse("The **S-400** and [the `key` list](x) came.")
    assert parsed is not None
    strong, link, code = parsed.elements
    plain = "Список ключ и С-400 прибыли."
    moved = [
        replace(link, start=0, end=11),
        replace(code, start=7, end=11),
        replace(strong, start=14, end=19),
    ]
    made = build(plain, moved)
    assert made == "[Список `ключ`](x) и **С-400** прибыли."
    assert not verify(made, parsed)  # the code is another one
    assert verify("[Список `key`](x) и **С-400** прибыли.", parsed)


def test_emphasis_that_cannot_stand_is_seen_by_verify() -> None:
    parsed = parse("The _S-400_ came")
    assert parsed is not None
    joined = build("С-400ый", [replace(parsed.elements[0], start=0, end=5)])
    assert joined == "*С-400*ый"  # a low line cannot end within a word
    assert verify(joined, parsed)
    bracket = build("(С)ый", [replace(parsed.elements[0], start=0, end=3)])
    assert not verify(bracket, parsed)


def test_white_space_at_the_edge_of_emphasis_is_left_outside() -> None:
    assert build("a b c", [Element("strong", "**", "**", 1, 4)]) == "a **b** c"


def test_overlapping_elements_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        build("a b c", [Element("em", "*", "*", 0, 3), Element("strong", "**", "**", 2, 5)])


@pytest.mark.parametrize(
    ("markdown", "same"),
    [
        ("**d** [b](x)", True),
        ("[b](x) __d__", True),
        ("[b](x)", False),
        ("**a** [b](y)", False),
        ("**a** [b](x) `c`", False),
        ("**a** [b]x", False),
        ("**a [b](x)", False),
    ],
)
def test_verify_compares_kinds_and_destinations(markdown: str, same: bool) -> None:
    like = parse("**a** [b](x 'title')")
    assert like is not None
    assert verify(markdown, like) is same


def test_signature_counts_what_must_be_kept() -> None:
    assert signature("**a** *b* *c* `d` [e](f) <https://g.h> ![i](j) <br>") == Counter(
        {
            ("strong", ""): 1,
            ("em", ""): 2,
            ("code", "d"): 1,
            ("link", "f"): 1,
            ("autolink", "https://g.h"): 1,
            ("image", "j"): 1,
            ("html", "<br>"): 1,
        }
    )


BITS = st.sampled_from(
    [*"ab c  *_`[]()!<>&~\\#-1.|'\"é«कि", "**", "__", "~~", "[a](b)", "![x](y)", "<br>", "<b>", "</b>",
     "<http://a_b.c>", "&amp;", "`c`", "**x**", "*y*", "[r][s]", "\\*", '](u "t")', "[z]", "](", "word "]
)  # fmt: skip
LINES = st.lists(BITS, max_size=14).map("".join).map(str.strip)
BLOCKS = st.lists(st.one_of(BITS, st.sampled_from(["\n", "  \n", "\\\n", " \n "])), max_size=14).map("".join)
REFERENCES = {label: {"href": f"#{label}", "title": ""} for label in ("S", "Z")}


@given(BLOCKS)
def test_plain_text_and_places_agree_with_a_parser_that_knows_no_places(markdown: str) -> None:
    found = scan(markdown, ("S", "Z"))
    assume(found is not None)
    assert found is not None
    parser = MarkdownIt("commonmark").enable("strikethrough")
    children = parser.parseInline(markdown, {"references": REFERENCES})[0].children or []
    breaks = {"softbreak": " ", "hardbreak": " "}
    assert found.plain == "".join(
        breaks.get(t.type, t.content) for t in children if t.type not in {"image", "html_inline"}
    )
    assert len(found.elements) == sum(
        t.nesting == 1 or t.type in {"image", "html_inline", "code_inline"} for t in children
    )
    end = 0
    for piece in found.pieces:
        assert piece.raw[0] >= end
        end = piece.raw[1]
    for element, (a, b) in zip(found.elements, found.raws, strict=True):
        assert markdown[a:b].startswith(element.open[: b - a - 1])
        assert element.start <= element.end


@given(LINES)
def test_markdown_from_plain_text_reads_as_that_text(plain: str) -> None:
    assert parse(plain_fallback(plain)) == Inline(plain)


WORDS = st.sampled_from(["word", "S-400", "कि", "5 * 3", "a_b", "«x»", "(y)", "&", "1.", "-", "!", "[z]"])
MARKS = {
    "**": ("strong", "**"),
    "*": ("em", "*"),
    "_": ("em", "_"),
    "~~": ("s", "~~"),
    "`": ("code", "`"),
    "[": ("link", "](u)"),
    "<br>": ("html", ""),
}


@given(
    st.lists(WORDS, min_size=1, max_size=8),
    st.lists(st.tuples(st.sampled_from(sorted(MARKS)), st.integers(0, 7), st.integers(1, 3)), max_size=3),
)
def test_what_is_built_over_words_reads_as_it_was_meant(
    words: list[str], marks: list[tuple[str, int, int]]
) -> None:
    plain = " ".join(words)
    elements = []
    used = 0
    for raw, skip, count in marks:
        first = min(used + skip, len(words))
        last = min(first + count, len(words))
        if first == last:
            continue
        start = len(" ".join(words[:first])) + (first > 0)
        end = len(" ".join(words[:last]))
        kind, close = MARKS[raw]
        end = start if kind == "html" else end
        detail = {"code": plain[start:end], "link": "u", "html": raw}.get(kind, "")
        elements.append(Element(kind, raw, close, start, end, detail))
        used = last
    parsed = parse(build(plain, elements))
    assert parsed is not None
    assert parsed.plain == plain
    assert sorted((e.kind, e.start, e.end) for e in parsed.elements) == sorted(
        (e.kind, e.start, e.end) for e in elements
    )


@given(LINES)
def test_what_was_parsed_can_be_verified_against_itself(markdown: str) -> None:
    parsed = parse(markdown)
    assume(parsed is not None)
    assert parsed is not None
    assert verify(markdown, parsed)
