"""Whoever has to decide on a schedule or an emergency hears of it, and its author of the decision."""

import pytest
from django.test import Client
from django.urls import reverse

from portalkit.notify.models import Message
from portalkit.regions.models import Region
from signage.services.programme.approving import refuse
from signage.services.programme.emergencies import review
from signage.services.programme.schedules import hand_in
from tests.builders import a_prefecture, a_user
from tests.signage.player_server.builders import NOW, a_screen
from tests.signage.programme.builders import (
    MINUTE,
    a_playlist,
    an_emergency,
    decide,
    decider,
    drafter,
    handed_in,
    newest,
    the_province,
)
from tests.signage.programme.test_pages import signed_in

pytestmark = pytest.mark.django_db


def told(user: object) -> list[tuple[str, str, str]]:
    return [(one.subject, one.body, one.url) for one in Message.objects.filter(user=user).order_by("pk")]  # type: ignore[misc]


def work(client: Client) -> dict[str, int]:
    return {line.url: line.count for line in client.get(reverse("home")).context["waiting"]}


def test_the_people_nearest_to_a_schedule_who_may_decide_are_told_and_nobody_of_their_own_work() -> None:
    branch = a_prefecture("东海市", under=the_province())
    near = a_user("supervisor", at=branch, username="near")
    elsewhere = a_user("supervisor", at=a_prefecture("西海市", under=the_province()), username="elsewhere")
    schedule = handed_in(region=branch, playlist=a_playlist(), title="店庆")
    assert [(one.user, one.url) for one in Message.objects.all()] == [(near, reverse("signage:schedule", args=[schedule.pk]))]
    assert "店庆" in told(near)[0][0]
    whole = handed_in(playlist=a_playlist())
    assert told(elsewhere) == []
    assert told(decider()) == [], "there was nobody yet"
    refuse(revision=newest(whole), note="换一张图", by=decider().actor, user=decider(), now=NOW)
    hand_in(revision=newest(whole), by=decider().actor, user=decider(), now=NOW + MINUTE)
    assert told(decider()) == [], "it is their own work now"


def test_the_author_hears_what_was_decided_with_the_words_of_whoever_did() -> None:
    schedule = handed_in(playlist=a_playlist(), title="店庆")
    refuse(revision=newest(schedule), note="换一张图", by=decider().actor, user=decider(), now=NOW)
    hand_in(revision=newest(schedule), by=drafter().actor, user=drafter(), now=NOW + MINUTE)
    decide(schedule)
    url = reverse("signage:schedule", args=[schedule.pk])
    assert [(body, where) for _, body, where in told(drafter())] == [("换一张图", url), ("", url)]
    assert all("店庆" in subject for subject, _, _ in told(drafter()))


def test_what_was_asked_stays_in_the_trail_after_a_new_hand_in() -> None:
    schedule = handed_in(playlist=a_playlist())
    refuse(revision=newest(schedule), note="换一张图", by=decider().actor, user=decider(), now=NOW)
    hand_in(revision=newest(schedule), by=drafter().actor, user=drafter(), now=NOW + MINUTE)
    page = signed_in(decider()).get(reverse("signage:schedule", args=[schedule.pk])).content.decode()
    assert "<q>换一张图</q>" in page


def test_an_emergency_asks_another_person_for_its_review_and_its_author_hears_the_result() -> None:
    a_screen()
    other = a_user("supervisor", at=the_province(), username="other")
    emergency = an_emergency()
    assert [body for _, body, _ in told(other)] == ["火情"]
    review(revision=newest(emergency), is_right=False, note="误报", by=other.actor, user=other, now=NOW)
    assert [body for _, body, _ in told(decider())] == ["误报"]


def test_the_start_page_lists_what_the_caller_may_decide_on() -> None:
    a_screen()
    branch = a_prefecture("西海市", under=the_province())
    handed_in(playlist=a_playlist())
    emergency = an_emergency()
    approvals, reviews = reverse("signage:approvals"), reverse("signage:emergency")
    assert work(signed_in(decider())) == {approvals: 1}, "the emergency is their own"
    other = a_user("supervisor", at=the_province(), username="other")
    assert work(signed_in(other)) == {reviews: 1, approvals: 1}
    assert work(signed_in(a_user("supervisor", at=branch, username="elsewhere"))) == {}
    assert work(signed_in(drafter())) == {}
    assert emergency.region == Region.objects.get(parent=None)
