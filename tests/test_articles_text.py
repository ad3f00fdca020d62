from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate import articles
from translate.articles import Article, Segment
from translate.errors import ArticleError, UsageError

BOM = b"\xef\xbb\xbf"


def read(tmp_path: Path, data: bytes | str, name: str = "a.txt") -> Article:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return articles.read(path, folder=tmp_path, front_matter=("title",))


def roles(article: Article) -> list[str]:
    return [f"{segment.role}: {segment.source}" for segment in article.segments]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rupee falls\n\nIt fell. It rose.", ["headline: Rupee falls", "body: It fell.", "body: It rose."]),
        ("Will it rise?\n\nYes.", ["headline: Will it rise?", "body: Yes."]),
        ("Pact with U.S.\n\nYes.", ["headline: Pact with U.S.", "body: Yes."]),
        ("It fell today.\n\nIt rose.", ["body: It fell today.", "body: It rose."]),
        ("It fell “today.”\n\nIt rose.", ["body: It fell “today.”", "body: It rose."]),
        ("\n\n  Rupee falls\n\nIt fell.", ["headline: Rupee falls", "body: It fell."]),
        (f"{'word ' * 30}end\n\nIt fell.", [f"body: {'word ' * 30}end", "body: It fell."]),
        ("By R. Nair\n\nIt fell.", ["body: By R. Nair", "body: It fell."]),
        (
            "Rupee falls. Markets shut\nBy R. K. Nair. Mumbai\nNov 22\n\nIt fell.",
            [
                "headline: Rupee falls. Markets shut",
                "body: By R. K. Nair. Mumbai",
                "body: Nov 22",
                "body: It fell.",
            ],
        ),
        ("The rupee fell\nto 90. It then\nrose.", ["body: The rupee fell to 90.", "body: It then rose."]),
        ("A\n\nIt fell.\n\nNext. A look", ["headline: A", "body: It fell.", "body: Next. A look"]),
        ("A\n\nHe came. He saw!", ["headline: A", "body: He came.", "body: He saw!"]),
        ("A\n\n***\n\n2018\n\n—\n\nIn 2018", ["headline: A", "body: In 2018"]),
        ("*A* is [not](x)\n\n# Nor this.", ["headline: *A* is [not](x)", "body: # Nor this."]),
        ("A\n \t\nIt fell.  It rose. ", ["headline: A", "body: It fell.", "body: It rose."]),
    ],
)
def test_plain_text_falls_into_headline_and_sentences(tmp_path: Path, text: str, expected: list[str]) -> None:
    for newline in ("\n", "\r\n", "\r"):
        for bom in (b"", BOM):
            data = bom + text.replace("\n", newline).encode()
            article = read(tmp_path, data)
            assert roles(article) == expected
            assert not article.markup
            assert article.bom is bool(bom)
            assert articles.render(article, {}) == data


@pytest.mark.parametrize(
    ("paragraph", "expected", "rendered"),
    [
        (
            "The raid hit:\n- 24 camps\n- nine bridges that were\n  under repair. No one was hurt.\n- ships",
            [
                "body: The raid hit:",
                "list: 24 camps",
                "list: nine bridges that were under repair.",
                "list: No one was hurt.",
                "list: ships",
            ],
            "…\n- …\n- … …\n- …",
        ),
        ("1. First item\r\n2. Second item", ["list: First item", "list: Second item"], "1. …\r\n2. …"),
        ("1) First.\n10) Tenth.", ["list: First.", "list: Tenth."], "1) …\n10) …"),
        ("• Tanks: 17", ["list: Tanks: 17"], "• …"),
        ("*   Ships\n*   Planes", ["list: Ships", "list: Planes"], "*   …\n*   …"),
        # One line of several may begin so by chance.
        (
            "It ended in Group\n2. The rest went on.",
            ["body: It ended in Group 2.", "body: The rest went on."],
            "… …",
        ),
        ("He came\n- as he had said - on foot.", ["body: He came - as he had said - on foot."], "…"),
        (
            "-5 degrees was the low.\n-3 the high.",
            ["body: -5 degrees was the low.", "body: -3 the high."],
            "…\n…",
        ),
    ],
)
def test_a_list_keeps_its_lines_and_marks(
    tmp_path: Path, paragraph: str, expected: list[str], rendered: str
) -> None:
    article = read(tmp_path, f"A headline\n\n{paragraph}\n\nThe end.\n".encode())
    assert roles(article)[1:-1] == expected
    out = articles.render(article, {segment.key: "…" for segment in article.segments[1:-1]})
    assert out.decode() == f"A headline\n\n{rendered}\n\nThe end.\n"


