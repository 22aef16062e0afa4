"""The head of the Data page: what is open, other pictures, the report, and on to training."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from studio.ui.icons import icon
from studio.ui.panels.data_source_menu import SourceMenu
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type


class DataHead(QWidget):
    """`source_chosen` carries another source, `report_wanted` the ending of a report's file."""

    source_chosen = Signal(str)
    refresh_wanted = Signal()
    report_wanted = Signal(str)
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
        self._report = _menu_button(icon("export"), self.tr("Report"), "data_report", self._report_menu())
        refresh = QPushButton(icon("refresh"), "")
        refresh.setObjectName("data_refresh")
        refresh.setShortcut("F5")
        refresh.setToolTip(self.tr("Look at the pictures again (F5)"))
        refresh.setAccessibleName(self.tr("Look at the pictures again"))
        refresh.clicked.connect(self.refresh_wanted)
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
        for button in (refresh, self._other, self._report, self._use):
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

    def allow(self, *, report: bool, use: bool) -> None:
        """Let the buttons be what is possible now."""
        self._report.setEnabled(report)
        self._use.setEnabled(use)

    def _report_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("data_report_menu")
        for ending, label in (
            ("html", self.tr("To read and print (HTML)…")),
            ("json", self.tr("For programs (JSON)…")),
        ):
            menu.addAction(label).setData(ending)
        menu.triggered.connect(self._on_report)
        return menu

    @Slot(QAction)
    def _on_report(self, action: QAction) -> None:
        self.report_wanted.emit(str(action.data()))


def _menu_button(picture: QIcon, text: str, name: str, menu: QMenu) -> QPushButton:
    button = QPushButton(picture, text)
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setMenu(menu)
    return button
