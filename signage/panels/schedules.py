"""What a revision meets, in words."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portalkit.ui.domain.formats import number_text

from ..domain.conflicts import Clash
from ..domain.kinds import ScheduleKind
from ..selectors.conflicts import Meeting, Preview

_CLASHES = {
    Clash.OUTRANKED: (gettext_lazy("comes before this one"), "warn"),
    Clash.IN_TURN: (gettext_lazy("takes turns with this one"), "info"),
    Clash.OUTRANKS: (gettext_lazy("gives way to this one"), "neutral"),
    Clash.COVERS: (gettext_lazy("lies under this one"), "neutral"),
}
_SILENCING = {
    (ScheduleKind.ADVERT, Clash.OUTRANKED): gettext_lazy("keeps this advert off the screen"),
    (ScheduleKind.LOOP, Clash.OUTRANKS): gettext_lazy("is kept off the screen by this one"),
    (ScheduleKind.OVERLAY, Clash.OUTRANKED): gettext_lazy("is shown instead of this ticker"),
    (ScheduleKind.OVERLAY, Clash.OUTRANKS): gettext_lazy("is not shown because of this ticker"),
}


@dataclass(frozen=True)
class MeetingPanel:
    """`text` is said of the other schedule, whose title stands beside it."""

    title: str
    url: str
    text: Any
    tone: str
    screens: int
    hours: str


def meetings_panel(preview: Preview, *, seen: Container[int]) -> list[MeetingPanel]:
    """`seen`: the schedules that the reader may open, by their ids; others are met without a name."""
    return [_meeting(one, preview, is_seen=one.schedule.pk in seen) for one in preview.meetings]


def _meeting(meeting: Meeting, preview: Preview, *, is_seen: bool) -> MeetingPanel:
    text, tone = _standing(meeting, preview.kind)
    hours = ngettext("{hours} hour a week", "{hours} hours a week", round(meeting.hours))
    if preview.kind == ScheduleKind.EMERGENCY:
        hours = ngettext("{hours} hour", "{hours} hours", round(meeting.hours))
    return MeetingPanel(
        title=meeting.schedule.title if is_seen else _("A schedule of another region"),
        url=reverse("signage:schedule", args=[meeting.schedule.pk]) if is_seen else "",
        text=text,
        tone=tone,
        screens=meeting.screens,
        hours=hours.format(hours=number_text(meeting.hours, digits=1)),
    )


def _standing(meeting: Meeting, kind: str) -> tuple[Any, str]:
    text, tone = _CLASHES[meeting.clash]
    is_between_programmes = kind == ScheduleKind.LOOP == meeting.schedule.kind
    silencing = None if is_between_programmes else _SILENCING.get((ScheduleKind(kind), meeting.clash))
    return (silencing, "warn") if silencing else (text, tone)
