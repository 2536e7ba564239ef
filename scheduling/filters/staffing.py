"""What standards and staffing plans can be narrowed by."""

from django.utils.translation import gettext_lazy as _

from portalkit.filters import ChoiceFilter, DateRangeFilter, FilterSet

from ..models import Queue


def _queues() -> list[tuple[str, str]]:
    return [(queue.code, queue.display_name) for queue in Queue.objects.order_by("pk")]


_QUEUE = ChoiceFilter("queue", _("Queue"), field="queue__code", choices=_queues)
STANDARD_FILTERS = FilterSet((_QUEUE, DateRangeFilter("first_day", _("From day"), is_date=True)))
PLAN_FILTERS = FilterSet((_QUEUE, DateRangeFilter("first_day", _("From day"), is_date=True)))
