"""Figures: recognised in English, found in the target in every form people use, missed when they are not."""

import random
import re
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.figures import compare, extra, find, missing
from translate.figures.english import Figure
from translate.figures.reading import read, roman_value
from translate.locales import locale_info

HI, RU, PT = locale_info("hi"), locale_info("ru"), locale_info("pt")
CORPUS = Path(__file__).parents[2] / "shared" / "corpora" / "domain.tsv"


def brief(figure: Figure) -> tuple:
    """Kind, text, and what of the rest is set."""
    known = {
        name: value
        for name in ("value", "upper", "scale", "currency", "unit", "parts")
        if (value := getattr(figure, name)) not in (None, "", ())
    }
    return figure.kind, figure.text, known


D = Decimal
FOUND = [
    ("worth $5.43 billion", [("money", "$5.43 billion", D(5430000000))]),
    ("five units", [("count", "five", D(5))]),
    ("the 2018 deal", [("year", "2018", D(2018))]),
    ("39,000 crore rupees", [("money", "39,000 crore rupees", D(390000000000))]),
    ("Rs 24.85 lakh crore", [("money", "Rs 24.85 lakh crore", D(24850000000000))]),
    ("Rs.3 lakh and Rs. 8.50", [("money", "Rs.3 lakh", D(300000)), ("money", "Rs. 8.50", D("8.50"))]),
    ("a 5.43-billion-dollar deal", [("money", "5.43-billion-dollar", D(5430000000))]),
    ("US$14.7bn or A$5m", [("money", "US$14.7bn", D(14700000000)), ("money", "A$5m", D(5000000))]),
    ("a billion dollars", [("money", "a billion dollars", D(10**9))]),
    ("half a million", [("number", "half a million", D(500000))]),
    ("by 6.75 per cent, 25%", [("percent", "6.75 per cent", D("6.75")), ("percent", "25%", D(25))]),
    ("ten per cent", [("percent", "ten per cent", D(10))]),
    ("the 5th Meeting", [("ordinal", "5th", D(5))]),
    ("the 1990s, the '90s", [("decade", "1990s", D(1990)), ("decade", "90s", D(90))]),
    ("1,20,00,000 people", [("number", "1,20,00,000", D(12000000))]),
    ("1\u00a0234\u00a0567 people", [("number", "1\u00a0234\u00a0567", D(1234567))]),
    ("5½ hours", [("number", "5½", D("5.5"))]),
    ("1040 km, 900 km/h", [("number", "1040 km", D(1040)), ("number", "900 km/h", D(900))]),
    ("28-year-old", [("number", "28", D(28))]),
    ("one hundred and twenty soldiers", [("count", "one hundred and twenty", D(120))]),
    ("twelve and a half crore", [("number", "twelve and a half crore", D(125000000))]),
    ("between three and six months", [("count", "three", D(3)), ("count", "six", D(6))]),
    ("twenty-five thousand", [("number", "twenty-five thousand", D(25000))]),
    ("one of the two sides on a two-way street", []),
    ("in 1759, 1200 shells", [("year", "1759", D(1759)), ("number", "1200", D(1200))]),
    ("mid-1990s, top-10", [("decade", "1990s", D(1990)), ("number", "10", D(10))]),
    ("nothing here", []),
]


