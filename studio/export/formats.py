"""The formats a generator is exported in, what an export gives, and how it fails; imports no TensorFlow."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from studio.core.errors import StudioError

LARGEST_DIFFERENCE = 1e-4  # of a pixel in -1..1, between the exported file and the original


class ExportFormat(StrEnum):
    """A kind of file other people's programs run."""

    KERAS = "keras"
    ONNX = "onnx"
    SAVED_MODEL = "savedmodel"
    LITERT = "litert"

    @property
    def label(self) -> str:
        """Its proper name."""
        return {"keras": "Keras", "onnx": "ONNX", "savedmodel": "SavedModel", "litert": "LiteRT"}[self.value]

    @property
    def purpose(self) -> str:
        """Who runs it."""
        return {
            "keras": "Python with Keras: to use, to look into, to train on.",
            "onnx": "Nearly every other program, the web and game engines included; opens in Explore.",
            "savedmodel": "TensorFlow and its servers.",
            "litert": "Phones and small devices.",
        }[self.value]

    @property
    def ending(self) -> str:
        """What the file's (or folder's) name ends with."""
        return {"keras": ".keras", "onnx": ".onnx", "savedmodel": "-savedmodel", "litert": ".tflite"}[self.value]


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One export that was opened again and draws what the original draws.

    `max_difference` is the largest one of any pixel, in -1..1; `size` is in bytes. `path` is a folder for SavedModel.
    """

    format: ExportFormat
    path: Path
    size: int
    max_difference: float


@dataclass(frozen=True, slots=True)
class ExportFailure:
    """One format that could not be made."""

    format: ExportFormat
    error: StudioError


class ExportIncompleteError(StudioError):
    """Some formats could not be made; `files` are the good ones, which stay."""

    def __init__(self, files: Sequence[ExportedFile], failures: Sequence[ExportFailure]) -> None:
        names = " and ".join(failure.format.label for failure in failures)
        reasons = " ".join(f"{failure.format.label}: {failure.error}" for failure in failures)
        kept = ", ".join(file.path.name for file in files)
        super().__init__(f"{names} could not be exported.", reasons, f"These files are good: {kept}." if kept else "")
        self.files = tuple(files)
        self.failures = tuple(failures)
