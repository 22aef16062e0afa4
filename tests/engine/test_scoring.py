"""Scores of real trainings: what is measured, when, and that training does not notice."""

import numpy as np
import pytest
import tensorflow as tf

from studio.core.checkpoint_file import read_checkpoint
from studio.core.commands import Control, Pause, Resume, Stop
from studio.core.events import CheckpointSaved, Finished, Paused, Resumed, Scored, StepsDone, Stopped
from studio.core.history import REAL_SLICED_WASSERSTEIN, SLICED_WASSERSTEIN, read_history
from studio.core.run_folder import RunFolder
from studio.core.run_status import Phase, RunStatus
from studio.core.scores import Score, read_scores
from studio.data.image_set import ImageSet
from studio.engine.jobs import new_run
from studio.engine.scoring import HEAD_START_S, MOST_SHARE, Scorer


def digest(run):
    return read_checkpoint(run.checkpoint_file(run.checkpoint_steps()[-1]))[0].tensors_sha256


@pytest.fixture
def image_set():
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (30, 12, 16, 3), np.uint8)
    return ImageSet(images, np.arange(30, dtype=np.int32) % 3, ("a", "b", "c"), "0" * 64, "demo:none")


def score(scorer) -> Score:
    *pieces, found = scorer.work()
    assert all(piece.done <= piece.total for piece in pieces)
    assert isinstance(found, Score)
    return found


def test_a_run_is_scored_at_its_end_and_tells_it_everywhere(tmp_path, pictures, recipe, collect):
    events = collect(new_run(str(pictures), recipe, tmp_path / "run", Control()))
    run = RunFolder(tmp_path / "run")
    (scored,) = (event for event in events if isinstance(event, Scored))
    assert scored.step == 12
    assert scored.score.pictures == 12
    assert 0 < scored.score.floor < scored.score.distance
    steps = next(event for event in reversed(events) if isinstance(event, StepsDone))
    assert steps.metrics[SLICED_WASSERSTEIN] == scored.score.distance
    assert list(read_scores(run)) == [12]
    history = read_history(run)
    assert history.column(REAL_SLICED_WASSERSTEIN)[-1] == pytest.approx(scored.score.floor, rel=1e-5)
    assert "sliced_wasserstein" in {value for value, _ in _tags(run)}


def test_training_is_the_same_with_and_without_scores(tmp_path, pictures, recipe, collect):
    for name, count in (("with", 256), ("without", 0)):
        chosen = recipe.changed({"scoring.pictures": count, "checkpoints.interval": 1})
        events = collect(new_run(str(pictures), chosen, tmp_path / name, Control()))
        assert any(isinstance(event, Scored) for event in events) == bool(count)
    assert digest(RunFolder(tmp_path / "with")) == digest(RunFolder(tmp_path / "without"))


def test_a_stop_ends_the_scoring_and_a_pause_interrupts_it(tmp_path, pictures, recipe, collect, monkeypatch):
    asked = []

    class Asking(Scorer):
        """Sends a command in the middle of its work."""

        def work(self):
            for index, piece in enumerate(super().work()):
                if index == 2 and asked:
                    control.send(asked.pop())
                yield piece

    status = RunStatus()

    def answer(event, control):
        nonlocal status
        status = status.after(event)
        if isinstance(event, Paused):
            assert (status.phase, status.step) == (Phase.PAUSED, event.step)
            control.send(Resume())

    monkeypatch.setattr("studio.engine.loop.Scorer", Asking)
    for command, ending in ((Pause(), Finished), (Stop(), Finished)):
        asked[:] = [command]
        control, status = Control(), RunStatus()
        folder = tmp_path / type(command).__name__
        events = collect(new_run(str(pictures), recipe, folder, control), control, answer)
        assert not asked
        kinds = [type(event) for event in events]
        assert kinds[-1] == ending
        assert (Scored in kinds) == isinstance(command, Pause)
        assert (Paused in kinds and Resumed in kinds) == isinstance(command, Pause)
        assert CheckpointSaved in kinds
        assert Stopped not in kinds


def test_real_pictures_score_as_the_floor_and_noise_worse(recipe, image_set):
    kinder = image_set.images // 4 + 90
    images = ImageSet(kinder, None, (), "0" * 64, "demo:none")

    def like_the_real_ones(latents, classes):
        rows = np.random.default_rng(1).choice(30, len(latents))
        return tf.constant(kinder[rows] / 127.5 - 1.0, tf.float32)

    def noise(latents, classes):
        return tf.tanh(tf.random.stateless_normal((len(latents), 12, 16, 3), (1, 2)))

    found = score(Scorer(recipe, images, like_the_real_ones))
    assert found.distance < 2 * found.floor
    assert score(Scorer(recipe, images, noise)).distance > 4 * found.floor


def test_the_same_generator_scores_the_same_and_classes_are_those_of_the_real_pictures(recipe, image_set):
    shown = []

    def draw(latents, classes):
        shown.append(classes.numpy())
        return tf.tanh(tf.reshape(latents[:, :1] + classes[:, :1], (-1, 1, 1, 1)) * tf.ones((1, 12, 16, 3)))

    conditional = recipe.changed({"networks.conditional": True})
    scorer = Scorer(conditional, image_set, draw)
    first = score(scorer)
    assert score(scorer) == first == score(Scorer(conditional, image_set, draw))
    classes = np.concatenate(shown[: len(shown) // 3])
    assert classes.shape == (15, 3)
    assert (classes.sum(axis=1) == 1).all()


def test_scores_keep_within_their_share_of_the_time(recipe, image_set, monkeypatch):
    clock = iter(range(100_000))
    monkeypatch.setattr("studio.engine.scoring.time.perf_counter", lambda: float(next(clock)))
    scorer = Scorer(recipe, image_set, lambda latents, classes: tf.zeros((len(latents), 12, 16, 3)))
    assert scorer.affords(0.0)
    list(scorer.work())  # the first, which prepares the real pictures too: that does not count
    pieces = 2 + 4  # portions of 8 out of 15, and of the directions; each takes a second by this clock
    assert not scorer.affords(0.0)
    assert not scorer.affords((2 * pieces - HEAD_START_S) / MOST_SHARE - 1.0)
    assert scorer.affords((2 * pieces - HEAD_START_S) / MOST_SHARE + 1.0)


@pytest.mark.parametrize(("count", "asked"), [(1, 256), (30, 0)])
def test_nothing_is_scored_without_pictures_or_wish(recipe, image_set, count, asked):
    images = ImageSet(image_set.images[:count], None, (), "0" * 64, "demo:none")
    assert not Scorer(recipe.changed({"scoring.pictures": asked}), images, tf.function(lambda z, c: z)).is_able


def _tags(run):
    from tensorflow.core.util import event_pb2

    (file,) = run.tensorboard.iterdir()
    for data in tf.data.TFRecordDataset(str(file)):
        record = event_pb2.Event.FromString(data.numpy())
        yield from ((value.tag, record.step) for value in record.summary.value)
