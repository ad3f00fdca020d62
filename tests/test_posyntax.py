"""The strict reader, with msgfmt as the referee of what is valid."""

import gettext
import random
import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest

from translate.errors import RefusedError
from translate.posyntax import flags_of, scan

PATH = Path("article.po")
HEADER = (
    'msgid ""\n'
    'msgstr ""\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
    "\n"
)
PLURAL = 'msgid "a"\nmsgid_plural "as"\n'

# What stands after the header, in a form that msgfmt --check accepts and so do we.
ACCEPTED = {
    "nothing": "",
    "one entry": 'msgid "a"\nmsgstr "б"\n',
    "no final line end": 'msgid "a"\nmsgstr "b"',
    "keywords on their own lines": 'msgid\n"a"\nmsgstr\n"b"\n',
    "two entries in one line": 'msgid "a" msgstr "b" msgid "c" msgstr "d"\n',
    "two strings in one line": 'msgid "a" "x"\nmsgstr "b"\n',
    "no blanks": 'msgid"a"\nmsgstr"b"\n',
    "indented": '\t#, fuzzy\n\tmsgid "a"\n  msgstr "b"\n',
    "form feed between": 'msgid "a"\f\nmsgstr "b"\v\n',
    "flags without a blank": '#,fuzzy\nmsgid "a"\nmsgstr "b"\n',
    "a note without a blank": '#note\n##\n#\nmsgid "a"\nmsgstr "b"\n',
    "a note after an entry": 'msgid "a"\nmsgstr "b" # note\n',
    "flag lines of the coming format": '#= c-format\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n',
    "the same source in two contexts": 'msgctxt "x"\nmsgid "a"\nmsgstr "b"\nmsgid "a"\nmsgstr "c"\n',
    "a context with an empty msgid": 'msgctxt "x"\nmsgid ""\nmsgstr "b"\n',
    "all escapes": r'msgid "a"' + "\n" + r'msgstr "\a\b\f\v\r\t\"\\ \101 \x41 \320\237"' + "\n",
    "a raw tab, bell and return": 'msgid "a"\nmsgstr "b\t\x07\rc"\n',
    "odd Unicode in strings": 'msgid "a"\nmsgstr "b\u2028c\u0085d\u00a0\ufeff\ufffe"\n',
    "obsolete": '#~ msgid "a"\n#~ msgstr "b"\n',
    "obsolete without blanks": '#~msgid "a"\n#~msgstr "b"\n',
    "obsolete with empty lines": '#~\n#~ msgid "a"\n#~\n#~ msgstr "b"\n',
    "previous of an obsolete": '#, fuzzy\n#~| msgctxt "x"\n#~| msgid "o"\n#~ msgid "a"\n#~ msgstr "b"\n',
    "a note inside the obsolete mark": '#~ # note\n#~ msgid "a"\n#~ msgstr "b"\n',
    "previous": '#| msgctxt "x"\n#| msgid ""\n#| "o"\n#| msgid_plural "os"\nmsgid "a"\nmsgstr ""\n',
    "an empty previous line": '#|\nmsgid "a"\nmsgstr "b"\n',
    "plural": PLURAL + 'msgstr[0] "b"\nmsgstr [ 1 ] "c"\n',
    "plural not translated": PLURAL + 'msgstr[0] ""\n',
    "plural of another count, fuzzy": "#, fuzzy\n" + PLURAL + 'msgstr[0] "b"\n',
    "line ends that differ, fuzzy": '#, fuzzy\nmsgid "a"\nmsgstr "b\\n"\n',
    "line ends that differ, obsolete": '#~ msgid "a"\n#~ msgstr "b\\n"\n',
    "notes after the last entry": 'msgid "a"\nmsgstr "b"\n\n# the end\n',
    "a string that continues the header": '"X-Desk: news\\n"\n',
}

