"""A year of workdays and holidays, and the hours that count."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires, signed_in
from portalkit.imports.permissions import ImportsPermission

from . import services
from .domain.working_time import FIRST_DAY, LAST_DAY
from .forms import HoursForm, SpecialDayForm
from .models import SpecialDay, WorkingCalendar
from .permissions import CalendarsPermission
from .selectors import calendars, listed_years, year_sheet

# Holidays and hours are the same in every region.
_GUARD = requires(CalendarsPermission.MANAGE, everywhere=True)


@signed_in("public holidays are no secret")
def year(request: PortalRequest) -> HttpResponse:
    """The year asked for, else the present one."""
    today = timezone.localdate()
    number = _year(request.GET.get("year", ""), today)
    listed = listed_years()
    can_manage = request.access.everywhere(CalendarsPermission.MANAGE)
    context = {
        "sheet": year_sheet(number),
        "today": today,
        "previous": number - 1 if number > FIRST_DAY.year else None,
        "next": number + 1 if number < LAST_DAY.year else None,
        "tabs": [(str(one), f"?year={one}", one == number) for one in sorted({*listed, number})],
        "calendars": calendars(),
        "can_manage": can_manage,
        "can_import": can_manage and request.access.everywhere(ImportsPermission.UPLOAD),
        "weekdays": _weekdays(),
    }
    return render(request, "calendars/year.html", context)


@_GUARD
def new_day(request: PortalRequest) -> HttpResponse:
    form = SpecialDayForm(request.POST or None, initial={"day": request.GET.get("day", "")})
    if form.is_valid() and _is_set(request, form):
        return _to_year(form.cleaned_data["day"])
    return _form_page(request, form, title=_("Add a special day"))


@_GUARD
def change_day(request: PortalRequest, pk: int) -> HttpResponse:
    """Another date in the form makes that day special and leaves this one as it is."""
    row = get_object_or_404(SpecialDay, pk=pk)
    names = ("day", "kind", "name", "name_en", "is_provisional", "source")
    form = SpecialDayForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    if form.is_valid() and _is_set(request, form):
        return _to_year(form.cleaned_data["day"])
    return _form_page(request, form, title=str(row), row=row)


@require_POST
@_GUARD
def remove_day(request: PortalRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(SpecialDay, pk=pk)
    services.remove_day(special_day=row, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The weekday decides about {day} again.").format(day=row.day))
    return _to_year(row.day)


@_GUARD
def new_hours(request: PortalRequest) -> HttpResponse:
    form = HoursForm(request.POST or None)
    if form.is_valid():
        return _set_hours(request, **form.cleaned_data)
    return _form_page(request, form, title=_("Add a working calendar"))


@_GUARD
def change_hours(request: PortalRequest, code: str) -> HttpResponse:
    row = get_object_or_404(WorkingCalendar, code=code)
    names = ("name", "name_en", "spans", "only_workdays")
    form = HoursForm(request.POST or None, is_known=True, initial={name: getattr(row, name) for name in names})
    if form.is_valid():
        return _set_hours(request, code=code, **form.cleaned_data)
    return _form_page(
        request, form, title=row.display_name, note=_("Changing the hours changes every deadline that is measured with them.")
    )


def _is_set(request: PortalRequest, form: SpecialDayForm) -> bool:
    try:
        row = services.set_day(**form.cleaned_data, by=request.access.actor, now=timezone.now())
    except services.NotASpecialDay:
        form.add_error("day", _("The calendar reaches from 1992 to 2199."))
        return False
    messages.success(request, _("{day} is set.").format(day=row.day))
    return True


def _set_hours(request: PortalRequest, **values: Any) -> HttpResponse:
    calendar = services.set_hours(**values, by=request.access.actor, now=timezone.now())
    messages.success(request, _("The hours of {name} are set.").format(name=calendar.display_name))
    return redirect("calendars:year")


def _to_year(day: date) -> HttpResponse:
    return redirect(f"{reverse('calendars:year')}?year={day.year}")


def _form_page(
    request: PortalRequest, form: SpecialDayForm | HoursForm, *, title: str, row: SpecialDay | None = None, note: str = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "row": row, "note": note}
    return render(request, "calendars/form.html", context, status=422 if form.is_bound else 200)


def _year(text: str, today: date) -> int:
    if text.isascii() and text.isdecimal() and len(text) == 4 and FIRST_DAY.year <= int(text) <= LAST_DAY.year:
        return int(text)
    return today.year


def _weekdays() -> list[str]:
    """Heads of narrow columns: Django has longer words of its own for the bare texts."""
    return [
        pgettext("column head", "Mon"),
        pgettext("column head", "Tue"),
        pgettext("column head", "Wed"),
        pgettext("column head", "Thu"),
        pgettext("column head", "Fri"),
        pgettext("column head", "Sat"),
        pgettext("column head", "Sun"),
    ]
