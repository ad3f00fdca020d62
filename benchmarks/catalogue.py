"""How long `translate update` takes where nothing changed, beside gettext's msgmerge on the same files.

    uv run python benchmarks/catalogue.py [--catalogues 5000] [--entries 20] [--large 20000] [--rounds 3]

Two workspaces are made in a temporary folder, always the same: many articles of a few sentences, and one
of very many. Three in five texts are approved, the rest are drafts, as after some days at a desk. Then these
take turns, each in a process of its own, all on one core:

    msgmerge          `msgmerge --quiet -o /dev/null FILE.po FILE.pot` for each catalogue, in a loop of sh;
                      the baseline
    msgmerge --update the same with `--update --backup=off`, which writes nothing where nothing changed
    in process        pipeline.run with Options(draft=False, export=False), the start of Python not counted
    command           `translate update --quiet`, start and all
    catalogues alone  each article and its files read, brought up to date and recorded, one after the other,
                      without findings; the start of Python not counted

Ratios are of the medians, memory is the peak of the process (`ru_maxrss`). The templates are made from the
same articles. Every way must leave all files as they were. The last line is one JSON object.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).parent
LOCALE = "ru"
PLACES = ("Delhi", "Moscow", "Mumbai", "Kazan", "Chennai", "Samara", "Pune", "Omsk", "Goa", "Tomsk", "Jaipur")
INSIDE = """
import json, sys, time
from pathlib import Path
from translate import config

class Silent:
    def begin(self, label, total): ...
    def advance(self, count): ...

    def drafted(self, count): ...

def whole(settings):
    from translate import pipeline
    report = pipeline.run(settings, pipeline.Options(draft=False, export=False), Silent())
    assert not report.problems and not any(row.changed for row in report.rows), "something changed"

def catalogues(settings):
    from translate import articles, document
    folder = settings.articles_dir
    paths, _ = articles.discover(folder, settings.articles.include)
    for path in paths:
        article = articles.read(path, folder=folder, front_matter=settings.articles.front_matter)
        doc = document.open_document(article, settings.locales[0], settings)
        assert not any(document.record(document.settled(doc, doc.units, {}), settings)), "something changed"

settings = config.load(Path(sys.argv[2]))
start = time.perf_counter()
{"whole": whole, "catalogues": catalogues}[sys.argv[1]](settings)
print(json.dumps(time.perf_counter() - start))
"""
SHELL = 'while read -r po; do msgmerge --quiet {options} "$po" "{templates}/${{po%.po}}.pot" || exit 1; done'


def sentences(count: int, rnd: random.Random) -> list[tuple[str, str]]:
    """Different English sentences with a Russian rendering each, from the pairs of `terms.en-ru.jsonl`."""
    with (HERE / "data" / "terms.en-ru.jsonl").open(encoding="utf-8") as file:
        pairs = [(pair["en"], pair["ru"]) for pair in map(json.loads, file)]
    seen: set[str] = set()
    found = []
    while len(found) < count:
        english, russian = rnd.choice(pairs)
        number, place = rnd.randrange(2, 99_000), rnd.choice(PLACES)
        made = f"{english[:-1]}, said report {number} from {place}."
        if made not in seen:
            seen.add(made)
            found.append((made, f"{russian[:-1]}, говорится в докладе {number} из {place}."))
    return found


def make(folder: Path, catalogues: int, entries: int) -> None:
    """A workspace with catalogues and ledgers as the program writes them, and templates for msgmerge."""
    from translate import articles, catalog, config, document, ledger, starter
    from translate.unit import State

    starter.make(folder, (LOCALE,))
    settings = config.load(folder)
    rnd = random.Random(5)  # noqa: S311 -- the same files every time
    for number in range(catalogues):
        pairs = dict(sentences(entries, rnd))
        texts = list(pairs)
        paragraphs = [" ".join(texts[at : at + 3]) for at in range(0, entries, 3)]
        path = settings.articles_dir / f"article-{number:05}.txt"
        path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
        article = articles.read(path, folder=settings.articles_dir, front_matter=())
        if {segment.source for segment in article.segments} != set(texts):
            raise SystemExit("the sentences of an article were not cut as they were put together")
        doc = document.open_document(article, LOCALE, settings)
        units = tuple(
            replace(unit, target=pairs[unit.source], state=State.DRAFT, model="benchmark-1")
            for unit in doc.units
        )
        doc = document.settled(doc, units, {unit.key: "" for unit in units})
        made = tuple(
            entry if rnd.random() < 0.4 else replace(entry, fuzzy=False) for entry in doc.catalog.entries
        )
        template = replace(
            doc.catalog,
            entries=tuple(replace(entry, target="", fuzzy=False) for entry in doc.catalog.entries),
        )
        book = doc.ledger.observed(made)
        po = settings.catalog_path(LOCALE, article.slug)
        pot = folder / "templates" / f"{article.slug}.pot"
        jsonl = settings.ledger_path(LOCALE, article.slug)
        for target, data in (
            (po, catalog.dump(replace(doc.catalog, entries=made))),
            (pot, catalog.dump(template)),
            (jsonl, ledger.dumps(book)),
        ):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)


def state_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of change of every catalogue and ledger."""
    return {
        path.as_posix(): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in (folder / "locales").rglob("*")
        if path.is_file()
    }


