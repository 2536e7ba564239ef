"""What the second start of the demo says."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from noc_portal.demo import people, province
from portalkit.access.models import User
from tests.builders import a_province, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_users() -> dict[str, User]:
    a_province(code=province.PROVINCE_CODE)
    users = {one.username: a_user(username=one.username, is_demo=True) for one in people.USERS}
    for user in users.values():
        user.set_password(people.PASSWORD)
        user.save()
    return users


def _load(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", "load", "--if-empty", *arguments, stdout=out)
    return out.getvalue()


def _result() -> dict[str, Any]:
    lines = _load("--json").splitlines()
    assert len(lines) == 1
    result: dict[str, Any] = json.loads(lines[0])
    return result


@pytest.mark.usefixtures("demo_users")
def test_a_second_start_says_again_who_can_sign_in() -> None:
    text = _load()
    assert people.PASSWORD in text
    assert all(f"  {person.username} " in text for person in people.USERS)
    assert _result() == {"loaded": False, "logins": [person.username for person in people.USERS], "password": people.PASSWORD}


def test_whoever_changed_the_password_or_is_closed_out_is_not_named(demo_users: dict[str, User]) -> None:
    demo_users["admin"].set_password("a long enough new one")
    demo_users["admin"].save()
    User.objects.filter(username="monitor").update(is_active=False)
    User.objects.filter(username="steward").update(is_demo=False)
    assert {"admin", "monitor", "steward"}.isdisjoint(_result()["logins"])


def test_the_password_is_not_told_where_nobody_can_use_it(demo_users: dict[str, User]) -> None:
    for user in demo_users.values():
        user.set_password("a long enough new one")
        user.save()
    assert _load() == ""
    assert _result() == {"loaded": False}
