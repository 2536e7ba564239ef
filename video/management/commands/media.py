"""Serves live pictures and recorded bytes of one storage node to browsers until it is told to stop."""

import asyncio
import signal
import time
from typing import Any

from aiohttp import web
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from video.selectors.media_links import media_secret
from video.services.media.places import Places, UnknownNode
from video.services.media.service import LONGEST_LINE, Ground, MediaService

_REFRESH_SECONDS = 30.0


class Command(BaseCommand):
    help = "Serves the pictures of a storage node to browsers: low-latency HLS, snapshots, recorded files. Runs until SIGTERM or Ctrl+C."

    requires_system_checks = ()  # they would load every page of the portal

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--node", required=True, help="The name of the storage node.")
        parser.add_argument("--host", default="127.0.0.1", help="The address to listen on (default 127.0.0.1: this machine alone).")
        parser.add_argument("--port", type=int, default=8010)

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            places = Places(node=options["node"])
        except UnknownNode:
            raise CommandError(f"No storage node {options['node']} is in service.", returncode=1) from None
        try:
            asyncio.run(self._serve(places, host=options["host"], port=options["port"]))
        except OSError as error:
            raise CommandError(f"Cannot listen on {options['host']}:{options['port']}: {error.strerror}.", returncode=1) from error

    async def _serve(self, places: Places, *, host: str, port: int) -> None:
        stopping = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
        ground = Ground(roots=lambda: places.roots, secret=media_secret(), portal=settings.NOC_PUBLIC_URL, clock=time.time)
        runner = web.AppRunner(
            MediaService(ground).application(), access_log=None, handler_cancellation=True, keepalive_timeout=30, shutdown_timeout=3,
            max_line_size=LONGEST_LINE,
        )  # fmt: skip
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port, backlog=256).start()
            self.stdout.write(f"Media of {places.node} at http://{host}:{port}/")
            self.stdout.flush()
            while not stopping.is_set():
                try:
                    await asyncio.wait_for(stopping.wait(), timeout=_REFRESH_SECONDS)
                except TimeoutError:
                    await asyncio.to_thread(places.refresh)
        finally:
            await runner.cleanup()
