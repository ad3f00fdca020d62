"""Approved text drafts the same sentence elsewhere; a near one is only told of; memories travel."""

import json
import random
import shutil
import subprocess
from dataclasses import replace
from itertools import permutations

import pytest
from rapidfuzz import fuzz

from tests.test_tmx import HEADER, obeys_the_format
from translate import catalog, config, ledger, lock, memory, memorystore, tmx
from translate.catalog import Entry
from translate.contrast import differing
from translate.errors import LockedError, RefusedError, UsageError
from translate.ledger import Ledger
from translate.memory import Match, Memory, Segment, Standing
from translate.unit import State, Unit

A = "The talks ended in Delhi on Friday."
B = "The talks began in Delhi on Friday."
HINDI = "nplurals=2; plural=(n > 1);"
NOTHING = Ledger()


def segment(target, article="a", *, source=A, role="body", standing=Standing.ACTIVE, origin=""):
    return Segment(source, role, article, origin, target, standing)


def approved(source, target, **more):
    return Entry(more.pop("role", "body"), source, target, **more)


# What counts as approved.


def known(book, *entries):
    return [(s.source, s.target, s.standing) for s in memory.segments("a", entries, book)]


@pytest.mark.parametrize(
    ("entry", "book"),
    [
        (Entry("body", A), NOTHING),
        (approved(A, "वार्ता", fuzzy=True), NOTHING),
        (approved(A, "वार्ता", fuzzy=True), NOTHING.drafted("body", A, "वार्ता")),
        (approved(A, "वार्ता", fuzzy=True, previous=B), NOTHING.drafted("body", B, "वार्ता")),
        (approved(A, "वार्ता", fuzzy=True, previous=B), NOTHING.approved("body", A, "वार्ता")),
        (approved(A, "वार्ता", fuzzy=True, previous=B), NOTHING.approved("body", B, "और कुछ")),
        (approved(A, "वार्ता"), NOTHING.approved("body", B, "वार्ता")),
        (approved(A, "वार्ता", plural=("Talks.", "वार्ताएँ")), NOTHING),
        (approved(A, "", comment="# omit"), NOTHING),
        (approved(A, "वार्ता", obsolete=True), NOTHING),
        (approved(A, "वार्ता", obsolete=True), NOTHING.drafted("body", A, "वार्ता")),
        (approved(A, "वार्ता", obsolete=True), NOTHING.approved("body", A, "और कुछ")),
        (approved(A, "वार्ता", obsolete=True, fuzzy=True), NOTHING.approved("body", A, "वार्ता")),
    ],
    ids=[
        "new", "edited", "draft", "stale, unknown", "stale, approved here", "stale, other text approved",
        "suspect", "plural", "omitted", "obsolete, unknown", "obsolete draft",
        "obsolete, other text approved", "obsolete, doubted again",
    ],
)  # fmt: skip
def test_only_approved_text_is_remembered(entry, book):
    assert known(book, entry) == []


def test_a_stale_text_is_remembered_with_the_english_it_renders():
    book = NOTHING.approved("body", B, "वार्ता").approved("headline", B, "वार्ता")
    stale = approved(A, "वार्ता", fuzzy=True, previous=B)
    assert known(book, stale) == [(B, "वार्ता", Standing.OBSOLETE)]
    moved = approved(A, "वार्ता", fuzzy=True, previous=B, previous_role="headline")
    [found] = memory.segments("a", [moved], book)
    assert (found.source, found.role) == (B, "headline")


def test_approved_text_is_remembered_also_of_sentences_that_left_the_article():
    gone = approved(B, "शुरू", obsolete=True)
    book = NOTHING.approved("body", B, "शुरू")
    assert known(book, approved(A, "वार्ता"), gone) == [
        (A, "वार्ता", Standing.ACTIVE),
        (B, "शुरू", Standing.OBSOLETE),
    ]


