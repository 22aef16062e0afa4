"""Running out of memory at the first step: the largest batch that fits is found, named and offered.

The device's limit is drawn here, because a processor's own ends in the system killing the process.
"""

import pytest
import tensorflow as tf

from studio.core.commands import Control
from studio.core.events import Failed
from studio.engine import loop, memory
from studio.engine.graph_call import GraphCall
from studio.engine.jobs import new_run


def device_with_room_for(batch_size: int, error: Exception) -> type[GraphCall]:
    class SmallDevice(GraphCall):
        def __init__(self, recipe, state, pictures) -> None:
            super().__init__(recipe, state, pictures)
            self.too_large = recipe.training.batch_size > batch_size

        def __call__(self, *arguments):
            if self.too_large:
                raise error
            return super().__call__(*arguments)

    return SmallDevice


ERRORS = [
    tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor"),
    tf.errors.AbortedError(None, None, "Operation received an exception:Status: 1, message: could not create memory"),
]


@pytest.mark.parametrize("error", ERRORS, ids=["allocator", "kernel"])
@pytest.mark.parametrize(("room", "fitting"), [(3, 2), (0, None)])
def test_largest_batch_that_fits_is_offered(tmp_path, pictures, recipe, collect, monkeypatch, error, room, fitting):
    device = device_with_room_for(room, error)
    monkeypatch.setattr(loop, "GraphCall", device)
    monkeypatch.setattr(memory, "GraphCall", device)
    failed = collect(new_run(str(pictures), recipe, tmp_path / "run", Control()))[-1]
    assert isinstance(failed, Failed)
    if fitting is None:
        assert "Not even a batch of one picture fits." in failed.detail
    else:
        assert failed.headline == "There is not enough memory for batches of 8."
        assert f"Batches of {fitting} fit." in failed.detail
        assert failed.changes == {"training.batch_size": fitting}
