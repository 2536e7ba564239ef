"""A map of points without tiles: longitude and latitude on a plain sheet, and the outline around a group of points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Turns degrees into places on a sheet of `width` × `height`, y downwards.

    `longitude` and `latitude` stand in the middle. Equirectangular, lengths true at the middle latitude: within one province
    the error is below a hundredth of its size.
    """

    longitude: float
    latitude: float
    east_scale: float
    scale: float
    width: float
    height: float

    def place(self, longitude: float, latitude: float) -> Point:
        return (
            round(self.width / 2 + (longitude - self.longitude) * self.east_scale * self.scale, 1),
            round(self.height / 2 - (latitude - self.latitude) * self.scale, 1),
        )


def sheet_for(points: Iterable[Point], *, width: float, height: float, margin: float) -> Sheet:
    """The sheet on which all points (longitude, latitude) lie within the margin, as large as possible. One point stands in the middle."""
    known = list(points) or [(0.0, 0.0)]
    longitudes, latitudes = [one[0] for one in known], [one[1] for one in known]
    middle = ((min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2)
    east = max(cos(radians(middle[1])), 0.01)
    wide, high = (max(longitudes) - min(longitudes)) * east, max(latitudes) - min(latitudes)
    scales = [room / span for room, span in ((width - 2 * margin, wide), (height - 2 * margin, high)) if span > 0]
    return Sheet(middle[0], middle[1], east, min(scales, default=1.0), width, height)


def outline(points: Sequence[Point]) -> list[Point]:
    """The convex hull, counter-clockwise without its first point repeated (Andrew, 1979). Fewer than three: as they are."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    return _chain(ordered)[:-1] + _chain(ordered[::-1])[:-1]


def _chain(points: Sequence[Point]) -> list[Point]:
    found: list[Point] = []
    for point in points:
        while len(found) > 1 and _turn(found[-2], found[-1], point) <= 0:
            found.pop()
        found.append(point)
    return found


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
