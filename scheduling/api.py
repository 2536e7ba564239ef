"""What machines read of the hotline: calendars fetch the shifts of an agent."""

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from portalkit.access.api.conditional import PolledList
from portalkit.guards.permissions import Guard, GuardKind

from .services import feeds


class _AnyAccept(BaseContentNegotiation):
    """Calendars ask for all sorts of types; they get the calendar, and errors as everywhere else."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:  # noqa: ARG002
        return next(iter(parsers), None)

    def select_renderer(
        self,
        request: Request,  # noqa: ARG002
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,  # noqa: ARG002
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, str(first.media_type)


class OwnCalendar(PolledList, APIView):
    """An agent's published shifts as iCalendar, with an ETag; an unknown secret answers 404."""

    guard = Guard(
        kind=GuardKind.PUBLIC, reason="calendars cannot sign in; the secret in the address opens one agent's own shifts and no more"
    )
    authentication_classes = ()
    content_negotiation_class = _AnyAccept

    @extend_schema(exclude=True)
    def get(self, request: Request, secret: str) -> HttpResponse:  # noqa: ARG002
        try:
            content = feeds.read_feed(secret=secret, now=timezone.now())
        except feeds.FeedUnknown as unknown:
            raise Http404 from unknown
        return HttpResponse(content, content_type="text/calendar; charset=utf-8")
