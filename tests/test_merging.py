"""Two versions of a catalogue become one: nothing that a person wrote is missing from it."""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate import catalog, ledger, merging, othertext
from translate.catalog import Catalog, Entry
from translate.ledger import Ledger

PO = Path("ru.po")
DATE = "2026-03-01 10:00+0000"
NONE = (Ledger(), Ledger())


def header(date=DATE, who="Automatically generated", more=""):
    made = catalog.new(
        "ru", project="newsroom visit", date=date, plural_forms="nplurals=2; plural=(n != 1);", translator=who
    )
    return replace(made.head, target=made.head.target + more)


def read(*entries, **head):
    """A catalogue as it comes from a file."""
    return catalog.parse(catalog.dump(Catalog(header(**head), entries)), PO)


def e(source, target="", **values):
    return Entry("body", source, target, **values)


def draft(source, target, **values):
    return e(source, target, fuzzy=True, **values)


def book(*entries):
    """The ledger of a machine that drafted these texts."""
    return Ledger().updated(Ledger().record(x.role, x.source).drafted(x.target) for x in entries)


def merged(base, ours, theirs, books=NONE):
    """The merged entries and the sources of the conflicts, after a round trip."""
    done = merging.catalogs(read(*base), read(*ours), read(*theirs), ledgers=books, name="desk")
    again = catalog.parse(catalog.dump(done.catalog), PO)
    assert again.entries == done.catalog.entries
    return list(again.entries), [conflict.source for conflict in done.conflicts]


A, B, C, D = (e(source, f"{source}-ru") for source in "ABCD")
MACHINE = draft("A", "машина")
ONE, TWO = e("A", "человек один"), e("A", "человек два")
OTHER_TWO = "# other (desk): человек два"
KNOWN = (book(MACHINE), book(MACHINE))
DRAFTS = draft("A", "черновик б"), draft("A", "черновик а")


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected", "conflicts"),
    [
        ([MACHINE], [MACHINE], [TWO], [TWO], []),
        ([MACHINE], [ONE], [MACHINE], [ONE], []),
        ([MACHINE], [ONE], [ONE], [ONE], []),
        ([MACHINE], [ONE], [TWO], [draft("A", ONE.target, comment=OTHER_TWO)], ["A"]),
        (
            [MACHINE],
            [e("A", "машина")],
            [TWO],
            [draft("A", "машина", previous="A", comment=OTHER_TWO)],
            ["A"],
        ),
        # Only one of two changed the text of a person.
        ([A], [replace(A, fuzzy=True)], [TWO], [TWO], []),
        ([A], [ONE], [replace(A, fuzzy=True)], [ONE], []),
        ([A], [e("A")], [TWO], [TWO], []),
        ([A], [e("A")], [A], [e("A")], []),
        # Left out on purpose against a text.
        (
            [MACHINE],
            [e("A", comment="# omit")],
            [TWO],
            [draft("A", TWO.target, comment="# omit")],
            ["A"],
        ),
        # A text carried to the changed sentence is not new there.
        ([A], [draft("B", A.target, previous="A")], [e("B", "новый")], [e("B", "новый")], []),
        # Obsolete on one side.
        ([A], [replace(A, obsolete=True)], [A], [replace(A, obsolete=True)], []),
        ([A], [replace(A, obsolete=True)], [TWO], [TWO], []),
        ([A], [ONE], [replace(A, obsolete=True)], [ONE], []),
        ([replace(A, obsolete=True)], [A], [replace(A, obsolete=True)], [A], []),
        # Gone on one side.
        ([A, B], [B], [A, B], [B], []),
        ([A, B], [B], [TWO, B], [TWO, B], []),
        ([A, B], [B], [replace(A, comment="# why?"), B], [replace(A, comment="# why?"), B], []),
        ([], [ONE], [TWO], [draft("A", ONE.target, comment=OTHER_TWO)], ["A"]),
    ],
)
def test_people_are_not_overruled(base, ours, theirs, expected, conflicts):
    assert merged(base, ours, theirs, KNOWN) == (expected, conflicts)


