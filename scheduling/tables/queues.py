"""The lists of queues and campaigns."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from ..models import Campaign, Queue
from ..selectors.queues import RECENT_DAYS

_STATES = {"coming": _("coming"), "running": _("running"), "over": _("over")}
_TONES = {"coming": "info", "running": "good", "over": "neutral"}


def demand_url(queue: Queue) -> str:
    return f"{reverse('scheduling:demand')}?{urlencode({'queue': queue.code})}"


QUEUES = Table(
    key="scheduling.queues",
    title=_("Queues"),
    default_order="name",
    row_link=demand_url,
    columns=(
        Column("name", _("Name"), value="display_name", order_by="name"),
        Column("code", _("Code"), order_by="code"),
        Column(
            "channel", _("Channel of the queue"), value="get_channel_display", kind="badge", order_by="channel", tone=lambda _queue: "info"
        ),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
        Column("first_at", _("History from"), kind="date", order_by="first_at"),
        Column("last_at", _("History until"), kind="date", order_by="last_at"),
        Column(
            "recent",
            _("Calls a day, 28 days"),
            value=lambda queue: None if queue.recent is None else queue.recent / RECENT_DAYS,
            kind="number",
            digits=0,
            order_by="recent",
        ),
        Column("agents", _("Agents"), kind="number", order_by="agents"),
        Column(
            "active",
            _("Active"),
            value=lambda queue: _("Active") if queue.is_active else _("Not in use"),
            kind="badge",
            order_by="is_active",
            tone=lambda queue: "good" if queue.is_active else "neutral",
        ),
    ),
)


def campaign_state(campaign: Campaign, today: date) -> str:
    if campaign.first_day > today:
        return "coming"
    return "over" if campaign.last_day < today else "running"


def campaign_table(*, today: date, link: Callable[[Campaign], str | None]) -> Table:
    """`link` leads to the form, for those who may change campaigns."""
    return Table(
        key="scheduling.campaigns",
        title=_("Campaigns"),
        default_order="-first_day",
        row_link=link,
        columns=(
            Column("name", _("Name"), order_by="name"),
            Column("code", _("Code"), order_by="code"),
            Column("queue", _("Queue"), value="queue.display_name", order_by="queue__name"),
            Column("first_day", _("From day"), kind="date", order_by="first_day"),
            Column("last_day", _("To day"), kind="date", order_by="last_day"),
            Column(
                "state",
                _("State"),
                value=lambda campaign: _STATES[campaign_state(campaign, today)],
                kind="badge",
                tone=lambda campaign: _TONES[campaign_state(campaign, today)],
            ),
            Column("targets", _("Target customers"), kind="number", order_by="targets"),
            Column("call_back_rate", _("Call-back rate"), kind="percent", digits=2, order_by="call_back_rate"),
            Column("planned", _("Calls planned"), kind="number", digits=0, order_by="planned"),
            Column("half_life_days", _("Half-life, days"), kind="number", digits=1, order_by="half_life_days"),
            Column(
                "is_paid",
                _("Costs the customer money"),
                value=lambda campaign: _("yes") if campaign.is_paid else _("no"),
                order_by="is_paid",
            ),
        ),
    )
