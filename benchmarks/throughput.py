"""How fast we draft, beside Argos Translate's own API and beside one bare CTranslate2 call.

    uv run python benchmarks/throughput.py [PACKAGE] [--locale ru] [--threads 1] [--rounds 5] [--beam 4]
    uv run python benchmarks/throughput.py --batches [--sentences 2000]

The same package, beam and number of threads for all, taking turns in one run, so that noise of the machine
hits all alike; the ratios are of the medians. Argos is called once a paragraph, as its users do, with
sentencex in the place of its sentence splitter, which would want a download. Ours is once without terms, and
once with the first 500 rows of the glossary and figures held. The last line is one JSON object.

40 articles are also drafted at the beams of `--beams`, by Argos at the same, with the chrF2++ of each on
DEV (English, Hindi, Russian, tab-separated), so that a desk can choose its trade; that needs sacrebleu, of
the group `bench`, and is left out without it.

`--batches` measures something else: how many drafts of `--sentences` different sentences are not the same
when they are decoded in other company than that in which a run decodes them.
"""

import argparse
import csv
import importlib.util
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
DEV = ROOT.parent / "shared" / "eval" / "domain" / "dev.tsv"
COLUMNS = {"hi": 1, "ru": 2}
AIMS = {"times_argos": 1.6, "of_raw": 0.93, "of_raw_held": 0.6}


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


