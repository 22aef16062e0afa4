import json

import pytest

from studio.core.errors import StudioError
from studio.core.latents import latent
from studio.explore.favourites import Favourite, read_favourites, write_favourites
from studio.explore.place import Place

PLACE = Place.from_seed(4, 6).with_coordinate(2, 1.5)
KEPT = [
    Favourite(mark=PLACE.mark("roses", 100), note="the red one"),
    Favourite(mark=Place.from_seed(9, 6).mark("r", 1)),
]


def test_favourites_come_back_from_a_run_and_from_a_file(tmp_path):
    for path in (tmp_path, tmp_path / "mine.json"):
        write_favourites(path, KEPT)
        assert read_favourites(path) == KEPT
    assert Place.start(6, 0).at_mark(read_favourites(tmp_path)[0].mark).same(PLACE)


def test_a_run_without_favourites_has_none(tmp_path):
    assert read_favourites(tmp_path) == []


def test_the_file_is_readable_by_others(tmp_path):
    write_favourites(tmp_path / "mine.json", KEPT)
    content = json.loads((tmp_path / "mine.json").read_text())
    assert content[0]["note"] == "the red one"
    assert content[1]["mark"]["seed"] == 9
    assert content[1]["mark"]["latent"] == pytest.approx(latent(9, 6).tolist())


@pytest.mark.parametrize("content", ["", "{}", '[{"note": "x"}]', "[1, 2]"])
def test_damaged_lists_are_refused(tmp_path, content):
    (tmp_path / "mine.json").write_text(content)
    with pytest.raises(StudioError, match="no list of favourites"):
        read_favourites(tmp_path / "mine.json")
