"""How many pictures and classes a listing promises."""

import numpy as np
import pytest
from PIL import Image

from studio.core.progress import Quiet
from studio.core.sections.data import DataSettings
from studio.data.counting import Counted, count_pictures
from studio.data.demo.digits import CLASS_NAMES, COUNT


@pytest.fixture
def folder(tmp_path):
    """Three pictures of two classes, and one beside them."""
    for name in ("cats/a.png", "cats/b.png", "dogs/a.png", "loose.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        Image.new("L", (8, 8)).save(path)
    return tmp_path


@pytest.mark.parametrize(
    ("settings", "counted"),
    [
        ({}, Counted(4, 2)),
        ({"exclude": ("dogs",)}, Counted(3, 1)),
        ({"classes": "none"}, Counted(4, 0)),
        ({"balance": "oversample"}, Counted(None, 2)),
    ],
)
def test_a_folder_is_counted_as_the_settings_select(folder, settings, counted):
    assert count_pictures(str(folder), DataSettings(**settings), Quiet()) == counted


@pytest.mark.parametrize(("labels", "classes"), [({}, 0), ({"labels": [0, 1, 2, 0]}, 3)])
def test_an_array_is_counted_by_its_header_and_labels(tmp_path, labels, classes):
    np.savez(tmp_path / "set.npz", images=np.zeros((4, 8, 8), np.uint8), **labels)
    assert count_pictures(str(tmp_path / "set.npz"), DataSettings(), Quiet()) == Counted(4, classes)


def test_a_demo_is_counted_before_it_is_drawn(tmp_path, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_HOME", str(tmp_path))
    counted = count_pictures("demo:digits", DataSettings(), Quiet())
    assert counted == Counted(COUNT, len(CLASS_NAMES))
    assert not list(tmp_path.iterdir())


def test_what_a_video_holds_is_not_known(tmp_path):
    (tmp_path / "film.mp4").write_bytes(b"film")
    assert count_pictures(str(tmp_path / "film.mp4"), DataSettings(), Quiet()) == Counted(None, None)
