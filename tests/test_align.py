"""An article that changes takes every text of a person along."""

import os
import random
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate import align, catalog, ledger
from translate.catalog import Entry
from translate.ledger import Ledger, holders, may_write, state_of
from translate.unit import State, digest

S1 = "The minister met the envoy in New Delhi on Monday."
S2 = "They discussed five aircraft and a new radar."
S3 = "Talks will resume in December."
S1_TYPO = "The minister met the envoy in New Delhi on Tuesday."
S2_NEW = "They discussed six aircraft and a new radar in detail."
OTHER = "Rain fell over the northern hills all weekend."


def body(*sources):
    return [("body", source) for source in sources]


def approved(source, role="body", **fields):
    return Entry(role, source, f"П: {source}", **fields)


def drafted(book, *sources):
    """Entries with machine drafts, and the ledger that knows them."""
    pairs = [ledger.draft(Entry("body", source), f"М: {source}", book) for source in sources]
    return [entry for entry, _ in pairs], book.updated(record for _, record in pairs)


def states(update):
    held = holders(update.entries)
    return [state_of(entry, update.ledger, held) for entry in update.entries]


def test_an_unchanged_article_changes_nothing():
    entries = (approved(S1, comment="# note"), approved(S2, fuzzy=True), Entry("body", S3))
    update = align.update(entries, body(S1, S2, S3), Ledger())
    assert update.entries == entries
    assert all(one is two for one, two in zip(update.entries, entries, strict=True))
    assert update.plan == align.Plan(kept=3)
    again = align.update(update.entries, body(S1, S2, S3), update.ledger)
    assert again.ledger is update.ledger


def test_an_inserted_or_moved_sentence_unsettles_nothing():
    entries = (approved(S1), approved(S2), approved(S3))
    update = align.update(entries, body(S3, OTHER, S1, S2), Ledger())
    assert update.entries == (entries[2], Entry("body", OTHER), entries[0], entries[1])
    assert update.plan == align.Plan(kept=3, added=(("body", OTHER),))


def test_a_changed_sentence_takes_a_person_s_text_along_as_stale():
    entries = (approved(S1, comment="# check the day"), approved(S2))
    update = align.update(entries, body(S1_TYPO, S2), Ledger())
    assert update.entries == (
        Entry("body", S1_TYPO, f"П: {S1}", fuzzy=True, previous=S1, comment="# check the day"),
        entries[1],
    )
    assert update.plan == align.Plan(kept=1, stale=((("body", S1), ("body", S1_TYPO)),))
    assert states(update) == [State.STALE, State.APPROVED]


def test_clearing_fuzzy_of_a_stale_text_approves_it():
    update = align.update([approved(S1)], body(S1_TYPO), Ledger())
    (stale,) = update.entries
    cleared = replace(stale, fuzzy=False, previous=None)
    assert state_of(cleared, update.ledger, holders([cleared])) is State.APPROVED
    dropped_by_an_editor = replace(stale, previous=None)
    assert state_of(dropped_by_an_editor, update.ledger, holders([stale])) is State.EDITED


def test_machine_text_that_a_person_approved_counts_as_theirs():
    entries, book = drafted(Ledger(), S1, S2)
    cleared = [replace(entry, fuzzy=False) for entry in entries]
    update = align.update(cleared, body(S1_TYPO, S2), book)
    assert update.entries[0].target == f"М: {S1}"
    assert states(update) == [State.STALE, State.APPROVED]
    assert not any(may_write(entry, update.ledger) for entry in update.entries)


def test_a_machine_draft_of_a_changed_sentence_is_made_anew_and_kept_as_obsolete():
    entries, book = drafted(Ledger(), S1, S2)
    update = align.update(entries, body(S1_TYPO, S2), book)
    assert update.entries == (Entry("body", S1_TYPO), entries[1], replace(entries[0], obsolete=True))
    assert update.plan.added == (("body", S1_TYPO),)
    assert update.plan.obsolete == (("body", S1),)
    back = align.update(update.entries, body(S1, S2), update.ledger)
    assert back.entries == tuple(entries)
    assert back.plan.revived == (("body", S1),)
    assert back.plan.dropped == (("body", S1_TYPO),)


def test_a_text_that_goes_stale_twice_keeps_the_english_it_renders():
    update = align.update([approved(S1)], body(S1_TYPO), Ledger())
    third = S1_TYPO.replace("the envoy", "an envoy")
    update = align.update(update.entries, body(third), update.ledger)
    assert update.entries == (Entry("body", third, f"П: {S1}", fuzzy=True, previous=S1),)


