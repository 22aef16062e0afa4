"""Many picture files to pixels, in threads: in order, a bounded number at a time, cancelled between portions."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import numpy as np

from studio.core.progress import Progress, check
from studio.core.sections.data import DataSettings
from studio.data.decoding import pillow_warnings
from studio.data.doctor.record import PictureRecord
from studio.data.listing import Item, Known
from studio.data.reading import PORTION, WHAT, PictureFile, ReadPictures, read_portion

PORTION_BYTES = 4 * 2**20
AHEAD = 3  # portions in work for each thread: results wait in order, so memory is bounded whatever the number of files

Content = Callable[[Item], bytes]
"""Returns the bytes of an item's file; called from any thread, may raise `OSError` or `UnreadableError`."""


def decode_all(
    items: Sequence[Item], content: Content, settings: DataSettings, known: Known, progress: Progress
) -> Iterator[ReadPictures]:
    """Yield the pictures of all items in their order; no file can make it fail. Raises `CancelledError`."""
    size = max(1, min(PORTION, PORTION_BYTES // int(np.prod(settings.shape))))
    workers = max(2, os.cpu_count() or 2)
    waiting: deque[Future[ReadPictures]] = deque()
    pool = ThreadPoolExecutor(workers, thread_name_prefix="decode")
    done = 0
    try:
        with pillow_warnings():
            starts = iter(range(0, len(items), size))
            while True:
                check(progress)
                progress.report(done, len(items), WHAT)
                for start in starts:
                    waiting.append(pool.submit(_portion, items[start : start + size], content, settings, known))
                    if len(waiting) >= workers * AHEAD:
                        break
                if not waiting:
                    return
                portion = waiting.popleft().result()
                yield portion
                done += len(portion.records)
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
