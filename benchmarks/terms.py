"""How well terms hold, and what holding them costs: no glossary, forms pasted in, and our drafts.

    uv run --with sacrebleu python benchmarks/terms.py PACKAGE DATA.jsonl [--locale ru] [--limit N]

A line of DATA is {"en": …, "ru": …, "terms": {source: rendering}}; its terms are its glossary, and
"forms": {source: [form, …]} may list forms that replace generated ones. Three ways in one run:

none    drafts with an empty glossary: what the package says by itself
pasted  the filed form over the words of that draft that attention finds for the term
ours    drafts as the program makes them

Figures are means over the terms of DATA, or over the terms found in both draft and reference:

success               the rendering stands in the draft: as words with its lemmas, or letter by letter
form_agreement        of the found, those in a form that the reference has
inflected_agreement   the same where the reference has another form than the dictionary's
dictionary_share      of the found, those in the dictionary form
chrf                  chrF2++ of all drafts (0 to 100)
chrf_outside          chrF2++ after the term's words are taken out of draft and reference
changed_without_term  of up to 500 sentences without a term, those that a glossary of all terms changes
cost                  times the seconds of `none`, every third sentence with terms; median of turns

In `none` the forms are those of terms the package rendered right unaided. The last line is one JSON object.
"""

import argparse
import dataclasses
import json
import random
import re
import statistics
import sys
import time
from collections import Counter
from functools import cache
from itertools import islice, pairwise
from pathlib import Path

from translate import drafting, models
from translate import engine as engine_module
from translate.config import EngineSettings
from translate.engine import Engine
from translate.errors import TranslateError
from translate.glossary import Glossary, Term
from translate.inflect import find_forms, language
from translate.unit import Outcome, Unit
from translate.windows import find, piece_spans, source_pieces, words

ROOT = Path(__file__).parent.parent
FLORES = ROOT.parent / "shared" / "eval" / "flores-dev" / "dev.en"
FREE = 500
TURNS = 3
FIGURES = (
    "success",
    "form_agreement",
    "inflected_agreement",
    "dictionary_share",
    "chrf",
    "chrf_outside",
    "changed_without_term",
    "cost",
)
# Vowel signs of Devanagari are no letters to Python, and the danda between them is no part of a word.
LETTER = r"[\w\u0900-\u0963\u0966-\u097f]"
WORD = re.compile(rf"{LETTER}+(?:-{LETTER}+)*")
VOWEL_SIGNS = "ािीुूेैोौंँ"


@dataclasses.dataclass(frozen=True)
class Row:
    """A line of the data: English, reference, rendering by term, and the glossary these terms make."""

    source: str
    reference: str
    terms: dict[str, str]
    glossary: Glossary


class Glossaries:
    """Stands for a glossary: a sentence of the data is looked up in its own, any other in `rest`."""

    def __init__(self, rows, rest):
        self.own = {row.source: row.glossary for row in rows}
        self.rest = rest

    def match(self, sentence):
        return self.own.get(sentence, self.rest).match(sentence)

    def requirements(self, sentence, locale):
        return self.own.get(sentence, self.rest).requirements(sentence, locale)


def read_rows(path, locale, limit):
    rows = []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(islice(file, limit), 1):
            data = json.loads(line)
            column = locale if locale in data else language(locale)
            forms = data.get("forms", {})
            terms = tuple(
                entry(source, {locale: (rendering,)}, {locale: tuple(forms.get(source, ()))}, (path, number))
                for source, rendering in data["terms"].items()
            )
            rows.append(Row(data["en"], data[column], data["terms"], Glossary(terms)))
    return rows


def entry(source, renderings, forms, place):
    """A glossary term; renderings and forms by locale."""
    return Term(
        term=source,
        variants=(),
        kind="other",
        case=False,
        flags=frozenset(),
        note="",
        renderings=renderings,
        forms={locale: values for locale, values in forms.items() if values},
        path=place[0],
        line=place[1],
    )


def all_terms(rows, locale):
    """One glossary of everything: a term's renderings in all lines are acceptable."""
    first, renderings, forms = {}, {}, {}
    for term in (term for row in rows for term in row.glossary.terms):
        first.setdefault(term.term, term)
        renderings.setdefault(term.term, {}).update(dict.fromkeys(term.renderings[locale]))
        forms.setdefault(term.term, {}).update(dict.fromkeys(term.forms.get(locale, ())))
    return Glossary(
        tuple(
            entry(
                name,
                {locale: tuple(renderings[name])},
                {locale: tuple(forms[name])},
                (term.path, term.line),
            )
            for name, term in first.items()
        )
    )


