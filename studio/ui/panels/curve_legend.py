"""The other runs that the curves are compared with: how each is dashed, and a button to take it away."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from studio.ui.panels.curve_plot import DASHES
from studio.ui.theme import set_role, theme
from studio.ui.tokens import Spacing

LINE = QSize(28, 12)


class CurveLegend(QWidget):
    """Hidden without other runs; `removed` carries a run's name."""

    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Spacing.TINY)
        self._names: list[str] = []
        theme().changed.connect(self._redraw)
        self.hide()

    def show_runs(self, names: Sequence[str]) -> None:
        """Show these runs, in the order in which they are dashed."""
        self._names = list(names)
        self._redraw()

    @Slot()
    def _redraw(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for number, name in enumerate(self._names):
            self._row.addWidget(self._chip(number, name))
        self._row.addStretch(1)
        self.setVisible(bool(self._names))

    def _chip(self, number: int, name: str) -> QPushButton:
        chip = QPushButton(_line(DASHES[number % len(DASHES)], self.devicePixelRatioF()), f"{name}  ×")
        chip.setIconSize(LINE)
        chip.setObjectName(f"curves_overlay_{number}")
        chip.setAccessibleName(self.tr("Take away: %1").replace("%1", name))
        chip.setToolTip(chip.accessibleName())
        chip.setProperty("run", name)
        set_role(chip, "quiet")
        chip.clicked.connect(self._on_clicked)
        return chip

    @Slot()
    def _on_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, QPushButton):
            self.removed.emit(str(chip.property("run")))


def _line(style: Qt.PenStyle, ratio: float) -> QIcon:
    pixmap = QPixmap(LINE * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setPen(QPen(theme().colour("text"), 1.5, style))
    painter.drawLine(QPointF(0, LINE.height() / 2), QPointF(LINE.width(), LINE.height() / 2))
    painter.end()
    return QIcon(pixmap)
