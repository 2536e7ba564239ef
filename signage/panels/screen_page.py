"""What a screen's page shows of its status."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from ..domain.proof import version_of
from ..models import Screen, ScreenStatus
from ..selectors.on_screen import zone_titles
from ..selectors.walls import versions_playing, with_thumbnail
from .screens import moment_text
from .zones import zone_label


@dataclass(frozen=True)
class ZonePanel:
    """What a zone shows; `picture` is empty where the content has none."""

    zone: str
    title: str
    schedule: int | None
    since: datetime | None
    picture: str


def zones_playing(screen: Screen, status: ScreenStatus | None) -> list[ZonePanel]:
    """Zone by zone by the player's last word. Two queries."""
    if status is None:
        return []
    pictured, titles = with_thumbnail(versions_playing(screen)), zone_titles(screen)
    return [
        ZonePanel(
            zone=zone_label(str(one.get("zone", "")), titles),
            title=str(one.get("title", "")),
            schedule=one.get("schedule"),
            since=moment_text(one.get("since")),
            picture=_picture(screen, str(one.get("item", "")), pictured),
        )
        for one in status.playing
    ]


def _picture(screen: Screen, item: str, pictured: frozenset[int]) -> str:
    version = version_of(item)
    return reverse("signage:playing_picture", args=[screen.pk, version]) if version in pictured else ""
