"""The sentence above Start that says why it waits, with the way to the field that is meant."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from studio.ui.theme import set_role
from studio.ui.tokens import Spacing


class ProblemLine(QWidget):
    """Shown while there is a sentence; `show_wanted` asks to bring the field into view."""

    show_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._button = QLabel(), QPushButton(self.tr("Show it"))
        self._text.setObjectName("problem")
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        set_role(self._text, "bad")
        self._button.setObjectName("show_problem")
        self._button.setAccessibleName(self.tr("Show the setting that is meant"))
        self._button.clicked.connect(self.show_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Spacing.SMALL)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        self.hide()

    def show_sentence(self, sentence: str) -> None:
        """Say why; empty: nothing is in the way."""
        self._text.setText(sentence)
        self.setVisible(bool(sentence))
