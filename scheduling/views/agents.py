"""The agents of the hotline."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.tables.panels.lists import plain_panel
from portalkit.tables.views import list_page

from ..filters.agents import agent_filters
from ..panels.agents import weekday_names
from ..permissions import SchedulingPermission
from ..selectors.agents import absences_of, choices_of_agents, visible_agents
from ..selectors.queues import visible_queues
from ..tables.agents import AGENTS, absence_table
from .rights import may_import


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
    }
    return render(request, "scheduling/agent.html", context)
