"""What is planned in a region: who is counted, on which days, and to whom it is shown."""

from datetime import date

import pytest
from django.urls import reverse

from portalkit.access.selectors import access_of_user
from signage.domain.targets import matches
from signage.models import Schedule, Tag
from signage.selectors.regional_plan import regional_plan
from signage.selectors.targeting import place_of, target_of
from tests.builders import a_prefecture, a_user
from tests.signage.player_server.builders import a_place, a_screen, a_version, on_air
from tests.signage.programme.builders import an_emergency, drafter, the_province
from tests.signage.programme.test_pages import signed_in, text_of

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)


def test_schedules_are_counted_by_the_screens_of_the_region_that_they_mean() -> None:
    east, west = a_place("东门营业厅"), a_place("西门营业厅")
    tagged, *others = (a_screen(hall) for hall in (east, east, west))
    a_screen(west, is_enabled=False)
    tagged.tags.add(Tag.objects.create(name="窗口"))
    on_air(a_version(), title="全省")
    on_air(a_version(), title="东厅", regions=(east.region,))
    on_air(a_version(), title="窗口屏", tags_any=["窗口"])
    on_air(a_version(), title="单屏", screens=(others[1],))
    on_air(a_version(), title="重叠", regions=(east.region.parent, east.region))
    on_air(a_version(), title="外地", regions=(a_prefecture("西海市", under=the_province()),))
    on_air(a_version(), title="默认", kind="default")
    found = {region: _counts(region) for region in (the_province(), east.region, west.region)}
    assert found[the_province()] == {"全省": 3, "东厅": 2, "窗口屏": 1, "单屏": 1, "重叠": 3}
    assert found[east.region] == {"全省": 2, "东厅": 2, "窗口屏": 1, "重叠": 2}
    assert found[west.region] == {"全省": 1, "单屏": 1, "重叠": 1}
    screens = [tagged, *others]
    for schedule in Schedule.objects.exclude(kind="default"):
        target = target_of(schedule.on_air)
        assert found[the_province()].get(schedule.title, 0) == sum(matches(target, place_of(screen)) for screen in screens)


def _counts(region: object) -> dict[str, int]:
    plan = regional_plan(region, MONDAY, days=1, access=access_of_user(drafter(), on=MONDAY))  # type: ignore[arg-type]
    [(_, planned)] = plan.days
    return {one.revision.schedule.title: one.screens for one in planned}


def test_days_hold_what_is_on_in_them_and_occurrences_over_midnight_in_both() -> None:
    a_screen()
    on_air(a_version(), title="夜场", day_parts=[["22:00", "02:00"]], weekdays=[0])
    on_air(a_version(), title="单日", first_day=date(2026, 11, 4), last_day=date(2026, 11, 4))
    an_emergency()
    page = signed_in(drafter()).get(reverse("signage:regional_calendar"), {"from": "2026-11-02"})
    told = {day.day.day: [(one.title, one.span, one.screens) for one in day.planned] for day in page.context["days"]}
    assert told[2] == [("紧急疏散", "12:00–24:00", None), ("夜场", "22:00–24:00", None)]
    assert told[3] == [("紧急疏散", "00:00–24:00", None), ("夜场", "00:00–02:00", None)]
    assert told[4][1:] == [("单日", "00:00–24:00", None)]
    assert list(told) == list(range(2, 9))


def test_a_month_is_shown_and_a_foreign_region_is_not_found() -> None:
    hall = a_place()
    a_screen(hall)
    client = signed_in(a_user("hall_manager", at=hall.region, username="near"))
    page = client.get(reverse("signage:regional_calendar"), {"span": "month", "from": "2026-11-20"})
    assert [day.day.day for day in page.context["days"]] == list(range(1, 31))
    assert page.context["region"] == hall.region
    assert "nothing planned" in page.content.decode()
    for code in (the_province().code, "x" * 200):
        assert client.get(reverse("signage:regional_calendar"), {"region": code}).status_code == 404


def test_whoever_sees_no_region_is_told_so() -> None:
    assert signed_in(a_user(username="nobody")).get(reverse("signage:regional_calendar")).status_code == 403
    for strange in ("0001-01-01", "9999-12-31", "morgen"):
        text_of(signed_in(drafter()), "regional_calendar", **{"from": strange})
