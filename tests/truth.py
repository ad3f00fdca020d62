"""What must hold of a workspace's catalogues, kept beside them while people and the tool work on both.

Files are read with polib and not with the code that is tested.
"""

import difflib
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import polib

from translate import othertext

Cat = tuple[str, str]
"""A locale and the slug of an article."""
Key = tuple[str, str]
Pair = tuple[Key | None, str]
"""A person's text and the entry that it stands in; None where it stands in a comment only."""


@dataclass(frozen=True)
class Look:
    """One entry as a person sees it in the file."""

    key: Key
    target: str
    fuzzy: bool
    obsolete: bool
    previous: str
    comment: str

    @property
    def approved(self):
        return bool(self.target) and not self.fuzzy and not self.obsolete

    @property
    def omitted(self):
        return not self.target and "omit" in self.comment.split("\n")


def paths(root: Path) -> dict[Cat, Path]:
    found = {}
    for path in sorted(root.glob("locales/*/LC_MESSAGES/*.po")):
        found[path.parts[-3], path.stem] = path
    return found


def load(path: Path) -> polib.POFile:
    return polib.pofile(path.read_text(encoding="utf-8"), wrapwidth=0)


def look(path: Path) -> list[Look]:
    return [
        Look(
            (e.msgctxt or "", e.msgid),
            e.msgstr,
            e.fuzzy,
            bool(e.obsolete),
            e.previous_msgid or "",
            e.tcomment,
        )
        for e in load(path)
    ]


def look_all(root: Path) -> dict[Cat, list[Look]]:
    return {cat: look(path) for cat, path in paths(root).items()}


def in_comments(entries: list[Look]) -> set[str]:
    out = set()
    for entry in entries:
        lines = "\n".join(f"# {line}" for line in entry.comment.split("\n"))
        out.update(text for _, text in othertext.recorded(lines))
    return out


def holds(entries: list[Look], text: str, commented: set[str] | None = None) -> bool:
    """Is the text in an msgstr, in an obsolete entry or in a comment? One of several joined counts."""
    commented = in_comments(entries) if commented is None else commented
    return text in commented or any(text in entry.target for entry in entries)


