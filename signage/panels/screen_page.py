"""What a screen's page shows of its status."""

from dataclasses import dataclass
from datetime import datetime

from ..models import Screen, ScreenStatus
from ..selectors.on_screen import zone_titles
from ..selectors.walls import looks_of, versions_playing
from .looks import Look, look_of
from .screens import moment_text
from .zones import zone_label


@dataclass(frozen=True)
class ZonePanel:
    """What a zone shows."""

    zone: str
    title: str
    schedule: int | None
    since: datetime | None
    look: Look


def zones_playing(screen: Screen, status: ScreenStatus | None) -> list[ZonePanel]:
    """Zone by zone by the player's last word. Two queries."""
    if status is None:
        return []
    looks, titles = looks_of(versions_playing(screen)), zone_titles(screen)
    return [
        ZonePanel(
            zone=zone_label(str(one.get("zone", "")), titles),
            title=str(one.get("title", "")),
            schedule=one.get("schedule"),
            since=moment_text(one.get("since")),
            look=look_of(screen, one, looks),
        )
        for one in status.playing
    ]
