"""The desk of the set-up: pictures, recipe and fold are found again as they were left."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from studio.core.errors import StudioError
from studio.core.recipe import Recipe
from studio.ui.panels.setup_panel import SetupPanel
from studio.ui.preferences import Preferences

DEMO = "demo:digits"


class SetupDesk(QObject):
    """Restores the panel as it is built; `lost` is the source that was used last, where it is no longer there."""

    def __init__(self, setup: SetupPanel, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._setup, self._preferences = setup, preferences
        self.lost = ""
        self._restore()
        setup.recipe_changed.connect(self.remember)
        setup.source_changed.connect(self.remember)
        setup.advanced_toggled.connect(preferences.remember_advanced)

    @Slot()
    def remember(self) -> None:
        """Find what is set up now the next time, too."""
        self._preferences.remember_setup(self._setup.source, self._setup.recipe.to_json())

    def _restore(self) -> None:
        for source in reversed(self._preferences.recents):
            self._setup.set_source(source)
        last = self._preferences.last_source or DEMO
        is_there = ":" in last.partition("/")[0] or Path(last).exists()  # demo:digits, or a path
        self._setup.set_source(last if is_there else DEMO)
        self.lost = "" if is_there else last
        self._setup.set_advanced(self._preferences.shows_advanced)
        recipe = _recipe_of(self._preferences.last_recipe)
        if recipe is not None:
            self._setup.set_recipe(recipe)


def _recipe_of(text: str) -> Recipe | None:
    """Read it; None where there is none, or one that this version does not know."""
    try:
        return Recipe.from_json(text, where="the preferences") if text else None
    except StudioError:
        return None
