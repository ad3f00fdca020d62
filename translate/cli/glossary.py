"""Commands about the glossary: `glossary check`, `forms`, `report`, `suggest`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated, Any

import typer

from translate.cli.options import HERE, Json, Locales, Workspace
from translate.cli.steps import end, load_config, look, print_json, targets
from translate.unit import Severity

app = typer.Typer(help="The glossary that holds terms to fixed renderings.", no_args_is_help=True)


@app.command("check")
def check(
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
    from translate import glossary  # noqa: PLC0415 -- see `translate.cli`
    from translate.render import here  # noqa: PLC0415

    paths = tuple(files or load_config(workspace).glossary_files)
    problems = glossary.problems(paths)
    wrong = [problem for problem in problems if problem.severity is Severity.ERROR]
    if model is not None and not wrong:
        problems += _unspellable(glossary.load(paths), model, load_config(workspace))
    if as_json:
        print_json([dataclasses.asdict(problem) | {"path": str(problem.path)} for problem in problems])
    else:
        for problem in problems:
            typer.echo(f"{here(problem.path)}:{problem.line}: {problem.severity.value}: {problem.text}")
        if not wrong:
            typer.echo(f"{len(glossary.load(paths).terms)} terms in {len(paths)} files")
    if wrong:
        raise typer.Exit(1)


@app.command("forms")
def forms(
    term: Annotated[str, typer.Argument(metavar="TERM", help="Any spelling that articles may have.")],
    locale: Locales = None,
    plural: Annotated[bool, typer.Option("--plural", help="As where the English is plural.")] = False,
    as_json: Json = False,
    workspace: Workspace = HERE,
) -> None:
    """Show every form of a term that drafts may have.

    Example: translate glossary forms -l ru "joint statement"
    """
    from translate import glossary, render, terminology  # noqa: PLC0415 -- see `translate.cli`

    config = load_config(workspace)
    paths = config.glossary_files
    wanted = targets(locale, config)
    found = terminology.forms(glossary.load(paths), paths, term, wanted, plural=plural)
    if as_json:
        locales = {code: [dataclasses.asdict(form) for form in all_] for code, all_ in found.locales.items()}
        facts = {"term": found.term.term, "kind": found.term.kind, "plural": found.plural}
        print_json(facts | {"rows": found.rows, "locales": locales})
    else:
        render.show(render.forms_lines(found))


@app.command("report")
def report(locale: Locales = None, as_json: Json = False, workspace: Workspace = HERE) -> None:
    """Show how the terms fared in the drafts, the worst first.

    Example: translate glossary report -l hi
    """
    from translate import glossary, render, terminology  # noqa: PLC0415 -- see `translate.cli`

    config = load_config(workspace)
    report = look(config, locale)
    totals, terms = terminology.tallies(report.rows, glossary.load(config.glossary_files))
    if as_json:
        both = {"locales": totals, "terms": terms}
        print_json({name: [terminology.tally_json(t) for t in tallies] for name, tallies in both.items()})
    else:
        render.show(render.tally_lines(totals, terms[: terminology.WORST]))
    end(report, config)


@app.command("suggest")
def suggest(
    as_csv: Annotated[bool, typer.Option("--csv", help="As rows to put into a glossary file.")] = False,
    locale: Locales = None,
    workspace: Workspace = HERE,
) -> None:
    """List names and frequent phrases that no row has.

    Example: translate glossary suggest --csv > glossary/new.csv
    """
    from translate import glossary, render, terminology  # noqa: PLC0415 -- see `translate.cli`

    config = load_config(workspace)
    report = look(config, locale)
    found = terminology.suggest(report.rows, glossary.load(config.glossary_files))
    if as_csv:
        typer.echo(terminology.as_csv(found, targets(locale, config)), nl=False)
    else:
        render.show(render.suggestion_lines(found, targets(locale, config)))
    end(report, config)


def _unspellable(terms: Any, model: Path, config: Any) -> list[Any]:  # noqa: ANN401 -- the types are imported late
    """Forms that the named package, or the one of each locale, cannot spell.

    Raises:
        UsageError: The package translates into none of the locales.
    """
    from translate import models, terminology  # noqa: PLC0415 -- see `translate.cli`
    from translate.engine import Engine  # noqa: PLC0415

    named = None if model == Path("auto") else models.read_package(model, "--model")
    locales = targets(None, config)
    served = [code for code in locales if named is None or named.to_code in models.fallbacks(code)]
    problems = []
    for locale in served or locales:
        explicit = None if named is None else model
        package = models.find(locale, explicit=explicit, config=config.model_path(locale))
        engine = Engine(package, dataclasses.replace(config.engine, threads=1))
        problems += terminology.unspellable(terms, engine, locale)
    return problems
