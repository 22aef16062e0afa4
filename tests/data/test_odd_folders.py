"""Folders as they come: names in any script, links to nothing, what only looks like a picture, shapes at the edge."""

import os

import numpy as np
import pytest
from PIL import Image

from studio.core.progress import Quiet
from studio.core.sections.data import DataSettings, Fit
from studio.data.doctor.examination import Examination, examine
from studio.data.doctor.finding import Kind
from studio.data.doctor.record import Trouble
from studio.data.reading import PictureFile, read_portion
from studio.data.sources import open_images
from tests.data.corpus import colours, greys, saved

COLOUR = DataSettings(width=16, height=16, colour="colour")
NAMES = (
    "plain.png",
    "UPPER.PNG",
    "with space.png",
    "-rf.png",
    "per%20cent.png",
    'quote\'s "both".png',
    "[brackets]*?.png",
    "new\nline.png",
    "tab\tand\\backslash.png",
    "umlaut ä ö ü.png",
    "кириллица.png",
    "漢字と仮名.png",
    "العربية.png",
    "हिन्दी.png",
    "emoji 🎨.png",
    "combining a\u0308.png",
    "right to left \u202egnp.png",
    f"{'long' * 62}.png",
)


def found_in(folder, settings=COLOUR) -> Examination:
    return examine(str(folder), settings, Quiet())


def fill(folder, count=4):
    folder.mkdir(exist_ok=True, parents=True)
    for number in range(count):
        picture = np.random.default_rng(number).integers(0, 256, (32, 32, 3), np.uint8)
        (folder / f"good {number}.png").write_bytes(saved(Image.fromarray(picture), "PNG"))
    return folder


def named(found: Examination, kind: Kind) -> set[str]:
    return {name for finding in found.findings if finding.kind == kind for name in finding.files}


def test_names_in_any_script_are_read_and_can_be_left_out(tmp_path):
    for name in NAMES:
        (tmp_path / name).write_bytes(saved(colours(), "PNG"))
    found = found_in(tmp_path)
    assert {record.name for record in found.pictures} == set(NAMES)
    for name in NAMES[:-4]:
        settings = COLOUR.model_copy(update={"exclude": (name,)})
        assert name not in open_images(str(tmp_path), settings).names


def test_a_name_that_is_no_text_is_written_with_its_bytes(tmp_path):
    fill(tmp_path)
    path = os.fsencode(tmp_path) + b"/caf\xe9.png"
    with open(path, "wb") as file:  # noqa: PTH123  a path of bytes
        file.write(saved(greys(), "PNG"))
    names = {record.name for record in found_in(tmp_path).pictures}
    assert "caf\\xe9.png" in names
    left = open_images(str(tmp_path), DataSettings(width=16, height=16, exclude=("caf\\xe9.png",)))
    assert len(left) == 4


def test_what_only_looks_like_a_picture(tmp_path):
    fill(tmp_path)
    fill(tmp_path / "folder.png", 2)
    (tmp_path / "link to nothing.png").symlink_to(tmp_path / "gone.png")
    (tmp_path / "one.png").symlink_to(tmp_path / "other.png")
    (tmp_path / "other.png").symlink_to(tmp_path / "one.png")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "link to a picture.png").symlink_to(tmp_path / "good 0.png")
    os.mkfifo(tmp_path / "pipe.png")
    found = found_in(tmp_path)
    assert named(found, Kind.UNREADABLE) == {"link to nothing.png", "one.png", "other.png"}
    assert len(found.pictures) == 7


def test_system_files_and_sidecars_are_passed_over(tmp_path):
    fill(tmp_path)
    for name in (".hidden.png", "._good 0.png", ".DS_Store", "Thumbs.db", "desktop.ini", "good 0.json", "good 0.xmp"):
        (tmp_path / name).write_bytes(b"nothing")
    fill(tmp_path / ".cache")
    fill(tmp_path / "__MACOSX")
    found = found_in(tmp_path)
    assert (len(found.records), named(found, Kind.UNREADABLE)) == (4, set())


def test_a_file_that_the_system_does_not_let_be_read_is_named():
    def refuse() -> bytes:
        raise PermissionError(13, "Permission denied")

    (record,) = read_portion([PictureFile("secret.png", refuse)], COLOUR).records
    assert record.trouble == Trouble.UNREADABLE
    assert "Permission denied" in record.reason


def test_pictures_of_kinds_that_cannot_be_read_are_named(tmp_path):
    fill(tmp_path)
    (tmp_path / "phone.heic").write_bytes(b"\0\0\0\x18ftypheic" + bytes(100))
    found = found_in(tmp_path)
    assert named(found, Kind.UNREADABLE) == {"phone.heic"}
    assert "HEIC" in next(finding for finding in found.findings if finding.kind == Kind.UNREADABLE).detail


@pytest.mark.parametrize("fit", list(Fit))
@pytest.mark.parametrize("size", [(1, 1), (1, 10_000), (10_000, 1), (3, 2), (17, 16)])
def test_sizes_at_the_edge_keep_their_colour(tmp_path, size, fit):
    fill(tmp_path, 3)
    (tmp_path / "a.png").write_bytes(saved(colours().resize((1, 1)).resize(size), "PNG"))
    expected = np.asarray(colours().resize((1, 1)))[0, 0]
    settings = COLOUR.model_copy(update={"fit": fit, "background": "#ffffff"})
    opened = open_images(str(tmp_path), settings)
    shown = opened.images[opened.names.index("a.png")]
    if fit == Fit.PAD and 10_000 in size:
        np.testing.assert_array_equal(shown[0, 0], 255)
        assert np.abs(shown[8, 8].astype(int) - expected).max() < 255
    else:
        np.testing.assert_allclose(shown[8, 8], expected, atol=1)