def test_offsets_and_lines_are_those_of_the_file(tmp_path: Path) -> None:
    article = read(tmp_path, BOM + b"Head\r\n\r\nOne fell\r\n over. Two.\r\n")
    assert article.segments == (
        Segment("headline", "Head", 0, 4, 1),
        Segment("body", "One fell over.", 8, 24, 3),
        Segment("body", "Two.", 25, 29, 4),
    )


def test_renderings_go_into_the_original_bytes(tmp_path: Path) -> None:
    article = read(tmp_path, BOM + b"Head\r\n\r\nOne fell\r\n over.  Two.\tOne fell over.\r\n\r\n\r\n")
    rendered = articles.render(article, {("body", "One fell over."): "Раз.", ("headline", "Two."): "не это"})
    assert rendered == BOM + "Head\r\n\r\nРаз.  Two.\tРаз.\r\n\r\n\r\n".encode()


def test_the_label_is_a_first_line(tmp_path: Path) -> None:
    article = read(tmp_path, BOM + b"Head\r\n\r\nOne.")
    labelled = articles.label(articles.render(article, {}), article, "machine\ndraft")
    assert labelled == BOM + b"[machine draft]\r\n\r\nHead\r\n\r\nOne."
    assert articles.label(b"One.", read(tmp_path, "One."), "draft") == b"[draft]\n\nOne."


@pytest.mark.parametrize(
    ("target", "reason"), [("# 1. |", ""), ("a\nb", "line break"), ("a\r", "line break")]
)
def test_in_plain_text_only_a_line_break_breaks_a_block(target: str, reason: str) -> None:
    found = articles.breaks_block("body", target, markup=False)
    assert reason in found
    assert bool(reason) is bool(found)


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"", "empty", None),
        (BOM, "empty", None),
        (b" \n\t\r\n", "only white space", None),
        (BOM + "\u00a0\n".encode(), "only white space", None),
        (b"One.\n\nTwo \xff three.", "byte 0xff at offset 10", 3),
        (BOM + b"One.\r\nTwo \xc3", "byte 0xc3 at offset 13", 2),
        ("Привет".encode("cp1251"), "not UTF-8", 1),
        ("One.".encode("utf-16"), "UTF-16", None),
        ("One.".encode("utf-16-le"), "UTF-16", None),
        ("One.".encode("utf-16-be"), "UTF-16", None),
        (b"One.\0Two.", "binary", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_bad_input_is_named(tmp_path: Path, name: str, data: bytes, message: str, line: int | None) -> None:
    with pytest.raises(ArticleError, match=message) as caught:
        read(tmp_path, data, name)
    assert caught.value.path == tmp_path / name
    assert caught.value.line == line
    if "UTF" in message:
        assert "UTF-8" in caught.value.hint
    assert (tmp_path / name).read_bytes() == data


def test_what_is_no_article_and_what_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"cannot read \.docx"):
        read(tmp_path, "One.", "a.docx")
    with pytest.raises(ArticleError, match="cannot be read"):
        articles.read(tmp_path / "b.txt", folder=tmp_path, front_matter=())
    (tmp_path / "c.txt").mkdir()
    with pytest.raises(ArticleError, match="cannot be read"):
        articles.read(tmp_path / "c.txt", folder=tmp_path, front_matter=())


@pytest.mark.parametrize(
    ("relative", "slug"),
    [
        ("a.txt", "a"),
        ("news/a b  c.md", "news/a-b-c"),
        ("Саммит в Дели.txt", "Саммит-в-Дели"),
        ("सम्मेलन\u200d १.md", "सम्मेलन\u200d-१"),
        ("cafe\u0301.txt", "caf\u00e9"),
        ("v1.2.txt", "v1.2"),
        ("a:b?c*.txt", "a-b-c"),
        ("what?.txt", "what"),
        ("-x-.txt", "x"),
        ("???.txt", "_"),
        ("a\nb.txt", "a-b"),
    ],
)
def test_slug(relative: str, slug: str) -> None:
    assert articles.slug_of(Path(relative)) == slug


