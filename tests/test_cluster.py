"""Drafting in a real Dask cluster of separate processes: the same units, whatever dies; clear errors."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import Silent, files_of
from translate import cluster, clusterlink, config, drafter, glossary, models, pipeline, starter
from translate.cluster import ClusterError, Tls
from translate.config import Config, EngineSettings
from translate.drafter import Here, Task
from translate.errors import SetupError, UsageError
from translate.unit import Unit

distributed = pytest.importorskip("distributed", reason="the optional extra `cluster` is not installed")

ROOT = Path(__file__).parents[1]
CHUNK = 5


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Processes:
    """A scheduler and workers as an operator starts them, each a process of its own."""

    def __init__(self, folder, tls, environment):
        self.folder, self.running = folder, []
        self.address = f"{'tls' if tls else 'tcp'}://127.0.0.1:{free_port()}"
        names = ("--tls-ca-file", "--tls-cert", "--tls-key")
        files = (tls.ca, tls.cert, tls.key) if tls else ()
        self.files = [text for pair in zip(names, files, strict=False) for text in map(str, pair)]
        self.start(
            "scheduler", "--host", self.address, "--no-dashboard", "--no-show", *self.files, **environment
        )

    def start(self, *arguments, **environment):
        home = self.folder / f"home{len(self.running)}"
        home.mkdir()
        with (home / "log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments],
                stdout=log,
                stderr=log,
                cwd=home,
                env={**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), **environment},
            )
        self.running.append(process)
        return process

    def worker(self, **environment):
        options = ("--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1", *self.files)
        return self.start("worker", self.address, *options, **environment)

    def ready(self, number):
        """Wait until the scheduler has so many workers."""
        with distributed.Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(number, timeout=60)

    def log(self, number):
        return (self.folder / f"home{number}" / "log").read_text(encoding="utf-8")

    def sent(self, package):
        """Where the package was sent."""
        return list(
            self.folder.glob(f"home*/cache/newsroom-translate/sent/*{package.sha256[-64:]}.argosmodel")
        )

    def stop(self):
        for process in self.running:
            process.kill()
        for process in self.running:
            process.wait()


@contextlib.contextmanager
def processes(folder, tls=None, **environment):
    made = Processes(folder, tls, environment)
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def task():
    terms = glossary.load(Config(ROOT).glossary_files)
    settings = EngineSettings(threads=1)
    return Task(models.find("ru"), settings, terms, "ru", Config(ROOT).style("ru"))


@pytest.fixture(scope="module")
def units():
    rows = (ROOT / "benchmarks" / "articles.tsv").read_text(encoding="utf-8").splitlines()[1:61]
    return [Unit("body", row.partition("\t")[2]) for row in rows]


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A cluster with two workers that no test harms."""
    with processes(tmp_path_factory.mktemp("cluster")) as made:
        made.worker()
        made.worker()
        made.ready(2)
        yield made


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(drafter, "CHUNK", CHUNK)


@pytest.fixture(scope="module")
def expected(task, units):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drafter, "CHUNK", CHUNK)
        return draft(Here(task), units)


def draft(one, units, progress=lambda _: None, done=None):
    """The units with drafts, in order."""
    out = {}
    drafting = one.begin(units, progress)
    with contextlib.closing(drafting):
        for chunk, made in drafting.done(wait=True):
            if done is not None:
                done(made)
            out |= dict(zip(chunk, made, strict=True))
    return [out[i] for i in range(len(units))]


def drafts(drafters, task, units, progress=lambda _: None, done=None):
    with drafters(task) as one:
        return draft(one, units, progress, done)


def refusal(error, address, tls=None, patience=60):
    """The error that a person gets who names a cluster."""
    with pytest.raises(error) as caught, cluster.connect(address, tls, patience=patience):
        pass
    return caught.value


def test_a_cluster_drafts_what_this_process_would_draft(task, units, expected, running):
    told, done = [], []
    with cluster.connect(running.address) as drafters:
        assert drafts(drafters, task, units, told.append, done.append) == expected
    assert sum(told) == len(units)
    chunks = [[expected[i] for i in chunk] for chunk in drafter.chunks(units)]
    assert sorted(done, key=repr) == sorted(chunks, key=repr)
    assert len(told) == len(units) / CHUNK
    assert not running.sent(task.package)  # all have the starter already


def test_a_run_with_a_cluster_writes_the_same_bytes(drafted, running, tmp_path):
    desk = tmp_path / "desk"
    starter.make(desk, ("hi", "ru"))
    shutil.copytree(drafted / "articles", desk / "articles", dirs_exist_ok=True)
    with cluster.connect(running.address) as drafters:
        report = pipeline.run(config.load(desk), pipeline.Options(), Silent(), drafters)
    assert not report.problems
    for part in ("locales", "output"):
        assert files_of(desk / part) == files_of(drafted / part)


