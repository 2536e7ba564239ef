"""`{% filter_bar filters target="#results" %}` and `{% filter_chips filters %}`, for pages that are no list pages."""

from typing import Any

from django import template
from django.template.context import RequestContext

from portalkit.filters.filters.sets import BoundFilters

register = template.Library()


@register.inclusion_tag("filters/_bar.html", takes_context=True)
def filter_bar(context: RequestContext, filters: BoundFilters, target: str = "#results") -> dict[str, Any]:
    """The form. A change replaces what `target` names by the fragment that the view answers to htmx, and pushes the URL."""
    return {"filters": filters, "filter_target": target, "action": context["request"].path}


@register.inclusion_tag("filters/_chips.html")
def filter_chips(filters: BoundFilters) -> dict[str, Any]:
    """The active choices with a link that takes each away."""
    return {"filters": filters, "clear_query": filters.clear_query}


@register.inclusion_tag("filters/_errors.html")
def filter_errors(filters: BoundFilters) -> dict[str, Any]:
    """For a fragment: brings the errors beside the controls up to date (out-of-band swap)."""
    return {"filters": filters, "is_fragment": True}
