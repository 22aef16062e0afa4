"""The command that is copied of a run makes that run: same recipe, same weights, whatever was changed on the way."""

import shlex

import numpy as np
from PIL import Image

from studio.core.branching import recipe_now
from studio.core.checkpoint_file import read_header
from studio.core.command_line import run_command
from studio.core.commands import ChangeSettings, Control
from studio.core.events import Finished, StepsDone
from studio.core.recipe_book import load_recipe
from studio.core.run_folder import RunFolder
from studio.engine.jobs import continue_run, new_run

RATE = "optimizer.generator_learning_rate"
LEFT_OUT = ("Otto Müller/a, 1.png", "d'Or/a, 2.png")
TINY = {
    "networks.width": 8,
    "training.batch_size": 4,
    "training.length": 20,
    "training.length_unit": "steps",
    "data.exclude": LEFT_OUT,
}


def pictures(folder):
    random = np.random.default_rng(0)
    for name in ("Anna", "Otto Müller", "d'Or"):
        (folder / name).mkdir(parents=True)
        for number in range(5):
            pixels = random.integers(0, 256, (28, 28), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / name / f"a, {number}.png")
    return folder


def trained(folder, out):
    """A run whose rate was changed while it ran, and that went on after its end."""
    control = Control()
    wanted = [ChangeSettings({RATE: 1 / 3000})]
    for event in new_run(str(folder), load_recipe("mlp-128").changed(TINY), out, control):
        if isinstance(event, StepsDone) and event.step >= 5 and wanted:
            control.send(wanted.pop())
    *_, ending = continue_run(out, Control(), target_step=30, changes={"augmentation.strength": 0.5})
    assert ending == Finished(30)
    return RunFolder(out)


def test_a_run_is_made_again_by_the_command_that_was_copied(gan_studio, tmp_path):
    run = trained(pictures(tmp_path / "my pictures"), tmp_path / "first run")
    for command in run_command(run).split(" && "):
        answer = gan_studio(*shlex.split(command)[1:])
        assert answer.exit_code == 0, answer.stderr
    again = RunFolder(tmp_path / "first run again")
    assert again.read_record().pictures == run.read_record().pictures == 13
    assert recipe_now(again).fingerprint() == recipe_now(run).fingerprint()
    bits = [read_header(made.checkpoint_file(30)).tensors_sha256 for made in (run, again)]
    assert bits[0] == bits[1]
