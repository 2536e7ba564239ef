"""The queue of an inspector, and drawing samples for oneself or a colleague."""

from secrets import token_hex

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portalkit.access.models import User
from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.periods.domain.calendar import month_of

from ..forms.inspection import DrawForm
from ..models import SampleItem, TicketScore
from ..panels.inspection import inspection_tabs
from ..permissions import ComplaintsPermission
from ..selectors import newest_data_date
from ..selectors.inspection import departments, inspectors, queue_of, samples
from ..services import inspection as services
from ..services.inspection.drawing import Plan

SHOWN = 10


@requires(ComplaintsPermission.INSPECT)
def inspection(request: PortalRequest) -> HttpResponse:
    """What waits for the caller, the newest samples, and the form that draws another."""
    form = _form(request)
    if form.is_bound and form.is_valid() and _drawn(request, form):
        return redirect("complaints:inspection")
    queue = queue_of(request.access)
    scores = TicketScore.objects.in_bulk([item.ticket_id for item in queue.items[:SHOWN]])
    context = {
        "tabs": inspection_tabs(request.access, "inspection"),
        "queue": queue,
        "waiting": [(item, scores.get(item.ticket_id)) for item in queue.items[:SHOWN]],
        "samples": samples(request.access)[:SHOWN],
        "form": form,
    }
    return render(request, "complaints/inspection.html", context, status=422 if form.is_bound else 200)


@requires(ComplaintsPermission.INSPECT)
def sample(request: PortalRequest, pk: int) -> HttpResponse:
    """The tickets of a sample and how far each inspector is."""
    found = get_object_or_404(samples(request.access), pk=pk)
    items = SampleItem.objects.filter(sample=found).select_related("ticket__region", "inspector").order_by("position", "is_second")
    scores = TicketScore.objects.in_bulk([item.ticket_id for item in items])
    context = {
        "sample": found,
        "items": [(item, scores.get(item.ticket_id)) for item in items],
        "tabs": inspection_tabs(request.access, "inspection"),
    }
    return render(request, "complaints/sample.html", context)


def _form(request: PortalRequest) -> DrawForm:
    regions = request.access.regions(ComplaintsPermission.INSPECT).order_by("path")
    outermost = regions.first()
    people = inspectors(outermost, on=timezone.localdate()) if outermost else User.objects.none()
    month = str(month_of(newest_data_date(request.access) or timezone.localdate()))
    initial = {"first_month": month, "last_month": month, "region": outermost, "inspector": request.access.user}
    return DrawForm(request.POST or None, regions=regions, people=people, departments=departments(request.access), initial=initial)


def _drawn(request: PortalRequest, form: DrawForm) -> bool:
    values = form.cleaned_data
    plan = Plan(
        region=values["region"],
        first_day=values["first_month"].first_day,
        last_day=values["last_month"].last_day,
        method=values["method"],
        size=values["size"],
        seed=values["seed"] or token_hex(4),
        department=values["department"],
        double_percent=values["double_percent"],
    )
    try:
        drawn = services.draw_sample(
            plan=plan, inspector=values["inspector"], second=values["second"], by=request.access.actor, now=timezone.now()
        )
    except services.NothingToDraw:
        form.add_error(None, _("There is no inspected ticket left to draw in this period and place."))
        return False
    count = drawn.items.filter(is_second=False).count()
    messages.success(request, _("{count} tickets are drawn; the seed is {seed}.").format(count=count, seed=plan.seed))
    return True
