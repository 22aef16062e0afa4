"""How much memory this process may still take: of the machine, of its control group, and of its own limit."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

GROUPS = Path("/sys/fs/cgroup")
OWN_GROUPS = Path("/proc/self/cgroup")
SAFE_SHARE = 0.9  # of the free memory


def free_memory() -> int:
    """Return bytes; none of Linux' limits is known elsewhere."""
    return max(0, min(psutil.virtual_memory().available, *_own_limit(), *_group_limits()))


def bound_to(room: int) -> None:
    """Let this process fail rather than take more than so many bytes, or be what the system ends first; Linux only."""
    if not psutil.LINUX:
        return
    process = psutil.Process()
    _, hard = process.rlimit(psutil.RLIMIT_AS)
    soft = process.memory_info().vms + int(SAFE_SHARE * room)
    process.rlimit(psutil.RLIMIT_AS, (soft if hard == psutil.RLIM_INFINITY else min(soft, hard), hard))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")


def _own_limit() -> Iterator[int]:
    """What `ulimit -v` leaves."""
    if psutil.LINUX:
        process = psutil.Process()
        soft, _ = process.rlimit(psutil.RLIMIT_AS)
        if soft != psutil.RLIM_INFINITY:
            yield soft - process.memory_info().vms


def _group_limits() -> Iterator[int]:
    """What the control groups leave, version 2 and 1; what they hold of files can be given back."""
    for folder in _group_folders():
        for limit, used, cached in (
            ("memory.max", "memory.current", "inactive_file"),
            ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
        ):
            with suppress(OSError, ValueError):  # no such group, or one without a limit
                held = int((folder / used).read_text("ascii")) - _statistic(folder, cached)
                yield int((folder / limit).read_text("ascii")) - held


def _group_folders() -> Iterator[Path]:
    """The process's own group as the machine names it, and the root, which is its own group in a container."""
    with suppress(OSError):
        for line in OWN_GROUPS.read_text("utf-8").splitlines():
            _, kind, path = line.split(":", 2)
            if kind in ("", "memory"):
                yield GROUPS / kind
                yield GROUPS / kind / path.lstrip("/")


def _statistic(folder: Path, name: str) -> int:
    lines = (folder / "memory.stat").read_text("ascii").splitlines()
    return next((int(line.split()[1]) for line in lines if line.split()[0] == name), 0)