@dataclass
class Truth:
    """What people own, by catalogue.

    Attributes:
        owned: Texts that they wrote, or approved before the tool last looked.
        typed: Texts that they wrote, ever.
        notes: Their comments.
        presumed: Texts they did not write, which count as theirs since the ledger was lost.
    """

    owned: dict[Cat, set[Pair]] = field(default_factory=dict)
    typed: dict[Cat, set[str]] = field(default_factory=dict)
    notes: dict[Cat, set[str]] = field(default_factory=dict)
    presumed: dict[Cat, set[Pair]] = field(default_factory=dict)

    def copy(self) -> "Truth":
        parts = (self.owned, self.typed, self.notes, self.presumed)
        return Truth(*({cat: set(values) for cat, values in part.items()} for part in parts))

    def people_saved(self, cat: Cat, entries: list[Look]) -> None:
        """After a person or a program of theirs saved a catalogue: what is gone is gone by their hand."""
        own = self._followed(self.owned.get(cat, set()), entries)
        typed = self.typed.setdefault(cat, set())
        own |= {(e.key, e.target) for e in entries if e.target in typed}
        self.owned[cat] = own
        comments = "\n".join(entry.comment for entry in entries)
        self.notes[cat] = {note for note in self.notes.get(cat, set()) if note in comments}

    def ledger_lost(self, cat: Cat, entries: list[Look]) -> None:
        """Nobody can tell drafts from people's texts any more, nor that a draft was approved and reopened."""
        there = {(e.key, e.target) for e in entries if e.target}
        typed = self.typed.get(cat, set())
        self.presumed.setdefault(cat, set()).update(pair for pair in there if pair[1] not in typed)
        self.owned.setdefault(cat, set()).update(there)

    def observed(self, cat: Cat, entries: list[Look]) -> set[Pair]:
        """What they own once the tool has looked: approved machine text too."""
        return self.owned.get(cat, set()) | {(e.key, e.target) for e in entries if e.approved}

    def tool_worked(
        self,
        before: dict[Cat, list[Look]],
        after: dict[Cat, list[Look]],
        *,
        looked: set[Cat],
        keep_approved: bool = False,
    ) -> None:
        """Check what the tool did, and follow people's texts to where they are now.

        Args:
            before: All catalogues before.
            after: And after.
            looked: Those that the tool worked on; the others must be as they were.
            keep_approved: Approvals may outlive a typing error of the English.
        """
        for cat, entries in before.items():
            new = self._renamed(cat, before, after)
            if new not in looked:
                assert after[new] == entries, f"{cat} changed though nobody asked"
                continue
            own = self.observed(cat, entries)
            self._nothing_lost(cat, own, entries, after[new], keep_approved=keep_approved)
            for part in (self.typed, self.notes, self.presumed):
                part[new] = part.pop(cat, set()) | (part.get(new, set()) if new != cat else set())
            self.owned.pop(cat, None)
            self.owned[new] = self._followed(own, after[new], may_miss=False)
        for cat in after.keys() - before.keys():
            assert not any(e.approved for e in after[cat]) or self._was_renamed(cat, before, after), cat

    @staticmethod
    def _renamed(cat: Cat, before: dict[Cat, list[Look]], after: dict[Cat, list[Look]]) -> Cat:
        if cat in after:
            return cat
        mine = {e.key for e in before[cat]}
        fresh = [c for c in after if c not in before and c[0] == cat[0]]
        assert fresh, f"{cat} is gone"
        return max(fresh, key=lambda c: len(mine & {e.key for e in after[c]}))

    def _was_renamed(self, cat: Cat, before, after) -> bool:
        return any(old not in after and self._renamed(old, before, after) == cat for old in before)

    def _nothing_lost(self, cat, own, before, after, *, keep_approved):
        now = {e.key: e for e in after}
        commented = in_comments(after)
        for key, text in own:
            assert holds(after, text, commented), f"{cat}: lost {text!r} of {key}"
        for entry in before:
            there = now.get(entry.key)
            if there is None or there.obsolete:
                continue
            if (entry.key, entry.target) in own:
                assert there.target == entry.target, f"{cat}: {entry.key} overwritten with {there.target!r}"
                assert there.fuzzy == entry.fuzzy, f"{cat}: the flag of {entry.key} changed"
            if entry.omitted:
                assert not there.target, f"{cat}: {entry.key} was left out on purpose"
        comments = "\n".join(entry.comment for entry in after)
        for note in self.notes.get(cat, ()):
            assert note in comments, f"{cat}: lost the comment {note!r}"
        for entry in after:
            if entry.approved:
                self.is_an_approval(cat, entry, before, keep_approved=keep_approved)

    @staticmethod
    def is_an_approval(cat, entry: Look, before: list[Look], *, keep_approved=False) -> None:
        """An approved text was approved for this English, and by a person."""
        for old in before:
            if old.fuzzy or old.target != entry.target:
                continue
            if old.key[1] == entry.key[1] or (keep_approved and _is_a_slip(old.key[1], entry.key[1])):
                return
        parts = [old for old in before if old.approved and old.target in entry.target]
        assert _is_joined(entry, parts), f"{cat}: {entry.target!r} was never approved for {entry.key}"

    @staticmethod
    def _followed(own: set[Pair], entries: list[Look], *, may_miss: bool = True) -> set[Pair]:
        """The pairs at the entries that hold the texts now."""
        now = {e.key: e for e in entries}
        commented = in_comments(entries)
        out: set[Pair] = set()
        for key, text in own:
            if key in now and now[key].target == text:
                out.add((key, text))
                continue
            holding = [e for e in entries if text in e.target and _owned_in(text, e.target)]
            out |= {(e.key, e.target) for e in holding}
            if text in commented:
                out.add((None, text))
            elif not holding:
                assert may_miss, text
        return out

    def merged(
        self, base: "Truth", theirs: "Truth", result: dict[Cat, list[Look]], sides: dict[str, dict]
    ) -> None:
        """Check a three-way merge, into which `self` went as ours.

        Args:
            base: The truth of the ancestor.
            theirs: Of the other branch.
            result: The merged catalogues.
            sides: The catalogues of `base`, `ours` and `theirs`.
        """
        for cat, entries in result.items():
            old = base.observed(cat, sides["base"].get(cat, []))
            mine = self.observed(cat, sides["ours"].get(cat, []))
            yours = theirs.observed(cat, sides["theirs"].get(cat, []))
            # What only a lost ledger gave to people is a draft again where the other ledger knows it.
            approved = {(e.key, e.target) for side in sides.values() for e in side.get(cat, []) if e.approved}
            doubtful = self.presumed.pop(cat, set()) | theirs.presumed.get(cat, set())
            needed = ((mine - old) | (yours - old) | (mine & yours)) - (doubtful - approved)
            commented = in_comments(entries)
            for key, text in needed:
                assert holds(entries, text, commented), f"{cat}: the merge lost {text!r} of {key}"
            comments = "\n".join(entry.comment for entry in entries)
            told = [truth.notes.get(cat, set()) for truth in (base, self, theirs)]
            for note in (told[1] - told[0]) | (told[2] - told[0]) | (told[1] & told[2]):
                assert note in comments, f"{cat}: the merge lost the comment {note!r}"
            both = [*sides["ours"].get(cat, []), *sides["theirs"].get(cat, [])]
            for entry in entries:
                if entry.approved:
                    self.is_an_approval(cat, entry, both)
            fixed = self.owned.get(cat, set()) | theirs.owned.get(cat, set())
            open_ = {e.key for e in entries if e.fuzzy or e.obsolete}
            known = {pair for pair in needed if pair in fixed or pair[0] in open_ or pair[0] is None}
            self.owned[cat] = self._followed(known, entries, may_miss=False)
            self.typed[cat] = self.typed.get(cat, set()) | theirs.typed.get(cat, set())
            self.notes[cat] = {n for n in (told[1] | told[2]) if n in comments}


def _owned_in(text: str, target: str) -> bool:
    """The text itself, or one that was joined from it and others."""
    return text == target or f" {text}" in target or target.startswith(f"{text} ")


def _is_joined(entry: Look, parts: list[Look]) -> bool:
    """Whether sentences that are now one, letter for letter, were all approved."""
    texts = "".join(entry.target.split())
    for part in parts:
        texts = texts.replace("".join(part.target.split()), "", 1)
    sources = "".join(entry.key[1].split())
    return not texts and all("".join(part.key[1].split()) in sources for part in parts)


def _is_a_slip(one: str, two: str) -> bool:
    """The same figures and negations, and nearly the same letters."""
    marks = [re.findall(r"\d+|\bnot\b|\bno\b", text) for text in (one, two)]
    return marks[0] == marks[1] and difflib.SequenceMatcher(None, one, two).ratio() > 0.8


def valid(path: Path) -> str:
    """What msgfmt has against a catalogue, now and if all of it were approved."""
    for more in ((), ("--use-fuzzy",)):
        done = subprocess.run(
            ["msgfmt", "--check", *more, "-o", "/dev/null", path], capture_output=True, text=True
        )
        if done.returncode:
            return done.stderr
    return ""