def test_a_text_that_renders_its_neighbour_too_serves_nobody_else():
    entries = [
        approved("One.", "एक।"),
        approved("Two.", "दो और तीन और चार।"),
        approved("Three.", "", comment="# joined"),
        approved("Four.", "", comment="# joined"),
        approved("Left.", "गया", obsolete=True),
        approved("Five.", "पाँच।"),
        approved("Six.", "छह।"),
    ]
    book = NOTHING.approved("body", "Left.", "गया")
    assert [source for source, *_ in known(book, *entries)] == ["One.", "Left.", "Six."]


def test_a_signature_goes_with_the_text_it_was_given_for():
    book = NOTHING.approved("body", A, "वार्ता", by="Asha", at="2026-11-22T10:00:00+05:30")
    (signed,) = memory.segments("a", [approved(A, "वार्ता")], book)
    (changed,) = memory.segments("a", [approved(A, "बातचीत")], book)
    assert (signed.by, signed.at, changed.by, changed.at) == ("Asha", "2026-11-22T10:00:00+05:30", "", "")


# Identical sentences.


def chosen(role, *segments):
    """The choice and the alternatives, after seeing that the order of what was read does not matter."""
    found = {Memory(order).exact(role, A) for order in permutations(segments)}
    (match,) = found
    return match.segment.target, [other.target for other in match.alternatives]


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        ([segment("क", "z")], ("क", [])),
        ([segment("क", "a", role="headline"), segment("ख", "z")], ("ख", [])),
        ([segment("क", "a", role="headline"), segment("ख", "z", role="quote")], ("क", ["ख"])),
        ([segment("क", "a"), segment("ख", "b"), segment("ख", "c")], ("ख", ["क"])),
        ([segment("ख", "b"), segment("क", "a"), segment("ग", "c")], ("क", ["ख", "ग"])),
        ([segment("क", "a", standing=Standing.OBSOLETE), segment("ख", "b", role="headline")], ("ख", [])),
        (
            [
                segment("क", "a", standing=Standing.IMPORTED, origin="x.tmx"),
                segment("ख", "b", standing=Standing.OBSOLETE),
            ],
            ("ख", []),
        ),
        ([segment("क", "a", role="body#2"), segment("ख", "b", role="headline")], ("क", [])),
    ],
    ids=[
        "the only one", "same role first", "any role", "the most frequent", "the first article",
        "active before obsolete", "our own before imported", "a split entry has its base role",
    ],
)  # fmt: skip
def test_the_best_of_several_renderings_is_chosen(segments, expected):
    assert chosen("body", *segments) == expected


@pytest.mark.parametrize(
    "other",
    [
        A.lower(),
        A + " ",
        A.replace(" ", "\u00a0", 1),
        A.replace("talks", "**talks**"),
        A.replace("Delhi", "Délhi"),
    ],
)
def test_only_the_very_same_characters_are_identical(other):
    known_ = Memory((segment("वार्ता"),))
    assert known_.exact("body", A) == Match(segment("वार्ता"))
    assert known_.exact("body", other) is None


# Near sentences.

MANY = [
    "The minister will visit Moscow next week for talks on trade.",
    "The minister will not visit Moscow next week for talks on trade.",
    "The minister will visit Minsk next week for talks on trade.",
    "The minister will visit Moscow next month for talks on trade.",
    "Nothing of this kind has ever been seen at the harbour before.",
]
LIKE = Memory(tuple(segment(f"अनुवाद {n}", f"art-{n}", source=text) for n, text in enumerate(MANY)))


def test_near_sentences_come_best_first_at_most_three_and_never_the_same_one():
    found = LIKE.near("body", "The minister will visit Moscow next week for talks on trades.")
    assert [match.segment.article for match in found] == ["art-0", "art-1", "art-2"]
    assert [match.percent for match in found] == [99, 96, 93]
    assert [match.segment.source for match in LIKE.near("body", MANY[0])] == [MANY[1], MANY[2], MANY[3]]
    assert LIKE.near("body", "The harbour has been seen.") == ()
    assert Memory().near("body", A) == ()


