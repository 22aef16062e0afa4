"""The desk of scores made after training: compares the checkpoints of a run with real pictures, when it is asked to."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from studio.core.errors import StudioError
from studio.core.notes import name_of
from studio.core.progress import Progress
from studio.core.run_folder import RunFolder
from studio.core.scores import Score, best_step, read_scores, unscored_steps
from studio.ui.pages.runs_page import RunsPage
from studio.ui.pages.train_page import TrainPage
from studio.ui.threads.background import Task, run_in_background
from studio.ui.threads.tensorflow_import import import_tensorflow
from studio.ui.words import best_score


class ScoringDesk(QObject):
    """Scores one run at a time; the strips on the pages Train and Runs show how far it is, and cancel it.

    What is scored is written into the run, where whoever shows the run finds it; `ended` tells that no more follows,
    `told` carries what came of it, `failed` a `StudioError`.
    """

    ended = Signal()
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, page: TrainPage, runs: RunsPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._strips = (page.inspector.scoring, runs.scoring)
        self._task: Task | None = None
        self._run: Path | None = None
        page.time.score_wanted.connect(self.score_shown)
        runs.score_wanted.connect(self.score)
        for strip in self._strips:
            strip.cancel_wanted.connect(self.cancel)

    @Slot()
    def score_shown(self) -> None:
        """Score the run on the Train page, or tell why that cannot be."""
        run, obstacle = self._page.run, self._page.unscorable
        if run is None or obstacle:
            self.told.emit(obstacle)
        else:
            self.score(run.path)

    @Slot(object)
    def score(self, path: Path) -> None:
        """Score the checkpoints of a run that have no score."""
        if self._task is not None:
            self.told.emit(self.tr("Scores are being made already; wait for them, or cancel."))
            return
        self._run = path
        self._task = run_in_background(partial(_score, RunFolder(path)))
        self._task.finished.connect(self._on_finished)
        self._task.failed.connect(self._on_failed)
        self._task.cancelled.connect(self._on_cancelled)
        self._task.progressed.connect(self._on_progressed)
        for strip in self._strips:
            strip.start(self.tr("Scoring “%1”").replace("%1", name_of(RunFolder(path))))

    @Slot()
    def cancel(self) -> None:
        """Score no further; the scores there are by now stay."""
        if self._task is not None:
            self._task.cancel()
            for strip in self._strips:
                strip.start(self.tr("Cancelling…"))

    @Slot(object)
    def leave(self, path: Path) -> None:
        """Leave a run alone, because it is trained from now on."""
        if path == self._run:
            self.cancel()

    def _end(self) -> None:
        self._task = self._run = None
        for strip in self._strips:
            strip.end()
        self.ended.emit()

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, what: str) -> None:
        """Name the run, too: another one may be shown by now."""
        for strip in self._strips:
            strip.show_share(done, total, f"{self._run.name}: {what}" if self._run else what)

    @Slot(object)
    def _on_finished(self, best: Score | None) -> None:
        text = self.tr("Every checkpoint of “%1” has a score").replace("%1", self._run.name if self._run else "")
        self._end()
        self.told.emit(f"{text}; {best_score(best)}." if best else f"{text}.")

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        self._end()
        self.failed.emit(error)

    @Slot()
    def _on_cancelled(self) -> None:
        self._end()


def _score(run: RunFolder, progress: Progress) -> Score | None:
    """Score what has no score; returns the best score of the run."""
    steps = unscored_steps(run)
    if steps:
        progress.report(0, 0, "Loading TensorFlow")
        import_tensorflow()
        from studio.engine.score_run import score_run  # TensorFlow: imported in this thread only

        score_run(run.path, steps, progress=progress)
    scores = read_scores(run)
    best = best_step(scores)
    return None if best is None else scores[best]
