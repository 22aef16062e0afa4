"""`auto` is settled once, by what the processor says of itself, and a run keeps it."""

import pytest

from studio.core.branching import branch
from studio.core.commands import Control
from studio.core.events import Finished
from studio.core.recipe_book import load_recipe
from studio.core.run_folder import RunFolder
from studio.core.sections.training import Precision
from studio.engine import precision, processor
from studio.engine.devices import choose_device
from studio.engine.jobs import continue_run, new_run


@pytest.mark.parametrize(
    ("says", "settled"),
    [
        ("processor : 0\nflags\t\t: fpu sse avx512f avx512_bf16 xsave\n", "bfloat16"),
        ("processor : 0\nflags\t\t: fpu sse avx2\n", "float32"),
        ("processor : 0\nFeatures\t: fp asimd bf16\n", "bfloat16"),
        (None, "float32"),
    ],
)
def test_the_processor_decides(says, settled, tmp_path, monkeypatch):
    if says is not None:
        (tmp_path / "cpuinfo").write_text(says)
    monkeypatch.setattr(processor, "CPUINFO", tmp_path / "cpuinfo")
    recipe = load_recipe("dcgan-28").changed({"training.precision": "auto"})
    assert precision.settle_precision(recipe, choose_device("cpu")).training.precision == settled


def test_what_was_chosen_stays():
    recipe = load_recipe("dcgan-28").changed({"training.precision": "bfloat16"})
    assert precision.settle_precision(recipe, choose_device("cpu")) is recipe


def test_a_run_keeps_what_was_settled(pictures, recipe, tmp_path, collect):
    collect(new_run(str(pictures), recipe.changed({"training.precision": "auto"}), tmp_path / "run", Control()))
    kept = RunFolder(tmp_path / "run").read_record().recipe.training.precision
    assert kept in (Precision.FLOAT32, Precision.BFLOAT16)


def test_a_branch_that_leaves_it_to_the_machine_keeps_what_is_settled(pictures, recipe, tmp_path, collect):
    collect(new_run(str(pictures), recipe, tmp_path / "old", Control(), device="cpu"))
    made, _ = branch(tmp_path / "old", 12, tmp_path / "new", changes={"training.precision": "auto"})
    assert collect(continue_run(made.path, Control(), target_step=14))[-1] == Finished(14)
    settled = precision.settle_precision(made.read_record().recipe, choose_device("cpu"))
    assert made.read_record().recipe == settled
    assert settled.training.precision != Precision.AUTO
    assert collect(continue_run(made.path, Control(), target_step=16))[-1] == Finished(16)
