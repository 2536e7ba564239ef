"""The lists of supervision: running watches, notices, long-planned cases, deadline rules."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.calendars.domain.working_time import WorkingTime
from portalkit.tables import Column, Table

from ..domain.supervision.notices import NoticeState
from ..domain.supervision.stopwatch import Alarm
from ..models import DeadlineRule, OpenWatch, SupervisionNotice
from ..models.labels import CLASS_LABELS
from ..models.notices import NOTICE_LABELS
from ..models.supervision import ALARM_LABELS, SOURCE_LABELS, STANDING_LABELS, STATE_LABELS, WATCH_LABELS
from ..panels.supervision import ALARM_TONES, NOTICE_TONES, standing_tone
from ..selectors.supervision.watches import alarm_of, elapsed_seconds
from .tickets import ticket_url

HOUR = 3600


def watch_table(*, now: datetime, times: Mapping[str, WorkingTime]) -> Table:
    """Running watches as they stand at `now`; hours left are counted in the calendar of each limit."""

    def left(row: OpenWatch) -> float | None:
        used = elapsed_seconds(row, times, now=now)
        return None if used is None or row.limit_seconds is None else (row.limit_seconds - used) / HOUR

    def share(row: OpenWatch) -> float | None:
        used = elapsed_seconds(row, times, now=now)
        return None if used is None or not row.limit_seconds else used / row.limit_seconds

    def tone(row: OpenWatch) -> str:
        return "neutral" if _is_idle(row, now) else ALARM_TONES[alarm_of(row, now=now)]

    return Table(
        key="complaints.watches",
        title=_("Overdue and at risk"),
        default_order="due",
        row_link=lambda row: ticket_url(row.ticket),
        columns=(
            Column("ticket", _("Ticket"), value="ticket.ticket_id", order_by="ticket__ticket_id"),
            Column("watch", _("Stop-watch"), value=lambda row: str(WATCH_LABELS[row.watch]), order_by="watch"),
            Column("stands", _("State"), value=lambda row: _standing(row, now), kind="badge", tone=tone),
            Column("left", _("Hours left"), value=left, kind="number", digits=1, tone=tone, bar=share),
            Column("due", _("Due"), value="due_at", kind="datetime", order_by="due_at"),
            Column("department", _("Department"), order_by="department"),
            Column("region", _("Region"), value="region.long_name", order_by="region__path"),
            Column("urgency", _("Urgency"), order_by="urgency"),
            Column("service_class", _("Class"), value=lambda row: str(CLASS_LABELS.get(row.service_class, row.service_class))),
            Column("started", _("Since"), value="started_at", kind="datetime", order_by="started_at"),
            Column("share", _("Share of the limit used"), value=share, kind="percent", digits=0, shown=False),
            Column("source", _("Limit from"), value=lambda row: str(SOURCE_LABELS[row.source]), shown=False),
            Column("limit", _("Limit in hours"), value=_limit_hours, kind="number", digits=1, order_by="limit_seconds", shown=False),
            Column("content", _("Complaint"), value="ticket.masked_content", is_long=True, shown=False),
        ),
    )


def _place(rule: DeadlineRule) -> str:
    return rule.region.long_name if rule.region else str(_("Everywhere"))


NOTICES = Table(
    key="complaints.notices",
    title=_("Supervision notices"),
    default_order="-opened",
    row_link=lambda notice: reverse("complaints:notice", args=[notice.pk]),
    columns=(
        Column("number", _("Notice"), order_by="number"),
        Column(
            "state",
            _("State"),
            value=lambda notice: str(NOTICE_LABELS[notice.state]),
            kind="badge",
            tone=lambda notice: "bad" if _is_late(notice) else NOTICE_TONES[NoticeState(notice.state)],
            order_by="state",
        ),
        Column("level", _("Level"), kind="number", order_by="level"),
        Column("department", _("Department"), order_by="department"),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
        Column("tickets", _("Tickets"), value="tickets_count", kind="number", order_by="tickets_count"),
        Column("reason", _("Reason"), is_long=True),
        Column("reply_by", _("Answer by"), kind="datetime", order_by="reply_by"),
        Column("opened", _("Opened at"), value="opened_at", kind="datetime", order_by="opened_at"),
        Column("opened_by", _("Opened by"), order_by="opened_by"),
        Column("answered", _("Answered at"), value="answered_at", kind="datetime", order_by="answered_at", shown=False),
        Column("answered_by", _("Answered by"), order_by="answered_by", shown=False),
        Column("closed", _("Closed at"), value="closed_at", kind="datetime", order_by="closed_at", shown=False),
        Column("result", _("Result"), is_long=True, shown=False),
    ),
)
LEGACY = Table(
    key="complaints.legacy",
    title=_("Long-planned cases"),
    default_order="expected",
    row_link=lambda case: reverse("complaints:legacy_case", args=[case.pk]),
    columns=(
        Column("ticket", _("Ticket"), value="ticket.ticket_id", order_by="ticket__ticket_id"),
        Column(
            "standing",
            _("State"),
            value=lambda case: str(STANDING_LABELS[case.standing]),
            kind="badge",
            tone=standing_tone,
        ),
        Column("expected", _("Expected time"), value="expected_at", kind="datetime", order_by="expected_at"),
        Column("project", _("Project"), order_by="project"),
        Column("reason", _("Reason"), is_long=True),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
        Column("department", _("Department"), value="ticket.department", order_by="ticket__department"),
        Column("proposed_by", _("Proposed by"), value=lambda case: str(case.proposed_by)),
        Column("proposed", _("Proposed at"), value="proposed_at", kind="datetime", order_by="proposed_at", shown=False),
        Column("decided_by", _("Decided by"), value=lambda case: str(case.decided_by) if case.decided_by else ""),
        Column("decided", _("Decided at"), value="decided_at", kind="datetime", order_by="decided_at", shown=False),
        Column("opinion", _("Opinion"), is_long=True, shown=False),
    ),
)
DEADLINES = Table(
    key="complaints.deadlines",
    title=_("Deadline rules"),
    default_order="watch",
    row_link=lambda rule: reverse("complaints:end_deadline", args=[rule.pk]),
    columns=(
        Column("watch", _("Stop-watch"), value=lambda rule: str(WATCH_LABELS[rule.watch]), order_by=("watch", "urgency", "valid_from")),
        Column("hours", _("Limit in hours"), value=lambda rule: rule.minutes / 60, kind="number", digits=1, order_by="minutes"),
        Column("calendar", _("Working calendar"), value="calendar.display_name", order_by="calendar"),
        Column("urgency", _("Urgency"), value=lambda rule: rule.urgency or _("any"), order_by="urgency"),
        Column("service_class", _("Class"), value=lambda rule: str(CLASS_LABELS[rule.service_class]) if rule.service_class else _("any")),
        Column("department", _("Department"), value=lambda rule: rule.department or _("any"), order_by="department"),
        Column(
            "region", _("Region"), value=lambda rule: rule.region.long_name if rule.region else _("Everywhere"), order_by="region__path"
        ),
        Column("valid_from", _("Valid from"), kind="date", order_by="valid_from"),
        Column("valid_to", _("Valid to"), kind="date", order_by="valid_to"),
        Column("made_by", _("Set by"), order_by="made_by"),
        Column("ended_by", _("Ended by"), order_by="ended_by", shown=False),
    ),
)


def _is_idle(row: OpenWatch, now: datetime) -> bool:
    """On hold or without limit, and not overdue."""
    return alarm_of(row, now=now) is not Alarm.OVERDUE and (row.paused_at is not None or row.limit_seconds is None)


def _standing(row: OpenWatch, now: datetime) -> str:
    if _is_idle(row, now):
        return str(STATE_LABELS["paused"] if row.paused_at is not None else SOURCE_LABELS[""])
    return str(ALARM_LABELS[alarm_of(row, now=now)])


def _limit_hours(row: OpenWatch) -> float | None:
    return None if row.limit_seconds is None else row.limit_seconds / HOUR


def _is_late(notice: SupervisionNotice) -> bool:
    return notice.standing.is_unanswered(getattr(notice, "now"))  # noqa: B009 - annotated by the selector
