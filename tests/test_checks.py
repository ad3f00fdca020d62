"""Checks: what each finds, what it lets pass, and that people can read what it says."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.checks import CHECKS, Context, check
from translate.locales import locale_info
from translate.unit import Evidence, Outcome, Requirement, Severity, Unit

LOCALES = {code: locale_info(code) for code in ("hi", "ru", "pt")}
SHARED = Path(__file__).parents[2] / "shared"


def codes(code: str, source: str, target: str, *, machine: bool = False, markup: bool = False) -> list[str]:
    unit = Unit("body", source, target, markup=markup)
    return [finding.code for finding in check(unit, Context(LOCALES[code], machine))]


LONG = "The two countries agreed on Tuesday to expand joint production of spare parts for aircraft."

# (locale, source, target, codes of all findings)
FAULTS = [
    ("hi", "The S-400 arrived.", "   ", ["empty"]),
    ("ru", "The talks ended.", "…", ["empty"]),
    ("hi", "The talks ended.", "वार्ता\nसमाप्त हुई।", ["line-break"]),
    ("ru", "The talks ended.", "Переговоры\u2028завершились.", ["line-break"]),
    ("hi", "The ⊕ talks ended.", "वार्ता ⁇ समाप्त हुई।", ["unknown-piece"]),
    ("ru", "The talks ended.", "Переговоры <unk> завершились.", ["unknown-piece"]),
    ("hi", "The talks ended.", "The talks ended.", ["untranslated"]),
    ("ru", "Agencies", "Agencies", ["untranslated"]),
    ("pt", "The talks ended in Delhi.", "The talks ended in Delhi.", ["untranslated"]),
    ("hi", "The talks ended in a joint statement.", "वार्ता joint statement में समाप्त हुई।", ["untranslated"]),
    (
        "ru",
        "The talks ended in a joint statement.",
        "Переговоры ended in a joint statement.",
        ["untranslated"],
    ),
    ("pt", "He said the talks ended well.", "Ele disse que the talks ended well.", ["untranslated"]),
    ("hi", "The talks ended.", "वार्ता समाпт हुई।", ["wrong-script"]),
    ("ru", "The talks ended.", "Переговоры завершились 谈判.", ["wrong-script"]),
    ("pt", "The talks ended.", "As переговоры terminaram.", ["wrong-script"]),
    ("ru", "Moscow agreed.", "Mосква согласилась.", ["mixed-script"]),
    ("ru", "He went with them.", "Он пошёл c ними.", ["mixed-script"]),
    ("hi", "The IAF chief agreed.", "IAFप्रमुख सहमत हुए।", ["mixed-script"]),
    ("hi", "The talks ended.", "वार्ता वार्ता वार्ता वार्ता समाप्त हुई।", ["loop", "doubled-word"]),
    ("hi", "The talks ended.", "दोनों देशों के बीच दोनों देशों के बीच वार्ता समाप्त हुई।", ["loop"]),
    ("ru", "The talks ended.", "Переговоры завершились в ККККККК.", ["loop"]),
    ("ru", "The talks ended.", "Встреча и переговоры, встреча и переговоры завершились.", ["loop"]),
    ("hi", LONG, "दोनों देश मंगलवार को सहमत हुए।", ["too-short"]),
    ("ru", LONG, "Страны договорились.", ["too-short"]),
    ("hi", "It ended.", "वार्ता मंगलवार को नई दिल्ली में सभी पक्षों की सहमति के साथ समाप्त हुई।", ["too-long"]),
    (
        "ru",
        "It ended.",
        "Переговоры завершились во вторник в Нью-Дели подписанием совместного заявления.",
        ["too-long"],
    ),
    ("hi", "It costs $5 million.", "इसकी कीमत 7 मिलियन डॉलर है।", ["figure-lost"]),
    ("ru", "In September 2026 it ended.", "Она завершилась в октябре 2026 года.", ["figure-lost"]),
    ("hi", "The talks ended.", "वार्ता 2024 में समाप्त हुई।", ["figure-added"]),
    ("ru", "The talks ended.", "Переговоры завершились в 2024 году.", ["figure-added"]),
    ("hi", "Write to desk@a.example now.", "अभी desk@b.example पर लिखें।", ["link"]),
    ("ru", "See https://a.example/news.", "См. новости.", ["link"]),
    ("hi", "The force (IAF) agreed.", "वायु सेना (आईएएफ सहमत हुई।", ["brackets-unbalanced"]),
    ("ru", "The force (IAF) agreed.", "ВВС) согласились.", ["brackets-unbalanced"]),
    ("hi", "The talks ended.", "वार्ता समाप्त हुई", ["final-punctuation"]),
    ("hi", "Did the talks end?", "क्या वार्ता समाप्त हुई।", ["final-punctuation"]),
    ("ru", "Talks end in Delhi", "Переговоры в Дели завершились.", ["final-punctuation"]),
    ("hi", "“We agreed,” he said.", "उन्होंने कहा, “हम सहमत हैं।", ["quotes-unbalanced"]),
    ("ru", "“We agreed,” he said.", "«Мы согласны, — сказал он.", ["quotes-unbalanced"]),
    ("ru", "The “Triumf” arrived.", "„Триумф» прибыл.", ["quotes-unbalanced", "quotes-unbalanced"]),
    ("hi", "The talks ended in Delhi.", "वार्ता दिल्ली में में समाप्त हुई।", ["doubled-word"]),
    ("ru", "The talks ended in Delhi.", "Переговоры в Нью-Дели в Нью-Дели завершились.", ["doubled-word"]),
    ("hi", "The talks ended.", "वार्ता समाप्त हुई। ", ["outer-space"]),
    ("hi", "The talks ended in Delhi.", "दिल्ली में  वार्ता समाप्त हुई।", ["spacing"]),
    ("hi", "The talks ended.", "वार्ता समाप्त हुई ।", ["spacing"]),
    ("hi", "The force (IAF) agreed.", "वायु सेना ( आईएएफ) सहमत हुई।", ["spacing"]),
    ("ru", "The talks ended, he said.", "Переговоры завершились , сказал он.", ["spacing"]),
    ("ru", "It ended,he said.", "Всё завершилось,сказал он.", ["spacing"]),
    ("ru", "The talks ended.", "Пере\u00adговоры завершились.", ["spacing"]),
    ("hi", "“We agreed,” he said.", "उन्होंने कहा, «हम सहमत हैं»।", ["quote-marks", "quote-marks"]),
    ("ru", "“We agreed,” he said.", "“Мы согласны”, — сказал он.", ["quote-marks", "quote-marks"]),
    ("ru", "The “Triumf” arrived.", "„Триумф” прибыл.", ["quotes-unbalanced", "quote-marks"]),
    ("hi", "Send {count} files.", "{गिनती} फ़ाइलें भेजें।", ["placeholder"]),
    ("ru", "Send %s now.", "Отправьте сейчас.", ["placeholder"]),
    ("ru", "Send %s now.", "Отправьте %d сейчас.", ["placeholder"]),
    ("ru", "Send files now.", "Отправьте {files} сейчас.", ["placeholder"]),
    ("hi", "On Monday Sergei Voronin agreed.", "सोमवार को सर्गेई सहमत हुए।", ["name-lost"]),
    ("ru", "On Monday Sergei Voronin agreed.", "В понедельник Сергей согласился.", ["name-lost"]),
    ("ru", "The archaeologist Howard Carter arrived.", "Приехал археолог Говард.", ["name-lost"]),
    ("ru", "The pilot, Lieutenant A. K. Voronin, agreed.", "Летчик, лейтенант, согласился.", ["name-lost"]),
    ("hi", "After that Dr. Voronin agreed.", "इसके बाद डॉक्टर सहमत हुए।", ["name-lost"]),
    ("ru", "India and Nepal agreed.", "Непал согласился.", ["name-lost"]),
    ("hi", "The army moved in November.", "सेना नवंबर में नहीं चली।", ["negation-gained"]),
    ("ru", "Norway signed it.", "Норвегия не подписала его.", ["negation-gained"]),
    ("hi", "No. 2 dock is closed.", "डॉक 2 बंद नहीं है।", ["negation-gained"]),
    ("hi", "See https://a.example/news.", "https://a.example/news/extra देखें।", ["link"]),
    ("ru", "Write to desk@a.example.", "Пишите на helpdesk@a.example.", ["link"]),
    ("ru", "Write to desk@a.example.", "Пишите на desk@a.example.ru.", ["link"]),
    ("ru", "They left at 5 am.", "Они ушли в 17:00.", ["figure-lost"]),
    ("ru", "They left at 9:15 am.", "Они ушли в 21:15.", ["figure-lost"]),
    ("ru", "They met on 5 June 2025.", "Они встретились 06.05.2025.", ["figure-lost"]),
    ("hi", "The talks with German experts ended.", "विशेषज्ञों के साथ वार्ता समाप्त हुई।", ["name-lost"]),
    ("hi", "The talks did not end.", "वार्ता समाप्त हुई।", ["negation-lost"]),
    ("ru", "The talks didn't end.", "Переговоры завершились.", ["negation-lost"]),
    ("ru", "He never agreed.", "Он никогда соглашался.", ["negation-lost"]),
    ("ru", "He declined as it did not end.", "Он отказался, так как это кончилось.", ["negation-lost"]),
    ("hi", "He did not ask and did not agree.", "उन्होंने पूछा और सहमत नहीं हुए।", ["negation-lost"]),
    ("hi", "The talks began.", "वार्ता शुरू नहीं हुई।", ["negation-gained"]),
    ("ru", "The talks began.", "Переговоры не начались.", ["negation-gained"]),
    ("ru", "The talks ended.", "Переговори завершилiсь.", ["mixed-script"]),
    ("ru", "The talks ended.", "Переговоры завершилісь.", ["wrong-script"]),
    ("ru", "NATO agreed.", "HATO согласилось.", ["mixed-script"]),
    ("ru", "The S-400 arrived.", "Прибыл C-400.", ["mixed-script"]),
    ("ru", "The talks ended.", "Перег0воры завершились.", ["mixed-script"]),
    ("hi", "The talks ended.", "वार্ता समाप्त हुई।", ["wrong-script"]),
    ("hi", "The rupee-rouble trade grew.", "रुपया-रूबल रूबल व्यापार बढ़ा।", ["doubled-word"]),
    ("hi", "A new envoy came.", "बहुत बहुत नया दूत आया।", ["doubled-word"]),
    ("ru", "He documented the find in a book.", "Он описал находку in a book.", ["untranslated"]),
    ("ru", "It covers 100 feet (30 m).", "Это 100 футов 30 м).", ["brackets-unbalanced"]),
    ("ru", "The talks ended.", "\u00a0Переговоры завершились.", ["outer-space"]),
]

PASSED = [
    ("hi", "The S-400 arrived.", "एस-400 पहुँचा।"),
    ("hi", "The S-400 arrived.", "एस-400 पहुंचा."),  # many desks end with a full stop
    ("hi", "Talks end in Delhi", "दिल्ली में वार्ता समाप्त"),
    ("hi", "Each was given separate rooms again and again.", "सबको बार बार अलग अलग कमरे दिए गए।"),
    ("hi", "At least ten left.", "भारत से कम से कम दस लोग गए।"),
    ("hi", "Group Captain K.K. Nair agreed.", "ग्रुप कैप्टन के के नायर सहमत हुए।"),
    ("hi", "The envoy J. Anderson and Mr. Ackermann agreed.", "दूत जे. एंडरसन और श्री एकरमैन सहमत हुए।"),
    ("hi", "NATO and the WTO agreed.", "NATO और WTO सहमत हुए।"),
    ("hi", "Nobody came in November.", "नवंबर में कोई नहीं आया।"),
    ("hi", "See https://a.example/news.", "देखें https://a.example/news।"),
    ("ru", "They left at 12 am.", "Они ушли в 0:00."),
    ("ru", "They met on 5 June 2025.", "Они встретились 05.06.2025."),
    ("hi", "They met on 6 June 2025.", "वे 06/06/2025 को मिले।"),
    ("hi", "GAIL (India) Limited agreed.", "GAIL (India) Limited सहमत हुई।"),
    ("hi", "Very, very, very long talks.", "बहुत, बहुत, बहुत लंबी वार्ता।"),
    ("hi", "“We agreed.", "“हम सहमत हैं।"),  # the quotation goes on in the next sentence
    ("hi", "Write to desk@a.example.", "desk@a.example पर लिखें।"),
    ("ru", "The iPhone of the USA.", "iPhone США."),
    ("ru", "Garden Reach Builders and Engineers won.", "Победила Garden Reach Builders and Engineers."),
    ("ru", "“The ‘Triumf’ arrived,” he said.", "«„Триумф“ прибыл», — сказал он."),
    ("ru", "Wang Yi and Doval met.", "Ван И и Довал встретились."),
    ("ru", "Options (a) peace and (b) war.", "Варианты: a) мир и б) война."),
    ("ru", "Cases cross 10,000", "Число случаев превысило 10 тыс."),
    ("ru", "It costs $5 billion.", "Это стоит 5 млрд долл."),  # one point for two
    ("ru", "A Series C round ended.", "Раунд серии C завершился."),
    ("ru", "The angle α grew.", "Угол α вырос."),
    ("ru", "IRIGC-M&MTC", "IRIGC-M&MTC"),
    ("ru", "They met on Tuesday. It went well!", "Они встретились во вторник. Все прошло хорошо!"),
    ("ru", "German and Chinese experts met.", "Встретились эксперты из ФРГ и КНР."),
    ("ru", "The leader of Greece met Angela Merkel.", "Греческий лидер встретился с Ангелой Меркель."),
    ("ru", "They crossed the Mediterranean near Vienna.", "Они пересекли Средиземное море близ Вены."),
    ("hi", "He met Johannes Kepler in New York on Monday.", "सोमवार को वह न्यूयॉर्क में योहानेस केप्लर से मिले।"),
    ("hi", "The Lok Sabha in Tamil Nadu met.", "तमिलनाडु में लोकसभा की बैठक हुई।"),
    ("ru", "He read it in Le Monde and The Guardian.", "Он прочел это в Le Monde и The Guardian."),
    ("ru", "Researchers found Velociraptor bones.", "Ученые нашли кости велоцираптора."),
    ("ru", "The WHO and UNESCO agreed.", "ВОЗ и ЮНЕСКО согласились."),
    ("hi", "He refused to sign.", "उन्होंने हस्ताक्षर नहीं किए।"),
    ("ru", "The plan is impossible.", "Этот план не удастся."),
    ("ru", "Not only Delhi agreed.", "Согласился не только Дели."),
    ("ru", "No. 5 is ready.", "Номер 5 готов."),
    ("hi", "It is not a lawful step.", "यह अवैध कदम है।"),
    ("ru", "Nobody came.", "Никто не пришел."),
    ("ru", "It was built in the twentieth century.", "Его построили в XX веке."),
    ("ru", "The Advanced Medium Combat Aircraft arrived.", "Прибыл боевой самолет AMCA."),
    ("ru", 'He said "yes".', 'Он сказал "да".'),
    ("hi", "He said “yes”.", 'उन्होंने कहा "हाँ"।'),
    ("pt", "He said “yes”.", "Ele disse «sim»."),
    ("ru", "Send {count} and %s.", "Отправьте {count} и %s."),
    ("ru", "He said that something was wrong.", "Он сказал, что что-то не так."),
    ("hi", "They asked different questions slowly.", "उन्होंने धीरे धीरे अलग अलग सवाल पूछे।"),
    ("pt", "Vladimir Putin", "Vladimir Putin"),
    ("pt", "The S-400 arrived in Delhi.", "O S-400 chegou a Delhi."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "source", "target", "expected"), FAULTS)
def test_a_fault_is_found_and_nothing_else(code, source, target, expected):
    assert codes(code, source, target) == expected


@pytest.mark.parametrize(("code", "source", "target"), PASSED)
def test_good_text_passes(code, source, target):
    assert codes(code, source, target) == []


@pytest.mark.parametrize(
    ("code", "source", "target", "expected"),
    [
        ("hi", "The deal is worth $2.3 billion.", "सौदा $2.3 billion का है।", ["untranslated"]),
        ("ru", LONG, "Страны договорились расширить выпуск запчастей.", ["too-short"]),
    ],
)
def test_a_machine_draft_is_given_less_freedom(code, source, target, expected):
    assert codes(code, source, target) == []
    assert codes(code, source, target, machine=True) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("**С-400** [тут](https://a.example/b).", []),
        ("С-400 [тут](https://a.example/b).", ["markup"]),
        ("**С-400** [тут](https://a.example/c).", ["markup", "markup", "link"]),
        ("**С-400** [тут](https://a.example/b) и `код`.", ["markup"]),
    ],
)
def test_inline_markdown_is_that_of_the_source(target, expected):
    source = "The **S-400** is [here](https://a.example/b)."
    assert codes("ru", source, target, markup=True) == expected


def test_markdown_signs_in_plain_text_are_no_markup():
    assert codes("ru", "The *S-400* is here.", "Это С-400.") == []


def evidence(outcome: Outcome, kind: str = "term") -> Evidence:
    return Evidence(Requirement((0, 12), "Air Marshal", ("एयर मार्शल", "एअर मार्शल"), kind), outcome, "none")


@pytest.mark.parametrize(
    ("outcome", "kind", "expected"),
    [
        (Outcome.UNENFORCED, "term", ["term-missing"]),
        (Outcome.REPAIRED, "term", []),
        (Outcome.SATISFIED, "term", []),
        (Outcome.UNENFORCED, "money", []),  # the figure checks speak of those
    ],
)
def test_an_unenforced_term_is_named_with_its_forms(outcome, kind, expected):
    unit = Unit("body", "Air Marshal Dixit agreed.", "दीक्षित सहमत हुए।", evidence=(evidence(outcome, kind),))
    findings = check(unit, Context(LOCALES["hi"]))
    assert [finding.code for finding in findings] == expected
    assert all("Air Marshal" in f.message and "एयर मार्शल" in f.message for f in findings)


def test_every_check_has_a_code_a_severity_and_a_sentence_for_people():
    names = [one.code for one in CHECKS]
    assert len(set(names)) == len(names)
    for one in CHECKS:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one.code)
        assert one.severity in Severity
        assert re.fullmatch(r"[A-Z].{20,100}\.", one.text)


def test_every_check_is_exercised_in_both_languages():
    by_locale = {code: {c for row in FAULTS if row[0] == code for c in row[3]} for code in ("hi", "ru")}
    elsewhere = {"markup", "term-missing"}
    for found in by_locale.values():
        assert found == {one.code for one in CHECKS} - elsewhere


def test_severities_are_those_the_desk_counts_on():
    warnings = {one.code for one in CHECKS if one.severity is Severity.WARNING}
    assert warnings == {
        "doubled-word",
        "final-punctuation",
        "name-lost",
        "negation-gained",
        "negation-lost",
        "outer-space",
        "quote-marks",
        "quotes-unbalanced",
        "spacing",
        "too-long",
        "too-short",
    }


@pytest.mark.parametrize(
    ("code", "source", "target", "shown"),
    [
        ("hi", "It costs $5 million.", "इसकी कीमत 7 मिलियन डॉलर है।", "7 मिलियन"),
        (
            "ru",
            "The talks ended in a joint statement.",
            "Переговоры ended in a joint statement.",
            "ended in a joint statement",
        ),
        ("ru", "The force (IAF) agreed.", "ВВС) согласились.", ")"),
        ("ru", "Moscow agreed.", "Mосква согласилась.", "Mосква"),
        ("hi", "The talks ended in Delhi.", "वार्ता दिल्ली में में समाप्त हुई।", "में में"),
        ("hi", "The talks ended.", "वार्ता समाप्त हुई।  ", "  "),
        ("ru", "Send {count} files.", "Отправьте {cout} файлов.", "{cout}"),
        ("hi", "Send {count} files.", "count फ़ाइलें भेजें।", "count"),
        ("ru", "See https://a.example/b.", "См. https://a.example/c.", "https://a.example/c"),
        ("hi", "On Monday Sergei Voronin agreed.", "सोमवार को सर्गेई सहमत हुए।", "सर्गेई"),
        ("ru", "The talks began.", "Переговоры не начались.", "не"),
        ("ru", "He paid $5 to 2 men.", "Он заплатил 3 доллара 2 людям.", "3"),
        ("hi", "The talks ended.", "वार्ता समाप्त हुई ।", " "),
    ],
)
def test_a_finding_points_at_the_fault(code, source, target, shown):
    (finding,) = check(Unit("body", source, target), Context(LOCALES[code]))
    assert finding.span is not None
    assert target[slice(*finding.span)] == shown


def test_an_empty_target_has_no_findings():
    assert codes("hi", "The talks ended.", "") == []


@pytest.mark.parametrize("digit", ["\U000116d0", "\U00010d40", "\U0001e5f1"])
def test_digits_of_a_script_that_python_does_not_know_yet_break_nothing(digit):
    for text in (
        digit,
        f"1{digit}",
        f"{digit}:30",
        f"{digit}.5 %",
        f"$ {digit}{digit}",
        f"9:{digit}0",
        f"{digit},000",
    ):
        for source, target in ((text, text), ("At 9:30 the ₹5 note fell 3%.", text), (text, "В 9:30.")):
            for locale in ("ru", "hi", "pt"):
                codes(locale, source, target)


@settings(max_examples=200)
@given(
    st.text(max_size=80),
    st.text(max_size=80),
    st.sampled_from(["hi", "ru", "pt"]),
    st.booleans(),
    st.booleans(),
)
def test_no_text_whatever_makes_a_check_fail(source, target, code, machine, markup):
    unit = Unit("body", source, target, markup=markup)
    for finding in check(unit, Context(LOCALES[code], machine)):
        start, end = finding.span or (0, 0)
        assert 0 <= start <= end <= len(target)
        assert finding.message


@pytest.mark.parametrize(("code", "most_errors", "most_warnings"), [("hi", 0.015, 0.12), ("ru", 0.015, 0.12)])
def test_reference_translations_raise_few_false_alarms(code, most_errors, most_warnings):
    folder = SHARED / "eval" / "flores-dev"
    if not folder.exists():
        pytest.skip("the shared evaluation text is not here")
    lines = [(folder / f"dev.{name}").read_text(encoding="utf-8").splitlines() for name in ("en", code)]
    found = [check(Unit("body", s, t), Context(LOCALES[code])) for s, t in zip(*lines, strict=True)]
    share = {
        severity: sum(any(f.severity is severity for f in findings) for findings in found) / len(found)
        for severity in Severity
    }
    assert share[Severity.ERROR] <= most_errors
    assert share[Severity.WARNING] <= most_warnings


@pytest.mark.parametrize("code", ["hi", "ru"])
def test_faults_put_into_reference_translations_are_caught(code):
    path = SHARED / "corpora" / "domain.tsv"
    if not path.exists():
        pytest.skip("the shared corpus is not here")
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    chance = random.Random(3)
    missed: dict[str, int] = dict.fromkeys(("untranslated", "script", "loop", "brackets-unbalanced"), 0)
    for row in chance.sample(rows, 150):
        source, target = row[0], row[1 if code == "hi" else 2]
        words, place = target.split(), len(target.split()) // 2
        foreign = words[place][:1] + ("ж" if code == "hi" else "ड") + words[place][1:]
        faulty = {
            "untranslated": source,
            "script": " ".join([*words[:place], foreign, *words[place + 1 :]]),
            "loop": " ".join([*words[:place], *[words[place]] * 4, *words[place + 1 :]]),
            "brackets-unbalanced": " ".join([*words[:place], "(" + words[place], *words[place + 1 :]]),
        }
        for name, text in faulty.items():
            found = codes(code, source, text)
            wanted = {"script": {"wrong-script", "mixed-script"}}.get(name, {name})
            missed[name] += not wanted & set(found)
    assert max(missed.values()) <= 3, missed
