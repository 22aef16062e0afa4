"""Colours as a file's ICC profile means them become sRGB ones, which is what screens and networks assume."""

import functools
import io

from PIL import Image, ImageCms

_KEPT_TRANSFORMS = 64
_BROKEN = "its colour profile is broken or of another kind of picture, and is passed over"


def to_srgb(image: Image.Image, profile: bytes | None, remarks: list[str]) -> Image.Image:
    """Return a picture of mode L, RGB, RGBA, CMYK or LAB as L, RGB or RGBA in sRGB.

    A profile that is broken or belongs to another kind of picture is passed over with a clause in `remarks`. LAB needs
    none; CMYK without one is taken as plain ink: red is what neither cyan nor black covers.
    """
    output = "RGB" if image.mode in ("CMYK", "LAB") else image.mode
    if profile or image.mode == "LAB":
        try:
            transform = _transform(None if image.mode == "LAB" else profile, image.mode, output)
            return image if transform is None else transform.apply(image)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            remarks.append(_BROKEN)
    return image.convert(output) if image.mode != output else image


@functools.lru_cache(_KEPT_TRANSFORMS)
def _transform(profile: bytes | None, mode: str, output: str) -> ImageCms.ImageCmsTransform | None:
    """Return the way from `profile` (None: LAB) to sRGB; None when it is sRGB already."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile)) if profile else ImageCms.createProfile("LAB")
    if profile and "sRGB" in ImageCms.getProfileDescription(source):
        return None
    return ImageCms.buildTransform(
        source,
        ImageCms.createProfile("sRGB"),
        mode,
        output,
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
