"""The verb `export`: a run's generator as files that other programs run."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from studio.cli.answer import DONE, REFUSED, Answer, error_document
from studio.cli.display import open_display
from studio.cli.engine_door import load_tensorflow
from studio.cli.options import CheckpointOption, RunArgument, checkpoint_step
from studio.core.errors import StudioError
from studio.core.run_folder import open_run
from studio.export.formats import ExportedFile, ExportFailure, ExportFormat, ExportIncompleteError


def export(
    run: RunArgument,
    to: Annotated[str, typer.Option(metavar="FORMATS", help="One or more, with commas between.")] = "keras,onnx",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Where to.", show_default="exports in the run")
    ] = None,
    at: CheckpointOption = None,
) -> Answer:
    """Export the averaged generator for other programs; each file is opened again and compared.

    Formats: keras, savedmodel, litert, onnx. One that fails leaves the others; the exit code is then 1.
    """
    formats = _formats(to)
    folder, _ = open_run(run)
    step = checkpoint_step(at, run)
    failures: tuple[ExportFailure, ...] = ()
    with open_display() as display:
        load_tensorflow(display)
        from studio.export.exporting import export_run

        try:
            files = export_run(folder, formats, out or folder.exports, step=step, progress=display)
        except ExportIncompleteError as error:
            files, failures = list(error.files), error.failures
    errors = tuple(_named(failure) for failure in failures)
    return Answer(_document(files, failures), _table(files) if files else "", REFUSED if errors else DONE, errors)


def _formats(text: str) -> list[ExportFormat]:
    """Read `keras,onnx`; raises `StudioError` naming what there is."""
    known = {str(f): f for f in ExportFormat}
    names = dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip())
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        what = f"There is no format called '{unknown[0]}'." if unknown else "No format was named."
        raise StudioError(what, "", f"There are: {', '.join(known)}.")
    return [known[name] for name in names]


def _named(failure: ExportFailure) -> StudioError:
    error = failure.error
    return StudioError(f"{failure.format.label}: {error.headline}", error.detail, error.hint)


def _table(files: list[ExportedFile]) -> Table:
    table = Table("Format", "File", box=SIMPLE_HEAD)
    table.add_column("Size", justify="right")
    table.add_column("Largest difference", justify="right")
    for file in files:
        table.add_row(file.format.label, str(file.path), f"{file.size / 1e6:,.2f} MB", f"{file.max_difference:.1e}")
    return table


def _document(files: list[ExportedFile], failures: tuple[ExportFailure, ...]) -> dict[str, Any]:
    failed = [{"format": failure.format, **error_document(failure.error)} for failure in failures]
    return {"files": files, "failures": failed}
