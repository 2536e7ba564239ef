"""The rules of inspection: what they are set to, what another setting would find, what they were set to before."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.periods.domain.calendar import month_of

from ..domain.quality.options import SettingInvalid, checked
from ..domain.quality.rules import RuleCode, Setting
from ..forms.inspection import AgainForm, RuleForm
from ..models import RuleVersion
from ..models.inspection import RULE_LABELS, SEVERITY_LABELS
from ..panels.inspection import inspection_tabs
from ..permissions import ComplaintsPermission
from ..selectors import newest_data_date
from ..selectors.inspection import Preview, preview_rule, rule_book, rule_history
from ..services import inspection as services

# A rule means the same in every region.
_GUARD = requires(ComplaintsPermission.MANAGE_RULES, everywhere=True)


@_GUARD
def rules(request: PortalRequest) -> HttpResponse:
    settings = rule_book().on(timezone.localdate())
    month = str(month_of(newest_data_date(request.access) or timezone.localdate()))
    context = {
        "rows": [(one, RULE_LABELS[one.rule], SEVERITY_LABELS[one.severity]) for one in settings],
        "form": AgainForm(initial={"first_month": month, "last_month": month}),
        "tabs": inspection_tabs(request.access, "inspection_rules"),
    }
    return render(request, "complaints/inspection_rules.html", context)


@_GUARD
def rule(request: PortalRequest, code: str) -> HttpResponse:
    """GET shows the setting of today; POST with `act=preview` tries another one, with `act=save` keeps it."""
    which = _rule_or_404(code)
    today = timezone.localdate()
    present = next(one for one in rule_book().on(today) if one.rule is which)
    form = RuleForm(request.POST or None, setting=present, today=today)
    if form.is_bound and form.is_valid() and _is_sound(form):
        if request.POST.get("act") == "preview":
            preview = preview_rule(request.access, setting=form.setting(), today=today)
            return _rule_page(request, which, present, form, preview)
        if _saved(request, form):
            return redirect("complaints:inspection_rule", which)
    return _rule_page(request, which, present, form, None, status=422 if form.is_bound else 200)


@require_POST
@_GUARD
def restore(request: PortalRequest, code: str, number: int) -> HttpResponse:
    which = _rule_or_404(code)
    today = timezone.localdate()
    try:
        services.restore_rule(rule=which, number=number, valid_from=today, by=request.access.actor, now=timezone.now())
    except RuleVersion.DoesNotExist:
        raise Http404 from None
    except services.RuleUnchanged:
        messages.info(request, _("The rule is set so already."))
    else:
        messages.success(request, _("Version {number} holds again, from today's complaints on.").format(number=number))
    return redirect("complaints:inspection_rule", which)


@require_POST
@_GUARD
def inspect_again(request: PortalRequest) -> HttpResponse:
    form = AgainForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Name the first and the last month to inspect again, in this order."))
        return redirect("complaints:inspection_rules")
    first, last = form.cleaned_data["first_month"], form.cleaned_data["last_month"]
    job = services.start_inspection(first=first.first_day, last=last.last_day, by=request.access.actor, now=timezone.now())
    return redirect("jobs:job", job.pk)


def _rule_or_404(code: str) -> RuleCode:
    try:
        return RuleCode(code)
    except ValueError:
        raise Http404 from None


def _is_sound(form: RuleForm) -> bool:
    setting = form.setting()
    try:
        checked(rule=setting.rule, weight=setting.weight, options=setting.options)
    except SettingInvalid as error:
        name = next((one for one in form.fields if one.partition(".")[0] == error.option), None)
        form.add_error(name, _("This cannot be set: {value}").format(value=error.value or _("nothing is left")))
        return False
    return True


def _saved(request: PortalRequest, form: RuleForm) -> bool:
    setting = form.setting()
    try:
        services.set_rule(
            rule=setting.rule,
            is_enabled=setting.is_enabled,
            severity=setting.severity,
            weight=setting.weight,
            options=setting.options,
            valid_from=form.cleaned_data["valid_from"],
            reason=form.cleaned_data["reason"],
            by=request.access.actor,
            now=timezone.now(),
        )
    except services.RuleUnchanged:
        form.add_error(None, _("The rule is set so already."))
        return False
    messages.success(request, _("The rule is set. Tickets of earlier imports keep their findings until they are inspected again."))
    return True


def _rule_page(
    request: PortalRequest, which: RuleCode, present: Setting, form: RuleForm, preview: Preview | None, *, status: int = 200
) -> HttpResponse:
    context = {
        "rule": which,
        "label": RULE_LABELS[which],
        "present": present,
        "form": form,
        "preview": preview,
        "history": rule_history(which),
        "tabs": inspection_tabs(request.access, "inspection_rules"),
    }
    return render(request, "complaints/inspection_rule.html", context, status=status)
