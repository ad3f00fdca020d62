"""Catalogues as other tools write them, gettext as the referee: read without loss, changed entry by entry.

`fixtures/po/desk/desk.po` is one catalogue in the layout of `msgcat --no-wrap`; its siblings hold the same
texts. `msgcat.po` is gettext 0.21's own, `weblate.po` was saved by translate-toolkit 3.20.4, with which
Weblate writes. Poedit, OmegaT and Lokalize cannot be run here, so these three were laid out by hand after
what is known of them: `poedit.po` in msgcat's layout at 79 columns, with which Poedit saves, under its header
fields; `lokalize.po` under its own, with Plural-Forms broken within a sign as KDE's tools do; `omegat.po`
with comments and English lines as they came, each translation in one line and without the fuzzy mark.
"""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import polib
import pytest

from translate import catalog
from translate.catalog import Entry
from translate.errors import RefusedError

from .conftest import catalogue, files_of

DESK = Path(__file__).parent / "fixtures" / "po" / "desk"
FILES = sorted(DESK.glob("*.po"))
PATH = Path("article.po")
RUSSIAN = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
)

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def gettext(program, *arguments, data=b""):
    """Run a gettext program on `data`; its bytes out."""
    if not shutil.which(program):
        pytest.skip(f"{program} of GNU gettext is not installed")
    return subprocess.run([program, *arguments], input=data, capture_output=True, check=True).stdout


def check(data):
    """Fail unless msgfmt accepts these bytes, also when everything fuzzy were approved."""
    gettext("msgfmt", "--check", "-o", "/dev/null", "-", data=data)
    approved = gettext("msgattrib", "--clear-fuzzy", "--clear-previous", "-", data=data)
    gettext("msgfmt", "--check", "-o", "/dev/null", "-", data=approved)


def read(data):
    return catalog.parse(data, PATH)


def test_a_file_of_each_tool_is_there():
    names = {path.stem for path in FILES}
    assert names == {"desk", "msgcat", "weblate", "poedit", "omegat", "lokalize"}
    assert len({path.read_bytes() for path in FILES}) == len(FILES)


@every_file
def test_every_field_is_what_msgcat_reads(path):
    data = path.read_bytes()
    unwrapped = gettext("msgcat", "--no-wrap", "-", data=data)
    ours, theirs = read(data), read(unwrapped)
    assert (ours.head, ours.entries) == (theirs.head, theirs.entries)

    outside = polib.pofile(unwrapped.decode(), wrapwidth=0)
    assert [(e.role, e.source, e.target, e.fuzzy, e.obsolete) for e in ours.entries] == [
        (e.msgctxt or "", e.msgid, e.msgstr or e.msgstr_plural.get(0, ""), e.fuzzy, bool(e.obsolete))
        for e in outside
    ]
    # polib drops the previous texts of obsolete entries, and `msgid_plural` is no text of ours.
    active = [(mine, e) for mine, e in zip(ours.entries, outside, strict=True) if not mine.obsolete]
    assert [(mine.previous_role, mine.previous, mine.extracted) for mine, _ in active] == [
        (e.previous_msgctxt, e.previous_msgid, e.comment) for _, e in active
    ]
    assert [mine.notes for mine, _ in active] == [tuple(e.tcomment.splitlines()) for _, e in active]
    assert [mine.plural[1:] for mine, _ in active] == [
        tuple(e.msgstr_plural[form] for form in sorted(e.msgstr_plural))[1:] for _, e in active
    ]


@every_file
def test_the_texts_are_those_of_the_desk_whatever_tool_laid_them_out(path):
    def texts(book):
        return [(e.key, e.target, e.previous, e.plural, e.obsolete, e.comment) for e in book.entries]

    desk = read((DESK / "desk.po").read_bytes())
    assert texts(read(path.read_bytes())) == texts(desk)


@every_file
def test_a_no_op_round_trip_gives_the_very_bytes(path):
    for data in (path.read_bytes(), gettext("msgcat", "--no-wrap", str(path))):
        check(data)
        assert catalog.dump(read(data)) == data


