"""Asks for an export, and says at once why one cannot be had."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.jobs.services import enqueue
from portalkit.periods.domain.calendar import SHANGHAI
from video.domain.evidence import LONGEST, Cut, Source, cuts
from video.domain.segments import microseconds
from video.models import Camera, EvidenceExport, Segment
from video.selectors.evidence import EXPORT, Nearest, nearest_footage, segments_in

from ..holds import place_hold


class CannotExport(Exception):
    """Why a span cannot be exported as one file."""


class TooLong(CannotExport):
    """Longer than `domain.evidence.LONGEST`, or ends before it begins."""


class NotRecordedYet(CannotExport):
    """Some of the span lies ahead."""


class NoFootage(CannotExport):
    """Nothing of the span was recorded, or nothing of it is left."""

    def __init__(self, nearest: Nearest) -> None:
        super().__init__()
        self.nearest = nearest


class Divided(CannotExport):
    """From `at` on the footage lies on another node, or has another picture format: two exports are needed."""

    def __init__(self, at: datetime, *, by_format: bool) -> None:
        super().__init__()
        self.at, self.by_format = at, by_format


@dataclass(frozen=True)
class Chosen:
    """The segments that an export takes pictures from, and which."""

    segments: Sequence[Segment]
    cuts: Sequence[Cut]


def choose(*, camera: Camera, start: datetime, end: datetime) -> Chosen:
    """Raises NoFootage."""
    rows = {row.pk: row for row in segments_in(camera, start=start, end=end)}
    sources = [Source(row.pk, microseconds(row.start), microseconds(row.end), bytes(row.fragments)) for row in rows.values()]
    found = cuts(sources, start_us=microseconds(start), end_us=microseconds(end))
    if not found:
        raise NoFootage(nearest_footage(camera, start=start, end=end))
    return Chosen([rows[cut.key] for cut in found], found)


@transaction.atomic
def ask_export(
    *, camera: Camera, start: datetime, end: datetime, reason: str, holds: bool, user: User, by: Actor, now: datetime
) -> EvidenceExport:
    """Puts the export in line where the footage is, and where wanted places a legal hold on the span. Raises CannotExport."""
    if not start < end <= start + LONGEST:
        raise TooLong
    if end > now:
        raise NotRecordedYet
    chosen = choose(camera=camera, start=start, end=end)
    _refuse_divided(chosen.segments)
    hold = place_hold(camera=camera, start=start, end=end, reason=reason, user=user, by=by, now=now) if holds else None
    export = EvidenceExport.objects.create(
        camera=camera, start=start, end=end, reason=reason, requested_by=user, requested_at=now, hold=hold
    )
    detail = {"camera": camera.gb_id, "from": start.isoformat(), "to": end.isoformat(), "reason": reason, "with_hold": holds}
    record(by=by, action="video.ask_export", on=export, region_code=camera.hall.region.code, detail=detail, at=now)
    enqueue(
        kind=EXPORT, key=str(export.pk), title=_title(camera, start), params={"export": export.pk}, by=by,
        region=camera.hall.region, now=now,
        result_url=reverse("video:evidence", args=[export.pk]), queue=_queue_for(chosen.segments),
    )  # fmt: skip
    return export


def _queue_for(segments: Sequence[Segment]) -> str | None:
    """That of the node whose volumes hold any of it. What the archive alone holds is made into a file at the centre."""
    return next((segment.volume.node.queue for segment in segments if segment.is_local), None)


def _title(camera: Camera, start: datetime) -> str:
    return _("Evidence of {camera}, {day}").format(camera=camera.name, day=f"{start.astimezone(SHANGHAI):%Y-%m-%d %H:%M}")


def _refuse_divided(segments: Sequence[Segment]) -> None:
    node: int | None = None
    look: tuple[str, int, int] | None = None
    for segment in segments:
        its_look = (segment.codec, segment.width, segment.height)
        if look not in (None, its_look):
            raise Divided(segment.start, by_format=True)
        if segment.is_local and node not in (None, segment.volume.node_id):
            raise Divided(segment.start, by_format=False)
        look, node = its_look, segment.volume.node_id if segment.is_local else node
