"""Lists of playlists, layouts, schedules, and what waits for approval."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.approvals.domain.steps import ApprovalState
from portalkit.approvals.models import STATE_LABELS
from portalkit.tables import Column, Table

from ..models import Schedule, ScheduleRevision, Screen
from ..panels.zones import zone_label

STATE_TONES = {"draft": "neutral", "submitted": "warn", "approved": "good", "returned": "bad"}
_STATES = dict(STATE_LABELS)


def on_air_text(schedule: Any) -> Any:
    """What screens have of it; the row says `is_over`."""
    if schedule.on_air_id and schedule.is_over:
        return _("Over")
    if schedule.on_air_id:
        return _("On air")
    return _("Taken off air") if schedule.withdrawn_at else _("Not on air")


def on_air_tone(schedule: Any) -> str:
    return "good" if schedule.on_air_id and not schedule.is_over else "neutral"


def state_text(state: str, *, kind: str) -> Any:
    """How far a revision is on its way; an emergency is on air already and waits for its review only."""
    return _("Waits for review") if kind == Schedule.Kind.EMERGENCY and state == ApprovalState.SUBMITTED else _STATES[state]


def _edit(row: Any) -> Any:
    """The newest revision's state where it is not the one on air."""
    is_decided = row.newest_state == ApprovalState.APPROVED
    return "" if is_decided or row.newest_state is None else state_text(row.newest_state, kind=row.kind)


def _priority(row: Any) -> int | None:
    """Emergencies go by severity."""
    return None if row.kind == Schedule.Kind.EMERGENCY else row.priority


def _zone(row: Any) -> str:
    """Tickers and emergencies lie over the zones; a default may have none."""
    if row.kind in (Schedule.Kind.EMERGENCY, Schedule.Kind.OVERLAY) or not row.zone:
        return ""
    return zone_label(row.zone, {row.zone: row.zone_title})


def _review(revision: ScheduleRevision) -> Any:
    return _("Review afterwards") if revision.severity is not None else _("Approval")


def _review_tone(revision: ScheduleRevision) -> str:
    return "bad" if revision.severity is not None else "info"


def _used_tone(row: Any) -> str:
    return "good" if row.is_used else "neutral"


def _seen_at(screen: Screen) -> Any:
    """Unknown of a screen that never called."""
    status = getattr(screen, "status", None)
    return status.seen_at if status else None


def _complete(screen: Screen) -> Any:
    status = getattr(screen, "status", None)
    return status.complete_revision if status else None


PLAYLISTS = Table(
    key="signage.playlists",
    title=_("Playlists"),
    default_order="-changed_at",
    row_link=lambda playlist: reverse("signage:playlist", args=[playlist.pk]),
    columns=(
        Column("title", _("Title"), order_by="title"),
        Column("item_count", _("Items"), kind="number", order_by="item_count"),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
        Column("owner", _("Owner"), value="owner", order_by="owner__full_name"),
        Column("used", _("On air"), value=lambda row: _("On air") if row.is_used else "", kind="badge", tone=_used_tone),
        Column("changed_at", _("Changed at"), kind="datetime", order_by="changed_at"),
    ),
)
LAYOUTS = Table(
    key="signage.layouts",
    title=_("Layouts"),
    default_order="name",
    row_link=lambda layout: reverse("signage:layout", args=[layout.pk]),
    columns=(
        Column("name", _("Name"), order_by="name"),
        Column("zone_count", _("Zones"), kind="number", order_by="zone_count"),
        Column("zones", _("Names of the zones"), value=lambda row: ", ".join(zone.title for zone in row.zones.all())),
        Column("screen_count", _("Screens"), kind="number", order_by="screen_count"),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
    ),
)
SCHEDULES = Table(
    key="signage.schedules",
    title=_("Schedules"),
    default_order="-created_at",
    row_link=lambda schedule: reverse("signage:schedule", args=[schedule.pk]),
    columns=(
        Column("title", _("Title"), order_by="title"),
        Column("kind", _("Kind"), value="get_kind_display", order_by="kind"),
        Column("on_air", _("On air"), value=on_air_text, kind="badge", tone=on_air_tone, order_by="on_air"),
        Column("edit", _("Edit"), value=_edit, kind="badge", tone=lambda row: STATE_TONES[row.newest_state or "draft"]),
        Column("priority", _("Priority"), value=_priority, kind="number", order_by="priority"),
        Column("zone", _("Zone"), value=_zone, order_by="zone"),
        Column("first_day", _("From day"), kind="date", order_by="first_day"),
        Column("last_day", _("To day"), kind="date", order_by="last_day"),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
        Column("created_at", _("Created at"), kind="datetime", order_by="created_at"),
    ),
)
WAITING = Table(
    key="signage.waiting",
    title=_("Waits for approval"),
    default_order="submitted_at",
    row_link=lambda revision: reverse("signage:schedule", args=[revision.schedule_id]),
    columns=(
        Column("schedule", _("Schedule"), value="schedule.title", order_by="schedule__title"),
        Column("kind", _("Kind"), value="schedule.get_kind_display", order_by="schedule__kind"),
        Column("number", _("Revision"), kind="number", order_by="number"),
        Column("author", _("Author"), value="author", order_by="author__full_name"),
        Column("submitted_at", _("Handed in at"), kind="datetime", order_by="submitted_at"),
        Column("region", _("Region"), value="schedule.region.long_name", order_by="schedule__region__path"),
        Column("review", _("Kind of decision"), value=_review, kind="badge", tone=_review_tone),
    ),
)
WITHOUT_IT = Table(
    key="signage.without_publication",
    title=_("Screens that lack it"),
    default_order="hall",
    row_link=lambda screen: reverse("signage:screen", args=[screen.pk]),
    columns=(
        Column("hall", _("Hall"), value="hall.region.long_name", order_by="hall__region__path"),
        Column("name", _("Screen"), order_by="name"),
        Column("seen_at", _("Last contact"), value=_seen_at, kind="datetime", order_by="status__seen_at"),
        Column("has", _("Has revision"), value=_complete, kind="number", order_by="status__complete_revision"),
    ),
)
