"""Compare the figures of an English sentence with those of its translation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Literal

import regex

from translate.figures.english import find
from translate.figures.measures import (
    contradicts,
    in_other_units,
    named_apart,
    said_as_one,
    share_in_words,
    time_unnamed,
    wanted,
    zone_lost,
)
from translate.figures.reading import ROMAN, Number, Reading, lexicon, read, roman_value
from translate.figures.style import Style
from translate.figures.words import MARKS, SCALES, UNIT_MARKS, Lexicon, scaled
from translate.figures.writing import NBSP, write
from translate.locales import LocaleInfo
from translate.unit import Figure, Span

What = Literal["value", "month", "currency", "percent", "unit", "zone"]


@dataclass(frozen=True, slots=True)
class Loss:
    """A figure of the source that the translation does not give.

    Attributes:
        figure: The figure.
        what: What of it is not there.
        near: The number of the translation that probably stands for it.
    """

    figure: Figure
    what: What
    near: Span | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs.

    Attributes:
        lost: In source order.
        added: Numbers in digits that nothing in the source explains and no loss is near to.
    """

    lost: tuple[Loss, ...]
    added: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of one figure.

    Attributes:
        figure: The figure.
        span: Where its number or month stands, or one of its numbers; None where none does.
        what: What of it is missing, None when it is whole.
    """

    figure: Figure
    span: Span | None
    what: What | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What became of all figures, in their order, and the numbers that answer for none."""

    items: tuple[Standing, ...]
    rest: tuple[Number, ...]


# Words that a translation may well write in digits, and what they come to.
_IN_DIGITS = {
    "one": "1", "once": "1", "single": "1", "first": "1", "second": "2", "twice": "2", "double": "2",
    "doubled": "2", "both": "2", "couple": "2", "pair": "2", "third": "3", "triple": "3", "tripled": "3",
    "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10",
    "eleventh": "11", "twelfth": "12", "thirteenth": "13", "fourteenth": "14", "fifteenth": "15",
    "sixteenth": "16", "seventeenth": "17", "eighteenth": "18", "nineteenth": "19", "twentieth": "20",
    "half": "0.5 50", "quarter": "25 4 1 3", "quarters": "75 4 3", "thirds": "3", "dozen": "12",
    "dozens": "12 10", "decade": "10", "decades": "10", "century": "100 1 2", "hundred": "100",
    "hundreds": "100", "thousand": "1000", "thousands": "1000", "lakh": "100000", "million": "1000000",
    "crore": "10000000", "billion": "1000000000", "fortnight": "14 15 2", "noon": "12", "midday": "12",
    "midnight": "0 12 24",
}  # fmt: skip
_BELOW = regex.compile(
    r"[-−–—][ \u00a0]?\p{Nd}|минус|ниже нуля|мороз|माइनस|शून्य से|ऋण|below|menos|negativ", regex.IGNORECASE
)
"""A number below nought, in the languages that are read and in some more."""
_QUARTER = regex.compile(r"[QH][1-4]")
_COUNTED = regex.compile(
    r"[ ](?:\p{Ll}+[ ])?(?!(?:was|is|has|as|this|plus|less|versus|does|its|across|towards)(?!\p{L}))"
    r"\p{Ll}{2,}s(?!\p{L})"
)
"""A plural after a number: what is counted."""
_OF_MONTHS = frozenset(["date", "month-year", "month"])
_DOTTED = regex.compile(r"(?<![\p{Nd}./-])(\p{Nd}{1,2})[./-](\p{Nd}{1,2})[./-]\p{Nd}{2,4}(?!\p{Nd})")
"""A date in digits."""
_SHARED = regex.compile(r"[^.;:!?]{0,40}")
"""What may stand between two numbers of one unit: from 5 to 7 km."""
_OF_AN_AGE = regex.compile(r"(?:his|her|their|my|our)[ ](?:early|mid|late)?[ -]?$", regex.IGNORECASE)
_OF_A_NAME = regex.compile(r"\p{Lu}[\p{L}.]*[ ]$")
_SOON = 25
"""Code points between a number and its per cent, as in `от 5 до 7 с половиной процентов`."""
_ADDRESS = regex.compile(
    r"(?:https?://|www\.)[^\s<>()]{1,2000}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
)


