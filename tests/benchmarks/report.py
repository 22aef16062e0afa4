"""How a benchmark tells what it measured: a table for people, a JSON file for comparing machines."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

FOLDER = Path(__file__).parents[2] / "build" / "benchmarks"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number; `least` and `most` are the bounds it is wanted within, None where it is only told."""

    name: str
    value: float
    unit: str
    least: float | None = None
    most: float | None = None

    @property
    def wanted(self) -> str:
        """The bounds in words."""
        low = "" if self.least is None else f">= {self.least:g}"
        return low if self.most is None else f"{low} <= {self.most:g}".strip()

    @property
    def held(self) -> bool:
        """Whether the number is within its bounds."""
        above = self.least is None or self.value >= self.least
        return above and (self.most is None or self.value <= self.most)


def report(name: str, figures: Sequence[Figure]) -> int:
    """Print the figures, write `build/benchmarks/NAME.json`, and return the exit code: 1 when a bound is broken."""
    table = Table(title=name, box=SIMPLE_HEAD)
    for title, justify in (("What", "left"), ("Measured", "right"), ("Unit", "left"), ("Wanted", "left"), ("", "left")):
        table.add_column(title, justify=justify)
    for figure in figures:
        verdict = ("held" if figure.held else "[bold]BROKEN[/bold]") if figure.wanted else ""
        table.add_row(figure.name, _rounded(figure.value), figure.unit, figure.wanted, verdict)
    Console().print(table)
    FOLDER.mkdir(parents=True, exist_ok=True)
    content = {"machine": _machine(), "figures": [{**asdict(figure), "held": figure.held} for figure in figures]}
    (FOLDER / f"{name}.json").write_text(json.dumps(content, indent=2) + "\n", "utf-8")
    return 0 if all(figure.held for figure in figures) else 1


def _rounded(value: float) -> str:
    """Three digits or more, never an exponent."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _machine() -> dict[str, str | float | None]:
    """What the numbers depend on besides the code."""
    packages = {package: version(package) for package in ("tensorflow", "keras", "numpy", "pyside6-essentials")}
    return {
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        **packages,
    }
