"""Pictures that are dragged from one part of the Explore page to another: what they carry is their marks."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from studio.core.errors import StudioError
from studio.explore.marks import PictureMark, read_mark

FORMAT = "application/x-gan-studio-marks"
_MARKS = TypeAdapter(list[PictureMark])


def carry(mime: QMimeData, marks: Sequence[PictureMark]) -> None:
    """Let dragged data tell where its pictures were made."""
    mime.setData(FORMAT, _MARKS.dump_json(list(marks)))


def welcome(event: QDragEnterEvent) -> None:
    """Let in what may tell where pictures were made: to be copied, never moved."""
    mime = event.mimeData()
    if mime.hasFormat(FORMAT) or any(url.toLocalFile().lower().endswith(".png") for url in mime.urls()):
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()


def take(event: QDropEvent) -> list[PictureMark]:
    """Return where the dropped pictures, or saved picture files, were made; raises `StudioError` for other pictures."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
    mime = event.mimeData()
    if not mime.hasFormat(FORMAT):
        return [read_mark(Path(url.toLocalFile())) for url in mime.urls()]
    try:
        return _MARKS.validate_json(bytes(mime.data(FORMAT).data()))
    except ValidationError as error:
        raise StudioError("What was dropped does not tell which latent it shows.") from error
