"""Records the cameras of one storage node until it is told to stop."""

import ctypes
import gc
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from video.services.recording.node import AlreadyRunning, NodeRecorder
from video.services.recording.wishes import UnknownNode

_M_ARENA_MAX, _M_MMAP_THRESHOLD, _M_MXFAST = -8, -3, 1


class Command(BaseCommand):
    help = "Records the cameras of a storage node. Runs until SIGTERM or Ctrl+C; everything that is whole is kept, also after kill -9."

    requires_system_checks = ()  # they would load every page of the portal

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--node", required=True, help="The name of the storage node.")
        parser.add_argument("--state", help="The folder of this node's spool (default: recorder/NAME in the data folder).")

    def handle(self, *_: Any, **options: Any) -> None:
        tune_memory()
        gc.freeze()
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        name = options["node"]
        state = Path(options["state"] or Path(settings.DATA_DIR) / "recorder" / name)
        try:
            NodeRecorder(name=name, state=state, clock=timezone.now).run(stopping)
        except AlreadyRunning:
            raise CommandError(f"Another recorder of {name} runs on this machine.", returncode=1) from None
        except UnknownNode:
            raise CommandError(f"No storage node {name} is in service.", returncode=1) from None


def tune_memory() -> None:
    """For a thread a camera with a group of pictures in hand each: glibc would give every thread a heap of its own, and keep in them the
    large buffers that come and go with every group."""
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        mallopt(_M_ARENA_MAX, 16)
        mallopt(_M_MMAP_THRESHOLD, 128 * 1024)
        mallopt(_M_MXFAST, 0)
