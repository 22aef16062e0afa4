"""A checkpoint becomes files that other people's programs run, each opened again and compared with the original."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from studio.core.errors import StudioError
from studio.core.files import unwritable, write_atomically
from studio.core.latents import grid_classes, latents
from studio.core.progress import Progress, Quiet, check
from studio.core.run_folder import RunFolder, RunRecord
from studio.engine.checkpoint import generator_with, load_generator, newest_checkpoint
from studio.engine.networks.registry import build_generator
from studio.explore.directions import read_directions
from studio.export.formats import (
    LARGEST_DIFFERENCE,
    ExportedFile,
    ExportFailure,
    ExportFormat,
    ExportIncompleteError,
)
from studio.export.snapshot_graph import snapshot_graph
from studio.export.writers import Draw, Facts, keras_pictures, writer

COMPARED = (1, 8)  # pictures in one call: a file must answer one latent and several

_CONVERTER_ERRORS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
    tf.errors.OpError,
)


def export_run(
    run: RunFolder,
    formats: Sequence[ExportFormat],
    out: Path,
    *,
    step: int | None = None,
    progress: Progress | None = None,
) -> list[ExportedFile]:
    """Export the averaged generator of the newest (or given) checkpoint into the folder `out`.

    Each file appears only when it was opened again and draws within `LARGEST_DIFFERENCE` what the original draws. One
    format's failure does not stop the others: `ExportIncompleteError` comes at the end. Raises `StudioError` when
    there is nothing to export, `CancelledError` between two formats; files already made stay.
    """
    progress = progress or Quiet()
    progress.report(0, len(formats), "Loading the generator")
    record = run.read_record()
    generator, step = _load(run, record, step)
    class_names = record.class_names if record.recipe.networks.conditional else ()
    directions = read_directions(run.path, record.recipe.networks.latent_size)
    facts = Facts(
        record.name, step, record.recipe.fingerprint(), class_names, tuple(directions), record.recipe.networks.codes
    )
    files: list[ExportedFile] = []
    failures: list[ExportFailure] = []
    for index, wanted in enumerate(formats):
        check(progress)
        progress.report(index, len(formats), f"Exporting {wanted.label}")
        try:
            files.append(export_generator(generator, wanted, out, facts))
        except StudioError as error:
            failures.append(ExportFailure(wanted, error))
    progress.report(len(formats), len(formats), "Exported")
    if failures:
        raise ExportIncompleteError(files, failures)
    return files


def export_generator(generator: keras.Model, wanted: ExportFormat, out: Path, facts: Facts) -> ExportedFile:
    """Write one format into the folder `out`, compare, and put it in place; raises `StudioError`."""
    target = out / f"{_safe(facts.name)}-{facts.step:06d}{wanted.ending}"
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".export-", dir=out) as folder:
            made = Path(folder) / target.name
            writer(wanted).write(generator, made, facts)
            difference = largest_difference(generator, writer(wanted).reopen(made))
            _refuse_different(difference)
            size = sum(f.stat().st_size for f in [made, *made.rglob("*")] if f.is_file())
            _put_in_place(made, target)
    except OSError as error:
        raise unwritable(target, error) from error
    except _CONVERTER_ERRORS as error:
        raise StudioError("The generator could not be converted.", f"{type(error).__name__}: {error}") from error
    return ExportedFile(wanted, target, size, difference)


def largest_difference(generator: keras.Model, draw: Draw) -> float:
    """The largest difference of a pixel (-1..1) between the original and `draw`, on fixed latents; infinite for NaN."""
    sizes = [tensor.shape[1] for tensor in generator.inputs]
    worst = 0.0
    for count in COMPARED:
        inputs = [latents(0, count, sizes[0]), *(grid_classes(count, classes) for classes in sizes[1:])]
        expected = keras_pictures(generator, inputs)
        got = draw(inputs)
        if got.shape != expected.shape or not np.isfinite(got).all():
            return float("inf")
        worst = max(worst, float(np.abs(got - expected).max()))
    return worst


def add_graph(run: RunFolder) -> None:
    """Write the graph that exploring needs into a run that lacks it; raises `StudioError`."""
    if not run.graph_file.is_file():
        record = run.read_record()
        generator = build_generator(record.recipe, len(record.class_names))
        write_atomically(run.graph_file, snapshot_graph(generator))


def _load(run: RunFolder, record: RunRecord, step: int | None) -> tuple[keras.Model, int]:
    """Return the generator and its step; the newest whole checkpoint is taken when `step` is None."""
    if step is not None and step not in run.checkpoint_steps():
        known = ", ".join(str(s) for s in run.checkpoint_steps()) or "none"
        raise StudioError(f"This run has no checkpoint at step {step}.", "", f"There are: {known}.")
    if step is not None:
        return load_generator(run, step), step
    newest = newest_checkpoint(run)
    if newest is None:
        raise StudioError("This run has no checkpoint to export.", "", "Train it for some steps first.")
    return generator_with(record, newest.tensors), newest.header.step


def _refuse_different(difference: float) -> None:
    if not difference <= LARGEST_DIFFERENCE:
        raise StudioError(
            "The exported file draws other pictures than the original.",
            f"They differ by up to {difference:.2g}, and at most {LARGEST_DIFFERENCE:g} is allowed.",
        )


def _put_in_place(made: Path, target: Path) -> None:
    """Rename; an earlier export of the same name makes way, an unknown folder does not."""
    if target.is_dir():
        if not (target / "saved_model.pb").is_file():
            raise StudioError(f"{target.name} exists already and is no export.", "", "Choose another folder.")
        shutil.move(target, made.parent / "replaced")
    made.replace(target)


def _safe(name: str) -> str:
    return "".join(c if c.isalnum() or c in " -_" else "-" for c in name).strip(" -") or "generator"
