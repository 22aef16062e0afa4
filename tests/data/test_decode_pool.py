"""Files are decoded in their order on either road, and cancelling leaves nothing running."""

import threading

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import CancelledError
from studio.core.progress import Quiet
from studio.core.sections.data import DataSettings
from studio.data import decode_pool
from studio.data.decode_pool import decode_all
from studio.data.listing import Item
from studio.data.prepared.earlier import Earlier
from tests.data.corpus import saved

FILES = 40
SETTINGS = DataSettings(width=8, height=8)
ALONE, IN_THREADS = 2**30, -1
NOTHING_KNOWN = Earlier.load(None)
CONTENT = {f"{n}.png": saved(Image.new("L", (8, 8), n), "PNG") if n % 7 else b"broken" for n in range(FILES)}
ITEMS = [Item(name, len(content), 0) for name, content in CONTENT.items()]


@pytest.fixture(params=[ALONE, IN_THREADS], ids=["alone", "in threads"])
def road(request, monkeypatch):
    monkeypatch.setattr(decode_pool, "TINY", request.param)
    monkeypatch.setattr(decode_pool, "MOST_FILES", 3)


class CancelledAfter:
    """Asks to stop when so many files are done."""

    def __init__(self, files: int) -> None:
        self.files = files
        self.done = 0

    def report(self, done, total, what):
        self.done = done

    def cancelled(self):
        return self.done >= self.files


def content_of(item: Item) -> bytes:
    return CONTENT[item.name]


@pytest.mark.usefixtures("road")
def test_pictures_come_in_the_order_of_their_files():
    portions = list(decode_all(ITEMS, content_of, SETTINGS, NOTHING_KNOWN, Quiet()))
    assert [record.name for portion in portions for record in portion.records] == list(CONTENT)
    levels = np.concatenate([portion.images for portion in portions])[:, 0, 0, 0]
    assert levels.tolist() == [n for n in range(FILES) if n % 7]


@pytest.mark.usefixtures("road")
def test_cancelling_stops_between_portions_and_leaves_no_thread():
    progress = CancelledAfter(9)
    with pytest.raises(CancelledError):
        list(decode_all(ITEMS, content_of, SETTINGS, NOTHING_KNOWN, progress))
    assert progress.done == 9
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("decode")]