class _Supply:
    """The numbers of a translation; each can answer for one number of the source."""

    def __init__(self, numbers: Sequence[Number]) -> None:
        self._known = {value for number in numbers for value in number.values}
        self._left: dict[Decimal, list[int]] = defaultdict(list)
        self._taken: set[int] = set()
        self._numbers = numbers
        self.used: list[Number] = []
        for index, number in enumerate(numbers):
            for value in number.values:
                self._left[value].append(index)

    def has(self, values: Iterable[Decimal]) -> bool:
        """Whether the translation has one of the values, used up or not."""
        return any(value in self._known for value in values)

    def take(
        self,
        values: Iterable[Decimal],
        fits: Callable[[Number], bool] | None = None,
        strange: Callable[[Number], int] = lambda _: 0,
    ) -> bool:
        """Use up one number with one of the values; False when none is left.

        Args:
            values: What it may be.
            fits: Whether one may be taken at all.
            strange: How little one suits; of several the first that suits best is taken.
        """
        best: tuple[int, int] | None = None
        for index in chain.from_iterable(self._left.get(value, ()) for value in values):
            number = self._numbers[index]
            if fits is None or fits(number):
                rank = strange(number)
                best = (rank, index) if best is None or rank < best[0] else best
                if rank == 0:
                    break
        if best is None:
            return False
        self._use(best[1])
        return True

    def _use(self, index: int) -> None:
        self._taken.add(index)
        for value in self._numbers[index].values:
            self._left[value].remove(index)
        self.used.append(self._numbers[index])

    @property
    def rest(self) -> list[Number]:
        """Numbers that answer for none, in order."""
        return [n for i, n in enumerate(self._numbers) if i not in self._taken and not n.whole]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A source and its translation, read.

    Attributes:
        last_of_scale: Scale word → where the last figure with it begins.
    """

    source: str
    target: str
    figures: tuple[Figure, ...]
    reading: Reading
    words: Lexicon | None
    language: str
    last_of_scale: Mapping[str, int]

    def needs(self, figure: Figure) -> list[set[Decimal]]:
        """For each number of a figure, the values that would do."""
        if figure.kind == "name":
            return [{Decimal(run)} for run in figure.digits]
        if figure.kind == "time":
            return [{Decimal(part)} for part in figure.parts]
        if figure.kind in _OF_MONTHS:
            year, _, day = figure.parts
            short = () if str(year) in figure.text else (Decimal(year % 100),)
            days = [{Decimal(day)}] if day else []
            days += [{figure.upper}] if figure.upper is not None else []
            return days + ([{Decimal(year), *short}] if year else [])
        return self._needs_of_value(figure, figure.value or Decimal(0))

    def _needs_of_value(self, figure: Figure, value: Decimal) -> list[set[Decimal]]:
        power = SCALES.get(figure.scale, 0)
        lower = {value}
        if figure.kind == "decade":
            lower.add(value % 100)
        if figure.kind == "year" and value < 100:  # FY25
            lower.add(2000 + value)
        if self.words is None or figure.upper is not None or self._shares_scale(figure):
            lower.add(scaled(value, -power))
        if figure.kind == "range" or figure.upper is not None:
            # The scale word may stand at the upper end alone.
            lower |= {scaled(value, -n) for n in set(SCALES.values()) if value >= Decimal(10) ** n}
        if figure.kind == "many":
            return []
        if figure.upper is None:
            return [lower]
        upper = {figure.upper, *_century(value, figure.upper)}
        return [lower, upper if self.words else upper | {scaled(figure.upper, -power)}]

    def _shares_scale(self, figure: Figure) -> bool:
        """`from 340 million to 500 million` may become `from 340 to 500 million`."""
        return figure.span[0] < self.last_of_scale.get(figure.scale, 0)


@lru_cache(maxsize=64)  # several checks look at one sentence
def compare(source: str, target: str, locale: LocaleInfo, style: Style | None = None) -> Comparison:
    """Find what was lost and what was added.

    Values must be equal as decimals, whatever the scale word: `39,000 crore` is `390 млрд`. Small counts
    may be words. For a language without a lexicon only digits are compared. What a figure is a number
    of must stand beside it or anywhere, and nothing else right beside it.

    Args:
        source: English.
        target: The translation.
        locale: Its locale.
        style: The desk's; what its own names for currencies, units and scales are, the reader does not know.
    """
    pair = _pair(source, target, locale)
    supply = _Supply(pair.reading.numbers)
    lost = [
        (figure, what)
        for figure in pair.figures
        for what in _losses(pair, figure, supply)
        if style is None or not _as_named(figure, target, locale, style)
    ]
    used = {number.span for number in supply.used}
    strangers = [number for number in _unexplained(pair) if number.span not in used]
    losses = []
    for figure, what in lost:
        near = strangers.pop(0).span if what == "value" and strangers else None
        losses.append(Loss(figure, what, near))
    return Comparison(tuple(losses), tuple(strangers))


def _as_named(figure: Figure, target: str, locale: LocaleInfo, style: Style) -> bool:
    """Whether a figure stands in the desk's own words for its currency, unit or scale."""
    if not style.names or (written := write(figure, locale, style)) is None:
        return False
    text = target.replace(NBSP, " ").casefold()
    return any(form.text.replace(NBSP, " ").casefold() in text for form in written.forms)


