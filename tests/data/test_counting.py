"""How many pictures and classes a listing promises."""

import pytest
from PIL import Image

from studio.core.progress import Quiet
from studio.core.sections.data import DataSettings
from studio.data.counting import Counted, count_pictures


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


def test_what_one_file_holds_is_not_known():
    assert count_pictures("demo:digits", DataSettings(), Quiet()) == Counted(None, None)
