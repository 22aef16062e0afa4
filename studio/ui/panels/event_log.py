"""What happened, in plain words, the newest line last."""

from datetime import datetime

from PySide6.QtCore import Qt
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
        self.setMaximumBlockCount(MOST_LINES)
        self.setPlaceholderText(self.tr("What happens while training is told here."))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def add(self, text: str, role: str = "text", moment: datetime | None = None) -> None:
        """Add a line in the colour of a role of the theme."""
        at_end = self.verticalScrollBar().value() >= self.verticalScrollBar().maximum() - 4
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if not self.document().isEmpty():
            cursor.insertBlock()
        cursor.insertText(f"{(moment or datetime.now()):%H:%M:%S}  ", _format(theme().colour("muted")))
        cursor.insertText(text, _format(theme().colour(role)))
        if at_end:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())


def _format(colour: QColor) -> QTextCharFormat:
    text_format = QTextCharFormat()
    text_format.setForeground(colour)
    return text_format
