"""One line above the pictures: the recipe that fits them, why, and the button that takes it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from studio.core.recipe import Recipe
from studio.core.suggestion import Suggestion
from studio.ui.icons import icon
from studio.ui.theme import set_role
from studio.ui.tokens import Spacing


class SuggestionLine(QFrame):
    """Hidden while there is nothing to suggest, or what is suggested is chosen; `recipe_wanted` carries it."""

    recipe_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_suggestion")
        set_role(self, "banner")
        self._suggestion: Suggestion | None = None
        self._recipe: Recipe | None = None
        self._text = QLabel()
        self._text.setWordWrap(True)
        use = QPushButton(icon("recipe"), self.tr("Use this recipe"))
        use.setObjectName("data_use_recipe")
        use.setAccessibleName(use.text())
        use.clicked.connect(self._on_use)
        row = QHBoxLayout(self)
        row.setContentsMargins(Spacing.MEDIUM, Spacing.SMALL, Spacing.SMALL, Spacing.SMALL)
        row.addWidget(self._text, 1)
        row.addWidget(use)
        self.hide()

    def suggest(self, suggestion: Suggestion | None) -> None:
        """Suggest a recipe, or nothing."""
        self._suggestion = suggestion
        if suggestion is not None:
            text = self.tr("Recipe <b>%1</b> fits these pictures. %2")
            self._text.setText(text.replace("%1", suggestion.recipe).replace("%2", suggestion.reason))
        self._show()

    def set_recipe(self, recipe: Recipe) -> None:
        """Know which recipe is chosen."""
        self._recipe = recipe
        self._show()

    def _show(self) -> None:
        taken = self._suggestion is None or (self._recipe and self._suggestion.is_taken_by(self._recipe))
        self.setVisible(not taken)

    @Slot()
    def _on_use(self) -> None:
        if self._suggestion is not None:
            self.recipe_wanted.emit(self._suggestion)
