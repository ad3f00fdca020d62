"""What reviewers and their chiefs are shown: counts as gettext has them, changes, approvals, conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from translate import worddiff
from translate.approving import Approval
from translate.changes import HISTORY, Change
from translate.config import Config
from translate.conflicts import Conflict
from translate.document import Document
from translate.render import here, plain
from translate.report import Report
from translate.review import Stats


def gettext_lines(stats: Iterable[Stats], config: Config) -> list[str]:
    """`file: 3 translated messages, 1 fuzzy translation.`, as `msgfmt -v --statistics` says it."""
    return [f"{here(config.catalog_path(item.locale, item.slug))}: {item.gettext}" for item in stats]


def change_lines(changes: Iterable[Change], config: Config, *, coloured: bool) -> list[str]:
    """Where each changed sentence stands and what happened, then English and text, compared by words."""
    out = []
    for change in changes:
        path = here(config.catalog_path(change.locale, change.slug))
        place = f"{path}:{change.line}" if change.line else path
        out.append(f"[bold]{place}[/] {plain(change.role)} {change.state.value}: {change.what}")
        out.append(f"    English: {_compared(change.was_source, change.source, coloured=coloured)}")
        if change.was_target is None:
            lost = f"not in the catalogue, its backup or its last {HISTORY} revisions in git"
            out.append(f"    text: {plain(change.target)}")
            out.append(f"    [dim]the text approved before is {lost}[/]")
        else:
            out.append(f"    text: {_compared(change.was_target, change.target, coloured=coloured)}")
    return out


def _compared(old: str, new: str, *, coloured: bool) -> str:
    pieces = worddiff.compare(old, new)
    if not coloured:
        return plain(worddiff.marked(pieces))
    return "".join(plain(piece.new) if piece.same else _painted(piece) for piece in pieces)


def _painted(piece: worddiff.Piece) -> str:
    old = f"[red strike]{plain(piece.old)}[/]" if piece.old else ""
    return old + (f"[green underline]{plain(piece.new)}[/]" if piece.new else "")


SHOWN = 60
"""Code points of a sentence that is only to be recognised."""


def update_lines(report: Report) -> list[str]:
    """What became of people's texts where the articles changed, beside what `translate stats` shows."""
    return [line for row in report.rows for line in _updated(row.document)]


def _updated(doc: Document) -> Iterator[str]:
    head = f"{doc.article.slug} ({doc.locale})"
    if doc.moved_from:
        yield plain(f"{head}: was {doc.moved_from}; its catalogue came along")
    for olds, news in doc.plan.recut:
        change = "are now one" if len(olds) > 1 else f"is now {len(news)}"
        yield plain(f"{head}: {len(olds)} sentence{'s' * (len(olds) > 1)} {change}: {_short(news[0][1])}")
    for (_, old), (_, new) in doc.plan.accepted:
        yield plain(f"{head}: still approved, the English was: {_short(old)}")
        yield plain(f"    and is: {_short(new)}")


def _short(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:159]}…"


def approval_lines(approvals: Sequence[Approval], *, written: bool) -> list[str]:
    """Under each article and locale what was approved and what was left, with the reason; sums last."""
    out = []
    for item in sorted(approvals, key=lambda one: one.document.article.slug):
        doc = item.document
        slug = plain(doc.article.slug)
        out.append(
            f"[bold]{slug} {doc.locale}[/]: {len(item.approved)} approved, {len(item.signed)} signed, "
            f"{item.standing} as they were, {len(item.left)} left"
        )
        out += [f"  approved: {_named(unit.role, unit.source)}" for unit in item.approved]
        path = f"articles/{doc.article.slug}{doc.article.path.suffix}"
        for one in item.left:
            place = plain(f"{path}:{one.line}" if one.line else path)
            out.append(f"  [yellow]left:[/] {place} {_named(one.role, one.source)}: {plain(one.reason)}")
    approved, signed, left = (
        (
            sum(len(part) for part in parts)
            for parts in zip(*((one.approved, one.signed, one.left) for one in approvals), strict=True)
        )
        if approvals
        else (0, 0, 0)
    )
    out.append(f"{approved} approved, {signed} signed, {left} left")
    return out if written else [*out, "nothing was written"]


def _named(role: str, source: str) -> str:
    """A key, cut where a sentence is long: `--key` takes it as it is shown."""
    beginning = source if len(source) <= SHOWN else source[:SHOWN].rstrip() + "…"
    return plain(f"{role}:{beginning}")


def conflict_lines(conflicts: Sequence[Conflict], config: Config) -> list[str]:
    """Each sentence, its renderings with their number, and where they stand."""
    out = []
    for item in conflicts:
        role = plain(item.role) or "in different roles"
        out.append(f"[bold]{item.locale} {role}:[/] {plain(item.source)}")
        for rendering in item.renderings:
            out.append(f"  {len(rendering.places)} × {plain(rendering.target)}")
            for place in rendering.places:
                path = here(config.catalog_path(item.locale, place.slug))
                out.append(f"      {path}:{place.line}" + ("" if item.role else f" {plain(place.role)}"))
    number = len(conflicts)
    what = "sentence has" if number == 1 else "sentences have"
    return [*out, f"{number} {what} several approved renderings"]
