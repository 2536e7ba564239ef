"""Early warning: all signals with their history, and the thresholds."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.tables.views import list_page

from ..filters.warning import SIGNAL_FILTERS
from ..forms.warning import WarningRulesForm
from ..models import WarningRules
from ..permissions import ComplaintsPermission
from ..selectors.warning import signals as signals_of
from ..selectors.warning_series import warning_rules
from ..services.warning import set_warning_rules
from ..tables.warning import SIGNALS

HISTORY = 50


@requires(ComplaintsPermission.VIEW)
def signals(request: PortalRequest) -> HttpResponseBase:
    filters = SIGNAL_FILTERS.bind(request.GET, access=request.access, permission=ComplaintsPermission.VIEW)
    return list_page(
        request,
        table=SIGNALS,
        rows=signals_of(request.access),
        filters=filters,
        template="complaints/warning_signals.html",
        context={"empty_reason": _("Signals appear here after the first pass over the series, every morning and after each import.")},
        permission_to_export=ComplaintsPermission.EXPORT,
    )


@requires(ComplaintsPermission.MANAGE_RULES, everywhere=True)
def rules(request: PortalRequest) -> HttpResponse:
    """The thresholds with their history; they hold for every region."""
    current = warning_rules()
    form = WarningRulesForm(request.POST or None, rules=current)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        set_warning_rules(thresholds=form.thresholds, reason=reason, by=request.access.actor, now=timezone.now())
        messages.success(request, _("The thresholds are set; the series are looked at again."))
        return redirect("complaints:warning_rules")
    context = {"form": form, "history": WarningRules.objects.all()[:HISTORY]}
    return render(request, "complaints/warning_rules.html", context, status=422 if form.is_bound else 200)
