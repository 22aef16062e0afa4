"""The verb `score`: how far the pictures of a run's checkpoints are from real ones."""

from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from studio.cli.answer import Answer
from studio.cli.display import open_display
from studio.cli.engine_door import load_tensorflow
from studio.cli.options import RunArgument, checkpoint_step, step_or
from studio.core.errors import StudioError
from studio.core.run_folder import RunFolder, open_run
from studio.core.scores import BEST, Score, best_step, read_scores
from studio.engine.sliced_wasserstein import level_sizes

ALL = "all"


def score(
    run: RunArgument,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="STEP|best|all",
            help="Which checkpoint.",
            show_default="the newest",
            callback=step_or(BEST, ALL),
        ),
    ] = None,
    pictures: Annotated[
        int | None,
        typer.Option(
            "--pictures",
            "-n",
            min=1,
            max=4096,
            metavar="N",
            help="Compare so many; other numbers than the recipe's are not written down.",
            show_default="as the recipe says",
        ),
    ] = None,
) -> Answer:
    """Measure how far generated pictures are from real ones: the sliced Wasserstein distance (SWD), lower is better.

    Beside it stands the floor, real pictures against other real ones: nothing can be expected to come below it. The
    score is of the averaged generator and is written into the run, as training does with its checkpoints.
    """
    folder, record = open_run(run)
    steps = _steps(folder, at)
    with open_display() as display:
        load_tensorflow(display)
        from studio.engine.score_run import score_run

        scores = score_run(run, steps, pictures=pictures, progress=display)
    best = best_step(read_scores(folder))
    sizes = level_sizes(record.recipe.data.height, record.recipe.data.width)
    document = {
        "run": run,
        "best": best,
        "scores": [_document(step, found, sizes) for step, found in scores.items()],
    }
    return Answer(document, _table(scores, best, sizes))


def _steps(run: RunFolder, at: str | None) -> list[int]:
    saved = run.checkpoint_steps()
    if not saved:
        raise StudioError("This run has no checkpoint yet.", "", "Train it for some steps first.")
    if at == ALL:
        return saved
    step = checkpoint_step(at, run.path)
    return saved[-1:] if step is None else [step]


def _document(step: int, found: Score, sizes: list[tuple[int, int]]) -> dict[str, object]:
    levels = [
        {"height": height, "width": width, "distance": level}
        for (height, width), level in zip(sizes, found.levels, strict=True)
    ]
    return {
        "step": step,
        "sliced_wasserstein": found.distance,
        "real_sliced_wasserstein": found.floor,
        "levels": levels,
        "pictures": found.pictures,
    }


def _table(scores: dict[int, Score], best: int | None, sizes: list[tuple[int, int]]) -> Table:
    table = Table(box=SIMPLE_HEAD)
    for title in ("Step", "SWD", "Floor", *(f"{width} × {height}" for height, width in sizes), "Pictures"):
        table.add_column(title, justify="right")
    table.add_column("")
    for step, found in scores.items():
        numbers = (found.distance, found.floor, *found.levels)
        marks = "best of the run" if step == best else ""
        table.add_row(f"{step:,}", *(f"{number:.1f}" for number in numbers), f"{found.pictures:,}", marks)
    return table
