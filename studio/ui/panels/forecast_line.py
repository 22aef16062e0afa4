"""One line under Start: how long the run would take and what it would need, measured when asked for."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from studio.engine.preflight import Forecast
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type
from studio.ui.words import rough_duration, size


class ForecastLine(QWidget):
    """Shows a `Forecast` or the work of measuring one; the button asks for it, or for its end."""

    measure_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._button = QLabel(), QPushButton()
        self._text.setObjectName("forecast")
        self._text.setWordWrap(True)
        set_role(self._text, "muted")
        set_type(self._text, Type.CAPTION)
        self._button.setObjectName("measure")
        self._button.clicked.connect(self._on_clicked)
        self._working = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Spacing.SMALL)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        self.clear()

    @Slot()
    def clear(self) -> None:
        """Show that nothing is known, as after a change of the recipe."""
        self._show(self.tr("Will it fit, and how long?"), working=False)

    @Slot(int, int, str)
    def show_progress(self, done: int, total: int, what: str) -> None:
        """Show how far measuring is."""
        self._show(f"{what}: {done:,} / {total:,}" if total else f"{what}…", working=True)

    def show_forecast(self, found: Forecast) -> None:
        """Show what was measured."""
        text = self.tr("About %1, %2 of memory, %3 of checkpoints").replace("%1", rough_duration(found.seconds))
        text = text.replace("%2", size(found.peak_memory)).replace("%3", size(found.disk_bytes))
        if found.largest_batch is not None:
            text += self.tr("; largest batch about %1").replace("%1", f"{found.largest_batch:,}")
        self._show(f"{text}.", working=False)

    def show_failure(self, text: str) -> None:
        """Show why nothing could be measured."""
        self._show(text, working=False)

    def set_allowed(self, allowed: bool, reason: str) -> None:  # noqa: FBT001  a slot
        """Let the button be used, or say why not."""
        self._button.setEnabled(allowed)
        explanation = self.tr(
            "Train a little to see (Ctrl+M); nothing is kept. It takes half a minute, or some minutes"
        )
        explanation += self.tr(" for large networks and on a busy machine, since TensorFlow is loaded anew for it.")
        self._button.setToolTip(reason or explanation)

    def _show(self, text: str, *, working: bool) -> None:
        self._working = working
        self._text.setText(text)
        label = self.tr("Cancel") if working else self.tr("Measure")
        self._button.setText(label)
        self._button.setAccessibleName(label)
        self._button.setShortcut("Ctrl+M")  # setText forgets it

    @Slot()
    def _on_clicked(self) -> None:
        self.cancel_wanted.emit() if self._working else self.measure_wanted.emit()
