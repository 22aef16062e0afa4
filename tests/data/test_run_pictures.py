"""What changed since a run was made is named, and its pictures are kept as they were."""

import pytest
from PIL import Image

from studio.core.errors import StudioError
from studio.core.recipe import Recipe
from studio.core.run_folder import RunRecord, create_run, now
from studio.data.prepared.store import clear, prepared_sets
from studio.data.run_pictures import (
    are_kept,
    keep_pictures,
    picture_changes,
    pictures_as_they_were,
    pictures_of_run,
    refuse_other_pictures,
)
from studio.data.sources import open_images

RECIPE = Recipe().changed({"data.width": 16, "data.height": 16})


def draw(folder, **levels):
    folder.mkdir(exist_ok=True)
    for name, level in levels.items():
        Image.new("L", (20, 20), level).save(folder / f"{name}.png")
    return folder


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_HOME", str(tmp_path / "home"))
    return draw(tmp_path / "pictures", a=10, b=20, c=30, d=40, e=50, f=60)


@pytest.fixture
def run(tmp_path, folder):
    images = open_images(str(folder), RECIPE.data)
    record = RunRecord(
        name="run",
        created=now(),
        recipe=RECIPE,
        source=images.source,
        data_fingerprint=images.fingerprint,
        pictures=len(images),
    )
    run = create_run(tmp_path / "run", record)
    keep_pictures(run, images)
    return run


def test_nothing_is_told_while_nothing_changed(run):
    assert picture_changes(run, run.read_record()) is None


def test_added_removed_and_changed_files_are_named(run, folder):
    draw(folder, a=11, g=70, h=80)
    (folder / "b.png").unlink()
    changes = picture_changes(run, run.read_record())
    assert (changes.added, changes.removed, changes.changed) == (("g.png", "h.png"), ("b.png",), ("a.png",))
    assert changes.pictures == 7
    expected = "Since then: 2 added (g.png, h.png), 1 removed (b.png), 1 changed (a.png)."
    assert changes.sentence == expected


def test_the_pictures_are_there_as_they_were_even_without_their_folder(run, folder):
    before = open_images(str(folder), RECIPE.data).images.tolist()
    for file in folder.iterdir():
        file.unlink()
    clear()
    assert are_kept(run.read_record())
    assert pictures_as_they_were(run.read_record()).images.tolist() == before


def test_a_run_is_looked_at_with_its_own_pictures_whatever_its_folder_holds_now(run, folder):
    record = run.read_record()
    before = open_images(str(folder), RECIPE.data).images.tolist()
    draw(folder, a=11, g=70)
    assert pictures_of_run(run, record).images.tolist() == before


def test_pictures_that_were_cleared_are_read_again_only_if_they_are_the_same(run, folder):
    record = run.read_record()
    clear(prepared_sets())
    assert pictures_of_run(run, record).fingerprint == record.data_fingerprint
    clear(prepared_sets())
    draw(folder, g=70)
    with pytest.raises(StudioError, match="not the ones"):
        pictures_of_run(run, record)


def test_the_refusal_offers_what_can_be_done(run, folder):
    draw(folder, g=70)
    record = run.read_record()
    images = open_images(str(folder), RECIPE.data)
    with pytest.raises(StudioError, match="not the ones") as told:
        refuse_other_pictures(run, record, images)
    assert "1 added (g.png)" in told.value.detail
    assert "as-it-was" in told.value.hint
    clear(prepared_sets())
    with pytest.raises(StudioError) as told:
        refuse_other_pictures(run, record, open_images(str(folder), RECIPE.data))
    assert "as-it-was" not in told.value.hint
    with pytest.raises(StudioError, match="no longer kept"):
        pictures_as_they_were(record)


def test_a_run_without_a_list_says_so(run, folder):
    run.pictures_file.unlink()
    draw(folder, g=70)
    assert "no list" in picture_changes(run, run.read_record()).sentence
