"""A file is written whole or not at all."""

import errno
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from translate import atomic
from translate.errors import SetupError


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_made_with_the_folders_above_it_and_the_usual_mode(tmp_path):
    path = tmp_path / "a" / "b" / "ü é.po"
    assert atomic.write_bytes(path, b"text") is True
    assert path.read_bytes() == b"text"
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    assert path.stat().st_mode == plain.stat().st_mode
    assert names(path.parent) == ["ü é.po"]


def test_only_what_cannot_be_made_again_is_waited_for(tmp_path, monkeypatch):
    waited, own = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda file: (waited.append(file), own(file)))
    atomic.write_bytes(tmp_path / "output", b"old")
    assert len(waited) == 2  # the file and its folder
    assert atomic.write_bytes(tmp_path / "output", b"new", durable=False) is True
    assert len(waited) == 2
    assert (tmp_path / "output").read_bytes() == b"new"
    assert names(tmp_path) == ["output"]


def test_the_same_bytes_touch_nothing(tmp_path):
    path = tmp_path / "a"
    atomic.write_bytes(path, b"text")
    before = path.stat()
    assert atomic.write_bytes(path, b"text", keep_backup=True) is False
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert names(tmp_path) == ["a"]


def test_mode_link_and_backup_are_kept(tmp_path):
    real = tmp_path / "real"
    real.write_bytes(b"one")
    real.chmod(0o640)
    link = tmp_path / "link"
    link.symlink_to(real)
    assert atomic.write_bytes(link, b"two", keep_backup=True)
    assert link.is_symlink()
    assert real.read_bytes() == b"two"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert atomic.backup_path(link) == tmp_path / "real~"
    assert (tmp_path / "real~").read_bytes() == b"one"
    assert atomic.write_bytes(link, b"three", keep_backup=True)
    assert (tmp_path / "real~").read_bytes() == b"two"
    assert names(tmp_path) == ["link", "real", "real~"]


def test_a_backup_that_a_killed_run_left_as_a_second_name_does_no_harm(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"one")
    (tmp_path / "a~").hardlink_to(path)
    atomic.write_bytes(path, b"two", keep_backup=True)
    assert (path.read_bytes(), (tmp_path / "a~").read_bytes()) == (b"two", b"one")
    assert names(tmp_path) == ["a", "a~"]


def test_a_name_as_long_as_the_file_system_allows_can_be_written(tmp_path):
    path = tmp_path / ("n" * 255)
    assert atomic.write_bytes(path, b"text")
    assert path.read_bytes() == b"text"


def test_a_folder_in_place_of_the_file_is_named(tmp_path):
    (tmp_path / "a").mkdir()
    with pytest.raises(SetupError, match="cannot be written") as caught:
        atomic.write_bytes(tmp_path / "a", b"text")
    assert caught.value.path == tmp_path / "a"
    assert "folder" in caught.value.hint
    assert names(tmp_path) == ["a"]


def test_a_file_in_place_of_a_folder_is_named(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(SetupError, match="cannot be written") as caught:
        atomic.write_bytes(tmp_path / "a" / "b", b"text")
    assert "folder" in caught.value.hint


@pytest.mark.parametrize(
    ("code", "part"), [(errno.ENOSPC, "space"), (errno.EACCES, "permission"), (errno.EIO, "")]
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, code, part, step):
    """A full disk and a lost permission cannot be had for real in every test run."""
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def fail(*arguments):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), fail)
    with pytest.raises(SetupError) as caught:
        atomic.write_bytes(path, b"new")
    assert part in caught.value.hint
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


LIMITED = """
import resource, sys
from pathlib import Path
from translate import atomic
from translate.errors import SetupError
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    atomic.write_bytes(Path(sys.argv[1]), b"x" * 2000)
except SetupError as error:
    print(error.hint)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a limit on file sizes is set the Linux way")
def test_a_real_limit_of_the_system_leaves_the_old_file(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, check=True
    )
    assert "nothing was changed" in done.stdout
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


WITHOUT_RIGHTS = """
import os, sys
from pathlib import Path
from translate import atomic
from translate.errors import SetupError
if os.geteuid() == 0:
    os.setuid(65534)  # no permission binds the super-user
for name in sys.argv[1:]:
    try:
        atomic.write_bytes(Path(name), b"new")
    except SetupError as error:
        print(error.message, "|", error.hint)
"""


@pytest.mark.skipif(os.name != "posix", reason="permissions are set the POSIX way")
def test_a_read_only_file_and_a_read_only_folder_are_respected():
    with tempfile.TemporaryDirectory() as name:  # pytest's own folder is closed to other users
        folder = Path(name)
        folder.chmod(0o777)
        (folder / "file").write_bytes(b"old")
        (folder / "file").chmod(0o444)
        (folder / "closed").mkdir(mode=0o555)
        paths = [folder / "file", folder / "closed" / "file", folder / "closed" / "deeper" / "file"]
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_RIGHTS, *map(str, paths)],
            capture_output=True,
            text=True,
            check=True,
        )
        expected = "cannot be written: permission denied | give yourself permission there"
        assert done.stdout.splitlines() == [expected] * 3
        assert (folder / "file").read_bytes() == b"old"
        assert names(folder) == ["closed", "file"]
        assert names(folder / "closed") == []


KILLED = """
import os, sys, threading, time
from pathlib import Path
from translate import atomic
threading.Timer(float(sys.argv[2]), lambda: os.kill(os.getpid(), 9)).start()
number = 0
while True:
    number += 1
    atomic.write_bytes(Path(sys.argv[1]), str(number).encode() * 5000, keep_backup=True)
"""


@pytest.mark.parametrize("seconds", ["0.0", "0.01", "0.03"])
def test_a_kill_leaves_a_whole_file(tmp_path, seconds):
    path = tmp_path / "a"
    path.write_bytes(b"0" * 5000)
    subprocess.run([sys.executable, "-c", KILLED, str(path), seconds], check=False)
    for file in (path, path.with_name("a~")):
        if file.exists():
            data = file.read_bytes()
            assert data == data[: len(data) // 5000] * 5000


def test_a_device_is_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SetupError, match="is a device"):
        atomic.write_bytes(tmp_path / "pipe", b"x")
    assert not (tmp_path / "pipe").is_file()
