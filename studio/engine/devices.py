"""What can be trained on, and placing the work there."""

import os
import platform
from contextlib import AbstractContextManager
from dataclasses import dataclass

import tensorflow as tf

from studio.core.errors import StudioError

AUTO = "auto"
CPU = "cpu"


@dataclass(frozen=True, slots=True)
class Device:
    """`name` is what users choose (`cpu`, `gpu:0`), `place` TensorFlow's name, `label` what users read."""

    name: str
    place: str
    label: str


def list_devices() -> list[Device]:
    """Return the processor and every graphics card TensorFlow can use, the best first."""
    cards = tf.config.list_physical_devices("GPU")
    found = [Device(f"gpu:{i}", f"/GPU:{i}", _card_label(card, i)) for i, card in enumerate(cards)]
    return [*found, Device(CPU, "/CPU:0", f"CPU, {os.cpu_count()} cores ({platform.machine()})")]


def choose_device(name: str) -> Device:
    """Return the device of that name, or the best for `auto`; raises `StudioError` naming those there are."""
    devices = list_devices()
    if name == AUTO:
        return devices[0]
    for device in devices:
        if device.name == name:
            return device
    there = ", ".join(d.name for d in devices)
    raise StudioError(f"There is no device called '{name}'.", f"This computer has: {there}.", _advice())


def placed(device: Device) -> AbstractContextManager[object]:
    """Return a context in which TensorFlow works on `device`."""
    return tf.device(device.place)


def _card_label(card: tf.config.PhysicalDevice, index: int) -> str:
    details = tf.config.experimental.get_device_details(card)
    return f"GPU {index}, {details.get('device_name', 'graphics card')}"


def _advice() -> str:
    if platform.system() == "Windows":
        return "TensorFlow has no GPU support on Windows; use WSL2 for an NVIDIA card."
    if platform.system() == "Darwin":
        return "TensorFlow has no official GPU support on macOS."
    return "NVIDIA cards need the extra: pip install 'gan-studio[cuda]'."
