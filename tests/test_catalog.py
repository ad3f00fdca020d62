"""Catalogues: what nobody changed stays byte for byte, what changed stays valid for gettext."""

import difflib
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate import atomic, catalog
from translate.catalog import Entry
from translate.errors import RefusedError, SetupError

FIXTURES = sorted((Path(__file__).parent / "fixtures" / "po").glob("*.po"))
DATE = "2026-11-22 00:00+0000"
HINDI = "nplurals=2; plural=(n > 1);"
RUSSIAN = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
)
ENTRIES = (
    Entry("headline", "Leaders meet", "नेता मिले", references=(("articles/a.txt", ""),)),
    Entry(
        "body",
        'He said: "C:\\new"\tand left.',
        'Он сказал: «C:\\new»\tи ушёл. "Да"',
        fuzzy=True,
        previous="He said.",
        previous_role="quote",
        comment="# check-ok: figure-lost\n#  kept  as is ",
        extracted="role: body\nbefore: Leaders meet",
        flags=("no-wrap",),
    ),
    Entry("body", "Two\nlines", "दो\nपंक्तियाँ"),
    Entry("body", "Not yet."),
    Entry("body", "Gone.", "Ушло.", fuzzy=True, obsolete=True, previous="Went.", comment="# note"),
)


def fresh(entries=ENTRIES, locale="hi", plural_forms=HINDI, **settings):
    head = catalog.new(locale, project="desk", date=DATE, plural_forms=plural_forms, **settings)
    return replace(head, entries=tuple(entries))


def reread(book):
    return catalog.parse(catalog.dump(book), Path("x.po"))


def gettext(program, *arguments, data=b""):
    """Run a gettext program on `data`; its bytes out."""
    if not shutil.which(program):
        pytest.skip(f"{program} of GNU gettext is not installed")
    return subprocess.run([program, *arguments], input=data, capture_output=True, check=True)


def check(data):
    """`msgfmt --check`; what it says on the way."""
    return gettext("msgfmt", "--check", "-o", os.devnull, "-", data=data).stderr.decode()


def changed_lines(before, after):
    diff = difflib.ndiff(before.decode().splitlines(), after.decode().splitlines())
    return [line for line in diff if line[0] in "+-"]


@pytest.mark.parametrize(("locale", "plural_forms"), [("hi", HINDI), ("ru", RUSSIAN)])
def test_a_new_catalogue_satisfies_msgfmt_without_a_warning(locale, plural_forms):
    assert check(catalog.dump(fresh((), locale, plural_forms))) == ""
    assert check(catalog.dump(fresh(locale=locale, plural_forms=plural_forms))) == ""


def test_a_new_catalogue_has_gettext_s_header_in_gettext_s_order():
    book = fresh((), comment="# Hindi texts of a.txt")
    assert catalog.dump(book).startswith(
        b'# Hindi texts of a.txt\nmsgid ""\nmsgstr ""\n"Project-Id-Version: desk\\n"\n'
    )
    names = [name for name, _ in book.header]
    assert names == [
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Language",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Plural-Forms",
        "X-Generator",
    ]
    assert dict(book.header)["PO-Revision-Date"] == DATE
    assert dict(book.header)["Plural-Forms"] == HINDI


def test_what_is_written_reads_back_the_same_and_is_what_msgcat_would_write():
    data = catalog.dump(fresh())
    book = catalog.parse(data, Path("x.po"))
    assert book.entries == ENTRIES
    assert not any(entry.changed for entry in book.entries)
    assert catalog.dump(book) == data
    # msgcat takes the outer blanks of a translator's line too.
    assert gettext("msgcat", "--no-wrap", "-", data=data).stdout == data


LAYOUTS = {
    "as it stands": None,
    "with CRLF": None,
    "msgcat unwrapped": ["--no-wrap"],
    "msgcat wrapped": [],
    "msgcat narrow": ["--width=40", "--indent"],
}


@pytest.fixture(params=LAYOUTS)
def laid_out(request):
    """A fixture's bytes in a layout that a real tool makes."""

    def data(path):
        arguments = LAYOUTS[request.param]
        if arguments is not None:
            return gettext("msgcat", *arguments, str(path)).stdout
        text = path.read_bytes()
        return text.replace(b"\n", b"\r\n") if request.param == "with CRLF" else text

    return data


