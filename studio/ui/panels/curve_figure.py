"""The curves as a figure: PNG at twice the size of the screen, or SVG."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from studio.core.errors import StudioError
from studio.core.files import write_atomically
from studio.ui.panels.curve_pens import other_pen, plain_pen
from studio.ui.panels.curve_plot import CurvePlot
from studio.ui.theme import theme
from studio.ui.tokens import Spacing, Tokens, Type

SCALE = 2
LINE_PX, ROW_PX = 32, 20


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands below the plots: the title of the x axis, and where there are other runs, all their names."""

    x_title: str
    own: str = ""
    others: tuple[str, ...] = ()

    @property
    def height(self) -> int:
        """Pixels."""
        return ROW_PX * (1 + (1 + len(self.others) if self.others else 0)) + Spacing.SMALL


def save_figure(path: Path, plots: Sequence[CurvePlot], caption: Caption, tokens: Tokens) -> None:
    """Write the plots, one below the other as they are seen, to `.png` or `.svg`; raises `StudioError`."""
    writers = {".png": _png, ".svg": _svg}
    if path.suffix.lower() not in writers:
        raise StudioError(f"Figures are not written as {path.suffix or path.name}.", "", "Choose .png or .svg.")
    write_atomically(path, writers[path.suffix.lower()](plots, caption, tokens))


def _png(plots: Sequence[CurvePlot], caption: Caption, tokens: Tokens) -> bytes:
    image = QImage(_size(plots, caption) * SCALE, QImage.Format.Format_RGB32)
    _paint(plots, caption, tokens, image, SCALE)
    return _written(lambda buffer: image.save(buffer, "PNG"))  # pyright: ignore[reportCallIssue, reportArgumentType]


def _svg(plots: Sequence[CurvePlot], caption: Caption, tokens: Tokens) -> bytes:
    generator, size = QSvgGenerator(), _size(plots, caption)

    def write(buffer: QBuffer) -> None:
        generator.setOutputDevice(buffer)
        generator.setSize(size)
        generator.setViewBox(QRect(0, 0, size.width(), size.height()))
        generator.setTitle("GAN Studio")
        _paint(plots, caption, tokens, generator, 1)

    return _written(write)


def _paint(
    plots: Sequence[CurvePlot], caption: Caption, tokens: Tokens, device: QImage | QSvgGenerator, scale: int
) -> None:
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    size = _size(plots, caption)
    painter.fillRect(QRect(0, 0, size.width() * scale, size.height() * scale), QColor(tokens.panel))
    top = 0
    for plot in plots:
        picture = plot.picture
        plot.paint(painter, QRectF(0, top * scale, picture.width() * scale, picture.height() * scale), tokens)
        top += picture.height()
    painter.scale(scale, scale)
    painter.translate(0, top)
    _write(caption, tokens, painter, size.width())
    painter.end()


def _write(caption: Caption, tokens: Tokens, painter: QPainter, width: int) -> None:
    """Write the caption at the painter's origin."""
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.setFont(theme().font(Type.CAPTION))
    painter.setPen(QColor(tokens.muted))
    painter.drawText(QRect(0, 0, width, ROW_PX), Qt.AlignmentFlag.AlignHCenter | middle, caption.x_title)
    if not caption.others:
        return
    pens = [plain_pen(tokens, "text", 2), *(other_pen(tokens, "text", n) for n in range(len(caption.others)))]
    left = Spacing.SMALL
    for pen, name in zip(pens, (caption.own, *caption.others), strict=True):
        painter.translate(0, ROW_PX)
        painter.setPen(pen)
        painter.drawLine(QPointF(left, ROW_PX / 2), QPointF(left + LINE_PX, ROW_PX / 2))
        painter.setPen(QColor(tokens.text))
        start = left + LINE_PX + Spacing.SMALL
        painter.drawText(QRect(start, 0, width - start, ROW_PX), Qt.AlignmentFlag.AlignLeft | middle, name)


def _size(plots: Sequence[CurvePlot], caption: Caption) -> QSize:
    height = sum(plot.picture.height() for plot in plots) + caption.height
    return QSize(max(plot.picture.width() for plot in plots), height)


def _written(write: Callable[[QBuffer], object]) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    write(buffer)
    return bytes(buffer.data().data())
