"""The classic sets: downloaded once and verified; what stands in the way is told."""

import gzip
import hashlib
import io
import tarfile
import threading
from contextlib import suppress
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from studio.core.errors import CancelledError, StudioError
from studio.core.progress import Quiet
from studio.core.sections.data import DataSettings
from studio.data import keras_sets
from studio.data.downloads import Download, downloaded
from studio.data.sources import open_images

RANDOM = np.random.default_rng(0)
GREY = RANDOM.integers(0, 256, (20, 28, 28), dtype=np.uint8)
COLOURED = RANDOM.integers(0, 256, (10, 32, 32, 3), dtype=np.uint8)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_HOME", str(tmp_path / "home"))


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder and counts what it is asked for."""

    asked: list[str] = []

    def do_GET(self):
        self.asked.append(self.path)
        with suppress(BrokenPipeError, ConnectionResetError):  # who cancels hangs up
            super().do_GET()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def publish(tmp_path):
    """Put content on a server of this machine; returns its `Download`."""
    folder = tmp_path / "published"
    folder.mkdir()
    Handler.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def publish(name, content):
        (folder / name).write_bytes(content)
        url = f"http://127.0.0.1:{server.server_port}/{name}"
        return Download(url, len(content), hashlib.sha256(content).hexdigest())

    yield publish
    server.shutdown()
    server.server_close()
    thread.join()


def idx(array, header):
    return gzip.compress(b"\0" * header + array.tobytes())


def npz(**arrays):
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def batches():
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for number in range(1, 6):
            pair = COLOURED[2 * number - 2 : 2 * number].transpose(0, 3, 1, 2)
            content = b"".join(bytes([2 * number - 2 + i]) + picture.tobytes() for i, picture in enumerate(pair))
            member = tarfile.TarInfo(f"cifar-10-batches-bin/data_batch_{number}.bin")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


LABELS = (np.arange(20) % 10).astype(np.uint8)
PUBLISHED = {
    "mnist": (GREY, 28, "grey", {"mnist.npz": lambda: npz(x_train=GREY, y_train=LABELS)}),
    "fashion_mnist": (GREY, 28, "grey", {"x.gz": lambda: idx(GREY, 16), "y.gz": lambda: idx(LABELS, 8)}),
    "cifar10": (COLOURED, 32, "colour", {"cifar.tar.gz": batches}),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_set_is_downloaded_once_and_read_as_published(name, publish, monkeypatch):
    expected, side, colour, files = PUBLISHED[name]
    downloads = tuple(publish(file, make()) for file, make in files.items())
    monkeypatch.setitem(keras_sets.SETS, name, replace(keras_sets.SETS[name], files=downloads))
    images = open_images(f"keras:{name}", DataSettings(width=side, height=side, colour=colour))
    np.testing.assert_array_equal(images.images, expected.reshape(images.images.shape))
    assert len(images.class_names) == 10
    assert images.class_names[images.labels[3]] == keras_sets.SETS[name].class_names[3]
    assert len(Handler.asked) == len(files)
    open_images(f"keras:{name}", DataSettings(width=side, height=side, colour=colour, background="#000000"))
    assert len(Handler.asked) == len(files)


def test_without_a_connection_the_sentence_says_where_to_put_the_file(monkeypatch):
    nowhere = replace(keras_sets.SETS["mnist"].files[0], url="http://127.0.0.1:9/mnist.npz")
    monkeypatch.setitem(keras_sets.SETS, "mnist", replace(keras_sets.SETS["mnist"], files=(nowhere,)))
    with pytest.raises(StudioError, match=r"mnist\.npz could not be downloaded: .*refused") as told:
        open_images("keras:mnist", DataSettings())
    assert "11.5 MB" in told.value.detail
    assert str(nowhere.place) in told.value.hint


def test_another_content_is_not_kept(publish):
    download = replace(publish("a.npz", b"changed on the way"), sha256="0" * 64)
    with pytest.raises(StudioError, match="not the file that was published"):
        downloaded(download, Quiet())
    assert not download.place.exists()


def test_a_missing_file_is_told(publish):
    download = replace(publish("a.npz", b"x"), url=publish("a.npz", b"x").url + ".gone")
    with pytest.raises(StudioError, match="could not be downloaded: "):
        downloaded(download, Quiet())


def test_a_download_tells_how_far_it_is_and_can_be_cancelled(publish):
    class Impatient:
        def __init__(self):
            self.reports = []

        def report(self, done, total, what):
            self.reports.append((done, total, what))

        def cancelled(self):
            return bool(self.reports)

    progress = Impatient()
    download = publish("large.npz", bytes(10**6))
    with pytest.raises(CancelledError):
        downloaded(download, progress)
    assert progress.reports == [(262, 1000, "Downloading large.npz (1.0 MB), in kB")]
    assert not download.place.exists()


def test_an_unknown_set_is_refused():
    with pytest.raises(StudioError, match="keras:mnist, keras:fashion_mnist, keras:cifar10"):
        open_images("keras:imagenet", DataSettings())
