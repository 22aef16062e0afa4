import io

from rich.console import Console

from studio.cli.display import BarDisplay, LineDisplay, open_display, progress_bar


def test_lines_tell_the_amount_and_the_facts(capsys):
    display = LineDisplay(interval_s=0)
    display.report(0, 0, "Reading")
    display.report(1500, 3000, "Reading")
    display.report(10, 20, "Training", "5 pictures/s")
    assert capsys.readouterr().err.splitlines() == [
        "Reading",
        "Reading 1,500 of 3,000",
        "Training 10 of 20, 5 pictures/s",
    ]


def test_lines_come_at_intervals_but_new_work_is_told_at_once(capsys):
    display = LineDisplay(interval_s=3600)
    for done in range(100):
        display.report(done, 100, "Reading")
    display.report(0, 10, "Training")
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_without_a_terminal_lines_go_to_stderr_and_nothing_to_stdout(capsys):
    with open_display() as display:
        display.report(1, 2, "Reading")
        display.say("A sentence that stays.")
        assert not display.cancelled()
    said = capsys.readouterr()
    assert said.err.splitlines() == ["Reading 1 of 2", "A sentence that stays."]
    assert said.out == ""


def test_a_terminal_gets_one_bar_at_a_time_and_keeps_what_was_said():
    written = io.StringIO()
    console = Console(file=written, force_terminal=True, width=120)
    with progress_bar(console) as progress:
        display = BarDisplay(progress)
        display.report(0, 0, "Reading")
        display.report(40, 100, "Training", "9 pictures/s")
        display.say("[not markup]")
        assert [task.description for task in progress.tasks] == ["Training"]
        assert progress.tasks[0].percentage == 40
        progress.refresh()
    assert "9 pictures/s" in written.getvalue()
    assert "[not markup]" in written.getvalue()
