"""Random histories of a desk: articles change, models draft, people edit and approve, branches are merged.

A double stands for the model: it is quick, and its text depends on the sentence, its name and the terms.
Everything else is real: the chain from article to export, the files, msgcat, msgmerge and msgfmt.
"""

import contextlib
import difflib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import polib
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests import doubles, truth
from tests.truth import Cat, Truth
from translate import approving, catalog, config, ledger, merging, pipeline
from translate.weaving import numbered

SETTINGS = "locales = [{}]\n"
HEADER = "term,variants,kind,case,flags,note,hi,hi_forms,ru,ru_forms\n"
GLOSSARIES = (
    "",
    "frigate,,equipment,,,,फ्रिगेट,,фрегат,\n",
    "frigate,,equipment,,,,युद्धपोत,,корабль,\nadmiral,,person,,,,एडमिरल,,адмирал,\n",
)
SUBJECTS = ("The admiral", "A frigate", "The ministry", "Her crew", "No one", "The old *Vikrant*")
VERBS = ("met", "left", "saw", "will repair", "has not seen", "paid")
OBJECTS = (
    "the fleet",
    "a frigate",
    "two admirals",
    "the port of Kochi",
    "its guests",
    "[a report](https://a.example/b)",
)
TAILS = ("", " on Friday", " in 2018", ", a source said", " for 40 crore rupees")
TEXTS = (
    "Ч{}ц текст человека.",
    'Ч{}ц с «кавычками», "прямыми" и \\ чертой',
    "Ч{}ц  два пробела и\tтабуляция ",
    "Ч{}ц и\u0306 не в NFC, %s {{0}}",
    "# Ч{}ц как заголовок",
    "Ч{}ц первая строка\nвторая строка",
    "लेख {}ц मनुष्य का पाठ।",
)
NOTES = ("заметка {}ц", "check-ok: figure-lost {}ц", "other (Anna): мнение {}ц", "сноска \\ {}ц")
MODELS = ("M1", "M2", "M3")
pick = st.integers(0, 1_000)
side = st.booleans()


@contextlib.contextmanager
def double():
    """No model is loaded, and no disk is waited for: power cuts are not what is tried here."""
    with doubles.model(), mock.patch("os.fsync", return_value=None):
        yield


class Silent:
    """Listens to nothing."""

    def begin(self, label, total): ...
    def advance(self, count): ...

    def drafted(self, count): ...


@dataclass
class Desk:
    """A workspace and what is true of it.

    Attributes:
        root: Its folder.
        articles: By file name, blocks of sentences, each block with the mark that begins it.
        truth: What people own.
        gone: Sentences that were deleted.
        saved: Earlier versions of catalogues.
    """

    root: Path
    articles: dict[str, list[tuple[str, list[str]]]]
    truth: Truth = field(default_factory=Truth)
    gone: list[str] = field(default_factory=list)
    saved: dict[Cat, list[bytes]] = field(default_factory=dict)

    def write(self) -> None:
        folder = self.root / "articles"
        for path in folder.iterdir():
            if path.name not in self.articles:
                path.unlink()
        for name, blocks in self.articles.items():
            text = "\n\n".join(mark + " ".join(sentences) for mark, sentences in blocks)
            (folder / name).write_text(f"{text}\n", encoding="utf-8")

    def copy(self, root: Path) -> "Desk":
        shutil.copytree(self.root, root, ignore=shutil.ignore_patterns("output", ".translate.lock"))
        articles = {n: [(m, list(s)) for m, s in blocks] for n, blocks in self.articles.items()}
        return Desk(
            root, articles, self.truth.copy(), list(self.gone), {c: list(v) for c, v in self.saved.items()}
        )

    def state(self, cat: Cat) -> Path:
        return self.root / "locales" / cat[0] / ".state" / f"{cat[1]}.jsonl"

    def ledger(self, cat: Cat) -> ledger.Ledger:
        return ledger.read(self.state(cat))

    def files(self) -> dict[str, bytes]:
        found = [*self.root.glob("locales/**/*"), *self.root.glob("output/**/*")]
        return {str(p): p.read_bytes() for p in found if p.is_file() and not p.name.endswith("~")}