@every_file
def test_a_changed_entry_changes_its_own_lines_only(path):
    text = path.read_text(encoding="utf-8")
    book = read(text.encode())
    for number, entry in enumerate(book.entries):
        if entry.plural:
            continue
        one = replace(entry, target="Новый текст." if not entry.source.endswith("\n") else "Новый.\n")
        new = catalog.dump(replace(book, entries=(*book.entries[:number], one, *book.entries[number + 1 :])))
        at = text.index(entry.raw)
        before, after = text[:at], text[at + len(entry.raw) :]
        assert new.decode().startswith(before)
        assert new.decode().rstrip("\n").endswith(after.rstrip("\n"))
        assert "Новый" in new.decode()[len(before) : len(new.decode()) - len(after.rstrip("\n"))]
        check(new)


@every_file
def test_an_approval_removes_the_fuzzy_mark_and_nothing_else_of_the_text(path):
    book = read(path.read_bytes())
    cleared = replace(book, entries=tuple(replace(e, fuzzy=False) for e in book.entries))
    data = catalog.dump(cleared)
    check(data)
    assert [replace(e, fuzzy=False) for e in book.entries] == list(read(data).entries)


def test_a_new_catalogue_has_the_header_fields_in_the_order_of_msginit():
    template = catalog.dump(
        catalog.new("ru", project="desk x", date="2026-11-22 00:00+0000", plural_forms=RUSSIAN)
    )
    made = gettext("msginit", "--no-translator", "-l", "ru", "-i", "-", "-o", "-", data=template)
    theirs = [line.partition(":")[0] for line in polib.pofile(made.decode()).metadata]
    ours = [line.partition(":")[0] for line in read(template).head.target.splitlines()]
    assert len(theirs) >= 10
    assert [name for name in ours if name in theirs] == [name for name in theirs if name in ours]
    assert set(theirs) - {"X-Generator"} <= set(ours)


LAYOUTS = {
    "msgcat": lambda data: gettext("msgcat", "-", data=data),
    "msgcat at 79": lambda data: gettext("msgcat", "--width=79", "-", data=data),
    "msgattrib": lambda data: gettext("msgattrib", "--no-wrap", "--indent", "-", data=data),
    "polib": lambda data: str(polib.pofile(data.decode(), wrapwidth=0)).encode(),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_an_update_leaves_a_catalogue_in_the_layout_in_which_another_tool_saved_it(desk, translate, layout):
    path = catalogue(desk)
    translate("update", "-l", "ru", cwd=desk)
    saved = layout(path.read_bytes())
    path.write_bytes(saved)
    assert read(saved).entries == read(gettext("msgcat", "--no-wrap", "-", data=saved)).entries
    assert translate("update", "-l", "ru", cwd=desk).code == 0
    assert path.read_bytes() == saved


def test_every_catalogue_of_a_run_would_be_valid_with_every_draft_approved(desk):
    found = sorted(desk.glob("locales/*/LC_MESSAGES/*.po"))
    assert len(found) == 4
    for path in found:
        check(path.read_bytes())
        assert any(entry.fuzzy for entry in catalog.read(path).entries)


HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
)
ENTRY = 'msgid "a"\nmsgstr "ж"\n'
PLURAL = 'msgid "a"\nmsgid_plural "as"\n'

