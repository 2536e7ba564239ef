"""Entering a fault, with a hint at entries of the same place and kind."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portalkit.access.selectors import PortalRequest, picked_region
from portalkit.guards.permissions import requires

from ..adapters.pictures import NotAPicture
from ..forms.contest import DEPARTMENTS_LIST, FaultForm
from ..models import FaultEntry
from ..permissions import ComplaintsPermission
from ..selectors import tickets
from ..selectors.contest import known_departments, similar_entries
from ..services.contest import Find, FoundInTheFuture, enter_fault


@requires(ComplaintsPermission.ENTER_FAULTS)
def contest_enter(request: PortalRequest) -> HttpResponse:
    """The form. A find that looks like an earlier one is saved once its maker says that it is another."""
    form = _form(request)
    similar = _similar(request) if form.is_bound else ()
    if form.is_valid() and (not similar or form.cleaned_data["is_new"]):
        entry = _entered(request, form)
        if entry is not None:
            messages.success(request, _("Thank you! The fault is entered; you hear what becomes of it."))
            return redirect("complaints:contest_entry", pk=entry.pk)
    context = {
        "form": form,
        "similar": similar,
        "departments": known_departments(request.access),
        "departments_list": DEPARTMENTS_LIST,
        "fields": [form[name] for name in form.fields if name != "is_new"],
    }
    return render(request, "complaints/contest_enter.html", context, status=422 if form.is_bound else 200)


@requires(ComplaintsPermission.ENTER_FAULTS)
def contest_similar(request: PortalRequest) -> HttpResponse:
    """The hint, while place and kind are being filled in."""
    return render(request, "complaints/_contest_similar.html", {"similar": _similar(request)})


def _form(request: PortalRequest) -> FaultForm:
    user = request.access.user
    region = picked_region(request.access, permission=ComplaintsPermission.ENTER_FAULTS)
    initial = {
        "region": region.pk if region else None,
        "found_on": timezone.localdate(),
        "finder": str(user) if user else "",
        "finder_department": user.department if user else "",
    }
    return FaultForm(
        request.POST or None,
        request.FILES or None,
        initial=initial,
        regions=request.access.regions(ComplaintsPermission.ENTER_FAULTS).order_by("path"),
        tickets=tickets(request.access),
    )


def _similar(request: PortalRequest) -> tuple[FaultEntry, ...]:
    data = request.POST or request.GET
    return similar_entries(request.access, place=data.get("place", ""), category=data.get("category", ""))


def _entered(request: PortalRequest, form: FaultForm) -> FaultEntry | None:
    data = dict(form.cleaned_data)
    del data["is_new"]
    find = Find(ticket=data.pop("ticket_id"), **data)
    try:
        return enter_fault(find=find, entered_by=request.user, by=request.access.actor, now=timezone.now())
    except FoundInTheFuture:
        form.add_error("found_on", _("This day has not come yet."))
    except NotAPicture:
        form.add_error("photo", _("This is no picture that can be shown: JPEG, PNG or WebP, at most 10 MiB."))
    return None
