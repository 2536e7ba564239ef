"""Serves the players' event stream until it is told to stop."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from signage.adapters.event_server import event_server
from signage.services.events import EventStream

USUAL_PORT = 8011


class Command(BaseCommand):
    help = "Tells the players of screens at once what is new: server-sent events at /player/events. Runs until SIGTERM or Ctrl+C."

    requires_system_checks = ()  # they would load every page of the portal

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="The address to listen on (default 127.0.0.1: this machine alone).")
        parser.add_argument("--port", type=int, default=settings.NOC_EVENTS_PORT or USUAL_PORT)

    def handle(self, *_: Any, **options: Any) -> None:
        stream = EventStream(redis_url=settings.REDIS_URL, clock=timezone.now)
        server = event_server(stream, host=options["host"], port=options["port"], before_stop=stream.stop)
        self.stdout.write(f"Events at http://{options['host']}:{options['port']}/player/events")
        self.stdout.flush()
        server.run()
        if not server.started:
            raise CommandError(f"Cannot serve at {options['host']}:{options['port']}: see the line above.", returncode=1)
