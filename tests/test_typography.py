"""Machine drafts get their locale's typography; letters, digits and what is protected never change."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from translate import typesetting
from translate.articles import inline
from translate.locales import locale_info
from translate.typography import normalised

N = "\u00a0"


def set_in(locale, text, source="", protected=()):
    return normalised(text, locale_info(locale), source=source, protected=protected).text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Marks by depth, whatever the package wrote.
        ('Он сказал: "Мы готовы".', "Он сказал: «Мы готовы»."),
        ("Он сказал: “Мы готовы”.", "Он сказал: «Мы готовы»."),
        ("Он сказал: „Мы готовы“.", "Он сказал: «Мы готовы»."),
        ("Он сказал: ‘Мы готовы’.", "Он сказал: «Мы готовы»."),
        ('"Мы купим "Триумф" сегодня".', "«Мы купим „Триумф“ сегодня»."),
        ("«Мы купим «Триумф» сегодня».", "«Мы купим „Триумф“ сегодня»."),
        ('Корабли "Килтан" и "Сатпура"', "Корабли «Килтан» и «Сатпура»"),
        ('Учения " Индра " идут', "Учения «Индра» идут"),
        ("«Индра» идут", "«Индра» идут"),
        # A full stop or comma stands behind the mark.
        ('"Мы готовы," сказал он.', "«Мы готовы», сказал он."),
        ('Он сказал: "Мы готовы."', "Он сказал: «Мы готовы»."),
        ('Он спросил: "Когда?"', "Он спросил: «Когда?»"),
        ('Цена "5 тыс."', f"Цена «5{N}тыс.»"),
        # Not pairs: apostrophes, inches, feet, a mark alone.
        ("Кот-д'Ивуар и Жанна д’Арк", "Кот-д'Ивуар и Жанна д’Арк"),
        ('экран 15" и рост 6\'2"', 'экран 15" и рост 6\'2"'),
        ('Он сказал: "Мы готовы.', 'Он сказал: "Мы готовы.'),
        ('"Один" и "два', '"Один" и "два'),
        # Dashes.
        ("Индия - друг", f"Индия{N}— друг"),
        ("Индия -- друг", f"Индия{N}— друг"),
        ("Индия – друг", f"Индия{N}— друг"),
        ("Индия — друг", f"Индия{N}— друг"),
        ("Индия—друг", f"Индия{N}— друг"),
        ('"Да", - сказал он', f"«Да»,{N}— сказал он"),
        ("С-400, Су-30, 10–15 и 10-15", "С-400, Су-30, 10–15 и 10-15"),
        ("двух- и трёхлетний, рейс Москва–Дели", "двух- и трёхлетний, рейс Москва–Дели"),
        ("при 5 - 3 и -5 °C", f"при 5 - 3 и -5{N}°C"),
        ("- пункт", "- пункт"),
        # No-break spaces.
        ("5,43 млрд и 6 тыс. км", f"5,43{N}млрд и 6{N}тыс. км"),
        ("12 400 кг, 15 %, № 5, 7 тысяч", f"12{N}400{N}кг, 15{N}%, №{N}5, 7{N}тысяч"),
        ("в 2018 400 000 человек", f"в 2018 400{N}000 человек"),
        ("встретил А. С. Пушкина", f"встретил А.{N}С.{N}Пушкина"),
        ("в США. Потом", "в США. Потом"),
        ("5 кгс и 6 местных", "5 кгс и 6 местных"),
        # Spaces.
        ("Да , нет ; вот : так .", "Да, нет; вот: так."),
        ("( да ) и [ нет ]", "(да) и [нет]"),
        ("Что ... так   и", "Что ... так и"),
        ("счёт 3 : 2, файл .docx, :) и [ ]", "счёт 3 : 2, файл .docx, :) и [ ]"),
        ("", ""),
    ],
)
def test_russian(text, wanted):
    assert set_in("ru", text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('उन्होंने कहा, "हम तैयार हैं."', "उन्होंने कहा, “हम तैयार हैं।”"),
        ("उन्होंने «मेक 'इन' इंडिया» कहा.", "उन्होंने “मेक ‘इन’ इंडिया” कहा।"),
        ("वे गए .", "वे गए।"),
        ("वे गए ।", "वे गए।"),
        ("वे गए|", "वे गए।"),
        ("डॉ. सिंह.", "डॉ. सिंह।"),
        ("यह 500 रु.", "यह 500 रु."),
        ("दूरी 5 कि.मी.", "दूरी 5 कि.मी."),
        ("वे गए...", "वे गए..."),
        ("मूल्य 5.43", "मूल्य 5.43"),
        ("भारत - रूस", "भारत - रूस"),
    ],
)
def test_hindi(text, wanted):
    assert set_in("hi", text) == wanted


@pytest.mark.parametrize(
    ("locale", "text", "source", "wanted"),
    [
        # A mark that is alone in the English too belongs to a neighbour's.
        ("ru", '"Мы готовы.', '"We are ready.', "«Мы готовы."),
        ("ru", 'Мы готовы".', 'We are ready."', "Мы готовы»."),
        ("ru", 'готовы", - сказал он. "Мы', 'ready," he said. "We', f"готовы»,{N}— сказал он. «Мы"),
        ("ru", '"Мы "Х" готовы.', '"We "X" are ready.', "«Мы „Х“ готовы."),
        ("ru", 'Мы готовы".', '"We are ready.', 'Мы готовы".'),
        # A range is closed up where the English has one.
        ("ru", "в 2018 – 2020 годах", "in 2018–2020", "в 2018–2020 годах"),
        ("ru", "в 2018 – 40 судов", "40 ships in 2018", "в 2018 – 40 судов"),
        # Hindi takes the dash of the English.
        ("hi", "भारत - एक मित्र", "India — a friend", "भारत — एक मित्र"),
        ("hi", "भारत -- एक मित्र", "India – a friend", "भारत – एक मित्र"),
        ("hi", "भारत - एक मित्र", "India - a friend", "भारत - एक मित्र"),
        ("hi", "क - ख - ग", "A — B-C", "क - ख - ग"),
        ("hi", "10 - 15 दिन", "10–15 days — or more", "10 - 15 दिन"),
        # A figure or an acronym at the end of a Hindi sentence.
        ("hi", "यह सितंबर 2026.", "It was September 2026.", "यह सितंबर 2026।"),
        ("hi", "सूची 5.", "List 5", "सूची 5."),
        # Other languages: their own marks, French with its own spaces.
        ("de", 'Er sagte: "Ja".', "", "Er sagte: „Ja“."),
        ("fr", "Il a dit « oui » : non !", "", "Il a dit « oui » : non !"),
    ],
)
def test_what_the_english_and_the_locale_decide(locale, text, source, wanted):
    assert set_in(locale, text, source) == wanted


@pytest.mark.parametrize(
    "kept",
    ["https://example.org/a--b?c=%22d%22", "a.b-c@example.org", "{count}", "%(city)s", '`echo "x" - y`'],
)
def test_addresses_placeholders_and_code_stay(kept):
    made = set_in("ru", f'"Смотри" - {kept} , вот')
    assert made == f"«Смотри»{N}— {kept}, вот"


def test_what_is_protected_stays_and_its_new_place_is_told():
    text = 'Он "ждал" - С-400 "Триумф" , 5 млрд'
    spans = [
        (start := text.index(part), start + len(part)) and (start, start + len(part))
        for part in ('С-400 "Триумф"', "5 млрд")
    ]
    made = normalised(text, locale_info("ru"), protected=spans)
    assert made.text == f'Он «ждал»{N}— С-400 "Триумф", 5 млрд'
    assert [made.text[slice(*made.moved(span))] for span in spans] == [text[slice(*span)] for span in spans]


def test_a_stretch_keeps_the_marks_that_changed_in_it():
    text = 'Учения  "Индра" , 5 млн'
    made = normalised(text, locale_info("ru"))
    at = text.index('"'), text.rindex('"') + 1
    assert made.text[slice(*made.moved(at))] == "«Индра»"
    assert made.text[slice(*made.moved((0, len(text))))] == made.text


def test_decomposed_letters_are_composed():
    assert set_in("ru", "мои\u0306") == "мо\u0439"
    assert set_in("hi", "\u0958लम") == unicodedata.normalize("NFC", "\u0958लम")


PIECES = ["слово", "А", "И.", "5", "12", "400", "млн", "км", "डॉ", "है", "कि.मी", "x"]
PIECES += ["a@b.c", "http://x.y/", "{n}", "...", "--"]
SIGNS = st.sampled_from(
    [
        *"\"'“”„«»‘’‹›‚-–—.,:;!?…()[]{}|।`%№ ",
        N,
        "  ",
        " - ",
        " -- ",
        "\u0306",
        "\u202f",
        "\u200d",
        "\n",
        *PIECES,
    ]
)
TEXTS = st.lists(SIGNS, max_size=25).map("".join) | st.text(max_size=40)
LOCALES = st.sampled_from(["ru", "hi", "de", "fr", "pt_BR"])


def letters(text):
    return [c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c)[0] in "LMN"]


@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS, LOCALES)
@example('"""', "", "ru")
def test_once_is_enough_and_no_letter_or_digit_changes(text, source, locale):
    once = set_in(locale, text, source)
    assert set_in(locale, once, source) == once
    assert letters(once) == letters(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS, LOCALES, st.data())