# What both refuse: after the header, the line of our message and a part of it.
REFUSED = {
    "an msgid not closed": ('msgid "a\nmsgstr "b"\n', 6, "not closed"),
    "the last msgstr not closed": ('msgid "a"\nmsgstr "b', 7, "not closed"),
    "a quote inside": ('msgid "a"b"\nmsgstr "c"\n', 6, "closing quote"),
    "garbage after a string": ('msgid "a"\nmsgstr "b" c\n', 7, "closing quote"),
    "a no-break space after a string": ('msgid "a"\u00a0\nmsgstr "b"\n', 6, "closing quote"),
    "an unknown escape": ('msgid "a"\nmsgstr "\\q"\n', 7, "\\q"),
    "an escape without digits": ('msgid "a"\nmsgstr "\\xg"\n', 7, "\\x"),
    "a conflict": (
        'msgid "a"\n<<<<<<< HEAD\nmsgstr "b"\n=======\nmsgstr "c"\n>>>>>>> x\n',
        7,
        "conflict",
    ),
    "a conflict with its base": ('msgid "a"\nmsgstr "b"\n||||||| base\n', 8, "conflict"),
    "a conflict between entries": ('=======\nmsgid "a"\nmsgstr "b"\n', 6, "conflict"),
    "the end of a conflict": ('msgid "a"\nmsgstr "b"\n>>>>>>> theirs\n', 8, "conflict"),
    "a repeated msgid": ('msgid "a"\nmsgstr "b"\nmsgid "a"\nmsgstr "c"\n', 8, "line 6"),
    "a repeat as obsolete": ('msgid "a"\nmsgstr "b"\n#~ msgid "a"\n#~ msgstr "c"\n', 8, "line 6"),
    "two obsolete of one key": (
        '#~ msgid "a"\n#~ msgstr "b"\n#~ msgid "a"\n#~ msgstr "c"\n',
        8,
        "line 6",
    ),
    "a repeat with plural": (
        PLURAL + 'msgstr[0] "x"\nmsgstr[1] "y"\nmsgid "a"\nmsgstr "z"\n',
        10,
        "line 6",
    ),
    "a second header": ('msgid ""\nmsgstr "X: y\\n"\n', 6, "line 1"),
    "no msgstr at the end": ('msgid "a"\n', 6, "no msgstr"),
    "no msgstr before another": ('msgid "a"\n\nmsgid "b"\nmsgstr ""\n', 6, "no msgstr"),
    "msgctxt after msgid": ('msgid "a"\nmsgctxt "b"\nmsgstr ""\n', 6, "no msgstr"),
    "a context alone": ('msgctxt "a"\n', 7, "the file ends"),
    "a keyword without a string": ('msgid\nmsgstr "b"\n', 7, "double quotes"),
    "two msgstr": ('msgid "a"\nmsgstr "b"\nmsgstr "c"\n', 8, "`msgid` is expected"),
    "an unknown keyword": ('msgidx "a"\nmsgstr "b"\n', 6, "msgidx"),
    "garbage": ("hello world\n", 6, "hello world"),
    "a domain": ('domain "x"\nmsgid "a"\nmsgstr "b"\n', 6, "domain"),
    "an end-of-file mark of DOS": ('msgid "a"\nmsgstr "b"\n\x1a', 8, "expected"),
    "a note inside an entry": ('msgid "a"\n# note\nmsgstr "b"\n', 7, "comment"),
    "flags after previous": ('#| msgid "o"\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n', 7, "comment"),
    "a note that swallows an msgid": ('# C:\\\nmsgid "a"\nmsgstr "b"\n', 6, "backslash"),
    "previous alone": ('#| msgid "o"\n', 7, "the file ends"),
    "previous continued without its mark": ('#| msgid ""\n"o"\nmsgid "a"\nmsgstr ""\n', 7, "expected"),
    "obsolete in part": ('#~ msgid "a"\nmsgstr "b"\n', 7, "obsolete"),
    "a string obsolete in part": ('#~ msgid "a"\n#~ msgstr "b"\n"c"\n', 8, "obsolete"),
    "previous of an obsolete, entry active": ('#~| msgid "o"\nmsgid "a"\nmsgstr "b"\n', 7, "obsolete"),
    "obsolete flags": ('#~, fuzzy\n#~ msgid "a"\n#~ msgstr "b"\n', 6, "expected"),
    "too few plural forms": (PLURAL + 'msgstr[0] "b"\n', 6, "plural forms"),
    "too many plural forms": (
        PLURAL + 'msgstr[0] "b"\nmsgstr[1] "c"\nmsgstr[2] "d"\n',
        6,
        "plural forms",
    ),
    "plural forms out of order": (PLURAL + 'msgstr[1] "b"\nmsgstr[0] "c"\n', 8, "[0]"),
    "a plural form of an absurd number": (PLURAL + f'msgstr[{"1" * 5000}] "b"\n', 8, "[0]"),
    "plural with a plain msgstr": (PLURAL + 'msgstr "b"\n', 8, "[0]"),
    "a form without msgid_plural": ('msgid "a"\nmsgstr[0] "b"\n', 7, "double quotes"),
    "a line break at the start only": ('msgid "\\na"\nmsgstr "b"\n', 6, "begin"),
    "a line break at the end only": ('msgid "a"\nmsgstr "b\\n"\n', 6, "end"),
    "the character gettext joins keys with": ('msgid "a\x04b"\nmsgstr "c"\n', 6, "U+0004"),
    "that character as an escape": ('msgid "a"\nmsgstr "b\\004"\n', 7, "U+0004"),
    "a byte order mark inside": ('\ufeffmsgid "a"\nmsgstr "b"\n', 6, "expected"),
}

