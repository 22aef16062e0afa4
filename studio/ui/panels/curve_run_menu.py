"""The menu of other runs to compare the curves with: the newest, and with a few letters any."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget, QWidgetAction

from studio.ui.tokens import Spacing

MOST_SEEN = 15  # at once; where there are more, there is a field to find one


class CurveRunMenu(QMenu):
    """`chosen` carries the path of a run that was ticked, `dropped` that of one that no longer is."""

    chosen = Signal(str)
    dropped = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: list[QAction] = []

    def offer(self, runs: Sequence[tuple[str, str]], shown: Collection[str]) -> None:
        """Offer runs, newest first: (path, name); tick those `shown`, which are paths."""
        self.clear()
        if len(runs) > MOST_SEEN:
            self._add_search()
        self._runs = [self._add_run(path, name, ticked=path in shown) for path, name in runs]
        if not runs:
            self.addAction(self.tr("There are no other runs in the library.")).setEnabled(False)
        self._filter("")

    def _add_run(self, path: str, name: str, *, ticked: bool) -> QAction:
        action = self.addAction(name)
        action.setCheckable(True)
        action.setChecked(ticked)
        action.setData(path)
        action.toggled.connect(self._on_toggled)
        return action

    def _add_search(self) -> None:
        search = QLineEdit()
        search.setObjectName("curves_find_run")
        search.setPlaceholderText(self.tr("Find a run"))
        search.setAccessibleName(search.placeholderText())
        search.setClearButtonEnabled(True)
        search.textChanged.connect(self._filter)
        frame = QWidget()
        row = QVBoxLayout(frame)
        row.setContentsMargins(Spacing.SMALL, Spacing.TINY, Spacing.SMALL, Spacing.TINY)
        row.addWidget(search)
        action = QWidgetAction(self)
        action.setDefaultWidget(frame)
        self.addAction(action)

    @Slot(str)
    def _filter(self, text: str) -> None:
        """Show the runs whose names hold these letters, those that are ticked before others."""
        found = [run for run in self._runs if text.casefold() in run.text().casefold()]
        seen = sorted(found, key=lambda run: not run.isChecked())[:MOST_SEEN]
        for run in self._runs:
            run.setVisible(run in seen)

    @Slot(bool)
    def _on_toggled(self, ticked: bool) -> None:  # noqa: FBT001  Qt's signature
        action = self.sender()
        if isinstance(action, QAction):
            (self.chosen if ticked else self.dropped).emit(str(action.data()))
