"""Figures: recognise them in English and see whether a translation keeps them."""

from translate.figures.compare import Comparison, Loss, compare, extra, missing
from translate.figures.english import Figure, Kind, find

__all__ = ["Comparison", "Figure", "Kind", "Loss", "compare", "extra", "find", "missing"]
