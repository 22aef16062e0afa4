"""`demo:digits`: handwritten-looking digits, drawn as smooth strokes around varied skeletons."""

from collections.abc import Iterator

import numpy as np

from studio.data.demo.strokes import SKELETONS, Skeleton

CLASS_NAMES = tuple("0123456789")
COUNT = 6000
SIZE = 28

_POINTS_PER_STROKE = 22
_PORTION = 128
_BOX_PX = 19.0  # height of a digit of mean size


def draw_digits(count: int, seed: int = 0) -> Iterator[np.ndarray]:
    """Yield portions of `count` white-on-black digits, uint8 (m, 28, 28, 1); picture i is of class i % 10.

    The same seed gives the same pictures. Brightness is the coverage of a pen of the stroke's width, worked out from
    the distance of each pixel's centre to the stroke.
    """
    for start in range(0, count, _PORTION):
        random = np.random.default_rng((seed, start))
        classes = np.arange(start, min(start + _PORTION, count)) % len(CLASS_NAMES)
        yield _draw(classes, random)


def _draw(classes: np.ndarray, random: np.random.Generator) -> np.ndarray:
    strokes = [_written(int(c), random) for c in classes]
    longest = max(len(s) for s in strokes)
    segments = np.full((len(strokes), longest, 4), 1e3, np.float32)
    for row, own in zip(segments, strokes, strict=True):
        row[: len(own)] = own
    radius = random.gamma(9.0, 0.125, len(classes)).clip(0.65, 2.1).astype(np.float32)
    distance = _distances(segments)
    coverage = np.clip(radius[:, None] + 0.5 - distance, 0, 1)
    ink = random.uniform(0.86, 1.0, (len(classes), 1)).astype(np.float32)
    return np.rint(coverage * ink * 255).astype(np.uint8).reshape(-1, SIZE, SIZE, 1)


def _written(digit: int, random: np.random.Generator) -> np.ndarray:
    """Write one digit: its segments as rows (x0, y0, x1, y1) in pixels."""
    ways = SKELETONS[digit]
    skeleton: Skeleton = ways[int(random.integers(len(ways)))]
    warp = _hand(random)
    pieces = []
    for stroke in skeleton:
        points = np.asarray(stroke) + random.normal(0, 0.022, (len(stroke), 2)) * _not_corners(stroke)
        path = warp(_smooth(points))
        pieces.append(np.hstack([path[:-1], path[1:]]))
    return np.vstack(pieces)


def _not_corners(stroke: tuple[tuple[float, float], ...]) -> np.ndarray:
    """Zero for points given twice, so that both copies stay together."""
    return np.array([[0.0 if stroke.count(p) > 1 else 1.0] for p in stroke])


def _hand(random: np.random.Generator):  # noqa: ANN202  a local function
    """Choose slant, rotation, size, place and a slow waviness; return what maps unit points to pixels."""
    slant, turn = random.normal(0.16, 0.17), random.normal(0, 0.09)
    height = _BOX_PX * random.normal(1, 0.06)
    width = height * random.normal(0.80, 0.11)
    place = (SIZE - 1) / 2 + random.normal(0, 0.75, 2)
    waves = random.normal(0, 0.035, (2, 2))
    phases = random.uniform(0, 2 * np.pi, (2, 2))
    cosine, sine = np.cos(turn), np.sin(turn)

    def warp(points: np.ndarray) -> np.ndarray:
        x, y = points[:, 0] - 0.5, points[:, 1] - 0.5
        x = x + waves[0, 0] * np.sin(4 * y + phases[0, 0]) + waves[0, 1] * np.sin(5 * x + phases[0, 1])
        y = y + waves[1, 0] * np.sin(4 * x + phases[1, 0]) + waves[1, 1] * np.sin(5 * y + phases[1, 1])
        x, y = x * width - slant * y * height, y * height
        return np.stack([x * cosine - y * sine, x * sine + y * cosine], 1) + place

    return warp


def _smooth(points: np.ndarray) -> np.ndarray:
    """Catmull-Rom curve through the points (Catmull and Rom 1974), `_POINTS_PER_STROKE` samples."""
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    place = np.linspace(0, len(points) - 1, _POINTS_PER_STROKE)
    index = np.minimum(place.astype(int), len(points) - 2)
    t = (place - index)[:, None]
    p0, p1, p2, p3 = (padded[index + k] for k in range(4))
    return p1 + t / 2 * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)))


def _distances(segments: np.ndarray) -> np.ndarray:
    """Distance of every pixel's centre to the nearest segment: (n, segments, 4) -> (n, SIZE * SIZE), in pixels."""
    axis = np.arange(SIZE, dtype=np.float32)
    x, y = (a.reshape(1, -1) for a in np.meshgrid(axis, axis))
    nearest = np.full((len(segments), SIZE * SIZE), np.inf, np.float32)
    for x0, y0, x1, y1 in segments.transpose(1, 2, 0)[..., None]:
        dx, dy = x1 - x0, y1 - y0
        along = np.clip(((x - x0) * dx + (y - y0) * dy) / np.maximum(dx * dx + dy * dy, 1e-9), 0, 1)
        across_x, across_y = x - x0 - along * dx, y - y0 - along * dy
        np.minimum(nearest, across_x * across_x + across_y * across_y, out=nearest)
    return np.sqrt(nearest)
