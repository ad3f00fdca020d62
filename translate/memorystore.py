"""Where a translation memory comes from and goes to: catalogues, the workspace's imports, TMX files."""

from __future__ import annotations

import heapq
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Any

from . import atomic, catalog, ledger, lock, tmx
from .config import Config
from .errors import RefusedError, TranslateError, UsageError
from .memory import Memory, Segment, Standing, segments
from .seen import Seen, stamp


def load(
    config: Config, locale: str, slugs: Iterable[str] | None = None, *, cache: Seen | None = None
) -> tuple[Memory, list[TranslateError]]:
    """The memory of a locale, from the catalogues as they are on disk and what was imported.

    Args:
        config: The workspace.
        locale: The target.
        slugs: The catalogues to read; all that exist when None, those of deleted articles among them.
        cache: Saves reading those that did not change.

    Returns:
        The memory, and a problem for each file that could not be read.
    """
    found: list[Segment] = []
    problems: list[TranslateError] = []
    for slug in catalogued(config, locale) if slugs is None else slugs:
        try:
            found.extend(_of(config, locale, slug, cache))
        except TranslateError as error:
            problems.append(error)
    try:
        found.extend(imported(config, locale))
    except TranslateError as error:
        problems.append(error)
    return Memory(tuple(found)), problems


def _of(config: Config, locale: str, slug: str, cache: Seen | None) -> list[Segment]:
    """The segments of one catalogue."""
    name = ("memory", locale, slug)
    files = [config.ledger_path(locale, slug), config.catalog_path(locale, slug)]
    known = cache.value(name, "", files) if cache is not None else None
    if known is not None:
        with suppress(ValueError, TypeError, LookupError):  # somebody wrote in the cache
            return [_segment(values) for values in json.loads(known)]
    stamps = [stamp(path) for path in files] if cache is not None else []
    book = ledger.read(files[0])  # before the catalogue, as for a document
    read = catalog.read(files[1])
    found = list(segments(slug, read.entries, book)) if read is not None else []
    if cache is not None:
        cache.remember(name, "", stamps, packed(found))
    return found


def packed(found: Iterable[Segment]) -> str:
    """Segments as the cache keeps them, under `memory` and the stamps of the ledger and the catalogue."""
    return json.dumps([asdict(one) for one in found])


def _segment(values: dict[str, Any]) -> Segment:
    return Segment(**values | {"standing": Standing(values["standing"])})


