"""A note that lies over the pages: an offer or a piece of news, with one or two things to do about it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from studio.ui.icons import icon
from studio.ui.theme import set_role
from studio.ui.tokens import Spacing

WIDTH_PX = 600
ABOVE_PX = 64  # the timeline and the buttons of a page lie lower
CONFIRMED_MS = 6000


class Banner(QFrame):
    """Hidden until something is shown; closed by its button or by the actions, what only confirms by itself.

    It lies in the right lower corner of its parent, above what stands there in one line: nothing moves when it comes.
    """

    def __init__(self, parent: QWidget) -> None:
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
        self._passing = QTimer(self, singleShot=True)
        self._passing.timeout.connect(self.hide)
        self._parent = parent
        parent.installEventFilter(self)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(Spacing.MEDIUM, Spacing.SMALL, Spacing.SMALL, Spacing.SMALL)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._other)
        row.addWidget(self._close)
        self.hide()

    def offer(
        self, text: str, action: str, do: Callable[[], None], other: tuple[str, Callable[[], None]] | None = None
    ) -> None:
        """Offer something with a button; `other` is a second one, its label and what to do."""
        self._show(text, "banner")
        self._do = _label(self._action, action, do)
        self._do_other = _label(self._other, *other) if other else None

    def ask(self, text: str, first: tuple[str, Callable[[], None]], other: tuple[str, Callable[[], None]]) -> None:
        """Let the user choose between two things, each a label and what to do."""
        self._show(text, "banner warning")
        self._do, self._do_other = _label(self._action, *first), _label(self._other, *other)

    def tell(self, text: str, role: str = "banner bad") -> None:
        """Tell bad news ("banner bad"), a warning ("banner warning") or good news ("banner")."""
        self._show(text, role)

    def confirm(self, text: str) -> None:
        """Say that something was done; it goes after some seconds, and when another page is shown."""
        self._show(text, "banner")
        self._passing.start(CONFIRMED_MS)

    def leave_page(self) -> None:
        """Let what only confirms go."""
        if self._passing.isActive():
            self.hide()

    def _show(self, text: str, role: str) -> None:
        self._passing.stop()
        self._text.setText(text)
        self._action.hide()
        self._other.hide()
        set_role(self, role)
        self.raise_()
        self.show()

    def _place(self) -> None:
        """Lie where nobody works, as high as the words need."""
        room = self._parent.size()
        width = min(WIDTH_PX, room.width() - 2 * Spacing.LARGE)
        height = max(self._row.totalHeightForWidth(width), self._row.totalMinimumSize().height())
        self.setGeometry(room.width() - width - Spacing.LARGE, room.height() - height - ABOVE_PX, width, height)

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

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._place()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)


def _label(button: QPushButton, text: str, do: Callable[[], None]) -> Callable[[], None]:
    """Show a button for what there is to do, and return that."""
    button.setText(text)
    button.setAccessibleName(text)
    button.show()
    return do
