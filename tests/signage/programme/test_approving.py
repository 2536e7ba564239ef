"""A schedule's way from draft to on air and off again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portalkit.approvals.services import NoReason, NotNow, OwnWork
from portalkit.audit.models import AuditEvent
from signage.models import Content, Nudge, PlaylistItem, PublicationScreen, Schedule
from signage.services.library.versions import StillOnAir, retire_content
from signage.services.programme.approving import NotOnAir, NotWhatWasSeen, put_on_air, refuse, take_off_air
from signage.services.programme.schedules import (
    NothingToShow,
    RegionFixed,
    UnfinishedDraft,
    WaitsForApproval,
    change_schedule,
    hand_in,
    remove_draft,
    renew,
    renew_all,
    take_back,
)
from tests.builders import a_prefecture
from tests.signage.player_server.builders import NOW, a_screen, a_version
from tests.signage.programme.builders import (
    MINUTE,
    a_draft,
    a_playlist,
    an_emergency,
    approved,
    decide,
    decider,
    drafter,
    handed_in,
    newest,
    the_province,
    values,
)

pytestmark = pytest.mark.django_db


def test_what_another_person_approves_is_on_air_and_its_screens_are_told() -> None:
    screen = a_screen()
    schedule = handed_in(playlist=a_playlist())
    assert schedule.on_air is None
    decide(schedule)
    made = schedule.publications.get()
    screen.refresh_from_db()
    assert schedule.on_air == newest(schedule)
    assert screen.revision == made.pk
    assert PublicationScreen.objects.filter(publication=made, screen=screen).exists()
    assert Nudge.objects.get().payload == {"revision": made.pk, "within": 0}


def test_nobody_approves_their_own_work() -> None:
    schedule, user = handed_in(playlist=a_playlist()), drafter()
    revision = newest(schedule)
    with pytest.raises(OwnWork):
        put_on_air(revision=revision, seen=revision.stamp, by=user.actor, user=user, now=NOW)
    schedule.refresh_from_db()
    assert schedule.on_air is None


def test_whoever_hands_in_answers_for_the_copy_and_somebody_else_approves_it() -> None:
    """A playlist may have changed since the draft was written: one person must not fill it, hand it in and approve it."""
    schedule, user = a_draft(playlist=a_playlist()), decider()
    hand_in(revision=newest(schedule), by=user.actor, user=user, now=NOW)
    with pytest.raises(OwnWork):
        decide(schedule)
    take_back(revision=newest(schedule), by=drafter().actor, now=NOW)
    hand_in(revision=newest(schedule), by=drafter().actor, user=drafter(), now=NOW)
    assert decide(schedule).on_air is not None


def test_the_copy_is_that_of_the_playlist_the_revision_has_by_then() -> None:
    """A colleague may have changed the draft since the page was read."""
    schedule, other = a_draft(playlist=a_playlist()), a_playlist(title="另一个")
    read = newest(schedule)
    change_schedule(schedule=schedule, values=values(playlist=other), by=drafter().actor, user=drafter(), now=NOW)
    made = hand_in(revision=read, by=drafter().actor, user=drafter(), now=NOW)
    assert [item["version"] for item in made.items] == [item.content.current_id for item in other.items.all()]


def test_a_playlist_whose_items_and_content_are_never_valid_together_has_nothing_to_show() -> None:
    version = a_version()
    playlist = a_playlist(version, valid_from=NOW + timedelta(days=4), valid_to=NOW + timedelta(days=5))
    Content.objects.filter(pk=version.content_id).update(valid_from=NOW + timedelta(days=1), valid_to=NOW + timedelta(days=2))
    with pytest.raises(NothingToShow):
        handed_in(playlist=playlist)


def test_content_that_waits_for_approval_is_not_retired() -> None:
    version = a_version()
    schedule = handed_in(playlist=a_playlist(version))
    with pytest.raises(StillOnAir):
        retire_content(content=version.content, by=drafter().actor, now=NOW)
    take_back(revision=newest(schedule), by=drafter().actor, now=NOW)
    assert retire_content(content=version.content, by=drafter().actor, now=NOW).is_retired


def test_whoever_sent_it_back_may_hand_it_in_but_not_approve_it() -> None:
    schedule, user = handed_in(playlist=a_playlist()), decider()
    refuse(revision=newest(schedule), note="换一张图", by=user.actor, user=user, now=NOW)
    hand_in(revision=newest(schedule), by=user.actor, user=user, now=NOW)
    with pytest.raises(OwnWork):
        decide(schedule)


def test_nobody_approves_what_was_changed_after_they_read_it() -> None:
    schedule, user = handed_in(playlist=a_playlist()), decider()
    seen = newest(schedule).stamp
    take_back(revision=newest(schedule), by=drafter().actor, now=NOW)
    changed = values(playlist=a_playlist(title="另一个"))
    change_schedule(schedule=schedule, values=changed, by=drafter().actor, user=drafter(), now=NOW)
    hand_in(revision=newest(schedule), by=drafter().actor, user=drafter(), now=NOW + MINUTE)
    with pytest.raises(NotWhatWasSeen):
        put_on_air(revision=newest(schedule), seen=seen, by=user.actor, user=user, now=NOW + MINUTE)
    assert newest(schedule).state == "submitted"


def test_the_copy_is_made_at_hand_in_and_a_later_edit_of_the_playlist_changes_nothing_on_air() -> None:
    first, second = a_version(), a_version()
    playlist = a_playlist(first, duration_ms=5000)
    schedule = approved(playlist=playlist)
    PlaylistItem.objects.filter(playlist=playlist).update(duration_ms=9000)
    second.content.current = second
    second.content.save()
    PlaylistItem.objects.create(playlist=playlist, position=2, content=second.content)
    schedule.refresh_from_db()
    assert schedule.on_air is not None
    assert [(item["version"], item["duration_ms"]) for item in schedule.on_air.items] == [(first.pk, 5000)]


def test_an_edit_waits_beside_the_revision_on_air() -> None:
    schedule = approved(playlist=a_playlist())
    first = schedule.on_air
    change_schedule(
        schedule=schedule, values=values(playlist=a_playlist(), priority=9), by=drafter().actor, user=drafter(), now=NOW + MINUTE
    )
    hand_in(revision=newest(schedule), by=drafter().actor, user=drafter(), now=NOW + MINUTE)
    schedule.refresh_from_db()
    assert schedule.on_air == first
    assert newest(schedule).number == 2
    assert decide(schedule).on_air == newest(schedule)


def test_a_new_title_waits_for_approval_like_everything_else() -> None:
    schedule = a_draft(playlist=a_playlist())
    _change(schedule, title="草稿改名")
    assert _title(schedule) == "草稿改名", "nobody has it yet"
    hand_in(revision=newest(schedule), by=drafter().actor, user=drafter(), now=NOW)
    decide(schedule)
    _change(schedule, title="秋季促销", playlist=a_playlist())
    assert _title(schedule) == "草稿改名"
    hand_in(revision=newest(schedule), by=drafter().actor, user=drafter(), now=NOW)
    decide(schedule)
    assert _title(schedule) == "秋季促销"
    take_off_air(schedule=schedule, reason="结束", by=decider().actor, now=NOW + MINUTE)
    assert _title(schedule) == "秋季促销"


def _change(schedule: Schedule, **fields: Any) -> None:
    changed = {"playlist": newest(schedule).playlist, **fields}
    change_schedule(schedule=schedule, values=values(**changed), by=drafter().actor, user=drafter(), now=NOW)


def _title(schedule: Schedule) -> str:
    schedule.refresh_from_db()
    return schedule.title


def test_an_edit_cannot_move_what_is_on_air_to_another_region() -> None:
    """Without regions of its own the revision on air means the schedule's region, which nobody would have approved anew."""
    schedule = approved(playlist=a_playlist())
    elsewhere = a_prefecture("西海市", under=the_province())
    with pytest.raises(RegionFixed):
        change_schedule(schedule=schedule, values=values(region=elsewhere), by=drafter().actor, user=drafter(), now=NOW)
    schedule.refresh_from_db()
    assert schedule.region == the_province()


