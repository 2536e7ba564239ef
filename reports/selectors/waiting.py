"""What waits for an approver."""

from django.db.models import Max, Q, QuerySet

from portalkit.access.selectors import Access
from portalkit.approvals.domain.steps import ApprovalState

from ..models import Commentary, Report
from ..permissions import ReportsPermission
from .rights import readable


def has_commentary_to_approve() -> Q:
    """Reports in whose newest version a commentary waits for approval."""
    newest = Report.objects.annotate(newest=Max("versions")).values("newest")
    waiting = Commentary.objects.filter(state=ApprovalState.SUBMITTED, version__in=newest)
    return Q(pk__in=waiting.values("version__report"))


def reports_to_approve(access: Access) -> QuerySet[Report]:
    return readable(access, ReportsPermission.VIEW, Report.objects.filter(has_commentary_to_approve()))
