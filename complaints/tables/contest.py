"""The lists of contest entries."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from ..domain.contest import Severity, State
from ..models import FaultEntry

STATE_TONES = {
    State.ENTERED: "info",
    State.ACCEPTED: "info",
    State.REFUSED: "neutral",
    State.ASSIGNED: "warn",
    State.SOLVED: "good",
    State.NOT_SOLVABLE: "bad",
}
SEVERITY_TONES = {Severity.MINOR: "neutral", Severity.MAJOR: "warn", Severity.CRITICAL: "bad"}


def _state_tone(entry: FaultEntry) -> str:
    return STATE_TONES[State(entry.state)]


def _severity_tone(entry: FaultEntry) -> str:
    return SEVERITY_TONES[Severity(entry.severity)]


FAULTS = Table(
    key="complaints.faults",
    title=_("Contest entries"),
    default_order="-found_on",
    row_link=lambda entry: reverse("complaints:contest_entry", args=[entry.pk]),
    columns=(
        Column("code", _("Entry"), order_by="pk"),
        Column("found_on", _("Found on"), kind="date", order_by="found_on"),
        Column("state", _("State"), value="get_state_display", kind="badge", order_by="state", tone=_state_tone),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
        Column("place", _("Place or cell"), order_by="place"),
        Column("category", _("Kind of fault"), value="get_category_display", order_by="category"),
        Column("severity", _("Severity"), value="get_severity_display", kind="badge", order_by="severity", tone=_severity_tone),
        Column("description", _("What is wrong"), value="masked_description", is_long=True),
        Column("finder", _("Finder"), order_by="finder"),
        Column("finder_department", _("Finder's department"), order_by="finder_department"),
        Column("owner_department", _("Department in charge"), order_by="owner_department"),
        Column("owner", _("Owner"), order_by="owner", shown=False),
        Column("due_on", _("To be solved by"), kind="date", order_by="due_on"),
        Column("ended_on", _("Ended on"), kind="date", order_by="ended_on", shown=False),
        Column("outcome", _("Outcome"), value="masked_outcome", shown=False, is_long=True),
        Column("reason", _("Reason"), value="masked_reason", shown=False, is_long=True),
        Column("reopenings", _("Reopenings"), kind="number", order_by="reopenings", shown=False),
    ),
)
MY_FAULTS = replace(FAULTS, key="complaints.my_faults", title=_("My entries"))
