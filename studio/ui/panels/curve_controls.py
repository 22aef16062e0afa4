"""The row above the curves: axis, scale, smoothing, which plots, which other runs, and saving."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from studio.ui.panels.curve_groups import axis_titles
from studio.ui.panels.curve_run_menu import CurveRunMenu
from studio.ui.panels.curve_series import Look
from studio.ui.panels.explore_value_slider import ValueSlider
from studio.ui.tokens import Spacing
from studio.ui.widgets.calm import CalmComboBox
from studio.ui.widgets.tool_buttons import menu_button, tool_button


class CurveControls(QWidget):
    """Edits a `Look` and asks for everything else."""

    look_changed = Signal(object)
    group_toggled = Signal(str, bool)
    choices_wanted = Signal()
    overlay_wanted = Signal(str)
    overlay_unwanted = Signal(str)
    figure_wanted = Signal(bool)
    table_wanted = Signal()
    fit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._axis = self._make_axis()
        self._log = QCheckBox(self.tr("Log"))
        self._log.setObjectName("curves_log")
        self._log.setToolTip(self.tr("Logarithmic y axis; values of zero and below are marked at the lower edge."))
        self._log.toggled.connect(self._on_log_toggled)
        self._smoothing = ValueSlider("curves_smoothing", self.tr("Smoothing"), minimum=0.0, maximum=0.99)
        self._smoothing.value_changed.connect(self._on_smoothing_changed)
        self._groups = menu_button("curves_groups", "settings", self.tr("Which curves"))
        self._runs = menu_button("curves_compare", "runs", self.tr("Compare with other runs"))
        self._others = CurveRunMenu(self._runs)
        self._runs.setMenu(self._others)
        self._save = menu_button("curves_save", "save", self.tr("Save the curves"))
        self._others.aboutToShow.connect(self.choices_wanted)
        self._others.chosen.connect(self.overlay_wanted)
        self._others.dropped.connect(self.overlay_unwanted)
        self._add(self._save.menu(), self.tr("Save as a picture…"), lambda: self.figure_wanted.emit(False))
        self._add(self._save.menu(), self.tr("Save for print, on white…"), lambda: self.figure_wanted.emit(True))
        self._add(self._save.menu(), self.tr("Save the numbers…"), self.table_wanted.emit)
        row = QHBoxLayout()
        row.setSpacing(Spacing.TINY)
        row.addWidget(self._axis)
        row.addSpacing(Spacing.TINY)
        row.addWidget(self._log)
        row.addStretch(1)
        for button in (self._groups, self._runs, self._save, self._make_fit()):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Spacing.TINY)
        column.addLayout(row)
        column.addWidget(self._smoothing)
        self.set_look(self._look)

    def set_look(self, look: Look) -> None:
        """Show a look without telling of it."""
        self._look = look
        with QSignalBlocker(self._axis), QSignalBlocker(self._log):
            self._axis.setCurrentIndex(self._axis.findData(look.axis))
            self._log.setChecked(look.logarithmic)
        self._smoothing.set_value(look.smoothing)

    def set_empty(self, empty: bool) -> None:  # noqa: FBT001  a slot
        """Let curves be saved once there are some."""
        self._save.setEnabled(not empty)
        self._save.setToolTip(self.tr("There are no curves yet.") if empty else self._save.accessibleName())

    def offer_groups(self, groups: Mapping[str, str], shown: Sequence[str]) -> None:
        """Offer plots: {name: title}."""
        menu = self._groups.menu()
        menu.clear()
        for name, title in groups.items():
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(name in shown)
            action.setData(name)
            action.toggled.connect(self._on_group_toggled)

    def offer_runs(self, runs: Sequence[tuple[str, str]], shown: Collection[str]) -> None:
        """Offer runs to compare with: (path, name); `shown` are the paths of those that are drawn."""
        self._others.offer(runs, shown)

    def _make_axis(self) -> CalmComboBox:
        axis = CalmComboBox()
        axis.setObjectName("curves_axis")
        axis.setAccessibleName(self.tr("Horizontal axis"))
        for name, label in axis_titles().items():
            axis.addItem(label, name)
        axis.currentIndexChanged.connect(self._on_axis_changed)
        return axis

    def _make_fit(self) -> QToolButton:
        ways = self.tr(
            "Show the whole run (double click in a plot, or Home)\n"
            "Drag over a region to zoom into it; the wheel, plus and minus zoom;\n"
            "drag with Shift, or the arrow keys, to move along; click to see that step."
        )
        button = tool_button("curves_fit", "fit", self.tr("Show the whole run"), ways)
        button.clicked.connect(self.fit_wanted)
        return button

    def _add(self, menu: QMenu, text: str, do: Callable[[], None]) -> None:
        menu.addAction(text).triggered.connect(do)

    def _choose(self, look: Look) -> None:
        self._look = look
        self.look_changed.emit(look)

    @Slot(int)
    def _on_axis_changed(self, _: int) -> None:
        self._choose(replace(self._look, axis=self._axis.currentData()))

    @Slot(bool)
    def _on_log_toggled(self, logarithmic: bool) -> None:  # noqa: FBT001  Qt's signature
        self._choose(replace(self._look, logarithmic=logarithmic))

    @Slot(float)
    def _on_smoothing_changed(self, weight: float) -> None:
        self._choose(replace(self._look, smoothing=min(max(weight, 0.0), 0.9999)))

    @Slot(bool)
    def _on_group_toggled(self, shown: bool) -> None:  # noqa: FBT001  Qt's signature
        action = self.sender()
        if isinstance(action, QAction):
            self.group_toggled.emit(str(action.data()), shown)
