"""What fails leaves what was there: exports, catalogues and the manifest of earlier runs."""

import errno
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests import doubles
from tests.conftest import Silent
from translate import atomic, config, filling, pipeline

ROOT = Path(__file__).parents[1]


@pytest.fixture
def desk(tmp_path):
    """Twelve articles of one sentence with drafts, in pools of four."""
    folder = tmp_path / "desk"
    (folder / "articles" / "sub").mkdir(parents=True)
    (folder / config.FILE).write_text('locales = ["hi", "ru"]\n', encoding="utf-8")
    for number in range(12):
        name = f"{'sub/' * (number % 2)}ship-{number:02}.txt"
        (folder / "articles" / name).write_text(f"Ship {number} left Mumbai.\n", encoding="utf-8")
    with doubles.model():
        run(folder)
        yield folder


def run(folder, **options):
    return pipeline.run(config.load(folder), pipeline.Options(**options), Silent())


def exported(folder):
    return sorted(path.relative_to(folder).as_posix() for path in (folder / "output").rglob("*.txt"))


def manifest(folder, locale="ru"):
    return json.loads((folder / f"output/{locale}/manifest.json").read_text(encoding="utf-8"))["articles"]


@pytest.fixture
def full(monkeypatch):
    """A disk that takes so many more files."""

    def fill(left, code=errno.ENOSPC):
        own, room = atomic._replace, [left]

        def replace(*arguments, **more):
            room[0] -= 1
            if room[0] < 0:
                raise OSError(code, os.strerror(code))
            own(*arguments, **more)

        monkeypatch.setattr(atomic, "_replace", replace)

    return fill


@pytest.mark.parametrize("left", [0, 1, 2, 3, 10, 20])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_a_full_disk_ends_a_run_at_once_and_takes_nothing_away(desk, monkeypatch, full, left, code):
    monkeypatch.setattr(filling, "POOL", 4)
    before, drafts = exported(desk), []
    own = doubles.drafted
    monkeypatch.setattr(
        "translate.drafting.draft",
        lambda units, *rest, **more: (drafts.append(units), own(units, *rest, **more))[1],
    )
    full(left, code)
    report = run(desk, redraft=True, model=Path("M2"))
    assert report.exit_code == 3
    assert not report.stopped
    told = [problem for problem in report.problems if not problem.where.endswith("manifest.json")]
    assert len(told) == 1
    assert len(report.rows) == left // 3  # ledger, catalogue and export of each
    assert exported(desk) == before
    assert len(drafts) <= 1 + (left // 3 + 4) // 4
    monkeypatch.undo()
    with doubles.model():
        assert not run(desk, redraft=True, model=Path("M2")).problems
    assert exported(desk) == before
    assert all(entry["packages"] == ["M2"] for entry in manifest(desk).values())


@pytest.mark.parametrize("options", [{"draft": False}, {"draft": False, "export": False}])
def test_a_full_disk_ends_other_commands_too(desk, full, options):
    before = exported(desk)
    for path in (desk / "articles").rglob("*.txt"):
        path.write_text(path.read_text(encoding="utf-8") + "It came back.\n", encoding="utf-8")
    full(0)
    report = run(desk, **options)
    assert report.exit_code == 3
    if options == {"draft": False, "export": False}:
        assert len(report.problems) == 1
        assert exported(desk) == before


def test_an_article_that_cannot_be_recorded_keeps_its_export_and_has_no_row(desk, monkeypatch):
    before, said = exported(desk), manifest(desk)
    own = atomic._replace

    def replace(target, *arguments, **more):
        if target.name == "ship-03.po":
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        own(target, *arguments, **more)

    monkeypatch.setattr(atomic, "_replace", replace)
    report = run(desk, redraft=True, model=Path("M2"))
    assert report.exit_code == 3
    assert len(report.problems) == 2
    assert len(report.rows) == 22
    assert exported(desk) == before
    assert manifest(desk)["sub/ship-03"] == said["sub/ship-03"]
    assert manifest(desk)["ship-04"]["packages"] == ["M2"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"bad \xff byte"])
