"""Where the time of a cold run goes, by sampling the main thread every few milliseconds.

    uv run python benchmarks/profile_run.py [--articles 100] [--locale ru] [--beam 4] [--threads 1]

A workspace of distinct short articles (as `scale.py` makes them) is drafted in this process. Each sample
counts for the innermost of our functions on the stack; waiting for CTranslate2 is decoding or weighing. The
last line is JSON.
"""

import argparse
import json
import shutil
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
PARTS = {
    "matching": ("matching.py", "glossary.py", "literals.py"),
    "forms": ("inflect/",),
    "figures": ("figures/",),
    "PO": ("catalog.py", "pogrammar.py", "posyntax.py", "align.py"),
    "hashing": ("ledger.py", "seen.py"),
    "checks": ("checks/",),
    "reading": ("segment.py", "articles/"),
    "repair": ("repair.py", "satisfying.py", "candidates.py", "windows.py", "enforce.py", "placing.py"),
    "typography": ("typography.py", "typesetting.py", "quotation.py"),
    "writing": ("export.py", "atomic.py"),
    "memory": ("memory.py", "memorystore.py"),
}
ENGINE = {"encode": "tokenising", "decode": "tokenising", "spell": "tokenising", "score": "weighing"}


def part_of(frame) -> str:
    """What the innermost of our functions on a stack is for."""
    engine = ""
    while frame is not None:
        name = frame.f_code.co_filename
        if "/translate/" in name and "site-packages" not in name:
            inner = name.rpartition("/translate/")[2]
            if inner == "engine.py":
                engine = engine or "decoding"
                engine = ENGINE.get(frame.f_code.co_name, engine)
            elif engine:
                return engine
            else:
                found = next((p for p, files in PARTS.items() if inner.startswith(files)), "")
                return found or "other"
        frame = frame.f_back
    return "start-up"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--locale", default="ru")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    import scale

    from translate import config, pipeline

    class Silent:
        def begin(self, label, total): ...

        def advance(self, count): ...

        def drafted(self, count): ...

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "desk"
        (folder / "articles").mkdir(parents=True)
        shutil.copytree(HERE.parent / "glossary", folder / "glossary")
        engine = f"[engine]\nbeam = {options.beam}\nthreads = {options.threads}\n"
        settings = f'locales = ["{options.locale}"]\n{engine}'
        (folder / "translate.toml").write_text(settings, encoding="utf-8")
        for number, text in enumerate(scale.texts(options.articles)):
            (folder / "articles" / f"article-{number:05}.txt").write_text(text, encoding="utf-8")
        samples = Counter()
        signal.signal(signal.SIGALRM, lambda _, frame: samples.update([part_of(frame)]))
        signal.setitimer(signal.ITIMER_REAL, 0.003, 0.003)
        report = pipeline.run(config.load(folder), pipeline.Options(), Silent())
        signal.setitimer(signal.ITIMER_REAL, 0)
        if report.problems:
            raise SystemExit(str(report.problems[0]))
    total = samples.total()
    shares = {part: round(count / total, 4) for part, count in samples.most_common()}
    for part, share in shares.items():
        print(f"{part:12} {share:6.1%}")
    aimed = sum(shares.get(part, 0) for part in ("tokenising", "PO", "hashing", "matching", "forms"))
    print(f"tokenising, PO, hashing, matching and forms together: {aimed:.1%} (aim 10 %)")
    print(json.dumps({"shares": shares, "together": round(aimed, 4), "samples": total}))


if __name__ == "__main__":
    main()
