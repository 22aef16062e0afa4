"""The curves as a figure: PNG at twice the size of the screen, or SVG."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from studio.core.errors import StudioError
from studio.core.files import write_atomically
from studio.ui.panels.curve_plot import CurvePlot
from studio.ui.theme import theme

SCALE = 2


def save_figure(path: Path, plots: Sequence[CurvePlot]) -> None:
    """Write the plots, one below the other as they are seen, to `.png` or `.svg`; raises `StudioError`."""
    writers = {".png": _png, ".svg": _svg}
    if path.suffix.lower() not in writers:
        raise StudioError(f"Figures are not written as {path.suffix or path.name}.", "", "Choose .png or .svg.")
    write_atomically(path, writers[path.suffix.lower()](plots))


def _png(plots: Sequence[CurvePlot]) -> bytes:
    image = QImage(_size(plots) * SCALE, QImage.Format.Format_RGB32)
    image.fill(theme().colour("panel"))
    _paint(plots, image, SCALE)
    return _written(lambda buffer: image.save(buffer, "PNG"))  # pyright: ignore[reportCallIssue, reportArgumentType]


def _svg(plots: Sequence[CurvePlot]) -> bytes:
    generator, size = QSvgGenerator(), _size(plots)

    def write(buffer: QBuffer) -> None:
        generator.setOutputDevice(buffer)
        generator.setSize(size)
        generator.setViewBox(QRect(0, 0, size.width(), size.height()))
        generator.setTitle("GAN Studio")
        _paint(plots, generator, 1)

    return _written(write)


def _paint(plots: Sequence[CurvePlot], device: QImage | QSvgGenerator, scale: int) -> None:
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top = 0
    for plot in plots:
        picture = plot.picture
        target = QRectF(0, top * scale, picture.width() * scale, picture.height() * scale)
        picture.render(painter, target, picture.rect())
        top += picture.height()
    painter.end()


def _size(plots: Sequence[CurvePlot]) -> QSize:
    return QSize(max(p.picture.width() for p in plots), sum(p.picture.height() for p in plots))


def _written(write: Callable[[QBuffer], object]) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    write(buffer)
    return bytes(buffer.data().data())
