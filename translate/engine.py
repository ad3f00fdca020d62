"""Decode with CTranslate2 in large batches: drafts, n-best lists, forced prefixes, scores, attention."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from translate import models
from translate.config import EngineSettings
from translate.errors import SetupError
from translate.unit import nfc

Pieces = tuple[str, ...]
Matrix = Sequence[Sequence[float]]
"""Attention: a row a target piece, a column a source piece."""
Progress = Callable[[int], None]
"""Told how many more sentences are done."""


class Listener(Protocol):
    """Told how a long stage goes."""

    def begin(self, label: str, total: int) -> None:
        """Work on `total` articles starts."""

    def advance(self, count: int) -> None:
        """So many more articles are done."""

    def drafted(self, count: int) -> None:
        """So many more sentences are drafted."""


SLAB = 512
"""Sentences a call: large enough to fill the threads, small enough for a progress bar and a quick Ctrl-C."""
BATCH_TOKENS = 512
"""Source pieces decoded together. In much larger batches drafts begin to depend on what they were decoded
with (seen: 7 and 8 of 2,000 sentences at 4,096 pieces, up to 2 of 2,000 at 512); speed is the same."""
LEAST_TOKENS = 128
ALIGN_SLAB = 16
QUOTA = Path("/sys/fs/cgroup/cpu.max")
"""How much of how many microseconds a container may work (cgroup v2): `200000 100000`, or `max 100000`."""
_PAUSE = 0.002
"""Seconds between two looks at work in the background."""
MAX_TARGET_PIECES = 256
# A package copies the figures of these: they show which attention row belongs to which target piece.
PROBES = (
    "In 2018 the ministry bought 45 helicopters.",
    "The talks on 17 March ended after 35 minutes.",
    "About 1200 soldiers and 64 tanks took part in the 2025 exercise.",
    "The 12 ships left the port in 1997.",
)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One decoded target.

    Attributes:
        pieces: Its pieces.
        text: Its text, NFC.
        score: Natural-log probability of what was decoded, the end included and a forced beginning not.
        attention: A row a piece where it was asked for, as `Engine.align` gives it.
    """

    pieces: Pieces
    text: str
    score: float
    attention: Matrix = field(default=(), repr=False)


