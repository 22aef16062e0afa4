"""The icons of `resources/icons`, drawn in the colours of the theme at the moment they are painted."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from studio.core.resources import resource
from studio.ui.theme import theme

FAMILY = "icons"


def icon(name: str, role: str = "text") -> QIcon:
    """Return the icon `name` in the colour of a role of `Tokens`; it follows a change of theme by itself."""
    return QIcon(_ThemedIcon(name, role))


def icon_pixmap(name: str, role: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return the icon as a pixmap of `size` logical pixels in the theme's present colour."""
    return _draw(name, theme().colour(role).name(), round(size * ratio), ratio)


@lru_cache(maxsize=512)
def _draw(name: str, colour: str, pixels: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(_source(name).replace("#000", colour).encode())).render(
        painter, QRectF(0, 0, pixels, pixels)
    )
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _source(name: str) -> str:
    return resource(f"{FAMILY}/{name}.svg").read_text("utf-8")


class _ThemedIcon(QIconEngine):
    """Asks the theme for its colour whenever it is painted, so that nothing needs to be told of a change."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def clone(self) -> QIconEngine:
        return _ThemedIcon(self._name, self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        ratio = painter.device().devicePixelRatio() if painter.device() else 1.0
        target = QRect(0, 0, side, side)
        target.moveCenter(rect.center())
        painter.drawPixmap(target, self._pixmap(side, ratio, mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._pixmap(min(size.width(), size.height()), 1.0, mode)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        return self._pixmap(min(size.width(), size.height()), scale, mode)  # the size is in logical pixels

    def _pixmap(self, side: int, ratio: float, mode: QIcon.Mode) -> QPixmap:
        role = "disabled" if mode == QIcon.Mode.Disabled else self._role
        return _draw(self._name, theme().colour(role).name(), round(side * ratio), ratio)
