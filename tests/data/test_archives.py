"""Zip archives open like folders, whatever is in them."""

import io
import struct
import zipfile

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import StudioError
from studio.core.sections.data import DataSettings
from studio.data import archives
from studio.data.sources import open_images

GREY = DataSettings(width=16, height=16)


def png(level):
    buffer = io.BytesIO()
    Image.new("L", (20, 20), level).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def make(tmp_path):
    def make(entries, name="pictures.zip", compression=zipfile.ZIP_DEFLATED):
        with zipfile.ZipFile(tmp_path / name, "w", compression) as archive:
            for entry, content in entries.items():
                archive.writestr(entry, content)
        return tmp_path / name

    return make


def test_an_archive_gives_what_its_folder_gives(make, tmp_path):
    entries = {f"{class_}/{level}.png": png(level) for class_ in ("cats", "dogs") for level in (10, 20, 30)}
    zipped = open_images(str(make(entries)), GREY)
    for name, content in entries.items():
        (tmp_path / "unpacked" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "unpacked" / name).write_bytes(content)
    unpacked = open_images(str(tmp_path / "unpacked"), GREY)
    assert (zipped.fingerprint, zipped.names, zipped.class_names) == (
        unpacked.fingerprint,
        unpacked.names,
        unpacked.class_names,
    )


def test_the_one_folder_around_everything_is_no_class(make):
    names = ["cats/0.png", "cats/1.png", "dogs/0.png", "dogs/1.png"]
    archive = make({f"pets/{name}": png(i) for i, name in enumerate(names)} | {"__MACOSX/pets/._0.png": b"x"})
    images = open_images(str(archive), GREY)
    assert images.names == tuple(names)
    assert images.class_names == ("cats", "dogs")


def test_a_changed_archive_is_read_again_where_it_changed(make):
    first = open_images(str(make({f"{i}.png": png(i) for i in range(5)})), GREY)
    second = open_images(str(make({f"{i}.png": png(i + (i == 3)) for i in range(5)})), GREY)
    assert first.images[:, 0, 0, 0].tolist() == [0, 1, 2, 3, 4]
    assert second.images[:, 0, 0, 0].tolist() == [0, 1, 2, 4, 4]


def test_names_cannot_point_outside(make):
    names = ["../../up.png", "/root.png", "C:\\drive.png", "a/../b.png", "plain.png"]
    images = open_images(str(make({name: png(9) for name in names})), GREY)
    assert images.names == ("a/b.png", "drive.png", "plain.png", "root.png", "up.png")


def skipped(images):
    return {entry.path: entry.reason for entry in images.skipped}


def test_encrypted_entries_are_named(make):
    path = make({f"{i}.png": png(i) for i in range(5)})
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1  # the flag of the first entry in the directory
    path.write_bytes(content)
    images = open_images(str(path), GREY)
    assert len(images) == 4
    assert "encrypted" in skipped(images)["0.png"]


def test_damaged_entries_are_named(make):
    path = make({f"{i}.png": png(i) for i in range(5)}, compression=zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    content[content.index(png(0)) + 60] ^= 0xFF
    path.write_bytes(content)
    assert "damaged" in skipped(open_images(str(path), GREY))["0.png"]


def test_a_bomb_is_not_unpacked(make, monkeypatch):
    bomb = b"\0" * (archives.HARMLESS + 1)
    path = make({f"{i}.png": png(i) for i in range(4)} | {"bomb.png": bomb})
    read = []
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda self, info: read.append(info.filename) or png(1))
    assert "more than any picture" in skipped(open_images(str(path), GREY))["bomb.png"]
    assert "bomb.png" not in read


def test_a_bomb_of_many_entries_is_refused(make, monkeypatch):
    monkeypatch.setattr(archives, "LARGEST_TOTAL", 300)
    with pytest.raises(StudioError, match="would unpack to"):
        open_images(str(make({f"{i}.png": png(i) for i in range(9)})), GREY)


def test_an_entry_that_lies_about_its_size_gives_no_more_than_it_says(make):
    path = make({f"{i}.png": png(i) for i in range(4)} | {"liar.png": b"\0" * 10**6})
    content = bytearray(path.read_bytes())
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", 100)
    path.write_bytes(content)
    assert "damaged" in skipped(open_images(str(path), GREY))["liar.png"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"no archive at all"])
def test_what_is_no_archive_is_told(tmp_path, content):
    (tmp_path / "bad.zip").write_bytes(content)
    with pytest.raises(StudioError, match="cannot be opened"):
        open_images(str(tmp_path / "bad.zip"), GREY)


def test_an_archive_without_pictures_is_told(make):
    with pytest.raises(StudioError, match="no pictures in"):
        open_images(str(make({"readme.txt": b"x"})), GREY)


def test_real_digits_in_an_archive(digits_folder, make):
    names = [f"{digit}/{file.name}" for digit in "01" for file in sorted((digits_folder / digit).iterdir())[:20]]
    images = open_images(str(make({name: (digits_folder / name).read_bytes() for name in names})), DataSettings())
    assert images.class_names == ("0", "1")
    np.testing.assert_array_equal(images.images[0, ..., 0], np.asarray(Image.open(digits_folder / images.names[0])))
