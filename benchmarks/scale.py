"""Time and memory against the number of articles: cold, unchanged, one changed, stopped half-way.

    uv run python benchmarks/scale.py [--sizes 50 200 2000] [--beam 1] [--jobs N] [--plot FILE.png] [--keep]

Workspaces of short articles, six sentences each, are made in a temporary folder, always the same: rows of
`articles.tsv` with other numbers, names and places, so that no two sentences are alike. Each measure is a
process of its own, the command as a desk types it, `translate run --quiet`, with the locale's starter and the
program's glossary. Memory is the peak of the process (`ru_maxrss`) or, where it starts others, of what all of
them hold together ten times a second (`Pss`: a page that two share counts half in each; Linux only).

    start-up    `--help`, `stats` and `run` where there are no articles, `text` with one sentence, beside a
                bare `python -c pass`
    one         a run of one article with the default beam: its peak memory
    cold        the first run of N articles; memory at each N, and that of the most beside that at 200
    unchanged   the second run of the same, as a share of the first
    changed     one sentence changed in one of N articles; less start-up as a share of the first. Start-up is
                once a run without articles and once one that drafts a single article, which loads the model;
                the three take turns
    stopped     Ctrl-C (SIGINT) at half the time of the cold run: seconds until it ends, catalogues that are
                whole, and whether the next run drafts the rest and only the rest. "As cold" compares every
                catalogue with that of the run nobody stopped

The last line is one JSON object. `--plot` needs matplotlib, of the group `bench`.
"""

import argparse
import csv
import hashlib
import json
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
SENTENCES = 6
"""Sentences an article."""
AIMS = {
    "memory_ratio": 1.3,
    "unchanged_share": 0.01,
    "changed_share": 0.002,
    "one_article_mb": 350,
    "stop_seconds": 2.0,
}
PEOPLE = (
    "Anil Sharma", "Olga Smirnova", "Rahul Verma", "Igor Petrov", "Meera Nair", "Sergei Volkov", "Kiran Rao",
    "Anna Morozova", "Vikram Singh", "Pavel Orlov", "Sunita Joshi", "Maria Fedorova", "Arjun Mehta",
)  # fmt: skip
PLACES = (
    "Delhi", "Moscow", "Mumbai", "Kazan", "Chennai", "Samara", "Pune", "Omsk", "Hyderabad", "Tomsk", "Jaipur",
    "Vladivostok", "Kolkata", "Irkutsk", "Nagpur", "Perm", "Kochi", "Murmansk", "Bengaluru", "Sochi",
)  # fmt: skip
_NUMBER = re.compile(r"(?<![\w.,:–-])[1-9]\d{0,2}(?![\w.,:–-]?[\w])")
_PLACE = re.compile("|".join(rf"(?<![\w-]){place}(?![\w-])" for place in PLACES))


def sentences(count: int) -> list[str]:
    """So many different sentences, always the same: rows with other numbers, places and people."""
    with (HERE / "articles.tsv").open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        rows = [row["sentence"] for row in table if row["sentence"].endswith(".")]
    rnd = random.Random(7)  # noqa: S311 -- the same sentences every time
    found: dict[str, None] = {}
    turn = 0
    while len(found) < count:
        for row in rows:
            made = _PLACE.sub(lambda _: rnd.choice(PLACES), row)
            made = _NUMBER.sub(lambda m: str(rnd.randrange(10 ** (len(m[0]) - 1) + 1, 10 ** len(m[0]))), made)
            if turn % 4 == 3 or made in found:
                made = f"{made[:-1]}, {rnd.choice(PEOPLE)} told reporters in {rnd.choice(PLACES)}."
            found.setdefault(made)
        turn += 1
    return list(found)[:count]


def texts(count: int) -> list[str]:
    """Short articles of two paragraphs."""
    every, half = sentences(count * SENTENCES), SENTENCES // 2
    return [
        f"{' '.join(every[at : at + half])}\n\n{' '.join(every[at + half : at + SENTENCES])}\n"
        for at in range(0, len(every), SENTENCES)
    ]


@dataclass(frozen=True)
class Ran:
    """A command that ended: seconds, peak memory in MB (1,024 × 1,024 bytes), exit code, what it printed."""

    seconds: float
    mb: float
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Desk:
    """Where commands are run: a workspace, its locale, threads (0: one a core)."""

    folder: Path
    locale: str
    jobs: int

    def run(self, *more: str, stop_after: float | None = None) -> tuple[Ran, float]:
        """`translate run`, stopped with SIGINT after so many seconds; and how long it then took to end."""
        jobs = ("-j", str(self.jobs)) if self.jobs else ()
        return timed(("run", "-l", self.locale, *jobs, *more), self.folder, stop_after=stop_after)

    @property
    def catalogues(self) -> dict[str, Path]:
        """The catalogue of each article that has one."""
        folder = self.folder / "locales" / self.locale / "LC_MESSAGES"
        return {path.stem: path for path in sorted(folder.glob("*.po"))}


