from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

from translate import models, places
from translate.archive import SIDE_FILE
from translate.errors import SetupError, UsageError

REPOSITORY = Path(__file__).parents[1]
STARTERS = {code: REPOSITORY / "models" / f"translate-en_{code}-0_1.argosmodel" for code in ("hi", "ru")}
MERGES = "#version: 0.2\nt h\nth e</w>\na n\nan d</w>\n"
AN_HOUR_AGO = time.time() - 3600


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user of their own, with a packages folder to fill."""
    for name in [name for name in os.environ if name.startswith(("ARGOS_", "SNAP"))]:
        monkeypatch.delenv(name)
    home = tmp_path / "home"
    for name, place in (
        ("HOME", ""),
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
    ):
        monkeypatch.setenv(name, str(home / place))
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(home / "packages"))
    (home / "packages").mkdir(parents=True)
    return home


def metadata(to: str = "ru", version: str = "1.0", **more: object) -> str:
    return json.dumps({"from_code": "en", "to_code": to, "package_version": version, **more})


def contents(to: str = "ru", version: str = "1.0", **more: object) -> dict[str, str]:
    return {"metadata.json": metadata(to, version, **more), "model/model.bin": "weights", "bpe.model": MERGES}


def folder(parent: Path, name: str, files: dict[str, str]) -> Path:
    for file, text in files.items():
        target = parent / name / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return parent / name


def archive(path: Path, files: dict[str, str], top: str = "package") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as packed:
        for file, text in files.items():
            packed.writestr(f"{top}/{file}", text)
    return path


def everything_under(path: Path) -> list[str]:
    return sorted(str(found.relative_to(path)) for found in path.rglob("*"))


# Finding


@pytest.mark.parametrize(
    ("code", "first", "last"), [("hi", "\u0900", "\u097f"), ("ru", "\u0400", "\u04ff")], ids=["hi", "ru"]
)
def test_the_bundled_starters_translate_a_sentence(code: str, first: str, last: str) -> None:
    import ctranslate2

    package = models.find(code)
    assert (package.source, package.name, package.pair) == ("bundled", f"en_{code} 0.1", f"en-{code}")
    loaded = models.open_package(package)
    assert loaded.kind == "sentencepiece"
    assert loaded.prefix_tokens == []
    translator = ctranslate2.Translator(str(loaded.model_dir), compute_type="int8", intra_threads=1)
    pieces = loaded.tokenizer.encode("The Prime Minister arrived in Moscow on Monday.")
    text = loaded.tokenizer.decode(translator.translate_batch([pieces], beam_size=4)[0].hypotheses[0])
    letters = [sign for sign in text if sign.isalpha()]
    assert len(letters) > 15
    assert all(first <= sign <= last for sign in letters), text


def test_the_signature_shows_the_hash_of_the_file() -> None:
    expected = hashlib.sha256(STARTERS["ru"].read_bytes()).hexdigest()
    package = models.find("ru")
    assert package.sha256 == expected
    assert package.signature == f"en_ru 0.1 sha256:{expected[:12]}"


def test_a_named_path_comes_before_installed_and_installed_before_bundled(home: Path) -> None:
    named = archive(home / "named.argosmodel", contents(version="0.1"))
    set_in_config = folder(home, "configured", contents(version="0.2"))
    folder(home / "packages", "en_ru", contents(version="0.0.1"))
    assert models.find("ru", explicit=named, config=set_in_config).source == "--model"
    assert models.find("ru", config=set_in_config).source == "config"
    assert models.find("ru").source == "installed"
    assert models.find("hi").source == "bundled"


def test_the_highest_version_of_a_pair_is_chosen(home: Path) -> None:
    for version in ("1.9", "1.10", "1.2"):
        folder(home / "packages", f"translate-en_ru-{version}", contents(version=version))
    assert models.find("ru").version == "1.10"


@pytest.mark.parametrize(
    ("older", "newer"), [("1.9", "1.10"), ("1.9rc1", "1.9"), ("0.9", "1"), ("1.0", "1.0.1"), ("1", "1.0.0.1")]
)
def test_versions_are_compared_as_numbers(older: str, newer: str) -> None:
    assert models.version_key(older) < models.version_key(newer)
    assert models.version_key("1") == models.version_key("1.0.0")


def test_a_locale_takes_its_own_package_before_that_of_its_language(home: Path) -> None:
    assert models.find("hi_IN").to_code == "hi"
    assert models.find("ru-RU").to_code == "ru"
    folder(home / "packages", "a", contents("pt", "9.0"))
    assert models.find("pt_BR").to_code == "pt"
    folder(home / "packages", "b", contents("pb", "1.0"))
    assert models.find("pt_BR").to_code == "pb"
    folder(home / "packages", "c", contents("pt-BR", "1.0"))
    assert models.find("pt_BR").to_code == "pt-BR"
    assert models.find("pt_PT").to_code == "pt"


@pytest.mark.parametrize(
    ("locale", "command"),
    [
        ("de", "translate models install en-de"),
        ("de_AT", "translate models install en-de"),
        ("pt_BR", "translate models install en-pb"),
        ("sr@latin", "translate models install en-sr"),
    ],
)
def test_a_missing_pair_names_the_command_that_mends_it(locale: str, command: str) -> None:
    with pytest.raises(SetupError) as caught:
        models.find(locale)
    assert caught.value.hint == command
    assert caught.value.exit_code == 3
    assert models.parse_pair(command.removeprefix("translate models install "))[0] == "en"


def test_another_source_language_is_another_pair(home: Path) -> None:
    folder(home / "packages", "hi_ru", {**contents(), "metadata.json": metadata(from_code="hi")})
    assert models.find("ru", from_code="hi").pair == "hi-ru"
    with pytest.raises(SetupError, match="uk to ru"):
        models.find("ru", from_code="uk")


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("en-ru", ("en", "ru")),
        ("en_ru", ("en", "ru")),
        ("ru", ("en", "ru")),
        ("hi-en", ("hi", "en")),
        ("hi_IN", ("en", "hi_IN")),
        ("en-pt_BR", ("en", "pt_BR")),
    ],
)
def test_a_pair_is_read_in_the_ways_people_write_it(text: str, pair: tuple[str, str]) -> None:
    assert models.parse_pair(text) == pair


@pytest.mark.parametrize("text", ["", "e", "en-ru-", "../ru", "english to russian", "ру"])
def test_what_is_no_pair_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not a language pair"):
        models.parse_pair(text)


def test_a_package_of_another_pair_is_not_taken_for_the_asked_one() -> None:
    with pytest.raises(UsageError, match=r"en_hi 0\.1, not en to ru"):
        models.find("ru", explicit=STARTERS["hi"])


def test_a_named_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        models.find("ru", config=tmp_path / "nowhere.argosmodel")
    assert caught.value.path == tmp_path / "nowhere.argosmodel"


def test_what_cannot_be_used_is_listed_and_passed_over(home: Path) -> None:
    packages = home / "packages"
    folder(packages, "good", contents())
    folder(packages, "stray", {"notes.txt": "x"})
    folder(packages, "not-json", {"metadata.json": "{"})
    folder(packages, "no-code", {"metadata.json": '{"package_version": "1"}'})
    folder(packages, "no-model", {"metadata.json": metadata(), "bpe.model": MERGES})
    folder(packages, "no-tokenizer", {"metadata.json": metadata(), "model/model.bin": "x"})
    folder(packages, "splitter", {"metadata.json": '{"type": "sbd"}'})
    (packages / "file").touch()
    (home / "config" / "argos-translate").mkdir(parents=True)
    (home / "config" / "argos-translate" / "settings.json").write_text("{")
    listing = models.list_packages()
    assert [package.path.name for package in listing.packages if package.source == "installed"] == ["good"]
    assert {package.pair for package in listing.packages if package.source == "bundled"} >= {"en-hi", "en-ru"}
    assert [problem.path.name for problem in listing.problems] == [
        "settings.json", "no-code", "no-model", "no-tokenizer", "not-json", "stray"
    ]  # fmt: skip
    assert models.find("ru").path.name == "good"


ENVIRONMENTS: dict[str, tuple[dict[str, str], str]] = {
    "defaults": ({}, ""),
    "data home": ({"XDG_DATA_HOME": "{home}/elsewhere"}, ""),
    "variable": ({"ARGOS_PACKAGES_DIR": "{home}/mine"}, '{"ARGOS_PACKAGES_DIR": "{home}/file"}'),
    "settings file": ({}, '{"ARGOS_PACKAGES_DIR": "{home}/file"}'),
    "settings file elsewhere": (
        {"XDG_CONFIG_HOME": "{home}/.config"},
        '{"ARGOS_PACKAGES_DIR": "{home}/file"}',
    ),
    "settings file broken": ({}, '{"ARGOS_PACKAGES_DIR": '),
    "old variable": ({"ARGOS_TRANSLATE_PACKAGE_DIR": "{home}/old"}, ""),
    "snap": ({"SNAP": "{home}/snap", "SNAP_USER_DATA": "{home}/snapdata"}, ""),
}


@pytest.mark.parametrize("case", ENVIRONMENTS)
def test_the_packages_folders_are_those_of_argos_translate(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "user"
    for extra in (
        "snap/snap_custom/packages",
        "snap/snap_custom/content_snap_packages/one",
        ".config/argos-translate",
    ):
        (home / extra).mkdir(parents=True)
    variables, settings = ENVIRONMENTS[case]
    if settings:
        text = settings.replace("{home}", str(home))
        (home / ".config" / "argos-translate" / "settings.json").write_text(text)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    for name, value in variables.items():
        monkeypatch.setenv(name, value.replace("{home}", str(home)))
    before = everything_under(home)
    ours = [str(path) for path in places.package_dirs()]
    assert everything_under(home) == before
    program = "import argostranslate.settings as s; print('DIRS', *s.package_dirs, sep='\\n')"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert ours == shown.partition("DIRS\n")[2].split("\n")[:-1]


def test_finding_loads_no_model_library_and_makes_no_argos_folder(home: Path) -> None:
    program = (
        "import sys; from translate import install, models; print(models.find('ru').name, "
        "{'argostranslate', 'sentencepiece', 'sacremoses', 'ctranslate2'} & set(sys.modules))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=REPOSITORY
    ).stdout
    assert shown == "en_ru 0.1 set()\n"
    assert {path.name for path in home.iterdir()} == {"packages", "cache"}


# Digests


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were really read for a digest."""
    names: list[str] = []
    real = places._file_hash

    def counting(path: Path) -> str:
        names.append(path.name)
        return real(path)

    monkeypatch.setattr(places, "_file_hash", counting)
    return names


