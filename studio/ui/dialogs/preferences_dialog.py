"""The preferences: look, notifications, and the folder of the library. What is changed holds at once."""

import os
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.errors import StudioError
from studio.core.library import choose_library, library_folder
from studio.ui.dialogs.questions import ask_for_folder, tell_failure
from studio.ui.icons import icon
from studio.ui.preferences import Agreement, Preferences
from studio.ui.theme import apply_theme, set_role
from studio.ui.tokens import Mode, Spacing
from studio.ui.widgets.calm import CalmComboBox

WIDTH_PX = 640


class PreferencesDialog(QDialog):
    """Edits `Preferences`."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preferences_dialog")
        self.setWindowTitle(self.tr("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH_PX)
        self._preferences = preferences
        self._boxes: dict[Agreement, QCheckBox] = {}
        form = QFormLayout()
        form.setHorizontalSpacing(Spacing.LARGE)
        form.setVerticalSpacing(Spacing.MEDIUM)
        form.addRow(self.tr("Look"), self._look())
        form.addRow(self.tr("When the window is not in use"), self._agreements())
        form.addRow(self.tr("New runs go to"), self._library())
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.button(QDialogButtonBox.StandardButton.Close).setObjectName("preferences_close")
        close.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(Spacing.WIDE, Spacing.WIDE, Spacing.WIDE, Spacing.LARGE)
        column.setSpacing(Spacing.WIDE)
        column.addLayout(form)
        column.addWidget(close)

    def _look(self) -> QWidget:
        look = CalmComboBox()
        look.setObjectName("preferences_look")
        look.setAccessibleName(self.tr("Look"))
        labels = {Mode.AUTO: self.tr("As the desktop has it"), Mode.LIGHT: self.tr("Light"), Mode.DARK: self.tr("Dark")}
        for mode, label in labels.items():
            look.addItem(label, mode)
        look.setCurrentIndex(look.findData(self._preferences.mode))
        look.activated.connect(self._on_look_chosen)
        self._look_choice = look
        return look

    def _agreements(self) -> QWidget:
        labels = {
            Agreement.NOTIFY_ENDINGS: self.tr("Notify me when a run finishes or fails"),
            Agreement.NOTIFY_WARNINGS: self.tr("Notify me of warnings"),
            Agreement.SOUND: self.tr("With a sound"),
        }
        boxes = QWidget()
        column = QVBoxLayout(boxes)
        column.setContentsMargins(0, Spacing.TINY, 0, 0)
        for question, label in labels.items():
            box = QCheckBox(label)
            box.setObjectName(f"preferences_{question.name.lower()}")
            box.setChecked(self._preferences.agreed(question))
            box.toggled.connect(self._on_agreed)
            self._boxes[question] = box
            column.addWidget(box)
        return boxes

    def _library(self) -> QWidget:
        self._folder = QLineEdit(str(library_folder()))
        self._folder.setObjectName("preferences_library")
        self._folder.setAccessibleName(self.tr("Folder of the library"))
        self._folder.setReadOnly(True)
        choose = QPushButton(icon("folder"), self.tr("Choose…"))
        choose.setObjectName("preferences_choose")
        choose.setAccessibleName(self.tr("Choose the folder of the library"))
        choose.clicked.connect(self._on_choose)
        fixed = "GAN_STUDIO_HOME" in os.environ
        choose.setEnabled(not fixed)
        note = self.tr("Set by the environment variable GAN_STUDIO_HOME.") if fixed else ""
        note = note or self.tr("Runs that are there already stay where they are.")
        words = QLabel(note)
        words.setWordWrap(True)
        set_role(words, "muted")
        row = QHBoxLayout()
        row.addWidget(self._folder, 1)
        row.addWidget(choose)
        library = QWidget()
        column = QVBoxLayout(library)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(words)
        return library

    @Slot(int)
    def _on_look_chosen(self, _: int) -> None:
        self._preferences.mode = Mode(self._look_choice.currentData())
        apply_theme(self._preferences.mode)

    @Slot()
    def _on_agreed(self) -> None:
        for question, box in self._boxes.items():
            self._preferences.set_agreed(question, wanted=box.isChecked())

    @Slot()
    def _on_choose(self) -> None:
        chosen = ask_for_folder(self, self.tr("Choose the folder for new runs"), self._folder.text())
        if chosen is None:
            return
        try:
            choose_library(Path(chosen))
        except StudioError as error:
            tell_failure(self, error.headline, error.detail, error.hint)
            return
        self._folder.setText(str(library_folder()))
