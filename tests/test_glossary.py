"""Glossary files read, wrong ones told off by line and column, terms found, requirements made."""

import pickle
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.errors import UsageError
from translate.glossary import Glossary, as_json, load, problems
from translate.unit import Severity

HEADER = "term,variants,kind,case,flags,note,hi,hi_forms,ru,ru_forms\n"


@pytest.fixture
def make(tmp_path):
    """A glossary of rows, from one file or several."""

    def made(rows, header=HEADER, name="a.csv"):
        path = tmp_path / name
        path.write_text(header + rows, encoding="utf-8")
        return path

    return made


def simple(make, *terms):
    """Terms with a rendering each; a term may be `term|variant`, or `!term` with the case cell set."""
    rows = ""
    for term in terms:
        name, _, variants = term.partition("|")
        rows += f"{name.lstrip('!')},{variants},,{'yes' if name[0] == '!' else ''},,,,,{name},{name}\n"
    return load([make(rows)])


def test_a_row_becomes_a_term(make):
    path = make(
        'S-400 Triumf,S-400 Triumph | S400,equipment,,,"see, note",एस-400 ट्रायम्फ,,С-400 «Триумф» | С-400,\n'
    )
    (term,) = load([path]).terms
    assert term.term == "S-400 Triumf"
    assert term.variants == ("S-400 Triumph", "S400")
    assert (term.kind, term.case, term.flags, term.note) == ("equipment", False, frozenset(), "see, note")
    assert term.renderings == {"hi": ("एस-400 ट्रायम्फ",), "ru": ("С-400 «Триумф»", "С-400")}
    assert term.forms == {}
    assert (term.path, term.line) == (path, 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_files_of_spreadsheets_are_read(tmp_path, encoding, separator):
    text = "term,ru,hi\r\nIAF,ВВС,आईएएफ\r\n\r\n,,\r\n".replace(",", separator)
    mark = "\ufeff" if encoding in {"utf-16-le", "utf-16-be"} else ""
    path = tmp_path / "a.csv"
    path.write_bytes((mark + text).encode(encoding))
    (term,) = load([path]).terms
    assert term.renderings == {"ru": ("ВВС",), "hi": ("आईएएफ",)}


def test_cells_are_normalised_and_any_locale_has_columns(make):
    path = make("Café|,\u0958लम,divisor de  águas,x|y\n", "term,hi_IN,pt-BR,pt-BR_forms\n")
    assert "Café|" in path.read_text(encoding="utf-8")
    (term,) = load([path]).terms
    assert term.term == "Café"
    assert term.renderings == {"hi_IN": ("\u0915\u093cलम",), "pt_BR": ("divisor de águas",)}
    assert term.forms == {"pt_BR": ("x", "y")}


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("", 1, "term", "no header"),
        ("IAF,ВВС\n", 1, "term", "no header"),
        ("trem,ru\nIAF,ВВС\n", 1, "term", "did you mean 'term'"),
        ("term,varients,ru\n", 1, "'varients'", "did you mean 'variants'"),
        ("term,not,ru\n", 1, "'not'", "did you mean 'note'"),
        ("term,ru,ru_form\n", 1, "'ru_form'", "did you mean 'ru_forms'"),
        ("term,ru,RU\n", 1, "'RU'", "did you mean 'ru'"),
        ("term,ru,ru\n", 1, "'ru'", "twice"),
        ("term,ru,hi_forms\n", 1, "'hi_forms'", "no column 'hi'"),
        ("term,kind\nIAF,other\n", 1, "", "no locale column"),
        ("term,kind,ru\nIAF,other\n", 2, "ru", "this cell is missing"),
        ("term,ru\nIAF,ВВС,x\n", 2, "", "3 cells, 2 expected"),
        ("term,ru\n ,ВВС\n", 2, "term", "empty"),
        ("term,ru\nIAF|AF,ВВС\n", 2, "term", "one term a row"),
        ("term,hi,ru\nIAF,,\n", 2, "hi, ru", "no rendering"),
        ("term,ru,ru_forms,hi\nIAF,,ВВС,x\n", 2, "ru_forms", "without a rendering"),
        ("term,kind,ru\nIAF,equipement,ВВС\n", 2, "kind", "did you mean 'equipment'"),
        ("term,kind,ru\nIAF,zzz,ВВС\n", 2, "kind", "expected one of equipment"),
        ("term,flags,ru\nIAF,exat,ВВС\n", 2, "flags", "did you mean 'exact'"),
        ("term,case,ru\nIAF,maybe,ВВС\n", 2, "case", "expected yes, no or nothing"),
        ("term,ru\nIAF,ВВС\n\niaf force,x\nIAF,ВВС\n", 5, "term", "already in line 2"),
        ("term,ru\nS-400,С-400\nS 400,С-400\n", 3, "term", "already in line 2"),
        ('term,note,ru\nA,"two\nlines",Б\nB,,\n', 4, "ru", "no rendering"),
        ('term,note,ru\nA,"two\nlines\n', 2, "", "not valid CSV"),
        ("term,ru\nIAF,В\0ВС\n", 2, "", "NUL"),
    ],
)
def test_what_is_wrong_is_told_by_line_and_column(tmp_path, text, line, column, says):
    path = tmp_path / "terms.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        load([path])
    assert (raised.value.path, raised.value.line, raised.value.exit_code) == (path, line, 2)
    assert says in raised.value.message
    (problem,) = problems([path])
    assert (problem.line, problem.column, problem.severity) == (line, column, Severity.ERROR)
    assert str(problem).startswith(f"{path}:{line}: ")
    assert as_json(problem)["column"] == column


