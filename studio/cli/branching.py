"""The verb `branch`: a new run from a checkpoint of another one, without TensorFlow."""

from typing import Annotated

import typer

from studio.cli.answer import Answer, facts
from studio.cli.display import open_display
from studio.cli.options import NewRunOption, RunArgument, SetOption, checkpoint_step, step_or
from studio.core.branching import branch as branch_run
from studio.core.library import new_run_path
from studio.core.recipe import parse_assignments
from studio.core.run_folder import open_run
from studio.core.scores import BEST


def branch(
    run: RunArgument,
    at: Annotated[
        str,
        typer.Option(
            "--at",
            metavar="STEP|best",
            help="From the newest checkpoint at or before it, or the best.",
            callback=step_or(BEST),
        ),
    ],
    out: NewRunOption = None,
    set_: SetOption = None,
) -> Answer:
    """Make a new run from a checkpoint of another one, with other settings if you like; 'resume' goes on with it.

    The other run stays as it is. Without --set the branch goes on bit for bit as the other run did; settings that do
    not fit the checkpoint's weights are refused.
    """
    _, record = open_run(run)
    changes = parse_assignments(set_ or [])
    start = checkpoint_step(at, run) or 0
    with open_display() as display:
        made, step = branch_run(run, start, out or new_run_path(record.name), changes=changes, progress=display)
    changed = record.recipe.differences(made.read_record().recipe)
    document = {
        "run": made.path,
        "branched_from": {"run": run, "step": step},
        "checkpoint": made.checkpoint_file(step),
        "changes": {key: new for key, (_, new) in changed.items()},
    }
    rows = {
        "Branched": f"from step {step:,} of {run}",
        "Run": made.path,
        "Changed": ", ".join(f"{key} = {new}" for key, (_, new) in changed.items()),
        "Go on with": f'gan-studio resume "{made.path}"',
    }
    return Answer(document, facts(rows))
