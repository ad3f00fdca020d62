"""Checks: each looks at a sentence and its rendering and yields findings; policy decides what they block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from translate.checks import content, drafts, negation, scripts, typography, vanished, varies
from translate.checks import names as _names
from translate.checks.check import Check, Context
from translate.locales import LocaleInfo
from translate.unit import Finding, Unit

__all__ = ["ARTICLE_CODES", "CHECKS", "Check", "Context", "check", "check_article"]

CHECKS: tuple[Check, ...] = (
    drafts.empty,
    drafts.line_break,
    drafts.unknown_piece,
    drafts.untranslated,
    scripts.wrong_script,
    scripts.mixed_script,
    drafts.loop,
    drafts.too_long,
    drafts.too_short,
    content.figure_lost,
    content.figure_added,
    content.term_missing,
    content.markup,
    content.link,
    content.placeholder,
    vanished.name_lost,
    negation.negation_lost,
    negation.negation_gained,
    typography.brackets_unbalanced,
    typography.final_punctuation,
    typography.quotes_unbalanced,
    typography.quote_marks,
    typography.doubled_word,
    typography.spacing,
    typography.outer_space,
)
"""All checks of a sentence, in the order their findings come."""
ARTICLE_CODES = {_names.CODE: _names.TEXT, varies.CODE: varies.TEXT}
"""Codes of the checks that need a whole article, and what they find."""


def check(unit: Unit, context: Context) -> tuple[Finding, ...]:
    """All findings of a unit; none without a target, and only that it is empty where it has no words."""
    if not unit.target:
        return ()
    found = tuple(drafts.empty(unit, context))
    return found or tuple(finding for one in CHECKS for finding in one(unit, context))


def check_article(units: Sequence[Unit], locale: LocaleInfo) -> Mapping[tuple[str, str], tuple[Finding, ...]]:
    """What only shows across the units of one article, in order and with their evidence, by unit key."""
    found = dict(_names.varying(units, locale))
    for key, findings in varies.varying(units).items():
        found[key] = (*found.get(key, ()), *findings)
    return found
