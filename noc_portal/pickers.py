"""The header's region and month pickers: what the caller may pick and what is picked (setting NOC_PICKERS)."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portalkit.access.selectors import Access, PortalRequest, picked_period, picked_region
from portalkit.guards.permissions import signed_in
from portalkit.periods import panels as periods
from portalkit.periods.domain.calendar import NotAPeriod, parse
from portalkit.regions.selectors import tree
from portalkit.ui.domain.shell import Choice, Pickers, month_rows
from portalkit.ui.panels.shell import address

FIRST_YEAR = 2011


def pickers(request: HttpRequest) -> Pickers | None:
    """None for callers who reach no region: there is nothing to pick."""
    access: Access | None = getattr(request, "access", None)
    if access is None or access.user is None:
        return None
    region = picked_region(access, requested=request.GET.get("region", ""))
    if region is None:
        return None
    period = picked_period(access, requested=request.GET.get("month", ""))
    today = timezone.localdate()
    return Pickers(
        region_label=region.display_name,
        month_label=_period_label(period),
        regions_url=reverse("picker-regions"),
        month=period,
        months=month_rows(first_year=FIRST_YEAR, last=(today.year, today.month), chosen=period),
    )


@signed_in("lists the regions that the caller reaches")
def region_choices(request: PortalRequest) -> HttpResponse:
    chosen = picked_region(request.access)
    choices = [
        Choice(value=node.region.code, label=node.region.display_name, depth=min(node.depth, 3), is_chosen=node.region == chosen)
        for node in tree(request.access.visible_regions())
    ]
    template = "ui/_region_choices.html" if request.htmx else "noc_portal/regions.html"
    context = {"choices": choices, "preference_url": address("access:preference"), "next_url": _back(request)}
    return render(request, template, context)


def today_line(day: date) -> str:
    """The day with its ISO week, for the head of the start page."""
    parsed = parse(day.isoformat())
    return f"{periods.label(parsed)} · {periods.label(parse(f'{day.isocalendar().year}-W{day.isocalendar().week:02d}'))}"


def _back(request: HttpRequest) -> str:
    back = request.GET.get("next", "/")
    return back if back.startswith("/") and not back.startswith("//") else "/"


def _period_label(period: str) -> str:
    if not period:
        return _("Newest month")
    try:
        return periods.label(parse(period))
    except NotAPeriod:
        return _("Newest month")
