"""How to make one row of each model of alarms and early warning in a place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Model

from complaints.models import DailyClassRollup, WarningPass, WarningSignal
from portalkit.alarms.models import Alarm, AlarmEvent, Subscription
from tests.builders import a_county

if TYPE_CHECKING:
    from tests.architecture.world import Place

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)


def _alarm(place: Place, number: int) -> Alarm:
    alarm = Alarm.objects.create(
        identity=f"{place.marker} {number}"[:40], kind="complaints.daily_rise", object_class="region", object_instance=place.marker,
        event_type="quality_of_service", probable_cause="thresholdCrossed", specific_problem=f"{place.marker}/{number}", severity="major",
        region=place.county, params={"service_class": place.marker}, additional_text=place.marker, raised_at=NOW, last_at=NOW,
        changed_at=NOW,
    )  # fmt: skip
    AlarmEvent.objects.create(alarm=alarm, at=NOW, what="raised", severity="major", by_name=place.marker, comment=place.marker)
    return alarm


def _subscription(place: Place, number: int) -> Subscription:
    region = place.county if number == 0 else a_county(f"County s{number} {place.marker}", under=place.region)
    return Subscription.objects.create(user=place.person, region=region, severity="major", kinds=[])


def _signal(place: Place, number: int) -> WarningSignal:
    day = DAY - timedelta(days=number)
    return WarningSignal.objects.create(
        region=place.county, service_class="voice", method="daily_rise", on=day, since=day - timedelta(days=9), complaints=40, value=40.0,
        expected=20.0, ratio=2.0, severity="critical", found_at=NOW,
    )  # fmt: skip


def _pass(place: Place, number: int) -> WarningPass:
    region = place.county if number == 0 else a_county(f"County p{number} {place.marker}", under=place.region)
    return WarningPass.objects.create(region=region, at=NOW, charts=4, watches=2)


def _daily_class(place: Place, number: int) -> DailyClassRollup:
    return DailyClassRollup.objects.create(day=DAY - timedelta(days=number), region=place.county, service_class="voice", complaints=7)


ROWS: Mapping[str, Callable[[Place, int], Model]] = {
    "alarms.Alarm": _alarm,
    "alarms.Subscription": _subscription,
    "complaints.DailyClassRollup": _daily_class,
    "complaints.WarningPass": _pass,
    "complaints.WarningSignal": _signal,
}
