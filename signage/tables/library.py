"""The list of content."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from ..models import Content


def state_text(content: Content) -> Any:
    if content.is_retired:
        return _("Retired")
    return _("Ready") if content.current_id else _("Without a usable version")


def state_tone(content: Content) -> str:
    return "neutral" if content.is_retired else "good" if content.current_id else "warn"


CONTENTS = Table(
    key="signage.content",
    title=_("Library"),
    default_order="-created_at",
    row_link=lambda content: reverse("signage:content", args=[content.pk]),
    columns=(
        Column("title", _("Title"), order_by="title"),
        Column("kind", _("Kind of content"), value="get_kind_display", order_by="kind"),
        Column("media", _("Medium"), value="get_media_display", order_by="media"),
        Column("state", _("State"), value=state_text, kind="badge", tone=state_tone, order_by=("is_retired", "current")),
        Column("tags", _("Tags"), value=lambda row: ", ".join(tag.name for tag in row.tags.all())),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
        Column("version_count", _("Versions"), kind="number", order_by="version_count"),
        Column("valid_from", _("Valid from"), kind="datetime", order_by="valid_from", shown=False),
        Column("valid_to", _("Valid until"), kind="datetime", order_by="valid_to"),
        Column("advertiser", _("Advertiser"), order_by="advertiser", shown=False),
        Column("owner", _("Owner"), value="owner", order_by="owner__full_name", shown=False),
        Column("created_at", _("Added at"), kind="datetime", order_by="created_at"),
    ),
)
