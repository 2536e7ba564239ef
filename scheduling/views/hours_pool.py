"""The hours pool: balances by agent, peaks and valleys by week."""

from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from portalkit.access.selectors import PortalRequest, picked_region
from portalkit.charts.views import chart_export
from portalkit.guards.permissions import requires
from portalkit.periods.domain.calendar import Month, NotAPeriod, month_of, parse
from portalkit.tables.views import list_page

from ..charts.pool import pool_chart
from ..filters.rosters import BANK_FILTERS
from ..permissions import SchedulingPermission
from ..selectors.labour import cycle_months
from ..selectors.pool import banks, pool_weeks
from ..tables.rosters import BANKS


@requires(SchedulingPermission.VIEW)
def hours_pool(request: PortalRequest) -> HttpResponseBase:
    month = _month(request.GET.get("month", ""))
    chart = pool_chart(pool_weeks(request.access, month.first_day, month.last_day))
    if download := chart_export(request, [chart], permission_to_export=SchedulingPermission.EXPORT):
        return download
    region = picked_region(request.access, permission=SchedulingPermission.VIEW)
    context = {
        "month": month,
        "chart": chart,
        "cycle": cycle_months(region, month.first_day) if region else None,
        "can_manage": request.access.can(SchedulingPermission.MANAGE_RULES),
        "empty_reason": _("There are no agents yet."),
    }
    return list_page(
        request,
        table=BANKS,
        rows=banks(request.access, month.first_day, month.last_day),
        filters=BANK_FILTERS.bind(request.GET, access=request.access, permission=SchedulingPermission.VIEW),
        template="scheduling/hours_pool.html",
        context=context,
        permission_to_export=SchedulingPermission.EXPORT,
    )


def _month(text: str) -> Month:
    """The month asked for, else the present one."""
    try:
        return month_of(parse(text).first_day) if text else month_of(timezone.localdate())
    except NotAPeriod:
        return month_of(timezone.localdate())