def test_the_fixtures_are_there():
    assert {path.stem for path in FIXTURES} >= {"poedit", "weblate", "loose"}


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_file_that_nobody_changed_is_written_byte_for_byte(path, laid_out):
    data = laid_out(path)
    check(data)
    assert catalog.dump(catalog.parse(data, Path("x.po"))) == data


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_only_the_changed_entry_differs(path, laid_out):
    data = laid_out(path)
    book = catalog.parse(data, Path("x.po"))
    for number, entry in enumerate(book.entries):
        if entry.plural:
            continue
        one = replace(entry, target="Новый текст.", fuzzy=False)
        new = catalog.dump(replace(book, entries=(*book.entries[:number], one, *book.entries[number + 1 :])))
        check(new)
        again = catalog.parse(new, Path("x.po"))
        assert again.entries[number] == one or entry.obsolete
        assert again.entries[number].target == one.target
        for before, after in zip(book.entries, again.entries, strict=True):
            if before is not entry:
                assert after.raw.strip() == before.raw.strip()
        assert (b"\r\n" in new) == (b"\r\n" in data)
        assert new.count(b"\n") == new.count(b"\r\n") or b"\r\n" not in new


def test_a_change_in_a_wrapped_file_is_a_diff_of_one_entry():
    data = next(path for path in FIXTURES if path.stem == "poedit").read_bytes()
    book = catalog.parse(data, Path("x.po"))
    entries = [replace(e, target="Встреча в Дели") if e.role == "headline" else e for e in book.entries]
    assert changed_lines(data, catalog.dump(replace(book, entries=tuple(entries)))) == [
        '- msgstr "Лидеры встретились в Нью-Дели"',
        '+ msgstr "Встреча в Дели"',
    ]


def test_an_entry_set_back_to_what_it_was_counts_as_unchanged():
    data = next(path for path in FIXTURES if path.stem == "loose").read_bytes()
    book = catalog.parse(data, Path("x.po"))
    there = [replace(entry, target="x", fuzzy=True) for entry in book.entries]
    back = [
        replace(e, target=old.target, fuzzy=old.fuzzy) for e, old in zip(there, book.entries, strict=True)
    ]
    assert catalog.dump(replace(book, entries=tuple(there))) != data
    assert catalog.dump(replace(book, entries=tuple(back))) == data


def test_entries_taken_out_added_or_reordered_leave_a_valid_file_with_blank_lines_between():
    for path in FIXTURES:
        book = catalog.parse(path.read_bytes(), path)
        new = Entry("body", "New.", "Новое.", fuzzy=True)
        active = tuple(entry for entry in book.entries if not entry.obsolete)
        for entries in (book.entries[1:], (new, *book.entries), (*active[::-1], new), (), active[:1]):
            data = catalog.dump(replace(book, entries=entries))
            check(data)
            again = catalog.parse(data, path).entries
            assert again == entries
            assert data.endswith(b"\n") or entries[-1:] == book.entries[-1:] or book.tail
            assert not data.endswith(b"\n\n")
            if path.stem != "loose":
                assert all(entry.raw.endswith("\n\n") for entry in again[:-1])


def test_what_we_do_not_model_survives_even_in_an_entry_that_changes():
    source = (
        catalog.dump(fresh(())).decode()
        + "\n#note without a blank\n## two marks\n#: \u2068my file.txt\u2069:12 b.txt:3 c:d\n"
        + "#= c-format\n#, fuzzy, no-wrap\n"
        + '#| msgid "old"\n#| msgid_plural "olds"\nmsgctxt "body"\nmsgid "a"\nmsgid_plural "as"\n'
        + 'msgstr[0] "б"\nmsgstr[1] "в"\n\n#~| msgctxt "x"\n#~| msgid "o"\n#~ msgid "z"\n#~ msgstr "я"\n'
    )
    plural, gone = catalog.parse(source.encode(), Path("x.po")).entries
    assert plural.comment == "#note without a blank\n## two marks"
    assert plural.references == (("my file.txt", "12"), ("b.txt", "3"), ("c:d", ""))
    assert plural.flags == ("c-format", "no-wrap")
    assert (plural.previous, plural.previous_plural) == ("old", "olds")
    assert (plural.target, plural.plural) == ("б", ("as", "в"))
    assert (gone.previous_role, gone.previous, gone.obsolete) == ("x", "o", True)
    changed = (replace(plural, fuzzy=False), replace(gone, comment="# why"))
    again = reread(fresh(changed))
    assert again.entries == changed
    check(catalog.dump(fresh(changed)))
    retired = replace(plural, obsolete=True)
    (back,) = reread(fresh((retired,))).entries
    assert (back.target, back.plural, back.comment) == (plural.target, plural.plural, plural.comment)


