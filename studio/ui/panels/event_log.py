"""What happened, in plain words, the newest line last."""

from collections import deque
from datetime import datetime

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from studio.ui.theme import theme

MOST_LINES = 2000


class EventLog(QPlainTextEdit):
    """Lines with the time of day; warnings and failures are coloured."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("event_log")
        self.setAccessibleName(self.tr("Log"))
        self.setReadOnly(True)
        self._lines: deque[tuple[datetime, str, str]] = deque(maxlen=MOST_LINES)
        theme().changed.connect(self._recolour)
        self.setMaximumBlockCount(MOST_LINES)
        self.setPlaceholderText(self.tr("What happens while training is told here."))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def add(self, text: str, role: str = "text", moment: datetime | None = None) -> None:
        """Add a line in the colour of a role of the theme."""
        moment = moment or datetime.now()
        self._lines.append((moment, text, role))
        self._write(moment, text, role)

    def _write(self, moment: datetime, text: str, role: str) -> None:
        at_end = self.verticalScrollBar().value() >= self.verticalScrollBar().maximum() - 4
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if not self.document().isEmpty():
            cursor.insertBlock()
        cursor.insertText(f"{moment:%H:%M:%S}  ", _format(theme().colour("muted")))
        cursor.insertText(text, _format(theme().colour(role)))
        if at_end:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    @Slot()
    def _recolour(self) -> None:
        """Write every line again in the colours of the other look."""
        self.clear()
        for line in self._lines:
            self._write(*line)


def _format(colour: QColor) -> QTextCharFormat:
    text_format = QTextCharFormat()
    text_format.setForeground(colour)
    return text_format
