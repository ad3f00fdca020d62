"""Figures in the starters' drafts: right in every sentence, or told; and nothing else is touched."""

import re

import pytest

from translate import checks, config, drafting, figures, finishing, glossary, remarks
from translate.figures import Style
from translate.locales import locale_info
from translate.unit import Evidence, Outcome, State, Unit

NOTHING = glossary.load(())
SENTENCES = [
    "The deal is worth $5.43 billion and covers five units.",
    "Spare parts worth 1,200 crore rupees were ordered last year for the helicopter fleet alone.",
    "Exports grew by 6.75 per cent to $12.4 billion in the year to March 2026.",
    "Russia has promised to hand over the rest by September 2026.",
    "The range of the missile was increased from 290 to 450 kilometres in 2016.",
    "About 600,000 rifles are to be produced over ten years.",
    "The conference opens on 15 September 2026 at 10:30 am in Kochi.",
    "The frigate left Mumbai with 250 sailors and 24 missiles on board.",
    "Inflation fell to 4.2% in May, the lowest since 2019.",
    "The bridge of 1.3 km cost 850 million roubles.",
    "The storm hit the coast at 140 km/h and left 35,000 people without power.",
    "The 23rd annual summit ended on 5 December.",
    "Farmers lost 1,200 hectares of wheat and 350 tonnes of stored grain.",
    "The budget of 2.5 lakh crore rupees was passed by 312 votes to 98.",
    "Dozens of ships and hundreds of sailors took part in the 1990s.",
]
PLAIN = [
    "The foreign ministers agreed to meet again in Delhi before the summer.",
    "The ministry said that the talks were useful and would go on.",
    "Officials of both countries signed a joint statement on energy.",
]


def drafted(engines, locale, sentences, style):
    units = [Unit("body", sentence) for sentence in sentences]
    return drafting.draft(units, engines(locale), NOTHING, locale, style=style)


@pytest.mark.parametrize("locale", ["hi", "ru"])
def test_figures_are_right_or_told_and_most_are_right(engines, locale):
    info, wrong, every = locale_info(locale), 0, 0
    for unit in drafted(engines, locale, SENTENCES, figures.default(locale)):
        told = [f.message for f in checks.check(unit, checks.Context(info, machine=True))]
        lost = {loss.figure for loss in figures.compare(unit.source, unit.target, info).lost}
        for figure in figures.find(unit.source):
            every += 1
            if figure in lost:
                wrong += 1
                assert any(figure.text in message for message in told)
    assert wrong <= 0.05 * every


# What the starters make of them has a wrong number, in digits or words, where the right one is put.
GARBLED = [
    ("ru", "Negotiators broke for lunch at 2 pm without making any statement to the press."),
    ("ru", "Voter turnout stood at 67.4 per cent till 5 pm, with the highest figure reported from Tripura."),
    ("ru", "When the siren sounded at 8.40 p.m., families in Akhnoor moved to underground bunkers."),
    ("ru", "Top headlines at 9 pm"),
    ("ru", "The company intends to fulfil its order for over six lakh AK-203s ahead of schedule."),
    ("ru", "Power grid operators repelled around two lakh cyber attacks during the period."),
    ("hi", "A urea plant with an annual capacity of two million tonnes will be built in Russia."),
    ("hi", "Grants of up to seven million roubles a year are available to teams working on new vaccines."),
    ("hi", "The army plans to overhaul 1,200 tanks over the next six years at a cost of Rs 3,600 crore."),
]


@pytest.mark.parametrize(("locale", "sentence"), GARBLED)
def test_a_figure_never_comes_to_stand_beside_another_number(engines, locale, sentence):
    info = locale_info(locale)
    [unit] = drafted(engines, locale, [sentence], figures.default(locale))
    for item in unit.evidence:
        if item.outcome is Outcome.REPAIRED:
            assert not figures.crowded(item.span, unit.target, info), unit.target
    assert not re.search(r"\d:\d+:\d|\d,\d+,\d", unit.target), unit.target


@pytest.mark.parametrize("locale", ["hi", "ru"])
def test_without_the_machinery_the_starters_get_many_of_them_wrong(engines, locale):
    info = locale_info(locale)
    units = drafted(engines, locale, SENTENCES, None)
    assert sum(len(figures.compare(u.source, u.target, info).lost) for u in units) >= 4


@pytest.mark.parametrize("locale", ["hi", "ru"])
def test_a_sentence_without_a_figure_is_drafted_as_before(engines, locale):
    on, off = (drafted(engines, locale, PLAIN, style) for style in (figures.default(locale), None))
    assert [u.target for u in on] == [u.target for u in off]


@pytest.mark.parametrize("locale", ["hi", "ru"])
def test_what_was_put_right_is_evidence_with_its_place(engines, locale):
    units = drafted(engines, locale, SENTENCES, figures.default(locale))
    repaired = [(u, e) for u in units for e in u.evidence if e.outcome is Outcome.REPAIRED]
    assert repaired
    for unit, item in repaired:
        assert item.span is not None
        assert unit.target[slice(*item.span)] == item.form


def test_the_style_decides_digits_and_the_word_for_per_cent(engines):
    [hindi] = drafted(engines, "hi", SENTENCES[2:3], Style(percent="word", digits="native"))
    assert re.search("[०-९]", hindi.target)
    assert not re.search("[0-9]", hindi.target)
    assert "प्रतिशत" in hindi.target
    [russian] = drafted(engines, "ru", SENTENCES[2:3], Style(percent="word", scale="long"))
    assert "6,75\u00a0процента" in russian.target
    assert "миллиард" in russian.target
    [short] = drafted(engines, "ru", SENTENCES[2:3], Style())
    assert "6,75\u00a0%" in short.target
    assert "12,4\u00a0млрд" in short.target