def test_a_sentence_that_is_put_back_has_its_text_back():
    update = align.update([approved(S1)], body(S1_TYPO), Ledger())
    back = align.update(update.entries, body(S1), update.ledger)
    assert back.entries == (replace(approved(S1), fuzzy=True),)
    assert states(back) == [State.EDITED]
    worked_on = [replace(update.entries[0], target="П: во вторник")]
    back = align.update(worked_on, body(S1), update.ledger)
    assert back.entries == (Entry("body", S1, "П: во вторник", fuzzy=True, previous=S1_TYPO),)


def test_a_sentence_that_left_becomes_obsolete_and_comes_back_approved():
    gone = align.update([approved(S1), approved(S2)], body(S2), Ledger())
    assert gone.entries == (approved(S2), approved(S1, obsolete=True))
    assert gone.plan.obsolete == (("body", S1),)
    back = align.update(gone.entries, body(S1, S2), gone.ledger)
    assert back.entries == (approved(S1), approved(S2))
    assert back.plan == align.Plan(kept=1, revived=(("body", S1),))


@pytest.mark.parametrize(
    ("entry", "kept"),
    [
        (Entry("body", OTHER), False),
        (Entry("body", OTHER, fuzzy=True, extracted="role: body"), False),
        (Entry("body", OTHER, comment="# joined"), True),
        (Entry("body", OTHER, comment="# ask the desk"), True),
        (Entry("body", OTHER, plural=("more", "")), True),
    ],
)
def test_an_entry_without_text_stays_only_for_what_a_person_put_there(entry, kept):
    update = align.update([entry], body(S1), Ledger())
    assert update.entries == (Entry("body", S1), *([replace(entry, obsolete=True)] if kept else []))
    assert update.plan.dropped == (() if kept else (("body", OTHER),))


def test_a_joined_mark_does_not_pass_to_a_changed_sentence():
    update = align.update([Entry("body", S1, comment="# joined")], body(S1_TYPO), Ledger())
    assert states(update) == [State.NEW, State.OBSOLETE]


def test_the_same_sentence_in_another_role_keeps_text_and_state():
    machine, book = drafted(Ledger(), S2)
    entries = (approved(S1, role="headline"), *machine)
    update = align.update(entries, [("quote", S1), ("list", S2)], book)
    assert update.entries == (replace(entries[0], role="quote"), replace(entries[1], role="list"))
    assert update.plan.renamed == ((("headline", S1), ("quote", S1)), (("body", S2), ("list", S2)))
    assert states(update) == [State.APPROVED, State.DRAFT]
    assert may_write(update.entries[1], update.ledger)


def test_of_two_entries_the_one_of_the_same_base_role_is_taken_first():
    entries = (approved(S1, role="quote"), replace(approved(S1, role="body#2"), target="Второе."))
    update = align.update(entries, body(S1), Ledger(), {("body", S1): 1})
    assert update.entries[0].target == "Второе."
    assert update.entries[1] == replace(entries[0], obsolete=True)


def test_a_changed_sentence_in_another_role_says_which_role_it_had():
    update = align.update([approved(S1)], [("quote", S1_TYPO)], Ledger())
    (stale,) = update.entries
    assert (stale.previous_role, stale.previous) == ("body", S1)


def test_a_split_stays_as_long_as_the_sentence_stands_often_enough():
    entries = (approved(S1), replace(approved(S1, role="body#2"), target="Иначе."), approved(S2))
    twice = align.update(entries, body(S1, S2), Ledger(), Counter({("body", S1): 2}))
    assert twice.entries == entries
    assert align.update(entries, body(S1, S2), Ledger()).entries == entries
    once = align.update(entries, body(S1, S2), Ledger(), Counter({("body", S1): 1}))
    assert once.entries == (entries[0], entries[2], replace(entries[1], obsolete=True))
    again = align.update(once.entries, body(S1, S2), once.ledger, Counter({("body", S1): 2}))
    assert again.entries == entries


def test_entries_that_people_added_become_obsolete_and_lose_nothing():
    plural = Entry("body", "one ship", "один корабль", plural=("%d ships", "%d корабля"))
    stray = Entry("", "by hand", "от руки", comment="# mine")
    update = align.update([approved(S1), plural, stray], body(S1, "one ship more"), Ledger())
    assert update.entries[2:] == (replace(plural, obsolete=True), replace(stray, obsolete=True))


