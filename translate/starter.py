"""Make a new workspace: folders, settings with every default spelled out, the glossary to begin with."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from translate import atomic
from translate.config import FILE
from translate.errors import SetupError, UsageError
from translate.locales import target_info
from translate.repository import ATTRIBUTES

SETTINGS = """\
# Settings of this workspace; what is commented out shows the default.
locales = [{locales}]
# project = "newsroom"

# [articles]
# include = ["**/*.txt", "**/*.md"]
# front_matter = ["title", "subtitle", "description", "summary", "caption"]

# [engine]
# beam = 4                        # 1 is about four times as fast, and worse
# length_penalty = 0.2
# no_repeat_ngram = 4
# compute_type = "int8_float32"
# threads = 0                     # cores to draft on, as -j; 0: all

# [engine.models]                 # a package of your own for a locale
# ru = "models/translate-en_ru-1_9.argosmodel"

# How figures are written. Names are dictionary forms: the first is written.
# [figures.ru]
# percent = "sign"                # "6,75 %"; "tight": "6,75%"; "word": "6,75 процента"
# scale = "short"                 # "5,43 млрд"; "long": "5,43 миллиарда"
# [figures.ru.names]
# USD = ["доллар", "доллар США", "американский доллар"]
# [figures.hi]
# percent = "word"
# digits = "latin"                # "native": ५.४३
# [figures.hi.names]
# thousand = ["हजार", "हज़ार"]

# What leaves in which state: "label" the article, "use" the text as it is, "hold" the article back.
# [export]
# label = "machine draft"
# draft = "label"
# edited = "use"
# stale = "use"
# suspect = "hold"
"""
IGNORE = """\
/output/
*.po~
*.jsonl~
*.mo
*.tmx~
.translate-*.tmp
.translate-*.old
.translate.lock
.translate.cache
"""


def glossary_dir() -> Path:
    """The glossary that comes with the program: inside the wheel, or beside the package in a checkout."""
    packed = Path(__file__).parent / "bundled" / "glossary"
    return packed if packed.is_dir() else Path(__file__).parents[1] / "glossary"


def make(folder: Path, locales: Sequence[str]) -> list[Path]:
    """Make a workspace and return what was made; nothing that exists is overwritten.

    Raises:
        UsageError: There is a workspace already, or a locale is unknown.
        SetupError: The folder cannot be written.
    """
    for locale in locales:
        target_info(locale)
    if (folder / FILE).exists():
        raise UsageError(
            "there is a workspace already", path=folder / FILE, hint="name another folder, or use this one"
        )
    made: list[Path] = []
    try:
        for name in ("articles", "glossary", "locales"):
            if not (folder / name).is_dir():
                (folder / name).mkdir(parents=True)
                made.append(folder / name)
        for path in sorted(glossary_dir().glob("*.csv")):
            if not (folder / "glossary" / path.name).exists():
                shutil.copyfile(path, folder / "glossary" / path.name)
                made.append(folder / "glossary" / path.name)
    except OSError as error:
        raise SetupError(
            f"cannot be made: {error.strerror}", path=folder, hint="name a folder you own"
        ) from error
    names = ", ".join(f'"{locale}"' for locale in dict.fromkeys(locales))
    texts = {FILE: SETTINGS.format(locales=names), ".gitignore": IGNORE, ".gitattributes": ATTRIBUTES}
    for name, content in texts.items():
        if not (folder / name).exists():
            atomic.write_bytes(folder / name, content.encode())
            made.append(folder / name)
    return made
