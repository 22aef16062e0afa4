"""Opens a generator from where it is: a run at any checkpoint, an exported ONNX file, or a package around one."""

import json
from pathlib import Path

import numpy as np
import onnx

from studio.core.checkpoint_file import CheckpointHeader, read_checkpoint
from studio.core.codes import Codes
from studio.core.errors import StudioError
from studio.core.notes import name_of
from studio.core.run_folder import RunFolder, RunRecord, is_run, open_run
from studio.core.snapshot import GeneratorSnapshot
from studio.explore.bounds import LARGEST_FILE
from studio.explore.directions import Direction, parse_directions
from studio.explore.graphs import class_count, latent_size, parse_graph, picture_shape
from studio.explore.packages import read_package

AVERAGED = "averaged_generator/"
RAW = "generator/"
STEP_KEY = "gan_studio.step"
CODES_KEY = "gan_studio.codes"
CLASSES_KEY = "gan_studio.class_names"
NAME_KEY = "gan_studio.name"
DIRECTIONS_KEY = "gan_studio.directions"
RECIPE_KEY = "gan_studio.recipe_fingerprint"


def open_snapshot(path: Path, step: int | None = None, *, raw: bool = False) -> GeneratorSnapshot:
    """Open the generator of a run (newest checkpoint, or the one of `step`), an exported `.onnx` file, or a package.

    A run's weights are the averaged ones, or with `raw` those in training. A package is a folder or a `.zip` file that
    holds an exported file, with `directions.json` beside it or not. Raises `StudioError` when there is none, or it is
    damaged or hostile.
    """
    if is_run(path):
        return _from_run(*open_run(path), step, RAW if raw else AVERAGED)
    if path.suffix.lower() == ".onnx":
        return _exported(path.name, _read(path))
    if path.is_dir() or path.suffix.lower() == ".zip":
        return _exported(*read_package(path))
    raise StudioError(
        f"{path} is not a generator.",
        "It is neither a run, nor an ONNX file, nor a package with one.",
        "Choose a run's folder, an exported .onnx file, or a .zip file that holds one.",
    )


def exported_directions(snapshot: GeneratorSnapshot) -> list[Direction]:
    """Return the named directions that an exported file carries; none for a run's graph."""
    facts = {entry.key: entry.value for entry in parse_graph(snapshot.graph, where=snapshot.name).metadata_props}
    return parse_directions(facts.get(DIRECTIONS_KEY, "[]"), snapshot.latent_size)


def has_graph(run: RunFolder) -> bool:
    """Whether the run can be opened without TensorFlow."""
    return run.graph_file.is_file()


def _from_run(run: RunFolder, record: RunRecord, step: int | None, owner: str) -> GeneratorSnapshot:
    header, weights = _checkpoint(run, record, step, owner)
    if not has_graph(run):
        raise StudioError(
            f"The run {record.name} holds no graph of its generator yet.",
            "Training writes it when it saves for the first time.",
            "Resume the run for some steps, then open it again.",
        )
    return GeneratorSnapshot(
        graph=_read(run.graph_file),
        weights=weights,
        step=header.step,
        latent_size=record.recipe.networks.latent_size,
        shape=record.recipe.data.shape,
        name=name_of(run),
        class_names=record.class_names if record.recipe.networks.conditional else (),
        codes=record.recipe.networks.codes,
    )


def _checkpoint(
    run: RunFolder, record: RunRecord, step: int | None, owner: str
) -> tuple[CheckpointHeader, dict[str, np.ndarray]]:
    """Read the newest checkpoint that is readable, or that of `step` and no other."""
    steps = list(reversed(run.checkpoint_steps())) if step is None else [step]
    if step is not None and step not in run.checkpoint_steps():
        raise StudioError(f"The run {record.name} has no checkpoint at step {step}.", "", f"There are: {_listed(run)}.")
    failure: StudioError | None = None
    for candidate in steps:
        try:
            header, tensors = read_checkpoint(run.checkpoint_file(candidate), owner)
        except StudioError as error:
            failure = failure or error
        else:
            return header, {_index(name, owner): value for name, value in tensors.items()}
    if failure:
        raise failure
    raise StudioError(f"The run {record.name} has no checkpoint yet.", "", "Train it for some steps first.")


def _exported(file: str, content: bytes, directions: bytes = b"") -> GeneratorSnapshot:
    model = parse_graph(content, where=file)
    if directions:
        content = _with_directions(model, directions)
    facts = {entry.key: entry.value for entry in model.metadata_props}
    step = facts.get(STEP_KEY, "")
    return GeneratorSnapshot(
        graph=content,
        weights={},
        step=int(step) if step.isdecimal() and len(step) < 16 else 0,
        latent_size=latent_size(model),
        shape=picture_shape(model),
        name=facts.get(NAME_KEY, "")[:80] or Path(file).stem,
        class_names=_class_names(facts.get(CLASSES_KEY, ""), class_count(model)),
        codes=_codes(facts.get(CODES_KEY, ""), latent_size(model)),
    )


def _with_directions(model: onnx.ModelProto, directions: bytes) -> bytes:
    """Return the model carrying these directions instead of its own."""
    kept = [entry for entry in model.metadata_props if entry.key != DIRECTIONS_KEY]
    del model.metadata_props[:]
    model.metadata_props.extend(kept)
    model.metadata_props.add(key=DIRECTIONS_KEY, value=directions.decode("utf-8", "replace"))
    return model.SerializeToString()


def _class_names(text: str, count: int) -> tuple[str, ...]:
    """Read the names a file gives its classes; numbers stand in for names that are missing."""
    try:
        names = json.loads(text or "[]")
    except ValueError:
        names = []
    if isinstance(names, list) and len(names) == count:
        return tuple(str(name)[:80] for name in names)
    return tuple(str(number) for number in range(count))


def _codes(text: str, size: int) -> Codes:
    """Read the structured codes that a file says are among its latents; none where that cannot be."""
    counts = [int(part) for part in text.split(",") if part.isdecimal() and len(part) < 6]
    return Codes(*counts) if len(counts) == 2 and sum(counts) <= size else Codes()


def _index(name: str, owner: str) -> str:
    """`averaged_generator/003:dense/kernel` is `003` in the graph."""
    return name.removeprefix(owner).partition(":")[0]


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise StudioError(f"{path.name} cannot be opened as a generator.", "It is larger than 1 GB.")
        return path.read_bytes()
    except OSError as error:
        raise StudioError(
            f"{path} cannot be read.", f"The system says: {error.strerror or error}.", "Choose another file."
        ) from error


def _listed(run: RunFolder) -> str:
    return ", ".join(str(step) for step in run.checkpoint_steps()) or "none"
