import pytest

from studio.core.errors import StudioError
from studio.core.library import RunState, summarise
from studio.core.notes import notes_file, rename, set_tags
from studio.core.run_search import matches


def test_a_run_is_renamed_and_tagged_without_touching_its_record(linear_run):
    run = linear_run(name="2026-11-20 roses")
    before = run.record_file.read_bytes()
    assert (summarise(run).name, summarise(run).tags) == ("2026-11-20 roses", ())
    rename(run, "  Red   roses ")
    set_tags(run, "best, #for the show, best,")
    assert (summarise(run).name, summarise(run).tags) == ("Red roses", ("best", "for-the-show"))
    assert run.record_file.read_bytes() == before


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_name_has_to_be_one(linear_run, name):
    run = linear_run()
    with pytest.raises(StudioError, match="1 to 120"):
        rename(run, name)
    assert not notes_file(run).exists()


def test_damaged_notes_do_not_hide_a_run(linear_run):
    run = linear_run(name="roses")
    notes_file(run).write_text("{")
    assert summarise(run).name == "roses"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("ros", True),
        ("ROSES new", True),
        ("digits", True),
        ("#best", True),
        ("#bes", False),
        ("best", True),
        ("roses tulips", False),
    ],
)
def test_runs_are_found_by_all_words(linear_run, query, found):
    run = linear_run(name="Roses")
    set_tags(run, "best")
    summary = summarise(run)
    assert summary.state == RunState.NEW
    assert matches(summary, query) is found
