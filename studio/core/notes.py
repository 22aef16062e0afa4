"""What people add to a run: the name it is shown by and its tags, in a small file that training never touches."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from studio.core.errors import StudioError
from studio.core.files import write_atomically
from studio.core.run_folder import RunFolder, RunRecord


class RunNotes(BaseModel):
    """`notes.json`; the run's folder keeps its name, so that whatever points to it still does."""

    model_config = ConfigDict(frozen=True)

    name: str = Field(min_length=1, max_length=120)
    tags: tuple[str, ...] = ()


def notes_file(run: RunFolder) -> Path:
    """Return where the notes of a run are, once there are any."""
    return run.path / "notes.json"


def read_notes(run: RunFolder, record: RunRecord) -> RunNotes:
    """Return a run's notes; where there are none, or none that can be read, what its record says."""
    try:
        return RunNotes.model_validate_json(notes_file(run).read_bytes())
    except (OSError, ValidationError):
        return RunNotes(name=record.name, tags=record.tags)


def name_of(run: RunFolder) -> str:
    """Return the name a run is shown by; that of its folder where it cannot be read."""
    try:
        return read_notes(run, run.read_record()).name
    except StudioError:
        return run.path.name


def write_notes(run: RunFolder, notes: RunNotes) -> None:
    """Keep the notes; raises `StudioError` when the disk refuses."""
    write_atomically(notes_file(run), (notes.model_dump_json(indent=2) + "\n").encode())


def rename(run: RunFolder, name: str) -> None:
    """Show the run by another name; raises `StudioError` when that is empty or too long."""
    name = " ".join(name.split())
    if not 0 < len(name) <= 120:
        raise StudioError("A run needs a name of 1 to 120 characters.", "", "Type a name.")
    write_notes(run, read_notes(run, run.read_record()).model_copy(update={"name": name}))


def set_tags(run: RunFolder, text: str) -> None:
    """Give the run the tags in `text`, separated by commas, in place of those it has; raises `StudioError`."""
    tags = tuple(dict.fromkeys(tag for part in text.split(",") if (tag := "-".join(part.split()).lstrip("#"))))
    write_notes(run, read_notes(run, run.read_record()).model_copy(update={"tags": tags}))
