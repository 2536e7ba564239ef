"""The list of benefit estimates."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

ESTIMATES = Table(
    key="complaints.estimates",
    title=_("Benefit estimates"),
    default_order="-month",
    row_link=lambda estimate: reverse("complaints:benefit_estimate", args=[estimate.pk]),
    columns=(
        Column("month", _("Month"), kind="month", order_by="month"),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
        Column("subscribers", _("New subscribers"), kind="number", order_by="subscribers"),
        Column("arpu", _("Revenue a subscriber, yuan"), kind="number", digits=2, order_by="arpu"),
        Column("share", _("Share credited"), kind="percent", digits=1, order_by="share"),
        Column("benefit", _("Benefit, yuan"), kind="number", digits=2),
        Column("version", _("Version"), kind="number", order_by="version"),
        Column("note", _("Note"), is_long=True),
        Column("subscribers_source", _("Source of the new subscribers"), shown=False),
        Column("arpu_source", _("Source of the revenue"), shown=False),
        Column("share_source", _("Reason for the share"), shown=False),
        Column("made_by", _("Estimated by"), order_by="made_by"),
        Column("made_at", _("Estimated at"), kind="datetime", order_by="made_at"),
    ),
)
