"""Content is shown in the region that it belongs to and below it, nowhere else."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from portalkit.regions.models import Region
from signage.models import Playlist, Schedule
from signage.services.programme.approving import put_on_air
from signage.services.programme.reach import OutOfReach
from signage.services.programme.schedules import hand_in, renew_all
from storefronts.models import Hall
from tests.builders import a_county, a_hall, a_prefecture
from tests.signage.operate.builders import signed_in
from tests.signage.player_server.builders import NOW, a_screen, a_version
from tests.signage.programme.builders import (
    a_draft,
    a_playlist,
    an_emergency,
    approved,
    decider,
    drafter,
    handed_in,
    newest,
    the_province,
)
from tests.signage.programme.test_pages import errors_of, schedule_data

pytestmark = pytest.mark.django_db


def a_branch(name: str) -> Region:
    return a_prefecture(name, under=the_province())


def a_playlist_of(region: Region) -> Playlist:
    """Its one content belongs to the region."""
    playlist = a_playlist(a_version(title="店庆海报"))
    _moved(playlist, region)
    return playlist


def _moved(playlist: Playlist, region: Region) -> None:
    for item in playlist.items.all():
        item.content.region = region
        item.content.save()


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(OutOfReach):
        act()


def hand_in_newest(schedule: Schedule) -> None:
    hand_in(revision=newest(schedule), by=drafter().actor, user=drafter(), now=NOW)


def test_a_schedule_that_reaches_beyond_its_contents_region_is_not_handed_in() -> None:
    own, other = a_branch("云州市"), a_branch("柳溪市")
    playlist = a_playlist_of(own)
    inside, outside = a_draft(region=own, playlist=playlist), a_draft(region=other, playlist=playlist)
    hand_in_newest(inside)
    refused(lambda: hand_in_newest(outside))
    assert newest(outside).state == "draft"
    aimed = a_draft(playlist=playlist, regions=(own,))
    hand_in_newest(aimed)
    both = a_draft(playlist=playlist, regions=(own, other))
    refused(lambda: hand_in_newest(both))
    screen = a_screen(Hall.objects.create(region=a_hall("东门营业厅", under=a_county("城东县", under=other))))
    single = a_draft(playlist=playlist, screens=(screen,))
    refused(lambda: hand_in_newest(single))
    _moved(playlist, other)
    hand_in_newest(single)


def test_what_was_handed_in_before_is_not_approved_and_not_renewed() -> None:
    other = a_branch("柳溪市")
    waiting = handed_in(region=other, playlist=a_playlist(a_version()))
    on_air = approved(region=other, playlist=a_playlist(a_version()))
    for schedule in (waiting, on_air):
        _moved(newest(schedule).playlist, a_branch("云州市") if schedule is waiting else Region.objects.get(name="云州市"))
    revision, user = newest(waiting), decider()
    refused(lambda: put_on_air(revision=revision, seen=revision.stamp, by=user.actor, user=user, now=NOW))
    done = renew_all(schedules=[on_air], by=drafter().actor, user=drafter(), now=NOW)
    assert (done.count, done.beyond) == (0, (on_air.title,))
    assert newest(on_air).state == "approved"


def test_an_emergency_shows_nothing_of_another_region_either() -> None:
    a_screen()
    playlist = a_playlist_of(a_branch("云州市"))
    refused(lambda: an_emergency(playlist=playlist))
    assert not Schedule.objects.exists()


def test_the_form_names_what_may_not_be_shown_there_and_the_page_refuses() -> None:
    own, other = a_branch("云州市"), a_branch("柳溪市")
    playlist = a_playlist_of(own)
    client, url = signed_in(drafter()), reverse("signage:new_schedule")
    [error] = errors_of(client, url, schedule_data(other, playlist))["playlist"]
    assert "店庆海报" in error
    assert client.post(url, schedule_data(own, playlist)).status_code == 302
    draft = a_draft(region=other, playlist=playlist)
    page = client.post(reverse("signage:hand_in", args=[draft.pk]), follow=True).content.decode()
    assert newest(draft).state == "draft"
    assert "own region" in page
