"""The status bar: state, step, rate, time and when the run was saved, in places that do not move."""

import time

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from studio.core.run_status import RunStatus
from studio.ui.theme import set_type
from studio.ui.tokens import Type
from studio.ui.words import ago, duration, rate

TICK_MS = 1000


class StatusLine(QStatusBar):
    """Shows a `RunStatus`; the age of the last checkpoint goes on by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_line")
        self.setSizeGripEnabled(False)
        self._status = RunStatus()
        self._labels: dict[str, QLabel] = {}
        for name, width in (("step", 190), ("rate", 130), ("elapsed", 130), ("left", 130), ("saved", 130)):
            label = QLabel()
            label.setObjectName(f"status_{name}")
            label.setMinimumWidth(width)
            set_type(label, Type.NUMBER)
            self.addPermanentWidget(label)
            self._labels[name] = label
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._on_tick)
        self._ticks.start()
        self.show_status(self._status)

    def show_status(self, status: RunStatus) -> None:
        """Show where a run stands."""
        self._status = status
        known = bool(status.target_step)
        step = f"{status.step:,} / {status.target_step:,}" if known else "–"
        self._set("step", self.tr("Step %1"), step)
        self._set("rate", self.tr("%1 pictures/s"), rate(status.pictures_per_second))
        self._set("elapsed", self.tr("Trained %1"), duration(status.seconds) if known else "–")
        self._set("left", self.tr("Left %1"), duration(status.eta_s))
        self._on_tick()

    def _set(self, name: str, text: str, value: str) -> None:
        self._labels[name].setText(text.replace("%1", value))

    @Slot()
    def _on_tick(self) -> None:
        saved = self._status.saved_at
        self._set("saved", self.tr("Saved %1"), "–" if saved is None else ago(time.time() - saved))
