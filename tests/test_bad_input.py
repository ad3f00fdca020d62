"""What a desk can get wrong: each a clear message with file and line, the rest goes on, nothing is lost."""

import shutil

import pytest

from tests.conftest import catalogue, files_of

GOOD = "A short text\n\nThe ship arrived in 2018.\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b" \n\t\n", "white space"),
        (b"Caf\xe9 opens\n", "UTF-8"),
        ("A text\n".encode("utf-16"), "UTF-16"),
        (b"---\ntitle: [a\n---\nText.\n", "front matter"),
    ],
    ids=["empty", "white space", "latin-1", "utf-16", "front matter"],
)
def test_an_article_that_cannot_be_read_is_named_and_the_others_finish(desk, translate, content, message):
    (desk / "articles/bad.md").write_bytes(content)
    (desk / "articles/good.txt").write_text(GOOD, encoding="utf-8")
    done = translate("run", "-l", "ru", cwd=desk)
    assert done.code == 1
    assert "bad.md" in done.err
    assert message in done.err
    assert (desk / "output/ru/good.txt").is_file()
    assert (desk / "articles/bad.md").read_bytes() == content
    assert not catalogue(desk, slug="bad").exists()


def test_two_articles_with_one_slug_are_both_named(desk, translate):
    (desk / "articles/visit.md").write_text("# Visit\n\nThe ship arrived.\n", encoding="utf-8")
    before = files_of(desk / "locales")
    done = translate("run", "-l", "ru", cwd=desk)
    assert done.code == 1
    assert "visit.md" in done.err
    assert "visit.txt" in done.err
    assert files_of(desk / "locales") == before


def test_windows_line_ends_and_byte_order_mark_come_back(desk, translate):
    data = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    (desk / "articles/windows.txt").write_bytes(data)
    assert translate("run", "-l", "ru", "windows", cwd=desk).code in {0, 1}
    out = (desk / "output/ru/windows.txt").read_bytes()
    assert out.startswith(b"\xef\xbb\xbf")
    assert out.count(b"\r\n") == out.count(b"\n") > 3


def test_a_single_line_of_five_megabytes_is_refused_with_a_reason(desk, translate):
    (desk / "articles/huge.txt").write_text("word " * 1_000_000, encoding="utf-8")
    (desk / "articles/good.txt").write_text(GOOD, encoding="utf-8")
    done = translate("run", "-l", "ru", cwd=desk)
    assert done.code == 1
    assert "huge.txt:1" in done.err
    assert (desk / "output/ru/good.txt").is_file()


def test_a_name_with_spaces_and_other_letters_is_kept(desk, translate):
    name = "Визит в Дели मार्च 2026.txt"
    (desk / "articles" / name).write_text(GOOD, encoding="utf-8")
    assert translate("run", "-l", "ru", cwd=desk).code in {0, 1}
    slug = "Визит-в-Дели-मार्च-2026"
    assert catalogue(desk, slug=slug).is_file()
    assert (desk / f"output/ru/{slug}.txt").is_file()
    before = files_of(desk)
    translate("run", "-l", "ru", cwd=desk)
    assert files_of(desk) == before


HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (HEAD + 'msgid "a"\nmsgstr "б\n', 6),
        (HEAD + '<<<<<<< ours\nmsgid "a"\nmsgstr "б"\n=======\nmsgid "a"\nmsgstr "в"\n>>>>>>> theirs\n', 5),
        (HEAD + 'msgid "a"\nmsgstr "б"\n\nmsgid "a"\nmsgstr "в"\n', 8),
    ],
    ids=["unterminated", "conflict markers", "duplicate"],
)
def test_a_broken_catalogue_is_refused_and_left_alone(desk, translate, content, line):
    path = catalogue(desk)
    path.write_text(content, encoding="utf-8")
    before = files_of(desk / "locales")
    done = translate("run", "-l", "ru", "-l", "hi", cwd=desk)
    assert done.code == 4
    assert f"visit.po:{line}" in done.err
    assert files_of(desk / "locales") == before
    assert (desk / "output/hi/visit.txt").is_file()