def test_a_backslash_at_the_end_of_a_comment_does_not_swallow_the_entry():
    entry = Entry("body", "a", "б", comment="# C:\\", extracted="before: a hard break\\\nafter: b\\")
    data = catalog.dump(fresh((entry,)))
    assert check(data) == ""
    assert reread(fresh((entry,))).entries[0].extracted == entry.extracted


def test_notes_are_comments_without_their_marks():
    assert Entry("body", "a", comment="# joined\n#check-ok: x \n#").notes == ("joined", "check-ok: x", "")
    assert Entry("body", "a").notes == ()


ODD = st.characters(exclude_categories=["Cs"], exclude_characters="\0\x04")
TEXT = st.text(ODD, max_size=12) | st.text(
    '\\"\n\r\t\x07\x0b\x0c\x1c\u0085\u2028\u2029\ufeff# नज़ж', max_size=12
)


@settings(deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT, st.booleans()), unique_by=lambda row: row[0]))
def test_every_text_reads_back(rows):
    entries = tuple(
        Entry("body", source, target, fuzzy=True, previous=previous, obsolete=obsolete)
        for source, target, previous, obsolete in rows
    )
    assert reread(fresh(entries)).entries == entries


def test_odd_characters_pass_msgfmt():
    odd = 'quote " backslash \\ tab \t bell \x07 vt \x0b nel \u0085 ls \u2028 nbsp \u00a0 bom \ufeff नई ж'
    data = catalog.dump(fresh((Entry("body", odd, odd + " x"), Entry("body", "\na\n", "\nb\n"))))
    assert "warning: header" not in check(data)


def test_outside_readers_see_the_same(tmp_path):
    path = tmp_path / "a.po"
    catalog.write(path, fresh())
    theirs = {(e.msgctxt, e.msgid): (e.msgstr, e.fuzzy, e.previous_msgid) for e in polib.pofile(str(path))}
    ours = {e.key: (e.target, e.fuzzy, None if e.obsolete else e.previous) for e in ENTRIES}
    assert theirs == ours


def test_a_file_saved_by_polib_or_merged_by_msgmerge_keeps_every_text(tmp_path):
    path = tmp_path / "a.po"
    catalog.write(path, fresh())
    outside = polib.pofile(str(path), wrapwidth=78)
    outside[0].msgstr = "नेताओं की भेंट"
    outside.save()
    texts = {entry.source: entry.target for entry in catalog.read(path).entries}
    assert texts == {entry.source: entry.target for entry in ENTRIES} | {"Leaders meet": "नेताओं की भेंट"}

    template = tmp_path / "a.pot"
    template.write_bytes(catalog.dump(fresh((Entry("headline", "Leaders met"), Entry("body", "Two\nlines")))))
    merged = gettext("msgmerge", "--quiet", "--previous", str(path), str(template)).stdout
    book = catalog.parse(merged, path)
    assert catalog.dump(book) == merged
    by_source = {entry.source: entry for entry in book.entries}
    assert by_source["Leaders met"].previous == "Leaders meet"
    assert by_source["Leaders met"].fuzzy
    assert by_source["Two\nlines"].target == "दो\nपंक्तियाँ"
    assert by_source["Gone."].obsolete


