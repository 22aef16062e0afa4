import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QObject, Slot

from studio.core.errors import StudioError
from studio.core.latents import latents
from studio.explore.session import GeneratorSession
from studio.ui.threads.explorer_thread import Drawn, ExplorerThread, Purpose


class Receiver(QObject):
    def __init__(self, thread: ExplorerThread) -> None:
        super().__init__()
        self.drawn: list[Drawn] = []
        self.opened: list[str] = []
        self.errors: list[StudioError] = []
        thread.drawn.connect(self.on_drawn)
        thread.opened.connect(self.on_opened)
        thread.failed.connect(self.on_failed)

    @Slot(object)
    def on_drawn(self, drawn):
        self.drawn.append(drawn)

    @Slot(object)
    def on_opened(self, snapshot):
        self.opened.append(snapshot.name)

    @Slot(object)
    def on_failed(self, error):
        self.errors.append(error)


@pytest.fixture
def thread(qapp):
    made = ExplorerThread()
    yield made
    made.shutdown()


@pytest.fixture
def receiver(thread):
    return Receiver(thread)


def test_a_run_is_opened_and_drawn(thread, receiver, linear_run, linear_snapshot, qtbot):
    batch = latents(0, 3, 6)
    thread.open_path(linear_run(0).path)
    stamp = thread.draw(Purpose.PICTURE, batch)
    thread.start()
    qtbot.waitUntil(lambda: bool(receiver.drawn))
    assert receiver.opened == ["run"]
    assert receiver.drawn[0].stamp == stamp
    np.testing.assert_array_equal(receiver.drawn[0].pictures, GeneratorSession(linear_snapshot).generate(batch))


def test_the_newest_request_wins(thread, receiver, linear_snapshot, qtbot):
    """All are asked before the thread starts: only the last of each purpose is drawn, the picture first."""
    thread.open_snapshot(linear_snapshot)
    for _ in range(5):
        grid = thread.draw(Purpose.VARIATIONS, latents(0, 4, 6))
        picture = thread.draw(Purpose.PICTURE, latents(0, 1, 6))
    thread.start()
    qtbot.waitUntil(lambda: len(receiver.drawn) == 2)
    assert [(d.purpose, d.stamp) for d in receiver.drawn] == [(Purpose.PICTURE, picture), (Purpose.VARIATIONS, grid)]


def test_a_picture_does_not_wait_for_the_variations(thread, receiver, linear_snapshot, qtbot, monkeypatch):
    asked = []

    def generate(self, batch, classes, truncations):
        if not asked:
            asked.append(thread.draw(Purpose.PICTURE, latents(7, 1, 6)))
        return np.zeros((len(batch), 8, 8, 1), np.uint8)

    monkeypatch.setattr(GeneratorSession, "generate", generate)
    thread.open_snapshot(linear_snapshot)
    thread.draw(Purpose.VARIATIONS, latents(0, 9, 6))
    thread.start()
    qtbot.waitUntil(lambda: len(receiver.drawn) == 2)
    assert [d.purpose for d in receiver.drawn] == [Purpose.PICTURE, Purpose.VARIATIONS]
    assert receiver.drawn[1].pictures.shape == (9, 8, 8, 1)


def test_the_picture_in_the_middle_of_its_variations_is_drawn_once(
    thread, receiver, linear_snapshot, qtbot, monkeypatch
):
    drawn, generate = [], GeneratorSession.generate

    def counted(self, batch, *others):
        drawn.append(batch)
        return generate(self, batch, *others)

    monkeypatch.setattr(GeneratorSession, "generate", counted)
    thread.open_snapshot(linear_snapshot)
    thread.draw(Purpose.PICTURE, latents(4, 1, 6))
    thread.draw(Purpose.VARIATIONS, latents(0, 9, 6))
    thread.start()
    qtbot.waitUntil(lambda: len(receiver.drawn) == 2)
    assert sum(len(batch) for batch in drawn) == 1 + 8
    np.testing.assert_array_equal(
        receiver.drawn[1].pictures, GeneratorSession(linear_snapshot).generate(latents(0, 9, 6))
    )


def test_replaced_variations_are_left_half_drawn(thread, receiver, linear_snapshot, qtbot, monkeypatch):
    drawn, first = [], iter([True])

    def generate(self, batch, classes, truncations):
        drawn.append(len(batch))
        if next(first, False):
            thread.draw(Purpose.VARIATIONS, latents(0, 2, 6))
        return np.zeros((len(batch), 8, 8, 1), np.uint8)

    monkeypatch.setattr(GeneratorSession, "generate", generate)
    thread.open_snapshot(linear_snapshot)
    thread.draw(Purpose.VARIATIONS, latents(0, 500, 6))
    thread.start()
    qtbot.waitUntil(lambda: bool(receiver.drawn))
    assert len(receiver.drawn[0].pictures) == 2
    assert len(drawn) <= 4


def test_latents_of_another_generator_are_dropped(thread, receiver, linear_snapshot, qtbot):
    thread.open_snapshot(linear_snapshot)
    thread.draw(Purpose.FAVOURITES, np.zeros((1, 99), np.float32))
    good = thread.draw(Purpose.VARIATIONS, latents(0, 1, 6))
    thread.start()
    qtbot.waitUntil(lambda: bool(receiver.drawn))
    assert [d.stamp for d in receiver.drawn] == [good]


def test_what_cannot_be_opened_is_told_and_the_last_generator_stays(thread, receiver, linear_snapshot, tmp_path, qtbot):
    thread.open_snapshot(linear_snapshot)
    thread.start()
    qtbot.waitUntil(lambda: bool(receiver.opened))
    thread.open_path(tmp_path / "nowhere.onnx")
    qtbot.waitUntil(lambda: bool(receiver.errors))
    thread.draw(Purpose.PICTURE, latents(0, 1, 6))
    qtbot.waitUntil(lambda: bool(receiver.drawn))
    assert "cannot be read" in str(receiver.errors[0])


def test_new_weights_give_new_pictures(thread, receiver, linear_snapshot, qtbot):
    other = dataclasses.replace(linear_snapshot, weights={k: -v for k, v in linear_snapshot.weights.items()})
    thread.start()
    for snapshot in (linear_snapshot, other):
        thread.open_snapshot(snapshot)
        thread.draw(Purpose.PICTURE, latents(0, 1, 6))
        count = len(receiver.drawn)
        qtbot.waitUntil(lambda count=count: len(receiver.drawn) > count)
    first, second = (d.pictures.astype(int) for d in receiver.drawn)
    assert np.abs(first + second - 255).max() <= 1


def test_shutdown_answers_at_once(thread, linear_snapshot):
    thread.open_snapshot(linear_snapshot)
    thread.start()
    thread.draw(Purpose.VARIATIONS, latents(0, 10_000, 6))
    thread.shutdown()
    assert thread.isFinished()
