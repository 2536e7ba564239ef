"""The points of the contest: what holds, what held, and the form that sets them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires

from ..domain.contest import DEFAULT_FORMULA, Formula, Severity, formula_on
from ..forms.contest import FormulaForm
from ..permissions import ComplaintsPermission
from ..selectors.contest import contest_formulas
from ..services.contest import FormulaExists, FormulaInThePast, set_contest_formula


@requires(ComplaintsPermission.VIEW)
def contest_points(request: PortalRequest) -> HttpResponse:
    """The formula in force and those before it."""
    formulas = list(contest_formulas())
    today = timezone.localdate()
    context = {
        "formulas": formulas,
        "present": formula_on([(row.valid_from, row.formula) for row in formulas], today),
        "built_in": DEFAULT_FORMULA,
        "today": today,
        "can_enter": request.access.can(ComplaintsPermission.ENTER_FAULTS),
        "can_set": request.access.everywhere(ComplaintsPermission.MANAGE_RULES),
    }
    return render(request, "complaints/contest_points.html", context)


@requires(ComplaintsPermission.MANAGE_RULES, everywhere=True)
def contest_set_points(request: PortalRequest) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    present = formula_on([(row.valid_from, row.formula) for row in contest_formulas()], today)
    form = FormulaForm(request.POST or None, today=today, present=_fields_of(present))
    if form.is_valid():
        data = dict(form.cleaned_data)
        valid_from, note = data.pop("valid_from"), data.pop("note")
        weights = {severity: data.pop(str(severity)) for severity in Severity}
        try:
            set_contest_formula(
                valid_from=valid_from, formula=Formula(**data, weights=weights), note=note, by=request.access.actor, now=now
            )
        except FormulaInThePast:
            form.add_error("valid_from", _("New points hold from today on at the earliest: what was earned before stays."))
        except FormulaExists:
            form.add_error("valid_from", _("Points that hold from this day on were set already."))
        else:
            messages.success(request, _("The points are set."))
            return redirect("complaints:contest_points")
    context = {"form": form, "title": _("Set the points"), "back": "complaints:contest_points"}
    return render(request, "complaints/form.html", context, status=422 if form.is_bound else 200)


def _fields_of(formula: Formula) -> dict[str, object]:
    points: dict[str, object] = {"found": formula.found, "accepted": formula.accepted, "solved": formula.solved}
    return points | {str(severity): weight for severity, weight in formula.weights.items()}
