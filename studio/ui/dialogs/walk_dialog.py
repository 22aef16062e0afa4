"""Rendering a walk: how long, how smooth, how large, to which file."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.errors import StudioError
from studio.core.progress import Progress
from studio.core.snapshot import GeneratorSnapshot
from studio.explore.interpolation import Easing, Interpolation
from studio.explore.pictures import comfortable_scale
from studio.explore.place import Place, walk_through
from studio.ui.icons import icon
from studio.ui.theme import set_role, set_type
from studio.ui.threads.background import Task, run_in_background
from studio.ui.tokens import Spacing, Type
from studio.ui.widgets.calm import CalmComboBox, CalmSpinBox

LARGEST_PX = 1024
FILTERS = "WebP (*.webp);;GIF (*.gif);;MP4 (*.mp4);;PNG pictures in a folder (*)"


class WalkDialog(QDialog):
    """Renders in the background; stays open to show the result, and cancels when it is closed meanwhile."""

    def __init__(self, snapshot: GeneratorSnapshot, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("walk_dialog")
        self.setWindowTitle(self.tr("Render the walk"))
        self.setMinimumWidth(420)
        self._snapshot, self._places = snapshot, list(places)
        self._task: Task | None = None
        self._path = Path()
        self._frames = _number("walk_frames", self.tr("Frames"), 2, 20_000, 40 * len(self._places))
        self._rate = _number("walk_rate", self.tr("Frames a second"), 1, 120, 30)
        self._way = _choice("walk_interpolation", self.tr("Way"), self._ways())
        self._easing = _choice("walk_easing", self.tr("Speed"), self._easings())
        self._scale = _choice("walk_scale", self.tr("Size"), self._sizes())
        self._loop = QCheckBox(self.tr("Lead back to the first: a seamless loop"))
        self._loop.setObjectName("walk_loop")
        self._loop.setChecked(True)
        self._length, self._bar, self._result = QLabel(), QProgressBar(), QLabel()
        self._result.setObjectName("walk_result")
        self._show = QPushButton(icon("play"), self.tr("Show it"))
        self._close, self._render = QPushButton(), QPushButton(icon("export", "on_accent"), self.tr("Render…"))
        self._prepare()
        self._lay_out()
        self._update()

    def _ways(self) -> dict[str, object]:
        return {self.tr("Around, at even length"): Interpolation.SPHERICAL, self.tr("Straight"): Interpolation.LINEAR}

    def _easings(self) -> dict[str, object]:
        return {self.tr("Rest at each keyframe"): Easing.SMOOTH, self.tr("Steady"): Easing.STEADY}

    def _sizes(self) -> dict[str, object]:
        height, width, _ = self._snapshot.shape
        factors = [f for f in (1, 2, 3, 4, 6, 8, 12, 16, 24, 32) if f == 1 or f * max(height, width) <= LARGEST_PX]
        return {self.tr("{0} × {1} pixels").format(f * width, f * height): f for f in factors}

    def _prepare(self) -> None:
        comfortable = comfortable_scale(self._snapshot.shape)
        fitting = [i for i in range(self._scale.count()) if self._scale.itemData(i) <= comfortable]
        self._scale.setCurrentIndex(fitting[-1])
        set_role(self._length, "muted")
        self._result.setWordWrap(True)
        set_role(self._render, "primary")
        self._render.setDefault(True)
        for widget in (self._bar, self._result, self._show):
            widget.hide()
        self._frames.valueChanged.connect(self._update)
        self._rate.valueChanged.connect(self._update)
        for button, name, action in (
            (self._show, "walk_show", self._on_show),
            (self._close, "walk_close", self._on_close),
            (self._render, "walk_render", self._on_render),
        ):
            button.setObjectName(name)
            button.clicked.connect(action)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Render a walk through {0} pictures").format(len(self._places)))
        set_type(title, Type.TITLE)
        form = QFormLayout()
        form.setHorizontalSpacing(Spacing.LARGE)
        for field in (self._frames, self._rate, self._way, self._easing, self._scale):
            form.addRow(field.accessibleName(), field)
        form.addRow("", self._loop)
        form.addRow("", self._length)
        buttons = QHBoxLayout()
        buttons.addWidget(self._show)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._render)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.WIDE, Spacing.WIDE, Spacing.WIDE, Spacing.LARGE)
        layout.setSpacing(Spacing.MEDIUM)
        layout.addWidget(title)
        layout.addLayout(form)
        layout.addWidget(self._bar)
        layout.addWidget(self._result)
        layout.addStretch(1)
        layout.addLayout(buttons)

    @Slot()
    def _update(self) -> None:
        busy = self._task is not None
        self._length.setText(self.tr("{0} seconds").format(f"{self._frames.value() / self._rate.value():.1f}"))
        for widget in (self._frames, self._rate, self._way, self._easing, self._scale, self._loop, self._render):
            widget.setEnabled(not busy)
        self._close.setText(self.tr("Cancel") if busy else self.tr("Close"))
        self._bar.setVisible(busy)

    @Slot()
    def _on_render(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Render to"), f"{self._snapshot.name} walk.webp", FILTERS)
        if name:
            self.start(Path(name))

    def start(self, path: Path) -> None:
        """Begin to render to `path`; its ending is the format."""
        snapshot, rate, scale = self._snapshot, float(self._rate.value()), self._scale.currentData()
        walk = walk_through(
            self._places,
            self._frames.value(),
            interpolation=self._way.currentData(),
            easing=self._easing.currentData(),
            loop=self._loop.isChecked(),
        )

        def work(progress: Progress) -> None:
            from studio.explore.session import GeneratorSession
            from studio.explore.walks import render_walk

            render_walk(GeneratorSession(snapshot), walk, path, frames_per_second=rate, scale=scale, progress=progress)

        self._path = path
        self._result.hide()
        self._show.hide()
        self._task = run_in_background(work)
        self._task.progressed.connect(self._on_progressed)
        self._task.finished.connect(self._on_finished)
        self._task.failed.connect(self._on_failed)
        self._task.cancelled.connect(self._on_cancelled)
        self._update()

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, _what: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    @Slot(object)
    def _on_finished(self, _nothing: object) -> None:
        self._end(self.tr("✓ {0}").format(self._path.name), "")
        self._show.show()

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        self._end(str(error), "bad")

    @Slot()
    def _on_cancelled(self) -> None:
        self._end(self.tr("Cancelled; nothing was written."), "muted")

    def _end(self, text: str, role: str) -> None:
        self._task = None
        self._result.setText(text)
        set_role(self._result, role)
        self._result.show()
        self._update()

    @Slot()
    def _on_show(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))

    @Slot()
    def _on_close(self) -> None:
        if self._task is None:
            self.reject()
        else:
            self._task.cancel()

    def reject(self) -> None:
        """Close; work under way is cancelled and leaves nothing."""
        if self._task is not None:
            self._task.cancel()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window is the same as Cancel and Close."""
        self.reject()
        event.accept()


def _number(name: str, label: str, minimum: int, maximum: int, value: int) -> CalmSpinBox:
    box = CalmSpinBox()
    box.setObjectName(name)
    box.setAccessibleName(label)
    box.setRange(minimum, maximum)
    box.setValue(value)
    return box


def _choice(name: str, label: str, options: dict[str, object]) -> CalmComboBox:
    box = CalmComboBox()
    box.setObjectName(name)
    box.setAccessibleName(label)
    for text, value in options.items():
        box.addItem(text, value)
    return box