@pytest.mark.parametrize("locale", ["hi", "ru"])
def test_a_telephone_number_stays_as_it_is(engines, locale):
    [unit] = drafted(engines, locale, ["Call +91 11 2345 6789 before noon."], figures.default(locale))
    assert "+91 11 2345 6789" in unit.target


@pytest.mark.parametrize(
    ("text", "right"),
    [("Встреча в 18:00.", True), ("Встреча в 6 часов вечера.", True), ("Встреча в 6:00.", False)],
)
def test_six_in_the_evening_is_not_six_in_the_morning(text, right):
    assert (not figures.compare("The meeting is at 6 pm.", text, locale_info("ru")).lost) is right


@pytest.mark.parametrize(
    ("locale", "source", "target", "right"),
    [
        ("ru", "It fell to -12°C.", "Температура упала до −12 °C.", True),
        ("ru", "It fell to minus 12 degrees Celsius.", "Температура упала до минус 12 градусов.", True),
        ("ru", "It fell to -12°C.", "Температура упала до 12 °C.", False),
        ("hi", "It fell to -12°C.", "तापमान माइनस 12 डिग्री तक गिरा।", True),
        ("hi", "It fell to -12°C.", "तापमान 12 डिग्री तक गिरा।", False),
        ("hi", "They met at 4.15 pm.", "वे सुबह 4:15 बजे मिले।", False),
        ("hi", "They met at 4.15 pm.", "वे शाम 4:15 बजे मिले।", True),
        ("ru", "They met at 9:30 am.", "Они встретились в 9:30 вечера.", False),
        ("ru", "They met at 9:30 am.", "Они встретились в 9:30.", True),
        ("ru", "They met at 4.15 pm.", "Они встретились в 4:15:15.", False),
        ("ru", "It cost 400 roubles.", "Это стоило четыреста рублей.", True),
    ],
)
def test_signs_and_hours_count(locale, source, target, right):
    assert (not figures.compare(source, target, locale_info(locale)).lost) is right


def test_a_desks_names_and_switches_are_read_from_its_settings(tmp_path):
    (tmp_path / config.FILE).write_text(
        '[figures.ru]\npercent = "word"\n[figures.ru.names]\nUSD = ["доллар США"]\n', encoding="utf-8"
    )
    settings = config.load(tmp_path)
    assert settings.style("ru").percent == "word"
    assert settings.style("hi") == figures.default("hi")
    [need] = figures.required("It cost $21.", locale_info("ru"), settings.style("ru"))
    assert need.likely[0] == "21\u00a0доллар США"


def test_the_checks_know_a_desks_own_names():
    own = figures.Style(names={"USD": ("у. е.",)})
    source, target = "It cost $21 million.", "Это стоило 21 млн у. е."
    assert figures.compare(source, target, locale_info("ru")).lost
    assert not figures.compare(source, target, locale_info("ru"), own).lost
    assert figures.compare(source, "Это стоило 22 млн у. е.", locale_info("ru"), own).lost


@pytest.mark.parametrize(("was", "told"), [("", True), ("2013", False)])
def test_a_figure_that_the_model_left_out_is_told_where_it_was_put(was, told):
    [need] = figures.required("Exports end by 2031.", locale_info("ru"), figures.default("ru"))
    put_in = Evidence(need, Outcome.REPAIRED, "splice", "2031", (0, 4), was)
    unit = Unit("body", "Exports end by 2031.", "2031 экспорт.", State.DRAFT, evidence=(put_in,))
    found = list(finishing.placed(unit, remarks.written(unit, "", None, fresh=True)))
    assert [(f.code, f.span) for f in found] == [("figure-placed", (0, 4))] * told


def test_an_ordinal_in_a_draft_has_its_ending():
    [need] = figures.required("The 5th meeting is over.", locale_info("ru"), figures.default("ru"))
    for text, stands in (("5 заседание", False), ("5-е заседание", True), ("Пятое заседание", True)):
        assert (figures.held([need.figure], text, locale_info("ru")) != [None]) is stands


def test_the_ending_of_a_decade_goes_with_its_digits(engines):
    [unit] = drafting.draft(
        [Unit("body", "The army marked its 75th anniversary in the 1990s.")],
        engines("ru"),
        glossary.load(()),
        "ru",
        style=figures.default("ru"),
    )
    assert "1990-х" in unit.target
    assert "1990-е-х" not in unit.target


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('[figures.ru]\npercent = "words"\n', "`figures.ru.percent` is 'words'"),
        ("[figures.ru]\nper_cent = 1\n", "unknown key `figures.ru.per_cent`"),
        ('[figures.ru.names]\nUSX = ["доллар"]\n', "unknown key `figures.ru.names.USX`"),
        ('[figures.ru.names]\nUSD = "доллар"\n', "`figures.ru.names.USD` must be a list of texts"),
        ("[figures.xx]\n", "`figures.xx`: unknown locale 'xx'"),
        ('figures = "ru"\n', "`figures` must hold a table for each locale"),
    ],
)
def test_wrong_settings_are_told_by_name(tmp_path, table, told):
    (tmp_path / config.FILE).write_text(table, encoding="utf-8")
    with pytest.raises(config.UsageError, match=re.escape(told)):
        config.load(tmp_path)
