"""The verb `verify`: proof that a run's newest checkpoint can be continued exactly."""

from typing import Annotated

import typer

from studio.cli.answer import DONE, REFUSED, Answer, facts
from studio.cli.display import open_display
from studio.cli.engine_door import load_tensorflow
from studio.cli.options import RunArgument
from studio.core.run_folder import open_run


def verify(
    run: RunArgument,
    steps: Annotated[int, typer.Option("--steps", min=1, max=10_000, help="How many steps to repeat.")] = 10,
) -> Answer:
    """Prove a run's newest checkpoint: load it, train on twice in different portions, compare every bit.

    Nothing is written. The exit code is 1 when the newest checkpoint is damaged or the bits differ.
    """
    open_run(run)
    with open_display() as display:
        load_tensorflow(display)
        from studio.engine.verify import verify_run

        report = verify_run(run, steps, display)
    sound = report.identical and not report.damaged
    text = facts(
        {
            "Checkpoint": f"step {report.step:,}, whole",
            "Damaged": "\n".join(report.damaged),
            "Repeated": f"{report.steps:,} steps, twice",
            "Result": "the same in every bit" if report.identical else "different: it cannot be continued exactly",
        }
    )
    document = {
        "run": run,
        "sound": sound,
        "step": report.step,
        "steps": report.steps,
        "identical": report.identical,
        "digests": (report.first_digest, report.second_digest),
        "damaged": report.damaged,
    }
    return Answer(document, text, DONE if sound else REFUSED)
