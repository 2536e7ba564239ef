"""What adverts, tickers and emergencies meet, and what never has its turn."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from signage.domain.conflicts import Clash
from signage.models import Schedule
from signage.selectors.conflicts import Preview, preview
from signage.selectors.on_screen import Over, plan_of
from signage.services.programme.emergencies import end_emergency
from tests.signage.operate.builders import signed_in
from tests.signage.player_server.builders import NOW, a_place, a_screen, a_version, on_air
from tests.signage.programme.builders import a_draft, a_playlist, an_emergency, decider, drafter, newest, the_province

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 2)
NOTICE = {"title": "", "body": "反诈专线 96110"}


def seen(schedule: Schedule) -> Preview:
    return preview(newest(schedule), now=NOW)


def met(found: Preview) -> dict[str, Clash]:
    return {one.schedule.title: one.clash for one in found.meetings}


def test_an_advert_names_the_programmes_that_keep_it_off_and_counts_the_hours_that_are_left() -> None:
    screen, other = a_screen(), a_screen(a_place("西门营业厅"))
    on_air(a_version(), title="低", priority=5)
    on_air(a_version(), title="高", priority=8, screens=(screen,), day_parts=[["08:00", "12:00"]])
    on_air(a_version(), title="更高", priority=9, screens=(screen,), day_parts=[["10:00", "14:00"]])
    on_air(a_version(), title="别区", priority=9, zone="side")
    on_air(kind="advert", items=[], title="别家", plays_per_hour=6, priority=2, screens=(other,))
    found = seen(a_draft("advert", playlist=a_playlist(), plays_per_hour=6, priority=5))
    assert met(found) == {"高": Clash.OUTRANKED, "更高": Clash.OUTRANKED, "别家": Clash.IN_TURN}
    assert (found.hours, found.hours_left, found.is_held_back) == (168, 168 - 6 * 7, True)


def test_a_programme_names_the_adverts_that_it_keeps_off() -> None:
    a_screen()
    on_air(kind="advert", items=[], title="广告", plays_per_hour=6, priority=5)
    assert met(seen(a_draft(playlist=a_playlist(), priority=8))) == {"广告": Clash.OUTRANKS}
    assert met(seen(a_draft(playlist=a_playlist(), priority=5))) == {}


def test_of_tickers_one_alone_is_shown_whatever_their_zone() -> None:
    a_screen()
    on_air(kind="overlay", text=NOTICE, title="旧", priority=5, zone="main")
    assert met(seen(a_draft("overlay", text=NOTICE, priority=9))) == {"旧": Clash.OUTRANKS}
    silent = seen(a_draft("overlay", text=NOTICE, priority=5))
    assert met(silent) == {"旧": Clash.OUTRANKED}
    assert (silent.hours_left, silent.without_zone, silent.alone) == (0, 0, 0)


def test_an_emergency_lies_over_what_is_planned_and_asks_for_no_zone() -> None:
    a_screen()
    on_air(a_version(), title="日常", priority=9)
    on_air(kind="overlay", text=NOTICE, title="字幕")
    on_air(a_version(), kind="default", title="默认")
    on_air(kind="emergency", text=NOTICE, title="演练", severity=1, ends_at=NOW + timedelta(hours=8))
    emergency = an_emergency(ends_at=NOW + timedelta(hours=2))
    found = seen(emergency)
    assert met(found) == {"日常": Clash.COVERS, "字幕": Clash.COVERS, "演练": Clash.OUTRANKS}
    assert (found.hours, found.alone, found.without_zone) == (2, 0, 0)
    assert {one.hours for one in found.meetings} == {2}
    assert seen(an_emergency()).hours is None


def test_the_page_of_an_emergency_says_what_it_covers_and_how_long() -> None:
    a_screen()
    on_air(a_version(), title="日常")
    emergency = an_emergency()
    page = signed_in(drafter()).get(reverse("signage:schedule", args=[emergency.pk])).content.decode()
    assert "lies under this one" in page
    assert "until it is ended" in page
    assert "built-in slide" not in page
    assert "Waits for review" in page


def overs(screen: object) -> list[Over]:
    return list(plan_of(screen, MONDAY, days=1).days[0].over)  # type: ignore[arg-type]


def test_the_calendar_keeps_apart_what_is_shown_and_what_is_outranked() -> None:
    screen = a_screen()
    low = on_air(a_version(), kind="advert", title="广告", plays_per_hour=6, priority=5, day_parts=[["08:00", "12:00"]])
    on_air(a_version(), title="促销", priority=8, day_parts=[["10:00", "11:00"]])
    on_air(kind="overlay", text=NOTICE, title="先", priority=9)
    behind = on_air(kind="overlay", text=NOTICE, title="后", priority=2)
    on_air(a_version(), kind="advert", title="别区", plays_per_hour=6, zone="side")
    told = [(one.schedule, one.is_outranked, [(start.hour + 8, end.hour + 8) for start, end in one.spans]) for one in overs(screen)]
    assert (low.pk, False, [(8, 10), (11, 12)]) in told
    assert (low.pk, True, [(10, 11)]) in told
    assert [is_outranked for pk, is_outranked, _ in told if pk == behind.pk] == [True]
    assert len(told) == 4
    page = signed_in(drafter()).get(reverse("signage:calendar"), {"screen": screen.pk, "from": "2026-11-02"}).content.decode()
    assert "another comes first" in page


def test_an_emergency_that_was_ended_stays_in_the_calendars_of_its_day() -> None:
    screen, other = a_screen(), a_screen(a_place("西门营业厅"))
    emergency = an_emergency(regions=(screen.hall.region,))
    end_emergency(schedule=emergency, by=decider().actor, now=NOW + timedelta(minutes=30))
    [found] = overs(screen)
    assert (found.schedule, found.spans) == (emergency.pk, [(NOW, NOW + timedelta(minutes=30))])
    assert overs(other) == []
    client = signed_in(drafter())
    query = {"region": the_province().code, "from": "2026-11-02"}
    days = client.get(reverse("signage:regional_calendar"), query).context["days"]
    assert [(one.title, one.span) for day in days for one in day.planned] == [("紧急疏散", "12:00–12:30")]


def test_a_regions_day_is_in_order_of_time() -> None:
    a_screen()
    on_air(a_version(), title="白天", priority=9, day_parts=[["08:00", "21:00"]])
    on_air(a_version(), title="全天", priority=1)
    days = signed_in(drafter()).get(reverse("signage:regional_calendar"), {"from": "2026-11-02"}).context["days"]
    assert [one.title for one in days[0].planned] == ["全天", "白天"]


def test_a_form_that_cannot_be_read_yet_says_which_fields_it_left_out() -> None:
    region = a_screen().hall.region
    data = {"title": "", "region": region.pk, "first_day": "2026-11-02", "last_day": "2026-11-01", "priority": 12, "day_parts": "25:00-3"}
    url = reverse("signage:preview_schedule")
    response = signed_in(drafter()).post(f"{url}?kind=loop", data)
    with translation.override("en"):
        assert {str(label) for label, _ in response.context["unread"]} == {"To day", "Priority", "Day parts"}
    assert "Day parts" in response.content.decode()
    unread = {}
    for plays, share in (("", ""), ("6", "60")):
        sent = {"region": region.pk, "first_day": "2026-11-02", "priority": 5, "plays_per_hour": plays, "share_seconds": share}
        unread[plays] = len(signed_in(drafter()).post(f"{url}?kind=advert", sent).context["unread"])
    assert unread == {"": 0, "6": 1}, "what is not filled in yet is no mistake"
