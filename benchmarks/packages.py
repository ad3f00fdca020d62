"""The model card's figures: chrF2++ and BLEU of packages, on general sentences and on those of the domain.

    uv run python benchmarks/packages.py [--show 0] [PACKAGE.argosmodel ...]

The packages are the starters of `models/` unless named; several into one language stand beside each other in
the same run, so that a new one is judged by the one before it. Each drafts, with the program's own settings:

- FLORES-200 dev (997 sentences of any subject) and the 150 sentences of the domain that no starter was
  trained on, each line as one sentence (*alone*): no glossary, no figures, no cutting;
- the 150 once more with the repository's glossary and figures held, as a run drafts them (*held*).

`--show N` prints the first N of the 150 with English, reference and drafts, for an editor to read. BLEU is
sacrebleu's with its own tokeniser (13a). The last line is JSON.
"""

import argparse
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))
EVAL = ROOT.parent / "shared" / "eval"


def development_sets(locale: str, folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Pairs of English and reference by set; a set that lacks the language is left out."""
    found = {}
    general = [folder / "flores-dev" / f"dev.{code}" for code in ("en", locale)]
    if all(path.is_file() for path in general):
        sides = [path.read_text(encoding="utf-8").splitlines() for path in general]
        found["general"] = list(zip(*sides, strict=True))
    column = {"hi": 1, "ru": 2}.get(locale)
    domain = folder / "domain" / "dev.tsv"
    if column is not None and domain.is_file():
        rows = [line.split("\t") for line in domain.read_text(encoding="utf-8").splitlines()]
        found["domain"] = [(cells[0], cells[column]) for cells in rows]
    return found


def drafts(package, locale, pairs, held):
    """A draft for each pair's English: by the package alone, or with terms and figures held."""
    from translate import drafting, figures, glossary
    from translate.config import EngineSettings
    from translate.engine import Engine
    from translate.unit import Unit

    english = [source for source, _ in pairs]
    engine = Engine(package, EngineSettings())
    if not held:
        return [engine.decode(h.pieces) for h in engine.draft([engine.encode(text) for text in english])]
    terms = glossary.load(tuple(sorted((ROOT / "glossary").glob("*.csv"))))
    units = [Unit("body", text) for text in english]
    return [
        unit.target for unit in drafting.draft(units, engine, terms, locale, style=figures.default(locale))
    ]


def scores(made: list[str], pairs: list[tuple[str, str]]) -> dict[str, float]:
    """chrF2++ and BLEU against the references."""
    from sacrebleu.metrics import BLEU, CHRF

    references = [[reference for _, reference in pairs]]
    measures = {"chrf": CHRF(word_order=2), "bleu": BLEU()}
    return {name: round(m.corpus_score(made, references).score, 2) for name, m in measures.items()}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("packages", nargs="*", type=Path, metavar="PACKAGE")
    parser.add_argument("--eval", type=Path, default=EVAL, help="folder of the development sets")
    parser.add_argument("--show", type=int, default=0, help="sentences to print with their drafts")
    options = parser.parse_args()

    from translate import models

    result: dict[str, dict] = {}
    shown: dict[str, dict[str, list[str]]] = {}
    for path in options.packages or sorted((ROOT / "models").glob("*.argosmodel")):
        package = models.read_package(path, "argument")
        locale = package.to_code
        sets = development_sets(locale, options.eval)
        if not sets:
            sys.exit(f"{options.eval} has no development set for {path}")
        row: dict[str, dict[str, float]] = {}
        for name, pairs in sets.items():
            for way in ("alone", "held") if name == "domain" else ("alone",):
                made = drafts(package, locale, pairs, way == "held")
                row[f"{name} {way}"] = scores(made, pairs)
                if name == "domain":
                    shown.setdefault(locale, {})[f"{package.signature} {way}"] = made
        result[package.signature] = row
        cells = ", ".join(f"{name} {s['chrf']:.1f} / {s['bleu']:.1f}" for name, s in row.items())
        print(f"{package.signature}: {cells}", flush=True)
    for locale, ways in shown.items():
        for i, (english, reference) in enumerate(development_sets(locale, options.eval)["domain"]):
            if i == options.show:
                break
            print(f"\n{english}\n  reference: {reference}")
            for name, made in ways.items():
                print(f"  {name}: {made[i]}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