def test_what_waits_is_not_changed() -> None:
    schedule = handed_in(playlist=a_playlist())
    with pytest.raises(WaitsForApproval):
        change_schedule(schedule=schedule, values=values(), by=drafter().actor, user=drafter(), now=NOW)
    with pytest.raises(WaitsForApproval):
        remove_draft(schedule=schedule, by=drafter().actor, now=NOW)


def test_what_is_sent_back_says_why_and_is_handed_in_again_as_the_same_revision() -> None:
    schedule, user = handed_in(playlist=a_playlist()), decider()
    with pytest.raises(NoReason):
        refuse(revision=newest(schedule), by=user.actor, user=user, note="  ", now=NOW)
    refuse(revision=newest(schedule), by=user.actor, user=user, note="缺少授权说明", now=NOW)
    assert (newest(schedule).state, newest(schedule).decision_note) == ("returned", "缺少授权说明")
    change_schedule(schedule=schedule, values=values(playlist=a_playlist()), by=drafter().actor, user=drafter(), now=NOW)
    hand_in(revision=newest(schedule), by=drafter().actor, user=drafter(), now=NOW)
    assert (newest(schedule).number, newest(schedule).state) == (1, "submitted")


def test_a_decision_is_made_once() -> None:
    schedule, user = approved(playlist=a_playlist()), decider()
    revision = newest(schedule)
    with pytest.raises(NotNow):
        put_on_air(revision=revision, seen=revision.stamp, by=user.actor, user=user, now=NOW)
    with pytest.raises(NotNow):
        refuse(revision=revision, by=user.actor, user=user, note="晚了", now=NOW)


