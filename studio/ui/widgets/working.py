"""Work under way: what is done, how far it is, and a button to cancel it; or why it failed."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type

WIDTH_PX = 460


class Working(QWidget):
    """Shows a title, a bar and a sentence; `cancel_wanted` also closes a failure."""

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._what, self._bar = QLabel(), QLabel(), QProgressBar()
        self._button = QPushButton()
        self._button.setObjectName("working_cancel")
        self._button.clicked.connect(self.cancel_wanted)
        set_type(self._title, Type.TITLE)
        set_role(self._what, "muted")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        for label in (self._title, self._what):
            label.setObjectName("reason")
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._say(self.tr("Cancel"))
        middle = QWidget()
        middle.setFixedWidth(WIDTH_PX)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Spacing.MEDIUM)
        column.addStretch(1)
        for widget in (self._title, self._bar, self._what):
            column.addWidget(widget)  # without an alignment, which would take the height of lines that are not broken
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(middle)
        row.addStretch(1)

    def start(self, title: str) -> None:
        """Show that work has begun."""
        self._title.setText(title)
        self._what.clear()
        self._bar.setRange(0, 0)
        self._bar.show()
        self._say(self.tr("Cancel"))

    @Slot(int, int, str)
    def show_progress(self, done: int, total: int, what: str) -> None:
        """Show how far the work is."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._what.setText(f"{what}: {done:,} / {total:,}" if total else what)

    def show_failure(self, headline: str, detail: str) -> None:
        """Show why the work failed."""
        self._title.setText(headline)
        self._what.setText(detail)
        self._bar.hide()
        self._say(self.tr("Back"))

    def _say(self, text: str) -> None:
        self._button.setText(text)
        self._button.setAccessibleName(text)
