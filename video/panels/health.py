"""Health in words and tones: states, causes, durations, the figures above a page."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portalkit.jobs.domain.durations import in_units
from portalkit.periods.domain.calendar import SHANGHAI, local_day
from portalkit.ui.domain.formats import datetime_text, number_text, percent_text
from portalkit.ui.panels.figures import Stat, stat

from ..domain.causes import CameraState, Cause
from ..domain.health import CameraHealth, Lost, NodeState, Tally, VolumeHealth
from ..models import CameraStatus, Volume
from ..models.recording import CAUSES
from ..selectors.health import NodeLine, Overview

STATE_TONES: Mapping[CameraState | None, str] = {
    CameraState.RECORDING: "good",
    CameraState.CONNECTING: "info",
    CameraState.FAILING: "bad",
    CameraState.UNKNOWN: "warn",
    CameraState.OFF: "neutral",
    None: "neutral",
}
NO_CAMERA = gettext_lazy("No camera")
NODE_LABELS = {
    NodeState.ALIVE: gettext_lazy("In touch"),
    NodeState.LATE: gettext_lazy("Heartbeat late"),
    NodeState.LOST: gettext_lazy("Silent"),
    NodeState.UNKNOWN: gettext_lazy("Never heard of"),
    NodeState.OFF: gettext_lazy("Out of service"),
}
NODE_TONES = {
    NodeState.ALIVE: "good",
    NodeState.LATE: "warn",
    NodeState.LOST: "bad",
    NodeState.UNKNOWN: "neutral",
    NodeState.OFF: "neutral",
}
VOLUME_LABELS = {
    VolumeHealth.OFF: NODE_LABELS[NodeState.OFF],
    VolumeHealth.UNKNOWN: CameraStatus.State.UNKNOWN.label,
    VolumeHealth.READY: Volume.State.READY.label,
    VolumeHealth.FILLING: gettext_lazy("Filling up"),
    VolumeHealth.FULL: Volume.State.FULL.label,
    VolumeHealth.NO_MARKER: Volume.State.NO_MARKER.label,
    VolumeHealth.WRONG_MARKER: Volume.State.WRONG_MARKER.label,
    VolumeHealth.FAILED: Volume.State.FAILED.label,
}
VOLUME_TONES = {
    VolumeHealth.OFF: "neutral",
    VolumeHealth.UNKNOWN: "warn",
    VolumeHealth.READY: "good",
    VolumeHealth.FILLING: "info",
    VolumeHealth.FULL: "bad",
    VolumeHealth.NO_MARKER: "bad",
    VolumeHealth.WRONG_MARKER: "bad",
    VolumeHealth.FAILED: "bad",
}
UNITS = {
    "d": pgettext_lazy("duration", "{count} d"),
    "h": pgettext_lazy("duration", "{count} h"),
    "min": pgettext_lazy("duration", "{count} min"),
    "s": pgettext_lazy("duration", "{count} s"),
}


def state_label(state: CameraState | None) -> str:
    """Of a camera, or of a hall: None is one without cameras."""
    return str(NO_CAMERA if state is None else CameraStatus.State(state.value).label)


def cause_text(health: CameraHealth) -> str:
    """Why a camera is not recorded; empty where it is, or nobody knows."""
    return str(CAUSES[health.cause]) if health.cause is not Cause.NONE else ""


def duration_text(duration: timedelta | None) -> str:
    """`1 h 3 min` in the reader's language; empty for None."""
    return "" if duration is None else " ".join(str(UNITS[unit]).format(count=count) for count, unit in in_units(duration))


def clock_text(moment: datetime | None, *, now: datetime) -> str:
    """To the second today, else day and minute; empty for None."""
    if moment is None:
        return ""
    here = moment.astimezone(SHANGHAI)
    return here.strftime("%H:%M:%S") if local_day(moment) == local_day(now) else datetime_text(here)


def gaps_text(lost: Lost) -> str:
    """`3 (1 min 20 s)`; empty without gaps."""
    return f"{number_text(lost.number)} ({duration_text(lost.time)})" if lost.number else ""


def overview_stats(found: Overview) -> list[Stat]:
    """Halls, cameras by state, nodes where the caller sees any, today's gaps; each leads to the list behind it."""
    in_touch = sum(line.state is NodeState.ALIVE for line in found.nodes)
    nodes = [line for line in found.nodes if line.state is not NodeState.OFF]
    watched = sum(line.state is not None for line in found.halls)
    note = "" if watched == len(found.halls) else _("{count} with cameras").format(count=number_text(watched))
    touch = stat(label=_("Storage nodes in touch"), value=in_touch, note=_("of {count}").format(count=number_text(len(nodes))))
    return [
        stat(label=_("Halls"), value=len(found.halls), note=note, url=reverse("video:halls") + ("?cameras=yes" if note else "")),
        *camera_stats(found.cameras, lists=True),
        *([touch] if nodes else []),
        gap_stat(found.lost, found.share),
    ]


def camera_stats(cameras: Tally, *, lists: bool = False) -> list[Stat]:
    """Recording, failing, unknown. `lists`: each leads to the halls in that state."""

    def link(state: CameraState) -> str:
        return f"{reverse('video:halls')}?state={state}" if lists else ""

    share = "" if cameras.share is None else percent_text(cameras.share, digits=1)
    of = _("of {count} · {share}").format(count=number_text(cameras.wanted), share=share) if share else ""
    return [
        stat(label=_("Cameras recording"), value=cameras.recording if cameras.total else None, note=of),
        stat(label=_("Cameras failing"), value=cameras.of(CameraState.FAILING) if cameras.total else None, url=link(CameraState.FAILING)),
        stat(label=_("Cameras unknown"), value=cameras.of(CameraState.UNKNOWN) if cameras.total else None, url=link(CameraState.UNKNOWN)),
    ]


def gap_stat(lost: Lost, share: float | None) -> Stat:
    note = "" if share is None else _("{share} of today recorded").format(share=percent_text(share, digits=2))
    return stat(label=_("Gaps today"), value=lost.number if share is not None else None, note=note)


def lag_text(line: NodeLine) -> str:
    """How many rows wait on the node and how long already; empty where none does."""
    status = line.status
    if status is None or not status.spool_rows:
        return ""
    return _("{count} rows for {time}").format(count=number_text(status.spool_rows), time=duration_text(line.behind))
