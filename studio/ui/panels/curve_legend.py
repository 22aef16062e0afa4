"""The other runs that the curves are compared with: how each is dashed, and a button to take it away."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QPushButton, QWidget
from superqt import QFlowLayout

from studio.ui.panels.curve_pens import other_pen
from studio.ui.theme import set_role, theme
from studio.ui.tokens import Spacing

LINE = QSize(28, 12)
MOST_CHARACTERS = 28  # of a name


class CurveLegend(QWidget):
    """Hidden without other runs; `removed` carries a run's path."""

    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QFlowLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(Spacing.TINY)
        self._names: dict[str, str] = {}
        theme().changed.connect(self._redraw)
        self.hide()

    def show_runs(self, names: Mapping[str, str]) -> None:
        """Show these runs, {path: name}, in the order in which they are dashed."""
        self._names = dict(names)
        self._redraw()

    @Slot()
    def _redraw(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for number, (path, name) in enumerate(self._names.items()):
            self._rows.addWidget(self._chip(number, path, name))
        self.setVisible(bool(self._names))

    def _chip(self, number: int, path: str, name: str) -> QPushButton:
        short = name if len(name) <= MOST_CHARACTERS else f"{name[: MOST_CHARACTERS - 1]}…"
        chip = QPushButton(_line(number, self.devicePixelRatioF()), f"{short}  ×")
        chip.setIconSize(LINE)
        chip.setObjectName(f"curves_overlay_{number}")
        chip.setAccessibleName(self.tr("Take away: %1").replace("%1", name))
        chip.setToolTip(chip.accessibleName())
        chip.setProperty("run", path)
        set_role(chip, "quiet")
        chip.clicked.connect(self._on_clicked)
        return chip

    @Slot()
    def _on_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, QPushButton):
            self.removed.emit(str(chip.property("run")))


def _line(number: int, ratio: float) -> QIcon:
    pixmap = QPixmap(LINE * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setPen(other_pen(theme().tokens, "text", number, alpha=255))
    painter.drawLine(QPointF(0, LINE.height() / 2), QPointF(LINE.width(), LINE.height() / 2))
    painter.end()
    return QIcon(pixmap)
