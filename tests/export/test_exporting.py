import dataclasses

import keras
import numpy as np
import pytest

from studio.core.errors import CancelledError, StudioError
from studio.core.latents import latents
from studio.core.pixels import to_uint8
from studio.engine.checkpoint import load_generator
from studio.explore.directions import Direction, write_directions
from studio.explore.session import GeneratorSession
from studio.explore.snapshots import exported_directions, open_snapshot
from studio.export import exporting, writers
from studio.export.exporting import add_graph, export_run, largest_difference
from studio.export.formats import ExportFormat, ExportIncompleteError

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"  # Keras 3.15 saving, NumPy 2
)


class Notes:
    def __init__(self, cancel_after: int = 1_000) -> None:
        self.whats: list[str] = []
        self.cancel_after = cancel_after

    def report(self, done: int, total: int, what: str) -> None:
        self.whats.append(what)

    def cancelled(self) -> bool:
        return len(self.whats) > self.cancel_after


def names(folder) -> list[str]:
    return sorted(f.name for f in folder.iterdir())


def break_format(monkeypatch, name: str, write) -> None:
    original = writers.writer

    def broken(wanted: ExportFormat) -> writers.Writer:
        made = original(wanted)
        return dataclasses.replace(made, write=write) if wanted.value == name else made

    monkeypatch.setattr(exporting, "writer", broken)


@pytest.mark.parametrize("wanted", list(ExportFormat))
def test_every_format_draws_what_the_original_draws(convolutional_run, tmp_path, wanted):
    (file,) = export_run(convolutional_run, [wanted], tmp_path / "out")
    assert file.path.name == f"roses - red-000020{wanted.ending}"
    assert file.max_difference <= 1e-4
    assert file.size > 1_000
    assert names(tmp_path / "out") == [file.path.name]
    draw = writers.writer(wanted).reopen(file.path)
    batch = latents(50, 3, 8)
    expected = keras.ops.convert_to_numpy(load_generator(convolutional_run, 20)(batch))
    np.testing.assert_allclose(draw([batch]), expected, atol=1e-4)


def test_a_given_checkpoint_is_exported(convolutional_run, tmp_path):
    (file,) = export_run(convolutional_run, [ExportFormat.ONNX], tmp_path, step=10)
    snapshot = open_snapshot(file.path)
    assert (snapshot.step, snapshot.name, snapshot.latent_size) == (10, "roses / red", 8)


def test_named_directions_travel_with_the_file(convolutional_run, tmp_path):
    kept = [Direction.along("slant", latents(5, 1, 8)[0])]
    write_directions(convolutional_run.path, kept)
    (file,) = export_run(convolutional_run, [ExportFormat.ONNX], tmp_path)
    assert exported_directions(open_snapshot(file.path)) == kept


def test_explorer_onnx_file_and_keras_agree(convolutional_run, tmp_path):
    add_graph(convolutional_run)
    (file,) = export_run(convolutional_run, [ExportFormat.ONNX], tmp_path)
    batch = latents(0, 4, 8)
    explored = GeneratorSession(open_snapshot(convolutional_run.path)).generate(batch).astype(int)
    exported = GeneratorSession(open_snapshot(file.path)).generate(batch).astype(int)
    original = to_uint8(keras.ops.convert_to_numpy(load_generator(convolutional_run)(batch))).astype(int)
    assert np.abs(explored - exported).max() <= 1
    assert np.abs(explored - original).max() <= 1


def test_exporting_again_replaces_the_earlier_files(convolutional_run, tmp_path):
    formats = [ExportFormat.ONNX, ExportFormat.SAVED_MODEL]
    first = export_run(convolutional_run, formats, tmp_path / "out")
    second = export_run(convolutional_run, formats, tmp_path / "out")
    assert [f.path for f in first] == [f.path for f in second]
    assert len(names(tmp_path / "out")) == 2


def test_one_failing_format_leaves_the_others(convolutional_run, tmp_path, monkeypatch):
    def fail(*_):
        raise ValueError("no such operation")

    break_format(monkeypatch, "onnx", fail)
    with pytest.raises(ExportIncompleteError) as caught:
        export_run(convolutional_run, [ExportFormat.ONNX, ExportFormat.KERAS], tmp_path / "out")
    assert [f.format for f in caught.value.files] == [ExportFormat.KERAS]
    assert "ONNX" in str(caught.value)
    assert "no such operation" in str(caught.value)
    assert names(tmp_path / "out") == ["roses - red-000020.keras"]


def test_a_file_that_draws_something_else_is_not_kept(convolutional_run, tmp_path, monkeypatch):
    def write_other_weights(generator, path, facts):
        other = keras.models.clone_model(generator)
        other.save(path)

    break_format(monkeypatch, "keras", write_other_weights)
    with pytest.raises(ExportIncompleteError, match="other pictures than the original"):
        export_run(convolutional_run, [ExportFormat.KERAS], tmp_path / "out")
    assert names(tmp_path / "out") == []


def test_a_stranger_s_folder_is_never_replaced(convolutional_run, tmp_path):
    stranger = tmp_path / "roses - red-000020-savedmodel"
    stranger.mkdir()
    (stranger / "novel.txt").write_text("once")
    with pytest.raises(ExportIncompleteError, match="is no export"):
        export_run(convolutional_run, [ExportFormat.SAVED_MODEL], tmp_path)
    assert (stranger / "novel.txt").read_text() == "once"


def test_nan_counts_as_infinitely_different(convolutional_run):
    assert largest_difference(
        load_generator(convolutional_run), lambda inputs: np.full((len(inputs[0]), 16, 16, 3), np.nan)
    ) == float("inf")


def test_cancelling_keeps_what_is_done(convolutional_run, tmp_path):
    notes = Notes(cancel_after=1)
    with pytest.raises(CancelledError):
        export_run(convolutional_run, [ExportFormat.KERAS, ExportFormat.ONNX], tmp_path / "out", progress=notes)
    assert names(tmp_path / "out") == ["roses - red-000020.keras"]


def test_progress_names_every_format(convolutional_run, tmp_path):
    notes = Notes()
    export_run(convolutional_run, [ExportFormat.KERAS, ExportFormat.ONNX], tmp_path, progress=notes)
    assert notes.whats == ["Loading the generator", "Exporting Keras", "Exporting ONNX", "Exported"]


def test_a_damaged_newest_checkpoint_gives_way(convolutional_run, tmp_path):
    convolutional_run.checkpoint_file(20).write_bytes(b"torn")
    (file,) = export_run(convolutional_run, [ExportFormat.KERAS], tmp_path)
    assert file.path.name == "roses - red-000010.keras"


def test_nothing_to_export(convolutional_run, tmp_path):
    with pytest.raises(StudioError, match="no checkpoint at step 15"):
        export_run(convolutional_run, [ExportFormat.KERAS], tmp_path, step=15)
    for step in (10, 20):
        convolutional_run.checkpoint_file(step).unlink()
    with pytest.raises(StudioError, match="no checkpoint to export"):
        export_run(convolutional_run, [ExportFormat.KERAS], tmp_path)


def test_a_place_that_cannot_be_written_is_a_sentence(convolutional_run, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportIncompleteError, match="Could not write"):
        export_run(convolutional_run, [ExportFormat.KERAS], tmp_path / "file")
