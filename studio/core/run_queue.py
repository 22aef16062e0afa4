"""The runs that wait for their turn, in a small file of the library that survives a restart."""

from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from studio.core.errors import StudioError
from studio.core.files import write_atomically
from studio.core.library import library_folder
from studio.core.recipe import Recipe


class QueuedRun(BaseModel):
    """What a run will be made from."""

    model_config = ConfigDict(frozen=True)

    identity: str = Field(default_factory=lambda: uuid4().hex)
    source: str
    recipe: Recipe
    device: str = "auto"


_ADAPTER = TypeAdapter(tuple[QueuedRun, ...])


class RunQueue:
    """First in, first out, unless moved. Every change is on disk when it returns; raises `StudioError` when not."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or library_folder() / "queue.json"

    @property
    def runs(self) -> tuple[QueuedRun, ...]:
        """The runs that wait, the next one first; raises `StudioError` when the file cannot be read."""
        try:
            return _ADAPTER.validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return ()
        except (OSError, ValidationError) as error:
            raise StudioError(
                "The queue of runs cannot be read.",
                f"{self._path} is damaged, or of a newer GAN Studio.",
                "Move that file away; the runs that were made are not touched.",
            ) from error

    def add(self, run: QueuedRun) -> None:
        """Put a run at the end."""
        self._write((*self.runs, run))

    def remove(self, identity: str) -> None:
        """Take a run out; nothing happens when it is not there."""
        self._write([run for run in self.runs if run.identity != identity])

    def move(self, identity: str, by: int) -> None:
        """Move a run towards the front (negative) or the end."""
        runs = list(self.runs)
        place = next((i for i, run in enumerate(runs) if run.identity == identity), None)
        if place is not None:
            run = runs.pop(place)
            runs.insert(min(max(place + by, 0), len(runs)), run)
            self._write(runs)

    def _write(self, runs: Sequence[QueuedRun]) -> None:
        write_atomically(self._path, _ADAPTER.dump_json(tuple(runs), indent=2))
