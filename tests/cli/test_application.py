import subprocess
import sys

import pytest

from studio.cli.application import with_verb

VERBS = (
    "window",
    "train",
    "resume",
    "branch",
    "sample",
    "walk",
    "export",
    "check",
    "verify",
    "recipes",
    "devices",
    "runs",
)


def test_help_names_every_verb(gan_studio):
    text = gan_studio("--help").stdout
    assert [verb for verb in VERBS if f" {verb} " not in text] == []


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_all_but_the_window_speak_json(gan_studio, verb):
    answer = gan_studio(verb, "--help")
    assert answer.exit_code == 0
    assert verb == "window" or ("--json" in answer.stdout and "--debug" in answer.stdout)
    assert verb == "window" or f"gan-studio {verb}" in answer.stdout


def test_version(gan_studio):
    answer = gan_studio("--version")
    assert answer.exit_code == 0
    assert answer.stdout.startswith("GAN Studio")


@pytest.mark.parametrize(
    ("words", "read_as"),
    [
        ([], ["window"]),
        (["pictures"], ["window", "pictures"]),
        (["demo:digits"], ["window", "demo:digits"]),
        (["train", "pictures"], ["train", "pictures"]),
        (["--help"], ["--help"]),
    ],
)
def test_words_without_a_verb_open_the_window(words, read_as):
    assert with_verb(words) == read_as


@pytest.mark.parametrize(("words", "opened"), [([], []), (["demo:digits"], ["demo:digits"])])
def test_the_window_is_handed_what_to_open_and_gives_the_exit_code(gan_studio, monkeypatch, words, opened):
    handed = []
    monkeypatch.setattr("studio.app.run", lambda argv: handed.append(list(argv)) or 7)
    assert gan_studio(*words).exit_code == 7
    assert handed == [opened]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_without_a_display_the_verbs_are_pointed_out(gan_studio, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    answer = gan_studio("demo:digits")
    assert answer.exit_code == 1
    assert answer.stderr.startswith("Error: There is no display to open a window on.")


def test_a_word_that_is_neither_verb_nor_folder_is_a_usage_error(gan_studio):
    answer = gan_studio("trian")
    assert answer.exit_code == 2
    assert "Did you mean" in answer.stderr


def test_an_unknown_option_is_a_usage_error(gan_studio):
    assert gan_studio("train", "x", "--speed", "3").exit_code == 2


@pytest.mark.parametrize("words", [["--help"], ["recipes"], ["runs"], ["train", "--help"]])
def test_listing_and_help_import_neither_tensorflow_nor_qt(words):
    program = (
        "import sys; from studio.cli.application import main\n"
        f"try: main({words!r})\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "heavy = {'tensorflow', 'keras', 'onnxruntime', 'onnx', 'PySide6'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
