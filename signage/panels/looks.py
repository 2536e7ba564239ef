"""What something that plays looks like."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from ..domain.notices import Tone
from ..domain.proof import version_of
from ..models import Screen
from ..selectors.walls import Looks

EMERGENCY = "emergency"  # the zone that players name


@dataclass(frozen=True)
class Look:
    """The address of its picture, or the words that it shows; neither where it has none, like a bundle."""

    picture: str = ""
    title: str = ""
    body: str = ""
    tone: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.picture or self.title or self.body)


def look_of(screen: Screen, told: Mapping[str, Any], looks: Looks) -> Look:
    """`told` is what the player says of a zone."""
    version = version_of(str(told.get("item", "")))
    if version in looks.pictured:
        return Look(picture=reverse("signage:playing_picture", args=[screen.pk, version]))
    words = looks.words.get(version) if version is not None else None
    if words:
        return Look(title=words.get("title", ""), body=words.get("body", ""), tone=words.get("tone", ""))
    if version is None and told.get("zone") == EMERGENCY:
        return Look(title=str(told.get("title", "")), tone=Tone.DANGER.value)
    return Look()
