"""What is known about one picture file after it was read once: everything the doctor needs besides the pixels."""

from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """Why a file gave no picture."""

    NONE = ""
    UNREADABLE = "unreadable"
    TRUNCATED = "truncated"


@dataclass(frozen=True, slots=True)
class PictureRecord:
    """One file of a source; of a file that gave no picture only name, hash, bytes, trouble and reason are filled.

    `name` is the path relative to the source, with `/`. `width` and `height` are the stored picture's pixels, turned
    upright; `mode` is Pillow's word for how they are stored. `brightness` is the mean and `contrast` the standard
    deviation of the luma (sampled), `colour` the mean of red, green and blue, all 0-255, transparent pictures on white.
    `content_hash` is the SHA-256 (hex) of the file, `look_hash` the difference hash (hex) of what it shows.
    `reason` is a clause without its full stop, `remarks` are such clauses about a picture that could be read.
    """

    name: str
    bytes: int
    content_hash: str
    trouble: Trouble = Trouble.NONE
    reason: str = ""
    format: str = ""
    mode: str = ""
    width: int = 0
    height: int = 0
    brightness: float = 0.0
    contrast: float = 0.0
    colour: tuple[float, float, float] = (0.0, 0.0, 0.0)
    is_colourful: bool = False
    is_transparent: bool = False
    look_hash: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the file gave a picture."""
        return self.trouble == Trouble.NONE

    @property
    def aspect(self) -> float:
        """Width divided by height."""
        return self.width / self.height
