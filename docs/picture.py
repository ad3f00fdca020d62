"""Make docs/first-run.svg: `translate stats` and `translate run` as a terminal of 80 columns shows them.

    uv run python docs/picture.py

The commands run on a copy of this repository's workspace in a pseudo-terminal, so the
picture is what they print.
"""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "first-run.svg"
COLUMNS = 80


def shown(command: str, folder: Path) -> str:
    """What a command prints on a terminal, with its colours."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 60, COLUMNS, 0, 0))
    program = [sys.executable, "-m", *command.split()]
    environment = {**os.environ, "TERM": "xterm-256color"}
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        environment.pop(name, None)
    with subprocess.Popen(
        program, cwd=folder, stdout=slave, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        os.close(slave)
        out = b""
        while chunk := _read(master):
            out += chunk
    os.close(master)
    if process.returncode not in {0, 1}:
        sys.exit(f"{command} ended with {process.returncode}")
    return out.decode().replace("\r\n", "\n")


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # the other side is closed
        return b""


def draw(folder: Path) -> str:
    """The picture of a first session in a workspace."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    for command in ("translate stats", "translate run"):
        console.print(Text(f"$ {command}", style="bold green"))
        console.print(Text.from_ansi(shown(command, folder).rstrip()))
    console.print()
    # rich's template loads a font from the network, which a picture in a repository should not.
    template = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    picture = console.export_svg(title="first run", code_format=template, unique_id="first-run")
    # Lines clipped to rich's own font lose their underscores in others.
    return re.sub(r' clip-path="url\(#first-run-line-\d+\)"', "", picture)


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name in ("articles", "glossary", "locales"):
            shutil.copytree(ROOT / name, folder / name)
        shutil.copy(ROOT / "translate.toml", folder)
        PICTURE.write_text(draw(folder) + "\n", encoding="utf-8")
    print(f"wrote {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
