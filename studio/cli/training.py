"""The verbs that train: `train` makes a new run, `resume` goes on with one."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from studio.cli.answer import Answer
from studio.cli.configuring import configured
from studio.cli.display import open_display
from studio.cli.dry_run import measured
from studio.cli.engine_door import load_tensorflow
from studio.cli.following import Follower, stopping_on_interrupt
from studio.cli.options import DataArgument, NewRunOption, RecipeOption, RunArgument, SetOption
from studio.cli.outcome import outcome
from studio.core.checks import refuse_problems
from studio.core.commands import Control
from studio.core.errors import StudioError
from studio.core.events import Event
from studio.core.library import new_run_path
from studio.core.recipe import parse_assignments
from studio.core.recipe_book import DEFAULT_RECIPE
from studio.core.run_folder import RunFolder, open_run, refuse_taken
from studio.data.sources import SOURCES


class DataChoice(StrEnum):
    """Which pictures a run goes on with."""

    AS_IT_IS = "as-it-is"
    AS_IT_WAS = "as-it-was"


def train(
    data: DataArgument,
    out: NewRunOption = None,
    recipe: RecipeOption = DEFAULT_RECIPE,
    set_: SetOption = None,
    steps: Annotated[
        int | None, typer.Option(metavar="N", help="How many steps to train, whatever the recipe says.")
    ] = None,
    device: Annotated[
        str, typer.Option(metavar="DEVICE", help="auto, cpu, gpu:0 and so on, or all; see 'gan-studio devices'.")
    ] = "auto",
    seed: Annotated[
        int | None, typer.Option(metavar="SEED", help="Same seed, recipe and pictures: same run, bit for bit.")
    ] = None,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only measure how long it would take and what it would need.")
    ] = False,
) -> Answer:
    """Train a GAN on a folder of pictures.

    Ctrl-C saves a checkpoint and stops; 'gan-studio resume' goes on from there, bit for bit.
    """
    chosen = configured(recipe, set_, steps=steps, seed=seed)
    refuse_problems(chosen)
    source = _source(data)
    if dry_run:
        return measured(source, chosen, device)
    folder = out or new_run_path(_name_of(data))
    refuse_taken(folder)

    def begin(control: Control) -> Iterator[Event]:
        from studio.engine.jobs import new_run

        return new_run(source, chosen, folder, control, device=device, make_graph=_make_graph)

    return _host(begin)


def resume(
    run: RunArgument,
    steps: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="The new target; a finished run can go on.")
    ] = None,
    set_: SetOption = None,
    device: Annotated[
        str | None, typer.Option(metavar="DEVICE", help="Where to train.", show_default="as before")
    ] = None,
    data: Annotated[
        DataChoice, typer.Option(help="Where the pictures changed: refuse, or go on with the prepared ones.")
    ] = DataChoice.AS_IT_IS,
) -> Answer:
    """Go on with a run from its newest checkpoint, bit for bit as if it had never stopped."""
    folder, _ = open_run(run)
    _refuse_earlier(folder, steps)
    changes = parse_assignments(set_ or [])

    def begin(control: Control) -> Iterator[Event]:
        from studio.engine.jobs import continue_run

        return continue_run(
            run,
            control,
            target_step=steps,
            changes=changes,
            device=device,
            as_it_was=data == DataChoice.AS_IT_WAS,
            make_graph=_make_graph,
        )

    return _host(begin)


def _host(begin: Callable[[Control], Iterator[Event]]) -> Answer:
    """Host one training loop from its first event to its last."""
    control = Control()
    with open_display() as display:
        load_tensorflow(display)
        follower = Follower(display, control)
        with stopping_on_interrupt(control):
            follower.follow(begin(control))
    return outcome(follower)


def _refuse_earlier(run: RunFolder, target: int | None) -> None:
    """Raise `StudioError` for a target that lies behind the newest checkpoint."""
    newest = max(run.checkpoint_steps(), default=0)
    if target is not None and target < newest:
        raise StudioError(f"The run is at step {newest:,} already.", "", f"Choose a target beyond it, not {target:,}.")


def _source(data: str) -> str:
    """Return where the pictures are, from wherever the run is resumed; raises `StudioError` when nothing is there."""
    if Path(data).exists():
        return str(Path(data).resolve())
    if ":" in data:
        return data
    raise StudioError(f"There is no folder {data}, nor a file.", "", f"Give {SOURCES}.")


def _name_of(data: str) -> str:
    """Return what a run on this data is called in the library."""
    return data.removeprefix("demo:") if data.startswith("demo:") else Path(data).resolve().stem


def _make_graph(generator: Any) -> bytes:
    """Convert the generator for the explorer; the converter is imported only by runs that have no graph yet."""
    from studio.export.snapshot_graph import snapshot_graph

    return snapshot_graph(generator)
