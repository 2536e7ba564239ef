"""The steps of a revision, from hand-in to on air and off again; each is a button."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.approvals.services import NoReason, NotNow, OwnWork
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..models import Schedule, ScheduleRevision
from ..permissions import SignagePermission
from ..selectors import schedules as selectors
from ..services.programme import approving, emergencies, reach
from ..services.programme import schedules as services
from ..tables.programme import WAITING

_REFUSALS: dict[type[Exception], Any] = {
    OwnWork: gettext_lazy("Nobody decides on work of their own. Somebody else has to look at it."),
    NotNow: gettext_lazy("Somebody was faster: this is no longer as the page showed it."),
    NoReason: gettext_lazy("Say why: whoever has to change it reads this."),
    services.NothingToShow: gettext_lazy("The playlist has nothing that can be shown: put usable content into it first."),
    reach.OutOfReach: gettext_lazy(
        "Not everywhere there may its content be shown: content is shown in its own region and below it only. "
        "Change the playlist, or where it plays."
    ),
    services.WaitsForApproval: gettext_lazy("A revision waits for approval. Take it back first, or wait for the decision."),
    services.UnfinishedDraft: gettext_lazy("Somebody writes the next revision already: hand that in, or remove it first."),
    approving.NotWhatWasSeen: gettext_lazy("It was changed after you opened the page. Look at it once more, then decide."),
    approving.NotOnAir: gettext_lazy("It is not on air any more."),
}


@requires(SignagePermission.VIEW)
def approvals(request: PortalRequest) -> HttpResponseBase:
    return list_page(
        request,
        table=WAITING,
        rows=selectors.waiting_revisions(request.access),
        template="signage/programme/approvals.html",
        context={"empty_reason": _("Nothing waits for approval.")},
        permission_to_export=SignagePermission.EXPORT,
    )


@require_POST
@requires(SignagePermission.AUTHOR)
def hand_in(request: PortalRequest, pk: int) -> HttpResponse:
    schedule, newest = _newest(request, pk, SignagePermission.AUTHOR)
    access = request.access
    done = _("Handed in. Somebody else approves it; then it is on air.")
    return _step(request, schedule, lambda: services.hand_in(revision=newest, by=access.actor, user=request.user, now=timezone.now()), done)


@require_POST
@requires(SignagePermission.AUTHOR)
def take_back(request: PortalRequest, pk: int) -> HttpResponse:
    schedule, newest = _newest(request, pk, SignagePermission.AUTHOR)
    done = _("Taken back: it is a draft again.")
    return _step(request, schedule, lambda: services.take_back(revision=newest, by=request.access.actor, now=timezone.now()), done)


@require_POST
@requires(SignagePermission.AUTHOR)
def renew(request: PortalRequest, pk: int) -> HttpResponse:
    schedule = get_object_or_404(selectors.schedules_to(request.access, SignagePermission.AUTHOR), pk=pk)
    done = _("The new state is handed in. What is on air stays until it is approved.")
    by, user = request.access.actor, request.user
    return _step(request, schedule, lambda: services.renew(schedule=schedule, by=by, user=user, now=timezone.now()), done)


@require_POST
@requires(SignagePermission.AUTHOR)
def remove_draft(request: PortalRequest, pk: int) -> HttpResponse:
    schedule = get_object_or_404(selectors.schedules_to(request.access, SignagePermission.AUTHOR), pk=pk)
    try:
        is_gone = services.remove_draft(schedule=schedule, by=request.access.actor, now=timezone.now())
    except (services.WaitsForApproval, NotNow) as refusal:
        messages.error(request, _REFUSALS[type(refusal)])
        return redirect("signage:schedule", pk)
    messages.success(request, _("The draft is removed."))
    return redirect("signage:schedules") if is_gone else redirect("signage:schedule", pk)


@require_POST
@requires(SignagePermission.APPROVE)
def approve(request: PortalRequest, pk: int) -> HttpResponse:
    schedule, newest = _newest(request, pk, SignagePermission.APPROVE)
    by, user, now = request.access.actor, request.user, timezone.now()
    if newest.severity is not None:
        done = _("The emergency is confirmed.")
        return _step(
            request, schedule, lambda: emergencies.review(revision=newest, is_right=True, note="", by=by, user=user, now=now), done
        )
    seen, done = request.POST.get("seen", ""), _("Approved: it is on air.")
    return _step(request, schedule, lambda: approving.put_on_air(revision=newest, seen=seen, by=by, user=user, now=now), done)


@require_POST
@requires(SignagePermission.APPROVE)
def send_back(request: PortalRequest, pk: int) -> HttpResponse:
    schedule, newest = _newest(request, pk, SignagePermission.APPROVE)
    by, user, now, note = request.access.actor, request.user, timezone.now(), request.POST.get("note", "")
    if newest.severity is not None:
        done = _("The emergency is off the screens.")
        return _step(
            request, schedule, lambda: emergencies.review(revision=newest, is_right=False, note=note, by=by, user=user, now=now), done
        )
    return _step(
        request,
        schedule,
        lambda: approving.refuse(revision=newest, by=by, user=user, note=note, now=now),
        _("Sent back with your comment."),
    )


@require_POST
@requires(SignagePermission.APPROVE)
def take_off_air(request: PortalRequest, pk: int) -> HttpResponse:
    schedule = get_object_or_404(selectors.schedules_to(request.access, SignagePermission.APPROVE), pk=pk)
    by, reason = request.access.actor, request.POST.get("reason", "")
    done = _("It is off air; the screens are told.")
    return _step(request, schedule, lambda: approving.take_off_air(schedule=schedule, by=by, reason=reason, now=timezone.now()), done)


def _newest(request: PortalRequest, pk: int, permission: SignagePermission) -> tuple[Schedule, ScheduleRevision]:
    schedule = get_object_or_404(selectors.schedules_to(request.access, permission), pk=pk)
    return schedule, get_object_or_404(selectors.revisions_of(schedule).order_by("-number")[:1])


def _step(request: PortalRequest, schedule: Schedule, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except tuple(_REFUSALS) as refusal:
        messages.error(request, _REFUSALS[type(refusal)])
    else:
        messages.success(request, done)
    return redirect("signage:schedule", schedule.pk)
