"""What is on, and the calendar, answer at any moment that somebody writes, whatever the screen's zone and however odd its schedules."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.urls import reverse

from signage.domain.kinds import PLANNED
from signage.models import Layout, LayoutZone, Screen
from tests.signage.operate.builders import signed_in
from tests.signage.player_server.builders import NOW, a_screen, a_version, on_air

from .builders import drafter, the_province

pytestmark = pytest.mark.django_db
MOMENTS = (
    "", "0001-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "1969-12-31T23:59:59.999999", "1999-12-31T23:59", "2000-01-01T00:00:00+14:00",
    "2000-02-29", "2026-11-02T12:00:05.5", "2026-11-02T04:00:05Z", "2026-11-02T24:00", "2026-W45-1", "20261102T1200",
    "2100-12-31T23:59:59-23:59",
    "2101-01-01", "9999-12-31T23:59:59", "9999-12-31T23:59:59-12:00", "10000-01-01", "-0001-01-01", "2026-02-30", "morgen", "\x00", "²",
)  # fmt: skip


def _nothing() -> None:
    """No schedule means the screen."""


def _without_an_end() -> None:
    on_air(a_version(), first_day=date(2020, 2, 29))
    on_air(a_version(), kind="default", first_day=date(2000, 1, 1))
    on_air(kind="overlay", text={"title": "", "body": "欢迎"})
    on_air(a_version(), kind="emergency", ends_at=None, text={"title": "停电", "body": ""})


def _adverts_and_rules() -> None:
    on_air(a_version(), day_parts=[["22:00", "02:00"]], rrule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", first_day=date(2024, 2, 29))
    on_air(a_version(), kind="advert", plays_per_hour=7, priority=9)
    on_air(a_version(), kind="advert", share_seconds=3600, day_parts=[["00:00", "00:00"]], priority=9)


def _at_the_ends_of_time() -> None:
    first, last = PLANNED
    on_air(a_version(), first_day=first, last_day=first)
    on_air(a_version(), first_day=last, last_day=last)
    on_air(a_version(), kind="default", first_day=last, last_day=last)
    on_air(a_version(), first_day=first, last_day=last, rrule="FREQ=DAILY;INTERVAL=400")
    on_air(
        a_version(), kind="emergency", starts_at=NOW - timedelta(days=700_000), ends_at=NOW + timedelta(days=2_900_000), text={"title": "x"}
    )


def _without_items() -> None:
    on_air()
    on_air(kind="default")
    on_air(kind="advert", plays_per_hour=1, priority=9)


@pytest.mark.parametrize(
    ("programme", "zone"),
    [
        (_nothing, "No/Where"),
        (_without_an_end, "Asia/Shanghai"),
        (_adverts_and_rules, "Pacific/Kiritimati"),
        (_at_the_ends_of_time, "Etc/GMT+12"),
        (_without_items, "Asia/Shanghai"),
    ],
)
def test_no_moment_breaks_what_is_on_or_the_calendar(programme: Callable[[], None], zone: str) -> None:
    screen = a_screen(time_zone=zone)
    programme()
    client = signed_in(drafter())
    for number, text in enumerate(MOMENTS):
        media, span = (("", "reported")[number % 2], ("week", "month", "century")[number % 3])
        asked = {"on_screen": {"at": text, "media": media}, "calendar": {"from": text[:10], "span": span}}
        for name, query in asked.items():
            answer = client.get(reverse(f"signage:{name}"), {"screen": screen.pk, **query})
            assert answer.status_code == 200, (name, query)


def test_zones_that_nothing_plays_in_and_unknown_ones_are_answered() -> None:
    layout = Layout.objects.create(name="空区", region=the_province())
    screen = a_screen(layout=layout)
    on_air(a_version(), zone="elsewhere")
    client = signed_in(drafter())
    for name in ("on_screen", "calendar"):
        assert client.get(reverse(f"signage:{name}"), {"screen": screen.pk}).status_code == 200
    LayoutZone.objects.create(layout=layout, name="side", title="侧栏", left=0, top=0, width=1, height=1)
    for name in ("on_screen", "calendar"):
        assert client.get(reverse(f"signage:{name}"), {"screen": screen.pk, "at": "2026-11-02T12:00"}).status_code == 200


def test_a_screen_out_of_service_is_answered_as_well() -> None:
    screen = a_screen()
    Screen.objects.update(is_enabled=False)
    client = signed_in(drafter())
    for query in ({}, {"screen": screen.pk}):
        assert client.get(reverse("signage:on_screen"), query).status_code == 200
        assert client.get(reverse("signage:calendar"), query).status_code == 200