def standing(figures: Sequence[Figure], target: str, locale: LocaleInfo) -> Account:
    """Follow figures one by one into a text; nothing but their number, month, unit and currency counts."""
    last = {figure.scale: figure.span[0] for figure in figures if figure.scale}
    pair = _Pair(
        "", target, tuple(figures), read(target, locale), lexicon(locale.language), locale.language, last
    )
    supply = _Supply(pair.reading.numbers)
    items = []
    for figure in figures:
        before = len(supply.used)
        lost = list(_losses(pair, figure, supply))
        places = [number.span for number in supply.used[before:]]
        if not places and "value" not in lost:
            places = _wordy(figure, pair)
        span = (min(a for a, _ in places), max(b for _, b in places)) if places else None
        items.append(Standing(figure, span, lost[0] if lost else None))
    return Account(tuple(items), tuple(supply.rest))


def _wordy(figure: Figure, pair: _Pair) -> list[Span]:
    """The first place of what a figure without a number of its own says: a clock time, a month, `dozens`."""
    if figure.kind == "time":
        minute = figure.parts[1]
        found = (pair.reading.times.get((said, minute)) for said in _hours(figure, pair))
        return [span for span in found if span is not None][:1]
    wanted: tuple[int | str, ...] = UNIT_MARKS.get(figure.unit, ())
    if figure.kind in {"month", "month-year", "date"}:
        wanted = (figure.parts[1],)
    return [span for span, name in pair.reading.named if name in wanted][:1]


def missing(source: str, target: str, locale: LocaleInfo) -> list[Figure]:
    """Figures of the source that the target does not give."""
    return list(dict.fromkeys(loss.figure for loss in compare(source, target, locale).lost))


def extra(source: str, target: str, locale: LocaleInfo) -> list[Number]:
    """Numbers in digits of the target that the source has nowhere."""
    return _unexplained(_pair(source, target, locale))


def _pair(source: str, target: str, locale: LocaleInfo) -> _Pair:
    without_addresses = _ADDRESS.sub(lambda match: " " * len(match.group()), target)
    figures = find(source)
    last = {figure.scale: figure.span[0] for figure in figures if figure.scale}
    reading = read(without_addresses, locale)
    return _Pair(source, target, figures, reading, lexicon(locale.language), locale.language, last)


def _losses(pair: _Pair, figure: Figure, supply: _Supply) -> Iterator[What]:
    """What of one figure is not there; words cannot be demanded of a language without a lexicon."""
    if pair.words is None and not figure.digits:
        return
    before, unit = len(supply.used), wanted(figure, pair.source)
    if not _stands(pair, figure, unit, supply) or (figure.negative and not _BELOW.search(pair.target)):
        if not _said_otherwise(pair, figure, unit, supply):
            yield "value"
        return
    if pair.words is None:
        return
    used = supply.used[before:]
    if _is_other_kind(pair, figure, used):
        yield "value"
    if figure.kind == "time" and zone_lost(figure, pair.source, pair.target, pair.language):
        yield "zone"
    if figure.kind in _OF_MONTHS and _month_lost(pair, figure, used):
        yield "month"
    if (what := _other_measure(pair, figure, unit, used)) is not None:
        yield what


def _other_measure(pair: _Pair, figure: Figure, unit: str, used: Sequence[Number]) -> What | None:
    """What of a currency, per cent or unit is another one, or nowhere."""
    if any(contradicts(number.measure, unit, pair.source, pair.target) for number in used):
        return _what(figure)
    if (what := _unnamed(pair, figure, used)) is not None:
        return what
    return _what(figure) if figure.unit and not _has_its_unit(pair, figure, unit, used) else None


def _unnamed(pair: _Pair, figure: Figure, used: Sequence[Number]) -> What | None:
    """What of a currency, per cent or unit the target has nowhere."""
    marks = pair.reading.marks
    mark = MARKS.get(figure.currency)
    if mark and mark not in marks:
        return "currency"
    if figure.kind == "percent" and "percent" not in marks and all(n.measure != "point" for n in used):
        return "percent"
    if time_unnamed(wanted(figure, pair.source), pair.target, pair.language):
        return "unit"
    units = UNIT_MARKS.get(figure.unit, ())
    if units and marks.isdisjoint(units) and not _unit_as_it_was(pair, figure):
        return "value" if figure.kind == "many" else "unit"
    return None


