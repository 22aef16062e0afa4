"""Settings of the pictures: size, colour, and how pictures of other shapes are made to fit."""

from enum import StrEnum

from studio.core.settings import Section, setting


class Colour(StrEnum):
    """The channels of a picture."""

    GREY = "grey"
    COLOUR = "colour"
    COLOUR_ALPHA = "colour+alpha"

    @property
    def channels(self) -> int:
        """How many numbers one pixel has: 1, 3 or 4."""
        return {"grey": 1, "colour": 3, "colour+alpha": 4}[self.value]


class Fit(StrEnum):
    """How a picture of another shape is made to fit."""

    CROP = "crop"
    PAD = "pad"
    STRETCH = "stretch"


class DataSettings(Section):
    """What the pictures become before the networks see them."""

    width: int = setting(
        28,
        ge=8,
        le=1024,
        label="Picture width",
        unit="pixels",
        help="Width of the pictures that are trained on and generated.",
    )
    height: int = setting(
        28,
        ge=8,
        le=1024,
        label="Picture height",
        unit="pixels",
        help="Height of the pictures that are trained on and generated.",
    )
    colour: Colour = setting(Colour.GREY, label="Colour", help="Grey, colour, or colour with transparency.")
    fit: Fit = setting(
        Fit.CROP,
        label="Fit",
        help="Pictures of another shape are cropped at the centre, padded with the background, or stretched.",
    )
    background: str = setting(
        "#ffffff",
        label="Background",
        advanced=True,
        help="Colour (#rrggbb) put behind transparent pictures and beside padded ones.",
    )

    @property
    def shape(self) -> tuple[int, int, int]:
        """(height, width, channels) of one picture."""
        return self.height, self.width, self.colour.channels
