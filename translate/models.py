"""Finds Argos packages and opens their tokenizers and model folders.

Only `argostranslate.tokenizer` is ever imported, and only to open a package: Argos' settings and package
modules create folders in the user's home.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from translate.archive import (
    CODE,
    SIDE_FILE,
    TOKENIZER_FILES,
    Archive,
    Package,
    described,
    extract,
    read_archive,
)
from translate.errors import SetupError, UsageError
from translate.places import (
    argos_settings,
    bundled_dir,
    cache_dir,
    digest,
    folders,
    package_dirs,
    read_object,
    temporary_dir,
)

__all__ = [
    "Listing", "Loaded", "Package", "Problem", "Tokenizer", "fallbacks", "find", "list_packages",
    "open_package", "parse_pair", "read_package", "version_key",
]  # fmt: skip

_PAIR = re.compile(r"([a-z]{2,3})[_-]([a-z]{2,3}(?:[_-][A-Z][A-Za-z]{1,3})?)")
# Argos has codes of its own for two varieties; plain `pt` and `zh` would be the other one.
_ARGOS_CODES = {"pt_BR": "pb", "zh_Hant": "zt", "zh_TW": "zt", "zh_HK": "zt"}


@dataclass(frozen=True, slots=True)
class Problem:
    """A folder, file or setting that was passed over, and why."""

    path: Path
    message: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything visible: installed before bundled, and what could not be read."""

    packages: tuple[Package, ...]
    problems: tuple[Problem, ...]


