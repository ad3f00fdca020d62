"""English made comparable: spellings, edges, and which candidates win."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.matching import addresses, disjoint, is_acronym, keys, normalise, on_edges


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("S-400", "S 400"),
        ("S-400", "S–400"),
        ("S-400", "S\u2011400"),
        ("S-400", "S\u00a0400"),
        ("Air  Marshal", "Air\nMarshal"),
        ("defence", "defense"),
        ("Defence Ministry", "Defense Ministry"),
        ("programmes", "programs"),
        ("centre", "center"),
        ("metres", "meters"),
        ("modernised", "modernized"),
        ("organisation", "organization"),
        ("analysed", "analyzed"),
        ("armoured", "armored"),
        ("travelling", "traveling"),
        ("manoeuvres", "maneuvers"),
        ("co-operation", "cooperation"),
        ("Co-Operation", "Cooperation"),
        ("CO-OPERATION", "COOPERATION"),
        ("co-development", "codevelopment"),
        ("anti-aircraft", "antiaircraft"),
        ("Military & Military-Technical", "Military and Military Technical"),
        ("Kremlin’s", "Kremlin's"),
        ("“game”", '"game"'),
        ("cafe\u0301", "caf\u00e9"),
        ("air\u00adcraft", "aircraft"),
    ],
)
def test_spellings_of_one_thing_are_one(one, other):
    assert normalise(one).cased == normalise(other).cased


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Force – Marshal", "Force Marshal"),
        ("S - 400", "S-400"),
        ("programmed", "programd"),
        ("M&MTC", "M and MTC"),
        ("re-S400", "reS400"),
        ("anti-UAV", "antiUAV"),
        ("two", "too"),
    ],
)
def test_different_things_stay_different(one, other):
    assert normalise(one).folded != normalise(other).folded


def test_every_code_point_knows_where_its_token_stood():
    text = "The Co-Operation of  S–400s."
    normal = normalise(text)
    assert normal.folded == "the cooperation of s 400s."
    at = normal.folded.index("cooperation")
    assert (normal.starts[at], normal.ends[at]) == (4, 16)
    at = normal.folded.index("400s")
    assert text[normal.starts[at] : normal.ends[at]] == "400s"


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("submarine", {"submarine": False, "submarines": True}),
        ("agency", {"agency": False, "agencies": True}),
        ("Railway", {"Railway": False, "Railways": True}),
        ("launch", {"launch": False, "launches": True}),
        ("airman", {"airman": False, "airmen": True}),
        ("armed forces", {"armed forces": False}),
        ("S-400", {"S 400": False, "S 400s": True, "S400": False, "S400s": True}),
        (
            "Chief of the Air Staff",
            {
                "Chief of the Air Staff": False,
                "Chief of the Air Staffs": True,
                "Chiefs of the Air Staff": True,
            },
        ),
    ],
)
def test_a_phrase_is_found_in_the_plural_too(phrase, found):
    assert keys(phrase) == found


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [("IAF", True), ("WHO", True), ("M&MTC", True), ("S-400", False), ("DGMOSX", False), ("Iaf", False)],
)
def test_short_words_in_capitals_are_acronyms(phrase, expected):
    assert is_acronym(phrase) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WHO WINS", True),
        ("INDIA, RUSSIA SIGN S-400 DEAL", True),
        ("WHO", False),
        ("IAF 5", False),
        ("WHO wins", False),
        ("", False),
    ],
)
def test_a_text_in_capitals_is_known(text, expected):
    assert normalise(text).capitals is expected


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("moscow", "moscow", True),
        ("moscowite", "moscow", False),
        ("su 30mki", "su 30", False),
        ("india's", "india", True),
        ("don't", "t", False),
        ("(iaf)", "iaf", True),
        ("पiaf", "iaf", False),
    ],
)
def test_edges_are_where_letters_and_digits_end(text, part, expected):
    start = text.index(part)
    assert on_edges(text, start, start + len(part)) is expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://example.org/S-400 now", ["https://example.org/S-400"]),
        ("write to desk@mod.gov.in.", ["desk@mod.gov.in"]),
        ("at www.brahmos.com and mod.gov.in today", ["www.brahmos.com", "mod.gov.in"]),
        ("said @IAF_MCC about #S400", ["@IAF_MCC", "#S400"]),
        ("No. 5, item #4 in New Delhi.In July", []),
    ],
)
def test_addresses_are_known(text, found):
    assert [text[start:end] for start, end in addresses(text)] == found


def test_the_longest_wins_then_the_leftmost_then_the_first():
    assert sorted(disjoint([(0, 3), (2, 8), (7, 9)], 10)) == [1]
    assert sorted(disjoint([(0, 3), (2, 5), (5, 6)], 10)) == [0, 2]
    assert list(disjoint([(0, 3), (0, 3)], 3)) == [0]
    assert list(disjoint([(0, 3), (4, 6)], 6, closed=[(2, 3)])) == [1]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("aSİß4-–— ’'&.co\u00ad\u0301\u00a0कि\n"), max_size=60))
def test_the_comparable_copy_maps_back(text):
    normal = normalise(text)
    assert len(normal.cased) == len(normal.folded) == len(normal.starts) == len(normal.ends)
    assert all(0 <= a < b <= len(text) for a, b in zip(normal.starts, normal.ends, strict=True))
    assert list(normal.starts) == sorted(normal.starts)
