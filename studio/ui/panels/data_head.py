"""The head of the Data page: what is open, where else pictures come from, and on to training."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from studio.ui.icons import icon
from studio.ui.panels.data_source_menu import SourceMenu
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type


class DataHead(QWidget):
    """`source_chosen` carries another source."""

    source_chosen = Signal(str)
    use_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._about = QLabel(), QLabel()
        set_type(self._title, Type.HEADING)
        set_role(self._about, "muted")
        for label in (self._title, self._about):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setMinimumWidth(1)
        self._menu = SourceMenu(self)
        self._menu.source_chosen.connect(self.source_chosen)
        self._other = _menu_button(icon("folder"), self.tr("Other pictures"), "data_other", self._menu)
        self._other.setShortcut("Ctrl+D")
        self._use = QPushButton(icon("train", "on_accent"), self.tr("Train on these"))
        self._use.setObjectName("data_use")
        self._use.setAccessibleName(self._use.text())
        self._use.setShortcut("Ctrl+T")
        set_role(self._use, "primary")
        self._use.clicked.connect(self.use_wanted)
        for button, shortcut in ((self._other, "Ctrl+D"), (self._use, "Ctrl+T")):
            button.setToolTip(f"{button.text()} ({shortcut})")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._about)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Spacing.SMALL)
        row.addLayout(words, 1)
        for button in (self._other, self._use):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def title(self) -> str:
        """What the source is called."""
        return self._title.text()

    def show_source(self, title: str, about: str) -> None:
        """Show what is open."""
        self._title.setText(title)
        self._about.setText(about)
        self._about.setToolTip(about)

    def set_recents(self, recents: list[str]) -> None:
        """Offer sources that were used before."""
        self._menu.set_recents(recents)

    def allow_use(self, allowed: bool) -> None:  # noqa: FBT001  a slot
        """Whether there is anything to train on."""
        self._use.setEnabled(allowed)


def _menu_button(picture: QIcon, text: str, name: str, menu: QMenu) -> QPushButton:
    button = QPushButton(picture, text)
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setMenu(menu)
    return button
