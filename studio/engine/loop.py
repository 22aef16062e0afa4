"""The training loop: a generator of events over one open run. Hosts (window, command line, tests) iterate it."""

import gc
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any

import keras

from studio.core.branching import images_at
from studio.core.commands import ChangeSettings, Command, Control, Pause, Resume, SampleNow, SaveNow, Stop, TakeSnapshot
from studio.core.errors import StudioError
from studio.core.events import (
    CheckpointSaved,
    Diagnosed,
    Event,
    Finished,
    Paused,
    Preparing,
    Resumed,
    SampleDrawn,
    Scored,
    SettingsChanged,
    SnapshotTaken,
    Started,
    StepsDone,
    Stopped,
    Warned,
)
from studio.core.files import write_atomically
from studio.core.health.words import diverged
from studio.core.lengths import sample_interval, steps_per_epoch, target_step
from studio.core.notes import name_of
from studio.core.recipe import Recipe, find_setting
from studio.core.run_folder import RunFolder, RunRecord
from studio.core.scores import Score, best_step, read_scores, saved_scores
from studio.core.settings import Effect
from studio.core.snapshot import GeneratorSnapshot
from studio.core.thinning import to_drop
from studio.data.image_set import ImageSet
from studio.engine.checkpoint import (
    Loaded,
    newest_checkpoint,
    refuse_other_recipe,
    save_checkpoint,
    thin_checkpoints,
)
from studio.engine.devices import Device, placed
from studio.engine.fitting import ran_out
from studio.engine.graph_call import GraphCall
from studio.engine.interruption import Interrupted
from studio.engine.memory import is_out_of_memory
from studio.engine.pace import Pace, next_multiple
from studio.engine.pictures import Pictures, pictures_for
from studio.engine.room import Room
from studio.engine.samples import Sampler
from studio.engine.scoring import Scorer
from studio.engine.state import TrainingState

SILENCE_S = 1.0  # work that lasts longer tells how far it is

GraphMaker = Callable[[keras.Model], bytes]
"""Turns a generator into the ONNX graph of its snapshots (`studio.export.snapshot_graph`)."""