@pytest.mark.parametrize(
    ("text", "expected"), [row for row in FOUND if row[1] or "crore homes" not in row[0]]
)
def test_figures_are_found_with_their_values(text, expected):
    assert [(f.kind, f.text, f.value) for f in find(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("delivered by September 2026", [("month-year", "September 2026", (2026, 9, 0))]),
        ("on September 24, 1759", [("date", "September 24, 1759", (1759, 9, 24))]),
        ("on 24th of Sept. 2026", [("date", "24th of Sept. 2026", (2026, 9, 24))]),
        ("March 5 and 6 June", [("date", "March 5", (0, 3, 5)), ("date", "6 June", (0, 6, 6))]),
        (
            "on 2026-09-15 and 15.09.26",
            [("date", "2026-09-15", (2026, 9, 15)), ("date", "15.09.26", (2026, 9, 15))],
        ),
        (
            "in March they march; they may go in May",
            [("month", "March", (0, 3, 0)), ("month", "May", (0, 5, 0))],
        ),
        ("May Day, May I?", []),
        ("the December summit", [("month", "December", (0, 12, 0))]),
        (
            "at 9:30 am, 2.10 p.m. and 5 pm",
            [("time", "9:30 am", (9, 30)), ("time", "2.10 p.m.", (14, 10)), ("time", "5 pm", (17, 0))],
        ),
        (
            "0230 UTC, 0600 and 12 am",
            [("time", "0230 UTC", (2, 30)), ("time", "0600", (6, 0)), ("time", "12 am", (0, 0))],
        ),
    ],
)
def test_dates_and_times_are_found_with_their_parts(text, expected):
    assert [(f.kind, f.text, f.parts) for f in find(text)] == expected


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("S-400", ("400",)),
        ("Su-30MKI", ("30",)),
        ("MiG-29s", ("29",)),
        ("G20", ("20",)),
        ("Covid-19", ("19",)),
        ("AK-203", ("203",)),
        ("Article 370", ("370",)),
        ("H5N1", ("5", "1")),
        ("Il-76MD-90A", ("76", "90")),
        ("Soyuz-2.1b", ("2.1",)),
        ("4G", ("4",)),
        ("UTC+1", ("1",)),
        ("CG4684", ("4684",)),
        ("Boeing 767", ("767",)),
    ],
)
def test_a_name_with_digits_is_no_figure(text, digits):
    (figure,) = find(f"the {text}, which")
    assert (figure.kind, figure.text, figure.digits, figure.value) == ("name", text, digits, None)


def test_all_that_is_known_of_a_figure_is_filed():
    assert [brief(f) for f in find("from 1,200 to 1,450 km for €10-15 million in FY2026-27")] == [
        ("number", "1,200 to 1,450 km", {"value": D(1200), "upper": D(1450), "unit": "km"}),
        (
            "money",
            "€10-15 million",
            {"value": D(10**7), "upper": D(15 * 10**6), "scale": "million", "currency": "EUR"},
        ),
        ("year", "FY2026-27", {"value": D(2026), "upper": D(27)}),
    ]


def test_addresses_and_idioms_hold_no_figures():
    assert find("see https://a.example/2024/11, www.b.example/5 or desk7@c.example, 24x7") == ()


