"""Every test's ground: which lane runs, what a missing server means, tidy data folders."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
import pytest_django
from django.conf import settings
from django.test import TestCase
from hypothesis import settings as hypothesis_settings

from tests import ground, migrated
from tests.standing import Standing, together
from tests.working import run_queued_jobs

if TYPE_CHECKING:
    from portalkit.jobs.models import Job

os.environ["OPENPYXL_LXML"] = "False"  # the workbooks that tests make and patch have the same bytes whether or not lxml is there
hypothesis_settings.register_profile("portal", deadline=None)  # a busy machine is no defect
hypothesis_settings.load_profile("portal")
STANDING = pytest.StashKey[Standing]()
DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_setup", "live_server", "admin_user", "django_user_model"})


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-query-counts", action="store_true", help="write what the list pages cost now as what they may cost")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The PostgreSQL lane repeats what touches the database; the guards of the architecture find nothing new there."""
    if os.environ.get("NOC_LANE") == "postgres":
        kept = [item for item in items if touches_database(item) and "architecture" not in item.path.parts]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept
    items[:] = together(items)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if (standing := item.session.stash.get(STANDING, None)) and touches_database(item):
        standing.prepare(item)
    for name in ("browser", *ground.WITHIN):
        if item.get_closest_marker(name) and ground.GROUND[name]().address is None:
            _missing(name)
    if item.get_closest_marker("postgres") and "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("needs PostgreSQL: set NOC_TEST_DATABASE_URL")


def pytest_unconfigure() -> None:
    if settings.DATA_DIR.name.startswith("noc-portal-test-"):
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def redis_url() -> str:
    """The address of a Redis server for tests marked `redis`."""
    address = ground.redis().address
    if address is None:
        _missing("redis")
    return str(address)


@pytest.fixture
def run_jobs(db: None) -> Callable[..., list[Job]]:
    """`run_jobs()` does the queued work that is due: see tests/working.py."""
    return run_queued_jobs


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Databases of tests begin as copies of a migrated one; what it lacks after all is migrated by Django as ever."""
    default = settings.DATABASES["default"]
    if "postgresql" in default["ENGINE"]:
        default["TEST"]["TEMPLATE"] = migrated.postgres(str(os.environ["NOC_TEST_DATABASE_URL"]))
    else:
        shutil.copyfile(migrated.sqlite(), default["TEST"]["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """The copy stands where Django would make a database of its own; it goes with the data folder."""
    return django_db_keepdb or "sqlite" in settings.DATABASES["default"]["ENGINE"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    """A database that tests empty cannot refuse to delete audit events; the audit tests put that guard back for themselves."""
    from django.db import connection

    from portalkit.audit.adapters import protection

    with django_db_blocker.unblock():
        protection.remove(connection)


@pytest.fixture(scope="session")
def all_standing(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[Standing]:
    request.session.stash[STANDING] = made = Standing(django_db_blocker)
    yield made
    made.keep(())
    del request.session.stash[STANDING]


@pytest.fixture(scope="class")
def standing(all_standing: Standing, request: pytest.FixtureRequest) -> Standing:
    """Rows that several tests begin with, made once for them all: see tests/standing.py."""
    assert isinstance(request.node, pytest.Function), "standing rows are for test functions, not for classes of tests"
    all_standing.prepare(request.node)
    return all_standing


@pytest.fixture(autouse=True)
def fresh_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test finds what another one cached."""
    yield
    if touches_database(request.node):
        from django.core.cache import cache

        cache.clear()


def touches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db") or item.get_closest_marker("postgres"):
        return True
    fixtures = frozenset(getattr(item, "fixturenames", ()))
    case = getattr(item, "cls", None)
    return bool(fixtures & DATABASE_FIXTURES) or (isinstance(case, type) and issubclass(case, TestCase))


def _missing(name: str) -> None:
    message = f"{ground.TITLES[name]} not found (looked for {ground.GROUND[name]().tried})"
    if name in ground.required():
        pytest.fail(message)
    pytest.skip(message)
