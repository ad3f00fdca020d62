"""The command line: parse, call one function of the library, show the result. The only printer."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import shlex
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from translate import __version__
from translate.errors import TranslateError, UsageError
from translate.unit import Severity

app = typer.Typer(
    help="Offline translation desk: English articles become Hindi and Russian; reviewed text always wins.",
    epilog="Begin with: translate init desk; an article in desk/articles/; translate run -w desk.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
models_app = typer.Typer(help="Model packages: what is here, and how to get more.", no_args_is_help=True)
glossary_app = typer.Typer(help="The glossary that holds terms to fixed renderings.", no_args_is_help=True)
app.add_typer(models_app, name="models")
app.add_typer(glossary_app, name="glossary")


def _slugs(incomplete: str) -> list[str]:
    """Names for the shell to complete; none outside a workspace."""
    from translate import pipeline  # noqa: PLC0415 -- see `_work`

    try:
        slugs = pipeline.known_slugs(_config(HERE))
    except TranslateError:
        return []
    return sorted(slug for slug in slugs if slug.startswith(incomplete))


HERE = Path()
Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="ARTICLE", help="Only these articles.", autocompletion=_slugs),
]
Locales = Annotated[
    list[str] | None,
    typer.Option(
        "--locale",
        "-l",
        metavar="LOCALE",
        envvar="TRANSLATE_LOCALE",
        help="Target locale, such as hi; repeat for several.",
    ),
]
Workspace = Annotated[
    Path,
    typer.Option("--workspace", "-w", envvar="TRANSLATE_WORKSPACE", help="A folder in the workspace."),
]
Model = Annotated[
    Path | None, typer.Option("--model", help="A package (.argosmodel or folder) to draft with.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON value for a program to read.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print problems only: no table, no findings.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Every finding with its place.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Do everything but write.")]
Redraft = Annotated[
    bool, typer.Option("--redraft", help="Draft again what the machine wrote and nobody touched.")
]
Require = Annotated[
    Literal["any", "approved"],
    typer.Option("--require", help="What may leave: articles in any state, or approved ones only."),
]


@app.command()
def run(
    names: Names = None,
    locale: Locales = None,
    model: Model = None,
    redraft: Redraft = False,
    require: Require = "any",
    dry_run: DryRun = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    workspace: Workspace = HERE,
) -> None:
    """Draft what is new, record, check and export.

    Example: translate run -l hi -l ru
    """
    settings = {"model": model, "redraft": redraft, "require": require, "write": not dry_run}
    _work(workspace, names, locale, settings, as_json=as_json, quiet=quiet, verbose=verbose)


@app.command()
def update(
    names: Names = None,
    locale: Locales = None,
    dry_run: DryRun = False,
    as_json: Json = False,
    quiet: Quiet = False,
    workspace: Workspace = HERE,
) -> None:
    """Bring catalogues up to changed articles, without drafting.

    Example: translate update --dry-run
    """
    settings = {"draft": False, "export": False, "write": not dry_run}
    _work(workspace, names, locale, settings, as_json=as_json, quiet=quiet, verbose=False)


@app.command()
def pretranslate(
    names: Names = None,
    locale: Locales = None,
    model: Model = None,
    redraft: Redraft = False,
    dry_run: DryRun = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    workspace: Workspace = HERE,
) -> None:
    """Update catalogues and draft what is new, without exporting.

    Example: translate pretranslate -l ru
    """
    settings = {"model": model, "redraft": redraft, "export": False, "write": not dry_run}
    _work(workspace, names, locale, settings, as_json=as_json, quiet=quiet, verbose=verbose)


@app.command()
def check(
    names: Names = None,
    locale: Locales = None,
    as_json: Json = False,
    quiet: Quiet = False,
    workspace: Workspace = HERE,
) -> None:
    """Look for what an editor would, writing nothing.

    Ends with 1 if there is an error finding.

    Example: translate check -l hi december-summit-defence
    """
    settings = {"draft": False, "export": False, "write": False, "judge": True}
    _work(workspace, names, locale, settings, as_json=as_json, quiet=quiet, verbose=True)


@app.command()
def export(
    names: Names = None,
    locale: Locales = None,
    require: Require = "any",
    dry_run: DryRun = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    workspace: Workspace = HERE,
) -> None:
    """Export what the catalogues hold, without drafting.

    Example: translate export --require approved
    """
    settings = {"draft": False, "require": require, "write": not dry_run}
    _work(workspace, names, locale, settings, as_json=as_json, quiet=quiet, verbose=verbose)


@app.command()
def stats(
    names: Names = None,
    locale: Locales = None,
    as_json: Json = False,
    quiet: Quiet = False,
    workspace: Workspace = HERE,
) -> None:
    """Show how far each article is in each locale. Writes nothing.

    Example: translate stats -l ru
    """
    from translate import pipeline, render, review  # noqa: PLC0415 -- see `_work`

    config = _config(workspace)
    options = pipeline.Options(
        tuple(locale or ()), tuple(names or ()), draft=False, export=False, write=False
    )
    report = pipeline.survey(config, options)
    items = review.stats([row.document for row in report.rows])
    gone = (
        []
        if names
        else review.orphans(config, pipeline.known_slugs(config), options.locales or config.locales)
    )
    if as_json:
        _print_json({"articles": [review.as_json(i) for i in items], "orphans": [list(o) for o in gone]})
    elif not quiet:
        render.show(render.stats_lines(items, gone))
    _end(report, config)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Folder to make a workspace in.")] = HERE,
    locale: Locales = None,
) -> None:
    """Make a workspace: folders, settings, a glossary.

    Example: translate init desk -l hi -l ru
    """
    from translate import starter  # noqa: PLC0415 -- see `_work`

    made = starter.make(folder, tuple(locale or ("hi", "ru")))
    for path in made:
        typer.echo(f"made {path}")
    here = "" if folder == HERE else f" -w {shlex.quote(str(folder))}"
    typer.echo(f"put English articles (.txt or .md) into {folder / 'articles'}, then: translate run{here}")


@app.command()
def doctor(as_json: Json = False, workspace: Workspace = HERE) -> None:
    """Say what is there and what is missing.

    Ends with 3 if a run would fail.

    Example: translate doctor
    """
    from translate import doctor as examiner  # noqa: PLC0415 -- see `_work`
    from translate.config import find_root, load  # noqa: PLC0415

    try:
        config = load(find_root(workspace.resolve()))
    except UsageError as error:
        if error.path is not None:
            raise
        config = None
    facts = examiner.examine(config)
    if as_json:
        _print_json([{"level": f.level, "what": f.what, "found": f.found, "hint": f.hint} for f in facts])
    else:
        for fact in facts:
            typer.echo(f"{fact.level:<5}{fact.what}: {fact.found}")
            if fact.hint:
                typer.echo(f"     → {fact.hint}")
    if any(fact.level == "bad" for fact in facts):
        raise typer.Exit(3)


@app.command()
def text(
    sentence: Annotated[str | None, typer.Argument(help="English; standard input when left away.")] = None,
    locale: Locales = None,
    model: Model = None,
    as_json: Json = False,
    workspace: Workspace = HERE,
) -> None:
    """Draft a text for a quick look; nothing is recorded.

    Example: translate text -l ru "The S-400 Triumf arrived."
    """
    from translate import quick  # noqa: PLC0415 -- see `_work`

    if sentence is None and sys.stdin.isatty():
        raise UsageError("no text given", hint='translate text -l ru "The S-400 Triumf arrived."')
    english = _stdin() if sentence is None else sentence
    results = quick.translate(english, tuple(locale or ()), workspace.resolve(), model)
    if as_json:
        _print_json([quick.as_json(result) for result in results])
        return
    for result in results:
        if len(results) > 1:
            typer.echo(f"{result.locale}:")
        typer.echo(result.text)
        for finding in result.findings:
            typer.echo(f"{finding.severity.value} {finding.code}: {finding.message}", err=True)


@models_app.command("list")
def models_list(as_json: Json = False) -> None:
    """List the packages on this machine.

    Example: translate models list
    """
    from translate import models  # noqa: PLC0415 -- see `_work`

    listing = models.list_packages()
    if as_json:
        _print_json([_package(package) for package in listing.packages])
    else:
        for package in listing.packages:
            typer.echo(f"{package.name:<14} {package.source:<10} {package.path}")
        for problem in listing.problems:
            typer.echo(f"passed over: {problem.path}: {problem.message}", err=True)


@models_app.command("info")
def models_info(
    pair: Annotated[str, typer.Argument(metavar="PAIR", help="Such as en-ru.")], as_json: Json = False
) -> None:
    """Show the package that drafts a pair.

    Example: translate models info en-ru
    """
    from translate import install, models  # noqa: PLC0415 -- see `_work`

    source, target = models.parse_pair(pair)
    package = models.find(target, from_code=source)
    facts = _package(package) | {"sha256": package.sha256}
    if as_json:
        _print_json(facts)
    else:
        for name, value in facts.items():
            typer.echo(f"{name}: {value}")
    for warning in install.checksum_warnings(package):
        typer.echo(f"warning: {warning}", err=True)


@models_app.command("install")
def models_install(
    what: Annotated[
        list[str], typer.Argument(metavar="PAIR|FILE", help="en-ru, or a .argosmodel file; several at once.")
    ],
    index: Annotated[str | None, typer.Option("--index", help="Address of a package index.")] = None,
    quiet: Quiet = False,
) -> None:
    """Install packages: files, or pairs such as en-ru.

    A pair comes from the official Argos index; nothing else uses the network.

    Example: translate models install en-hi en-ru
    """
    from translate import install, render  # noqa: PLC0415 -- see `_work`

    for one in what:
        if one.endswith(".argosmodel") or Path(one).is_file():
            package = install.install_file(Path(one))
            warnings = install.checksum_warnings(package)
        else:
            with render.Download(render.console(stderr=True), quiet=quiet) as progress:
                done = install.install_pair(one, index_url=index, progress=progress.update)
            package, warnings = done.package, done.warnings
        typer.echo(f"installed {package.signature} in {package.path}")
        for warning in warnings:
            typer.echo(f"warning: {warning}", err=True)


@glossary_app.command("check")
def glossary_check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE", help="Glossary files; the workspace's if none.")
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option("--model", help="Also forms that a package (or auto: each locale's) cannot spell."),
    ] = None,
    as_json: Json = False,
    workspace: Workspace = HERE,
) -> None:
    """Check the glossary's rows; ends with 1 if one is wrong.

    Example: translate glossary check --model auto
    """
    from translate import glossary  # noqa: PLC0415 -- see `_work`
    from translate.render import here  # noqa: PLC0415

    paths = tuple(files or _config(workspace).glossary_files)
    problems = glossary.problems(paths)
    wrong = [problem for problem in problems if problem.severity is Severity.ERROR]
    if model is not None and not wrong:
        problems += _unspellable(glossary.load(paths), model, _config(workspace))
    if as_json:
        _print_json([dataclasses.asdict(problem) | {"path": str(problem.path)} for problem in problems])
    else:
        for problem in problems:
            typer.echo(f"{here(problem.path)}:{problem.line}: {problem.severity.value}: {problem.text}")
        if not wrong:
            typer.echo(f"{len(glossary.load(paths).terms)} terms in {len(paths)} files")
    if wrong:
        raise typer.Exit(1)


@glossary_app.command("forms")
def glossary_forms(
    term: Annotated[str, typer.Argument(metavar="TERM", help="Any spelling that articles may have.")],
    locale: Locales = None,
    plural: Annotated[bool, typer.Option("--plural", help="As where the English is plural.")] = False,
    as_json: Json = False,
    workspace: Workspace = HERE,
) -> None:
    """Show every form of a term that drafts may have.

    Example: translate glossary forms -l ru "joint statement"
    """
    from translate import glossary, render, terminology  # noqa: PLC0415 -- see `_work`

    config = _config(workspace)
    paths = config.glossary_files
    wanted = _targets(locale, config)
    found = terminology.forms(glossary.load(paths), paths, term, wanted, plural=plural)
    if as_json:
        locales = {code: [dataclasses.asdict(form) for form in all_] for code, all_ in found.locales.items()}
        facts = {"term": found.term.term, "kind": found.term.kind, "plural": found.plural}
        _print_json(facts | {"rows": found.rows, "locales": locales})
    else:
        render.show(render.forms_lines(found))


@glossary_app.command("report")
def glossary_report(locale: Locales = None, as_json: Json = False, workspace: Workspace = HERE) -> None:
    """Show how the terms fared in the drafts, the worst first.

    Example: translate glossary report -l hi
    """
    from translate import glossary, render, terminology  # noqa: PLC0415 -- see `_work`

    config = _config(workspace)
    report = _look(config, locale)
    totals, terms = terminology.tallies(report.rows, glossary.load(config.glossary_files))
    if as_json:
        both = {"locales": totals, "terms": terms}
        _print_json({name: [terminology.tally_json(t) for t in tallies] for name, tallies in both.items()})
    else:
        render.show(render.tally_lines(totals, terms[: terminology.WORST]))
    _end(report, config)


@glossary_app.command("suggest")
def glossary_suggest(
    as_csv: Annotated[bool, typer.Option("--csv", help="As rows to put into a glossary file.")] = False,
    locale: Locales = None,
    workspace: Workspace = HERE,
) -> None:
    """List names and frequent phrases that no row has.

    Example: translate glossary suggest --csv > glossary/new.csv
    """
    from translate import glossary, render, terminology  # noqa: PLC0415 -- see `_work`

    config = _config(workspace)
    report = _look(config, locale)
    found = terminology.suggest(report.rows, glossary.load(config.glossary_files))
    if as_csv:
        typer.echo(terminology.as_csv(found, _targets(locale, config)), nl=False)
    else:
        render.show(render.suggestion_lines(found, _targets(locale, config)))
    _end(report, config)


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Show the version and leave.")] = False,
) -> None:
    """Offline translation desk: English articles become Hindi and Russian; reviewed text always wins."""
    if version:
        typer.echo(f"translate {__version__}")
        raise typer.Exit


def main() -> None:
    """Entry point: every error on purpose becomes a message and an exit code."""
    from translate import render  # noqa: PLC0415 -- see `_work`

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
        sys.stdout.flush()
    except TranslateError as error:
        for line in render.error_lines(error):
            render.console(stderr=True).print(line, soft_wrap=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except OSError as error:
        render.console(stderr=True).print(f"error: {error}", markup=False, soft_wrap=True)
        sys.exit(3)
    except KeyboardInterrupt:
        render.console(stderr=True).print("stopped; what was recorded stays, run again to go on")
        sys.exit(130)


def _stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("standard input is not UTF-8", hint="save or convert the text as UTF-8") from error


def _config(workspace: Path) -> Any:  # noqa: ANN401 -- the type is imported late
    from translate.config import find_root, load  # noqa: PLC0415 -- see `_work`

    return load(find_root(workspace.resolve()))


def _targets(locales: list[str] | None, config: Any) -> tuple[str, ...]:  # noqa: ANN401 -- see `_config`
    """The locales asked for, or the workspace's.

    Raises:
        UsageError: One is unknown.
    """
    from translate.locales import target_info  # noqa: PLC0415 -- see `_work`

    wanted = tuple(dict.fromkeys(locales or config.locales))
    for code in wanted:
        target_info(code)
    return wanted


def _look(config: Any, locales: list[str] | None) -> Any:  # noqa: ANN401 -- the types are imported late
    """A report of everything as it stands; nothing is drafted or written."""
    from translate import pipeline, render  # noqa: PLC0415 -- see `_work`

    options = pipeline.Options(tuple(locales or ()), draft=False, export=False, write=False)
    return pipeline.run(config, options, render.Bar(render.console(stderr=True), quiet=True))


def _unspellable(terms: Any, model: Path, config: Any) -> list[Any]:  # noqa: ANN401 -- as above
    """Forms that the named package, or the one of each locale, cannot spell.

    Raises:
        UsageError: The package translates into none of the locales.
    """
    from translate import models, terminology  # noqa: PLC0415 -- see `_work`
    from translate.engine import Engine  # noqa: PLC0415

    named = None if model == Path("auto") else models.read_package(model, "--model")
    locales = _targets(None, config)
    served = [code for code in locales if named is None or named.to_code in models.fallbacks(code)]
    problems = []
    for locale in served or locales:
        explicit = None if named is None else model
        package = models.find(locale, explicit=explicit, config=config.model_path(locale))
        engine = Engine(package, dataclasses.replace(config.engine, threads=1))
        problems += terminology.unspellable(terms, engine, locale)
    return problems


def _work(
    workspace: Path,
    names: list[str] | None,
    locales: list[str] | None,
    settings: dict[str, Any],
    *,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Run the chain and show its report.

    The library is imported here and not at the top, so that `--help` and a mistyped option cost
    no second: the chain brings in rich, regex and more.
    """
    from translate import pipeline, render  # noqa: PLC0415
    from translate import report as reports  # noqa: PLC0415

    config = _config(workspace)
    options = pipeline.Options(tuple(locales or ()), tuple(names or ()), **settings)
    with render.Bar(render.console(stderr=True), quiet=quiet or as_json) as bar:
        report = pipeline.run(config, options, bar)
    if as_json:
        _print_json(reports.as_json(report, config))
    elif not quiet and report.rows:
        render.show(render.run_table(report))
        render.show(render.closing_lines(report, config, verbose=verbose, written=options.write))
    _end(report, config)


def _end(report: Any, config: Any) -> None:  # noqa: ANN401 -- the types are imported late
    """Show what could not be worked on and leave with the report's code, if it is not 0."""
    from translate import render  # noqa: PLC0415 -- see `_work`

    err = render.console(stderr=True)
    # A wrong --model is the trouble of every locale, and one thing to a person.
    messages = dict.fromkeys(tuple(render.error_lines(problem)) for problem in report.problems)
    for line in (line for message in messages for line in message):
        err.print(line, soft_wrap=True)
    if not report.rows and not report.problems:
        kinds = " or ".join(config.articles.include)
        folder = config.articles_dir
        hint = f"no articles: nothing in {folder}/ matches {kinds}; put a .txt or .md file there"
        err.print(hint, markup=False, soft_wrap=True)
    if report.exit_code:
        raise typer.Exit(report.exit_code)


def _package(package: Any) -> dict[str, str]:  # noqa: ANN401 -- the type is imported late
    return {
        "pair": package.pair,
        "version": package.version,
        "source": package.source,
        "path": str(package.path),
    }


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