def test_a_worker_that_is_killed_changes_nothing(task, units, expected, tmp_path):
    with processes(tmp_path) as made:
        first, _ = made.worker(), made.worker()
        with cluster.connect(made.address) as drafters:
            made.ready(2)
            got = drafts(drafters, task, units, lambda _: first.send_signal(signal.SIGKILL))
    assert first.wait() == -signal.SIGKILL
    assert got == expected


@pytest.fixture
def other(task, tmp_path):
    """A package that no worker has: the starter under another version."""
    path = tmp_path / "other.argosmodel"
    with zipfile.ZipFile(task.package.path) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("metadata.json"):
                data = data.replace(b'"package_version": "0.1"', b'"package_version": "0.2"')
            new.writestr(name, data)
    return path


@pytest.fixture(params=["archive", "folder"])
def strange(request, other, tmp_path):
    """That package, as a file and as Argos installs it."""
    if request.param == "folder":
        with zipfile.ZipFile(other) as archive:
            archive.extractall(tmp_path / "packages")
        [other] = (tmp_path / "packages").iterdir()
    return models.read_package(other, "--model")


def test_a_worker_gets_the_package_that_it_lacks(task, units, strange, running):
    named, some = replace(task, package=strange), units[:20]
    with cluster.connect(running.address) as drafters:
        got = drafts(drafters, named, some)
        before = {file: file.stat().st_mtime_ns for file in running.sent(strange)}
        assert drafts(drafters, named, some) == got
    assert got == draft(Here(named), some)
    assert {unit.model for unit in got} == {strange.signature}
    assert len(before) == 2  # each worker has a cache of its own here
    assert {file: file.stat().st_mtime_ns for file in running.sent(strange)} == before


def test_a_worker_that_comes_later_is_told_what_it_needs(task, units, expected, other, tmp_path):
    named = replace(task, package=models.read_package(other, "--model"))
    some = units[:20]
    with processes(tmp_path) as made:
        first = made.worker()
        with cluster.connect(made.address) as drafters, drafters(named) as one:
            before = draft(one, some)
            first.kill()
            first.wait()
            made.worker()
            assert draft(one, some) == before
    assert len(made.sent(named.package)) == 2


def test_a_cluster_without_workers_is_told_so(task, units, tmp_path):
    with processes(tmp_path) as made:
        error = refusal(ClusterError, made.address, patience=1)
        assert error.message == f"{made.address} has had no worker for 1 seconds"
        assert error.hint == f"start some with `dask worker {made.address}`"
        assert error.exit_code == 3
        only = made.worker()
        made.ready(1)
        with cluster.connect(made.address, patience=1) as drafters:
            with pytest.raises(ClusterError, match="no worker for 1 seconds"):
                drafts(drafters, task, units, lambda _: only.kill())
            made.worker()
            made.ready(1)
            with pytest.raises(ClusterError, match="no worker for 1 seconds"):  # nobody waits a second time
                drafts(drafters, task, units)


def test_a_scheduler_that_goes_away_is_told(task, units, tmp_path):
    with processes(tmp_path) as made:
        made.worker()
        with (
            cluster.connect(made.address) as drafters,
            pytest.raises(ClusterError, match="was lost") as caught,
        ):
            drafts(drafters, task, units, lambda _: made.running[0].kill())
    assert "run again" in caught.value.hint


def test_nobody_at_the_address(monkeypatch):
    monkeypatch.setattr(clusterlink, "REACH", 1.0)
    address = f"127.0.0.1:{free_port()}"
    error = refusal(ClusterError, address)
    assert error.message == f"no scheduler answers at tcp://{address}"
    assert "dask scheduler" in error.hint


@pytest.mark.parametrize("greeting", [b"", b"HTTP/1.1 400 Bad Request\r\n" * 5, b"SSH-2.0-OpenSSH_9.6\r\n"])
def test_something_else_at_the_address(monkeypatch, greeting):
    monkeypatch.setattr(clusterlink, "REACH", 0.5)
    with socket.socket() as one, contextlib.ExitStack() as accepted:
        one.bind(("127.0.0.1", 0))
        one.listen()

        def answer():
            with contextlib.suppress(OSError):
                while True:
                    accepted.enter_context(other := one.accept()[0])
                    other.sendall(greeting)

        threading.Thread(target=answer, daemon=True).start()
        error = refusal(ClusterError, f"127.0.0.1:{one.getsockname()[1]}")
        assert "no scheduler answers" in error.message


@pytest.mark.parametrize(
    "address", ["", "desk-1", "http://desk-1:8786", "tcp://:8786", "desk-1:port", "a b:1", "desk-1:99999"]
)
def test_what_is_no_address_is_refused(address):
    assert "not the address of a cluster" in refusal(UsageError, address).message


