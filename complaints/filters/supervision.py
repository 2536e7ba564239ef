"""What running watches, notices, long-planned cases and deadline rules can be narrowed by."""

from typing import Any

from django.db.models import F, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, ChoiceFilter, FilterSet, RegionFilter, TextFilter

from ..domain.supervision.notices import NoticeState
from ..domain.taxonomy import TICKET_CLASSES
from ..models import EscalationLevel, NoticeTicket, OpenWatch
from ..models.labels import CLASS_LABELS, choices
from ..models.notices import NOTICE_LABELS
from ..models.supervision import SOURCE_LABELS, STANDING_LABELS, WATCH_LABELS
from ..selectors.supervision.board import BUCKETS, falls_due
from ..selectors.supervision.watches import IS_AT_RISK, IS_HELD, IS_IN_TIME, IS_OVERDUE, IS_UNLIMITED
from .tickets import EXACTLY

OVERDUE, AT_RISK, IN_TIME, HELD, UNLIMITED = "overdue", "at_risk", "in_time", "held", "unlimited"
PRESSING = (OVERDUE, AT_RISK)
_STANDINGS = {OVERDUE: IS_OVERDUE, AT_RISK: IS_AT_RISK, IN_TIME: IS_IN_TIME, HELD: IS_HELD, UNLIMITED: IS_UNLIMITED}
_STANDING_LABELS = {
    OVERDUE: _("Overdue"),
    AT_RISK: _("At risk"),
    IN_TIME: _("In time so far"),
    HELD: _("On hold"),
    UNLIMITED: _("No limit"),
}
_CLASSES = [(str(code), CLASS_LABELS[code]) for code in TICKET_CLASSES]


def _stands(picked: Any) -> Q:
    found = Q()
    for one in picked:
        found |= _STANDINGS[one]
    return found


def _department(text: str) -> Q:
    """A part of its name; after `=` the whole name, and `=` alone means that none is stated."""
    return Q(department=text[len(EXACTLY) :]) if text.startswith(EXACTLY) else Q(department__icontains=text)


def bucket_key(bucket: tuple[int, int]) -> str:
    return f"{bucket[0]}-{bucket[1]}"


def bucket_label(bucket: tuple[int, int]) -> Any:
    return format_lazy(_("in {first} to {last} h"), first=bucket[0], last=bucket[1])


def _due(key: str) -> Q:
    first, last = key.split("-")
    return falls_due(F("now"), (int(first), int(last)))


def _urgencies() -> list[tuple[str, str]]:
    found = OpenWatch.objects.exclude(urgency="").order_by("urgency").values_list("urgency", flat=True).distinct()
    return [(one, one) for one in found]


def _levels() -> list[tuple[str, str]]:
    return [(str(one.level), one.display_name) for one in EscalationLevel.objects.all()]


def _unanswered(is_so: bool) -> Q:  # noqa: FBT001
    late = Q(state=NoticeState.OPEN, reply_by__lte=F("now"))
    return late if is_so else ~late


def _mentioned(text: str) -> Q:
    """In number or reason, or the number of a ticket that the notice names."""
    named = NoticeTicket.objects.filter(ticket__ticket_id=text).values("notice")
    return Q(number__icontains=text) | Q(reason__icontains=text) | Q(pk__in=named)


_REGION = RegionFilter("region", _("Region"))
_DEPARTMENT = TextFilter("department", _("Department"), where=_department)
_WATCH = ChoiceFilter("watch", _("Stop-watch"), choices=choices(WATCH_LABELS))
_URGENCY = ChoiceFilter("urgency", _("Urgency"), choices=_urgencies)
_CLASS = ChoiceFilter("class", _("Class"), field="service_class", choices=_CLASSES, multiple=True)

BOARD_FILTERS = FilterSet((_REGION, _DEPARTMENT, _URGENCY, _CLASS))
WATCH_FILTERS = FilterSet(
    (
        ChoiceFilter("stands", _("State"), choices=list(_STANDING_LABELS.items()), multiple=True, where=_stands),
        _WATCH,
        *BOARD_FILTERS.filters,
        ChoiceFilter("due", _("Falls due"), choices=[(bucket_key(one), bucket_label(one)) for one in BUCKETS], where=_due),
        ChoiceFilter("source", _("Limit from"), choices=[pair for pair in choices(SOURCE_LABELS) if pair[0]]),
        TextFilter("q", _("Ticket"), fields=("ticket__ticket_id",)),
    )
)
NOTICE_FILTERS = FilterSet(
    (
        ChoiceFilter("state", _("State"), choices=choices(NOTICE_LABELS), multiple=True),
        ChoiceFilter("level", _("Level"), choices=_levels),
        BooleanFilter("unanswered", _("Past its time"), where=_unanswered),
        _REGION,
        _DEPARTMENT,
        BooleanFilter("automatic", _("By rule"), field="is_automatic"),
        TextFilter("q", _("Search"), where=_mentioned),
    )
)
LEGACY_FILTERS = FilterSet(
    (
        ChoiceFilter("standing", _("State"), choices=choices(STANDING_LABELS), multiple=True),
        _REGION,
        TextFilter("q", _("Search"), fields=("ticket__ticket_id", "project", "reason")),
    )
)
DEADLINE_FILTERS = FilterSet((_WATCH, TextFilter("urgency", _("Urgency")), _DEPARTMENT, _REGION))