class Tokenizer(Protocol):
    """Text to the model's pieces and back."""

    def encode(self, text: str) -> list[str]:
        """Pieces of one sentence; none for an empty one."""

    def decode(self, pieces: list[str]) -> str:
        """Text of the pieces of one sentence."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """An opened package.

    Attributes:
        package: What was opened.
        model_dir: CTranslate2 model folder.
        tokenizer: Text to pieces and back.
        kind: `bpe` means that Moses rules run around the pieces: quotation marks, dashes and no-break
            spaces come back straightened and placeholders torn apart, so mask those first.
        prefix_tokens: Pieces to start every target with, and to take off again.
    """

    package: Package
    model_dir: Path
    tokenizer: Tokenizer
    kind: Literal["sentencepiece", "bpe"]
    prefix_tokens: list[str]


def parse_pair(text: str) -> tuple[str, str]:
    """`en-ru`, `en_ru` and plain `ru` are all ("en", "ru"); `hi_IN` alone is a locale: ("en", "hi_IN")."""
    pair = _PAIR.fullmatch(text)
    codes = (pair[1], pair[2]) if pair else ("en", text)
    if not CODE.fullmatch(codes[1]):
        raise UsageError(f"not a language pair: {text!r}", hint="write it like en-ru")
    return codes


def version_key(version: str) -> tuple[tuple[int, ...], bool]:
    """Orders versions: 1.10 above 1.9, 1.0 like 1, 1.9rc1 below 1.9."""
    numbers, rest = re.fullmatch(r"([0-9.]*)(.*)", version, re.DOTALL).groups()  # type: ignore[union-attr]
    values = [int(number) for number in numbers.split(".") if number]
    while values and values[-1] == 0:
        values.pop()
    return tuple(values), not rest


def read_package(path: Path, source: str) -> Package:
    """The package in a folder or a `.argosmodel`, with its hash.

    Raises:
        UsageError: There is none, or it cannot be used.
    """
    try:
        folder = path.is_dir()
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", path=path) from error
    package = _read_folder(path, source) if folder else read_archive(path, source).package
    if package is None:
        raise UsageError("not a translation package: another `type` stands in its metadata.json", path=path)
    return _identified(package)


def list_packages() -> Listing:
    """All packages that `find` can choose from, without their hashes, and what was passed over."""
    packages: list[Package] = []
    settings_file, _, wrong = argos_settings()
    problems = [Problem(settings_file, wrong)] if wrong else []
    for path, source in _places(problems):
        try:
            found = (
                _read_folder(path, source) if source == "installed" else read_archive(path, source).package
            )
        except UsageError as error:
            problems.append(Problem(path, error.message))
            continue
        packages += [found] if found else []
    return Listing(tuple(packages), tuple(problems))


def find(
    to_code: str, *, from_code: str = "en", explicit: Path | None = None, config: Path | None = None
) -> Package:
    """The package that translates into a language or locale, with its hash.

    Order: `explicit`, `config`, the user's Argos packages, the bundled ones; a locale's own package
    before its language's; then the highest version.

    Raises:
        UsageError: A named path holds no package of this pair.
        SetupError: There is none; the hint is the command that installs it.
    """
    codes = fallbacks(to_code)
    for path, source in ((explicit, "--model"), (config, "config")):
        if path is not None:
            package = read_package(path, source)
            if not _translates(package, from_code, codes):
                message = f"this package is {package.name}, not {from_code} to {to_code}"
                raise UsageError(message, path=path, hint="name a package of the pair, or none")
            return package
    listing = list_packages()
    for code in codes:
        matching = [package for package in listing.packages if _translates(package, from_code, (code,))]
        own = [package for package in matching if package.source == "installed"]
        if matching:
            return _identified(max(own or matching, key=lambda package: version_key(package.version)))
    wanted = next((_ARGOS_CODES[code] for code in codes if code in _ARGOS_CODES), codes[-1])
    passed = f" ({len(listing.problems)} could not be read: `translate doctor`)" if listing.problems else ""
    raise SetupError(
        f"no package translates {from_code} to {to_code}{passed}",
        hint=f"translate models install {from_code}-{wanted}",
    )


def _places(problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    for parent in package_dirs():
        if os.access(parent, os.F_OK) and not os.access(parent, os.R_OK | os.X_OK):
            problems.append(Problem(parent, "the package folder cannot be listed: permission denied"))
        yield from ((folder, "installed") for folder in folders(parent))
    yield from ((path, "bundled") for path in sorted(bundled_dir().glob("*.argosmodel")))


def _read_folder(folder: Path, source: str) -> Package | None:
    again = "install the package again"
    try:
        package = described((folder / "metadata.json").read_bytes(), folder, source)
        if package and (missing := _missing(folder)):
            raise UsageError(f"incomplete package: no {missing}")
    except FileNotFoundError:
        message = "not a package: no metadata.json (Argos Translate itself stops at such a folder)"
        raise UsageError(message, path=folder, hint="remove the folder") from None
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", path=folder, hint=again) from error
    except UsageError as error:
        raise UsageError(error.message, path=folder, hint=again) from None
    return package


def _missing(folder: Path) -> str:
    """The first thing a package folder lacks; empty when it is complete."""
    if not (folder / "model" / "model.bin").is_file():
        return "model/model.bin"
    return "" if any((folder / name).is_file() for name in TOKENIZER_FILES) else " or ".join(TOKENIZER_FILES)


def fallbacks(locale: str) -> tuple[str, ...]:
    """Package codes for a locale, most telling first: pt_BR, pb, pt."""
    parts = re.split("[_-]", re.split("[.@]", locale)[0])
    names = ["_".join(parts[:count]) for count in range(len(parts), 0, -1)]
    return tuple(code for name in names for code in (name, _ARGOS_CODES.get(name, "")) if code)


def _translates(package: Package, from_code: str, codes: tuple[str, ...]) -> bool:
    return package.from_code == from_code and package.to_code.replace("-", "_") in codes


def _identified(package: Package) -> Package:
    """The package with its hash; the one recorded at installation holds only while the files are the same."""
    value = digest(package.path)
    if value.startswith("files:"):
        record = read_object(package.path / SIDE_FILE)
        if record.get("contents") == value and re.fullmatch("[0-9a-f]{64}", str(record.get("sha256"))):
            value = str(record["sha256"])
    return replace(package, sha256=value)


class _SentencePiece:
    """Argos' SentencePiece tokenizer, decoding without its habit of turning every `_` into a space.

    A piece for an unknown character decodes to ` ⁇ `, which checks can see.
    """

    def __init__(self, model: Path) -> None:
        from argostranslate.tokenizer import SentencePieceTokenizer  # noqa: PLC0415 - loads native code

        self._inner = SentencePieceTokenizer(model)
        self._inner.lazy_processor()

    def encode(self, text: str) -> list[str]:
        return list(self._inner.encode(text))

    def decode(self, pieces: list[str]) -> str:
        # U+2581 stays in pieces that the vocabulary lacks, such as source pieces copied by the engine.
        return str(self._inner.lazy_processor().decode_pieces(pieces)).replace("▁", " ").strip(" ")


class _Bpe:
    """Argos' BPE tokenizer: Moses normalising and tokenising around the pieces."""

    def __init__(self, model: Path, from_code: str, to_code: str) -> None:
        from argostranslate.tokenizer import BPETokenizer  # noqa: PLC0415 - loads sacremoses later

        self._inner = BPETokenizer(model, from_code, to_code)
        # Argos prints and exits on a bad merge table.
        with contextlib.redirect_stderr(io.StringIO()):
            self._inner.lazy_load()

    def encode(self, text: str) -> list[str]:
        return list(self._inner.encode(text))

    def decode(self, pieces: list[str]) -> str:
        return str(self._inner.decode(pieces))


