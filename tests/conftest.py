"""What every test gets: Qt off-screen, a home of its own, no thread left behind; and what several folders share.

Shared are real pictures, where there are some, and a small generator, as a snapshot and as a run.
"""

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from studio.core.checkpoint_file import CheckpointHeader, write_checkpoint
from studio.core.recipe import Recipe
from studio.core.run_folder import RunFolder, RunRecord, create_run, now
from studio.core.snapshot import GeneratorSnapshot

SIZE, SHAPE = 6, (8, 8, 1)
ENDING_TIME_S = 5.0
WINDOWS = Path(__file__).parent / "ui"
_home = pytest.StashKey[tempfile.TemporaryDirectory[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Set the environment before anything imports Qt or TensorFlow."""
    config.stash[_home] = tempfile.TemporaryDirectory(prefix="gan-studio-tests-")
    os.environ["GAN_STUDIO_HOME"] = config.stash[_home].name
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the home."""
    config.stash[_home].cleanup()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a window's test a second chance: it meets real threads and real time, on machines that do other work too.

    A rerun is counted in the summary, so that a test that needs one does not go unnoticed.
    """
    for item in items:
        if WINDOWS in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(autouse=True)
def _no_thread_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [thread.name for thread in threading.enumerate() if thread not in before and not _ends(thread)]
    if "qapp" in request.fixturenames:
        left += _qt_threads_left()
    assert not left, f"threads left behind: {', '.join(left)}"


@pytest.fixture(scope="session")
def digits_folder() -> Path:
    """Real handwritten digits, 28x28 grey, one folder per class."""
    return _real_pictures("mnist/train")


@pytest.fixture(scope="session")
def paintings_folder() -> Path:
    """Real paintings of every size and format, some of them named wrongly."""
    return _real_pictures("paintings")


@pytest.fixture(scope="session")
def linear_snapshot() -> GeneratorSnapshot:
    """tanh(latents @ weight + bias) as 8x8 grey pictures; six latent coordinates."""
    return GeneratorSnapshot(linear_graph(), linear_weights(seed=0), 100, SIZE, SHAPE, "linear")


@pytest.fixture
def linear_run(tmp_path) -> Callable[..., RunFolder]:
    """Make a run with a checkpoint of that generator at each of the steps; weights differ from step to step."""

    def make(*steps: int, name: str = "run", changes: Mapping[str, object] | None = None) -> RunFolder:
        size = {"data.width": 8, "data.height": 8, "networks.latent_size": SIZE}
        recipe = Recipe().changed({**size, **(changes or {})})
        record = RunRecord(
            name=name, created=now(), recipe=recipe, source="demo:digits", data_fingerprint="0" * 64, pictures=100
        )
        run = create_run(tmp_path / name, record)
        run.graph_file.write_bytes(linear_graph())
        for step in steps:
            save_linear_checkpoint(run.checkpoint_file(step), step)
        return run

    return make


def linear_graph() -> bytes:
    height, width, channels = SHAPE
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["latents", "000"], ["product"]),
            helper.make_node("Add", ["product", "001"], ["sum"]),
            helper.make_node("Tanh", ["sum"], ["flat"]),
            helper.make_node("Reshape", ["flat", "shape"], ["images"]),
        ],
        "linear",
        [
            helper.make_tensor_value_info("latents", TensorProto.FLOAT, ["n", SIZE]),
            helper.make_tensor_value_info("000", TensorProto.FLOAT, [SIZE, height * width * channels]),
            helper.make_tensor_value_info("001", TensorProto.FLOAT, [height * width * channels]),
        ],
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, ["n", *SHAPE])],
        [helper.make_tensor("shape", TensorProto.INT64, [4], [-1, *SHAPE])],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8).SerializeToString()


def linear_weights(seed: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    outputs = int(np.prod(SHAPE))
    weight = random.normal(0.0, 0.4, (SIZE, outputs)).astype(np.float32)
    return {"000": weight, "001": random.normal(0.0, 0.2, outputs).astype(np.float32)}


def save_linear_checkpoint(path: Path, step: int) -> None:
    header = CheckpointHeader(step, 1.0, "recipe", "data", {})
    weights = linear_weights(seed=step)
    averaged = {f"averaged_generator/{k}:dense/w": v for k, v in weights.items()}
    raw = {f"generator/{k}:dense/w": -v for k, v in weights.items()}
    write_checkpoint(path, header, averaged | raw)


def exported(snapshot: GeneratorSnapshot) -> onnx.ModelProto:
    """The snapshot as one self-contained ONNX model."""
    model = onnx.ModelProto.FromString(snapshot.graph)
    del model.graph.input[1:]
    model.graph.initializer.extend(onnx.numpy_helper.from_array(v, k) for k, v in snapshot.weights.items())
    return model


@pytest.fixture
def linear_model(linear_snapshot) -> onnx.ModelProto:
    """The linear generator as one self-contained ONNX model, to be changed at will."""
    return exported(linear_snapshot)


def _ends(thread: threading.Thread) -> bool:
    """Whether the thread is over soon; one that C++ started (Qt, TensorFlow) cannot be joined and is not counted."""
    if type(thread).__name__ == "_DummyThread":
        return True
    pause, end = threading.Event(), time.monotonic() + ENDING_TIME_S
    while thread.ident is None and time.monotonic() < end:  # listed, but not started yet: it cannot be joined
        pause.wait(0.01)
    if thread.ident is not None:
        thread.join(ENDING_TIME_S)
    return not thread.is_alive()


def _qt_threads_left() -> list[str]:
    """Name the Qt threads that do not end."""
    from PySide6.QtCore import QThread, QThreadPool
    from shiboken6 import getAllValidWrappers

    grace_ms = int(ENDING_TIME_S * 1000)
    pool = [] if QThreadPool.globalInstance().waitForDone(grace_ms) else ["QThreadPool"]
    threads = [thing for thing in getAllValidWrappers() if isinstance(thing, QThread)]
    own = [thread for thread in threads if thread is not QThread.currentThread()]
    return pool + [type(thread).__name__ for thread in own if not thread.wait(grace_ms)]


def _real_pictures(name: str) -> Path:
    given = os.environ.get("GAN_STUDIO_TEST_DATA")
    root = Path(given) if given else Path(__file__).parents[2] / "shared" / "data"
    folder = root / name
    if not folder.is_dir():
        pytest.skip(f"no real pictures at {folder}")
    return folder


@pytest.fixture
def convolutional_run(tmp_path) -> RunFolder:
    """Make a run that TensorFlow can load: 16x16 colour pictures, checkpoints of differing weights at 10 and 20."""
    from studio.engine.networks.registry import build_generator  # imports TensorFlow, which few tests need

    recipe = Recipe().changed(
        {"data.width": 16, "data.height": 16, "data.colour": "colour", "networks.latent_size": 8, "networks.width": 4}
    )
    record = RunRecord(
        name="roses / red", created=now(), recipe=recipe, source="demo:digits", data_fingerprint="0" * 64, pictures=9
    )
    run = create_run(tmp_path / "run", record)
    shapes = {f"averaged_generator/{i:03d}:{w.path}": w.shape for i, w in enumerate(build_generator(recipe).weights)}
    for step in (10, 20):
        random = np.random.default_rng(step)
        tensors = {name: random.uniform(0.05, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}
        write_checkpoint(run.checkpoint_file(step), CheckpointHeader(step, 1.0, "recipe", "data", {}), tensors)
    return run
