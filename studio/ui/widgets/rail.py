"""The rail on the left: one button a page, chosen by a click, or by a picture that is held over it."""

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from studio.ui.icons import icon
from studio.ui.theme import set_role
from studio.ui.tokens import Spacing

BUTTON_PX = 63
HELD_MS = 400  # after which a page opens under what is dragged


class Rail(QFrame):
    """Shows pages' names and icons; `page_chosen` carries the index."""

    page_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "rail")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_clicked)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(6, Spacing.MEDIUM, 6, Spacing.MEDIUM)
        self._column.setSpacing(Spacing.TINY)
        self._column.addStretch(1)
        self._held = -1
        self._holding = QTimer(self, interval=HELD_MS, singleShot=True)
        self._holding.timeout.connect(self._on_held)
        self.setAcceptDrops(True)

    def add_page(self, name: str, label: str, picture: str, tip: str) -> None:
        """Add a button below the others."""
        button = QToolButton()
        button.setObjectName(f"rail_{name}")
        button.setAccessibleName(label)
        button.setText(label)
        button.setToolTip(tip)
        button.setIcon(icon(picture))
        button.setIconSize(QSize(22, 22))
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setMinimumWidth(BUTTON_PX)  # and more where the text is larger
        button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        index = len(self._group.buttons())
        self._group.addButton(button, index)
        self._column.insertWidget(index, button)

    def choose(self, index: int) -> None:
        """Mark a page as the one that is shown."""
        self._group.button(index).setChecked(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not event.mimeData().hasUrls():  # files are for the window
            event.accept()
            self._hold(event.position().toPoint())

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._hold(event.position().toPoint())
        event.ignore()  # nothing is dropped here

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._held = -1
        self._holding.stop()

    def _hold(self, place: QPoint) -> None:
        """Wait over a button, anew over another."""
        button = self.childAt(place)
        index = self._group.id(button) if isinstance(button, QToolButton) else -1
        if index != self._held:
            self._held = index
            self._holding.stop()
            if index >= 0:
                self._holding.start()

    @Slot()
    def _on_held(self) -> None:
        self.page_chosen.emit(self._held)

    @Slot(int)
    def _on_clicked(self, index: int) -> None:
        self.page_chosen.emit(index)
