"""Sheets of pictures from consecutive seeds, with or without the seeds printed under them."""

import math
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from studio.core.errors import StudioError
from studio.core.latents import grid_classes, latents
from studio.core.pixels import grid
from studio.core.progress import Progress, Quiet, check
from studio.explore.marks import PictureMark, exact_floats, save_png
from studio.explore.pictures import to_image
from studio.explore.session import GeneratorSession

MOST_PICTURES = 10_000
PORTION = 32  # pictures between two looks at cancel
MARGIN_PX = 4


def save_sheet(
    session: GeneratorSession,
    path: Path,
    *,
    first_seed: int = 0,
    count: int = 64,
    columns: int | None = None,
    truncation: float = 1.0,
    classes: np.ndarray | None = None,
    seeds_printed: bool = False,
    progress: Progress | None = None,
) -> None:
    """Write a PNG of `count` pictures of the seeds from `first_seed` on, row by row; raises `StudioError`.

    `columns` is chosen to make a square when None. `classes` are the shares (classes,) all pictures have; when None, a
    conditional generator shows one class after the other. One picture alone is saved with its whole latent.
    """
    if path.suffix.lower() != ".png":
        raise StudioError(f"{path.name} is not a PNG.", "Sheets are written as PNG.", "Choose a name ending in .png.")
    pictures = seed_pictures(
        session,
        first_seed=first_seed,
        count=count,
        truncation=truncation,
        classes=classes,
        progress=progress or Quiet(),
    )
    columns = columns or math.ceil(math.sqrt(count))
    if seeds_printed:
        image = labelled_sheet(pictures, columns, [str(first_seed + i) for i in range(count)])
    else:
        image = to_image(grid(pictures, columns))
    size = session.snapshot.latent_size
    mark = PictureMark(
        run=session.snapshot.name,
        step=session.snapshot.step,
        seed=first_seed,
        count=count,
        truncation=truncation,
        latent=exact_floats(latents(first_seed, 1, size)[0]) if count == 1 else (),
        classes=() if classes is None else exact_floats(classes),
    )
    save_png(path, image, mark)


def seed_pictures(
    session: GeneratorSession,
    *,
    first_seed: int,
    count: int,
    truncation: float,
    classes: np.ndarray | None,
    progress: Progress,
) -> np.ndarray:
    """Return the pictures of consecutive seeds, uint8 (count, height, width, channels); raises `StudioError`."""
    if not 1 <= count <= MOST_PICTURES:
        raise StudioError(f"A sheet cannot hold {count} pictures.", "", f"Ask for 1 to {MOST_PICTURES:,}.")
    if first_seed < 0:
        raise StudioError(f"{first_seed} is not a seed.", "", "Seeds are whole numbers from 0 on.")
    batch = latents(first_seed, count, session.snapshot.latent_size)
    scales = np.full(count, truncation, np.float32)
    known = len(session.snapshot.class_names)
    shares = grid_classes(count, known) if classes is None else np.tile(classes, (count, 1))
    portions = []
    for start in range(0, count, PORTION):
        check(progress)
        progress.report(start, count, "Drawing pictures")
        part = slice(start, start + PORTION)
        portions.append(session.generate(batch[part], shares[part], scales[part]))
    progress.report(count, count, "Drawing pictures")
    return np.concatenate(portions)


def labelled_sheet(pictures: np.ndarray, columns: int, labels: list[str]) -> Image.Image:
    """Return a contact sheet on white: every picture in a cell of its own, its label below."""
    count, height, width, _ = pictures.shape
    text_px = max(10, min(height // 6, 24))
    font = ImageFont.load_default(text_px)
    widest = max(math.ceil(font.getlength(label)) for label in labels)
    cell = max(width, widest) + 2 * MARGIN_PX, height + text_px + 3 * MARGIN_PX
    rows = -(-count // columns)
    sheet = Image.new("RGB", (columns * cell[0], rows * cell[1]), "white")
    draw = ImageDraw.Draw(sheet)
    for i, label in enumerate(labels):
        x, y = i % columns * cell[0], i // columns * cell[1] + MARGIN_PX
        image = to_image(pictures[i])
        sheet.paste(image, (x + (cell[0] - width) // 2, y), image if image.mode == "RGBA" else None)
        draw.text((x + cell[0] / 2, y + height + MARGIN_PX), label, fill="black", font=font, anchor="mt")
    return sheet
