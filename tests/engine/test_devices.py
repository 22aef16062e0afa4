"""What can be trained on: the best of it, all of it together, and batches that cannot be shared."""

import pytest
import tensorflow as tf

from studio.core.errors import StudioError
from studio.core.recipe_book import load_recipe
from studio.engine.devices import Device, choose_device, list_devices, placed, refuse_uneven
from studio.engine.first_step import attempt_here
from studio.engine.fitting import trying

TWO = Device("all", ("/GPU:0", "/GPU:1"), "All 2 GPUs together")


@pytest.fixture
def cards(monkeypatch):
    """Lets the machine have so many graphics cards."""

    def have(count):
        found = [tf.config.PhysicalDevice(f"/physical_device:GPU:{i}", "GPU") for i in range(count)]
        monkeypatch.setattr(tf.config, "list_physical_devices", lambda kind: found if kind == "GPU" else [])
        monkeypatch.setattr(tf.config.experimental, "get_device_details", lambda card: {"device_name": card.name})

    return have


@pytest.mark.parametrize(
    ("count", "names"),
    [(0, ["cpu"]), (1, ["gpu:0", "cpu"]), (3, ["gpu:0", "gpu:1", "gpu:2", "cpu", "all"])],
)
def test_several_cards_can_be_used_together(cards, count, names):
    cards(count)
    assert [device.name for device in list_devices()] == names
    assert choose_device("auto").name == names[0]


def test_all_are_every_card_or_the_best_device_where_there_are_not_several(cards):
    cards(1)
    assert choose_device("all").places == ("/GPU:0",)
    cards(2)
    assert choose_device("all") == TWO
    assert choose_device("gpu:1").places == ("/GPU:1",)


def test_work_is_placed_on_the_first_of_several():
    with placed(Device("all", ("/CPU:0", "/CPU:1"), "")):
        assert tf.zeros(()).device.endswith("CPU:0")


@pytest.mark.parametrize(
    ("size", "parts", "recipe", "said"),
    [
        (9, 1, "mlp-128", "2 devices cannot share batches of 9. A batch of 9 does not divide into 2 parts."),
        (12, 4, "mlp-128", "2 devices cannot share batches of 12. A batch of 12 does not divide into 8 parts."),
        (128, 64, "mlp-128", "2 devices cannot share batches of 128. Accumulation"),
        (2, 1, "dcgan-28", "2 devices cannot share batches of 2. Batch normalisation needs more than one picture"),
    ],
)
def test_batches_that_cannot_be_shared_are_refused(size, parts, recipe, said):
    uneven = load_recipe(recipe).changed({"training.batch_size": size, "training.accumulation": parts})
    with pytest.raises(StudioError) as told:
        refuse_uneven(uneven, TWO)
    assert f"{told.value.headline} {told.value.detail}".startswith(said)
    refuse_uneven(uneven, Device("cpu", ("/CPU:0",), ""))
    assert list(attempt_here(uneven, 0, TWO)) == [trying(uneven)], "nothing is tried"
