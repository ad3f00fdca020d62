"""Imports point down the layers, and looking at help loads no heavy library."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "translate"

LAYERS: dict[str, int] = {
    **dict.fromkeys(("unit", "errors"), 0),
    **dict.fromkeys(
        (
            "archive",
            "atomic",
            "clusterlink",
            "config",
            "download",
            "figures",
            "glossary",
            "inflect",
            "install",
            "literals",
            "locales",
            "lock",
            "matching",
            "models",
            "places",
            "quotation",
            "repository",
            "revision",
            "seen",
            "segment",
            "termfile",
            "tmx",
            "typography",
            "worddiff",
        ),
        1,
    ),
    **dict.fromkeys(
        (
            "align",
            "articles",
            "candidates",
            "catalog",
            "checks",
            "contrast",
            "enforce",
            "engine",
            "ledger",
            "memory",
            "memorystore",
            "merging",
            "othertext",
            "placing",
            "pogrammar",
            "posyntax",
            "remarks",
            "repair",
            "satisfying",
            "typesetting",
            "weaving",
            "windows",
        ),
        2,
    ),
    **dict.fromkeys(
        (
            "approving",
            "batches",
            "baseline",
            "changes",
            "cluster",
            "conflicts",
            "doctor",
            "document",
            "drafting",
            "export",
            "finishing",
            "drafter",
            "reading",
            "filling",
            "fixing",
            "job",
            "judging",
            "mergedriver",
            "pipeline",
            "processes",
            "quick",
            "remote",
            "report",
            "resuming",
            "review",
            "starter",
            "terminology",
            "waiting",
        ),
        3,
    ),
    **dict.fromkeys(("__main__", "cli", "render", "render_findings", "render_review"), 4),
}


def module_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """First-level modules of the package that a file imports, at the top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found.update(named(node, path))
        elif isinstance(node, ast.Import):
            found.update(a.name.split(".")[1] for a in node.names if a.name.startswith("translate."))
    return found - {"__version__", "__init__"}


def named(node: ast.ImportFrom, path: Path) -> set[str]:
    """What `from translate.x import y`, `from . import x` or `from .x import y` names."""
    if node.level:
        package = ["translate", *path.relative_to(PACKAGE).parts[:-1]]
        base = package[: len(package) + 1 - node.level] + (node.module or "").split(".")
    else:
        base = (node.module or "").split(".")
    base = [part for part in base if part]
    if base[:1] != ["translate"]:
        return set()
    return {base[1]} if len(base) > 1 else {alias.name for alias in node.names}


FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py" or path.parent != PACKAGE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path):
    name = module_of(path)
    assert name in LAYERS, f"{name} has no layer: add it to this table and to DESIGN"
    above = {other for other in imports(path) if LAYERS[other] > LAYERS[name]}
    assert not above


def test_there_are_no_cycles():
    graph: dict[str, set[str]] = {}
    for path in FILES:
        graph.setdefault(module_of(path), set()).update(imports(path) - {module_of(path)})
    done: set[str] = set()
    while rest := graph.keys() - done:
        free = {name for name in rest if graph[name] <= done}
        assert free, f"a cycle among {sorted(rest)}"
        done |= free


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["models", "install", "--help"]])
def test_help_loads_no_heavy_library(arguments):
    code = (
        "import sys\n"
        "from translate.cli import app\n"
        f"try: app({arguments!r})\n"
        "except SystemExit: pass\n"
        "heavy = {'ctranslate2', 'argostranslate', 'polib', 'pymorphy3', 'sentencepiece', 'babel', 'numpy',"
        " 'sentencex', 'sacremoses', 'ahocorasick', 'markdown_it', 'ruamel', 'rapidfuzz', 'filelock',"
        " 'distributed', 'dask', 'sqlite3'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_importing_the_library_makes_no_folder(tmp_path):
    names = sorted({module_of(path) for path in FILES})
    code = "import importlib\n" + "".join(f"importlib.import_module('translate.{n}')\n" for n in names)
    environment = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "c"), "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    assert list(tmp_path.iterdir()) == []


def test_only_the_command_line_prints_or_exits():
    for path in FILES:
        if module_of(path) == "cli":
            continue
        source = path.read_text(encoding="utf-8")
        assert "sys.exit" not in source, path
        assert "import typer" not in source, path
