"""The queue on a training thread whose runs are made up: nothing that waits is lost, and it says why it waits."""

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from studio.core.events import Failed, Finished, RunOpened, Stopped
from studio.core.recipe import Recipe
from studio.core.run_folder import RunRecord, create_run, now
from studio.core.run_queue import QueuedRun, RunQueue
from studio.core.run_status import Phase
from studio.engine import jobs
from studio.ui.desks.queue_desk import QueueDesk
from studio.ui.desks.training_desk import TrainingDesk
from studio.ui.pages.train_page import TrainPage
from studio.ui.panels.queue_panel import QueuePanel
from studio.ui.panels.status_line import StatusLine

LONG_MS = 60_000
BROKEN, LASTING, SHORT = "demo:broken", "demo:lasting", "demo:short"


def made_up_run(source, recipe, out, control, **_):
    """Fails before it opens, lasts until it is stopped, or finishes at once, as the source says."""
    if source == BROKEN:
        yield Failed(0, "There are no pictures.")
        return
    record = RunRecord(
        name=out.name, created=now(), recipe=recipe, source=source, data_fingerprint="0" * 64, pictures=9
    )
    yield RunOpened(create_run(out, record).path)
    while source == LASTING and not control.stop_asked:
        control.next(timeout_s=0.05)
    yield Stopped(1) if source == LASTING else Finished(50)


class Desk:
    def __init__(self, parent):
        self.page, self.line, self.panel = TrainPage({"plain": Recipe()}, Recipe()), StatusLine(), QueuePanel()
        for widget in (self.page, self.line, self.panel):
            widget.setParent(parent)
        self.training = TrainingDesk(self.page, self.line, parent)
        self.queue = QueueDesk(RunQueue(), self.panel, self.page, self.training, parent)
        self.start = self.panel.findChild(QPushButton, "queue_start")

    def add(self, *sources):
        for source in sources:
            RunQueue().add(QueuedRun(source=source, recipe=Recipe()))

    @property
    def waiting(self):
        return [run.source for run in RunQueue().runs]

    @property
    def phase(self):
        return self.page.status.phase


@pytest.fixture
def desk(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_HOME", str(tmp_path))
    monkeypatch.setattr(jobs, "new_run", made_up_run)
    parent = QWidget()
    qtbot.addWidget(parent)
    made = Desk(parent)
    yield made
    for box in parent.findChildren(QMessageBox):
        box.close()
    made.training.trainer.shut_down()
    made.training.trainer.join()


def test_a_run_that_cannot_be_opened_keeps_its_place_and_the_next_is_trained(desk, qtbot):
    desk.add(BROKEN, SHORT, BROKEN)
    desk.queue.start_next()
    assert desk.waiting == [BROKEN, SHORT, BROKEN]
    qtbot.waitUntil(lambda: desk.waiting == [BROKEN, BROKEN] and not desk.training.is_training, timeout=LONG_MS)
    qtbot.waitUntil(lambda: desk.phase == Phase.FAILED, timeout=LONG_MS)
    assert desk.waiting == [BROKEN, BROKEN]
    assert desk.start.isEnabled()


def test_after_stop_the_queue_waits_as_it_said_it_would(desk, qtbot):
    desk.add(LASTING, SHORT)
    desk.queue.start_next()
    qtbot.waitUntil(lambda: desk.waiting == [SHORT], timeout=LONG_MS)
    assert not desk.start.isEnabled()
    assert "after Stop it waits" in desk.start.toolTip()
    desk.training.stop()
    qtbot.waitUntil(lambda: desk.phase == Phase.STOPPED, timeout=LONG_MS)
    assert desk.waiting == [SHORT]
    assert desk.start.isEnabled()


def test_while_another_process_is_watched_the_queue_says_why_it_waits(desk, qtbot):
    desk.add(SHORT)
    desk.page.setup.set_holder("Process 7 on atelier is training this run.")
    assert not desk.start.isEnabled()
    with qtbot.waitSignal(desk.queue.refused) as told:
        desk.queue.start_next()
    assert told.args[0] == desk.start.toolTip()
    assert "stop watching" in told.args[0]
    assert desk.waiting == [SHORT]
    desk.page.setup.set_holder("")
    assert desk.start.isEnabled()
