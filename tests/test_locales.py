"""Facts of locales: headers gettext accepts, scripts, marks, and helpful refusals."""

import shutil
import subprocess
import sys

import pytest

from translate.errors import UsageError
from translate.locales import is_script, locale_info


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "hi",
            {
                "name": "Hindi",
                "own_name": "हिन्दी",
                "script": "Deva",
                "full_stop": "।",
                "decimal": ".",
                "group": ",",
            },
        ),
        (
            "ru",
            {"name": "Russian", "own_name": "русский", "script": "Cyrl", "decimal": ",", "group": "\u00a0"},
        ),
        ("pt", {"name": "Portuguese", "script": "Latn", "full_stop": ".", "decimal": ",", "group": "."}),
        ("ar", {"script": "Arab", "rtl": True}),
        ("sr_Latn", {"script": "Latn", "language": "sr"}),
    ],
)
def test_facts_of_a_locale(code, expected):
    info = locale_info(code)
    assert {name: getattr(info, name) for name in expected} == expected


@pytest.mark.parametrize("code", ["hi_IN", "hi-IN", "hi_in"])
def test_any_spelling_of_a_code_gives_the_gettext_form(code):
    info = locale_info(code)
    assert (info.code, info.language, info.tag) == ("hi_IN", "hi", "hi-IN")


def test_quotation_marks_are_the_languages_own():
    assert "".join(locale_info("ru").quotes) == "«»„“"
    assert "".join(locale_info("hi").quotes) == "“”‘’"


def test_plural_forms_are_gettexts_and_not_cldrs():
    assert locale_info("hi").plural_forms == "nplurals=2; plural=(n > 1);"
    assert locale_info("ru").plural_forms == (
        "nplurals=3; plural="
        "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    )
    assert locale_info("pt").plural_forms == "nplurals=2; plural=(n != 1);"


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
@pytest.mark.parametrize("code", ["hi", "ru", "pt", "ar", "ja", "cs", "fr"])
def test_msgfmt_accepts_the_plural_forms(code, tmp_path):
    number = int(locale_info(code).plural_forms.removeprefix("nplurals=").partition(";")[0])
    forms = "\n".join(f'msgstr[{n}] "{n}"' for n in range(number))
    catalog = tmp_path / "a.po"
    catalog.write_text(
        f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"Plural-Forms: {locale_info(code).plural_forms}\\n"\n\nmsgid "a"\nmsgid_plural "b"\n{forms}\n',
        encoding="utf-8",
    )
    done = subprocess.run(
        ["msgfmt", "--check-format", "-o", "/dev/null", catalog], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("Hindi", "did you mean hi?"),
        ("russian", "did you mean ru?"),
        ("en_XX", "en_"),
        ("", "such as hi"),
        ("r u", "ru"),
    ],
)
def test_an_unknown_code_is_refused_with_a_way_out(code, hint):
    with pytest.raises(UsageError) as caught:
        locale_info(code)
    assert repr(code) in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("char", "script", "expected"),
    [
        ("न", "Deva", True),
        ("\u093f", "Deva", True),  # a vowel sign is part of its script
        ("Ж", "Cyrl", True),
        ("a", "Cyrl", False),
        ("а", "Latn", False),  # Cyrillic а
        ("漢", "Jpan", True),
        ("ア", "Jpan", True),
        ("a", "Zzzz", False),
        ("a", "none", False),
    ],
)
def test_a_character_knows_its_script(char, script, expected):
    assert is_script(char, script) is expected


def test_importing_loads_no_babel():
    code = "import sys, translate.locales; sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
