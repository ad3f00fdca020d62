"""Whose text an msgstr is, and that the machine never writes over a person's."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from translate import ledger
from translate.catalog import Entry
from translate.errors import RefusedError, SetupError
from translate.ledger import Ledger, Record, holders, may_write, stands, state_of
from translate.unit import State, digest, nfc

A = "The talks ended."
B = "The talks began."
NOTHING = Ledger()
DRAFTED = NOTHING.drafted("body", A, "Переговоры закончились.", req="r1", model="m1")
DRAFT = Entry("body", A, "Переговоры закончились.", fuzzy=True)
APPROVED_ONCE = DRAFTED.approved("body", A, DRAFT.target)
TWICE = DRAFTED.drafted("body", A, "Завершились переговоры.", req="r2", replaces=DRAFT.target)
CARRIED = Ledger().updated([DRAFTED.record("body", B).carried(DRAFT.target)])
UNDER_B = NOTHING.approved("body", B, DRAFT.target)


def state(entry, book, others=()):
    return state_of(entry, book, holders((entry, *others)))


@pytest.mark.parametrize(
    ("entry", "book", "expected", "writable"),
    [
        (Entry("body", A), NOTHING, State.NEW, True),
        (Entry("body", A, fuzzy=True), APPROVED_ONCE, State.NEW, True),
        (Entry("body", A, comment="# joined"), NOTHING, State.APPROVED, False),
        (Entry("body", A, comment="# a note\n#omit"), NOTHING, State.APPROVED, False),
        (Entry("body", A, comment="# joined with the next?"), NOTHING, State.NEW, True),
        (DRAFT, DRAFTED, State.DRAFT, True),
        (DRAFT, TWICE, State.DRAFT, True),
        (DRAFT, TWICE.drafted("body", A, "Третий.", replaces="Завершились переговоры."), State.EDITED, False),
        (DRAFT, NOTHING, State.EDITED, False),
        (DRAFT, APPROVED_ONCE, State.EDITED, False),
        (DRAFT, DRAFTED.approved("headline", A, DRAFT.target), State.DRAFT, False),
        (replace(DRAFT, target="Беседа окончена."), DRAFTED, State.EDITED, False),
        (replace(DRAFT, fuzzy=False), DRAFTED, State.APPROVED, False),
        (replace(DRAFT, fuzzy=False), NOTHING, State.APPROVED, False),
        (replace(DRAFT, fuzzy=False, previous=B), DRAFTED, State.APPROVED, False),
        (replace(DRAFT, fuzzy=False, previous=B), UNDER_B, State.APPROVED, False),
        (replace(DRAFT, previous=B), UNDER_B, State.STALE, False),
        (replace(DRAFT, previous=B), DRAFTED, State.STALE, False),
        (replace(DRAFT, role="quote"), DRAFTED, State.EDITED, False),
        (DRAFT, UNDER_B, State.SUSPECT, False),
        (replace(DRAFT, fuzzy=False), UNDER_B, State.SUSPECT, False),
        (replace(DRAFT, source=B, fuzzy=False), DRAFTED, State.SUSPECT, False),
        (replace(DRAFT, fuzzy=False), UNDER_B.approved("body", A, DRAFT.target), State.APPROVED, False),
        (replace(DRAFT, source=B, fuzzy=False), CARRIED, State.APPROVED, False),
        (replace(DRAFT, source=B), CARRIED.drafted("body", B, DRAFT.target), State.EDITED, False),
        (replace(DRAFT, obsolete=True), DRAFTED, State.OBSOLETE, False),
        (replace(DRAFT, plural=("more", "Ещё")), DRAFTED, State.EDITED, False),
        (Entry("body", A, plural=("more", "Ещё")), DRAFTED, State.APPROVED, False),
        (Entry("body", A, plural=("more", "")), DRAFTED, State.NEW, False),
    ],
)
def test_state_and_right_to_write_follow_from_the_files(entry, book, expected, writable):
    assert (state(entry, book), may_write(entry, book)) == (expected, writable)


def test_a_text_that_another_active_sentence_still_has_is_not_suspect():
    copy = replace(DRAFT, fuzzy=False)
    other = replace(copy, source=B)
    assert state(copy, UNDER_B, [other]) is State.APPROVED
    assert state(copy, UNDER_B, [replace(other, target="Иначе.")]) is State.SUSPECT
    assert state(copy, UNDER_B, [replace(other, obsolete=True)]) is State.SUSPECT


def test_observing_records_approvals_once_and_leaves_suspects_alone():
    approved = replace(DRAFT, fuzzy=False)
    suspect = Entry("body", "Other.", "Иное.")
    book = DRAFTED.approved("body", "Gone.", "Иное.")
    seen = book.observed([approved, suspect])
    assert seen.record("body", A).ok == (digest(DRAFT.target),)
    assert seen.record("body", "Other.").ok == ()
    assert seen.observed([approved, suspect]) is seen
    assert not may_write(DRAFT, seen)


def test_a_signature_holds_for_its_text_only():
    signed = NOTHING.approved("body", A, "Один.", by="Anna", at="2026-11-22T10:00:00Z")
    assert signed.observed([Entry("body", A, "Один.")]) is signed
    other = signed.observed([Entry("body", A, "Два.")]).record("body", A)
    assert (other.by, other.at) == ("", "")
    assert other.ok == (digest("Два."), digest("Один."))
    back = Ledger().updated([other]).observed([Entry("body", A, "Один.")]).record("body", A)
    assert back.ok == (digest("Один."), digest("Два."))


def test_a_draft_stands_while_it_is_the_newest_and_its_requirements_stay():
    assert stands(DRAFT, DRAFTED, "r1")
    assert not stands(DRAFT, DRAFTED, "r2")
    assert not stands(DRAFT, TWICE, "r2")  # an older draft that git brought back
    assert not stands(replace(DRAFT, fuzzy=False), DRAFTED, "r1")
    assert not stands(replace(DRAFT, target="Иначе."), DRAFTED, "r1")


def test_drafting_writes_fuzzy_nfc_text_with_the_source_s_line_ends():
    entry, record = ledger.draft(
        Entry("body", A, previous="Old."), "कि\u0958त\0\n", NOTHING, req="r", model="m"
    )
    assert entry == Entry("body", A, nfc("कि\u0958त"), fuzzy=True)
    assert record == Record("body", digest(A), (digest(entry.target),), "r", "m")
    entry, _ = ledger.draft(Entry("body", "\na\n"), "б", NOTHING)
    assert entry.target == "\nб\n"


def test_an_empty_draft_changes_nothing():
    assert ledger.draft(DRAFT, " \n".strip(), DRAFTED) == (DRAFT, DRAFTED.record("body", A))


def test_drafting_over_a_person_s_text_is_refused():
    with pytest.raises(RefusedError):
        ledger.draft(replace(DRAFT, fuzzy=False), "Иначе.", DRAFTED)


def test_however_often_a_run_is_killed_before_the_catalogue_its_draft_stays_a_draft():
    book = DRAFTED
    for number in range(5):
        _, record = ledger.draft(DRAFT, f"Перевод {number}.", book)
        book = book.updated([record])  # the ledger is written, the catalogue is not
        assert state(DRAFT, book) is State.DRAFT
        assert may_write(DRAFT, book)


PERSON = ["Сказано человеком.", "Иначе сказано.", "इंसान ने कहा"]
MACHINE = ["Машина раз.", "Машина два.", "मशीन ने कहा", "Машина три."]


class OneEntry(RuleBasedStateMachine):
    """Any history of one entry in which people, runs, kills, merges and losses take turns.

    `guarded` is what the machine may not replace: what a person typed, what a run saw approved, and
    everything once the ledger is lost.
    """

    def __init__(self):
        super().__init__()
        self.entry = Entry("body", A)
        self.book = self.branch = Ledger()
        self.guarded = set()

    @rule(text=st.sampled_from(PERSON), fuzzy=st.booleans())
    def a_person_types(self, text, fuzzy):
        self.entry = replace(self.entry, target=text, fuzzy=fuzzy)
        self.guarded.add(text)

    @rule(fuzzy=st.booleans())
    def a_person_sets_or_clears_fuzzy(self, fuzzy):
        self.entry = replace(self.entry, fuzzy=fuzzy)

    @rule()
    def a_person_empties_it(self):
        self.entry = replace(self.entry, target="", fuzzy=False)

    @rule(comment=st.sampled_from(["# joined", "# note", ""]))
    def a_person_comments(self, comment):
        self.entry = replace(self.entry, comment=comment)

    @rule()
    def the_ledger_is_lost(self):
        self.book = self.branch = Ledger()
        self.guarded.add(self.entry.target)

    @rule()
    def another_branch_s_ledger_is_merged_line_by_line(self):
        both = ledger.dumps(self.book) + ledger.dumps(self.branch)
        self.book, self.branch = ledger.parse(both, Path("x")), self.book

    @rule(text=st.sampled_from(MACHINE), killed=st.booleans())
    def a_run_drafts(self, text, killed):
        self.book = self.book.observed([self.entry])
        if not self.entry.fuzzy:
            self.guarded.add(self.entry.target)
        if not may_write(self.entry, self.book):
            return
        assert not self.entry.target or self.entry.target not in self.guarded
        assert self.entry.target or self.entry.comment != "# joined"
        after, record = ledger.draft(self.entry, text, self.book)
        self.book = self.book.updated([record])
        if not killed:
            self.entry = after
            # Its own text again, even if a person approved the same words in an earlier life.
            self.guarded.discard(text)
            self.guarded |= {text} & {t for t in MACHINE if digest(t) in self.book.ever_approved}

    @invariant()
    def a_person_s_text_is_never_called_a_draft(self):
        if self.entry.target in self.guarded - {""}:
            assert state(self.entry, self.book) in {State.APPROVED, State.EDITED}


OneEntry.TestCase.settings = settings(max_examples=200, stateful_step_count=25, deadline=None)
test_in_any_history_the_machine_never_replaces_a_person_s_text = OneEntry.TestCase


def test_the_file_is_sorted_compact_and_says_nothing_empty(tmp_path):
    book = DRAFTED.approved("headline", B, "Началось.", by="Анна", at="2026-11-22T10:00:00Z")
    path = tmp_path / ".state" / "a.jsonl"
    assert ledger.read(path) == Ledger()
    assert ledger.write(path, book) is True
    assert ledger.write(path, book) is False
    first, second = path.read_text(encoding="utf-8").splitlines()
    assert first == (
        f'{{"model":"m1","mt":["{digest(DRAFT.target)}"],"req":"r1","role":"body","src":"{digest(A)}"}}'
    )
    assert '"by":"Анна"' in second
    assert ledger.read(path) == book


RECORDS = st.builds(
    Record,
    role=st.sampled_from(["", "body", "body#2", "headline"]),
    src=st.sampled_from([digest(A), digest(B)]),
    mt=st.lists(st.sampled_from("abc"), unique=True, max_size=2).map(tuple),
    req=st.sampled_from(["", "r1", "r2"]),
    ok=st.lists(st.sampled_from("abc"), unique=True).map(tuple),
    kept=st.lists(st.sampled_from("abc"), unique=True).map(tuple),
    by=st.sampled_from(["", "Anna", "रवि"]),
)


@settings(deadline=None)
@given(st.lists(RECORDS))
def test_what_is_written_reads_back_in_whatever_order_it_was_learnt(records):
    book = Ledger().updated(records)
    data = ledger.dumps(book)
    assert ledger.parse(data, Path("x")) == book
    assert ledger.dumps(Ledger(dict(reversed(list(book.records.items()))))) == data


@settings(deadline=None)
@given(RECORDS, RECORDS)
def test_two_records_of_one_key_become_one_that_knows_all_approvals(one, two):
    two = replace(two, role=one.role, src=one.src)
    lines = ledger.dumps(Ledger().updated([one])) + ledger.dumps(Ledger().updated([two]))
    (merged,) = ledger.parse(lines, Path("x")).records.values()
    assert set(merged.ok) == {*one.ok, *two.ok}
    assert set(merged.kept) == {*one.kept, *two.kept}
    assert set(merged.mt) == {*one.mt, *two.mt}
    if one.mt and two.mt and (one.mt[0], one.req) != (two.mt[0], two.req):
        assert merged.req == ""
    assert ledger.parse(lines + lines, Path("x")) == ledger.parse(lines, Path("x"))


GOOD = '{"role":"body","src":"0123456789abcdef"}\n'


@pytest.mark.parametrize(
    ("bad", "part"),
    [
        ("<<<<<<< HEAD", "conflict"),
        ("=======", "conflict"),
        (">>>>>>> other", "conflict"),
        ("{", "not a ledger record"),
        ("[]", "role and src"),
        ('{"role":"body"}', "role and src"),
        ('{"role":"body","src":7}', "src"),
        ('{"role":"body","src":"a","mt":"b"}', "mt"),
        ('{"role":"body","src":"a","ok":[1]}', "ok"),
        ('{"role":"body","src":"a","by":["b"]}', "by"),
        ('{"role":"body","src":"a","colour":"red"}', "newer version"),
        ("\udcff", "not a ledger record"),
    ],
)
def test_a_line_that_is_no_record_is_refused_with_its_number(tmp_path, bad, part):
    path = tmp_path / "a.jsonl"
    data = f"{GOOD}\n{bad}\n".encode("utf-8", "surrogateescape")
    path.write_bytes(data)
    with pytest.raises(RefusedError) as caught:
        ledger.read(path)
    assert (caught.value.path, caught.value.line) == (path, 3)
    assert part in caught.value.message
    assert caught.value.hint
    assert path.read_bytes() == data


def test_a_folder_in_place_of_the_ledger_is_a_clear_error(tmp_path):
    with pytest.raises(SetupError):
        ledger.read(tmp_path)
