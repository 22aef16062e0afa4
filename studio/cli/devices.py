"""The verb `devices`: what this computer can train on."""

from rich.box import SIMPLE_HEAD
from rich.table import Table

from studio.cli.answer import Answer
from studio.cli.display import open_display
from studio.cli.engine_door import load_tensorflow


def devices() -> Answer:
    """List what can be trained on, the best first."""
    with open_display() as display:
        load_tensorflow(display)
        from studio.engine.devices import list_devices

        found = list_devices()
    table = Table("Device", "What it is", box=SIMPLE_HEAD)
    for device in found:
        table.add_row(device.name, device.label)
    return Answer([{"name": device.name, "label": device.label} for device in found], table)
