"""The way between two seeds: slid by hand, or played back and forth."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from studio.ui.icons import icon
from studio.ui.panels.explore_seed import SeedBox
from studio.ui.panels.explore_value_slider import ValueSlider
from studio.ui.theme import set_type
from studio.ui.tokens import Spacing, Type

TICK_MS = 33
STEP = 1 / 90  # of the way, each tick: three seconds from seed to seed


class BetweenPanel(QFrame):
    """Asks for the point `part` (0..1) of the way from one seed to another."""

    moved = Signal(int, int, float)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_between_panel")
        self._start = SeedBox("explore_between_start", self.tr("First seed"))
        self._end = SeedBox("explore_between_end", self.tr("Second seed"))
        self._start.setValue(1)
        self._end.setValue(2)
        self._part = ValueSlider("explore_between_part", self.tr("Way"), minimum=0.0, maximum=1.0)
        self._play = QToolButton()
        self._play.setObjectName("explore_between_play")
        self._play.setAccessibleName(self.tr("Play"))
        self._play.setToolTip(self.tr("Go back and forth between the two"))
        self._play.setCheckable(True)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._step = STEP
        self._lay_out()
        self._show_play(playing=False)
        self._play.toggled.connect(self._on_play)
        for seed in (self._start, self._end):
            seed.valueChanged.connect(self._tell)
        self._part.value_changed.connect(self._tell)
        self._part.released.connect(self.released)

    def stop(self) -> None:
        """Stand still."""
        self._play.setChecked(False)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Between two seeds"))
        set_type(title, Type.STRONG)
        head, seeds = QHBoxLayout(), QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._play)
        seeds.setSpacing(Spacing.SMALL)
        seeds.addWidget(self._start, 1)
        seeds.addWidget(QLabel(self.tr("to")))
        seeds.addWidget(self._end, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Spacing.SMALL, 0, 0)
        layout.setSpacing(Spacing.SMALL)
        layout.addLayout(head)
        layout.addLayout(seeds)
        layout.addWidget(self._part)
        layout.addStretch(1)

    def _show_play(self, *, playing: bool) -> None:
        self._play.setIcon(icon("pause" if playing else "play"))

    @Slot(bool)
    def _on_play(self, playing: bool) -> None:  # noqa: FBT001  a slot
        self._show_play(playing=playing)
        if playing:
            self._timer.start()
        else:
            self._timer.stop()
            self.released.emit()

    @Slot()
    def _on_tick(self) -> None:
        part = self._part.value() + self._step
        if not 0.0 <= part <= 1.0:
            self._step = -self._step
            part = min(max(part, 0.0), 1.0)
        self._part.set_value(part)
        self._tell()

    @Slot()
    def _tell(self) -> None:
        self.moved.emit(self._start.value(), self._end.value(), min(max(self._part.value(), 0.0), 1.0))

    def hideEvent(self, event: object) -> None:
        self.stop()
