"""The dialog that packs a problem report, after showing all that will be in it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.errors import StudioError
from studio.core.problem_report import problem_report, write_report
from studio.core.run_folder import RunFolder
from studio.ui.dialogs.questions import tell_failure
from studio.ui.dialogs.saving import ask_where_to_save
from studio.ui.icons import icon
from studio.ui.theme import set_role
from studio.ui.threads.background import run_in_background
from studio.ui.tokens import Spacing

STORY_PX = 90


class ReportDialog(QDialog):
    """Shows the report and saves it; nothing is sent anywhere."""

    def __init__(self, run: RunFolder | None, devices: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report_dialog")
        self.setWindowTitle(self.tr("Report a problem"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 680)
        self._run, self._devices = run, devices
        self._files: dict[str, str] = {}
        self._story = QPlainTextEdit()
        self._story.setObjectName("report_story")
        self._story.setAccessibleName(self.tr("What happened?"))
        self._story.setPlaceholderText(self.tr("What did you do, what happened, and what should have happened?"))
        self._story.setFixedHeight(STORY_PX)
        self._story.setTabChangesFocus(True)
        self._paths = QCheckBox(self.tr("Include my folders and the names of runs, classes, pictures and tags"))
        self._paths.setObjectName("report_paths")
        self._paths.toggled.connect(self._refresh)
        self._preview = QPlainTextEdit()
        self._preview.setObjectName("report_preview")
        self._preview.setAccessibleName(self.tr("Everything the report holds"))
        self._preview.setReadOnly(True)
        self._preview.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        note = QLabel(self.tr("The archive holds this and no more: no pictures. It is saved here and sent nowhere."))
        note.setWordWrap(True)
        set_role(note, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(Spacing.LARGE, Spacing.LARGE, Spacing.LARGE, Spacing.LARGE)
        column.setSpacing(Spacing.MEDIUM)
        for widget in (self._story, note, self._paths):
            column.addWidget(widget)
        column.addWidget(self._preview, 1)
        column.addWidget(self._buttons())
        self._refresh()

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._save = QPushButton(icon("save", "on_accent"), self.tr("Save…"))
        self._save.setObjectName("report_save")
        self._save.setAccessibleName(self.tr("Save the report"))
        set_role(self._save, "primary")
        box.addButton(self._save, QDialogButtonBox.ButtonRole.AcceptRole)
        box.accepted.connect(self._on_save)
        box.rejected.connect(self.reject)
        return box

    @Slot()
    def _refresh(self) -> None:
        """Make the report again, and show it."""
        run, devices, with_paths = self._run, self._devices, self._paths.isChecked()
        self._save.setEnabled(False)
        self._task = run_in_background(lambda _: problem_report(run, devices=devices, with_paths=with_paths))
        self._task.finished.connect(self._on_made)
        self._task.failed.connect(self._on_failed)

    @Slot(object)
    def _on_made(self, files: dict[str, str]) -> None:
        self._files = files
        self._preview.setPlainText("\n".join(f"—— {name} ——\n{content}" for name, content in files.items()))
        self._save.setEnabled(True)

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        self._preview.setPlainText(str(error))

    @Slot()
    def _on_save(self) -> None:
        title, proposed = self.tr("Save the report"), "gan-studio-report.zip"
        path = ask_where_to_save(self, title, proposed, {".zip": "ZIP"}, Path.home())
        if path is None:
            return
        story = self._story.toPlainText().strip()
        try:
            write_report(path, {**({"what happened.txt": story + "\n"} if story else {}), **self._files})
        except StudioError as error:
            tell_failure(self, error.headline, error.detail, error.hint)
            return
        self.accept()
