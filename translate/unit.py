"""The one value that flows through the stages: a sentence, its rendering and what is known of both."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

Span = tuple[int, int]
"""Half-open range of code points."""


Kind = Literal[
    "number", "percent", "money", "year", "decade", "date", "month-year", "month", "time", "ordinal", "range",
    "count", "many", "name",
]  # fmt: skip
"""`count` is written in words, `many` is `dozens of`; `name` is a name with digits in it, no figure."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the English text.

    Attributes:
        kind: What it is.
        span: Where it stands.
        text: As it stands.
        value: The exact amount with its scale applied; None for dates, times and names.
        upper: The upper end of a range; the last day of `4–5 December`.
        scale: `million`, `crore` ...; empty without one.
        currency: ISO 4217 code; empty unless money.
        unit: `km`, `tonne` ..., `dozens` of many; empty without one.
        parts: Of a date (year, month, day), 0 where not said; of a time (hour, minute), on 24 hours if known.
    """

    kind: Kind
    span: Span
    text: str
    value: Decimal | None = None
    upper: Decimal | None = None
    scale: str = ""
    currency: str = ""
    unit: str = ""
    parts: tuple[int, ...] = ()

    @property
    def negative(self) -> bool:
        """Whether it is below nought: `-12°C`, `minus 5 degrees Celsius`."""
        return self.unit.startswith("°") and self.text[:1] in {"-", "−", "m", "M"}

    @property
    def digits(self) -> tuple[str, ...]:
        """The runs of digits, decimals kept: `Su-30MKI` has 30, `Soyuz-2.1b` has 2.1."""
        return tuple(re.findall(r"[0-9]+(?:\.[0-9]+)?", self.text))


class State(StrEnum):
    """Where a sentence stands, derived from the catalogue and the ledger, never stored."""

    NEW = "new"
    DRAFT = "draft"
    EDITED = "edited"
    STALE = "stale"
    APPROVED = "approved"
    SUSPECT = "suspect"
    OBSOLETE = "obsolete"


class Severity(StrEnum):
    """How much a finding weighs; policy, not the check, decides what it blocks."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing an editor should know.

    Attributes:
        code: Stable name, such as `figure-lost`.
        severity: Error or warning.
        message: One sentence for people.
        span: Where in the target, in code points; None when it concerns the whole.
    """

    code: str
    severity: Severity
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """A span of the English sentence and every target rendering that satisfies it.

    Attributes:
        span: Code points of the English plain text.
        source: That text.
        renderings: Acceptable target texts in NFC, the filed (dictionary) form first.
        kind: `term`, or the kind of figure.
        exact: The filed form may not be inflected.
        likely: Those of the renderings that a draft is repaired with, in the number of the English;
            empty for all.
        figure: The figure that the span is; any text of its value satisfies it.
        readings: Of a figure's `likely` renderings, the cases (of ordinals case, number, gender) of each.
    """

    span: Span
    source: str
    renderings: tuple[str, ...]
    kind: str = "term"
    exact: bool = False
    likely: tuple[str, ...] = ()
    figure: Figure | None = None
    readings: tuple[tuple[tuple[str, ...], ...], ...] = ()


class Outcome(StrEnum):
    """How a requirement ended."""

    SATISFIED = "satisfied"
    REPAIRED = "repaired"
    UNENFORCED = "unenforced"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What became of one requirement in one draft.

    Attributes:
        requirement: The requirement.
        outcome: Satisfied at once, repaired, or unenforced.
        method: `plain`, `prefix` or `splice`; for `unenforced` the reason.
        form: The rendering that stands in the target, empty when unenforced.
        span: Where it stands in the target's plain text.
        was: What the model had said there before a repair.
        score: Mean log probability a piece of the chosen draft, None when it was not scored.
    """

    requirement: Requirement
    outcome: Outcome
    method: str
    form: str = ""
    span: Span | None = None
    was: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence of one article in one locale.

    Attributes:
        role: Closed list: headline, body, quote, caption, list, cell, `meta.<key>` (`#2` after a split).
        source: English text; raw inline Markdown when `markup`.
        target: The rendering, empty when there is none.
        state: Derived state.
        markup: Source and target are inline Markdown.
        line: 1-based line of the first occurrence in the article.
        before: The sentence before it in the article.
        after: The sentence after it.
        previous: The English a stale rendering belongs to.
        model: Signature of the package that drafted the target, empty for a person's text.
        evidence: One item a requirement, in source order.
        findings: What checks found.
    """

    role: str
    source: str
    target: str = ""
    state: State = State.NEW
    markup: bool = False
    line: int = 0
    before: str = ""
    after: str = ""
    previous: str = ""
    model: str = ""
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Identity within an article: msgctxt and msgid."""
        return self.role, self.source

    @property
    def base_role(self) -> str:
        """The role without a person's `#2` split mark."""
        return self.role.partition("#")[0]


def nfc(text: str) -> str:
    """A copy of `text` for comparing and for machine text; never written over a person's text."""
    return unicodedata.normalize("NFC", text)


def digest(*parts: str) -> str:
    """The first 16 hexadecimal digits of SHA-256 over the parts, kept apart by U+0004.

    64 bits: a collision within an article of 10,000 sentences has odds below 1 in 10^11.
    Text is hashed as it stands (UTF-8, not normalised), since a person's bytes are what is protected.
    """
    return hashlib.sha256("\x04".join(parts).encode()).hexdigest()[:16]
