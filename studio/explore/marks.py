"""What a saved picture says of itself: run, step, seed and latent, and that a trained algorithm made it."""

import json
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError
from PIL.PngImagePlugin import PngInfo
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from studio.core.errors import StudioError
from studio.core.files import replacing
from studio.explore.bounds import LARGEST_LATENT

KEY = "GAN Studio"
XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">\
<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia\
</Iptc4xmpExt:DigitalSourceType></rdf:Description></rdf:RDF></x:xmpmeta>"""
"""IPTC Photo Metadata Standard, property Digital Source Type."""


class PictureMark(BaseModel):
    """Where a picture comes from. `latent` is what truncation scaled; a sheet of many has its first seed alone."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    run: str = Field(max_length=200)
    step: int = Field(ge=0)
    seed: int | None = Field(default=None, ge=0)
    count: int = Field(default=1, ge=1)
    truncation: float = 1.0
    latent: tuple[float, ...] = Field(default=(), max_length=LARGEST_LATENT)
    classes: tuple[float, ...] = Field(default=(), max_length=LARGEST_LATENT)

    def latent_array(self) -> np.ndarray:
        """The latent, float32 (latent_size,), exactly as it was."""
        return np.array(self.latent, np.float32)


def exact_floats(latent: np.ndarray) -> tuple[float, ...]:
    """Return the shortest numbers that become the same float32 again."""
    return tuple(float(str(value)) for value in latent.astype(np.float32))


def save_png(path: Path, image: Image.Image, mark: PictureMark) -> None:
    """Write `image` with its mark, whole or not at all; raises `StudioError`."""
    with replacing(path) as file:
        image.save(file, format="PNG", pnginfo=png_info(mark))


def png_info(mark: PictureMark) -> PngInfo:
    """The mark as PNG text."""
    info = PngInfo()
    info.add_itxt(KEY, mark.model_dump_json(exclude_defaults=True))
    info.add_itxt("XML:com.adobe.xmp", XMP)
    return info


def read_mark(path: Path) -> PictureMark:
    """Read the mark of a picture that was saved here; raises `StudioError` when it has none or it is unreadable."""
    try:
        with Image.open(path, formats=["PNG"]) as image:
            image.load()  # text may stand after the pixels
            text = image.info.get(KEY, "")
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise _without_mark(path, "It is not a PNG picture, or it is damaged.") from error
    if not text:
        raise _without_mark(path, "It was not saved by GAN Studio, or another program removed what it said.")
    try:
        return PictureMark.model_validate(json.loads(text))
    except (ValueError, ValidationError) as error:
        raise _without_mark(path, "What it says of itself is damaged.") from error


def _without_mark(path: Path, why: str) -> StudioError:
    return StudioError(
        f"{path.name} does not tell which latent it shows.", why, "Drop a picture that was saved on the Explore page."
    )
