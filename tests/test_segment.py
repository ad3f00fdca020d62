from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.segment import sentences

# Each row is one text: its sentences, which stand in it with one space between them.
NEWS = [
    ["India signed the deal.", "Russia confirmed it."],
    ["V. K. Singh visited the yard.", "He spoke to workers."],
    ["A. P. Sinha and J. R. Das met on Monday."],
    ["U.S. forces left the base.", "It is now empty."],
    ["The U.S. Army bought none."],
    ["He flew in from the U.S. in May."],
    ["Lt. Gen. A. Rao took charge.", "Maj. Gen. Sen retired."],
    ["Lt. Col. Roy, Wg. Cdr. Das, Sqn. Ldr. Rao and Flt. Lt. Sen were decorated."],
    ["Adm. Iyer met Vice Adm. Nair and Cmde. Pillai."],
    ["Rear Adm. S. Iyer (Retd.) headed the yard."],
    ["Mr. Menon, Mrs. Rao and Ms. Das agreed.", "Dr. Sen did not."],
    ["Sgt. Ali and Capt. Bose were on board.", "Col. Bakshi was not."],
    ["Cdr. Roy asked Hon. Minister Smt. Devi for time."],
    ["Gen. A. K. Malik and Brig. Thapa inspected the unit."],
    ["The ship called at St. Petersburg and Mt. Athos."],
    ["Approx. 400 soldiers took part.", "None was hurt."],
    ["The range is approx. 400 km.", "That is enough."],
    ["See para. 12 of the order.", "It is short."],
    ["No. 5 Squadron moved to Ambala.", "No. 9 stayed."],
    ["The answer was no.", "Then talks ended."],
    ["It cost Rs. 500 crore.", "Nobody objected."],
    ["He allotted 5 bn. to the navy.", "The army got less."],
    ["The exercise began at 6 a.m. IST on Monday.", "It ended late."],
    ["Talks start at 5 p.m. Moscow time.", "A dinner follows."],
    ["They left at 5 p.m.", "Nobody saw them."],
    ["It is a case of price vs. quality.", "Price won."],
    ["Fig. 3 shows the growth.", "Fig. 4 does not."],
    ["The law is in Art. 370 and Sec. 5 of the Act.", "It was amended."],
    ["Bharat Dynamics Ltd. said it had no comment.", "Shares rose."],
    ["Larsen & Toubro Ltd. won.", "Tata Corp. lost.", "Apple Inc. reported later."],
    ["HAL Pvt. Ltd. signed.", "Acme Co. did not."],
    ["“Stop.” he said.", "Nobody stopped."],
    ["“Will it be ready?” Menon asked.", "“Yes!” came the answer."],
    ["He said “The delay is over.” and smiled."],
    ["“We have won.”", "The crowd cheered."],
    ["He called it “long overdue.”", "Others disagreed."],
    ["She called it (in private) a failure.", "He did not."],
    ["The deal is old.", "(It was signed in 2018.)", "Deliveries began in 2021."],
    ["He lives in Washington, D.C.", "Critics said he should move."],
    ["In Washington, D.C. Mayor Lane opened the fair."],
    ["He works in Washington, D.C. and Paris."],
    ["Trade rose 5.5% to $68.7 billion.", "2026 saw more."],
    ["Deliveries began in Jan. 2021 and ended on Nov. 3.", "All was well."],
    ["Is it late?", "Yes!", "Really?!", "He laughed."],
    ["It is i.e. a test, e.g. this one, etc. and so on.", "It ended."],
    ["It works... maybe.", "We shall see."],
    ["“We begin today.", "They end soon.", "“More will come.", "That is all."],
    ["1. First item.", "2. Second item."],
    ["Visit desk.example.org today.", "The page S.No.5/a.b is new."],
    ["He paid.[1]", "Then he left."],
    ["The S-400.", "The Su-57.", "It's the MiG-29K."],
    ["So it ended.", "iPhone sales rose."],
    ["B.R. Rao and A.P.J. Sen spoke.", "S. Nair listened."],
]


def texts(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[a:b] for a, b in spans]


@pytest.mark.parametrize("expected", NEWS, ids=lambda row: row[0][:40])
def test_news_is_cut_into_its_sentences(expected: list[str]) -> None:
    text = " ".join(expected)
    assert texts(text, sentences(text)) == expected


@pytest.mark.parametrize("space", ["\u00a0", "\n", "\r\n", "\t", "  ", "\u2009", "\u3000"])
@pytest.mark.parametrize("expected", NEWS[:30], ids=lambda row: row[0][:40])
def test_any_white_space_separates_as_a_space_does(expected: list[str], space: str) -> None:
    text = space.join(" ".join(expected).split(" "))
    assert texts(text, sentences(text)) == [item.replace(" ", space) for item in expected]


