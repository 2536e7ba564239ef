"""What the pages call browsers, permissions and audit details."""

import pytest
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import override

from portalkit.access.domain.browsers import browser_name
from portalkit.access.panels.events import caller_words, detail_lines
from portalkit.access.panels.permissions import permission_groups, permission_label
from portalkit.access.selectors import permission_codes
from portalkit.access.tables import EVENTS
from portalkit.audit.domain.actions import action_label
from portalkit.audit.domain.actors import ActorKind
from portalkit.audit.models import AuditEvent

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        (CHROME, "Chrome 140 · Windows"),
        (CHROME + " Edg/141.0.1", "Edge 141 · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox 140 · Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1", "Safari 18 · iPhone"),
        ("curl/8.5.0", "curl 8"),
        ("collector of the branch", "collector of the branch"),
        ("", ""),
    ],
)
def test_a_browser_is_named_as_its_user_knows_it(sent: str, name: str) -> None:
    assert browser_name(sent) == name


def test_every_permission_of_the_roles_has_words_of_its_own() -> None:
    labels = [permission_label(code) for code in permission_codes()]
    assert not set(labels) & set(permission_codes())
    assert len(set(labels)) == len(labels)


def test_permissions_stand_under_the_name_of_their_app() -> None:
    with override("en"):
        groups = permission_groups(["regions.view", "access.manage_users", "regions.manage", "gone.view"])
    assert {name: [code for code, _ in pairs] for name, pairs in groups.items()} == {
        "Regions": ["regions.view", "regions.manage"],
        "Users and access": ["access.manage_users"],
        "gone": ["gone.view"],
    }


def test_a_permission_that_is_gone_shows_its_code() -> None:
    assert permission_label("gone.view") == "gone.view"


def test_a_detail_is_told_in_words_and_a_change_before_and_after() -> None:
    role = import_string(settings.NOC_ROLES)[0]
    detail = {"role": role.code, "permissions": ["regions.view"], "valid_to": None, "changes": {"email": ["", "a@example.com"]}, "seed": 7}
    with override("en"):
        lines = {line.label: (line.value, line.is_named) for line in detail_lines(detail)}
        role_name = str(role.name)
    assert lines == {
        "Role": (role_name, True),
        "Permissions": ("See the regions", True),
        "Ends before": ("—", True),
        "E-mail": ("— → a@example.com", True),
        "seed": ("7", False),
    }


def test_the_caller_of_an_event_is_told_in_words() -> None:
    events = [
        AuditEvent(actor_kind=kind, actor_id=number, actor_name="x") for kind, number in ((ActorKind.USER, "3"), (ActorKind.SYSTEM, ""))
    ]
    with override("en"):
        assert [caller_words(event) for event in events] == ["User 3", "x"]
        assert [event.actor_label for event in events] == ["x", "System"]


@pytest.mark.parametrize("code", ["complaints.reveal_number", "imports.commit", "regions.close", "access.sign_in", "sheets.export"])
def test_the_actions_of_every_app_have_words(code: str) -> None:
    assert action_label(code) != code


def test_the_seal_shows_in_the_list() -> None:
    seal = next(column for column in EVENTS.columns if column.key == "seal")
    assert seal.tone is not None
    assert [seal.tone(AuditEvent(sequence=number)) for number in (None, 4)] == ["neutral", "good"]
