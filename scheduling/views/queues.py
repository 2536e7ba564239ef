"""Queues and campaigns: lists, and the forms that planners set them with."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest, picked_region
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..filters.queues import QUEUE_FILTERS, campaign_filters
from ..forms.queues import CampaignForm, QueueForm, initial_of_campaign
from ..permissions import SchedulingPermission
from ..selectors.queues import listed_queues, visible_campaigns, visible_queues
from ..services import queues as services
from ..tables.queues import QUEUES, campaign_table
from .forms import form_page


@requires(SchedulingPermission.VIEW)
def queues(request: PortalRequest) -> HttpResponseBase:
    can_plan = request.access.can(SchedulingPermission.PLAN)
    context = {
        "can_plan": can_plan,
        "empty_reason": _("A queue is a kind of contact with its own skill. Add one; then its call history can be imported."),
        **({"empty_url": reverse("scheduling:new_queue"), "empty_label": _("Add a queue")} if can_plan else {}),
    }
    return list_page(
        request,
        table=QUEUES,
        rows=listed_queues(request.access, now=timezone.now()),
        filters=QUEUE_FILTERS.bind(request.GET, access=request.access, permission=SchedulingPermission.VIEW),
        template="scheduling/queues.html",
        context=context,
        permission_to_export=SchedulingPermission.EXPORT,
    )


@requires(SchedulingPermission.PLAN)
def new_queue(request: PortalRequest) -> HttpResponse:
    regions = request.access.regions(SchedulingPermission.PLAN).order_by("path")
    initial = {"region": picked_region(request.access, permission=SchedulingPermission.PLAN)}
    form = QueueForm(request.POST or None, regions=regions, is_new=True, initial=initial)
    if form.is_valid():
        try:
            services.add_queue(code=form.cleaned_data["code"], values=form.values, by=request.access.actor, now=timezone.now())
        except services.QueueCodeTaken:
            form.add_error("code", _("Another queue has this code."))
        else:
            messages.success(request, _("The queue is added. Its call history can be imported now."))
            return redirect("scheduling:queues")
    return form_page(request, form, title=_("New queue"), back=reverse("scheduling:queues"))


@requires(SchedulingPermission.PLAN)
def change_queue(request: PortalRequest, code: str) -> HttpResponse:
    queue = get_object_or_404(visible_queues(request.access, SchedulingPermission.PLAN), code=code)
    regions = request.access.regions(SchedulingPermission.PLAN).order_by("path")
    initial = {name: getattr(queue, name) for name in ("name", "name_en", "region", "channel", "is_active")}
    form = QueueForm(request.POST or None, regions=regions, is_new=False, initial=initial)
    if form.is_valid():
        services.change_queue(queue=queue, values=form.values, by=request.access.actor, now=timezone.now())
        messages.success(request, _("The queue is changed."))
        return redirect("scheduling:queues")
    return form_page(request, form, title=_("Change {name}").format(name=queue.display_name), back=reverse("scheduling:queues"))


@requires(SchedulingPermission.VIEW)
def campaigns(request: PortalRequest) -> HttpResponseBase:
    today = timezone.localdate()
    can_plan = request.access.can(SchedulingPermission.PLAN)
    filters = campaign_filters(visible_queues(request.access), today=today)
    context = {
        "can_plan": can_plan,
        "empty_reason": _("A campaign makes customers call. Add it, or import a list, and forecasts count its calls in."),
        **({"empty_url": reverse("scheduling:new_campaign"), "empty_label": _("Add a campaign")} if can_plan else {}),
    }
    return list_page(
        request,
        table=campaign_table(
            today=today, link=lambda campaign: reverse("scheduling:change_campaign", args=[campaign.pk]) if can_plan else None
        ),
        rows=visible_campaigns(request.access),
        filters=filters.bind(request.GET),
        template="scheduling/campaigns.html",
        context=context,
        permission_to_export=SchedulingPermission.EXPORT,
    )


@requires(SchedulingPermission.PLAN)
def new_campaign(request: PortalRequest) -> HttpResponse:
    queues_of_planner = visible_queues(request.access, SchedulingPermission.PLAN).filter(is_active=True)
    form = CampaignForm(request.POST or None, queues=queues_of_planner, is_new=True, initial={"first_day": timezone.localdate()})
    if form.is_valid():
        try:
            services.add_campaign(code=form.cleaned_data["code"], values=form.values, by=request.access.actor, now=timezone.now())
        except services.CampaignCodeTaken:
            form.add_error("code", _("Another campaign has this code."))
        else:
            messages.success(request, _("The campaign is added. New forecasts count its calls in."))
            return redirect("scheduling:campaigns")
    return form_page(request, form, title=_("New campaign"), back=reverse("scheduling:campaigns"))


@requires(SchedulingPermission.PLAN)
def change_campaign(request: PortalRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(visible_campaigns(request.access, SchedulingPermission.PLAN), pk=pk)
    queues_of_planner = visible_queues(request.access, SchedulingPermission.PLAN)
    form = CampaignForm(request.POST or None, queues=queues_of_planner, is_new=False, initial=initial_of_campaign(campaign))
    if form.is_valid():
        services.change_campaign(campaign=campaign, values=form.values, by=request.access.actor, now=timezone.now())
        messages.success(request, _("The campaign is changed. Forecasts made before keep what they counted in."))
        return redirect("scheduling:campaigns")
    remove = reverse("scheduling:remove_campaign", args=[pk])
    return form_page(
        request, form, title=_("Change {name}").format(name=campaign.name), back=reverse("scheduling:campaigns"), remove_url=remove
    )


@require_POST
@requires(SchedulingPermission.PLAN)
def remove_campaign(request: PortalRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(visible_campaigns(request.access, SchedulingPermission.PLAN), pk=pk)
    services.remove_campaign(campaign=campaign, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The campaign is removed."))
    return redirect("scheduling:campaigns")
