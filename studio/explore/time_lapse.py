"""The saved grids of a run one after the other: as numbers, cell by cell, and as a moving picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from studio.core.errors import StudioError
from studio.core.progress import Progress, Quiet, check
from studio.core.run_folder import RunFolder
from studio.explore.animations import refuse_too_large, write_animation
from studio.explore.pictures import comfortable_scale

MOST_CELL_BYTES = 256 << 20  # of one cell at all steps, which are kept in memory


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A saved grid: `pixels` uint8 (rows * height, columns * width, channels)."""

    step: int
    pixels: np.ndarray
    rows: int
    columns: int

    def cell(self, index: int) -> np.ndarray:
        """Return one picture, uint8 (height, width, channels), counted row by row; raises `StudioError`."""
        if not 0 <= index < self.rows * self.columns:
            raise StudioError(
                f"The grid of step {self.step:,} has no cell {index}.", "", f"There are {self.rows * self.columns}."
            )
        row, column = divmod(index, self.columns)
        height, width = self.pixels.shape[0] // self.rows, self.pixels.shape[1] // self.columns
        return self.pixels[row * height : (row + 1) * height, column * width : (column + 1) * width]


def read_grid(run: RunFolder, step: int) -> Grid:
    """Read the grid of a step; raises `StudioError` when it is damaged or gone."""
    try:
        with Image.open(run.sample_file(step)) as image:
            image.load()
            facts = getattr(image, "text", {})
            pixels = np.asarray(image)
            rows, columns = int(facts.get("rows", 1)), int(facts.get("columns", 1))
    except (OSError, ValueError, UnidentifiedImageError) as error:
        raise StudioError(
            f"The grid of step {step:,} cannot be read.", "Its file is damaged or gone.", "Choose another step."
        ) from error
    return Grid(step, pixels[..., None] if pixels.ndim == 2 else pixels, rows, columns)


def cell_through_time(run: RunFolder, cell: int, progress: Progress | None = None) -> tuple[list[int], np.ndarray]:
    """Return the steps and one cell's pictures at them, uint8 (steps, height, width, channels); raises `StudioError`.

    Where all would not fit the memory, the steps are spread evenly, first and last included. Grids of another shape
    than the newest one are left out.
    """
    steps, progress = run.sample_steps(), progress or Quiet()
    if not steps:
        raise StudioError("This run has no grid yet.", "", "Train it for some steps, or draw one now.")
    newest = read_grid(run, steps[-1])
    shape = newest.cell(cell).shape
    steps = evenly(steps, max(2, MOST_CELL_BYTES // int(np.prod(shape))))
    found, pictures = [], []
    for number, step in enumerate(steps):
        check(progress)
        progress.report(number, len(steps), "Reading the grids")
        grid = _read_if_there(run, step)
        if grid and (grid.rows, grid.columns, grid.pixels.shape) == (newest.rows, newest.columns, newest.pixels.shape):
            found.append(step)
            pictures.append(grid.cell(cell))
    return found, np.stack(pictures)


def render_time_lapse(
    run: RunFolder,
    path: Path,
    *,
    cell: int | None = None,
    frames_per_second: float = 15.0,
    frames: int = 300,
    progress: Progress | None = None,
) -> int:
    """Render the grids, or one `cell` of them, from the first step to the last; returns the number of frames.

    At most `frames`, spread evenly over the run. `path` ends in .webp, .gif or .mp4 (needs ffmpeg). Raises
    `StudioError`, and `CancelledError` when cancelled; the file appears when it is whole.
    """
    if frames < 2 or not 0.1 <= frames_per_second <= 240:
        raise StudioError(
            f"{frames} frames at {frames_per_second:g} a second cannot be rendered.",
            "",
            "Ask for at least 2 frames at 0.1 to 240 a second.",
        )
    steps = evenly(run.sample_steps(), frames)
    if len(steps) < 2:
        raise StudioError("A time-lapse needs two grids or more.", "", "Train the run a little longer.")
    newest = read_grid(run, steps[-1])
    height, width, channels = (newest.pixels if cell is None else newest.cell(cell)).shape
    scale = comfortable_scale((height, width, channels))
    refuse_too_large((width * scale, height * scale), len(steps), path)
    pictures = _pictures(run, steps, cell, (width * scale, height * scale), progress or Quiet())
    write_animation(pictures, path, frames_per_second)
    return len(steps)


def evenly(steps: Sequence[int], most: int) -> list[int]:
    """Return at most `most` of the steps, spread evenly, the first and the last among them."""
    if len(steps) <= most:
        return list(steps)
    return [steps[i] for i in np.linspace(0, len(steps) - 1, most).round().astype(int)]


def _pictures(
    run: RunFolder, steps: list[int], cell: int | None, size: tuple[int, int], progress: Progress
) -> Iterator[Image.Image]:
    for number, step in enumerate(steps):
        check(progress)
        progress.report(number, len(steps), "Rendering the time-lapse")
        grid = _read_if_there(run, step)
        if grid is None:
            continue
        pixels = grid.pixels if cell is None else grid.cell(cell)
        image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
        yield image if image.size == size else image.resize(size, Image.Resampling.NEAREST)
    progress.report(len(steps), len(steps), "Rendering the time-lapse")


def _read_if_there(run: RunFolder, step: int) -> Grid | None:
    """Read a grid, None where training has thinned it away meanwhile; raises `StudioError` for a damaged one."""
    return read_grid(run, step) if run.sample_file(step).exists() else None
