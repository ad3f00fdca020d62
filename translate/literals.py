"""Find what must reach the reader as it stands: addresses, telephone numbers and placeholders."""

from __future__ import annotations

import re

from translate.unit import Span

# An address ends before the punctuation of the sentence around it.
_LITERAL = re.compile(
    r"""
    (?: https?:// | ftp:// | www\. ) [^\s<>"“”«»।॥]* [^\s<>"“”«».,;:!?)\]}'’।॥]
  | (?<![\w.+-]) [\w.+-]+ @ [\w-]+ (?: \. [\w-]+ )+    # begun once a run: time stays linear
  | \+ \d{1,3} (?: [ -] \d{2,5} ){2,5} (?!\d)    # a telephone number
  | \{\{? [\w.]+ \}?\}                        # {count}, {{ name }}
  | % \( \w+ \) [sdif] | (?<!\d) % [sd] (?!\w)   # %(city)s, %s; not "5 %d"
    """,
    re.VERBOSE | re.ASCII,
)


def find(text: str) -> list[Span]:
    """Spans of URLs, e-mail addresses, telephone numbers and format placeholders, in order."""
    return [match.span() for match in _LITERAL.finditer(text)]
