"""The user's own article, the first real input, in a fresh workspace."""

import json
import re
import shutil
import subprocess

import pytest

from tests.conftest import files_of

NAME = "000_d2e4eb0da8630b12"


@pytest.fixture
def seeded(tmp_path, shared, translate):
    translate("init", "desk", "-l", "hi", "-l", "ru", cwd=tmp_path)
    shutil.copy(shared / "seed" / f"{NAME}.txt", tmp_path / "desk/articles")
    done = translate("run", "-l", "hi", "-l", "ru", "--json", cwd=tmp_path / "desk")
    assert done.code in {0, 1}, done.err
    return tmp_path / "desk", json.loads(done.out)


def test_the_users_article_comes_out_whole_in_both_languages(seeded, shared, translate):
    desk, report = seeded
    english = (shared / "seed" / f"{NAME}.txt").read_text(encoding="utf-8")
    wanted = {
        "hi": ("एस-400", "ऑपरेशन सिंदूर", "एयर मार्शल", "लेफ्टिनेंट जनरल"),
        "ru": ("С-400", "операци[а-я]+ «Синдур»", "маршал[а-я]* авиации", "генерал[а-я]*-лейтенант"),
    }
    for locale, patterns in wanted.items():
        text = (desk / f"output/{locale}/{NAME}.txt").read_text(encoding="utf-8")
        paragraphs = text.removeprefix("[machine draft]\n\n").split("\n\n")
        assert len(paragraphs) == len(english.split("\n\n"))
        assert all(paragraph.strip() for paragraph in paragraphs)
        for pattern in patterns:
            assert re.search(pattern, text, re.IGNORECASE), pattern

    rows = {row["locale"]: row for row in report["articles"]}
    kept = {
        "$5.43 billion": {"hi": "5[.]43 अरब डॉलर", "ru": "5,43.(млрд|миллиард[а-я]*).доллар"},
        "2018": {"hi": "2018", "ru": "2018"},
        "September 2026": {"hi": "सितंबर 2026", "ru": "сентябр[а-я] 2026"},
    }
    for figure, patterns in kept.items():
        for locale, pattern in patterns.items():
            text = (desk / f"output/{locale}/{NAME}.txt").read_text(encoding="utf-8")
            named = any(
                figure in f["message"] for f in rows[locale]["findings"] if f["code"] == "figure-lost"
            )
            assert re.search(pattern, text) or named, (figure, locale)


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")
def test_the_users_catalogues_pass_gettexts_check_and_stay_as_they_are(seeded, translate):
    desk, _ = seeded
    for locale in ("hi", "ru"):
        path = desk / f"locales/{locale}/LC_MESSAGES/{NAME}.po"
        for extra in ([], ["--use-fuzzy"]):
            command = ["msgfmt", "--check", *extra, "-o", "/dev/null", str(path)]
            assert subprocess.run(command, capture_output=True).returncode == 0
    before = files_of(desk)
    translate("run", "-l", "hi", "-l", "ru", cwd=desk)
    assert files_of(desk) == before
