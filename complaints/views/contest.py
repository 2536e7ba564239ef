"""The finding-faults contest: the board with its champions, entries, decisions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest, picked_period, picked_region
from portalkit.charts.views import chart_export
from portalkit.files.views import send_file
from portalkit.guards.permissions import requires
from portalkit.periods.domain.calendar import Month, NotAPeriod, month_of, parse
from portalkit.tables.views import list_page

from ..charts.contest import found_and_solved
from ..domain.contest import Step, StepNotPossible
from ..filters.contest import FAULT_FILTERS
from ..forms.contest import DEPARTMENTS_LIST, STEP_FORMS
from ..models import FaultEntry
from ..panels.contest import NOT_REFUSED, ContestFrame, contest_stats, step_cards, winners
from ..permissions import ComplaintsPermission
from ..selectors.contest import contest_board, fault_entries, fault_page, my_fault_entries
from ..services.contest import (
    AlreadyAnnounced,
    Decision,
    MonthNotOver,
    NobodyToAnnounce,
    OwnEntry,
    announce_champions,
    judge_fault,
)
from ..tables.contest import FAULTS, MY_FAULTS, STATE_TONES


@requires(ComplaintsPermission.VIEW)
def contest(request: PortalRequest) -> HttpResponseBase:
    """A month's board."""
    frame = _frame(request)
    board = contest_board(request.access, month=frame.month, region=frame.region)
    charts = [found_and_solved(board.trend, today=frame.today, link=_to_entries(frame))]
    if download := chart_export(request, charts, permission_to_export=ComplaintsPermission.EXPORT):
        return download
    can_judge = frame.region is not None and request.access.covers(ComplaintsPermission.JUDGE_FAULTS, frame.region)
    context = {
        "frame": frame,
        "board": board,
        "stats": contest_stats(board, frame),
        "winners": winners(board, frame),
        "charts": charts,
        "can_export": request.access.can(ComplaintsPermission.EXPORT),
        "can_enter": request.access.can(ComplaintsPermission.ENTER_FAULTS),
        "can_announce": can_judge and not board.announced and bool(board.people) and frame.month.last_day < frame.today,
        "wall": [(one, frame.page(month=one.month)) for one in board.wall],
        "people": [(one, frame.entries(finder=one.name, department=one.department, state=NOT_REFUSED)) for one in board.people],
        "departments": [(one, frame.entries(department=one.department, state=NOT_REFUSED)) for one in board.departments],
    }
    return render(request, "complaints/contest.html", context)


@requires(ComplaintsPermission.VIEW)
def contest_entries(request: PortalRequest) -> HttpResponseBase:
    filters = FAULT_FILTERS.bind(request.GET, access=request.access, permission=ComplaintsPermission.VIEW)
    context = {
        "can_enter": request.access.can(ComplaintsPermission.ENTER_FAULTS),
        "empty_reason": _("Everybody of the staff who sees a fault enters it here. Each entry gets an owner and an outcome."),
    }
    return list_page(
        request,
        table=FAULTS,
        rows=fault_entries(request.access),
        filters=filters,
        template="complaints/contest_entries.html",
        context=context,
        permission_to_export=ComplaintsPermission.EXPORT,
    )


@requires(ComplaintsPermission.ENTER_FAULTS)
def contest_mine(request: PortalRequest) -> HttpResponseBase:
    filters = FAULT_FILTERS.bind(request.GET, access=request.access, permission=ComplaintsPermission.VIEW)
    context = {"can_enter": True, "empty_reason": _("You have not entered a fault yet. Your finds and what became of them stand here.")}
    return list_page(
        request,
        table=MY_FAULTS,
        rows=my_fault_entries(request.access),
        filters=filters,
        template="complaints/contest_entries.html",
        context=context,
        permission_to_export=ComplaintsPermission.EXPORT,
    )


@requires(ComplaintsPermission.VIEW)
def contest_entry(request: PortalRequest, pk: int) -> HttpResponse:
    return _entry_page(request, pk, {})


