"""Benefit estimates: the list with its comparison over months, the calculation, versions."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portalkit.access.selectors import PortalRequest, picked_region
from portalkit.charts.views import chart_export
from portalkit.guards.permissions import requires
from portalkit.periods.domain.calendar import Month, Span, month_of
from portalkit.regions.models import Region
from portalkit.tables.views import list_page

from ..charts.benefit import benefit_by_month
from ..filters.benefit import BENEFIT_FILTERS
from ..forms.benefit import BenefitForm
from ..models import BenefitEstimate
from ..permissions import ComplaintsPermission
from ..selectors.benefit import benefit_estimate as estimate_of
from ..selectors.benefit import benefit_estimates, benefit_summary, benefit_versions
from ..services.benefit import (
    EstimateExists,
    NothingChanged,
    NotTheNewest,
    ReasonForChangeMissing,
    Sources,
    estimate_benefit,
    revise_benefit,
)
from ..tables.benefit import ESTIMATES

YEAR = 12


@requires(ComplaintsPermission.VIEW)
def benefit(request: PortalRequest) -> HttpResponseBase:
    """The estimates in force, and a year of them compared."""
    region = picked_region(request.access, requested=request.GET.get("region", ""), permission=ComplaintsPermission.VIEW)
    last = month_of(timezone.localdate())
    first = last.plus(1 - YEAR)
    summary = benefit_summary(request.access, period=Span(first.first_day, last.last_day), region=region)
    chart = benefit_by_month(summary, first=first, last=last, link=lambda month: _list_of(month, region))
    if download := chart_export(request, [chart], permission_to_export=ComplaintsPermission.EXPORT):
        return download
    filters = BENEFIT_FILTERS.bind(request.GET, access=request.access, permission=ComplaintsPermission.VIEW)
    can_estimate = request.access.can(ComplaintsPermission.ESTIMATE_BENEFIT)
    context = {
        "chart": chart,
        "summary": summary,
        "region": region,
        "can_estimate": can_estimate,
        "can_export": request.access.can(ComplaintsPermission.EXPORT),
        "empty_reason": _("An estimate says what better service was worth in a month, and out of which figures that follows."),
        "empty_url": reverse("complaints:benefit_new") if can_estimate else "",
        "empty_label": _("Estimate a benefit"),
    }
    return list_page(
        request,
        table=ESTIMATES,
        rows=benefit_estimates(request.access),
        filters=filters,
        template="complaints/benefit.html",
        context=context,
        permission_to_export=ComplaintsPermission.EXPORT,
    )


@requires(ComplaintsPermission.ESTIMATE_BENEFIT)
def benefit_new(request: PortalRequest) -> HttpResponse:
    """Calculates, and saves when told to."""
    regions = request.access.regions(ComplaintsPermission.ESTIMATE_BENEFIT).order_by("path")
    region = picked_region(request.access, permission=ComplaintsPermission.ESTIMATE_BENEFIT)
    initial = {"region": region.pk if region else None, "month": str(month_of(timezone.localdate()).previous())}
    form = BenefitForm(request.POST or None, regions=regions, initial=initial)
    if form.is_valid() and _is_to_save(request):
        data = form.cleaned_data
        try:
            row = estimate_benefit(
                region=data["region"],
                month=data["month"],
                inputs=form.inputs,
                sources=_sources(data),
                note=data["note"],
                by=request.access.actor,
                now=timezone.now(),
            )
        except EstimateExists:
            form.add_error("month", _("This region and month are estimated already. Open that estimate and make a new version."))
        else:
            messages.success(request, _("The estimate is saved."))
            return redirect("complaints:benefit_estimate", pk=row.pk)
    return _calculator(request, form, _("Estimate a benefit"), reverse("complaints:benefit"))


@requires(ComplaintsPermission.VIEW)
def benefit_estimate(request: PortalRequest, pk: int) -> HttpResponse:
    estimate = _estimate_or_404(request, pk)
    context = {
        "estimate": estimate,
        "versions": benefit_versions(request.access, estimate=estimate),
        "can_revise": estimate.is_current and request.access.covers(ComplaintsPermission.ESTIMATE_BENEFIT, estimate.region),
    }
    return render(request, "complaints/benefit_estimate.html", context)


@requires(ComplaintsPermission.ESTIMATE_BENEFIT)
def benefit_revise(request: PortalRequest, pk: int) -> HttpResponse:
    """A new version; the one before stays readable."""
    estimate = _estimate_or_404(request, pk)
    if not request.access.covers(ComplaintsPermission.ESTIMATE_BENEFIT, estimate.region):
        raise Http404
    form = BenefitForm(request.POST or None, regions=None, initial=_initial(estimate))
    if form.is_valid() and _is_to_save(request):
        row = _revised(request, estimate, form)
        if row is not None:
            messages.success(request, _("Version {version} is saved.").format(version=row.version))
            return redirect("complaints:benefit_estimate", pk=row.pk)
    title = _("New version of {estimate}").format(estimate=f"{estimate.month:%Y-%m} {estimate.region.display_name}")
    return _calculator(request, form, title, reverse("complaints:benefit_estimate", args=[estimate.pk]))


def _revised(request: PortalRequest, estimate: BenefitEstimate, form: BenefitForm) -> BenefitEstimate | None:
    data = form.cleaned_data
    try:
        return revise_benefit(
            estimate=estimate, inputs=form.inputs, sources=_sources(data), note=data["note"], by=request.access.actor, now=timezone.now()
        )
    except NothingChanged:
        form.add_error(None, _("Nothing differs from the version before."))
    except NotTheNewest:
        form.add_error(None, _("Somebody saved a newer version meanwhile. Start from that one."))
    except ReasonForChangeMissing:
        form.add_error("note", _("Say why this version differs."))
    return None


def _calculator(request: PortalRequest, form: BenefitForm, title: str, back: str) -> HttpResponse:
    """`result` stands beside the form as soon as the inputs make sense."""
    is_valid = form.is_bound and form.is_valid()
    context = {"form": form, "title": title, "back": back, "result": form.inputs if is_valid else None}
    return render(request, "complaints/benefit_form.html", context, status=422 if form.is_bound and not is_valid else 200)


def _is_to_save(request: PortalRequest) -> bool:
    return request.POST.get("action") != "calculate"


def _sources(data: Mapping[str, Any]) -> Sources:
    return Sources(subscribers=data["subscribers_source"], arpu=data["arpu_source"], share=data["share_source"])


def _initial(estimate: BenefitEstimate) -> dict[str, Any]:
    names = ("subscribers", "subscribers_source", "arpu", "arpu_source", "share_source")
    return {name: getattr(estimate, name) for name in names} | {"percent": (estimate.share * 100).normalize()}


def _estimate_or_404(request: PortalRequest, pk: int) -> BenefitEstimate:
    try:
        return estimate_of(request.access, pk=pk)
    except BenefitEstimate.DoesNotExist:
        raise Http404 from None


def _list_of(month: Month, region: Region | None) -> str:
    parameters = {"month_from": str(month), "month_to": str(month), "region": region.code if region else ""}
    return f"{reverse('complaints:benefit')}?{urlencode({name: value for name, value in parameters.items() if value})}"
