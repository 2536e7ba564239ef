"""The list of requests."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from portalkit.tables import Column, Table

from ..panels.requests import effect_text, tone_of

REQUESTS = Table(
    key="scheduling.requests",
    title=gettext_lazy("Requests of agents"),
    default_order="-asked_at",
    row_link=lambda request: reverse("scheduling:request", args=[request.pk]),
    columns=(
        Column("state", gettext_lazy("State"), value=lambda one: one.get_state_display(), kind="badge", tone=tone_of, order_by="state"),
        Column("kind", gettext_lazy("Kind"), value=lambda one: one.get_kind_display(), order_by="kind"),
        Column("agent", gettext_lazy("Agent"), value=lambda one: str(one.agent), order_by="agent__code"),
        Column("first_day", gettext_lazy("From day"), kind="date", order_by="first_day"),
        Column("last_day", gettext_lazy("To day"), kind="date", order_by="last_day"),
        Column("colleague", gettext_lazy("Colleague"), value=lambda one: str(one.colleague or "")),
        Column("effect", gettext_lazy("Effect on coverage"), value=effect_text),
        Column("reason", gettext_lazy("Reason"), is_long=True, shown=False),
        Column("asked_at", gettext_lazy("Asked at"), kind="datetime", order_by="asked_at"),
        Column("decided_by", gettext_lazy("Decision by"), shown=False),
    ),
)
