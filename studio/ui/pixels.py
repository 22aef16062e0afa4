"""Pictures for the screen, made of its own pixels, sharp at 100 %, 150 % and 200 % alike; and as files."""

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPixmap


def png_bytes(image: QImage) -> bytes:
    """Return a picture as the content of a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
    return bytes(buffer.data().data())


def fitted_pixmap(image: QImage, side: int, ratio: float) -> QPixmap:
    """Return a picture as large as fits a square of `side` logical pixels on a screen of `ratio` pixels to each.

    Where it is enlarged to twice its size and more, every pixel of it becomes a square of whole screen pixels.
    """
    room = round(side * ratio)
    factor = room // max(image.width(), image.height(), 1)
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    scaled = image.scaled(image.size() * factor) if factor >= 2 else image.scaled(room, room, keep, smooth)
    pixmap = QPixmap.fromImage(scaled)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
