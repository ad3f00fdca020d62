"""What a check is: a function over a unit, under one stable code and severity."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from translate.figures import Style
from translate.locales import LocaleInfo
from translate.unit import Finding, Severity, Span, Unit


@dataclass(frozen=True, slots=True)
class Context:
    """What checks may know besides the unit.

    Attributes:
        locale: The target locale.
        machine: The target is a machine draft, of which less freedom is expected.
        style: How the desk writes figures; None where nobody said.
    """

    locale: LocaleInfo
    machine: bool = False
    style: Style | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What a rule says: one sentence for people, and where in the target."""

    message: str
    span: Span | None = None


Rule = Callable[[Unit, Context], Iterator[Note]]


@dataclass(frozen=True, slots=True)
class Check:
    """One rule with its name.

    Attributes:
        code: Stable name.
        severity: Of all its findings.
        rule: What looks.
    """

    code: str
    severity: Severity
    rule: Rule

    @property
    def text(self) -> str:
        """What the check is about, for people: the first line of the rule's docstring."""
        return (self.rule.__doc__ or "").partition("\n")[0]

    def __call__(self, unit: Unit, context: Context) -> Iterator[Finding]:
        """The findings of this check alone."""
        for note in self.rule(unit, context):
            yield Finding(self.code, self.severity, note.message, note.span)


def error(code: str) -> Callable[[Rule], Check]:
    """Make a rule a check whose findings are errors."""
    return lambda rule: Check(code, Severity.ERROR, rule)


def warning(code: str) -> Callable[[Rule], Check]:
    """Make a rule a check whose findings are warnings."""
    return lambda rule: Check(code, Severity.WARNING, rule)
