"""What layers compute with where a recipe leaves it to the machine."""

import tensorflow as tf

from studio.core.recipe import Recipe
from studio.core.sections.training import Precision
from studio.engine.devices import CPU, Device
from studio.engine.processor import processor_flags

_PROCESSOR_FLAGS = {"avx512_bf16", "amx_bf16", "bf16"}  # x86, x86 with matrix tiles, ARM
_CARD_CAPABILITY = (8, 0)  # NVIDIA's Ampere


def settle_precision(recipe: Recipe, device: Device) -> Recipe:
    """Return the recipe with `auto` replaced by bfloat16 where `device` has instructions for it, else by float32.

    Where nothing tells it is float32, which every processor is good at. A run keeps what was settled when it began, so
    it goes on with the same numbers on any machine.
    """
    if recipe.training.precision != Precision.AUTO:
        return recipe
    fast = bool(_PROCESSOR_FLAGS & processor_flags()) if device.name == CPU else _card_has_bfloat16(device)
    return recipe.changed({"training.precision": Precision.BFLOAT16 if fast else Precision.FLOAT32})


def _card_has_bfloat16(device: Device) -> bool:
    cards = tf.config.list_physical_devices("GPU")
    used = (cards[int(place.removeprefix("/GPU:"))] for place in device.places)
    details = map(tf.config.experimental.get_device_details, used)
    return all(each.get("compute_capability", (0, 0)) >= _CARD_CAPABILITY for each in details)