@requires(ComplaintsPermission.VIEW)
def contest_photo(request: PortalRequest, pk: int) -> HttpResponseBase:
    """The picture, rebuilt when it was entered."""
    entry = fault_entries(request.access).select_related("photo").filter(pk=pk).first()
    if entry is None or entry.photo is None:
        raise Http404
    return send_file(entry.photo, name=f"{entry.code}.jpg", content_type="image/jpeg")


@require_POST
@requires(ComplaintsPermission.JUDGE_FAULTS)
def contest_step(request: PortalRequest, pk: int, step: str) -> HttpResponse:
    entry = request.access.scope(ComplaintsPermission.JUDGE_FAULTS, FaultEntry.objects.all()).filter(pk=pk).first()
    if entry is None or step not in set(Step):
        raise Http404
    form = STEP_FORMS[Step(step)](request.POST, prefix=step)
    if not form.is_valid():
        return _entry_page(request, pk, {Step(step): form}, status=422)
    try:
        judge_fault(entry=entry, step=Step(step), decision=Decision(**form.cleaned_data), by=request.access.actor, now=timezone.now())
    except OwnEntry:
        messages.error(request, _("Somebody else has to decide on what you found or entered yourself."))
    except StepNotPossible:
        messages.error(request, _("The entry was decided on meanwhile. Look at it again."))
    else:
        messages.success(request, _("The decision is recorded."))
    return redirect("complaints:contest_entry", pk=pk)


@require_POST
@requires(ComplaintsPermission.JUDGE_FAULTS)
def contest_announce(request: PortalRequest) -> HttpResponse:
    """Fixes the first three of a month in the region that the form names."""
    frame = _frame(request)
    region = request.access.regions(ComplaintsPermission.JUDGE_FAULTS).filter(code=request.POST.get("region", "")).first()
    month = _month(request.POST.get("month", ""))
    if region is None or month is None:
        raise Http404
    try:
        announce_champions(access=request.access, region=region, month=month, by=request.access.actor, now=timezone.now())
    except MonthNotOver:
        messages.error(request, _("The month is not over yet."))
    except AlreadyAnnounced:
        messages.info(request, _("The champions of this month were announced already."))
    except NobodyToAnnounce:
        messages.error(request, _("Nobody found a fault in this month."))
    else:
        messages.success(request, _("The champions are announced. Congratulations!"))
    return redirect(frame.page(region=region.code, month=month))


def _entry_page(request: PortalRequest, pk: int, bound: dict[Step, forms.Form], *, status: int = 200) -> HttpResponse:
    try:
        page = fault_page(request.access, pk=pk)
    except FaultEntry.DoesNotExist:
        raise Http404 from None
    entry, actor = page.entry, request.access.actor
    is_own = actor.user_id == entry.entered_by_id or actor.name == entry.finder
    can_judge = request.access.covers(ComplaintsPermission.JUDGE_FAULTS, entry.region)
    context: dict[str, Any] = {
        "page": page,
        "entry": entry,
        "state_tone": STATE_TONES[entry.state],  # type: ignore[index]
        "is_own": is_own and can_judge,
        "steps": step_cards(entry, bound=bound, fresh=STEP_FORMS) if can_judge and not is_own else (),
        "departments": page.departments,
        "departments_list": DEPARTMENTS_LIST,
    }
    return render(request, "complaints/contest_entry.html", context, status=status)


def _frame(request: PortalRequest) -> ContestFrame:
    today = timezone.localdate()
    month = _month(picked_period(request.access, requested=request.GET.get("month", "")))
    return ContestFrame(
        region=picked_region(request.access, requested=request.GET.get("region", ""), permission=ComplaintsPermission.VIEW),
        month=month or month_of(today),
        today=today,
    )


def _month(text: str) -> Month | None:
    try:
        return month_of(parse(text).first_day) if text else None
    except NotAPeriod:
        return None


def _to_entries(frame: ContestFrame) -> Any:
    def link(month: Month, states: Sequence[str]) -> str:
        return frame.entries(month=str(month), state=tuple(states))

    return link
