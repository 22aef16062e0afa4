"""Which picture sizes convolutional networks can reach by doubling."""

SMALLEST_SIDE = 4
LARGEST_LOW_SIDE = 7


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


def nearest_reachable(side: int) -> int:
    """Return the reachable square side nearest to `side`."""
    return min((s for s in range(8, 1025) if reachable(s, s)), key=lambda s: (abs(s - side), s))
