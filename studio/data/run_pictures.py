"""The pictures a run was trained on: kept while it exists, and compared with what its source holds now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from studio.core.checks import Problem, find_problems, refuse
from studio.core.errors import StudioError
from studio.core.files import write_atomically
from studio.core.progress import Progress
from studio.core.run_folder import RunFolder, RunRecord
from studio.data.image_set import ImageSet
from studio.data.prepared.preparing import records_of
from studio.data.prepared.store import find_fingerprint, open_set, pin
from studio.data.sources import QUIET, open_images

AS_IT_WAS = "as-it-was"
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class PictureChanges:
    """What is different from when the run was made, by name; `pictures` counts those of now.

    `is_listed` is False for a run that has no list to compare with. When nothing is named, the files are the same and
    are only seen otherwise (another order of classes, another version of a decoder).
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    pictures: int
    is_listed: bool = True

    @property
    def sentence(self) -> str:
        """How many were added, removed and changed, and which."""
        if not self.is_listed:
            return "The run keeps no list of them, so it cannot be told which."
        kinds = (("added", self.added), ("removed", self.removed), ("changed", self.changed))
        parts = [f"{len(names):,} {kind} ({_named(names)})" for kind, names in kinds if names]
        return f"Since then: {', '.join(parts)}." if parts else "The files are the same, but give other pixels now."


def adopt_pictures(run: RunFolder, record: RunRecord, images: ImageSet) -> RunRecord:
    """Return the record to go on with on `images`, and keep them; raises `StudioError` when they are not the run's.

    A branch that was not trained yet takes the pictures of now, whatever the run it came from was trained on.
    """
    if images.fingerprint != record.data_fingerprint and record.branched_from and not run.pictures_file.exists():
        if record.recipe.networks.conditional and images.class_names != record.class_names:
            raise StudioError(
                "The classes are not the ones this branch has learnt.",
                f"It knows {', '.join(record.class_names)}; there are {', '.join(images.class_names)} now.",
                "Give the folders their names back, or start a new run.",
            )
        refuse(_new_problems(record, images))
        new = {"data_fingerprint": images.fingerprint, "pictures": len(images), "class_names": images.class_names}
        record = record.model_copy(update=new)
        run.write_record(record)
    refuse_other_pictures(run, record, images)
    keep_pictures(run, images)
    return record


def _new_problems(record: RunRecord, images: ImageSet) -> list[Problem]:
    """What the other pictures bring; what the run it came from was trained with stands."""
    old = find_problems(record.recipe, record.pictures, len(record.class_names))
    new = find_problems(record.recipe, len(images), len(images.class_names))
    return [problem for problem in new if problem not in old]


def keep_pictures(run: RunFolder, images: ImageSet) -> None:
    """List a run's pictures in its folder, once, and keep their prepared set from being cleared while it exists."""
    pin(images.place, run)
    if not run.pictures_file.exists():
        text = json.dumps(_contents(images), indent=0, ensure_ascii=False)
        write_atomically(run.pictures_file, text.encode("utf-8", "backslashreplace"))


def picture_changes(run: RunFolder, record: RunRecord, progress: Progress = QUIET) -> PictureChanges | None:
    """Compare a run's pictures with those of its source now; None when they are the same. Raises as `open_images`."""
    images = open_images(record.source, record.recipe.data, progress)
    return changes_to(run, record, images)


def changes_to(run: RunFolder, record: RunRecord, images: ImageSet) -> PictureChanges | None:
    """Compare a run's pictures with `images`; None when they are the same."""
    if images.fingerprint == record.data_fingerprint:
        return None
    try:
        before: dict[str, str] = json.loads(run.pictures_file.read_bytes())
    except (OSError, ValueError):
        return PictureChanges((), (), (), len(images), is_listed=False)
    after = _contents(images)
    return PictureChanges(
        added=tuple(name for name in after if name not in before),
        removed=tuple(name for name in before if name not in after),
        changed=tuple(name for name in after if before.get(name, after[name]) != after[name]),
        pictures=len(images),
    )


def pictures_of_run(run: RunFolder, record: RunRecord, progress: Progress = QUIET) -> ImageSet:
    """Return the pictures a run was trained on: as they are kept, or those of its source if they are still the same.

    Raises `StudioError` saying what changed when they are neither, and as `open_images`.
    """
    kept = _kept(record)
    if kept is not None:
        return kept
    images = open_images(record.source, record.recipe.data, progress)
    refuse_other_pictures(run, record, images)
    return images


def pictures_as_they_were(record: RunRecord) -> ImageSet:
    """Return the prepared set a run was trained on, whatever became of its source; raises `StudioError`."""
    images = _kept(record)
    if images is None:
        raise StudioError(
            "The pictures of this run are no longer kept as they were.",
            "Their prepared set was cleared.",
            "Put the pictures back as they were, or start a new run on those of now.",
        )
    return images


def are_kept(record: RunRecord) -> bool:
    """Whether `pictures_as_they_were` has something to return."""
    return find_fingerprint(record.data_fingerprint) is not None


def refuse_other_pictures(run: RunFolder, record: RunRecord, images: ImageSet) -> None:
    """Raise `StudioError` saying what changed and what can be done, unless `images` are those of the run."""
    changes = changes_to(run, record, images)
    if changes is None:
        return
    kept = f"go on with them as they were (resume --data {AS_IT_WAS}), " if are_kept(record) else ""
    raise StudioError(
        "The pictures are not the ones this run was trained on.",
        f"{changes.sentence} It was trained on {record.pictures:,} pictures (fingerprint "
        f"{record.data_fingerprint[:12]}), and there are {changes.pictures:,} pictures ({images.fingerprint[:12]}) in "
        f"{record.source} now.",
        f"Put them back, {kept}or branch: a new run that begins with these weights and takes the pictures of now.",
    )


def _kept(record: RunRecord) -> ImageSet | None:
    place = find_fingerprint(record.data_fingerprint)
    return open_set(place) if place else None


def _contents(images: ImageSet) -> Mapping[str, str]:
    """Return the hash of each picture's file by name."""
    names = set(images.names)
    return {record.name: record.content_hash[:32] for record in records_of(images) if record.name in names}


def _named(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
