"""Form fields that are named for people and for tests as they are made."""

from collections.abc import Mapping

from studio.ui.widgets.calm import CalmComboBox, CalmSpinBox


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
