"""TMX files of other tools are read without loss, hostile ones refused, and ours obey the format."""

import codecs
import tracemalloc
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate import tmx
from translate.errors import SetupError, UsageError
from translate.tmx import Group, Variant

HEADER = (
    '<header creationtool="X" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" '
    'srclang="en" datatype="plaintext"/>'
)
PAIR = '<tu><tuv xml:lang="en"><seg>Yes.</seg></tuv><tuv xml:lang="ru"><seg>Да.</seg></tuv></tu>'

OMEGAT = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx11.dtd">
<tmx version="1.1">
  {HEADER}
  <body>
<!-- Default translations -->
    <tu>
      <tuv lang="EN-US">
        <seg>The <bpt i="0" x="0">&lt;b&gt;</bpt>talks<ept i="0">&lt;/b&gt;</ept> \
ended<ph x="1">{{0}}</ph>.</seg>
      </tuv>
      <tuv lang="RU-RU" changeid="olga" changedate="20260102T030405Z" creationid="ivan" \
creationdate="20260101T000000Z">
        <seg>
          Переговоры &amp; всё.
        </seg>
      </tuv>
    </tu>
  </body>
</tmx>
"""
TOOLKIT = f"""\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE tmx
  SYSTEM 'tmx14.dtd'>
<tmx version="1.4">
    {HEADER}
    <body>
        <tu><note>seen</note><prop type="x-context">body</prop>
            <tuv xml:lang="en"><prop type="x-inner">no</prop>
                <seg>A <hi>bold <it pos="begin">*</it></hi> word</seg></tuv>
            <tuv xml:lang="hi"><seg>शब्द<ph>x<sub>y</sub></ph></seg></tuv>
        </tu>
    </body>
