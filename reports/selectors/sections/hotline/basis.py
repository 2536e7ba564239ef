"""What the hotline's figures stand on."""

from django.utils.translation import gettext as _

from ....domain.document import Paragraph, Section
from ...hotline_scope import HotlineScope


def build(scope: HotlineScope) -> Section:
    until = scope.found.calls_until
    said = [
        _("Calls until {day}, import {number}.").format(day=until.isoformat() if until else "—", number=scope.found.batch or "—"),
        _("Published rosters of the region and below are judged against the calls that came and the requirement of the current forecasts."),
        _("Roster/calls fit: 1 − ½ Σ|share of heads − share of calls| over the half hours: how alike the shapes are at any level."),
        _("Staffing fit: 1 − (hours over + hours under) ÷ hours needed. Coverage: 1 − hours under ÷ hours needed."),
        _("Heads needed are heads to schedule: shrinkage is counted in."),
        _("Service level: answered within the target ÷ offered. Utilisation: time on calls ÷ time present."),
        _("A half hour in which something is unknown is left out of every sum. A dash is unknown, never nought."),
        _("Nights and weekends are compared within the month; a balance of the hours pool counts all bookings until the month's last day."),
    ]
    return Section(
        key="basis", title=_("Data and definitions"), finding=_("What the figures stand on"), blocks=tuple(Paragraph(text) for text in said)
    )
