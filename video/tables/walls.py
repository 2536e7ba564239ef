"""The list of camera walls."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from ..models import WallLayout


def _whose(layout: WallLayout) -> str:
    return layout.hall.region.long_name if layout.hall else str(_("Me alone"))


WALLS = Table(
    key="video.walls",
    title=_("Camera walls"),
    default_order="name",
    row_link=lambda layout: reverse("video:wall", args=[layout.pk]),
    columns=(
        Column("name", _("Name"), order_by="name"),
        Column("whose", _("Seen by"), value=_whose, order_by=("hall__region__path", "name")),
        Column("size", _("Number of pictures"), kind="number", order_by="size"),
        Column("taken", _("Places filled"), kind="number", order_by="taken"),
    ),
)
