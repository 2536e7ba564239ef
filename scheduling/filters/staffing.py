"""What standards and staffing plans can be narrowed by."""

from django.utils.translation import gettext_lazy as _

from portalkit.filters import DateRangeFilter, FilterSet, TextFilter

_QUEUE = TextFilter("queue", _("Queue"), fields=("queue__name", "queue__name_en", "queue__code"))
STANDARD_FILTERS = FilterSet((_QUEUE, DateRangeFilter("first_day", _("From day"), is_date=True)))
PLAN_FILTERS = FilterSet((_QUEUE, DateRangeFilter("first_day", _("From day"), is_date=True)))
