"""A slider with its number beside it: dragged, typed, or stepped by keys; the wheel scrolls the page, not the value."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QSlider, QWidget

from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type

STEPS = 1000  # positions of the slider between its ends


class ValueSlider(QWidget):
    """A number between two bounds; `value_changed` while it changes, `released` when a drag or an entry is done."""

    value_changed = Signal(float)
    released = Signal()

    def __init__(
        self, name: str, label: str, *, minimum: float, maximum: float, label_px: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._minimum, self._maximum = minimum, maximum
        self._label = QLabel(label)
        self._label.setMinimumWidth(label_px)
        self._slider = _CalmSlider()
        self._slider.setObjectName(f"{name}_slider")
        self._slider.setRange(0, STEPS)
        self._slider.setPageStep(STEPS // 20)
        self._number = _CalmNumber()
        self._number.setObjectName(f"{name}_number")
        self._number.setDecimals(2)
        self._number.setRange(-1_000.0, 1_000.0)
        self._number.setSingleStep((maximum - minimum) / 60)
        set_role(self._number, "bare")
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._number.setFixedWidth(58)
        self._number.lineEdit().setTextMargins(Spacing.TINY, 0, Spacing.TINY, 0)
        set_type(self._number, Type.NUMBER)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Spacing.SMALL)
        layout.addWidget(self._label)
        layout.addWidget(self._slider, 1)
        layout.addWidget(self._number)
        self._slider.valueChanged.connect(self._on_slid)
        self._slider.sliderReleased.connect(self.released)
        self._number.valueChanged.connect(self._on_typed)
        self._number.editingFinished.connect(self.released)
        self.set_label(label)
        self.set_value(minimum)

    def set_label(self, label: str) -> None:
        """Name the value."""
        self._label.setText(label)
        self._slider.setAccessibleName(label)
        self._number.setAccessibleName(label)

    def value(self) -> float:
        """The number, which may have been typed beyond the slider's ends."""
        return self._number.value()

    def set_value(self, value: float) -> None:
        """Show a number without telling of it."""
        self._show_on_slider(value)
        with QSignalBlocker(self._number):
            self._number.setValue(value)

    def is_dragged(self) -> bool:
        """Whether the mouse holds the slider."""
        return self._slider.isSliderDown()

    def _show_on_slider(self, value: float) -> None:
        part = (value - self._minimum) / (self._maximum - self._minimum)
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(part * STEPS))

    @Slot(int)
    def _on_slid(self, position: int) -> None:
        value = self._minimum + (self._maximum - self._minimum) * position / STEPS
        with QSignalBlocker(self._number):
            self._number.setValue(value)
        self.value_changed.emit(value)

    @Slot(float)
    def _on_typed(self, value: float) -> None:
        self._show_on_slider(value)
        self.value_changed.emit(value)


class _CalmSlider(QSlider):
    """A slider that the wheel moves only while it has the focus."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class _CalmNumber(QDoubleSpinBox):
    """A number field that the wheel changes only while it has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()
