"""The list of offers."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.tables import Column, Table

from ..panels.offers import effect_text, state_label, state_tone, window_text

OFFERS = Table(
    key="scheduling.offers",
    title=gettext_lazy("Offers"),
    default_order="-made_at",
    row_link=lambda offer: reverse("scheduling:offer", args=[offer.pk]),
    columns=(
        Column("day", gettext_lazy("Day"), kind="date", order_by=("day", "starts")),
        Column("kind", gettext_lazy("Kind"), value=lambda offer: offer.get_kind_display(), order_by="kind"),
        Column("window", gettext_lazy("Stretch"), value=window_text),
        Column("state", gettext_lazy("State"), value=state_label, kind="badge", tone=state_tone, order_by="state"),
        Column("queue", gettext_lazy("Queue"), value=lambda offer: offer.queue.display_name if offer.queue else _("Any agent")),
        Column("taken", gettext_lazy("Places taken"), kind="number", order_by="taken"),
        Column("places", gettext_lazy("Places offered"), kind="number", order_by="places"),
        Column("deadline", gettext_lazy("Answer until"), kind="datetime", order_by="deadline"),
        Column("effect", gettext_lazy("Effect on coverage"), value=lambda offer: effect_text(offer.effect)),
        Column("made_by", gettext_lazy("Made by"), value=lambda offer: str(offer.made_by), shown=False),
        Column("made_at", gettext_lazy("Made at"), kind="datetime", order_by="made_at", shown=False),
        Column("region", gettext_lazy("Region"), value="roster.region.display_name", shown=False),
    ),
)