def test_an_unchanged_package_is_hashed_once(home: Path, hashed: list[str]) -> None:
    file = archive(home / "x.argosmodel", contents())
    tree = folder(home / "packages", "en_ru", contents())
    for path in (file, *(found for found in tree.rglob("*") if found.is_file())):
        os.utime(path, (AN_HOUR_AGO, AN_HOUR_AGO))
    first = [places.digest(file), places.digest(tree)]
    assert len(hashed) == 4
    assert [places.digest(file), places.digest(tree)] == first
    assert len(hashed) == 4


def test_a_change_is_seen_even_with_the_same_size_and_time(home: Path) -> None:
    file = home / "x.argosmodel"
    file.write_bytes(b"one")
    os.utime(file, (AN_HOUR_AGO, AN_HOUR_AGO))
    before = places.digest(file)
    time.sleep(0.05)  # coarse file clocks tick every 10 ms or faster
    file.write_bytes(b"two")
    os.utime(file, (AN_HOUR_AGO, AN_HOUR_AGO))
    assert places.digest(file) == hashlib.sha256(b"two").hexdigest() != before


def test_a_file_touched_just_now_is_read_again(home: Path, hashed: list[str]) -> None:
    file = home / "x.argosmodel"
    file.write_bytes(b"one")
    assert places.digest(file) == places.digest(file)
    assert len(hashed) == 2


