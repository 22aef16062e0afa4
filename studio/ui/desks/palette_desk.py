"""The desk of the command palette: offers actions, settings, recipes and runs, and does what is chosen."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QKeySequence

from studio.core.library import RunSummary
from studio.core.recipe import all_settings
from studio.core.settings import Setting, as_text
from studio.ui.actions import Offer, action_offers
from studio.ui.desks.library_desk import LibraryDesk
from studio.ui.dialogs.palette import Palette
from studio.ui.icons import icon
from studio.ui.main_window import MainWindow
from studio.ui.pages.train_page import TrainPage
from studio.ui.words import section_title


class PaletteDesk(QObject):
    """`run_wanted` carries the folder of a run to open; `set_up_wanted` asks for the page with recipe and settings."""

    run_wanted = Signal(object)
    set_up_wanted = Signal()

    def __init__(
        self, window: MainWindow, page: TrainPage, library: LibraryDesk, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window, self._page, self._library = window, page, library
        self._palette: Palette | None = None
        action = window.add_menu_action("view", self.tr("Command palette…"), "Ctrl+K", "search", self.show_palette)
        action.setShortcuts([QKeySequence("Ctrl+K"), QKeySequence("Ctrl+Shift+P")])
        library.listed.connect(self._on_listed)

    @Slot()
    def show_palette(self) -> None:
        """Open at once with the runs that are known; where none are yet, they follow when the library is read."""
        if self._library.runs is None:
            self._library.refresh()
        self._palette = Palette(self._offers(), self._window)
        self._palette.finished.connect(self._on_closed)
        self._palette.open()

    def _offers(self) -> list[Offer]:
        settings = [self._setting(setting) for setting in all_settings()]
        recipes = [self._recipe(name) for name in self._page.setup.recipes]
        return [*action_offers(self._window), *settings, *recipes, *self._runs()]

    def _setting(self, setting: Setting) -> Offer:
        section = self.tr("Settings · %1").replace("%1", section_title(setting.section))
        value = f"{as_text(self._page.setup.recipe.value(setting.key))} {setting.unit}".strip()
        return Offer(setting.label, section, icon("settings"), partial(self._show_setting, setting.key), value)

    def _recipe(self, name: str) -> Offer:
        obstacle = self.tr("Stop the run to change this.") if self._page.status.is_open else ""
        do = partial(self._choose_recipe, name)
        return Offer(name, self.tr("Recipes"), icon("recipe"), do, obstacle=obstacle)

    def _runs(self) -> list[Offer]:
        is_training = self._page.status.is_open and not self._page.setup.is_held
        obstacle = self.tr("Stop the run that is training before you open another.") if is_training else ""
        section, picture = self.tr("Runs"), icon("runs")

        def offer(run: RunSummary) -> Offer:
            do = partial(self.run_wanted.emit, run.folder.path)
            return Offer(run.name, section, picture, do, f"{run.changed:%Y-%m-%d %H:%M}", obstacle)

        return [offer(run) for run in self._library.runs or ()]

    def _show_setting(self, key: str) -> None:
        self.set_up_wanted.emit()
        self._page.setup.show_setting(key)

    def _choose_recipe(self, name: str) -> None:
        self.set_up_wanted.emit()
        self._page.setup.choose_recipe(name)

    @Slot()
    def _on_listed(self) -> None:
        if self._palette is not None:
            self._palette.set_offers(self._offers())

    @Slot()
    def _on_closed(self) -> None:
        self._palette = None