def timed(command: list[str], cwd: Path, feed: str = "") -> tuple[float, float, str]:
    """Seconds of the process, its peak memory in MB, what it printed."""
    with tempfile.TemporaryFile("w+") as source, tempfile.TemporaryFile("w+") as printed:
        source.write(feed)
        source.seek(0)
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, stdin=source, stdout=printed)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)[:200]}: exit code {process.returncode}")
        printed.seek(0)
        scale = 1 if sys.platform == "darwin" else 1024
        return seconds, usage.ru_maxrss * scale / 1e6, printed.read()


def compare(label: str, folder: Path, rounds: int) -> dict[str, float]:
    """Let all ways take turns; one turn before, which fills the caches of the disk, is not counted."""
    catalogues = folder / "locales" / LOCALE / "LC_MESSAGES"
    names = "".join(f"{path.name}\n" for path in sorted(catalogues.glob("*.po")))
    loop = {
        way: ["sh", "-c", SHELL.format(options=options, templates=folder / "templates")]
        for way, options in (("msgmerge", "-o /dev/null"), ("msgmerge --update", "--update --backup=off"))
    }
    ours = {
        "in process": [sys.executable, "-c", INSIDE, "whole", str(folder)],
        "command": [sys.executable, "-m", "translate", "update", "--quiet"],
        "catalogues alone": [sys.executable, "-c", INSIDE, "catalogues", str(folder)],
    }
    before = state_of(folder)
    seconds: dict[str, list[float]] = {}
    memory: dict[str, float] = {}
    for turn in range(rounds + 1):
        for way, command in loop.items():
            took, _, _ = timed(command, catalogues, names)
            if turn:
                seconds.setdefault(way, []).append(took)
        for way, command in ours.items():
            took, peak, printed = timed(command, folder)
            memory[way] = max(peak, memory.get(way, 0))
            if turn:
                seconds.setdefault(way, []).append(json.loads(printed) if printed else took)
    if state_of(folder) != before:
        raise SystemExit("an unchanged workspace was changed")
    median = {way: statistics.median(values) for way, values in seconds.items()}
    base = median["msgmerge"]
    print(f"{label}: msgmerge {base:.2f} s")
    for way, value in median.items():
        peak = f", {memory[way]:.0f} MB" if way in memory else ""
        print(f"  {way}: {value:.2f} s, {value / base:.2f} times msgmerge{peak}")
    out = {"msgmerge_seconds": round(base, 3)}
    for way in median.keys() - {"msgmerge"}:
        out[f"{way.replace(' ', '_').replace('--', '')}_ratio"] = round(median[way] / base, 3)
    return dict(sorted(out.items())) | {
        f"{way.replace(' ', '_')}_mb": round(mb) for way, mb in memory.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--catalogues", type=int, default=5000, help="how many small catalogues")
    parser.add_argument("--entries", type=int, default=20, help="entries of each of them")
    parser.add_argument("--large", type=int, default=20_000, help="entries of the one large catalogue")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    if not shutil.which("msgmerge"):
        raise SystemExit("msgmerge of GNU gettext is not installed")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # and all children: one core for all alike
    out: dict[str, object] = {}
    for label, catalogues, entries in (
        ("small", arguments.catalogues, arguments.entries),
        ("large", 1, arguments.large),
    ):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            make(folder, catalogues, entries)
            title = f"{catalogues} catalogue{'s' * (catalogues > 1)} of {entries} entries"
            out[label] = {"catalogues": catalogues, "entries": entries} | compare(
                title, folder, arguments.rounds
            )
    print(json.dumps(out))


if __name__ == "__main__":
    main()
