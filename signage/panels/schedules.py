"""What a revision meets, in words."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portalkit.ui.domain.formats import number_text

from ..domain.conflicts import Clash
from ..selectors.conflicts import Preview

_CLASHES = {
    Clash.OUTRANKED: gettext_lazy("has priority over it"),
    Clash.IN_TURN: gettext_lazy("takes turns with it"),
    Clash.OUTRANKS: gettext_lazy("gives way to it"),
}
_TONES = {Clash.OUTRANKED: "warn", Clash.IN_TURN: "info", Clash.OUTRANKS: "neutral"}


@dataclass(frozen=True)
class MeetingPanel:
    title: str
    url: str
    text: Any
    tone: str
    screens: int
    hours: str


def meetings_panel(preview: Preview, *, seen: Container[int]) -> list[MeetingPanel]:
    """`seen`: the schedules that the reader may open, by their ids; others are met without a name."""
    return [
        MeetingPanel(
            title=one.schedule.title if one.schedule.pk in seen else _("A schedule of another region"),
            url=reverse("signage:schedule", args=[one.schedule.pk]) if one.schedule.pk in seen else "",
            text=_CLASHES[one.clash],
            tone=_TONES[one.clash],
            screens=one.screens,
            hours=ngettext("{hours} hour a week", "{hours} hours a week", round(one.hours)).format(hours=number_text(round(one.hours, 1))),
        )
        for one in preview.meetings
    ]
