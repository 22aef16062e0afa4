"""A slider with its number beside it: dragged, typed, or stepped by keys; the wheel scrolls the page, not the value."""

import numpy as np
from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QMenu, QSlider, QWidget

from studio.ui.dialogs.range_dialog import RangeDialog
from studio.ui.icons import icon
from studio.ui.panels.explore_picture import to_qimage
from studio.ui.pixels import fitted_pixmap
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type
from studio.ui.widgets.range import Range

END_PX = 26
STEPS = 1000  # positions of the slider between its ends


class ValueSlider(QWidget):
    """A number between two bounds; `value_changed` while it changes, `released` when a drag or an entry is done.

    A right click on it offers another range, of which `range_changed` tells.
    """

    value_changed = Signal(float)
    released = Signal()
    range_changed = Signal(object)

    def __init__(
        self, name: str, label: str, *, minimum: float, maximum: float, label_px: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._standard = self._range = Range.of(minimum, maximum)
        self._label = QLabel(label)
        self._label.setMinimumWidth(label_px)
        self._slider = _CalmSlider()
        self._slider.setObjectName(f"{name}_slider")
        self._slider.setRange(0, STEPS)
        self._slider.setPageStep(STEPS // 20)
        self._number = _CalmNumber()
        self._number.setObjectName(f"{name}_number")
        self._number.setRange(-1_000.0, 1_000.0)
        set_role(self._number, "bare")
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._number.setFixedWidth(58)
        self._number.lineEdit().setTextMargins(Spacing.TINY, 0, Spacing.TINY, 0)
        set_type(self._number, Type.NUMBER)
        self._before, self._after = _EndPicture(f"{name}_before"), _EndPicture(f"{name}_after")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Spacing.SMALL)
        layout.addWidget(self._label)
        layout.addWidget(self._before)
        layout.addWidget(self._slider, 1)
        layout.addWidget(self._after)
        layout.addWidget(self._number)
        self._slider.valueChanged.connect(self._on_slid)
        self._slider.sliderReleased.connect(self.released)
        self._number.valueChanged.connect(self._on_typed)
        self._number.editingFinished.connect(self.released)
        self._slider.setToolTip(self.tr("Right click for its range and step"))
        self._slider.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._slider.customContextMenuRequested.connect(self._on_menu)
        self._choose_range = QAction(icon("settings"), self.tr("Range and step…"), self)
        self._choose_range.setObjectName(f"{name}_range")
        self._choose_range.triggered.connect(self._on_range_wanted)
        self.set_label(label)
        self.set_range(self._range)
        self.set_value(minimum)

    def set_label(self, label: str) -> None:
        """Name the value."""
        self._label.setText(label)
        self._slider.setAccessibleName(label)
        self._number.setAccessibleName(label)

    def set_range(self, wanted: Range) -> None:
        """Let the slider reach from `minimum` to `maximum`; what is typed may lie beyond."""
        value = self.value()
        self._range = wanted
        with QSignalBlocker(self._number):
            self._number.setDecimals(2 if wanted.step >= 0.01 else 3)
        self._number.setSingleStep(wanted.step)
        self._slider.setSingleStep(max(1, round(STEPS * wanted.step / (wanted.maximum - wanted.minimum))))
        self._show_on_slider(value)

    def set_standard_range(self) -> None:
        """Take back a range that was chosen."""
        self.set_range(self._standard)

    def show_ends(self, before: np.ndarray, after: np.ndarray) -> None:
        """Show what lies towards the two ends, uint8 (height, width, channels)."""
        self._before.set_pixels(before)
        self._after.set_pixels(after)

    def hide_ends(self) -> None:
        """Show no pictures at the ends."""
        self._before.hide()
        self._after.hide()

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
        part = (value - self._range.minimum) / (self._range.maximum - self._range.minimum)
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(min(max(part, 0.0), 1.0) * STEPS))

    @Slot(int)
    def _on_slid(self, position: int) -> None:
        value = self._range.minimum + (self._range.maximum - self._range.minimum) * position / STEPS
        with QSignalBlocker(self._number):
            self._number.setValue(value)
        self.value_changed.emit(value)

    @Slot(float)
    def _on_typed(self, value: float) -> None:
        self._show_on_slider(value)
        self.value_changed.emit(value)

    @Slot(QPoint)
    def _on_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(self._choose_range)
        menu.exec(self._slider.mapToGlobal(point))
        menu.deleteLater()

    @Slot()
    def _on_range_wanted(self) -> None:
        dialog = RangeDialog(self._label.text(), self._range, self._standard, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._on_range_chosen)
        dialog.open()

    @Slot(object)
    def _on_range_chosen(self, wanted: Range) -> None:
        self.set_range(wanted)
        self.range_changed.emit(wanted)


class _EndPicture(QLabel):
    """A small picture of what lies at an end; hidden until there is one."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFixedSize(END_PX, END_PX)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def set_pixels(self, pixels: np.ndarray) -> None:
        self.setPixmap(fitted_pixmap(to_qimage(pixels), END_PX, self.devicePixelRatioF()))
        self.show()


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
