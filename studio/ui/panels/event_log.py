"""What happened, in plain words, the newest line last."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from studio.ui.theme import theme

MOST_LINES = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """What happened when (local time), in the colour of a role of the theme."""

    moment: datetime
    text: str
    role: str


class EventLog(QPlainTextEdit):
    """Lines with the time of day, or with the day where it is not today; warnings and failures are coloured."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("event_log")
        self.setAccessibleName(self.tr("Log"))
        self.setReadOnly(True)
        self._lines: deque[Line] = deque(maxlen=MOST_LINES)
        theme().changed.connect(self._rewrite)
        self.setMaximumBlockCount(MOST_LINES)
        self.setPlaceholderText(self.tr("What happens while training is told here."))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def add(self, text: str, role: str = "text", moment: datetime | None = None) -> Line:
        """Add a line in the colour of a role of the theme and return it."""
        line = Line(moment or datetime.now(), text, role)
        self._lines.append(line)
        self._write([line])
        return line

    def show_lines(self, lines: Iterable[Line]) -> None:
        """Show these lines in place of all there were."""
        self._lines.clear()
        self._lines.extend(lines)
        self._rewrite()

    def _write(self, lines: Iterable[Line]) -> None:
        at_end = self.verticalScrollBar().value() >= self.verticalScrollBar().maximum() - 4
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for line in lines:
            if not self.document().isEmpty():
                cursor.insertBlock()
            cursor.insertText(f"{_time_of(line.moment)}  ", _format(theme().colour("muted")))
            cursor.insertText(line.text, _format(theme().colour(line.role)))
        cursor.endEditBlock()
        if at_end:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    @Slot()
    def _rewrite(self) -> None:
        """Write every line again, in the colours of the present look."""
        self.clear()
        self._write(self._lines)


def _time_of(moment: datetime) -> str:
    return f"{moment:%H:%M:%S}" if moment.date() == date.today() else f"{moment:%Y-%m-%d %H:%M}"


def _format(colour: QColor) -> QTextCharFormat:
    text_format = QTextCharFormat()
    text_format.setForeground(colour)
    return text_format
