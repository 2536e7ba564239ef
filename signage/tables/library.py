"""The list of content, and what one content's page lists."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portalkit.tables import Column, Table

from ..models import Content
from ..panels.library import form_icon, listed, state_text, state_tone, thumbnail_url


def content_url(content: Content) -> str:
    return reverse("signage:content", args=[content.pk])


def _tags(content: Content) -> str:
    return listed(tag.name for tag in content.tags.all())


def content_table(*, now: datetime) -> Table:
    """`now` is when validity is judged. Rows come from `selectors.library.counted_versions`."""
    return Table(
        key="signage.library",
        title=_("Content"),
        default_order="-added",
        row_link=content_url,
        columns=(
            Column("title", _("Title"), order_by="title", picture=thumbnail_url, icon=form_icon),
            Column(
                "state", _("State"), value=lambda row: state_text(row, now=now), kind="badge", tone=lambda row: state_tone(row, now=now)
            ),
            Column("kind", _("Kind of content"), value="get_kind_display", order_by="kind"),
            Column("media", _("Medium"), value="get_media_display", order_by="media"),
            Column("region", _("Region"), value="region.display_name", order_by="region__path"),
            Column("tags", _("Tags"), value=_tags, is_names=True),
            Column("valid_from", pgettext_lazy("moment", "Valid from"), kind="datetime", order_by="valid_from", shown=False),
            Column("valid_to", _("Valid until"), kind="datetime", order_by="valid_to"),
            Column("versions", _("Versions"), value="version_count", kind="number", order_by="version_count", digits=0, shown=False),
            Column("owner", _("Owner"), value=lambda row: str(row.owner), order_by="owner__username"),
            Column("added", _("Added at"), value="created_at", kind="datetime", order_by="created_at"),
            Column("advertiser", _("Advertiser"), order_by="advertiser", shown=False),
            Column("licence_note", _("Licence note"), shown=False, is_long=True),
        ),
    )