def test_of_several_changed_sentences_each_finds_its_own_in_order():
    entries = (approved(S1), approved(S2), approved(S3), approved(OTHER))
    update = align.update(entries, body(OTHER, S1_TYPO, "Nothing like it at all.", S2_NEW, S3), Ledger())
    assert [entry.previous for entry in update.entries[:5]] == [None, S1, None, S2, None]
    assert update.plan.added == (("body", "Nothing like it at all."),)


def test_a_changed_sentence_inside_a_moved_paragraph_is_found_by_its_neighbour():
    first = [approved(f"Paragraph one has a sentence with number {word}.") for word in ("ten", "six", "two")]
    entries = (*first, approved(S1), approved(S2))
    order = [first[0].source, S2_NEW, S1, first[1].source, first[2].source]
    moved = [S1, S2_NEW, *(entry.source for entry in first)]
    for keys in (order[:1] + moved[:2] + order[3:], moved):
        update = align.update(entries, body(*keys), Ledger())
        (stale,) = [entry for entry in update.entries if entry.source == S2_NEW]
        assert (stale.target, stale.previous) == (f"П: {S2}", S2)


@pytest.mark.parametrize("roles", [("quote", "body"), ("body", "quote")])
def test_of_two_equally_alike_sentences_the_one_in_the_same_role_is_taken(roles):
    entries = [approved(f"Ships of the navy sailed {role}.", role=role) for role in roles]
    update = align.update(entries, body("Ships of the navy sailed home."), Ledger())
    assert update.entries[0].previous == "Ships of the navy sailed body."


def test_a_very_long_sentence_is_found_although_its_words_repeat():
    words = ["one", "two", "three", "four"] * 100
    update = align.update(
        [approved(" ".join(words))], body(" ".join([*words[:150], "more", *words[152:]])), Ledger()
    )
    assert len(update.plan.stale) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("He will resign.", "Prices rose by four percent on Friday."),
        ("—", "…"),
        ("Yes.", "No."),
        (S1, OTHER),
    ],
)
def test_sentences_without_enough_in_common_are_not_paired(old, new):
    update = align.update([approved(old)], body(new), Ledger())
    assert update.entries == (Entry("body", new), approved(old, obsolete=True))


def test_a_changed_negation_or_figure_is_stale_however_alike():
    for old, new in (
        ("It will fly.", "It will not fly."),
        ("It cost $5.43 billion.", "It cost $4.53 billion."),
    ):
        assert states(align.update([approved(old)], body(new), Ledger())) == [State.STALE]


def test_twenty_thousand_sentences_with_a_few_changes_need_few_comparisons(monkeypatch):
    rnd = random.Random(1)
    words = ["minister", "envoy", "talks", "radar", "aircraft", "navy", "visit", "treaty", "budget", "rivers"]
    sources = [f"{' '.join(rnd.choices(words, k=9))} {number}." for number in range(20_000)]
    changed = [f"{s} indeed" if number % 500 == 7 else s for number, s in enumerate(sources)]
    calls = Counter()
    real = align.SequenceMatcher

    def counted(*arguments, **settings):
        calls["ratio"] += 1
        return real(*arguments, **settings)

    monkeypatch.setattr(align, "SequenceMatcher", counted)
    update = align.update(
        [approved(source) for source in sources], body(*changed[100:], *changed[:100]), Ledger()
    )
    assert update.plan.kept == 20_000 - 40
    assert len(update.plan.stale) == 40
    assert calls["ratio"] < 200


WORDS = st.sampled_from(["minister", "envoy", "met", "not", "five", "six", "radar", "talks", "in", "Delhi"])
SENTENCE = st.lists(WORDS, min_size=1, max_size=7).map(" ".join)
ARTICLE = st.lists(
    st.tuples(st.sampled_from(["body", "quote", "headline"]), SENTENCE), unique=True, min_size=1, max_size=7
)
EDIT = st.tuples(
    st.sampled_from(["approve", "type", "doubt", "empty", "comment", "draft"]), st.integers(0, 9)
)


def edited(entries, book, edits, number):
    """What people and runs do to active entries between two updates."""
    entries = list(entries)
    active = [place for place, entry in enumerate(entries) if not entry.obsolete]
    for step, (what, at) in enumerate(edits):
        place = active[at % len(active)]
        entry = entries[place]
        if what == "draft":
            if may_write(entry, book):
                entries[place], record = ledger.draft(entry, f"М {number} {step}", book)
                book = book.updated([record])
            continue
        changes = {
            "approve": {"fuzzy": False, "previous": None, "previous_role": None},
            "type": {"target": f"П {number} {step}", "fuzzy": step % 2 == 0},
            "doubt": {"fuzzy": True},
            "empty": {"target": "", "fuzzy": False},
            "comment": {"comment": f"# заметка {number} {step}"},
        }
        entries[place] = replace(entry, **changes[what])
    return entries, book