def test_no_protected_stretch_changes(text, locale, data):
    points = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=4)))
    spans = list(zip(points[::2], points[1::2], strict=False))
    made = normalised(text, locale_info(locale), protected=spans)
    for span in spans:
        if span[0] < span[1]:
            assert made.text[slice(*made.moved(span))] == text[slice(*span)]


def built(text, edits):
    out, at = "", 0
    for edit in edits:
        assert at <= edit.start < edit.end
        out += text[at : edit.start] + edit.text
        at = edit.end
    return out + text[at:]


@settings(max_examples=300, deadline=None)
@given(TEXTS, LOCALES)
def test_the_edits_make_the_text(text, locale):
    made = normalised(text, locale_info(locale))
    assert built(text, made.edits) == made.text


# Markdown.


def marked_up(text, source="", locale="ru", protected=()):
    return typesetting.normalised(text, locale_info(locale), source=source, markup=True, protected=protected)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('**"Килтан"** - корабль', f"**«Килтан»**{N}— корабль"),
        ('"**Килтан**" - корабль', f"«**Килтан**»{N}— корабль"),
        ('[Сайт "Х"](https://x.org/a--b "То - это") , да', '[Сайт «Х»](https://x.org/a--b "То - это"), да'),
        ('Введите `a - "b"` - и всё', f'Введите `a - "b"`{N}— и всё'),
        ("<https://x.org/a--b> - сайт", f"<https://x.org/a--b>{N}— сайт"),
        ('<span title="a - b">Да - нет</span>', f'<span title="a - b">Да{N}— нет</span>'),
        # An escape or an entity is no stretch that could be edited; its partner stays with it.
        (r"\"Да\" - нет", rf"\"Да\"{N}— нет"),
        ("&quot;Да&quot; - нет", f"&quot;Да&quot;{N}— нет"),
        # The label of a link that is found by its text.
        ('["Х" - да][] тут', '["Х" - да][] тут'),
        ("*да* , нет", "*да*, нет"),
        ("Строка  \nи ещё - одна", "Строка  \nи ещё - одна"),
    ],
)
def test_markup_stays_as_it_is(text, wanted):
    assert marked_up(text).text == wanted


