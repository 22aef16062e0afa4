"""Classes: sizes that differ, too few pictures, folders in folders and pictures beside them, each with its fix."""

from collections import Counter

import numpy as np
import pytest

from studio.core.recipe import Recipe
from studio.core.sections.data import DataSettings
from studio.data.doctor.class_checks import class_findings
from studio.data.doctor.finding import Finding, Kind
from studio.data.doctor.record import PictureRecord
from studio.data.selection import classes_of, excluded_by, select


def names_in(**folders: int) -> list[str]:
    return [f"{folder.replace('__', '/')}/{number}.png" for folder, count in folders.items() for number in range(count)]


def found(names: list[str], **settings: object) -> dict[Kind, Finding]:
    chosen = DataSettings.model_validate(settings)
    is_excluded = excluded_by(chosen)
    return {f.kind: f for f in class_findings([n for n in names if not is_excluded(n)], chosen)}


def record(name: str) -> PictureRecord:
    return PictureRecord(name, 1, name, width=32, height=32, look_hash="0" * 64)


CASES = {
    "imbalance": (names_in(cats=90, dogs=25), Kind.IMBALANCE),
    "a small class": (names_in(cats=30, dogs=30, newts=5), Kind.SMALL_CLASSES),
    "only small classes": (names_in(cats=5, dogs=5), Kind.SMALL_CLASSES),
    "inner folders": (names_in(cats=20, dogs__small=20, dogs__large=20), Kind.NESTED_FOLDERS),
    "one folder around all": (names_in(all__cats=20, all__dogs=20), Kind.NESTED_FOLDERS),
    "few beside the classes": ([*names_in(cats=20, dogs=20), "cover.png"], Kind.LOOSE_PICTURES),
    "many beside the classes": ([*names_in(cats=20, dogs=20), *(f"{n}.png" for n in range(50))], Kind.LOOSE_PICTURES),
    "small inner classes": (names_in(a__cats=30, b__dogs=30, b__newts=5), Kind.NESTED_FOLDERS),
}


@pytest.mark.parametrize("case", CASES)
def test_trouble_with_classes_is_found_and_its_fix_mends_it(case):
    names, kind = CASES[case]
    finding = found(names)[kind]
    assert finding.fix is not None
    mended = Recipe().changed(finding.fix.applied_to(DataSettings())).data
    assert kind not in found(names, **mended.model_dump())


def test_small_inner_classes_are_left_out_file_by_file():
    names = names_in(a__cats=30, a__cats__newts=5, b__dogs=30)
    fix = found(names, classes="innermost_folders")[Kind.SMALL_CLASSES].fix
    assert fix is not None
    assert set(fix.exclude) == set(names_in(a__cats__newts=5))


def test_folders_that_are_no_classes_raise_no_question():
    assert found(names_in(cats=500, dogs__inner=3), classes="none") == {}


def test_one_folder_of_pictures_has_no_classes_and_nothing_to_mend():
    assert found(names_in(cats=50)) == {}
    assert found([f"{n}.png" for n in range(9)]) == {}


@pytest.mark.parametrize(
    ("classes", "expected"), [("outermost_folders", ("a", "b")), ("innermost_folders", ("x", "y"))]
)
def test_labels_follow_the_folders(classes, expected):
    labels, names = classes_of(["a/x/1.png", "a/y/2.png", "b/x/3.png"], DataSettings(classes=classes).classes)
    assert names == expected
    assert labels is not None
    assert labels.tolist() == ([0, 0, 1] if classes == "outermost_folders" else [0, 1, 0])


@pytest.mark.parametrize(("balance", "sizes"), [("none", (7, 3)), ("oversample", (7, 7)), ("undersample", (3, 3))])
def test_balancing_makes_classes_equal(balance, sizes):
    selection = select([record(name) for name in names_in(cats=7, dogs=3)], DataSettings(balance=balance))
    assert selection.labels is not None
    counts = Counter(selection.labels.tolist())
    assert (counts[0], counts[1]) == sizes
    assert np.all(np.diff(selection.rows) >= 0)
    np.testing.assert_array_equal(selection.labels, (selection.rows >= 7).astype(np.int32))


def test_a_folder_is_left_out_whole_and_its_namesakes_are_not():
    is_excluded = excluded_by(DataSettings(exclude=("cats", "dogs/1.png")))
    names = [
        "cats/0.png",
        "cats/inner/0.png",
        "cats.png",
        "catsuit/0.png",
        "dogs/1.png",
        "dogs/10.png",
        "more/cats/0.png",
    ]
    assert [is_excluded(name) for name in names] == [True, True, False, False, True, False, False]
