"""What fits into memory: a first step tried in a process of its own, since running out of memory may end a process."""

import multiprocessing
import os
from collections.abc import Callable, Generator, Iterator, Mapping
from multiprocessing.connection import Connection
from typing import Any

from studio.core.checks import find_problems
from studio.core.errors import StudioError
from studio.core.recipe import Recipe
from studio.engine.free_memory import free_memory

POLL_S = 0.1
MOST_PARTS = 64
BATCH, PARTS = "training.batch_size", "training.accumulation"

Attempt = Generator[str, None, bool]
"""Makes a first step, telling now and then what it does; returns whether there was room for it."""


def attempt_apart(recipe: Recipe, classes: int, device: str) -> Attempt:
    """Make the step in a process of its own, with what is free beside this one; closing the generator ends it."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sender, recipe, classes, device, free_memory()), daemon=True)
    process.start()
    sender.close()
    try:
        while not receiver.poll(POLL_S):
            yield trying(recipe)
        try:
            return receiver.recv()
        except EOFError:  # it was ended
            return False
    finally:
        process.kill()
        process.join()
        receiver.close()


def trying(recipe: Recipe) -> str:
    """Say what an attempt does."""
    return f"Trying whether batches of {_part(recipe):,} fit into memory"


def largest_fitting(recipe: Recipe, attempt: Callable[[Recipe], Attempt]) -> Generator[str, None, int | None]:
    """Halve what is worked through at once until it fits; returns it, or None when nothing that makes sense does."""
    for size in _smaller(recipe):
        if (yield from attempt(_with_batch(recipe, size))):
            return size
    return None


def too_large(recipe: Recipe, fitting: int | None) -> StudioError:
    """Return what to tell where there is no room for a step: the largest batch that fits, and the changes for it."""
    if fitting is None:
        smallest = min(_smaller(recipe), default=_part(recipe))
        return StudioError(
            "There is not enough memory for this recipe.",
            f"Not even a batch of {'one picture' if smallest == 1 else f'{smallest:,} pictures'} fits.",
            "Choose a smaller width or picture size.",
        )
    parts = recipe.training.accumulation
    asked = f"{recipe.training.batch_size:,}" + (f" in {parts} parts" if parts > 1 else "")
    hint, changes = _remedy(recipe, fitting)
    return StudioError(
        f"There is not enough memory for batches of {asked}.", f"Batches of {fitting:,} fit.", hint, changes=changes
    )


def ran_out(recipe: Recipe) -> StudioError:
    """Return what to tell where memory ran out later than at the first step: nobody has tried what fits."""
    half = next(iter(_smaller(recipe)), None)
    headline, detail = "There is not enough memory left.", "The device ran out while the run was going on."
    if half is None:
        return StudioError(headline, detail, "Close other programs, or choose a smaller width or picture size.")
    hint, changes = _remedy(recipe, half)
    return StudioError(headline, detail, f"Close other programs. {hint}", changes=changes)


def _remedy(recipe: Recipe, fitting: int) -> tuple[str, Mapping[str, Any]]:
    """What to do where `fitting` pictures at a time fit; a recipe that accumulates already keeps its batch."""
    parts, accumulates = _parts(recipe, fitting), recipe.training.accumulation > 1
    if parts is None:
        changes = {BATCH: fitting, PARTS: 1} if accumulates else {BATCH: fitting}
        return f"Set the batch size to {fitting:,}{', and accumulation to 1' if accumulates else ''}.", changes
    if accumulates:
        return f"Work through the batch in {parts} parts (accumulation).", {PARTS: parts}
    hint = f"Set the batch size to {fitting:,}, or work through the batch in {parts} parts (accumulation)."
    return hint, {BATCH: fitting}


def _parts(recipe: Recipe, fitting: int) -> int | None:
    """The fewest parts of the batch that fit, if there are any."""
    size = recipe.training.batch_size
    fit = (n for n in range(1, MOST_PARTS + 1) if size % n == 0 and size // n <= fitting)
    return next((n for n in fit if _makes_sense(recipe, recipe.changed({PARTS: n}))), None)


def _smaller(recipe: Recipe) -> Iterator[int]:
    """Halves of what is worked through at once, as far as they make sense."""
    size = _part(recipe) // 2
    while size >= 1 and _makes_sense(recipe, _with_batch(recipe, size)):
        yield size
        size //= 2


def _makes_sense(before: Recipe, after: Recipe) -> bool:
    """Whether the change brings no problem that the recipe has not already."""
    known = find_problems(before)
    return all(problem in known for problem in find_problems(after))


def _with_batch(recipe: Recipe, size: int) -> Recipe:
    return recipe.changed({BATCH: size, PARTS: 1})


def _part(recipe: Recipe) -> int:
    return recipe.training.batch_size // recipe.training.accumulation


def silence() -> None:
    """Keep what TensorFlow writes past every setting off the terminal; for a process of its own."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123  a descriptor is wanted
        os.dup2(nowhere.fileno(), 2)


def _work(pipe: Connection, recipe: Recipe, classes: int, device: str, room: int) -> None:
    """The process: answers whether a step fits, or dies of it."""
    silence()
    from studio.engine.devices import choose_device
    from studio.engine.first_step import has_room

    try:
        pipe.send(has_room(recipe, classes, choose_device(device), room))
    except Exception:  # noqa: BLE001  another trouble than memory: the run itself will meet it, and tell
        pipe.send(True)
