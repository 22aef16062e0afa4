"""Buttons with an icon alone, named for people and for tests as they are made."""

from PySide6.QtWidgets import QMenu, QToolButton

from studio.ui.icons import icon


def tool_button(name: str, picture: str, label: str, tip: str = "") -> QToolButton:
    """Return a button that shows icon `picture`; `label` is its accessible name, and its tool tip unless `tip` is."""
    button = QToolButton()
    button.setObjectName(name)
    button.setIcon(icon(picture))
    button.setAccessibleName(label)
    button.setToolTip(tip or label)
    return button


def menu_button(name: str, picture: str, label: str) -> QToolButton:
    """Return a button that opens an empty menu, to be filled by whoever asked for it."""
    button = tool_button(name, picture, label)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setMenu(QMenu(button))
    return button
