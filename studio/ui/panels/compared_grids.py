"""Grids of several runs side by side, at the same step, after as many pictures, or at the same time."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from studio.core.comparison import ComparedRun
from studio.ui.panels.compared_curves import AXES, run_colours
from studio.ui.panels.gallery import GalleryView
from studio.ui.theme import set_role, set_type, theme
from studio.ui.tokens import Spacing, Type
from studio.ui.widgets.calm import CalmComboBox
from studio.ui.widgets.elided_label import ElidedLabel
from studio.ui.words import duration

POSITIONS = 1000


class ComparedGrids(QWidget):
    """One grid a run, moved together by a slider."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: Sequence[ComparedRun] = ()
        self._views: list[GalleryView] = []
        self._titles: list[ElidedLabel] = []
        self._captions: list[QLabel] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(Spacing.SMALL)
        self._axis = CalmComboBox()
        self._axis.setObjectName("compare_place")
        self._axis.setAccessibleName(self.tr("Compare at the same"))
        labels = (self.tr("At the same step"), self.tr("After as many pictures"), self.tr("After the same time"))
        for name, label in zip(AXES, labels, strict=True):
            self._axis.addItem(label, name)
        self._axis.activated.connect(self._show_grids)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName("compare_slider")
        self._slider.setAccessibleName(self.tr("Moment"))
        self._slider.setRange(0, POSITIONS)
        self._slider.setValue(POSITIONS)
        self._slider.valueChanged.connect(self._show_grids)
        self._place = QLabel()
        self._place.setMinimumWidth(110)
        set_type(self._place, Type.NUMBER)
        below = QHBoxLayout()
        below.setSpacing(Spacing.MEDIUM)
        for widget in (self._axis, self._slider, self._place):
            below.addWidget(widget, 1 if widget is self._slider else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid, 1)
        column.addLayout(below)
        theme().changed.connect(self._recolour)

    def show_runs(self, runs: Sequence[ComparedRun]) -> None:
        """Show these runs; to be called once."""
        self._runs = runs
        for column, run in enumerate(runs):
            title, view, caption = ElidedLabel(run.summary.name), GalleryView(fills=True), QLabel()
            view.clear(self.tr("This run has no grid yet."))
            view.setAccessibleName(self.tr("Grid of %1").replace("%1", run.summary.name))
            set_role(caption, "muted")
            set_type(title, Type.STRONG)
            set_type(caption, Type.NUMBER)
            title.setToolTip(f"{run.summary.name}\n{run.summary.folder.path}")
            for row, widget in enumerate((title, view, caption)):
                self._grid.addWidget(widget, row, column)
            self._titles.append(title)
            self._views.append(view)
            self._captions.append(caption)
        self._recolour()
        self._show_grids()

    @Slot()
    def _show_grids(self) -> None:
        axis = self._axis.currentData()
        ends = [float(run.history.column(axis)[-1]) for run in self._runs if len(run.history)]
        place = max(ends, default=0.0) * self._slider.value() / POSITIONS
        self._place.setText(duration(place) if axis == "seconds" else f"{place:,.0f}")
        for run, view, caption in zip(self._runs, self._views, self._captions, strict=True):
            step = run.grid_at(place, axis)
            if step is not None:
                view.show_image(QImage(str(run.summary.folder.sample_file(step))), *run.grids[step])
                caption.setText(self.tr("Step %1").replace("%1", f"{step:,}"))

    @Slot()
    def _recolour(self) -> None:
        for title, colour in zip(self._titles, run_colours(len(self._titles)), strict=True):
            title.setStyleSheet(f"color: {colour.name()};")