def _has_its_unit(pair: _Pair, figure: Figure, unit: str, used: Sequence[Number]) -> bool:
    """Whether the unit beside a number, beside the next one or apart from all numbers is there for it."""
    if not used or any(number.measure is not None for number in used) or _unit_as_it_was(pair, figure):
        return True
    numbers = pair.reading.numbers
    end = max(number.span[1] for number in used)
    following = (n for n in numbers if n.span[0] >= end and n.measure and not contradicts(n.measure, unit))
    if any(_SHARED.fullmatch(pair.target, end, n.span[0]) for n in following):
        return True
    return named_apart(unit, pair.target, [number.span for number in numbers], pair.language)


def _what(figure: Figure) -> What:
    """What of a figure is another one where its number counts something else."""
    if figure.currency:
        return "currency"
    return "percent" if figure.kind == "percent" else "unit"


def _month_lost(pair: _Pair, figure: Figure, used: Sequence[Number]) -> bool:
    """Whether the month is nowhere, or another one stands right after the day."""
    month = figure.parts[1]
    if figure.text in pair.target:  # 9/11
        return False
    other = [n.measure for n in used[:1] if figure.parts[2] and isinstance(n.measure, int)]
    if month not in pair.reading.months or (bool(other) and other != [month]):
        return True
    # 06.05.2025 is the sixth of May wherever the day comes first.
    day = figure.parts[2]
    ends = [(int(a), int(b)) for a, b in _DOTTED.findall(pair.target)] if pair.words is not None else []
    return (month, day) in ends and (day, month) not in ends


def _said_otherwise(pair: _Pair, figure: Figure, unit: str, supply: _Supply) -> bool:
    """Whether the same amount stands in another unit or as a share: двое суток, вдвое."""
    if pair.words is None or figure.negative:
        return False
    if share_in_words(figure, pair.target, pair.language):
        return True
    if said_as_one(figure, unit, pair.target, pair.language):
        return True
    others = dict(in_other_units(figure, unit))
    return supply.take(others, lambda number: any(others.get(n) == number.measure for n in number.values))


def _is_other_kind(pair: _Pair, figure: Figure, used: Sequence[Number]) -> bool:
    """Whether a decade became a year, or a count an ordinal."""
    if pair.words is None:
        return False
    if figure.kind == "decade":
        if _OF_AN_AGE.search(pair.source[max(0, figure.span[0] - 20) : figure.span[0]]):
            return False
        return pair.words.decades is not None and not pair.words.decades.search(pair.target)
    if (
        figure.kind not in {"number", "count"}
        or wanted(figure, pair.source)
        or not any(n.ordinal for n in used)
    ):
        return False
    return _COUNTED.match(pair.source, figure.span[1]) is not None and not _OF_A_NAME.search(
        pair.source[: figure.span[0]][-30:]
    )


def _unit_as_it_was(pair: _Pair, figure: Figure) -> bool:
    """Whether the target has the unit in the letters of the English: `400 km`, `20 °C`."""
    word = regex.search(r"\p{L}[\p{L}/ ]*$", figure.text)
    return word is not None and word.group() in pair.target


def _stands(pair: _Pair, figure: Figure, unit: str, supply: _Supply) -> bool:
    if figure.kind == "time":
        return _time_stands(figure, pair, supply)
    if figure.kind == "name":  # one mention may do for `the Group of Seven (G7)`
        found = supply.take if len({*figure.digits}) < len(figure.digits) else supply.has  # 2+2 has two
        if _QUARTER.fullmatch(figure.text) and int(figure.digits[0]) in pair.reading.roman:
            return True
        return all(found(need) for need in pair.needs(figure))
    if figure.kind == "ordinal" and figure.value is not None and int(figure.value) in pair.reading.roman:
        return True
    fits = _of_percentages(pair) if figure.kind == "percent" and "percent" in pair.reading.marks else None
    month = figure.parts[1] if figure.parts else 0

    def strange(number: Number) -> int:
        if number.measure is None:
            return 1 if unit or month else 0
        return 0 if number.measure == month or not contradicts(number.measure, unit or "?") else 2

    # All of them, to know where each stands.
    taken = [supply.take(need, fits, strange) for need in pair.needs(figure)]
    return all(taken)


