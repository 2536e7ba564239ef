"""The recorder as a process of its own, on the database of the test."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.architecture.product import ROOT
from video.models import StorageNode


def database_url() -> str:
    """The test's own database as a process finds it."""
    where = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{where['NAME']}"
    return f"postgres://{where['USER']}@{where['HOST'] or '127.0.0.1'}:{where['PORT'] or 5432}/{where['NAME']}"


class RecorderProcess:
    """`manage.py recorder`, started at once. `kill` takes it away in mid-write, `stop` asks it to end."""

    def __init__(self, node: StorageNode, *, state: Path, database: str | None = None) -> None:
        environment = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "noc_portal.settings.dev", "DATABASE_URL": database or database_url(),
            "NOC_DATA_DIR": str(settings.DATA_DIR), "NOC_ALLOW_LOOPBACK_TARGETS": "1",
        }  # fmt: skip
        command = [sys.executable, "manage.py", "recorder", "--node", node.name, "--state", str(state)]
        self.log = state.with_suffix(".log")
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=30) == 0, self.log.read_text()
