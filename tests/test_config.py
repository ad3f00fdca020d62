"""`translate.toml`: defaults for everything, and an error that helps for what is not understood."""

from pathlib import Path

import pytest

from translate import config
from translate.errors import UsageError


def workspace(tmp_path: Path, text: str) -> Path:
    (tmp_path / config.FILE).write_text(text, encoding="utf-8")
    return tmp_path


def test_an_empty_file_gives_every_default(tmp_path):
    found = config.load(workspace(tmp_path, ""))
    assert found.locales == ("hi", "ru")
    assert found.engine.beam == 4
    assert found.export.draft == "label"


def test_settings_replace_defaults_and_leave_the_others(tmp_path):
    text = 'locales = ["ru"]\n[engine]\nbeam = 1\nlength_penalty = 1\n[engine.models]\nru = "m/x"\n'
    found = config.load(workspace(tmp_path, text))
    assert (found.locales, found.engine.beam, found.engine.length_penalty) == (("ru",), 1, 1.0)
    assert found.engine.compute_type == "int8_float32"
    assert found.model_path("ru") == tmp_path / "m/x"
    assert found.model_path("hi") is None


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("local = []", "unknown key `local`", "did you mean `locales`?"),
        ("[engine]\nbeem = 4", "unknown key `engine.beem`", "did you mean `engine.beam`?"),
        ("[engine]\nzzz = 4", "unknown key `engine.zzz`", "known keys:"),
        ("engine = 4", "`engine` must be a table", "[engine]"),
        ("[engine]\nbeam = 0", "`engine.beam` is 0", ""),
        ('[engine]\nbeam = "4"', "a whole number is expected", ""),
        ("[engine]\nbeam = true", "a whole number is expected", ""),
        ('[export]\ndraft = "hide"', "one of label, use, hold", ""),
        ("locales = []", "must be a list of texts", ""),
        ('locales = "hi"', "must be a list of texts", ""),
        ("locales = [", "not valid TOML", ""),
        ('project = ""', "`project` is empty", ""),
    ],
)
def test_what_is_not_understood_is_named(tmp_path, text, message, hint):
    with pytest.raises(UsageError) as caught:
        config.load(workspace(tmp_path, text))
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert caught.value.path == tmp_path / config.FILE


def test_a_byte_order_mark_is_read_and_latin_1_is_named(tmp_path):
    (tmp_path / config.FILE).write_bytes(b'\xef\xbb\xbflocales = ["ru"]')
    assert config.load(tmp_path).locales == ("ru",)
    (tmp_path / config.FILE).write_bytes(b'project = "caf\xe9"')
    with pytest.raises(UsageError, match="not valid UTF-8"):
        config.load(tmp_path)


def test_the_nearest_workspace_upward_is_found(tmp_path):
    workspace(tmp_path, "")
    inner = tmp_path / "articles" / "2026"
    inner.mkdir(parents=True)
    assert config.find_root(inner) == tmp_path


def test_no_workspace_says_how_to_make_one(tmp_path):
    with pytest.raises(UsageError) as caught:
        config.find_root(tmp_path)
    assert "translate init" in caught.value.hint
