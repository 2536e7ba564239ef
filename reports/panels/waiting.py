"""The line of the start page for reports."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portalkit.access.selectors import Access
from portalkit.ui.panels.waiting import Waiting

from ..permissions import ReportsPermission
from ..selectors.waiting import reports_to_approve


def waiting_lines(access: Access) -> list[Waiting]:
    """Reports with commentary of others that the caller may approve."""
    count = reports_to_approve(access).count() if access.can(ReportsPermission.APPROVE) else 0
    url = f"{reverse('reports:list')}?to_approve=yes"
    return [Waiting(_("Reports with commentary to approve"), count, url, "file")] if count else []
