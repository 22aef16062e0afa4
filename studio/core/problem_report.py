"""What somebody else needs to understand a problem: versions, machine, recipe and logs; no pictures, no names."""

import json
import os
import platform
import zipfile
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any

import psutil

from studio.core.files import replacing
from studio.core.journal import read_journal
from studio.core.report_mask import Mask, mask_of
from studio.core.run_folder import RunFolder

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
    `~`, `<data>` and `<run>`, and the names of runs, classes, pictures and tags `run-1`, `class-1` and so on. Raises
    `StudioError` when the run cannot be read.
    """
    mask = Mask() if with_paths else mask_of(run)
    files = {"program.txt": _program(), "machine.txt": _machine(devices)}
    if story.strip():
        files = {"what happened.txt": mask.places(story.strip()) + "\n", **files}
    return files | (_run_files(run, mask) if run is not None else {})


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


def _run_files(run: RunFolder, mask: Mask) -> dict[str, str]:
    sizes = "".join(f"{file.name} {file.stat().st_size:,} bytes\n" for file in sorted(run.checkpoints.glob("*.*")))
    record = mask.record(run.read_record())
    return {
        "run.json": record.model_dump_json(indent=2) + "\n",
        "events.jsonl": _lines([mask.event(entry) for entry in _newest(run.events_file)]),
        "metrics.jsonl": _lines([mask.event(entry) for entry in _newest(run.metrics_file)]),
        "checkpoints.txt": sizes,
    }


def _newest(journal: Path) -> list[dict[str, Any]]:
    entries = list(read_journal(journal))
    return list(islice(entries, max(len(entries) - NEWEST_LINES, 0), None))


def _lines(entries: Sequence[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
