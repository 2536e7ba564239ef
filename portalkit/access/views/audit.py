"""The audit log: list and single event."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from portalkit.access.filters import EVENT_FILTERS
from portalkit.access.panels.events import caller_words, detail_lines
from portalkit.access.permissions import AccessPermission
from portalkit.access.selectors import PortalRequest
from portalkit.access.selectors.events import readable_events, with_region_names
from portalkit.access.tables import EVENTS
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page


@requires(AccessPermission.READ_AUDIT)
def events(request: PortalRequest) -> HttpResponseBase:
    filters = EVENT_FILTERS.bind(request.GET, access=request.access, permission=AccessPermission.READ_AUDIT)
    rows = with_region_names(readable_events(request.access))
    return list_page(request, table=EVENTS, rows=rows, filters=filters, template="access/events.html")


@requires(AccessPermission.READ_AUDIT)
def event(request: PortalRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(with_region_names(readable_events(request.access)), pk=pk)
    return render(request, "access/event.html", {"event": found, "caller": caller_words(found), "detail": detail_lines(found.detail)})