def test_a_catalogue_with_approved_texts_that_is_gone_is_asked_for(desk, translate):
    path, left = catalogue(desk), desk / "output/ru/visit.txt"
    path.unlink()
    assert translate("run", "-l", "ru", cwd=desk).code != 4  # nobody had approved anything in it
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("#, fuzzy\nmsgctxt", "msgctxt"), encoding="utf-8")
    translate("run", "-l", "ru", cwd=desk)
    approved, before = path.read_bytes(), left.read_bytes()
    path.unlink()
    done = translate("run", "-l", "ru", cwd=desk)
    assert done.code == 4
    assert "visit.po: is gone, and people had approved texts in it" in done.err
    assert "visit.po~; to begin anew, delete locales/ru/.state/visit.jsonl too" in " ".join(done.err.split())
    assert not path.exists()
    assert left.read_bytes() == before
    path.write_bytes(approved)
    assert translate("run", "-l", "ru", cwd=desk).code != 4
    assert path.read_bytes() == approved
    path.unlink()
    (desk / "locales/ru/.state/visit.jsonl").unlink()
    assert translate("run", "-l", "ru", cwd=desk).code != 4
    assert path.exists()


def test_a_catalogue_in_another_charset_is_refused_and_left_alone(desk, translate):
    path = catalogue(desk)
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1251", "replace"))
    before = path.read_bytes()
    done = translate("run", "-l", "ru", cwd=desk)
    assert done.code == 4
    assert "visit.po" in done.err
    assert path.read_bytes() == before


def test_a_broken_ledger_is_refused_with_its_line(desk, translate):
    path = desk / "locales/ru/.state/visit.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + "{broken\n", encoding="utf-8")
    before = files_of(desk / "locales")
    done = translate("run", "-l", "ru", cwd=desk)
    assert done.code == 4
    assert "visit.jsonl:" in done.err
    assert files_of(desk / "locales") == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("term,ru\nship\n", "desk.csv:2"),
        ("term,ru\nship,корабль\nship,судно\n", "desk.csv:3"),
        ("word,ru\nship,корабль\n", "desk.csv:1"),
    ],
    ids=["missing cell", "duplicate", "header"],
)
def test_a_wrong_glossary_stops_before_anything_is_done(desk, translate, content, message):
    (desk / "glossary/desk.csv").write_text(content, encoding="utf-8")
    before = files_of(desk)
    done = translate("run", cwd=desk)
    assert done.code == 2
    assert message in done.err
    assert files_of(desk) == before
    assert translate("glossary", "check", cwd=desk).code == 1


def test_a_file_where_the_output_should_go_is_an_error_of_the_machine(desk, translate):
    shutil.rmtree(desk / "output")
    (desk / "output").write_text("in the way", encoding="utf-8")
    done = translate("run", "-l", "ru", cwd=desk)
    assert done.code == 3
    assert "output" in done.err
    assert (desk / "output").read_text(encoding="utf-8") == "in the way"


def test_a_folder_without_write_permission_is_an_error_of_the_machine(desk, translate, monkeypatch):
    """As root every folder can be written, so the refusal of the system is what is doubled here."""
    import os

    real = os.replace

    def refuse(source, target, **rest):
        if "output" in os.fspath(target):
            raise PermissionError(13, "Permission denied", os.fspath(target))
        return real(source, target, **rest)

    (desk / "output/ru/visit.txt").unlink()
    monkeypatch.setattr(os, "replace", refuse)
    done = translate("run", "-l", "ru", cwd=desk)
    assert done.code == 3
    assert "permission denied" in done.err.lower()
    assert not list((desk / "output/ru").glob("*.tmp*"))


def test_a_name_that_fits_no_article_says_what_to_do(desk, translate):
    done = translate("run", "vist", cwd=desk)
    assert done.code == 2
    assert "no article named vist" in done.err


def test_an_unknown_locale_is_named(desk, translate):
    done = translate("run", "-l", "hx", cwd=desk)
    assert done.code == 2
    assert "hx" in done.err


def test_outside_a_workspace_the_way_in_is_told(tmp_path, translate):
    done = translate("run", cwd=tmp_path)
    assert done.code == 2
    assert "translate init" in done.err


def test_init_overwrites_nothing(tmp_path, translate):
    assert translate("init", "desk", cwd=tmp_path).code == 0
    before = files_of(tmp_path)
    assert translate("init", "desk", cwd=tmp_path).code == 2
    assert files_of(tmp_path) == before


def test_a_workspace_without_articles_says_so(tmp_path, translate):
    translate("init", ".", cwd=tmp_path)
    done = translate("run", cwd=tmp_path)
    assert done.code == 0
    assert "articles/" in done.err
