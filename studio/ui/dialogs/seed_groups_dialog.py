"""Writing down two groups of seeds that a direction is learned from."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from studio.core.errors import StudioError
from studio.core.latents import read_seeds
from studio.ui.theme import set_role
from studio.ui.tokens import Spacing
from studio.ui.widgets.fields import form_of

WIDTH_PX = 380


class SeedGroupsDialog(QDialog):
    """`chosen` tells the seeds that have something, and those that lack it."""

    chosen = Signal(list, list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("seed_groups_dialog")
        self.setWindowTitle(self.tr("Two groups of seeds"))
        self.setMinimumWidth(WIDTH_PX)
        self._having = self._line("seeds_having", self.tr("Have it"))
        self._lacking = self._line("seeds_lacking", self.tr("Lack it"))
        self._problem = QLabel()
        self._problem.setObjectName("seeds_problem")
        self._problem.setWordWrap(True)
        set_role(self._problem, "bad")
        self._problem.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.setObjectName("seeds_buttons")
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        form = form_of((line.accessibleName(), line) for line in (self._having, self._lacking))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.WIDE, Spacing.WIDE, Spacing.WIDE, Spacing.LARGE)
        layout.setSpacing(Spacing.MEDIUM)
        layout.addLayout(form)
        layout.addWidget(self._problem)
        layout.addWidget(buttons)

    def _line(self, name: str, label: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        line.setAccessibleName(label)
        line.setPlaceholderText(self.tr("Seeds, such as 1,2,3"))
        return line

    @Slot()
    def _on_accepted(self) -> None:
        try:
            groups = [read_seeds(line.text()) if line.text().strip() else [] for line in (self._having, self._lacking)]
        except StudioError as error:
            self._problem.setText(str(error))
            self._problem.show()
            return
        self.chosen.emit(*groups)
        self.accept()
