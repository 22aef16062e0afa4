"""The timeline of a run from its first step to its last: grids, checkpoints, epochs, what happened, and a playhead."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio.ui.panels.timeline_drawing import HEIGHT_PX, STAR_PX, STARS_END_PX, Scale, draw_timeline

NEAR_PX = 5


class MarkKind(StrEnum):
    """What stands on the timeline beside the grids."""

    CHECKPOINT = "checkpoint"
    PAUSE = "pause"
    SETTINGS = "settings"
    WARNING = "warning"
    BRANCH = "branch"
    BEST = "best"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Something that happened at a step; `text` says what."""

    step: int
    kind: MarkKind
    text: str


class Timeline(QWidget):
    """Drag, click or use the arrow keys to choose a step that has a grid; `End` returns to the latest, `B` to the best.

    `step_chosen` carries the step, `latest_chosen` tells that the newest grid shall be followed again, `menu_wanted`
    carries a step and the place on the screen where a menu for it belongs.
    """

    step_chosen = Signal(int)
    latest_chosen = Signal()
    menu_wanted = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self.setAccessibleName(self.tr("Timeline"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clear()

    @property
    def chosen(self) -> int | None:
        """The step of the playhead, None while it follows the latest."""
        return self._chosen

    @property
    def grids(self) -> list[int]:
        """The steps that have a grid, ascending."""
        return self._grids

    @property
    def checkpoints(self) -> list[int]:
        """The steps that have a checkpoint, ascending."""
        return [mark.step for mark in self._checkpoints]

    @property
    def has_checkpoints(self) -> bool:
        """Whether there is anything to branch from."""
        return bool(self._checkpoints)

    @property
    def marks(self) -> list[Mark]:
        """What stands on the timeline, in the order of steps."""
        best = [] if self._best is None else [self._best]
        return sorted([*self._marks, *self._checkpoints, *best])

    @property
    def best(self) -> int | None:
        """The step with the best score."""
        return None if self._best is None else self._best.step

    @property
    def present(self) -> int:
        """The step of the playhead, or the latest."""
        return self._present if self._chosen is None else self._chosen

    def clear(self) -> None:
        """Show an empty run."""
        self._grids: list[int] = []
        self._marks: set[Mark] = set()
        self._checkpoints: list[Mark] = []
        self._best: Mark | None = None
        self._present, self._target, self._epoch = 0, 1, 0
        self._chosen: int | None = None
        self.update()

    def set_extent(self, present: int, target: int) -> None:
        """Show how far the run is."""
        self._present, self._target = present, max(target, present, 1)
        self.setAccessibleDescription(self.tr("step %1 of %2").replace("%1", str(present)).replace("%2", str(target)))
        self.update()

    def set_epoch(self, steps: int) -> None:
        """Show where epochs of so many steps end; 0: nowhere."""
        self._epoch = steps
        self.update()

    def set_grids(self, steps: Iterable[int]) -> None:
        """Tell which steps have a grid."""
        self._grids = sorted(steps)
        self.update()

    def add_grid(self, step: int) -> None:
        """Tell that a step has a grid."""
        if self._grids[bisect_left(self._grids, step) :][:1] != [step]:
            insort(self._grids, step)
            self.update()

    def remove_grid(self, step: int) -> None:
        """Tell that a grid is gone; a playhead on it moves to the nearest one there is."""
        if step in self._grids:
            self._grids.remove(step)
            if step == self._chosen:
                self.choose(step)
            self.update()

    def set_checkpoints(self, steps: Iterable[int]) -> None:
        """Tell which checkpoints there are."""
        self._checkpoints = [Mark(step, MarkKind.CHECKPOINT, self.tr("checkpoint")) for step in steps]
        self.update()

    def set_best(self, step: int, text: str) -> None:
        """Put the star at a step; `text` says what its score is."""
        self._best = Mark(step, MarkKind.BEST, text)
        self.update()

    def choose_best(self) -> None:
        """Move the playhead to the best score."""
        if self._best is not None:
            self.choose(self._best.step)

    def add_mark(self, mark: Mark) -> None:
        """Show a mark."""
        self._marks.add(mark)
        self.update()

    def choose(self, step: int) -> None:
        """Move the playhead to the grid nearest to `step`."""
        if not self._grids:
            return
        place = bisect_left(self._grids, step)
        nearest = min(self._grids[max(place - 1, 0) : place + 1], key=lambda s: abs(s - step))
        if nearest == self._grids[-1]:
            self.follow_latest()
        elif nearest != self._chosen:
            self._chosen = nearest
            self.step_chosen.emit(nearest)
            self.update()

    @Slot()
    def follow_latest(self) -> None:
        """Let the playhead follow the newest grid."""
        if self._chosen is not None:
            self._chosen = None
            self.latest_chosen.emit()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, HEIGHT_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self._chosen if self._chosen is not None else (self._grids[-1] if self._grids else 0)
        place = bisect_left(self._grids, here)
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
        if event.key() == Qt.Key.Key_End:
            self.follow_latest()
        elif event.key() == Qt.Key.Key_B:
            self.choose_best()
        elif event.key() == Qt.Key.Key_Home and self._grids:
            self.choose(self._grids[0])
        elif event.key() in moves and self._grids:
            self.choose(self._grids[min(max(place + moves[Qt.Key(event.key())], 0), len(self._grids) - 1)])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.choose(self._step_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        scale, x = self._scale(), event.position().x()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.choose(scale.step(x))
            return
        near = [mark for mark in self.marks if abs(scale.x(mark.step) - x) <= NEAR_PX]
        step = self.tr("Step %1").replace("%1", f"{scale.step(x):,}")
        text = "\n".join(f"{mark.step:,}: {mark.text}" for mark in near[-6:]) or step
        QToolTip.showText(event.globalPosition().toPoint(), text, self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        step = self._step_at(event.pos().toPointF()) if mouse else self.present
        self.menu_wanted.emit(step, event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marks = [(mark.step, mark.kind.value) for mark in self.marks]
        draw_timeline(
            painter,
            self._scale(),
            height=self.height(),
            present=self._present,
            playhead=self.present,
            grids=self._grids,
            marks=marks,
            epoch=self._epoch,
            focus=self.hasFocus(),
        )
        painter.end()

    def _step_at(self, place: QPointF) -> int:
        """Return the step at a place; all of the star is its step."""
        scale = self._scale()
        if self.best is not None and place.y() <= STARS_END_PX and abs(scale.x(self.best) - place.x()) <= STAR_PX:
            return self.best
        return scale.step(place.x())

    def _scale(self) -> Scale:
        return Scale(self.width(), min(self._present, self._target), self._target)
