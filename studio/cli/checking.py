"""The verb `check`: what training would find in a folder of pictures."""

from typing import Any

from studio.cli.answer import Answer, facts
from studio.cli.configuring import configured
from studio.cli.display import open_display
from studio.cli.options import DataArgument, RecipeOption, SetOption
from studio.core.recipe_book import DEFAULT_RECIPE
from studio.data.image_set import ImageSet


def check(data: DataArgument, recipe: RecipeOption = DEFAULT_RECIPE, set_: SetOption = None) -> Answer:
    """Look through pictures as training would, and say what was found.

    Nothing is changed. The exit code is 1 when nothing can be trained on.
    """
    settings = configured(recipe, set_).data
    with open_display() as display:
        from studio.data.sources import open_images

        found = open_images(data, settings, display)
    return Answer(_document(found), _text(found))


def _document(found: ImageSet) -> dict[str, Any]:
    _, height, width, channels = found.images.shape
    return {
        "source": found.source,
        "pictures": len(found),
        "width": width,
        "height": height,
        "channels": channels,
        "classes": found.class_names,
        "skipped": found.skipped,
        "fingerprint": found.fingerprint,
    }


def _text(found: ImageSet) -> str:
    _, height, width, channels = found.images.shape
    rows = facts(
        {
            "Pictures": f"{len(found):,}, as {width}x{height} with {channels} channel{'s' * (channels > 1)}",
            "Classes": ", ".join(found.class_names),
            "Skipped": f"{len(found.skipped):,}" if found.skipped else "none",
        }
    )
    return "\n".join([rows, *(f"  {skipped.path}: {skipped.reason}" for skipped in found.skipped)])
