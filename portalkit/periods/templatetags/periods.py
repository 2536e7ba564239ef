"""`{% period_label period %}` and `{% period_short period %}`."""

from django import template

from portalkit.periods import panels
from portalkit.periods.domain.calendar import Period

register = template.Library()


@register.simple_tag
def period_label(period: Period | None) -> str:
    return panels.label(period) if period else "–"


@register.simple_tag
def period_short(period: Period | None) -> str:
    return panels.short_label(period) if period else "–"
