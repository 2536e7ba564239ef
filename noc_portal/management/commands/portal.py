"""The whole portal with one command: web, events, worker and scheduler, and what the storage nodes of this machine run."""

import asyncio
import errno
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from noc_portal.processes import Command as Program
from noc_portal.processes import Portal
from signage.management.commands.events import USUAL_PORT
from video.selectors.media_links import LocalNode, local_nodes

_SECONDS_BETWEEN_PROBES = 0.25


class Command(BaseCommand):
    help = (
        "Runs web, events, worker and scheduler together until Ctrl+C, and recorder and media service of each storage node whose media "
        "address is on this machine; starts again what ends by itself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="The address to listen on (default 127.0.0.1: this machine alone).")
        parser.add_argument("--port", type=int, default=8000)
        usual = settings.NOC_EVENTS_PORT or USUAL_PORT
        parser.add_argument("--events-port", type=int, default=usual, help=f"Where players hear of what is new (default {usual}).")

    def handle(self, *_: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        check_migrations()
        check_port(host, port)
        check_port(host, options["events_port"], option="--events-port")
        nodes = local_nodes()
        connections.close_all()
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        here = [program for node in nodes for program in node_programs(node)]
        portal = Portal([*programs(host, port, options["events_port"], nodes), *here], write=self._write, is_coloured=sys.stdout.isatty())
        asyncio.run(portal.run(when_started=self._announce(host, port)))
        self.stdout.write("The portal has stopped.")

    async def _announce(self, host: str, port: int) -> None:
        while not await _lives(host, port):
            await asyncio.sleep(_SECONDS_BETWEEN_PROBES)
        self.stdout.write(self.style.SUCCESS(f"The portal runs at http://{_shown(host)}:{port}/  (Ctrl+C stops it)"))
        self.stdout.flush()

    def _write(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def programs(host: str, port: int, events_port: int, nodes: Sequence[LocalNode]) -> list[Program]:
    """Web: two processes of eight threads, which tell players where the events are. Worker: two processes, all queues of this machine,
    those of its storage nodes too. Library: one process, so that one file for screens is prepared at a time."""
    python = [sys.executable, "-m"]
    queues = [*settings.NOC_SUPERVISED_QUEUES, *(node.queue for node in nodes)]
    web = [
        *python, "gunicorn", "noc_portal.wsgi:application", "--bind", f"{_bracketed(host)}:{port}", "--workers", "2",
        "--worker-class", "gthread", "--threads", "8", "--timeout", "120", "--graceful-timeout", "5", "--log-level", "warning",
        "--no-control-socket",
    ]  # fmt: skip
    worker = [
        *python, "celery", "--quiet", "-A", "noc_portal.celery", "worker", "-Q", ",".join(queues),
        "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle", "--without-heartbeat",
    ]  # fmt: skip
    library = [
        *python, "celery", "--quiet", "-A", "noc_portal.celery", "worker", "-n", "library@%h", "-Q", ",".join(settings.NOC_QUEUES_OF_ONE),
        "--concurrency", "1", "--loglevel", "INFO", "--without-gossip", "--without-mingle", "--without-heartbeat",
    ]  # fmt: skip
    events = [*python, "django", "events", "--host", host, "--port", str(events_port)]
    return [
        Program("web", web, {"NOC_EVENTS_PORT": str(events_port)}),
        Program("events", events),
        Program("worker", worker),
        Program("library", library),
        Program("scheduler", [*python, "django", "scheduler"]),
    ]


def node_programs(node: LocalNode) -> list[Program]:
    """What a storage node runs, with the tables of the portal alone. Nodes that come later are seen at the next start."""
    django = [sys.executable, "-m", "django"]
    environment = {"NOC_PROGRAM": "recorder"}
    media = [*django, "media", "--node", node.name, "--host", node.host, "--port", str(node.port)]
    return [
        Program(f"recorder {node.name}", [*django, "recorder", "--node", node.name], environment),
        Program(f"media {node.name}", media, environment),
    ]


def check_migrations() -> None:
    """Raises CommandError with what to do when the database is not up to date."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise CommandError(f"The database lacks {len(missing)} migrations. Run first: {sys.executable} manage.py migrate", returncode=1)


def check_port(host: str, port: int, *, option: str = "--port") -> None:
    """Raises CommandError with what to do when nothing can listen there."""
    if not 1 <= port <= 65_535:
        raise CommandError("Ports go from 1 to 65535.", returncode=1)
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except socket.gaierror as error:
        raise CommandError(f"{host}:{port} is no address of this machine.", returncode=1) from error
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise CommandError(f"{_reason(error, host, port)} Choose another with {option}.", returncode=1) from error


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken: another program listens there."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than this account has."
    return f"Cannot listen on {host}:{port}: {os.strerror(error.errno or 0)}."


async def _lives(host: str, port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection(_shown(host).strip("[]"), port)
    except OSError:
        return False
    try:
        writer.write(b"GET /live HTTP/1.0\r\nHost: localhost\r\n\r\n")
        await writer.drain()
        return b" 200 " in await reader.readline()
    except OSError:
        return False
    finally:
        writer.close()


def _shown(host: str) -> str:
    """Where a browser on this machine finds a server that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, _bracketed(host))  # noqa: S104


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