# Beside the tables of `test_posyntax.py`. Whole files; what msgfmt --check accepts and so do we.
ODD = {
    "a fuzzy header": "#, fuzzy\n" + HEADER + ENTRY,
    "no Content-Type": 'msgid ""\nmsgstr "Language: ru\\n"\n\nmsgid "a"\nmsgstr "b"\n',
    "a header field twice": HEADER.replace('"Plural', '"Language: ru\\n"\n"Language: hi\\n"\n"Plural')
    + ENTRY,
    "a header line that is no field": HEADER.replace('"Plural', '"hello\\n"\n"Plural') + ENTRY,
    "a header without a line end": 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8"\n\n' + ENTRY,
    "a date that is none": HEADER.replace('"Plural', '"PO-Revision-Date: yesterday\\n"\n"Plural') + ENTRY,
    "Plural-Forms without a rule": HEADER.replace(" plural=(n > 1);", "") + ENTRY,
    "conflict marks inside a text": HEADER + 'msgid "a"\nmsgstr "<<<<<<< HEAD ======= >>>>>>>"\n',
    "a conflict mark in a comment": HEADER + "# <<<<<<< HEAD\n" + ENTRY,
    "comment marks of other tools": HEADER + "#- x\n#* y\n#@ z\n" + ENTRY,
    "comment marks without content": HEADER + "#,\n#:\n#.\n#=\n" + ENTRY,
    "flags nobody knows": HEADER + "#, approved, x-y\n#, fuzzy, fuzzy\n" + ENTRY,
    "a range": HEADER + "#, range: 0..5\n" + PLURAL + 'msgstr[0] "b"\nmsgstr[1] "c"\n',
    "plural numbers with zeros": HEADER + PLURAL + 'msgstr[00] "b"\nmsgstr[01] "c"\n',
    "half a plural": HEADER + PLURAL + 'msgstr[0] "b"\nmsgstr[1] ""\n',
    "a format nobody follows, fuzzy": HEADER + '#, c-format, fuzzy\nmsgid "%d"\nmsgstr "%s"\n',
    "a plural obsolete": HEADER + "#~ " + PLURAL.replace("\nmsgid", "\n#~ msgid") + '#~ msgstr[0] "b"\n',
    "obsolete entries only": HEADER + '#~ msgid "a"\n#~ msgstr "b"\n#~ msgid "c"\n#~ msgstr "d"\n',
    "line ends of old Macs": (HEADER + ENTRY).replace("\n", "\r"),
    "line ends of two kinds": HEADER.replace("\n", "\r\n") + ENTRY,
    "blanks at line ends": HEADER + 'msgid "a"  \nmsgstr "b"\t \n \t\n',
    "one text of 200,000 characters": HEADER + f'msgid "a"\nmsgstr "{"ж" * 200_000}"\n',
    "one text of 5,000 strings": HEADER + 'msgid "a"\nmsgstr ""\n' + '"ж"\n' * 5_000,
    "marks that cannot be seen": HEADER + 'msgid "a"\nmsgstr "\u200f\u202eb\u200b\u2060\x01\x7f\x1b[0m"\n',
    "decomposed letters": HEADER + 'msgid "a"\nmsgstr "и\u0306 क\u093c"\n',
    "keys that differ in normal form": HEADER + 'msgid "é"\nmsgstr "b"\nmsgid "e\u0301"\nmsgstr "c"\n',
}

# What both refuse: the file, the line and a part of the message.
BROKEN = {
    "single quotes": (HEADER + "msgid 'a'\nmsgstr 'b'\n", 6, "double quotes"),
    "quotes of a word processor": (HEADER + "msgid “a”\nmsgstr “b”\n", 6, "double quotes"),
    "comments of another language": (HEADER + "// note\n" + ENTRY, 6, "// note"),
    "a semicolon": (HEADER + 'msgid "a";\nmsgstr "b"\n', 6, "closing quote"),
    "an equals sign": (HEADER + 'msgid = "a"\nmsgstr = "b"\n', 6, "double quotes"),
    "texts that are added": (HEADER + 'msgid "a" + "b"\nmsgstr "c"\n', 6, "closing quote"),
    "capital keywords": (HEADER + 'MSGID "a"\nMSGSTR "b"\n', 6, "MSGID"),
    "an obsolete second header": (HEADER + '#~ msgid ""\n#~ msgstr "x"\n', 6, "line 1"),
    "a plural without its msgid": (HEADER + 'msgid_plural "as"\nmsgstr[0] "b"\n', 6, "msgid_plural"),
    "a hexadecimal plural number": (HEADER + PLURAL + 'msgstr[0x0] "b"\n', 8, "[0]"),
    "a negative plural number": (HEADER + PLURAL + 'msgstr[-1] "b"\n', 8, "[0]"),
    "a line end in the translations of a plural": (
        HEADER + PLURAL + 'msgstr[0] "b\\n"\nmsgstr[1] "c\\n"\n',
        6,
        "end with",
    ),
    "a line end as a number": (HEADER + 'msgid "a"\nmsgstr "b\\x0a"\n', 6, "end with"),
    "msgstr first": (HEADER + 'msgstr "b"\nmsgid "a"\n', 6, "msgstr"),
    "a previous text after msgctxt": (HEADER + 'msgctxt "c"\n#| msgid "o"\n' + ENTRY, 7, "expected"),
    "cut short in the header": (HEADER[:50], 3, "not closed"),
    "XLIFF": ('<?xml version="1.0"?>\n<xliff/>\n', 1, "xml"),
    "a header with a context": ('msgctxt "x"\n' + HEADER, 1, "no header"),
    "no plural form declared": (HEADER.replace("2; plural=(n > 1)", "0; plural=0") + ENTRY, 1, "nplurals=0"),
    "a compiled catalogue": (b"\xde\x12\x04\x95\0\0\0\0\2\0\0\0", 1, "0xde"),
}