ENTRY = 'msgid "a"\nmsgstr "ж"\n'

# Whole files that both refuse.
REFUSED_FILES = {
    "empty": (b"", 1, "is empty"),
    "white space": (b"\n \n", 1, "is empty"),
    "notes only": (b"# note\n", 1, "no header"),
    "a prefix only": (b"#~\n", 1, "no header"),
    "no header": (ENTRY.encode(), 1, "no header"),
    "an empty header": (b'msgid ""\nmsgstr ""\n\n' + ENTRY.encode(), 1, "no header"),
    "a byte order mark": (b"\xef\xbb\xbf" + HEADER.encode(), 1, "byte order mark"),
    "UTF-16": ((HEADER + ENTRY).encode("utf-16"), 1, "UTF-16"),
    "bytes of another charset": ((HEADER + ENTRY).encode("cp1251"), 7, "byte 129 (0xe6)"),
    "a surrogate": (HEADER.encode() + b'msgid "a"\nmsgstr "\xed\xa0\x80"\n', 7, "not UTF-8"),
    "declared ASCII, bytes are not": (
        (HEADER + ENTRY).replace("UTF-8", "ASCII").encode(),
        1,
        "charset=ASCII",
    ),
    "nplurals is no number": (HEADER.replace("nplurals=2", "nplurals=INTEGER").encode(), 1, "INTEGER"),
    "plural cannot be computed": (HEADER.replace("(n > 1)", "(n >").encode(), 1, "plural="),
    "plural divides by zero": (HEADER.replace("(n > 1)", "n%0").encode(), 1, "plural="),
    "plural exceeds nplurals": (HEADER.replace("(n > 1)", "n").encode(), 1, "plural"),
    "the header has plural forms": (
        b'msgid ""\nmsgid_plural ""\nmsgstr[0] "Content-Type: text/plain; charset=UTF-8\\n"\n',
        1,
        "plural",
    ),
}

# What msgfmt takes and we do not, since no tool writes it and a text could suffer.
STRICTER = {
    "another charset": (
        (HEADER + ENTRY).replace("UTF-8", "CP1251").encode("cp1251"),
        3,
        "charset=CP1251",
    ),
    "another charset, plain letters": (
        HEADER.replace("UTF-8", "KOI8-R").encode(),
        1,
        "charset=KOI8-R",
    ),
    "a comment that is not UTF-8": (HEADER.encode() + b'# \xe6\nmsgid "a"\nmsgstr "b"\n', 6, "0xe6"),
    "a header that comes late": (b'msgid "a"\nmsgstr "b"\n\n' + HEADER.encode(), 4, "header"),
    "an empty context": ((HEADER + 'msgctxt ""\nmsgid "a"\nmsgstr "b"\n').encode(), 7, "msgctxt"),
    "NUL": ((HEADER + 'msgid "a"\nmsgstr "b\0"\n').encode(), 7, "NUL"),
    "NUL as an escape": ((HEADER + 'msgid "a"\nmsgstr "b\\0"\n').encode(), 7, "NUL"),
    "half a character as an escape": ((HEADER + 'msgid "a"\nmsgstr "\\320"\n').encode(), 7, "UTF-8"),
    "a line joined by a backslash": ((HEADER + 'msgid "a"\nmsgstr "b\\\nc"\n').encode(), 7, "not closed"),
    "a note that swallows a note": (
        (HEADER + '# C:\\\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n').encode(),
        6,
        "backslash",
    ),
    "two obsolete entries in a line": (
        (HEADER + '#~ msgid "a" msgstr "b" msgid "c" msgstr "d"\n').encode(),
        6,
        "one line",
    ),
}