def persons(entries, book):
    """Every text and comment that must outlive an update."""
    held = holders(entries)
    free = {State.NEW, State.DRAFT}
    texts = Counter(
        e.target
        for e in entries
        if e.target
        and state_of(e, book, held) not in free
        and not (e.obsolete and may_write(replace(e, obsolete=False), book))  # a draft that left the article
    )
    return texts, Counter(e.comment for e in entries if e.comment)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(ARTICLE, st.lists(EDIT, max_size=6), st.booleans()), min_size=2, max_size=6))
def test_in_any_history_of_an_article_no_text_of_a_person_is_lost(history):
    entries, book = (), Ledger()
    for number, (article, edits, lost) in enumerate(history):
        if lost:
            book = Ledger()
        seen = book.observed(entries)
        texts, comments = persons(entries, seen)
        update = align.update(entries, article, book)
        after = update.entries
        assert [e.key for e in after if not e.obsolete] == article
        assert len({e.key for e in after}) == len(after)
        assert [e.obsolete for e in after] == sorted(e.obsolete for e in after)
        assert texts <= Counter(e.target for e in after)
        assert comments <= Counter(e.comment for e in after)
        for entry in after:
            if entry.target in texts and not entry.target.startswith("М"):
                assert not may_write(entry, update.ledger)
        again = align.update(after, article, update.ledger)
        assert (again.entries, again.ledger) == (after, update.ledger)
        assert not again.plan.added or all(not e.target for e in after if e.key in again.plan.added)
        assert catalog.parse(catalog.dump(_catalog(after)), Path("x.po")).entries == _bare(after)
        entries, book = edited(after, update.ledger, edits, number)


def _catalog(entries):
    head = catalog.new("ru", project="x", date="2026-11-22 00:00+0000", plural_forms="nplurals=1; plural=0;")
    return replace(head, entries=tuple(entries))


def _bare(entries):
    return tuple(replace(entry, origin=None) for entry in entries)


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="msgfmt of GNU gettext is not installed")
def test_an_updated_catalogue_satisfies_msgfmt_even_if_all_of_it_is_approved(tmp_path):
    machine, book = drafted(Ledger(), S2, OTHER)
    entries = (approved(S1), *machine, approved(S3, comment="# note"), Entry("body", "Empty."))
    update = align.update(entries, [("headline", S1_TYPO), *body(S2_NEW, OTHER)], book)
    for approve in (False, True):
        path = tmp_path / f"{approve}.po"
        after = [replace(e, fuzzy=False) if approve and not e.obsolete else e for e in update.entries]
        catalog.write(path, _catalog(after))
        done = subprocess.run(
            ["msgfmt", "--check", "-o", os.devnull, str(path)], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert catalog.read(path).entries == _bare(after)


def test_the_ledger_learns_of_approvals_before_anything_moves():
    entries, book = drafted(Ledger(), S1)
    cleared = [replace(entries[0], fuzzy=False)]
    update = align.update(cleared, body(OTHER), book)
    assert update.ledger.record("body", S1).ok == (digest(cleared[0].target),)


def test_a_stale_text_joined_with_an_approved_one_is_stale():
    stale = approved("Rain fell.", fuzzy=True, previous="Snow fell.")
    update = align.update((stale, approved("Roads closed.")), body("Rain fell. Roads closed."), Ledger())
    [now] = [entry for entry in update.entries if not entry.obsolete]
    assert (now.fuzzy, now.target) == (True, "П: Rain fell. П: Roads closed.")
    assert now.previous is not None
    assert "Snow fell." in now.previous


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("The goverment met.", "The government met.", True),
        ("The minsiter spoke.", "The minister spoke.", True),
        ("It came form Delhi.", "It came from Delhi.", False),
        ("Prices rise.", "Prices rose.", False),
        ("He is guilty.", "He is guilty?", False),
        ("The pilot left.", "The pirate left.", False),
        ("They could come.", "They couldnt come.", False),
        ("It is -5 degrees.", "It is 5 degrees.", False),
    ],
)
def test_only_a_slip_of_the_keys_is_a_typing_error(one, two, same):
    assert align.is_typing_error(one, two) is same
