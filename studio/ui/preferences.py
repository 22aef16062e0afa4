"""What the window remembers between sessions: a plain INI file, and nothing that a run depends on."""

from contextlib import suppress
from dataclasses import fields, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, get_type_hints

from pydantic import TypeAdapter, ValidationError
from PySide6.QtCore import QByteArray, QObject, QSettings, Slot

from studio.core.library import config_folder
from studio.ui.tokens import Mode

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

MOST_RECENTS = 8

Choices = TypeVar("Choices", bound="DataclassInstance")


class Agreement(StrEnum):
    """What the program may do when a run needs attention; all but sound from the start."""

    NOTIFY_ENDINGS = "notify endings"
    NOTIFY_WARNINGS = "notify warnings"
    SOUND = "sound"


class Preferences(QObject):
    """Typed access to that file."""

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        file = path or config_folder() / "window.ini"
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def mode(self) -> Mode:
        """Light, dark, or as the desktop has it."""
        value = str(self._settings.value("look/mode", Mode.AUTO.value))
        return Mode(value) if value in list(Mode) else Mode.AUTO

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._settings.setValue("look/mode", mode.value)

    def agreed(self, question: Agreement) -> bool:
        """Whether the user wants this."""
        return str(self._settings.value(f"agreed/{question}", question != Agreement.SOUND)).casefold() == "true"

    def set_agreed(self, question: Agreement, *, wanted: bool) -> None:
        """Keep whether the user wants this."""
        self._settings.setValue(f"agreed/{question}", wanted)

    @property
    def recents(self) -> list[str]:
        """Folders and files of pictures, the one used last first; those that are gone are left out."""
        value = self._settings.value("data/recents", [])
        found = value if isinstance(value, list) else [value]
        return [str(path) for path in found if path and Path(str(path)).exists()]

    @Slot(str)
    def remember_source(self, source: str) -> None:
        """Put a folder or file at the head of the recents."""
        if Path(source).exists():
            others = [path for path in self.recents if path != source]
            self._settings.setValue("data/recents", [source, *others][:MOST_RECENTS])

    @property
    def last_source(self) -> str:
        """The folder, the file or `demo:…` that was chosen last, there or not; empty before the first choice."""
        return str(self._settings.value("setup/source", ""))

    @property
    def last_recipe(self) -> str:
        """The recipe as it was edited last, as JSON; empty before the first edit."""
        return str(self._settings.value("setup/recipe", ""))

    def remember_setup(self, source: str, recipe: str) -> None:
        """Set this up the next time, too; `recipe` is JSON."""
        self._settings.setValue("setup/source", source)
        self._settings.setValue("setup/recipe", recipe)

    @property
    def shows_advanced(self) -> bool:
        """Whether the advanced settings are unfolded."""
        return str(self._settings.value("setup/advanced", "")).casefold() == "true"

    @Slot(bool)
    def remember_advanced(self, shown: bool) -> None:  # noqa: FBT001  a slot
        """Unfold them the next time, too, or not."""
        self._settings.setValue("setup/advanced", shown)

    @property
    def last_run(self) -> Path | None:
        """The run that was open last, if its folder is still there."""
        value = str(self._settings.value("runs/last", ""))
        path = Path(value)
        return path if value and (path / "run.json").is_file() else None

    @last_run.setter
    def last_run(self, path: Path) -> None:
        self._settings.setValue("runs/last", str(path))

    @property
    def curves(self) -> list[str]:
        """Which plots of curves were chosen last; empty before the first choice."""
        value = self._settings.value("curves/shown", [])
        return [str(name) for name in (value if isinstance(value, list) else [value]) if name]

    @Slot(list)
    def remember_curves(self, names: list[str]) -> None:
        """Show these plots the next time, too."""
        self._settings.setValue("curves/shown", names)

    @property
    def prefers_raw(self) -> bool:
        """Whether the gallery shows the generator in training, not the averaged one."""
        return str(self._settings.value("gallery/raw", "")).casefold() == "true"

    @Slot(bool)
    def prefer_raw(self, raw: bool) -> None:  # noqa: FBT001  a slot
        """Show that generator the next time, too."""
        self._settings.setValue("gallery/raw", raw)

    def recall(self, name: str, standard: Choices) -> Choices:
        """Return choices, a frozen dataclass, as they were remembered; what is missing or odd is as in `standard`."""
        found = {}
        for field, kind in get_type_hints(type(standard), include_extras=True).items():
            with suppress(ValidationError):
                found[field] = TypeAdapter(kind).validate_python(self._settings.value(f"{name}/{field}"))
        return replace(standard, **found)

    def remember(self, name: str, choices: "DataclassInstance") -> None:
        """Recall these choices the next time."""
        for field in fields(choices):
            self._settings.setValue(f"{name}/{field.name}", getattr(choices, field.name))

    def layout(self, name: str) -> QByteArray:
        """Return a saved geometry or splitter state, empty before the first time."""
        value = self._settings.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def save_layout(self, name: str, state: QByteArray) -> None:
        """Keep a geometry or splitter state."""
        self._settings.setValue(f"layout/{name}", state)

    def write(self) -> None:
        """Write the file now."""
        self._settings.sync()
