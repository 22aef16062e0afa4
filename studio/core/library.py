"""Where runs live, and what the list of runs shows of each."""

import json
import os
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from platformdirs import user_cache_path, user_config_path, user_documents_path

from studio.core.errors import StudioError
from studio.core.files import write_atomically
from studio.core.journal import read_journal
from studio.core.notes import RunNotes, name_of, notes_file, read_notes
from studio.core.run_folder import RunFolder, RunRecord, is_run, now
from studio.core.run_lock import current_trainer
from studio.core.scores import Score, best_step, saved_scores, scores_of


class RunState(StrEnum):
    """What became of a run. Paused is one whose trainer stands still, not one that nobody trains."""

    NEW = "new"
    TRAINING = "training"
    PAUSED = "paused"
    STOPPED = "stopped"
    FINISHED = "finished"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One row of the list of runs; `preview` is its latest grid, `best` the best score of its checkpoints.

    `origin` is the name of the run it was branched from, empty where it was not.
    """

    folder: RunFolder
    record: RunRecord
    notes: RunNotes
    state: RunState
    step: int
    seconds: float
    changed: datetime
    preview: Path | None
    best: Score | None = None
    origin: str = ""

    @property
    def name(self) -> str:
        """The name it is shown by."""
        return self.notes.name

    @property
    def is_held(self) -> bool:
        """Whether a process trains it or keeps it paused."""
        return self.state in _HELD

    @property
    def tags(self) -> tuple[str, ...]:
        """What people have marked it with."""
        return self.notes.tags


def library_folder() -> Path:
    """The folder new runs go to: `GAN_STUDIO_HOME`/runs, the folder chosen, or `GAN Studio/runs` in the documents."""
    home = os.environ.get("GAN_STUDIO_HOME")
    return Path(home) / "runs" if home else _chosen_library() or user_documents_path() / "GAN Studio" / "runs"


def choose_library(path: Path) -> None:
    """Let new runs go to another folder, in the window and on the command line; raises `StudioError`."""
    write_atomically(_choice_file(), json.dumps({"library": str(path.resolve())}).encode())


def config_folder() -> Path:
    """The folder for what the user has chosen: the library and the look of the window."""
    home = os.environ.get("GAN_STUDIO_HOME")
    return Path(home) if home else user_config_path("gan-studio", appauthor=False)


def cache_folder() -> Path:
    """The folder for what can be made again: prepared pictures, thumbnails."""
    home = os.environ.get("GAN_STUDIO_HOME")
    return Path(home) / "cache" if home else user_cache_path("gan-studio", appauthor=False)


def _choice_file() -> Path:
    return config_folder() / "library.json"


def _chosen_library() -> Path | None:
    try:
        return Path(json.loads(_choice_file().read_text("utf-8"))["library"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def new_run_path(name: str, library: Path | None = None) -> Path:
    """Return a free folder such as `2026-11-20 paintings` (then `… 2`, `… 3`).

    A branch is named like the run it comes from: where that name has a date, its number counts on.
    """
    library = library or library_folder()
    undated = re.sub(r"^(\d{4}-\d\d-\d\d )+", "", name)
    safe = "".join(c if c.isalnum() or c in " -_" else "-" for c in undated).strip(" -") or "run"
    numbered = re.fullmatch(r"(.+) (\d{1,4})", safe) if undated != name else None
    stem, first = (numbered[1], int(numbered[2]) + 1) if numbered else (safe, 2)
    today = f"{now().astimezone():%Y-%m-%d}"
    candidates = [f"{today} {safe}", *(f"{today} {stem} {n}" for n in range(first, first + 10_000))]
    return next(library / c for c in candidates if not (library / c).exists())


def list_runs(library: Path | None = None) -> list[RunSummary]:
    """Summaries of all readable runs, the one changed last first."""
    library = library or library_folder()
    if not library.is_dir():
        return []
    summaries = (_try_summarise(p) for p in library.iterdir() if is_run(p))
    return sorted((s for s in summaries if s), key=lambda s: s.changed, reverse=True)


def library_stamp(library: Path | None = None) -> frozenset[tuple[str, int]]:
    """Return what differs as soon as a run was added, removed or written to: much quicker than `list_runs`.

    Only that a process which trained has died without a word is not seen.
    """
    library = library or library_folder()
    folders = [path for path in library.iterdir() if is_run(path)] if library.is_dir() else []
    files = (file for folder in folders for file in _summarised_files(RunFolder(folder)))
    return frozenset((str(file), _written_ns(file)) for file in files)


def _summarised_files(run: RunFolder) -> tuple[Path, ...]:
    return run.record_file, run.events_file, run.lock_file, notes_file(run)


def _written_ns(file: Path) -> int:
    """Return when a file was written, 0 where there is none."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def summarise(folder: RunFolder) -> RunSummary:
    """Read what the list shows of one run; raises `StudioError` when it is not one."""
    record = folder.read_record()
    state, step, seconds = RunState.NEW, 0, 0.0
    entries = list(read_journal(folder.events_file))
    for entry in entries:
        if entry.get("event") not in _AFTERWARDS:
            step = int(entry.get("step", step))
            seconds = float(entry.get("seconds", seconds))
        state = _STATES.get(str(entry.get("event")), state)
    if current_trainer(folder.lock_file):
        state = RunState.PAUSED if state == RunState.PAUSED else RunState.TRAINING
    elif state in _HELD:
        state = RunState.INTERRUPTED
    steps, origin = folder.sample_steps(), record.branched_from
    scores = saved_scores(folder, scores_of(entries))
    best = best_step(scores)
    newest = max((f.stat().st_mtime for f in (folder.record_file, folder.events_file) if f.exists()), default=0.0)
    return RunSummary(
        folder=folder,
        record=record,
        notes=read_notes(folder, record),
        state=state,
        step=step,
        seconds=seconds,
        changed=datetime.fromtimestamp(newest).astimezone(),
        preview=folder.sample_file(steps[-1]) if steps else None,
        best=None if best is None else scores[best],
        origin=name_of(RunFolder(folder.path.parent / origin.run)) if origin else "",
    )


_AFTERWARDS = ("failed", "scored")  # a failure before the first step, or a score of an old one, tell of no progress
_HELD = (RunState.TRAINING, RunState.PAUSED)
_STATES = {
    "started": RunState.TRAINING,
    "resumed": RunState.TRAINING,
    "paused": RunState.PAUSED,
    "continued": RunState.TRAINING,
    "branched": RunState.NEW,  # what comes before it is another run's past
    "stopped": RunState.STOPPED,
    "finished": RunState.FINISHED,
    "failed": RunState.FAILED,
}


def _try_summarise(path: Path) -> RunSummary | None:
    try:
        return summarise(RunFolder(path))
    except StudioError:
        return None
