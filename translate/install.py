"""Installs Argos packages: from a file, or by pair from the official index.

A package is unpacked beside the packages folder and renamed into it at the end, since Argos Translate
stops at any folder there that is not a whole package.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from translate import archive, download, models, places
from translate.archive import Package
from translate.download import Offer, Progress
from translate.errors import SetupError, TranslateError, UsageError

INDEX_BASE = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/"
PUBLISHED = {
    ("en", "hi", "1.1"): "60470a003a9c7339db8c060ed8eafc7cf999ba90dfa5dceebd8d0a4f75f1d3f0",
    ("en", "ru", "1.9"): "591d743ae103752b88ffc38785c50421320f4eff93c8967e0d3d2e14d4e27811",
}
"""SHA-256 of official packages, as published by other projects that pin them (the index holds none)."""


@dataclass(frozen=True, slots=True)
class Installed:
    """What `install_pair` did.

    Attributes:
        package: The package as it now lies in the user's Argos folder.
        sha256: Hash of the downloaded `.argosmodel`.
        warnings: What a person should look at, above all a hash that differs from the published one.
    """

    package: Package
    sha256: str
    warnings: tuple[str, ...] = ()


# From a file --------------------------------------------------------------------------------------


def install_file(path: Path) -> Package:
    """Install a `.argosmodel` for this user, where Argos Translate finds it too.

    An earlier installation in the same folder is replaced at the end, or stays when anything fails.

    Raises:
        UsageError: The file is not a package, is damaged or unsafe.
        SetupError: The packages folder cannot be written, or holds another pair under the same name.
    """
    checked = archive.read_archive(path)
    packages = places.package_dirs()[0]
    final = packages / checked.folder
    try:
        _refuse_other_pair(checked.package, final)
        packages.mkdir(parents=True, exist_ok=True)
        with _staging(packages) as staging:
            fresh = staging / "new"
            archive.extract(checked, fresh)
            record = {"contents": places.digest(fresh), "sha256": places.digest(path)}
            _write(fresh / archive.SIDE_FILE, json.dumps(record, indent=1, sort_keys=True) + "\n")
            _swap(fresh, final, staging / "old")
    except OSError as error:
        message = f"package {checked.package.name} cannot be installed: {error.strerror or error}"
        hint = "check the permissions and the free space of this folder, or set ARGOS_PACKAGES_DIR to another"
        raise SetupError(message, path=packages, hint=hint) from error
    return models.read_package(final, "installed")


def checksum_warnings(package: Package) -> tuple[str, ...]:
    """A warning if the package's hash is not the published one of its pair and version."""
    published = PUBLISHED.get((package.from_code, package.to_code, package.version))
    if published in {None, package.sha256}:
        return ()
    return (f"{package.name} has sha256 {package.sha256}, but {published} is what others publish for it",)


def _refuse_other_pair(package: Package, final: Path) -> None:
    """Nobody loses a German package because a Russian one calls its folder the same."""
    if not final.is_dir():
        return
    try:
        there = models.read_package(final, "installed")
    except TranslateError:
        return  # broken: replacing it is the cure
    if there.pair != package.pair:
        message = f"{package.name} cannot be installed: its folder is taken by {there.name}"
        raise SetupError(message, path=final, hint="remove that folder first if it is not needed")


@contextlib.contextmanager
def _staging(packages: Path) -> Iterator[Path]:
    """A folder on the file system of `packages`, gone at the end.

    Beside it where possible. A packages folder that is a mount point has no such place: then inside, with
    metadata of a type that Argos Translate and `models` pass over.
    """
    beside = os.access(packages.parent, os.W_OK) and packages.parent.stat().st_dev == packages.stat().st_dev
    folder = Path(tempfile.mkdtemp(prefix=".newsroom-", dir=packages.parent if beside else packages))
    try:
        if not beside:
            (folder / "metadata.json").write_text('{"type": "unfinished"}', encoding="utf-8")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap(fresh: Path, final: Path, old: Path) -> None:
    """Put `fresh` at `final`; what was there comes back if that fails."""
    with contextlib.suppress(FileNotFoundError):
        final.rename(old)
    try:
        fresh.rename(final)
    except OSError:
        if os.path.lexists(old) and not os.path.lexists(final):
            old.rename(final)
        raise
    _sync(final.parent)


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    _sync(path.parent)


