"""Progress in a strip: what is done, how far it is, how quick, how long it will take, and a button to cancel it."""

import time

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type
from studio.ui.words import duration

SURE_AFTER_S = 0.7  # before, a rate would be a guess


class ProgressStrip(QWidget):
    """Hidden while nothing is done; `cancel_wanted` asks whoever does it to stop."""

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progress_strip")
        self._started = 0.0
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self.show)
        self._text, self._bar, self._pace = QLabel(), QProgressBar(), QLabel()
        for label, step in ((self._text, Type.NUMBER), (self._pace, Type.CAPTION)):
            set_type(label, step)
            set_role(label, "muted")
            label.setWordWrap(True)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setObjectName("progress_cancel")
        cancel.setAccessibleName(self.tr("Cancel"))
        set_role(cancel, "quiet")
        cancel.clicked.connect(self.cancel_wanted)
        left = QVBoxLayout()
        left.setSpacing(Spacing.TINY)
        for widget in (self._text, self._bar, self._pace):
            left.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Spacing.MEDIUM)
        row.addLayout(left, 1)
        row.addWidget(cancel)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return f"{self._text.text()} {self._pace.text()}".strip()

    def start(self, what: str, *, patience_ms: int = 0) -> None:
        """Show that work has begun, at once or when it has not ended after a while."""
        self._started = time.monotonic()
        self._text.setText(what)
        self._pace.clear()
        self._bar.setRange(0, 0)
        if patience_ms:
            self._patience.start(patience_ms)
        else:
            self.show()

    @Slot()
    def end(self) -> None:
        """Show nothing any more."""
        self._patience.stop()
        self.hide()

    @Slot(int, int, str)
    def show_share(self, done: int, total: int, what: str) -> None:
        """Show how far the work is where its pieces mean nothing to people: without their numbers."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._text.setText(f"{what}…")
        seconds = time.monotonic() - self._started
        if done and total and seconds >= SURE_AFTER_S:
            left = duration(seconds / done * (total - done))
            self._pace.setText(self.tr("%1 left").replace("%1", left))

    @Slot(int, int, str)
    def show_progress(self, done: int, total: int, what: str) -> None:
        """Show how far the work is."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        seconds = time.monotonic() - self._started
        self._text.setText(f"{what}: {done:,} / {total:,}" if total else f"{what}: {done:,}")
        if seconds < SURE_AFTER_S or not done:
            return
        pace = self.tr("%1 a second").replace("%1", f"{done / seconds:,.0f}")
        if total:
            left = self.tr("%1 left").replace("%1", duration(seconds / done * (total - done)))
            pace = f"{pace} · {left}"
        self._pace.setText(pace)