def test_a_folder_without_a_record_is_known_by_its_files(home: Path) -> None:
    tree = folder(home / "packages", "en_ru", contents())
    first = models.find("ru")
    assert first.sha256.startswith("files:")
    assert first.signature == f"en_ru 1.0 files:{first.sha256[6:18]}"
    folder(home / "packages", "moved", contents())
    assert places.digest(home / "packages" / "moved") == first.sha256
    (tree / "model" / "model.bin").write_text("Weights")
    assert models.find("ru").sha256 != first.sha256


def test_the_recorded_hash_holds_only_while_the_files_are_the_same(home: Path) -> None:
    tree = folder(home / "packages", "en_ru", contents())
    record = {"contents": places.digest(tree), "sha256": "ab" * 32}
    (tree / SIDE_FILE).write_text(json.dumps(record))
    assert models.find("ru").signature == "en_ru 1.0 sha256:abababababab"
    (tree / "model" / "model.bin").write_text("Weights")
    assert models.find("ru").sha256.startswith("files:")


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"stamp": 1, "digest": "x"}'])
def test_a_damaged_memory_of_digests_is_ignored(home: Path, damage: str) -> None:
    file = home / "x.argosmodel"
    file.write_bytes(b"one")
    os.utime(file, (AN_HOUR_AGO, AN_HOUR_AGO))
    expected = places.digest(file)
    (memory,) = (home / "cache" / "newsroom-translate" / "digests").iterdir()
    memory.write_text(damage)
    assert places.digest(file) == expected


# Opening


