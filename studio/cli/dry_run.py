"""What `train --dry-run` answers: how long a run would take and what it would need."""

from dataclasses import asdict
from datetime import timedelta

from studio.cli.answer import Answer, facts
from studio.cli.display import open_display
from studio.core.recipe import Recipe
from studio.engine.preflight import Forecast, forecast


def measured(source: str, recipe: Recipe, device: str) -> Answer:
    """Measure a few calls on the real pictures; nothing is kept."""
    with open_display() as display:
        found = forecast(source, recipe, device, display)
    return Answer(asdict(found), _text(found))


def _text(found: Forecast) -> str:
    return facts(
        {
            "Time": f"about {timedelta(seconds=round(found.seconds))} for {found.steps:,} steps",
            "Pictures": f"{found.pictures:,}, {found.pictures_per_second:,.0f} a second",
            "Memory": f"{_size(found.peak_memory)} of {_size(found.free_memory)} that are free",
            "Checkpoints": f"{_size(found.disk_bytes)}, {_size(found.checkpoint_bytes)} each",
            "Largest batch": None if found.largest_batch is None else f"about {found.largest_batch:,}",
        }
    )


def _size(count: float) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"
