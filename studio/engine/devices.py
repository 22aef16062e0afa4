"""What can be trained on, and placing the work there."""

import os
import platform
from contextlib import AbstractContextManager
from dataclasses import dataclass

import tensorflow as tf

from studio.core.checks import find_problems
from studio.core.errors import StudioError
from studio.core.recipe import Recipe

AUTO = "auto"
ALL = "all"
CPU = "cpu"
PARTS = "training.accumulation"


@dataclass(frozen=True, slots=True)
class Device:
    """`name` is what users choose (`cpu`, `gpu:0`), `places` TensorFlow's names, `label` what users read.

    Of several places the first holds the weights, and every batch is divided among all.
    """

    name: str
    places: tuple[str, ...]
    label: str


def list_devices() -> list[Device]:
    """Return the processor and every graphics card TensorFlow can use, the best first, and several cards as `all`."""
    cards = tf.config.list_physical_devices("GPU")
    found = [Device(f"gpu:{i}", (f"/GPU:{i}",), _card_label(card, i)) for i, card in enumerate(cards)]
    processor = Device(CPU, ("/CPU:0",), f"CPU, {os.cpu_count()} cores ({platform.machine()})")
    together = Device(ALL, tuple(place for card in found for place in card.places), f"All {len(cards)} GPUs together")
    return [*found, processor, *([together] if len(cards) > 1 else [])]


def choose_device(name: str) -> Device:
    """Return the device of that name, the best for `auto`; raises `StudioError` naming those there are.

    `all` is the best one too where there are not several graphics cards.
    """
    devices = list_devices()
    for device in devices:
        if device.name == name:
            return device
    if name in (AUTO, ALL):
        return devices[0]
    there = ", ".join(d.name for d in devices)
    raise StudioError(f"There is no device called '{name}'.", f"This computer has: {there}.", _advice())


def unevenness(recipe: Recipe, device: Device) -> str:
    """Say why the places of a device cannot share the recipe's batches; empty where they can."""
    if len(device.places) == 1:
        return ""
    parts = _parts(recipe, device)
    if objection := recipe.objection(PARTS, parts):
        return objection
    return next((problem.sentence for problem in find_problems(recipe.changed({PARTS: parts}))), "")


def refuse_uneven(recipe: Recipe, device: Device) -> None:
    """Raise `StudioError` where the places of a device cannot share the recipe's batches."""
    said = unevenness(recipe, device)
    if said:
        headline = f"{len(device.places)} devices cannot share batches of {recipe.training.batch_size}."
        advice = f"Choose a larger batch size that {_parts(recipe, device)} divides, or one device."
        raise StudioError(headline, said, advice)


def _parts(recipe: Recipe, device: Device) -> int:
    return recipe.training.accumulation * len(device.places)


def placed(device: Device) -> AbstractContextManager[object]:
    """Return a context in which TensorFlow works on `device`, of several places on the first."""
    return tf.device(device.places[0])


def _card_label(card: tf.config.PhysicalDevice, index: int) -> str:
    details = tf.config.experimental.get_device_details(card)
    return f"GPU {index}, {details.get('device_name', 'graphics card')}"


def _advice() -> str:
    if platform.system() == "Windows":
        return "TensorFlow has no GPU support on Windows; use WSL2 for an NVIDIA card."
    if platform.system() == "Darwin":
        return "TensorFlow has no official GPU support on macOS."
    return "NVIDIA cards need the extra: pip install 'gan-studio[cuda]'."
