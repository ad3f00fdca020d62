"""False alarms of the checks on good translations, and how many faults put into these they find.

    uv run python benchmarks/checks.py SOURCE TARGET --locale ru [--glossary FILE.csv]

SOURCE and TARGET are text files, line by line the same sentences. A finding on a line as it stands is
taken for a false alarm. Then faults are put in, one at a time and only where such a thing is there:

digit       a digit of a figure that the English gives too is another digit
scale       million becomes billion and the like, in the target's own word
number      a figure in digits that the English gives too is gone, with its scale word
bracket     one bracket of a pair is gone
script      a letter of a word is one of another script, often one that looks the same
doubled     a word stands twice
term        the rendering of a glossary term is another word
half        the second half of the words is that of the English
negation    a word of negation is gone where the English is negated
name        the transliteration of a name is gone (of no language or people, and of no word that SOURCE has
            in small letters or `translate/checks/english.py` as one of titles and institutions)
quotes      the quotation marks are another language's

A fault is caught by a new finding of a right code that overlaps it. Of a thing that is gone, the message
must name it or the span touch its place; a finding without a span counts where nothing is left to point at.
The last line is one JSON object.
"""

import argparse
import json
import random
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from babel import Locale

from translate import figures, glossary, satisfying
from translate.checks import Context, check, english, names
from translate.errors import TranslateError
from translate.locales import target_info
from translate.unit import Outcome, Severity, Unit

CODES = {
    "digit": {"figure-lost", "figure-added"},
    "scale": {"figure-lost", "figure-added"},
    "number": {"figure-lost"},
    "bracket": {"brackets-unbalanced"},
    "script": {"wrong-script", "mixed-script"},
    "doubled": {"doubled-word"},
    "term": {"term-missing"},
    "half": {"untranslated"},
    "negation": {"negation-lost"},
    "name": {"name-lost"},
    "quotes": {"quote-marks"},
}
"""Kind of fault → the codes that speak of it."""

LETTER = r"[^\W\d_\u0300-\u036f]"
WORDS = {
    "Cyrl": re.compile(r"[\u0400-\u04ff]+(?:-[\u0400-\u04ff]+)*"),
    "Deva": re.compile(r"[\u0900-\u0963\u0971-\u097f\u200c\u200d]+"),
    "Latn": re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*"),
}
SCALES = {
    "ru": [
        {
            "тыс": "млн",
            "млн": "млрд",
            "млрд": "млн",
            "трлн": "млрд",
            "миллион": "миллиард",
            "миллиард": "миллион",
            "триллион": "миллиард",
            "тысяч": "миллионов",
        },
    ],
    "hi": [
        {
            "हजार": "लाख",
            "हज़ार": "लाख",
            "लाख": "करोड़",
            "करोड़": "लाख",
            "अरब": "करोड़",
            "खरब": "अरब",
            "मिलियन": "बिलियन",
            "बिलियन": "मिलियन",
            "ट्रिलियन": "बिलियन",
        },
    ],
}
LOOKALIKES = {
    "Cyrl": dict(zip("аеорсухкАВЕКМНОРСТХ", "aeopcyxkABEKMHOPCTX", strict=True)),
    "Deva": dict(zip("कगचटतनपमरलवस०", "કગચટતনপমরलવસ0", strict=True)),
    "Latn": dict(zip("aeopcyxkABEKMHOPCTX", "аеорсухкАВЕКМНОРСТХ", strict=True)),
}
STRANGERS = {"Cyrl": "aeknstzαλकনع", "Deva": "aekntжпфαককগதع", "Latn": "жпфшαλकনع"}
PEOPLES = set(Locale("en").languages.values())
NEGATED = re.compile(r"(?i)\b(?:not|never|cannot|without|nobody|none|neither|nor|no)\b|n[’']t\b")
NEGATIONS = {
    "ru": re.compile(r"(?i)(?<!\w)(?:не|нет|нельзя|без|невозможно)(?!\w)"),
    "hi": re.compile(r"(?<![\u0900-\u097f])(?:नहीं|नही|न|मत|बिना|ना)(?![\u0900-\u097f])"),
}
QUOTED = re.compile(r"«([^«»]+)»|“([^“”]+)”|„([^„“]+)“|\"([^\"]+)\"")


@dataclass(frozen=True)
class Line:
    """A sentence, its translation, and the requirements of the glossary."""

    source: str
    target: str
    required: tuple = ()


@dataclass(frozen=True)
class Fault:
    """A damaged target.

    Attributes:
        target: The text.
        span: Where the damage is; empty where something is gone.
        names: What a message names that speaks of the fault.
    """

    target: str
    span: tuple[int, int]
    names: tuple[str, ...] = ()


def replaced(text, span, new, names=()):
    start, end = span
    return Fault(text[:start] + new + text[end:], (start, start + len(new)), tuple(names))


