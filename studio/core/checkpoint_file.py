"""One checkpoint is one safetensors file with a JSON header, written whole or not at all, verified when read.

Tensor names start with their owner: `generator/`, `averaged_generator/`, `discriminator/`, `generator_optimizer/`,
`discriminator_optimizer/`. Reading needs no TensorFlow, so the explorer opens checkpoints by itself.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from studio.core.errors import StudioError
from studio.core.files import replacing_file

FORMAT_VERSION = 1
SUFFIX = ".safetensors"


@dataclass(frozen=True, slots=True)
class CheckpointHeader:
    """What a checkpoint says of itself; `state` holds the loop's counters and the settings changed while running."""

    step: int
    seconds: float
    recipe_fingerprint: str
    data_fingerprint: str
    versions: Mapping[str, str]
    state: Mapping[str, Any] = field(default_factory=dict)
    tensors_sha256: str = ""
    format_version: int = FORMAT_VERSION


def write_checkpoint(path: Path, header: CheckpointHeader, tensors: Mapping[str, np.ndarray]) -> None:
    """Write atomically; raises `StudioError` when the disk refuses (older checkpoints stay as they are)."""
    ordered = {name: np.ascontiguousarray(tensors[name]) for name in sorted(tensors)}
    content = {**asdict(header), "tensors_sha256": tensors_digest(ordered)}
    with replacing_file(path) as temporary:
        _save(temporary, ordered, {"studio": json.dumps(content)})


def read_header(path: Path) -> CheckpointHeader:
    """Read the header alone; raises `StudioError` for a file that is not one of ours."""
    try:
        with safe_open(path, framework="np") as file:
            return _header(path, file.metadata())
    except (SafetensorError, OSError) as error:
        raise _unreadable(path, str(error)) from error


def read_checkpoint(path: Path, prefix: str = "") -> tuple[CheckpointHeader, dict[str, np.ndarray]]:
    """Read header and the tensors whose names start with `prefix`; without a prefix the digest is verified."""
    try:
        with safe_open(path, framework="np") as file:
            header = _header(path, file.metadata())
            tensors = {name: file.get_tensor(name) for name in sorted(file.keys()) if name.startswith(prefix)}
    except (SafetensorError, OSError) as error:
        raise _unreadable(path, str(error)) from error
    if not prefix and tensors_digest(tensors) != header.tensors_sha256:
        raise _unreadable(path, "its numbers are not the ones that were saved")
    return header, tensors


def tensors_digest(tensors: Mapping[str, np.ndarray]) -> str:
    """SHA-256 over names, types, shapes and bytes, in the order of names."""
    digest = hashlib.sha256()
    for name in sorted(tensors):
        value = np.ascontiguousarray(tensors[name])
        digest.update(f"{name}:{value.dtype.str}:{value.shape};".encode())
        digest.update(value.data)
    return digest.hexdigest()


def _save(path: Path, tensors: dict[str, np.ndarray], metadata: dict[str, str]) -> None:
    """Write straight to the file: serialised in memory, a checkpoint would hold up the window's thread meanwhile."""
    path.touch()
    mode = path.stat().st_mode  # safetensors lets nobody but the owner read
    try:
        save_file(tensors, path, metadata)
    except SafetensorError as error:
        raise OSError(str(error)) from error
    path.chmod(mode)


def _header(path: Path, metadata: Mapping[str, str] | None) -> CheckpointHeader:
    try:
        content = json.loads((metadata or {})["studio"])
        header = CheckpointHeader(**content)
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable(path, "it is not a checkpoint of this program") from error
    if header.format_version > FORMAT_VERSION:
        raise StudioError(
            f"{path.name} was made by a newer version of GAN Studio.", "", "Update GAN Studio to open it."
        )
    return header


def _unreadable(path: Path, why: str) -> StudioError:
    return StudioError(
        f"The checkpoint {path.name} cannot be used.",
        f"It is damaged: {why}.",
        "An older checkpoint may still be good.",
    )
