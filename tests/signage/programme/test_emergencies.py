"""One person puts a notice on the screens; another looks at it afterwards."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portalkit.access.selectors import access_of_user
from portalkit.approvals.services import NoReason, NotNow, OwnWork
from signage.models import Nudge, Schedule
from signage.selectors.manifests import build_manifest
from signage.selectors.schedules import active_emergencies
from signage.services.programme.emergencies import NoScreens, end_emergency, review
from signage.services.programme.schedules import NothingToShow, change_schedule, hand_in, remove_draft, renew, take_back
from tests.builders import a_prefecture, a_user
from tests.signage.operate.builders import signed_in
from tests.signage.player_server.builders import NOW, a_place, a_screen, a_version
from tests.signage.programme.builders import MINUTE, TODAY, a_playlist, an_emergency, decider, drafter, newest, the_province, values

pytestmark = pytest.mark.django_db


def test_it_is_on_air_while_it_waits_and_its_words_travel_in_the_event() -> None:
    screen = a_screen()
    schedule = an_emergency()
    assert (newest(schedule).state, Schedule.objects.get().on_air) == ("submitted", newest(schedule))
    nudge = Nudge.objects.get()
    assert (nudge.kind, nudge.screens) == ("emergency", [screen.pk])
    assert nudge.payload["emergency"]["text"] == {"title": "紧急疏散", "body": "请从就近出口离开", "tone": "danger"}
    [told] = build_manifest(screen, NOW)["schedules"]
    assert (told["kind"], told["severity"], told["items"][0]["type"]) == ("emergency", 3, "notice")


def test_what_its_playlist_holds_follows_the_text() -> None:
    screen = a_screen()
    version = a_version()
    an_emergency(playlist=a_playlist(version))
    [told] = build_manifest(screen, NOW)["schedules"]
    assert [item["type"] for item in told["items"]] == ["notice", "image"]


def test_without_reason_without_screens_or_with_an_empty_playlist_nothing_is_announced() -> None:
    with pytest.raises(NoScreens):
        an_emergency()
    a_screen()
    with pytest.raises(NoReason):
        an_emergency(reason="  ")
    with pytest.raises(NoScreens):
        an_emergency(region=a_prefecture("西海市", under=the_province()))
    with pytest.raises(NothingToShow):
        an_emergency(playlist=a_playlist(a_version(), valid_to=NOW - MINUTE))
    assert not Schedule.objects.filter(kind="emergency").exists()


def test_its_author_does_not_review_it_and_another_person_does() -> None:
    a_screen()
    schedule = an_emergency()
    with pytest.raises(OwnWork):
        review(revision=newest(schedule), is_right=True, note="", by=decider().actor, user=decider(), now=NOW)
    review(revision=newest(schedule), is_right=True, note="", by=drafter().actor, user=drafter(), now=NOW)
    schedule.refresh_from_db()
    assert (newest(schedule).state, schedule.on_air) == ("approved", newest(schedule))


def test_a_review_that_finds_it_wrong_takes_it_off_the_screens() -> None:
    a_screen()
    schedule = an_emergency()
    review(revision=newest(schedule), is_right=False, note="误报", by=drafter().actor, user=drafter(), now=NOW)
    schedule.refresh_from_db()
    assert (newest(schedule).state, schedule.on_air) == ("returned", None)


def test_ended_it_still_waits_for_its_review_and_ending_twice_does_nothing() -> None:
    screen = a_screen()
    schedule = an_emergency()
    for _ in range(2):
        end_emergency(schedule=schedule, by=decider().actor, now=NOW + MINUTE)
    assert build_manifest(screen, NOW + MINUTE)["schedules"] == []
    assert newest(schedule).state == "submitted"
    assert schedule.publications.count() == 2


def test_it_cannot_be_taken_back_past_its_review() -> None:
    a_screen()
    schedule = an_emergency()
    by, user = decider().actor, decider()
    with pytest.raises(NotNow):
        take_back(revision=newest(schedule), by=by, now=NOW)
    with pytest.raises(NotNow):
        renew(schedule=schedule, by=by, user=user, now=NOW)
    review(revision=newest(schedule), is_right=False, note="误报", by=drafter().actor, user=drafter(), now=NOW)
    with pytest.raises(NotNow):
        hand_in(revision=newest(schedule), by=by, user=user, now=NOW)
    with pytest.raises(NotNow):
        change_schedule(schedule=schedule, values=values(), by=by, user=user, now=NOW)
    with pytest.raises(NotNow):
        remove_draft(schedule=schedule, by=by, now=NOW)


def test_single_screens_are_told_and_belong_to_the_hall_or_region_of_all_of_them() -> None:
    first, second = a_screen(), a_screen(a_place("西门营业厅"))
    a_screen(first.hall)
    client, url = signed_in(decider()), reverse("signage:emergency")
    data = {"title": "断电", "body": "", "severity": 2, "minutes": 15, "reason": "检修"}
    for screens, owner in (([first], first.hall.region), ([first, second], first.hall.region.parent)):
        told = data | {"screens": [screen.pk for screen in screens]}
        shown = client.post(url, told)
        page = client.post(url, told | {"confirmed": shown.context["fingerprint"]}, follow=True).content.decode()
        made = Schedule.objects.latest("pk")
        assert made.region == owner
        assert {one.screen for one in made.publications.get().screens.all()} == set(screens)
        assert all(f"{screen.hall.region.display_name} · {screen.name}" in page for screen in screens)
    assert client.post(url, data).status_code == 422


def test_one_that_came_to_its_end_is_no_longer_active() -> None:
    a_screen()
    schedule = an_emergency(ends_at=NOW + timedelta(hours=1))
    access = access_of_user(a_user("supervisor", at=the_province()), on=TODAY)
    assert list(active_emergencies(access, now=NOW)) == [schedule]
    assert not active_emergencies(access, now=NOW + timedelta(hours=1)).exists()
