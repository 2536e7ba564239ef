"""A matter on one page: the tickets of both systems, their facts in groups, everything personal masked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.vault.domain.masking import mask_text

from ..models import Ticket
from ..selectors import TicketPage

HOUR = 3600
_SEALED_LABELS = {
    "customer_name": gettext_lazy("Customer's name"),
    "phone": gettext_lazy("Customer's number"),
    "fault_number": gettext_lazy("Fault number"),
    "second_fault_number": gettext_lazy("Second fault number"),
}


@dataclass(frozen=True)
class Fact:
    """A line of the ticket page. `kind`: text, long, datetime, yesno, badge, path."""

    label: str
    value: object
    kind: str = "text"


@dataclass(frozen=True)
class Half:
    """One ticket of the matter, its facts by group; groups without any known fact are left out."""

    ticket: Ticket
    url: str
    is_current: bool
    groups: tuple[tuple[str, tuple[Fact, ...]], ...]


_GROUPS: tuple[tuple[object, tuple[tuple[str, str], ...]], ...] = (
    (
        gettext_lazy("Complaint"),
        (
            ("masked_subject", "text"),
            ("masked_content", "long"),
            ("category_path", "text"),
            ("channel", "text"),
            ("urgency", "text"),
            ("accepted_at", "datetime"),
            ("second_accepted_at", "datetime"),
            ("fault_at", "datetime"),
            ("is_repeat", "yesno"),
        ),
    ),
    (
        gettext_lazy("Customer"),
        (
            ("masked_customer_name", "text"),
            ("masked_phone", "text"),
            ("masked_fault_number", "text"),
            ("masked_second_fault_number", "text"),
            ("customer_level", "text"),
            ("customer_brand", "text"),
            ("customer_star", "text"),
            ("home_place", "text"),
        ),
    ),
    (
        gettext_lazy("Place"),
        (
            ("claimed_place", "text"),
            ("masked_fault_location", "text"),
            ("longitude", "text"),
            ("latitude", "text"),
            ("network", "text"),
            ("cell", "text"),
            ("scenario", "text"),
        ),
    ),
    (
        gettext_lazy("Handling"),
        (
            ("department", "text"),
            ("dispatched_at", "datetime"),
            ("taken_at", "datetime"),
            ("replied_at", "datetime"),
            ("accept_by", "datetime"),
            ("handle_by", "datetime"),
            ("masked_prehandling", "long"),
            ("cause_path", "text"),
            ("masked_measures", "long"),
            ("masked_explanation", "long"),
            ("masked_result", "text"),
            ("solution_degree", "text"),
            ("solved", "yesno"),
            ("resolved_at", "datetime"),
            ("planned_at", "datetime"),
            ("closed_at", "datetime"),
            ("handling_seconds", "duration"),
            ("handling_seconds_with_nights", "duration"),
        ),
    ),
    (
        gettext_lazy("Contact and inspection"),
        (
            ("contacted", "yesno"),
            ("masked_not_contacted_reason", "text"),
            ("satisfied", "yesno"),
            ("satisfaction", "text"),
            ("reassignments", "text"),
            ("reopenings", "text"),
            ("escalated", "yesno"),
            ("inspection_result", "text"),
            ("masked_inspection_opinion", "long"),
        ),
    ),
)


def ticket_halves(page: TicketPage) -> tuple[Half, ...]:
    """The EOMS tickets, then the CRM ticket: where the matter was handled stands first."""
    halves = (*page.eoms, *((page.crm,) if page.crm else ()))
    return tuple(_half(ticket, is_current=ticket.pk == page.ticket.pk) for ticket in halves or (page.ticket,))


def _half(ticket: Ticket, *, is_current: bool) -> Half:
    groups = [(str(title), tuple(_facts(ticket, names))) for title, names in _GROUPS]
    further = tuple(Fact(key, mask_text(str(value))) for key, value in ticket.extra.items() if value not in ("", None))
    return Half(
        ticket=ticket,
        url=reverse("complaints:ticket", args=[ticket.system, ticket.ticket_id]),
        is_current=is_current,
        groups=tuple((title, facts) for title, facts in [*groups, (_("Further columns"), further)] if facts),
    )


def _facts(ticket: Ticket, names: Sequence[tuple[str, str]]) -> Iterator[Fact]:
    for name, kind in names:
        value = getattr(ticket, name)
        if value not in ("", None):
            yield Fact(_label(name), value / HOUR if kind == "duration" else value, kind)


def _label(name: str) -> str:
    plain = name.removeprefix("masked_")
    if plain in _SEALED_LABELS:
        return str(_SEALED_LABELS[plain])
    return str(Ticket._meta.get_field(plain).verbose_name)  # type: ignore[union-attr]
