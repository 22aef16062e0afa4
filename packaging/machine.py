"""What the machine must have: a fitting Python, room on the disk, and the system libraries that Qt needs.

Every check returns None or one sentence that ends with the command which cures it. Called as a script, this file
prints the command that installs missing system libraries, or nothing. Written for Python 3.8, so that an old one
can still be told what is wrong.
"""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

PYTHONS = ("3.13", "3.12", "3.11")  # TensorFlow 2.21 has wheels for these and the project's other requirements too
PLATFORMS = {("Linux", "x86_64"), ("Linux", "aarch64"), ("Windows", "AMD64"), ("Darwin", "arm64")}
NEEDED_GB = 4.0  # the environment takes 2.8 GB, and the downloads lie beside it while it is made
AGAIN = " ".join(["packaging/bootstrap.py", *sys.argv[1:]])


class Library(NamedTuple):
    """A system library that the Qt wheels expect, and the package that holds it, by package tool."""

    name: str
    apt_get: str
    dnf: str
    pacman: str


ALWAYS = (
    Library("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    Library("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    Library("libX11.so.6", "libx11-6", "libX11", "libx11"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
)
ON_X11 = (
    Library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    Library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    Library("libxcb-randr.so.0", "libxcb-randr0", "libxcb", "libxcb"),
    Library("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil"),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    Library("libxcb-sync.so.1", "libxcb-sync1", "libxcb", "libxcb"),
    Library("libxcb-util.so.1", "libxcb-util1", "xcb-util", "xcb-util"),
    Library("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb", "libxcb"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
)
ON_WAYLAND = (
    Library("libwayland-client.so.0", "libwayland-client0", "libwayland-client", "wayland"),
    Library("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor", "wayland"),
)


def python_trouble(version: tuple[int, int], find: Callable[[], str | None] | None = None) -> str | None:
    """Refuse a Python that TensorFlow has no wheel for, naming one that fits or the command that installs one."""
    running = f"{version[0]}.{version[1]}"
    if running in PYTHONS:
        return None
    other = (find or _fitting_python)()
    cure = f"start again with: {other} {AGAIN}" if other else f"install one with: {_python_command(package_tool())}"
    return f"GAN Studio needs Python 3.11, 3.12 or 3.13, and this is {running}; {cure}"


def platform_trouble(system: str = platform.system(), processor: str = platform.machine()) -> str | None:
    """Refuse a kind of computer that TensorFlow 2.21 has no wheel for."""
    if (system, processor) in PLATFORMS:
        return None
    return (
        f"GAN Studio cannot run on {system} {processor}: TensorFlow 2.21 is made for Linux (x86_64, aarch64), "
        "Windows (AMD64) and macOS (arm64) only; use one of those."
    )


def venv_trouble() -> str | None:
    """Refuse a Python that cannot make virtual environments, as Debian ships it."""
    if find_spec("ensurepip") and find_spec("venv"):
        return None
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    return f"This Python cannot make virtual environments; install what it lacks with: {_apt_get([package])}"


def disk_trouble(folder: Path, free: Callable[[Path], float] | None = None) -> str | None:
    """Refuse a disk without room for the virtual environment."""
    free_gb = (free or _free_gb)(folder)
    if free_gb >= NEEDED_GB:
        return None
    return (
        f"GAN Studio needs {NEEDED_GB:.0f} GB of disk space to install, and {folder} has {free_gb:.1f} GB; "
        f"free {NEEDED_GB - free_gb:.1f} GB (pip's own store is emptied with: {sys.executable} -m pip cache purge), "
        "or move this folder to a larger disk."
    )


def library_trouble(environ: Mapping[str, str] = os.environ, loads: Callable[[str], bool] | None = None) -> str | None:
    """Refuse to open a window without the system libraries Qt needs for the display there is."""
    missing = missing_libraries(environ, loads or _loads)
    if not missing:
        return None
    names = ", ".join(library.name for library in missing)
    command = _library_command(missing, package_tool())
    cure = f"install them with: {command}" if command else "install the packages of your system that hold them."
    return f"Qt lacks system libraries ({names}); {cure}"


def missing_libraries(environ: Mapping[str, str], loads: Callable[[str], bool]) -> list[Library]:
    """Return the libraries of Qt that do not load; none are looked for outside Linux."""
    if platform.system() != "Linux":
        return []
    wanted = list(ALWAYS)
    if environ.get("WAYLAND_DISPLAY"):
        wanted += ON_WAYLAND
    elif environ.get("DISPLAY"):
        wanted += ON_X11
    return [library for library in wanted if not loads(library.name)]


def has_display(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a window can be shown."""
    return platform.system() != "Linux" or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def package_tool(which: Callable[[str], str | None] = shutil.which) -> str:
    """Return the name of the system's package tool, empty when it is none of those known."""
    known = ("apt-get", "dnf", "pacman", "brew", "winget")
    return next((tool for tool in known if which(tool)), "")


def _library_command(missing: Iterable[Library], tool: str) -> str:
    packages = sorted({getattr(library, tool.replace("-", "_"), "") for library in missing})
    if tool == "apt-get":
        return _apt_get(packages)
    return {
        "dnf": f"{_sudo()}dnf install -y {' '.join(packages)}",
        "pacman": f"{_sudo()}pacman -S --needed --noconfirm {' '.join(packages)}",
    }.get(tool, "")


def _python_command(tool: str) -> str:
    """The command that installs a fitting Python and starts again with it."""
    if tool == "apt-get":
        return _python_from_apt()
    with_uv = f"uv run --no-project --python 3.13 {AGAIN}"
    return {
        "dnf": f"{_sudo()}dnf install -y python3.13 && python3.13 {AGAIN}",
        "pacman": f"{_sudo()}pacman -S --needed --noconfirm uv && {with_uv}",
        "brew": f"brew install python@3.13 && python3.13 {AGAIN}",
        "winget": f"winget install Python.Python.3.13, then: py -3.13 {AGAIN}",
    }.get(tool, with_uv)


def _python_from_apt() -> str:
    for version in PYTHONS:
        package = f"python{version}-venv"
        if subprocess.run(["apt-cache", "show", package], capture_output=True, check=False).returncode == 0:
            return f"{_apt_get([package])} && python{version} {AGAIN}"
    return f"{_apt_get(['pipx'])} && pipx run uv run --no-project --python 3.13 {AGAIN}"


def _apt_get(packages: Iterable[str]) -> str:
    return f"{_sudo()}apt-get update && {_sudo()}apt-get install -y {' '.join(packages)}"


def _sudo() -> str:
    return "" if getattr(os, "geteuid", lambda: 1)() == 0 else "sudo "


def _fitting_python() -> str | None:
    """Return a fitting Python of the PATH that really starts."""
    names = [f"python{version}" for version in PYTHONS]
    return next((name for name in names if shutil.which(name) and _starts(name)), None)


def _starts(name: str) -> bool:
    return subprocess.run([name, "-c", "import ensurepip"], capture_output=True, check=False).returncode == 0


def _free_gb(folder: Path) -> float:
    return shutil.disk_usage(folder).free / 1e9


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    print(_library_command(missing, package_tool()) if (missing := missing_libraries(os.environ, _loads)) else "")
