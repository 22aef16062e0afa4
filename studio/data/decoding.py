"""One picture file to 8-bit pixels: container over extension, orientation, depth, profile, palette, alpha; then fitted.

`open_picture` does what no setting changes, `fit_picture` what the data settings ask for.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageColor, ImageOps, UnidentifiedImageError

from studio.core.sections.data import Colour, DataSettings, Fit
from studio.data.depth import DEEP_MODES, eight_bit
from studio.data.png_damage import data_pieces, ends_early, has_wrong_sum
from studio.data.profiles import to_srgb
from studio.data.signatures import told_by_its_beginning
from studio.data.strip import Strip

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF", "PPM", "AVIF")
DRAFT_FACTOR = 2  # a large picture is decoded at no less than twice the size wanted
ORIENTATION = 0x0112  # EXIF
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = frozenset(TURNS[orientation] for orientation in (5, 6, 7, 8))
_MAY_TURN = ("exif", "xmp", "Raw profile type exif", "XML:com.adobe.xmp")  # what may hold an orientation
_SEVERAL_FRAMES = "it has several frames or pages, and the first is taken"
_CUT_OFF = "it is cut off: the file ends before the picture does"


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


class TruncatedError(UnreadableError):
    """A file that ends before its picture does."""


@dataclass(frozen=True, slots=True)
class OpenedPicture:
    """A decoded picture, upright, 8 bits a channel, in sRGB, of mode L, RGB or RGBA.

    `image` may be smaller than the stored `width` x `height`, but not below the size asked for; `format` and `mode` are
    Pillow's words for the file; `remarks` are clauses about what had to be guessed or passed over.
    """

    image: Image.Image
    width: int
    height: int
    format: str
    mode: str
    remarks: tuple[str, ...]


def decode(path: Path, settings: DataSettings) -> np.ndarray:
    """Return uint8 (height, width, channels) of the settings' size and colour; raises `UnreadableError`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"the system does not let it be read ({error.strerror})") from error
    return fit_picture(open_picture(content, (settings.width, settings.height)).image, settings)


def open_picture(content: bytes, size: tuple[int, int]) -> OpenedPicture:
    """Decode a file's first picture wholly, for use at `size` (width, height); raises `UnreadableError`."""
    if not content:
        raise UnreadableError("it is empty")
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            return _opened(image, content, size)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise UnreadableError("it claims more pixels than any picture should have") from error
    except UnidentifiedImageError as error:
        raise UnreadableError(told_by_its_beginning(content)) from error
    except UnreadableError:
        raise
    except Exception as error:
        raise _told(error) from error


def fit_picture(image: Image.Image, settings: DataSettings) -> np.ndarray:
    """Return an opened picture as uint8 (height, width, channels) of the settings' size and colour."""
    return fit_strip(Strip(image, 1), settings)[0]


def fit_strip(strip: Strip, settings: DataSettings) -> np.ndarray:
    """Return opened pictures as uint8 (n, height, width, channels) of the settings' size and colour."""
    coloured = Strip(_coloured(strip.image, settings), strip.count)
    if coloured.size == (settings.width, settings.height):
        return coloured.pixels()
    return Strip.of([_fitted(picture, settings) for picture in coloured.pictures()]).pixels()


def fit_pixels(images: np.ndarray, settings: DataSettings) -> np.ndarray:
    """Return pictures uint8 (n, h, w, c) in the settings' size and colour, as `decode` returns those of files."""
    if images.shape[1:] == settings.shape:
        return images
    return fit_strip(Strip.of_array(images), settings)


