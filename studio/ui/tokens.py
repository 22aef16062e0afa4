"""Colours by role, spacing and type: the two palettes of the window and nothing that draws."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Mode(StrEnum):
    """What the user chose; `auto` follows the desktop."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class Spacing(IntEnum):
    """Distances in pixels at 100 %."""

    TINY = 4
    SMALL = 8
    MEDIUM = 12
    LARGE = 16
    WIDE = 24
    HUGE = 40


class Type(StrEnum):
    """The steps of the type scale; `Theme.font` turns one into a font."""

    CAPTION = "caption"
    BODY = "body"
    STRONG = "strong"
    TITLE = "title"
    HEADING = "heading"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours as #rrggbb; text colours have a contrast of at least 4.5 on all that text stands on."""

    surface: str
    panel: str
    raised: str
    pressed: str
    border: str
    border_strong: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_raised: str
    on_accent: str
    selection: str
    good: str
    good_back: str
    warning: str
    warning_back: str
    bad: str
    bad_back: str
    canvas: str
    plot_grid: str
    generator: str
    discriminator: str
    real: str
    fake: str

    @property
    def curves(self) -> tuple[str, ...]:
        """Colours for any number of curves, told apart by colour-blind eyes (after Okabe and Ito, 2008)."""
        return self.generator, self.discriminator, self.real, self.fake


LIGHT = Tokens(
    surface="#f4f5f8",
    panel="#ffffff",
    raised="#eceef3",
    pressed="#e0e3ea",
    border="#dde1e8",
    border_strong="#c3c9d3",
    text="#191c22",
    muted="#5c6470",
    disabled="#a1a8b3",
    accent="#4552cc",
    accent_raised="#3742ad",
    on_accent="#ffffff",
    selection="#dfe2fa",
    good="#17713f",
    good_back="#dcf2e5",
    warning="#8a5200",
    warning_back="#fbeccf",
    bad="#b92c27",
    bad_back="#fbe1df",
    canvas="#e7e9ee",
    plot_grid="#8b93a0",
    generator="#0072b2",
    discriminator="#b84f00",
    real="#007d5b",
    fake="#a94f85",
)

DARK = Tokens(
    surface="#15171c",
    panel="#1d2026",
    raised="#282c34",
    pressed="#323741",
    border="#30353f",
    border_strong="#464d5a",
    text="#e7e9ed",
    muted="#9da5b1",
    disabled="#5f6774",
    accent="#939eff",
    accent_raised="#aeb6ff",
    on_accent="#11131b",
    selection="#31375f",
    good="#55c68a",
    good_back="#17352a",
    warning="#eeb352",
    warning_back="#3a2e17",
    bad="#ff8279",
    bad_back="#41211f",
    canvas="#101216",
    plot_grid="#7c8593",
    generator="#56b4e9",
    discriminator="#f08a3c",
    real="#2fc79a",
    fake="#dd8fbf",
)
