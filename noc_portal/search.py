"""The global search: asks every provider, groups what they find. A new provider is one line in PROVIDERS."""

from collections.abc import Iterator, Sequence
from itertools import chain

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.selectors import search_tickets
from portalkit.access.selectors import Access, PortalRequest
from portalkit.guards.permissions import signed_in
from portalkit.ui.domain.search import LIMIT_PER_PROVIDER, MINIMUM_LENGTH, Group, Hit, first_hits, grouped
from portalkit.ui.panels.shell import address

from .navigation import SECTIONS

LONGEST_TEXT = 100
SUGGESTIONS = 10


def pages(access: Access, text: str) -> Sequence[Hit]:
    """Pages of the navigation whose name holds the text."""
    return tuple(_pages(access, text.casefold()))[:LIMIT_PER_PROVIDER]


def regions(access: Access, text: str) -> Sequence[Hit]:
    """Regions by name or code; they lead to the overview of the region."""
    overview = address("complaints:overview")
    if not overview:
        return ()
    found = access.visible_regions().filter(Q(name__icontains=text) | Q(name_en__icontains=text) | Q(code__istartswith=text))
    return tuple(
        Hit(
            title=region.display_name,
            subtitle=f"{region.get_level_display()} · {region.code}",
            url=f"{overview}?region={region.code}",
            kind=_("Regions"),
            icon="pin",
        )
        for region in found.order_by("path")[:LIMIT_PER_PROVIDER]
    )


def tickets(access: Access, text: str) -> Sequence[Hit]:
    """Tickets by number, CRM number or full telephone number."""
    return tuple(
        Hit(
            title=ticket.ticket_id,
            subtitle=f"{ticket.region.display_name} · {ticket.accepted_on:%Y-%m-%d} · {ticket.get_service_class_display()}",
            url=reverse("complaints:ticket", args=[ticket.system, ticket.ticket_id]),
            kind=_("Tickets"),
            icon="ticket",
        )
        for ticket in search_tickets(access, text, limit=LIMIT_PER_PROVIDER)
    )


PROVIDERS = (tickets, regions, pages)


@signed_in("every provider searches only what the caller may see")
def search(request: PortalRequest) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_TEXT]
    groups = found(request.access, text)
    if request.htmx:
        return render(request, "noc_portal/_suggestions.html", {"text": text, "groups": first_hits(groups, limit=SUGGESTIONS)})
    return render(request, "noc_portal/search.html", {"text": text, "groups": groups, "is_too_short": len(text) < MINIMUM_LENGTH})


def found(access: Access, text: str) -> tuple[Group, ...]:
    """Nothing for a text shorter than two characters."""
    if len(text) < MINIMUM_LENGTH:
        return ()
    return grouped(chain.from_iterable(provider(access, text) for provider in PROVIDERS))


def _pages(access: Access, wanted: str) -> Iterator[Hit]:
    for section in SECTIONS:
        for item in section.items:
            is_allowed = item.permission is None or access.can(item.permission)
            if is_allowed and wanted in f"{section.label} {item.label}".casefold() and (url := address(item.url_name)):
                yield Hit(title=str(item.label), subtitle=str(section.label), url=url, kind=_("Portal pages"), icon=item.icon)
