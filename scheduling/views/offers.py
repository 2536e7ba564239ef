"""Offers from the hours pool: the list, one with its answers, a new one with its preview, and an agent's answer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..domain.hours_pool import NoCycle
from ..filters.offers import OFFER_FILTERS
from ..forms.offers import OfferForm
from ..models import OfferReply, Queue, Roster
from ..panels.offers import (
    answer_text,
    effect_text,
    hours_text,
    imbalance_line,
    impossible_text,
    is_open,
    obstacle_text,
    reply_tone,
    state_label,
    state_tone,
    window_text,
)
from ..permissions import SchedulingPermission
from ..selectors import offers as selectors
from ..selectors.labour import cycle_months
from ..selectors.own import agent_of
from ..services import offers as services
from ..services.offers.making import checked_preview
from ..tables.offers import OFFERS

MOST_PASSED = 200


@requires(SchedulingPermission.VIEW)
def offers(request: PortalRequest) -> HttpResponseBase:
    can_plan = request.access.can(SchedulingPermission.PLAN)
    context = {"can_plan": can_plan, "empty_reason": _("No overtime, early leave or free shift has been offered from the hours pool.")}
    if can_plan:
        context |= {"empty_url": reverse("scheduling:new_offer"), "empty_label": _("Offer hours")}
    return list_page(
        request,
        table=OFFERS,
        rows=selectors.visible_offers(request.access, now=timezone.now()),
        filters=OFFER_FILTERS.bind(request.GET, access=request.access, permission=SchedulingPermission.VIEW),
        template="scheduling/offers.html",
        context=context,
        permission_to_export=SchedulingPermission.EXPORT,
    )


@requires(SchedulingPermission.VIEW)
def offer(request: PortalRequest, pk: int) -> HttpResponse:
    found = selectors.visible_offers(request.access, now=timezone.now()).filter(pk=pk).first()
    if found is None:
        raise Http404
    replies = [(one, reply_tone(one), hours_text(one.minutes)) for one in selectors.replies_of(found)]
    context = {
        "offer": found,
        "state": state_label(found),
        "tone": state_tone(found),
        "window": window_text(found),
        "effect": effect_text(found.effect),
        "replies": replies,
        "may_withdraw": is_open(found) and request.access.covers(SchedulingPermission.PLAN, found.roster.region),
    }
    return render(request, "scheduling/offer.html", context)


@requires(SchedulingPermission.PLAN)
def new_offer(request: PortalRequest) -> HttpResponse:
    """A form with the stretches that call for an offer; `preview` shows whom it reaches, `send` asks them."""
    rosters = selectors.rosters_to_offer(request.access, today=timezone.localdate())
    queues = request.access.scope(SchedulingPermission.PLAN, Queue.objects.filter(is_active=True))
    roster = rosters.filter(pk=request.GET["roster"]).first() if request.GET.get("roster", "").isdigit() else rosters.first()
    form = OfferForm(request.POST or None, rosters=rosters, queues=queues, initial=_initial(request, roster))
    context: dict[str, Any] = {"form": form, "roster": roster}
    if form.is_valid():
        context |= _tried(request, form)
        if "made" in context:
            messages.success(request, _("The offer is out; the first in turn are asked."))
            return redirect("scheduling:offer", context["made"].pk)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "scheduling/new_offer.html", {**context, **_situation(roster)}, status=status)


@require_POST
@requires(SchedulingPermission.PLAN)
def withdraw_offer(request: PortalRequest, pk: int) -> HttpResponse:
    found = selectors.offers_for(request.access, pk=pk)
    if found is None:
        raise Http404
    services.withdraw_offer(offer=found, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The offer is withdrawn. What was taken stays taken."))
    return redirect("scheduling:offer", pk)


@require_POST
@requires(SchedulingPermission.OWN_SHIFTS)
def answer_offer(request: PortalRequest, pk: int) -> HttpResponse:
    """The agent takes what is offered, or refuses it."""
    agent = agent_of(request.user)
    reply = OfferReply.objects.select_related("offer").filter(pk=pk, agent=agent).first() if agent else None
    if agent is None or reply is None:
        raise Http404
    takes = request.POST.get("step") == "take"
    answer = services.take_offer if takes else services.refuse_offer
    try:
        answer(offer=reply.offer, agent=agent, by=request.access.actor, now=timezone.now())
    except (services.NotAsked, services.OfferClosed, services.CannotTake, NoCycle) as refused:
        messages.error(request, answer_text(refused))
    else:
        messages.success(request, _("It is yours: your shifts have changed.") if takes else _("You have refused the offer."))
    return redirect("scheduling:mine")


def _initial(request: PortalRequest, roster: Roster | None) -> dict[str, Any]:
    given = {name: value for name in ("kind", "day", "starts", "ends") if (value := request.GET.get(name))}
    return {"roster": roster, "places": 1, "asked_at_once": 3, **given}


def _tried(request: PortalRequest, form: OfferForm) -> dict[str, Any]:
    """The offer made, or its preview; errors go into the form."""
    wish, now = form.wish(), timezone.now()
    try:
        if request.POST.get("step") == "send":
            return {"made": services.make_offer(wish=wish, user=request.user, by=request.access.actor, now=now)}
        preview = checked_preview(wish=wish, now=now)
    except (services.OfferImpossible, NoCycle) as refused:
        form.add_error(*impossible_text(refused))
        return {"passed": _passed(refused.preview) if isinstance(refused, services.OfferImpossible) and refused.preview else []}
    rows = [
        (turn, preview.agents[one.who], one.balance / 60, hours_text(one.changed.minutes), one.balance_after / 60)
        for turn, one in enumerate(preview.choice.candidates, start=1)
    ]
    return {"candidates": rows, "asked": wish.asked_at_once, "effect": effect_text(preview.effect), "passed": _passed(preview)}


def _passed(preview: selectors.Preview) -> list[tuple[Any, str]]:
    return [(preview.agents[one.who], obstacle_text(one)) for one in preview.choice.passed[:MOST_PASSED]]


def _situation(roster: Roster | None) -> dict[str, Any]:
    """What the roster lacks and has to spare, and whether the pool runs at all."""
    if roster is None:
        return {"imbalances": (), "cycle": None}
    today = timezone.localdate()
    imbalances = [imbalance_line(one, roster) for one in selectors.imbalances_of(roster, today=today)]
    return {"imbalances": imbalances, "cycle": cycle_months(roster.region, max(today, roster.first_day))}