def test_without_dask_the_command_that_installs_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    error = refusal(SetupError, "desk-1:8786")
    assert error.hint == "in a checkout: uv sync --extra cluster; else: pip install distributed"


def test_a_worker_with_another_version_is_refused(tmp_path):
    copy = tmp_path / "old"
    shutil.copytree(ROOT / "translate", copy / "translate", ignore=shutil.ignore_patterns("__pycache__"))
    file = copy / "translate" / "__init__.py"
    file.write_text(file.read_text(encoding="utf-8").replace("0.1.0", "0.0.9"), encoding="utf-8")
    with processes(tmp_path) as made:
        made.worker(PYTHONPATH=str(copy))
        error = refusal(ClusterError, made.address)
    assert re.search(r"worker tcp://.* has newsroom-translate 0\.0\.9 \(.*\(here 0\.1\.0", error.message)


def test_a_worker_without_the_program_is_refused(tmp_path):
    (tmp_path / "none" / "translate").mkdir(parents=True)
    (tmp_path / "none" / "translate" / "__init__.py").touch()
    with processes(tmp_path) as made:
        made.worker(PYTHONPATH=str(tmp_path / "none"))
        error = refusal(ClusterError, made.address)
    assert "No module named 'translate." in error.message
    assert "install the same versions" in error.hint


def test_an_error_of_the_drafting_comes_back_as_itself(task, units, running):
    broken = replace(task, settings=replace(task.settings, compute_type="int3"))
    with cluster.connect(running.address) as drafters:
        with pytest.raises(SetupError, match="does not load") as caught:
            drafts(drafters, broken, units)
        assert "compute_type" in caught.value.hint
        assert len(drafts(drafters, task, units[:2])) == 2


def test_sentences_that_cost_too_many_workers_are_given_up_and_the_rest_goes_on(task, units, tmp_path):
    once = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with processes(tmp_path, **once) as made:
        first, _ = made.worker(), made.worker()
        made.ready(2)
        with cluster.connect(made.address) as drafters, drafters(task) as one:
            with pytest.raises(ClusterError, match="died while drafting the same sentences"):
                draft(one, units[:30], lambda _: first.kill())
            assert len(draft(one, units[:2])) == 2


def test_a_stop_leaves_nothing_waiting_in_the_cluster(task, units, running):
    def stop(_):
        raise KeyboardInterrupt

    with cluster.connect(running.address) as drafters:
        with pytest.raises(KeyboardInterrupt):
            drafts(drafters, task, units, stop)
        with distributed.Client(running.address, set_as_default=False) as client:
            deadline = time.monotonic() + 20
            while left := client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)):
                assert time.monotonic() < deadline, left
                time.sleep(0.1)


def authority(folder, name):
    """A certificate authority, and a certificate with its key that it signed."""
    ca, cakey, cert, key, request = (
        str(folder / f"{name}-{part}.pem") for part in ("ca", "cakey", "cert", "key", "request")
    )
    new = ("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj")
    sign = ("openssl", "x509", "-req", "-days", "2", "-CAcreateserial", "-CA", ca, "-CAkey", cakey)
    for command in (
        (*new, f"/CN={name} authority", "-x509", "-days", "2", "-keyout", cakey, "-out", ca),
        (*new, f"/CN={name}", "-keyout", key, "-out", request),
        (*sign, "-in", request, "-out", cert),
    ):
        subprocess.run(command, check=True, capture_output=True)
    return Tls(Path(ca), Path(cert), Path(key))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")
def test_an_encrypted_cluster(task, units, tmp_path):
    ours, theirs = authority(tmp_path, "desk"), authority(tmp_path, "stranger")
    with processes(tmp_path, ours) as made:
        made.worker()
        with cluster.connect(made.address, ours) as drafters:
            got = drafts(drafters, task, units[:8])
        assert got == draft(Here(task), units[:8])
        for strange in (theirs, replace(theirs, ca=ours.ca), replace(ours, ca=theirs.ca)):
            error = refusal(ClusterError, made.address, strange)
            assert "do not trust each other" in error.message
            assert "--cluster-ca" in error.hint
        plain = made.address.replace("tls", "tcp")
        assert "tls://" in refusal(ClusterError, plain).hint
        assert "is not encrypted" in refusal(UsageError, plain, ours).message
        assert "needs three files" in refusal(UsageError, made.address).message
        absent = refusal(UsageError, made.address, replace(ours, key=tmp_path / "none.pem"))
        assert absent.path == tmp_path / "none.pem"
        worker = f"tls://{re.findall('Start worker at: *tls://(.*)', made.log(1))[0]}"
        assert "no scheduler answers" in refusal(ClusterError, worker, ours).message
        wrong = refusal(UsageError, made.address, replace(ours, key=theirs.key))
        assert "TLS files cannot be used" in wrong.message
