"""How many pictures and classes a source can have at most, before any of them is read."""

from dataclasses import dataclass

from studio.core.progress import Progress
from studio.core.sections.data import Balance, Classes, DataSettings
from studio.data.archives import ZipSource
from studio.data.arrays import ArraySource
from studio.data.demo.source import DemoSource
from studio.data.folders import FolderSource
from studio.data.listing import Source
from studio.data.selection import excluded_by, folder_of
from studio.data.sources import open_source


@dataclass(frozen=True, slots=True)
class Counted:
    """At most so many `pictures` of so many `classes`; None where a listing does not tell."""

    pictures: int | None
    classes: int | None


def count_pictures(source: str, settings: DataSettings, progress: Progress) -> Counted:
    """List a source; files that turn out to be unreadable count, since nobody knows yet.

    Raises `StudioError` when there is no such source or nothing in it, `CancelledError` when cancelled.
    """
    known = _names(open_source(source), progress)
    if known is None:
        return Counted(None, None)
    is_excluded = excluded_by(settings)
    names = [name for name in known if not is_excluded(name)]
    folders = {folder_of(name, settings.classes) for name in names} - {""}
    return Counted(
        pictures=None if settings.balance == Balance.OVERSAMPLE else len(names),  # which repeats some
        classes=0 if settings.classes == Classes.NONE else len(folders),
    )


def _names(source: Source, progress: Progress) -> list[str] | None:
    """Return what the pictures are called, none of them read; None where one cannot know without."""
    match source:
        case FolderSource() | ZipSource():
            return [item.name for item in source.items(progress)]
        case DemoSource() | ArraySource():
            return source.picture_names()
        case _:
            return None
