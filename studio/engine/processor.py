"""What instructions the processor has."""

from pathlib import Path

CPUINFO = Path("/proc/cpuinfo")


def processor_flags() -> set[str]:
    """Return Linux' names of them; none elsewhere, where nothing tells."""
    try:
        text = CPUINFO.read_text("utf-8")
    except OSError:
        return set()
    return set(next((line for line in text.splitlines() if line.lower().startswith(("flags", "features"))), "").split())
