"""Seed and truncation: where the picture starts from, and how far from the middle it is drawn."""

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.ui.icons import icon
from studio.ui.panels.explore_value_slider import ValueSlider
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type
from studio.ui.widgets.calm import CalmSpinBox
from studio.ui.widgets.tool_buttons import tool_button

LARGEST_SEED = 2**31 - 1


class SeedBox(CalmSpinBox):
    """A seed."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setRange(0, LARGEST_SEED)
        self.setMinimumWidth(84)
        self.lineEdit().setTextMargins(Spacing.TINY, 0, Spacing.TINY, 0)
        set_type(self, Type.NUMBER)

    def show_seed(self, seed: int) -> None:
        """Show a seed without telling of it."""
        with QSignalBlocker(self):
            self.setValue(seed)


class SeedPanel(QFrame):
    """Asks for a seed, a random seed, a reset, a truncation."""

    seed_chosen = Signal(int)
    random_wanted = Signal()
    reset_wanted = Signal()
    truncation_changed = Signal(float)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_seed_panel")
        set_role(self, "card")
        self._seed = SeedBox("explore_seed", self.tr("Seed"))
        self._random = QPushButton(icon("dice"), self.tr("Randomise"))
        self._random.setObjectName("explore_random")
        self._random.setToolTip(self.tr("Another seed; locked sliders stay (R)"))
        self._reset = tool_button(
            "explore_reset",
            "refresh",
            self.tr("Back to the seed"),
            self.tr("The picture was changed since this seed: go back to it"),
        )
        self._truncation = ValueSlider("explore_truncation", self.tr("Truncation"), minimum=0.0, maximum=1.5)
        self._truncation.setToolTip(
            self.tr("Below 1 pictures are more typical and more alike, above 1 more unusual and less sound")
        )
        self._lay_out()
        self._seed.valueChanged.connect(self.seed_chosen)
        self._random.clicked.connect(self._on_random)
        self._reset.clicked.connect(self._on_reset)
        self._truncation.value_changed.connect(self.truncation_changed)
        self._truncation.released.connect(self.released)

    def show_place(self, seed: int | None, truncation: float) -> None:
        """Show the seed, or, when None, that the last one shown was left by hand."""
        if seed is not None:
            self._seed.show_seed(seed)
        self._reset.setEnabled(seed is None)
        self._truncation.set_value(truncation)

    def seed(self) -> int:
        """The seed that is shown."""
        return self._seed.value()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(Spacing.SMALL)
        first.addWidget(QLabel(self.tr("Seed")))
        first.addWidget(self._seed, 1)
        first.addWidget(self._reset)
        first.addWidget(self._random)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.MEDIUM, Spacing.MEDIUM, Spacing.MEDIUM, Spacing.MEDIUM)
        layout.setSpacing(Spacing.SMALL)
        layout.addLayout(first)
        layout.addWidget(self._truncation)

    @Slot()
    def _on_random(self) -> None:
        self.random_wanted.emit()

    @Slot()
    def _on_reset(self) -> None:
        self.reset_wanted.emit()