def open_package(package: Package) -> Loaded:
    """Open the tokenizer and give the model's folder, unpacking a `.argosmodel` once into the cache.

    Raises:
        SetupError: The package is incomplete or broken, or nothing can be unpacked anywhere.
        UsageError: The package file is damaged.
    """
    folder = package.path if package.path.is_dir() else _unpacked(package)
    mend = f"translate models install {package.pair}"
    if missing := _missing(folder):
        raise SetupError(f"package {package.name} has no {missing}", path=package.path, hint=mend)
    file = next(folder / name for name in TOKENIZER_FILES if (folder / name).is_file())
    kind: Literal["sentencepiece", "bpe"] = "sentencepiece" if file.stem == "sentencepiece" else "bpe"
    tokenizer: Tokenizer
    try:
        if kind == "sentencepiece":
            tokenizer = _SentencePiece(file)
        else:
            tokenizer = _Bpe(file, package.from_code, package.to_code)
    except (OSError, RuntimeError, ValueError, SystemExit) as error:
        message = f"tokenizer of {package.name} cannot be read: {file.name}"
        raise SetupError(message, path=package.path, hint=mend) from error
    prefix = [package.target_prefix] if package.target_prefix else []
    return Loaded(package, folder / "model", tokenizer, kind, prefix)


def _unpacked(package: Package) -> Path:
    """The folder with the archive's files: in the cache, else in this process' temporary folder."""
    value = digest(package.path)
    if package.sha256 not in {"", value}:
        raise SetupError(
            f"package {package.name} was replaced meanwhile", path=package.path, hint="start again"
        )
    archive = read_archive(package.path)
    try:
        return _unpack(archive, cache_dir() / value[:32])
    except OSError:
        pass
    try:
        return _unpack(archive, temporary_dir() / value[:32])
    except OSError as error:
        message = f"package {package.name} cannot be unpacked: {error.strerror}"
        raise SetupError(message, path=cache_dir(), hint="free some disk space") from error


def _unpack(archive: Archive, folder: Path) -> Path:
    """Unpack beside `folder`, then rename: another process sees all of it or nothing."""
    if _intact(archive, folder):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    try:
        extract(archive, staging / "new")
        if folder.exists() and not _intact(archive, folder):
            folder.rename(staging / "old")  # a cleaner took some of its files
        (staging / "new").rename(folder)
    except OSError:
        if not _intact(archive, folder):  # else another process was faster
            raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return folder


def _intact(archive: Archive, folder: Path) -> bool:
    files = ((folder.joinpath(*info.filename.split("/")[1:]), info) for info in archive.members)
    return all(file.is_file() and file.stat().st_size == info.file_size for file, info in files)
