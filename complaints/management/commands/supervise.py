"""Works the running stop-watches out anew, opens and raises notices, reminds of agreed dates."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from complaints.services import supervision


class Command(BaseCommand):
    help = "One round of supervision, as the schedule does it every five minutes. Exit 0: done."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object as the last line")

    def handle(self, **options: Any) -> None:
        now = timezone.now()
        refreshed = supervision.refresh_watches(now=now)
        done = supervision.supervise(now=now)
        found = {
            "tickets": refreshed.tickets,
            "written": refreshed.written,
            "removed": refreshed.removed,
            "opened": done.opened,
            "escalated": done.escalated,
            "reminded": done.reminded,
        }
        self.stdout.write(json.dumps(found) if options["json"] else _line(found))


def _line(found: dict[str, int]) -> str:
    return (
        "{tickets} open tickets, {written} watches written, {removed} removed;"
        " {opened} notices opened, {escalated} raised, {reminded} people reminded"
    ).format(**found)
