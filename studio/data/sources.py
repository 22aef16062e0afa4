"""Opens a source of pictures by its name: one registry of all there are, one road through the prepared set."""

from collections.abc import Callable
from pathlib import Path

from studio.core.errors import StudioError
from studio.core.progress import Progress, Quiet
from studio.core.sections.data import DataSettings
from studio.data import archives, arrays, keras_sets, videos
from studio.data.archives import ZipSource
from studio.data.arrays import ArraySource
from studio.data.demo import source as demo
from studio.data.demo.source import demo_names
from studio.data.doctor.record import PictureRecord
from studio.data.folders import FolderSource
from studio.data.image_set import ImageSet
from studio.data.keras_sets import KerasSource, keras_names
from studio.data.listing import Source
from studio.data.prepared.preparing import prepare, records_of
from studio.data.selection import FEWEST
from studio.data.videos import VideoSource

QUIET = Quiet()
SOURCES = (
    "a folder of pictures, a zip archive of them, a NumPy file (.npy, .npz), a video, "
    f"{', '.join((*demo_names(), *keras_names()))}"
)
"""What can be opened, in words."""

_BY_PREFIX: dict[str, Callable[[str], Source]] = {demo.PREFIX: demo.DemoSource, keras_sets.PREFIX: KerasSource}
_BY_ENDING: dict[str, Callable[[Path], Source]] = {
    archives.ENDING: ZipSource,
    **dict.fromkeys(arrays.ENDINGS, ArraySource),
    **dict.fromkeys(videos.ENDINGS, VideoSource),
}


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
    """Return the source that a path or a name stands for; raises `StudioError` saying all that is possible."""
    for prefix, make in _BY_PREFIX.items():
        if source.startswith(prefix):
            return make(source.removeprefix(prefix))
    path = Path(source).expanduser()
    if path.is_dir():
        return FolderSource(path)
    if not path.exists():
        raise StudioError(f"There is no folder {path}, nor a file.", "", f"Check the path, or give {SOURCES}.")
    make_from_path = _BY_ENDING.get(path.suffix.lower())
    if make_from_path is None:
        raise StudioError(f"{path} is a file that no pictures are read from.", "", f"Give {SOURCES}.")
    return make_from_path(path)


def _refuse_too_few(images: ImageSet) -> None:
    if len(images) >= FEWEST:
        return
    first = f" {images.skipped[0].path}: {images.skipped[0].reason}." if images.skipped else ""
    raise StudioError(
        f"There are too few pictures in {images.source} to train on.",
        f"{len(images)} can be used, and {FEWEST} are the least.{first}",
        "Add pictures; some hundred give something to learn from.",
    )
