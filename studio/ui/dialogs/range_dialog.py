"""Asking for a slider's range and for how far one press of a key moves it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QDoubleSpinBox, QVBoxLayout, QWidget

from studio.ui.tokens import Spacing
from studio.ui.widgets.fields import form_of
from studio.ui.widgets.range import Range

LARGEST = 1_000.0


class RangeDialog(QDialog):
    """Offers the range it is given; `chosen` tells another one."""

    chosen = Signal(object)

    def __init__(self, label: str, shown: Range, standard: Range, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("range_dialog")
        self.setWindowTitle(self.tr("Range of {0}").format(label))
        self._standard = standard
        self._minimum = self._number("range_minimum", self.tr("From"), -LARGEST)
        self._maximum = self._number("range_maximum", self.tr("To"), -LARGEST)
        self._step = self._number("range_step", self.tr("Step of a key"), 0.001)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok
            | QDialogButtonBox.StandardButton.Cancel
            | QDialogButtonBox.StandardButton.RestoreDefaults
        )
        self._buttons.setObjectName("range_buttons")
        form = form_of((field.accessibleName(), field) for field in (self._minimum, self._maximum, self._step))
        for field in (self._minimum, self._maximum, self._step):
            field.valueChanged.connect(self._update)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.WIDE, Spacing.WIDE, Spacing.WIDE, Spacing.LARGE)
        layout.setSpacing(Spacing.LARGE)
        layout.addLayout(form)
        layout.addWidget(self._buttons)
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)
        self._buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults).clicked.connect(self._on_restored)
        self._show(shown)

    def _number(self, name: str, label: str, least: float) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setObjectName(name)
        box.setAccessibleName(label)
        box.setDecimals(3)
        box.setRange(least, LARGEST)
        box.setSingleStep(0.5)
        return box

    def _show(self, shown: Range) -> None:
        self._minimum.setValue(shown.minimum)
        self._maximum.setValue(shown.maximum)
        self._step.setValue(shown.step)

    @Slot()
    def _update(self) -> None:
        sound = self._minimum.value() < self._maximum.value()
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(sound)

    @Slot()
    def _on_restored(self) -> None:
        self._show(self._standard)

    @Slot()
    def _on_accepted(self) -> None:
        self.chosen.emit(Range(self._minimum.value(), self._maximum.value(), self._step.value()))
        self.accept()