def test_no_near_sentence_is_missed_that_shares_half_of_the_words():
    rng = random.Random(5)
    words = [f"word{n}x" if n % 3 else f"w{n}" for n in range(60)]
    texts = sorted({" ".join(rng.choices(words, k=rng.randint(1, 9))) for _ in range(400)})
    remembered = Memory(tuple(segment("अ", source=text) for text in texts))
    hits = 0
    for _ in range(150):
        query = rng.choice(texts).split()
        query[rng.randrange(len(query))] = rng.choice([*words, "new"])
        query = " ".join(query)
        mine = set(query.split())
        expected = {
            text: ratio
            for text in texts
            if text != query
            and (ratio := fuzz.ratio(query, text)) >= 75
            and 2 * len(mine & set(text.split())) >= len(mine)
        }
        got = remembered.near("body", query)
        assert len(got) >= min(3, len(expected))
        best = sorted(expected.values(), reverse=True)[:3]
        assert all(match.percent >= int(ratio) - 1 for match, ratio in zip(got, best, strict=False))
        hits += len(expected)
    assert hits > 50


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("They will sign.", "They will not sign.", ["not"]),
        ("They won't sign.", "They will sign.", ["won't"]),
        ("They won’t sign.", "They will not sign.", []),
        ("They cannot sign.", "They can sign.", ["cannot"]),
        ("He never said so.", "He said so.", ["never"]),
        ("Without a deal they left.", "With a deal they left.", ["Without"]),
        ("They wouldnt sign.", "They would sign.", ["wouldnt"]),
        ("They wouldnt sign.", "They wouldn't sign.", []),
        ("It was -5 degrees.", "It was 5 degrees.", ["−5", "5"]),
        ("It was −5 degrees.", "It was -5 degrees.", []),
        ("The sixteenth ship sank.", "The sixtieth ship sank.", ["sixteenth", "sixtieth"]),
        ("Tens of millions left.", "Tens of billions left.", ["millions", "billions"]),
        ("The order was unlawful.", "The order was lawful.", ["unlawful"]),
        ("The non-aligned states met.", "The aligned states met.", ["non"]),
        ("Some 12 ships sailed.", "Some 14 ships sailed.", ["12", "14"]),
        ("It cost $5 million.", "It cost 5 million roubles.", ["$5 million", "5 million roubles"]),
        ("It grew by 5 per cent.", "It grew by 5%.", []),
        ("It has 12 and 12 guns.", "It has 12 guns.", ["12"]),
        ("They met on 3 May 2026.", "They met on 4 May 2026.", ["3 May 2026", "4 May 2026"]),
        ("Modi met reporters.", "Putin met reporters.", ["Modi", "Putin"]),
        ("The talks in Delhi ended.", "The talks in Moscow ended.", ["Delhi", "Moscow"]),
        ("The talks ended.", "These talks ended.", []),
        ("Officials met.", "The officials met.", []),
        ("Modi’s plan failed.", "Modi's plan failed.", []),
        ("The S-400 was shown.", "The S-300 was shown.", ["S-400", "S-300"]),
        ("He spoke to Singh.", "He spoke to the press.", ["Singh"]),
        ("The talks ended.", "The talks began.", []),
        ("", "12", ["12"]),
    ],
)
def test_what_a_near_sentence_says_otherwise_is_named(one, two, expected):
    assert list(differing(one, two)) == expected
    assert sorted(differing(two, one)) == sorted(expected)


# What goes into a catalogue.