@pytest.mark.parametrize("person", [TWO, draft("A", "недописано"), draft("A", "старое", previous="A was")])
@pytest.mark.parametrize("ours_is_machine", [True, False])
def test_a_person_wins_over_the_machine(person, ours_is_machine):
    machine = DRAFTS[0]
    pair = (machine, person) if ours_is_machine else (person, machine)
    books = (book(machine), Ledger()) if ours_is_machine else (Ledger(), book(machine))
    assert merged([MACHINE], *([x] for x in pair), books) == ([person], [])


def test_of_two_drafts_one_is_taken_whichever_way_is_merged():
    one, two = DRAFTS
    assert merged([MACHINE], [one], [two], (book(one), book(two))) == ([two], [])
    assert merged([MACHINE], [two], [one], (book(two), book(one))) == ([two], [])


@pytest.mark.parametrize(
    "books",
    [
        NONE,
        (book(DRAFTS[1]), Ledger()),
        # Only our ledger knows their text: theirs, which may tell of an approval, was not found.
        (book(DRAFTS[1]).united(book(DRAFTS[0])), Ledger()),
        (book(DRAFTS[1]), book(DRAFTS[0]).approved("body", "A", DRAFTS[0].target)),
        (book(DRAFTS[1]).approved("body", "A", DRAFTS[0].target), book(DRAFTS[0])),
        (book(DRAFTS[1]), Ledger().updated([book(DRAFTS[0]).record("body", "A").carried(DRAFTS[0].target)])),
    ],
)
def test_a_fuzzy_text_that_is_not_surely_the_machines_is_kept(books):
    theirs, ours = DRAFTS
    (entry,), _ = merged([MACHINE], [ours], [theirs], books)
    assert theirs.target in (entry.target, *(text for _, text in othertext.recorded(entry.comment)))


@pytest.mark.parametrize("base", [[], [draft("A", "старый черновик")]])
def test_an_approval_stands_where_the_other_side_only_drafted_the_same_text(base):
    approved = replace(MACHINE, fuzzy=False)
    signed = book(MACHINE).approved("body", "A", MACHINE.target, by="Anna", at="2026-03-01T10:00:00Z")
    assert merged(base, [approved], [MACHINE], (signed, book(MACHINE))) == ([approved], [])
    assert merged(base, [MACHINE], [approved], (book(MACHINE), signed)) == ([approved], [])
    assert merged(base, [approved], [MACHINE], (signed, signed)) == ([MACHINE], [])


@pytest.mark.parametrize("ours_reopened", [True, False])
@pytest.mark.parametrize("books", [book(draft("A", "новый черновик")), Ledger()])
def test_a_draft_that_was_approved_and_reopened_outlives_a_new_draft_of_the_other_side(ours_reopened, books):
    """The catalogue looks as before: only that side's ledger knows of the approval."""
    redrafted = draft("A", "новый черновик")
    approved = book(MACHINE).approved("body", "A", MACHINE.target)
    sides, known = (
        [[MACHINE], [redrafted]],
        [approved, book(MACHINE).united(books) if books.records else books],
    )
    if not ours_reopened:
        sides, known = sides[::-1], known[::-1]
    entries, conflicts = merged([MACHINE], *sides, tuple(known))
    assert MACHINE.target in entries[0].target + entries[0].comment
    # Without a ledger the other text may be a person's as well.
    assert conflicts == ([] if books.records else ["A"])


def test_the_machine_does_not_take_an_approved_draft_of_a_conflict_for_its_own():
    """Ours is the machine's text as a person approved it; the ledger has not seen that yet."""
    (entry,), conflicts = merged([MACHINE], [e("A", "машина")], [TWO], KNOWN)
    assert conflicts == ["A"]
    assert not ledger.may_write(entry, KNOWN[0].united(KNOWN[1]))


def test_a_resolved_conflict_is_not_opened_again():
    (open_,), _ = merged([MACHINE], [ONE], [TWO])
    assert merged([MACHINE], [open_], [TWO]) == ([open_], [])
    assert merged([MACHINE], [TWO], [open_]) == ([open_], [])
    closed = e("A", "человек один и два", comment=open_.comment)
    assert merged([MACHINE], [closed], [TWO]) == ([closed], [])


