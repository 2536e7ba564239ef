"""{% load audit %}{% timeline object %}: what happened to an object, newest first."""

from typing import Any

from django import template
from django.db.models import Model

from portalkit.audit.selectors import events_of

register = template.Library()


@register.inclusion_tag("audit/_timeline.html")
def timeline(target: Model, limit: int = 50) -> dict[str, Any]:
    """The newest events of an object; the page around it decides who may see it."""
    found = list(events_of(target)[: limit + 1])
    return {"events": found[:limit], "has_more": len(found) > limit, "limit": limit}
