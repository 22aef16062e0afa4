"""What somebody else needs to understand a problem: versions, machine, recipe and logs; no pictures, no paths."""

import json
import os
import platform
import zipfile
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path

import psutil

from studio.core.files import replacing
from studio.core.journal import read_journal
from studio.core.run_folder import RunFolder, RunRecord

PACKAGES = ("gan-studio", "tensorflow", "keras", "numpy", "PySide6-Essentials", "pyqtgraph", "onnxruntime", "pillow")
NEWEST_LINES = 200


def problem_report(
    run: RunFolder | None = None,
    *,
    story: str = "",
    devices: Sequence[str] = (),
    with_paths: bool = False,
) -> dict[str, str]:
    """Return {file name: content} of a report on the program, and on a run where one is given.

    `story` is what the user has to say, `devices` what TensorFlow found. Unless `with_paths`, the user's folders become
    `~`, `<data>` and `<run>`, and the names of classes are left out. Raises `StudioError` when the run cannot be read.
    """
    files = {"program.txt": _program(), "machine.txt": _machine(devices)}
    if story.strip():
        files = {"what happened.txt": story.strip() + "\n", **files}
    places = {str(Path.home()): "~"}
    if run is not None:
        record = run.read_record()
        files |= _run_files(run, record if with_paths else _nameless(record))
        places = {record.source: "<data>", str(run.path.resolve()): "<run>", str(run.path): "<run>", **places}
    return files if with_paths else {name: _hidden(content, places) for name, content in files.items()}


def write_report(path: Path, files: Mapping[str, str]) -> None:
    """Write the report as a zip archive; raises `StudioError` when the disk refuses."""
    with replacing(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def _program() -> str:
    lines = [f"Python {platform.python_version()}", *(f"{name} {_version(name)}" for name in PACKAGES)]
    return "\n".join(lines) + "\n"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _machine(devices: Sequence[str]) -> str:
    memory = psutil.virtual_memory()
    lines = (
        platform.platform(),
        f"{os.cpu_count()} processors",
        f"{memory.total / 2**30:.1f} GiB memory, {memory.available / 2**30:.1f} GiB free",
        *devices,
    )
    return "\n".join(lines) + "\n"


def _run_files(run: RunFolder, record: RunRecord) -> dict[str, str]:
    sizes = "".join(f"{file.name} {file.stat().st_size:,} bytes\n" for file in sorted(run.checkpoints.glob("*.*")))
    return {
        "run.json": record.model_dump_json(indent=2) + "\n",
        "events.jsonl": _newest(run.events_file),
        "metrics.jsonl": _newest(run.metrics_file),
        "checkpoints.txt": sizes,
    }


def _newest(journal: Path) -> str:
    entries = list(read_journal(journal))
    newest = islice(entries, max(len(entries) - NEWEST_LINES, 0), None)
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in newest)


def _nameless(record: RunRecord) -> RunRecord:
    return record.model_copy(update={"class_names": tuple(f"class {n}" for n in range(len(record.class_names)))})


def _hidden(content: str, places: Mapping[str, str]) -> str:
    """Return the text with each of the user's places by its stand-in, as it is written plainly and within JSON."""
    for place, stand_in in sorted(places.items(), key=lambda pair: -len(pair[0])):
        if len(place) > 1 and not place.startswith("demo:"):
            content = content.replace(place, stand_in).replace(json.dumps(place)[1:-1], stand_in)
    return content