def draft_sentences(sentences, engine, glossary, locale):
    return drafting.draft([Unit("body", text) for text in sentences], engine, glossary, locale)


def draft_rows(rows, engine, locale):
    """Each row's unit, all drafted together; an English sentence met again waits for the next call."""
    made, left = {}, list(range(len(rows)))
    while left:
        now = list({rows[i].source: i for i in reversed(left)}.values())[::-1]
        glossary = Glossaries([rows[i] for i in now], Glossary())
        made |= zip(
            now, draft_sentences([rows[i].source for i in now], engine, glossary, locale), strict=True
        )
        left = [i for i in left if i not in made]
    return [made[i] for i in range(len(rows))]


def paste(rows, plain, engine, locale):
    """The plain drafts with each term's filed form over the window that attends most to the term."""
    sources = [engine.encode(row.source) for row in rows]
    targets = [engine.spell(text) or engine.encode(text) for text in plain]
    out = []
    for row, text, source, target, matrix in zip(
        rows, plain, sources, targets, engine.align(sources, targets), strict=True
    ):
        spans, spots = piece_spans(target, engine.decode), words(text)
        placed = []
        for needed in row.glossary.requirements(row.source, locale):
            columns = source_pieces(row.source, source, needed.span)
            free = [w for w in spots if all(w[1] <= s[0] or w[0] >= s[1] for s, _ in placed)]
            for window in find(matrix, columns, spans, free):
                if all(window.span[1] <= s[0] or window.span[0] >= s[1] for s, _ in placed):
                    placed.append((window.span, needed.renderings[0]))
                    break
        pasted = text
        for (start, end), form in sorted(placed, reverse=True):
            put = form if pasted[:start].strip() else form[:1].upper() + form[1:]
            pasted = pasted[:start] + put + pasted[end:]
        out.append(pasted)
    return out


@cache
def morphology():
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@cache
def lemmas(word, lang):
    """What a word may be a form of, in lower case; Hindi words are cut before their last vowel signs."""
    word = word.lower()
    if lang == "hi":
        stem = word.rstrip(VOWEL_SIGNS)
        return {stem if len(stem) > 1 else word}
    if lang == "ru":
        return {word} | {parse.normal_form.replace("ё", "е") for parse in morphology().parse(word)}
    return {word}


def windows(term, text, lang):
    """Spans of consecutive words that share their lemmas with the term's words."""
    wanted = [lemmas(m[0], lang) for m in WORD.finditer(term)]
    found = list(WORD.finditer(text))
    there = [lemmas(m[0], lang) for m in found]
    size = len(wanted)
    return [
        (found[i].start(), found[i + size - 1].end())
        for i in range(len(found) - size + 1)
        if size and all(wanted[j] & there[i + j] for j in range(size))
    ]


def surfaces(term, text, lang):
    """The term's forms in the text, in lower case, one space between words."""
    return {" ".join(WORD.findall(text[start:end])).lower() for start, end in windows(term, text, lang)}


def holds(term, text, lang):
    return bool(windows(term, text, lang)) or term.lower() in text.lower()


def without(terms, text, lang):
    """The text less every occurrence of the terms, in whatever form."""
    gone = set()
    for term in terms:
        for start, end in windows(term, text, lang):
            gone.update(range(start, end))
        gone.update(i for m in re.finditer(re.escape(term), text, re.IGNORECASE) for i in range(*m.span()))
    return " ".join("".join(" " if i in gone else c for i, c in enumerate(text)).split())


def figures(rows, drafts, lang, chrf):
    count = Counter()
    for row, text in zip(rows, drafts, strict=True):
        for term in row.terms.values():
            count["terms"] += 1
            count["held"] += holds(term, text, lang)
            mine, theirs = surfaces(term, text, lang), surfaces(term, row.reference, lang)
            if mine and theirs:
                count["both"] += 1
                count["agree"] += bool(mine & theirs)
                count["filed"] += term.lower() in mine
                if term.lower() not in theirs:
                    count["inflected"] += 1
                    count["inflected agree"] += bool(mine & theirs)

    def share(part, whole):
        return round(count[part] / count[whole], 4) if count[whole] else None

    bare = [without(row.terms.values(), text, lang) for row, text in zip(rows, drafts, strict=True)]
    bare_references = [without(row.terms.values(), row.reference, lang) for row in rows]
    return {
        "success": share("held", "terms"),
        "form_agreement": share("agree", "both"),
        "inflected_agreement": share("inflected agree", "inflected"),
        "dictionary_share": share("filed", "both"),
        "chrf": round(chrf.corpus_score(drafts, [[row.reference for row in rows]]).score, 2),
        "chrf_outside": round(chrf.corpus_score(bare, [bare_references]).score, 2),
        "changed_without_term": None,
        "cost": None,
    }, count


