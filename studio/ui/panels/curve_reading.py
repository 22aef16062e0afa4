"""The line below the curves: which step, how many pictures and how long the numbers in their heads are of."""

from PySide6.QtWidgets import QLabel, QWidget

from studio.core.history import History
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Type
from studio.ui.words import duration


class CurveReading(QLabel):
    """As high when it is empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self.setObjectName("curves_reading")
        self.setMinimumWidth(1)
        set_role(self, "muted")
        set_type(self, Type.NUMBER)

    def show_row(self, history: History, row: int | None) -> None:
        """Say where a row is; None: say nothing."""
        if row is None:
            self.setText(" ")
            return
        step, images, seconds = (history.column(name)[row] for name in ("step", "images", "seconds"))
        parts = [self.tr("Step %1").replace("%1", f"{step:,.0f}")]
        if images == images:
            parts.append(self.tr("%1 pictures").replace("%1", f"{images:,.0f}"))
        if seconds == seconds:
            parts.append(duration(seconds))
        self.setText(" · ".join(parts))
