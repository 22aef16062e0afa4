"""Packages: a folder or a .zip file with one ONNX generator, and perhaps its directions, beside other things."""

import lzma
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from studio.core.errors import StudioError
from studio.explore.bounds import LARGEST_FILE
from studio.explore.directions import FILE_NAME

MOST_MEMBERS = 100_000
_LARGEST_DIRECTIONS = LARGEST_FILE // 16
_UNREADABLE = (
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zlib.error,
)


def read_package(path: Path) -> tuple[str, bytes, bytes]:
    """Return a package's generator: its file's name, its content, and the JSON of its directions (empty for none).

    Of several generators the last by name is taken: exports carry their step. Nothing is ever unpacked to the disk.
    Raises `StudioError` when there is no generator, or the package is damaged or larger than a generator can be.
    """
    return _from_zip(path) if path.is_file() else _from_folder(path)


def _from_folder(path: Path) -> tuple[str, bytes, bytes]:
    sizes = {file.name: file.stat().st_size for file in path.iterdir() if file.is_file()}
    model, directions = _chosen(sizes, path)
    try:
        return Path(model).name, (path / model).read_bytes(), (path / directions).read_bytes() if directions else b""
    except OSError as error:
        raise _refused(path, f"The system says: {error.strerror or error}.") from error


def _from_zip(path: Path) -> tuple[str, bytes, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()[:MOST_MEMBERS]
            sizes = {m.filename: m.file_size for m in members if not m.is_dir() and not m.flag_bits & 1}
            model, directions = _chosen(sizes, path)
            return PurePosixPath(model).name, archive.read(model), archive.read(directions) if directions else b""
    except _UNREADABLE as error:
        raise _refused(path, "It is not a ZIP file, or only a part of one.") from error


def _chosen(sizes: Mapping[str, int], path: Path) -> tuple[str, str]:
    """Return the names of the generator and of the directions beside it; a member's size bounds what is read of it."""
    models = sorted(name for name in sizes if name.lower().endswith(".onnx"))
    if not models:
        raise _refused(path, "It holds no .onnx file.", "Export the generator to ONNX, or choose a run's folder.")
    model = models[-1]
    if sizes[model] > LARGEST_FILE:
        raise _refused(path, f"{model} is larger than 1 GB.")
    beside = str(PurePosixPath(model).with_name(FILE_NAME))
    return model, beside if sizes.get(beside, _LARGEST_DIRECTIONS) < _LARGEST_DIRECTIONS else ""


def _refused(path: Path, why: str, hint: str = "Choose a package that GAN Studio exported.") -> StudioError:
    return StudioError(f"{path.name} cannot be opened as a generator.", why, hint)