def test_articles_are_found_in_order_and_hidden_ones_are_not(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c d.md", ".hidden.md", ".git/x.md", "z.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("One.")
    (tmp_path / "folder.md").mkdir()
    found, errors = articles.discover(tmp_path, ["**/*.md", "**/*.txt", "*.md"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a.md", "b.txt", "sub/c d.md"]
    assert errors == []
    assert articles.discover(tmp_path / "nowhere", ["*"]) == ([], [])


def test_articles_with_one_slug_are_both_left_out_and_named(tmp_path: Path) -> None:
    for name in ("a b.txt", "a-b.md", "c.txt"):
        (tmp_path / name).write_text("One.")
    found, errors = articles.discover(tmp_path, ["*"])
    assert [path.name for path in found] == ["c.txt"]
    assert len(errors) == 1
    assert "a b.txt and a-b.md" in errors[0].message
    assert errors[0].hint


def test_a_file_name_that_is_not_utf8_is_an_error_not_a_crash(tmp_path: Path) -> None:
    try:
        (tmp_path / "a\udcff.txt").write_text("One.")
    except (OSError, UnicodeError):
        pytest.skip("this file system takes only UTF-8 names")
    found, errors = articles.discover(tmp_path, ["*.txt"])
    assert found == []
    assert "UTF-8" in errors[0].message


@pytest.mark.parametrize("pattern", ["", "/etc/*.txt"])
def test_a_pattern_that_cannot_be_used_is_a_usage_error(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(UsageError, match="no pattern"):
        articles.discover(tmp_path, [pattern])


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_line_of_five_megabytes_is_read_and_rendered(tmp_path: Path, name: str) -> None:
    line = "Lt. Gen. V. K. Singh said “Stop.” and left. The S-400 costs $5.43 billion (about 39,000 crore). "
    data = (line * (5_000_000 // len(line.encode()))).encode()
    article = read(tmp_path, data, name)
    assert len(article.segments) == 2 * (5_000_000 // len(line.encode()))
    assert articles.render(article, {}) == data


def test_importing_articles_loads_no_parser() -> None:
    heavy = "{'markdown_it', 'ruamel.yaml', 'sentencex'}"
    code = f"import sys, translate.articles; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


PIECES = st.sampled_from(
    [*"aB1 .\t”“", "\n", "\n\n", "\r\n", "\r", "\r\n\r\n", "Gen. ", "One. Two. ", "*", "हि", "\u2028", "\x0b"]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join))


@given(TEXTS, st.booleans())
def test_reading_loses_nothing(tmp_path_factory: pytest.TempPathFactory, text: str, bom: bool) -> None:
    data = (BOM if bom else b"") + text.encode("utf-8", "replace")
    text = data.removeprefix(BOM).decode()
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(data)
    try:
        article = articles.read(path, folder=path.parent, front_matter=())
    except ArticleError:
        assert not text.strip() or "\0" in text
        return
    assert articles.render(article, {}) == data
    end = 0
    for segment in article.segments:
        assert not any(map(str.isalpha, text[end : segment.start]))
        assert end <= segment.start < segment.end
        assert segment.source == segment.source.strip()
        assert "".join(segment.source.split()) == "".join(text[segment.start : segment.end].split())
        assert articles.breaks_block(segment.role, segment.source, markup=False) == ""
        end = segment.end
    assert not any(map(str.isalpha, text[end:]))


def test_a_split_repeat_takes_its_own_rendering(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Title\n\nYes. No. Yes.\n\nYes.\n", encoding="utf-8")
    article = articles.read(path, folder=tmp_path, front_matter=())
    targets = {("body", "Yes."): "Да.", ("body#2", "Yes."): "Ага.", ("body", "No."): "Нет."}
    assert articles.render(article, targets).decode() == "Title\n\nДа. Нет. Ага.\n\nДа.\n"


def test_an_empty_rendering_leaves_no_double_space(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Title\n\nOne. Two. Three.\n\nFour. Five.\n", encoding="utf-8")
    article = articles.read(path, folder=tmp_path, front_matter=())
    targets = {("body", "Two."): "", ("body", "Five."): "", ("body", "One."): "Раз и два."}
    assert articles.render(article, targets).decode() == "Title\n\nРаз и два. Three.\n\nFour.\n"
    targets = {("body", "Four."): "", ("body", "One."): "", ("body", "Two."): ""}
    assert articles.render(article, targets).decode() == "Title\n\nThree.\n\nFive.\n"
