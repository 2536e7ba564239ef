"""Labour rules with their history."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portalkit.access.selectors import PortalRequest, picked_region
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..filters.rosters import RULE_FILTERS
from ..forms.rosters import LabourRuleForm
from ..permissions import SchedulingPermission
from ..selectors.labour import visible_rules
from ..services import labour
from ..tables.rosters import LABOUR_RULES


@requires(SchedulingPermission.VIEW)
def labour_rules(request: PortalRequest) -> HttpResponseBase:
    """Every rule there is and was."""
    context = {
        "can_manage": request.access.can(SchedulingPermission.MANAGE_RULES),
        "empty_reason": _("The rules of the labour law come with the first roster."),
    }
    return list_page(
        request,
        table=LABOUR_RULES,
        rows=visible_rules(request.access),
        filters=RULE_FILTERS.bind(request.GET, access=request.access, permission=SchedulingPermission.VIEW),
        template="scheduling/labour_rules.html",
        context=context,
        permission_to_export=SchedulingPermission.EXPORT,
    )


@requires(SchedulingPermission.MANAGE_RULES)
def new_labour_rule(request: PortalRequest) -> HttpResponse:
    regions = request.access.regions(SchedulingPermission.MANAGE_RULES).filter(level__in=("province", "prefecture")).order_by("path")
    region = picked_region(request.access, permission=SchedulingPermission.MANAGE_RULES)
    form = LabourRuleForm(request.POST or None, regions=regions, initial={"region": region, "first_day": timezone.localdate()})
    if form.is_valid():
        try:
            labour.set_rule(**form.cleaned_data, by=request.access.actor, now=timezone.now())
        except labour.RuleThere:
            form.add_error("first_day", _("A rule of this kind begins on this day already."))
        except labour.NotARule:
            form.add_error("value", _("This rule needs a value."))
        else:
            messages.success(request, _("The rule is set. Rosters are judged by it when they are checked next."))
            return redirect("scheduling:labour_rules")
    context = {"form": form, "title": _("Set a labour rule"), "back": "scheduling:labour_rules", "may_change": True}
    return render(request, "scheduling/shift_form.html", context, status=422 if form.is_bound else 200)
