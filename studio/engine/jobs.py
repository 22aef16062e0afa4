"""Starting and continuing runs: data, folder, lock, loop and journals put together, as every host runs them."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.core.checks import refuse_problems
from studio.core.commands import Control
from studio.core.errors import CancelledError, StudioError
from studio.core.events import Event, Preparing, RunOpened, Stopped, Warned
from studio.core.health.coaching import coached
from studio.core.progress import Progress
from studio.core.recipe import Recipe
from studio.core.run_folder import RunFolder, RunRecord, create_run, now, open_run, refuse_taken
from studio.core.run_lock import acquire, release
from studio.core.scores import read_scores
from studio.data.image_set import ImageSet, Skipped
from studio.data.run_pictures import adopt_pictures, keep_pictures, pictures_as_they_were
from studio.data.sources import open_images
from studio.engine.checkpoint import versions
from studio.engine.devices import AUTO, Device, choose_device, refuse_uneven
from studio.engine.failures import failure
from studio.engine.loop import GraphMaker, Loop, refuse_late
from studio.engine.precision import settle_precision
from studio.engine.recorder import Recorder
from studio.engine.tensorboard import TensorBoardWriter

REPORT_INTERVAL_S = 0.1
MOST_NAMED = 20


def new_run(
    source: str,
    recipe: Recipe,
    out: Path,
    control: Control,
    *,
    device: str = AUTO,
    make_graph: GraphMaker | None = None,
) -> Iterator[Event]:
    """Make a run in the new folder `out` and train it; every trouble becomes the event `Failed`."""

    def check() -> Device:
        refuse_problems(recipe)
        refuse_taken(out)
        chosen = choose_device(device)
        refuse_uneven(recipe, chosen)
        return chosen

    def make(images: ImageSet) -> tuple[RunFolder, RunRecord]:
        refuse_problems(recipe, len(images.images), len(images.class_names))
        record = RunRecord(
            name=out.name,
            created=now(),
            recipe=settle_precision(recipe, choose_device(device)),
            source=images.source,
            data_fingerprint=images.fingerprint,
            pictures=len(images.images),
            class_names=images.class_names,
            device=device,
            versions=versions(),
        )
        run = create_run(out, record)
        keep_pictures(run, images)
        return run, record

    def read(progress: Progress) -> ImageSet:
        return open_images(source, recipe.data, progress)

    return _job(_Plan(check, read, make), control, changes={}, make_graph=make_graph)


def continue_run(
    path: Path,
    control: Control,
    *,
    target_step: int | None = None,
    changes: Mapping[str, Any] | None = None,
    device: str | None = None,
    as_it_was: bool = False,
    make_graph: GraphMaker | None = None,
) -> Iterator[Event]:
    """Train an existing run on from its newest whole checkpoint, to `target_step` where that is given.

    `changes` are settings that may change on an existing run, such as learning rates. A run whose source has other
    pictures now is refused, unless it is to go on with them `as_it_was`: from the prepared set, if that is kept.
    """
    length = {} if target_step is None else {"training.length": target_step, "training.length_unit": "steps"}
    wanted = {**(changes or {}), **length}

    def chosen() -> Device:
        _, record = open_run(path)
        found = choose_device(device or record.device)
        refuse_uneven(record.recipe, found)
        return found

    def check() -> Device:
        refuse_late(wanted)
        return chosen()

    def read(progress: Progress) -> ImageSet:
        _, record = open_run(path)
        if as_it_was:
            return pictures_as_they_were(record)
        return open_images(record.source, record.recipe.data, progress)

    def open_existing(images: ImageSet) -> tuple[RunFolder, RunRecord]:
        run, record = open_run(path)
        return run, _settled(run, adopt_pictures(run, record, images), chosen())

    return _job(_Plan(check, read, open_existing), control, changes=wanted, make_graph=make_graph)


def _settled(run: RunFolder, record: RunRecord, device: Device) -> RunRecord:
    """Return the record with its precision settled, and kept: that of a branch may have been set to `auto`."""
    recipe = settle_precision(record.recipe, device)
    if recipe != record.recipe:
        record = record.model_copy(update={"recipe": recipe})
        run.write_record(record)
    return record


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a job gets its device, its pictures and its folder, in this order; each may raise `StudioError`."""

    check: Callable[[], Device]
    read: Callable[[Progress], ImageSet]
    open: Callable[[ImageSet], tuple[RunFolder, RunRecord]]


