"""The player's page: its data for the script, and the same as rows for whoever reads instead of looks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..domain.causes import Cause
from ..domain.segments import moment
from ..models import Camera, CameraEvent
from ..models.recording import CAUSES
from ..selectors.timelines import CameraDay

MOST_ROWS = 600
_MINUTE = timedelta(minutes=1)
_NO_FOOTAGE = gettext_lazy("No footage")
_TONES = {"footage": "good", "absent": "bad", "archived": "neutral", "event": "warn", "hold": "info"}


@dataclass(frozen=True)
class Line:
    """A span of a camera in words. `play_url` is empty where there is nothing to play."""

    camera: Camera
    kind: str
    label: str
    start: datetime
    end: datetime
    lasting: str
    tone: str
    play_url: str

    @property
    def start_ms(self) -> int:
        return _ms(self.start)

    @property
    def end_text(self) -> str:
        """The time of day at which it ends; a day ends at 24:00:00."""
        text = timezone.localtime(self.end).strftime("%H:%M:%S")
        return "24:00:00" if text == "00:00:00" else text


def cause_text(cause: str) -> str:
    """Why there is no footage, as a reader is told."""
    return str(CAUSES[Cause(cause)]) if cause in set(Cause) else cause


def player_data(days: Sequence[CameraDay], *, start: datetime, end: datetime, now: datetime, at: datetime) -> dict[str, object]:
    """What the player's script reads: times in milliseconds since 1970."""
    return {
        "start": _ms(start),
        "end": _ms(end),
        "now": _ms(now),
        "at": _ms(at),
        "zoneMinutes": int((timezone.localtime(start).utcoffset() or timedelta()).total_seconds() // 60),
        "cameras": [_camera(day) for day in days],
        "kinds": {value: str(label) for value, label in CameraEvent.Kind.choices},
        "texts": _texts(),
    }


def lines_of(days: Sequence[CameraDay]) -> list[Line]:
    """Everything the timeline draws, by camera and time."""
    return [line for day in days for line in sorted(_lines(day), key=lambda line: line.start)]


def watch_url(gb_ids: Sequence[str], at: datetime, *, choose: bool = False) -> str:
    """The permalink to a moment of one camera or several; with `choose` the page where others are chosen for the same moment."""
    if len(gb_ids) == 1 and not choose:
        return f"{reverse('video:play', kwargs={'gb_id': gb_ids[0]})}?at={_local(at)}"
    query = {**({"choose": "1"} if choose else {}), "cameras": ",".join(gb_ids), "at": _local(at)}
    return f"{reverse('video:playback')}?{urlencode(query, safe=',:')}"


def day_url(gb_ids: Sequence[str], day: date) -> str:
    """The player on a day, at no moment in particular."""
    if len(gb_ids) == 1:
        return f"{reverse('video:play', kwargs={'gb_id': gb_ids[0]})}?day={day}"
    return f"{reverse('video:playback')}?cameras={','.join(gb_ids)}&day={day}"


def timeline_url(gb_ids: Sequence[str], day: date) -> str:
    return f"{reverse('video:timeline')}?cameras={','.join(gb_ids)}&day={day}"


def export_url(camera: Camera, at: datetime) -> str:
    """Where a minute from a moment on is asked for as evidence."""
    query = urlencode({"from": _local(at), "to": _local(at + _MINUTE)}, safe=":")
    return f"{reverse('video:ask_export', kwargs={'gb_id': camera.gb_id})}?{query}"


def duration_text(seconds: float) -> str:
    """`2 h 05 min`, `3 min 20 s`, `12 s`."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    if hours:
        return _("{hours} h {minutes} min").format(hours=number_format(hours), minutes=f"{minutes:02}")
    if minutes:
        return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=f"{whole % 60:02}")
    return _("{seconds} s").format(seconds=whole)


def _camera(day: CameraDay) -> dict[str, object]:
    camera = day.camera
    return {
        "id": camera.gb_id,
        "name": camera.name,
        "hall": camera.hall.region.display_name,
        "playlist": reverse("video:playlist", kwargs={"gb_id": camera.gb_id}),
        "codec": day.codec,
        "frameRate": round(day.frame_rate, 3) if day.frame_rate else None,
        "spans": [[span.start_us // 1000, span.end_us // 1000] for span in day.spans],
        "archived": [[span.start_us // 1000, span.end_us // 1000] for span in day.archived],
        "absent": [[one.start_us // 1000, one.end_us // 1000, _absence_label(one.cause)] for one in day.missing],
        "events": [[one.start_us // 1000, one.end_us // 1000, one.kind] for one in day.events],
        "holds": [[one.start_us // 1000, one.end_us // 1000, one.note] for one in day.holds],
    }


def _absence_label(cause: str) -> str:
    return cause_text(cause) if cause else str(_NO_FOOTAGE)


def _lines(day: CameraDay) -> Iterator[Line]:
    kinds = dict(CameraEvent.Kind.choices)
    for span in day.spans:
        yield _line(day.camera, "footage", _("Footage"), span.start_us, span.end_us, plays=True)
    for one in day.missing:
        yield _line(day.camera, "absent", _absence_label(one.cause), one.start_us, one.end_us)
    for span in day.archived:
        yield _line(day.camera, "archived", _("In the archive"), span.start_us, span.end_us, plays=True)
    for mark in day.events:
        yield _line(day.camera, "event", str(kinds[mark.kind]), mark.start_us, mark.end_us, plays=True)
    for mark in day.holds:
        yield _line(day.camera, "hold", _("Legal hold: {reason}").format(reason=mark.note), mark.start_us, mark.end_us, plays=True)


def _line(camera: Camera, kind: str, label: str, start_us: int, end_us: int, *, plays: bool = False) -> Line:
    start, end = moment(start_us), moment(end_us)
    lasting = duration_text((end - start).total_seconds())
    return Line(camera, kind, label, start, end, lasting, _TONES[kind], watch_url([camera.gb_id], start) if plays else "")


def _local(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M:%S")


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _texts() -> dict[str, str]:
    return {
        "play": _("Play"),
        "pause": _("Pause"),
        "loading": _("Loading …"),
        "noFootage": _("No footage"),
        "jump": _("Jump to next footage"),
        "copied": _("Link copied."),
        "notCopied": _("The browser did not let the link be copied; it stands in the address bar."),
        "noNext": _("There is no later footage on this day."),
        "badTime": _("Write a time of this day."),
        "cannotPlay": _(
            "This browser cannot play HLS. Use a current Chromium, Edge or Safari, or have the administrator run “make assets”."
        ),
        "cannotDecode": _("This browser cannot decode the camera's codec ({codec})."),
        "failed": _("The footage could not be loaded."),
        "gone": _("This footage is no longer on its volume."),
        "archived": _("In the archive"),
        "away": _("The archive of footage does not answer. The footage is still there; try again in a few minutes."),
    }