def msgfmt_accepts(data):
    done = subprocess.run(
        ["msgfmt", "--check", "-o", "/dev/null", "-"], input=data, capture_output=True, check=False
    )
    return done.returncode == 0


needs_msgfmt = pytest.mark.skipif(not shutil.which("msgfmt"), reason="msgfmt of GNU gettext is not installed")


@needs_msgfmt
@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_an_odd_file_that_msgfmt_accepts_is_read_without_loss(text):
    assert msgfmt_accepts(text.encode())
    book = read(text.encode())
    assert catalog.dump(book) == text.encode()
    ours = [replace(entry, extracted="", references=()) for entry in book.entries]
    theirs = read(gettext("msgcat", "--no-wrap", "-", data=text.encode())).entries
    assert [(e.key, e.target, e.fuzzy, e.plural, e.obsolete) for e in ours] == [
        (e.key, e.target, e.fuzzy, e.plural, e.obsolete) for e in theirs
    ]


@needs_msgfmt
@pytest.mark.parametrize(("text", "line", "part"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_that_msgfmt_refuses_is_refused_with_its_line(text, line, part):
    data = text if isinstance(text, bytes) else text.encode()
    assert not msgfmt_accepts(data)
    with pytest.raises(RefusedError) as caught:
        read(data)
    assert (caught.value.path, part in caught.value.message) == (PATH, True), caught.value.message
    assert caught.value.line == line
    assert caught.value.hint


@needs_msgfmt
@pytest.mark.parametrize("flag", ["c-format", "python-format", "python-brace-format"])
def test_a_format_that_a_translation_does_not_follow_is_read_though_msgfmt_refuses_it(flag):
    # What a `%d` means in news is nobody's business here, and dozens of formats are msgfmt's.
    pairs = {
        "c-format": ("%d", "%s"),
        "python-format": ("%(a)s", "%(b)s"),
        "python-brace-format": ("{a}", "{b}"),
    }
    one, other = pairs[flag]
    data = f'{HEADER}#, {flag}\nmsgid "{one}"\nmsgstr "{other}"\n'.encode()
    assert not msgfmt_accepts(data)
    book = read(data)
    assert book.entries == (Entry("", one, other, flags=(flag,)),)
    assert catalog.dump(book) == data


@pytest.mark.parametrize("command", ["run", "update"])
@pytest.mark.parametrize(
    "name", ["single quotes", "cut short in the header", "a compiled catalogue", "XLIFF"]
)
def test_a_command_leaves_a_broken_catalogue_as_it_is_and_works_on_the_others(desk, translate, command, name):
    text, line, _ = BROKEN[name]
    path = catalogue(desk)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    other = desk / "articles" / "second.txt"
    other.write_text("The frigate arrived.\n", encoding="utf-8")
    before = files_of(path.parent) | files_of(desk / "locales" / "ru" / ".state")
    done = translate(command, "-l", "ru", cwd=desk)
    assert done.code == 4
    told = " ".join((done.out + done.err).split())
    assert f"visit.po:{line}" in told.replace(" ", "")
    after = files_of(path.parent) | files_of(desk / "locales" / "ru" / ".state")
    assert {name: after[name] for name in before} == before
    assert catalogue(desk, slug="second").is_file()
