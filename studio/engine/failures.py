"""Every error a run can end with, as the event that tells users what happened, why, and what to do."""

import traceback

from studio.core.errors import StudioError
from studio.core.events import Failed
from studio.engine.memory import is_out_of_memory


def failure(error: Exception, step: int) -> Failed:
    """Turn an error into the ending of a run whose last step was `step`."""
    if isinstance(error, StudioError):
        return Failed(step, error.headline, error.detail, error.hint, changes=error.changes)
    if is_out_of_memory(error):
        return Failed(
            step,
            "There is not enough memory for this recipe.",
            "The device ran out while computing a step.",
            "Halve the batch size or the width, or choose a smaller picture size.",
        )
    text = "".join(traceback.format_exception(error))
    return Failed(
        step,
        "Training ended by an error in the program.",
        f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no message'}.",
        "The last checkpoint is good: resume, and report this if it happens again.",
        text,
    )
