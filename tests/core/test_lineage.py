from studio.core.library import summarise
from studio.core.lineage import family_of
from studio.core.notes import rename
from studio.core.run_folder import Lineage


def library(linear_run, **parents):
    """Make runs; each value is (parent, step) or None."""
    made = []
    for name, origin in parents.items():
        run = linear_run(1, name=name)
        lineage = Lineage(run=origin[0], step=origin[1]) if origin else None
        run.write_record(run.read_record().model_copy(update={"name": name, "branched_from": lineage}))
        made.append(run)
    return made


def seen(runs, name):
    summaries = {run.path.name: summarise(run) for run in runs}
    family = family_of(summaries[name], list(summaries.values()))
    return [(r.name, r.step, r.branches) for r in family.ancestors], [(r.name, r.step) for r in family.children]


def test_ancestors_and_children_are_found_in_order(linear_run):
    runs = library(linear_run, oak=None, twig=("oak", 40), leaf=("twig", 90), bud=("twig", 60), stone=None)
    assert seen(runs, "leaf") == ([("oak", 40, 1), ("twig", 90, 2)], [])
    assert seen(runs, "twig") == ([("oak", 40, 1)], [("bud", 60), ("leaf", 90)])
    assert seen(runs, "stone") == ([], [])


def test_relatives_are_called_as_people_call_them_and_those_that_are_gone_are_named(linear_run):
    runs = library(linear_run, twig=("oak", 40), leaf=("twig", 90))
    rename(runs[0], "The twig")
    assert seen(runs, "leaf") == ([("oak", 40, 0), ("The twig", 90, 1)], [])


def test_runs_that_claim_each_other_do_not_go_on_for_ever(linear_run):
    runs = library(linear_run, hen=("egg", 1), egg=("hen", 2))
    assert seen(runs, "hen") == ([("egg", 1, 1)], [("egg", 2)])
