"""A run is a folder that anyone can read: the names of its files, its record, and making or opening one."""

import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from studio.core.checkpoint_file import SUFFIX
from studio.core.errors import StudioError
from studio.core.files import unwritable, write_atomically
from studio.core.recipe import Recipe

FORMAT_VERSION = 1


class Lineage(BaseModel):
    """The run (its folder's name) and the step that this run was branched from; `images` were seen up to there."""

    model_config = ConfigDict(frozen=True)

    run: str
    step: int
    images: int = 0


class RunRecord(BaseModel):
    """What `run.json` says; everything that changes while training is in the journals instead."""

    model_config = ConfigDict(frozen=True)

    format_version: int = FORMAT_VERSION
    name: str
    created: datetime
    recipe: Recipe
    source: str
    data_fingerprint: str
    pictures: int
    class_names: tuple[str, ...] = ()
    device: str = "auto"
    versions: dict[str, str] = {}
    branched_from: Lineage | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The places inside one run's folder."""

    path: Path

    @property
    def record_file(self) -> Path:
        """`run.json`."""
        return self.path / "run.json"

    @property
    def pictures_file(self) -> Path:
        """The pictures it was trained on: an object of names and hashes of their files."""
        return self.path / "pictures.json"

    @property
    def metrics_file(self) -> Path:
        """One line a logged call."""
        return self.path / "metrics.jsonl"

    @property
    def events_file(self) -> Path:
        """One line an event: started, paused, checkpoint, finished."""
        return self.path / "events.jsonl"

    @property
    def graph_file(self) -> Path:
        """The generator's ONNX graph without its weights."""
        return self.path / "generator.onnx"

    @property
    def lock_file(self) -> Path:
        """Names the process that writes the run."""
        return self.path / "run.lock"

    @property
    def samples(self) -> Path:
        """The folder of fixed-latent grids."""
        return self.path / "samples"

    @property
    def checkpoints(self) -> Path:
        """The folder of checkpoints."""
        return self.path / "checkpoints"

    @property
    def exports(self) -> Path:
        """The folder of exported generators."""
        return self.path / "exports"

    @property
    def tensorboard(self) -> Path:
        """The folder of event files for TensorBoard."""
        return self.path / "tensorboard"

    def sample_file(self, step: int) -> Path:
        """The grid drawn at `step`."""
        return self.samples / f"{step:06d}.png"

    def checkpoint_file(self, step: int) -> Path:
        """The checkpoint saved at `step`."""
        return self.checkpoints / f"{step:06d}{SUFFIX}"

    def sample_steps(self) -> list[int]:
        """The steps that have a grid, ascending."""
        return _steps(self.samples, ".png")

    def checkpoint_steps(self) -> list[int]:
        """The steps that have a checkpoint, ascending."""
        return _steps(self.checkpoints, SUFFIX)

    def read_record(self) -> RunRecord:
        """Read `run.json`; raises `StudioError` when this is no run or a newer program's."""
        try:
            content = json.loads(self.record_file.read_text("utf-8"))
            if content.get("format_version", 0) > FORMAT_VERSION:
                raise StudioError(
                    f"The run {self.path} was made by a newer GAN Studio.",
                    "",
                    "Update GAN Studio to open it.",
                )
            return RunRecord.model_validate(content)
        except FileNotFoundError as error:
            raise StudioError(
                f"{self.path} is not a run.", "It holds no run.json.", "Choose a folder that training made."
            ) from error
        except (OSError, ValueError, ValidationError, AttributeError) as error:
            raise StudioError(
                f"The run {self.path} cannot be read.",
                "Its run.json is damaged.",
                "Restore run.json from a copy.",
            ) from error

    def write_record(self, record: RunRecord) -> None:
        """Write `run.json` atomically."""
        write_atomically(self.record_file, (record.model_dump_json(indent=2) + "\n").encode())


def is_run(path: Path) -> bool:
    """Whether `path` is a run's folder."""
    return (path / "run.json").is_file()


def create_run(path: Path, record: RunRecord) -> RunFolder:
    """Make a new run folder; raises `StudioError` when something is there already or the disk refuses."""
    refuse_taken(path)
    folder = RunFolder(path)
    created = not path.exists()
    try:
        for place in (folder.samples, folder.checkpoints):
            place.mkdir(parents=True, exist_ok=True)
        folder.write_record(record)
    except OSError as error:
        if created:
            shutil.rmtree(path, ignore_errors=True)
        raise unwritable(path, error) from error
    return folder


def refuse_taken(path: Path) -> None:
    """Raise `StudioError` when something is at `path` already; an empty folder may be used."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise StudioError(
            f"{path} exists already.",
            "A run never overwrites anything.",
            "Choose another name, or resume the run that is there.",
        )


def open_run(path: Path) -> tuple[RunFolder, RunRecord]:
    """Return an existing run; raises `StudioError` when `path` is not one."""
    if not path.is_dir():
        raise StudioError(
            f"There is no run at {path}.",
            "The folder does not exist.",
            "See 'gan-studio runs' for the runs there are.",
        )
    folder = RunFolder(path)
    return folder, folder.read_record()


def now() -> datetime:
    """The present moment, with its time zone."""
    return datetime.now(UTC)


def record_event(kind: str, step: int, **facts: Any) -> dict[str, Any]:
    """Make one line of `events.jsonl`."""
    return {"time": now().isoformat(timespec="seconds"), "event": kind, "step": step, **facts}


def _steps(folder: Path, suffix: str) -> list[int]:
    """By names alone: as paths, thousands of files take three times as long, in which the window does not answer."""
    try:
        with os.scandir(folder) as entries:
            stems = [entry.name.removesuffix(suffix) for entry in entries if entry.name.endswith(suffix)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(int(stem) for stem in stems if stem.isdigit())
