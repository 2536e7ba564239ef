"""The watch raises and clears the alarms of screens, each once and only on news; the sweep takes what nobody needs."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from portalkit.alarms.models import Alarm
from portalkit.audit.domain.actors import SYSTEM
from portalkit.files.services import store
from portalkit.jobs.domain.schedules import all_schedules
from portalkit.regions.models import Region
from signage.models import Nudge, Pairing, Publication, PublicationScreen, Screen, ScreenCommand, ScreenFault, Screenshot
from signage.services.screens.register import switch_screen
from signage.services.screens.tidying import sweep
from signage.services.screens.watching import KINDS, Watched, watch_screens
from signage.tasks.screens import SWEEP, WATCH
from tests.signage.player_server.builders import a_version, on_air

from .builders import a_command, a_fault, a_hall_of, a_screen, a_status, signed_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, 10:00 in Shanghai
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOTHING = Watched(raised=0, cleared=0)
BY_DAY = [[["09:00", "18:00"]]] * 7


@pytest.fixture
def screen() -> Screen:
    screen = a_screen(a_hall_of(), name="大屏")
    screen.paired_at = NOW - timedelta(days=30)
    screen.save()
    return screen


def _watch(now: datetime = NOW) -> Watched:
    return watch_screens(by=SYSTEM, now=now)


def _open() -> dict[str, Alarm]:
    return {alarm.kind.removeprefix("signage.screen_"): alarm for alarm in Alarm.objects.filter(kind__in=KINDS, cleared_at=None)}


def _heard(screen: Screen, at: datetime, **fields: object) -> None:
    screen.status.seen_at = at
    for name, value in fields.items():
        setattr(screen.status, name, value)
    screen.status.save()


def _published(screen: Screen, at: datetime) -> Publication:
    made = Publication.objects.create(action="settings", at=at)
    PublicationScreen.objects.create(publication=made, screen=screen)
    Screen.objects.filter(pk=screen.pk).update(revision=made.pk)
    return made


def test_all_well_means_no_alarm_and_not_a_single_write(screen: Screen) -> None:
    a_status(screen, seen_at=NOW)
    with CaptureQueriesContext(connection) as asked:
        assert _watch() == NOTHING
    assert not [one["sql"] for one in asked if not one["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]


def test_a_silent_screen_is_raised_once_gets_graver_and_is_cleared(screen: Screen) -> None:
    a_status(screen, seen_at=NOW)
    seen = []
    for minutes in (5, 6, 7, 31, 130, 60 * 25):
        _watch(NOW + minutes * MINUTE)
        seen.append(_open()["silent"].severity if "silent" in _open() else None)
    assert seen == [None, "warning", "warning", "minor", "major", "critical"]
    assert Alarm.objects.count() == 1
    with translation.override("en"):
        assert "大屏: nothing heard since 2026-11-23 10:00" in str(Alarm.objects.get().text)
    _heard(screen, NOW + 26 * HOUR)
    assert _watch(NOW + 26 * HOUR) == Watched(raised=0, cleared=1)


def test_a_player_that_never_spoke_is_silent_since_it_was_paired(screen: Screen) -> None:
    Screen.objects.update(paired_at=NOW - 3 * MINUTE)
    assert _watch() == NOTHING
    assert _watch(NOW + 3 * MINUTE).raised == 1


def test_outside_its_hours_a_screen_may_be_silent_and_in_the_morning_it_has_five_minutes(screen: Screen) -> None:
    Screen.objects.update(hours=BY_DAY)
    a_status(screen, seen_at=NOW + 8 * HOUR)  # it went dark at 18:00
    assert _watch(NOW + 12 * HOUR) == NOTHING
    assert _watch(NOW + 23 * HOUR + 4 * MINUTE) == NOTHING
    assert _watch(NOW + 23 * HOUR + 6 * MINUTE).raised == 1
    assert _open()["silent"].severity == "warning"


def _hours_from_nine_to_six(screen: Screen) -> None:
    Screen.objects.filter(pk=screen.pk).update(hours=BY_DAY)


def test_an_alarm_of_the_day_outlives_the_night_and_goes_on_in_the_morning(screen: Screen) -> None:
    _hours_from_nine_to_six(screen)
    a_status(screen, seen_at=NOW + 7 * HOUR + 50 * MINUTE)  # 17:50
    at = {
        "17:58": 7 * HOUR + 58 * MINUTE,
        "18:01": 8 * HOUR + MINUTE,
        "03:00": 17 * HOUR,
        "09:00": 23 * HOUR,
        "09:03": 23 * HOUR + 3 * MINUTE,
    }
    seen = {clock: (_watch(NOW + after), _open()["silent"].severity) for clock, after in at.items()}
    assert seen.pop("17:58") == (Watched(raised=1, cleared=0), "warning")
    assert set(seen.values()) == {(NOTHING, "warning")}
    _watch(NOW + 23 * HOUR + 21 * MINUTE)  # ten minutes of yesterday, 21 of today
    assert _open()["silent"].severity == "minor"
    assert Alarm.objects.count() == 1
    _heard(screen, NOW + 24 * HOUR)
    assert _watch(NOW + 24 * HOUR) == Watched(raised=0, cleared=1)


def test_silence_of_many_days_becomes_critical_although_the_screen_is_off_by_night(screen: Screen) -> None:
    _hours_from_nine_to_six(screen)
    a_status(screen, seen_at=NOW)
    graver = [_watch(NOW + hours * HOUR) and _open()["silent"].severity for hours in (3, 24, 48, 73)]
    assert graver == ["major", "major", "major", "critical"]


@pytest.mark.parametrize(
    ("raised", "closes", "after", "expected"),
    [
        (False, "by its hours", 12 * HOUR, NOTHING),
        (False, "hall closed down", HOUR, NOTHING),
        (True, "by its hours", 12 * HOUR, NOTHING),
        (True, "hall closed down", 12 * HOUR, NOTHING),
        (True, "heard by night", 12 * HOUR, Watched(raised=0, cleared=1)),
        (True, "out of service", 12 * HOUR, Watched(raised=0, cleared=1)),
        (True, "token revoked", 12 * HOUR, Watched(raised=0, cleared=1)),
        (True, "deleted", 12 * HOUR, Watched(raised=0, cleared=1)),
        (True, "hours widened to always", 12 * HOUR, Watched(raised=1, cleared=0)),
    ],
)
def test_when_the_alarm_of_a_silent_screen_stays_ends_or_grows(
    screen: Screen, raised: bool, closes: str, after: timedelta, expected: Watched
) -> None:
    _hours_from_nine_to_six(screen)
    status = a_status(screen, seen_at=NOW - 20 * MINUTE if raised else NOW)
    _watch()
    assert ("silent" in _open()) == raised
    rows = Screen.objects.filter(pk=screen.pk)
    if closes == "hall closed down":
        rows.update(hours=[])
        Region.objects.filter(pk=screen.hall.region_id).update(valid_to=date(2026, 11, 23))
    elif closes == "heard by night":
        _heard(screen, NOW + after)
    elif closes == "out of service":
        rows.update(is_enabled=False)
    elif closes == "token revoked":
        rows.update(token_digest=None)
    elif closes == "deleted":
        status.delete()
        rows.delete()
    elif closes == "hours widened to always":
        rows.update(hours=[])
    assert _watch(NOW + after) == expected
    assert _watch(NOW + after) == NOTHING


def test_faults_count_once_they_have_lasted_and_the_gravest_says_how_grave(screen: Screen) -> None:
    a_status(screen, seen_at=NOW)
    a_fault(screen, "download_failed", at=NOW - 4 * MINUTE)
    assert _watch() == NOTHING
    _heard(screen, NOW + 2 * MINUTE)
    _watch(NOW + 2 * MINUTE)
    assert (_open()["faulty"].severity, _open()["faulty"].params["fault"]) == ("warning", "download_failed")
    a_fault(screen, "built_in", at=NOW - 9 * MINUTE)
    _watch(NOW + 2 * MINUTE)
    assert _open()["faulty"].severity == "major"
    ScreenFault.objects.update(cleared_at=NOW)
    assert _watch(NOW + 2 * MINUTE).cleared == 1


def test_while_a_screen_is_silent_its_fault_alarm_stays_as_it_is(screen: Screen) -> None:
    a_status(screen, seen_at=NOW)
    a_fault(screen, at=NOW - HOUR)
    _watch()
    _watch(NOW + HOUR)
    assert set(_open()) == {"faulty", "silent"}


def test_a_publication_not_fetched_after_half_an_hour_of_contact_is_raised(screen: Screen) -> None:
    made = _published(screen, NOW - 20 * MINUTE)
    a_status(screen, seen_at=NOW, complete_revision=0)
    assert _watch() == NOTHING
    _heard(screen, NOW + 11 * MINUTE)
    assert _watch(NOW + 11 * MINUTE).raised == 1
    assert "behind" in _open()
    _heard(screen, NOW + 12 * MINUTE, complete_revision=made.pk)
    assert _watch(NOW + 12 * MINUTE).cleared == 1


def test_who_has_just_come_back_gets_half_an_hour_to_catch_up(screen: Screen) -> None:
    _published(screen, NOW - 5 * HOUR)
    a_status(screen, seen_at=NOW - HOUR, complete_revision=0)
    _watch()
    back = NOW + MINUTE
    for minutes, kinds in ((0, set()), (29, set()), (31, {"behind"})):
        _heard(screen, back + minutes * MINUTE)
        _watch(back + minutes * MINUTE)
        assert set(_open()) == kinds


def test_a_screen_that_downloads_by_night_is_not_late_by_day(screen: Screen) -> None:
    Screen.objects.update(download_windows=[["22:00", "06:00"]])
    _published(screen, NOW - 2 * HOUR)
    a_status(screen, seen_at=NOW, complete_revision=0)
    assert _watch() == NOTHING
    night = NOW + 13 * HOUR  # 23:00
    _heard(screen, night)
    assert _watch(night).raised == 1


def test_out_of_service_means_no_alarm(screen: Screen) -> None:
    a_status(screen, seen_at=NOW - 5 * HOUR)
    a_fault(screen, at=NOW - HOUR)
    assert _watch().raised == 1
    switch_screen(screen=screen, is_enabled=False, by=SYSTEM, now=NOW)
    assert _watch().cleared == 1
    assert not _open()


def test_the_sweep_takes_old_rollouts_but_each_screens_last_and_keeps_their_figures(screen: Screen) -> None:
    done = a_screen(screen.hall)
    first, last = (_published(screen, NOW - days * timedelta(days=1)) for days in (90, 60))
    PublicationScreen.objects.create(publication=first, screen=done)
    a_status(screen, seen_at=NOW, complete_revision=0)
    a_status(done, seen_at=NOW, complete_revision=first.pk)
    assert (sweep(now=NOW).rollouts, sweep(now=NOW).rollouts) == (2, 0)
    first.refresh_from_db()
    assert (first.swept_at, first.reached, first.concerned) == (NOW, 1, 2)
    assert PublicationScreen.objects.get().publication == last
    _watch()
    assert "behind" in _open(), "the screen is known to lack its last publication"
    latest = _published(screen, NOW)
    assert sweep(now=NOW + HOUR).rollouts == 1
    assert PublicationScreen.objects.get().publication == latest
    last.refresh_from_db()
    assert (last.reached, last.concerned) == (0, 1)


def test_the_rollout_of_a_swept_publication_is_told_as_it_stood(screen: Screen) -> None:
    made = on_air(a_version()).publications.create(action="publish", at=NOW - timedelta(days=90))
    for each, complete in ((screen, made.pk), (a_screen(screen.hall), 0)):
        PublicationScreen.objects.create(publication=made, screen=each)
        a_status(each, complete_revision=complete)
    sweep(now=NOW)
    html = signed_in().get(reverse("signage:publication", args=[made.pk])).content.decode()
    for words in ("1 of 2 screens had it", "As it stood at", "was swept away"):
        assert words in html
    assert "has it." not in html


def test_a_publication_that_is_on_all_screens_says_so_under_its_schedule(screen: Screen) -> None:
    schedule = on_air(a_version())
    made = schedule.publications.create(action="publish", at=NOW)
    PublicationScreen.objects.create(publication=made, screen=screen)
    a_status(screen, complete_revision=made.pk)
    page = signed_in().get(reverse("signage:publication", args=[made.pk]))
    assert page.context["shell"].link.item.url_name == "signage:schedules"
    html = page.content.decode()
    assert '<h2 class="empty-title">On all screens</h2>' in html
    assert f'<a href="{reverse("signage:schedule", args=[schedule.pk])}">{schedule.title}</a>' in html
    assert "Nothing here yet" not in html


def test_the_watch_costs_the_same_for_many_screens(screen: Screen) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            _watch()
        return len(asked)

    a_status(screen, seen_at=NOW)
    few = cost()
    for _ in range(20):
        a_status(a_screen(screen.hall), seen_at=NOW)
    assert cost() == few <= 8


def test_the_watch_and_the_sweep_are_scheduled() -> None:
    kinds = {schedule.kind: schedule for schedule in all_schedules()}
    assert kinds[WATCH].every == MINUTE
    assert SWEEP in kinds


def test_the_sweep_takes_what_is_old_and_leaves_the_newest(screen: Screen) -> None:
    long_ago, lately = NOW - timedelta(days=100), NOW - timedelta(days=1)
    for moment in (long_ago, lately):
        Nudge.objects.create(kind="revision", created_at=moment)
        a_command(screen, at=moment)
        a_fault(screen, subject=str(moment), at=moment, cleared_at=moment)
        Pairing.objects.create(code=f"{moment:%d%m%Y}", poll_digest="0" * 64, created_at=moment, expires_at=moment + timedelta(days=1))
    a_fault(screen, at=long_ago)
    picture = store(stream=BytesIO(b"picture"), now=NOW)
    for minute in range(25):
        Screenshot.objects.create(screen=screen, file=picture, taken_at=NOW + minute * MINUTE)
    done = sweep(now=NOW)
    assert (done.nudges, done.commands, done.faults, done.screenshots, done.pairings) == (1, 1, 1, 5, 1)
    assert Screenshot.objects.order_by("taken_at")[0].taken_at == NOW + 5 * MINUTE
    assert ScreenFault.objects.filter(cleared_at=None).count() == 1
    assert ScreenCommand.objects.get().asked_at == lately
    assert set(vars(sweep(now=NOW)).values()) == {0}
