"""The timeline with what can be done at its playhead: score, go to the best or the latest, branch, roll back."""

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from studio.ui.icons import icon
from studio.ui.panels.timeline import Timeline
from studio.ui.panels.timeline_drawing import BAR_PX, HEIGHT_PX
from studio.ui.tokens import Spacing
from studio.ui.widgets.tool_buttons import tool_button


class TimelineBar(QWidget):
    """`branch_wanted` and `roll_back_wanted` carry the step of the playhead, or where the menu was opened.

    `score_wanted` asks for scores of the checkpoints that have none.
    """

    score_wanted = Signal()
    branch_wanted = Signal(int)
    roll_back_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.timeline = Timeline()
        self._latest = tool_button("latest", "latest", self.tr("Follow the latest grid (Ctrl+L)"))
        self._score = tool_button("score", "score", self.tr("Score the checkpoints"))
        self._best = tool_button("best", "star", self.tr("Go to the best score (B on the timeline)"))
        self._branch = tool_button("branch", "branch", self.tr("Branch from here: a new run (Ctrl+B)"))
        self._roll_back = tool_button("roll_back", "undo", self.tr("Roll back to here (Ctrl+Shift+B)"))
        self._latest.clicked.connect(self.timeline.follow_latest)
        self._score.clicked.connect(self.score_wanted)
        self._best.clicked.connect(self.timeline.choose_best)
        self._branch.clicked.connect(self.branch_here)
        self._roll_back.clicked.connect(self.roll_back_here)
        self.timeline.menu_wanted.connect(self._on_menu_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Spacing.TINY)
        row.addWidget(self.timeline, 1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 2 * BAR_PX - HEIGHT_PX, 0, 0)  # level with the bar of the timeline
        buttons.setSpacing(Spacing.TINY)
        for button in (self._score, self._best, self._latest, self._branch, self._roll_back):
            buttons.addWidget(button)
        row.addLayout(buttons)
        self.show_state(can_branch=False, unscorable="")

    def show_state(self, *, can_branch: bool, unscorable: str) -> None:
        """Enable what can be done; `unscorable` says why there is nothing to score, empty where there is."""
        tip = self.tr("Compare with real pictures at every checkpoint that has no score yet (Ctrl+J)")
        self._score.setToolTip(unscorable or tip)
        self._score.setEnabled(not unscorable)
        self._latest.setEnabled(self.timeline.chosen is not None)
        self._best.setEnabled(self.timeline.best is not None)
        for button in (self._branch, self._roll_back):
            button.setEnabled(can_branch)

    @Slot()
    def branch_here(self) -> None:
        """Ask for a branch at the playhead."""
        if self._branch.isEnabled():
            self.branch_wanted.emit(self.timeline.present)

    @Slot()
    def roll_back_here(self) -> None:
        """Ask to roll back to the playhead."""
        if self._roll_back.isEnabled():
            self.roll_back_wanted.emit(self.timeline.present)

    @Slot(int, object)
    def _on_menu_wanted(self, step: int, place: QPoint) -> None:
        if not self._branch.isEnabled():
            return
        menu, at = QMenu(self), f"{step:,}"
        branch = menu.addAction(icon("branch"), self.tr("Branch from step %1…").replace("%1", at))
        back = menu.addAction(icon("undo"), self.tr("Roll back to step %1…").replace("%1", at))
        branch.triggered.connect(lambda: self.branch_wanted.emit(step))
        back.triggered.connect(lambda: self.roll_back_wanted.emit(step))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)
