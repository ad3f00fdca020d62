"""Figures in drafts: how many are right with and without the machinery that holds them.

    uv run python benchmarks/figures.py [--lines 500] [--locale ru hi] [--show 0] [CORPUS]

CORPUS is a table of English, Hindi and Russian with a header, `../shared/corpora/domain.tsv` unless said. Its
first sentences with a figure are drafted twice in one process with the starter packages: as the package
drafts them, and with each figure a requirement. A figure is right where the draft says its value, its month,
its currency, its unit or its per cent (`translate.figures.compare`, which also reads the reference: what is
missed there is the reader's own fault and is told beside). Every figure that is not right has a finding of
`check`; one that has none counts as silently wrong. The last line is JSON.
"""

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
CORPUS = HERE.parents[1] / "shared" / "corpora" / "domain.tsv"


def sentences(path: Path, locale: str, lines: int) -> list[tuple[str, str]]:
    """English with a figure that is no name, and its reference."""
    from translate import figures

    head, *rows = path.read_text(encoding="utf-8").splitlines()
    column = head.split("\t").index(locale) if locale in head.split("\t") else {"hi": 1, "ru": 2}[locale]
    found = []
    for row in rows:
        cells = row.split("\t")
        if any(figure.kind != "name" for figure in figures.find(cells[0])):
            found.append((cells[0], cells[column]))
        if len(found) == lines:
            break
    return found


def judge(pairs: list[tuple[str, str]], locale: str) -> tuple[Counter, Counter, list, int]:
    """Figures and wrong ones by kind, the wrong ones with their sentences, those without a finding."""
    from translate import checks, figures
    from translate.locales import locale_info
    from translate.unit import Unit

    info = locale_info(locale)
    every, wrong, told, silent = Counter(), Counter(), [], 0
    for english, draft in pairs:
        lost = {loss.figure for loss in figures.compare(english, draft, info).lost}
        real = [figure for figure in figures.find(english) if figure.kind != "name"]
        every.update(figure.kind for figure in real)
        bad = [figure for figure in real if figure in lost]
        wrong.update(figure.kind for figure in bad)
        told += [(figure.text, english, draft) for figure in bad]
        if bad:
            unit = Unit("body", english, draft)
            found = [f.message for f in checks.check(unit, checks.Context(info, machine=True))]
            silent += sum(not any(figure.text in message for message in found) for figure in bad)
    return every, wrong, told, silent


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--lines", type=int, default=500)
    parser.add_argument("--locale", nargs="+", default=["ru", "hi"])
    parser.add_argument("--show", type=int, default=0, help="wrong figures to print")
    options = parser.parse_args()

    from translate import drafting, glossary, models
    from translate.config import EngineSettings
    from translate.engine import Engine
    from translate.figures import default
    from translate.unit import Outcome, Unit

    result = {}
    terms = glossary.load(tuple(sorted((HERE.parent / "glossary").glob("*.csv"))))
    for locale in options.locale:
        pairs = sentences(options.corpus, locale, options.lines)
        units = [Unit("body", english) for english, _ in pairs]
        engine = Engine(models.find(locale), EngineSettings())
        made, spent = {}, {}
        drafting.draft(
            units[:20], engine, terms, locale, style=default(locale)
        )  # forms are made once a process
        for name, style in (("without", None), ("with", default(locale))):
            start = time.perf_counter()
            made[name] = drafting.draft(units, engine, terms, locale, style=style)
            spent[name] = time.perf_counter() - start
        texts = {name: [(u.source, u.target) for u in drafts] for name, drafts in made.items()}
        judged = {"reference": judge(pairs, locale), **{n: judge(t, locale) for n, t in texts.items()}}
        kinds = [kind for kind, _ in judged["with"][0].most_common()]
        print(f"{locale}: {len(pairs)} sentences; right figures, reference / without / with")
        shares = {}
        for kind in [*kinds, "all"]:
            total = judged["with"][0].total() if kind == "all" else judged["with"][0][kind]
            bad = {n: j[1].total() if kind == "all" else j[1][kind] for n, j in judged.items()}
            shares[kind] = {"figures": total, **{n: round(1 - b / total, 4) for n, b in bad.items()}}
            row = "  ".join(f"{1 - bad[n] / total:6.3f}" for n in ("reference", "without", "with"))
            print(f"  {kind:12} {total:5}  {row}")
        evidence = [e for u in made["with"] for e in u.evidence if e.requirement.figure is not None]
        outcomes = Counter(e.outcome.value for e in evidence)
        same = sum(a.target == b.target for a, b in zip(made["without"], made["with"], strict=True))
        cost = spent["with"] / spent["without"]
        print(f"  requirements {dict(outcomes)}; drafts unchanged {same}; cost {cost:.2f}")
        print(f"  wrong without a finding: {judged['with'][3]}")
        for text, english, draft in judged["with"][2][: options.show]:
            print(f"  [{text}] {english}\n      {draft}")
        if options.show:
            repaired = [
                (e.requirement.source, e.was, e.form, e.method, u.source, u.target)
                for u in made["with"]
                for e in u.evidence
                if e.requirement.figure is not None and e.outcome is Outcome.REPAIRED
            ]
            for source, was, form, method, english, draft in repaired[: options.show]:
                print(f"  {source}: {was!r} became {form!r} ({method})\n      {english}\n      {draft}")
        result[locale] = {
            "kinds": shares,
            "outcomes": dict(outcomes),
            "unchanged": same,
            "cost": round(cost, 3),
            "silent": judged["with"][3],
            "unenforced": Counter(e.method for e in evidence if e.outcome is Outcome.UNENFORCED),
        }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
