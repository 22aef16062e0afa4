"""Scoring checkpoints after training, as training would have scored them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.core.checkpoint_file import read_checkpoint
from studio.core.errors import StudioError
from studio.core.journal import Journal
from studio.core.progress import Progress, Quiet, check
from studio.core.recipe import find_setting
from studio.core.run_folder import RunFolder, open_run
from studio.core.run_lock import Work, acquire, release
from studio.core.scores import Score
from studio.data.run_pictures import pictures_of_run
from studio.engine.checkpoint import give_averaged_weights
from studio.engine.devices import choose_device, placed
from studio.engine.networks.registry import build_generator
from studio.engine.recorder import scored_entry
from studio.engine.scoring import Scorer

PICTURES = "scoring.pictures"


def score_run(
    path: Path, steps: Sequence[int], *, pictures: int | None = None, progress: Progress | None = None
) -> dict[int, Score]:
    """Score the averaged generators of the checkpoints at `steps`, and write the scores into the run's journal.

    `pictures` real and as many generated ones are compared, as many as the recipe says when None; another number does
    not compare with the run's other scores and is not written down. Raises `StudioError` when the run is in training,
    a checkpoint is missing or damaged, or its pictures are gone, and `CancelledError`; what is scored by then stays.
    """
    progress = progress or Quiet()
    run, record = open_run(path)
    _refuse_missing(run, steps)
    _while_ours(run, lambda: None)
    own = record.recipe.scoring.pictures or find_setting(PICTURES).default
    recipe = record.recipe.changed({PICTURES: pictures or own})
    images = pictures_of_run(run, record, progress)
    generator = build_generator(recipe, len(record.class_names))
    conditional = recipe.networks.conditional
    scorer = Scorer(recipe, images, lambda z, classes: generator([z, classes] if conditional else z, training=False))
    if not scorer.is_able:
        raise StudioError("There is nothing to compare with.", "A score needs two real pictures at least.")
    scores: dict[int, Score] = {}
    with placed(choose_device(record.device)):
        for number, step in enumerate(steps):
            _, tensors = read_checkpoint(run.checkpoint_file(step))
            give_averaged_weights(generator, tensors)
            scores[step] = _score(scorer, f"Scoring step {step:,}", _Part(progress, number, len(steps)))
            if scorer.count == min(own, len(images) // 2):
                _while_ours(run, lambda step=step: _write(run, step, scores[step]))
    return scores


@dataclass(frozen=True, slots=True)
class _Part:
    """The progress of one of several equal parts, told as progress of the whole."""

    whole: Progress
    number: int
    count: int

    def report(self, done: int, total: int, what: str) -> None:
        self.whole.report(self.number * total + done, self.count * total, what)

    def cancelled(self) -> bool:
        return self.whole.cancelled()


def _score(scorer: Scorer, what: str, progress: Progress) -> Score:
    for told in scorer.work():
        if isinstance(told, Score):
            return told
        check(progress)
        progress.report(told.done, told.total, what)
    raise RuntimeError("the scorer ended without a score")


def _refuse_missing(run: RunFolder, steps: Sequence[int]) -> None:
    saved = run.checkpoint_steps()
    missing = [step for step in steps if step not in saved]
    if missing:
        known = ", ".join(f"{step}" for step in saved) or "none"
        raise StudioError(f"This run has no checkpoint at step {missing[0]}.", "", f"There are: {known}.")


def _while_ours(run: RunFolder, action: Callable[[], None]) -> None:
    """Do something with the run's lock in hand; raises `StudioError` when another process trains it."""
    acquire(run.lock_file, Work.SCORING)
    try:
        action()
    finally:
        release(run.lock_file)


def _write(run: RunFolder, step: int, score: Score) -> None:
    with Journal(run.events_file) as events:
        events.append(scored_entry(step, score))
