"""Opens a source's prepared set; makes it where there is none, copying what did not change since an earlier one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from studio.core.errors import StudioError
from studio.core.progress import Progress, check
from studio.core.sections.data import DataSettings
from studio.data.doctor.record import PictureRecord
from studio.data.image_set import ImageSet, fingerprint_of
from studio.data.listing import Item, Source
from studio.data.prepared.earlier import Earlier
from studio.data.prepared.manifest import (
    FILES,
    LABELS,
    MANIFEST,
    PIXELS,
    FileEntry,
    Manifest,
    Names,
    entry_line,
    listing_of,
    pixels_key,
    read_entries,
    set_key,
    write_names,
)
from studio.data.prepared.one_reader import one_reader
from studio.data.prepared.pixel_file import PixelFile, open_pixels, rows_in_portions
from studio.data.prepared.store import adopt, find, find_earlier, open_set, refuse_without_space, workplace
from studio.data.selection import Selection, absent_of, excluded_by, select

_READ = "read.npy"  # pixels of all good files, before some are selected


def prepare(source: Source, settings: DataSettings, progress: Progress) -> ImageSet:
    """Return the set of `source` with these settings, memory-mapped, however few pictures it has.

    Where nothing changed since it was made, only the listing is looked at; what another thread reads is waited for.
    Raises `StudioError` when the source cannot be read or the set not be written, `CancelledError`.
    """
    is_excluded = excluded_by(settings)
    listed = source.items(progress)
    items = [item for item in listed if not is_excluded(item.name)]
    listing = listing_of(items)
    with one_reader(pixels_key(source.name, settings), progress) as reading:
        found = find(set_key(source.name, settings), listing)
        opened = found and open_set(found)
        opened = opened or open_set(_make(source, items, listing, settings, progress=reading))
    if opened is None:
        raise _vanished()
    return replace(opened, absent=_absent(listed, settings))


def records_of(images: ImageSet) -> tuple[PictureRecord, ...]:
    """Return what is known of every file of a set that was just opened; raises `StudioError` when it is gone."""
    try:
        if images.place is None:
            raise FileNotFoundError
        return tuple(entry.record for entry in read_entries(images.place))
    except (OSError, ValueError) as error:
        raise _vanished() from error


def _absent(listed: Sequence[Item], settings: DataSettings) -> tuple[str, ...]:
    """Return what is left out and not there; one file that holds all pictures does not list them."""
    if len(listed) < 2 or not settings.exclude:
        return ()
    return absent_of([item.name for item in listed], settings)


def _make(source: Source, items: Sequence[Item], listing: str, settings: DataSettings, *, progress: Progress) -> Path:
    """Write a set and put it on the shelf; returns its place."""
    refuse_without_space(len(items) * int(np.prod(settings.shape)))
    known = Earlier.load(find_earlier(pixels_key(source.name, settings)))
    with workplace() as part:
        records = _read_all(part, source, items, settings, known=known, progress=progress)
        good = [record for record in records if record.is_good]
        selection = select(records, settings)
        _keep_selected(part, selection, len(good), progress)
        images = open_pixels(part / PIXELS)
        if selection.labels is not None:
            np.save(part / LABELS, selection.labels)
        skipped = [(record.name, record.reason) for record in records if not record.is_good]
        write_names(part, Names([good[row].name for row in selection.rows], skipped))
        manifest = Manifest(
            source=source.name,
            settings=settings,
            listing=listing,
            fingerprint=fingerprint_of(images, selection.labels),
            pictures=len(images),
            files=len(records),
            class_names=selection.class_names,
            made=datetime.now(UTC),
        )
        del images
        (part / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n", "utf-8")
        return adopt(part, manifest)


def _read_all(
    part: Path,
    source: Source,
    items: Sequence[Item],
    settings: DataSettings,
    *,
    known: Earlier,
    progress: Progress,
) -> list[PictureRecord]:
    """Write the pixels of all good pictures and what is known of every file; return the latter."""
    stamps = {item.name: item.stamp for item in items}
    records: list[PictureRecord] = []
    with PixelFile(part / _READ, settings.shape) as pixels, (part / FILES).open("wb") as files:
        for portion in source.read(items, settings, known, progress):
            check(progress)
            pixels.append(portion.images)
            files.writelines(entry_line(FileEntry(stamps.get(r.name, 0), r)) for r in portion.records)
            records += portion.records
    return records


def _keep_selected(part: Path, selection: Selection, good: int, progress: Progress) -> None:
    """Make `pictures.npy` of what was read: all of it, or a copy of the selected rows."""
    read = part / _READ
    if np.array_equal(selection.rows, np.arange(good)):
        read.rename(part / PIXELS)
        return
    images = open_pixels(read)
    with PixelFile(part / PIXELS, images.shape[1:]) as pixels:
        for rows in rows_in_portions(selection.rows, images):
            check(progress)
            pixels.append(images[rows])
            progress.report(pixels.rows, len(selection.rows), "Selecting the pictures")
    del images
    read.unlink()


def _vanished() -> StudioError:
    return StudioError("The prepared pictures vanished while they were opened.", "", "Try once more.")
