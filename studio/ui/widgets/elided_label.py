"""A line of text that loses its beginning where there is no room: names of runs differ at their ends."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget


class ElidedLabel(QLabel):
    """Shows plain text in one line, however narrow it is; all of it is in the tool tip."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideLeft, self.width())
        place, role = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.foregroundRole()
        self.style().drawItemText(painter, self.rect(), place, self.palette(), self.isEnabled(), text, role)
        painter.end()
