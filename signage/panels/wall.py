"""Tiles of the wall of screens in words, and the emergencies that run."""

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
from ..domain.targets import Place, matches
from ..selectors.emergencies import Running
from ..selectors.walls import Tile, Wall
from .looks import EMERGENCY, Look, look_of
from .screens import STATE_LABELS, STATE_TONES, fault_text, screen_url, status_of, titles_playing

_LIVE = (ScreenState.PLAYING, ScreenState.BEHIND, ScreenState.FAULTS)


@dataclass(frozen=True)
class TilePanel:
    """`look` is of what it plays, `shot` the address of the newest picture taken at the screen itself; empty where there is none.

    `emergency` says how it does with an emergency that means it; empty while none does.
    """

    name: str
    url: str
    place: str
    state: str
    tone: str
    playing: str
    look: Look
    emergency: str
    emergency_tone: str
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


@dataclass(frozen=True)
class EmergencyPanel:
    title: str
    url: str
    total: int
    done: int


def emergency_panels(emergencies: Sequence[Running]) -> list[EmergencyPanel]:
    return [
        EmergencyPanel(one.schedule.title, reverse("signage:schedule", args=[one.schedule.pk]), one.total, one.done) for one in emergencies
    ]


def tiles_by_hall(wall: Wall, emergencies: Sequence[Running]) -> list[HallTiles]:
    """In the order of the wall."""
    halls: dict[int, tuple[Any, list[TilePanel]]] = {}
    for tile in wall.tiles:
        halls.setdefault(tile.screen.hall_id, (tile.screen.hall, []))[1].append(_panel(tile, emergencies))
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


def wall_version(halls: Sequence[HallTiles], stats: Sequence[Stat], emergencies: Sequence[EmergencyPanel]) -> str:
    """Changes with everything shown; times of contact to the minute, since every report moves them."""
    tiles = [tile for hall in halls for tile in hall.tiles]
    seen = [(replace(tile, seen_at=None), tile.seen_at and f"{tile.seen_at:%F %H:%M}") for tile in tiles]
    return short_version((seen, [str(one.value) for one in stats], emergencies))


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


def _panel(tile: Tile, emergencies: Sequence[Running]) -> TilePanel:
    status = status_of(tile.screen)
    is_live = tile.state in _LIVE
    emergency, emergency_tone = _emergency(tile, emergencies, is_live=is_live)
    return TilePanel(
        name=tile.screen.name,
        url=screen_url(tile.screen),
        place=tile.screen.place,
        state=str(STATE_LABELS[tile.state]),
        tone=STATE_TONES[tile.state],
        playing=titles_playing(tile.screen) if is_live else "",
        look=_look(tile) if is_live else Look(),
        emergency=emergency,
        emergency_tone=emergency_tone,
        shot=reverse("signage:screenshot", args=[tile.screen.pk, tile.shot.pk]) if tile.shot else "",
        shot_at=tile.shot.taken_at if tile.shot else None,
        seen_at=status.seen_at if status else None,
        version=status.version if status else "",
        free=status.free_bytes if status else None,
        faults=tuple(dict.fromkeys(fault_text(fault.code) for fault in tile.faults)),
    )


def _look(tile: Tile) -> Look:
    """Of what lies over everything, else of the first zone that looks like anything."""
    status = status_of(tile.screen)
    told = sorted(status.playing, key=lambda one: one.get("zone") != EMERGENCY) if status else []
    return next((look for one in told if (look := look_of(tile.screen, one, tile.looks)).is_known), Look())


def _emergency(tile: Tile, emergencies: Sequence[Running], *, is_live: bool) -> tuple[str, str]:
    screen, status = tile.screen, status_of(tile.screen)
    place = Place(screen=screen.pk, path=screen.hall.region.path)
    if not screen.is_enabled or not any(matches(one.target, place) for one in emergencies):
        return "", ""
    is_shown = is_live and status is not None and any(one.get("zone") == EMERGENCY for one in status.playing)
    return (_("Emergency on the screen"), "bad") if is_shown else (_("Emergency not shown yet"), "warn")