class Histories(RuleBasedStateMachine):
    """One history; each rule is something that happens at a desk."""

    check_files_every = 5
    """msgfmt is a process: it looks after each so many steps of the tool, and at the end."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="history-"))
        self.number = 0
        self.worked = 0
        self.base: Desk | None = None
        self.desks: list[Desk] = []
        self.patches = contextlib.ExitStack()
        self.patches.enter_context(double())

    def teardown(self):
        try:
            if self.desks:
                for desk in self.desks:
                    self.all_valid(desk)
        finally:
            self.patches.close()
            shutil.rmtree(self.folder)

    # --- what all rules need -------------------------------------------------------------------------

    def next(self) -> int:
        self.number += 1
        return self.number

    def desk(self, which: bool) -> Desk:
        return self.desks[which and len(self.desks) > 1]

    def sentence(self, seed: int) -> str:
        parts = (SUBJECTS, VERBS, OBJECTS, TAILS)
        words = []
        for part in parts:
            seed, at = divmod(seed, len(part))
            words.append(part[at])
        return f"{words[0]} {words[1]} {words[2]}{words[3]}."

    def place(self, desk: Desk, seed: int) -> tuple[list[str], int]:
        """A sentence: the block it is in, and its number there."""
        names = sorted(desk.articles)
        blocks = desk.articles[names[seed % len(names)]]
        _, sentences = blocks[(seed // 3) % len(blocks)]
        return sentences, (seed // 11) % len(sentences)

    @initialize(
        two=st.booleans(),
        locales=st.sampled_from([("ru",), ("ru", "hi")]),
        seeds=st.lists(pick, min_size=5, max_size=5),
    )
    def begin(self, two, locales, seeds):
        root = self.folder / "desk"
        (root / "articles").mkdir(parents=True)
        (root / "glossary").mkdir()
        (root / "glossary/terms.csv").write_text(HEADER, encoding="utf-8")
        names = ", ".join(f'"{name}"' for name in locales)
        (root / "translate.toml").write_text(SETTINGS.format(names), encoding="utf-8")
        said = [self.sentence(seed) for seed in seeds]
        articles = {"visit.txt": [("", ["Fleet visits Kochi"]), ("", said[:2]), ("", said[2:4])]}
        if two:
            articles["port.md"] = [("# ", ["Fleet visits Kochi"]), ("> ", said[1:2]), ("- ", said[4:])]
        desk = Desk(root, articles)
        desk.write()
        self.desks.append(desk)
        self.work(desk)

    # --- the tool ------------------------------------------------------------------------------------

    def work(self, desk: Desk, **options) -> None:
        """One call of the tool, and a second one, which must find nothing to do."""
        options = {"model": Path("M1"), **options}
        before = truth.look_all(desk.root)
        report = self.run(desk, options)
        assert not report.problems, report.problems
        after = truth.look_all(desk.root)
        looked = {(row.document.locale, row.document.article.slug) for row in report.rows}
        desk.truth.tool_worked(
            before, after, looked=looked, keep_approved=options.get("keep_approved", False)
        )
        written = desk.files()
        # Every article anew, where the first time what had not changed was passed over.
        again = self.run(desk, {**options, "redraft": False, "detailed": True})
        assert not again.problems
        assert [facts(row) for row in again.rows] == [facts(row) for row in report.rows]
        for row in again.rows:
            # A mere export of a renamed article leaves the catalogue under its old name, and as it was.
            kept = not row.document.moved_from or options.get("draft", True)
            if row.exported is not None and row.exported.path is not None and kept:
                self.exported_exactly(desk, row, after)
        now = desk.files()
        assert now.keys() == written.keys()
        for name, data in now.items():
            lines = (text.decode().splitlines() for text in (written[name], data))
            assert data == written[name], "\n".join((name, *difflib.unified_diff(*lines, lineterm="")))
        self.worked += 1
        if self.worked % self.check_files_every == 0:
            self.all_valid(desk)

    def run(self, desk: Desk, options: dict):
        return pipeline.run(config.load(desk.root), pipeline.Options(**options), Silent())

    def exported_exactly(self, desk: Desk, row, after) -> None:
        """The exported article is the English one with each sentence's text in its place, byte for byte."""
        article = row.document.article
        texts = {e.key: e for e in after[row.document.locale, article.slug] if not e.obsolete}
        data = row.exported.path.read_bytes().decode()
        shown = []
        for (role, source), number in numbered(segment.key for segment in article.segments):
            split = texts.get((f"{role}#{number + 1}", source)) if number else None
            shown.append(split or texts[role, source])
        for entry in shown:
            assert entry.target or entry.omitted
            assert entry.target in data
        blocks = desk.articles[article.path.name]
        sources = [s for _, sentences in blocks for s in sentences]
        if [s.source for s in article.segments] != sources or any(e.omitted for e in texts.values()):
            return  # cut in another way than it was put together, such as after an abbreviation
        targets = iter(entry.target for entry in shown)
        expected = "\n\n".join(
            mark + " ".join(next(targets) for _ in sentences) for mark, sentences in blocks
        )
        label, found, rest = data.rpartition(expected)
        assert found, (expected, data)
        assert rest == "\n"
        assert not label or "machine draft" in label

    def all_valid(self, desk: Desk) -> None:
        for path in truth.paths(desk.root).values():
            assert not (said := truth.valid(path)), f"{said}\n{path.read_text()}"

    @rule(which=side, model=st.sampled_from(MODELS), redraft=st.booleans())
    def run_all(self, which, model, redraft):
        self.work(self.desk(which), model=Path(model), redraft=redraft)

    @rule(which=side, seed=pick, model=st.sampled_from(MODELS), redraft=st.booleans())
    def run_one_article(self, which, seed, model, redraft):
        desk = self.desk(which)
        names = sorted(desk.articles)
        name = names[seed % len(names)]
        self.work(desk, model=Path(model), redraft=redraft, names=(str(desk.root / "articles" / name),))

    @rule(which=side, keep=st.booleans())
    def update(self, which, keep):
        self.work(self.desk(which), draft=False, export=False, keep_approved=keep)

    @rule(which=side)
    def export_only(self, which):
        self.work(self.desk(which), draft=False)

    @rule(which=side, number=st.integers(0, len(GLOSSARIES) - 1))
    def other_glossary(self, which, number):
        path = self.desk(which).root / "glossary/terms.csv"
        path.write_text(HEADER + GLOSSARIES[number], encoding="utf-8")

    @rule(which=side, stale=st.booleans())
    def approve_by_command(self, which, stale):
        desk = self.desk(which)
        look = {"draft": False, "export": False, "write": False}
        before = truth.look_all(desk.root)
        documents = [row.document for row in self.run(desk, look).rows]
        order = approving.Order("Anna", "2026-11-22T10:00:00Z", stale=stale)
        _, problems = approving.approve(documents, config.load(desk.root), order)
        assert not problems
        for cat, entries in truth.look_all(desk.root).items():
            old = before[cat]
            assert [(e.key, e.target, e.obsolete, e.comment) for e in entries] == [
                (e.key, e.target, e.obsolete, e.comment) for e in old
            ]
            assert not any(e.fuzzy and not o.fuzzy for e, o in zip(entries, old, strict=True))
            desk.truth.people_saved(cat, entries)
            book = desk.ledger(cat)
            for one, was in zip(entries, old, strict=True):
                if was.fuzzy and not one.fuzzy:
                    assert book.record(*one.key).by == "Anna"

    # --- the desk changes its articles ---------------------------------------------------------------

    def rewrite(self, which: bool, seed: int, change: Callable[[str], str | list[str]]) -> None:
        desk = self.desk(which)
        sentences, at = self.place(desk, seed)
        new = change(sentences[at])
        if new != sentences[at]:
            desk.gone.append(sentences[at])
        sentences[at : at + 1] = [new] if isinstance(new, str) else new
        desk.write()

    @rule(which=side, seed=pick, what=pick)
    def insert_sentence(self, which, seed, what):
        desk = self.desk(which)
        sentences, at = self.place(desk, seed)
        sentences.insert(at, self.sentence(what))
        desk.write()

    @rule(which=side, seed=pick)
    def delete_sentence(self, which, seed):
        desk = self.desk(which)
        sentences, at = self.place(desk, seed)
        if len(sentences) > 1:
            desk.gone.append(sentences.pop(at))
            desk.write()

    @rule(which=side, seed=pick, what=pick)
    def bring_sentence_back(self, which, seed, what):
        desk = self.desk(which)
        if desk.gone:
            sentences, at = self.place(desk, seed)
            sentences.insert(at, desk.gone.pop(what % len(desk.gone)))
            desk.write()

    @rule(which=side, seed=pick, what=pick)
    def use_sentence_again(self, which, seed, what):
        desk = self.desk(which)
        there, number = self.place(desk, what)
        sentence = there[number]
        sentences, at = self.place(desk, seed)
        sentences.insert(at, sentence)
        desk.write()

    @rule(which=side, one=pick, other=pick)
    def move_block(self, which, one, other):
        desk = self.desk(which)
        names = sorted(desk.articles)
        blocks = desk.articles[names[one % len(names)]]
        block = blocks.pop(1 + one // 2 % (len(blocks) - 1))
        blocks.insert(1 + other % len(blocks), block)
        desk.write()

    @rule(which=side, seed=pick, mark=st.sampled_from(["", "> ", "- "]))
    def other_role(self, which, seed, mark):
        """A paragraph becomes a quotation or an item of a list."""
        desk = self.desk(which)
        if blocks := desk.articles.get("port.md"):
            at = 1 + seed % (len(blocks) - 1)
            blocks[at] = (mark, blocks[at][1])
            desk.write()

    @rule(which=side, seed=pick)
    def split_paragraph(self, which, seed):
        desk = self.desk(which)
        names = sorted(desk.articles)
        blocks = desk.articles[names[seed % len(names)]]
        at = 1 + seed // 3 % (len(blocks) - 1)
        mark, sentences = blocks[at]
        if len(sentences) > 1:
            blocks[at : at + 1] = [(mark, sentences[:1]), (mark, sentences[1:])]
            desk.write()

    @rule(which=side, seed=pick)
    def join_sentences(self, which, seed):
        """The blank between two sentences is lost, so that they are one."""
        desk = self.desk(which)
        sentences, at = self.place(desk, seed)
        if at + 1 < len(sentences):
            sentences[at : at + 2] = ["".join(sentences[at : at + 2])]
            desk.write()

    @rule(which=side, seed=pick)
    def split_sentence(self, which, seed):
        self.rewrite(
            which,
            seed,
            lambda s: (
                [f"{half}." for half in s.removesuffix(".").split(".", 1)]
                if "." in s[:-1] and "(" not in s
                else s
            ),
        )

    @rule(which=side, seed=pick)
    def change_clause(self, which, seed):
        self.rewrite(
            which,
            seed,
            lambda s: (
                s.replace(" met ", ". He met ", 1) if " met " in s else f"Yesterday {s[0].lower()}{s[1:]}"
            ),
        )

    @rule(which=side, seed=pick, letter=st.sampled_from("eao"))
    def make_slip(self, which, seed, letter):
        self.rewrite(
            which,
            seed,
            lambda s: (
                s.replace(letter, letter * 2, 1) if letter * 2 not in s else s.replace(letter * 2, letter, 1)
            ),
        )

    @rule(which=side, seed=pick)
    def change_figure(self, which, seed):
        self.rewrite(
            which,
            seed,
            lambda s: (
                s.replace("2018", "2019").replace("40", "45")
                if "2018" in s or "40" in s
                else s.replace("2019", "2018").replace("45", "40")
            ),
        )

    @rule(which=side, seed=pick)
    def negate(self, which, seed):
        self.rewrite(
            which,
            seed,
            lambda s: s.replace("has not", "has") if "has not" in s else s.replace("will", "will not", 1),
        )

    @rule(which=side)
    def rename_article(self, which):
        desk = self.desk(which)
        for old, new in (("visit.txt", "call.txt"), ("call.txt", "visit.txt")):
            if old in desk.articles:
                desk.articles[new] = desk.articles.pop(old)
                desk.write()
                return

    # --- people in their editors ---------------------------------------------------------------------

    def edit(self, which: bool, seed: int, change, *, obsolete: bool = False) -> None:
        """A person opens a catalogue, changes an entry and saves."""
        desk = self.desk(which)
        found = truth.paths(desk.root)
        cat = sorted(found)[seed % len(found)]
        po = truth.load(found[cat])
        entries = [e for e in po if obsolete or not e.obsolete]
        if not entries:
            return
        desk.saved.setdefault(cat, []).append(found[cat].read_bytes())
        change(entries[seed // 5 % len(entries)], desk.truth, cat)
        found[cat].write_text(str(po), encoding="utf-8")
        desk.truth.people_saved(cat, truth.look(found[cat]))

    @rule(which=side, seed=pick, form=st.sampled_from(TEXTS), fuzzy=st.booleans())
    def write_text(self, which, seed, form, fuzzy):
        text = form.format(self.next())

        def change(entry, known, cat):
            entry.msgstr = text
            _mark(entry, fuzzy=fuzzy)
            known.typed.setdefault(cat, set()).add(text)

        self.edit(which, seed, change)

    @rule(which=side, seed=pick)
    def approve_one(self, which, seed):
        self.edit(which, seed, lambda entry, *_: entry.msgstr and _mark(entry, fuzzy=False))

    @rule(which=side, seed=pick)
    def approve_catalogue(self, which, seed):
        desk = self.desk(which)
        found = truth.paths(desk.root)
        cat = sorted(found)[seed % len(found)]
        po = truth.load(found[cat])
        for entry in po:
            if entry.msgstr and not entry.obsolete:
                _mark(entry, fuzzy=False)
        found[cat].write_text(str(po), encoding="utf-8")
        desk.truth.people_saved(cat, truth.look(found[cat]))

    @rule(which=side, seed=pick)
    def toggle_fuzzy(self, which, seed):
        self.edit(which, seed, lambda entry, *_: _mark(entry, fuzzy=not entry.fuzzy, bare=False))

    @rule(which=side, seed=pick)
    def approve_and_reopen(self, which, seed):
        """Approved, seen by the tool, and doubted again: it stays a person's."""
        self.edit(which, seed, lambda entry, *_: entry.msgstr and _mark(entry, fuzzy=False))
        self.update(which, keep=False)
        self.edit(which, seed, lambda entry, *_: entry.msgstr and _mark(entry, fuzzy=True))

    @rule(which=side, seed=pick)
    def empty_text(self, which, seed):
        def change(entry, *_):
            entry.msgstr = ""
            _mark(entry, fuzzy=False)

        self.edit(which, seed, change)

    @rule(which=side, seed=pick, form=st.sampled_from(NOTES))
    def comment(self, which, seed, form):
        note = form.format(self.next())

        def change(entry, known, cat):
            entry.tcomment = "\n".join(filter(None, (entry.tcomment, note)))
            known.notes.setdefault(cat, set()).add(note)

        self.edit(which, seed, change)

    @rule(which=side, seed=pick)
    def leave_out(self, which, seed):
        def change(entry, *_):
            entry.msgstr, entry.tcomment = "", "\n".join(filter(None, (entry.tcomment, "omit")))
            _mark(entry, fuzzy=False)

        self.edit(which, seed, change)

    @rule(which=side, seed=pick)
    def split_entry(self, which, seed):
        """A repeated sentence gets a second entry."""
        desk = self.desk(which)
        text = f"Ч{self.next()}ц второе место"
        found = truth.paths(desk.root)
        cat = sorted(found)[seed % len(found)]
        po = truth.load(found[cat])
        keys = {(e.msgctxt, e.msgid) for e in po}
        active = [e for e in po if not e.obsolete and "#" not in e.msgctxt]
        if not active:
            return
        entry = active[seed // 5 % len(active)]
        if (f"{entry.msgctxt}#2", entry.msgid) in keys:
            return
        po.append(polib.POEntry(msgctxt=f"{entry.msgctxt}#2", msgid=entry.msgid, msgstr=text))
        desk.truth.typed.setdefault(cat, set()).add(text)
        found[cat].write_text(str(po), encoding="utf-8")
        desk.truth.people_saved(cat, truth.look(found[cat]))

    @rule(which=side, seed=pick)
    def take_old_version(self, which, seed):
        """Someone checks an earlier version of a catalogue out of git; the ledger stays."""
        desk = self.desk(which)
        found = truth.paths(desk.root)
        cat = sorted(found)[seed % len(found)]
        if versions := desk.saved.get(cat):
            found[cat].write_bytes(versions[seed // 5 % len(versions)])
            desk.truth.people_saved(cat, truth.look(found[cat]))

    # --- programs from elsewhere ---------------------------------------------------------------------

    def outside(self, which: bool, seed: int, change: Callable[[Path], None]) -> None:
        desk = self.desk(which)
        found = truth.paths(desk.root)
        cat = sorted(found)[seed % len(found)]
        change(found[cat])
        desk.truth.people_saved(cat, truth.look(found[cat]))

    @rule(which=side, seed=pick, width=st.sampled_from([0, 40, 78]))
    def save_with_polib(self, which, seed, width):
        def change(path):
            po = polib.pofile(str(path), wrapwidth=width)
            po.save(str(path))

        self.outside(which, seed, change)

    @rule(
        which=side, seed=pick, more=st.sampled_from([(), ("--no-wrap",), ("--sort-output",), ("--width=30",)])
    )
    def pass_through_msgcat(self, which, seed, more):
        self.outside(which, seed, lambda path: _gettext("msgcat", *more, "-o", path, path))

    @rule(which=side, seed=pick, previous=st.booleans())
    def pass_through_msgmerge(self, which, seed, previous):
        """Someone updates a catalogue with msgmerge and a template of the article as it is now."""
        desk = self.desk(which)
        found = truth.paths(desk.root)
        cat = sorted(found)[seed % len(found)]
        settings = config.load(desk.root)
        articles, _ = pipeline.read_articles(settings)
        mine = [a for a in articles if a.slug == cat[1]]
        if not mine:
            return
        template = polib.POFile(wrapwidth=0)
        template.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
        for role, source in dict.fromkeys(segment.key for segment in mine[0].segments):
            template.append(polib.POEntry(msgctxt=role, msgid=source))
        pot = self.folder / "template.pot"
        template.save(str(pot))
        more = ("--previous",) if previous else ()
        self.outside(which, seed, lambda path: _gettext("msgmerge", "-q", *more, "-o", path, path, pot))

    @rule(which=side, seed=pick)
    def lose_ledger(self, which, seed):
        desk = self.desk(which)
        for cat, path in truth.paths(desk.root).items():
            if seed % 2 or cat[0] == "ru":
                desk.state(cat).unlink(missing_ok=True)
                desk.truth.ledger_lost(cat, truth.look(path))

    # --- git -----------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.desks) == 1)
    @rule()
    def branch(self):
        self.base = self.desks[0].copy(self.folder / f"base{self.next()}")
        self.desks.append(self.desks[0].copy(self.folder / f"branch{self.next()}"))

    @precondition(lambda self: len(self.desks) == 2)
    @rule(swap=st.booleans(), theirs_articles=st.booleans())
    def merge(self, swap, theirs_articles):
        """Git merges two branches with our driver; someone decides which articles stay."""
        ours, theirs = reversed(self.desks) if swap else self.desks
        base = self.base
        sides = {
            "base": truth.look_all(base.root),
            "ours": truth.look_all(ours.root),
            "theirs": truth.look_all(theirs.root),
        }
        for cat in sorted({*sides["ours"], *sides["theirs"]}):
            self.merge_one(cat, base, ours, theirs)
        ours.truth.merged(base.truth, theirs.truth, truth.look_all(ours.root), sides)
        if theirs_articles:
            ours.articles = theirs.articles
            ours.write()
        for cat, path in truth.paths(ours.root).items():
            assert not truth.valid(path), cat
        self.desks = [ours]
        self.base = None
        shutil.rmtree(base.root)

    def merge_one(self, cat: Cat, base: Desk, ours: Desk, theirs: Desk) -> None:
        files = [truth_path(desk.root, cat) for desk in (base, ours, theirs)]
        if not files[1].is_file():
            files[1].write_bytes(files[2].read_bytes())
            if theirs.state(cat).is_file():
                ours.state(cat).write_bytes(theirs.state(cat).read_bytes())
            return
        if not files[2].is_file():
            return
        books = [desk.ledger(cat) for desk in (base, ours, theirs)]
        catalogs = [catalog.read(path) for path in files]
        done = merging.catalogs(*catalogs, ledgers=(books[1], books[2]), name="Anna")
        data = catalog.dump(done.catalog)
        again = catalog.parse(data, files[1])
        written, meant = ([theirs_of(e) for e in c.entries] for c in (again, done.catalog))
        assert written == meant
        files[1].write_bytes(data)
        ours.state(cat).parent.mkdir(exist_ok=True)
        ours.state(cat).write_bytes(ledger.dumps(merging.ledgers(*books)))


def facts(row) -> tuple[object, ...]:
    """What a table shows of a row."""
    return row.document.article.slug, row.document.locale, row.document.states, row.errors, row.exported


def theirs_of(entry: catalog.Entry) -> tuple[object, ...]:
    """All of an entry but our own comments, which obsolete ones lose when they are laid out."""
    return entry.key, entry.target, entry.fuzzy, entry.obsolete, entry.previous, entry.comment, entry.plural


def truth_path(root: Path, cat: Cat) -> Path:
    return root / "locales" / cat[0] / "LC_MESSAGES" / f"{cat[1]}.po"


def _mark(entry: polib.POEntry, *, fuzzy: bool, bare: bool = True) -> None:
    """Set or clear the fuzzy flag, as an editor does."""
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"] + ["fuzzy"] * fuzzy
    if bare and not fuzzy:
        entry.previous_msgid = entry.previous_msgctxt = None


def _gettext(*command) -> None:
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
