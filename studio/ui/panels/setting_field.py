"""One setting as a row of the form: its label, the input its type asks for, its unit, and what is wrong with it."""

from enum import StrEnum
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QToolTip, QWidget

from studio.core.settings import Effect, Setting, as_text
from studio.ui.theme import set_role
from studio.ui.tokens import Spacing
from studio.ui.widgets.calm import CalmComboBox, CalmSpinBox

LABEL_PX = 128
UNIT_PX, LEAST_NUMBER_PX = 50, 64


class SettingField(QWidget):
    """Shows and edits one value; `edited` carries (key, text or value as the user gave it)."""

    edited = Signal(str, object)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._setting = setting
        self._reason = ""  # why the value cannot be edited
        self._label = QLabel(setting.label)
        longest = self._label.fontMetrics().horizontalAdvance("Discriminator")  # a word is not broken
        self._label.setFixedWidth(max(LABEL_PX, longest + Spacing.TINY))
        self._label.setWordWrap(True)
        self._input = self._make_input()
        self._input.setObjectName(f"setting_{setting.key}")
        self._input.setAccessibleName(setting.label)
        self._input.setAccessibleDescription(setting.help)
        self._input.installEventFilter(self)
        self._label.setBuddy(self._input)
        self._unit = QLabel(setting.unit)
        self._unit.setMinimumWidth(UNIT_PX)
        self._unit.setVisible(bool(setting.unit))
        set_role(self._unit, "muted")
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._problem.hide()
        set_role(self._problem, "bad")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(Spacing.SMALL)
        layout.setVerticalSpacing(2)
        layout.addWidget(self._label, 0, 0)
        layout.addWidget(self._input, 0, 1, 1, 1 if setting.unit else 2)
        layout.addWidget(self._unit, 0, 2)
        layout.addWidget(self._problem, 1, 0, 1, 3)
        layout.setColumnStretch(1, 1)
        self._explain()

    @property
    def key(self) -> str:
        """The setting's dotted name."""
        return self._setting.key

    def set_value(self, value: Any) -> None:
        """Show a value without telling of it."""
        with QSignalBlocker(self._input):
            match self._input:
                case QCheckBox():
                    self._input.setChecked(bool(value))
                case CalmComboBox():
                    self._input.setCurrentIndex(self._input.findData(str(value)))
                case CalmSpinBox():
                    self._input.setValue(int(value))
                case QLineEdit():
                    self._input.setText(as_text(value))

    def commit(self) -> None:
        """Tell of what was typed and not told of yet."""
        match self._input:
            case CalmSpinBox():
                self._input.interpretText()
            case QLineEdit():
                self._on_typed()

    def set_problem(self, sentence: str) -> None:
        """Say what is wrong below the row; empty: nothing is."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        set_role(self._input, "bad" if sentence else "")

    def begin_editing(self) -> None:
        """Put the cursor into the input; say what it is, and why it cannot be edited, where it cannot."""
        self._input.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self._input.isEnabled():
            place = self._input.mapToGlobal(self._input.rect().bottomLeft())
            QToolTip.showText(place, self._input.toolTip(), self._input)

    def set_fixed(self, reason: str) -> None:
        """Let the value not be edited, with the reason in the tool tip; empty: it may be."""
        if reason != self._reason:
            self._reason = reason
            self._input.setEnabled(not reason)
            self._explain()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave Ctrl+Z to the window where there is no typing to undo: inputs of Qt would swallow it."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            line = self._input.lineEdit() if isinstance(self._input, CalmSpinBox) else self._input
            undo = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
            if undo and not (isinstance(line, QLineEdit) and (line.isUndoAvailable() or line.isRedoAvailable())):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _explain(self) -> None:
        effects = {
            Effect.NOW: self.tr("Takes effect at the next step, also while training."),
            Effect.ON_RESUME: self.tr("Takes effect when the run is resumed."),
            Effect.NEW_RUN: self.tr("Takes effect with a new run."),
        }
        bounds = self._setting.range_text
        range_text = f"{bounds[:1].upper()}{bounds[1:]} {self._setting.unit}".strip() if bounds else ""
        parts = [
            self._setting.help,
            range_text and f"{range_text}.",
            effects[self._setting.effect],
            self._reason,
        ]
        tip = "\n".join(part for part in parts if part)
        for widget in (self._label, self._input):
            widget.setToolTip(tip)

    def _make_input(self) -> QWidget:
        kind = self._setting.type
        if kind is bool:
            box = QCheckBox()
            box.toggled.connect(self._on_changed)
            return box
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            choice = CalmComboBox()
            for member in kind:
                choice.addItem(member.value.replace("_", " "), member.value)
            choice.currentIndexChanged.connect(self._on_chosen)
            return choice
        if kind is int:
            number = CalmSpinBox()
            number.setMinimumWidth(LEAST_NUMBER_PX)  # what the largest number there may be would need is much more
            number.setRange(int(self._setting.minimum or 0), int(min(self._setting.maximum or 2**31 - 1, 2**31 - 1)))
            number.valueChanged.connect(self._on_changed)
            return number
        line = QLineEdit()
        line.editingFinished.connect(self._on_typed)
        return line

    @Slot(bool)
    @Slot(int)
    def _on_changed(self, value: object) -> None:
        self.edited.emit(self.key, value)

    @Slot(int)
    def _on_chosen(self, index: int) -> None:
        if isinstance(self._input, CalmComboBox):
            self.edited.emit(self.key, self._input.itemData(index))

    @Slot()
    def _on_typed(self) -> None:
        if isinstance(self._input, QLineEdit) and self._input.isModified():
            self._input.setModified(False)
            self.edited.emit(self.key, self._input.text())