KEPT_HI = [
    ("The deal is worth $5.43 billion.", "यह सौदा 5.43 अरब डॉलर का है।"),
    ("The deal is worth $5.43 billion.", "यह सौदा 543 करोड़ डॉलर का है।"),
    ("The deal is worth $5.43 billion.", "यह सौदा 5 अरब 43 करोड़ अमेरिकी डॉलर का है।"),
    ("The deal is worth $5.43 billion.", "यह सौदा ५.४३ अरब $ का है।"),
    ("It cost 39,000 crore rupees.", "इसकी लागत 39,000 करोड़ रुपये थी।"),
    ("It cost Rs 39,000 crore.", "इसकी लागत 390 अरब रुपए थी।"),
    ("It cost ₹25 thousand crore.", "इसकी लागत पच्चीस हज़ार करोड़ रुपये थी।"),
    ("A billion rupees went missing.", "एक अरब रुपये गायब हुए।"),
    ("Some 1.2 million signed.", "करीब 12 लाख लोगों ने हस्ताक्षर किए।"),
    ("Some 1,250,000 signed.", "करीब 12 लाख 50 हज़ार लोगों ने हस्ताक्षर किए।"),
    ("Some 5.5 lakh signed.", "साढ़े पाँच लाख लोगों ने हस्ताक्षर किए।"),
    ("Some 12.5 million people.", "सवा करोड़ लोग।"),
    ("They waited 1.5 hours.", "वे डेढ़ घंटे रुके।"),
    ("They waited 5½ hours.", "वे 5½ घंटे रुके।"),
    ("They waited 5½ hours.", "वे साढ़े 5 घंटे रुके।"),
    ("Delivered by September 2026.", "सितम्बर 2026 तक सौंपे जाएंगे।"),
    ("Delivered by September 2026.", "सितंबर २०२६ तक सौंपे जाएंगे।"),
    ("On 22 February 2026 they met.", "22 फ़रवरी, 2026 को वे मिले।"),
    ("At the 5th Meeting.", "5वीं बैठक में।"),
    ("At the 5th Meeting.", "पाँचवीं बैठक में।"),
    ("At the 5th Meeting.", "पांचवें सम्मेलन में।"),
    ("In the 20th century.", "बीसवीं सदी में।"),
    ("The rate is 6.75 per cent.", "दर 6.75 फीसदी है।"),
    ("The rate is 6.75%.", "दर 6.75% है।"),
    ("Five units, six weeks, eleven men.", "पांच इकाइयां, छह सप्ताह, ग्यारह लोग।"),
    ("Thirty-five men.", "पैंतीस लोग।"),
    ("The First Five-Year Plan.", "पहली पंचवर्षीय योजना।"),
    ("All three services agreed.", "तीनों सेनाएं सहमत हुईं।"),
    ("A three-way talk.", "त्रिपक्षीय वार्ता।"),
    ("The S-400 and the MiG-29 flew.", "एस-400 और मिग-29 ने उड़ान भरी।"),
    ("It left at 9:30 am.", "यह सुबह 9:30 बजे निकला।"),
    ("It left at 9:30 am.", "यह सुबह 9 बजकर 30 मिनट पर निकला।"),
    ("It left at 6 pm.", "यह शाम 6 बजे निकला।"),
    ("In the 1990s.", "90 के दशक में।"),
    ("In 1995-96.", "1995-1996 में।"),
    ("The 22 Arab states.", "22 अरब देश।"),
]
KEPT_RU = [
    ("The deal is worth $5.43 billion.", "Сделка стоит 5,43 млрд долларов."),
    ("The deal is worth $5.43 billion.", "Сделка стоит 5,43 миллиарда долл."),
    ("The deal is worth $5.43 billion.", "Сделка стоит 5.43\u00a0млрд $."),
    ("The deal is worth $5.43 billion.", "Сделка стоит 5 млрд 430 млн долларов США."),
    ("The 5-billion-dollar deal.", "5-миллиардный контракт в долларах."),
    ("It cost 39,000 crore rupees.", "Это стоило 390 млрд рупий."),
    ("It cost ₹1 lakh crore.", "Это стоило 1 трлн рупий."),
    ("It cost €2.5 million.", "Это стоило два с половиной миллиона евро."),
    ("It cost 1.5 million roubles.", "Это стоило полтора миллиона рублей."),
    ("Some 7,000 rifles.", "Около 7 тыс. автоматов."),
    ("Some 7,000 rifles.", "Около 7\u00a0000 автоматов."),
    ("Some 7,000 rifles.", "Около 7 000 автоматов."),
    ("Some 1,234,567 people.", "Около 1,234,567 человек."),
    ("Delivered by September 2026.", "Поставят к сентябрю 2026 года."),
    ("Delivered in May 2026.", "Поставят в мае 2026 года."),
    ("The December summit.", "Декабрьский саммит."),
    ("On March 8 they met.", "Они встретились 8 марта."),
    ("On 22 November 2026 they met.", "Они встретились 22.11.2026."),
    ("At the 5th Meeting.", "На 5-м заседании."),
    ("At the 5th Meeting.", "Участники пятого заседания."),
    ("In the 20th century.", "В XX веке."),
    ("The rate is 6.75 per cent.", "Ставка составляет 6,75\u00a0%."),
    ("The rate is 6.75 per cent.", "Ставка составляет 6,75 процента."),
    ("Five units, six weeks, eleven men.", "Пять систем, шестью неделями, одиннадцати мужчин."),
    ("Three engineers came.", "Приехали трое инженеров."),
    ("Twenty-five men, on the twenty-second day.", "Двадцати пяти мужчин на двадцать второй день."),
    ("A nineteen-year-old.", "Девятнадцатилетний."),
    ("A 2-hour speech.", "Двухчасовая речь."),
    ("Three-day talks.", "Трёхдневные переговоры."),
    ("The Group of Seven (G7).", "«Большая семёрка»."),
    ("The S-400 and the MiG-29 flew.", "С-400 и МиГ-29 взлетели."),
    ("It left at 5 pm.", "Вылет в 17:00."),
    ("It left at 9:30 am (0230 UTC).", "Вылет в 9.30 (02:30 UTC)."),
    ("From 340 million to 500 million.", "От 340 до 500 миллионов."),
    ("In 2026-27.", "В 2026/27 году."),
]


@pytest.mark.parametrize(
    ("source", "target", "locale"), [(*row, HI) for row in KEPT_HI] + [(*row, RU) for row in KEPT_RU]
)
def test_every_way_to_write_a_figure_is_accepted(source, target, locale):
    result = compare(source, target, locale)
    assert ([loss.figure.text for loss in result.lost], result.added) == ([], ())


