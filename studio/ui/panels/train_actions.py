"""What can be done with the pictures and the curves of the Train page, for keyboard, menus and palette."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from studio.ui.icons import icon
from studio.ui.panels.curves import CurvesPanel
from studio.ui.panels.gallery_panel import GalleryPanel
from studio.ui.panels.timeline import Timeline


class TrainActions(QActionGroup):
    """Actions that work while the page is shown; `show_state` says which are possible."""

    def __init__(self, page: QWidget, gallery: GalleryPanel, curves: CurvesPanel, timeline: Timeline) -> None:
        super().__init__(page)
        self.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self._page, controls = page, gallery.controls
        self._real = self._add(self.tr("Real pictures beside"), "picture", "Ctrl+Shift+I")
        self._raw = self._add(self.tr("Raw or averaged generator"), "swap", "Ctrl+Shift+R")
        self._larger = self._add(self.tr("Enlarge the grid"), "plus", "Ctrl++")
        self._smaller = self._add(self.tr("Shrink the grid"), "minus", "Ctrl+-")
        self._fitting = self._add(self.tr("Grid as large as fits"), "fit", "Ctrl+0")
        self._grid = self._add(self.tr("Save the grid…"), "save", "Ctrl+Shift+S")
        self._time_lapse = self._add(self.tr("Save a time-lapse…"), "export", "Ctrl+Shift+T")
        self._latest = self._add(self.tr("Follow the latest grid"), "latest", "Ctrl+L")
        self._logarithmic = self._add(self.tr("Logarithmic curves"), "train", "Ctrl+Shift+L")
        self._smoother = self._add(self.tr("Smooth the curves more"), "plus", "Ctrl+U")
        self._rougher = self._add(self.tr("Smooth the curves less"), "minus", "Ctrl+Shift+U")
        self._whole = self._add(self.tr("Curves of the whole run"), "fit", "Ctrl+Shift+W")
        self._figure = self._add(self.tr("Save the curves as a picture…"), "save", "Ctrl+Alt+F")
        self._table = self._add(self.tr("Save the numbers of the curves…"), "save", "Ctrl+Shift+D")
        self._real.triggered.connect(controls.toggle_real)
        self._raw.triggered.connect(controls.toggle_raw)
        self._larger.triggered.connect(gallery.enlarge)
        self._smaller.triggered.connect(gallery.shrink)
        self._fitting.triggered.connect(gallery.fit)
        self._grid.triggered.connect(controls.grid_wanted)
        self._time_lapse.triggered.connect(controls.time_lapse_wanted)
        self._latest.triggered.connect(timeline.follow_latest)
        self._logarithmic.triggered.connect(curves.toggle_logarithmic)
        self._smoother.triggered.connect(curves.smooth_more)
        self._rougher.triggered.connect(curves.smooth_less)
        self._whole.triggered.connect(curves.fit)
        self._figure.triggered.connect(curves.figure_wanted)
        self._table.triggered.connect(curves.table_wanted)
        controls.offer_saving([self._grid, self._time_lapse])
        self.show_state(has_run=False, has_curves=False)

    def show_state(self, *, has_run: bool, has_curves: bool) -> None:
        """Enable what there is something for; the tool tip of the others says what is missing."""
        for action in (self._real, self._grid, self._time_lapse, self._latest):
            action.setEnabled(has_run)
            action.setToolTip("" if has_run else self.tr("Open or train a run first."))
        for action in (self._figure, self._table):
            action.setEnabled(has_curves)
            action.setToolTip("" if has_curves else self.tr("There are no curves yet."))

    def _add(self, text: str, picture: str, keys: str) -> QAction:
        action = self.addAction(icon(picture), text)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._page.addAction(action)
        return action