@dataclass(slots=True)
class _Reports:
    """The progress of reading pictures: cancelled by `Stop`; its newest report is the job's next event."""

    control: Control
    latest: Preparing | None = None

    def report(self, done: int, total: int, what: str) -> None:
        self.latest = Preparing(what, done, total)

    def cancelled(self) -> bool:
        return self.control.stop_asked


def _job(
    plan: _Plan, control: Control, *, changes: Mapping[str, Any], make_graph: GraphMaker | None
) -> Iterator[Event]:
    """Check, read, open, train, write down; ends in exactly one ending whatever happens."""
    try:
        yield Preparing("Reading the pictures")
        device = plan.check()
        images = yield from _read_pictures(plan, control)
        run, record = plan.open(images)
        acquire(run.lock_file)
    except CancelledError:
        yield Stopped(0)
        return
    except Exception as error:  # noqa: BLE001  the edge: whatever it is, the host gets an ending
        yield failure(error, 0)
        return
    try:
        yield RunOpened(run.path)
        loop = Loop(run, record, images, control, device=device, changes=changes, make_graph=make_graph)
        yield from _recorded(run, loop, images)
    finally:
        release(run.lock_file)


def _read_pictures(plan: _Plan, control: Control) -> Iterator[Event]:
    """Open the pictures in a thread of their own, telling how far it is; returns the `ImageSet`."""
    reports = _Reports(control)
    with ThreadPoolExecutor(1, thread_name_prefix="pictures") as pool:
        work = pool.submit(plan.read, reports)
        while True:
            try:
                return work.result(timeout=REPORT_INTERVAL_S)
            except NotYetError:
                if work.done():
                    raise
                if reports.latest is not None:
                    yield reports.latest


def _recorded(run: RunFolder, loop: Loop, images: ImageSet) -> Iterator[Event]:
    """Iterate the loop beside its coach and write every event down; an error becomes the event `Failed`."""
    recorder, board = Recorder(run), TensorBoardWriter(run.tensorboard)
    try:
        told = coached(loop.events(), lambda: loop.recipe, len(images), lambda: read_scores(run))
        for event in itertools.chain(_left_out(images.skipped), _not_there(images.absent), told):
            recorder.record(event)
            board.record(event)
            yield event
    except Exception as error:  # noqa: BLE001  the edge: whatever it is, the host gets an ending
        ending = failure(error, loop.step, loop.recipe)
        with suppress(StudioError):  # the disk may be what failed
            recorder.record(ending)
        yield ending
    finally:
        recorder.close()
        board.close()


def _left_out(skipped: Sequence[Skipped]) -> Iterator[Event]:
    """Name the files that could not be read."""
    if skipped:
        named = "; ".join(f"{s.path}: {s.reason}" for s in skipped[:MOST_NAMED])
        more = f" and {len(skipped) - MOST_NAMED} more" if len(skipped) > MOST_NAMED else ""
        headline = f"{len(skipped)} {'file was' if len(skipped) == 1 else 'files were'} left out."
        yield Warned(0, headline, f"{named}{more}.", "Mend or remove them; training goes on with the others.")


def _not_there(absent: Sequence[str]) -> Iterator[Event]:
    """Name what the recipe leaves out and the source does not have: misspelt, more likely than not."""
    if absent:
        more = f" and {len(absent) - MOST_NAMED} more" if len(absent) > MOST_NAMED else ""
        yield Warned(
            0,
            "Some of what is to be left out is not there.",
            f"{'; '.join(absent[:MOST_NAMED])}{more}.",
            "Write paths inside the data set, several of them as a JSON list.",
        )
