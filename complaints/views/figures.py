"""Official rates, targets and chart annotations: entered by hand, beside what is computed."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.regions.models import Region
from portalkit.tables.views import list_page

from .. import services
from ..filters.figures import PUBLISHED_FILTERS
from ..forms.figures import AnnotationForm, PublishedRateForm, TargetForm
from ..models import Annotation, PublishedRate, RateTarget
from ..permissions import ComplaintsPermission
from ..selectors import published_rates
from ..tables.figures import PUBLISHED, PUBLISHED_TO_MANAGE


@requires(ComplaintsPermission.VIEW)
def published(request: PortalRequest) -> HttpResponseBase:
    filters = PUBLISHED_FILTERS.bind(request.GET, access=request.access, permission=ComplaintsPermission.VIEW)
    can_manage = request.access.can(ComplaintsPermission.MANAGE_PUBLISHED)
    context = {
        "can_manage": can_manage,
        "empty_reason": _("Official figures stand beside the computed ones in the trend. They are entered here or imported."),
    }
    return list_page(
        request,
        table=PUBLISHED_TO_MANAGE if can_manage else PUBLISHED,
        rows=published_rates(request.access),
        filters=filters,
        template="complaints/published.html",
        context=context,
        permission_to_export=ComplaintsPermission.EXPORT,
    )


@requires(ComplaintsPermission.MANAGE_PUBLISHED)
def enter_published(request: PortalRequest) -> HttpResponse:
    form = PublishedRateForm(request.POST or None, regions=_regions(request, ComplaintsPermission.MANAGE_PUBLISHED))
    if form.is_valid():
        services.enter_published_rate(**form.cleaned_data, by=request.access.actor, now=timezone.now())
        messages.success(request, _("The published rate is entered."))
        return redirect("complaints:published")
    return _form_page(request, form, _("Enter a published rate"), "complaints:published")


@requires(ComplaintsPermission.MANAGE_PUBLISHED)
def remove_published(request: PortalRequest, pk: int) -> HttpResponse:
    """Asks first: the row of the list leads here."""
    figure = get_object_or_404(
        request.access.scope(ComplaintsPermission.MANAGE_PUBLISHED, PublishedRate.objects.select_related("region")), pk=pk
    )
    if request.method != "POST":
        return render(request, "complaints/remove_published.html", {"figure": figure})
    services.remove_published_rate(figure=figure, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The published rate is removed."))
    return redirect("complaints:published")


@requires(ComplaintsPermission.VIEW, write=ComplaintsPermission.ANNOTATE)
def annotations(request: PortalRequest) -> HttpResponse:
    """Targets and annotations of the caller's regions, with the forms for those who may set them."""
    can_annotate = request.access.can(ComplaintsPermission.ANNOTATE)
    form = _annotation_form(request, request.POST or None) if can_annotate else None
    if form is not None and form.is_valid():
        services.annotate(**form.cleaned_data, by=request.access.actor, now=timezone.now())
        messages.success(request, _("The event is marked on the charts."))
        return redirect("complaints:annotations")
    context = {
        "form": form,
        "annotations": _visible_annotations(request),
        "removable": set(_own_annotations(request).values_list("pk", flat=True)),
        "targets": request.access.scope(ComplaintsPermission.VIEW, RateTarget.objects.select_related("region")).order_by(
            "region__path", "service_class", "-first_month"
        ),
        "can_set_targets": request.access.can(ComplaintsPermission.MANAGE_PUBLISHED),
    }
    return render(request, "complaints/annotations.html", context, status=422 if form is not None and form.is_bound else 200)


@require_POST
@requires(ComplaintsPermission.ANNOTATE)
def remove_annotation(request: PortalRequest, pk: int) -> HttpResponse:
    found = _own_annotations(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    services.remove_annotation(annotation=found, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The mark is taken off the charts."))
    return redirect("complaints:annotations")


@requires(ComplaintsPermission.MANAGE_PUBLISHED)
def set_target(request: PortalRequest) -> HttpResponse:
    form = TargetForm(request.POST or None, regions=_regions(request, ComplaintsPermission.MANAGE_PUBLISHED))
    if form.is_valid():
        try:
            services.set_target(**form.cleaned_data, by=request.access.actor, now=timezone.now())
        except services.NotAFigure:
            form.add_error("value", _("A target lies above zero."))
        else:
            messages.success(request, _("The target is set."))
            return redirect("complaints:annotations")
    return _form_page(request, form, _("Set a target"), "complaints:annotations")


def _form_page(request: PortalRequest, form: Any, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": back}
    return render(request, "complaints/form.html", context, status=422 if form.is_bound else 200)


def _annotation_form(request: PortalRequest, data: Any) -> AnnotationForm:
    """Who annotates everywhere may leave the region open; others name one of theirs."""
    everywhere = request.access.everywhere(ComplaintsPermission.ANNOTATE)
    return AnnotationForm(data, regions=_regions(request, ComplaintsPermission.ANNOTATE), is_bound_to_regions=not everywhere)


def _regions(request: PortalRequest, permission: ComplaintsPermission) -> QuerySet[Region]:
    return request.access.regions(permission).order_by("path")


def _visible_annotations(request: PortalRequest) -> QuerySet[Annotation]:
    """Those of the caller's regions, and those that concern everybody."""
    own = request.access.scope(ComplaintsPermission.VIEW, Annotation.objects.all())
    return (own | Annotation.objects.filter(region=None)).select_related("region").order_by("-day")


def _own_annotations(request: PortalRequest) -> QuerySet[Annotation]:
    return request.access.scope(ComplaintsPermission.ANNOTATE, Annotation.objects.select_related("region"))
