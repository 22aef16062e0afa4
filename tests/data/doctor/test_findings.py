"""Each kind of trouble is found, named with its count, and no longer reported once its fix is in the recipe."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.core.progress import Quiet
from studio.core.recipe import Recipe, parse_assignments
from studio.core.sections.data import DataSettings
from studio.data.doctor.examination import Examination, examine
from studio.data.doctor.finding import Finding, Kind, Severity, mended
from studio.data.sources import open_images

RECIPE = Recipe().changed({"data.width": 32, "data.height": 32, "data.colour": "colour"})


def scene(seed: int, width: int = 64, height: int = 64) -> Image.Image:
    """A picture in colour unlike that of any other seed."""
    coarse = np.random.default_rng(seed).integers(0, 256, (8, 8, 3), np.uint8)
    return Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)


def fill(folder: Path, count: int = 24, start: int = 0) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(start, start + count):
        scene(seed).save(folder / f"{seed:03d}.png")
    return folder


def see(folder: Path, recipe: Recipe = RECIPE) -> Examination:
    return examine(str(folder), recipe.data, Quiet())


def only(found: Examination, kind: Kind) -> Finding:
    (finding,) = [finding for finding in found.findings if finding.kind == kind]
    return finding


def kinds(found: Examination) -> set[Kind]:
    return {finding.kind for finding in found.findings}


def clear(image: Image.Image) -> Image.Image:
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    return image


def write_unreadable(folder: Path) -> None:
    (folder / "text.png").write_text("no picture")
    (folder / "empty.jpg").write_bytes(b"")


def write_truncated(folder: Path) -> None:
    buffer = io.BytesIO()
    scene(900).save(buffer, "JPEG")
    (folder / "cut.jpg").write_bytes(buffer.getvalue()[: len(buffer.getvalue()) // 2])


def write_duplicates(folder: Path) -> None:
    (folder / "copy.png").write_bytes((folder / "003.png").read_bytes())


def write_near_duplicates(folder: Path) -> None:
    scene(3).save(folder / "again.jpg", quality=70)
    scene(4).resize((48, 48)).save(folder / "smaller.png")


def write_small(folder: Path) -> None:
    scene(901, 20, 20).save(folder / "small.png")
    scene(902, 64, 16).save(folder / "low.png")


def write_extreme(folder: Path) -> None:
    scene(903, 200, 64).save(folder / "wide.png")
    scene(904, 64, 160).save(folder / "tall.png")


def write_unusual(folder: Path) -> None:
    scene(905, 900, 900).save(folder / "scan.png")


def write_uniform(folder: Path) -> None:
    Image.new("RGB", (64, 64), (200, 60, 60)).save(folder / "red.png")


def write_grey(folder: Path) -> None:
    scene(906).convert("L").save(folder / "grey.png")


CASES: dict[Kind, tuple[Callable[[Path], None], set[str]]] = {
    Kind.UNREADABLE: (write_unreadable, {"text.png", "empty.jpg"}),
    Kind.TRUNCATED: (write_truncated, {"cut.jpg"}),
    Kind.EXACT_DUPLICATES: (write_duplicates, {"003.png", "copy.png"}),
    Kind.NEAR_DUPLICATES: (write_near_duplicates, {"003.png", "again.jpg", "004.png", "smaller.png"}),
    Kind.TOO_SMALL: (write_small, {"small.png", "low.png"}),
    Kind.EXTREME_ASPECT: (write_extreme, {"wide.png", "tall.png"}),
    Kind.UNUSUAL_SIZE: (write_unusual, {"scan.png"}),
    Kind.ALMOST_UNIFORM: (write_uniform, {"red.png"}),
    Kind.MIXED_COLOUR: (write_grey, {"grey.png"}),
}


@pytest.mark.parametrize("kind", CASES, ids=lambda kind: kind.value)
def test_trouble_is_found_and_its_fix_mends_it(tmp_path, kind):
    write, files = CASES[kind]
    assert kind not in kinds(see(fill(tmp_path)))
    write(tmp_path)
    finding = only(see(tmp_path), kind)
    assert set(finding.files) == files
    assert finding.fix is not None
    assert kind not in kinds(see(tmp_path, RECIPE.changed(finding.fix.applied_to(RECIPE.data))))


@pytest.mark.parametrize("kind", CASES, ids=lambda kind: kind.value)
def test_a_fix_as_text_is_the_same_change(tmp_path, kind):
    CASES[kind][0](fill(tmp_path))
    fix = only(see(tmp_path), kind).fix
    assert fix is not None
    written = RECIPE.changed(parse_assignments(fix.assignments(RECIPE.data)))
    assert written == RECIPE.changed(fix.applied_to(RECIPE.data))


def test_files_are_never_changed_by_looking_or_mending(tmp_path):
    fill(tmp_path)
    for write, _ in CASES.values():
        write(tmp_path)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    mended_recipe = mended(RECIPE, see(tmp_path).findings)
    open_images(str(tmp_path), mended_recipe.data)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()} == before


def test_a_fix_keeps_what_was_left_out_before(tmp_path):
    write_uniform(fill(tmp_path))
    recipe = RECIPE.changed({"data.exclude": ("000.png",)})
    fix = only(see(tmp_path, recipe), Kind.ALMOST_UNIFORM).fix
    assert fix is not None
    assert recipe.changed(fix.applied_to(recipe.data)).data.exclude == ("000.png", "red.png")


def test_every_mended_selection_is_another_training_set(tmp_path):
    write_duplicates(fill(tmp_path))
    write_small(tmp_path)
    changes = [{}, {"data.duplicates": "drop_exact"}, {"data.minimum_side": 26}, {"data.exclude": "001.png"}]
    opened = [open_images(str(tmp_path), RECIPE.changed(change).data) for change in changes]
    assert [len(images) for images in opened] == [27, 26, 25, 26]
    assert len({images.fingerprint for images in opened}) == 4


def test_the_first_of_duplicates_is_the_one_that_is_kept(tmp_path):
    write_near_duplicates(fill(tmp_path))
    finding = only(see(tmp_path), Kind.NEAR_DUPLICATES)
    assert finding.groups == (("003.png", "again.jpg"), ("004.png", "smaller.png"))
    names = open_images(str(tmp_path), RECIPE.changed({"data.duplicates": "drop_near"}).data).names
    assert names == tuple(f"{seed:03d}.png" for seed in range(24))


def test_handwritten_digits_are_not_called_near_duplicates(digits_folder):
    found = examine(str(digits_folder / "1"), DataSettings(), Quiet())
    assert not kinds(found) & {Kind.NEAR_DUPLICATES, Kind.EXACT_DUPLICATES, Kind.ALMOST_UNIFORM}


def test_many_wide_pictures_are_padded_rather_than_left_out(tmp_path):
    fill(tmp_path, 12)
    for seed in range(950, 960):
        scene(seed, 180, 64).save(tmp_path / f"{seed}.png")
    scene(970, 400, 64).save(tmp_path / "banner.png")
    fix = only(see(tmp_path), Kind.EXTREME_ASPECT).fix
    assert fix is not None
    assert fix.applied_to(RECIPE.data) == {"data.fit": "pad", "data.exclude": ("banner.png",)}
    assert Kind.EXTREME_ASPECT not in kinds(see(tmp_path, RECIPE.changed(fix.applied_to(RECIPE.data))))


def test_when_most_are_small_smaller_pictures_are_trained(tmp_path):
    fill(tmp_path)
    recipe = RECIPE.changed({"data.width": 128, "data.height": 128})
    fix = only(see(tmp_path, recipe), Kind.TOO_SMALL).fix
    assert fix is not None
    smaller = recipe.changed(fix.applied_to(recipe.data))
    assert (smaller.data.width, smaller.data.height) == (64, 64)
    assert Kind.TOO_SMALL not in kinds(see(tmp_path, smaller))


def test_mostly_grey_pictures_are_all_made_grey(tmp_path):
    fill(tmp_path, 4)
    for seed in range(10, 30):
        scene(seed).convert("L").save(tmp_path / f"{seed:03d}.png")
    fix = only(see(tmp_path), Kind.MIXED_COLOUR).fix
    assert fix is not None
    assert fix.applied_to(RECIPE.data) == {"data.colour": "grey"}
    found = see(tmp_path, RECIPE.changed({"data.colour": "grey"}))
    assert not kinds(found) & {Kind.MIXED_COLOUR, Kind.COLOUR_LOST}


def test_colours_that_a_grey_recipe_drops_are_noted(tmp_path):
    finding = only(see(fill(tmp_path), RECIPE.changed({"data.colour": "grey"})), Kind.COLOUR_LOST)
    assert (finding.severity, len(finding.files)) == (Severity.NOTE, 24)
    assert finding.fix is not None
    assert finding.fix.changes == {"data.colour": "colour"}


def test_transparency_is_noted_and_can_be_kept(tmp_path):
    for seed in range(6):
        clear(scene(seed)).save(tmp_path / f"{seed}.png")
    fix = only(see(tmp_path), Kind.TRANSPARENT).fix
    assert fix is not None
    assert Kind.TRANSPARENT not in kinds(see(tmp_path, RECIPE.changed(fix.applied_to(RECIPE.data))))


def test_wrong_extensions_are_noted_both_ways(tmp_path):
    fill(tmp_path, 4)
    (tmp_path / "000.png").rename(tmp_path / "really a png.jpg")
    scene(907).convert("RGB").save(tmp_path / "really a jpeg.png", "JPEG")
    finding = only(see(tmp_path), Kind.WRONG_EXTENSION)
    assert set(finding.files) == {"really a png.jpg", "really a jpeg.png"}
    assert (finding.severity, finding.fix) == (Severity.NOTE, None)


def test_too_few_pictures_are_a_problem_and_few_a_warning(tmp_path):
    few = only(see(fill(tmp_path, 3)), Kind.TOO_FEW)
    assert (few.severity, see(tmp_path).is_trainable) == (Severity.PROBLEM, False)
    found = see(fill(tmp_path, 30))
    assert (only(found, Kind.TOO_FEW).severity, found.is_trainable) == (Severity.WARNING, True)


def test_findings_come_with_the_worst_first(tmp_path):
    write_duplicates(fill(tmp_path))
    write_truncated(tmp_path)
    write_unusual(tmp_path)
    severities = [finding.severity for finding in see(tmp_path).findings]
    assert severities == sorted(severities, key=list(Severity).index)
    assert set(severities) == set(Severity)