LOST = [
    (HI, "The deal is worth $5.43 billion.", "यह सौदा 5.43 करोड़ डॉलर का है।", [("$5.43 billion", "value")]),
    (HI, "The deal is worth $5.43 billion.", "यह सौदा 5.43 अरब का है।", [("$5.43 billion", "currency")]),
    (HI, "The deal is worth $5.43 billion.", "यह सौदा 4.53 अरब डॉलर का है।", [("$5.43 billion", "value")]),
    (HI, "The rate is 6.75 per cent.", "दर 6.75 है।", [("6.75 per cent", "percent")]),
    (HI, "Delivered by September 2026.", "अक्टूबर 2026 तक।", [("September 2026", "month")]),
    (HI, "Delivered by September 2026.", "सितंबर तक।", [("September 2026", "value")]),
    (HI, "At the 5th Meeting.", "छठी बैठक में।", [("5th", "value")]),
    (HI, "Five S-400 units.", "चार एस-300 इकाइयां।", [("Five", "value"), ("S-400", "value")]),
    (HI, "From 2 to 2 goals, 5 men.", "2 से गोल, 5 लोग।", [("2 to 2", "value")]),
    (RU, "The deal is worth $5.43 billion.", "Сделка стоит 5,43 млн долларов.", [("$5.43 billion", "value")]),
    (RU, "It cost €5 million.", "Это стоило 5 млн и поразило европейцев.", [("€5 million", "currency")]),
    (RU, "Some 7,000 rifles.", "Около 7,000 автоматов.", [("7,000", "value")]),
    (RU, "Delivered by September 2026.", "Поставят к 2026 году.", [("September 2026", "month")]),
    (RU, "Ten men, eleven women.", "Девять мужчин, одиннадцать женщин.", [("Ten", "value")]),
    (RU, "Seven men.", "Мужчины на семинаре.", [("Seven", "value")]),
    (RU, "Some 100 people.", "Стороны собрались.", [("100", "value")]),
    (RU, "It left at 5 pm.", "Вылет в 16:00.", [("5 pm", "value")]),
    (
        PT,
        "Worth $5.43 billion, 7,000 rifles.",
        "Vale 5,34 bilhões, 7.000 fuzis.",
        [("$5.43 billion", "value")],
    ),
]


@pytest.mark.parametrize(("locale", "source", "target", "expected"), LOST)
def test_a_figure_lost_or_changed_is_named_with_what_is_wrong(locale, source, target, expected):
    lost = compare(source, target, locale).lost
    assert [(loss.figure.text, loss.what) for loss in lost] == expected
    assert [figure.text for figure in missing(source, target, locale)] == [text for text, _ in expected]


def test_a_changed_number_is_shown_where_it_stands():
    target = "यह सौदा 4.53 अरब डॉलर का है।"
    result = compare("The deal is worth $5.43 billion.", target, HI)
    assert target[slice(*result.lost[0].near)] == "4.53 अरब"
    assert result.added == ()


def test_where_no_words_are_known_digits_alone_are_compared():
    source = "In September 2018 five firms paid $5.43 billion, 1,234.5 tonnes, on the 20th."
    target = "Em setembro de 2018 cinco empresas pagaram US$ 5,43 bilhões, 1.234,5 toneladas, no dia 20."
    assert missing(source, target, PT) == []
    assert extra(source, target, PT) == []


@pytest.mark.parametrize(
    ("locale", "source", "target", "added"),
    [
        (RU, "It arrived.", "Она прибыла в 2024 году.", ["2024"]),
        (RU, "The first of twelve.", "1-й из 12.", []),
        (RU, "World War II ended.", "2-я мировая война закончилась.", []),
        (RU, "Half of a decade.", "50% от 10 лет.", []),
        (HI, "Five men.", "5 लोग, 7 महिलाएं।", ["7"]),
        (HI, "Dr. Joshi spoke.", "डॉ० जोशी बोले।", []),
        (HI, "See https://a.example/7", "देखें https://a.example/7", []),
    ],
)
def test_a_number_from_nowhere_is_found(locale, source, target, added):
    assert [target[slice(*number.span)] for number in extra(source, target, locale)] == added


def test_roman_numerals_are_read():
    assert [roman_value(text) for text in ("I", "IV", "IX", "XIV", "XXI", "ХХ")] == [1, 4, 9, 14, 21, 20]


SCALES = st.sampled_from([("", 0), (" million", 6), (" billion", 9), (" crore", 7), (" lakh", 5)])


