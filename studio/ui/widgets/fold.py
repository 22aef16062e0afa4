"""A titled part of a form that folds away."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from studio.ui.icons import icon
from studio.ui.tokens import Spacing


class Fold(QWidget):
    """Shows `content` under a button with `title`; folded at first."""

    toggled = Signal(bool)

    def __init__(self, title: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._button = QToolButton()
        self._button.setObjectName("fold_button")
        self._button.setAccessibleName(title)
        self._button.setText(title)
        self._button.setCheckable(True)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.toggled.connect(self._on_toggled)
        self._button.toggled.connect(self.toggled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Spacing.SMALL)
        layout.addWidget(self._button)
        layout.addWidget(content)
        self._on_toggled(False)

    def set_open(self, is_open: bool) -> None:  # noqa: FBT001  a slot
        """Unfold or fold."""
        self._button.setChecked(is_open)

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:  # noqa: FBT001  Qt's signature
        self._content.setVisible(is_open)
        self._button.setIcon(icon("chevron-down" if is_open else "chevron-right"))
