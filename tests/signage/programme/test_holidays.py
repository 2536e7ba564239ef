"""Screens hear of holidays that change while their manifest holds."""

from datetime import date, timedelta

import pytest

from portalkit.audit.domain.actors import SYSTEM
from portalkit.calendars.models import SpecialDay
from portalkit.calendars.services import set_day
from signage.models import Publication, Screen
from signage.selectors.manifests import build_manifest
from signage.services.programme.holidays import follow_calendar
from tests.signage.player_server.builders import NOW, a_place, a_screen, a_version, on_air

from .builders import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def screens() -> tuple[Screen, Screen]:
    """One with a schedule that goes by holidays, one without."""
    by_holidays, other = a_screen(), a_screen(a_place())
    version = a_version()
    on_air(version, screens=(by_holidays,), holidays="workdays")
    on_air(version, screens=(other,))
    assert follow_calendar(by=SYSTEM, now=NOW) == 0, "the first look takes the calendar as it is"
    return by_holidays, other


def _holiday(day: date, *, name: str = "抗灾放假") -> None:
    set_day(day=day, kind="holiday", name=name, by=SYSTEM, now=NOW)


def test_a_holiday_told_of_today_reaches_the_screens_that_go_by_it(screens: tuple[Screen, Screen]) -> None:
    concerned, other = screens
    before = build_manifest(concerned, NOW)
    _holiday(TODAY + timedelta(days=1))
    assert follow_calendar(by=SYSTEM, now=NOW) == 1
    concerned.refresh_from_db()
    other.refresh_from_db()
    after = build_manifest(concerned, NOW)
    assert (concerned.revision, other.revision) == (Publication.objects.get(action="settings").pk, 0)
    assert after["etag"] != before["etag"]
    assert len(after["schedules"][0]["intervals"]) == len(before["schedules"][0]["intervals"]) - 1
    assert follow_calendar(by=SYSTEM, now=NOW) == 0, "told once"


def test_a_holiday_taken_back_does_too(screens: tuple[Screen, Screen]) -> None:
    _holiday(TODAY + timedelta(days=1))
    follow_calendar(by=SYSTEM, now=NOW)
    SpecialDay.objects.filter(day=TODAY + timedelta(days=1)).delete()
    assert follow_calendar(by=SYSTEM, now=NOW) == 1


@pytest.mark.parametrize("days", [-10, 60])
def test_days_beyond_the_manifest_disturb_no_screen(screens: tuple[Screen, Screen], days: int) -> None:
    _holiday(TODAY + timedelta(days=days))
    assert follow_calendar(by=SYSTEM, now=NOW) == 0
    assert not Publication.objects.filter(action="settings").exists()


def test_another_name_disturbs_no_screen(screens: tuple[Screen, Screen]) -> None:
    for name in ("抗灾放假", "台风放假"):
        _holiday(TODAY + timedelta(days=1), name=name)
        told = follow_calendar(by=SYSTEM, now=NOW)
    assert told == 0
