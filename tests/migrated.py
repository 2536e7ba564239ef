"""A migrated database without data, made once for a state of the code and copied by every process that needs one.

path = migrated.sqlite()                                                          # a file to copy
name = migrated.postgres("postgres://postgres@127.0.0.1:5432/postgres")           # CREATE DATABASE … TEMPLATE name

Whoever asks first makes it, the others wait. `python -m tests.migrated` makes what the machine's ground allows.
"""

import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path

from tests import ground

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "migrated"
PREFIX = "test_noc_migrated_"
KEPT = 4
# What a migration may call. Pages, forms and commands change nothing in an empty database.
ROOMS = frozenset({"migrations", "models", "services", "selectors", "adapters", "domain", "permissions", "settings", "apps"})
OTHERS = frozenset({"tests", "benchmarks", "build", "node_modules", "var", "docs", "deploy"})


def sqlite() -> Path:
    """The file of an empty portal on SQLite."""
    path = FOLDER / f"{digest()}.sqlite3"
    with _one_at_a_time("sqlite"):
        if not path.exists():
            for old in sorted(FOLDER.glob("*.sqlite3"), key=lambda file: file.stat().st_mtime)[: -KEPT + 1]:
                old.unlink()
            with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
                _migrate(folder)
                (Path(folder) / "portal.sqlite3").replace(path)
    return path


def postgres(address: str) -> str:
    """The name of a database on the server at `address` that holds an empty portal and serves as a template."""
    import dj_database_url
    import psycopg2

    name = PREFIX + digest()
    where = dj_database_url.parse(address)
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    with _one_at_a_time("postgres"), closing(psycopg2.connect(**{names[key]: where[key] for key in names if where.get(key)})) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid", [f"{PREFIX}%"])
            there = [found for (found,) in cursor.fetchall()]
            if name in there:
                return name
            for old in (*there[: -KEPT + 1], f"{name}_made"):
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}_made"')
            with tempfile.TemporaryDirectory() as folder:
                _migrate(folder, DATABASE_URL=f"{address.rpartition('/')[0]}/{name}_made")
            cursor.execute(f'ALTER DATABASE "{name}_made" RENAME TO "{name}"')
    return name


@cache
def digest() -> str:
    """The state of the code that decides what a migrated database holds."""
    known = sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(ROOT.glob("*/**/*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] not in OTHERS and not parts[0].startswith(".") and ROOMS.intersection(parts):
            known.update(b"\0".join([str(parts).encode(), path.read_bytes()]))
    return known.hexdigest()[:12]


def _migrate(folder: str, **settings: str) -> None:
    ours = {"DATABASE_URL", "REDIS_URL", "NOC_TEST_DATABASE_URL"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    environment = {**kept, "DJANGO_SETTINGS_MODULE": "noc_portal.settings.dev", "NOC_DATA_DIR": folder, **settings}
    command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


@contextmanager
def _one_at_a_time(name: str) -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sqlite()
    if found := ground.postgres().address:
        postgres(found)
