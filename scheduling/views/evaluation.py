"""How well the rosters of a month fitted."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portalkit.access.selectors import PortalRequest, picked_region
from portalkit.charts.views import chart_export
from portalkit.guards.permissions import requires
from portalkit.periods.domain.calendar import Month, NotAPeriod, month_of, parse

from ..charts.adherence import adherence_charts, agents_sheet
from ..charts.evaluation import evaluation_charts
from ..permissions import SchedulingPermission
from ..selectors.evaluation import Lack, evaluate
from .rights import may_import, sees_people

LACKS = {
    Lack.ROSTER: _("No roster is published for this month."),
    Lack.CALLS: _("No calls of this month have been imported."),
    Lack.REQUIREMENT: _("No current forecast of this month has its staffing planned."),
    Lack.FORECAST: _("There is no current forecast of this month."),
}


@requires(SchedulingPermission.VIEW)
def evaluation(request: PortalRequest) -> HttpResponseBase:
    month = _month(request.GET.get("month", ""))
    region = picked_region(request.access, requested=request.GET.get("region", ""), permission=SchedulingPermission.VIEW)
    found = evaluate(request.access, region=region, month=month) if region else None
    charts = evaluation_charts(found) if found else []
    names = sees_people(request.access)
    kept = adherence_charts(found.kept) if found and found.kept else []
    sheets = [agents_sheet(found.kept)] if found and found.kept and names else []
    if download := chart_export(request, [*charts, *kept, *sheets], permission_to_export=SchedulingPermission.EXPORT):
        return download
    context = {
        "region": region,
        "month": month,
        "found": found,
        "charts": charts,
        "kept_charts": kept,
        "kept_agents": found.kept.worst if found and found.kept and names else (),
        "can_import": may_import(request.access),
        "lacks": [LACKS[lack] for lack in found.lacks] if found else [],
        "can_export": request.access.can(SchedulingPermission.EXPORT),
    }
    return render(request, "scheduling/evaluation.html", context)


def _month(text: str) -> Month:
    """The month asked for, else the present one."""
    try:
        return month_of(parse(text).first_day) if text else month_of(timezone.localdate())
    except NotAPeriod:
        return month_of(timezone.localdate())
