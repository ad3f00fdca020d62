"""Describes Argos packages and unpacks their archives: no file leaves its folder or fills the disk."""

from __future__ import annotations

import io
import json
import os
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from translate.errors import UsageError

MAX_FILES = 2_000
MAX_BYTES = 2 * 1024**3
MAX_RATIO = 100  # unpacked to packed; real packages stay below 10, deflate alone can reach 1,000
SIDE_FILE = ".newsroom.json"
TOKENIZER_FILES = ("sentencepiece.model", "bpe.model")

CODE = re.compile(r"[A-Za-z]{2,8}(?:[_-][A-Za-z0-9]{1,8}){0,2}")
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+_-]{0,30}")
_UNSAFE_NAME = re.compile(r'[\x00-\x1f\x7f"*:<>?\\|]|[. ](?:/|$)')
# What zipfile and zlib raise on bytes that are not what they claim to be.
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, RuntimeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Package:
    """One translation package as found on this machine.

    Attributes:
        from_code: Source language code.
        to_code: Target language code.
        version: The package's own version, such as `1.9`.
        path: The `.argosmodel` file, or the folder it was extracted to.
        source: `--model`, `config`, `installed` or `bundled`.
        target_prefix: Token a multi-target model must be started with, else empty.
        sha256: Hex digest of the `.argosmodel`; `files:` and a digest over the folder's files where
            the archive is not known; empty where it was not asked for (`list_packages`).
    """

    from_code: str
    to_code: str
    version: str
    path: Path
    source: str
    target_prefix: str = ""
    sha256: str = ""

    @property
    def name(self) -> str:
        """Pair and version: `en_ru 0.1`."""
        return f"{self.from_code}_{self.to_code} {self.version}"

    @property
    def pair(self) -> str:
        """The pair as commands write it: `en-ru`."""
        return f"{self.from_code}-{self.to_code}"

    @property
    def signature(self) -> str:
        """Name and 12 digits of the hash: `en_ru 0.1 sha256:4c8d54c7338a` (`files:` for a mere folder)."""
        kind, _, value = self.sha256.rpartition(":")
        return f"{self.name} {kind or 'sha256'}:{value[:12]}" if value else self.name


@dataclass(frozen=True, slots=True)
class Archive:
    """A checked `.argosmodel`: its description, its one top folder and its files."""

    package: Package
    folder: str
    members: tuple[zipfile.ZipInfo, ...]


def read_archive(path: Path, source: str = "") -> Archive:
    """Check a `.argosmodel` without unpacking it.

    Raises:
        UsageError: It is not a package, is damaged, or could write outside its own folder.
    """
    hint = "download it again, or ask for the official one with `translate models install PAIR`"
    try:
        with zipfile.ZipFile(path) as packed:
            members = _members(packed, path.stat().st_size)
            folder = members[0].filename.partition("/")[0]
            named = {info.filename.partition("/")[2]: info for info in members}
            metadata = named.get("metadata.json")
            if metadata is None or metadata.file_size > 1024**2:
                raise UsageError("has no metadata.json in its top folder")
            package = described(packed.read(metadata), path, source)
            if package is None:
                raise UsageError("is not a translation package: another `type` stands in its metadata.json")
            if "model/model.bin" not in named:
                raise UsageError("holds no model/model.bin")
            if not any(name in named for name in TOKENIZER_FILES):
                raise UsageError(f"holds no tokenizer ({' or '.join(TOKENIZER_FILES)})")
    except FileNotFoundError:
        raise UsageError("no such package", path=path, hint="check the path") from None
    except UsageError as error:
        raise UsageError(f"not a usable Argos package: {error.message}", path=path, hint=hint) from None
    except _DAMAGED as error:
        message = f"not an .argosmodel package (a zip archive), or damaged: {error}"
        raise UsageError(message, path=path, hint=hint) from error
    except OSError as error:
        raise UsageError(f"package cannot be read: {error.strerror}", path=path) from error
    return Archive(package, folder, members)


