"""What is being explored: run, checkpoint, and whether to follow the training that is under way."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QWidget

from studio.ui.icons import icon
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type
from studio.ui.widgets.calm import CalmComboBox

NEWEST = -1


class ExploreHeader(QWidget):
    """Shows the generator's name and step; asks for another one, for a checkpoint, for following."""

    open_wanted = Signal()
    checkpoint_chosen = Signal(int)
    follow_changed = Signal(bool)
    weights_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_header")
        self._name = QLabel()
        set_type(self._name, Type.HEADING)
        self._facts = QLabel()
        set_role(self._facts, "muted")
        self._checkpoint = CalmComboBox()
        self._checkpoint.setObjectName("explore_checkpoint")
        self._checkpoint.setAccessibleName(self.tr("Checkpoint"))
        self._checkpoint.setToolTip(self.tr("The moment of training that is explored"))
        self._weights = CalmComboBox()
        self._weights.setObjectName("explore_weights")
        self._weights.setAccessibleName(self.tr("Weights"))
        self._weights.setToolTip(
            self.tr("Averaged weights are steadier and what is exported; raw ones are in training")
        )
        self._weights.addItem(self.tr("Averaged"), False)
        self._weights.addItem(self.tr("Raw"), True)
        self._weights.activated.connect(self._on_weights)
        self._follow = QCheckBox(self.tr("Follow training"))
        self._follow.setObjectName("explore_follow")
        self._follow.setToolTip(self.tr("Take new weights as training goes on; sliders stay where they are"))
        self._open = QPushButton(icon("folder"), self.tr("Open…"))
        self._open.setObjectName("explore_open")
        self._open.setToolTip(self.tr("Open a run's folder or an exported .onnx file (Ctrl+O)"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Spacing.MEDIUM)
        layout.addWidget(self._name)
        layout.addWidget(self._facts)
        layout.addStretch(1)
        layout.addWidget(self._follow)
        layout.addWidget(self._weights)
        layout.addWidget(self._checkpoint)
        layout.addWidget(self._open)
        self._checkpoint.activated.connect(self._on_activated)
        self._follow.toggled.connect(self.follow_changed)
        self._open.clicked.connect(self._on_open)

    def show_generator(self, name: str, facts: str) -> None:
        """Show what is explored, such as "roses" and "step 1,200 · 64 × 64"."""
        self._name.setText(name)
        self._facts.setText(facts)

    def show_checkpoints(self, steps: Sequence[int], current: int, best: int | None = None) -> None:
        """Offer these checkpoints, the newest first; `current` is a step or `NEWEST`, `best` has the best score."""
        with QSignalBlocker(self._checkpoint):
            self._checkpoint.clear()
            self._checkpoint.addItem(self.tr("Newest checkpoint"), NEWEST)
            for step in reversed(steps):
                text = self.tr("Step {0} (best score)") if step == best else self.tr("Step {0}")
                self._checkpoint.addItem(text.format(f"{step:,}"), step)
            self._checkpoint.setCurrentIndex(max(0, self._checkpoint.findData(current)))
        self._checkpoint.setVisible(bool(steps))
        self._weights.setVisible(bool(steps))
        self._follow.setVisible(bool(steps) or self._follow.isChecked())

    def set_follow(self, follow: bool) -> None:  # noqa: FBT001  a slot
        """Switch following on or off, as if the user had."""
        self._follow.setChecked(follow)
        self._follow.setVisible(True)

    @property
    def follows(self) -> bool:
        """Whether following is switched on."""
        return self._follow.isChecked()

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        self.checkpoint_chosen.emit(self._checkpoint.itemData(index))

    @property
    def raw(self) -> bool:
        """Whether the raw weights are wanted."""
        return self._weights.currentData()

    @Slot(int)
    def _on_weights(self, index: int) -> None:
        self.weights_chosen.emit(self._weights.itemData(index))

    @Slot()
    def _on_open(self) -> None:
        self.open_wanted.emit()