class Family(threading.Thread):
    """Looks at the memory of a process that has others, until it has ended."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.mb, self.ended = pid, 0.0, threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.1):
            pids = [self.pid]
            for pid in pids:
                pids += [int(child) for child in self._read(pid, f"task/{pid}/children").split()]
            if len(pids) > 1:
                held = (
                    re.search(r"^Pss: +(\d+)", self._read(pid, "smaps_rollup"), re.MULTILINE) for pid in pids
                )
                self.mb = max(self.mb, sum(int(found[1]) for found in held if found) / 1024)

    @staticmethod
    def _read(pid: int, name: str) -> str:
        try:
            return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8")
        except OSError:
            return ""


def timed(command: tuple[str, ...], folder: Path, *, stop_after: float | None = None) -> tuple[Ran, float]:
    """A command of the program in a process of its own; and the seconds from a SIGINT to its end."""
    started = [sys.executable, "-m", "translate", *command] if command else [sys.executable, "-c", "pass"]
    # A process counts what its parent held when it was started: this program stays small.
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        begun = time.perf_counter()
        process = subprocess.Popen(started, cwd=folder, stdout=out, stderr=err)
        family = Family(process.pid)
        family.start()
        asked = begun
        if stop_after is not None:
            time.sleep(stop_after)
            asked = time.perf_counter()
            process.send_signal(signal.SIGINT)
        _, status, usage = os.wait4(process.pid, 0)
        ended = time.perf_counter()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        family.ended.set()
        peak = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
        return Ran(
            ended - begun, max(peak, family.mb), process.returncode, out.read(), err.read()
        ), ended - asked


def desk(root: Path, name: str, articles: list[str], arguments: argparse.Namespace, beam: int) -> Desk:
    """A new workspace with these articles, made by `translate init`."""
    folder = root / name
    must(timed(("init", str(folder), "-l", arguments.locale), root)[0], {0})
    with (folder / "translate.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[engine]\nbeam = {beam}\n")
    for number, text in enumerate(articles):
        (folder / "articles" / f"article-{number:05}.txt").write_text(text, encoding="utf-8")
    return Desk(folder, arguments.locale, arguments.jobs)


def must(ran: Ran, codes: set[int]) -> Ran:
    """The same, if it ended as it should: 1 is an error finding in a draft."""
    if ran.code not in codes:
        raise SystemExit(f"ended with {ran.code}:\n{ran.err or ran.out}")
    return ran


def start_up(empty: Desk, arguments: argparse.Namespace) -> dict[str, float]:
    """Seconds of what does next to nothing, the commands taking turns."""
    ways = {
        "python": (),
        "help": ("--help",),
        "stats": ("stats",),
        "run": ("run", "-l", arguments.locale, "--quiet"),
        "text": ("text", "-l", arguments.locale, "The two ministers met in Delhi on Friday."),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(arguments.rounds + 1):
        for name, command in ways.items():
            ran = must(timed(command, empty.folder)[0], {0})
            if turn:
                seconds[name].append(ran.seconds)
    median = {name: statistics.median(values) for name, values in seconds.items()}
    told = (f"{name} {value:.2f} s ({value / median['python']:.0f} times)" for name, value in median.items())
    print("start-up:", ", ".join(told), flush=True)
    return {name: round(value, 3) for name, value in median.items()}


def one_article(root: Path, arguments: argparse.Namespace) -> tuple[dict[str, float], Desk]:
    """A cold run of one article, with the default beam and with the rest's; the workspace of the latter."""
    out: dict[str, float] = {}
    for label, beam in (("default", 4), ("chosen", arguments.beam)):
        made = desk(root, f"one-{label}", texts(1), arguments, beam)
        ran = must(made.run("--quiet")[0], {0, 1})
        numbers = {"beam": beam, "mb": round(ran.mb), "seconds": round(ran.seconds, 3)}
        out |= {f"{label}_{name}": value for name, value in numbers.items()}
    print(
        f"one article at beam 4: {out['default_seconds']:.2f} s, {out['default_mb']:.0f} MB "
        f"(aim {AIMS['one_article_mb']} MB); at beam {arguments.beam} {out['chosen_seconds']:.2f} s",
        flush=True,
    )
    return out, made