def test_an_identical_sentence_gives_a_draft_that_says_where_it_is_from():
    unit = Unit("headline", A, markup=True, line=7)
    made = memory.draft(Memory((segment("वार्ता", "summit/day-1"),)), unit)
    assert made == replace(unit, target="वार्ता", state=State.DRAFT, model="memory: summit/day-1")
    assert made.model.startswith(memory.PREFIX)
    imported = segment("वार्ता", "their-article", standing=Standing.IMPORTED, origin="vendor.tmx")
    assert memory.draft(Memory((imported,)), unit).model == "memory: vendor.tmx"
    assert memory.draft(LIKE, unit) is None


def test_the_draft_is_the_machines_and_takes_no_persons_place():
    made = memory.draft(Memory((segment("वार्ता"),)), Unit("body", A))
    entry, record = ledger.draft(Entry("body", A), made.target, NOTHING, model=made.model)
    book = NOTHING.updated([record])
    assert ledger.state_of(entry, book, ledger.holders([entry])) is State.DRAFT
    with pytest.raises(RefusedError):
        ledger.draft(approved(A, "बातचीत"), made.target, NOTHING)


def test_other_renderings_and_near_sentences_are_told_in_one_line_each():
    several = Memory((segment("क", "a"), segment("ख\nग", "b"), *LIKE.segments))
    assert memory.suggestions(several, Unit("body", A)) == ("also approved (b): ख ग",)
    lines = memory.suggestions(LIKE, Unit("body", "The minister will visit Moscow for talks on trade."))
    assert lines[0] == (
        "similar (90 %, art-0): The minister will visit Moscow next week for talks on trade. → अनुवाद 0"
    )
    assert lines[-1].startswith("similar (87 %, art-1; differs in: not): The minister")
    assert all(line.startswith(memory.MARKS) for line in lines)


def test_long_english_is_cut_in_a_suggestion_but_never_the_rendering():
    text = "word " * 60
    long = Memory((segment("शब्द " * 60, source=text + "ends"),))
    (line,) = memory.suggestions(long, Unit("body", text + "end"))
    english, rendering = line.split(" → ")
    assert len(english) < 200
    assert english.endswith("…")
    assert rendering == ("शब्द " * 60).strip()


# Files.


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "translate.toml").write_text('locales = ["hi", "ru"]\n')
    (tmp_path / "articles").mkdir()
    return config.load(tmp_path)


def put(desk, slug, *entries, locale="hi", book=NOTHING):
    new = catalog.new(locale, project="x", date="2026-01-01 00:00+0000", plural_forms=HINDI)
    path = desk.catalog_path(locale, slug)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalog.write(path, replace(new, entries=entries))
    if book.records:
        ledger.write(desk.ledger_path(locale, slug), book)
    return path


def test_the_memory_is_read_from_the_catalogues_with_or_without_their_articles(desk):
    (desk.articles_dir / "there.txt").write_text(f"Title\n\n{A}\n")
    put(desk, "there", approved(A, "वार्ता"))
    put(desk, "old/gone", approved(B, "शुरू"), approved("No.", "नहीं", fuzzy=True))
    put(desk, "there", approved(A, "Переговоры"), locale="ru")
    found, problems = memorystore.load(desk, "hi")
    assert problems == []
    assert [(s.article, s.target) for s in found.segments] == [("old/gone", "शुरू"), ("there", "वार्ता")]
    assert memorystore.load(desk, "hi", ["there", "never-translated"])[0].segments == found.segments[1:]
    assert memorystore.load(desk, "ta") == (Memory(), [])


def test_what_cannot_be_read_is_told_and_the_rest_serves(desk):
    put(desk, "good", approved(A, "वार्ता"))
    put(desk, "conflict", approved(A, "क")).write_bytes(b"<<<<<<< ours\n")
    put(desk, "ledgerless", approved(A, "ख"))
    lost = desk.ledger_path("hi", "ledgerless")
    lost.parent.mkdir(parents=True, exist_ok=True)
    lost.write_text("{broken")
    memorystore.path_of(desk, "hi").parent.mkdir()
    memorystore.path_of(desk, "hi").write_text("<tmx>\n<<<<<<< ours\n")
    found, problems = memorystore.load(desk, "hi")
    assert [s.article for s in found.segments] == ["good"]
    assert {(problem.path.name, problem.line) for problem in problems} == {
        ("conflict.po", 1),
        ("ledgerless.jsonl", 1),
        ("hi.tmx", 2),
    }