@dataclass(slots=True)
class Engine:
    """A loaded model package.

    Drafting the same pieces with the same package, settings and kind of machine gives the same bytes.
    """

    package: models.Package
    settings: EngineSettings
    _loaded: models.Loaded = field(init=False)
    _translator: Any = field(init=False)
    _vocabulary: frozenset[str] = field(init=False)
    _end: str = field(init=False)
    _shift: int | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        import ctranslate2  # noqa: PLC0415 -- loading it costs .1 s and 26 MB, and only drafting needs it

        self._loaded = models.open_package(self.package)
        threads = self.settings.threads or cores()
        try:
            self._translator = ctranslate2.Translator(
                str(self._loaded.model_dir),
                compute_type=self.settings.compute_type,
                inter_threads=threads,
                intra_threads=1,
                max_queued_batches=-1,  # a call in the background returns at once
            )
        except (RuntimeError, ValueError) as error:
            raise SetupError(
                f"the model of package {self.package.name} does not load: {error}",
                path=self.package.path,
                hint="install the package again, or check `engine.compute_type` in translate.toml",
            ) from error
        self._vocabulary = _target_vocabulary(self._loaded)
        self._end = _end_piece(self._loaded)

    @property
    def signature(self) -> str:
        """Package and decode options: what, besides the text, decides a draft's bytes."""
        s = self.settings
        return (
            f"{self.package.signature} beam {s.beam} length-penalty {s.length_penalty:g} "
            f"no-repeat-ngram {s.no_repeat_ngram} {s.compute_type}"
        )

    def encode(self, text: str) -> Pieces:
        """Source pieces of one sentence."""
        return tuple(self._loaded.tokenizer.encode(text))

    def decode(self, pieces: Sequence[str]) -> str:
        """Target text of pieces, NFC."""
        return nfc(self._loaded.tokenizer.decode(list(pieces)))

    def spell(self, text: str) -> Pieces | None:
        """Target pieces that decode to exactly `text`, or None when the vocabulary cannot spell it."""
        pieces = self.encode(text)
        if all(map(self.knows, pieces)) and self.decode(pieces) == text:
            return pieces
        return None

    def knows(self, piece: str) -> bool:
        """Is the piece in the target vocabulary?"""
        return piece in self._vocabulary

    def draft(
        self,
        sources: Sequence[Pieces],
        progress: Progress | None = None,
        attended: Container[int] = (),
    ) -> list[Hypothesis]:
        """The best hypothesis of each source, in order; an empty source gives an empty target.

        Args:
            sources: Source pieces.
            progress: Told how many more are done.
            attended: Indices of the sources whose attention is wanted; it changes no target.
        """
        options = {
            "beam_size": self.settings.beam,
            "length_penalty": self.settings.length_penalty,
        }
        return self._translate(sources, [()] * len(sources), options, progress, attended)

    def complete(self, sources: Sequence[Pieces], prefixes: Sequence[Pieces]) -> list[Hypothesis]:
        """The greedy target of each source that begins with its prefix, with attention."""
        options = {"beam_size": 1, "length_penalty": 0}
        return self._translate(sources, prefixes, options, None, range(len(sources)))

    def score(self, sources: Sequence[Pieces], targets: Sequence[Pieces]) -> list[tuple[float, ...]]:
        """Natural-log probability of each piece of each target, and last of its end."""
        prefix = self._loaded.prefix_tokens
        waiting = self._translator.score_batch(
            [list(s) for s in sources],
            [[*prefix, *t] for t in targets],
            max_batch_size=batch_size(sources),
            batch_type="tokens",
            asynchronous=True,
        )
        results = map(_awaited, waiting)
        return [tuple(result.log_probs[len(prefix) :]) for result in results]

    def align(self, sources: Sequence[Pieces], targets: Sequence[Pieces]) -> list[Matrix]:
        """Attention of each pair, rows moved to the target piece they tell of.

        Many packages attend to a word's source when they *read* the word, a step after they wrote it
        (Chen et al. 2020, arXiv:2004.14837); which is true of this one is measured once, on figures
        the package copies.
        """
        return [
            shifted(rows, self._lag(), len(target))
            for rows, target in zip(self._attention(sources, targets), targets, strict=True)
        ]

    def _lag(self) -> int:
        """How many rows after a piece the row that tells of it comes: 0 or 1."""
        if self._shift is None:
            probes = [self.encode(text) for text in PROBES]
            drafts = [h.pieces for h in self.draft(probes)]
            found = self._attention(probes, drafts)
            mass = [_copied_mass(probes, drafts, found, shift) for shift in (0, 1)]
            self._shift = int(mass[1] > mass[0])
        return self._shift

    def _attention(self, sources: Sequence[Pieces], targets: Sequence[Pieces]) -> list[Matrix]:
        prefix = self._loaded.prefix_tokens
        out: list[Matrix] = [()] * len(sources)
        order = iter(
            sorted((i for i, t in enumerate(targets) if t and sources[i]), key=lambda i: len(targets[i]))
        )
        for slab in _chunks(order, ALIGN_SLAB):
            # Each target is forced as a whole; neighbours in length, so that little is decoded past the end.
            results = self._translator.translate_batch(
                [list(sources[i]) for i in slab],
                target_prefix=[[*prefix, *targets[i]] for i in slab],
                beam_size=1,
                return_attention=True,
                return_end_token=True,
                max_decoding_length=len(prefix) + len(targets[slab[-1]]) + 1,
            )
            for i, result in zip(slab, results, strict=True):
                out[i] = self._raw_rows(result, len(sources[i]), len(targets[i]))
        return out

    def _raw_rows(self, result: Any, width: int, size: int) -> Matrix:  # noqa: ANN401 - a TranslationResult
        """Attention of the best hypothesis as CTranslate2 gives it: rows of its pieces and of the end."""
        start = len(self._loaded.prefix_tokens)
        return [row[:width] for row in result.attention[0][start : start + size + 1]]

    def _translate(
        self,
        sources: Sequence[Pieces],
        prefixes: Sequence[Pieces],
        options: dict[str, Any],
        progress: Progress | None,
        attended: Container[int],
    ) -> list[Hypothesis]:
        out = [Hypothesis((), "", 0.0) for _ in sources]
        order = iter(sorted((i for i, s in enumerate(sources) if s), key=lambda i: (-len(sources[i]), i)))
        start = self._loaded.prefix_tokens
        for slab in _chunks(order, SLAB):
            forced = [[*start, *prefixes[i]] for i in slab]
            wanted = any(i in attended for i in slab)
            lag = self._lag() if wanted else 0
            results = self._translator.translate_batch(
                [list(sources[i]) for i in slab],
                target_prefix=forced if any(forced) else None,
                no_repeat_ngram_size=self.settings.no_repeat_ngram,
                disable_unk=True,
                max_decoding_length=MAX_TARGET_PIECES,
                max_batch_size=batch_size([sources[i] for i in slab]),
                batch_type="tokens",
                return_scores=True,
                return_attention=wanted,
                return_end_token=wanted,
                asynchronous=True,
                **options,
            )
            for i, result in _as_done(dict(zip(slab, results, strict=True))):
                whole = result.hypotheses[0]
                pieces = tuple(whole[len(start) :])
                ended = wanted and pieces[-1:] == (self._end,)
                pieces = pieces[:-1] if ended else pieces
                # CTranslate2 divides by the length with its end, raised to the penalty.
                score = result.scores[0] * (len(pieces) + 1) ** options["length_penalty"]
                rows = self._raw_rows(result, len(sources[i]), len(pieces)) if i in attended else ()
                rows = shifted(rows, lag, len(pieces)) if rows else ()
                out[i] = Hypothesis(pieces, self.decode(pieces), score, rows)
                if progress is not None:
                    progress(1)
        return out


