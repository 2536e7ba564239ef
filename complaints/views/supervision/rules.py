"""Deadline rules, and the chain that notices climb. They are set for all regions, by whoever may do so in all."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ...domain.supervision.notices import FIRST_LEVEL, HIGHEST_LEVEL
from ...domain.supervision.stopwatch import Watch
from ...filters.supervision import DEADLINE_FILTERS
from ...forms.mappings import EndRuleForm
from ...forms.supervision import AutomaticForm, ContactForm, DeadlineForm, LevelForm
from ...models import AutomaticNotice, DeadlineRule, EscalationContact, EscalationLevel
from ...permissions import ComplaintsPermission
from ...selectors.supervision.notices import escalation_contacts, people_who_may_be_told
from ...services import supervision
from ...tables.supervision import DEADLINES

_GUARD = requires(ComplaintsPermission.MANAGE_RULES, everywhere=True)


@_GUARD
def deadlines(request: PortalRequest) -> HttpResponseBase:
    """Every rule there is and was."""
    filters = DEADLINE_FILTERS.bind(request.GET, access=request.access, permission=ComplaintsPermission.MANAGE_RULES)
    return list_page(
        request,
        table=DEADLINES,
        rows=DeadlineRule.objects.select_related("calendar", "region__parent"),
        filters=filters,
        template="complaints/deadlines.html",
        context={"empty_reason": _("Without a rule only tickets whose export states a limit are timed.")},
        permission_to_export=ComplaintsPermission.EXPORT,
    )


@_GUARD
def new_deadline(request: PortalRequest) -> HttpResponse:
    regions = request.access.regions(ComplaintsPermission.MANAGE_RULES).order_by("path")
    form = DeadlineForm(request.POST or None, regions=regions, initial={"valid_from": timezone.localdate()})
    if form.is_valid() and _is_set(request, form):
        messages.success(request, _("The rule holds; running watches are being worked out anew."))
        return redirect("complaints:deadlines")
    context = {"form": form, "title": _("New deadline rule"), "back": "complaints:deadlines"}
    return render(request, "complaints/form.html", context, status=422 if form.is_bound else 200)


@_GUARD
def end_deadline(request: PortalRequest, pk: int) -> HttpResponse:
    rule = get_object_or_404(DeadlineRule.objects.select_related("region"), pk=pk)
    form = EndRuleForm(request.POST or None, today=timezone.localdate())
    if form.is_valid():
        try:
            supervision.end_deadline(rule=rule, on=form.cleaned_data["on"], by=request.access.actor, now=timezone.now())
        except supervision.DeadlineHasEnded:
            form.add_error("on", _("The rule has ended before this day already."))
        else:
            messages.success(request, _("The rule ends; running watches are being worked out anew."))
            return redirect("complaints:deadlines")
    context = {"form": form, "title": _("End the rule “{text}”").format(text=rule), "back": "complaints:deadlines"}
    return render(request, "complaints/form.html", context, status=422 if form.is_bound else 200)


@_GUARD
def chain(request: PortalRequest) -> HttpResponse:
    """Levels, who is told there, and the rules that open notices by themselves; sent, the form adds a contact."""
    regions = request.access.regions(ComplaintsPermission.MANAGE_RULES).order_by("path")
    form = ContactForm(request.POST or None, regions=regions, users=people_who_may_be_told())
    if form.is_valid():
        supervision.add_contact(**form.cleaned_data, by=request.access.actor, now=timezone.now())
        messages.success(request, _("The contact is added."))
        return redirect("complaints:chain")
    contacts = list(escalation_contacts(request.access))
    levels = list(EscalationLevel.objects.select_related("calendar"))
    context = {
        "form": form,
        "levels": [(level, [one for one in contacts if one.level == level.level]) for level in levels],
        "automatic": AutomaticNotice.objects.all(),
    }
    return render(request, "complaints/chain.html", context, status=422 if form.is_bound else 200)


@_GUARD
def set_level(request: PortalRequest, level: int) -> HttpResponse:
    if not FIRST_LEVEL <= level <= HIGHEST_LEVEL:
        raise Http404
    row = EscalationLevel.objects.filter(level=level).first()
    names = ("name", "name_en", "reply_minutes", "calendar")
    form = LevelForm(request.POST or None, initial={name: getattr(row, name) for name in names} if row else {})
    if form.is_valid():
        supervision.set_level(level=level, **form.cleaned_data, by=request.access.actor, now=timezone.now())
        messages.success(request, _("The level is set."))
        return redirect("complaints:chain")
    context = {"form": form, "title": _("Level {level}").format(level=level), "back": "complaints:chain"}
    return render(request, "complaints/form.html", context, status=422 if form.is_bound else 200)


@require_POST
@_GUARD
def remove_contact(request: PortalRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(EscalationContact, pk=pk)
    supervision.remove_contact(contact=contact, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The contact is removed."))
    return redirect("complaints:chain")


@_GUARD
def set_automatic(request: PortalRequest, watch: str) -> HttpResponse:
    if watch not in set(Watch):
        raise Http404
    row = AutomaticNotice.objects.filter(watch=watch).first()
    initial: dict[str, Any] = {"overdue_minutes": row.overdue_minutes, "is_active": row.is_active} if row else {}
    form = AutomaticForm(request.POST or None, initial=initial)
    if form.is_valid():
        supervision.set_automatic(watch=watch, **form.cleaned_data, by=request.access.actor, now=timezone.now())
        messages.success(request, _("The rule is set."))
        return redirect("complaints:chain")
    title = _("Notices by rule: {watch}").format(watch=AutomaticNotice(watch=watch).get_watch_display())
    context = {"form": form, "title": title, "back": "complaints:chain"}
    return render(request, "complaints/form.html", context, status=422 if form.is_bound else 200)


def _is_set(request: PortalRequest, form: DeadlineForm) -> bool:
    values = dict(form.cleaned_data)
    minutes = int(values.pop("hours") * 60)
    try:
        supervision.set_deadline(minutes=minutes, **values, by=request.access.actor, now=timezone.now())
    except supervision.NotADeadline:
        form.add_error("hours", _("A limit is a minute at least and ten years at most."))
    except supervision.DeadlineOverlaps:
        form.add_error(None, _("There is a rule with the same conditions on some of these days; end it first."))
    else:
        return True
    return False
