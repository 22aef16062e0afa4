"""Which picture sizes convolutional networks can reach by doubling."""

SMALLEST_SIDE = 4
LARGEST_LOW_SIDE = 7
SMALLEST, LARGEST = 8, 1024
LONGEST = 8  # times the shorter side


def halvings(height: int, width: int) -> int:
    """Return how often both sides can be halved until one would be odd or under 4."""
    count = 0
    while height % 2 == 0 and width % 2 == 0 and min(height, width) // 2 >= SMALLEST_SIDE:
        height, width, count = height // 2, width // 2, count + 1
    return count


def reachable(height: int, width: int) -> bool:
    """Whether halving ends at a smaller side of 4 to 7, from where a generator can start."""
    count = halvings(height, width)
    return count > 0 and min(height, width) >> count <= LARGEST_LOW_SIDE


def nearest_reachable(height: int, width: int, *, smallest: int = SMALLEST, largest: int = LARGEST) -> tuple[int, int]:
    """Return the (height, width) that is reachable and nearest, the larger of two; no side beyond these bounds."""
    short, long = sorted(min(max(side, smallest), largest) for side in (height, width))
    short = max(short, -(-long // LONGEST))
    pairs = [_of_halvings(count, short, long) for count in range(1, 9)]
    allowed = [pair for pair in pairs if smallest <= pair[0] and pair[1] <= largest]
    low, high = min(allowed, key=lambda pair: (abs(pair[0] - short) + abs(pair[1] - long), -pair[0]))
    return (low, high) if height <= width else (high, low)


def _of_halvings(count: int, short: int, long: int) -> tuple[int, int]:
    """Return the two sides nearest to these that can be halved exactly `count` times."""
    unit = 1 << count
    low = min(max(round(short / unit), SMALLEST_SIDE), LARGEST_LOW_SIDE)
    high = min(max(round(long / unit), low), LONGEST * low, LARGEST // unit)
    return low * unit, high * unit