</tmx>
"""


def read(tmp_path, data):
    path = tmp_path / "some.tmx"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(tmx.read(path))


def wrapped(body, head=""):
    return f'{head}<tmx version="1.4">{HEADER}<body>{body}</body></tmx>'


def test_a_memory_of_omegat_is_read_with_the_text_of_its_tags(tmp_path):
    (group,) = read(tmp_path, OMEGAT)
    assert group.variants == (
        Variant("EN-US", "The <b>talks</b> ended{0}."),
        Variant("RU-RU", "Переговоры & всё.", "ivan", "20260101T000000Z"),
    )


def test_a_memory_of_virtaal_is_read_with_its_properties(tmp_path):
    (group,) = read(tmp_path, TOOLKIT)
    assert [variant.text for variant in group.variants] == ["A bold * word", "शब्दxy"]
    assert group.props == (("x-context", "body"),)
    assert group.prop("x-context") == "body"
    assert group.prop("x-inner") == ""


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("windows-1251", b""),
    ],
)
def test_encodings_of_other_tools_are_read(tmp_path, encoding, mark):
    name = "utf-16" if encoding.startswith("utf-16") else encoding
    text = wrapped(PAIR, f'<?xml version="1.0" encoding="{name}"?>')
    (group,) = read(tmp_path, mark + text.encode(encoding))
    assert group.variants[1].text == "Да."


BOMB = (
    '<!DOCTYPE tmx [<!ENTITY a "ha">\n'
    '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">\n<!ENTITY c "&b;&b;&b;&b;&b;&b;">]>\n'
)


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        ("", 1, "no element found"),
        ("not xml at all", 1, "not valid XML"),
        ("<html>\n</html>", 1, "begins with <html>"),
        (wrapped(PAIR)[:-20], 1, "not valid XML"),
        (wrapped("\n\n<tu><tuv></tu>"), 3, "mismatched tag"),
        (wrapped(PAIR + "\n" + PAIR.replace("Yes", "a < b")), 2, "not well-formed"),
        (wrapped(PAIR).encode().replace(b"Yes", b"\xff\xfe\xfa"), 1, "not well-formed"),
        (wrapped(PAIR.replace("Yes", "\x01")), 1, "not well-formed"),
        (wrapped(PAIR.replace("Yes", "&c;"), BOMB), 1, "entity"),
        (wrapped("", '<!DOCTYPE tmx [\n<!ENTITY x SYSTEM "file:///etc/passwd">]>'), 2, "entity"),
        (wrapped("", '<!DOCTYPE tmx [\n<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd">\n%x;]>'), 2, "entity"),
        (wrapped("\n" + PAIR.replace("Yes", "a&nbsp;b"), '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'), 2, "entity"),
        (wrapped("\n" + PAIR.replace("Yes", "a&nbsp;b")), 2, "undefined entity"),
        (wrapped(PAIR, '<?xml version="1.0" encoding="klingon"?>'), 1, "encoding"),
        (wrapped(PAIR, '<?xml version="1.0" encoding="shift_jis"?>').encode("utf-8"), 1, "decoded"),
    ],
)
def test_what_is_broken_or_hostile_is_refused_with_its_line(tmp_path, data, line, says):
    with pytest.raises(UsageError) as caught:
        read(tmp_path, data)
    error = caught.value
    assert (error.path, error.line) == (tmp_path / "some.tmx", line)
    assert says in error.message
    assert error.hint


def test_a_missing_file_and_a_folder_are_said_to_be_that(tmp_path):
    with pytest.raises(UsageError, match="no such file"):
        list(tmx.read(tmp_path / "none.tmx"))
    with pytest.raises(SetupError, match="directory"):
        list(tmx.read(tmp_path))


def test_a_text_that_is_no_sentence_is_read_as_missing(tmp_path):
    (group,) = read(tmp_path, wrapped(PAIR.replace("Yes", "word " * 5000)))
    assert [variant.text for variant in group.variants] == ["", "Да."]


def test_a_large_file_is_read_as_a_stream(tmp_path):
    path = tmp_path / "large.tmx"
    path.write_text(wrapped((PAIR + "\n") * 60_000))
    size = path.stat().st_size
    tracemalloc.start()
    count = sum(1 for _ in tmx.read(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 60_000
    assert size > 5_000_000 > 2 * peak


LEGAL = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40
) | st.text(st.sampled_from("&<>\"'\r\n\t ]]>abя"), max_size=20)


@given(st.lists(st.tuples(LEGAL, LEGAL, LEGAL), max_size=4))
def test_what_is_written_is_read_back(tmp_path_factory, texts):
    texts = [tuple(text.strip() for text in texts_) for texts_ in texts]
    groups = [
        Group((Variant("en", a), Variant("hi", b, c, "20260101T000000Z")), (("x-role", c),))
        for a, b, c in texts
    ]
    path = tmp_path_factory.getbasetemp() / "round.tmx"
    path.write_bytes(tmx.dumps(groups))
    back = list(tmx.read(path))
    assert back == groups
    obeys_the_format(path)


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1b", "\ud800", "\ufffe", "\uffff"])
def test_characters_that_xml_cannot_hold_are_known(char):
    assert not tmx.can_hold(f"a{char}b")
    assert tmx.can_hold("a\tb\r\n\x85\u2028😀")


# The element rules of the TMX 1.4b DTD for the elements that are written: children in order, attributes.
CHILDREN = {
    "tmx": ["header", "body"],
    "header": [],
    "prop": [],
    "seg": [],
}
REQUIRED = {
    "tmx": {"version"},
    "header": {
        "creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype",
    },
    "prop": {"type"},
    "tuv": {"xml:lang"},
}  # fmt: skip
OPTIONAL = {"tuv": {"creationdate", "creationid"}}


def obeys_the_format(path):
    """Fail unless the file is valid after the rules of TMX 1.4b."""
    text = path.read_text(encoding="utf-8")
    assert text.splitlines()[:2] == [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd">',
    ]
    root = ET.fromstring(path.read_bytes())  # noqa: S314 -- written a moment ago
    assert root.tag == "tmx"
    assert root.get("version") == "1.4"
    for element in root.iter():
        names = [child.tag for child in element]
        attributes = {
            name.replace("{http://www.w3.org/XML/1998/namespace}", "xml:") for name in element.attrib
        }
        required = REQUIRED.get(element.tag, set())
        assert required <= attributes <= required | OPTIONAL.get(element.tag, set()), element.tag
        if element.tag == "body":
            assert set(names) <= {"tu"}
        elif element.tag == "tu":
            rest = "".join("p" if name == "prop" else "v" if name == "tuv" else "?" for name in names)
            assert rest.lstrip("p").strip("v") == ""
            assert "v" in rest
        elif element.tag == "tuv":
            assert names == ["seg"]
        else:
            assert names == CHILDREN[element.tag]
    assert root.find("header").get("segtype") in {"block", "paragraph", "sentence", "phrase"}
