import subprocess
import sys

import pytest
from PIL import Image

from studio.explore.favourites import Favourite, write_favourites
from studio.explore.place import Place


def test_sample_draws_a_sheet_of_the_newest_checkpoint(gan_studio, linear_run, tmp_path):
    out = tmp_path / "sheet.png"
    answer = gan_studio(
        "sample", str(linear_run(10, 20).path), "-n", "12", "--columns", "4", "--out", str(out), "--json"
    )
    assert answer.exit_code == 0
    assert answer.document == {"file": str(out), "step": 20, "first_seed": 0, "pictures": 12}
    with Image.open(out) as sheet:
        assert sheet.size == (4 * 8, 3 * 8)


def test_the_same_seeds_give_the_same_pictures_and_others_do_not(gan_studio, linear_run, tmp_path):
    run = str(linear_run(10).path)
    for name, seed in (("one", "7"), ("again", "7"), ("other", "8")):
        assert gan_studio("sample", run, "--seed", seed, "--out", str(tmp_path / f"{name}.png")).exit_code == 0
    one, again, other = ((tmp_path / f"{name}.png").read_bytes() for name in ("one", "again", "other"))
    assert one == again != other


def test_sample_of_an_earlier_checkpoint(gan_studio, linear_run, tmp_path):
    run = str(linear_run(10, 20).path)
    answer = gan_studio("sample", run, "--at", "10", "--out", str(tmp_path / "sheet.png"), "--json")
    assert answer.document["step"] == 10
    missing = gan_studio("sample", run, "--at", "15", "--out", str(tmp_path / "other.png"))
    assert missing.exit_code == 1
    assert "no checkpoint at step 15" in missing.stderr


@pytest.mark.parametrize("name", ["walk.webp", "walk.gif"])
def test_walk_renders_its_frames(gan_studio, linear_run, tmp_path, name):
    out = tmp_path / name
    answer = gan_studio("walk", str(linear_run(10).path), "--seeds", "4,5", "--frames", "6", "--out", str(out))
    assert answer.exit_code == 0
    assert answer.stdout == f"{out}\n"
    with Image.open(out) as walk:
        assert walk.n_frames == 6


def test_walk_through_exported_favourites_is_the_walk_of_their_seeds(gan_studio, linear_run, tmp_path):
    run, file = linear_run(10).path, tmp_path / "favourites.json"
    write_favourites(file, [Favourite(mark=Place.from_seed(seed, 6).mark("run", 10)) for seed in (4, 5)])
    for name, words in (("a.gif", ("--seeds", "4,5")), ("b.gif", ("--favourites", str(file)))):
        assert gan_studio("walk", str(run), *words, "--frames", "6", "--out", str(tmp_path / name)).exit_code == 0
    assert (tmp_path / "a.gif").read_bytes() == (tmp_path / "b.gif").read_bytes()
    write_favourites(file, [])
    answer = gan_studio("walk", str(run), "--favourites", str(file), "--out", str(tmp_path / "c.gif"))
    assert (answer.exit_code, "holds no favourites" in answer.stderr) == (1, True)


@pytest.mark.parametrize("verb", ["sample", "walk"])
def test_what_is_there_is_replaced_only_on_request(gan_studio, linear_run, tmp_path, verb):
    out = tmp_path / "mine.png"
    out.write_text("precious", "utf-8")
    refused = gan_studio(verb, str(linear_run(10).path), "--out", str(out))
    assert refused.exit_code == 1
    assert "exists already" in refused.stderr
    assert out.read_text("utf-8") == "precious"


def test_overwrite_replaces(gan_studio, linear_run, tmp_path):
    out = tmp_path / "sheet.png"
    out.write_text("old", "utf-8")
    assert gan_studio("sample", str(linear_run(10).path), "--out", str(out), "--overwrite").exit_code == 0
    with Image.open(out) as sheet:
        assert sheet.format == "PNG"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("sample", "RUN", "-n", "0", "--out", "OUT.png"), "A sheet cannot hold 0 pictures."),
        (("sample", "RUN", "--seed", "-1", "--out", "OUT.png"), "-1 is not a seed."),
        (("sample", "RUN", "--out", "OUT.jpg"), "is not a PNG"),
        (("sample", "NOWHERE", "--out", "OUT.png"), "is not a generator"),
        (("walk", "RUN", "--seeds", "1,two", "--out", "OUT.webp"), "'1,two' is not a list of seeds."),
        (("walk", "RUN", "--frames", "1", "--out", "OUT.webp"), "Ask for 2 to 20,000 frames"),
        (("walk", "RUN", "--out", "OUT.avi"), "Walks are not written as .avi."),
    ],
)
def test_what_cannot_be_drawn_is_told_in_a_sentence(gan_studio, linear_run, tmp_path, words, sentence):
    places = {"RUN": str(linear_run(10).path), "NOWHERE": str(tmp_path / "nowhere")}
    words = [places.get(word, word.replace("OUT", str(tmp_path / "out"))) for word in words]
    answer = gan_studio(*words)
    assert answer.exit_code == 1
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not list(tmp_path.glob("out*"))


def test_a_conditional_generator_draws_the_class_that_is_named(gan_studio, tiny, tmp_path):
    run = str(tmp_path / "run")
    made = gan_studio("train", "demo:digits", *tiny, "--set", "networks.conditional=true", "--steps", "3", "--out", run)
    assert made.exit_code == 0, made.stderr
    for name, words in (("three", ("--class", "3")), ("again", ("--class", "3")), ("seven", ("--class", "7"))):
        answer = gan_studio("sample", run, "-n", "4", *words, "--out", str(tmp_path / f"{name}.png"))
        assert answer.exit_code == 0, answer.stderr
    three, again, seven = ((tmp_path / f"{name}.png").read_bytes() for name in ("three", "again", "seven"))
    assert three == again != seven
    way = gan_studio("walk", run, "--seeds", "1,2", "--class", "3,7", "--frames", "4", "--out", str(tmp_path / "w.gif"))
    assert way.exit_code == 0, way.stderr
    assert "There is no class called '11'." in gan_studio("sample", run, "--class", "11", "--out", "x.png").stderr
    assert (
        "3 classes do not fit 2 seeds"
        in gan_studio("walk", run, "--seeds", "1,2", "--class", "1,2,3", "-o", "x.gif").stderr
    )


def test_classes_of_a_generator_without_classes(gan_studio, linear_run, tmp_path):
    answer = gan_studio("sample", str(linear_run(10).path), "--class", "rose", "--out", str(tmp_path / "sheet.png"))
    assert answer.exit_code == 1
    assert "trained without classes" in answer.stderr


def test_a_file_that_is_no_generator(gan_studio, tmp_path):
    model = tmp_path / "model.onnx"
    model.write_bytes(b"no generator")
    answer = gan_studio("sample", str(model), "--out", str(tmp_path / "sheet.png"))
    assert answer.exit_code == 1
    assert "model.onnx cannot be opened as a generator." in answer.stderr


def test_sample_and_walk_never_import_tensorflow(linear_run, tmp_path):
    run = str(linear_run(10).path)
    program = (
        "import sys; from studio.cli.application import main\n"
        f"for words in (['sample', {run!r}, '--out', {str(tmp_path / 's.png')!r}],"
        f" ['walk', {run!r}, '--frames', '4', '--out', {str(tmp_path / 'w.gif')!r}]):\n"
        "    try: main(words)\n"
        "    except SystemExit as end: assert end.code == 0, end.code\n"
        "heavy = {'tensorflow', 'keras', 'PySide6'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
