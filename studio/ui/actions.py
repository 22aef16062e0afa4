"""Every action of a window: what the command palette offers and the page of keyboard shortcuts lists."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow, QMenu, QWidget


@dataclass(frozen=True, slots=True)
class Offer:
    """An action as it is now; `place` is the menu or page it belongs to, `obstacle` why it cannot be used."""

    action: QAction
    text: str
    place: str
    keys: str
    obstacle: str

    @property
    def is_possible(self) -> bool:
        """Whether it can be used now."""
        return not self.obstacle


def all_offers(window: QMainWindow) -> list[Offer]:
    """Return the actions of the menus, then those of the pages."""
    actions = [action for menu in window.menuBar().actions() for action in _of_menu(menu.menu())]
    known = set(map(id, actions))
    others = [action for action in window.findChildren(QAction) if id(action) not in known and _is_ours(action)]
    return [_offer(action) for action in (*actions, *others)]


def _of_menu(menu: object) -> list[QAction]:
    found: list[QAction] = []
    for action in menu.actions() if isinstance(menu, QMenu) else ():
        inner = action.menu()
        found += _of_menu(inner) if inner is not None else [action] if action.text() else []
    return found


def _is_ours(action: QAction) -> bool:
    """Whether it is one with keys of its own: not what Qt and pyqtgraph put into inputs and context menus."""
    return bool(action.text()) and not action.shortcut().isEmpty() and not isinstance(action.parent(), QLineEdit)


def _offer(action: QAction) -> Offer:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return Offer(action, _plain(action.text()).rstrip("…"), _place(action), keys, _obstacle(action))


def _obstacle(action: QAction) -> str:
    if action.shortcutContext() == Qt.ShortcutContext.WidgetWithChildrenShortcut and not _is_in_view(action):
        return action.tr("Only on the page %1.").replace("%1", _place(action))
    if action.isEnabled():
        return ""
    told = action.toolTip()
    return told if told != _plain(action.text()) else action.tr("Not possible now.")


def _is_in_view(action: QAction) -> bool:
    return any(isinstance(thing, QWidget) and thing.isVisible() for thing in action.associatedObjects())


def _place(action: QAction) -> str:
    """Return the title of the menu, or the accessible name of the page."""
    menus = [thing for thing in action.associatedObjects() if isinstance(thing, QMenu)]
    pages = [thing for thing in action.associatedObjects() if isinstance(thing, QWidget) and thing.accessibleName()]
    return _plain(menus[0].title()) if menus else pages[0].accessibleName() if pages else ""


def _plain(text: str) -> str:
    """Return a text without the marks of its mnemonic."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