def test_an_open_conflict_is_a_change_even_where_the_text_and_its_flag_are_as_before():
    base = draft("A", ONE.target)
    (open_,), _ = merged([base], [ONE], [TWO])
    assert open_ == replace(base, comment=OTHER_TWO)
    for side in (ONE, TWO):
        assert merged([base], [open_], [side]) == ([open_], [])
        assert merged([base], [side], [open_]) == ([open_], [])


def test_a_text_whose_comment_the_other_side_deleted_is_not_lost():
    """Ours settled an old conflict for the text of the comment, theirs went on with the first text."""
    open_ = draft("A", "раз", comment="# other (desk): два")
    ours, theirs = e("A", "два"), draft("A", "раз и ещё", comment=open_.comment)
    (entry,), conflicts = merged([open_], [ours], [theirs])
    assert entry.target == "два"
    assert entry.comment == "# other (desk): раз и ещё"
    assert conflicts == ["A"]


def test_comments_of_both_are_kept_in_order_and_deleted_ones_stay_deleted():
    base = replace(MACHINE, comment="# one\n# two")
    ours = replace(ONE, comment="# one\n# ours\n# two")
    theirs = replace(ONE, comment="# first\n# one\n# theirs")
    (entry,), _ = merged([base], [ours], [theirs])
    assert entry.comment == "# first\n# one\n# theirs\n# ours"


def test_new_entries_follow_the_one_they_followed():
    gone = replace(D, obsolete=True)
    theirs = [e("0", "ноль"), A, C, B, e("Z", "зет"), gone, replace(e("old", "ст"), obsolete=True)]
    entries, _ = merged([A, B, gone], [A, B, e("Y", "игрек"), gone], theirs)
    assert "".join(x.source for x in entries) == "0ACBZYDold"
    assert [x.obsolete for x in entries] == [False] * 6 + [True] * 2


def test_the_newer_comment_of_the_machine_comes_with_the_text():
    base, ours = replace(MACHINE, extracted="draft: m1"), replace(DRAFTS[0], extracted="draft: m2")
    theirs = replace(TWO, extracted="draft: m1")
    entries, _ = merged([base], [ours], [theirs], (book(ours), Ledger()))
    assert entries == [theirs]


def test_plural_forms_are_kept_in_comments_one_by_one():
    one, two = (e("A", f"{n} штука", plural=("As", f"{n} штук")) for n in ("раз", "два"))
    (entry,), _ = merged([], [one], [two])
    assert (entry.target, entry.plural) == (one.target, one.plural)
    assert set(othertext.recorded(entry.comment)) == {(0, "два штука"), (1, "два штук")}


@pytest.mark.parametrize(
    "text",
    [
        "просто",
        "a\nb\n",
        "\n\n",
        " a ",
        '"quoted"',
        "back\\slash\\",
        "tab\tand\rreturn",
        "\x01\x7f",
        "\u2028 \u0085",
        "क्\u200dष",
        "# other (x): y",
        "\\n not a break\n",
        '"a"\n#   "b"\n',
    ],
)
@pytest.mark.parametrize("form", [None, 3])
def test_a_text_in_a_comment_can_be_taken_back_exactly(text, form):
    comment = f"# before\n{othertext.comment(text, 'Anna (desk)', form)}\n# after"
    made = read(e("A", "x", comment=comment))
    (entry,) = catalog.parse(catalog.dump(made), PO).entries
    assert list(othertext.recorded(entry.comment)) == [(form, text)]


def test_a_comment_of_several_lines_is_readable():
    assert othertext.comment("Раз.\nДва.", "Anna") == '# other (Anna): "Раз.\\n"\n#   "Два."'


def test_equal_second_lines_of_two_texts_stay_with_their_first():
    one, two = (othertext.comment(f"{n}\nsame", "x") for n in "12")
    (entry,), _ = merged([MACHINE], [replace(ONE, comment=one)], [replace(ONE, comment=two)])
    assert {text for _, text in othertext.recorded(entry.comment)} == {"1\nsame", "2\nsame"}


