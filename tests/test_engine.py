"""Decoding with the real starter packages: order, forced beginnings, scores, attention, spelling."""

import json
import zipfile

import pytest

from translate import engine as decoding
from translate import models
from translate.config import EngineSettings
from translate.engine import Engine
from translate.windows import find, piece_spans, project, source_pieces, words

SENTENCES = [
    "India and Russia signed an agreement in Moscow.",
    "",
    "The minister said that the talks would continue in New Delhi next week.",
    "The ship arrived in 2018.",
]


@pytest.mark.parametrize("locale", ["hi", "ru"])
def test_drafts_come_in_the_order_of_their_sources(engines, locale):
    engine = engines(locale)
    together = engine.draft([engine.encode(text) for text in SENTENCES])
    alone = [engine.draft([engine.encode(text)])[0] for text in SENTENCES]
    assert [h.text for h in together] == [h.text for h in alone]
    assert together[1].text == ""
    assert "2018" in together[3].text


def test_progress_counts_every_sentence_that_is_decoded(engines):
    engine, seen = engines("ru"), []
    engine.draft([engine.encode(text) for text in SENTENCES], seen.append)
    assert sum(seen) == 3


def test_a_forced_beginning_stands_in_the_result(engines):
    engine = engines("ru")
    source = engine.encode(SENTENCES[0])
    prefix = engine.spell("Делегации")
    done = engine.complete([source], [prefix])[0]
    assert done.pieces[: len(prefix)] == prefix
    assert done.text.startswith("Делегации")
    assert len(done.pieces) > len(prefix)


def test_the_models_own_draft_scores_above_nonsense(engines):
    engine = engines("ru")
    source = engine.encode(SENTENCES[0])
    own = engine.draft([source])[0].pieces
    good, bad = engine.score([source, source], [own, engine.spell("Вчера утром шёл сильный дождь.")])
    assert len(good) == len(own) + 1
    assert sum(good) / len(good) > sum(bad) / len(bad)


def test_what_is_decoded_after_a_beginning_scores_as_it_does_in_the_whole(engines):
    engine = engines("ru")
    source, part = engine.encode(SENTENCES[0]), engine.spell("Индия и Россия")
    [done] = engine.complete([source], [part])
    [pieces] = engine.score([source], [done.pieces])
    assert done.pieces[: len(part)] == part
    assert sum(pieces[len(part) :]) == pytest.approx(done.score, abs=0.05)
    [draft] = engine.draft([source])
    [pieces] = engine.score([source], [draft.pieces])
    assert sum(pieces) == pytest.approx(draft.score, abs=0.05)


def test_a_drafts_attention_is_that_of_its_alignment(engines):
    engine = engines("ru")
    sources = [engine.encode(text) for text in SENTENCES]
    plain, attended = engine.draft(sources), engine.draft(sources, attended={0})
    assert [h.pieces for h in plain] == [h.pieces for h in attended]
    assert [h.score for h in plain] == pytest.approx([h.score for h in attended])
    assert not attended[1].attention
    [matrix] = engine.align(sources[:1], [plain[0].pieces])
    for row, other in zip(attended[0].attention, matrix, strict=True):
        assert row.index(max(row)) == other.index(max(other))


def test_spelling_refuses_what_the_vocabulary_lacks(engines):
    engine = engines("ru")
    assert engine.decode(engine.spell("комплекс С-400")) == "комплекс С-400"
    assert engine.spell("रक्षा") is None


def test_underscores_survive_decoding(engines):
    engine = engines("ru")
    pieces = engine.encode("file_name")
    assert "_" in engine.decode(pieces)


def test_attention_finds_a_copied_figure(engines):
    engine = engines("ru")
    text = "The Russian ministry bought 45 helicopters in 2018."
    source = engine.encode(text)
    draft = engine.draft([source])[0]
    [matrix] = engine.align([source], [draft.pieces])
    assert len(matrix) == len(draft.pieces)
    start = text.index("2018")
    columns = source_pieces(text, source, (start, start + 4))
    spans = piece_spans(draft.pieces, engine.decode)
    windows = find(matrix, columns, spans, words(draft.text))
    assert draft.text[slice(*windows[0].span)] == "2018"
    assert draft.text[slice(*project(matrix, columns, spans, words(draft.text)))].startswith("2018")


def test_a_packages_target_prefix_is_put_before_and_taken_off_again(tmp_path):
    """As in packages for several languages: here the starter with one of its own words for the token."""
    first = "▁Россия"
    folder = tmp_path / "package"
    with zipfile.ZipFile(models.find("ru").path) as archive:
        archive.extractall(tmp_path)
    next(tmp_path.glob("*en_ru*")).rename(folder)
    metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    (folder / "metadata.json").write_text(json.dumps(metadata | {"target_prefix": first}), encoding="utf-8")
    engine = Engine(models.find("ru", explicit=folder), EngineSettings(threads=1))
    source = engine.encode("Russia and India signed an agreement.")
    [draft] = engine.draft([source])
    assert draft.text
    assert draft.pieces[0] != first
    [done] = engine.complete([source], [engine.spell("и Индия")])
    assert done.text.startswith("и Индия")
    [matrix] = engine.align([source], [draft.pieces])
    assert len(matrix) == len(draft.pieces)
    [scores] = engine.score([source], [draft.pieces])
    assert len(scores) == len(draft.pieces) + 1
    assert sum(scores) == pytest.approx(draft.score, abs=0.05)


def test_words_are_trimmed_of_their_outer_punctuation():
    text = "«С-400», — (сказал) он."
    assert [text[slice(*span)] for span in words(text)] == ["С-400", "сказал", "он"]


def test_signs_of_devanagari_stay_with_their_word():
    text = "“रक्षा मंत्री” ने कहा।"
    assert [text[slice(*span)] for span in words(text)] == ["रक्षा", "मंत्री", "ने", "कहा"]


def test_source_pieces_follow_a_span_past_normalised_characters():
    text = "He said… “S-400”"
    pieces = ["▁He", "▁said", "...", '▁"', "S", "-", "400", '"']
    start = text.index("S-400")
    found = source_pieces(text, pieces, (start, start + 5))
    assert [pieces[i] for i in found] == ["S", "-", "400"]


def test_source_pieces_of_a_text_that_was_not_normalised_spell_each_word():
    text = "The talks on talks began, officials said, after talks."
    pieces = [
        "▁The",
        "▁talk",
        "s",
        "▁on",
        "▁talk",
        "s",
        "▁began",
        ",",
        "▁official",
        "s",
        "▁said",
        ",",
        "▁after",
    ]
    pieces += ["▁talks", "."]
    found = [source_pieces(text, pieces, span) for span in words(text)]
    assert ["".join(pieces[i] for i in some) for some in found] == [
        f"▁{text[slice(*span)]}" for span in words(text)
    ]
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("said", "expected"),
    [("200000 100000\n", 2), ("150000 100000", 2), ("20000 100000", 1), ("9900000 100000", 4),
     ("max 100000", 4), ("", 4)],
)  # fmt: skip
def test_a_containers_share_of_the_machine_counts(tmp_path, monkeypatch, said, expected):
    monkeypatch.setattr(decoding, "QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr(decoding.os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    assert decoding.cores() == 4
    (tmp_path / "cpu.max").write_text(said, encoding="ascii")
    assert decoding.cores() == expected
