"""What one call of a command works with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from translate.config import Config
from translate.engine import Listener
from translate.glossary import Glossary


@dataclass(frozen=True, slots=True)
class Options:
    """What one call of a command does.

    Attributes:
        locales: Locales to work on; the configuration's when empty.
        names: Articles to work on, as paths or slugs; all when empty.
        model: A package for all locales in front of every other.
        draft: Draft what has no text.
        redraft: Draft again every machine text that no person touched.
        export: Write localised articles.
        require: Least state of what is exported: `any`, `approved`, or `signed` (approved with a name).
        write: Write anything at all.
        judge: Error findings count even though nothing leaves.
        keep_approved: Approved texts stay so where a typing error of their English was corrected.
        detailed: The caller looks at single sentences of the report, not only at its numbers.
    """

    locales: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    model: Path | None = None
    draft: bool = True
    redraft: bool = False
    export: bool = True
    require: str = "any"
    write: bool = True
    judge: bool = False
    keep_approved: bool = False
    detailed: bool = False

    @property
    def checked(self) -> bool:
        """Whether anybody asks for findings: bringing catalogues up to date takes a tenth of the time."""
        return self.draft or self.export or not self.write


@dataclass(frozen=True, slots=True)
class Job:
    """What every stage of one call needs."""

    config: Config
    options: Options
    terms: Glossary
    listener: Listener
