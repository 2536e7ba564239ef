"""What a screen's page shows of its status."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from ..domain.proof import version_of
from ..models import Screen, ScreenStatus
from ..selectors.walls import versions_playing, with_thumbnail
from .screens import moment_text


@dataclass(frozen=True)
class ZonePanel:
    """What a zone shows; `picture` is empty where the content has none."""

    zone: str
    title: str
    schedule: int | None
    since: datetime | None
    picture: str


def zones_playing(screen: Screen, status: ScreenStatus | None) -> list[ZonePanel]:
    """Zone by zone by the player's last word. One query."""
    if status is None:
        return []
    pictured = with_thumbnail(versions_playing(screen))
    return [
        ZonePanel(
            zone=str(one.get("zone", "")),
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