def extract(archive: Archive, folder: Path) -> None:
    """Write the files of a checked archive into the new folder `folder`, flushed to disk.

    Raises:
        UsageError: A file is damaged or longer than it says; `folder` is then incomplete.
        OSError: From writing.
    """
    folder.mkdir()
    path = archive.package.path
    with zipfile.ZipFile(path) as packed:
        for info in archive.members:
            target = folder.joinpath(*info.filename.split("/")[1:])
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                try:
                    _copy(packed, info, file)
                except _DAMAGED as error:
                    raise UsageError(f"damaged package: {info.filename}: {error}", path=path) from error
                file.flush()
                os.fsync(file.fileno())


def _copy(packed: zipfile.ZipFile, info: zipfile.ZipInfo, file: io.BufferedWriter) -> None:
    left = info.file_size
    with packed.open(info) as content:
        while chunk := content.read(1024**2):
            left -= len(chunk)
            if left < 0:
                raise zipfile.BadZipFile("longer than declared")
            file.write(chunk)
    if left:
        raise zipfile.BadZipFile("shorter than declared")


def _members(packed: zipfile.ZipFile, packed_size: int) -> tuple[zipfile.ZipInfo, ...]:
    """The files of an archive, none of which can leave the one top folder or fill the disk."""
    entries = packed.infolist()
    if len(entries) > MAX_FILES:
        raise UsageError(f"{len(entries)} files, at most {MAX_FILES} are allowed")
    size = sum(info.file_size for info in entries)
    if size > MAX_BYTES or size > MAX_RATIO * packed_size:
        raise UsageError(f"would unpack {packed_size} bytes to {size}")
    for info in entries:
        if objection := _objection(info):
            raise UsageError(f"{info.orig_filename!r} {objection}")
    files = tuple(info for info in entries if not info.is_dir())
    # Compared without case, since some file systems do so.
    names = [info.filename.removesuffix("/").casefold() for info in entries]
    parents = {name[:at] for name in names for at in range(len(name)) if name[at] == "/"}
    if len(set(names)) != len(names) or parents & {info.filename.casefold() for info in files}:
        raise UsageError("two files have the same name")
    if not files or len({info.filename.partition("/")[0] for info in entries}) != 1:
        raise UsageError("must hold exactly one top folder")
    return files


def _objection(info: zipfile.ZipInfo) -> str:
    """Why a member must not be unpacked; empty when it may."""
    name = info.orig_filename  # zipfile cuts `filename` at a NUL
    parts = name.removesuffix("/").split("/")
    if not {"", ".", ".."}.isdisjoint(parts):
        return "would leave the package's folder"
    if len(name) > 240 or _UNSAFE_NAME.search(name) or parts[-1] == SIDE_FILE:
        return "is not a safe file name"
    if len(parts) < 2 and not info.is_dir():
        return "stands outside a top folder"
    if stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return "is not a plain file"
    known = info.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if info.flag_bits & 1 or not known or info.header_offset < 0:
        return "is encrypted, damaged or packed in an unknown way"
    return ""


def described(raw: bytes, path: Path, source: str) -> Package | None:
    """The package a metadata.json tells of; None when it is of another type, such as `sbd`."""
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"metadata.json is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise UsageError("metadata.json is not a JSON object")
    if data.get("type", "translate") != "translate":
        return None
    for key, form in (("from_code", CODE), ("to_code", CODE), ("package_version", _VERSION)):
        if not isinstance(data.get(key), str) or not form.fullmatch(data[key]):
            raise UsageError(f"metadata.json has no valid {key}: {data.get(key)!r}")
    prefix = data.get("target_prefix") or ""
    if not isinstance(prefix, str) or len(prefix) > 64 or not prefix.isprintable():
        raise UsageError("metadata.json has no valid target_prefix")
    return Package(data["from_code"], data["to_code"], data["package_version"], path, source, prefix)
