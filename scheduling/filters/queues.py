"""What queues, campaigns and demand can be narrowed by."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, ChoiceFilter, DateRangeFilter, FilterSet, RegionFilter, TextFilter

from ..models import Queue

QUEUE_FILTERS = FilterSet(
    (
        TextFilter("q", _("Search"), fields=("code", "name", "name_en")),
        ChoiceFilter("channel", _("Channel of the queue"), choices=Queue.Channel.choices),
        RegionFilter("region", _("Region")),
        BooleanFilter("active", _("Active"), field="is_active"),
    )
)


def campaign_filters(queues: Iterable[Queue], *, today: date) -> FilterSet:
    """The queues offered are those that the caller may see."""

    def state(value: str) -> Q:
        if value == "coming":
            return Q(first_day__gt=today)
        return Q(last_day__lt=today) if value == "over" else Q(first_day__lte=today, last_day__gte=today)

    return FilterSet(
        (
            TextFilter("q", _("Search"), fields=("code", "name")),
            _queue_filter(queues),
            DateRangeFilter("day", _("Day"), where=lambda span: _overlaps(span.first, span.last)),
            ChoiceFilter(
                "state", _("State"), choices=[("coming", _("coming")), ("running", _("running")), ("over", _("over"))], where=state
            ),
            BooleanFilter("paid", _("Costs the customer money"), field="is_paid"),
        )
    )


def demand_filters(queues: Iterable[Queue]) -> FilterSet:
    return FilterSet((_queue_filter(queues), DateRangeFilter("day", _("Days shown"), is_date=True)))


def history_filters(queues: Iterable[Queue]) -> FilterSet:
    return FilterSet((_queue_filter(queues),))


def _queue_filter(queues: Iterable[Queue]) -> ChoiceFilter:
    return ChoiceFilter("queue", _("Queue"), field="queue__code", choices=[(queue.code, queue.display_name) for queue in queues])


def _overlaps(low: date | None, high: date | None) -> Q:
    found = Q(last_day__gte=low) if low else Q()
    return found & (Q(first_day__lte=high) if high else Q())
