from __future__ import annotations

import hashlib
import io
import json
import os
import random
import stat
import struct
import subprocess
import sys
import threading
import urllib.request
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from translate import archive, download, install, models
from translate.errors import SetupError, TranslateError, UsageError

SHARED = Path(__file__).parents[2] / "shared"
INDEX = Path(__file__).parent / "fixtures" / "argos-index.json"
OFFICIAL = "https://argos-net.com/v1/"

Names = list[tuple[str | zipfile.ZipInfo, str | bytes]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user of their own; every folder of theirs is new."""
    for name in [
        name for name in os.environ if name.startswith(("ARGOS_", "SNAP")) or "proxy" in name.lower()
    ]:
        monkeypatch.delenv(name)
    home = tmp_path / "home"
    for name, place in (("HOME", "."), ("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config")):
        monkeypatch.setenv(name, str(home / place))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(home / "argos" / "packages"))
    monkeypatch.setattr(download, "PAUSE", 0.0)
    (home / "argos" / "packages").mkdir(parents=True)
    return home


def package(to: str = "ru", version: str = "1.9", top: str = "en_ru", weights: str = "weights") -> Names:
    described = {"from_code": "en", "to_code": to, "package_version": version, "type": "translate"}
    return [
        (f"{top}/metadata.json", json.dumps(described)),
        (f"{top}/model/model.bin", weights),
        (f"{top}/bpe.model", "#version: 0.2\nt h\n"),
    ]


def packed(names: Names) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as writer, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile warns of the duplicates made on purpose
        for name, content in names:
            writer.writestr(name, content)
    return buffer.getvalue()


def file(home: Path, content: bytes, name: str = "given.argosmodel") -> Path:
    (home / name).write_bytes(content)
    return home / name


def tree(path: Path) -> dict[str, bytes]:
    return {str(f.relative_to(path)): f.read_bytes() for f in sorted(path.rglob("*")) if f.is_file()}


def folders(path: Path) -> list[str]:
    return sorted(str(found.relative_to(path)) for found in path.rglob("*") if found.is_dir())


# From a file


def test_an_installed_package_is_found_with_the_hash_of_its_file(home: Path) -> None:
    content = packed(package())
    installed = install.install_file(file(home, content))
    assert installed.path == home / "argos" / "packages" / "en_ru"
    assert installed.sha256 == hashlib.sha256(content).hexdigest()
    assert models.find("ru") == installed
    assert installed.source == "installed"
    assert models.open_package(installed).model_dir == installed.path / "model"
    assert (installed.path / "model" / "model.bin").read_text() == "weights"
    assert folders(home / "argos") == ["packages", "packages/en_ru", "packages/en_ru/model"]


def test_argos_translate_itself_sees_what_was_installed(home: Path) -> None:
    install.install_file(file(home, packed(package())))
    program = (
        "import argostranslate.package as p; "
        "print([(x.from_code, x.to_code, x.package_version) for x in p.get_installed_packages()])"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert shown == "[('en', 'ru', '1.9')]\n"


def test_the_portuguese_package_installs_and_is_found() -> None:
    path = SHARED / "models" / "translate-en_pt-0_1.argosmodel"
    if not path.is_file():
        pytest.skip("the shared folder's en→pt package is not here")
    installed = install.install_file(path)
    assert models.find("pt_PT") == installed
    assert installed.signature == f"en_pt 0.1 sha256:{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
    tokenizer = models.open_package(installed).tokenizer
    assert tokenizer.decode(tokenizer.encode("Air defence")) == "Air defence"


def test_installing_again_replaces_the_folder_whole(home: Path) -> None:
    install.install_file(file(home, packed([*package(version="1.0"), ("en_ru/old.txt", "x")])))
    installed = install.install_file(file(home, packed(package(version="1.9"))))
    assert installed.version == "1.9"
    assert not (installed.path / "old.txt").exists()
    assert [found.version for found in models.list_packages().packages if found.source == "installed"] == [
        "1.9"
    ]


def test_a_failure_at_the_last_step_brings_the_old_one_back(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install.install_file(file(home, packed(package(version="1.0"))))
    before = tree(home / "argos")
    real = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(SetupError, match="No space left"):
        install.install_file(file(home, packed(package())))
    assert tree(home / "argos") == before
    assert folders(home / "argos") == ["packages", "packages/en_ru", "packages/en_ru/model"]


def test_a_package_never_replaces_one_of_another_pair(home: Path) -> None:
    install.install_file(file(home, packed(package("hi"))))
    before = tree(home / "argos")
    with pytest.raises(SetupError, match=r"taken by en_hi 1\.9"):
        install.install_file(file(home, packed(package("ru"))))
    assert tree(home / "argos") == before


def test_a_broken_folder_is_replaced_by_a_good_one(home: Path) -> None:
    (home / "argos" / "packages" / "en_ru").mkdir()
    assert install.install_file(file(home, packed(package()))).version == "1.9"


def test_a_packages_folder_that_cannot_be_made_is_an_error(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "occupied").touch()
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(home / "occupied"))
    with pytest.raises(SetupError) as caught:
        install.install_file(file(home, packed(package())))
    assert caught.value.exit_code == 3
    assert "ARGOS_PACKAGES_DIR" in caught.value.hint


def test_where_nothing_can_lie_beside_the_folder_argos_still_sees_only_whole_packages(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A stand-in for a packages folder that is a mount point, which a test cannot make.
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path).name == "packages")
    packages = home / "argos" / "packages"
    seen: list[models.Listing] = []
    real = archive.extract

    def watching(checked: archive.Archive, folder: Path) -> None:
        real(checked, folder)
        assert packages in folder.parents
        assert all((child / "metadata.json").exists() for child in packages.iterdir())
        seen.append(models.list_packages())

    monkeypatch.setattr(archive, "extract", watching)
    install.install_file(file(home, packed(package())))
    assert [problem for listing in seen for problem in listing.problems] == []
    assert [path.name for path in packages.iterdir()] == ["en_ru"]


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def declaring(size: int, content: bytes) -> bytes:
    """The archive with another unpacked size declared for its last file, in both headers."""
    at = content.rindex(b"PK\x01\x02")
    (local,) = struct.unpack_from("<I", content, at + 42)
    changed = bytearray(content)
    struct.pack_into("<I", changed, at + 24, size)
    struct.pack_into("<I", changed, local + 22, size)
    return bytes(changed)


def encrypted(content: bytes) -> bytes:
    changed = bytearray(content)
    changed[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def without(name: str) -> Names:
    return [entry for entry in package() if not str(entry[0]).endswith(name)]


def described(text: str) -> Names:
    return [("en_ru/metadata.json", text), *without("metadata.json")]


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty file": (lambda: b"", "zip archive"),
    "not a zip": (lambda: b"<html>404</html>" * 100, "zip archive"),
    "truncated": (lambda: packed(package())[:-40], "zip archive"),
    "beginning missing": (lambda: packed(package())[60:], "damaged"),
    "empty zip": (lambda: packed([]), "one top folder"),
    "parent folder": (lambda: packed([*package(), ("en_ru/../../x", "x")]), "leave"),
    "only a parent folder": (lambda: packed([*package(), ("../x", "x")]), "leave"),
    "absolute": (lambda: packed([*package(), ("/etc/x", "x")]), "leave"),
    "drive": (lambda: packed([*package(), ("en_ru/C:x", "x")]), "safe file name"),
    "backslash": (lambda: packed([*package(), ("en_ru/..\\..\\x", "x")]), "safe file name"),
    "dot": (lambda: packed([*package(), ("en_ru/./x", "x")]), "leave"),
    "control character": (lambda: packed([*package(), ("en_ru/a\nb", "x")]), "safe file name"),
    "long name": (lambda: packed([*package(), ("en_ru/" + "a/" * 5000 + "x", "x")]), "safe file name"),
    "our side file": (lambda: packed([*package(), (f"en_ru/{archive.SIDE_FILE}", "{}")]), "safe file name"),
    "symlink": (lambda: packed([*package(), (link("en_ru/link"), "/etc/passwd")]), "plain file"),
    "symlinked folder": (
        lambda: packed([*package(), (link("en_ru/l"), "/"), ("en_ru/l/x", "")]),
        "plain file",
    ),
    "same name twice": (lambda: packed([*package(), ("en_ru/bpe.model", "y")]), "same name"),
    "same name in capitals": (lambda: packed([*package(), ("en_ru/BPE.model", "y")]), "same name"),
    "file as a folder": (lambda: packed([*package(), ("en_ru/bpe.model/x", "y")]), "same name"),
    "second folder": (lambda: packed([*package(), ("other/x", "y")]), "one top folder"),
    "file at the root": (lambda: packed([*package(), ("x", "y")]), "top folder"),
    "bomb": (lambda: packed([*package(), ("en_ru/zeros", bytes(20_000_000))]), "would unpack"),
    "declared too large": (lambda: declaring(2**32 - 2, packed(package())), "would unpack"),
    "declared too small": (lambda: declaring(3, packed(package(weights="w" * 500))), "damaged"),
    "too many files": (
        lambda: packed([*package(), *((f"en_ru/{n}", "") for n in range(2001))]),
        "2004 files",
    ),
    "encrypted": (lambda: encrypted(packed(package())), "encrypted"),
    "no metadata": (lambda: packed(without("metadata.json")), "no metadata.json"),
    "metadata not JSON": (lambda: packed(described("from_code: en")), "not JSON"),
    "metadata nested": (
        lambda: packed([*described("[" * 20_000), ("en_ru/noise", os.urandom(1000))]),
        "not JSON",
    ),
    "metadata not UTF-8": (
        lambda: packed([("en_ru/metadata.json", b"\xff\x00"), *package()[1:]]),
        "not JSON",
    ),
    "metadata a list": (lambda: packed(described("[]")), "JSON object"),
    "metadata without codes": (lambda: packed(described('{"package_version": "1"}')), "from_code"),
    "code with a path": (
        lambda: packed(described('{"from_code": "en", "to_code": "../ru", "package_version": "1"}')),
        "to_code",
    ),
    "version not text": (
        lambda: packed(described('{"from_code": "en", "to_code": "ru", "package_version": 1}')),
        "package_version",
    ),
    "wrong type": (
        lambda: packed(
            described('{"from_code": "en", "to_code": "ru", "package_version": "1", "type": "sbd"}')
        ),
        "type",
    ),
    "no model": (lambda: packed(without("model.bin")), "model/model.bin"),
    "no tokenizer": (lambda: packed(without("bpe.model")), "tokenizer"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_bad_package_is_refused_and_leaves_nothing_behind(case: str, home: Path) -> None:
    install.install_file(file(home, packed(package(version="1.0"))))
    make, message = HOSTILE[case]
    given = file(home, make(), "bad.argosmodel")
    before, before_folders = tree(home), folders(home)
    with pytest.raises(UsageError, match=message) as caught:
        install.install_file(given)
    assert caught.value.path == given
    assert tree(home) == before
    assert folders(home) == before_folders
    assert not list(home.parent.glob("x"))


def test_a_missing_file_is_an_error(home: Path) -> None:
    with pytest.raises(UsageError, match="no such package"):
        install.install_file(home / "nowhere.argosmodel")


def test_any_damage_is_either_harmless_or_an_error_of_ours(home: Path) -> None:
    chance = random.Random(2)
    good = packed(package(weights="".join(str(n) for n in range(200))))
    refused = 0
    for _ in range(400):
        bad = bytearray(good)
        for _ in range(chance.choice((1, 1, 4))):
            bad[chance.randrange(len(bad))] = chance.randrange(256)
        given = file(home, bytes(bad))
        try:
            install.install_file(given)
        except TranslateError:
            refused += 1
        assert [path.name for path in (home / "argos").iterdir()] == ["packages"]
    assert refused > 200


# From the index


@dataclass
class Server:
    """An index and package files on this machine, with faults to order.

    Attributes:
        files: Path to content.
        etags: Path to validator; none for an unlisted path.
        breaks: For each coming request of a package, bytes to send before the connection is cut.
        ranges: Whether Range is honoured.
        if_range: Whether If-Range is honoured with it.
        requests: Path and Range header of every request.
    """

    address: str
    files: dict[str, bytes] = field(default_factory=dict)
    etags: dict[str, str] = field(default_factory=dict)
    breaks: list[int] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    ranges: bool = True
    if_range: bool = True
    lengths: bool = True
    requests: list[tuple[str, str | None]] = field(default_factory=list)

    @property
    def index(self) -> str:
        return f"{self.address}/index.json"

    def offer(self, path: str, content: bytes, etag: str = '"one"') -> None:
        self.files[path] = content
        self.etags[path] = etag

    def list_packages(self, *entries: dict[str, object]) -> None:
        self.files["/index.json"] = json.dumps(entries).encode()


class Handler(BaseHTTPRequestHandler):
    served: Server

    def log_message(self, *_: object) -> None:
        """Be quiet."""

    def do_GET(self) -> None:
        server = self.served
        server.requests.append((self.path, self.headers.get("Range")))
        if self.path in server.redirects:
            return self.head(302, {"Location": server.redirects[self.path], "Content-Length": "0"})
        status = server.statuses.get(self.path, 200 if self.path in server.files else 404)
        if status != 200:
            return self.head(status, {"Content-Length": "0"})
        content, etag = server.files[self.path], server.etags.get(self.path, "")
        headers = {"ETag": etag} if etag else {}
        start = self.start(etag)
        if start is not None and start >= len(content):
            self.head(416, {"Content-Range": f"bytes */{len(content)}", "Content-Length": "9"})
            self.wfile.write(b"<sorry/>\n")
            return None
        if start is not None:
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        if server.lengths:
            headers["Content-Length"] = str(len(content) - (start or 0))
        self.head(206 if start is not None else 200, headers)
        body = content[start or 0 :]
        if self.path.endswith(".argosmodel") and server.breaks:
            body = body[: server.breaks.pop(0)]
        self.wfile.write(body)
        return None

    def start(self, etag: str) -> int | None:
        """Where to begin, None for a whole answer."""
        asked = self.headers.get("Range")
        if not asked or not self.served.ranges:
            return None
        if self.served.if_range and self.headers.get("If-Range") != etag:
            return None
        return int(asked.removeprefix("bytes=").removesuffix("-"))

    def head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


@pytest.fixture
def server() -> Iterator[Server]:
    class Own(Handler):
        pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Own)
    Own.served = Server(f"http://127.0.0.1:{running.server_port}")
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Own.served
    running.shutdown()
    thread.join()
    running.server_close()


RU = "/v1/translate-en_ru-1_9.argosmodel"


@pytest.fixture
def official(server: Server) -> Server:
    """The official index, its links pointing here; behind them a small en→ru 1.9."""
    server.files["/index.json"] = INDEX.read_text("utf-8").replace(OFFICIAL, f"{server.address}/v1/").encode()
    noise = random.Random(1).randbytes(300_000).hex()
    server.offer(RU, packed(package(weights=noise)))
    return server


def test_a_pair_comes_from_the_index_and_its_hash_is_compared(official: Server, home: Path) -> None:
    calls: list[tuple[int, int | None]] = []
    done = install.install_pair("en-ru", index_url=official.index, progress=lambda *call: calls.append(call))
    expected = hashlib.sha256(official.files[RU]).hexdigest()
    assert (done.sha256, done.package.sha256) == (expected, expected)
    assert models.find("ru") == done.package
    (warning,) = done.warnings
    assert expected in warning
    assert install.PUBLISHED["en", "ru", "1.9"] in warning
    size = len(official.files[RU])
    assert (calls[0], calls[-1]) == ((0, size), (size, size))
    assert calls == sorted(calls)
    assert tree(home / "cache" / "newsroom-translate" / "downloads") == {}


def test_a_package_with_the_published_hash_gives_no_warning(
    official: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        install.PUBLISHED, ("en", "ru", "1.9"), hashlib.sha256(official.files[RU]).hexdigest()
    )
    assert install.install_pair("ru", index_url=official.index).warnings == ()


def test_the_index_may_be_named_as_argos_translate_names_it(
    official: Server, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", f"{official.address}/")
    assert install.install_pair("en_ru").package.name == "en_ru 1.9"
    monkeypatch.delenv("ARGOS_PACKAGE_INDEX")
    assert install.index_address() == install.INDEX_BASE + "index.json"


def test_the_whole_official_index_has_the_pairs_we_ask_for(server: Server) -> None:
    path = SHARED / "models" / "argos-index.json"
    if not path.is_file():
        pytest.skip("the shared folder's full index is not here")
    index = json.loads(path.read_bytes())
    for code, version in (("hi", "1.1"), ("ru", "1.9"), ("pt_BR", "1.9")):
        offer = install.choose(index, "en", code, "here")
        assert offer.version == version
        assert all(link.startswith("http") for link in offer.links)
    with pytest.raises(UsageError) as caught:
        install.choose(index, "en", "xx", "here")
    assert "en-hi" in caught.value.hint


def test_two_pairs_are_one_command(server: Server, home: Path, translate, monkeypatch) -> None:
    """The README's way to the official packages, with the index on this machine."""
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", server.address)
    entries = []
    for locale in ("hi", "ru"):
        content = packed(package(locale, top=f"en_{locale}"))
        server.offer(f"/{locale}.argosmodel", content)
        links = [f"{server.address}/{locale}.argosmodel"]
        entries.append({"from_code": "en", "to_code": locale, "package_version": "1.9", "links": links})
    server.list_packages(*entries)
    done = translate("models", "install", "en-hi", "en-ru", cwd=home)
    assert done.code == 0, done.err
    installed = [found.pair for found in models.list_packages().packages if found.source == "installed"]
    assert installed == ["en-hi", "en-ru"]


def test_the_highest_version_wins_and_its_links_are_tried_in_order(server: Server) -> None:
    links = ["ipfs://x", f"{server.address}/gone.argosmodel", f"{server.address}/b.argosmodel"]
    both = {"from_code": "en", "to_code": "ru"}
    server.list_packages(
        {**both, "package_version": "1.9", "links": [f"{server.address}/old.argosmodel"]},
        {**both, "package_version": "1.10", "links": links},
        {**both, "package_version": "1.2", "links": []},
    )
    server.offer("/b.argosmodel", packed(package(version="1.10")))
    assert install.install_pair("ru", index_url=server.index).package.version == "1.10"
    assert [path for path, _ in server.requests] == ["/index.json", "/gone.argosmodel", "/b.argosmodel"]


def test_a_broken_download_goes_on_where_it_stopped(official: Server) -> None:
    official.breaks = [100_000, 50_000]
    done = install.install_pair("ru", index_url=official.index)
    assert done.sha256 == hashlib.sha256(official.files[RU]).hexdigest()
    assert [asked for _, asked in official.requests[1:]] == [None, "bytes=100000-", "bytes=150000-"]


def test_the_next_call_goes_on_too(official: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "ATTEMPTS", 1)
    official.breaks = [100_000]
    with pytest.raises(SetupError) as caught:
        install.install_pair("ru", index_url=official.index)
    assert f"100000 of {len(official.files[RU])} bytes" in caught.value.message
    assert "translate models install FILE.argosmodel" in caught.value.hint
    assert [found for found in models.list_packages().packages if found.source == "installed"] == []
    install.install_pair("ru", index_url=official.index)
    assert official.requests[-1] == (RU, "bytes=100000-")


def test_a_server_without_ranges_sends_everything_again(official: Server) -> None:
    official.ranges = False
    official.breaks = [100_000]
    done = install.install_pair("ru", index_url=official.index)
    assert done.sha256 == hashlib.sha256(official.files[RU]).hexdigest()


def test_a_server_without_validators_is_asked_for_everything_again(official: Server) -> None:
    official.etags = {RU: 'W/"weak"'}
    official.breaks = [100_000]
    install.install_pair("ru", index_url=official.index)
    assert [asked for _, asked in official.requests[1:]] == [None, None]


@pytest.mark.parametrize("if_range", [True, False])
@pytest.mark.parametrize("shorter", [True, False])
def test_bytes_of_two_versions_are_never_mixed(
    official: Server, monkeypatch: pytest.MonkeyPatch, if_range: bool, shorter: bool
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(download, "ATTEMPTS", 1)
        official.breaks = [100_000]
        with pytest.raises(SetupError):
            install.install_pair("ru", index_url=official.index)
    official.if_range = if_range
    text = "w" * 50 if shorter else random.Random(3).randbytes(300_000).hex()
    official.offer(RU, packed(package(weights=text)), '"two"')
    done = install.install_pair("ru", index_url=official.index)
    assert done.sha256 == hashlib.sha256(official.files[RU]).hexdigest()


def test_bytes_of_two_links_are_never_mixed(server: Server) -> None:
    links = [f"{server.address}/{name}.argosmodel" for name in "ab"]
    server.list_packages({"from_code": "en", "to_code": "ru", "package_version": "1.9", "links": links})
    for seed, name in enumerate("ab"):
        noise = random.Random(seed).randbytes(50_000).hex()
        server.offer(f"/{name}.argosmodel", packed(package(weights=noise)))
    server.breaks = [10_000] + [0] * (download.ATTEMPTS - 1)
    done = install.install_pair("ru", index_url=server.index)
    assert done.sha256 == hashlib.sha256(server.files["/b.argosmodel"]).hexdigest()
    assert server.requests[-2:] == [("/a.argosmodel", "bytes=10000-"), ("/b.argosmodel", None)]


def test_a_version_without_a_validator_is_never_gone_on_from(
    official: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = official.files[RU]
    other = packed(package(weights=random.Random(3).randbytes(300_000).hex()))
    monkeypatch.setattr(download, "ATTEMPTS", 1)
    official.breaks = [100_000, 120_000]
    for content, etag in ((good, '"one"'), (other, 'W/"two"')):
        official.offer(RU, content, etag)
        with pytest.raises(SetupError):
            install.install_pair("ru", index_url=official.index)
    official.offer(RU, good)
    assert install.install_pair("ru", index_url=official.index).sha256 == hashlib.sha256(good).hexdigest()


def test_a_download_that_only_missed_its_end_is_used(
    official: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(path: Path) -> None:
        raise SetupError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(install, "install_file", failing)
        with pytest.raises(SetupError, match="disk full"):
            install.install_pair("ru", index_url=official.index)
    install.install_pair("ru", index_url=official.index)
    assert official.requests[-1] == (RU, f"bytes={len(official.files[RU])}-")
    assert models.find("ru").version == "1.9"


def test_a_damaged_download_is_not_kept(official: Server, home: Path) -> None:
    good = official.files[RU]
    official.lengths = False  # so that only the archive itself can show the loss
    official.breaks = [100_000]
    with pytest.raises(SetupError, match="cannot be used"):
        install.install_pair("ru", index_url=official.index)
    assert tree(home / "cache" / "newsroom-translate" / "downloads") == {}
    assert install.install_pair("ru", index_url=official.index).sha256 == hashlib.sha256(good).hexdigest()
    assert [path.name for path in (home / "argos" / "packages").iterdir()] == ["en_ru"]


def test_a_package_of_another_pair_is_not_installed(official: Server) -> None:
    official.offer(RU, packed(package("hi", top="en_hi")))
    with pytest.raises(SetupError, match=r"it is en_hi 1\.9"):
        install.install_pair("ru", index_url=official.index)
    assert [found for found in models.list_packages().packages if found.source == "installed"] == []


def test_another_version_than_the_index_says_is_told(official: Server) -> None:
    official.offer(RU, packed(package(version="1.8")))
    (warning,) = install.install_pair("ru", index_url=official.index).warnings
    assert "1.9" in warning
    assert "1.8" in warning


def test_too_large_a_download_is_stopped(
    official: Server, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "MAX_BYTES", 100_000)
    downloads = home / "cache" / "newsroom-translate" / "downloads"
    with pytest.raises(SetupError, match="are too many for a package"):
        install.install_pair("ru", index_url=official.index)
    assert tree(downloads) == {}
    official.lengths = False
    with pytest.raises(SetupError, match="too many bytes for a package"):
        install.install_pair("ru", index_url=official.index)
    assert sum(map(len, tree(downloads).values())) < 101_000


def test_a_busy_server_is_asked_again_and_a_refusing_one_is_not(official: Server) -> None:
    for status, requests in ((503, download.ATTEMPTS), (403, 1)):
        official.requests.clear()
        official.statuses[RU] = status
        with pytest.raises(SetupError, match=f"{status}") as caught:
            install.install_pair("ru", index_url=official.index)
        assert len(official.requests) == 1 + requests
        assert f"download {official.address}{RU} with a browser" in caught.value.hint


def test_redirects_are_followed_but_never_to_an_unsafe_address(official: Server, home: Path) -> None:
    official.offer("/moved.argosmodel", official.files[RU])
    official.redirects[RU] = f"{official.address}/moved.argosmodel"
    assert install.install_pair("ru", index_url=official.index).package.version == "1.9"
    official.redirects[RU] = file(home, official.files[RU]).as_uri()
    with pytest.raises(SetupError, match="cannot be downloaded"):
        install.install_pair("ru", index_url=official.index)
    secure = urllib.request.Request("https://127.0.0.1/x")
    answer = io.BytesIO()
    with pytest.raises(ValueError, match="unsafe"):
        download._Redirects().redirect_request(secure, answer, 302, "", None, "http://127.0.0.1/x")
    assert answer.closed


@pytest.mark.parametrize("content", [b"", b"<html>", b"{}", b"\xff", b"[" * 100_000])
def test_what_is_no_index_is_an_error(server: Server, content: bytes) -> None:
    server.files["/index.json"] = content
    with pytest.raises(SetupError, match="not a package index"):
        install.install_pair("ru", index_url=server.index)


def test_strange_entries_of_an_index_are_passed_over(server: Server) -> None:
    both = {"from_code": "en", "to_code": "ru"}
    server.list_packages(
        {},
        {**both, "package_version": "../9", "links": []},
        {**both, "package_version": 9, "links": []},
        {**both, "package_version": "9", "links": "x"},
        {**both, "package_version": "9", "links": [], "type": "sbd"},
        {**both, "package_version": "1.0", "links": [3, "file:///etc/passwd", "http://[", "https:///x"]},
    )
    with pytest.raises(SetupError, match="no http"):
        install.install_pair("ru", index_url=server.index)


def test_without_a_network_the_way_by_hand_is_told() -> None:
    closed = "http://127.0.0.1:9/index.json"  # the discard port: nobody listens
    with pytest.raises(SetupError) as caught:
        install.install_pair("ru", index_url=closed)
    assert closed in caught.value.message
    assert "translate models install FILE.argosmodel" in caught.value.hint
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://127.0.0.1/index.json", "index.json", "http://"]
)
def test_only_http_addresses_are_asked(address: str) -> None:
    with pytest.raises(UsageError, match="not an http"):
        install.install_pair("ru", index_url=address)


def test_without_a_cache_folder_the_download_still_works(official: Server, home: Path) -> None:
    (home / "cache").touch()
    assert install.install_pair("ru", index_url=official.index).package.version == "1.9"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_in_a_cache_of_somebody_else_the_download_still_works(official: Server, home: Path) -> None:
    downloads = home / "cache" / "newsroom-translate" / "downloads"
    downloads.mkdir(parents=True)
    downloads.chmod(0o500)
    assert install.install_pair("ru", index_url=official.index).package.version == "1.9"
