"""Many picture files to pixels, in threads if large: in order, a bounded number at a time, cancelled in between."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import islice

import numpy as np

from studio.core.progress import Progress, check
from studio.core.sections.data import DataSettings
from studio.data.decoding import pillow_warnings
from studio.data.doctor.record import PictureRecord
from studio.data.listing import Item, Known
from studio.data.reading import WHAT, PictureFile, ReadPictures, read_portion

MOST_FILES = 256  # of a portion, which is what a thread reads at a time
FILE_BYTES = 512 * 2**10  # of the files of a portion
PIXEL_BYTES = 4 * 2**20  # of its pictures
TINY = 2 * 2**10  # bytes of a file up to which threads wait for the interpreter rather than work
AHEAD = 3  # portions in work for each thread: results wait in order, so memory is bounded whatever the number of files

Content = Callable[[Item], bytes]
"""Returns the bytes of an item's file; called from any thread, may raise `OSError` or `UnreadableError`."""


def decode_all(
    items: Sequence[Item], content: Content, settings: DataSettings, known: Known, progress: Progress
) -> Iterator[ReadPictures]:
    """Yield the pictures of all items in their order; no file can make it fail. Raises `CancelledError`."""
    mean = sum(item.size for item in items) // max(1, len(items))
    size = max(1, min(MOST_FILES, FILE_BYTES // max(1, mean), PIXEL_BYTES // int(np.prod(settings.shape))))
    portions = (items[start : start + size] for start in range(0, len(items), size))
    read = partial(_portion, content=content, settings=settings, known=known)
    done = 0
    with pillow_warnings():
        progress.report(done, len(items), WHAT)
        for portion in map(read, portions) if mean <= TINY else _in_threads(read, portions, progress):
            check(progress)
            yield portion
            done += len(portion.records)
            progress.report(done, len(items), WHAT)


def _in_threads(
    read: Callable[[Sequence[Item]], ReadPictures], portions: Iterator[Sequence[Item]], progress: Progress
) -> Iterator[ReadPictures]:
    workers = max(2, os.cpu_count() or 2)
    waiting: deque[Future[ReadPictures]] = deque()
    pool = ThreadPoolExecutor(workers, thread_name_prefix="decode")
    try:
        while True:
            check(progress)
            waiting.extend(pool.submit(read, portion) for portion in islice(portions, workers * AHEAD - len(waiting)))
            if not waiting:
                return
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _portion(items: Sequence[Item], content: Content, settings: DataSettings, known: Known) -> ReadPictures:
    """Read those of the items that are not known, and put all together in order."""
    found = [known.find(item) for item in items]
    fresh = [PictureFile(i.name, partial(content, i)) for i, f in zip(items, found, strict=True) if f is None]
    read = read_portion(fresh, settings)
    if len(fresh) == len(items):
        return read
    rows = iter(read.images)
    unknown = ((record, next(rows) if record.is_good else None) for record in read.records)
    pictures: list[tuple[PictureRecord, np.ndarray | None]] = [f or next(unknown) for f in found]
    good = [pixels for _, pixels in pictures if pixels is not None]
    images = np.stack(good) if good else np.empty((0, *settings.shape), np.uint8)
    return ReadPictures(images, tuple(record for record, _ in pictures))
