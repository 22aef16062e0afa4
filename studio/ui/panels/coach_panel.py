"""The coach in the inspector: one badge in plain words; pressed, it shows the evidence and what may be done."""

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.core.decimation import Trace
from studio.core.health.diagnosis import TOO_EARLY, Condition, Diagnosis, Evidence, Remedy
from studio.core.history import History
from studio.ui.icons import icon
from studio.ui.theme import set_role, set_type, theme
from studio.ui.tokens import Spacing, Type

PLOT_PX, PLOT_COLUMNS = 48, 240
TEXT_PX = 226  # what the inspector leaves


class CoachPanel(QWidget):
    """Shows a `Diagnosis`.

    `change_wanted` carries settings to change at the next step; `roll_back_wanted` the last sound step and the
    settings to change there.
    """

    change_wanted = Signal(dict)
    roll_back_wanted = Signal(int, dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("coach")
        self._diagnosis = TOO_EARLY
        self._history = History()
        self._badge = QPushButton()
        self._badge.setObjectName("coach_badge")
        self._badge.setCheckable(True)
        self._badge.toggled.connect(self._on_toggled)
        self._content = QFrame()
        set_role(self._content, "card")
        self._inside = QVBoxLayout(self._content)
        self._inside.setSpacing(Spacing.SMALL)
        self._content.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Spacing.TINY)
        column.addWidget(self._badge)
        column.addWidget(self._content)
        theme().changed.connect(self._show)
        self._show()

    def show_diagnosis(self, diagnosis: Diagnosis, history: History) -> None:
        """Show what the coach says; `history` holds the curves of the evidence."""
        self._diagnosis, self._history = diagnosis, history
        self._show()

    @Slot()
    def _show(self) -> None:
        diagnosis = self._diagnosis
        self._badge.setText(diagnosis.headline)
        self._badge.setShortcut("Ctrl+H")  # setText forgets it
        self._badge.setAccessibleName(self.tr("Health: %1").replace("%1", diagnosis.headline))
        self._badge.setIcon(icon(*_look(diagnosis.condition)))
        self._badge.setToolTip(self.tr("What the coach sees (Ctrl+H)"))
        while item := self._inside.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._inside.addWidget(_text(diagnosis.detail))
        for evidence in diagnosis.evidence:
            self._inside.addWidget(_text(f"{evidence.value:.3g} – {evidence.meaning}", Type.CAPTION))
        if diagnosis.evidence:
            self._inside.addWidget(self._plot(diagnosis.evidence[0]))
        for number, remedy in enumerate(diagnosis.remedies):
            self._inside.addWidget(self._button(number, remedy))

    def _button(self, number: int, remedy: Remedy) -> QPushButton:
        button = QPushButton(icon("undo") if remedy.rolls_back else icon("check"), remedy.label)
        button.setObjectName(f"remedy_{number}")
        button.setAccessibleName(remedy.label)
        changes = ", ".join(f"{key} = {value}" for key, value in remedy.changes.items())
        button.setToolTip(changes)
        button.setProperty("remedy", number)
        button.clicked.connect(self._on_remedy)
        return button

    def _plot(self, evidence: Evidence) -> QWidget:
        """A small picture of the numbers over the steps, with a line where the signs began."""
        plot = pg.PlotWidget(background=theme().tokens.panel)
        plot.setFixedHeight(PLOT_PX)
        plot.setAccessibleName(evidence.meaning)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setMouseEnabled(x=False, y=False)
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.hideAxis("left")
        plot.hideAxis("bottom")
        values = self._history.column(evidence.metric)
        there = np.isfinite(values)
        trace = Trace()
        trace.update(values[there])
        points = trace.points(self._history.column("step")[there], 0, len(trace), PLOT_COLUMNS)
        plot.plot(*points, pen=pg.mkPen(theme().tokens.accent, width=2))
        line = pg.InfiniteLine(self._diagnosis.since, pen=pg.mkPen(theme().tokens.warning, style=Qt.PenStyle.DashLine))
        item: Any = plot.getPlotItem()  # pyqtgraph passes most of its methods on at run time
        item.addItem(line, ignoreBounds=True)
        return plot

    @Slot(bool)
    def _on_toggled(self, shown: bool) -> None:  # noqa: FBT001  Qt's signature
        self._content.setVisible(shown)

    @Slot()
    def _on_remedy(self) -> None:
        remedy = self._diagnosis.remedies[self.sender().property("remedy")]
        if remedy.rolls_back:
            self.roll_back_wanted.emit(self._diagnosis.sound_at, dict(remedy.changes))
        else:
            self.change_wanted.emit(dict(remedy.changes))


def _look(condition: Condition) -> tuple[str, str]:
    """Return the icon of a condition and its colour."""
    if condition == Condition.HEALTHY:
        return "check", "good"
    if condition == Condition.TOO_EARLY:
        return "clock", "muted"
    return "warning", "bad" if condition == Condition.DIVERGED else "warning"


def _text(text: str, step: Type = Type.BODY) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    set_type(label, step)
    label.setFixedWidth(TEXT_PX)
    label.setMinimumHeight(label.heightForWidth(TEXT_PX))  # wrapped labels in nested layouts ask for too little
    return label
