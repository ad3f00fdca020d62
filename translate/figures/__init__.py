"""Figures: recognise them in English, write them for a locale, see whether a translation keeps them."""

from translate.figures.compare import Comparison, Loss, compare, extra, missing
from translate.figures.english import find
from translate.figures.requirements import crowded, held, in_digits, in_style, misplaced, required
from translate.figures.style import NAMES, Style, default
from translate.unit import Figure, Kind

__all__ = [
    "NAMES",
    "Comparison",
    "Figure",
    "Kind",
    "Loss",
    "Style",
    "compare",
    "crowded",
    "default",
    "extra",
    "find",
    "held",
    "in_digits",
    "in_style",
    "misplaced",
    "missing",
    "required",
]
