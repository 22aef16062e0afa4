"""The facts of a run: two columns of names and values that do not jump while numbers change."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type


class FactsPanel(QWidget):
    """Shows {name: value}; rows are made once and only their texts change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("facts")
        self._values: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Spacing.MEDIUM)
        self._grid.setVerticalSpacing(Spacing.TINY)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Mapping[str, str]) -> None:
        """Show these values; names not seen before get a row at the end."""
        for name, text in facts.items():
            label = self._values.get(name) or self._add(name)
            if label.text() != text:
                label.setText(text)
                label.setToolTip(text)

    def _add(self, name: str) -> QLabel:
        row = len(self._values)
        title, value = QLabel(name), QLabel()
        set_role(title, "muted")
        set_type(value, Type.NUMBER)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        value.setAccessibleName(name)
        value.setMinimumWidth(60)
        self._grid.addWidget(title, row, 0)
        self._grid.addWidget(value, row, 1)
        self._values[name] = value
        return value
