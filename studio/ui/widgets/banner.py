"""A line above the pages: an offer or a piece of bad news, with at most one thing to do about it."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from studio.ui.icons import icon
from studio.ui.theme import set_role
from studio.ui.tokens import Spacing


class Banner(QFrame):
    """Hidden until something is shown; closed by its button or by the action."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._action = QPushButton()
        self._action.setObjectName("banner_action")
        self._action.clicked.connect(self._on_action)
        self._action.setAccessibleName(self.tr("Do what is offered"))
        self._close = QToolButton()
        self._close.setObjectName("banner_close")
        self._close.setAccessibleName(self.tr("Close"))
        self._close.setIcon(icon("close"))
        self._close.clicked.connect(self.hide)
        self._do: Callable[[], None] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(Spacing.MEDIUM, Spacing.SMALL, Spacing.SMALL, Spacing.SMALL)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self.hide()

    def offer(self, text: str, action: str, do: Callable[[], None]) -> None:
        """Offer something with a button."""
        self._show(text, "banner")
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.show()
        self._do = do

    def tell(self, text: str, role: str = "banner bad") -> None:
        """Tell bad news ("banner bad"), a warning ("banner warning") or good news ("banner")."""
        self._show(text, role)
        self._action.hide()

    def _show(self, text: str, role: str) -> None:
        self._text.setText(text)
        set_role(self, role)
        self.show()

    @Slot()
    def _on_action(self) -> None:
        self.hide()
        if self._do is not None:
            self._do()
