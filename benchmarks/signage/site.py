"""What the measures of hall signage stand on: a database of their own, paired screens, free ports."""

import os
import resource
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit


def environment(folder: str, *, redis: str = "", database: str = "") -> dict[str, str]:
    """Of every process of a measure: the embedded shape in a folder of its own."""
    found = {"DJANGO_SETTINGS_MODULE": "noc_portal.settings.dev", "NOC_DATA_DIR": folder}
    return found | ({"REDIS_URL": redis} if redis else {}) | ({"DATABASE_URL": database} if database else {})


def settle() -> None:
    """Django with every table, by the environment."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def paired_screens(count: int) -> list[tuple[int, str]]:
    """Screens of one hall with the tokens of their players."""
    from signage.domain.tokens import digest_of
    from signage.models import Screen
    from tests.signage.player_server.builders import a_place

    hall = a_place()
    tokens = [f"scr_measure_{number}" for number in range(count)]
    now = datetime.now(UTC)
    Screen.objects.bulk_create(
        [Screen(hall=hall, name=f"{number}", token_digest=digest_of(token), paired_at=now) for number, token in enumerate(tokens)],
        batch_size=500,
    )
    found = dict(Screen.objects.values_list("token_digest", "pk"))
    return [(found[digest_of(token)], token) for token in tokens]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def many_open_files() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@contextmanager
def database(url: str) -> Iterator[str]:
    """A database of its own on the server of this address, gone afterwards; nothing for no address."""
    if not url:
        yield ""
        return
    import psycopg2

    name = f"noc_measure_{os.getpid()}"
    server = psycopg2.connect(url)
    server.autocommit = True
    with closing(server), server.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