def test_an_archive_is_unpacked_once_and_again_when_files_are_gone(home: Path) -> None:
    package = models.read_package(archive(home / "x.argosmodel", contents()), "--model")
    place = models.open_package(package).model_dir
    assert home / "cache" / "newsroom-translate" in place.parents
    assert place.parent.name == package.sha256[:32]
    inode = (place / "model.bin").stat().st_ino
    assert (models.open_package(package).model_dir / "model.bin").stat().st_ino == inode
    (place / "model.bin").unlink()
    assert models.open_package(package).model_dir == place
    assert (place / "model.bin").read_text() == "weights"
    assert [path.name for path in place.parent.parent.iterdir() if path.name.startswith(".new-")] == []


def test_many_at_once_unpack_the_same_archive_safely(home: Path) -> None:
    package = models.read_package(archive(home / "x.argosmodel", contents()), "--model")
    read: list[str] = []

    def open_it() -> None:
        read.append((models.open_package(package).model_dir / "model.bin").read_text())

    threads = [threading.Thread(target=open_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == ["weights"] * 8
    names = {path.name for path in (home / "cache" / "newsroom-translate").iterdir()}
    assert names - {"digests"} == {package.sha256[:32]}


def test_without_a_writable_cache_a_temporary_folder_serves(home: Path) -> None:
    package = models.read_package(archive(home / "x.argosmodel", contents()), "--model")
    (home / "cache").touch()
    place = models.open_package(package).model_dir
    assert home not in place.parents
    assert (place / "model.bin").read_text() == "weights"


def test_a_file_replaced_since_it_was_found_is_not_used(home: Path) -> None:
    path = archive(home / "x.argosmodel", contents())
    package = models.read_package(path, "--model")
    archive(path, contents(version="1.1"))
    with pytest.raises(SetupError, match="replaced"):
        models.open_package(package)


def starter_with_prefix(home: Path) -> Path:
    with zipfile.ZipFile(STARTERS["ru"]) as packed:
        vocabulary = packed.read("translate-en_ru-0_1/sentencepiece.model")
    tree = folder(home, "multi", {"metadata.json": metadata(target_prefix="__ru__"), "model/model.bin": "x"})
    (tree / "sentencepiece.model").write_bytes(vocabulary)
    return tree


@pytest.mark.parametrize(
    "text",
    ["user_name met __init__ and a_b", "“S-400” – it’s here…", "Визит В. Путина в Нью-Дели", "", "C'est"],
)
def test_sentencepiece_gives_back_what_it_was_given(home: Path, text: str) -> None:
    tokenizer = models.open_package(models.read_package(starter_with_prefix(home), "config")).tokenizer
    expected = text.replace("…", "...")  # the model's own normalisation (NFKC) of a source
    assert tokenizer.decode(tokenizer.encode(text)) == expected


def test_pieces_outside_the_vocabulary_stay_visible(home: Path) -> None:
    tokenizer = models.open_package(models.read_package(starter_with_prefix(home), "config")).tokenizer
    assert tokenizer.decode(["▁a", "<unk>", "▁ZzQqXxYy_W", "▁b"]) == "a ⁇  ZzQqXxYy_W b"


def test_a_multi_target_package_says_what_to_start_with(home: Path) -> None:
    assert models.open_package(models.read_package(starter_with_prefix(home), "config")).prefix_tokens == [
        "__ru__"
    ]


def test_a_bpe_package_opens_with_its_moses_rules(home: Path) -> None:
    loaded = models.open_package(models.read_package(folder(home, "bpe", contents()), "config"))
    assert loaded.kind == "bpe"
    pieces = loaded.tokenizer.encode("The “big” man – and\u00a0the man")
    assert [piece for piece in pieces if "@@" not in piece][-2:] == ["the", "n"]
    assert loaded.tokenizer.decode(pieces) == 'The "big" man - and the man'
    assert loaded.tokenizer.encode("") == []


@pytest.mark.parametrize("text", ["#version: 0.2\nt h e\n", "#version: x\nt h\n", "\udcff"])
def test_a_bad_tokenizer_is_an_error_and_prints_nothing(
    home: Path, text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    tree = folder(home, "bad", contents())
    (tree / "bpe.model").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SetupError, match="tokenizer") as caught:
        models.open_package(models.read_package(tree, "config"))
    assert caught.value.hint == "translate models install en-ru"
    (tree / "bpe.model").rename(tree / "sentencepiece.model")
    with pytest.raises(SetupError, match=r"sentencepiece\.model"):
        models.open_package(models.read_package(tree, "config"))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("gone", ["bpe.model", "model/model.bin"])
def test_a_package_that_lost_a_file_is_an_error(home: Path, gone: str) -> None:
    package = models.read_package(folder(home, "x", contents()), "config")
    (package.path / gone).unlink()
    with pytest.raises(SetupError, match=Path(gone).name):
        models.open_package(package)