def cost(rows, free, size, draft):
    """Median over turns of seconds with terms by seconds without, and the number of sentences.

    `draft` takes sentences and, for sentences with terms, their rows; no rows mean no glossary.
    """
    count = min(len(rows), len(free) // 2, size // 3)
    chosen = [rows[i * len(rows) // count] for i in range(count)]
    mix = [*dict.fromkeys(row.source for row in chosen), *free[: 2 * count]]
    ratios = []
    for _ in range(TURNS):
        seconds = []
        for termed in ([], chosen):
            start = time.perf_counter()
            draft(mix, termed)
            seconds.append(time.perf_counter() - start)
        ratios.append(seconds[1] / seconds[0])
    return statistics.median(ratios), len(mix)


def side_effects(rows, sentences, engine, locale, mix):
    """What a glossary of all terms does to sentences without a term, and what terms cost in time."""
    everything = all_terms(rows, locale)
    free = [text for text in sentences if text.strip() and not everything.requirements(text, locale)]
    before, after = (
        [unit.target for unit in draft_sentences(free[:FREE], engine, terms, locale)]
        for terms in (Glossary(), everything)
    )
    changed = sum(a != b for a, b in zip(before, after, strict=True))
    print(f"{len(before)} sentences without a term, {changed} changed")
    out = {"changed_without_term": round(changed / len(before), 4) if before else None}
    if mix >= 3 and len(free) >= 2:

        def draft(texts, termed):
            glossary = Glossaries(termed, everything) if termed else Glossary()
            draft_sentences(texts, engine, glossary, locale)

        ratio, size = cost(rows, free, mix, draft)
        print(f"cost timed on {size} sentences")
        out["cost"] = round(ratio, 3)
    return out


def scramble():
    """From here on attention is given to the wrong target pieces, the same ones in every run."""
    real = engine_module.shifted

    def shifted(rows, lag, size):
        out = real(rows, lag, size)
        random.Random(f"{size} {len(rows[0]) if rows else 0}").shuffle(out)  # noqa: S311 -- no secret
        return out

    engine_module.shifted = shifted


def oddities(row, unit, lang):
    """What a reader should look at in one draft."""
    out = [f"{e.requirement.source}: {e.method}" for e in unit.evidence if e.outcome is Outcome.UNENFORCED]
    matched = Counter(e.requirement.renderings for e in unit.evidence)
    for renderings, times in matched.items():
        if len(find_forms(unit.target, renderings, lang)) > times:
            out.append(f"{renderings[0]}: more often than in English")
    for source, term in row.terms.items():
        if not holds(term, unit.target, lang):
            out.append(f"{source}: {term} not found")
    row_words = [unit.target[a:b].lower() for a, b in words(unit.target)]
    out += [f"{a} twice" for a, b in pairwise(row_words) if a == b and len(a) > 1]
    return out


def chrf_metric():
    try:
        from sacrebleu.metrics import CHRF
    except ImportError:
        given = " ".join(sys.argv[1:])
        sys.exit(f"sacrebleu is needed; run: uv run --with sacrebleu python benchmarks/terms.py {given}")
    return CHRF(word_order=2)


def open_package(name, locale):
    path = Path(name)
    if path.exists():
        return models.read_package(path, "argument")
    from_code, to_code = models.parse_pair(name)
    if to_code not in models.fallbacks(locale):
        sys.exit(f"{name} does not translate into {locale}; name a package that does")
    return models.find(locale, from_code=from_code)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("package", help="an installed pair such as en-ru, or a .argosmodel file or folder")
    parser.add_argument("data", type=Path, help="JSON lines")
    parser.add_argument("--locale", default="ru")
    parser.add_argument("--limit", type=int, help="only the first so many lines")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument(
        "--flores", type=Path, help=f"English sentences, one a line; else {FLORES.name} if there"
    )
    parser.add_argument(
        "--mix", type=int, default=600, help="sentences timed at most for `cost`; 0 for no timing"
    )
    parser.add_argument(
        "--scramble", action="store_true", help="permute attention: success must not hang on it"
    )
    parser.add_argument("--show", type=int, default=0, help="print so many odd drafts of ours")
    parser.add_argument("--out", type=Path, help="write the drafts of the three ways as JSON lines")
    return parser.parse_args()


def print_table(ways):
    print(f"{'':<22}" + "".join(f"{name:>10}" for name in ways))
    for figure in FIGURES:
        cells = [way[figure] for way in ways.values()]
        print(f"{figure:<22}" + "".join(f"{'-' if c is None else format(c, '.3f'):>10}" for c in cells))


def print_counts(rows, units, counts):
    """What the figures rest on, and how ours came about."""
    evidence = [item for unit in units for item in unit.evidence]
    held = Counter(e.method for e in evidence if e.outcome is not Outcome.UNENFORCED)
    failed = Counter(e.method for e in evidence if e.outcome is Outcome.UNENFORCED)
    print(f"{len(rows)} sentences, {counts['ours']['terms']} terms, {len(evidence)} occurrences matched")
    for name, count in counts.items():
        print(
            f"  {name}: compared with the reference {count['both']}, of these inflected {count['inflected']}"
        )
    print("  ours, held: " + ", ".join(f"{method} {n}" for method, n in held.most_common()))
    if failed:
        print("  ours, unenforced: " + ", ".join(f"{reason} {n}" for reason, n in failed.most_common()))


def show(rows, ways, units, lang, count):
    odd = ((i, found) for i, unit in enumerate(units) if (found := oddities(rows[i], unit, lang)))
    for i, found in islice(odd, count):
        print(f"\n{i + 1}  {rows[i].source}\n  terms      {rows[i].terms}\n  reference  {rows[i].reference}")
        for name, texts in ways.items():
            print(f"  {name:<9}  {texts[i]}")
        print("  odd        " + "; ".join(found))
    print()


def write_drafts(path, rows, ways, units):
    with path.open("w", encoding="utf-8") as file:
        for i, (row, unit) in enumerate(zip(rows, units, strict=True)):
            line = {"en": row.source, "reference": row.reference, "terms": row.terms}
            line |= {name: texts[i] for name, texts in ways.items()}
            line["evidence"] = [
                [e.requirement.source, e.outcome.value, e.method, e.form, e.was] for e in unit.evidence
            ]
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def main():
    arguments = parse_arguments()
    chrf = chrf_metric()
    locale, lang = arguments.locale, language(arguments.locale)
    if arguments.flores is not None and not arguments.flores.is_file():
        sys.exit(f"{arguments.flores}: no such file; leave --flores away to do without")
    try:
        rows = read_rows(arguments.data, locale, arguments.limit)
    except (OSError, ValueError) as error:
        sys.exit(f"{arguments.data}: {error}")
    except KeyError as error:
        sys.exit(f"{arguments.data}: a line has no {error}; it wants en, {locale} and terms")
    if not rows:
        sys.exit(f"{arguments.data}: no lines")
    engine = Engine(open_package(arguments.package, locale), EngineSettings(threads=arguments.threads))
    if arguments.scramble:
        scramble()

    plain = [u.target for u in draft_sentences([row.source for row in rows], engine, Glossary(), locale)]
    units = draft_rows(rows, engine, locale)
    drafts = {
        "none": plain,
        "pasted": paste(rows, plain, engine, locale),
        "ours": [unit.target for unit in units],
    }
    ways, counts = {}, {}
    for name, texts in drafts.items():
        ways[name], counts[name] = figures(rows, texts, lang, chrf)

    print(f"{engine.package.signature}; {arguments.data.name}{'; attention scrambled' * arguments.scramble}")
    flores = arguments.flores or FLORES
    if flores.is_file():
        free = flores.read_text(encoding="utf-8").splitlines()
        ways["ours"] |= side_effects(rows, free, engine, locale, arguments.mix)
    else:
        print(f"{flores.name} is not there: no changed_without_term, no cost (see --flores)")
    print_counts(rows, units, counts)
    if arguments.out:
        write_drafts(arguments.out, rows, drafts, units)
    if arguments.show:
        show(rows, drafts, units, locale, arguments.show)
    print_table(ways)
    print(json.dumps(ways))


if __name__ == "__main__":
    try:
        main()
    except TranslateError as error:
        sys.exit(f"{error}\n{error.hint}".strip())