def test_a_file_that_cannot_be_read_is_told_with_its_line(tmp_path):
    path = tmp_path / "terms.csv"
    path.write_bytes("term,ru\nIAF,ВВС\nHAL,ХАЛ\n".encode("cp1251"))
    with pytest.raises(UsageError, match="UTF-8") as raised:
        load([path])
    assert raised.value.line == 2
    path.write_bytes("\ufeffterm".encode("utf-16-le") + b"\x00")
    with pytest.raises(UsageError, match="UTF-16"):
        load([path])
    with pytest.raises(UsageError, match="cannot be read"):
        load([tmp_path / "missing.csv"])


def test_several_problems_are_told_at_once(make):
    path = make("".join(f"T{n},,nokind,,,,,,х,\n" for n in range(14)))
    with pytest.raises(UsageError) as raised:
        load([path])
    lines = raised.value.message.splitlines()
    assert len(lines) == 11
    assert lines[1].startswith(f"{path}:3: column kind:")
    assert lines[-1] == "and 4 more"
    assert len(problems([path])) == 14


def test_latin_letters_inside_a_russian_word_are_a_warning(make):
    path = make("Su-57,,equipment,,,,,,Cу-57,\n")
    (warning,) = problems([path])
    assert (warning.severity, warning.column) == (Severity.WARNING, "ru")
    assert load([path]).warnings == (warning,)


def test_the_first_file_wins_and_a_later_one_adds_locales(make):
    first = make("summit,,event,,,,,,саммит,\n", name="a.csv")
    later = make("Summit,top meeting,event,,,,शिखर सम्मेलन,शिखर सम्मेलनों,встреча,встречи\n", name="b.csv")
    glossary = load([later, first])
    (term,) = glossary.terms
    assert term.renderings == {"ru": ("саммит",), "hi": ("शिखर सम्मेलन",)}
    assert term.forms == {"hi": ("शिखर सम्मेलनों",)}
    assert term.variants == ("top meeting",)
    (warning,) = glossary.warnings
    assert warning.severity is Severity.WARNING
    assert (warning.path, warning.line) == (later, 2)
    assert f"{first}:2 wins, which differs in ru" in warning.message


def test_a_spelling_of_two_terms_is_a_warning_and_the_filed_one_wins(make):
    path = make("air chief,CAS,,,,,,,А,\nCAS,,,,,,,,Б,\n")
    (warning,) = problems([path])
    assert "also a spelling of 'air chief'" in warning.message
    (match,) = load([path]).match("The CAS spoke.")
    assert match.term.term == "CAS"


