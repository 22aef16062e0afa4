"""Every refusal is one sentence that ends with the command which cures it."""

import pytest


def named(*missing: str):
    return lambda name: name not in missing


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_fitting_pythons_are_taken(machine, version):
    assert machine.python_trouble(version) is None


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 14)])
def test_another_python_is_sent_to_one_that_fits(machine, version):
    sentence = machine.python_trouble(version, find=lambda: "python3.12")
    assert f"this is 3.{version[1]}; start again with: python3.12 packaging/bootstrap.py" in sentence


@pytest.mark.parametrize(
    ("tool", "command"),
    [
        ("dnf", "dnf install -y python3.13 && python3.13 packaging/bootstrap.py"),
        ("pacman", "pacman -S --needed --noconfirm uv && uv run --no-project --python 3.13 packaging/bootstrap.py"),
        ("brew", "brew install python@3.13 && python3.13 packaging/bootstrap.py"),
        ("", "uv run --no-project --python 3.13 packaging/bootstrap.py"),
    ],
)
def test_without_a_fitting_python_the_sentence_installs_one(machine, monkeypatch, tool, command):
    monkeypatch.setattr(machine, "package_tool", lambda: tool)
    assert command in machine.python_trouble((3, 14), find=lambda: None)


@pytest.mark.parametrize(("system", "processor"), [("Darwin", "x86_64"), ("Windows", "ARM64"), ("Linux", "riscv64")])
def test_computers_without_tensorflow_are_refused(machine, system, processor):
    assert f"{system} {processor}" in machine.platform_trouble(system, processor)


def test_usual_computers_are_taken(machine):
    assert machine.platform_trouble("Linux", "x86_64") is None


def test_a_full_disk_is_refused_with_what_is_missing(machine, tmp_path):
    assert machine.disk_trouble(tmp_path, free=lambda _: 5.0) is None
    assert "needs 4 GB of disk space to install" in machine.disk_trouble(tmp_path, free=lambda _: 1.5)
    assert "free 2.5 GB" in machine.disk_trouble(tmp_path, free=lambda _: 1.5)


@pytest.mark.parametrize(
    ("tool", "command"),
    [
        ("apt-get", "apt-get update && sudo apt-get install -y libegl1 libgl1"),
        ("dnf", "sudo dnf install -y libglvnd-egl libglvnd-glx"),
        ("pacman", "sudo pacman -S --needed --noconfirm libglvnd"),
        ("", "install the packages of your system that hold them."),
    ],
)
def test_missing_libraries_come_with_the_command_that_installs_them(machine, monkeypatch, tool, command):
    monkeypatch.setattr(machine.platform, "system", lambda: "Linux")
    monkeypatch.setattr(machine, "package_tool", lambda: tool)
    monkeypatch.setattr(machine.os, "geteuid", lambda: 1000, raising=False)
    sentence = machine.library_trouble({}, loads=named("libEGL.so.1", "libGL.so.1"))
    assert sentence.startswith("Qt lacks system libraries (libEGL.so.1, libGL.so.1); ")
    assert sentence.endswith(command)


def test_a_display_decides_which_libraries_are_looked_for(machine, monkeypatch):
    monkeypatch.setattr(machine.platform, "system", lambda: "Linux")
    lacking = named("libxcb-cursor.so.0", "libwayland-client.so.0")

    def missing(**environ: str) -> list[str]:
        return [library.name for library in machine.missing_libraries(environ, lacking)]

    assert missing() == []
    assert missing(DISPLAY=":0") == ["libxcb-cursor.so.0"]
    assert missing(DISPLAY=":0", WAYLAND_DISPLAY="wayland-0") == ["libwayland-client.so.0"]


def test_headless_linux_has_no_display(machine, monkeypatch):
    monkeypatch.setattr(machine.platform, "system", lambda: "Linux")
    assert not machine.has_display({})
    assert machine.has_display({"DISPLAY": ":0"})
    monkeypatch.setattr(machine.platform, "system", lambda: "Windows")
    assert machine.has_display({})
