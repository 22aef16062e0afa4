"""Settings of the pictures: size, colour, how other shapes are made to fit, and which pictures are taken."""

import json
import re
from enum import StrEnum
from typing import Any

from pydantic import field_validator
from pydantic_core import PydanticCustomError

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


class Duplicates(StrEnum):
    """Which pictures that occur more than once are left out, the first of each excepted."""

    KEEP = "keep"
    DROP_EXACT = "drop_exact"
    DROP_NEAR = "drop_near"


class Classes(StrEnum):
    """Which folders are the classes of the pictures in them."""

    OUTERMOST = "outermost_folders"
    INNERMOST = "innermost_folders"
    NONE = "none"


class Balance(StrEnum):
    """How classes of different size are made equal."""

    NONE = "none"
    OVERSAMPLE = "oversample"
    UNDERSAMPLE = "undersample"


SELECTING = ("exclude", "minimum_side", "duplicates", "classes", "balance", "frames_per_second")
"""The settings that say which pictures of a source are taken: they belong to the source, not to an architecture."""


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
    exclude: tuple[str, ...] = setting(
        (),
        label="Left out",
        advanced=True,
        help="Files and folders that are not trained on: paths inside the data set, as a JSON list.",
    )
    minimum_side: int = setting(
        1,
        ge=1,
        le=4096,
        label="Smallest side",
        unit="pixels",
        advanced=True,
        help="Pictures whose shorter side is smaller are left out.",
    )
    duplicates: Duplicates = setting(
        Duplicates.KEEP,
        label="Duplicates",
        advanced=True,
        help="Keep all, leave out exact copies, or leave out near copies too (resized, saved again).",
    )
    classes: Classes = setting(
        Classes.OUTERMOST,
        label="Classes",
        advanced=True,
        help="The outermost or the innermost folders are the classes of the pictures in them, or there are none.",
    )
    balance: Balance = setting(
        Balance.NONE,
        label="Balance",
        advanced=True,
        help="Make classes equal: oversample repeats pictures of small ones, undersample leaves out of large ones.",
    )

    frames_per_second: float = setting(
        1.0,
        gt=0,
        le=240,
        label="Frames of a video",
        unit="frames a second",
        advanced=True,
        help="How many pictures are taken from each second of a video.",
    )

    @property
    def shape(self) -> tuple[int, int, int]:
        """(height, width, channels) of one picture."""
        return self.height, self.width, self.colour.channels

    @property
    def selecting(self) -> dict[str, Any]:
        """The settings that say which pictures are taken, and nothing of what they become."""
        return {name: getattr(self, name) for name in SELECTING}

    @field_validator("background")
    @classmethod
    def _refuse_no_colour(cls, value: str) -> str:
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
            raise PydanticCustomError("background", "input should be a colour such as #ffffff")
        return value

    @field_validator("exclude", mode="before")
    @classmethod
    def _read_list(cls, value: Any) -> Any:
        """Read text, as a form or a command line gives it: a JSON list, or a single path."""
        if not isinstance(value, str):
            return value
        text = value.strip()
        if not text.startswith("["):
            return (text,) if text else ()
        try:
            return json.loads(text)
        except ValueError:
            return (text,)

    @field_validator("exclude", mode="after")
    @classmethod
    def _sort(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Hold every path once, in order, so that the same choice is the same recipe."""
        return tuple(sorted({path.strip("/") for path in value} - {""}))
