"""The roster that a request is about."""

from django.http import Http404

from portalkit.access.selectors import PortalRequest

from ...models import Roster
from ...permissions import SchedulingPermission
from ...selectors.rosters import roster_for


def roster_or_404(request: PortalRequest, permission: SchedulingPermission, pk: int) -> Roster:
    try:
        return roster_for(request.access, permission, pk=pk)
    except Roster.DoesNotExist:
        raise Http404 from None
