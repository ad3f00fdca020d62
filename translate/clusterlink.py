"""Opens the connection to the scheduler of a Dask cluster, and says what is wrong where that fails."""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from translate.errors import SetupError, UsageError

REACH = 10.0
"""Seconds to wait for the scheduler's answer."""
_ADDRESS = re.compile(r"(?:(tcp|tls)://)?((?:\[[0-9A-Fa-f:.]+\]|[^\s/:\[\]]+):[0-9]{1,5})")


class ClusterError(SetupError):
    """The cluster cannot be reached, has no worker, has other versions, or was lost."""


@dataclass(frozen=True, slots=True)
class Tls:
    """PEM files of an encrypted cluster.

    Attributes:
        ca: Certificate of the authority that signed all certificates of the cluster.
        cert: This machine's certificate.
        key: Its key.
    """

    ca: Path
    cert: Path
    key: Path


def library() -> Any:  # noqa: ANN401 -- an optional library
    """Dask, which is silent from now on: what it would log is raised.

    Raises:
        SetupError: It is not installed.
    """
    try:
        import distributed  # noqa: PLC0415 -- as above
    except ImportError as error:
        raise SetupError(
            "--cluster needs Dask, which is not installed",
            hint="in a checkout: uv sync --extra cluster; else: pip install distributed",
        ) from error
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return distributed


def checked(text: str, tls: Tls | None) -> str:
    """The whole address of a scheduler.

    Raises:
        UsageError: It is none, does not fit the TLS files, or one of these is absent.
    """
    found = _ADDRESS.fullmatch(text)
    if found is None or int(found[2].rpartition(":")[2]) > 65535:
        raise UsageError(
            f"not the address of a cluster: {text!r}",
            hint="write it like tcp://desk-1:8786 or tls://desk-1:8786",
        )
    scheme = found[1] or ("tls" if tls else "tcp")
    if scheme == "tls" and tls is None:
        hint = "name the files with --cluster-ca, --cluster-cert and --cluster-key"
        raise UsageError(f"{text} is encrypted, and needs three files", hint=hint)
    if scheme == "tcp" and tls is not None:
        raise UsageError(f"{text} is not encrypted, but TLS files are named", hint=f"write tls://{found[2]}")
    for file in (tls.ca, tls.cert, tls.key) if tls else ():
        if not file.is_file():
            raise UsageError("no such file", path=file, hint="it is a PEM file: docs/cluster.md")
    return f"{scheme}://{found[2]}"


def opened(address: str, tls: Tls | None) -> Any:  # noqa: ANN401 -- as above
    """A client of the scheduler.

    Raises:
        UsageError: The TLS files cannot be used.
        ClusterError: Nobody answers, or does not trust this machine.
    """
    dask = library()
    try:
        security = dask.Security(**_files(tls)) if tls else dask.Security()
        arguments = security.get_connection_args("client")  # reads the files
    except OSError as error:
        message = f"the TLS files cannot be used: {error.strerror or error}"
        raise UsageError(message, path=tls.cert if tls else None, hint="docs/cluster.md") from error
    try:
        asyncio.run(_greet(address, arguments))
        return dask.Client(address, security=security, timeout=REACH, set_as_default=False)
    except Exception as error:  # what is no scheduler may answer anything
        raise _refusal(error, address, tls) from error


async def _greet(address: str, arguments: dict[str, Any]) -> None:
    """Exchange a word with the scheduler.

    Dask itself waits forever for the greeting of something that accepts a connection and says nothing, and a
    client that failed to connect holds up the end of the program.
    """
    dask = library()
    async with asyncio.timeout(REACH + 1):
        comm = await dask.comm.core.connect(address, timeout=REACH, **arguments)
        try:
            said: Any = await dask.core.send_recv(comm, op="identity")
        finally:
            comm.abort()
    if said["type"] != "Scheduler":
        raise ValueError(f"a {said['type']} answers")


def _refusal(error: Exception, address: str, tls: Tls | None) -> ClusterError:
    told = _chain(error).lower()
    if "ssl" in told or "certificate" in told:
        message = f"the TLS certificates of {address} and of this machine do not trust each other"
        hint = "all must be signed by the one authority that --cluster-ca names"
    else:
        message = f"no scheduler answers at {address}"
        hint = "start one with `dask scheduler` there, and check name, port and firewall"
        hint += "" if tls else "; an encrypted one is tls://"
    return ClusterError(message, hint=hint)


def _files(tls: Tls) -> dict[str, Any]:
    return {
        "require_encryption": True,
        "tls_ca_file": str(tls.ca),
        "tls_client_cert": str(tls.cert),
        "tls_client_key": str(tls.key),
    }


def _chain(error: BaseException | None) -> str:
    """An error and what led to it, as text."""
    parts = []
    while error is not None:
        parts.append(f"{type(error).__name__}: {error}")
        error = error.__cause__ or error.__context__
    return " <- ".join(parts)
