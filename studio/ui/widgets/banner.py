"""A line above the pages: an offer or a piece of bad news, with one or two things to do about it."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from studio.ui.icons import icon
from studio.ui.theme import set_role
from studio.ui.tokens import Spacing


class Banner(QFrame):
    """Hidden until something is shown; closed by its button or by the actions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._action, self._other = QPushButton(), QPushButton()
        for button, name, clicked in (
            (self._action, "banner_action", self._on_action),
            (self._other, "banner_other_action", self._on_other),
        ):
            button.setObjectName(name)
            button.setAccessibleName(self.tr("Do what is offered"))
            button.clicked.connect(clicked)
        self._close = QToolButton()
        self._close.setObjectName("banner_close")
        self._close.setAccessibleName(self.tr("Close"))
        self._close.setIcon(icon("close"))
        self._close.clicked.connect(self.hide)
        self._do: Callable[[], None] | None = None
        self._do_other: Callable[[], None] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(Spacing.MEDIUM, Spacing.SMALL, Spacing.SMALL, Spacing.SMALL)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._other)
        row.addWidget(self._close)
        self.hide()

    def offer(self, text: str, action: str, do: Callable[[], None]) -> None:
        """Offer something with a button."""
        self._show(text, "banner")
        self._do = _label(self._action, action, do)

    def ask(self, text: str, first: tuple[str, Callable[[], None]], other: tuple[str, Callable[[], None]]) -> None:
        """Let the user choose between two things, each a label and what to do."""
        self._show(text, "banner warning")
        self._do, self._do_other = _label(self._action, *first), _label(self._other, *other)

    def tell(self, text: str, role: str = "banner bad") -> None:
        """Tell bad news ("banner bad"), a warning ("banner warning") or good news ("banner")."""
        self._show(text, role)

    def _show(self, text: str, role: str) -> None:
        self._text.setText(text)
        self._action.hide()
        self._other.hide()
        set_role(self, role)
        self.show()

    @Slot()
    def _on_action(self) -> None:
        self.hide()
        if self._do is not None:
            self._do()

    @Slot()
    def _on_other(self) -> None:
        self.hide()
        if self._do_other is not None:
            self._do_other()


def _label(button: QPushButton, text: str, do: Callable[[], None]) -> Callable[[], None]:
    """Show a button for what there is to do, and return that."""
    button.setText(text)
    button.setAccessibleName(text)
    button.show()
    return do
