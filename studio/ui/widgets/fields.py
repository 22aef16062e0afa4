"""Forms, and fields that are named for people and for tests as they are made."""

from collections.abc import Iterable, Mapping

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from studio.ui.tokens import Spacing
from studio.ui.widgets.calm import CalmComboBox, CalmSpinBox


def form_of(rows: Iterable[tuple[str, QWidget]]) -> QGridLayout:
    """Return a form of labels and fields; each label stands in the middle of its field's height."""
    form = QGridLayout()
    form.setHorizontalSpacing(Spacing.LARGE)
    form.setColumnStretch(1, 1)
    for row, (text, field) in enumerate(rows):
        label = QLabel(text)
        label.setBuddy(field)
        form.addWidget(label, row, 0)
        form.addWidget(field, row, 1)
    return form


def number(name: str, label: str, minimum: int, maximum: int, value: int) -> CalmSpinBox:
    """Return a whole-number field; `label` is its accessible name."""
    box = CalmSpinBox()
    box.setObjectName(name)
    box.setAccessibleName(label)
    box.setRange(minimum, maximum)
    box.setValue(value)
    return box


def choice(name: str, label: str, options: Mapping[str, object]) -> CalmComboBox:
    """Return a list to choose from; `options` are {what users read: the value}, `label` its accessible name."""
    box = CalmComboBox()
    box.setObjectName(name)
    box.setAccessibleName(label)
    for text, value in options.items():
        box.addItem(text, value)
    return box
