"""Undo and redo for settings: every change of the recipe in the form is a step, also while a run is open."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtGui import QUndoCommand

from studio.core.recipe import Recipe

MERGE_S = 1.5  # changes of one setting in quick succession, such as clicks on an arrow, are one step
MERGE_ID = 1


class RecipeChange(QUndoCommand):
    """From one recipe to another; `apply` shows a recipe and lets it take effect."""

    def __init__(self, before: Recipe, after: Recipe, apply: Callable[[Recipe], None]) -> None:
        self._before, self._after, self._apply = before, after, apply
        self._keys = sorted(before.differences(after))
        self._made = time.monotonic()
        self._done = True  # the user has done it already
        super().__init__(", ".join(self._keys) or after.name)

    def take_back(self, kept: Mapping[str, Any]) -> None:
        """Let these settings be as they are, since the change of them was refused; nothing may be left to undo."""
        self._after = self._after.changed(kept)
        self.setObsolete(self._after == self._before)

    def undo(self) -> None:
        self._apply(self._before)

    def redo(self) -> None:
        if not self._done:
            self._apply(self._after)
        self._done = False

    def id(self) -> int:
        return MERGE_ID

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Become one step with a later change of the same setting."""
        if not isinstance(other, RecipeChange):
            return False
        if other._keys != self._keys or other._made - self._made > MERGE_S:  # noqa: SLF001  the same class
            return False
        self._after, self._made = other._after, other._made  # noqa: SLF001  the same class
        return True