@pytest.fixture(scope="module")
def msgfmt():
    """`msgfmt --check` as a function of bytes: True when it accepts them."""
    if not shutil.which("msgfmt"):
        pytest.skip("msgfmt of GNU gettext is not installed")

    def accepts(data):
        command = ["msgfmt", "--check", "-o", "/dev/null", "-"]
        return subprocess.run(command, input=data, capture_output=True, check=False).returncode == 0

    return accepts


def refusal(data):
    with pytest.raises(RefusedError) as caught:
        scan(data, PATH)
    return caught.value


@pytest.mark.parametrize("body", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_what_msgfmt_accepts_is_read_without_loss(body, msgfmt):
    for text in (HEADER + body, (HEADER + body).replace("\n", "\r\n")):
        assert msgfmt(text.encode())
        blocks = scan(text.encode(), PATH)
        assert "".join(block.text for block in blocks) == text
        assert blocks[0].kind == "header"


@pytest.mark.parametrize(("body", "line", "part"), REFUSED.values(), ids=REFUSED.keys())
def test_what_msgfmt_refuses_is_refused_with_its_line(body, line, part, msgfmt):
    error = refusal((HEADER + body).encode())
    assert (error.path, error.line) == (PATH, line)
    assert part in error.message
    assert error.hint
    assert not msgfmt((HEADER + body).encode())


@pytest.mark.parametrize(("data", "line", "part"), REFUSED_FILES.values(), ids=REFUSED_FILES.keys())
def test_files_that_are_no_catalogue_are_refused(data, line, part, msgfmt):
    error = refusal(data)
    assert (error.line, part in error.message) == (line, True), error.message
    assert error.hint
    assert not msgfmt(data)


@pytest.mark.parametrize(("data", "line", "part"), STRICTER.values(), ids=STRICTER.keys())
def test_what_only_msgfmt_accepts_is_named(data, line, part, msgfmt):
    assert msgfmt(data), "no longer stricter than msgfmt: move it to REFUSED"
    error = refusal(data)
    assert (error.line, part in error.message) == (line, True), error.message
    assert error.hint


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", "CHARSET"])
def test_other_spellings_of_utf8_and_a_template_s_placeholder_are_read(charset, msgfmt):
    data = (HEADER.replace("UTF-8", charset) + ENTRY).encode()
    assert msgfmt(data)
    assert scan(data, PATH)[1].msgstr == ("ж",)


def test_a_hint_names_the_command_that_converts_the_file():
    data = (HEADER + ENTRY).replace("UTF-8", "CP1251").encode("cp1251")
    assert "msgconv --to-code=UTF-8" in refusal(data).hint


def test_blocks_hold_what_the_file_says():
    body = (
        "# note\n#. ours\n#, fuzzy\n"
        '#| msgctxt "old role"\n#| msgid "old"\n'
        'msgctxt "body"\nmsgid "two "\n"parts"\nmsgstr "x\\ty"\n\n'
        '#~ msgctxt "body"\n#~ msgid "gone"\n#~ msgstr "z"\n\n# end\n'
    )
    header, entry, gone, end = scan((HEADER + body).encode(), PATH)
    assert (header.kind, header.line, header.text) == ("header", 1, HEADER)
    assert (entry.kind, entry.line) == ("entry", 12)
    assert (entry.ctxt, entry.msgid, entry.msgstr) == ("body", "two parts", ("x\ty",))
    assert entry.previous == ("old role", "old", None)
    assert entry.comments == ("# note", "#. ours", "#, fuzzy")
    assert (gone.kind, gone.line, gone.msgid) == ("obsolete", 17, "gone")
    assert (end.kind, end.line, end.comments, end.text) == ("comment", 20, ("# end",), "# end\n")


@pytest.mark.parametrize(
    ("lines", "flags"),
    [
        (["#, fuzzy, no-wrap"], ["fuzzy", "no-wrap"]),
        (["#,fuzzy no-wrap"], ["fuzzy", "no-wrap"]),
        (["#= c-format", "#, fuzzy", "#, c-format"], ["c-format", "fuzzy"]),
        (["#, range: 0..9, fuzzy"], ["range: 0..9", "fuzzy"]),
        (["# , fuzzy", "#. fuzzy", "#"], []),
    ],
)
def test_flags_are_read_from_every_kind_of_flag_line(lines, flags):
    assert flags_of(lines) == flags


def test_strings_mean_what_msgfmt_compiles(msgfmt):
    strings = [
        r"a\"b",
        r"C:\\new\\table",
        r"tab\there",
        r"line\nend\n",
        r"\101\x42\x0043",
        r"\320\237\321\200",
        r"\a\b\f\v",
        "raw\ttab",
        "\u0928\u0908 \u2028\u0085",
    ]
    body = "".join(
        f'msgid "{n}{end}"\nmsgstr "{text}"\n'
        for n, text in enumerate(strings)
        for end in ["\\n" if text.endswith("\\n") else ""]
    )
    data = (HEADER + body).encode()
    done = subprocess.run(["msgfmt", "--check", "-o", "-", "-"], input=data, capture_output=True, check=True)
    compiled = gettext.GNUTranslations(BytesIO(done.stdout))
    blocks = scan(data, PATH)[1:]
    assert len(blocks) == len(strings)
    assert [block.msgstr[0] for block in blocks] == [compiled.gettext(block.msgid) for block in blocks]


PIECES = [
    *("msgid ", "msgstr ", "msgctxt ", "msgid_plural ", "msgstr[0] ", "msgstr[1] ", '"a"', '"b"', '""', '"'),
    *(
        '"\\n"',
        '"ж"',
        "\n",
        "\n",
        "#~ ",
        "#~| ",
        "# c\n",
        "#, fuzzy\n",
        "#. d\n",
        "#= x\n",
        "[",
        "7",
        "\r\n",
        "|",
    ),
]
SAMPLE = [
    'msgid "a"\nmsgstr "b"\n\n',
    '# t\n#, fuzzy\n#| msgid "o"\nmsgctxt "c"\nmsgid "a"\nmsgstr "b"\n\n',
    '#~ msgid "z"\n#~ msgstr "y"\n\n',
    'msgid "p"\nmsgid_plural "ps"\nmsgstr[0] "x"\nmsgstr[1] "y"\n\n',
    '#~| msgid "o"\n#~ msgctxt "q"\n#~ msgid "z"\n#~ msgstr "y"\n\n',
]


def mangled(rnd):
    """A small catalogue with up to three tokens lost, added or swapped."""
    body = "".join(rnd.sample(SAMPLE, rnd.randint(1, len(SAMPLE))))
    tokens = re.findall(r'"[^"\n]*"|\w+(?:\[\d\])?|\s|#[~|,.:=]*|.', body)
    for _ in range(rnd.randint(1, 3)):
        at, other, choice = rnd.randrange(len(tokens)), rnd.randrange(len(tokens)), rnd.random()
        if choice < 0.4:
            tokens[at] = ""
        elif choice < 0.8:
            tokens.insert(at, rnd.choice(PIECES))
        else:
            tokens[at], tokens[other] = tokens[other], tokens[at]
    return (HEADER + "".join(tokens)).encode()


@pytest.mark.parametrize("seed", range(4))
def test_a_mangled_file_is_judged_as_msgfmt_judges_it(seed, msgfmt):
    rnd = random.Random(seed)
    verdicts = set()
    for _ in range(60):
        data = mangled(rnd)
        try:
            ours = "".join(block.text for block in scan(data, PATH)).encode() == data
        except RefusedError as error:
            # The one thing that these pieces can make and that only msgfmt takes.
            if "one line" in error.message or "comment stands" in error.message:
                continue
            ours = False
        assert ours == msgfmt(data), data.decode()
        verdicts.add(ours)
    assert verdicts == {True, False}
