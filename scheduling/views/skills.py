"""Several queues and groups of agents with several skills: the bounds of heads, and calls played."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest, picked_region
from portalkit.guards.permissions import requires
from portalkit.jobs.models import JobState
from portalkit.jobs.selectors import visible_jobs

from ..domain.erlang import Impossible
from ..domain.skill_question import bounds, play
from ..forms.skills import PickHourForm, SkillsForm
from ..panels.skills import group_rows, queue_rows, shortage_lines
from ..permissions import SchedulingPermission
from ..selectors.skills import busiest_hour, hour_demands, planned_days, skill_groups
from ..services.skills import PLAY, TooMuchToPlay, digest_of, key_of, read_result, start_play

QUICK = 60_000
"""Calls that are played while the page is made: less than a second."""


@dataclass(frozen=True)
class _Picked:
    day: date | None
    hour: int


@requires(SchedulingPermission.VIEW)
def skills(request: PortalRequest) -> HttpResponse:
    """The question stands in the address; `?result=` names one that was played in the background."""
    form, picked = _form(request, _data(request))
    context: dict[str, Any] = {
        "form": form,
        "pick": PickHourForm(initial={"day": picked.day, "hour": picked.hour}),
        "planned": planned_days(request.access),
        "query": _data(request).urlencode(),
        "count": len(form.groups),
    }
    if form.is_valid():
        try:
            context |= _answer(request, form)
        except Impossible:
            form.problems.append(_("These figures have no answer. Check loads, targets and groups."))
    has_errors = form.is_bound and "bounds" not in context
    return render(request, "scheduling/skills.html", context | {"has_errors": has_errors}, status=422 if has_errors else 200)


@require_POST
@requires(SchedulingPermission.VIEW)
def play_skills(request: PortalRequest) -> HttpResponse:
    """Has the question of the address played in the background."""
    form, _picked = _form(request, request.GET)
    region = picked_region(request.access, permission=SchedulingPermission.VIEW)
    address = f"{reverse('scheduling:skills')}?{request.GET.urlencode()}"
    if not form.is_valid() or region is None:
        return redirect(address)
    try:
        job = start_play(
            question=form.question(), region=region, query=request.GET.urlencode(), by=request.access.actor, now=timezone.now()
        )
    except TooMuchToPlay:
        messages.error(request, _("So many calls take too long to play. Choose fewer hours."))
        return redirect(address)
    return redirect("jobs:job", job.pk)


def _answer(request: PortalRequest, form: SkillsForm) -> dict[str, Any]:
    question = form.question()
    found = bounds(question)
    job = _jobs(request, digest_of(question)).first()
    played, heads = read_result(job.result) if job and job.state == JobState.DONE else (None, None)
    if played is None and question.calls <= QUICK:
        played = play(question)
    names = [demand.queue.display_name for demand, _form_of in form.called]
    return {
        "bounds": found,
        "queues": queue_rows(question, names, played),
        "groups": group_rows(question, names, found, played, heads),
        "shortages": shortage_lines(found.shortages, names),
        "played": played,
        "heads": heads,
        "job": job,
        "hours": question.hours,
    }


def _data(request: PortalRequest) -> QueryDict:
    """The address, or what was asked when the named result was played."""
    digest = request.GET.get("result", "")
    job = _jobs(request, digest[:24]).first() if digest else None
    return QueryDict(job.params["query"]) if job else request.GET


def _jobs(request: PortalRequest, digest: str) -> Any:
    """The caller's own playing of a question, the newest first."""
    return visible_jobs(request.access).filter(kind=PLAY, key=key_of(request.access.actor, digest)).order_by("-pk")


def _form(request: PortalRequest, data: QueryDict) -> tuple[SkillsForm, _Picked]:
    picked = _picked_hour(request, data)
    demands = hour_demands(request.access, picked.day, picked.hour)
    return SkillsForm(data, demands=demands, groups=skill_groups(request.access, picked.day or timezone.localdate())), picked


def _picked_hour(request: PortalRequest, data: QueryDict) -> _Picked:
    """The day and hour asked for; else the next planned day and its busiest hour."""
    day, hour = _day(data.get("day", "")), data.get("hour", "")
    if day is None:
        days, today = planned_days(request.access), timezone.localdate()
        day = min(max(today, days[0]), days[1]) if days else None
    if hour.isdecimal() and len(hour) < 3 and int(hour) < 24:
        return _Picked(day, int(hour))
    found = busiest_hour(request.access, day) if day else None
    return _Picked(day, 10 if found is None else found)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
