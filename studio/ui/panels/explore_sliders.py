"""Pages of sliders, one for each coordinate, direction or class, with locks and a jump to any of them."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from studio.ui.icons import icon
from studio.ui.panels.explore_value_slider import ValueSlider
from studio.ui.theme import set_role
from studio.ui.tokens import Spacing
from studio.ui.widgets.range import Range
from studio.ui.widgets.tool_buttons import tool_button

ROWS = 10


class SliderPages(QWidget):
    """Any number of named values, `ROWS` at a time; `reset` is the icon and the label of what stands beside each.

    `value_changed` tells number and value while one changes, `released` when it is done, `reset_wanted` the number of
    a value that shall go back to where it was, `lock_changed` number and state of a lock, `page_turned` that other
    values are shown.
    """

    value_changed = Signal(int, float)
    released = Signal()
    reset_wanted = Signal(int)
    lock_changed = Signal(int, bool)
    page_turned = Signal()

    def __init__(
        self,
        name: str,
        *,
        minimum: float,
        maximum: float,
        lockable: bool = False,
        label_px: int = 34,
        reset: tuple[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._names: list[str] = []
        self._shown: list[int] = []
        self._page = 0
        self._values = np.zeros(0, np.float32)
        self._locked = np.zeros(0, bool)
        self._ranges: dict[str, Range] = {}
        picture, label = reset or ("undo", self.tr("Back to the seed's value"))
        self._rows = [
            _Row(
                f"{name}_{i}",
                ValueSlider(f"{name}_{i}", str(i + 1), minimum=minimum, maximum=maximum, label_px=label_px),
            )
            for i in range(ROWS)
        ]
        for row in self._rows:
            row.lock.setVisible(lockable)
            row.reset.setIcon(icon(picture, "muted"))
            row.reset.setToolTip(label)
            row.reset.setAccessibleName(label)
        self._search = QLineEdit()
        self._search.setObjectName(f"{name}_search")
        self._search.setAccessibleName(self.tr("Find a slider"))
        self._search.setPlaceholderText(self.tr("Find by number or name"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._on_searched)
        self._where = QLabel()
        set_role(self._where, "muted")
        self._before = self._arrow(f"{name}_before", "chevron-left", self.tr("Previous page"), -1)
        self._after = self._arrow(f"{name}_after", "chevron-right", self.tr("Next page"), 1)
        self._lay_out()
        for place, row in enumerate(self._rows):
            row.slider.value_changed.connect(lambda value, place=place: self._on_value_changed(place, value))
            row.slider.released.connect(self.released)
            row.slider.range_changed.connect(lambda wanted, place=place: self._on_range_changed(place, wanted))
            row.reset.clicked.connect(lambda _=False, place=place: self.reset_wanted.emit(self._number(place)))
            row.lock.toggled.connect(lambda locked, place=place: self._on_locked(place, locked))

    def set_names(self, names: Sequence[str]) -> None:
        """Show values with these names, all unlocked, from the first page on."""
        self._names = list(names)
        self._values = np.zeros(len(names), np.float32)
        self._locked = np.zeros(len(names), bool)
        self._page = 0
        self._search.setVisible(len(names) > ROWS)
        self._on_searched(self._search.text())

    @property
    def shown(self) -> list[int]:
        """The numbers of the values on this page."""
        return self._on_page()

    def show_ends(self, numbers: Sequence[int], before: np.ndarray, after: np.ndarray) -> None:
        """Show what lies towards both ends of these values, uint8 (n, height, width, channels) each."""
        places = {number: place for place, number in enumerate(self._on_page())}
        for number, left, right in zip(numbers, before, after, strict=True):
            if number in places:
                self._rows[places[number]].slider.show_ends(left, right)

    def set_values(self, values: np.ndarray) -> None:
        """Show float32 (count,) without telling of it."""
        self._values = values
        for place, number in enumerate(self._on_page()):
            self._rows[place].slider.set_value(float(values[number]))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self._before)
        foot.addWidget(self._where, 1, Qt.AlignmentFlag.AlignCenter)
        foot.addWidget(self._after)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Spacing.SMALL, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._search)
        layout.addSpacing(Spacing.TINY)
        for row in self._rows:
            layout.addWidget(row)
        layout.addStretch(1)
        layout.addLayout(foot)

    def _arrow(self, name: str, picture: str, label: str, by: int) -> QToolButton:
        button = tool_button(name, picture, label)
        button.clicked.connect(lambda: self._turn(by))
        return button

    def _number(self, place: int) -> int:
        return self._on_page()[place]

    def _on_page(self) -> list[int]:
        return self._shown[self._page * ROWS : (self._page + 1) * ROWS]

    def _turn(self, by: int) -> None:
        self._page += by
        self._show_page()

    def _show_page(self) -> None:
        pages = max(1, -(-len(self._shown) // ROWS))
        self._page = min(max(self._page, 0), pages - 1)
        on_page = self._on_page()
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(on_page))
        for place, number in enumerate(on_page):
            name = self._names[number]
            self._rows[place].slider.hide_ends()
            self._rows[place].show_range(self._ranges.get(name))
            self._rows[place].show_state(name, float(self._values[number]), self._locked[number])
        self._before.setEnabled(self._page > 0)
        self._after.setEnabled(self._page < pages - 1)
        for widget in (self._before, self._after, self._where):
            widget.setVisible(pages > 1)
        if on_page:
            first, last = on_page[0] + 1, on_page[-1] + 1
            self._where.setText(self.tr("{0} to {1} of {2}").format(first, last, len(self._names)))
        self.page_turned.emit()

    def _on_value_changed(self, place: int, value: float) -> None:
        number = self._number(place)
        self._values = self._values.copy()
        self._values[number] = value
        self.value_changed.emit(number, value)

    def _on_range_changed(self, place: int, wanted: Range) -> None:
        self._ranges[self._names[self._number(place)]] = wanted

    def _on_locked(self, place: int, locked: bool) -> None:  # noqa: FBT001  a slot
        self._locked[self._number(place)] = locked
        self.lock_changed.emit(self._number(place), locked)

    @Slot(str)
    def _on_searched(self, text: str) -> None:
        wanted = text.strip().casefold()
        self._shown = [i for i, name in enumerate(self._names) if wanted in name.casefold()]
        self._page = 0
        self._show_page()


class _Row(QWidget):
    """One slider with its reset and its lock."""

    def __init__(self, name: str, slider: ValueSlider) -> None:
        super().__init__()
        self.slider = slider
        self.reset = _small_button(f"{name}_reset", "undo", "")
        self.lock = _small_button(f"{name}_lock", "unlock", self.tr("Keep when randomising"))
        self.lock.setCheckable(True)
        self.lock.toggled.connect(self._show_lock)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.slider, 1)
        layout.addSpacing(Spacing.TINY)
        layout.addWidget(self.reset)
        layout.addWidget(self.lock)

    def show_range(self, wanted: Range | None) -> None:
        """Let the slider have this range, or its standard one."""
        if wanted is None:
            self.slider.set_standard_range()
        else:
            self.slider.set_range(wanted)

    def show_state(self, label: str, value: float, locked: bool) -> None:  # noqa: FBT001  three plain values
        self.slider.set_label(label)
        self.slider.set_value(value)
        with QSignalBlocker(self.lock):
            self.lock.setChecked(bool(locked))
        self._show_lock(bool(locked))

    @Slot(bool)
    def _show_lock(self, locked: bool) -> None:  # noqa: FBT001  a slot
        self.lock.setIcon(icon("lock" if locked else "unlock", "accent" if locked else "muted"))


def _small_button(name: str, picture: str, label: str) -> QToolButton:
    button = tool_button(name, picture, label)
    button.setIcon(icon(picture, "muted"))
    button.setFixedSize(30, 28)
    return button