def _sync(folder: Path) -> None:
    with contextlib.suppress(OSError):  # Windows opens no folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# From the index -----------------------------------------------------------------------------------


def index_address() -> str:
    """Address of the index: Argos' own setting ARGOS_PACKAGE_INDEX (a base), else the official one."""
    return (places.argos_setting("ARGOS_PACKAGE_INDEX") or INDEX_BASE).rstrip("/") + "/index.json"


def install_pair(
    pair: str, *, index_url: str | None = None, progress: Progress = lambda _done, _total: None
) -> Installed:
    """Download the newest package of a pair (`en-ru`, `en_ru` or `ru`) and install it.

    A broken download goes on where it stopped, within one call and in the next one.

    Args:
        pair: The pair.
        index_url: Address of an `index.json`; by default `index_address()`.
        progress: Told how far the download is.

    Raises:
        UsageError: The index has no such pair, or the address is not http(s).
        SetupError: The network, the server or the package failed; the hint tells the way by hand.
    """
    from_code, to_code = models.parse_pair(pair)
    address = index_url or index_address()
    offer = choose(download.fetch_index(address), from_code, to_code, address)
    folder = places.cache_dir() / "downloads"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        folder = places.temporary_dir()
    part = folder / f"translate-{from_code}_{to_code}-{offer.version}.argosmodel.part"
    try:
        download.download(offer, part, progress)
    except OSError as error:
        raise SetupError(f"the download cannot be written: {error.strerror}", path=folder) from error
    return _install_download(part, offer)


def choose(index: object, from_code: str, to_code: str, address: str) -> Offer:
    """The highest version of a pair in a parsed index; a locale falls back to its language.

    Raises:
        UsageError: The pair is not offered; the hint names what is.
        SetupError: This is no index.
    """
    if not isinstance(index, list):
        raise SetupError(f"not a package index: {address}", hint=download.by_hand())
    offers = [offer for offer in map(_offer, index) if offer]
    for code in models.fallbacks(to_code):
        matching = [offer for offer in offers if (offer.from_code, offer.to_code) == (from_code, code)]
        if matching:
            return max(matching, key=lambda offer: models.version_key(offer.version))
    known = ", ".join(
        sorted(f"{from_code}-{offer.to_code}" for offer in offers if offer.from_code == from_code)
    )
    raise UsageError(
        f"the package index has no {from_code}-{to_code}",
        hint=f"it has {known}" if known else f"it has nothing from {from_code}",
    )


def _offer(entry: object) -> Offer | None:
    if not isinstance(entry, dict) or entry.get("type", "translate") != "translate":
        return None
    values = [entry.get(key) for key in ("from_code", "to_code", "package_version")]
    links = entry.get("links")
    # These become a file name, so they must be as plain as in a package.
    if not isinstance(links, list) or not all(
        isinstance(value, str) and re.fullmatch("[0-9A-Za-z][0-9A-Za-z._+-]{0,30}", value) for value in values
    ):
        return None
    usable = tuple(link for link in links if isinstance(link, str) and download.is_http(link))
    return Offer(str(values[0]), str(values[1]), str(values[2]), usable)


def _install_download(part: Path, offer: Offer) -> Installed:
    """Install what was downloaded; it stays only if this machine, not the file, stood in the way."""
    try:
        found = archive.read_archive(part).package
        if (found.from_code, found.to_code) != (offer.from_code, offer.to_code):
            raise UsageError(f"it is {found.name}")
        package = install_file(part)
    except UsageError as error:
        download.discard(part)
        wanted = f"{offer.from_code}_{offer.to_code} {offer.version}"
        message = f"what was downloaded as {wanted} cannot be used: {error.message}"
        raise SetupError(message, hint=download.by_hand(offer.links)) from error
    download.discard(part)
    notes = checksum_warnings(package)
    if package.version != offer.version:
        notes += (f"the index says version {offer.version}, the package itself {package.version}",)
    return Installed(package, package.sha256, notes)