def catalogued(config: Config, locale: str) -> list[str]:
    """Slugs of all catalogues of a locale, sorted."""
    folder = config.catalog_dir(locale)
    return sorted(path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.po"))


def path_of(config: Config, locale: str) -> Path:
    """Where the segments that were imported for a locale are; in git, as the catalogues are."""
    return config.root / "memory" / f"{locale}.tmx"


def imported(config: Config, locale: str) -> list[Segment]:
    """The segments that were imported for a locale.

    Raises:
        RefusedError: The file of the workspace is broken, as after an unresolved merge.
        SetupError: It cannot be read.
    """
    path = path_of(config, locale)
    if not path.exists():
        return []
    try:
        return [s for group in tmx.read(path) for s in _incoming(group, (locale,), path.name).get(locale, ())]
    except UsageError as error:
        hint = "take it from git, or resolve the merge: keep the <tu> blocks of both sides"
        raise RefusedError(error.message, path=error.path, line=error.line, hint=hint) from error


@dataclass(frozen=True, slots=True)
class Import:
    """What an import did.

    Attributes:
        added: New segments by locale.
        known: Segments that were there already, by locale.
        no_english: Groups passed over for want of English.
        no_target: Groups with English but none of the locales.
        languages: All language codes of the file, with how many texts each has.
    """

    added: Counter[str]
    known: Counter[str]
    no_english: int
    no_target: int
    languages: Counter[str]


def add(config: Config, path: Path, locales: Sequence[str], *, write: bool = True) -> Import:
    """Keep the segments of a TMX file in the workspace; nothing is written unless all of it could be read.

    Raises:
        UsageError: It is no TMX, is broken, or holds nothing for the locales.
        RefusedError: The workspace's own file is broken.
        LockedError: Another process is writing in the workspace.
        SetupError: A file cannot be read or written.
    """
    with lock.held(config.root) if write else nullcontext():
        have = {locale: set(imported(config, locale)) for locale in locales}
        fresh, result = _gathered(path, locales)
        for locale in locales:
            result.known[locale] = len(fresh[locale] & have[locale])
            result.added[locale] = len(fresh[locale] - have[locale])
            if write and result.added[locale]:
                _keep(path_of(config, locale), locale, have[locale], fresh[locale])
    return result


def _gathered(path: Path, locales: Sequence[str]) -> tuple[dict[str, set[Segment]], Import]:
    """What a file holds for each locale, and the counts of what it holds for none."""
    fresh: dict[str, set[Segment]] = {locale: set() for locale in locales}
    languages: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    name = "".join(char if tmx.can_hold(char) else "?" for char in path.name)
    for group in tmx.read(path):
        languages.update(_tag(variant.lang) for variant in group.variants)
        usable = _incoming(group, locales, name)
        if not usable:
            missing["target" if _english(group) else "english"] += 1
        for locale, found in usable.items():
            fresh[locale].update(found)
    if not any(fresh.values()):
        raise _nothing_for(locales, languages, path)
    return fresh, Import(Counter(), Counter(), missing["english"], missing["target"], languages)


def _nothing_for(locales: Sequence[str], languages: Counter[str], path: Path) -> UsageError:
    there = ", ".join(sorted(language or "no code" for language in languages)) or "none"
    message = f"no segment from English into {' or '.join(locales)}; its languages: {there}"
    hint = "texts in `en` and in a locale of translate.toml are needed, each in its own <tuv xml:lang=…>"
    return UsageError(message, path=path, hint=hint)


def _keep(path: Path, locale: str, have: set[Segment], fresh: set[Segment]) -> None:
    # A person who edited the file by hand may have put into it what is not kept here, such as notes.
    by_hand = path.exists() and path.read_bytes() != _as_tmx({locale: have})
    atomic.write_bytes(path, _as_tmx({locale: have | fresh}), keep_backup=by_hand)


def _incoming(group: tmx.Group, locales: Sequence[str], name: str) -> dict[str, list[Segment]]:
    """The segments of a group by locale; locales without one are left out."""
    english = _english(group)
    out: dict[str, list[Segment]] = {}
    if english:
        role, article = group.prop("x-role"), group.prop("x-article")
        origin = group.prop("x-from") or name
        for variant in group.variants:
            for locale in locales:
                if variant.text and _serves(variant.lang, locale):
                    segment = Segment(
                        english,
                        role,
                        article,
                        origin,
                        variant.text,
                        Standing.IMPORTED,
                        variant.by,
                        variant.at,
                    )
                    out.setdefault(locale, []).append(segment)
    return out


def _english(group: tmx.Group) -> str:
    return next((v.text for v in group.variants if v.text and _serves(v.lang, "en")), "")


def _tag(lang: str) -> str:
    return lang.strip().replace("_", "-").lower()


def _serves(lang: str, locale: str) -> bool:
    """Is text in `lang` text for `locale`? `hi-IN` is for `hi`, but `zh-Hant` is not for `zh`."""
    tag, wanted = _tag(lang), _tag(locale)
    return tag == wanted or re.fullmatch(rf"{re.escape(wanted)}-(?:[a-z]{{2}}|[0-9]{{3}})", tag) is not None


@dataclass(frozen=True, slots=True)
class Export:
    """What an export wrote.

    Attributes:
        written: Segments by locale.
        left_out: Segments with control characters, which XML cannot hold.
        problems: A problem for each file that could not be read.
    """

    written: Counter[str]
    left_out: int
    problems: tuple[TranslateError, ...]


def save(config: Config, path: Path, locales: Sequence[str], *, write: bool = True) -> Export:
    """Write what the desk approved as TMX 1.4b; imported segments stay where they came from.

    Raises:
        RefusedError: A file is in the way that is no TMX, or that holds the workspace's imports.
        SetupError: It cannot be written.
    """
    _may_replace(config, path, locales)
    found: dict[str, list[Segment]] = {}
    problems: list[TranslateError] = []
    left_out = 0
    for locale in locales:
        memory, failed = load(config, locale)
        problems.extend(failed)
        own = [segment for segment in memory.segments if segment.standing is not Standing.IMPORTED]
        found[locale] = [s for s in own if tmx.can_hold(s.source + s.target)]
        left_out += len(own) - len(found[locale])
    if write:
        atomic.write_bytes(path, _as_tmx(found))
    return Export(Counter({locale: len(all_) for locale, all_ in found.items()}), left_out, tuple(problems))


def _may_replace(config: Config, path: Path, locales: Sequence[str]) -> None:
    if any(path.resolve() == path_of(config, locale).resolve() for locale in {*locales, *config.locales}):
        raise RefusedError("holds what was imported into this workspace", path=path, hint="name another file")
    if path.is_file():
        with path.open("rb") as file:
            head = file.read(4096).replace(b"\0", b"")
        if head and b"<tmx" not in head:
            raise RefusedError("is there already and is no TMX file", path=path, hint="name another file")


_PLACE = attrgetter("source", "role", "article", "origin")
_ORDER = attrgetter("source", "role", "article", "origin", "target", "by", "at")


def _as_tmx(found: Mapping[str, Iterable[Segment]]) -> bytes:
    """One group a sentence, role and place, with a text for each locale."""
    ordered = heapq.merge(*(_placed(locale, all_) for locale, all_ in found.items()), key=itemgetter(0))
    return tmx.dumps(
        _group({locale: s for _, locale, s in same}) for _, same in groupby(ordered, itemgetter(0))
    )


def _group(texts: Mapping[str, Segment]) -> tmx.Group:
    first = next(iter(texts.values()))
    facts = (("x-role", first.role), ("x-article", first.article), ("x-from", first.origin))
    targets = (
        tmx.Variant(locale.replace("_", "-"), s.target, s.by, _date(s.at)) for locale, s in texts.items()
    )
    return tmx.Group((tmx.Variant("en", first.source), *targets), tuple(fact for fact in facts if fact[1]))


def _placed(locale: str, found: Iterable[Segment]) -> Iterator[tuple[tuple[object, ...], str, Segment]]:
    """Each segment with where it belongs: its place, and its number among renderings of one place."""
    for place, same in groupby(sorted(found, key=_ORDER), key=_PLACE):
        for number, segment in enumerate(same):
            yield (*place, number), locale, segment


def _date(at: str) -> str:
    """As TMX writes it, in UTC; empty for what is no time."""
    try:
        time = datetime.fromisoformat(at)
    except ValueError:
        return ""
    time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    return time.strftime("%Y%m%dT%H%M%SZ")
