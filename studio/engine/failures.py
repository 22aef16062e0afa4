"""Every error a run can end with, as the event that tells users what happened, why, and what to do."""

import traceback

from studio.core.errors import StudioError
from studio.core.events import Failed
from studio.core.recipe import Recipe
from studio.engine.fitting import ran_out
from studio.engine.memory import is_out_of_memory


def failure(error: Exception, step: int, recipe: Recipe | None = None) -> Failed:
    """Turn an error into the ending of a run of `recipe`, if it is known yet, whose last step was `step`."""
    if is_out_of_memory(error):
        error = ran_out(recipe) if recipe else _no_room_for_pictures()
    if isinstance(error, StudioError):
        return Failed(step, error.headline, error.detail, error.hint, changes=error.changes)
    text = "".join(traceback.format_exception(error))
    return Failed(
        step,
        "Training ended by an error in the program.",
        f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no message'}.",
        "The last checkpoint is good: resume, and report this if it happens again.",
        text,
    )


def _no_room_for_pictures() -> StudioError:
    return StudioError(
        "There is not enough memory.",
        "The computer ran out while the pictures were being read.",
        "Close other programs, or choose a smaller picture size.",
    )
