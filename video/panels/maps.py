"""The map of halls: a mark for each hall with a position, an outline and a name for each group of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from portalkit.regions.models import Level, Region
from storefronts.models import Hall

from ..domain.causes import CameraState
from ..domain.maps import Point, outline, sheet_for
from ..selectors.health import HallLine
from .health import STATE_TONES, state_label

WIDTH, HEIGHT, MARGIN = 760, 600, 56
# Marks differ by shape as well as by colour.
SHAPES = {
    CameraState.RECORDING: "M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0z",
    CameraState.FAILING: "M0,-9L8.5,6H-8.5z",
    CameraState.UNKNOWN: "M-6,-6H6V6H-6z",
    CameraState.CONNECTING: "M0,-8L8,0L0,8L-8,0z",
    CameraState.OFF: "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",
    None: "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",
}


@dataclass(frozen=True)
class Mark:
    """A hall at a place of the sheet. `text` says everything that the mark shows."""

    code: str
    x: float
    y: float
    shape: str
    tone: str
    text: str
    url: str


@dataclass(frozen=True)
class Area:
    """The outline around the halls of a region, and where its name stands."""

    name: str
    points: str
    x: float
    y: float


@dataclass(frozen=True)
class Key:
    label: str
    shape: str
    tone: str


@dataclass(frozen=True)
class MapPanel:
    """`without` halls have no position and so no mark."""

    marks: tuple[Mark, ...]
    areas: tuple[Area, ...]
    keys: tuple[Key, ...]
    without: int
    width: int = WIDTH
    height: int = HEIGHT


def hall_map(lines: Sequence[HallLine]) -> MapPanel:
    """Worst halls are drawn last, so that nothing hides them. Groups are prefectures, within one of those its counties."""
    placed = [line for line in lines if _degrees(line.hall) is not None]
    sheet = sheet_for([_degrees(line.hall) or (0.0, 0.0) for line in placed], width=WIDTH, height=HEIGHT, margin=MARGIN)
    places = {line.hall.pk: sheet.place(*(_degrees(line.hall) or (0.0, 0.0))) for line in placed}
    marks = [_mark(line, places[line.hall.pk]) for line in sorted(placed, key=lambda line: -line.order)]
    states = sorted({(line.order, line.state) for line in placed}, key=lambda pair: pair[0])
    keys = [Key(state_label(state), SHAPES[state], STATE_TONES[state]) for _order, state in states]
    return MapPanel(tuple(marks), tuple(_areas(placed, places)), tuple(keys), without=len(lines) - len(placed))


def prefecture_of(hall: Hall) -> Region | None:
    """The prefecture branch above the hall; None for one that hangs elsewhere."""
    region = hall.region.parent
    while region is not None and region.level != Level.PREFECTURE:
        region = region.parent if region.level == Level.COUNTY else None
    return region


def _mark(line: HallLine, place: Point) -> Mark:
    name, recording = line.hall.region.display_name, f"{line.cameras.recording}/{line.cameras.wanted}"
    text = f"{name}: {state_label(line.state)}" + (f" ({recording})" if line.cameras.total else "")
    url = reverse("video:hall", args=[line.hall.code])
    return Mark(line.hall.code, *place, shape=SHAPES[line.state], tone=STATE_TONES[line.state], text=text, url=url)


def _areas(lines: Sequence[HallLine], places: dict[int, Point]) -> list[Area]:
    groups = _grouped(lines, prefecture_of)
    if len(groups) == 1:
        groups = _grouped(lines, lambda hall: hall.region.parent)
    return [_area(region, [places[line.hall.pk] for line in members]) for region, members in groups.items()]


def _grouped(lines: Sequence[HallLine], region_of: Any) -> dict[Region, list[HallLine]]:
    found: dict[Region, list[HallLine]] = defaultdict(list)
    for line in lines:
        if (region := region_of(line.hall)) is not None:
            found[region].append(line)
    return found


def _area(region: Region, points: list[Point]) -> Area:
    corners = outline(points)
    top = min(y for _x, y in corners)
    return Area(
        name=region.display_name,
        points=" ".join(f"{x},{y}" for x, y in corners),
        x=round((min(x for x, _y in corners) + max(x for x, _y in corners)) / 2, 1),
        y=round(top - 22, 1),
    )


def _degrees(hall: Hall) -> Point | None:
    """Longitude and latitude; None where either is unknown."""
    longitude, latitude = hall.region.longitude, hall.region.latitude
    return None if longitude is None or latitude is None else (longitude, latitude)
