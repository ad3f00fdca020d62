"""How figures are written: news sentences with every rendering that an editor accepts in their place."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate import figures, repair
from translate.figures.requirements import held
from translate.figures.style import Style
from translate.figures.writing import write
from translate.inflect.context import Slot, fitness
from translate.locales import locale_info

# Right, and beyond the reader.
UNREAD = {"डेढ़ सौवीं"}
DATA = Path(__file__).parent / "data"
LOCALES = ("hi", "ru")


def cases(locale):
    """Rows of kind, English, the figure's text, the rendering with a gap, what may stand there."""
    lines = (DATA / f"figures.{locale}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    for line in lines:
        kind, english, text, target, accepted = line.split("\t")
        yield pytest.param(locale, english, text, target, accepted.split(" | "), id=f"{locale}-{kind}-{text}")


ALL = [case for locale in LOCALES if (DATA / f"figures.{locale}.tsv").exists() for case in cases(locale)]


def required(locale, english, text):
    info = locale_info(locale)
    at = english.index(text)
    found = figures.required(english, info, figures.default(info.language))
    return [r for r in found if at <= r.span[0] and r.span[1] <= at + len(text)]


@pytest.mark.parametrize(("locale", "english", "text", "target", "accepted"), ALL)
def test_the_figure_is_found_as_it_stands(locale, english, text, target, accepted):
    assert text in [figure.text for figure in figures.find(english)]


@pytest.mark.parametrize(("locale", "english", "text", "target", "accepted"), ALL)
def test_every_acceptable_rendering_is_read_as_the_figure(locale, english, text, target, accepted):
    info = locale_info(locale)
    wrong = [
        form
        for form in accepted
        if (form not in UNREAD)
        == any(loss.figure.text == text for loss in figures.compare(english, target.format(form), info).lost)
    ]
    assert not wrong


@pytest.mark.parametrize(("locale", "english", "text", "target", "accepted"), ALL)
def test_the_form_that_the_place_asks_for_is_offered(locale, english, text, target, accepted):
    """The signs of the place leave a few forms, of which the package chooses."""
    if len(needs := required(locale, english, text)) != 1:
        return  # the ends of `1,200 to 1,450 km` are put in one by one
    [need] = needs
    before = target.index("{}")
    slot = Slot(target.format("0"), (before, before + 1), english[: need.span[0]])
    best, number = repair.weighed(fitness(need.likely, slot, locale, need.readings))
    offered = {need.likely[i].replace("\u00a0", " ").casefold() for i in best[:number]}
    assert offered & {form.replace("\u00a0", " ").casefold() for form in accepted}


@pytest.mark.parametrize(("locale", "english", "text", "target", "accepted"), ALL)
def test_what_is_written_is_read_back(locale, english, text, target, accepted):
    for need in required(locale, english, text):
        for form in need.renderings:
            assert held([need.figure], f"… {form} …", locale_info(locale)) != [None], form


WHOLE = st.integers(1, 999_999).map(lambda n: f"{n:,}")
DECIMAL = st.builds(lambda n, d: f"{n}.{d}", st.integers(1, 999), st.integers(0, 99).map("{:02}".format))
NUMBERS = st.one_of(WHOLE, DECIMAL)
SCALES = st.sampled_from(["thousand", "million", "billion", "trillion", "lakh", "crore", "lakh crore"])
MONTHS = st.sampled_from(["January", "February", "April", "June", "July", "August", "September", "December"])
UNITS = [
    "km",
    "km/h",
    "knots",
    "tonnes",
    "feet",
    "kg",
    "hectares",
    "MW",
    "acres",
    "barrels",
    "nautical miles",
]
BUILT = st.one_of(
    st.builds("${} {}".format, NUMBERS, SCALES),
    st.builds("Rs {} {}".format, NUMBERS, SCALES),
    st.builds("{} {} rupees".format, NUMBERS, SCALES),
    st.builds("€{}".format, NUMBERS),
    st.builds("{} dollars".format, NUMBERS),
    st.builds("{} {}".format, NUMBERS, SCALES),
    st.builds("{} per cent".format, NUMBERS),
    st.builds("{}%".format, NUMBERS),
    st.builds("{} percentage points".format, NUMBERS),
    st.builds("{} {}".format, NUMBERS, st.sampled_from(UNITS)),
    st.builds("{}".format, WHOLE),
    st.builds("{} {} {}".format, st.integers(1, 31), MONTHS, st.integers(1900, 2099)),
    st.builds("{} {}, {}".format, MONTHS, st.integers(1, 31), st.integers(1900, 2099)),
    st.builds("{}-{} {}".format, st.integers(1, 9), st.integers(10, 31), MONTHS),
    st.builds("{} {}".format, MONTHS, st.integers(1900, 2099)),
    st.builds("{}".format, st.integers(1900, 2099)),
    st.builds("{}0s".format, st.integers(180, 209)),
    st.builds("FY{}-{}".format, st.integers(2000, 2098), st.integers(10, 99)),
    st.builds("{}:{:02} {}".format, st.integers(1, 12), st.integers(0, 59), st.sampled_from(["am", "pm"])),
    st.builds("{}th".format, st.integers(4, 20)),
    st.builds("{}-{} million".format, st.integers(1, 90), st.integers(91, 900)),
)


def english_value(text):
    """What a person would type into a calculator: digits, and the power of the scale word."""
    number, *words = text.lstrip("$€").removeprefix("Rs ").replace(",", "").split()
    powers = {"thousand": 3, "lakh": 5, "million": 6, "crore": 7, "billion": 9, "trillion": 12}
    return Decimal(number.rstrip("%")).scaleb(sum(powers.get(word, 0) for word in words))


@given(BUILT, st.sampled_from(["", "Officials named ", "It rose by "]), st.sampled_from(["", " on the day."]))
@settings(max_examples=300, deadline=None)
def test_a_figure_of_the_grammar_is_found_as_one_with_its_place(text, before, after):
    [figure] = figures.find(before + text + after)
    assert figure.text == text
    assert figure.span == (len(before), len(before) + len(text))


@given(st.builds("{}{} {}".format, st.sampled_from(["", "$", "Rs "]), NUMBERS, SCALES))
def test_the_value_of_a_figure_is_exact(text):
    [figure] = figures.find(text)
    assert figure.value == english_value(text)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("style", [Style(), Style("word", "long"), Style("tight", "short", "native")])
@given(text=BUILT)
@settings(max_examples=150, deadline=None)
def test_what_is_written_has_the_same_value_when_it_is_read(locale, style, text):
    info = locale_info(locale)
    for need in figures.required(text, info, style):
        for form in need.renderings:
            assert held([need.figure], f"… {form} …", info) != [None], form
    [figure] = figures.find(text)
    for form in write(figure, info, style).forms:
        assert not figures.compare(text, form.text, info).lost, form


@pytest.mark.parametrize("locale", LOCALES)
@given(text=st.text(max_size=80) | BUILT.map(lambda text: text[::-1]))
@settings(deadline=None)
def test_no_text_makes_it_stumble(locale, text):
    info = locale_info(locale)
    found = figures.find(text)
    assert all(text[slice(*figure.span)] == figure.text for figure in found)
    needs = figures.required(text, info, figures.default(locale))
    held([need.figure for need in needs], text, info)
    for number in range(len(needs)):
        for start, end in figures.misplaced([need.figure for need in needs], number, text, info):
            assert 0 <= start <= end <= len(text)


@pytest.mark.parametrize(
    ("locale", "english", "text", "instead"),
    [
        ("ru", "The vote ended at 5 pm.", "Голосование завершилось в 5:00:00.", "5:00:00"),
        ("ru", "A share of 49.13 per cent is held.", "Доля составляет 4,13%,1%, но.", "4,13%,1%"),
        ("ru", "They sold 17.2 billion litres.", "Они продали 1,2 млрд,2 млрд литров.", "1,2 млрд,2 млрд"),
        ("ru", "They repelled two lakh attacks.", "Они отразили семь тысяч атак.", "семь тысяч"),
        ("ru", "It sees 4,800 m/s and no more.", "Он видит 48 м/с/с и не больше.", "48 м/с/с"),
        ("hi", "Up to seven million roubles are paid.", "सात लाख रूबल तक दिए जाते हैं।", "सात लाख रूबल"),
        # What is written in digits is not put over a word, which may be what another person said.
        ("ru", "They repelled 200,000 attacks.", "Они отразили семь атак.", None),
    ],
)
def test_the_whole_of_a_garbled_number_makes_way(locale, english, text, instead):
    info = locale_info(locale)
    [need] = figures.required(english, info, figures.default(info.language))
    found = [text[a:b] for a, b in figures.misplaced([need.figure], 0, text, info)]
    assert found == ([instead] if instead else [])


@pytest.mark.parametrize(
    ("locale", "before", "figure", "after", "told"),
    [
        ("ru", "в 2:", "14:00", " часов", True),
        ("ru", "до ", "17:00", ":00", True),
        ("ru", "двух ", "200 тыс.", " атак", True),
        ("ru", "за ", "30", " восемь лет", True),
        ("hi", "दो ", "20 लाख", " टन", True),
        ("hi", "अगले छह ", "3,600 करोड़ रुपये", " वर्षों", True),
        ("hi", "एक ", "15", " सदस्यीय दल", False),
        ("ru", "первые ", "12", " самолетов", False),
        ("ru", "из этих ", "12", " самолетов шесть готовы", False),
    ],
)
def test_a_figure_is_not_put_beside_another_number(locale, before, figure, after, told):
    span = (len(before), len(before) + len(figure))
    assert figures.crowded(span, before + figure + after, locale_info(locale)) == told


@pytest.mark.parametrize(
    ("locale", "english", "text", "added"),
    [
        ("ru", "It fell between April and June.", "Он упал с 4 апреля по июнь.", ["4"]),
        ("hi", "It fell in April.", "यह 4 अप्रैल को गिरा।", ["4"]),
        ("ru", "It fell on 4 April.", "Он упал 4 апреля.", []),
        ("ru", "It fell in April.", "Он упал в 4-м месяце.", []),
        ("ru", "It fell on 5 April 2026.", "Он упал 05.04.2026.", []),
    ],
)
def test_a_month_explains_no_day(locale, english, text, added):
    found = figures.compare(english, text, locale_info(locale)).added
    assert [text[slice(*number.span)] for number in found] == added


@pytest.mark.parametrize(("locale", "grouped"), [("ru", "35\u00a0000"), ("hi", "35,000")])
def test_digits_in_one_piece_are_a_code(locale, grouped):
    info = locale_info(locale)
    things, code = figures.required("Send 35,000 letters to New Delhi 110001.", info, figures.default(locale))
    assert things.renderings == (grouped,)
    assert code.renderings[0] == "110001"


def test_metres_per_second_per_second_are_no_speed():
    [loss] = figures.compare("It flies at 4,800 m/s.", "Он летит на 4800 м/с/с.", locale_info("ru")).lost
    assert loss.what == "unit"
