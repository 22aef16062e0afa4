"""The verb `check`: what training would find in a folder of pictures."""

from typing import Any

import numpy as np

from studio.cli.answer import Answer, facts
from studio.cli.configuring import configured
from studio.cli.display import open_display
from studio.cli.options import DataArgument, RecipeOption, SetOption
from studio.core.recipe_book import DEFAULT_RECIPE
from studio.core.sections.data import DataSettings
from studio.data.image_set import ImageSet


def check(data: DataArgument, recipe: RecipeOption = DEFAULT_RECIPE, set_: SetOption = None) -> Answer:
    """Look through pictures as training would, and say what was found.

    Nothing is changed. The exit code is 1 when nothing can be trained on.
    """
    settings = configured(recipe, set_).data
    with open_display() as display:
        from studio.data.sources import open_images

        found = open_images(data, settings, display)
    return Answer(_document(found, settings), _text(found, settings))


def _document(found: ImageSet, settings: DataSettings) -> dict[str, Any]:
    return {
        "source": found.source,
        "pictures": len(found),
        "width": settings.width,
        "height": settings.height,
        "colour": settings.colour,
        "classes": _class_sizes(found),
        "skipped": found.skipped,
        "fingerprint": found.fingerprint,
    }


def _text(found: ImageSet, settings: DataSettings) -> str:
    rows = facts(
        {
            "Pictures": f"{len(found):,}, as {settings.width}x{settings.height} {settings.colour}",
            "Classes": ", ".join(f"{name} ({size:,})" for name, size in _class_sizes(found).items()),
            "Skipped": f"{len(found.skipped):,}" if found.skipped else "none",
        }
    )
    return "\n".join([rows, *(f"  {skipped.path}: {skipped.reason}" for skipped in found.skipped)])


def _class_sizes(found: ImageSet) -> dict[str, int]:
    """Return how many pictures each class has; empty without classes."""
    if found.labels is None:
        return {}
    sizes = np.bincount(found.labels, minlength=len(found.class_names))
    return {name: int(size) for name, size in zip(found.class_names, sizes, strict=True)}
