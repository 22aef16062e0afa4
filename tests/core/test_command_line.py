import shlex
from enum import Enum

import pytest

from studio.core.branching import branch
from studio.core.command_line import run_command, train_command
from studio.core.errors import StudioError
from studio.core.journal import Journal
from studio.core.recipe import Recipe, all_settings, parse_assignments
from studio.core.recipe_book import built_in_recipes, load_recipe
from studio.core.run_folder import record_event
from studio.core.settings import as_text


def recipe_of(words):
    """What the command line makes of the options."""
    options = dict(zip(words[3::2], words[4::2], strict=True))
    changes = parse_assignments(value for key, value in zip(words[3::2], words[4::2], strict=True) if key == "--set")
    if "--steps" in options:
        changes |= {"training.length": options["--steps"], "training.length_unit": "steps"}
    if "--seed" in options:
        changes["training.seed"] = options["--seed"]
    return load_recipe(options["--recipe"]).changed(changes)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"training.seed": 7},
        {"training.length": 5000, "training.length_unit": "steps"},
        {"training.length": 7, "training.length_unit": "epochs"},
        {"optimizer.generator_learning_rate": 1.2345e-7, "data.background": "#ff0000", "networks.conditional": True},
    ],
)
@pytest.mark.parametrize("name", list(built_in_recipes()))
def test_the_command_says_what_differs_and_no_more(name, changes):
    recipe = load_recipe(name).changed(changes)
    words = shlex.split(train_command("it's a folder", recipe, "cpu"))
    assert words[:3] == ["gan-studio", "train", "it's a folder"]
    assert recipe_of(words).fingerprint() == recipe.fingerprint()
    assert words[words.index("--device") + 1] == "cpu"
    assert len(words) <= 7 + 2 * len(changes)


def test_a_recipe_of_ones_own_is_told_from_the_nearest_one():
    recipe = load_recipe("dcgan-64").changed({"networks.width": 24})
    words = shlex.split(train_command("demo:digits", Recipe.model_validate({**recipe.model_dump(), "name": "mine"})))
    assert words == ["gan-studio", "train", "demo:digits", "--recipe", "dcgan-64", "--set", "networks.width=24"]


NAMES = (
    "Otto/mit 'Quote', \"zwei\".png",
    "Ähre (1)/über, drei.png",
    "[alt]/x=1.png",
    "back\\slash.png",
    "zwei  Leer.png",
)
FLOATS = (0.1 + 0.2, 1.23456789e-7, 1 / 3, 0.0005, 0.5)


def values_of(setting):
    """Values a setting may have, the awkward ones."""
    match setting.default:
        case bool():
            return [True, False]
        case Enum():
            return list(setting.type)
        case int():
            low = int(setting.minimum or 0)
            return [low, low + 1, int(setting.maximum or low + 999)]
        case float():
            low, high = setting.minimum or 0.0, setting.maximum or 1e9
            return [value for value in FLOATS if low < value <= high]
        case tuple():
            return [(), NAMES[:1], NAMES]
        case _:
            return ["#12abEF"]


@pytest.mark.parametrize("setting", all_settings(), ids=lambda setting: setting.key)
def test_every_setting_comes_back_from_the_command_line_as_it_was(setting):
    values = values_of(setting)
    assert values
    for value in values:
        recipe = Recipe().changed({setting.key: value})
        words = shlex.split(train_command("demo:digits", recipe))
        assert recipe_of(words).fingerprint() == recipe.fingerprint(), value
        text = parse_assignments([f"{setting.key}={as_text(value)}"])
        assert Recipe().changed(text).value(setting.key) == recipe.value(setting.key)


@pytest.fixture
def made(linear_run):
    """A run with a checkpoint at 50 and 400, of 100 steps, whose events are to be written."""

    def make(events=(), name="run", **changes):
        run = linear_run(50, 400, name=name)
        record = run.read_record()
        length = {"training.length": 400, "training.length_unit": "steps"}
        run.write_record(record.model_copy(update={"recipe": record.recipe.changed(length | changes)}))
        with Journal(run.events_file) as journal:
            for kind, step, facts in events:
                journal.append(record_event(kind, step, **facts))
        return run

    return make


def changed(step, **changes):
    return "settings", step, {"changes": {key.replace("__", "."): value for key, value in changes.items()}}


def saved(step):
    return "checkpoint", step, {}


def commands(run):
    return [shlex.split(command) for command in run_command(run).split(" && ")]


def test_a_run_changed_while_it_ran_is_trained_in_parts(made):
    rate = changed(16, optimizer__generator_learning_rate=0.0005)
    run = made([("started", 0, {}), rate, saved(30), ("resumed", 30, {}), changed(40, augmentation__strength=0.5)])
    first, second, third = commands(run)
    again = str(run.path.with_name("run again"))
    assert first[:3] == ["gan-studio", "train", "demo:digits"]
    assert first[first.index("--steps") + 1] == "16"
    assert first[first.index("--out") + 1] == again
    rest = ["--set", "optimizer.generator_learning_rate=0.0005"]
    assert second == ["gan-studio", "resume", again, "--steps", "40", *rest]
    assert third == ["gan-studio", "resume", again, "--steps", "400", "--set", "augmentation.strength=0.5"]


def test_a_change_that_was_lost_before_it_was_saved_is_not_told(made):
    lost = changed(16, optimizer__generator_learning_rate=0.5)
    assert len(commands(made([("started", 0, {}), saved(16), lost, ("resumed", 16, {})]))) == 1


def test_ten_more_epochs_make_the_run_longer(made):
    run = made([changed(400, training__length=1400, training__length_unit="steps")])
    (command,) = commands(run)
    assert command[command.index("--steps") + 1] == "1400"


def test_where_the_learning_rate_falls_a_longer_run_has_two_ends(made):
    longer = changed(400, training__length=1400, training__length_unit="steps")
    first, second = commands(made([longer], **{"optimizer.schedule": "linear"}))
    assert first[first.index("--steps") + 1] == "400"
    assert second[3:] == ["--steps", "1400"]


def test_a_falling_learning_rate_that_was_changed_on_the_way_is_said_to_be_beyond_a_command(made):
    run = made([changed(16, optimizer__generator_learning_rate=0.5)], **{"optimizer.schedule": "cosine"})
    with pytest.raises(StudioError, match="step 16"):
        run_command(run)


def test_a_branch_is_made_from_what_its_parent_had_become(made, tmp_path):
    parent = made(name="old")
    made_branch, _ = branch(parent.path, 50, tmp_path / "new", changes={"optimizer.generator_learning_rate": 0.1})
    with Journal(made_branch.events_file) as journal:
        journal.append(record_event("settings", 80, changes={"augmentation.strength": 0.25}))
    first, second, third = commands(made_branch)
    again = str(tmp_path / "new again")
    assert first[:7] == ["gan-studio", "branch", str(parent.path), "--at", "50", "--out", again]
    assert "optimizer.generator_learning_rate=0.1" in first
    assert "training.length=80" in first
    assert second == ["gan-studio", "resume", again]
    assert third == ["gan-studio", "resume", again, "--steps", "400", "--set", "augmentation.strength=0.25"]
    parent.checkpoint_file(50).unlink()
    with pytest.raises(StudioError, match="step 50 of “old”, which is gone"):
        run_command(made_branch)
