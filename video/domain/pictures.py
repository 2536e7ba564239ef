"""What two key frames, one after the other, say of a picture: brightness, sharpness, colour, what moved, whether anything is new.

Arrays in, plain numbers out; docs/algorithms/picture-events.md has the formulas, their thresholds and their sources.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

HEIGHT, WIDTH = 90, 160
ROWS, COLUMNS = 18, 32
BAND = 2  # rows of blocks at the top and at the bottom, where cameras write their name and the time
FLOOR = 8.0  # grey levels added before brightness is compared, so that noise in the dark is no change
CHANGED = math.log(1.10)
JUMP = 0.15
_WINDOW = 7
_GRAINS = 10  # points along the edge of a block that is searched for news
_FLAT = 16.0  # levels² added to the contrast, so that an even wall is not sharp
_GREY_SPREAD = 3.0
_DARKEST, _MIDDLE, _LIGHTEST = 24.0, 128.0, 230.0


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A key frame, reduced. `at_us` is its time in microseconds since 1970; levels go from 0 (black) to 255.

    `luma`: means of areas, HEIGHT × WIDTH. `grain`: single points of the picture as decoded, none averaged, so that noise is still in
    them. `chroma`: Cb and Cr less 128, 2 × height × width. `edges`: the Laplacian between the two bands of text.
    """

    at_us: int
    luma: Floats
    grain: Bytes
    chroma: Floats
    edges: Floats


@dataclass(frozen=True, slots=True)
class Sample:
    """A stretch of footage, from one key frame to the next or to the end of the footage.

    Of its first key frame: `brightness` and `spread` in levels, `offset` of the colours from grey and their `scatter` in levels, `is_grey`
    for a camera that sees by infrared. Against the next, None where there is none: `sharpness`, the edges by the contrast (no unit);
    `changed`, the share of blocks in which something moved; `jump`, by how much the light as a whole changed (logarithm); `alike`, the
    share of points that are exactly the same in most of the picture.
    """

    start_us: int
    end_us: int
    brightness: float
    spread: float
    offset: float
    scatter: float
    is_grey: bool
    sharpness: float | None = None
    changed: float | None = None
    jump: float | None = None
    alike: float | None = None


def between(first: Picture, second: Picture) -> Sample:
    """The stretch from one key frame to the next."""
    changed, jump = motion(first.luma, second.luma)
    alone = last_before(second.at_us, first)
    return replace(alone, sharpness=sharpness(first, second), changed=changed, jump=jump, alike=likeness(first.grain, second.grain))


def last_before(end_us: int, picture: Picture) -> Sample:
    """The stretch from the last key frame to the end of the footage."""
    inside = _inside(picture)
    low, high = np.percentile(inside, (2, 98))
    offset, scatter, is_grey = _colour(picture)
    return Sample(
        start_us=picture.at_us, end_us=end_us, brightness=float(inside.mean()), spread=float(high - low), offset=offset, scatter=scatter,
        is_grey=is_grey,
    )  # fmt: skip


def motion(first: Floats, second: Floats) -> tuple[float, float]:
    """The share of blocks outside the bands in which something moved, and by how much the light as a whole changed.

    Light scales what it falls on, evenly over some distance: of the logarithm of brightness the median of the surroundings is taken away.
    """
    ratio = np.log((_blocks(second) + FLOOR) / (_blocks(first) + FLOOR))
    inside = (ratio - _surroundings(ratio))[BAND:-BAND]
    return float((np.abs(inside) > CHANGED).mean()), abs(float(np.median(ratio)))


def sharpness(first: Picture, second: Picture) -> float | None:
    """The edges that two key frames have in common, by their contrast; None for pictures of two sizes.

    The covariance of the two Laplacians: noise differs from one to the other and falls out, even where it is stronger than the edges.
    """
    if first.edges.shape != second.edges.shape:
        return None
    common = float((first.edges * second.edges).mean()) - float(first.edges.mean()) * float(second.edges.mean())
    contrast = math.sqrt(float(_inside(first).var()) * float(_inside(second).var()))
    return max(common, 0.0) / (contrast + _FLAT)


def likeness(first: Bytes, second: Bytes) -> float | None:
    """The share of points that are exactly the same, in all but the least alike quarter of the blocks outside the bands.

    A clock reaches farther than its own blocks, since codecs predict from neighbour to neighbour. None for pictures of two sizes.
    """
    if first.shape != second.shape:
        return None
    band = band_of(first.shape[0])
    same = first[band:-band] == second[band:-band]
    height, width = (max(length // _GRAINS, 1) for length in same.shape)
    shares = same[: height * _GRAINS, : width * _GRAINS].reshape(height, _GRAINS, width, _GRAINS).mean(axis=(1, 3))
    return float(np.quantile(shares, 0.25))


def band_of(height: int) -> int:
    """How many of so many lines belong to each band of text."""
    return max(height * BAND // ROWS, 1)


def _inside(picture: Picture) -> Floats:
    band = band_of(HEIGHT)
    return picture.luma[band:-band]


def _blocks(luma: Floats) -> Floats:
    return np.asarray(luma.reshape(ROWS, HEIGHT // ROWS, COLUMNS, WIDTH // COLUMNS).mean(axis=(1, 3)), np.float32)


def _surroundings(values: Floats) -> Floats:
    """The median of a window around each block."""
    padded = np.pad(values, _WINDOW // 2, mode="edge")
    windows = sliding_window_view(padded, (_WINDOW, _WINDOW)).reshape(ROWS, COLUMNS, _WINDOW * _WINDOW)
    return np.asarray(np.partition(windows, _WINDOW * _WINDOW // 2, axis=2)[:, :, _WINDOW * _WINDOW // 2])


def _colour(picture: Picture) -> tuple[float, float, bool]:
    """Offset and scatter of the median colour, as if all were equally bright, and whether there are no colours.

    Nought where too little is neither dark nor dazzling.
    """
    height, width = picture.chroma.shape[1:]
    band = band_of(height)
    rows = np.arange(height) * HEIGHT // height
    columns = np.arange(width) * WIDTH // width
    levels = picture.luma[rows][:, columns][band:-band]
    judged = (levels > _DARKEST) & (levels < _LIGHTEST)
    chroma = picture.chroma[:, band:-band][:, judged]
    if chroma.shape[1] < levels.size // 10:
        return 0.0, 0.0, False
    low, high = np.percentile(chroma, (5, 95), axis=1)
    chroma = chroma * (_MIDDLE / levels[judged])
    middle = np.median(chroma, axis=1)
    scatter = float(np.median(np.hypot(*(chroma - middle[:, None]))))
    offset = math.hypot(*map(float, middle))
    return offset, scatter, float((high - low).max()) < _GREY_SPREAD
