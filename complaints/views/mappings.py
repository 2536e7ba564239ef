"""What the words of the exports mean: rules, what no rule knows yet, and their end."""

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

from .. import services
from ..filters.mappings import CATEGORY_FILTERS, CAUSE_FILTERS
from ..forms.mappings import CategoryRuleForm, CauseRuleForm, EndRuleForm
from ..models import CategoryMapping, CauseMapping
from ..models.mappings import ALWAYS
from ..permissions import ComplaintsPermission
from ..selectors import unmapped_words
from ..tables.mappings import CATEGORY_RULES, CAUSE_RULES

# The words mean the same in every region.
_GUARD = requires(ComplaintsPermission.MANAGE_MAPPINGS, everywhere=True)
_TABLES: dict[str, Any] = {"category": CategoryMapping, "cause": CauseMapping}
_FORMS: dict[str, Any] = {"category": CategoryRuleForm, "cause": CauseRuleForm}


@_GUARD
def mappings(request: PortalRequest) -> HttpResponseBase:
    """What no rule knows yet, most tickets first."""
    context = {"words": unmapped_words(request.access), "table": "unmapped"}
    return render(request, "complaints/unmapped.html", context)


@_GUARD
def rules(request: PortalRequest, table: str) -> HttpResponseBase:
    model = _model(table)
    declared = CATEGORY_FILTERS if table == "category" else CAUSE_FILTERS
    return list_page(
        request,
        table=CATEGORY_RULES if table == "category" else CAUSE_RULES,
        rows=model.objects.all(),
        filters=declared.bind(request.GET),
        template="complaints/rules.html",
        context={"rules_table": table},
        permission_to_export=ComplaintsPermission.EXPORT,
    )


@_GUARD
def new_rule(request: PortalRequest, table: str) -> HttpResponse:
    _model(table)
    initial = {name: request.GET[name] for name in ("text", "system") if name in request.GET}
    form = _FORMS[table](request.POST or None, initial=initial)
    if form.is_valid() and _added(request, table, form):
        messages.success(request, _("The rule holds; all tickets are being brought to it."))
        return redirect("complaints:rules", table)
    title = _("New rule for categories") if table == "category" else _("New rule for causes")
    return render(
        request, "complaints/form.html", {"form": form, "title": title, "back": "complaints:mappings"}, status=422 if form.is_bound else 200
    )


@_GUARD
def end_rule(request: PortalRequest, table: str, pk: int) -> HttpResponse:
    rule = get_object_or_404(_model(table), pk=pk)
    form = EndRuleForm(request.POST or None, today=timezone.localdate())
    if form.is_valid():
        try:
            services.end_mapping(rule=rule, on=form.cleaned_data["on"], by=request.access.actor, now=timezone.now())
        except services.MappingOverlaps:
            form.add_error("on", _("The rule has ended before this day already."))
        else:
            messages.success(request, _("The rule ends; all tickets are being brought to it."))
            return redirect("complaints:rules", table)
    title = _("End the rule “{text}”").format(text=rule.text)
    return render(
        request, "complaints/form.html", {"form": form, "title": title, "back": "complaints:mappings"}, status=422 if form.is_bound else 200
    )


@require_POST
@_GUARD
def apply_rules(request: PortalRequest) -> HttpResponse:
    services.start_remap(by=request.access.actor, now=timezone.now())
    messages.success(request, _("All tickets are being brought to the rules."))
    return redirect("complaints:mappings")


def _model(table: str) -> Any:
    if table not in _TABLES:
        raise Http404
    return _TABLES[table]


def _added(request: PortalRequest, table: str, form: Any) -> bool:
    values = dict(form.cleaned_data)
    first, last = values.pop("valid_from"), values.pop("valid_to")
    when = services.When(valid_from=first or ALWAYS, valid_to=last)
    add = services.map_category if table == "category" else services.map_cause
    try:
        add(**values, when=when, by=request.access.actor, now=timezone.now())
    except services.MappingOverlaps:
        form.add_error("text", _("There is a rule for this text already on some of these days."))
    except services.MappingMeansNothing:
        form.add_error("text", _("This text names no part of a path."))
    else:
        return True
    return False
