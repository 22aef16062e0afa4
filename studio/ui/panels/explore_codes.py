"""InfoGAN's structured codes: a category to pick, and continuous codes to slide."""

import numpy as np
from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.core.codes import Codes
from studio.ui.panels.explore_sliders import SliderPages
from studio.ui.tokens import Spacing
from studio.ui.widgets.calm import CalmComboBox


class CodesPanel(QWidget):
    """Asks for a category, or for a continuous code's value in -1..1."""

    category_chosen = Signal(int)
    value_changed = Signal(int, float)
    reset_wanted = Signal(int)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_codes_panel")
        self._codes = Codes()
        self._category = CalmComboBox()
        self._category.setObjectName("explore_category")
        self._category.setAccessibleName(self.tr("Category"))
        self._category.setToolTip(self.tr("A kind of picture that training found without labels"))
        self._label = QLabel(self.tr("Category"))
        self._sliders = SliderPages("explore_codes", minimum=-1.0, maximum=1.0, label_px=60)
        row = QHBoxLayout()
        row.addWidget(self._label)
        row.addWidget(self._category, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Spacing.MEDIUM, 0, 0)
        layout.setSpacing(Spacing.SMALL)
        layout.addLayout(row)
        layout.addWidget(self._sliders, 1)
        self._category.activated.connect(self.category_chosen)
        self._sliders.value_changed.connect(self._on_value_changed)
        self._sliders.reset_wanted.connect(self.reset_wanted)
        self._sliders.released.connect(self.released)

    def set_codes(self, codes: Codes) -> None:
        """Show the codes of another generator."""
        self._codes = codes
        self._category.clear()
        self._category.addItems([self.tr("Category {0}").format(number + 1) for number in range(codes.categories)])
        for widget in (self._label, self._category):
            widget.setVisible(codes.categories > 0)
        self._sliders.set_names([self.tr("Code {0}").format(number + 1) for number in range(codes.continuous)])

    def show_latent(self, latent: np.ndarray) -> None:
        """Show the codes of a latent float32 (latent_size,) without telling of them."""
        if self._codes.categories:
            with QSignalBlocker(self._category):
                self._category.setCurrentIndex(self._codes.category(latent))
        values = [self._codes.value(latent, number) for number in range(self._codes.continuous)]
        self._sliders.set_values(np.array(values, np.float32))

    @Slot(int, float)
    def _on_value_changed(self, number: int, value: float) -> None:
        self.value_changed.emit(number, min(max(value, -1.0), 1.0))