def test_the_signature_knows_content_only(make):
    one = "A,,,,,note,,,х,\nB,,,,,,,,у,\n"
    other = "B,,,,,,,,у,\nA,,,,,other note,,,х,\n"
    same = load([make(one)]).signature
    assert load([make(other, name="z.csv")]).signature == same
    assert load([make(one.replace("у", "ы"))]).signature != same
    assert load([make(one.replace("A,,", "A,,rank"))]).signature != same
    assert Glossary().signature != same


def test_an_empty_glossary_matches_nothing(make):
    assert Glossary().match("Moscow") == ()
    assert load([make("")]).requirements("Moscow", "ru") == ()
    assert load([]).terms == ()


@pytest.mark.parametrize(
    ("terms", "sentence", "found"),
    [
        (["S-400"], "S-400, S 400, S–400", ["S-400", "S 400", "S–400"]),
        (["S-400"], "S\u00a0400, S400 and S-400s", ["S\u00a0400", "S400", "S-400s"]),
        (["S-400"], "The S-4000 and the AS-400", []),
        (["Su-30"], "Su-30MKI and Su-30", ["Su-30"]),
        (["S-400", "S-400 Triumf"], "S-400 Triumf and S-400", ["S-400 Triumf", "S-400"]),
        (["Air Force", "Indian Air Force", "IAF"], "Indian Air Force (IAF)", ["Indian Air Force", "IAF"]),
        (["b c", "a b x", "c d"], "a b c d", ["b c"]),
        (["a b c", "c d e f", "f g h"], "a b c d e f g h", ["c d e f"]),
        (["Moscow"], "Moscow’s, Moscow's and moscow", ["Moscow", "Moscow", "moscow"]),
        (["submarine", "agency"], "Submarines' crews, agencies'", ["Submarines", "agencies"]),
        (["Chief of the Air Staff"], "two Chiefs of the Air Staff", ["Chiefs of the Air Staff"]),
        (["Defence Ministry"], "DEFENSE MINISTRY, defence-desk", ["DEFENSE MINISTRY"]),
        (["defence ministry"], "a defence-ministry paper", ["defence-ministry"]),
        (["co-operation programme"], "cooperation programs", ["cooperation programs"]),
        (["WHO"], "Who knows who? The WHO does.", ["WHO"]),
        (["WHO", "IAF"], "WHO WILL COMMAND IAF JETS", ["IAF"]),
        (["US"], "It tells us of the US.", ["US"]),
        (["!Akash"], "Akash flew into the akash", ["Akash"]),
        (["!Akash", "S-400 Triumf"], "AKASH AND S-400 TRIUMF ON PARADE", ["S-400 TRIUMF"]),
        (["IAF"], "IAF's pilots, IAFs", ["IAF", "IAFs"]),
        (["ballistic missile"], "a quasi-ballistic missile, Ballistic missiles", ["Ballistic missiles"]),
        (["Kremlin"], "Kremlin-backed talks", ["Kremlin"]),
        (["S-400", "Moscow"], "https://example.org/moscow/S-400 mail@moscow.org #S400 Moscow", ["Moscow"]),
        (["Lt Gen|Lt. Gen."], "Lt. Gen. Singh and Lt Gen Roy", ["Lt. Gen.", "Lt Gen"]),
        (["T"], "don't", []),
        (["game changer"], "a “game-changer”", ["game-changer"]),
    ],
)  # fmt: skip
def test_terms_are_found_in_english(make, terms, sentence, found):
    matches = simple(make, *terms).match(sentence)
    assert [match.text for match in matches] == found
    assert all(sentence[slice(*match.span)] == match.text for match in matches)


def test_the_variant_leads_to_its_term(make):
    (match,) = simple(make, "Lt Gen|Lieutenant General").match("Lieutenant Generals met.")
    assert (match.term.term, match.span, match.plural) == ("Lt Gen", (0, 19), True)


