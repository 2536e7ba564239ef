"""Notices: the list, opening one, and its page with what may be done about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ...domain.supervision.notices import NoticeStep, NotNow, possible_steps
from ...filters.supervision import NOTICE_FILTERS, OVERDUE, WATCH_FILTERS
from ...filters.tickets import EXACTLY
from ...forms.supervision import OpenNoticeForm, TextForm
from ...models import SupervisionNotice, Ticket
from ...permissions import ComplaintsPermission
from ...selectors.supervision import NoticePage, notice_page, open_watches
from ...selectors.supervision import notices as all_notices
from ...services import supervision
from ...tables.supervision import NOTICES

MOST_TICKETS = 100


@requires(ComplaintsPermission.VIEW)
def notices(request: PortalRequest) -> HttpResponseBase:
    filters = NOTICE_FILTERS.bind(request.GET, access=request.access, permission=ComplaintsPermission.VIEW)
    return list_page(
        request,
        table=NOTICES,
        rows=all_notices(request.access, now=timezone.now()),
        filters=filters,
        template="complaints/notices.html",
        context={
            "can_set_rules": request.access.everywhere(ComplaintsPermission.MANAGE_RULES),
            "empty_reason": _("A supervisor opens notices from the board or from a ticket; rules may open them too."),
        },
        permission_to_export=ComplaintsPermission.EXPORT,
    )


@requires(ComplaintsPermission.SUPERVISE)
def open_notice(request: PortalRequest) -> HttpResponse:
    """To a department, about its overdue tickets as the URL narrows them, or about the one ticket that it names."""
    now = timezone.now()
    candidates = _candidates(request)
    department = _department(request, candidates)
    form = OpenNoticeForm(
        request.POST or None,
        tickets=candidates,
        now=now,
        initial={"department": department, "reason": _("Overdue: please handle and answer.")},
    )
    if form.is_valid():
        values = dict(form.cleaned_data)
        tickets = list(values.pop("tickets").select_related("region"))
        notice = supervision.open_notice(tickets=tickets, demand=supervision.Demand(**values), by=request.access.actor, now=now)
        messages.success(request, _("Notice {number} is opened.").format(number=notice.number))
        return redirect("complaints:notice", notice.pk)
    shown = list(candidates.select_related("region__parent").order_by("accepted_at", "pk")[:MOST_TICKETS])
    chosen = {str(pk) for pk in request.POST.getlist("tickets")} if form.is_bound else {str(ticket.pk) for ticket in shown}
    context = {"form": form, "tickets": [(ticket, str(ticket.pk) in chosen) for ticket in shown], "limit": MOST_TICKETS}
    return render(request, "complaints/open_notice.html", context, status=422 if form.is_bound else 200)


@requires(ComplaintsPermission.VIEW)
def notice(request: PortalRequest, pk: int) -> HttpResponse:
    return _shown(request, _page_or_404(request, pk, ComplaintsPermission.VIEW))


@require_POST
@requires(ComplaintsPermission.ANSWER_NOTICES)
def answer(request: PortalRequest, pk: int) -> HttpResponse:
    page = _page_or_404(request, pk, ComplaintsPermission.ANSWER_NOTICES)
    return _stepped(
        request, page, NoticeStep.ANSWERED, lambda text: supervision.answer_notice(notice=page.notice, text=text, **_who(request))
    )


@require_POST
@requires(ComplaintsPermission.SUPERVISE)
def close(request: PortalRequest, pk: int) -> HttpResponse:
    page = _page_or_404(request, pk, ComplaintsPermission.SUPERVISE)
    return _stepped(
        request, page, NoticeStep.CLOSED, lambda text: supervision.close_notice(notice=page.notice, result=text, **_who(request))
    )


@require_POST
@requires(ComplaintsPermission.SUPERVISE)
def reopen(request: PortalRequest, pk: int) -> HttpResponse:
    page = _page_or_404(request, pk, ComplaintsPermission.SUPERVISE)
    return _stepped(
        request, page, NoticeStep.REOPENED, lambda text: supervision.reopen_notice(notice=page.notice, reason=text, **_who(request))
    )


@require_POST
@requires(ComplaintsPermission.SUPERVISE)
def escalate(request: PortalRequest, pk: int) -> HttpResponse:
    page = _page_or_404(request, pk, ComplaintsPermission.SUPERVISE)
    return _stepped(
        request, page, NoticeStep.ESCALATED, lambda text: supervision.escalate_notice(notice=page.notice, text=text, **_who(request))
    )


def _stepped(request: PortalRequest, page: NoticePage, step: NoticeStep, act: Callable[[str], SupervisionNotice]) -> HttpResponse:
    """Does the step, or shows the page again with what is wrong."""
    form = _form(step, request.POST)
    if not form.is_valid():
        return _shown(request, page, forms={step: form}, status=422)
    try:
        act(form.cleaned_data["text"])
    except NotNow:
        messages.error(request, _("Somebody else was faster: this step is no longer possible."))
    else:
        messages.success(request, _("Done. It stands in the timeline."))
    return redirect("complaints:notice", page.notice.pk)


def _shown(request: PortalRequest, page: NoticePage, *, forms: dict[NoticeStep, TextForm] | None = None, status: int = 200) -> HttpResponse:
    may = {
        NoticeStep.ANSWERED: ComplaintsPermission.ANSWER_NOTICES,
        NoticeStep.CLOSED: ComplaintsPermission.SUPERVISE,
        NoticeStep.REOPENED: ComplaintsPermission.SUPERVISE,
        NoticeStep.ESCALATED: ComplaintsPermission.SUPERVISE,
    }
    steps = possible_steps(page.notice.standing)
    offered = [step for step in may if step in steps and request.access.covers(may[step], page.notice.region)]
    context = {
        "page": page,
        "notice": page.notice,
        "actions": [_action(step, page, (forms or {}).get(step) or _form(step)) for step in offered],
        "is_late": page.notice.standing.is_unanswered(timezone.now()),
        "can_set_rules": request.access.everywhere(ComplaintsPermission.MANAGE_RULES),
    }
    return render(request, "complaints/notice.html", context, status=status)


def _action(step: NoticeStep, page: NoticePage, form: TextForm) -> dict[str, Any]:
    verbs = {
        NoticeStep.ANSWERED: (_("Answer"), "answer_notice"),
        NoticeStep.CLOSED: (_("Close with this result"), "close_notice"),
        NoticeStep.REOPENED: (_("Open the notice again"), "reopen_notice"),
        NoticeStep.ESCALATED: (_("Raise to level {level}").format(level=page.notice.level + 1), "escalate_notice"),
    }
    label, name = verbs[step]
    return {"form": form, "label": label, "name": f"complaints:{name}", "is_main": step is NoticeStep.ANSWERED}


def _form(step: NoticeStep, data: Any = None) -> TextForm:
    labels = {
        NoticeStep.ANSWERED: _("Your answer"),
        NoticeStep.CLOSED: _("Result"),
        NoticeStep.REOPENED: _("Why it is opened again"),
        NoticeStep.ESCALATED: _("Why it is raised"),
    }
    return TextForm(data, label=labels[step], prefix=step.value)


def _page_or_404(request: PortalRequest, pk: int, permission: ComplaintsPermission) -> NoticePage:
    try:
        page = notice_page(request.access, pk=pk)
    except SupervisionNotice.DoesNotExist:
        raise Http404 from None
    if not request.access.covers(permission, page.notice.region):
        raise Http404
    return page


def _candidates(request: PortalRequest) -> QuerySet[Ticket]:
    """Tickets that the caller supervises: the one named by `ticket`, else those behind the overdue watches that the URL asks for."""
    rows = request.access.scope(ComplaintsPermission.SUPERVISE, Ticket.objects.all())
    named = request.GET.get("ticket", "")
    if named:
        return rows.filter(pk=int(named)) if named.isascii() and named.isdecimal() and len(named) < 19 else rows.none()
    filters = WATCH_FILTERS.bind(
        request.GET | {} if request.GET.get("stands") else _overdue(request),
        access=request.access,
        permission=ComplaintsPermission.SUPERVISE,
    )
    watches = filters.apply(open_watches(request.access, now=timezone.now()))
    return rows.filter(pk__in=watches.values("ticket"))


def _overdue(request: PortalRequest) -> Any:
    asked = request.GET.copy()
    asked["stands"] = OVERDUE
    return asked


def _department(request: PortalRequest, candidates: QuerySet[Ticket]) -> str:
    asked = request.GET.get("department", "")
    if asked.startswith(EXACTLY):
        return asked[len(EXACTLY) :]
    named = candidates.first() if request.GET.get("ticket") else None
    return named.department if named else ""


def _who(request: PortalRequest) -> dict[str, Any]:
    return {"by": request.access.actor, "now": timezone.now()}
