"""The favourites: pictures that were starred, to go back to, to note something about, and to walk through."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from studio.core.errors import StudioError
from studio.explore.favourites import Favourite, read_favourites, write_favourites
from studio.explore.place import Place
from studio.ui.dialogs.saving import ask_where_to_save
from studio.ui.icons import icon
from studio.ui.panels.explore_mime import take, welcome
from studio.ui.panels.explore_strip import PictureStrip
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type
from studio.ui.widgets.tool_buttons import tool_button


class FavouritesPanel(QFrame):
    """Keeps favourites in the folder it is given; `pictures_wanted` asks for the pictures of numbered favourites."""

    recalled = Signal(object)
    walk_wanted = Signal(object)
    pictures_wanted = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explore_favourites_panel")
        set_role(self, "card")
        self.setAcceptDrops(True)
        self._folder: Path | None = None
        self._kept: dict[int, Favourite] = {}
        self._next = 0
        self._strip = PictureStrip("explore_favourites", self.tr("Favourites"), wraps=True)
        self._hint = QLabel(self.tr("A star under the picture keeps it here."))
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        set_role(self._hint, "muted")
        self._export = tool_button(
            "explore_export_favourites",
            "save",
            self.tr("Export the favourites"),
            self.tr("Export the favourites as JSON"),
        )
        title = QLabel(self.tr("Favourites"))
        set_type(title, Type.STRONG)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Spacing.MEDIUM, Spacing.SMALL, Spacing.MEDIUM, Spacing.MEDIUM)
        layout.setSpacing(Spacing.SMALL)
        layout.addLayout(head)
        layout.addWidget(self._hint)
        layout.addWidget(self._strip, 1)
        self._strip.chosen.connect(self._on_chosen)
        self._strip.arranged.connect(self._on_arranged)
        self._strip.menu_wanted.connect(self._on_menu)
        self._export.clicked.connect(self._on_export)
        self._update()

    def open_folder(self, folder: Path | None) -> None:
        """Show the favourites of a run's folder; without one, favourites last as long as the window."""
        self._folder = folder
        self._kept = {}
        self._strip.clear()
        try:
            for favourite in read_favourites(folder) if folder is not None else []:
                self._show(favourite)
        except StudioError as error:
            self._folder = None  # a damaged file is not overwritten
            self.failed.emit(error)
        self._update()

    def add(self, favourite: Favourite) -> None:
        """Keep one more."""
        self._show(favourite)
        self._keep()

    def places(self, start: Place) -> dict[int, Place]:
        """The favourites' places by number, for a generator whose places are like `start`."""
        return {number: start.at_mark(favourite.mark) for number, favourite in self._kept.items()}

    def show_pictures(self, numbers: list[int], pictures: np.ndarray) -> None:
        """Show uint8 (n, height, width, channels)."""
        self._strip.set_pictures(numbers, pictures)

    def _show(self, favourite: Favourite) -> None:
        self._kept[self._next] = favourite
        self._strip.add(self._next, self._told(favourite), favourite.mark)
        self._next += 1

    def _told(self, favourite: Favourite) -> str:
        seed = favourite.mark.seed
        origin = self.tr("edited") if seed is None else self.tr("seed {0}").format(seed)
        return f"{favourite.note}\n{origin}" if favourite.note else origin

    def _keep(self) -> None:
        self._update()
        if self._folder is None:
            return
        try:
            write_favourites(self._folder, [self._kept[number] for number in self._strip.numbers()])
        except StudioError as error:
            self.failed.emit(error)

    def _update(self) -> None:
        self._hint.setVisible(not self._kept)
        self._strip.setVisible(bool(self._kept))
        self._export.setEnabled(bool(self._kept))
        if self._kept:
            self.pictures_wanted.emit(self)

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        self.recalled.emit(self._kept[number].mark)

    @Slot()
    def _on_arranged(self) -> None:
        numbers = self._strip.numbers()
        self._kept = {number: self._kept[number] for number in numbers}
        self._keep()

    @Slot(int, QPoint)
    def _on_menu(self, number: int, point: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction(icon("plus"), self.tr("Add to the walk"), lambda: self.walk_wanted.emit(self._kept[number].mark))
        menu.addAction(icon("info"), self.tr("Note…"), lambda: self._on_note(number))
        menu.addAction(icon("trash"), self.tr("Remove"), lambda: self._strip.remove(number))
        menu.exec(point)
        menu.deleteLater()

    def _on_note(self, number: int) -> None:
        before = self._kept[number]
        note, wanted = QInputDialog.getText(self, self.tr("Note"), self.tr("What is it?"), text=before.note)
        if wanted:
            self._kept[number] = before.model_copy(update={"note": note.strip()[:500]})
            self._strip.set_tip(number, self._told(self._kept[number]))
            self._keep()

    @Slot()
    def _on_export(self) -> None:
        path = ask_where_to_save(self, self.tr("Export the favourites"), "favourites.json", {".json": "JSON"})
        if path is None:
            return
        try:
            write_favourites(path, list(self._kept.values()))
        except StudioError as error:
            self.failed.emit(error)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        try:
            for mark in take(event):
                self.add(Favourite(mark=mark))
        except StudioError as error:
            self.failed.emit(error)