@pytest.mark.skipif(shutil.which("msgattrib") is None, reason="needs gettext")
def test_clearing_fuzzy_with_gettext_puts_a_draft_into_the_memory(desk):
    book = NOTHING.drafted("body", A, "वार्ता")
    path = put(desk, "a", approved(A, "वार्ता", fuzzy=True), book=book)
    assert memorystore.load(desk, "hi")[0].segments == ()
    subprocess.run(["msgattrib", "--clear-fuzzy", "--no-wrap", "-o", path, path], check=True)
    assert memorystore.load(desk, "hi")[0].exact("body", A).segment.target == "वार्ता"


def tmx_file(folder, *groups, name="vendor.tmx"):
    body = "".join(
        "<tu>"
        + "".join(f'<tuv xml:lang="{lang}"><seg>{text}</seg></tuv>' for lang, text in group)
        + "</tu>\n"
        for group in groups
    )
    path = folder / name
    path.write_text(f'<tmx version="1.4">{HEADER}<body>{body}</body></tmx>', encoding="utf-8")
    return path


VENDOR = (
    [("en-US", A), ("hi-IN", "वार्ता"), ("RU", "Переговоры")],
    [("EN", B), ("ru_RU", "Начались"), ("de", "Gespräche")],
    [("de", "Ja."), ("ru", "Да.")],
    [("en", "Yes."), ("de", "Ja.")],
    [("en", "Empty."), ("hi", "  ")],
)


def test_an_import_keeps_what_serves_the_desk_and_counts_the_rest(desk, tmp_path):
    result = memorystore.add(desk, tmx_file(tmp_path, *VENDOR), ("hi", "ru"))
    assert (dict(result.added), dict(result.known)) == ({"hi": 1, "ru": 2}, {"hi": 0, "ru": 0})
    assert (result.no_english, result.no_target) == (1, 2)
    found, problems = memorystore.load(desk, "ru")
    assert problems == []
    match = found.exact("quote", B)
    assert (match.segment.target, match.segment.where) == ("Начались", "vendor.tmx")
    assert match.segment.standing is Standing.IMPORTED


def test_a_second_import_changes_nothing_and_another_one_merges(desk, tmp_path):
    memorystore.add(desk, tmx_file(tmp_path, *VENDOR), ("hi", "ru"))
    path = memorystore.path_of(desk, "ru")
    before, stamp = path.read_bytes(), path.stat().st_mtime_ns
    again = memorystore.add(desk, tmx_file(tmp_path, *VENDOR), ("hi", "ru"))
    assert (again.added.total(), again.known["ru"]) == (0, 2)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, stamp)
    obeys_the_format(path)
    other = tmx_file(
        tmp_path, [("en", "After."), ("ru", "После.")], [("en", A), ("ru", "Беседы")], name="b.tmx"
    )
    memorystore.add(desk, other, ("ru",))
    lines = path.read_text().splitlines()
    assert set(before.decode().splitlines()) <= set(lines)
    sources = [group.variants[0].text for group in tmx.read(path)]
    assert sources == sorted(sources) == ["After.", B, A, A]
    assert not list(path.parent.glob("*~"))


def test_the_stored_file_does_not_depend_on_the_order_of_imports(desk, tmp_path):
    files = [tmx_file(tmp_path, VENDOR[0]), tmx_file(tmp_path, *VENDOR[1:3], VENDOR[0], name="b.tmx")]
    path = memorystore.path_of(desk, "ru")
    for file in files:
        memorystore.add(desk, file, ("ru",))
    first = path.read_bytes()
    path.unlink()
    for file in reversed(files):
        memorystore.add(desk, file, ("ru",))
    assert path.read_bytes() == first


