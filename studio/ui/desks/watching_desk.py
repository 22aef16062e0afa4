"""The desk of a run that is only watched: shows what another process does with it, and offers to resume after."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from studio.core.events import Ending, Event
from studio.core.run_lock import Owner
from studio.ui.pages.train_page import TrainPage
from studio.ui.panels.status_line import StatusLine
from studio.ui.threads.run_follower import RunFollower


class WatchingDesk(QObject):
    """Follows the run on the page.

    `taken` carries a sentence naming who trains it, `happened` a list of events, `ended` the run's folder.
    """

    taken = Signal(str)
    happened = Signal(list)
    ended = Signal(object)

    def __init__(self, page: TrainPage, line: StatusLine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page, self._line = page, line
        self._follower = RunFollower(self)
        self._follower.happened.connect(self._on_happened)
        self._follower.owner_changed.connect(self._on_owner_changed)

    def follow(self, path: Path) -> None:
        """Follow the run that the page shows."""
        self._follower.follow(path)

    @Slot()
    def leave(self) -> None:
        """Follow nothing."""
        self._follower.leave()

    @Slot(object)
    def _on_owner_changed(self, owner: Owner | None) -> None:
        text = "" if owner is None else self._holder(owner)
        self._page.setup.set_holder(text)
        if owner is not None:
            self.taken.emit(text)

    @Slot(list)
    def _on_happened(self, events: list[Event]) -> None:
        self._page.show_events(events)
        self._line.show_status(self._page.status)
        self.happened.emit(events)
        if any(isinstance(event, Ending) for event in events):
            self.ended.emit(self._page.status.folder)

    def _holder(self, owner: Owner) -> str:
        text = self.tr("Process %1 on %2 is training this run; here it can only be watched.")
        return text.replace("%1", str(owner.pid)).replace("%2", owner.host)
