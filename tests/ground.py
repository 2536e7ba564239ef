"""What the machine offers the tests: servers, Chromium, programs. Also where each was looked for."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
POSTGRES_URLS = (
    "postgres://postgres@127.0.0.1:5432/postgres",
    "postgres://%2Fvar%2Frun%2Fpostgresql/postgres",
)
REDIS_URL = "redis://127.0.0.1:6379/15"
NGINX_MODULES = ("http_auth_request", "http_slice", "http_ssl", "http_v2")


@dataclass(frozen=True)
class Found:
    """`address` is a URL or a path, None when nothing usable was found; `tried` tells where the search went."""

    address: str | None
    tried: str


@cache
def postgres() -> Found:
    """A server on which the caller may create databases."""
    urls = (named,) if (named := os.environ.get("NOC_TEST_DATABASE_URL")) else POSTGRES_URLS
    return Found(next(filter(_may_create_databases, urls), None), " and ".join(map(_without_password, urls)))


@cache
def redis() -> Found:
    """A server that answers; its database is emptied by nobody, keys of the tests carry their own prefix."""
    url = os.environ.get("NOC_TEST_REDIS_URL") or REDIS_URL
    return Found(url if _answers_ping(url) else None, _without_password(url))


@cache
def browser() -> Found:
    names = (named,) if (named := os.environ.get("NOC_CHROMIUM")) else CHROMIUM_NAMES
    return Found(next(filter(None, map(shutil.which, names)), None), ", ".join(names))


@cache
def rtsp() -> Found:
    """The system's Python with GStreamer's RTSP server: real cameras on loopback."""
    from tests.video.cameras import PYTHONS, python_with_gstreamer

    return Found(python_with_gstreamer(), f"gst-rtsp-server for {', '.join(PYTHONS)}")


@cache
def office() -> Found:
    """LibreOffice, which the portal uses where it is."""
    from signage.adapters.presentations import PROGRAMS, converter

    return Found(converter(), ", ".join(PROGRAMS))


@cache
def nginx() -> Found:
    """With the modules that deploy/nginx asks for."""
    path = shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin")
    return Found(path if path and _has_modules(path) else None, f"nginx with {' and '.join(NGINX_MODULES)}")


GROUND: Mapping[str, Callable[[], Found]] = {
    "postgres": postgres, "redis": redis, "browser": browser, "rtsp": rtsp, "office": office, "nginx": nginx,
}  # fmt: skip
TITLES = {
    "postgres": "PostgreSQL", "redis": "Redis", "browser": "Chromium", "rtsp": "An RTSP server", "office": "LibreOffice", "nginx": "nginx",
}  # fmt: skip
WITHIN = ("redis", "rtsp", "office", "nginx")


def required() -> frozenset[str]:
    """What NOC_REQUIRE says must not be missing."""
    names = frozenset(filter(None, os.environ.get("NOC_REQUIRE", "").replace(" ", "").split(",")))
    if unknown := names - set(GROUND):
        sys.exit(f"NOC_REQUIRE names {', '.join(sorted(unknown))}; it knows {', '.join(GROUND)}.")
    return names


def _without_password(url: str) -> str:
    return re.sub(r"//([^:/@]*):[^@]*@", r"//\1:***@", url)


def _may_create_databases(url: str) -> bool:
    import dj_database_url
    import psycopg2

    where = dj_database_url.parse(url)
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    parameters = {names[key]: where[key] for key in names if where.get(key)}
    try:
        connection = psycopg2.connect(connect_timeout=3, **parameters)
    except psycopg2.OperationalError:
        return False
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            return bool(cursor.fetchone()[0])
    finally:
        connection.close()


def _has_modules(path: str) -> bool:
    built = subprocess.run([path, "-V"], capture_output=True, text=True, check=False).stderr
    return all(f"--with-{name}_module" in built for name in NGINX_MODULES)


def _answers_ping(url: str) -> bool:
    import redis as client

    try:
        with client.Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3) as connection:
            return bool(connection.ping())
    except client.RedisError:
        return False