def test_writing_is_atomic_keeps_a_backup_and_does_nothing_twice(tmp_path):
    path = tmp_path / "locales" / "hi" / "a.po"
    assert catalog.read(path) is None
    assert catalog.write(path, fresh()) is True
    assert sorted(path.parent.iterdir()) == [path]
    first = path.read_bytes()
    stamp = path.stat()
    book = catalog.read(path)
    assert catalog.write(path, book) is False
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (stamp.st_mtime_ns, stamp.st_ino)
    book = replace(book, entries=(replace(book.entries[0], target="और"), *book.entries[1:]))
    assert catalog.write(path, book) is True
    assert atomic.backup_path(path) == path.with_name("a.po~")
    assert path.with_name("a.po~").read_bytes() == first
    assert catalog.read(path).entries == book.entries


def test_a_file_saved_during_the_run_is_left_alone(tmp_path):
    path = tmp_path / "a.po"
    catalog.write(path, fresh())
    book = catalog.read(path)
    theirs = path.read_bytes().replace("नेता मिले".encode(), "कोई और पाठ".encode())
    path.write_bytes(theirs)
    ours = replace(book, entries=book.entries[1:])
    with pytest.raises(RefusedError, match="saved by someone") as caught:
        catalog.write(path, ours)
    assert caught.value.hint
    assert path.read_bytes() == theirs
    path.unlink()
    with pytest.raises(RefusedError):
        catalog.write(path, ours)
    assert not path.exists()


def test_a_new_catalogue_does_not_replace_one_that_appeared_meanwhile(tmp_path):
    path = tmp_path / "a.po"
    catalog.write(path, fresh())
    with pytest.raises(RefusedError, match="saved by someone"):
        catalog.write(path, fresh(()))
    assert catalog.read(path).entries == ENTRIES


def test_a_save_in_place_at_the_very_last_moment_is_put_back(tmp_path, monkeypatch):
    path = tmp_path / "a.po"
    catalog.write(path, fresh())
    book = catalog.read(path)
    theirs = path.read_bytes().replace("नेता मिले".encode(), "कोई और पाठ".encode())
    real = atomic.write_bytes

    def late_save(target, data, **settings):
        # An editor between our look at the file and the rename; it cannot be timed from outside.
        path.write_bytes(theirs)
        return real(target, data, **settings)

    monkeypatch.setattr(atomic, "write_bytes", late_save)
    with pytest.raises(RefusedError, match="saved by someone"):
        catalog.write(path, replace(book, entries=book.entries[1:]))
    assert path.read_bytes() == theirs


@pytest.mark.parametrize(
    "entry",
    [
        Entry("body", "a", comment="a comment without its mark"),
        Entry("body", "a", "b\n"),
        Entry("body", "a", "b\x04"),
        Entry("body", "a", "b\0"),
        Entry("", "", "a second header"),
        Entry("headline", "Leaders meet", "again"),
        Entry("headline", "Leaders meet", "again", obsolete=True),
    ],
    ids=["comment", "line end", "joiner", "NUL", "header", "duplicate", "obsolete duplicate"],
)
def test_what_would_make_the_file_invalid_is_not_written(tmp_path, entry):
    path = tmp_path / "a.po"
    catalog.write(path, fresh())
    before = path.read_bytes()
    book = catalog.read(path)
    with pytest.raises(RefusedError, match="not written"):
        catalog.write(path, replace(book, entries=(*book.entries, entry)))
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("broken", [b'msgid "a\nmsgstr "b"\n', b"<<<<<<< HEAD\n", b"\xff\xfem\0"])
def test_a_broken_file_is_refused_and_not_touched(tmp_path, broken):
    path = tmp_path / "a.po"
    path.write_bytes(broken)
    with pytest.raises(RefusedError) as caught:
        catalog.read(path)
    assert caught.value.path == path
    assert caught.value.line == 1
    assert path.read_bytes() == broken


def test_a_folder_in_place_of_the_file_is_a_clear_error(tmp_path):
    (tmp_path / "a.po").mkdir()
    with pytest.raises(SetupError, match=r"a\.po: cannot be read") as caught:
        catalog.read(tmp_path / "a.po")
    assert "folder" in caught.value.hint


def test_reading_and_an_unchanged_write_do_not_load_polib(tmp_path):
    path = tmp_path / "a.po"
    catalog.write(path, fresh())
    code = (
        "import sys; from pathlib import Path; from translate import catalog\n"
        f"path = Path({str(path)!r}); catalog.write(path, catalog.read(path))\n"
        "print('polib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
