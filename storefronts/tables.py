"""The list of halls."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from .models import Hall
from .panels import open_state, opening_text

CLASS_TONES = {Hall.Class.ORDINARY: "neutral", Hall.Class.KEY: "warn"}


def hall_table(*, now: datetime) -> Table:
    return Table(
        key="storefronts.halls",
        title=_("Business halls"),
        default_order="region",
        row_link=lambda hall: reverse("storefronts:hall", args=[hall.code]),
        columns=(
            Column("code", _("Hall code"), value="region.code", order_by="region__code"),
            Column("name", _("Name"), value="region.display_name", order_by="region__name"),
            Column("region", _("Region"), value=lambda hall: hall.region.parent.long_name, order_by="region__path"),
            Column(
                "hall_class",
                _("Hall class"),
                value="get_hall_class_display",
                kind="badge",
                tone=lambda hall: CLASS_TONES[hall.hall_class],
                order_by="hall_class",
            ),
            Column("retention", _("Legal retention, days"), value="legal_retention_days", kind="number"),
            Column("address", _("Address"), order_by="address", is_long=True),
            Column("opening", _("Opening hours"), value=opening_text),
            Column(
                "state",
                _("State"),
                value=lambda hall: open_state(hall, now=now)[0],
                kind="badge",
                tone=lambda hall: open_state(hall, now=now)[1],
            ),
            Column(
                "longitude", _("Longitude"), value="region.longitude", kind="number", digits=6, order_by="region__longitude", shown=False
            ),
            Column("latitude", _("Latitude"), value="region.latitude", kind="number", digits=6, order_by="region__latitude", shown=False),
        ),
    )
