"""What tickets can be narrowed by. Every drill-down of a chart or figure speaks in these parameters."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, ChoiceFilter, DateRangeFilter, FilterSet, MonthFilter, RegionFilter, TextFilter
from portalkit.periods.domain.calendar import NotAPeriod, parse

from ..domain.taxonomy import TICKET_CLASSES
from ..models import Finding, InvalidTicket, RepeatMember, Status
from ..models.inspection import RULE_LABELS
from ..models.labels import CAUSE_LABELS, CLASS_LABELS, SIDE_LABELS, SYSTEM_LABELS, TYPE_LABELS, choices
from ..selectors.regular import open_after
from ..selectors.topics import all_of, any_of, at_places, in_cells, named, none_of

_CLASSES = [(str(code), CLASS_LABELS[code]) for code in TICKET_CLASSES]


EXACTLY = "="


@dataclass(frozen=True)
class _Drilled(TextFilter):
    """Set by links only: while it is chosen it shows among the active filters, and the bar stays short."""

    template: ClassVar[str] = "complaints/_quiet_filter.html"


def _counted(counted: bool) -> Q:  # noqa: FBT001
    return Q(counted=counted)


def _reopened(reopened: bool) -> Q:  # noqa: FBT001
    return Q(reopenings__gt=0) if reopened else Q(reopenings=0)


def _open_on(text: str) -> Q:
    """Tickets not done when that day ended; of a text that is no day, none."""
    try:
        day = parse(text)
    except NotAPeriod:
        return Q(pk=None)
    return open_after(day.last_day)


def _repeat(role: str) -> Q:
    return Q(pk__in=RepeatMember.objects.filter(role=role).values("ticket"))


def _invalid(invalid: bool) -> Q:  # noqa: FBT001
    called = InvalidTicket.objects.exclude(verdict=InvalidTicket.Verdict.VALID).values("ticket")
    return Q(pk__in=called) if invalid else ~Q(pk__in=called)


def _found_by(rule: str) -> Q:
    """Tickets on which the rule's finding stands: nobody rejected it."""
    standing = Finding.objects.filter(ticket=OuterRef("pk"), rule=rule).exclude(verdict=Finding.Verdict.REJECTED)
    return Q(Exists(standing))


TICKET_FILTERS = FilterSet(
    (
        TextFilter("q", _("Search"), fields=("ticket_id", "crm_no", "subject", "content")),
        MonthFilter("month", _("Month"), field="accepted_on", is_date=True),
        DateRangeFilter("accepted", _("Complained on"), field="accepted_on", is_date=True),
        RegionFilter("region", _("Region")),
        ChoiceFilter("class", _("Class"), field="service_class", choices=_CLASSES, multiple=True),
        ChoiceFilter("type", _("Type"), field="complaint_type", choices=choices(TYPE_LABELS), multiple=True),
        ChoiceFilter("cause", _("Cause"), choices=choices(CAUSE_LABELS), multiple=True),
        ChoiceFilter("side", _("Control"), field="cause_side", choices=choices(SIDE_LABELS), multiple=True),
        ChoiceFilter("status", _("Status"), choices=Status.choices, multiple=True),
        ChoiceFilter("system", _("Source system"), choices=choices(SYSTEM_LABELS)),
        ChoiceFilter("repeat", _("Repeat"), choices=RepeatMember.Role.choices, where=_repeat),
        BooleanFilter("invalid", _("Invalid"), where=_invalid),
        TextFilter("channel", _("Channel"), where=partial(named, "channel")),
        TextFilter("department", _("Department"), where=partial(named, "department"), max_length=200),
        TextFilter("cell", _("Cell"), where=in_cells, max_length=2000),
        _Drilled("any", _("Any of these words"), where=any_of, max_length=1000),
        _Drilled("all", _("All of these words"), where=all_of, max_length=1000),
        _Drilled("none", _("None of these words"), where=none_of, max_length=1000),
        _Drilled("place", _("At one of these places"), where=at_places, max_length=1000),
        BooleanFilter("solved", _("Solved")),
        BooleanFilter("satisfied", _("Customer satisfied")),
        BooleanFilter("reopened", _("Re-opened"), where=_reopened),
        BooleanFilter("escalated", _("Escalated")),
        _Drilled("open_on", _("Open at the end of"), where=_open_on),
        ChoiceFilter("finding", _("Inspection found"), choices=list(RULE_LABELS.items()), where=_found_by),
        BooleanFilter("counted", _("Counts as a complaint"), where=_counted),
    )
)
