"""The list of imports."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from .models import BatchState, ImportBatch
from .panels.pages import TONES, kind_label


def _address(batch: ImportBatch) -> str:
    return reverse("imports:detail", args=[batch.pk])


IMPORTS = Table(
    key="imports.batches",
    title=_("Imports"),
    default_order="-created_at",
    row_link=_address,
    columns=(
        Column("file", _("File"), value="file.name", order_by="file__name"),
        Column("kind", _("Kind of data"), value=lambda batch: kind_label(batch.kind), order_by="kind"),
        Column(
            "state", _("State"), value="get_state_display", kind="badge", tone=lambda batch: TONES.get(BatchState(batch.state), "neutral")
        ),
        Column("read", _("Rows read"), kind="number", order_by="read"),
        Column("new", _("New"), kind="number", order_by="new"),
        Column("changed", _("Changed"), kind="number", order_by="changed"),
        Column("unchanged", _("Unchanged"), kind="number", order_by="unchanged"),
        Column("rejected", _("Rejected"), kind="number", order_by="rejected"),
        Column("by_name", _("By"), order_by="by_name"),
        Column("created_at", _("Uploaded"), kind="datetime", order_by="created_at"),
        Column("committed_at", _("Imported"), kind="datetime", order_by="committed_at", shown=False),
        Column("size", _("Size"), value="file.stored.size", kind="bytes", order_by="file__stored__size", shown=False),
    ),
)
