"""The pens of the curves: thick and thin, faint, dashed, and one of its own for every other run."""

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from studio.ui.panels.curve_groups import Curve
from studio.ui.tokens import Tokens

OTHER_ALPHA = 150
DASHES = (Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine, Qt.PenStyle.DashDotDotLine)


def plain_pen(tokens: Tokens, role: str, width: float = 1) -> QPen:
    """Return a line in the colour of a role."""
    return pg.mkPen(getattr(tokens, role), width=width)


def faint_pen(tokens: Tokens, role: str, share: float) -> QPen:
    """Return a line with so much of a role's colour on the panel; a translucent one would take ten times longer."""
    colour, panel = QColor(getattr(tokens, role)), QColor(tokens.panel)
    parts = ((colour.redF(), panel.redF()), (colour.greenF(), panel.greenF()), (colour.blueF(), panel.blueF()))
    return pg.mkPen(QColor.fromRgbF(*(share * own + (1 - share) * below for own, below in parts)), width=1)


def curve_pen(tokens: Tokens, curve: Curve, width: float) -> QPen:
    """Return the line of a curve of the run that is shown."""
    pen = plain_pen(tokens, curve.role, width)
    if curve.dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    return pen


def other_pen(tokens: Tokens, role: str, number: int, alpha: int = OTHER_ALPHA) -> QPen:
    """Return the line of the other run of a number: each is dashed in its way, every fourth one a pixel thicker."""
    colour = QColor(getattr(tokens, role))
    colour.setAlpha(alpha)
    pen = pg.mkPen(colour, width=1 + number // len(DASHES))
    pen.setStyle(DASHES[number % len(DASHES)])
    return pen
