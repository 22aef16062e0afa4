"""What the Explore page shows while there is nothing to explore."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.ui.icons import icon, icon_pixmap
from studio.ui.theme import set_role, set_type, theme
from studio.ui.tokens import Spacing, Type

PICTURE_PX = 48


class ExploreEmpty(QWidget):
    """Says what will be here, and offers the two ways to it."""

    open_wanted = Signal()
    start_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_empty")
        self._picture = QLabel()
        title = QLabel(self.tr("Nothing to explore yet"))
        set_type(title, Type.TITLE)
        text = QLabel(
            self.tr(
                "Sliders move through everything a generator can draw.\n"
                "Start a training, or open a run or an exported .onnx file; dropping one here does the same."
            )
        )
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_role(text, "muted")
        buttons = QHBoxLayout()
        buttons.setSpacing(Spacing.SMALL)
        buttons.addWidget(self._button("explore_empty_open", "folder", "text", self.tr("Open a generator…")))
        primary = self._button("explore_empty_start", "train", "on_accent", self.tr("Train one"))
        set_role(primary, "primary")
        buttons.addWidget(primary)
        column = QVBoxLayout(self)
        column.setSpacing(Spacing.MEDIUM)
        column.addStretch(2)
        for widget in (self._picture, title, text):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(buttons)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
        theme().changed.connect(self._draw)
        self._draw()

    def _button(self, name: str, picture: str, role: str, text: str) -> QPushButton:
        button = QPushButton(icon(picture, role), text)
        button.setObjectName(name)
        button.clicked.connect(self._on_open if name.endswith("open") else self._on_start)
        return button

    @Slot()
    def _draw(self) -> None:
        self._picture.setPixmap(icon_pixmap("explore", "muted", PICTURE_PX, self.devicePixelRatioF()))

    @Slot()
    def _on_open(self) -> None:
        self.open_wanted.emit()

    @Slot()
    def _on_start(self) -> None:
        self.start_wanted.emit()
