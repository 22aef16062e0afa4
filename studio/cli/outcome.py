"""What a training loop came to, as the answer of `train` and `resume`."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from studio.cli.answer import DONE, INTERRUPTED, REFUSED, Answer, error_document, facts, refusal
from studio.cli.following import Follower
from studio.core.errors import StudioError
from studio.core.events import Ending, Failed, Finished, Stopped
from studio.core.library import RunState
from studio.core.run_folder import RunFolder
from studio.core.scores import Score, best_step, read_scores

_EXIT_CODES = {RunState.FINISHED: DONE, RunState.STOPPED: INTERRUPTED}


def outcome(follower: Follower) -> Answer:
    """Return the answer of a verb whose loop has ended; raises when it ended without saying how."""
    if follower.ending is None:
        raise RuntimeError("the training loop ended without an ending")
    error = _error(follower.ending)
    if follower.folder is None:
        return refusal(error) if error else refusal(StudioError("Stopped before the run was made."), INTERRUPTED)
    state, scores = _state(follower.ending), read_scores(RunFolder(follower.folder))
    document = _document(follower, follower.ending, state) | {"scores": _listed(scores)}
    text = facts(_rows(follower, follower.ending, state) | {"Best score": _best(scores)})
    if error is None:
        return Answer(document, text, _EXIT_CODES[state])
    return Answer({**document, **error_document(error)}, text, REFUSED, (error,))


def _state(ending: Ending) -> RunState:
    match ending:
        case Finished():
            return RunState.FINISHED
        case Stopped():
            return RunState.STOPPED
        case Failed():
            return RunState.FAILED


def _error(ending: Ending) -> StudioError | None:
    """Return why a run failed, if it did; its note, shown by `--debug`, is where in the loop."""
    if not isinstance(ending, Failed):
        return None
    error = StudioError(ending.headline, ending.detail, ending.hint)
    error.add_note(ending.traceback)
    return error


def _document(follower: Follower, ending: Ending, state: RunState) -> dict[str, Any]:
    newest = follower.newest
    return {
        "run": follower.folder,
        "state": state,
        "step": ending.step,
        "target_step": follower.started.target_step if follower.started else None,
        "images": newest.images if newest else None,
        "seconds": newest.seconds if newest else None,
        "pictures_per_second": newest.pictures_per_second if newest else None,
        "metrics": newest.metrics if newest else {},
        "checkpoint": follower.checkpoint,
        "sample": follower.sample,
        "warnings": follower.warnings,
        "diagnosis": follower.diagnosis,
    }


def _rows(follower: Follower, ending: Ending, state: RunState) -> dict[str, object]:
    target = f" of {follower.started.target_step:,}" if follower.started else ""
    return {
        state.capitalize(): f"at step {ending.step:,}{target}",
        "Run": follower.folder,
        "Checkpoint": follower.checkpoint,
        "Sample": follower.sample,
        "Go on with": _resume(follower.folder) if follower.folder and state != RunState.FINISHED else "",
    }


def _resume(folder: Path) -> str:
    """The command, where there is something to go on from."""
    return f'gan-studio resume "{folder}"' if RunFolder(folder).checkpoint_steps() else ""


def _listed(scores: Mapping[int, Score]) -> list[dict[str, Any]]:
    return [{"step": step, **asdict(score)} for step, score in scores.items()]


def _best(scores: Mapping[int, Score]) -> str:
    best = best_step(scores)
    if best is None:
        return ""
    score = scores[best]
    return f"SWD {score.distance:.1f} at step {best:,} (real against real: {score.floor:.1f}; lower is better)"
