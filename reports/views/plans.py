"""The schedule, and who gets which reports."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.models import User
from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires

from ..domain.kinds import ReportKind
from ..forms.reports import PlanForm, SubscriptionForm
from ..permissions import ReportsPermission
from ..selectors.plans import managed_subscriptions, own_subscriptions, plans, readers
from ..selectors.rights import hotline_regions
from ..services import plans as plan_services
from ..services import subscriptions as services


# The schedule makes the reports of every region.
@requires(ReportsPermission.MANAGE, everywhere=True)
def schedule(request: PortalRequest) -> HttpResponse:
    kind = request.POST.get("kind", "")
    forms = [(plan, PlanForm(request.POST if plan.kind == kind else None, initial=_values(plan), prefix=plan.kind)) for plan in plans()]
    bound = next((form for plan, form in forms if plan.kind == kind), None)
    if bound is not None and bound.is_valid():
        plan_services.set_plan(kind=kind, **bound.cleaned_data, by=request.access.actor, now=timezone.now())
        messages.success(request, _("The schedule is set."))
        return redirect("reports:schedule")
    times = {
        ReportKind.DAILY: _("Every day at 07:30, for the day before."),
        ReportKind.WEEKLY: _("On Mondays at 07:40, for the week before."),
        ReportKind.MONTHLY: _("On the 1st and, where data changed since, the 2nd at 08:00, for the month before."),
        ReportKind.HOTLINE: _("On the 3rd at 08:00, for the month before. A region without a published roster gets none."),
    }
    context = {"forms": [(plan, form, times[ReportKind(plan.kind)]) for plan, form in forms]}
    return render(request, "reports/schedule.html", context, status=422 if bound is not None else 200)


@requires(ReportsPermission.SUBSCRIBE)
def subscriptions(request: PortalRequest) -> HttpResponse:
    """One's own."""
    form = SubscriptionForm(
        request.POST or None, regions=_regions(request, ReportsPermission.VIEW), hotlines=hotline_regions(request.access)
    )
    if form.is_valid() and _subscribed(request, form, request.user):
        return redirect("reports:subscriptions")
    context = {
        "form": form,
        "subscriptions": own_subscriptions(request.access),
        "can_manage": request.access.can(ReportsPermission.MANAGE),
        "title": _("My report subscriptions"),
    }
    return render(request, "reports/subscriptions.html", context, status=422 if form.is_bound else 200)


@requires(ReportsPermission.MANAGE)
def subscribers(request: PortalRequest) -> HttpResponse:
    """Everybody's, in the regions that the caller manages."""
    form = SubscriptionForm(
        request.POST or None,
        regions=_regions(request, ReportsPermission.MANAGE),
        hotlines=hotline_regions(request.access),
        people=readers(request.access),
    )
    if form.is_valid() and _subscribed(request, form, form.cleaned_data["user"]):
        return redirect("reports:subscribers")
    context = {
        "form": form,
        "subscriptions": managed_subscriptions(request.access),
        "is_everybody": True,
        "title": _("Subscribers of reports"),
    }
    return render(request, "reports/subscriptions.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(ReportsPermission.SUBSCRIBE)
def unsubscribe(request: PortalRequest, pk: int) -> HttpResponse:
    """One's own, or anybody's where the caller manages reports."""
    own = own_subscriptions(request.access).filter(pk=pk).first()
    found = own or get_object_or_404(managed_subscriptions(request.access), pk=pk)
    services.unsubscribe(subscription=found, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The subscription has ended."))
    return redirect("reports:subscriptions" if own else "reports:subscribers")


def _subscribed(request: PortalRequest, form: SubscriptionForm, user: User) -> bool:
    wanted = {name: form.cleaned_data[name] for name in ("kind", "region", "language", "formats")}
    try:
        services.subscribe(user=user, **wanted, by=request.access.actor, now=timezone.now())
    except services.RegionOutOfReach:
        form.add_error("region", _("This person may not see reports of this region."))
        return False
    messages.success(request, _("The subscription holds from the next published report on."))
    return True


def _regions(request: PortalRequest, permission: ReportsPermission) -> Any:
    return request.access.regions(permission).filter(level__in=("province", "prefecture")).order_by("path")


def _values(plan: Any) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in ("is_on", "reach", "language", "publishes")}
