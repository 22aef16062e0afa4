"""The forecast of a run: arithmetic of the largest batch, and a real dry run in its own process."""

import pytest

from studio.core.errors import CancelledError, StudioError
from studio.engine.preflight import forecast, largest_batch


@pytest.mark.parametrize(
    ("peaks", "free", "pictures", "expected"),
    [
        ({32: 1_000, 64: 1_320}, 10_000, 10_000, 512),  # 10 bytes a picture, room for 768 more
        ({32: 1_000, 64: 1_320}, 100, 10_000, 64),
        ({32: 1_000, 64: 1_320}, 10**9, 300, 256),
        ({64: 1_320}, 10**9, 300, None),
    ],
)
def test_largest_batch_follows_the_memory_of_two_sizes(peaks, free, pictures, expected):
    assert largest_batch(peaks, free, pictures) == expected


@pytest.mark.slow
def test_a_dry_run_measures_and_leaves_nothing_behind(pictures, recipe):
    found = forecast(str(pictures), recipe, "cpu")
    assert found.steps == 12
    assert found.pictures == 24
    assert found.pictures_per_second > 0
    assert 0 < found.seconds < 600
    assert 10**8 < found.peak_memory < 10**10
    assert found.disk_bytes >= found.checkpoint_bytes > 10_000


@pytest.mark.slow
def test_trouble_in_the_other_process_arrives_as_a_sentence(tmp_path, recipe):
    with pytest.raises(StudioError, match="picture"):
        forecast(str(tmp_path), recipe, "cpu")


def test_a_dry_run_can_be_cancelled(pictures, recipe):
    class Impatient:
        def report(self, done, total, what):
            pass

        def cancelled(self):
            return True

    with pytest.raises(CancelledError):
        forecast(str(pictures), recipe, "cpu", Impatient())
