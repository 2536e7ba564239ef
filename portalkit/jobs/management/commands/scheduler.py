"""Starts recurring work when it is due and finds stuck jobs; one runs per installation, a second one does no harm."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections
from django.utils import timezone

from portalkit.jobs.services.ticking import tick

logger = logging.getLogger(__name__)
_SECONDS_BETWEEN_TICKS = 2.0
_SECONDS_AFTER_TROUBLE = 5.0


class Command(BaseCommand):
    help = "Starts recurring work when it is due, calls workers again and frees the jobs of dead ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now and stop.")

    def handle(self, *_: Any, **options: Any) -> None:
        if options["once"]:
            done = tick(now=timezone.now())
            self.stdout.write(f"Started {done.started} scheduled jobs, called for {done.called}, freed {done.freed}.")
            return
        stopping = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stopping.set())
        logger.info("the scheduler runs")
        while not stopping.is_set():
            stopping.wait(_SECONDS_BETWEEN_TICKS if _ticked() else _SECONDS_AFTER_TROUBLE)
        logger.info("the scheduler stops")


def _ticked() -> bool:
    """False when the database did not answer; the next round tries with a new connection."""
    try:
        close_old_connections()
        tick(now=timezone.now())
    except Error:
        logger.exception("this round of the scheduler failed")
        close_old_connections()
        return False
    return True