def size(root: Path, count: int, arguments: argparse.Namespace, empty: Desk, one: Desk) -> dict[str, object]:
    """All measures of one number of articles, beside runs in a workspace of none and of one."""
    made = desk(root, f"desk-{count}", texts(count), arguments, arguments.beam)
    cold = must(made.run("--quiet")[0], {0, 1})
    if len(made.catalogues) != count:
        raise SystemExit(f"{len(made.catalogues)} catalogues of {count} articles")
    first = {slug: digest(path) for slug, path in made.catalogues.items()}
    seen = [must(made.run("--quiet")[0], {cold.code}) for _ in range(arguments.rounds)]
    unchanged = statistics.median(ran.seconds for ran in seen)
    if first != {slug: digest(path) for slug, path in made.catalogues.items()}:
        raise SystemExit("a second run changed something")
    turns = [
        (
            change(made, count, turn),
            must(empty.run("--quiet")[0], {0}).seconds,
            must(one.run("--quiet", "--redraft")[0], {0, 1}).seconds,
        )
        for turn in range(arguments.rounds)
    ]
    changed, idle, single = map(statistics.median, zip(*turns, strict=True))
    out: dict[str, object] = {
        "articles": count,
        "cold_seconds": round(cold.seconds, 2),
        "sentences_per_second": round(count * SENTENCES / cold.seconds, 1),
        "cold_mb": round(cold.mb, 1),
        "unchanged_seconds": round(unchanged, 3),
        "unchanged_share": round(unchanged / cold.seconds, 4),
        "unchanged_mb": round(max(ran.mb for ran in seen), 1),
        "changed_seconds": round(changed, 3),
        "none_seconds": round(idle, 3),
        "one_seconds": round(single, 3),
        "changed_share": round((changed - idle) / cold.seconds, 4),
        "changed_share_less_one_article": round((changed - single) / cold.seconds, 4),
    }
    print(
        f"{count} articles: cold {cold.seconds:.1f} s ({out['sentences_per_second']} sentences a second), "
        f"{cold.mb:.0f} MB\n"
        f"  unchanged: {unchanged:.2f} s, {unchanged / cold.seconds:.2%} of the first "
        f"(aim {AIMS['unchanged_share']:.0%}), {out['unchanged_mb']:.0f} MB\n"
        f"  one changed: {changed:.2f} s; less a run of none {(changed - idle) / cold.seconds:.2%}, less a "
        f"run of one {(changed - single) / cold.seconds:.2%} of the first (aim {AIMS['changed_share']:.1%})",
        flush=True,
    )
    shutil.rmtree(made.folder / "output")
    return out | {"stopped": stopped(root, count, arguments, cold, first)}


def change(made: Desk, count: int, turn: int) -> float:
    """Seconds of a run after one sentence of one article was changed; all others stay as they are."""
    path = made.folder / "articles" / f"article-{count // 2:05}.txt"
    before = path.read_text(encoding="utf-8")
    path.write_text(f"The {turn + 3} delegates from Pune left at noon. {before}", encoding="utf-8")
    old = {slug: digest(found) for slug, found in made.catalogues.items()}
    ran = must(made.run("--quiet")[0], {0, 1})
    new = {slug: digest(found) for slug, found in made.catalogues.items()}
    if [slug for slug in new if new[slug] != old[slug]] != [path.stem]:
        raise SystemExit("not just the changed article was recorded again")
    path.write_text(before, encoding="utf-8")
    must(made.run("--quiet")[0], {0, 1})
    return ran.seconds


