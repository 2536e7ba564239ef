"""ASGI entry point: the players' event stream and nothing else. Pages are served by `noc_portal.wsgi`."""

import os
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from signage.services.events import EventStream


def _application() -> "EventStream":
    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from signage.services.events import EventStream

    return EventStream(redis_url=settings.REDIS_URL, clock=timezone.now)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "noc_portal.settings.dev")
application = _application()
