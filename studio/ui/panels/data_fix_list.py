"""The list of what was done about findings, a line each, with its undo."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.ui.icons import icon, icon_pixmap
from studio.ui.panels.data_fixes import FixRow
from studio.ui.theme import set_role, theme
from studio.ui.tokens import Spacing

ICON_PX = 16


class FixList(QFrame):
    """Shows the rows; `undo_wanted` carries the change of the recipe that undoes one."""

    undo_wanted = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_fixes")
        self._rows: list[FixRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Spacing.TINY)
        theme().changed.connect(self._draw)
        self.hide()

    def show_rows(self, rows: Sequence[FixRow]) -> None:
        """Show these and nothing else."""
        if list(rows) != self._rows:
            self._rows = list(rows)
            self._draw()

    @Slot()
    def _draw(self) -> None:
        while self._column.count():
            widget = self._column.takeAt(0).widget()  # type: ignore[union-attr]
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, row in enumerate(self._rows):
            self._column.addWidget(self._line(number, row))
        self.setVisible(bool(self._rows))

    def _line(self, number: int, row: FixRow) -> QWidget:
        line = QFrame()
        set_role(line, "done")
        picture, text = QLabel(), QLabel(row.label)
        picture.setPixmap(icon_pixmap("check", "good", ICON_PX, self.devicePixelRatioF()))
        text.setWordWrap(True)
        undo = QPushButton(icon("undo"), self.tr("Undo"))
        undo.setObjectName(f"undo_fix_{number}")
        undo.setAccessibleName(self.tr("Undo: %1").replace("%1", row.label))
        undo.setProperty("row", number)
        set_role(undo, "quiet")
        undo.clicked.connect(self._on_undo)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(Spacing.SMALL, Spacing.TINY, Spacing.TINY, Spacing.TINY)
        layout.setSpacing(Spacing.SMALL)
        layout.addWidget(picture)
        layout.addWidget(text, 1)
        layout.addWidget(undo)
        return line

    @Slot()
    def _on_undo(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.undo_wanted.emit(dict(self._rows[int(sender.property("row"))].undo))
