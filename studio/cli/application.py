"""The command line as a whole: its verbs in the order of the help, and the window where no verb is given."""

import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

from studio.cli.branching import branch
from studio.cli.checking import check
from studio.cli.devices import devices
from studio.cli.exporting import export
from studio.cli.pictures import sample, walk
from studio.cli.prepared import prepared
from studio.cli.recipes import recipes
from studio.cli.reporting import report
from studio.cli.runs import runs
from studio.cli.scoring import score
from studio.cli.time_lapse import timelapse
from studio.cli.training import resume, train
from studio.cli.verb import add_verb
from studio.cli.verifying import verify
from studio.cli.window import window

NAME = "gan-studio"
HELP = """Train a GAN on a folder of pictures, watch it learn, explore it, and ship it.

Without a verb the window opens: on pictures or on a run, when a folder is given.

Results go to stdout, progress to stderr. Exit codes: 0 done, 1 cannot be done, 2 not understood, 130 interrupted."""


_CONTEXT = {"help_option_names": ["-h", "--help"]}


def build() -> typer.Typer:
    """Put the command line together."""
    app = typer.Typer(name=NAME, help=HELP, pretty_exceptions_enable=False, context_settings=_CONTEXT)
    app.callback()(_before_any_verb)
    app.command()(window)
    add_verb(app, train, "train paintings --recipe dcgan-64", "train demo:digits --steps 5000 --out runs/digits")
    add_verb(app, resume, "resume runs/digits", "resume runs/digits --steps 20000")
    add_verb(
        app,
        branch,
        "branch runs/digits --at 5000 --out runs/slower --set optimizer.generator_learning_rate=1e-4",
    )
    add_verb(app, sample, "sample runs/digits -n 64 --seed 7 --out sheet.png", "sample digits.onnx -n 1 --out one.png")
    add_verb(app, walk, "walk runs/digits --seeds 1,2,3 --frames 120 --out walk.webp")
    add_verb(app, timelapse, "timelapse runs/digits --out digits.mp4", "timelapse runs/digits --cell 3 --out three.gif")
    add_verb(app, export, "export runs/digits --to keras,onnx --out generator")
    add_verb(app, score, "score runs/digits", "score runs/digits --at all", "score runs/digits --at best --json")
    add_verb(app, check, "check paintings", "check paintings --recipe dcgan-64 --json")
    add_verb(app, prepared, "prepared", "prepared --clear")
    add_verb(app, verify, "verify runs/digits")
    add_verb(app, recipes, "recipes", "recipes dcgan-64 > mine.json", "recipes --settings")
    add_verb(app, devices, "devices")
    add_verb(app, report, "report runs/digits --out report.zip")
    add_verb(app, runs, "runs", "runs --filter 'dcgan #best'", "runs /mnt/share/runs --json")
    return app


def main(words: Sequence[str] | None = None) -> None:
    """Run the command line on `words`, those of this process when None, and exit."""
    build()(args=with_verb(sys.argv[1:] if words is None else words), prog_name=NAME)


def with_verb(words: Sequence[str]) -> list[str]:
    """Put `window` before words that begin with neither a verb nor an option."""
    if words and (words[0].startswith("-") or words[0] in _verbs()):
        return list(words)
    return ["window", *words]


def _verbs() -> list[str]:
    return [command.callback.__name__ for command in build().registered_commands if command.callback]


def _print_version(asked: bool) -> None:  # noqa: FBT001  typer calls it by position
    """Print the installed version; a bare checkout has none."""
    if not asked:
        return
    try:
        typer.echo(f"GAN Studio {version(NAME)}")
    except PackageNotFoundError:
        typer.echo("GAN Studio (not installed)")
    raise typer.Exit


def _before_any_verb(
    *,
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and exit.")
    ] = False,
) -> None:
    """Hold the options that stand before any verb."""
