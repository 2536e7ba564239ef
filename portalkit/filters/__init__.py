"""Filters of a list or a dashboard: declared as data, kept in the URL, working with and without scripts.

    from portalkit.filters import ChoiceFilter, DateRangeFilter, FilterSet, MonthFilter, RegionFilter, TextFilter

    TICKET_FILTERS = FilterSet((
        MonthFilter("month", _("Month"), field="accepted_at"),
        RegionFilter("region", _("Region")),
        ChoiceFilter("class", _("Class"), field="ticket_class", choices=TicketClass.choices, multiple=True),
        TextFilter("q", _("Search"), fields=("ticket_id", "content")),
    ))

    def tickets(request):
        filters = TICKET_FILTERS.bind(request.GET, access=request.access, permission=ComplaintsPermission.VIEW)
        rows = filters.apply(request.access.scope(ComplaintsPermission.VIEW, Ticket.objects.all()))

Kinds: `ChoiceFilter` (one or `multiple`), `BooleanFilter`, `TextFilter`, `MonthFilter`, `MonthRangeFilter`, `DateRangeFilter`,
`NumberRangeFilter`, `RegionFilter`. Every kind takes `key` (its URL parameter; ranges use `<key>_from` and `<key>_to`), `label` and
`field` (lookup path, default the key); most take `where`, a function from the value to a `Q`, in place of the plain lookup.
`is_date=True` on month and day filters says that the field holds days, not moments.

A bound set has
    .values          by key: Month, Region, text, tuple of texts, bool, DateRange, NumberRange ..., None when not chosen
    .errors          by key: what is wrong with the input, in the reader's language
    .chips           active choices in words, each with the query string of the page without it
    .apply(rows)     the queryset through every valid filter
    .query(**changes), .link(url, **changes)
                     the drill-down: same filters with changes, `filters.link(url, region=region, **{"class": "voice"})`
    .clear_query     the query string without any filter

`bind(..., defaults={"region": picked})` gives a filter a value while the URL does not name it (the region picked in the header);
`?region=` with nothing behind it means "all" then.

In a template `{% include "filters/_bar.html" %}` draws the form and `{% include "filters/_chips.html" %}` the active choices; list pages of
`portalkit.tables` do so themselves. A change updates `#results` by htmx and pushes the URL; without scripts the form has a button.
On a page of your own set `filter_target` (CSS selector of the element to replace; default `#results`).

Guarantees
  * Reading never raises. What cannot be understood filters nothing, is shown again as typed, and has its error beside it.
  * Text is compared in half-width form (NFKC), trimmed, bounded in length; NUL and control characters are refused.
  * `RegionFilter` knows only the regions where the caller has the permission, so a foreign code is as unknown as a misspelt one;
    a region stands for its whole subtree. Costs one query.
  * `parse(encode(value)) == value` for every kind, so that drill-down links land where they say.
"""

from .filters.choices import BooleanFilter, ChoiceFilter
from .filters.ranges import DateRangeFilter, MonthFilter, MonthRangeFilter, NumberRangeFilter
from .filters.regions import RegionFilter
from .filters.sets import BoundFilters, FilterSet
from .filters.texts import TextFilter

__all__ = [
    "BooleanFilter",
    "BoundFilters",
    "ChoiceFilter",
    "DateRangeFilter",
    "FilterSet",
    "MonthFilter",
    "MonthRangeFilter",
    "NumberRangeFilter",
    "RegionFilter",
    "TextFilter",
]
