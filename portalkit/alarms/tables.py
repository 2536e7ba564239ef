"""The list of alarms."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portalkit.tables import Column, Table

from .models import Alarm
from .panels import severity_tone


def _acknowledged(alarm: Alarm) -> str:
    return alarm.acknowledged_by or ("" if alarm.acknowledged_at is None else "—")


ALARMS = Table(
    key="alarms.alarms",
    title=_("Alarms"),
    default_order="severity",
    row_link=lambda alarm: reverse("alarms:alarm", args=[alarm.pk]),
    columns=(
        Column("severity", _("Severity"), value="get_severity_display", kind="badge", tone=severity_tone, order_by=("rank", "-raised_at")),
        Column("text", _("Alarm"), is_long=True, link=lambda alarm: reverse("alarms:alarm", args=[alarm.pk])),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
        Column("kind", _("Kind of alarm"), value="label", order_by="kind"),
        Column("raised_at", _("Raised"), kind="datetime", order_by="raised_at"),
        Column("last_at", _("Last reported"), kind="datetime", order_by="last_at"),
        Column("count", pgettext_lazy("alarm", "Reports"), kind="number", order_by="count"),
        Column("acknowledged", _("Acknowledged by"), value=_acknowledged, order_by="acknowledged_at"),
        Column("cleared_at", _("Cleared at"), kind="datetime", order_by="cleared_at", shown=False),
        Column("object_instance", _("Object"), order_by="object_instance", shown=False),
        Column("event_type", _("Event type"), value="get_event_type_display", order_by="event_type", shown=False),
        Column("probable_cause", _("Probable cause"), order_by="probable_cause", shown=False),
        Column("specific_problem", _("Specific problem"), order_by="specific_problem", shown=False),
        Column("additional_text", _("Additional text"), is_long=True, shown=False),
    ),
)
