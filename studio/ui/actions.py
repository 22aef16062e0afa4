"""What the command palette offers, and every action of a window as such an offer."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow, QMenu, QWidget


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to choose: `do` is what happens then.

    `section` says what it belongs to, `note` is what stands at its right, `obstacle` why it cannot be chosen now.
    """

    title: str
    section: str
    icon: QIcon
    do: Callable[[], object]
    note: str = ""
    obstacle: str = ""

    @property
    def is_possible(self) -> bool:
        """Whether it can be chosen now."""
        return not self.obstacle


def action_offers(window: QMainWindow) -> list[Offer]:
    """Return every action of a window as it is now, in the section of its menu or page, with its keys as the note."""
    return [_offer(action) for action in all_actions(window)]


def all_actions(window: QMainWindow) -> list[QAction]:
    """Return the actions of the menus, then those of the pages."""
    actions = [action for menu in window.menuBar().actions() for action in _of_menu(menu.menu())]
    known = set(map(id, actions))
    others = [action for action in window.findChildren(QAction) if id(action) not in known and _is_ours(action)]
    return [*actions, *others]


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
    title = _plain(action.text()).rstrip("…")
    return Offer(title, _place(action), action.icon(), action.trigger, keys, _obstacle(action))


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
    """Return the title of the menu, or the accessible name of the page; menus of buttons have no title."""
    menus = [thing for thing in action.associatedObjects() if isinstance(thing, QMenu) and thing.title()]
    pages = [thing for thing in action.associatedObjects() if isinstance(thing, QWidget) and thing.accessibleName()]
    return _plain(menus[0].title()) if menus else pages[0].accessibleName() if pages else ""


def _plain(text: str) -> str:
    """Return a text without the marks of its mnemonic."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