def test_an_article_that_is_broken_keeps_its_export(desk, content):
    before = exported(desk)
    (desk / "articles/ship-04.txt").write_bytes(content)
    assert run(desk).problems
    assert exported(desk) == before
    assert "ship-04" in manifest(desk)
    (desk / "articles/ship-04.txt").unlink()
    assert not run(desk).problems
    assert exported(desk) == [name for name in before if "ship-04" not in name]
    assert "ship-04" not in manifest(desk)


def test_a_folder_that_becomes_a_link_is_told_and_keeps_its_exports(desk):
    before = exported(desk)
    (desk / "articles/sub").rename(desk / "elsewhere")
    (desk / "articles/sub").symlink_to(desk / "elsewhere", target_is_directory=True)
    report = run(desk)
    assert {problem.message for problem in report.problems} == {"a link to a folder is not followed"}
    assert exported(desk) == before


def test_an_article_that_is_held_back_has_no_export(desk):
    run(desk, draft=False, require="approved")
    assert exported(desk) == []


WITHOUT_RIGHTS = """
import os, sys
from pathlib import Path
from tests import doubles
from tests.conftest import Silent
from translate import config, pipeline, reading

def make(folder):
    (folder / "articles" / "sub").mkdir(parents=True)
    (folder / config.FILE).write_text('locales = ["hi", "ru"]', encoding="utf-8")
    for name in ("a", "sub/b"):
        (folder / "articles" / f"{name}.txt").write_text(f"Ship {name} left Mumbai.", encoding="utf-8")

def run(folder, **options):
    report = pipeline.run(config.load(folder), pipeline.Options(**options), Silent())
    print(*dict.fromkeys(f"{p.path.relative_to(folder)}: {p.message}" for p in report.problems))
    print(*sorted(str(p.relative_to(folder)) for p in (folder / "output").rglob("*.txt")))

with doubles.model():
    root, own = Path(sys.argv[1]), Path(sys.argv[1]) / "own"
    make(root / "first")
    run(root / "first")  # everything is imported
    if os.geteuid() == 0:
        os.setuid(65534)  # no permission binds the super-user
    make(own)
    run(own)
    closed = own / sys.argv[2]
    closed.chmod(int(sys.argv[3], 8))
    (own / "articles" / "c.txt").write_text("Ship c left Mumbai.", encoding="utf-8")
    run(own)
    run(own, draft=False)
    run(own, draft=False, export=False)
    print(sorted(reading._gone("ru", config.load(own))))
    closed.chmod(0o755)
    run(own)
"""
BEFORE = ["output/hi/a.txt", "output/hi/sub/b.txt", "output/ru/a.txt", "output/ru/sub/b.txt"]
AFTER = sorted([*BEFORE, "output/hi/c.txt", "output/ru/c.txt"])


@pytest.mark.skipif(os.name != "posix", reason="permissions are set the POSIX way")
@pytest.mark.parametrize(
    ("closed", "mode", "told"),
    [
        ("articles/sub", "000", "articles/sub: the folder cannot be read: Permission denied"),
        ("articles/sub", "444", "articles/sub/b.txt: cannot be read: Permission denied"),
        (
            "locales/ru/LC_MESSAGES/sub",
            "000",
            "locales/ru/LC_MESSAGES/sub/b.po: cannot be read: permission denied",
        ),
    ],
)
def test_a_folder_that_nobody_may_look_into_hides_no_article(closed, mode, told):
    with tempfile.TemporaryDirectory() as name:  # pytest's own folder is closed to other users
        Path(name).chmod(0o777)
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_RIGHTS, name, closed, mode],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert not done.stderr
    before, after = " ".join(BEFORE), " ".join(AFTER)
    runs = ["", before, "", before, told, after, told, after, told, after]
    assert done.stdout.splitlines() == [*runs, "[]", "", after]
