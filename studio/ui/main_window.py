"""The window: rail, pages, menus, status line and the questions it asks before it closes."""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.ui.icons import icon
from studio.ui.panels.status_line import StatusLine
from studio.ui.preferences import Preferences
from studio.ui.widgets.banner import Banner
from studio.ui.widgets.rail import Rail


class MainWindow(QMainWindow):
    """Holds the pages it is given; knows neither runs nor threads. `close_wanted` asks whoever does."""

    close_wanted = Signal()
    page_shown = Signal(int)

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("GAN Studio")
        self.resize(1440, 900)
        self.setMinimumSize(1120, 680)
        self._preferences = preferences
        self._may_close = False
        self.status_line = StatusLine()
        self.setStatusBar(self.status_line)
        self._rail = Rail()
        self._rail.page_chosen.connect(self.show_page)
        self._pages = QStackedWidget()
        self._pages.setObjectName("pages")
        self._lay_out()
        titles = {
            "file": self.tr("&File"),
            "edit": self.tr("&Edit"),
            "run": self.tr("&Run"),
            "view": self.tr("&View"),
            "help": self.tr("&Help"),
        }
        self._menus: dict[str, QMenu] = {name: self.menuBar().addMenu(title) for name, title in titles.items()}
        self.restoreGeometry(preferences.layout(self._layout_name()))

    def add_page(self, page: QWidget, name: str, label: str, picture: str) -> None:
        """Add a page and its button; Ctrl+1, Ctrl+2 … show them."""
        number = self._pages.addWidget(page) + 1
        self._rail.add_page(name, label, picture, f"{label} (Ctrl+{number})")
        action = self.add_menu_action("view", label, f"Ctrl+{number}", picture)
        action.setData(number - 1)
        action.triggered.connect(self._on_page_action)
        if number == 1:
            self.show_page(0)

    def add_menu_action(
        self, menu: str, text: str, shortcut: str = "", picture: str = "", do: Callable[[], object] | None = None
    ) -> QAction:
        """Add an action to the menu `file`, `edit`, `run`, `view` or `help`."""
        action = QAction(icon(picture), text, self) if picture else QAction(text, self)
        action.setShortcut(QKeySequence(shortcut))
        if do is not None:
            action.triggered.connect(do)
        self._menus[menu].addAction(action)
        return action

    def add_separator(self, menu: str) -> None:
        """Add a line to a menu."""
        self._menus[menu].addSeparator()

    def restore_layout(self) -> None:
        """Give every named splitter and header of the pages the state it had; to be called when all pages are there."""
        for part in self._arranged():
            part.restoreState(self._preferences.layout(part.objectName()))

    @property
    def page(self) -> int:
        """Which page is shown."""
        return self._pages.currentIndex()

    @Slot(int)
    def show_page(self, index: int) -> None:
        """Show a page."""
        self._pages.setCurrentIndex(index)
        self._rail.choose(index)
        self.banner.leave_page()
        self.page_shown.emit(index)

    def finish_closing(self) -> None:
        """Close now: whatever had to end has ended."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close:
            event.ignore()
            self.close_wanted.emit()
            return
        self._preferences.save_layout(self._layout_name(), self.saveGeometry())
        for part in self._arranged():
            self._preferences.save_layout(part.objectName(), part.saveState())
        self._preferences.write()
        super().closeEvent(event)

    def _arranged(self) -> list[QSplitter | QHeaderView]:
        """Return what the user arranges: sizes of splitters, order and sorting of columns."""
        return [part for kind in (QSplitter, QHeaderView) for part in self.findChildren(kind) if part.objectName()]

    def _layout_name(self) -> str:
        """Name the places of the window by the screens there are: each set of screens has its own."""
        screens = sorted((screen.geometry() for screen in QGuiApplication.screens()), key=lambda place: place.x())
        return " ".join(["window", *(f"{s.width()}x{s.height()}" for s in screens)])

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        self.banner = Banner(right)
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addWidget(right, 1)
        self.setCentralWidget(centre)

    @Slot()
    def _on_page_action(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.show_page(int(action.data()))