@given(st.integers(2, 999_999), st.integers(0, 99), SCALES, st.sampled_from(["$", "Rs ", "€", ""]))
def test_any_figure_of_the_grammar_is_found_with_its_span_and_value(whole, cents, scale, sign):
    digits = f"{whole:,}" + (f".{cents:02}" if cents else "")
    text = f"{sign}{digits}{scale[0]}"
    (figure,) = find(f"They paid {text} for it")
    assert (figure.text, figure.span) == (text, (10, 10 + len(text)))
    assert figure.value == (Decimal(whole) + Decimal(cents) / 100) * 10 ** scale[1]


@given(st.integers(1, 10**12), st.integers(0, 999), st.sampled_from([HI, RU, PT]))
def test_a_number_in_the_locales_own_writing_reads_back(whole, thousandths, locale):
    fraction = f"{thousandths:03}".rstrip("0")
    groups = f"{whole:,}".replace(",", locale.group)
    written = groups + (locale.decimal + fraction if fraction else "")
    (number, *_) = read(f"({written})", locale).numbers
    assert Decimal(f"{whole}.{fraction or 0}") in number.values
    assert number.span == (1, 1 + len(written))


@settings(max_examples=200)
@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from([HI, RU, PT]))
def test_no_text_whatever_makes_it_fail(source, target, locale):
    result = compare(source, target, locale)
    assert all(0 <= number.span[0] < number.span[1] <= len(target) for number in result.added)
    for figure in find(source):
        assert source[slice(*figure.span)] == figure.text


@given(st.text(alphabet="0123456789.,½%$-– SGk:/'thmbnX", max_size=60))
def test_no_string_of_digits_and_signs_makes_it_fail(text):
    for locale in (HI, RU, PT):
        compare(text, text, locale)


@pytest.mark.parametrize(
    "form", ["{}", "{}s", "{}th", "${} million", "1990-{}", "{}½", "FY{}", "S-{}", "{}%", "{} to 5"]
)
def test_numbers_of_any_length_are_compared_exactly(form):
    long = "1234567890" * 500
    other = long[:-1] + "1"
    for locale in (HI, RU, PT):
        assert missing(form.format(long), form.format(long), locale) == []
        assert missing(form.format(long), form.format(other), locale)


@pytest.mark.parametrize(
    "unit",
    ["1,", "9.", "S-", "five ", "1-", "a@b.", "5 млн ", "5 लाख ", "5 ", "7 million ", "one hundred and "],
)
def test_time_is_linear_in_the_text(unit):
    def cost(length: int) -> float:
        best = 9.0
        for turn in range(3):
            text = f"{turn}" + unit * (length // len(unit))
            start = time.perf_counter()
            compare(text, text, RU)
            compare(text, text, HI)
            best = min(best, time.perf_counter() - start)
        return best

    assert cost(16_000) < 12 * cost(4_000)  # 4 when linear, 16 when quadratic


def pairs(column: int, number: int) -> list[tuple[str, str]]:
    if not CORPUS.exists():
        pytest.skip("the shared corpus is not here")
    rows = [line.split("\t") for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    with_digits = [(row[0], row[column]) for row in rows if re.search("[0-9]", row[column])]
    return random.Random(1).sample(with_digits, number)


@pytest.mark.parametrize(("locale", "column"), [(HI, 1), (RU, 2)])
def test_published_translations_raise_almost_no_alarm(locale, column):
    alarms = [s for s, t in pairs(column, 500) if compare(s, t, locale).lost]
    assert len(alarms) <= 5, alarms


@pytest.mark.parametrize("fault", ["dropped", "changed"])
@pytest.mark.parametrize(("locale", "column"), [(HI, 1), (RU, 2)])
def test_faults_put_into_published_translations_are_caught(locale, column, fault):
    chance = random.Random(2)
    missed = []
    for source, target in pairs(column, 300):
        number = chance.choice(list(re.finditer(r"[0-9]+(?:[.,][0-9]+)*", target)))
        changed = "" if fault == "dropped" else str(int(number.group()[0]) % 9 + 1) + number.group()[1:]
        faulty = target[: number.start()] + changed + target[number.end() :]
        before, after = compare(source, target, locale), compare(source, faulty, locale)
        if len(after.lost) + len(after.added) <= len(before.lost) + len(before.added):
            missed.append((source, faulty))
    assert len(missed) <= 9, missed