def test_a_capital_before_a_no_break_space_and_a_full_stop_does_not_crash() -> None:
    assert texts("plan B\u00a0. Next", sentences("plan B\u00a0. Next"))[0].startswith("plan B")


def test_a_panic_of_the_segmenter_costs_a_boundary_not_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    import sentencex

    class PanicException(BaseException):
        """Stands for the one that pyo3 raises: no text is known that makes the pinned version panic here."""

    def panicking(language: str, text: str) -> list[dict[str, int]]:
        raise PanicException

    monkeypatch.setattr(sentencex, "get_sentence_boundaries", panicking)
    text = "One sentence. Another one.\n\nA paragraph."
    assert texts(text, sentences(text)) == ["One sentence. Another one.", "A paragraph."]


@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\r\r", "\n \t\n  ", "\n\n\n"])
def test_a_blank_line_ends_a_sentence_without_a_full_stop(gap: str) -> None:
    text = f"A headline{gap}The text follows"
    assert texts(text, sentences(text)) == ["A headline", "The text follows"]


def test_one_line_break_of_two_signs_is_no_blank_line() -> None:
    assert len(sentences("One sentence over\r\ntwo lines.")) == 1


def test_no_boundary_falls_into_a_protected_span() -> None:
    text = "He left. She stayed. They met."
    assert texts(text, sentences(text, [(3, 12)])) == ["He left. She stayed.", "They met."]
    assert texts(text, sentences(text, [(3, 12), (10, 25)])) == [text]
    assert len(sentences(text, [(0, 8), (9, 20)])) == 3


def test_a_long_quotation_is_cut_inside() -> None:
    said = [f"“Item {n} of the agreement was discussed for a long time by both sides." for n in range(6)]
    text = " ".join([said[0], *(item[1:] for item in said[1:])]) + "” Then they left."
    cut = texts(text, sentences(text))
    assert cut[0] == said[0]
    assert cut[-2].endswith("sides.”")
    assert cut[-1] == "Then they left."
    assert max(map(len, cut)) < 120


def test_a_short_quotation_stays_whole() -> None:
    text = "He said “We won. We fought.” Then he left."
    assert texts(text, sentences(text)) == ["He said “We won. We fought.”", "Then he left."]


def test_signs_without_a_word_stay_with_their_sentence() -> None:
    assert texts("It ended. — He left.", sentences("It ended. — He left."))[0] == "It ended."
    assert texts("It ended. ...", sentences("It ended. ...")) == ["It ended. ..."]
    assert texts("...", sentences("...")) == ["..."]


SIGNS = st.sampled_from(
    [*"aAbB.?!…“”‘’\"'()[] \n\t\u00a0 015,;:—-*_`।\u200bé中😀İß\x85\x1f\u2028", "Gen. ", "U.S. ", "D.C. "]
)
TEXT = st.one_of(st.text(), st.lists(SIGNS).map("".join))


@given(TEXT, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_nothing_is_lost_and_nothing_overlaps(text: str, protected: list[tuple[int, int]]) -> None:
    end = 0
    for a, b in sentences(text, protected):
        assert end <= a < b
        assert not text[end:a].strip()
        assert not text[a].isspace()
        assert not text[b - 1].isspace()
        end = b
    assert not text[end:].strip()


@given(TEXT, st.integers(0, 60), st.integers(0, 60))
def test_only_a_blank_line_cuts_a_protected_span(text: str, start: int, length: int) -> None:
    spans = sentences(text, [(start, start + length)])
    for (_, end), (following, _) in pairwise(spans):
        if start < end and following < start + length:
            assert len(re.findall(r"\r\n?|\n", text[end:following])) > 1


def test_a_line_of_five_megabytes_is_cut() -> None:
    sentence = "Lt. Gen. V. K. Singh said “Stop.” and left for St. Petersburg. "
    text = sentence * (5_000_000 // len(sentence))
    spans = sentences(text)
    assert len(spans) == 5_000_000 // len(sentence)
    assert len(sentences("x" * 5_000_000)) == 1


@pytest.mark.parametrize("unit", ["He left. ", "“", "a ", "(Abc. ", "Mr. ", "! a"])
def test_the_work_grows_with_the_length(unit: str) -> None:
    # Counted in code points, not seconds: sentencex sees the text a few times, in short windows.
    import sentencex

    lengths: list[int] = []
    original = sentencex.get_sentence_boundaries

    def counting(language: str, text: str) -> list[dict[str, int]]:
        lengths.append(len(text))
        return original(language, text)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sentencex, "get_sentence_boundaries", counting)
        sentences(unit * (60_000 // len(unit)))
    assert max(lengths) <= 4_000
    assert sum(lengths) < 4 * 60_000
