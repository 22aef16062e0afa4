"""Where there is nothing yet: drop pictures here, choose some, or take a demo."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.ui.icons import icon, icon_pixmap
from studio.ui.panels.data_source_menu import SourceMenu, demo_sets, dropped_source
from studio.ui.theme import set_role, set_type, theme
from studio.ui.tokens import Spacing, Type

ICON_PX = 48


class DropZone(QFrame):
    """`source_chosen` carries a path, or a name such as `demo:digits`."""

    source_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drop_zone")
        self.setAcceptDrops(True)
        set_role(self, "drop")
        self._picture, title = QLabel(), QLabel(self.tr("Drop a folder of pictures here"))
        theme().changed.connect(self._recolour)
        self._recolour()
        set_type(title, Type.TITLE)
        text = QLabel(
            self.tr(
                "PNG, JPEG, WEBP, AVIF, BMP, GIF and TIFF of any size; folders inside become classes.\n"
                "A ZIP archive, a NumPy array or a video works too. Your files are only read, never changed."
            )
        )
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_role(text, "muted")
        self._menu = SourceMenu(self)
        self._menu.source_chosen.connect(self.source_chosen)
        column = QVBoxLayout(self)
        column.setSpacing(Spacing.MEDIUM)
        column.addStretch(1)
        for widget in (self._picture, title, text):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(Spacing.SMALL)
        column.addLayout(self._buttons())
        column.addStretch(1)

    def set_recents(self, recents: Sequence[str]) -> None:
        """Offer sources that were used before."""
        self._menu.set_recents(recents)

    def _buttons(self) -> QHBoxLayout:
        choose = QPushButton(icon("folder", "on_accent"), self.tr("Choose pictures"))
        choose.setObjectName("data_choose")
        choose.setAccessibleName(choose.text())
        choose.setMenu(self._menu)
        set_role(choose, "primary")
        row = QHBoxLayout()
        row.setSpacing(Spacing.SMALL)
        row.addStretch(1)
        row.addWidget(choose)
        for source, label in demo_sets().items():
            button = QPushButton(icon("picture"), self.tr("Demo: %1").replace("%1", label.lower()))
            button.setObjectName(f"data_{source.removeprefix('demo:')}")
            button.setAccessibleName(button.text())
            button.setProperty("source", source)
            button.clicked.connect(self._on_demo)
            row.addWidget(button)
        row.addStretch(1)
        return row

    @Slot()
    def _recolour(self) -> None:
        self._picture.setPixmap(icon_pixmap("import", "muted", ICON_PX, self.devicePixelRatioF()))

    @Slot()
    def _on_demo(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.source_chosen.emit(str(sender.property("source")))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_source(event.mimeData()):
            event.acceptProposedAction()
            set_role(self, "drop hover")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        set_role(self, "drop")

    def dropEvent(self, event: QDropEvent) -> None:
        set_role(self, "drop")
        source = dropped_source(event.mimeData())
        if source:
            self.source_chosen.emit(source)
