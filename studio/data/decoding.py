"""One picture file to uint8 pixels: container over extension, orientation, depth, palette, alpha, then fitted."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image, ImageColor, ImageOps, UnidentifiedImageError

from studio.core.sections.data import Colour, DataSettings, Fit

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF", "PPM")
DEEP_MODES = ("I;16", "I;16B", "I;16L", "I;16N", "I")
DRAFT_FACTOR = 2  # a JPEG is decoded at no less than twice the size wanted


@contextmanager
def pillow_warnings() -> Iterator[None]:
    """Make Pillow's warning of a decompression bomb an error and its remarks on metadata silent.

    To be entered once around all decoding, because Python's warning filters belong to the process, not to a thread.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        warnings.simplefilter("ignore", UserWarning)
        yield


class UnreadableError(Exception):
    """A file that is no picture; the message is a clause that says why."""


def decode(path: Path, settings: DataSettings) -> np.ndarray:
    """Return uint8 (height, width, channels) of the settings' size and colour; raises `UnreadableError`."""
    try:
        with Image.open(path, formats=FORMATS) as image:
            return _pixels(image, settings)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise UnreadableError("it claims more pixels than any picture should have") from error
    except UnidentifiedImageError as error:
        raise UnreadableError("it is empty" if path.stat().st_size == 0 else "it is not a picture") from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, Image.UnidentifiedImageError) as error:
        raise UnreadableError(_reason(error)) from error


def _pixels(image: Image.Image, settings: DataSettings) -> np.ndarray:
    size = (settings.width, settings.height)
    if image.format == "JPEG":
        image.draft("L" if image.mode == "L" else "RGB", (size[0] * DRAFT_FACTOR, size[1] * DRAFT_FACTOR))
    image.load()
    upright = _upright(image)
    fitted = _fitted(_coloured(upright, settings), settings)
    return np.asarray(fitted, np.uint8).reshape(settings.height, settings.width, settings.colour.channels)


def _upright(image: Image.Image) -> Image.Image:
    """Apply the camera's orientation; broken EXIF is passed over."""
    try:
        return ImageOps.exif_transpose(image)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError):
        return image


def _coloured(image: Image.Image, settings: DataSettings) -> Image.Image:
    """Return mode L, RGB or RGBA, transparency composed on the background unless it is kept."""
    if image.mode in DEEP_MODES:
        values = np.asarray(image).astype(np.float64)
        image = Image.fromarray(
            (values / (65535 if values.max(initial=0) > 255 else 255) * 255).round().astype(np.uint8)
        )
    elif image.mode == "F":
        values = np.nan_to_num(np.asarray(image))
        image = Image.fromarray(np.clip(values * (255 if values.max(initial=0) <= 1 else 1), 0, 255).astype(np.uint8))
    transparent = image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info
    if settings.colour == Colour.COLOUR_ALPHA:
        return image.convert("RGBA")
    if transparent:
        picture = image.convert("RGBA")
        background = Image.new("RGBA", picture.size, ImageColor.getrgb(settings.background))
        image = Image.alpha_composite(background, picture)
    return image.convert("L" if settings.colour == Colour.GREY else "RGB")


def _fitted(image: Image.Image, settings: DataSettings) -> Image.Image:
    size = (settings.width, settings.height)
    match settings.fit:
        case Fit.CROP:
            return ImageOps.fit(image, size, Image.Resampling.LANCZOS)
        case Fit.PAD:
            colour = ImageColor.getcolor(settings.background, image.mode)
            return ImageOps.pad(image, size, Image.Resampling.LANCZOS, color=colour)
        case Fit.STRETCH:
            return image.resize(size, Image.Resampling.LANCZOS)


def _reason(error: Exception) -> str:
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    if "truncated" in text.lower():
        return "it is cut off: the file ends before the picture does"
    return f"it cannot be decoded ({text[:120]})"


def fit_pixels(images: np.ndarray, settings: DataSettings) -> np.ndarray:
    """Return pictures uint8 (n, h, w, c) in the settings' size and colour, as `decode` returns those of files."""
    if images.shape[1:] == settings.shape:
        return images
    pictures = (Image.fromarray(image[..., 0] if image.shape[-1] == 1 else image) for image in images)
    fitted = [np.asarray(_fitted(_coloured(picture, settings), settings)) for picture in pictures]
    return np.stack(fitted).reshape(len(images), *settings.shape)
