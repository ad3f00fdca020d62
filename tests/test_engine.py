"""Decoding with the real starter packages: order, forced beginnings, scores, attention, spelling."""

import json
import zipfile

import pytest

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
    assert good / len(own) > bad / 8


def test_the_score_of_a_beginning_leaves_the_end_out(engines):
    engine = engines("ru")
    source, part = engine.encode(SENTENCES[0]), engine.spell("Индия и Россия")
    [whole], [open_ended] = engine.score([source], [part]), engine.score([source], [part], end=False)
    assert whole < open_ended < 0


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
    [whole], [opened] = (
        engine.score([source], [draft.pieces]),
        engine.score([source], [draft.pieces], end=False),
    )
    assert whole < opened < 0


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
