"""The list of published figures."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

PUBLISHED = Table(
    key="complaints.published",
    title=_("Published figures"),
    default_order="-month",
    columns=(
        Column("month", _("Month"), kind="month", order_by="month"),
        Column("region", _("Region"), value="region.display_name", order_by="region__path"),
        Column("service_class", _("Class"), value="get_service_class_display", order_by="service_class"),
        Column("value", _("Published rate"), kind="rate", order_by="value"),
        Column("per", _("Unit"), value="get_per_display"),
        Column("source", _("Source"), order_by="source"),
        Column("entered_by", _("Entered by"), order_by="entered_by"),
    ),
)
PUBLISHED_TO_MANAGE = replace(PUBLISHED, row_link=lambda figure: reverse("complaints:remove_published", args=[figure.pk]))
