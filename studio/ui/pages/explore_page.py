"""The page Explore: which generator is explored, and the thread that draws for it."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedLayout, QVBoxLayout, QWidget

from studio.core.errors import StudioError
from studio.core.run_folder import RunFolder
from studio.core.scores import best_step, read_scores
from studio.core.snapshot import GeneratorSnapshot
from studio.explore.marks import PictureMark, exact_floats, read_mark
from studio.explore.place import Place
from studio.ui.panels.explore_empty import ExploreEmpty
from studio.ui.panels.explore_header import NEWEST, ExploreHeader
from studio.ui.panels.explore_outputs import PICTURES
from studio.ui.panels.explore_workbench import ExploreWorkbench
from studio.ui.threads.explorer_thread import ExplorerThread, Purpose
from studio.ui.tokens import Spacing

FOLLOW_INTERVAL_MS = 500


class ExplorePage(QWidget):
    """Explores one generator at a time; `snapshot_wanted` asks the training under way for its newest weights.

    It tells whether the raw ones are wanted rather than the averaged ones.
    """

    snapshot_wanted = Signal(bool)
    start_wanted = Signal()
    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_page")
        self.setAcceptDrops(True)
        self._path: Path | None = None
        self._step = NEWEST
        self._training = False
        self._training_folder: Path | None = None
        self._snapshot: GeneratorSnapshot | None = None
        self._awaited: tuple[Path, PictureMark] | None = None
        self._thread = ExplorerThread(self)
        self._follow_timer = QTimer(self, interval=FOLLOW_INTERVAL_MS)
        self._header, self._empty = ExploreHeader(), ExploreEmpty()
        self._workbench = ExploreWorkbench(self._draw)
        self._lay_out()
        self._connect()

    @property
    def is_empty(self) -> bool:
        """Whether no generator is explored yet."""
        return self._snapshot is None

    def open_run(self, path: Path, step: int = NEWEST) -> None:
        """Explore a run's folder or an exported file; `failed` tells when that is not possible."""
        self._path, self._step = path, step
        self._start_thread()
        self._thread.open_path(path, None if step == NEWEST else step, raw=self._header.raw)

    def show_latent(self, run: Path, latent: np.ndarray, classes: np.ndarray) -> None:
        """Go to a latent float32 (latent_size,) with class shares (classes,), in a run that is explored or opened next.

        Opening it (`open_run`, or a snapshot of the run in training) is the caller's part.
        """
        mark = PictureMark(run="", step=0, latent=exact_floats(latent), classes=exact_floats(classes))
        if self._snapshot is not None and run == self._path:
            self._workbench.recall(mark)
        else:
            self._awaited = run, mark

    def show_snapshot(self, snapshot: GeneratorSnapshot) -> None:
        """Take these weights of the run in training; latent and sliders stay where the generator is the same."""
        if self._training_folder is not None:
            self._path, self._step = self._training_folder, NEWEST
        self._start_thread()
        self._thread.open_snapshot(snapshot)

    @Slot()
    def ask_for_snapshot(self) -> None:
        """Ask the training under way for the weights that are chosen here."""
        self.snapshot_wanted.emit(self._header.raw)

    def set_training(self, training: bool, folder: Path | None = None) -> None:  # noqa: FBT001  a slot
        """Say whether this window trains a run, whose weights can be asked for, and where that run is.

        It is followed at once where nothing else is being explored.
        """
        self._training, self._training_folder = training, folder if training else None
        if training and self._is_explored_in_training():
            self._header.set_follow(True)

    def shutdown(self) -> None:
        """End the thread and wait for it."""
        self._follow_timer.stop()
        self._workbench.stop()
        self._thread.shutdown()

    def _start_thread(self) -> None:
        if not self._thread.isRunning():
            self._thread.start()

    def _draw(self, purpose: Purpose, places: list[Place]) -> int:
        latents, classes = np.stack([p.latent for p in places]), np.stack([p.classes for p in places])
        return self._thread.draw(purpose, latents, classes, np.array([p.truncation for p in places], np.float32))

    def _lay_out(self) -> None:
        explorer = QWidget()
        layout = QVBoxLayout(explorer)
        layout.setContentsMargins(Spacing.LARGE, Spacing.LARGE, Spacing.LARGE, Spacing.LARGE)
        layout.setSpacing(Spacing.LARGE)
        layout.addWidget(self._header)
        layout.addWidget(self._workbench, 1)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._empty)
        self._layers.addWidget(explorer)

    def _connect(self) -> None:
        self._thread.opened.connect(self._on_opened)
        self._thread.drawn.connect(self._workbench.show_drawn)
        self._thread.failed.connect(self.failed)
        self._workbench.failed.connect(self.failed)
        self._follow_timer.timeout.connect(self._on_follow_tick)
        self._empty.open_wanted.connect(self._on_open)
        self._empty.start_wanted.connect(self.start_wanted)
        self._header.open_wanted.connect(self._on_open)
        self._header.checkpoint_chosen.connect(self._on_checkpoint_chosen)
        self._header.weights_chosen.connect(self._on_weights_chosen)
        self._header.follow_changed.connect(self._on_follow_changed)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Open), self, self._on_open)

    def _is_explored_in_training(self) -> bool:
        """Whether what is shown here, if anything, is the run in training."""
        return self._training and (self._snapshot is None or self._path == self._training_folder)

    def _checkpoint_steps(self) -> list[int]:
        return RunFolder(self._path).checkpoint_steps() if self._path is not None else []

    @Slot(object)
    def _on_opened(self, snapshot: GeneratorSnapshot) -> None:
        self._snapshot = snapshot
        height, width, _ = snapshot.shape
        facts = self.tr("step {0} · {1} × {2} pixels").format(f"{snapshot.step:,}", width, height)
        self._header.show_generator(snapshot.name, facts)
        best = best_step(read_scores(RunFolder(self._path))) if self._path is not None else None
        self._header.show_checkpoints(self._checkpoint_steps(), self._step, best)
        self._layers.setCurrentIndex(1)
        self._workbench.explore(snapshot, self._path)
        if self._awaited is not None and self._awaited[0] == self._path:
            self._workbench.recall(self._awaited[1])
            self._awaited = None

    @Slot()
    def _on_follow_tick(self) -> None:
        """Ask for newer weights: from the training in this window, or from a run that another process writes."""
        if not self.isVisible():
            return
        if self._is_explored_in_training():
            self.ask_for_snapshot()
        elif self._path is not None and self._snapshot is not None:
            steps = self._checkpoint_steps()
            if steps and steps[-1] > self._snapshot.step:
                self._thread.open_path(self._path, raw=self._header.raw)

    @Slot(bool)
    def _on_follow_changed(self, follow: bool) -> None:  # noqa: FBT001  a slot
        if follow:
            self._step = NEWEST
            self._follow_timer.start()
            self._on_follow_tick()
        else:
            self._follow_timer.stop()

    @Slot(int)
    def _on_checkpoint_chosen(self, step: int) -> None:
        self._header.set_follow(False)
        if self._path is not None:
            self.open_run(self._path, step)

    @Slot()
    def _on_weights_chosen(self) -> None:
        if self._header.follows and self._is_explored_in_training():
            self.ask_for_snapshot()
        elif self._path is not None:
            self.open_run(self._path, self._step)

    @Slot()
    def _on_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Open a generator"),
            "",
            self.tr("Generators and saved pictures (*.onnx *.zip run.json *.png)"),
        )
        if name:
            self._open_any(Path(name))

    def _open_any(self, path: Path) -> None:
        """Open what was chosen or dropped: a run, an exported file, a picture that tells its latent, or any picture."""
        if f"*{path.suffix.lower()}" not in PICTURES.split():
            self.open_run(path.parent if path.name == "run.json" else path)
        elif (mark := _mark_of(path)) is not None:
            self._workbench.recall(mark)
        elif self._snapshot is not None:
            self._workbench.outputs.find(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._open_any(Path(event.mimeData().urls()[0].toLocalFile()))
        event.acceptProposedAction()


def _mark_of(path: Path) -> PictureMark | None:
    try:
        return read_mark(path)
    except StudioError:
        return None  # a picture from elsewhere, which can still be searched for