def _of_percentages(pair: _Pair) -> Callable[[Number], bool]:
    """Whether a number may be a percentage: per cent is said soon after it."""
    marks = [span[0] for span, name in pair.reading.named if name == "percent"]
    marks += [index for index, char in enumerate(pair.target) if char == "%"]

    def fits(number: Number) -> bool:
        return number.measure in {"percent", "point"} or any(
            0 <= mark - number.span[1] <= _SOON for mark in marks
        )

    return fits


def _time_stands(figure: Figure, pair: _Pair, supply: _Supply) -> bool:
    """On either clock, with or without the minutes of a full hour."""
    minute, reading = figure.parts[1], pair.reading
    hours = _hours(figure, pair)
    hour = figure.parts[0]
    if hour > 12 and (figure.parts in reading.times or (not minute and supply.take([Decimal(hour)]))):
        return True  # on a clock of twenty-four
    if _at_another_part_of_the_day(figure, pair):
        return False
    if any((said, minute) in reading.times for said in hours):
        return True
    if minute in _QUARTERS and supply.take(hour + _QUARTERS[minute] for hour in hours if hour):
        return True
    return supply.take(map(Decimal, hours), _is_of_a_clock) and (
        minute == 0 or supply.take([Decimal(minute)], _is_of_a_clock)
    )


def _at_another_part_of_the_day(figure: Figure, pair: _Pair) -> bool:
    """Whether the only time of a text is said to be of the evening where it is of the morning."""
    half = _HALF.search(figure.text.casefold())
    if half is None or pair.words is None or sum(f.kind == "time" for f in pair.figures) != 1:
        return False
    text = pair.target.casefold()
    said = {part for part, words in pair.words.parts.items() if any(word in text for word in words)}
    if "night" in said and "night" not in pair.source.casefold():
        said.add("a" if figure.parts[0] < _MORNING or _NOON <= figure.parts[0] < _EVENING else "p")
    return ("p" if half[1] == "a" else "a") in said and half[1] not in said


def _is_of_a_clock(number: Number) -> bool:
    return number.measure in {None, "hour", "minute"}


_HALF = regex.compile(r"([ap])\.? ?m")
_MORNING, _NOON, _EVENING = 6, 12, 18
# साढ़े दस: half past ten.
_QUARTERS = {15: Decimal("0.25"), 30: Decimal("0.5"), 45: Decimal("0.75")}


def _hours(figure: Figure, pair: _Pair) -> list[int]:
    """Hours that may be said: of the afternoon on a clock of twelve only with a word for it."""
    hour = figure.parts[0]
    words = pair.words.afternoon if pair.words is not None else ()
    half = _HALF.search(figure.text.casefold())
    if half and half[1] == "a":
        return sorted({hour, hour % 12 or 12})
    afternoon = hour > 12 and half is not None
    if afternoon and words and not any(word in pair.target.casefold() for word in words):
        return [hour]
    return sorted({hour, (hour + 12) % 24, hour % 12 or 12})


def _century(lower: Decimal, upper: Decimal) -> set[Decimal]:
    """The other way to write the second year of `1995-96` or `1995-1996`."""
    if not 1000 <= lower < 10000 or upper >= 10000:
        return set()
    return {lower - lower % 100 + upper} if upper < 100 else {upper % 100}


def _unexplained(pair: _Pair) -> list[Number]:
    """Numbers in digits that no figure and no word of the source accounts for."""
    known = set(_known(pair))
    months = {Decimal(figure.parts[1]) for figure in pair.figures if figure.kind in _OF_MONTHS}
    numbers = pair.reading.numbers
    covered = {n for number in numbers if number.whole and number.values & known for n in range(*number.span)}
    return [
        number
        for number in numbers
        if number.digits
        and not number.whole
        and not number.values & known
        and number.span[0] not in covered
        # 04.2026 names April, but 4 апреля is a day.
        and (isinstance(number.measure, int) or not number.values & months)
    ]


def _known(pair: _Pair) -> Iterator[Decimal]:
    """Every value the source gives reason for; a zero stands in abbreviations such as डॉ०."""
    yield Decimal(0)
    for figure in pair.figures:
        for need in pair.needs(figure):
            yield from need
        if figure.kind == "time":
            minute = figure.parts[1]
            for said in _hours(figure, pair):
                yield from (Decimal(said), Decimal(f"{said}.{minute:02}"), Decimal(said * 100 + minute))
        if figure.unit.endswith("²"):
            yield Decimal(2)
    for word in regex.findall(r"[A-Za-z]+", pair.source):
        yield from map(Decimal, _IN_DIGITS.get(word.casefold(), "").split())
        if ROMAN.fullmatch(word):
            yield Decimal(roman_value(word))