def test_the_header_takes_the_later_revision_with_its_translator():
    base = read(A)
    ours = read(A, date="2026-03-05 09:00+0300", who="Ivan <ivan@desk>", more="X-Poedit: 1\n")
    theirs = read(A, date="2026-03-05 07:00+0000", who="Anna <anna@desk>", more="X-Lokalize: 2\n")
    for pair in ((ours, theirs), (theirs, ours)):
        fields = dict(merging.catalogs(base, *pair).catalog.header)
        assert fields["PO-Revision-Date"] == "2026-03-05 07:00+0000"
        assert fields["Last-Translator"] == "Anna <anna@desk>"
        assert (fields["X-Poedit"], fields["X-Lokalize"]) == ("1", "2")


def test_a_conflict_names_the_person_else_the_branch():
    for who, name in (("Anna Ivanova <a@desk>", "Anna Ivanova"), ("Automatically generated", "a-branch")):
        done = merging.catalogs(read(MACHINE), read(ONE), read(TWO, who=who), name="a-branch")
        assert done.catalog.entries[0].comment == f"# other ({name}): человек два"


def test_what_nobody_changed_keeps_its_bytes_on_both_sides():
    """Wrapped by hand and spaced oddly; neither side is laid out anew."""
    text = catalog.dump(read(A, B, C)).decode()
    odd = text.replace('msgid "A"\nmsgstr "A-ru"', 'msgid ""\n"A"\nmsgstr    ""\n  "A-ru"\n\n')
    theirs = odd.replace('"C-ru"', '""\n"C"\n"-new"').replace('"B"', '""\n"B"')
    ours = odd + '\nmsgctxt "body"\nmsgid "D"\nmsgstr  "D-ru"'
    done = merging.catalogs(*(catalog.parse(version.encode(), PO) for version in (odd, ours, theirs)))
    expected = theirs.replace('msgid ""\n"B"', 'msgid "B"') + '\nmsgctxt "body"\nmsgid "D"\nmsgstr  "D-ru"'
    assert catalog.dump(done.catalog).decode() == expected


def test_line_ends_are_not_mixed():
    base, ours = (catalog.dump(read(x)).replace(b"\n", b"\r\n") for x in (MACHINE, MACHINE))
    theirs = catalog.dump(read(ONE, B))
    done = merging.catalogs(*(catalog.parse(version, PO) for version in (base, ours, theirs)))
    data = catalog.dump(done.catalog)
    assert data.count(b"\r\n") == data.count(b"\n")
    assert [x.target for x in done.catalog.entries] == [ONE.target, B.target]


def test_comments_at_the_end_of_both_files_are_kept():
    data = catalog.dump(read(A)).decode()
    ours, theirs = (catalog.parse(f"{data}\n# {n}\n".encode(), PO) for n in ("one", "two"))
    done = catalog.dump(merging.catalogs(catalog.parse(data.encode(), PO), ours, theirs).catalog)
    assert {b"# one", b"# two"} <= set(done.split(b"\n"))
    assert catalog.parse(done, PO).entries == (A,)


def test_ledgers_are_united_key_by_key():
    base = book(draft("A", "м1"), draft("B", "м1"), draft("C", "м1"))
    ours = base.drafted("body", "A", "м2", req="r", model="new").approved("body", "C", "x", by="Anna", at="d")
    theirs = base.approved("body", "B", "да", by="Ivan", at="d").approved("body", "C", "y", by="Ivan", at="d")
    done = merging.ledgers(base, ours, theirs)
    assert done.record("body", "A") == ours.record("body", "A")
    assert done.record("body", "B").by == "Ivan"
    assert set(done.record("body", "C").ok) == {*ours.record("body", "C").ok, *theirs.record("body", "C").ok}
    assert done.record("body", "C").by == ""
    assert merging.ledgers(base, done, theirs) == merging.ledgers(base, done, ours) == done


# Histories: what the machine drafted is known to the ledger, all else is a person's.
SOURCES = "ABCDE"
WORDS = st.sampled_from(["да", "нет", "a\nb", " с пробелом", '"', "конец\\", "क्ष"])
NOTES = st.sampled_from(["# omit", "# why?", "# check-ok: length", "#", '#   "x"'])


