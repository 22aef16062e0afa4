import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from studio.core.codes import Codes
from studio.core.errors import StudioError
from studio.core.latents import latents
from studio.explore.directions import Direction, directions_json
from studio.explore.session import GeneratorSession
from studio.explore.snapshots import exported_directions, open_snapshot

CHECKOUT = Path(__file__).parents[2]


def picture(path: Path, step: int | None = None) -> np.ndarray:
    return GeneratorSession(open_snapshot(path, step)).generate(latents(3, 1, 6))


def refused(tmp_path: Path, model: onnx.ModelProto) -> str:
    file = tmp_path / "stranger.onnx"
    file.write_bytes(model.SerializeToString())
    with pytest.raises(StudioError) as caught:
        GeneratorSession(open_snapshot(file))
    return str(caught.value)


def test_a_run_opens_at_its_newest_checkpoint(linear_run):
    run = linear_run(10, 20, name="roses")
    snapshot = open_snapshot(run.path)
    assert (snapshot.step, snapshot.name, snapshot.latent_size, snapshot.shape) == (20, "roses", 6, (8, 8, 1))


def test_every_checkpoint_gives_its_own_pictures(linear_run):
    run = linear_run(10, 20)
    assert not np.array_equal(picture(run.path, 10), picture(run.path, 20))


def test_raw_weights_are_those_in_training(linear_run):
    run = linear_run(10)
    averaged, raw = (open_snapshot(run.path, raw=raw).weights["000"] for raw in (False, True))
    np.testing.assert_array_equal(raw, -averaged)


def test_a_damaged_newest_checkpoint_gives_way_to_the_one_before(linear_run):
    run = linear_run(10, 20)
    run.checkpoint_file(20).write_bytes(b"torn")
    assert open_snapshot(run.path).step == 10


def test_a_damaged_checkpoint_that_was_asked_for_is_refused(linear_run):
    run = linear_run(10, 20)
    run.checkpoint_file(20).write_bytes(b"torn")
    with pytest.raises(StudioError, match="damaged"):
        open_snapshot(run.path, 20)


def test_a_step_without_checkpoint_names_those_there_are(linear_run):
    with pytest.raises(StudioError, match="There are: 10, 20"):
        open_snapshot(linear_run(10, 20).path, 15)


def test_a_run_without_checkpoint_or_graph_says_so(linear_run):
    with pytest.raises(StudioError, match="no checkpoint yet"):
        open_snapshot(linear_run().path)
    run = linear_run(10, name="bare")
    run.graph_file.unlink()
    with pytest.raises(StudioError, match="no graph"):
        open_snapshot(run.path)


def test_a_self_contained_file_gives_the_run_s_pictures(linear_run, tmp_path, linear_model):
    run = linear_run(0)
    file = tmp_path / "generator.onnx"
    file.write_bytes(linear_model.SerializeToString())
    np.testing.assert_array_equal(picture(file), picture(run.path))


@pytest.mark.parametrize(
    ("told", "codes"), [("3,1", Codes(3, 1)), ("9,9", Codes()), ("x", Codes()), ("1,2,3", Codes()), ("-1,2", Codes())]
)
def test_a_file_tells_its_structured_codes(tmp_path, linear_model, told, codes):
    onnx.helper.set_model_props(linear_model, {"gan_studio.codes": told})
    file = tmp_path / "generator.onnx"
    file.write_bytes(linear_model.SerializeToString())
    assert open_snapshot(file).codes == codes


def test_neither_run_nor_model(tmp_path):
    with pytest.raises(StudioError, match=r"holds no \.onnx file"):
        open_snapshot(tmp_path)
    with pytest.raises(StudioError, match="not a generator"):
        open_snapshot(tmp_path / "picture.png")
    with pytest.raises(StudioError, match="cannot be read"):
        open_snapshot(tmp_path / "nowhere.onnx")


@pytest.mark.parametrize("kept", [0, 1, 40, 300])
def test_a_truncated_file_is_refused(tmp_path, linear_model, kept):
    file = tmp_path / "half.onnx"
    file.write_bytes(linear_model.SerializeToString()[:kept])
    with pytest.raises(StudioError, match=r"half\.onnx cannot be opened"):
        open_snapshot(file)


def test_weights_in_other_files_are_refused(tmp_path, linear_model):
    tensor = linear_model.graph.initializer[0]
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="../../etc/passwd")
    assert "other files" in refused(tmp_path, linear_model)