class Setting:
    """A package and what every measure needs of it; made once the environment is a clean one."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        from translate import figures, glossary, models
        from translate.config import EngineSettings
        from translate.locales import locale_info

        self.locale, self.threads = arguments.locale, arguments.threads
        self.package = models.find(arguments.locale, explicit=arguments.package)
        self.settings = EngineSettings(threads=arguments.threads, beam=arguments.beam)
        self.nothing = glossary.load(())
        self.filed = glossary.load(tuple(sorted((ROOT / "glossary").glob("*.csv"))))
        self.terms = glossary.Glossary(self.filed.terms[:500])
        self.style = figures.default(locale_info(arguments.locale).language)
        self._argos = None

    @property
    def argos(self):
        if self._argos is None:
            from translate import models

            folder = models.open_package(self.package).model_dir.parent
            self._argos = argos_translation(folder, self.threads)
        return self._argos


@dataclass(frozen=True)
class Ways:
    """The ways of drafting with one beam."""

    setting: Setting
    engine: object
    beam: int

    @classmethod
    def with_beam(cls, setting: Setting, beam: int) -> "Ways":
        from translate.engine import Engine

        return cls(setting, Engine(setting.package, replace(setting.settings, beam=beam)), beam)

    def ours(self, texts, *, held=False):
        """Units of the texts with drafts; `held` holds terms and figures."""
        from translate import drafting, segment
        from translate.unit import Unit

        setting = self.setting
        units = [Unit("body", t[a:b]) for t in texts for a, b in segment.sentences(t)]
        terms, style = (setting.terms, setting.style) if held else (setting.nothing, None)
        return drafting.draft(units, self.engine, terms, setting.locale, style=style)

    def argos(self, texts) -> list[str]:
        """What Argos makes of each text."""
        from argostranslate import settings

        settings.beam_size = self.beam
        return [self.setting.argos.hypotheses(text, 1)[0].value for text in texts]

    def raw(self, pieces):
        """One call for tokenised, sorted sentences with the options of the program."""
        from translate.engine import MAX_TARGET_PIECES, batch_size

        self.engine._translator.translate_batch(
            pieces,
            beam_size=self.beam,
            length_penalty=self.engine.settings.length_penalty,
            no_repeat_ngram_size=self.engine.settings.no_repeat_ngram,
            disable_unk=True,
            return_scores=True,
            max_decoding_length=MAX_TARGET_PIECES,
            max_batch_size=batch_size(pieces),
            batch_type="tokens",
        )

    def compare(self, label: str, articles: list[list[str]], rounds: int) -> dict[str, object]:
        """All ways beside each other on these articles."""
        texts = [paragraph for article in articles for paragraph in article]
        sources = {unit.source for unit in self.ours(texts)}
        pieces = sorted((list(self.engine.encode(s)) for s in sorted(sources)), key=len, reverse=True)
        seconds = measure(
            {
                "argos": lambda: self.argos(texts),
                "raw": lambda: self.raw(pieces),
                "ours": lambda: self.ours(texts),
                "held": lambda: self.ours(texts, held=True),
            },
            rounds,
        )
        rate = {name: len(pieces) / value for name, value in seconds.items()}
        ratios = {
            "times_argos": seconds["argos"] / seconds["ours"],
            "of_raw": seconds["raw"] / seconds["ours"],
            "of_raw_held": seconds["raw"] / seconds["held"],
            "times_argos_held": seconds["argos"] / seconds["held"],
        }
        print(
            f"{label}, beam {self.beam}: {len(pieces)} sentences; sentences a second: "
            + ", ".join(f"{name} {value:.1f}" for name, value in rate.items())
        )
        print(
            f"  {ratios['times_argos']:.2f} times Argos called per paragraph, {ratios['of_raw']:.2f} of one "
            f"raw call; with 500 terms and figures held {ratios['times_argos_held']:.2f} and "
            f"{ratios['of_raw_held']:.2f}",
            flush=True,
        )
        return {name: round(value, 3) for name, value in ratios.items()} | {
            "sentences_per_second": {k: round(v, 1) for k, v in rate.items()},
        }

    def quality(self, pairs: list[tuple[str, str]]) -> dict[str, float]:
        """chrF2++ of each way on pairs of English and a reference."""
        from sacrebleu.metrics import CHRF

        english, references = [list(side) for side in zip(*pairs, strict=True)]
        made = {
            "argos": self.argos(english),
            "ours": self.joined(english, held=False),
            "held": self.joined(english, held=True),
        }
        score = CHRF(word_order=2)
        found = {name: score.corpus_score(drafts, [references]).score for name, drafts in made.items()}
        print("  chrF2++:", ", ".join(f"{name} {value:.2f}" for name, value in found.items()), flush=True)
        return {name: round(value, 2) for name, value in found.items()}

    def joined(self, english: list[str], *, held: bool) -> list[str]:
        """A draft for each line, also where it is more than one sentence."""
        from translate import segment

        drafts = iter(self.ours(english, held=held))
        return [" ".join(next(drafts).target for _ in segment.sentences(line)) for line in english]


def dev_pairs(path: Path, locale: str) -> list[tuple[str, str]]:
    """English and reference; none, and a word why, where something is missing."""
    if importlib.util.find_spec("sacrebleu") is None:  # looked for before minutes are spent
        print("no chrF2++: sacrebleu is not installed (`uv sync --group bench`)")
        return []
    if locale not in COLUMNS or not path.is_file():
        print(f"no chrF2++: {path} is not there, or has no {locale}")
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(cells[0], cells[COLUMNS[locale]]) for cells in (line.split("\t") for line in lines)]


def speeds(setting: Setting, arguments: argparse.Namespace) -> dict[str, object]:
    """One article and 40 with the chosen beam, then 40 with the others."""
    articles = read_articles()
    out: dict[str, object] = {"package": setting.package.signature, "threads": setting.threads, "aims": AIMS}
    out["beam"] = setting.settings.beam
    pairs = dev_pairs(arguments.dev, setting.locale)
    ways = Ways.with_beam(setting, setting.settings.beam)
    # One article takes a fraction of a second: more turns, or the ratio is noise.
    out["one article"] = ways.compare("one article", articles[:1], arguments.rounds * 8)
    beams: dict[str, object] = {}
    for beam in dict.fromkeys((setting.settings.beam, *arguments.beams)):
        ways = ways if beam == ways.beam else Ways.with_beam(setting, beam)
        found = ways.compare("40 articles", articles, arguments.rounds)
        beams[str(beam)] = found | ({"chrf": ways.quality(pairs)} if pairs else {})
    out["40 articles"] = beams[str(setting.settings.beam)]
    return out | {"beams": beams}


def batches(setting: Setting, sources: list[str]) -> dict[str, object]:
    """How many drafts differ from those of a run when sentences are decoded in other company."""
    from translate import drafter, drafting
    from translate.engine import Engine
    from translate.unit import Unit

    units = [Unit("body", source) for source in sources]
    engine = Engine(setting.package, setting.settings)
    order = list(range(len(units)))
    random.Random(11).shuffle(order)  # noqa: S311 -- the same order every time
    # A run's own order is by length: neighbours of an article are of any.
    ways = {
        "the same again": drafter.chunks(units),
        "whole pool": [order],
        "chunks of 512 in another order": [order[at : at + 512] for at in range(0, len(order), 512)],
        "an article at a time": [list(range(at, min(at + 6, len(units)))) for at in range(0, len(units), 6)],
        "one at a time": [[i] for i in range(len(units))],
    }
    out: dict[str, object] = {"package": setting.package.signature, "sentences": len(units)}
    for label, terms, style in (
        ("plain", setting.nothing, None),
        ("terms and figures", setting.filed, setting.style),
    ):

        def drafted(groups: Iterable[Sequence[int]], terms: Any = terms, style: Any = style) -> list[str]:
            made = [""] * len(units)
            for group in groups:
                some = [units[i] for i in group]
                drafts = drafting.draft(some, engine, terms, setting.locale, style=style)
                for i, unit in zip(group, drafts, strict=True):
                    made[i] = unit.target
            return made

        base = drafted(drafter.chunks(units))
        different: dict[str, int] = {}
        for name, groups in ways.items():
            made = drafted(groups)
            different[name] = sum(a != b for a, b in zip(base, made, strict=True))
            print(f"{label}: {name}: {different[name]} of {len(units)} drafts differ", flush=True)
        out[label] = different
    return out


def distinct_sentences(count: int, corpus: Path | None) -> list[str]:
    """So many different ones: of the first column of a file, or those of `scale.py`."""
    if corpus is None:
        import scale

        return scale.sentences(count)
    lines = corpus.read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(line.split("\t")[0] for line in lines))[:count]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("package", nargs="?", type=Path, help="a .argosmodel; the locale's own if left away")
    parser.add_argument("--locale", default="ru")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--beams", type=int, nargs="*", default=[2, 1], help="other beams, on 40 articles")
    parser.add_argument("--dev", type=Path, default=DEV, metavar="DEV", help="sentences with references")
    parser.add_argument("--batches", action="store_true", help="measure the company, not the speed")
    parser.add_argument("--sentences", type=int, default=2000)
    parser.add_argument("--corpus", type=Path, help="a table with English first, for --batches")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "HOME": home,
            "ARGOS_PACKAGES_DIR": f"{home}/packages",
            "XDG_CACHE_HOME": f"{home}/cache",
            "XDG_DATA_HOME": f"{home}/data",
            "XDG_CONFIG_HOME": f"{home}/config",
        }
        setting = Setting(arguments)
        if arguments.batches:
            out = batches(setting, distinct_sentences(arguments.sentences, arguments.corpus))
        else:
            out = speeds(setting, arguments)
        print(json.dumps(out))


if __name__ == "__main__":
    main()
