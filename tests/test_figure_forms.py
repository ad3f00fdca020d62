"""How figures are written: news sentences with every rendering that an editor accepts in their place."""

from pathlib import Path

import pytest

from translate import figures
from translate.figures.requirements import held
from translate.inflect.context import Slot, fitness
from translate.locales import locale_info

# Right, and beyond the reader.
UNREAD = {
    "2 रुपये 50 पैसे", "2 रुपए 50 पैसे", "दो रुपये 50 पैसे", "दो रुपए 50 पैसे", "शत-प्रतिशत", "शत प्रतिशत",
    "डेढ़ सौवीं", "एक सौ चालीस करोड़",
}  # fmt: skip
DATA = Path(__file__).parent / "data"
LOCALES = ("hi",)


def cases(locale):
    """Rows of kind, English, the figure's text, the rendering with a gap, what may stand there."""
    lines = (DATA / f"figures.{locale}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    for line in lines:
        kind, english, text, target, accepted = line.split("\t")
        yield pytest.param(locale, english, text, target, accepted.split(" | "), id=f"{locale}-{kind}-{text}")


ALL = [case for locale in LOCALES for case in cases(locale)]


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
def test_the_form_that_the_place_asks_for_is_acceptable(locale, english, text, target, accepted):
    """The signs of the place leave a form or two, of which the package chooses."""
    before, _, after = target.partition("{}")
    best = ""
    for need in required(locale, english, text):
        # The ends of `1,200 to 1,450 km` are put in one by one.
        slot = Slot(
            f"{before}{best} {after}" if best else target.format("0"), (0, 0), english[: need.span[0]]
        )
        start = len(before) + len(best)
        slot = Slot(slot.target, (start, start + 1), slot.before)
        fits = fitness(need.likely, slot, locale, need.readings)
        tops = [form for form, fit in zip(need.likely, fits, strict=True) if fit == max(fits)]
        if len(required(locale, english, text)) == 1:
            assert set(tops) & set(accepted)


@pytest.mark.parametrize(("locale", "english", "text", "target", "accepted"), ALL)
def test_what_is_written_is_read_back(locale, english, text, target, accepted):
    for need in required(locale, english, text):
        for form in need.renderings:
            assert held([need.figure], f"… {form} …", locale_info(locale)) != [None], form