def _retired() -> dict[str, Any]:
    version = a_version()
    playlist = a_playlist(version)
    version.content.is_retired = True
    version.content.save()
    return {"playlist": playlist}


def _over() -> dict[str, Any]:
    return {"playlist": a_playlist(a_version(), valid_to=NOW - timedelta(days=1))}


def _empty() -> dict[str, Any]:
    playlist = a_playlist()
    playlist.items.all().delete()
    return {"playlist": playlist}


@pytest.mark.parametrize("make", [_retired, _over, _empty])
def test_a_playlist_with_nothing_valid_is_not_handed_in(make: Callable[[], dict[str, Any]]) -> None:
    schedule = a_draft(**make())
    with pytest.raises(NothingToShow):
        hand_in(revision=newest(schedule), by=drafter().actor, user=drafter(), now=NOW)
    assert newest(schedule).state == "draft"


def test_it_goes_off_air_with_a_reason_only_and_once() -> None:
    screen = a_screen()
    schedule, by = approved(playlist=a_playlist()), decider().actor
    with pytest.raises(NoReason):
        take_off_air(schedule=schedule, by=by, reason=" ", now=NOW)
    taken = take_off_air(schedule=schedule, by=by, reason="活动结束", now=NOW + MINUTE)
    assert (taken.on_air, taken.withdrawal_reason) == (None, "活动结束")
    assert taken.publications.filter(action="withdraw", screens__screen=screen).exists()
    with pytest.raises(NotOnAir):
        take_off_air(schedule=schedule, by=by, reason="活动结束", now=NOW)


def test_the_new_state_of_a_playlist_is_handed_in_with_one_step() -> None:
    playlist = a_playlist(a_version())
    schedule = approved(playlist=playlist, priority=7, tags_any=["窗口"])
    PlaylistItem.objects.filter(playlist=playlist).update(duration_ms=4000)
    made = renew(schedule=schedule, by=drafter().actor, user=drafter(), now=NOW + MINUTE)
    assert (made.number, made.state, made.priority, made.tags_any) == (2, "submitted", 7, ["窗口"])
    assert made.items[0]["duration_ms"] == 4000
    schedule.refresh_from_db()
    assert schedule.on_air != made


def test_new_states_are_handed_in_together_and_one_that_cannot_be_stops_no_other() -> None:
    playlist = a_playlist(a_version())
    ready, under_way = approved(playlist=playlist, title="一"), approved(playlist=playlist, title="二")
    change_schedule(schedule=under_way, values=values(title="二", playlist=playlist), by=drafter().actor, user=drafter(), now=NOW)
    with pytest.raises(UnfinishedDraft):
        renew(schedule=under_way, by=drafter().actor, user=drafter(), now=NOW)
    done = renew_all(schedules=[under_way, ready], by=drafter().actor, user=drafter(), now=NOW)
    assert (done.count, done.waiting, done.empty) == (1, ("二",), ())
    assert newest(ready).state == "submitted"


def test_a_draft_that_was_never_on_air_goes_with_its_schedule_and_one_beside_what_is_on_air_goes_alone() -> None:
    assert remove_draft(schedule=a_draft(), by=drafter().actor, now=NOW)
    schedule = approved(playlist=a_playlist())
    change_schedule(schedule=schedule, values=values(playlist=a_playlist()), by=drafter().actor, user=drafter(), now=NOW)
    assert not remove_draft(schedule=schedule, by=drafter().actor, now=NOW)
    schedule.refresh_from_db()
    assert schedule.on_air == newest(schedule)


def test_every_step_is_in_the_audit_trail_and_has_a_name() -> None:
    schedule = approved(playlist=a_playlist())
    take_off_air(schedule=schedule, by=decider().actor, reason="到期", now=NOW)
    an_emergency_screen = a_screen()
    an_emergency()
    found = list(AuditEvent.objects.filter(action__startswith="signage."))
    assert {event.action.partition(".")[2] for event in found} == {
        "add_schedule", "submit_schedulerevision", "approve_schedulerevision", "withdraw", "announce_emergency",
    }  # fmt: skip
    assert all(event.action_label != event.action for event in found)
    assert an_emergency_screen.publications.exists()
