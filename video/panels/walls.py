"""A camera wall as its template needs it: a tile for each place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode

from django.urls import reverse

from ..selectors.walls import LARGEST, Tile
from .addresses import page_of_camera
from .health import STATE_TONES, cause_text, state_label


@dataclass(frozen=True)
class TilePanel:
    """`gb_id` is empty on a place without camera; the addresses are empty where this installation has no such page."""

    position: int
    gb_id: str = ""
    name: str = ""
    hall: str = ""
    hall_url: str = ""
    state: str = ""
    tone: str = "neutral"
    cause: str = ""
    snapshot_url: str = ""
    live_url: str = ""
    playback_url: str = ""


def tile_panels(tiles: Iterable[Tile]) -> list[TilePanel]:
    return [_panel(tile) for tile in tiles]


def wall_of_cameras(gb_ids: Sequence[str]) -> str:
    """The address of a wall that shows these cameras (the first of them, where they are too many); empty for none."""
    return f"{reverse('video:wall_of')}?{urlencode({'cameras': ','.join(gb_ids[:LARGEST])})}" if gb_ids else ""


def wall_version(panels: Iterable[TilePanel]) -> str:
    """Changes with the state of any camera on the wall."""
    return sha256(repr([(one.gb_id, one.state, one.cause) for one in panels]).encode()).hexdigest()[:16]


def _panel(tile: Tile) -> TilePanel:
    camera, health = tile.camera, tile.health
    if camera is None or health is None:
        return TilePanel(position=tile.position)
    return TilePanel(
        position=tile.position,
        gb_id=camera.gb_id,
        name=camera.name,
        hall=camera.hall.region.display_name,
        hall_url=reverse("video:hall", args=[camera.hall.code]),
        state=state_label(health.state),
        tone=STATE_TONES[health.state],
        cause=cause_text(health),
        snapshot_url=page_of_camera("snapshot", camera.gb_id),
        live_url=page_of_camera("live", camera.gb_id),
        playback_url=page_of_camera("play", camera.gb_id),
    )
