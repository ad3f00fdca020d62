"""Offline translation desk: English articles in, Hindi and Russian out, reviewed text always wins."""

__version__ = "0.1.0"
