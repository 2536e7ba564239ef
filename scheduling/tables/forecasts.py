"""The list of forecasts."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from ..panels.forecasts import method_label

FORECASTS = Table(
    key="scheduling.forecasts",
    title=_("Forecasts"),
    default_order="-made_at",
    row_link=lambda forecast: reverse("scheduling:forecast", args=[forecast.pk]),
    columns=(
        Column("queue", _("Queue"), value="queue.display_name", order_by="queue__name"),
        Column("number", _("Version"), kind="number", order_by="number"),
        Column("first_day", _("From day"), kind="date", order_by="first_day"),
        Column("last_day", _("To day"), kind="date", order_by="last_day"),
        Column("total", _("Forecast calls"), kind="number", digits=0, order_by="total"),
        Column("method", _("Method"), value=lambda forecast: method_label(forecast.method), order_by="method"),
        Column("expected_wape", _("Expected daily error"), kind="percent", digits=1, order_by="expected_wape"),
        Column(
            "state",
            _("State"),
            value=lambda forecast: _("in force") if forecast.is_current else _("replaced"),
            kind="badge",
            order_by="is_current",
            tone=lambda forecast: "good" if forecast.is_current else "neutral",
        ),
        Column("history_until", _("History until"), kind="date", order_by="history_until", shown=False),
        Column("region", _("Region"), value="queue.region.long_name", order_by="queue__region__path", shown=False),
        Column("made_by", _("Made by"), order_by="made_by"),
        Column("made_at", _("Made at"), kind="datetime", order_by="made_at"),
    ),
)
