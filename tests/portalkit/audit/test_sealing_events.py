import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.template import Context, Template
from django.utils import timezone

from portalkit.audit.adapters import protection
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.domain.chain import FaultKind
from portalkit.audit.models import AuditEvent
from portalkit.audit.selectors import inspection
from portalkit.audit.services import record, seal_events
from tests.builders import a_province

pytestmark = pytest.mark.django_db


@pytest.fixture
def guard(db: None) -> Iterator[None]:
    protection.install(connection)
    yield
    protection.remove(connection)


def _events(count: int) -> None:
    for number in range(count):
        record(by=SYSTEM, action="test.write", detail={"number": number, "text": "中文"})


def _seal(limit: int = 1000) -> int:
    return seal_events(limit=limit, now=timezone.now() + timedelta(minutes=1)).count


def test_sealing_numbers_the_events_without_a_gap() -> None:
    _events(5)
    assert (_seal(limit=3), _seal(limit=3), _seal(limit=3)) == (3, 2, 0)
    assert list(AuditEvent.objects.order_by("id").values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]
    assert inspection().checked == 5


def test_events_of_this_moment_wait() -> None:
    _events(1)
    assert seal_events(limit=10, now=timezone.now()).count == 0


def test_an_event_that_commits_late_is_sealed_after_those_that_went_before() -> None:
    _events(3)
    late = AuditEvent.objects.order_by("id")[1]
    AuditEvent.objects.filter(pk=late.pk).update(at=timezone.now() + timedelta(hours=1))
    _seal()
    AuditEvent.objects.filter(pk=late.pk).update(at=timezone.now())
    _seal()
    late.refresh_from_db()
    assert late.sequence == 3
    assert inspection().fault is None


@pytest.mark.parametrize(
    "field",
    [
        "at",
        "actor_kind",
        "actor_id",
        "actor_name",
        "address",
        "action",
        "object_type",
        "object_id",
        "object_label",
        "region_code",
        "detail",
    ],
)
def test_changing_any_field_of_a_sealed_event_breaks_the_chain(field: str) -> None:
    _events(3)
    _seal()
    other = {"at": timezone.now(), "address": "10.0.0.1", "detail": {"number": 7}}.get(field, "other")
    victim = AuditEvent.objects.get(sequence=2)
    AuditEvent.objects.filter(pk=victim.pk).update(**{field: other})
    fault = inspection().fault
    assert fault is not None
    assert (fault.kind, fault.sequence, fault.event_id) == (FaultKind.EDITED, 2, victim.pk)


def test_the_command_says_yes_to_a_whole_chain() -> None:
    _events(2)
    _seal()
    out = StringIO()
    call_command("audit_verify", "--json", stdout=out)
    assert json.loads(out.getvalue().splitlines()[-1])["ok"] is True


def test_the_command_fails_and_names_the_first_broken_link() -> None:
    _events(3)
    _seal()
    AuditEvent.objects.filter(sequence=2).delete()
    out = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("audit_verify", "--json", stdout=out)
    assert failed.value.returncode == 1
    assert json.loads(out.getvalue().splitlines()[-1])["fault"] == {"kind": "missing", "sequence": 2, "event": None}


@pytest.mark.usefixtures("guard")
def test_the_database_lets_an_event_be_sealed_once() -> None:
    _events(2)
    assert _seal() == 2
    assert inspection().fault is None


@pytest.mark.usefixtures("guard")
@pytest.mark.parametrize("change", [{"action": "other"}, {"detail": {}}, {"address": "10.0.0.1"}, {"object_id": "7"}])
def test_the_database_refuses_to_change_an_event(change: dict[str, object]) -> None:
    _events(1)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.update(**change)


@pytest.mark.usefixtures("guard")
def test_the_database_refuses_to_change_a_seal() -> None:
    _events(1)
    _seal()
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.update(digest="0" * 64)


@pytest.mark.usefixtures("guard")
def test_the_database_refuses_to_delete_an_event() -> None:
    _events(1)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.all().delete()


def test_the_timeline_shows_the_events_of_one_object_only() -> None:
    mine, other = a_province("one"), a_province("other")
    record(by=SYSTEM, action="test.mine", on=mine)
    record(by=SYSTEM, action="test.other", on=other)
    html = Template("{% load audit %}{% timeline target %}").render(Context({"target": mine}))
    assert "test.mine" in html
    assert "test.other" not in html
