"""The preview: how pictures are made to fit, and some of them before and after, as the settings are changed."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from studio.core.errors import StudioError
from studio.core.progress import Progress
from studio.core.sections.data import DataSettings
from studio.data.listing import Item, Source
from studio.data.preview import Sample, Samples, read_samples
from studio.ui.icons import icon
from studio.ui.panels.data_fit_bar import FitBar
from studio.ui.panels.data_pairs import PairGrid
from studio.ui.theme import set_role
from studio.ui.threads.background import Task, run_in_background
from studio.ui.tokens import Spacing

SHOWN = 12
DELAY_MS = 60
Read = tuple[Samples, list[Sample]]


class PreviewPanel(QWidget):
    """Reads its pictures in the background, only while it is seen. `edited` carries {dotted key: value}."""

    edited = Signal(dict)

    def __init__(self, settings: DataSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_preview")
        self._settings = settings
        self._source: Source | None = None
        self._items: Sequence[Item] = ()
        self._chosen: Sequence[Item] = ()
        self._samples: Samples | None = None
        self._task: Task | None = None
        self._random = np.random.default_rng()
        self._delay = QTimer(self, interval=DELAY_MS, singleShot=True)
        self._delay.timeout.connect(self._read)
        self._fit, self._pairs, self._trouble = FitBar(settings), PairGrid(), QLabel()
        self._reading = QLabel(self.tr("Reading some pictures…"))
        set_role(self._reading, "muted")
        self._fit.edited.connect(self.edited)
        self._trouble.setWordWrap(True)
        set_role(self._trouble, "bad")
        self._trouble.hide()
        self._lay_out()

    def show_source(self, source: Source, items: Sequence[Item]) -> None:
        """Preview pictures from all over the set."""
        self._source, self._items = source, items
        places = np.linspace(0, len(items) - 1, min(SHOWN, len(items))).round().astype(int)
        self._show_sample(places.tolist())

    def set_settings(self, settings: DataSettings) -> None:
        """Show the pictures as these settings make them."""
        if settings != self._settings:
            self._settings = settings
            self._fit.set_settings(settings)
            self._delay.start()

    def shutdown(self) -> None:
        """Read nothing more."""
        self._delay.stop()
        if self._task is not None:
            self._task.cancel()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._delay.start()

    def _show_sample(self, places: Sequence[int]) -> None:
        self._chosen = [self._items[place] for place in places]
        self._samples = None
        self._pairs.show_pairs((), (), self._settings)
        self._reading.show()
        self._delay.start()

    @Slot()
    def _read(self) -> None:
        if self._source is None or not self.isVisible():
            return
        if self._task is not None:
            self._task.cancel()
        self._task = run_in_background(partial(_read, self._source, self._chosen, self._settings, self._samples))
        self._task.finished.connect(self._on_read)
        self._task.failed.connect(self._on_failed)

    @Slot(object)
    def _on_read(self, read: Read) -> None:
        if self.sender() is self._task:
            self._task = None
            self._reading.hide()
            self._trouble.hide()
            self._samples, results = read
            self._others.setEnabled(bool(self._samples.files))  # of an array, the first ones are shown
            self._pairs.show_pairs(self._samples.originals, results, self._settings)

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        if self.sender() is self._task:
            self._task = None
            self._trouble.setText(str(error))
            self._trouble.show()

    @Slot()
    def _on_others(self) -> None:
        chosen = self._random.choice(len(self._items), min(SHOWN, len(self._items)), replace=False)
        self._show_sample(np.sort(chosen).tolist())

    def _lay_out(self) -> None:
        self._others = others = QPushButton(icon("dice"), "")
        others.setObjectName("data_other_samples")
        others.setAccessibleName(self.tr("Preview other pictures"))
        others.setToolTip(self.tr("Preview other pictures of the set"))
        others.clicked.connect(self._on_others)
        top = QHBoxLayout()
        top.addWidget(self._fit, 1)
        top.addWidget(others)
        inner = QWidget()
        set_role(inner, "plain")
        holder = QVBoxLayout(inner)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(self._pairs)
        holder.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("data_pairs_scroll")
        scroll.setAccessibleName(self._pairs.accessibleName())
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Spacing.MEDIUM, 0, 0)
        column.setSpacing(Spacing.MEDIUM)
        column.addLayout(top)
        column.addWidget(self._trouble)
        column.addWidget(self._reading)
        column.addWidget(scroll, 1)


def _read(
    source: Source, items: Sequence[Item], settings: DataSettings, known: Samples | None, progress: Progress
) -> Read:
    """Read the pictures as they are, unless they are known, and as the settings make them."""
    samples = known or read_samples(source, items, SHOWN, progress)
    return samples, samples.fitted(settings, progress)