def stopped(
    root: Path, count: int, arguments: argparse.Namespace, cold: Ran, first: dict[str, str]
) -> dict[str, object]:
    """A run stopped half-way, and the one that goes on."""
    made = desk(root, f"stopped-{count}", texts(count), arguments, arguments.beam)
    ran, seconds = made.run("--quiet", stop_after=cold.seconds / 2)
    whole = {slug: path.stat().st_mtime_ns for slug, path in made.catalogues.items() if filled(path)}
    partial = len(made.catalogues) - len(whole)
    told = re.search(r"stopped; ([\d,]+)", ran.err)
    rest = must(made.run("--json")[0], {0, 1})
    drafted = {row["article"]: row["drafted"] for row in json.loads(rest.out)["articles"]}
    again = sum(drafted[slug] > 0 for slug in whole)
    touched = sum(made.catalogues[slug].stat().st_mtime_ns != at for slug, at in whole.items())
    missing = count - sum(filled(path) for path in made.catalogues.values())
    same = sum(first.get(slug) == digest(path) for slug, path in made.catalogues.items())
    out: dict[str, object] = {
        "exit_code": ran.code,
        "stop_seconds": round(seconds, 2),
        "recorded": len(whole),
        "told": int(told[1].replace(",", "")) if told else None,
        "half_recorded": partial,
        "rest_seconds": round(rest.seconds, 2),
        "rest_drafted_sentences": sum(drafted.values()),
        "rest_sentences": (count - len(whole)) * SENTENCES,
        "drafted_again": again,
        "written_again": touched,
        "missing_at_the_end": missing,
        "as_cold": same,
    }
    print(
        f"  stopped after {cold.seconds / 2:.1f} s: ended in {seconds:.2f} s "
        f"(aim {AIMS['stop_seconds']:.0f} s) with {ran.code}, {len(whole)} catalogues whole "
        f"(it told {out['told']}), {partial} not\n"
        f"  going on: {rest.seconds:.1f} s, {out['rest_drafted_sentences']} of "
        f"{out['rest_sentences']} sentences drafted; articles "
        f"drafted again {again}, missing {missing}; {same} of {count} catalogues as cold",
        flush=True,
    )
    if not whole:
        print("  nothing was recorded yet: so few articles are one pool of sentences", flush=True)
    return out


def filled(path: Path) -> bool:
    """Whether each entry of a catalogue has a text."""
    return not re.search(r'^msgstr ""\n(?!")', path.read_text(encoding="utf-8") + "\n", re.MULTILINE)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def plot(path: Path, sizes: list[dict[str, object]]) -> None:
    """Time and memory against the number of articles, as a picture."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    count = [item["articles"] for item in sizes]
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for key, label in (("cold", "first run"), ("changed", "one article changed"), ("unchanged", "unchanged")):
        left.plot(count, [item[f"{key}_seconds"] for item in sizes], marker="o", label=label)
    left.set(xscale="log", yscale="log", xlabel="articles", ylabel="seconds", title="Time")
    left.axhline(
        statistics.median(item["none_seconds"] for item in sizes),
        color="grey",
        linestyle=":",
        label="start-up",
    )
    left.legend()
    for key, label in (("cold_mb", "first run"), ("unchanged_mb", "unchanged")):
        right.plot(count, [item[key] for item in sizes], marker="o", label=label)
    right.set(xscale="log", ylim=(0, None), xlabel="articles", ylabel="MB at the peak", title="Memory")
    right.legend()
    for axis in (left, right):
        axis.set_xticks(count, [f"{n:,}" for n in count])
        axis.minorticks_off()
        axis.grid(visible=True, alpha=0.3)
    figure.savefig(path, dpi=120, metadata={"Software": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 200, 2000])
    parser.add_argument("--locale", default="ru")
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=0, help="threads to decode with; one a core if not said")
    parser.add_argument("--rounds", type=int, default=3, help="turns of the short measures")
    parser.add_argument("--plot", type=Path, metavar="FILE.png")
    parser.add_argument("--keep", action="store_true", help="leave the workspaces where they were made")
    arguments = parser.parse_args()

    root = Path(tempfile.mkdtemp(prefix="translate-scale-"))
    # No package, cache or setting of the user's own.
    os.environ |= {"HOME": str(root / "home"), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    for name in ("ARGOS_PACKAGES_DIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        os.environ[name] = str(root / "home" / name.lower())
    (root / "home").mkdir()
    try:
        out: dict[str, object] = {"locale": arguments.locale, "beam": arguments.beam, "aims": AIMS}
        empty = desk(root, "empty", [], arguments, arguments.beam)
        out["start_up"] = start_up(empty, arguments)
        out["one_article"], one = one_article(root, arguments)
        sizes = [size(root, count, arguments, empty, one) for count in sorted(set(arguments.sizes))]
        base = next((item for item in sizes if item["articles"] == 200), sizes[0])
        out["memory_ratio"] = round(sizes[-1]["cold_mb"] / base["cold_mb"], 3)
        print(
            f"memory of {sizes[-1]['articles']} articles: {out['memory_ratio']:.2f} times that of "
            f"{base['articles']} (aim {AIMS['memory_ratio']})"
        )
        out["sizes"] = sizes
        if arguments.plot:
            plot(arguments.plot.resolve(), sizes)
        print(json.dumps(out))
    finally:
        if arguments.keep:
            print(f"the workspaces are in {root}", file=sys.stderr)
        else:
            shutil.rmtree(root)


if __name__ == "__main__":
    main()