def _awaited(result: Any) -> Any:  # noqa: ANN401 - CTranslate2 has no types
    """What a call in the background gives; unlike a call that waits, it can be stopped with Ctrl-C."""
    while not result.done():
        time.sleep(_PAUSE)
    return result.result()


def _as_done(waiting: dict[int, Any]) -> Iterator[tuple[int, Any]]:
    """What calls in the background give, as soon as they do: the last batch may be the first."""
    while waiting:
        done = [i for i, result in waiting.items() if result.done()]
        for i in done:
            yield i, waiting.pop(i).result()
        if not done:
            time.sleep(_PAUSE)


def shifted(rows: Matrix, lag: int, size: int) -> Matrix:
    """Rows of `size` target pieces and the end, each moved to the piece it tells of."""
    return [rows[min(i + lag, len(rows) - 1)] for i in range(size)] if rows else []


def batch_size(sources: Sequence[Pieces]) -> int:
    """Pieces a batch: a little work is cut into sixteen batches, so that all cores have some.

    It follows from the work alone, never from the machine, since it may decide a draft's bytes.
    """
    return max(LEAST_TOKENS, min(BATCH_TOKENS, sum(map(len, sources)) // 16))


def cores() -> int:
    """Cores this process may use, which in a container are fewer than the machine's."""
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = QUOTA.read_text(encoding="ascii").split()
        return max(1, min(found, round(int(quota) / int(period))))
    except (OSError, ValueError):  # no such limit
        return found


def _chunks(items: Iterator[int], size: int) -> Iterator[list[int]]:
    while chunk := list(islice(items, size)):
        yield chunk


def _target_vocabulary(loaded: models.Loaded) -> frozenset[str]:
    for name in ("target_vocabulary", "shared_vocabulary"):
        path = loaded.model_dir / f"{name}.json"
        if path.is_file():
            return frozenset(json.loads(path.read_text(encoding="utf-8")))
        path = loaded.model_dir / f"{name}.txt"
        if path.is_file():
            return frozenset(path.read_text(encoding="utf-8").split("\n"))
    raise SetupError(
        "the package has no target vocabulary", path=loaded.model_dir, hint="install the package again"
    )


def _end_piece(loaded: models.Loaded) -> str:
    """The piece that ends a target, by the model's configuration."""
    path = loaded.model_dir / "config.json"
    config = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return str(config.get("eos_token", "</s>"))


def _copied_mass(
    sources: Sequence[Pieces], targets: Sequence[Pieces], rows: Sequence[Matrix], shift: int
) -> float:
    """Attention that pieces with a digit pay to the identical source piece, summed."""
    total = 0.0
    for source, target, matrix in zip(sources, targets, rows, strict=True):
        for i, piece in enumerate(target):
            if any(c.isdigit() for c in piece) and i + shift < len(matrix):
                row = matrix[i + shift]
                total += sum(row[j] for j, other in enumerate(source) if other == piece)
    return total
