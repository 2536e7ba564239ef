"""The agents of the hotline."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.tables.panels.lists import plain_panel
from portalkit.tables.views import list_page

from ..filters.agents import agent_filters
from ..forms.agents import AccountForm
from ..models import Agent
from ..panels.agents import weekday_names
from ..permissions import SchedulingPermission
from ..selectors.agents import absences_of, choices_of_agents, visible_agents
from ..selectors.queues import visible_queues
from ..services.agents import Unfit, UnfitAccount
from ..services.agents import set_account as set_account_of
from ..tables.agents import AGENTS, absence_table
from .forms import form_page
from .rights import may_import

UNFIT = {
    Unfit.UNKNOWN: gettext_lazy("No active account has this user name."),
    Unfit.TAKEN: gettext_lazy("This account already belongs to another agent."),
    Unfit.NOT_ALLOWED: gettext_lazy("This account may not see own shifts in the agent's region; give it the role Agent first."),
}


@requires(SchedulingPermission.VIEW)
def agents(request: PortalRequest) -> HttpResponseBase:
    today = timezone.localdate()
    access = request.access
    filters = agent_filters(
        queues=visible_queues(access),
        teams=choices_of_agents(access, "team"),
        groups=choices_of_agents(access, "rotation_group"),
        today=today,
    )
    context = {
        "can_import": may_import(access),
        "empty_reason": _("Import the kind “Agents of the hotline”: number, name, skills, contract hours, team."),
        **({"empty_url": f"{reverse('imports:upload')}?kind=agents", "empty_label": _("Import agents")} if may_import(access) else {}),
    }
    return list_page(
        request,
        table=AGENTS,
        rows=visible_agents(access, today=today),
        filters=filters.bind(request.GET, access=access, permission=SchedulingPermission.VIEW),
        template="scheduling/agents.html",
        context=context,
        permission_to_export=SchedulingPermission.EXPORT,
    )


@requires(SchedulingPermission.VIEW)
def agent(request: PortalRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    found = get_object_or_404(visible_agents(request.access, today=today), pk=pk)
    context = {
        "agent": found,
        "skills": [skill.queue for skill in found.skills.all()],
        "days_off": weekday_names(found.prefers_off),
        "absences": plain_panel(absence_table(today=today), list(absences_of(found))),
        "has_left": found.last_day is not None and found.last_day < today,
        "may_set_account": request.access.covers(SchedulingPermission.PLAN, found.region),
    }
    return render(request, "scheduling/agent.html", context)


@requires(SchedulingPermission.PLAN)
def set_account(request: PortalRequest, pk: int) -> HttpResponse:
    rows = request.access.scope(SchedulingPermission.PLAN, Agent.objects.select_related("user"))
    found = get_object_or_404(rows, pk=pk)
    back = reverse("scheduling:agent", args=[pk])
    form = AccountForm(request.POST or None, initial={"username": found.user.username if found.user else ""})
    if form.is_valid():
        try:
            set_account_of(agent=found, username=form.cleaned_data["username"], by=request.access.actor, now=timezone.now())
        except UnfitAccount as refused:
            form.add_error("username", UNFIT[refused.why])
        else:
            messages.success(request, _("The account of the agent is set."))
            return redirect(back)
    return form_page(request, form, title=_("Account of {name}").format(name=found.name), back=back)