def test_requirements_carry_forms_and_pass_over_what_the_locale_lacks(make):
    rows = "Kremlin,,place,,,,क्रेमलिन,,Кремль,\nKremlin aide,,appointment,,,,सहायक,,,\nX-ray,,,,dnt,,,,,\n"
    glossary = load([make(rows)])
    first, second = glossary.requirements("A Kremlin aide saw an X-ray.", "ru")
    assert (first.source, first.span, first.kind, first.exact) == ("Kremlin", (2, 9), "term", False)
    assert first.renderings == ("Кремль", "Кремля", "Кремлю", "Кремлем", "Кремле")
    assert (second.renderings, second.exact) == (("X-ray",), True)
    (hindi, _) = glossary.requirements("A Kremlin aide saw an X-ray.", "hi_IN")
    assert hindi.renderings == ("सहायक", "सहायकों")
    assert [r.source for r in glossary.requirements("A Kremlin aide saw an X-ray.", "de")] == ["X-ray"]


def test_flags_and_explicit_forms_rule_what_is_allowed(make):
    rows = (
        "a,,,,exact,,,,саммит,\nb,,,,,,,,саммит|встреча,саммита\nc,,,,dnt,,,,ц,\n"
        "Joint Staff,,organisation,,,,,,Объединенный штаб,\n"
    )
    glossary = load([make(rows)])
    a, b, c, staff = glossary.terms
    assert glossary.allowed(a, "ru") == ("саммит",)
    assert glossary.allowed(b, "ru") == ("саммит", "саммита", "встреча")
    assert glossary.allowed(c, "ru") == ("ц",)
    assert glossary.allowed(c, "hi") == ("c",)
    assert glossary.allowed(a, "hi") == ()
    assert "Объединенные штабы" not in glossary.allowed(staff, "ru")
    assert "Объединенные штабы" in glossary.allowed(staff, "ru", plural=True)


def test_explicit_forms_of_the_language_do_not_rule_another_column(make):
    path = make("a,ए,ओ,ऐ\n", "term,hi,hi_forms,hi_IN\n")
    glossary = load([path])
    assert glossary.allowed(glossary.terms[0], "hi_IN") == ("ऐ",)
    assert glossary.allowed(glossary.terms[0], "hi_NP") == ("ए", "ओ")


def test_a_glossary_travels_between_processes(make):
    glossary = simple(make, "Moscow")
    assert glossary.match("Moscow")
    copy = pickle.loads(pickle.dumps(glossary))  # noqa: S301 -- its own bytes
    assert copy.match("Moscow") == glossary.match("Moscow")


WORDS = st.sampled_from(
    ["S-400", "S400", "Air", "air", "Marshal", "Marshals", "IAF", "iaf", "WHO", "-", "–", "’s", "'", ".", "(",
     " ", "  ", "\u00ad", "İ", "é", "e\u0301", "कि", "@", "http://", "co-", "operation", "Moscow", "s", "4"]
)  # fmt: skip


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    path = tmp_path_factory.mktemp("glossary") / "a.csv"
    terms = ("S-400", "Air Marshal", "IAF", "WHO", "co-operation", "Moscow")
    path.write_text("term,ru\n" + "".join(f"{term},х\n" for term in terms), encoding="utf-8")
    return load([path])


@settings(deadline=None)
@given(sentence=st.lists(WORDS, max_size=25).map("".join))
def test_matches_are_disjoint_and_on_token_edges(example, sentence):
    matches = example.match(sentence)
    for one, other in pairwise(matches):
        assert one.span[1] <= other.span[0]
    for match in matches:
        start, end = match.span
        assert sentence[start:end] == match.text
        assert start == 0 or not sentence[start - 1].isalnum()
        assert end == len(sentence) or not sentence[end].isalnum()


def test_matching_is_linear_for_five_thousand_terms(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("term,ru\n" + "".join(f"alpha{n} beta{n},х\n" for n in range(5000)), encoding="utf-8")
    glossary = load([path])
    text = " ".join(f"alpha{n} beta{n} gamma" for n in range(4000))

    def seconds(sentence):
        start = time.perf_counter()
        count = len(glossary.match(sentence))
        return time.perf_counter() - start, count

    seconds(text)
    half = min(seconds(text)[0] for _ in range(3))
    whole, count = min(seconds(f"{text} {text}") for _ in range(3))
    assert count == 8000
    assert whole / half < 4
