"""Tiles of the wall of screens in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portalkit.filters import BoundFilters
from portalkit.ui.domain.formats import number_text
from portalkit.ui.panels.figures import Stat, stat

from ..domain.screen_states import ScreenState
from ..selectors.walls import Tile, Wall, versions_playing
from .screens import STATE_LABELS, STATE_TONES, fault_text, screen_url, status_of, titles_playing

_LIVE = (ScreenState.PLAYING, ScreenState.BEHIND, ScreenState.FAULTS)


@dataclass(frozen=True)
class TilePanel:
    """`picture` is of what it plays, `shot` the newest look at the screen itself; empty where there is none."""

    name: str
    url: str
    place: str
    state: str
    tone: str
    playing: str
    picture: str
    shot: str
    shot_at: datetime | None
    seen_at: datetime | None
    version: str
    free: int | None
    faults: tuple[str, ...]


@dataclass(frozen=True)
class HallTiles:
    name: str
    url: str
    region: str
    tiles: tuple[TilePanel, ...]


def tiles_by_hall(wall: Wall) -> list[HallTiles]:
    """In the order of the wall."""
    halls: dict[int, tuple[Any, list[TilePanel]]] = {}
    for tile in wall.tiles:
        halls.setdefault(tile.screen.hall_id, (tile.screen.hall, []))[1].append(_panel(tile))
    return [
        HallTiles(
            name=hall.region.display_name,
            url=f"{reverse('signage:wall')}?region={hall.code}",
            region=hall.region.parent.display_name if hall.region.parent else "",
            tiles=tuple(panels),
        )
        for hall, panels in halls.values()
    ]


def wall_stats(wall: Wall, filters: BoundFilters) -> list[Stat]:
    """A figure for each state that any screen is in; each narrows the wall to it."""
    everything = sum(wall.counts.values())
    shown = [state for state in ScreenState if wall.counts[state] or state in (ScreenState.PLAYING, ScreenState.SILENT)]
    url = reverse("signage:wall")
    all_of_them = stat(label=_("Screens"), value=everything, url=filters.link(url, state=None))
    return [
        all_of_them,
        *(stat(label=str(STATE_LABELS[state]), value=wall.counts[state], url=filters.link(url, state=state.value)) for state in shown),
    ]


def wall_version(halls: Sequence[HallTiles], stats: Sequence[Stat]) -> str:
    """Changes with everything shown; times of contact to the minute, since every report moves them."""
    tiles = [tile for hall in halls for tile in hall.tiles]
    seen = [(replace(tile, seen_at=None), tile.seen_at and f"{tile.seen_at:%F %H:%M}") for tile in tiles]
    return short_version((seen, [str(one.value) for one in stats]))


def short_version(shown: object) -> str:
    """A mark that changes with what is shown."""
    return sha256(repr(shown).encode()).hexdigest()[:16]


def wall_range(wall: Wall) -> str:
    """`61 to 120 of 2,000 screens`; empty where all are shown."""
    if wall.pages == 1:
        return ""
    first = (wall.page - 1) * len(wall.tiles) + 1 if wall.page < wall.pages else wall.total - len(wall.tiles) + 1
    text = ngettext("{first} to {last} of {total} screen", "{first} to {last} of {total} screens", wall.total)
    return text.format(first=number_text(first), last=number_text(first + len(wall.tiles) - 1), total=number_text(wall.total))


def playing_picture(tile: Tile) -> str:
    """The address of the picture of what plays; empty where nothing that plays has one."""
    version = next((one for one in versions_playing(tile.screen) if one in tile.pictured), None)
    return reverse("signage:playing_picture", args=[tile.screen.pk, version]) if version is not None else ""


def _panel(tile: Tile) -> TilePanel:
    status = status_of(tile.screen)
    is_live = tile.state in _LIVE
    return TilePanel(
        name=tile.screen.name,
        url=screen_url(tile.screen),
        place=tile.screen.place,
        state=str(STATE_LABELS[tile.state]),
        tone=STATE_TONES[tile.state],
        playing=titles_playing(tile.screen) if is_live else "",
        picture=playing_picture(tile) if is_live else "",
        shot=reverse("signage:screenshot", args=[tile.screen.pk, tile.shot.pk]) if tile.shot else "",
        shot_at=tile.shot.taken_at if tile.shot else None,
        seen_at=status.seen_at if status else None,
        version=status.version if status else "",
        free=status.free_bytes if status else None,
        faults=tuple(dict.fromkeys(fault_text(fault.code) for fault in tile.faults)),
    )
