"""Time-lapses of grids that were really saved."""

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from studio.core.errors import StudioError
from studio.explore.time_lapse import cell_through_time, evenly, read_grid, render_time_lapse


@pytest.fixture
def run(linear_run):
    """A run with grids of 2 x 3 cells of 4 x 5 pixels; a cell's grey is its index plus the step."""
    made = linear_run()
    for step in range(0, 100, 10):
        cells = np.arange(6, dtype=np.uint8) + step
        pixels = np.kron(cells.reshape(2, 3), np.ones((4, 5), np.uint8))
        facts = PngInfo()
        for name, value in (("rows", "2"), ("columns", "3")):
            facts.add_text(name, value)
        Image.fromarray(pixels).save(made.sample_file(step), pnginfo=facts)
    return made


def test_a_cell_is_seen_at_every_step(run):
    steps, pictures = cell_through_time(run, 4)
    assert steps == list(range(0, 100, 10))
    assert pictures.shape == (10, 4, 5, 1)
    assert pictures[:, 0, 0, 0].tolist() == [step + 4 for step in steps]


def test_a_cell_that_is_not_there_is_refused(run):
    with pytest.raises(StudioError, match="no cell 6"):
        cell_through_time(run, 6)


@pytest.mark.parametrize(("ending", "cell"), [(".webp", None), (".gif", 2)])
def test_the_animation_has_a_frame_for_every_grid(run, tmp_path, ending, cell):
    path = tmp_path / f"lapse{ending}"
    assert render_time_lapse(run, path, cell=cell, frames_per_second=10) == 10
    with Image.open(path) as image:
        assert getattr(image, "n_frames", 1) == 10
        assert image.width % (15 if cell is None else 5) == 0


def test_long_runs_are_thinned_but_not_at_their_ends(run, tmp_path):
    assert evenly(range(1000), 4) == [0, 333, 666, 999]
    assert render_time_lapse(run, tmp_path / "lapse.gif", frames=3) == 3


def test_what_cannot_be_rendered_is_said(run, linear_run, tmp_path):
    with pytest.raises(StudioError, match="two grids"):
        render_time_lapse(linear_run(name="empty"), tmp_path / "lapse.gif")
    with pytest.raises(StudioError, match="not written as"):
        render_time_lapse(run, tmp_path / "lapse.txt")
    run.sample_file(0).write_bytes(b"broken")
    with pytest.raises(StudioError, match="step 0"):
        read_grid(run, 0)
    assert list(tmp_path.glob("lapse*")) == []