def without(text, span, names=()):
    """The text without a stretch and the space before it."""
    start, end = span
    if start and text[start - 1] in " \u00a0":
        start -= 1
    return Fault(text[:start] + text[end:], (start, start), tuple(names))


class Bench:
    """What faults are made with: a locale, and chance from a seed."""

    def __init__(self, info, lines, seed):
        self.info = info
        self.lines = lines
        self.chance = random.Random(seed)  # noqa: S311 -- no secrets
        self.word = WORDS.get(info.script, WORDS["Latn"])
        self.small = {word for line in lines for word in re.findall(r"[a-z]+", line.source)}

    def held(self, line):
        """Figures of the English that stand whole in the target, with their places there."""
        found = figures.find(line.source)
        places = figures.held(found, line.target, self.info)
        return [(f, span) for f, span in zip(found, places, strict=True) if span and f.digits]

    def fault(self, kind, line):
        """A fault of a kind, or None where the line has nothing to damage so."""
        options = list(getattr(self, kind)(line))
        return self.chance.choice(options) if options else None

    def digit(self, line):
        for figure, (start, end) in self.held(line):
            for at in range(start, end):
                if line.target[at].isdecimal():
                    new = self.chance.choice([d for d in "123456789" if d != line.target[at]])
                    yield replaced(line.target, (at, at + 1), new, [figure.text])

    def scale(self, line):
        for figure, (start, end) in self.held(line):
            if not figure.scale:
                continue
            for match in self.word.finditer(line.target, start, min(len(line.target), end + 3)):
                for table in SCALES.get(self.info.language, ()):
                    stem = next(
                        (s for s in sorted(table, key=len, reverse=True) if match[0].startswith(s)), ""
                    )
                    ending = match[0][len(stem) :]
                    if stem == "тысяч":
                        ending = ""
                    if stem and match.start() < end:
                        new = table[stem] + ending
                        yield replaced(line.target, match.span(), new, [figure.text])

    def number(self, line):
        for figure, (start, end) in self.held(line):
            if any(char.isdecimal() for char in line.target[start:end]):
                yield without(line.target, (start, end), [figure.text])

    def bracket(self, line):
        for match in re.finditer(r"\(([^()]*)\)", line.target):
            for at, left in ((match.start(), match.end() - 1), (match.end() - 1, match.start())):
                text = line.target[:at] + line.target[at + 1 :]
                place = left - (at < left)
                yield Fault(text, (place, place + 1))

    def script(self, line):
        script = self.info.script
        for match in self.word.finditer(line.target):
            letters = [i for i in range(*match.span()) if line.target[i].isalpha()]
            if len(letters) < 2 or match[0] in line.source:
                continue
            at = self.chance.choice(letters)
            same = LOOKALIKES.get(script, {}).get(line.target[at])
            new = same or self.chance.choice(STRANGERS.get(script, STRANGERS["Latn"]))
            yield replaced(line.target, (at, at + 1), new)

    def doubled(self, line):
        for match in self.word.finditer(line.target):
            if len(match[0]) > 1:
                new = f"{match[0]} {match[0]}"
                yield replaced(line.target, match.span(), new)

    def term(self, line):
        for item in satisfying.verify(line.target, line.required, self.info.code):
            if item.outcome is not Outcome.SATISFIED:
                continue
            other = self.chance.choice(self.lines).target
            words = [w for w in self.word.findall(other) if len(w) > 4]
            if words:
                yield replaced(line.target, item.span, self.chance.choice(words), [item.requirement.source])

    def half(self, line):
        ours, theirs = line.target.split(), line.source.split()
        if len(theirs) >= 6 and len(ours) >= 4:
            kept = " ".join(ours[: len(ours) // 2])
            text = " ".join([kept, *theirs[len(theirs) // 2 :]])
            yield Fault(text, (len(kept) + 1, len(text)))

    def negation(self, line):
        pattern = NEGATIONS.get(self.info.language)
        if pattern and NEGATED.search(line.source):
            for match in pattern.finditer(line.target):
                yield without(line.target, match.span())

    def name(self, line):
        terms = [requirement.span for requirement in line.required]
        for match in re.finditer(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?![\w-])", line.source):
            word = match[0]
            if any(start < match.end() and match.start() < end for start, end in terms):
                continue
            if word.lower() in self.small or english.is_ordinary(word) or word in PEOPLES:
                continue
            alike = [m for m in self.word.finditer(line.target) if names.distance(word, m[0]) is not None]
            if line.source.count(word) != 1 or len(alike) != 1 or names.distance(word, alike[0][0]) != 0:
                continue
            if self.info.script != "Cyrl" or alike[0][0][0].isupper():
                yield without(line.target, alike[0].span(), [word])

    def quotes(self, line):
        for match in QUOTED.finditer(line.target):
            inner = next(group for group in match.groups() if group)
            for left, right in ("“”",) if self.info.quotes[0] == "«" else ("«»", "„“"):
                yield replaced(line.target, match.span(), left + inner + right)


def findings(line, target, info):
    unit = Unit("body", line.source, target, evidence=satisfying.verify(target, line.required, info.code))
    return check(unit, Context(info))


def new_findings(before, after):
    """Findings that were not there: more of one code and message than before."""
    left = Counter((f.code, f.message) for f in before)
    out = []
    for finding in after:
        key = finding.code, finding.message
        left[key] -= 1
        if left[key] < 0:
            out.append(finding)
    return out


def caught(kind, fault, found):
    for finding in found:
        if finding.code not in CODES[kind]:
            continue
        if finding.span is None or any(name in finding.message for name in fault.names):
            return True
        start, end = fault.span
        if finding.span[0] <= end and start <= finding.span[1]:
            return True
    return False


def read(source, target, terms, locale):
    ours, theirs = (path.read_text(encoding="utf-8").splitlines() for path in (source, target))
    if len(ours) != len(theirs):
        sys.exit(
            f"{source} has {len(ours)} lines, {target} has {len(theirs)}; they must be the same sentences"
        )
    return [
        Line(s, t, terms.requirements(s, locale) if terms else ())
        for s, t in zip(ours, theirs, strict=True)
        if s.strip() and t.strip()
    ]


def alarms(lines, info, shown):
    """Share of lines with an error and with a warning, and of each code."""
    begin = time.process_time()
    found = [findings(line, line.target, info) for line in lines]
    spent = time.process_time() - begin
    print(f"{len(lines)} lines, {1000 * spent / max(len(lines), 1):.2f} ms a line\n")
    by_code = Counter(code for one in found for code in {(f.severity.value, f.code) for f in one})
    total = max(len(lines), 1)
    share = {s.value: sum(any(f.severity is s for f in one) for one in found) / total for s in Severity}
    for severity in Severity:
        print(f"{severity.value:<22}{share[severity.value]:7.2%} of lines")
        for (kind, code), count in sorted(by_code.items(), key=lambda item: (-item[1], item[0])):
            if kind == severity.value:
                print(f"  {code:<20}{count / total:7.2%}")
    for line, one in ((line, one) for line, one in zip(lines, found, strict=True) if one):
        if shown <= 0:
            break
        shown -= 1
        print(f"\n  {line.source}\n  {line.target}")
        for finding in one:
            print(f"  -> {finding.code} {finding.span or ''} {finding.message}")
    return found, {
        "lines": len(lines),
        "ms_a_line": round(1000 * spent / total, 3),
        **{name: round(value, 4) for name, value in share.items()},
        "codes": {code: round(count / total, 4) for (_, code), count in sorted(by_code.items())},
    }


def inject(bench, before, amount, missed, kinds=tuple(CODES)):
    """Caught share by kind; kinds share the faults evenly as far as their lines reach."""
    results = {}
    for kind in kinds:
        order = list(range(len(bench.lines)))
        bench.chance.shuffle(order)
        tried = hit = 0
        left = missed
        for index in order:
            if tried >= amount / len(CODES):
                break
            line = bench.lines[index]
            fault = bench.fault(kind, line)
            if fault is None or fault.target == line.target:
                continue
            tried += 1
            found = new_findings(before[index], findings(line, fault.target, bench.info))
            if caught(kind, fault, found):
                hit += 1
            elif left > 0:
                left -= 1
                print(f"\n  missed: {kind} {fault.names}\n  {line.source}\n  {fault.target}")
        results[kind] = {"faults": tried, "caught": round(hit / tried, 4) if tried else None}
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--locale", default="ru")
    parser.add_argument("--glossary", type=Path, action="append", default=[])
    parser.add_argument("--faults", type=int, default=1000, help="all kinds together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="print so many lines with findings")
    parser.add_argument(
        "--missed", type=int, default=0, help="print so many faults of a kind that were not caught"
    )
    arguments = parser.parse_args()
    try:
        info = target_info(arguments.locale)
        terms = glossary.load(arguments.glossary) if arguments.glossary else None
        lines = read(arguments.source, arguments.target, terms, info.code)
    except TranslateError as error:
        sys.exit(str(error))
    before, result = alarms(lines, info, arguments.show)
    result["faults"] = inject(Bench(info, lines, arguments.seed), before, arguments.faults, arguments.missed)
    print(f"\n{'fault':<12}{'number':>8}{'caught':>9}")
    for kind, row in result["faults"].items():
        share = "–" if row["caught"] is None else f"{row['caught']:.3f}"
        print(f"{kind:<12}{row['faults']:>8}{share:>9}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
