"""Python's cyclic garbage collected in the window's thread only, in short portions.

Python collects in whichever thread happens to allocate. There it may destroy widgets, which Qt allows in their own
thread alone, and a full collection stops every thread for longer than a picture lasts. What is young is looked through
ten times a second, for the tracing of one graph makes a hundred thousand objects in a second; everything only when a
run has ended: that takes 30 to 60 ms, and hardly anything old becomes garbage while nothing ends.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL_MS = 100
SOON = 10  # intervals


class GarbageCollector(QObject):
    """Takes over from Python's automatic collection while it lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._until_all = 0
        gc.disable()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start()

    def stop(self) -> None:
        """Give the collection back to Python."""
        self._timer.stop()
        gc.enable()

    @Slot()
    def freeze(self) -> None:
        """Leave everything that lives now out of later collections: TensorFlow alone brings half a million objects."""
        gc.freeze()

    @Slot()
    def collect_soon(self) -> None:
        """Look through everything in a second, when a run that ended has let go of its graphs."""
        self._until_all = SOON

    @Slot()
    def _on_timeout(self) -> None:
        self._until_all -= 1
        gc.collect(2 if self._until_all == 0 else 1)
