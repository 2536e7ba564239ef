"""The list of special topics."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from ..models import Topic


def _words(topic: Topic) -> str:
    """What the topic looks for, in one line."""
    return " · ".join(part for part in (topic.any_terms, topic.all_terms, topic.places, topic.cells) if part)


TOPICS = Table(
    key="complaints.topics",
    title=_("Special topics"),
    default_order="-changed_at",
    row_link=lambda topic: reverse("complaints:topic", args=[topic.pk]),
    columns=(
        Column("name", _("Name"), order_by="name"),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
        Column("words", _("Words and places"), value=_words, is_long=True),
        Column("first_day", _("From day"), kind="date", order_by="first_day"),
        Column("last_day", _("To day"), kind="date", order_by="last_day"),
        Column("tickets", _("Complaints"), kind="number", order_by="tickets"),
        Column("computed_at", _("Snapshot of"), kind="datetime", order_by="computed_at"),
        Column("owner", _("Owner"), order_by="owner__full_name"),
        Column(
            "shared",
            _("Shared"),
            value=lambda topic: _("Shared") if topic.is_shared else _("Private"),
            kind="badge",
            order_by="is_shared",
            tone=lambda topic: "info" if topic.is_shared else "neutral",
        ),
        Column("changed_at", _("Changed"), kind="datetime", order_by="changed_at", shown=False),
    ),
)
