"""Lists of footage kept: cameras, volumes, legal holds, exports."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portalkit.jobs.models import JobState
from portalkit.tables import Column, Table

from ..domain.retention import DAY
from ..models import EvidenceExport, LegalHold, Volume

STATE_TONES = {"unknown": "neutral", "ready": "good", "full": "bad", "failed": "bad", "no_marker": "bad", "wrong_marker": "bad"}


def days_of(lasting: timedelta | None) -> float | None:
    return None if lasting is None else lasting / DAY


def recorded_share(row: Any) -> float | None:
    """Of the time since the oldest footage."""
    if not row.held_for or row.recorded is None:
        return None
    return min(float(row.recorded / row.held_for.total_seconds()), 1.0)


def bytes_needed(row: Any) -> int | None:
    """What the days to keep take at the rate of now."""
    return None if row.rate is None else int(row.rate * row.kept_days)


def wish_of(row: Any) -> str:
    """A wish below the legal minimum, which was lifted; else empty."""
    is_lifted = row.keep_days is not None and row.keep_days < row.legal_days
    return gettext("Lifted from {days}").format(days=row.keep_days) if is_lifted else ""


CAMERAS = Table(
    key="video.retention",
    title=_("Retention of cameras"),
    default_order="hall",
    row_link=lambda camera: reverse("video:kept_camera", args=[camera.gb_id]),
    columns=(
        Column("name", _("Camera"), order_by="name"),
        Column("hall", _("Hall"), value="hall.region.display_name", order_by=("hall__region__path", "gb_id")),
        Column("gb_id", _("Device id"), order_by="gb_id", shown=False),
        Column("hall_class", _("Hall class"), value="hall.get_hall_class_display", order_by="hall__hall_class", shown=False),
        Column("legal_days", _("Legal minimum, days"), kind="number", order_by="legal_days"),
        Column("kept_days", _("Days to keep"), kind="number", order_by="kept_days"),
        Column("wish", _("Wish"), value=wish_of, kind="badge", tone=lambda _row: "warn"),
        Column("held", _("Days held"), value=lambda row: days_of(row.held_for), kind="number", digits=1, order_by="held_for"),
        Column("oldest_at", _("Oldest footage"), kind="datetime", order_by="oldest_at"),
        Column("share", _("Recorded of it"), value=recorded_share, kind="percent", bar=recorded_share),
        Column("size", _("Bytes on volumes"), kind="bytes", order_by="size"),
        Column("rate", _("Bytes a day"), kind="bytes", order_by="rate"),
        Column("needed", _("Needed for its days"), value=bytes_needed, kind="bytes"),
        Column(
            "is_held", _("Legal hold"), value=lambda row: gettext("Held") if row.is_held else "", kind="badge", tone=lambda _row: "info",
            order_by="is_held",
        ),
        Column("counted_at", _("Counted at"), kind="datetime", order_by="counted_at", shown=False),
    ),
)  # fmt: skip


def _outlook(name: str) -> Any:
    return lambda volume: getattr(getattr(volume, "outlook", None), name, None)


def used_share(volume: Volume) -> float | None:
    """Of what fits before some must go."""
    used, usable = _outlook("used_bytes")(volume), _outlook("usable_bytes")(volume)
    return min(used / usable, 1.0) if usable else None


def standing_of(volume: Volume) -> str:
    outlook = getattr(volume, "outlook", None)
    if outlook is None:
        return gettext("Not counted yet")
    if outlook.short_bytes:
        return gettext("Too full now")
    return gettext("In danger") if outlook.danger_at else gettext("Fits")


def standing_tone(volume: Volume) -> str:
    outlook = getattr(volume, "outlook", None)
    if outlook is None:
        return "neutral"
    if outlook.short_bytes:
        return "bad"
    return "warn" if outlook.danger_at else "good"


VOLUMES = Table(
    key="video.retention_volumes",
    title=_("Retention of volumes"),
    default_order="node",
    columns=(
        Column("node", _("Storage node"), value="node.title", order_by=("node__name", "title")),
        Column("title", _("Volume"), order_by="title"),
        Column("state", _("State"), value="get_state_display", kind="badge", tone=lambda row: STATE_TONES[row.state], order_by="state"),
        Column("standing", _("Legal minimum"), value=standing_of, kind="badge", tone=standing_tone),
        Column("quota", _("Quota"), value="quota_bytes", kind="bytes", order_by="quota_bytes"),
        Column(
            "used", _("Used by footage"), value=_outlook("used_bytes"), kind="bytes", order_by="outlook__used_bytes", bar=used_share
        ),
        Column("usable", _("Fits before some goes"), value=_outlook("usable_bytes"), kind="bytes", order_by="outlook__usable_bytes"),
        Column("free", _("Free on the disk"), value="free_bytes", kind="bytes", order_by="free_bytes"),
        Column("rate", _("Bytes a day"), value=_outlook("bytes_per_day"), kind="bytes", order_by="outlook__bytes_per_day"),
        Column(
            "days", _("Days it will hold"), value=_outlook("days_it_holds"), kind="number", digits=1, order_by="outlook__days_it_holds"
        ),
        Column("danger", _("Legal minimum in danger from"), value=_outlook("danger_at"), kind="date", order_by="outlook__danger_at"),
        Column("short", _("Wanted and not to be had"), value=_outlook("short_bytes"), kind="bytes", shown=False),
        Column("held", _("Under legal hold"), value=_outlook("held_bytes"), kind="bytes", order_by="outlook__held_bytes", shown=False),
        Column("counted_at", _("Counted at"), value=_outlook("counted_at"), kind="datetime", order_by="outlook__counted_at"),
    ),
)  # fmt: skip


HOLDS = Table(
    key="video.holds",
    title=_("Legal holds"),
    default_order="-placed_at",
    row_link=lambda hold: reverse("video:hold", args=[hold.pk]),
    columns=(
        Column("reason", _("Reason"), is_long=True),
        Column("state", _("State"), value=lambda hold: hold_state(hold), kind="badge", tone=lambda hold: hold_tone(hold)),
        Column("camera", _("Camera"), value="camera.name", order_by="camera__name"),
        Column("hall", _("Hall"), value="camera.hall.region.display_name", order_by="camera__hall__region__path"),
        Column("start", _("From"), kind="datetime", order_by="start"),
        Column("end", _("To"), kind="datetime", order_by="end"),
        Column("placed_by", _("Placed by"), value=lambda hold: str(hold.placed_by), order_by="placed_by__username"),
        Column("placed_at", _("Placed at"), kind="datetime", order_by="placed_at"),
        Column("released_at", _("Released at"), kind="datetime", order_by="released_at", shown=False),
    ),
)


def hold_state(hold: LegalHold) -> str:
    return gettext("Released") if hold.released_at else gettext("Stands")


def hold_tone(hold: LegalHold) -> str:
    return "neutral" if hold.released_at else "info"


def size_of(export: EvidenceExport) -> int | None:
    return export.footage.size if export.footage else None


EXPORTS = Table(
    key="video.exports",
    title=_("Evidence exports"),
    default_order="-requested_at",
    row_link=lambda export: reverse("video:evidence", args=[export.pk]),
    columns=(
        Column("number", _("Number"), value="pk", order_by="pk"),
        Column("state", _("State"), value=lambda export: export_state(export), kind="badge", tone=lambda export: export_tone(export)),
        Column("camera", _("Camera"), value="camera.name", order_by="camera__name"),
        Column("hall", _("Hall"), value="camera.hall.region.display_name", order_by="camera__hall__region__path"),
        Column("start", _("From"), kind="datetime", order_by="start"),
        Column("end", _("To"), kind="datetime", order_by="end"),
        Column("reason", _("Reason"), is_long=True),
        Column("requested_by", _("Exporter"), value=lambda export: str(export.requested_by), order_by="requested_by__username"),
        Column("requested_at", _("Asked for at"), kind="datetime", order_by="requested_at"),
        Column(
            "size", _("Size"), value=lambda export: export.footage.size if export.footage else None, kind="bytes", order_by="footage__size"
        ),
    ),
)


def export_state(export: EvidenceExport) -> str:
    if export.finished_at:
        return gettext("Ready for download")
    return gettext("Failed") if has_failed(export) else gettext("Being made")


def export_tone(export: EvidenceExport) -> str:
    if export.finished_at:
        return "good"
    return "bad" if has_failed(export) else "info"


def has_failed(export: Any) -> bool:
    """Without an end, and nobody works on it any more."""
    return export.job_state not in (JobState.QUEUED, JobState.RUNNING)
