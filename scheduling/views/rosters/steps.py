"""Steps of a roster: of its planner, and of whoever approves and publishes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires

from ...permissions import SchedulingPermission
from ...services import rosters as services
from .finding import roster_or_404


@require_POST
@requires(SchedulingPermission.PLAN)
def roster_step(request: PortalRequest, pk: int) -> HttpResponse:
    """Submits, takes back, checks again, or copies into a new version."""
    found = roster_or_404(request, SchedulingPermission.PLAN, pk)
    who: dict[str, Any] = {"by": request.access.actor, "now": timezone.now()}
    step = request.POST.get("step", "")
    if step == "copy":
        made = services.copy_roster(roster=found, user=request.user, **who)
        messages.success(request, _("A new version is made."))
        return redirect("scheduling:roster", made.pk)
    acts: dict[str, Callable[[], object]] = {
        "submit": lambda: services.submit_roster(roster=found, **who),
        "withdraw": lambda: services.withdraw_roster(roster=found, **who),
        "check": lambda: services.check_roster(roster=found, **who),
    }
    _done(request, acts.get(step))
    return redirect("scheduling:roster", pk)


@require_POST
@requires(SchedulingPermission.APPROVE)
def decide_roster(request: PortalRequest, pk: int) -> HttpResponse:
    """Approves, sends back, publishes, or takes back what is published."""
    found = roster_or_404(request, SchedulingPermission.APPROVE, pk)
    who: dict[str, Any] = {"by": request.access.actor, "now": timezone.now()}
    note = request.POST.get("note", "")
    acts: dict[str, Callable[[], object]] = {
        "approve": lambda: services.approve_roster(roster=found, user=request.user, **who),
        "send_back": lambda: services.send_back_roster(roster=found, user=request.user, note=note, **who),
        "publish": lambda: services.publish_roster(roster=found, **who),
        "take_back": lambda: services.withdraw_published(roster=found, **who),
    }
    _done(request, acts.get(request.POST.get("step", "")))
    return redirect("scheduling:roster", pk)


def _done(request: PortalRequest, act: Callable[[], object] | None) -> None:
    if act is None:
        return
    try:
        act()
    except services.OwnWork:
        messages.error(request, _("Your own roster is approved by somebody else."))
    except services.NoReason:
        messages.error(request, _("Say what must change, so that the author knows."))
    except (services.NotNow, services.NotPublishable):
        messages.error(request, _("Somebody was faster: this step is no longer possible."))
    except services.HardViolations as refused:
        text = _("The roster breaks {count} rules, so it is not published. Send it back or have it corrected.")
        messages.error(request, text.format(count=len(refused.violations)))
    except services.TooLate:
        messages.error(request, _("The time to take it back is over: 48 hours after publishing, or the day on which the roster begins."))
    else:
        messages.success(request, _("Done."))
