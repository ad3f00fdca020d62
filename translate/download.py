"""Fetches the package index and package files over http(s), going on where a download broke off.

The only module with a network, and only `translate models install PAIR` comes here.
"""

from __future__ import annotations

import email.message
import http.client
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from translate import __version__
from translate.archive import MAX_BYTES
from translate.errors import SetupError, UsageError

MAX_INDEX = 16 * 1024**2
ATTEMPTS = 4  # connections to one link
TIMEOUT = 30.0  # seconds without a byte
PAUSE = 0.5  # seconds before the second attempt, twice that before the third, …

Progress = Callable[[int, int | None], None]
"""Called with the bytes on disk and, if the server tells, the bytes in all."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One package of the index and its http(s) links, in the index's order."""

    from_code: str
    to_code: str
    version: str
    links: tuple[str, ...]


class _BrokenError(Exception):
    """The connection failed; what has arrived stays and can be gone on from."""


class _LinkError(Exception):
    """The server answered, and will not give this file."""


def by_hand(links: tuple[str, ...] = ()) -> str:
    """The hint for whoever has to fetch the file another way."""
    what = f"download {links[0]} with a browser" if links else "fetch the .argosmodel file by hand"
    return f"check the network, or {what} and run `translate models install FILE.argosmodel`"


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows no redirect from https to anything else."""

    def redirect_request(  # noqa: PLR0917 - the library's signature
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if not is_http(newurl) or (req.type == "https" and not newurl.lower().startswith("https:")):
            fp.close()
            raise ValueError(f"redirected to an unsafe address: {newurl}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def is_http(address: str) -> bool:
    """Whether this is a full http(s) address."""
    try:
        parts = urllib.parse.urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _open(address: str, headers: dict[str, str]) -> http.client.HTTPResponse:
    """Answer of the server, whatever its status.

    Raises:
        _LinkError: Not an address to ask.
        _BrokenError: There was no answer.
    """
    opener = urllib.request.OpenerDirector()  # build_opener would add file:, ftp: and data:
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        _Redirects,
        urllib.request.HTTPErrorProcessor,
        urllib.request.HTTPDefaultErrorHandler,
    ):
        opener.add_handler(handler())
    headers = {"User-Agent": f"newsroom-translate/{__version__}", "Accept-Encoding": "identity", **headers}
    try:
        request = urllib.request.Request(address, headers=headers)  # noqa: S310 - the opener knows http(s) only
        answer: http.client.HTTPResponse = opener.open(request, timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        return error  # type: ignore[return-value]
    except (OSError, http.client.HTTPException) as error:
        raise _BrokenError(str(getattr(error, "reason", error))) from error
    except ValueError as error:
        raise _LinkError(str(error)) from error
    return answer


def _read(response: http.client.HTTPResponse, size: int) -> bytes:
    try:
        return response.read(size)
    except (OSError, http.client.HTTPException) as error:
        raise _BrokenError(f"the connection broke: {error}") from error


def fetch_index(address: str) -> object:
    """The parsed JSON of an index.

    Raises:
        UsageError: The address is not http(s).
        SetupError: It cannot be had, or is not JSON.
    """
    if not is_http(address):
        raise UsageError(
            f"not an http(s) address: {address}", hint="set ARGOS_PACKAGE_INDEX to a base address"
        )
    try:
        with _open(address, {}) as response:
            if response.status != 200:
                raise _LinkError(f"HTTP status {response.status}")
            raw = _read(response, MAX_INDEX)
        return json.loads(raw)
    except (_BrokenError, _LinkError) as error:
        raise SetupError(f"the package index {address} cannot be had: {error}", hint=by_hand()) from error
    except (ValueError, RecursionError) as error:
        raise SetupError(f"not a package index: {address}", hint=by_hand()) from error


def download(offer: Offer, part: Path, progress: Progress) -> None:
    """Fill `part` from the first link that gives the whole file."""
    failures = [] if offer.links else ["the index names no http(s) link"]
    for link in offer.links:
        for attempt in range(ATTEMPTS):
            time.sleep(PAUSE * attempt)
            try:
                return _fetch(link, part, progress)
            except _BrokenError as error:
                failure = f"{link}: {error}"
            except _LinkError as error:
                failure = f"{link}: {error}"
                break
        failures.append(failure)
    raise SetupError("the package cannot be downloaded: " + "; ".join(failures), hint=by_hand(offer.links))


def _fetch(link: str, part: Path, progress: Progress) -> None:
    """One request: the rest of `part` if the server still has the same file, else all of it."""
    have, validator = _kept(link, part)
    headers = {"Range": f"bytes={have}-", "If-Range": validator} if have else {}
    with _open(link, headers) as response:
        position = _position(response, have, validator)
        if position is None:
            _notes(part).unlink(missing_ok=True)
            raise _BrokenError("the file on the server has changed")
        start, total = position
        if have and start == total:
            return
        if (total or 0) > MAX_BYTES:
            raise _LinkError(f"{total} bytes are too many for a package")
        if not start:
            _notes(part).unlink(missing_ok=True)  # first: they must never vouch for another file's bytes
        with part.open("ab" if start else "wb") as file:
            if not start and (validator := _validator(response.headers)):
                _notes(part).write_text(json.dumps({"link": link, "validator": validator}), "utf-8")
            done = start
            progress(done, total)
            while chunk := _read(response, 256 * 1024):
                done += len(chunk)
                if done > MAX_BYTES:
                    raise _LinkError("too many bytes for a package")
                file.write(chunk)
                progress(done, total)
    if total not in {None, done}:
        raise _BrokenError(f"the connection ended after {done} of {total} bytes")


def _position(response: http.client.HTTPResponse, have: int, validator: str) -> tuple[int, int | None] | None:
    """Where in the file the answer begins and how long the file is; None if it does not fit what we have."""
    status, headers = response.status, response.headers
    if status == 200:
        length = headers.get("Content-Length", "")
        return 0, int(length) if re.fullmatch("[0-9]{1,18}", length) else None
    if have and status in {206, 416}:
        # 416 with the length we have means that only the end was missed last time.
        span = re.fullmatch(r"bytes (?:([0-9]+)-[0-9]+|\*)/([0-9]+)", headers.get("Content-Range", ""))
        if span and int(span[1] or span[2]) == have and _validator(headers) in {"", validator}:
            return have, int(span[2])
        return None
    message = f"HTTP status {status}"
    raise _BrokenError(message) if status >= 500 or status == 429 else _LinkError(message)


def _notes(part: Path) -> Path:
    """The file beside a partial download that says which version of which link its bytes are."""
    return part.with_name(part.name + ".json")


def discard(part: Path) -> None:
    """Remove a download and the notes beside it."""
    for file in (_notes(part), part):
        file.unlink(missing_ok=True)


def _kept(link: str, part: Path) -> tuple[int, str]:
    """How many bytes are there to go on from, and the validator (RFC 9110) of the file they belong to."""
    try:
        notes = json.loads(_notes(part).read_bytes())
        if notes["link"] == link:
            return part.stat().st_size, str(notes["validator"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return 0, ""


def _validator(headers: email.message.Message) -> str:
    etag = headers.get("ETag", "")
    return headers.get("Last-Modified", "") if not etag or etag.startswith("W/") else etag
