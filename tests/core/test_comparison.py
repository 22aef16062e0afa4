from dataclasses import replace

import numpy as np

from studio.core.checkpoint_file import read_checkpoint, write_checkpoint
from studio.core.comparison import read_for_comparison, recipe_differences, run_differences
from studio.core.journal import Journal
from studio.core.recipe import Recipe
from studio.core.run_folder import record_event


def test_only_settings_that_differ_are_told():
    first, second = Recipe(), Recipe().changed({"training.batch_size": 16, "training.seed": 9})
    told = {row.setting.key: row.values for row in recipe_differences([first, second, first])}
    assert set(told) == {"training.batch_size", "training.seed"}
    assert told["training.seed"] == (first.training.seed, 9, first.training.seed)
    assert recipe_differences([first, first]) == []


def test_grids_are_found_by_step_pictures_and_time(linear_run):
    run = linear_run()
    with Journal(run.metrics_file) as metrics:
        for step in range(0, 101, 10):
            metrics.append({"step": step, "images": step * 8, "seconds": step / 4})
    with Journal(run.events_file) as events:
        for step in (0, 50, 100):
            run.sample_file(step).write_bytes(b"")
            events.append(record_event("sample", step, rows=2, columns=3))
    read = read_for_comparison(run)
    assert read.grids == {0: (2, 3), 50: (2, 3), 100: (2, 3)}
    for axis, places in (
        ("step", (0, 49, 50, 99, 500)),
        ("images", (0, 399, 400, 799, 9e9)),
        ("seconds", (0, 12, 12.5, 24, 99)),
    ):
        assert [read.grid_at(place, axis) for place in places] == [0, 0, 50, 50, 100], axis
    assert np.array_equal(read.history.column("step"), np.arange(0, 101, 10))


def test_a_run_without_grids_has_none(linear_run):
    assert read_for_comparison(linear_run()).grid_at(5, "seconds") is None


def test_runs_are_compared_as_they_were_trained_not_as_they_began(linear_run):
    runs = [linear_run(10, name=name) for name in ("plain", "changed")]
    with Journal(runs[1].events_file) as events:
        events.append(record_event("settings", 16, changes={"augmentation.strength": 0.5}))
    header, tensors = read_checkpoint(runs[1].checkpoint_file(10))
    changed = replace(header, state={"changes": {"augmentation.strength": 0.5}})
    write_checkpoint(runs[1].checkpoint_file(10), changed, tensors)
    (row,) = run_differences([read_for_comparison(run) for run in runs])
    assert (row.setting.key, row.values, row.changed_at) == ("augmentation.strength", (1.0, 0.5), (None, 16))
