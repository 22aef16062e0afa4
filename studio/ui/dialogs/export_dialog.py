"""Exporting a run's generator: which checkpoint, which formats, where to; then what was made and how exact it is."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.errors import StudioError
from studio.core.progress import Progress
from studio.core.run_folder import RunFolder
from studio.core.scores import best_step, read_scores
from studio.export.formats import ExportedFile, ExportFormat, ExportIncompleteError
from studio.ui.icons import icon
from studio.ui.theme import set_role, set_type
from studio.ui.threads.background import Task, run_in_background
from studio.ui.threads.tensorflow_import import import_tensorflow
from studio.ui.tokens import Spacing, Type
from studio.ui.widgets.calm import CalmComboBox

CHOSEN_AT_FIRST = {ExportFormat.KERAS, ExportFormat.ONNX}
WIDTH_PX, PURPOSE_PX = 520, 340


class ExportDialog(QDialog):
    """Exports in the background; stays open to show the result, and cancels when it is closed meanwhile."""

    def __init__(self, run: RunFolder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export_dialog")
        self.setWindowTitle(self.tr("Export the generator"))
        self.setMinimumWidth(WIDTH_PX)
        self._run = run
        self._task: Task | None = None
        self._checkpoint = self._checkpoint_box()
        self._formats = {wanted: self._format_box(wanted) for wanted in ExportFormat}
        self._folder = QLineEdit(str(run.exports))
        self._folder.setObjectName("export_folder")
        self._folder.setAccessibleName(self.tr("Folder"))
        self._browse = QPushButton(icon("folder"), self.tr("Choose…"))
        self._browse.setObjectName("export_browse")
        self._bar, self._status, self._result = QProgressBar(), QLabel(), QLabel()
        self._reveal = QPushButton(icon("reveal"), self.tr("Show folder"))
        self._close = QPushButton(self.tr("Close"))
        self._export = QPushButton(icon("export", "on_accent"), self.tr("Export"))
        self._prepare()
        self._lay_out()
        self._update()

    def _checkpoint_box(self) -> CalmComboBox:
        box = CalmComboBox()
        box.setObjectName("export_checkpoint")
        box.setAccessibleName(self.tr("Checkpoint"))
        for step in reversed(self._run.checkpoint_steps()):
            box.addItem(self.tr("Step {0}").format(f"{step:,}"), step)
        if box.count():
            box.setItemText(0, self.tr("{0} (newest)").format(box.itemText(0)))
        best = box.findData(best_step(read_scores(self._run)))
        if best >= 0:
            box.setItemText(best, self.tr("{0} (best score)").format(box.itemText(best)))
        return box

    def _format_box(self, wanted: ExportFormat) -> QCheckBox:
        box = QCheckBox(wanted.label)
        box.setObjectName(f"export_{wanted.value}")
        box.setChecked(wanted in CHOSEN_AT_FIRST)
        box.toggled.connect(self._update)
        return box

    def _prepare(self) -> None:
        self._result.setObjectName("export_result")
        self._result.setWordWrap(True)
        self._result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_role(self._status, "muted")
        set_role(self._export, "primary")
        self._export.setDefault(True)
        for button, name, action in (
            (self._reveal, "export_reveal", self._on_reveal),
            (self._close, "export_close", self._on_close),
            (self._export, "export_start", self._on_export),
            (self._browse, "export_browse", self._on_browse),
        ):
            button.setObjectName(name)
            button.clicked.connect(action)
        self._folder.textChanged.connect(self._update)
        for widget in (self._bar, self._status, self._result, self._reveal):
            widget.hide()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Spacing.LARGE)
        grid.setVerticalSpacing(Spacing.SMALL)
        grid.setColumnStretch(1, 1)
        folder = QHBoxLayout()
        folder.setSpacing(Spacing.SMALL)
        folder.addWidget(self._folder, 1)
        folder.addWidget(self._browse)
        grid.addWidget(QLabel(self.tr("Checkpoint")), 0, 0)
        grid.addWidget(self._checkpoint, 0, 1)
        for row, (wanted, box) in enumerate(self._formats.items(), 1):
            purpose = QLabel(wanted.purpose)
            purpose.setWordWrap(True)
            purpose.setMinimumHeight(purpose.heightForWidth(PURPOSE_PX))  # which layouts of a new dialog do not ask for
            set_role(purpose, "muted")
            grid.addWidget(box, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(purpose, row, 1)
        grid.addWidget(QLabel(self.tr("Folder")), 9, 0)
        grid.addLayout(folder, 9, 1)
        title = QLabel(self.tr("Export the averaged generator"))
        set_type(title, Type.TITLE)
        buttons = QHBoxLayout()
        buttons.addWidget(self._reveal)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.WIDE, Spacing.WIDE, Spacing.WIDE, Spacing.LARGE)
        layout.setSpacing(Spacing.MEDIUM)
        layout.addWidget(title)
        layout.addLayout(grid)
        for widget in (self._bar, self._status, self._result):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addLayout(buttons)

    def _chosen(self) -> list[ExportFormat]:
        return [wanted for wanted, box in self._formats.items() if box.isChecked()]

    @Slot()
    def _update(self) -> None:
        busy = self._task is not None
        ready = bool(self._chosen()) and self._checkpoint.count() > 0 and bool(self._folder.text().strip())
        self._export.setEnabled(ready and not busy)
        for widget in (self._checkpoint, self._folder, self._browse, *self._formats.values()):
            widget.setEnabled(not busy)
        self._close.setText(self.tr("Cancel") if busy else self.tr("Close"))
        self._bar.setVisible(busy)
        self._status.setVisible(busy or self._checkpoint.count() == 0)
        if self._checkpoint.count() == 0:
            self._status.setText(self.tr("This run has no checkpoint yet. Train it for some steps first."))

    @Slot()
    def _on_export(self) -> None:
        run, formats, out = self._run, self._chosen(), Path(self._folder.text().strip())
        step = self._checkpoint.currentData()

        def work(progress: Progress) -> list[ExportedFile]:
            progress.report(0, 0, "Loading TensorFlow")
            import_tensorflow()
            from studio.export.exporting import export_run

            return export_run(run, formats, out, step=step, progress=progress)

        self._result.hide()
        self._reveal.hide()
        self._task = run_in_background(work)
        self._task.progressed.connect(self._on_progressed)
        self._task.finished.connect(self._on_finished)
        self._task.failed.connect(self._on_failed)
        self._task.cancelled.connect(self._on_cancelled)
        self._update()

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, what: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._status.setText(f"{what}…")

    @Slot(object)
    def _on_finished(self, files: Sequence[ExportedFile]) -> None:
        self._end(self._told(files), "")

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        files = error.files if isinstance(error, ExportIncompleteError) else ()
        self._end("\n".join(part for part in (str(error), self._told(files)) if part), "bad")

    @Slot()
    def _on_cancelled(self) -> None:
        self._end(self.tr("Cancelled. What was finished before stays."), "muted")

    def _told(self, files: Sequence[ExportedFile]) -> str:
        """One line a file: how large it is, and what opening it again and comparing it has shown."""
        exact, close = self.tr("draws exactly the same"), self.tr("draws the same within {0}")
        return "\n".join(
            f"✓ {f.path.name}, {f.size / 1e6:.1f} MB: "
            + (close.format(f"{f.max_difference:.0e}") if f.max_difference else exact)
            for f in files
        )

    def _end(self, text: str, role: str) -> None:
        self._task = None
        self._result.setText(text)
        set_role(self._result, role)
        self._result.show()
        self._reveal.setVisible(Path(self._folder.text()).is_dir())
        self._update()

    @Slot()
    def _on_browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Export to"), self._folder.text())
        if folder:
            self._folder.setText(folder)

    @Slot()
    def _on_reveal(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._folder.text()))

    @Slot()
    def _on_close(self) -> None:
        if self._task is None:
            self.reject()
        else:
            self._task.cancel()
            self._status.setText(self.tr("Cancelling after this format…"))

    def reject(self) -> None:
        """Close; work under way is cancelled and ends by itself, with no file half written."""
        if self._task is not None:
            self._task.cancel()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window is the same as Cancel and Close."""
        self.reject()
        event.accept()
