"""Where there is nothing yet: drop a folder of pictures here, choose one, or take a demo."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.ui.icons import icon, icon_pixmap
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type


class DropZone(QFrame):
    """`source_dropped` carries a folder's path or a demo's name; `browse_wanted` asks for a folder dialog."""

    source_dropped = Signal(str)
    browse_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drop_zone")
        self.setAcceptDrops(True)
        set_role(self, "drop")
        picture, title = QLabel(), QLabel(self.tr("Drop a folder of pictures here"))
        picture.setPixmap(icon_pixmap("import", "muted", 48, self.devicePixelRatioF()))
        set_type(title, Type.TITLE)
        text = QLabel(
            self.tr(
                "PNG, JPEG, WEBP, BMP, GIF and TIFF of any size; folders inside become classes.\n"
                "Your files are only read, never changed."
            )
        )
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_role(text, "muted")
        choose = QPushButton(icon("folder", "on_accent"), self.tr("Choose a folder…"))
        choose.setObjectName("data_choose")
        choose.setAccessibleName(choose.text())
        set_role(choose, "primary")
        choose.clicked.connect(self.browse_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(Spacing.SMALL)
        buttons.addStretch(1)
        buttons.addWidget(choose)
        for name, label in (("demo:digits", self.tr("Demo: digits")), ("demo:blossoms", self.tr("Demo: blossoms"))):
            button = QPushButton(icon("picture"), label)
            button.setObjectName(f"data_{name.removeprefix('demo:')}")
            button.setAccessibleName(label)
            button.setProperty("source", name)
            button.clicked.connect(self._on_demo)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(Spacing.MEDIUM)
        column.addStretch(1)
        for widget in (picture, title, text):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(Spacing.SMALL)
        column.addLayout(buttons)
        column.addStretch(1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_folder(event) is not None:
            event.acceptProposedAction()
            set_role(self, "drop hover")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        set_role(self, "drop")

    def dropEvent(self, event: QDropEvent) -> None:
        set_role(self, "drop")
        folder = dropped_folder(event)
        if folder is not None:
            self.source_dropped.emit(str(folder))

    @Slot()
    def _on_demo(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.source_dropped.emit(str(sender.property("source")))


def dropped_folder(event: QDropEvent) -> Path | None:
    """Return the one folder that is being dropped, or None for anything else."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].is_dir() else None