def test_constants_in_other_files_are_refused(tmp_path, linear_model):
    tensor = TensorProto(name="secret", data_type=TensorProto.FLOAT, dims=[1], data_location=TensorProto.EXTERNAL)
    linear_model.graph.node.append(helper.make_node("Constant", [], ["secret"], value=tensor))
    assert "other files" in refused(tmp_path, linear_model)


def test_loops_are_refused(tmp_path, linear_model):
    body = helper.make_graph([helper.make_node("Identity", ["a"], ["b"])], "body", [], [])
    linear_model.graph.node.append(helper.make_node("Loop", ["n", "c"], ["x"], body=body))
    assert "loops" in refused(tmp_path, linear_model)


def test_operations_from_elsewhere_are_refused(tmp_path, linear_model):
    linear_model.opset_import.append(helper.make_opsetid("com.stranger", 1))
    assert "outside the ONNX standard" in refused(tmp_path, linear_model)


def test_operations_that_do_not_exist_are_refused(tmp_path, linear_model):
    linear_model.graph.node[2].op_type = "Explode"
    assert "cannot be run" in refused(tmp_path, linear_model)


def test_a_network_that_is_no_generator_is_refused(tmp_path, linear_model):
    linear_model.graph.output[0].name = "logits"
    assert "does not turn latents into pictures" in refused(tmp_path, linear_model)


def test_pictures_of_impossible_size_are_refused(tmp_path, linear_model):
    linear_model.graph.output[0].type.tensor_type.shape.dim[1].dim_value = 1 << 20
    assert "does not turn latents into pictures" in refused(tmp_path, linear_model)


def test_huge_files_are_refused_unread(tmp_path):
    file = tmp_path / "huge.onnx"
    with file.open("wb") as stream:
        stream.truncate((1 << 30) + 1)
    with pytest.raises(StudioError, match="larger than 1 GB"):
        open_snapshot(file)


def test_exploring_loads_no_tensorflow():
    code = (
        "import sys, studio.explore.snapshots, studio.explore.session;"
        "sys.exit(any(name in sys.modules for name in ('tensorflow', 'keras', 'tf2onnx')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, check=False).returncode == 0


def packed(tmp_path, members):
    with zipfile.ZipFile(tmp_path / "package.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return tmp_path / "package.zip"


@pytest.mark.parametrize("folded", [True, False])
def test_a_package_opens_with_its_directions(tmp_path, linear_model, linear_run, folded):
    slant = Direction.along("slant", np.arange(1.0, 7.0))
    members = {
        "roses/roses-000020.onnx": linear_model.SerializeToString(),
        "roses/directions.json": directions_json([slant]).encode(),
        "roses/README.txt": b"Hello",
    }
    path = packed(tmp_path, members)
    if folded:
        zipfile.ZipFile(path).extractall(tmp_path)
        path = tmp_path / "roses"
    assert exported_directions(open_snapshot(path)) == [slant]
    np.testing.assert_array_equal(picture(path), picture(linear_run(0).path))


def test_the_newest_generator_of_a_package_is_opened(tmp_path, linear_model):
    older = linear_model.SerializeToString()
    onnx.helper.set_model_props(linear_model, {"gan_studio.step": "20"})
    path = packed(tmp_path, {"a-000010.onnx": older, "a-000020.onnx": linear_model.SerializeToString()})
    assert open_snapshot(path).step == 20


def test_damaged_and_empty_packages_are_refused(tmp_path, linear_model):
    whole = packed(tmp_path, {"a.onnx": linear_model.SerializeToString()}).read_bytes()
    half = tmp_path / "half.zip"
    for content in (b"PK", whole[:-40], whole[: len(whole) // 2], whole[:60] + b"\0" * 60 + whole[120:]):
        half.write_bytes(content)
        with pytest.raises(StudioError, match=r"cannot be opened as a generator"):
            open_snapshot(half)
    with pytest.raises(StudioError, match=r"holds no \.onnx file"):
        open_snapshot(packed(tmp_path, {"novel.txt": b"once"}))


def test_a_package_that_unpacks_to_more_than_a_generator_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("studio.explore.packages.LARGEST_FILE", 1 << 16)
    with pytest.raises(StudioError, match="larger than 1 GB"):
        open_snapshot(packed(tmp_path, {"bomb.onnx": b"\0" * (1 << 17)}))
