"""The recipe as a form, made from the settings' own declarations: essentials first, everything else folded."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio.core.checks import Problem, find_problems
from studio.core.idle import idle_settings
from studio.core.lengths import changes_of_unit
from studio.core.recipe import Recipe, all_settings
from studio.core.settings import Effect, Setting
from studio.ui.panels.setting_field import SettingField
from studio.ui.theme import set_type
from studio.ui.tokens import Spacing, Type
from studio.ui.widgets.fold import Fold
from studio.ui.words import section_title

ESSENTIALS = (
    "data.width",
    "data.height",
    "data.colour",
    "networks.architecture",
    "networks.width",
    "networks.conditional",
    "optimizer.generator_learning_rate",
    "optimizer.discriminator_learning_rate",
    "training.batch_size",
    "training.length",
    "training.length_unit",
)


class RecipeForm(QScrollArea):
    """Edits a `Recipe`; what is typed and cannot be stays where it is, with the reason, until it is mended.

    `recipe_changed` tells of a new value, `settings_edited` which keys the user has changed, `edited` carries the
    recipes before and after.
    """

    recipe_changed = Signal(object)
    settings_edited = Signal(dict)
    edited = Signal(object, object)
    problems_changed = Signal()
    advanced_toggled = Signal(bool)

    def __init__(self, recipe: Recipe, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recipe_form")
        self.setAccessibleName(self.tr("Recipe"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._recipe = recipe
        self._fields: dict[str, SettingField] = {}
        self._refused: dict[str, Problem] = {}
        self._problems: list[Problem] = []
        self._pictures: int | None = None
        self._classes: int | None = None
        self._pictures_of_run = 0
        self._running = (False, "")
        self._reason_of: Callable[[str], str] = lambda _key: ""
        self._inner = self._build()
        self.setWidget(self._inner)
        self._show()

    @property
    def recipe(self) -> Recipe:
        """What the form shows."""
        return self._recipe

    @property
    def refused(self) -> list[Problem]:
        """What was typed and cannot be: the recipe still has the values of before."""
        return list(self._refused.values())

    @property
    def problems(self) -> list[Problem]:
        """Everything in the way of training with what the form shows."""
        return self._problems

    def commit(self) -> None:
        """Take what was typed, also where the cursor is still in the field."""
        for field in self._fields.values():
            field.commit()

    def set_data(self, pictures: int | None, classes: int | None) -> None:
        """Judge the recipe by so many pictures and classes; None: not known."""
        self._pictures, self._classes = pictures, classes
        self._show_problems()

    def set_pictures(self, pictures: int) -> None:
        """Tell how many pictures the run that is shown has: another unit then leaves a length as it is. 0: no run."""
        self._pictures_of_run = pictures

    def set_advanced(self, shown: bool) -> None:  # noqa: FBT001  a slot
        """Unfold or fold the advanced settings."""
        self._advanced.set_open(shown)

    def show_setting(self, key: str) -> None:
        """Bring a setting into view, ready to be edited."""
        field = self._fields[key]
        if key not in ESSENTIALS:
            self._advanced.set_open(True)
        self._inner.adjustSize()  # what was folded has no place yet
        self.ensureWidgetVisible(field, 0, Spacing.WIDE)
        field.begin_editing()

    def set_recipe(self, recipe: Recipe) -> None:
        """Show another recipe without telling of it."""
        self._recipe = recipe
        self._refused.clear()
        self._show()

    def set_running(self, *, running: bool, holder: str) -> None:
        """Let only what takes effect now be edited while a run is open; nothing while somebody else holds it."""
        if (running, holder) == self._running:
            return
        self._running = (running, holder)
        reason = self.tr("Fixed while a run is open: a change needs a new run.")
        late = {s.key for s in all_settings() if s.effect != Effect.NOW}
        self.set_fixed(lambda key: holder or (reason if running and key in late else ""))

    def set_fixed(self, reason_of: Callable[[str], str]) -> None:
        """Let only those settings be edited for which there is no reason against it."""
        self._reason_of = reason_of
        self._show_reasons()

    def _build(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, Spacing.MEDIUM, 0)
        column.setSpacing(Spacing.SMALL)
        settings = {s.key: s for s in all_settings()}
        for key in ESSENTIALS:
            column.addWidget(self._field(settings.pop(key)))
        folded = QWidget()
        inside = QVBoxLayout(folded)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Spacing.SMALL)
        section = ""
        for setting in settings.values():
            if setting.section != section:
                section = setting.section
                title = QLabel(section_title(section))
                set_type(title, Type.STRONG)
                inside.addSpacing(Spacing.SMALL)
                inside.addWidget(title)
            inside.addWidget(self._field(setting))
        self._advanced = Fold(self.tr("Advanced"), folded)
        self._advanced.setObjectName("advanced")
        self._advanced.toggled.connect(self.advanced_toggled)
        column.addWidget(self._advanced)
        column.addStretch(1)
        return inner

    def _field(self, setting: Setting) -> SettingField:
        field = SettingField(setting)
        field.edited.connect(self._on_edited)
        self._fields[setting.key] = field
        return field

    def _show(self) -> None:
        for key, field in self._fields.items():
            if key not in self._refused:
                field.set_value(self._recipe.value(key))
        self._show_problems()

    def _show_problems(self) -> None:
        """Say beside each field what is wrong with it."""
        before = self._problems
        self._problems = [*self.refused, *find_problems(self._recipe, self._pictures, self._classes)]
        sentences = {problem.key: problem.sentence for problem in reversed(self._problems)}
        for key, field in self._fields.items():
            field.set_problem(sentences.get(key, ""))
        self._show_reasons()
        if self._problems != before:
            self.problems_changed.emit()

    def _show_reasons(self) -> None:
        """Let be edited what may be, has an effect or has to be mended."""
        wrong = {problem.key for problem in self._problems}
        idle = {key: reason for key, reason in idle_settings(self._recipe).items() if key not in wrong}
        for key, field in self._fields.items():
            field.set_fixed(self._reason_of(key) or idle.get(key, ""))

    @Slot(str, object)
    def _on_edited(self, key: str, value: object) -> None:
        objection = self._recipe.objection(key, value)
        if objection:
            self._refused[key] = Problem(key, objection, "")
            self._show_problems()
            return
        self._refused.pop(key, None)
        before, self._recipe = self._recipe, self._recipe.changed(self._changes(key, value))
        self._show()
        if self._recipe == before:
            return
        recipe = self._recipe
        self.edited.emit(before, recipe)
        self.settings_edited.emit({key: new for key, (_, new) in before.differences(recipe).items()})
        self.recipe_changed.emit(recipe)

    def _changes(self, key: str, value: object) -> dict[str, Any]:
        """What an edit changes: with a unit, where the pictures are counted, the number that it counts, too."""
        pictures = self._pictures_of_run or self._pictures
        if key.endswith("_unit") and pictures:
            return changes_of_unit(self._recipe, key, str(value), pictures)
        return {key: value}

    def minimumSizeHint(self) -> QSize:
        """Be as wide as the rows need: they are not scrolled sideways."""
        width = self._inner.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(width, super().minimumSizeHint().height())