def edited(draw, entry, kind):
    """What a person may do to an entry."""
    changes = {
        "text": lambda: {"target": draw(WORDS), "fuzzy": draw(st.booleans()), "previous": None},
        "approve": lambda: {"fuzzy": False},
        "fuzzy": lambda: {"fuzzy": True},
        "note": lambda: {"comment": "\n".join(filter(None, (entry.comment, draw(NOTES))))},
        "gone": lambda: {"obsolete": not entry.obsolete},
    }
    return replace(entry, **changes[kind]()) if kind in changes else entry


@st.composite
def edits(draw, entries):
    """A version of a catalogue and its ledger after some work of people and of the machine."""
    out = list(entries)
    records = Ledger()
    kinds = st.sampled_from(["text", "text", "draft", "approve", "fuzzy", "note", "gone", "new", "drop"])
    for _ in range(draw(st.integers(0, 6))):
        kind = draw(kinds)
        source = draw(st.sampled_from(SOURCES))
        at = next((place for place, x in enumerate(out) if x.source == source), None)
        if at is None:
            if kind == "new":
                out.insert(draw(st.integers(0, len(out))), e(source))
        elif kind == "drop":
            del out[at]
        elif kind == "draft" and not out[at].target and ledger.may_write(out[at], records):
            text = f"машина {draw(st.integers(0, 2))}"
            out[at] = replace(out[at], target=text, fuzzy=True, previous=None)
            records = records.drafted("body", source, text)
        else:
            out[at] = edited(draw, out[at], kind)
    return out, records


@st.composite
def histories(draw):
    base, book0 = draw(edits([e(source) for source in SOURCES[:3]]))
    (ours, book1), (theirs, book2) = (draw(edits(base)) for _ in range(2))
    # A reviewer may have told the tool of the approvals, or not yet.
    books = [book0.united(book_).observed(side) for book_, side in ((book1, ours), (book2, theirs))]
    seen = draw(st.booleans())
    return base, ours, theirs, tuple(books) if seen else (book0.united(book1), book0.united(book2))


def of_people(side, base, known):
    """Texts that a person wrote or approved on this side."""
    before = {x.key: x for x in base}
    for entry in side:
        old, record = before.get(entry.key, Entry(*entry.key)), known.record(*entry.key)
        new = entry.target != old.target or (old.fuzzy and not entry.fuzzy)
        text = ledger.digest(entry.target)
        is_draft = entry.fuzzy and text in record.mt and text not in record.ok
        if entry.target and new and not is_draft:
            yield entry.key, entry.target


@given(histories())
@settings(max_examples=500, deadline=None)
def test_nothing_that_a_person_wrote_is_missing(history):
    base, ours, theirs, books = history
    entries, conflicts = merged(base, ours, theirs, books)
    there = {
        (x.key, text)
        for x in entries
        for text in (x.target, *(text for _, text in othertext.recorded(x.comment)))
    }
    both = books[0].united(books[1])
    for side in (ours, theirs):
        missing = set(of_people(side, base, both)) - there
        assert not missing
        told = {(x.key, note) for x in side for note in x.notes} - {
            (x.key, note) for x in base for note in x.notes
        }
        assert told <= {(x.key, note) for x in entries for note in x.notes}
    for entry in entries:
        if entry.source in conflicts:
            assert entry.fuzzy
            assert not ledger.may_write(entry, both)


@given(histories())
@settings(max_examples=300, deadline=None)
def test_merging_the_result_with_either_side_changes_nothing(history):
    base, ours, theirs, books = history
    both = books[0].united(books[1])
    entries, _ = merged(base, ours, theirs, books)
    assert merged(base, entries, theirs, (both, books[1]))[0] == entries
    assert merged(base, entries, ours, (both, books[0]))[0] == entries


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="msgfmt of GNU gettext is not installed")
@given(histories())
@settings(max_examples=25, deadline=None)
def test_msgfmt_accepts_what_is_merged(history):
    base, ours, theirs, books = history
    done = merging.catalogs(read(*base), read(*ours), read(*theirs), ledgers=books)
    told = subprocess.run(
        ["msgfmt", "--check", "-o", os.devnull, "-"], input=catalog.dump(done.catalog), capture_output=True
    )
    assert told.returncode == 0, told.stderr.decode()
