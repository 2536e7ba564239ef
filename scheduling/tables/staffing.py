"""The lists of service standards and staffing plans."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from portalkit.tables import Column, Table

from ..selectors.staffing import standard_of

STANDARDS = Table(
    key="scheduling.standards",
    title=gettext_lazy("Service standards"),
    default_order="-first_day",
    columns=(
        Column("queue", gettext_lazy("Queue"), value="queue.display_name", order_by="queue"),
        Column("first_day", gettext_lazy("From day"), kind="date", order_by="first_day"),
        Column("target", gettext_lazy("Service level"), value="target_share", kind="percent", digits=0),
        Column("within", gettext_lazy("Within, s"), value="within_seconds", kind="number"),
        Column("occupancy", gettext_lazy("Highest occupancy"), value="max_occupancy", kind="percent", digits=0),
        Column("asa", gettext_lazy("Longest mean wait, s"), value="max_asa_seconds", kind="number"),
        Column("patience", gettext_lazy("Mean patience, s"), value="patience_seconds", kind="number"),
        Column("concurrency", gettext_lazy("Contacts at a time"), value="concurrency", kind="number", digits=1),
        Column("shrinkage", gettext_lazy("Shrinkage"), value=lambda row: standard_of(row).shrinkage_share, kind="percent", digits=1),
    ),
)
PLANS = Table(
    key="scheduling.staffing_plans",
    title=gettext_lazy("Staffing plans"),
    default_order="-first_day",
    row_link=lambda forecast: reverse("scheduling:staffing_plan", args=[forecast.pk]),
    columns=(
        Column("queue", gettext_lazy("Queue"), value="queue.display_name", order_by="queue"),
        Column("number", gettext_lazy("Version"), kind="number", order_by="number"),
        Column("first_day", gettext_lazy("From day"), kind="date", order_by="first_day"),
        Column("last_day", gettext_lazy("To day"), kind="date", order_by="last_day"),
        Column("worked_out", gettext_lazy("Intervals worked out"), kind="number"),
        Column("hours", gettext_lazy("Hours to schedule"), kind="number", digits=0),
        Column("made_at", gettext_lazy("Made at"), kind="datetime", order_by="made_at"),
    ),
)
