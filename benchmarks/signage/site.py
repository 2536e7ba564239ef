"""What the measures of hall signage stand on: a database of their own, paired screens, free ports."""

import resource
import socket
from datetime import UTC, datetime


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