def test_what_a_person_put_into_the_stored_file_is_kept_beside_it(desk, tmp_path):
    memorystore.add(desk, tmx_file(tmp_path, *VENDOR), ("ru",))
    path = memorystore.path_of(desk, "ru")
    edited = (
        path.read_text()
        .replace("<tu>\n", "<tu>\n      <note>ask Olga</note>\n", 1)
        .replace("Начались", "Пошли")
    )
    path.write_text(edited)
    memorystore.add(desk, tmx_file(tmp_path, [("en", "New."), ("ru", "Новое.")], name="b.tmx"), ("ru",))
    assert "Пошли" in path.read_text()
    assert path.with_name("ru.tmx~").read_text() == edited


def test_an_import_that_fails_writes_nothing(desk, tmp_path):
    torn = tmx_file(tmp_path, *VENDOR)
    torn.write_text(torn.read_text()[:-30])
    with pytest.raises(UsageError) as caught:
        memorystore.add(desk, torn, ("hi", "ru"))
    assert (caught.value.path, caught.value.line) == (torn, 5)
    with pytest.raises(UsageError, match="its languages: de, fr"):
        memorystore.add(desk, tmx_file(tmp_path, [("de", "Ja."), ("fr", "Oui.")]), ("hi", "ru"))
    assert not (tmp_path / "memory").exists()
    stored = memorystore.path_of(desk, "ru")
    stored.parent.mkdir()
    stored.write_text("<<<<<<< ours\n<tmx>")
    with pytest.raises(RefusedError) as refused:
        memorystore.add(desk, tmx_file(tmp_path, *VENDOR), ("hi", "ru"))
    assert (refused.value.path, refused.value.line) == (stored, 1)
    assert stored.read_text() == "<<<<<<< ours\n<tmx>"
    assert [path.name for path in stored.parent.iterdir()] == ["ru.tmx"]


def test_an_import_keeps_out_of_the_way_of_another_writer(desk, tmp_path):
    with lock.held(tmp_path), pytest.raises(LockedError):
        memorystore.add(desk, tmx_file(tmp_path, *VENDOR), ("hi",))
    assert not (tmp_path / "memory").exists()


@pytest.mark.parametrize(
    ("lang", "locale", "serves"),
    [
        ("hi", "hi", True),
        ("HI_in", "hi", True),
        ("pt-BR", "pt_BR", True),
        ("es-419", "es", True),
        ("zh-Hant", "zh", False),
        ("pt", "pt_BR", False),
        ("hin", "hi", False),
        ("", "hi", False),
    ],
)
def test_language_codes_are_matched_with_care(desk, tmp_path, lang, locale, serves):
    path = tmx_file(tmp_path, [("en", A), (lang, "क")])
    if serves:
        assert memorystore.add(desk, path, (locale,)).added[locale] == 1
    else:
        with pytest.raises(UsageError):
            memorystore.add(desk, path, (locale,))


def test_an_export_holds_the_approved_text_of_all_locales_and_passes_for_tmx(desk, tmp_path):
    book = NOTHING.approved("body", A, "वार्ता", by="Asha", at="2026-11-22T10:00:00+05:30")
    put(desk, "a", approved(A, "वार्ता"), approved(B, "शुरू", fuzzy=True), book=book)
    put(desk, "a", approved(A, "Беседы <b>&"), approved("Yes.", "Да.\x0b"), locale="ru")
    memorystore.add(desk, tmx_file(tmp_path, [("en", "Their."), ("hi", "उनका")]), ("hi",))
    out = tmp_path / "out.tmx"
    result = memorystore.save(desk, out, ("hi", "ru"))
    assert (dict(result.written), result.left_out, result.problems) == ({"hi": 1, "ru": 1}, 1, ())
    obeys_the_format(out)
    (group,) = tmx.read(out)
    assert group.props == (("x-role", "body"), ("x-article", "a"))
    assert group.variants == (
        tmx.Variant("en", A),
        tmx.Variant("hi", "वार्ता", "Asha", "20261122T043000Z"),
        tmx.Variant("ru", "Беседы <b>&"),
    )
    first = out.read_bytes()
    memorystore.save(desk, out, ("hi", "ru"))
    assert out.read_bytes() == first