def test_what_would_loosen_markup_is_left():
    # Without the space the star would not close.
    text = "*(да *, нет) да*"
    made = marked_up(text)
    assert inline.signature(made.text) == inline.signature(text)


def test_protection_of_markdown_counts_what_a_reader_sees():
    text = '**Он** ждал "С-400 - Х" - да'
    plain = inline.parse(text).plain
    span = plain.index("С-400"), plain.index("Х") + 1
    made = marked_up(text, protected=[span])
    assert made.text == f"**Он** ждал «С-400 - Х»{N}— да"
    assert inline.parse(made.text).plain[slice(*made.moved(span))] == "С-400 - Х"


MARKDOWN = st.lists(
    SIGNS
    | st.sampled_from(
        ["**", "*", "_", "[", "](x)", "][]", "`", "<b>", "</b>", "\\", "&quot;", "~~", "![", "<"]
    ),
    max_size=25,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(MARKDOWN, MARKDOWN, st.sampled_from(["ru", "hi"]))
def test_markup_always_holds(text, source, locale):
    made = marked_up(text, source, locale).text
    before = inline.parse(text)
    if before is None:
        assert made == text
    else:
        assert inline.verify(made, before)
        assert letters(inline.parse(made).plain) == letters(before.plain)
    assert marked_up(made, source, locale).text == made
