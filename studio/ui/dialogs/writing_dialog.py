"""What dialogs share that write one file: a form, progress with cancel, and the result to be opened."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.errors import StudioError
from studio.core.progress import Progress
from studio.ui.icons import icon
from studio.ui.theme import set_role, set_type
from studio.ui.threads.background import Task, run_in_background
from studio.ui.tokens import Spacing, Type
from studio.ui.widgets.fields import form_of


class WritingDialog(QDialog):
    """Writes in the background; stays open to show the result, and cancels when it is closed meanwhile.

    A subclass makes its fields, calls `lay_out`, asks for a path in `choose`, and calls `write` from its `start`.
    """

    def __init__(self, name: str, action: QPushButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_dialog")
        self._name = name
        self._fields: list[QWidget] = []
        self._task: Task | None = None
        self._path = Path()
        self._action, self._close = action, QPushButton()
        self._show = QPushButton(icon("play"), self.tr("Show it"))
        self._bar, self._result = QProgressBar(), QLabel()

    def choose(self) -> Path | None:
        """Ask where to write; None when the user thought better of it."""
        raise NotImplementedError

    def start(self, path: Path) -> None:
        """Begin to write to `path`."""
        raise NotImplementedError

    @property
    def is_ready(self) -> bool:
        """Whether there is something to write."""
        return True

    def lay_out(self, fields: Sequence[QWidget], others: Sequence[QWidget] = (), heading: str = "") -> None:
        """Arrange the form: `fields` with their accessible names beside them, `others` without."""
        self._fields = [*fields, *others]
        named = [(field.accessibleName(), field) for field in fields]
        form = form_of([*named, *(("", other) for other in others)])
        self._prepare_buttons()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.WIDE, Spacing.WIDE, Spacing.WIDE, Spacing.LARGE)
        layout.setSpacing(Spacing.MEDIUM)
        if heading:
            title = QLabel(heading)
            set_type(title, Type.TITLE)
            layout.addWidget(title)
        layout.addLayout(form)
        layout.addWidget(self._bar)
        layout.addWidget(self._result)
        layout.addStretch(1)
        layout.addLayout(self._button_row())
        self._show_state()

    def write(self, path: Path, work: Callable[[Progress], object]) -> None:
        """Do `work`, which writes `path`, in the background."""
        self._path = path
        self._result.hide()
        self._show.hide()
        self._task = run_in_background(work)
        self._task.progressed.connect(self._on_progressed)
        self._task.finished.connect(self._on_finished)
        self._task.failed.connect(self._on_failed)
        self._task.cancelled.connect(self._on_cancelled)
        self._show_state()

    def _prepare_buttons(self) -> None:
        self._result.setObjectName(f"{self._name}_result")
        self._result.setWordWrap(True)
        set_role(self._action, "primary")
        self._action.setDefault(True)
        self._action.clicked.connect(self._on_action)
        for button, name, action in (
            (self._show, f"{self._name}_show", self._on_show),
            (self._close, f"{self._name}_close", self._on_close),
        ):
            button.setObjectName(name)
            button.clicked.connect(action)
        for widget in (self._bar, self._result, self._show):
            widget.hide()

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self._show)
        row.addStretch(1)
        row.addWidget(self._close)
        row.addWidget(self._action)
        return row

    def _show_state(self) -> None:
        busy = self._task is not None
        for field in self._fields:
            field.setEnabled(not busy)
        self._action.setEnabled(not busy and self.is_ready)
        self._close.setText(self.tr("Cancel") if busy else self.tr("Close"))
        self._bar.setVisible(busy)

    def _end(self, text: str, role: str) -> None:
        self._task = None
        self._result.setText(text)
        set_role(self._result, role)
        self._result.show()
        self._show_state()

    @Slot()
    def _on_action(self) -> None:
        path = self.choose()
        if path is not None:
            self.start(path)

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, _what: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    @Slot(object)
    def _on_finished(self, _result: object) -> None:
        self._end(self.tr("✓ {0}").format(self._path.name), "")
        self._show.show()

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        self._end(str(error), "bad")

    @Slot()
    def _on_cancelled(self) -> None:
        self._end(self.tr("Cancelled; nothing was written."), "muted")

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