class Loop:
    """One process's training of one run, from its newest checkpoint (or the first step) to an ending."""

    def __init__(
        self,
        run: RunFolder,
        record: RunRecord,
        images: ImageSet,
        control: Control,
        *,
        device: Device,
        changes: Mapping[str, Any],
        make_graph: GraphMaker | None,
    ) -> None:
        self._run = run
        self._record = record
        self._images = images
        self._control = control
        self._device = device
        self._changes = dict(changes)
        self._make_graph = make_graph
        self._recipe = record.recipe
        self._graph = b""
        self._step = 0
        self._stopping = False
        self._saved_step = -1

    @property
    def step(self) -> int:
        """The last step made."""
        return self._step

    @property
    def recipe(self) -> Recipe:
        """The recipe that holds now, changes included from `Started` on."""
        return self._recipe

    def events(self) -> Iterator[Event]:
        """Train; yields everything that happens, ending in `Finished` or `Stopped`. Raises `StudioError`."""
        yield Preparing("Building the networks")
        loaded = newest_checkpoint(self._run)
        self._recipe = self._recipe_to_continue(loaded)
        with placed(self._device):
            self._state = TrainingState(self._recipe, len(self._images.class_names))
        self._room = Room(self._recipe, len(self._images.class_names), self._device, self._control)
        if loaded is not None:
            yield from self._continue_from(loaded)
        self._pace = Pace(
            self._recipe.training.batch_size * self._recipe.training.discriminator_steps, self._seconds(loaded)
        )
        with placed(self._device):
            pictures = pictures_for(self._recipe, self._images)
        try:
            yield from self._train(pictures, resumed=loaded is not None)
        finally:
            pictures.close()

    def _train(self, pictures: Pictures, *, resumed: bool) -> Iterator[Event]:
        self._call = GraphCall(self._recipe, self._state, pictures, self._device.places)
        self._control.when_urgent(self._call.interrupt)
        self._sampler = Sampler(self._recipe, self._state, self._run, self._images)
        self._scorer = Scorer(self._recipe, self._images, self._sampler.generate)
        self._first_s = self._pace.seconds
        self._scores = {step: score for step, score in read_scores(self._run).items() if step <= self._step}
        yield self._started(resumed=resumed)
        if self._asked:
            yield SettingsChanged(self._step, self._asked, self._target)
        if not self._run.graph_file.exists():
            self._write_graph()
        if not resumed:
            yield self._sample()
        yield from self._room.prove(self._state)
        yield Preparing("Compiling the first step")
        while self._step < self._target and not self._stopping:
            yield from self._answer_all()
            if self._stopping:
                break
            yield from self._advance()
        yield from self._save()
        yield Stopped(self._step) if self._step < self._target else Finished(self._step)

    # -- one call --------------------------------------------------------------------------------------------------

    def _advance(self) -> Iterator[Event]:
        """Make one graph call, and what is due after it."""
        due = next_multiple(self._step, sample_interval(self._recipe, len(self._images)))
        warm = self._call.traces > 0
        steps = self._pace.steps(min(due, self._target) - self._step) if warm else 1
        begun, result = time.perf_counter(), None
        try:
            with placed(self._device):
                result = self._call(self._step, steps, self._target, self._rates())
        except Interrupted:
            return
        except Exception as error:
            if warm or not is_out_of_memory(error):
                raise
        if result is None:
            yield from self._refuse_batch()
            return
        self._pace.measured(time.perf_counter() - begun, steps, warm=warm)
        if not result.healthy:
            yield Diagnosed(self._step + result.steps, diverged(self._recipe, self._step + result.steps))
            raise self._diverged(self._step + result.steps)
        self._step += result.steps
        score = yield from self._score()
        sample = self._sample() if score or self._step in (due, self._target) else None
        yield self._done({**result.metrics, **(sample.metrics if sample else {}), **(score.metrics if score else {})})
        if sample:
            yield sample
        if score:
            yield Scored(self._step, score)
        if self._save_due:
            yield from self._save()

    def _score(self) -> Generator[Event, None, Score | None]:
        """Score what will be saved, answering commands all the while; a stop ends it without a score."""
        last, affords = self._step == self._target, self._scorer.affords(self._pace.seconds - self._first_s)
        if not self._scorer.is_able or not (last or (self._save_due and affords)):
            return None
        self._state.settle()
        work, begun = self._scorer.work(), time.perf_counter()
        while not self._stopping:
            with placed(self._device):
                told = next(work)
            if isinstance(told, Score):
                self._scores[self._step] = told
                return told
            if time.perf_counter() - begun > SILENCE_S:
                yield told
            yield from self._answer_all()
        return None

    def _done(self, metrics: Mapping[str, float]) -> StepsDone:
        images = images_at(self._record, self._recipe, self._step)
        return StepsDone(
            step=self._step,
            epoch=images / len(self._images),
            images=images,
            seconds=self._pace.seconds,
            pictures_per_second=self._pace.pictures_per_second,
            metrics=metrics,
        )

    def _rates(self) -> tuple[float, float, float]:
        optimizer = self._recipe.optimizer
        return (
            optimizer.generator_learning_rate,
            optimizer.discriminator_learning_rate,
            self._recipe.augmentation.strength,
        )

    def _diverged(self, step: int) -> StudioError:
        saved = self._run.checkpoint_steps()
        where = f"resume from step {saved[-1]}" if saved else "start a new run"
        return StudioError(
            f"Training diverged at step {step + 1}.",
            "A loss or a gradient is no longer a finite number; the saved weights are untouched.",
            f"Lower the learning rates and {where}.",
        )

    def _refuse_batch(self) -> Iterator[Event]:
        """Let go of what the first step left no room beside, and find out what would fit; raises `StudioError`."""
        self._control.when_urgent(lambda: None)
        del self._call, self._sampler, self._scorer, self._state
        gc.collect()
        yield from self._room.refuse()
        raise ran_out(self._recipe)  # stopped while trying: there is nothing left to save

    # -- commands --------------------------------------------------------------------------------------------------

    def _answer_all(self) -> Iterator[Event]:
        while (command := self._control.next()) is not None and not self._stopping:
            yield from self._answer(command)

    def _answer(self, command: Command) -> Iterator[Event]:
        match command:
            case Pause():
                yield from self._stand_still()
            case Stop():
                self._stopping = True
            case SaveNow():
                yield from self._save()
            case SampleNow():
                yield self._sample()
            case TakeSnapshot(raw):
                yield self._snapshot(raw=raw)
            case ChangeSettings(changes):
                yield from self._change(changes)
            case Resume():
                pass  # it was not paused

    def _stand_still(self) -> Iterator[Event]:
        yield Paused(self._step)
        yield from self._save()
        while not self._stopping:
            command = self._control.next(timeout_s=3600.0)
            if isinstance(command, Resume):
                yield Resumed(self._step)
                return
            if command is not None and not isinstance(command, Pause):
                yield from self._answer(command)

    def _change(self, changes: Mapping[str, Any]) -> Iterator[Event]:
        """Take over settings that may change while running and differ; refuse others with a warning."""
        try:
            refuse_late(changes)
            recipe = self._recipe.changed(changes)
        except StudioError as error:
            yield Warned(self._step, error.headline, error.detail, error.hint)
            return
        if not self._recipe.differences(recipe):
            return
        target = target_step(recipe, len(self._images))
        if target <= self._step:
            yield self._too_short(target, changes)
            return
        yield from self._save()
        self._recipe = recipe
        self._changes |= {key: recipe.value(key) for key in changes}
        self._saved_step = -1
        yield SettingsChanged(self._step, dict(changes), self._target)

    def _too_short(self, target: int, changes: Mapping[str, Any]) -> Warned:
        return Warned(
            self._step,
            "The length was not changed.",
            f"The run would end at step {target:,}, and step {self._step:,} is made.",
            "Choose a greater length, or stop the run.",
            {key: self._recipe.value(key) for key in changes},
        )

    # -- what is saved ---------------------------------------------------------------------------------------------

    def _save(self) -> Iterator[Event]:
        if self._step == self._saved_step:
            return
        self._state.settle()
        save_checkpoint(self._run, self._record, self._state, self._step, self._pace.seconds, self._changes)
        best = best_step(saved_scores(self._run, self._scores))
        thin_checkpoints(self._run, self._recipe.checkpoints.keep, best)
        self._saved_step, self._saved_seconds = self._step, self._pace.seconds
        yield CheckpointSaved(self._step, self._run.checkpoint_file(self._step))

    def _sample(self) -> SampleDrawn:
        self._state.settle()
        with placed(self._device):
            sample = self._sampler.draw(self._step)
        for step in to_drop(self._run.sample_steps(), self._recipe.sampling.keep):
            self._run.sample_file(step).unlink(missing_ok=True)
        return sample

    def _snapshot(self, *, raw: bool) -> Event:
        networks, data = self._recipe.networks, self._recipe.data
        self._state.settle()
        weights = self._state.snapshot_weights(raw=raw)
        graph = self._graph or self._run.graph_file.read_bytes()
        return SnapshotTaken(
            GeneratorSnapshot(
                graph=graph,
                weights=weights,
                step=self._step,
                latent_size=networks.latent_size,
                shape=data.shape,
                name=name_of(self._run),
                class_names=self._class_names,
                codes=networks.codes,
            )
        )

    def _write_graph(self) -> None:
        """Save the graph of the generator's snapshots once, so that exploring the run needs no TensorFlow."""
        if self._make_graph is None:
            return
        self._graph = self._make_graph(self._state.averaged_generator)
        write_atomically(self._run.graph_file, self._graph)

    # -- beginning -------------------------------------------------------------------------------------------------

    def _recipe_to_continue(self, loaded: Loaded | None) -> Recipe:
        """The record's recipe with the changes made while running, then those asked for now."""
        earlier = dict(loaded.header.state.get("changes", {})) if loaded else {}
        before = self._record.recipe.changed(earlier)
        recipe = before.changed(self._changes)
        self._asked = {key: new for key, (_, new) in before.differences(recipe).items()}
        self._changes = {**earlier, **self._changes}
        return recipe

    def _continue_from(self, loaded: Loaded) -> Iterator[Event]:
        for error in loaded.damaged:
            yield Warned(
                loaded.header.step, error.headline, error.detail, f"Continuing from step {loaded.header.step}."
            )
        refuse_other_recipe(self._record, loaded.header)
        self._state.load(loaded.tensors)
        self._step = self._saved_step = loaded.header.step

    def _seconds(self, loaded: Loaded | None) -> float:
        self._saved_seconds = loaded.header.seconds if loaded else 0.0
        return self._saved_seconds

    def _started(self, *, resumed: bool) -> Started:
        return Started(
            step=self._step,
            target_step=self._target,
            steps_per_epoch=steps_per_epoch(self._recipe, len(self._images)),
            batch_size=self._recipe.training.batch_size,
            device=self._device.label,
            generator_parameters=self._state.generator.count_params(),
            discriminator_parameters=self._state.discriminator.count_params(),
            resumed=resumed,
        )

    @property
    def _save_due(self) -> bool:
        return self._pace.seconds - self._saved_seconds >= self._recipe.checkpoints.interval

    @property
    def _class_names(self) -> tuple[str, ...]:
        return self._images.class_names if self._recipe.networks.conditional else ()

    @property
    def _target(self) -> int:
        return target_step(self._recipe, len(self._images))


def refuse_late(changes: Mapping[str, Any]) -> None:
    """Raise `StudioError` when a setting among the changes can only be chosen for a new run."""
    late = [setting.called for setting in map(find_setting, changes) if setting.effect == Effect.NEW_RUN]
    if late:
        raise StudioError(f"{', '.join(late)} cannot change on an existing run.", "", "Start a new run with it.")
