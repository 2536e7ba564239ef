"""The agent's own page: shifts, balance, colleagues, requests."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires

from ..forms.requests import LeaveForm, SwapForm
from ..models import Agent, ShiftRequest
from ..panels.offers import hours_text, window_text
from ..panels.requests import refusal_text, tone_of
from ..permissions import SchedulingPermission
from ..selectors.feed import own_feed
from ..selectors.offers import open_replies
from ..selectors.own import agent_of, colleagues_of, own_page, same_day
from ..services import requests as services


@requires(SchedulingPermission.OWN_SHIFTS)
def mine(request: PortalRequest) -> HttpResponse:
    agent = agent_of(request.user)
    if agent is None:
        return render(request, "scheduling/mine_none.html")
    page = own_page(agent, today=timezone.localdate())
    day = _day(request.GET.get("day", ""))
    context = {
        "page": page,
        "requests": [(one, tone_of(one)) for one in page.requests],
        "day": day,
        "today": timezone.localdate(),
        "colleagues": same_day(agent, day) if day else [],
        "pending": services.PENDING,
        "feed": own_feed(agent),
        "offers": [(one, window_text(one.offer), hours_text(one.minutes)) for one in open_replies(agent, now=timezone.now())],
    }
    return render(request, "scheduling/mine.html", context)


@requires(SchedulingPermission.OWN_SHIFTS)
def ask_leave(request: PortalRequest) -> HttpResponse:
    agent = agent_of(request.user)
    if agent is None:
        return render(request, "scheduling/mine_none.html")
    form = LeaveForm(request.POST or None, initial={"first_day": _day(request.GET.get("day", ""))})
    return _asked(request, form, _("Ask for leave"), lambda values: services.ask_leave(agent=agent, **values))


@requires(SchedulingPermission.OWN_SHIFTS)
def ask_swap(request: PortalRequest) -> HttpResponse:
    agent = agent_of(request.user)
    if agent is None:
        return render(request, "scheduling/mine_none.html")
    colleagues = colleagues_of(agent, today=timezone.localdate())
    day = _day(request.GET.get("day", ""))
    initial = {"day": day, "colleague_day": day, "colleague": request.GET.get("with")}
    form = SwapForm(request.POST or None, colleagues=colleagues, initial=initial)
    return _asked(request, form, _("Ask for a swap"), lambda values: services.ask_swap(agent=agent, **values))


@require_POST
@requires(SchedulingPermission.OWN_SHIFTS)
def own_request(request: PortalRequest, pk: int) -> HttpResponse:
    """Takes an own request back, or answers a colleague's."""
    agent = agent_of(request.user)
    found = ShiftRequest.objects.filter(pk=pk).first()
    if agent is None or found is None or agent.pk not in {found.agent_id, found.colleague_id}:
        raise Http404
    try:
        _step(request, found, agent)
    except services.NotNow:
        messages.error(request, _("Somebody was faster: this step is no longer possible."))
    except (services.NotPossible, services.BreaksRules) as refused:
        messages.error(request, refusal_text(refused))
    else:
        messages.success(request, _("Done."))
    return redirect("scheduling:mine")


def _step(request: PortalRequest, found: ShiftRequest, agent: Agent) -> None:
    who: dict[str, Any] = {"by": request.access.actor, "now": timezone.now()}
    if request.POST.get("step") == "withdraw":
        services.withdraw_request(request=found, agent=agent, **who)
        return
    services.answer_swap(request=found, colleague=agent, agrees=request.POST.get("step") == "agree", **who)


def _asked(request: PortalRequest, form: Any, title: str, ask: Callable[[dict[str, Any]], object]) -> HttpResponse:
    if form.is_valid():
        try:
            ask({**form.cleaned_data, "by": request.access.actor, "now": timezone.now()})
        except (services.NotPossible, services.BreaksRules) as refused:
            form.add_error(None, refusal_text(refused))
        else:
            messages.success(request, _("Your request is on its way."))
            return redirect("scheduling:mine")
    return render(request, "scheduling/ask.html", {"form": form, "title": title}, status=422 if form.is_bound else 200)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
