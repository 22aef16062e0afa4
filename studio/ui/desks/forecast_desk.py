"""The desk of the forecast: a dry run of the recipe on the page, in a process of its own, when it is asked for."""

from PySide6.QtCore import QObject, Slot

from studio.core.errors import StudioError
from studio.engine.preflight import Forecast, forecast
from studio.ui.panels.setup_panel import SetupPanel
from studio.ui.threads.background import Task, run_in_background


class ForecastDesk(QObject):
    """Measures one recipe at a time; what was measured is forgotten when recipe, pictures or device change."""

    def __init__(self, setup: SetupPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._setup, self._line = setup, setup.forecast
        self._task: Task | None = None
        self._line.measure_wanted.connect(self.measure)
        self._line.cancel_wanted.connect(self.cancel)
        setup.recipe_changed.connect(self._on_changed)
        setup.source_changed.connect(self._on_changed)
        setup.primary_wanted.connect(self.cancel)

    @Slot()
    def measure(self) -> None:
        """Begin a dry run."""
        self.cancel()
        setup = self._setup
        setup.commit()
        if setup.problems:
            setup.show_problem()
            return
        source, recipe, device = setup.source, setup.recipe, setup.device
        self._line.show_progress(0, 0, self.tr("Loading TensorFlow"))
        self._task = run_in_background(lambda progress: forecast(source, recipe, device, progress))
        self._task.progressed.connect(self._on_progressed)
        self._task.finished.connect(self._on_finished)
        self._task.failed.connect(self._on_failed)

    @Slot()
    def cancel(self) -> None:
        """End the dry run, if there is one."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._line.clear()

    @Slot()
    def _on_changed(self) -> None:
        self.cancel()
        self._line.clear()

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, what: str) -> None:
        if self.sender() is self._task:
            self._line.show_progress(done, total, what)

    @Slot(object)
    def _on_finished(self, found: Forecast) -> None:
        if self.sender() is self._task:
            self._task = None
            self._line.show_forecast(found)

    @Slot(object)
    def _on_failed(self, error: StudioError) -> None:
        if self.sender() is self._task:
            self._task = None
            self._line.show_failure(str(error))
