import signal
from pathlib import Path

import pytest

from studio.cli.display import LineDisplay
from studio.cli.following import Follower, stopping_on_interrupt
from studio.cli.outcome import outcome
from studio.core.commands import Control, Stop
from studio.core.events import (
    CheckpointSaved,
    Failed,
    Finished,
    Preparing,
    RunOpened,
    Started,
    StepsDone,
    Stopped,
    Warned,
)

STARTED = Started(
    step=0,
    target_step=100,
    steps_per_epoch=10,
    batch_size=4,
    device="CPU",
    generator_parameters=1,
    discriminator_parameters=1,
    resumed=False,
)
STEPS = StepsDone(
    step=40, epoch=4.0, images=160, seconds=1.5, pictures_per_second=1234.5, metrics={"generator_loss": 0.6931}
)


def test_follows_to_the_end_and_remembers_what_the_outcome_is_made_of(capsys):
    follower = Follower(LineDisplay(interval_s=0), Control())
    saved = CheckpointSaved(40, Path("run/checkpoints/000040.safetensors"))
    follower.follow([Preparing("Reading"), RunOpened(Path("run")), STARTED, saved, STEPS, Finished(100)])
    assert follower.folder == Path("run")
    assert follower.newest == STEPS
    assert follower.checkpoint == saved.path
    assert follower.ending == Finished(100)
    assert "Training 40 of 100, 1,234 pictures/s, generator 0.693, epoch 4.0, saved at 40" in capsys.readouterr().err


def test_warnings_are_said_and_kept(capsys):
    follower = Follower(LineDisplay(), Control())
    warned = Warned(3, "Something odd.", "This is why.", "Do that.")
    follower.follow([warned, Finished(3)])
    assert follower.warnings == [warned]
    assert "Something odd. This is why. Do that." in capsys.readouterr().err


def test_a_failed_run_tells_its_sentences_and_where_it_can_go_on():
    follower = Follower(LineDisplay(), Control())
    follower.follow([RunOpened(Path("run")), STARTED, STEPS, Failed(40, "It broke.", "Why.", "Mend it.", "the loop")])
    answer = outcome(follower)
    assert answer.exit_code == 1
    (error,) = answer.errors
    assert str(error) == "It broke. Why. Mend it."
    assert error.__notes__ == ["the loop"]
    assert isinstance(answer.document, dict)
    assert (answer.document["state"], answer.document["step"], answer.document["run"]) == ("failed", 40, Path("run"))
    assert answer.document["error"]["headline"] == "It broke."


def test_a_loop_that_failed_before_there_was_a_run_is_a_plain_refusal():
    follower = Follower(LineDisplay(), Control())
    follower.follow([Preparing("Reading"), Failed(0, "No pictures.")])
    answer = outcome(follower)
    assert (answer.exit_code, answer.text) == (1, "")
    assert answer.document == {"error": {"headline": "No pictures.", "detail": "", "hint": ""}}


def test_a_loop_stopped_before_there_was_a_run_was_interrupted():
    follower = Follower(LineDisplay(), Control())
    follower.follow([Preparing("Reading"), Stopped(0)])
    assert outcome(follower).exit_code == 130


def test_a_stopped_run_says_how_to_go_on():
    follower = Follower(LineDisplay(), Control())
    follower.follow([RunOpened(Path("my run")), STARTED, STEPS, Stopped(40)])
    answer = outcome(follower)
    assert answer.exit_code == 130
    assert isinstance(answer.document, dict)
    assert answer.document["state"] == "stopped"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_interrupt_asks_to_stop_and_the_second_ends_at_once(number):
    control = Control()
    before = signal.getsignal(number)
    with stopping_on_interrupt(control):
        signal.raise_signal(number)
        assert control.next() == Stop()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
    assert signal.getsignal(number) == before


def test_a_stop_that_was_asked_for_is_told_once(capsys):
    control = Control()
    follower = Follower(LineDisplay(), control)
    control.send(Stop())
    follower.follow([STARTED, STEPS, Finished(100)])
    assert capsys.readouterr().err.count("Stopping and saving") == 1