def _opened(image: Image.Image, content: bytes, size: tuple[int, int]) -> OpenedPicture:
    mode, form, (width, height) = image.mode, image.format or "", image.size
    pieces = data_pieces(content) if form == "PNG" else []
    if has_wrong_sum(content, pieces):
        raise UnreadableError("it is damaged: its checksum is wrong")
    remarks = [_SEVERAL_FRAMES] if _has_several_frames(image) else []
    covered = _draft(image, size)
    image.load()
    if form == "PNG" and ends_early(image, content, pieces):
        raise TruncatedError(_CUT_OFF)
    plain = eight_bit(image, remarks) if image.mode in DEEP_MODES else image
    turn = _turn(image)
    if turn in SIDEWAYS:
        width, height, size = height, width, (size[1], size[0])
    reduced = _reduced(_direct(plain), covered, size)
    shown = to_srgb(reduced, image.info.get("icc_profile"), remarks)
    upright = shown if turn is None else shown.transpose(turn)
    return OpenedPicture(upright, width, height, form, mode, tuple(remarks))


def _draft(image: Image.Image, size: tuple[int, int]) -> tuple[float, float]:
    """Let a JPEG be decoded at a half, a quarter or an eighth; return how many columns and rows it then covers."""
    if image.format not in ("JPEG", "MPO"):
        return image.size
    drafted = image.draft(None, (size[0] * DRAFT_FACTOR, size[1] * DRAFT_FACTOR))
    return image.size if drafted is None else drafted[1][2:]


def _has_several_frames(image: Image.Image) -> bool:
    try:
        return getattr(image, "is_animated", False)
    except Exception:  # noqa: BLE001  the second frame may be broken, the first is looked at
        return True


def _turn(image: Image.Image) -> Image.Transpose | None:
    """Return what turns the camera's picture upright; broken EXIF is passed over."""
    if image.format != "TIFF" and image.info.keys().isdisjoint(_MAY_TURN):
        return None
    try:
        return TURNS.get(image.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001  the same
        return None


def _direct(image: Image.Image) -> Image.Image:
    """Return mode L, RGB or RGBA, or one that only a colour profile can convert (CMYK, LAB)."""
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK", "LAB"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _reduced(image: Image.Image, covered: tuple[float, float], size: tuple[int, int]) -> Image.Image:
    """Return a large picture averaged down by a whole factor, to no less than twice the size wanted.

    `covered` is how much of the image's width and height is picture: a JPEG decoded at an eighth of 2049 columns has
    257, of which the last is one eighth full.
    """
    columns, rows = covered
    factor = int(min(columns // (size[0] * DRAFT_FACTOR), rows // (size[1] * DRAFT_FACTOR)))
    if factor < 2:
        return image
    reduced = round(columns / factor), round(rows / factor)
    return image.resize(reduced, Image.Resampling.HAMMING, (0.0, 0.0, columns, rows), reducing_gap=DRAFT_FACTOR)


def _coloured(image: Image.Image, settings: DataSettings) -> Image.Image:
    """Return mode L, RGB or RGBA, transparency composed on the background unless it is kept."""
    if settings.colour == Colour.COLOUR_ALPHA:
        return image.convert("RGBA")
    mode = "L" if settings.colour == Colour.GREY else "RGB"
    if image.mode == mode:
        return image
    return (composed(image, settings.background) if image.mode == "RGBA" else image).convert(mode)


def composed(image: Image.Image, background: str) -> Image.Image:
    """Put a picture of mode RGBA on a `background` (#rrggbb)."""
    return Image.alpha_composite(Image.new("RGBA", image.size, ImageColor.getrgb(background)), image)


def _fitted(image: Image.Image, settings: DataSettings) -> Image.Image:
    size = (settings.width, settings.height)
    if image.size == size:
        return image
    match settings.fit:
        case Fit.CROP:
            return ImageOps.fit(image, size, Image.Resampling.LANCZOS)
        case Fit.PAD:
            colour = ImageColor.getcolor(settings.background, image.mode)
            return ImageOps.pad(image, size, Image.Resampling.LANCZOS, color=colour)
        case Fit.STRETCH:
            return image.resize(size, Image.Resampling.LANCZOS)


def _told(error: Exception) -> UnreadableError:
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    if "truncated" in text.lower() or isinstance(error, EOFError):
        return TruncatedError(_CUT_OFF)
    return UnreadableError(f"it cannot be decoded ({text[:120]})")
