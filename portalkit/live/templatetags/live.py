"""`{% live url version=… every=… %} first content {% endlive %}`."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone

from portalkit.live.domain.freshness import is_stale, stale_after

register = template.Library()


@register.simple_block_tag(end_name="endlive")
def live(
    content: str, url: str, version: object = "", every: int = 15, as_of: datetime | None = None, stale_seconds: int | None = None
) -> str:
    """Content that replaces itself by what `url` answers, asked about every `every` seconds."""
    after = timedelta(seconds=stale_seconds) if stale_seconds else stale_after(every=every)
    context: dict[str, Any] = {
        "content": content,
        "url": url,
        "version": str(version),
        "every": every,
        "as_of": as_of,
        "stale_seconds": int(after.total_seconds()) if stale_seconds or as_of else "",
        "is_stale": is_stale(as_of=as_of, now=timezone.now(), after=after),
    }
    return render_to_string("live/live.html", context)
