"""How many pictures and classes a source can have at most, before any of them is read."""

from dataclasses import dataclass

from studio.core.progress import Progress
from studio.core.sections.data import Balance, Classes, DataSettings
from studio.data.archives import ZipSource
from studio.data.folders import FolderSource
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
    opened = open_source(source)
    if not isinstance(opened, FolderSource | ZipSource):
        return Counted(None, None)  # one file that holds them all
    is_excluded = excluded_by(settings)
    names = [item.name for item in opened.items(progress) if not is_excluded(item.name)]
    folders = {folder_of(name, settings.classes) for name in names} - {""}
    return Counted(
        pictures=None if settings.balance == Balance.OVERSAMPLE else len(names),  # which repeats some
        classes=0 if settings.classes == Classes.NONE else len(folders),
    )
