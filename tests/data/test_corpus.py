"""Every kind of picture file gives the pixels it means, in every colour and fit, and every broken one its finding."""

import itertools

import numpy as np
import pytest
from PIL import ImageColor

from studio.core.progress import Quiet
from studio.core.sections.data import Colour, DataSettings, Fit
from studio.data.decoding import pillow_warnings
from studio.data.doctor.examination import examine
from studio.data.doctor.finding import Kind
from studio.data.reading import PictureFile, ReadPictures, read_portion
from tests.data.corpus import broken_files, truncated_files, whole_files

SIZE = 16
MIDDLES = tuple(itertools.product((SIZE // 4, SIZE - SIZE // 4), repeat=2))  # of the four quadrants
BACKGROUND = "#204060"
LUMA = np.array([299, 587, 114]) / 1000
COLOUR = DataSettings(width=SIZE, height=SIZE, colour=Colour.COLOUR)


@pytest.fixture(scope="module")
def whole():
    return list(whole_files())


@pytest.fixture(scope="module")
def broken():
    return list(broken_files())


def read(contents: dict[str, bytes], settings: DataSettings) -> ReadPictures:
    files = [PictureFile(name, lambda content=content: content) for name, content in contents.items()]
    with pillow_warnings():
        return read_portion(files, settings)


def meant(quadrant: tuple[int, ...], colour: Colour) -> np.ndarray:
    """What a pixel of red, green, blue, alpha is to be, by arithmetic alone."""
    levels, alpha = np.array(quadrant[:3], float), quadrant[3] / 255
    if colour == Colour.COLOUR_ALPHA:
        return np.array([*(levels * alpha), quadrant[3]])
    shown = levels * alpha + np.array(ImageColor.getrgb(BACKGROUND)) * (1 - alpha)
    return shown if colour == Colour.COLOUR else np.array([shown @ LUMA])


@pytest.mark.parametrize(("colour", "fit"), list(itertools.product(Colour, Fit)))
def test_every_kind_of_whole_file_gives_its_pixels(whole, colour, fit):
    settings = DataSettings(width=SIZE, height=SIZE, colour=colour, fit=fit, background=BACKGROUND)
    got = read({file.name: file.content for file in whole}, settings)
    assert [record.name for record in got.records if not record.is_good] == []
    for file, picture in zip(whole, got.images, strict=True):
        shown = picture.astype(float)
        if colour == Colour.COLOUR_ALPHA:
            shown[..., :3] *= shown[..., 3:] / 255  # the colour of what is clear does not matter
        for place, quadrant in zip(MIDDLES, file.expected, strict=True):
            np.testing.assert_allclose(
                shown[place], meant(quadrant, colour), rtol=0, atol=file.tolerance + 1, err_msg=f"{file.name} {place}"
            )


def test_what_was_assumed_about_a_file_is_told(whole):
    records = read({file.name: file.content for file in whole}, COLOUR).records
    for file, record in zip(whole, records, strict=True):
        assert bool(record.remarks) == bool(file.remark), f"{file.name}: {record.remarks}"
        assert file.remark in " ".join(record.remarks)


def test_every_broken_file_is_named_with_its_reason(tmp_path, whole, broken):
    for file in [*whole[:4], *broken]:
        (tmp_path / file.name).write_bytes(file.content)
    found = examine(str(tmp_path), COLOUR, Quiet())
    named = {finding.kind: set(finding.files) for finding in found.findings}
    reasons = {record.name: record.reason for record in found.records}
    for file in broken:
        assert file.reason in reasons[file.name], file.name
        assert file.name in named.get(file.kind, ()), f"{file.name}: {reasons[file.name]}"
    assert not named[Kind.UNREADABLE] & {file.name for file in whole}


def test_a_file_cut_off_anywhere_is_named_or_shows_the_whole_picture(whole):
    expected = dict(zip((f.name for f in whole), read({f.name: f.content for f in whole}, COLOUR).images, strict=True))
    cut = dict(truncated_files())
    got = read(cut, COLOUR)
    pixels = iter(got.images)
    wrong = []
    for record in got.records:
        if not record.is_good:
            assert record.reason
        elif not np.array_equal(next(pixels), expected[record.name.partition(" of ")[2]]):
            wrong.append(record.name)
    assert wrong == []
    assert sum(not record.is_good for record in got.records) > len(cut) / 2
