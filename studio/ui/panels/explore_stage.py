"""The large picture and what can be done with it: undo, hold and compare, star, copy, save."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from studio.ui.panels.explore_picture import PictureView
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type
from studio.ui.widgets.tool_buttons import tool_button

SPEED_PX = 64
ROOMY_PX = 500


class ExploreStage(QFrame):
    """Holds the picture and its tools; every tool is a signal."""

    undo_wanted = Signal()
    redo_wanted = Signal()
    hold_wanted = Signal()
    swap_wanted = Signal()
    compare_started = Signal()
    compare_ended = Signal()
    star_wanted = Signal()
    copy_wanted = Signal()
    save_wanted = Signal()
    sheet_wanted = Signal()
    nearest_wanted = Signal()
    find_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_stage")
        set_role(self, "card")
        self.picture = PictureView()
        self._speed = QLabel()
        set_role(self._speed, "muted")
        set_type(self._speed, Type.CAPTION)
        self._speed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._speed.setFixedWidth(SPEED_PX)  # another text must not lay out the whole page again
        self._undo = self._tool("undo", "undo", self.tr("Undo (Ctrl+Z)"), self.undo_wanted)
        self._redo = self._tool("redo", "redo", self.tr("Redo (Ctrl+Shift+Z)"), self.redo_wanted)
        self._hold = self._tool("hold", "flag", self.tr("Hold this picture to compare with (H)"), self.hold_wanted)
        self._compare = self._tool("compare", "picture", self.tr("Press to see the held picture"), None)
        self._swap = self._tool(
            "swap", "swap", self.tr("Go to the held picture and hold this one (X)"), self.swap_wanted
        )
        self._wipe = self._tool("wipe", "wipe", self.tr("Wipe between the held picture and this one (W)"), None)
        self._wipe.setCheckable(True)
        self._wipe.toggled.connect(self.picture.set_wiped)
        self._smooth = self._tool("smooth", "fit", self.tr("Blend the pixels"), None)
        self._smooth.setCheckable(True)
        self._smooth.toggled.connect(self.picture.set_smooth)
        self._compare.pressed.connect(self.compare_started)
        self._compare.released.connect(self.compare_ended)
        self._nearest = self._tool(
            "nearest", "search", self.tr("Show the nearest training pictures (N)"), self.nearest_wanted
        )
        self._find = self._tool("find", "import", self.tr("Find a picture of your own (F)"), self.find_wanted)
        self._star = self._tool("star", "star", self.tr("Keep among the favourites (S)"), self.star_wanted)
        self._sheet = self._tool(
            "sheet", "grid", self.tr("Save a sheet of many seeds (Ctrl+Shift+S)"), self.sheet_wanted
        )
        self._copy = self._tool("copy", "copy", self.tr("Copy the picture (Ctrl+C)"), self.copy_wanted)
        self._save = self._tool(
            "save", "camera", self.tr("Save the picture with its latent (Ctrl+S)"), self.save_wanted
        )
        self._lay_out()
        self.show_trail(can_undo=False, can_redo=False)
        self.show_held(held=False)

    def show_trail(self, *, can_undo: bool, can_redo: bool) -> None:
        """Say whether there is something to undo and redo."""
        self._undo.setEnabled(can_undo)
        self._redo.setEnabled(can_redo)

    def show_held(self, *, held: bool) -> None:
        """Say whether a picture is held to compare with."""
        self._compare.setEnabled(held)
        self._swap.setEnabled(held)
        self._wipe.setEnabled(held)
        if not held:
            self._wipe.setChecked(False)

    def toggle_wipe(self) -> None:
        """Wipe between the held picture and this one, or stop it."""
        if self._wipe.isEnabled():
            self._wipe.toggle()

    def show_run(self, *, known: bool) -> None:
        """Say whether the run is known: its training pictures, and the weights that a search needs."""
        self._nearest.setEnabled(known)
        self._find.setEnabled(known)

    def show_speed(self, seconds: float) -> None:
        """Show how long the picture took."""
        self._speed.setText(self.tr("{0} ms").format(f"{seconds * 1000:.1f}"))

    def _tool(self, name: str, picture: str, label: str, signal: object) -> QToolButton:
        button = tool_button(f"explore_{name}", picture, label)
        set_role(button, "tight")
        if signal is not None:
            button.clicked.connect(signal)
        return button

    def _lay_out(self) -> None:
        self._tools = tools = QHBoxLayout()
        for group in ((self._undo, self._redo), (self._hold, self._compare, self._swap, self._wipe), (self._smooth,)):
            for tool in group:
                tools.addWidget(tool)
            tools.addSpacing(Spacing.TINY)
        tools.addStretch(1)
        tools.addWidget(self._speed)
        tools.addSpacing(Spacing.SMALL)
        for tool in (self._nearest, self._find, self._star, self._copy, self._save, self._sheet):
            tools.addWidget(tool)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.MEDIUM, Spacing.MEDIUM, Spacing.MEDIUM, Spacing.SMALL)
        layout.setSpacing(Spacing.SMALL)
        layout.addWidget(self.picture, 1)
        layout.addLayout(tools)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, leave out the speed and close the ranks."""
        roomy = event.size().width() >= ROOMY_PX
        self._speed.setVisible(roomy)
        self._tools.setSpacing(Spacing.SMALL if roomy else 2)
        super().resizeEvent(event)
