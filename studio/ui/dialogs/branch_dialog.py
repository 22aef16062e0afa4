"""Branching in the window: from which checkpoint, with which settings; and rolling back, which is a branch too."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from studio.core.branching import branch, earlier_checkpoint, fits_weights, nearest_checkpoint, recipe_at
from studio.core.errors import StudioError
from studio.core.library import new_run_path
from studio.core.notes import name_of
from studio.core.run_folder import RunFolder
from studio.ui.icons import icon
from studio.ui.panels.recipe_form import RecipeForm
from studio.ui.theme import set_role, set_type
from studio.ui.threads.background import Task, run_in_background
from studio.ui.tokens import Spacing, Type


class BranchDialog(QDialog):
    """Makes the branch in the background. `branched` carries its folder and whether to train it at once.

    Rolling back never goes forward. Raises `StudioError` when the run has no checkpoint for it, or one that cannot be
    read.
    """

    branched = Signal(object, bool)

    def __init__(self, run: RunFolder, step: int, *, rolls_back: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("branch_dialog")
        self._run, self._rolls_back = run, rolls_back
        self._name = name_of(run)
        self._checkpoint = (earlier_checkpoint if rolls_back else nearest_checkpoint)(run, step)
        self._recipe = recipe_at(run, self._checkpoint)
        self._form = RecipeForm(self._recipe)
        self._start = QCheckBox(self.tr("Train it at once"))
        self._start.setObjectName("branch_start")
        self._start.setChecked(not rolls_back)
        self._bar, self._failure = QProgressBar(), QLabel()
        self._cancel = QPushButton(self.tr("Cancel"))
        self._make = QPushButton(icon("undo" if rolls_back else "branch", "on_accent"), self._title())
        self._task: Task | None = None
        self._prepare()
        self._lay_out(step)

    def propose(self, changes: Mapping[str, Any]) -> None:
        """Fill in settings for the branch, which shall train at once."""
        self._form.set_recipe(self._recipe.changed(changes))
        self._form.show()
        self._start.setChecked(True)
        self.resize(460, 640)

    def make(self, changes: Mapping[str, Any]) -> None:
        """Begin to make the branch with these changes."""
        run, step, out = self._run, self._checkpoint, new_run_path(self._name, self._run.path.parent)
        self._failure.hide()
        self._task = run_in_background(lambda p: branch(run.path, step, out, changes=changes, progress=p)[0].path)
        self._task.progressed.connect(self._on_progressed)
        self._task.finished.connect(self._on_made)
        self._task.failed.connect(self._on_failed)
        self._task.cancelled.connect(self._on_cancelled)
        self._show_busy()

    def _title(self) -> str:
        return self.tr("Roll back") if self._rolls_back else self.tr("Make the branch")

    def _prepare(self) -> None:
        self.setWindowTitle(self.tr("Roll back") if self._rolls_back else self.tr("Branch"))
        reason = self.tr("The checkpoint's weights were made for what is set here: another choice needs a new run.")
        self._form.set_fixed(lambda key: "" if fits_weights(key, self._recipe) else reason)
        self._form.setVisible(not self._rolls_back)
        self._make.setObjectName("branch_make")
        self._make.setDefault(True)
        set_role(self._make, "primary")
        self._make.clicked.connect(self._on_make)
        self._cancel.setObjectName("branch_cancel")
        self._cancel.clicked.connect(self.reject)
        self._failure.setObjectName("branch_failure")
        self._failure.setWordWrap(True)
        set_role(self._failure, "bad")
        for widget in (self._bar, self._failure):
            widget.hide()

    def _lay_out(self, step: int) -> None:
        title, text = QLabel(self._headline(step)), QLabel(self._explanation())
        text.setTextFormat(Qt.TextFormat.PlainText)
        set_type(title, Type.TITLE)
        text.setWordWrap(True)
        set_role(text, "muted")
        buttons = QHBoxLayout()
        buttons.addWidget(self._start)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._make)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.WIDE, Spacing.WIDE, Spacing.WIDE, Spacing.LARGE)
        layout.setSpacing(Spacing.MEDIUM)
        for widget in (title, text, self._form, self._bar, self._failure):
            layout.addWidget(widget, int(widget is self._form))
        layout.addStretch()  # takes the room while there is no form
        layout.addLayout(buttons)
        self.resize(460, 180 if self._rolls_back else 640)

    def _headline(self, step: int) -> str:
        if self._rolls_back:
            text, near = self.tr("Roll back to step %1"), self.tr(" (the last checkpoint before %1)")
        else:
            text, near = self.tr("Branch from step %1"), self.tr(" (the checkpoint nearest to %1)")
        near = "" if step == self._checkpoint else near.replace("%1", f"{step:,}")
        return text.replace("%1", f"{self._checkpoint:,}") + near

    def _explanation(self) -> str:
        if self._rolls_back:
            text = self.tr("A new run takes the place of “%1” in the window and goes on from there.")
            return text.replace("%1", self._name) + " " + self.tr("The old one stays in the library as it is.")
        text = self.tr("A new run with the weights and the history of “%1” up to there, and with the settings below.")
        return text.replace("%1", self._name) + " " + self.tr("The old run stays as it is.")

    def _show_busy(self) -> None:
        busy = self._task is not None
        self._bar.setVisible(busy)
        for widget in (self._form, self._start, self._make):
            widget.setEnabled(not busy)

    @Slot()
    def _on_make(self) -> None:
        self._form.commit()
        if self._form.refused:
            self._form.show_setting(self._form.refused[0].key)
            return
        self.make({key: new for key, (_, new) in self._recipe.differences(self._form.recipe).items()})

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, _: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    @Slot(object)
    def _on_made(self, path: Path) -> None:
        self._task = None
        self.accept()
        self.branched.emit(path, self._start.isChecked())

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        self._task = None
        self._failure.setText(str(error))
        self._failure.show()
        self._show_busy()

    @Slot()
    def _on_cancelled(self) -> None:
        self._task = None
        super().reject()

    def reject(self) -> None:
        """Close; a branch being made is given up and leaves nothing."""
        if self._task is not None:
            self._task.cancel()
        else:
            super().reject()
