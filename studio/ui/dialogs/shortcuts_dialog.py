"""The page of keyboard shortcuts: every action that has one, and the keys of timeline, plots and grids."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from studio.ui.actions import Offer
from studio.ui.theme import theme
from studio.ui.tokens import Spacing, Type


class ShortcutsDialog(QDialog):
    """Lists shortcuts by menu and page."""

    def __init__(self, actions: Sequence[Offer], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts_dialog")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 640)
        tree = QTreeWidget()
        tree.setObjectName("shortcuts")
        tree.setAccessibleName(self.tr("Keyboard shortcuts"))
        tree.setColumnCount(2)
        tree.setHeaderLabels([self.tr("Action"), self.tr("Keys")])
        tree.setRootIsDecorated(False)
        tree.setItemsExpandable(False)
        tree.setSelectionMode(QTreeWidget.SelectionMode.NoSelection)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place, rows in self._sections(actions).items():
            self._add(tree, place, rows)
        tree.expandAll()
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(Spacing.LARGE, Spacing.LARGE, Spacing.LARGE, Spacing.LARGE)
        column.addWidget(tree)
        column.addWidget(close)

    def _sections(self, actions: Sequence[Offer]) -> dict[str, list[tuple[str, str]]]:
        sections: dict[str, list[tuple[str, str]]] = {}
        for offer in actions:
            if offer.note:
                sections.setdefault(offer.section, []).append((offer.title, offer.note))
        sections[self.tr("Timeline")] = [
            (self.tr("Grid before, grid after"), "← →"),
            (self.tr("Ten grids back, ten grids on"), self.tr("Page Up, Page Down")),
            (self.tr("First grid, follow the latest"), self.tr("Home, End")),
            (self.tr("The best score"), "B"),
        ]
        sections[self.tr("Curves")] = [
            (self.tr("Zoom into a region"), self.tr("Drag")),
            (self.tr("Zoom"), self.tr("Wheel, + −")),
            (self.tr("Move along"), self.tr("Shift and drag, ← →")),
            (self.tr("Show the whole run"), self.tr("Double click, Home")),
            (self.tr("See a step"), self.tr("Click")),
        ]
        sections[self.tr("Explore")] = [
            (self.tr("Undo, redo"), "Ctrl+Z, Ctrl+Shift+Z"),
            (self.tr("Copy the picture, save it, save the sheet"), "Ctrl+C, Ctrl+S, Ctrl+Shift+S"),
            (self.tr("Another picture at random"), "R"),
            (self.tr("Keep as favourite"), "S"),
            (self.tr("Add to the walk"), "K"),
            (self.tr("Hold, swap, wipe"), "H, X, W"),
            (self.tr("Other variations"), "V"),
            (self.tr("Find a picture, nearest training pictures"), "F, N"),
        ]
        return sections

    def _add(self, tree: QTreeWidget, place: str, rows: Sequence[tuple[str, str]]) -> None:
        head = QTreeWidgetItem(tree, [place, ""])
        head.setFont(0, theme().font(Type.STRONG))
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        for text, keys in rows:
            QTreeWidgetItem(head, [text, keys])
