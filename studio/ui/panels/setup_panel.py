"""What a run is made from: data, recipe, device and settings, with the buttons that start and end it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio.core.checks import Problem
from studio.core.recipe import Recipe
from studio.core.run_status import OPEN_PHASES, Phase
from studio.core.sections.data import SELECTING
from studio.ui.icons import icon
from studio.ui.panels.data_source_menu import dropped_source
from studio.ui.panels.forecast_line import ForecastLine
from studio.ui.panels.problem_line import ProblemLine
from studio.ui.panels.recipe_form import RecipeForm
from studio.ui.theme import set_role, set_type
from studio.ui.tokens import Spacing, Type
from studio.ui.widgets.calm import CalmComboBox

WIDTH_PX = 328


class SetupPanel(QWidget):
    """Edits what the next run is made from. The primary button starts, pauses or resumes, as the phase allows.

    `more_wanted` asks to let a finished run go on; `holder_changed` tells that `is_held` may have.

    `settings_edited` carries what takes effect in the run that is open, `recipe_edited` the recipes before and after.
    """

    source_changed = Signal(str)
    recipe_changed = Signal(object)
    settings_edited = Signal(dict)
    recipe_edited = Signal(object, object)
    browse_wanted = Signal()
    primary_wanted = Signal()
    stop_wanted = Signal()
    more_wanted = Signal()
    queue_wanted = Signal()
    advanced_toggled = Signal(bool)
    holder_changed = Signal()

    def __init__(self, recipes: dict[str, Recipe], recipe: Recipe, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("setup")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setAcceptDrops(True)
        self._recipes = recipes
        self._phase, self._resumable, self._holder = Phase.IDLE, False, ""
        self._state: tuple[Phase, str, bool] | None = None
        self._devices_known = False
        self._source = self._make_source()
        self._recipe_choice = self._make_recipe_choice()
        self._purpose = QLabel()
        self._purpose.setWordWrap(True)
        set_role(self._purpose, "muted")
        set_type(self._purpose, Type.CAPTION)
        self._device = CalmComboBox()
        self._device.setObjectName("device")
        self._device.setAccessibleName(self.tr("Device"))
        self.forecast = ForecastLine()
        self._form = RecipeForm(recipe)
        self._form.recipe_changed.connect(self._on_recipe_edited)
        self._form.settings_edited.connect(self.settings_edited)
        self._form.edited.connect(self.recipe_edited)
        self._form.problems_changed.connect(self._on_problems_changed)
        self._form.advanced_toggled.connect(self.advanced_toggled)
        self._problem_line = ProblemLine()
        self._problem_line.show_wanted.connect(self.show_problem)
        self._lay_out()
        self._device.addItem(self.tr("Best there is"), "auto")
        self.set_recipe(recipe)
        self.set_phase(Phase.IDLE)

    @property
    def recipes(self) -> list[str]:
        """The names of the recipes there are to choose from."""
        return list(self._recipes)

    def show_setting(self, key: str) -> None:
        """Bring a setting into view, ready to be edited."""
        self._form.show_setting(key)

    @Slot()
    def show_problem(self) -> None:
        """Bring the setting into view that is in the way; nothing happens where none is."""
        if self.problems:
            self._form.show_setting(self.problems[0].key)

    def set_advanced(self, shown: bool) -> None:  # noqa: FBT001  a slot
        """Unfold or fold the advanced settings."""
        self._form.set_advanced(shown)

    def commit(self) -> None:
        """Take what was typed, also where the cursor is still in the field."""
        self._form.commit()

    def set_data(self, pictures: int | None, classes: int | None) -> None:
        """Judge the recipe by so many pictures and classes of the source; None: not known."""
        self._form.set_data(pictures, classes)

    def focus_primary(self) -> None:
        """Let Enter and Space press the primary button."""
        self._primary.setFocus()

    @property
    def source(self) -> str:
        """The folder of pictures, or `demo:…`."""
        return str(self._source.currentData() or self._source.currentText())

    @property
    def recipe(self) -> Recipe:
        """The recipe as edited."""
        return self._form.recipe

    @property
    def problems(self) -> list[Problem]:
        """What is in the way of a new run, or of going on where the run that is shown would go on.

        What a run was trained with is not held against it, whatever is thought of it now.
        """
        return self._form.refused if self._resumable else self._form.problems

    @property
    def device(self) -> str:
        """The name of the device, such as `auto` or `cpu`."""
        return str(self._device.currentData())

    @property
    def is_held(self) -> bool:
        """Whether another process trains the run that is shown."""
        return bool(self._holder)

    def set_source(self, source: str) -> None:
        """Show a source, adding it to the choice when it is new; what is in it is not known yet."""
        if source != self.source:
            self.set_data(None, None)
        index = self._source.findData(source)
        if index < 0:
            self._source.insertItem(0, icon("folder"), Path(source).name or source, source)
            self._source.setItemData(0, source, 3)  # Qt.ItemDataRole.ToolTipRole
            index = 0
        self._source.setCurrentIndex(index)

    def set_recipe(self, recipe: Recipe) -> None:
        """Show a recipe without telling of it."""
        self._form.set_recipe(recipe)
        self.set_phase(self._phase)
        self._purpose.setText(recipe.purpose)
        blocked = self._recipe_choice.blockSignals(True)
        self._recipe_choice.setCurrentIndex(self._recipe_choice.findData(recipe.name))
        self._recipe_choice.blockSignals(blocked)

    def show_edit(self, recipe: Recipe) -> None:
        """Show another recipe and let what differs take effect, as if the user had edited it."""
        changes = {key: new for key, (_, new) in self.recipe.differences(recipe).items()}
        self.set_recipe(recipe)
        self.settings_edited.emit(changes)
        self.recipe_changed.emit(recipe)

    def change_settings(self, changes: Mapping[str, Any]) -> None:
        """Change settings as the user would, undo included; raises `StudioError` for a value that cannot be.

        Where all are so already, nothing happens.
        """
        before = self.recipe
        after = before.changed(changes)
        if before.differences(after):
            self.show_edit(after)
            self.recipe_edited.emit(before, after)

    def choose_recipe(self, name: str, changes: Mapping[str, Any] | None = None) -> None:
        """Take a built-in recipe, with `changes`, as the user would, undo included; which pictures are taken stays."""
        before = self.recipe
        selecting = {f"data.{field}": getattr(before.data, field) for field in SELECTING}
        recipe = self._recipes[name].changed({**selecting, **(changes or {})})
        self.set_recipe(recipe)
        self.recipe_edited.emit(before, recipe)
        self.recipe_changed.emit(recipe)

    def set_pictures(self, pictures: int) -> None:
        """Tell how many pictures the run that is shown has; 0: none is."""
        self._form.set_pictures(pictures)

    def set_resumable(self, resumable: bool) -> None:  # noqa: FBT001  a slot
        """Say whether the run that is shown would be trained on, or a new one be started."""
        if resumable != self._resumable:
            self._resumable = resumable
            self.set_phase(self._phase)

    def set_devices(self, devices: dict[str, str]) -> None:
        """Offer devices: {name: label}; the one that was chosen stays chosen, if it is there."""
        chosen, self._devices_known = self.device, True
        self._device.clear()
        for name, label in devices.items():
            self._device.addItem(label, name)
        self.set_device(chosen)

    def set_device(self, device: str) -> None:
        """Choose a device by name; the best there is where that one is known not to be there."""
        if self._device.findData(device) < 0 and not self._devices_known:
            self._device.addItem(device, device)
        self._device.setCurrentIndex(max(self._device.findData(device), 0))

    def set_phase(self, phase: Phase) -> None:
        """Let the buttons and fields be what the phase allows."""
        self._phase = phase
        is_open = phase in OPEN_PHASES
        problem = "" if is_open or self._holder or not self.problems else self.problems[0].sentence
        reason = self._holder or problem
        self._problem_line.show_sentence(problem)
        state = (phase, reason, self._resumable)
        if state == self._state:
            return  # events come several times a second
        self._state = state
        texts = {
            Phase.PREPARING: (self.tr("Starting…"), "clock"),
            Phase.TRAINING: (self.tr("Pause"), "pause"),
            Phase.PAUSED: (self.tr("Resume"), "play"),
            Phase.STOPPING: (self.tr("Stopping…"), "clock"),
        }
        start = self.tr("Start training") if phase == Phase.IDLE else self.tr("Start a new run")
        text, picture = texts.get(phase, (self.tr("Resume training") if self._resumable else start, "play"))
        if self._holder:
            text, picture = self.tr("Watching"), "lock"
        waiting = phase in (Phase.PREPARING, Phase.STOPPING)
        self._primary.setText(text)
        self._primary.setAccessibleName(text)
        self._primary.setIcon(icon(picture, "disabled" if waiting or reason else "on_accent"))
        self._enable_primary(not waiting and not reason)
        self._primary.setToolTip(reason)
        self.forecast.set_allowed(not reason and not is_open, reason)
        self._stop.setEnabled(is_open and phase != Phase.STOPPING and not self._holder)
        self._stop.setToolTip(self._holder or self._stop.accessibleName())
        goes_further = phase == Phase.FINISHED and not self._resumable and not self._holder
        self._stop.setVisible(not goes_further)
        self._more.setVisible(goes_further)
        fixed = self._holder or (self.tr("Stop the run to change this.") if is_open else "")
        for widget in (self._source, self._browse, self._recipe_choice, self._device):
            widget.setEnabled(not fixed)
            widget.setToolTip(
                fixed or (self.tr("Choose a folder of pictures (Ctrl+O)") if widget is self._browse else "")
            )
        self._form.set_running(running=is_open, holder=self._holder)

    def _enable_primary(self, enabled: bool) -> None:  # noqa: FBT001  private
        """Keep the focus for it while it is disabled: Qt would pass it on, and a second Enter press another button."""
        focus = self.window().focusWidget()  # also where the window is not the one in use
        if focus is self._primary and not enabled:
            self.setFocus()
        self._primary.setEnabled(enabled)
        if focus is self and enabled:
            self._primary.setFocus()

    def set_holder(self, holder: str) -> None:
        """Tell who trains the run that is shown, which can then only be watched; empty: nobody else."""
        self._holder = holder
        self.set_phase(self._phase)
        self.holder_changed.emit()

    def sizeHint(self) -> QSize:
        return QSize(max(WIDTH_PX, self.minimumSizeHint().width()), super().sizeHint().height())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._source.isEnabled() and dropped_source(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        source = dropped_source(event.mimeData())
        if source:
            self.set_source(source)
            self.source_changed.emit(source)

    def _make_source(self) -> CalmComboBox:
        source = CalmComboBox()
        source.setObjectName("source")
        source.setAccessibleName(self.tr("Pictures"))
        for name, label in (("demo:digits", self.tr("Demo: digits")), ("demo:blossoms", self.tr("Demo: blossoms"))):
            source.addItem(icon("picture"), label, name)
        source.activated.connect(self._on_source_chosen)
        return source

    def _make_recipe_choice(self) -> CalmComboBox:
        choice = CalmComboBox()
        choice.setObjectName("recipe")
        choice.setAccessibleName(self.tr("Recipe"))
        for name, recipe in self._recipes.items():
            choice.addItem(icon("recipe"), name, name)
            choice.setItemData(choice.count() - 1, recipe.purpose, 3)  # Qt.ItemDataRole.ToolTipRole
        choice.activated.connect(self._on_recipe_chosen)
        return choice

    def _lay_out(self) -> None:
        self._browse = QPushButton(icon("folder"), "")
        self._browse.setObjectName("browse")
        self._browse.setAccessibleName(self.tr("Choose a folder of pictures"))
        self._browse.clicked.connect(self.browse_wanted)
        top = QGridLayout()
        top.setHorizontalSpacing(Spacing.SMALL)
        top.setVerticalSpacing(Spacing.SMALL)
        top.setColumnStretch(1, 1)
        rows = (
            (self.tr("Pictures"), self._source),
            (self.tr("Device"), self._device),
            (self.tr("Recipe"), self._recipe_choice),
        )
        for row, (label, widget) in enumerate(rows):
            widget.setSizeAdjustPolicy(CalmComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            widget.setMinimumContentsLength(8)
            top.addWidget(QLabel(label), row, 0)
            top.addWidget(widget, row, 1, 1, 1 if widget is self._source else 2)
        top.addWidget(self._browse, 0, 2)
        self._primary = QPushButton(icon("play"), self.tr("Resume training"))
        self._primary.setObjectName("primary")
        self._primary.setMinimumHeight(38)
        set_role(self._primary, "primary")
        self._primary.ensurePolished()
        self._primary.setMinimumWidth(self._primary.sizeHint().width())  # its longest text: shorter ones move nothing
        self._primary.clicked.connect(self.primary_wanted)
        self._stop = QPushButton(icon("stop"), self.tr("Stop"))
        self._stop.setObjectName("stop")
        self._stop.setAccessibleName(self.tr("Save and stop"))
        self._stop.setMinimumHeight(38)
        self._stop.clicked.connect(self.stop_wanted)
        self._more = QPushButton(icon("plus"), self.tr("10 epochs"))
        self._more.setObjectName("more")
        self._more.setAccessibleName(self.tr("Train 10 more epochs"))
        self._more.setToolTip(self.tr("Let this run go on for 10 more epochs (Ctrl+Shift+Return)"))
        self._more.setMinimumHeight(38)
        self._more.clicked.connect(self.more_wanted)
        self._queue = QPushButton(icon("queue"), "")
        self._queue.setObjectName("queue_add")
        self._queue.setAccessibleName(self.tr("Add to queue"))
        self._queue.setToolTip(self.tr("Add to queue: this run starts when those before it have finished"))
        self._queue.setMinimumHeight(38)
        self._queue.clicked.connect(self.queue_wanted)
        for button in (self._stop, self._more):
            button.ensurePolished()
        self._worded = {button: (button.text(), button.sizeHint().width()) for button in (self._stop, self._more)}
        buttons = QHBoxLayout()
        buttons.setSpacing(Spacing.SMALL)
        buttons.addWidget(self._primary, 1)
        buttons.addWidget(self._stop)
        buttons.addWidget(self._more)
        buttons.addWidget(self._queue)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Spacing.MEDIUM)
        column.addLayout(top)
        column.addWidget(self._purpose)
        column.addWidget(self._form, 1)
        column.addWidget(self._problem_line)
        column.addLayout(buttons)
        column.addWidget(self.forecast)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the picture of a button alone where there is no room for its word."""
        super().resizeEvent(event)
        room = self.width() - self._primary.minimumWidth() - self._queue.sizeHint().width() - 2 * Spacing.SMALL
        for button, (text, width) in self._worded.items():
            button.setText(text if width <= room else "")

    @Slot(int)
    def _on_source_chosen(self, index: int) -> None:
        self.source_changed.emit(self._source.itemData(index))

    @Slot()
    def _on_problems_changed(self) -> None:
        self.set_phase(self._phase)

    @Slot(int)
    def _on_recipe_chosen(self, index: int) -> None:
        self.choose_recipe(str(self._recipe_choice.itemData(index)))

    @Slot(object)
    def _on_recipe_edited(self, recipe: Recipe) -> None:
        self.set_phase(self._phase)
        self.recipe_changed.emit(recipe)