def test_what_is_exported_serves_another_desk_with_its_roles(desk, tmp_path):
    put(desk, "a", approved(A, "शीर्षक", role="headline"), approved(A, "वार्ता"))
    out = tmp_path / "out.tmx"
    memorystore.save(desk, out, ("hi",))
    other = config.Config(tmp_path / "other")
    other.root.mkdir()
    memorystore.add(other, out, ("hi",))
    found, _ = memorystore.load(other, "hi")
    assert [found.exact(role, A).segment.target for role in ("headline", "body")] == ["शीर्षक", "वार्ता"]


def test_an_export_replaces_only_a_memory_and_never_the_imports(desk, tmp_path):
    put(desk, "a", approved(A, "वार्ता"))
    article = tmp_path / "articles" / "a.txt"
    article.write_text("Title\n\nText.\n")
    memorystore.add(desk, tmx_file(tmp_path, *VENDOR), ("hi", "ru"))
    for path in (article, memorystore.path_of(desk, "ru")):
        before = path.read_bytes()
        with pytest.raises(RefusedError):
            memorystore.save(desk, path, ("hi",))
        assert path.read_bytes() == before
    utf16 = tmp_path / "old.tmx"
    utf16.write_text('<?xml version="1.0"?><tmx/>', encoding="utf-16")
    memorystore.save(desk, utf16, ("hi",))
    obeys_the_format(utf16)
    absent = tmp_path / "absent.tmx"
    memorystore.save(desk, absent, ("hi",), write=False)
    assert not absent.exists()


# Commands.


def test_memories_travel_by_command(desk, tmp_path, translate):
    put(desk, "a", approved(A, "वार्ता"))
    source = tmx_file(tmp_path, *VENDOR)
    tried = translate("tm", "import", source, "--dry-run", cwd=tmp_path)
    assert (tried.code, (tmp_path / "memory").exists()) == (0, False)
    done = translate("tm", "import", source, cwd=tmp_path)
    assert done.out == tried.out
    assert done.out.splitlines() == [
        "hi: 1 added to memory/hi.tmx, 0 there already",
        "ru: 2 added to memory/ru.tmx, 0 there already",
        "passed over: 1 without English, 2 without hi or ru",
    ]
    again = json.loads(translate("tm", "import", source, "-l", "ru", "--json", cwd=tmp_path).out)
    assert again == {"locales": {"ru": {"added": 0, "known": 2}}, "no_english": 1, "no_target": 2}
    left = translate("tm", "export", "out.tmx", "-l", "hi", cwd=tmp_path)
    assert (left.code, left.out) == (0, "hi: 1 approved segments\n")
    obeys_the_format(tmp_path / "out.tmx")


def test_a_catalogue_that_cannot_be_read_is_told_by_the_export(desk, tmp_path, translate):
    put(desk, "good", approved(A, "वार्ता"))
    put(desk, "conflict", approved(A, "क")).write_bytes(b"<<<<<<< ours\n")
    done = translate("tm", "export", "out.tmx", "-l", "hi", "--json", cwd=tmp_path)
    assert (done.code, json.loads(done.out)) == (4, {"locales": {"hi": 1}, "left_out": 0})
    assert "conflict.po:1" in done.err
    broken = tmx_file(tmp_path, *VENDOR)
    broken.write_text("<tmx>\n<a")
    refused = translate("tm", "import", broken, cwd=tmp_path)
    assert refused.code == 2
    assert "vendor.tmx:2: not valid XML" in refused.err
