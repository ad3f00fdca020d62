"""Real engines shared by the whole run, and a home that no test leaves anything in."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import polib
import pytest
from hypothesis import settings

# No test is timed. CI draws the same examples every time (its own profile, `--hypothesis-profile=ci`): a
# change is never refused for what was there before it. `hunt` is for looking for more, by hand.
settings.register_profile("default", deadline=None)
settings.register_profile("hunt", deadline=None, max_examples=3000)
settings.load_profile("default")

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory):
    """Packages, caches and settings of the person who runs the tests are neither read nor changed."""
    home = tmp_path_factory.mktemp("home")
    wanted = {
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "ARGOS_PACKAGES_DIR": str(home / "packages"),
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    yield
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@pytest.fixture(scope="session")
def engines():
    """The bundled starters, loaded once: `engines("ru")`."""
    from functools import cache

    from translate import models
    from translate.config import EngineSettings
    from translate.engine import Engine

    return cache(lambda locale: Engine(models.find(locale), EngineSettings(threads=2)))


@pytest.fixture
def shared():
    """The folder with the user's article and the strong test model; tests skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder shared/ beside the checkout is absent")
    return SHARED


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def translate(monkeypatch, capsys):
    """The real command line in this process: `translate("run", "-l", "ru", cwd=folder)`."""
    from translate.cli import main

    def call(*arguments, cwd):
        monkeypatch.chdir(cwd)
        monkeypatch.setattr("sys.argv", ["translate", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as leaving:
            code = leaving.code or 0
        printed = capsys.readouterr()
        return Done(code, printed.out, printed.err)

    return call


def files_of(folder):
    """Every file below a folder with its bytes, but for the cache, which only saves time."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".translate.cache"
    }


ARTICLE = """\
Air force chief visits Moscow

The S-400 Triumf was bought in 2018 for $5.43 billion. Deliveries should end by September 2026.

Air Marshal Singh met Lt Gen Petrov on Friday. They spoke of Operation Sindoor.

Agencies
"""
MARKDOWN = """\
---
title: Navies meet off Vladivostok
slug: navies
---
# Navies meet off Vladivostok

The **S-400 Triumf** was shown on [the ministry's page](https://example.org/a_b). Run `check --all` first.

> We are ready.

| Ship | Flag |
|:-----|-----:|
| frigate | India |

```
left alone: 1, 2
```
"""


@pytest.fixture(scope="session")
def drafted(tmp_path_factory, _own_home):
    """A workspace with a text and a Markdown article, drafted once into both locales."""
    from translate import config, pipeline, starter

    folder = tmp_path_factory.mktemp("desk")
    starter.make(folder, ("hi", "ru"))
    (folder / "articles" / "visit.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "articles" / "navies.md").write_text(MARKDOWN, encoding="utf-8")

    report = pipeline.run(config.load(folder), pipeline.Options(), Silent())
    assert not report.problems
    return folder


@pytest.fixture
def desk(drafted, tmp_path):
    """A copy of the drafted workspace to change at will."""
    return shutil.copytree(drafted, tmp_path / "desk")


def catalogue(desk, locale="ru", slug="visit"):
    return desk / "locales" / locale / "LC_MESSAGES" / f"{slug}.po"


def entry(po, beginning):
    return next(e for e in po if e.msgid.startswith(beginning))


def approve(desk, beginning, text, locale="ru", slug="visit"):
    """What a reviewer does in an editor: another text, the fuzzy mark gone."""
    path = catalogue(desk, locale, slug)
    po = polib.pofile(str(path), wrapwidth=0)
    one = entry(po, beginning)
    one.msgstr = text
    one.flags = [flag for flag in one.flags if flag != "fuzzy"]
    po.save(str(path))


class Silent:
    """Listens to nothing."""

    def begin(self, label, total): ...
    def advance(self, count): ...

    def drafted(self, count): ...
