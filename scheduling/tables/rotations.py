"""The list of rotation patterns."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.tables import Column, Table

from ..domain.shifts import OFF_WORDS
from ..models import RotationPattern


def _days(one: RotationPattern) -> int:
    return len(one.codes.split())


def _worked(one: RotationPattern) -> int:
    return sum(code not in OFF_WORDS for code in one.codes.split())


ROTATIONS = Table(
    key="scheduling.rotations",
    title=gettext_lazy("Rotations"),
    default_order="code",
    row_link=lambda one: reverse("scheduling:change_rotation", args=[one.pk]),
    columns=(
        Column("code", gettext_lazy("Code"), order_by="code"),
        Column("name", gettext_lazy("Name"), order_by="name"),
        Column("codes", gettext_lazy("Days of the rotation")),
        Column("days", gettext_lazy("Days"), value=_days, kind="number"),
        Column("worked", gettext_lazy("Days worked"), value=_worked, kind="number"),
        Column("region", gettext_lazy("Region"), value=lambda one: one.region.display_name, order_by="region__path"),
        Column(
            "active",
            gettext_lazy("State"),
            value=lambda one: _("In use") if one.is_active else _("Out of use"),
            kind="badge",
            tone=lambda one: "good" if one.is_active else "neutral",
            order_by="is_active",
        ),
    ),
)
