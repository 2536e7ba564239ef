"""Storage nodes with their volumes, and the addresses that may be dialled."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.tables.panels.lists import plain_panel
from portalkit.tables.views import list_page

from ..filters.nodes import NODE_FILTERS, RULE_FILTERS
from ..forms.nodes import NodeForm, RuleForm, VolumeForm, initial_of_node, initial_of_volume
from ..permissions import VideoPermission
from ..selectors.addresses import visible_rules
from ..selectors.nodes import listed_nodes, visible_nodes, visible_volumes
from ..services import nodes as services
from ..tables.nodes import NODES, rule_table, volume_table
from .register_forms import form_page


@requires(VideoPermission.VIEW)
def nodes(request: PortalRequest) -> HttpResponseBase:
    can_manage = request.access.can(VideoPermission.MANAGE)
    context = {
        "can_manage": can_manage,
        "empty_reason": _("A storage node is a machine near the halls that records their cameras. Add one, then its volumes."),
        **({"empty_url": reverse("video:new_node"), "empty_label": _("Add a node")} if can_manage else {}),
    }
    return list_page(
        request,
        table=NODES,
        rows=listed_nodes(request.access),
        filters=NODE_FILTERS.bind(request.GET, access=request.access, permission=VideoPermission.VIEW),
        template="video/register/nodes.html",
        context=context,
        permission_to_export=VideoPermission.EXPORT,
    )


@requires(VideoPermission.VIEW)
def node(request: PortalRequest, name: str) -> HttpResponse:
    found = get_object_or_404(listed_nodes(request.access), name=name)
    may_manage = request.access.covers(VideoPermission.MANAGE, found.region)
    table = volume_table(link=lambda volume: reverse("video:change_volume", args=[volume.pk]) if may_manage else None)
    context = {
        "node": found,
        "status": getattr(found, "status", None),
        "volumes": plain_panel(table, list(found.volumes.all())),
        "may_manage": may_manage,
    }
    return render(request, "video/register/node.html", context)


@requires(VideoPermission.MANAGE)
def new_node(request: PortalRequest) -> HttpResponse:
    regions = request.access.regions(VideoPermission.MANAGE).order_by("path")
    form = NodeForm(request.POST or None, regions=regions, is_new=True)
    if form.is_valid():
        try:
            made = services.add_node(name=form.cleaned_data["name"], values=form.values, by=request.access.actor, now=timezone.now())
        except services.NodeNameTaken:
            form.add_error("name", _("Another node has this name."))
        else:
            messages.success(request, _("The node is added. Add its volumes, then start the recorder on it."))
            return redirect("video:node", made.name)
    return form_page(request, form, title=_("New storage node"), back=reverse("video:nodes"))


@requires(VideoPermission.MANAGE)
def change_node(request: PortalRequest, name: str) -> HttpResponse:
    found = get_object_or_404(visible_nodes(request.access, VideoPermission.MANAGE), name=name)
    regions = request.access.regions(VideoPermission.MANAGE).order_by("path")
    form = NodeForm(request.POST or None, regions=regions, is_new=False, initial=initial_of_node(found))
    back = reverse("video:node", args=[name])
    if form.is_valid():
        services.change_node(node=found, values=form.values, by=request.access.actor, now=timezone.now())
        messages.success(request, _("The node is changed."))
        return redirect(back)
    return form_page(request, form, title=_("Change {name}").format(name=found.title), back=back)


@requires(VideoPermission.MANAGE)
def new_volume(request: PortalRequest, name: str) -> HttpResponse:
    found = get_object_or_404(visible_nodes(request.access, VideoPermission.MANAGE), name=name)
    form = VolumeForm(request.POST or None)
    back = reverse("video:node", args=[name])
    if form.is_valid():
        try:
            services.add_volume(node=found, values=form.values, by=request.access.actor, now=timezone.now())
        except services.VolumeThere:
            form.add_error("path", _("The node has a volume in this folder already."))
        else:
            messages.success(request, _("The volume is added. The node writes to it once its marker file is there."))
            return redirect(back)
    return form_page(request, form, title=_("New volume of {name}").format(name=found.title), back=back)


@requires(VideoPermission.MANAGE)
def change_volume(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_volumes(request.access, VideoPermission.MANAGE), pk=pk)
    form = VolumeForm(request.POST or None, initial=initial_of_volume(found))
    back = reverse("video:node", args=[found.node.name])
    if form.is_valid():
        try:
            services.change_volume(volume=found, values=form.values, by=request.access.actor, now=timezone.now())
        except services.VolumeThere:
            form.add_error("path", _("The node has a volume in this folder already."))
        else:
            messages.success(request, _("The volume is changed."))
            return redirect(back)
    return form_page(request, form, title=_("Change {name}").format(name=found.title), back=back)


@requires(VideoPermission.MANAGE)
def rules(request: PortalRequest) -> HttpResponseBase:
    context = {
        "empty_reason": _("Without a rule no camera is dialled. Add the subnets that the cameras of the halls stand in."),
        "empty_url": reverse("video:new_rule"),
        "empty_label": _("Allow a subnet"),
    }
    return list_page(
        request,
        table=rule_table(link=lambda rule: reverse("video:change_rule", args=[rule.pk])),
        rows=visible_rules(request.access, VideoPermission.MANAGE),
        filters=RULE_FILTERS.bind(request.GET, access=request.access, permission=VideoPermission.MANAGE),
        template="video/register/rules.html",
        context=context,
        permission_to_export=VideoPermission.EXPORT,
    )


@requires(VideoPermission.MANAGE)
def new_rule(request: PortalRequest) -> HttpResponse:
    regions = request.access.regions(VideoPermission.MANAGE).order_by("path")
    form = RuleForm(request.POST or None, regions=regions)
    if form.is_valid():
        try:
            services.add_rule(values=form.values, by=request.access.actor, now=timezone.now())
        except services.RuleThere:
            form.add_error("network", _("The region has a rule for this subnet already."))
        else:
            messages.success(request, _("The subnet is allowed."))
            return redirect("video:rules")
    return form_page(request, form, title=_("Allow a subnet"), back=reverse("video:rules"))


@requires(VideoPermission.MANAGE)
def change_rule(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_rules(request.access, VideoPermission.MANAGE), pk=pk)
    regions = request.access.regions(VideoPermission.MANAGE).order_by("path")
    initial = {name: getattr(found, name) for name in ("region", "network", "ports", "note")}
    form = RuleForm(request.POST or None, regions=regions, initial=initial)
    if form.is_valid():
        try:
            services.change_rule(rule=found, values=form.values, by=request.access.actor, now=timezone.now())
        except services.RuleThere:
            form.add_error("network", _("The region has a rule for this subnet already."))
        else:
            messages.success(request, _("The rule is changed."))
            return redirect("video:rules")
    remove = {
        "remove_url": reverse("video:remove_rule", args=[pk]),
        "remove_question": _("Remove this rule?"),
        "remove_text": _("Cameras in the subnet are dialled no more, unless another rule allows them. Footage stays."),
    }
    return form_page(request, form, title=_("Change {name}").format(name=found.network), back=reverse("video:rules"), **remove)


@require_POST
@requires(VideoPermission.MANAGE)
def remove_rule(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_rules(request.access, VideoPermission.MANAGE), pk=pk)
    services.remove_rule(rule=found, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The rule is removed."))
    return redirect("video:rules")
