"""How fast we draft, beside Argos Translate's own API and beside one bare CTranslate2 call.

    uv run python benchmarks/throughput.py [PACKAGE] [--locale ru] [--threads 1] [--rounds 5]

The same package, beam and number of threads for all three, taking turns in one run, so that noise of
the machine hits all alike; the ratios are of the medians. Argos is called once a paragraph, as its
users do, with sentencex in the place of its sentence splitter, which would want a download. Ours is once
without terms, and once with the first 500 rows of the glossary and figures held. The last line is one JSON
object.
"""

import argparse
import csv
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent
ROOT = HERE.parent


def read_articles() -> list[list[str]]:
    """40 articles, each a list of paragraphs of three sentences."""
    articles: dict[str, list[str]] = {}
    with (HERE / "articles.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            articles.setdefault(row["article_number"], []).append(row["sentence"])
    return [
        [" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3)]
        for sentences in articles.values()
    ]


def argos_translation(folder: Path, threads: int):
    """Argos' own translation object on an extracted package, its sentence splitter replaced."""
    for name in ("stanza", "spacy", "minisbd"):
        sys.modules[name] = ModuleType(name)
    sys.modules["minisbd"].SBDetect = None
    models = ModuleType("minisbd.models")
    models.list_models = lambda: ["en"]
    sys.modules["minisbd"].models = sys.modules["minisbd.models"] = models
    from argostranslate import package, settings, translate

    settings.inter_threads, settings.intra_threads = 1, threads
    settings.compute_type = "int8_float32"
    english, other = translate.Language("en", "English"), translate.Language("xx", "Other")
    made = translate.PackageTranslation(english, other, package.Package(folder))

    class Sentencex:
        def split_sentences(self, text):
            import sentencex

            return [s for s in sentencex.segment("en", text) if s.strip()]

    made.sentencizer = Sentencex()
    return made


def measure(ways: dict, rounds: int) -> dict[str, float]:
    """Median seconds of each way, the ways taking turns; one turn before is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            if turn:
                seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in seconds.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("package", nargs="?", type=Path, help="a .argosmodel; the locale's own if left away")
    parser.add_argument("--locale", default="ru")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--beam", type=int, default=4)
    arguments = parser.parse_args()

    home = tempfile.mkdtemp()
    os.environ |= {
        "HOME": home,
        "ARGOS_PACKAGES_DIR": f"{home}/packages",
        "XDG_CACHE_HOME": f"{home}/cache",
        "XDG_DATA_HOME": f"{home}/data",
        "XDG_CONFIG_HOME": f"{home}/config",
    }
    from translate import drafting, figures, glossary, models, segment
    from translate.config import EngineSettings
    from translate.engine import MAX_TARGET_PIECES, Engine, batch_size
    from translate.locales import locale_info
    from translate.unit import Unit

    package = models.find(arguments.locale, explicit=arguments.package)
    loaded = models.open_package(package)
    settings = EngineSettings(threads=arguments.threads, beam=arguments.beam)
    engine = Engine(package, settings)
    argos = argos_translation(loaded.model_dir.parent, arguments.threads)
    nothing = glossary.load(())
    filed = glossary.load(tuple(sorted((ROOT / "glossary").glob("*.csv"))))
    terms = glossary.Glossary(filed.terms[:500])
    style = figures.default(locale_info(arguments.locale).language)
    articles = read_articles()
    out: dict[str, object] = {"package": package.signature, "threads": arguments.threads}

    def ours(texts, words=nothing, style=None):
        units = [Unit("body", t[a:b]) for t in texts for a, b in segment.sentences(t)]
        drafting.draft(units, engine, words, arguments.locale, style=style)
        return units

    for label, chosen in (("one article", articles[:1]), ("40 articles", articles)):
        texts = [paragraph for article in chosen for paragraph in article]
        pieces = sorted((list(engine.encode(u.source)) for u in ours(texts)), key=len, reverse=True)

        def raw(pieces=pieces):
            engine._translator.translate_batch(
                pieces,
                beam_size=settings.beam,
                length_penalty=settings.length_penalty,
                no_repeat_ngram_size=settings.no_repeat_ngram,
                disable_unk=True,
                return_scores=True,
                max_decoding_length=MAX_TARGET_PIECES,
                max_batch_size=batch_size(pieces),
                batch_type="tokens",
            )

        def per_paragraph(texts=texts):
            for text in texts:
                argos.hypotheses(text, 1)

        # One article takes a fraction of a second: more turns, or the ratio is noise.
        turns = arguments.rounds * (1 if len(chosen) > 1 else 8)
        seconds = measure(
            {
                "argos": per_paragraph,
                "raw": raw,
                "ours": lambda texts=texts: ours(texts),
                "held": lambda texts=texts: ours(texts, terms, style),
            },
            turns,
        )
        rate = {name: len(pieces) / value for name, value in seconds.items()}
        against_argos, of_raw = seconds["argos"] / seconds["ours"], seconds["raw"] / seconds["ours"]
        print(
            f"{label}: {len(pieces)} sentences; sentences a second: "
            + ", ".join(f"{name} {value:.1f}" for name, value in rate.items())
        )
        held = seconds["raw"] / seconds["held"]
        print(f"  {against_argos:.2f} times Argos called per paragraph, {of_raw:.2f} of one raw call")
        print(f"  {held:.2f} of one raw call with 500 terms and figures held")
        out[label] = {
            "times_argos": round(against_argos, 3),
            "of_raw": round(of_raw, 3),
            "of_raw_held": round(held, 3),
            "sentences_per_second": {k: round(v, 1) for k, v in rate.items()},
        }
    print(json.dumps(out))


if __name__ == "__main__":
    main()
