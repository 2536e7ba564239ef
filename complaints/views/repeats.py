"""Groups of tickets about one matter, invalid tickets, their shares, and the rules that find them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.charts.views import chart_export
from portalkit.guards.permissions import requires
from portalkit.live.views import fragment, is_unchanged
from portalkit.tables.views import list_page

from ..charts import repeats as charts
from ..filters.repeats import GROUP_FILTERS, INVALID_FILTERS
from ..filters.tickets import EXACTLY
from ..forms.repeats import WITHDRAW, MergeForm, NoteForm, RulesForm, SearchForm, ValidityForm, rules_initial
from ..models import RepeatDecision, RepeatGroup, Ticket
from ..panels.repeats import group_lines, history_lines, share_stats
from ..permissions import ComplaintsPermission
from ..selectors import data_version
from ..selectors import repeats as read
from ..services import repeats as services
from ..tables.repeats import INVALID_TICKETS, KIND_TONES, REPEAT_GROUPS
from .frame import Frame, frame_of

MONTHS = 13
_BODY = "complaints/repeats/_shares.html"


@requires(ComplaintsPermission.VIEW)
def repeats(request: PortalRequest) -> HttpResponseBase:
    filters = GROUP_FILTERS.bind(request.GET, access=request.access, permission=ComplaintsPermission.VIEW)
    context = _context(request, "groups") | {
        "title": _("Repeats and invalid tickets"),
        "empty_reason": _("Groups appear here when the search has run, which it does after every import of tickets."),
    }
    return list_page(
        request,
        table=REPEAT_GROUPS,
        rows=read.repeat_groups(request.access),
        filters=filters,
        template="complaints/repeats/list.html",
        context=context,
        permission_to_export=ComplaintsPermission.EXPORT,
    )


@requires(ComplaintsPermission.VIEW)
def invalid(request: PortalRequest) -> HttpResponseBase:
    filters = INVALID_FILTERS.bind(request.GET, access=request.access, permission=ComplaintsPermission.VIEW)
    context = _context(request, "invalid") | {
        "title": _("Repeats and invalid tickets"),
        "empty_reason": _("No rule has found an invalid ticket. The search runs after every import of tickets."),
    }
    return list_page(
        request,
        table=INVALID_TICKETS,
        rows=read.invalid_tickets(request.access),
        filters=filters,
        template="complaints/repeats/list.html",
        context=context,
        permission_to_export=ComplaintsPermission.EXPORT,
    )


@requires(ComplaintsPermission.VIEW)
def shares(request: PortalRequest) -> HttpResponseBase:
    frame = frame_of(request)
    version = f"{data_version()}.{frame.today:%Y%m%d}"
    if request.htmx and is_unchanged(request, version=version):
        return fragment(request, version=version, template=_BODY)
    found = read.repeat_shares(request.access, month=frame.month, length=MONTHS, region=frame.region)
    newest = frame.newest_day
    drawn = (
        charts.shares_by_month(found.by_month, link=lambda month, kind: _tickets(frame, kind, month=month), newest=newest),
        charts.shares_by_region(found.by_region, link=lambda code: frame.link(region=code), newest=newest),
        charts.shares_by_department(
            found.by_department, link=lambda name: _tickets(frame, "dispatch", department=f"{EXACTLY}{name}"), newest=newest
        ),
    )
    if download := chart_export(request, drawn, permission_to_export=ComplaintsPermission.EXPORT):
        return download
    links = {kind: _tickets(frame, kind) for kind in ("dispatch", "complaint", "fault", "invalid")}
    context = _context(request, "shares") | {
        "frame": frame,
        "body": _BODY,
        "version": version,
        "live_url": request.get_full_path(),
        "charts": drawn,
        "stats": share_stats(found.total, links=links),
        "has_tickets": bool(found.total.tickets),
        "can_export": request.access.can(ComplaintsPermission.EXPORT),
    }
    if request.htmx:
        return fragment(request, version=version, template=_BODY, context=context)
    return render(request, "complaints/repeats/shares.html", context)


@requires(ComplaintsPermission.VIEW)
def group(request: PortalRequest, number: int) -> HttpResponse:
    return _group_page(request, _page_or_404(request, number), MergeForm())


@require_POST
@requires(ComplaintsPermission.SORT_REPEATS)
def confirm(request: PortalRequest, number: int) -> HttpResponse:
    page = _sortable_or_404(request, number)
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        services.confirm_repeats(group=page.group, by=request.access.actor, now=timezone.now(), note=note)
    except services.NothingToConfirm:
        messages.info(request, _("Every ticket of this group is confirmed already."))
    else:
        messages.success(request, _("The group is confirmed. The search keeps it together."))
    return redirect("complaints:repeat_group", number)


@require_POST
@requires(ComplaintsPermission.SORT_REPEATS)
def merge(request: PortalRequest, number: int) -> HttpResponse:
    page = _sortable_or_404(request, number)
    form = MergeForm(request.POST)
    if not form.is_valid():
        return _group_page(request, page, form, status=422)
    known = request.access.scope(ComplaintsPermission.SORT_REPEATS, Ticket.objects.select_related("region"))
    ticket = known.filter(ticket_id=form.cleaned_data["ticket_id"].strip()).order_by("-system").first()
    if ticket is None:
        form.add_error("ticket_id", _("There is no such ticket in your regions."))
        return _group_page(request, page, form, status=422)
    try:
        services.merge_repeats(group=page.group, ticket=ticket, by=request.access.actor, now=timezone.now(), note=form.cleaned_data["note"])
    except services.NotOfThisGroup:
        form.add_error("ticket_id", _("This ticket is in the group already."))
        return _group_page(request, page, form, status=422)
    except services.HeldApart:
        form.add_error("ticket_id", _("Somebody separated these tickets. Take that back first."))
        return _group_page(request, page, form, status=422)
    messages.success(request, _("Merged. The search keeps these tickets together; below you can take it back."))
    return _to_group_of(ticket)


@require_POST
@requires(ComplaintsPermission.SORT_REPEATS)
def separate(request: PortalRequest, number: int, ticket: int) -> HttpResponse:
    page = _sortable_or_404(request, number)
    leaving = next((member.ticket for member in page.members if member.ticket_id == ticket), None)
    if leaving is None:
        raise Http404
    stays = next(member.ticket for member in page.members if member.ticket_id != ticket)
    services.separate_repeat(group=page.group, ticket=leaving, by=request.access.actor, now=timezone.now())
    messages.success(request, _("Separated. The search keeps the ticket out; below you can take it back."))
    return _to_group_of(stays)


@require_POST
@requires(ComplaintsPermission.SORT_REPEATS)
def undo(request: PortalRequest, act: UUID) -> HttpResponse:
    try:
        ticket = read.act_in_reach(request.access, act)
    except RepeatDecision.DoesNotExist:
        raise Http404 from None
    try:
        services.undo_repeats(act=act, by=request.access.actor, now=timezone.now())
    except services.NothingInForce:
        messages.info(request, _("This was taken back already, or a later decision took its place."))
    else:
        messages.success(request, _("Taken back."))
    return _to_group_of(ticket)


@require_POST
@requires(ComplaintsPermission.SORT_REPEATS)
def judge(request: PortalRequest, system: str, ticket_id: str) -> HttpResponse:
    known = request.access.scope(ComplaintsPermission.SORT_REPEATS, Ticket.objects.select_related("region"))
    ticket = get_object_or_404(known, system=system, ticket_id=ticket_id)
    form = ValidityForm(request.POST)
    if form.is_valid():
        _judged(request, ticket, form.cleaned_data["verdict"], form.cleaned_data["note"])
    return redirect("complaints:ticket", system, ticket_id)


@requires(ComplaintsPermission.MANAGE_RULES, everywhere=True)
def rules(request: PortalRequest) -> HttpResponse:
    in_force = read.rules_in_force()
    form = RulesForm(request.POST or None, initial=rules_initial(in_force.rules))
    if form.is_valid():
        entered = form.rules(in_force.rules)
        try:
            services.set_repeat_rules(rules=entered, by=request.access.actor, now=timezone.now(), note=form.cleaned_data["note"])
        except services.RulesUnchanged:
            form.add_error(None, _("These are the rules in force; nothing was changed."))
        else:
            messages.success(request, _("The rules hold from the next search on. Search the months that are to follow them."))
            return redirect("complaints:repeat_rules")
    return _rules_page(request, form, SearchForm(), status=422 if form.is_bound else 200)


@require_POST
@requires(ComplaintsPermission.MANAGE_RULES, everywhere=True)
def search(request: PortalRequest) -> HttpResponse:
    form = SearchForm(request.POST)
    if not form.is_valid():
        return _rules_page(request, RulesForm(initial=rules_initial(read.rules_in_force().rules)), form, status=422)
    job = services.start_search(**form.cleaned_data, by=request.access.actor, now=timezone.now(), result_url=reverse("complaints:repeats"))
    return redirect("jobs:job", job.pk)


def _context(request: PortalRequest, current: str) -> dict[str, Any]:
    pages = [
        ("groups", _("Groups"), "repeats"),
        ("invalid", _("Invalid tickets"), "invalid_tickets"),
        ("shares", _("Shares"), "repeat_shares"),
    ]
    if request.access.everywhere(ComplaintsPermission.MANAGE_RULES):
        pages.append(("rules", _("Rules"), "repeat_rules"))
    return {
        "tabs": [(label, reverse(f"complaints:{name}"), key == current) for key, label, name in pages],
        "latest_pass": read.latest_pass(),
    }


def _rules_page(request: PortalRequest, form: RulesForm, search_form: SearchForm, *, status: int) -> HttpResponse:
    context = _context(request, "rules") | {
        "form": form,
        "search_form": search_form,
        "in_force": read.rules_in_force(),
        "history": history_lines(read.rule_history()),
    }
    return render(request, "complaints/repeats/rules.html", context, status=status)


def _page_or_404(request: PortalRequest, number: int) -> read.GroupPage:
    try:
        return read.group_page(request.access, number=number)
    except RepeatGroup.DoesNotExist:
        raise Http404 from None


def _sortable_or_404(request: PortalRequest, number: int) -> read.GroupPage:
    """A group may be sorted by whoever may do so with every ticket of it."""
    page = _page_or_404(request, number)
    if not page.can_sort:
        raise Http404
    return page


def _group_page(request: PortalRequest, page: read.GroupPage, form: MergeForm, *, status: int = 200) -> HttpResponse:
    context = {
        "page": page,
        "group": page.group,
        "lines": group_lines(page),
        "form": form,
        "kind_tone": KIND_TONES[page.group.kind],
    }
    return render(request, "complaints/repeats/group.html", context, status=status)


def _to_group_of(ticket: Ticket) -> HttpResponse:
    """The group that the ticket is in now, or its own page where it is in none."""
    number = read.group_number(ticket)
    if number is None:
        return redirect("complaints:ticket", ticket.system, ticket.ticket_id)
    return redirect("complaints:repeat_group", number)


def _judged(request: PortalRequest, ticket: Ticket, verdict: str, note: str) -> None:
    actor, now = request.access.actor, timezone.now()
    if verdict != WITHDRAW:
        services.judge_ticket(ticket=ticket, verdict=verdict, by=actor, now=now, note=note)
        messages.success(request, _("Judged. The search keeps to it."))
        return
    try:
        services.withdraw_verdict(ticket=ticket, by=actor, now=now)
    except services.NothingJudged:
        messages.info(request, _("No verdict is in force."))
    else:
        messages.success(request, _("Taken back."))


def _tickets(frame: Frame, kind: str, **more: object) -> str:
    narrowed = {"invalid": "yes"} if kind == "invalid" else {"repeat": kind}
    return frame.tickets(counted="", **narrowed, **more)
