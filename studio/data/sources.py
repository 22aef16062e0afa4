"""Opens a source of pictures by its name: one registry of all there are, one road through the prepared set."""

from collections.abc import Callable
from pathlib import Path

from studio.core.errors import StudioError
from studio.core.progress import Progress, Quiet
from studio.core.sections.data import DataSettings
from studio.data.demo import source as demo
from studio.data.doctor.record import PictureRecord
from studio.data.folders import FolderSource
from studio.data.image_set import ImageSet
from studio.data.listing import Source
from studio.data.prepared.preparing import prepare, records_of
from studio.data.selection import FEWEST

QUIET = Quiet()

_BY_PREFIX: dict[str, Callable[[str], Source]] = {demo.PREFIX: demo.DemoSource}


def open_images(source: str, settings: DataSettings, progress: Progress = QUIET) -> ImageSet:
    """Return the pictures of a source as the settings want them, from its prepared set; `open_source` names them all.

    Raises `StudioError` in plain words when nothing can be trained on, `CancelledError` when cancelled.
    """
    images = prepare(open_source(source), settings, progress)
    _refuse_too_few(images)
    return images


def read_records(source: str, settings: DataSettings, progress: Progress = QUIET) -> tuple[PictureRecord, ...]:
    """Return what is known of every file of a source, those that settings exclude left out; raises as `open_images`.

    It comes from the prepared set too, so whoever opens the pictures next finds them read.
    """
    return records_of(prepare(open_source(source), settings, progress))


def open_source(source: str) -> Source:
    """Return the source that a folder's path, or a name such as `demo:digits`, stands for; raises `StudioError`."""
    for prefix, make in _BY_PREFIX.items():
        if source.startswith(prefix):
            return make(source.removeprefix(prefix))
    path = Path(source).expanduser()
    if path.is_dir():
        return FolderSource(path)
    if path.exists():
        raise StudioError(f"{path} is a file, not a folder.", "", "Give the folder that holds the pictures.")
    raise StudioError(f"There is no folder {path}.", "", "Check the path, or choose another folder of pictures.")


def _refuse_too_few(images: ImageSet) -> None:
    if len(images) >= FEWEST:
        return
    first = f" {images.skipped[0].path}: {images.skipped[0].reason}." if images.skipped else ""
    raise StudioError(
        f"There are too few pictures in {images.source} to train on.",
        f"{len(images)} can be used, and {FEWEST} are the least.{first}",
        "Add pictures; some hundred give something to learn from.",
    )
