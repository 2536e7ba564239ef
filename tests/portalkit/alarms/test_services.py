"""Raised and cleared by identity, worked by people, told to who asked."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from portalkit.alarms.domain.identity import Severity
from portalkit.alarms.models import Alarm, AlarmEvent, Subscription
from portalkit.alarms.services import (
    AlarmIsCleared,
    acknowledge,
    clear_alarm,
    clear_by_hand,
    forget_old,
    subscribe,
    unacknowledge,
    unsubscribe,
)
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from portalkit.notify.models import Message
from portalkit.regions.models import Region
from tests.builders import a_county, a_prefecture, a_province, a_user

from .builders import KIND, NOW, an_alarm

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Region:
    return a_province("Nanjiang", code="NJ")


@pytest.fixture
def hill(province: Region) -> Region:
    return a_county("Hill", under=a_prefecture("Yunzhou", under=province, code="NJ01"), code="NJ0101")


def _history(alarm: Alarm) -> list[str]:
    return [event.what for event in AlarmEvent.objects.filter(alarm=alarm).order_by("pk")]


def test_the_same_identity_raised_again_counts_and_notes_the_time(hill: Region) -> None:
    first = an_alarm(at=hill)
    again = an_alarm(at=hill, minutes=5)
    assert again.pk == first.pk
    assert (again.count, again.last_at, again.raised_at) == (2, NOW + timedelta(minutes=5), NOW)
    assert _history(again) == ["raised"]
    assert an_alarm(at=hill, instance="L2").pk != first.pk


def test_a_change_of_severity_stands_in_the_history_and_getting_worse_needs_a_new_acknowledgement(hill: Region) -> None:
    alarm = an_alarm(at=hill, severity=Severity.MINOR)
    acknowledge(alarm=alarm, comment="on it", by=SYSTEM, now=NOW)
    worse = an_alarm(at=hill, severity=Severity.CRITICAL, minutes=1)
    assert (worse.severity, worse.acknowledged_at, worse.acknowledged_by) == ("critical", None, "")
    an_alarm(at=hill, severity=Severity.WARNING, minutes=2)
    assert _history(alarm) == ["raised", "acknowledged", "worsened", "unacknowledged", "eased"]


def test_clearing_ends_it_and_the_next_report_opens_another(hill: Region) -> None:
    alarm = an_alarm(at=hill)
    ended = clear_alarm(kind=KIND.code, instance="L1", by=SYSTEM, now=NOW)
    assert ended is not None
    assert ended.cleared_at == NOW
    assert clear_alarm(kind=KIND.code, instance="L1", by=SYSTEM, now=NOW) is None
    assert an_alarm(at=hill, minutes=9).pk != alarm.pk
    assert _history(alarm) == ["raised", "cleared"]


def test_the_database_keeps_a_second_open_alarm_of_one_identity_out(hill: Region) -> None:
    alarm = an_alarm(at=hill)
    twin = Alarm.objects.get(pk=alarm.pk)
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_people_acknowledge_comment_take_back_and_clear_each_with_an_audit_event(hill: Region) -> None:
    person = a_user("supervisor", at=hill, full_name="Zhao").actor_at("")
    alarm = an_alarm(at=hill)
    acknowledge(alarm=alarm, comment="", by=person, now=NOW)
    acknowledge(alarm=alarm, comment="waiting for parts", by=person, now=NOW)
    unacknowledge(alarm=alarm, comment="", by=person, now=NOW)
    clear_by_hand(alarm=alarm, comment="repaired", by=person, now=NOW)
    assert _history(alarm) == ["raised", "acknowledged", "commented", "unacknowledged", "cleared"]
    assert set(alarm.events.filter(what="cleared").values_list("comment", "by_name")) == {("repaired", person.name)}
    actions = list(AuditEvent.objects.filter(actor_name=person.name).order_by("pk").values_list("action", flat=True))
    assert actions == ["alarms.acknowledge", "alarms.acknowledge", "alarms.unacknowledge", "alarms.clear"]
    with pytest.raises(AlarmIsCleared):
        acknowledge(alarm=alarm, comment="", by=person, now=NOW)


def test_whoever_subscribed_above_the_place_is_told_once_and_again_when_it_gets_worse(province: Region, hill: Region) -> None:
    user = a_user("supervisor", at=province)
    subscribe(user=user, region=province, severity=Severity.MAJOR, by=user.actor_at(""), now=NOW)
    an_alarm(at=hill, severity=Severity.MINOR)
    assert not Message.objects.exists()
    for severity in (Severity.MAJOR, Severity.MAJOR, Severity.CRITICAL, Severity.MAJOR, Severity.CRITICAL):
        an_alarm(at=hill, severity=severity)
    assert list(Message.objects.filter(user=user).order_by("pk").values_list("subject", flat=True)) == [
        "重要：Link L1 in Yunzhou Hill is down" if _is_chinese() else "Major: Link L1 in Yunzhou Hill is down",
        "紧急：Link L1 in Yunzhou Hill is down" if _is_chinese() else "Critical: Link L1 in Yunzhou Hill is down",
    ]


def test_who_is_told_reads_the_own_language(province: Region) -> None:
    user = a_user("supervisor", at=province)
    with translation.override("en"):
        subscribe(user=user, region=province, severity=Severity.WARNING, by=user.actor_at(""), now=NOW)
    with translation.override("zh-hans"):
        an_alarm(at=province)
    assert Message.objects.get().subject.startswith("Major: Link")


def test_nobody_is_told_of_other_kinds_other_places_or_without_the_permission(province: Region, hill: Region) -> None:
    other = a_prefecture("Liuxi", under=province, code="NJ02")
    kinds, place, stranger = (a_user("supervisor", at=province), a_user("supervisor", at=province), a_user())
    subscribe(user=kinds, region=province, severity=Severity.WARNING, kinds=["test.other"], by=SYSTEM, now=NOW)
    subscribe(user=place, region=other, severity=Severity.WARNING, by=SYSTEM, now=NOW)
    subscribe(user=stranger, region=province, severity=Severity.WARNING, by=SYSTEM, now=NOW)
    an_alarm(at=hill)
    assert not Message.objects.exists()


def test_subscribing_to_a_region_again_changes_the_wish_and_ending_it_takes_it_away(province: Region) -> None:
    user = a_user("supervisor", at=province)
    subscribe(user=user, region=province, severity=Severity.MAJOR, by=SYSTEM, now=NOW)
    found = subscribe(user=user, region=province, severity=Severity.MINOR, by=SYSTEM, now=NOW)
    assert Subscription.objects.get().severity == "minor"
    unsubscribe(subscription=found, by=SYSTEM, now=NOW)
    assert not Subscription.objects.exists()


def test_what_was_cleared_long_ago_is_forgotten_and_what_is_open_never(hill: Region) -> None:
    an_alarm(at=hill)
    clear_alarm(kind=KIND.code, instance="L1", by=SYSTEM, now=NOW)
    kept = an_alarm(at=hill, instance="L2")
    assert forget_old(now=NOW + timedelta(days=399)) == 0
    forget_old(now=NOW + timedelta(days=401))
    assert list(Alarm.objects.all()) == [kept]


def _is_chinese() -> bool:
    return translation.get_language().startswith("zh")
