"""Whom a schedule means when its places go, and what a reader hears of the schedules of others."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from portalkit.regions.services import move_region
from signage.models import Schedule, ScheduleRevision
from signage.panels.revisions import where_lines
from signage.selectors.manifests import build_manifest
from signage.selectors.on_screen import on_screen
from signage.selectors.targeting import screens_meant, target_of
from signage.services.devices import move_screen
from signage.services.programme.approving import take_off_air
from storefronts.models import Hall
from tests.builders import a_county, a_hall, a_prefecture, a_user
from tests.signage.operate.builders import signed_in
from tests.signage.player_server.builders import NOW, a_place, a_player, a_screen, a_version, on_air
from tests.signage.programme.builders import a_playlist, approved, decider, drafter, newest, the_province

pytestmark = pytest.mark.django_db


def test_a_schedule_whose_halls_are_gone_means_no_screen_and_says_so() -> None:
    screen, other = a_screen(), a_place("将撤营业厅")
    schedule = approved(playlist=a_playlist(), regions=(other.region,), title="将撤")
    region = other.region
    Hall.objects.filter(pk=other.pk).delete()
    region.delete()
    revision = ScheduleRevision.objects.get(pk=newest(schedule).pk)
    assert screens_meant([target_of(revision)]) == []
    assert build_manifest(screen, NOW)["schedules"] == []
    assert len(where_lines(revision)) == 1
    assert other.region.long_name not in where_lines(revision)[0]


def test_a_screen_that_moved_away_plays_nothing_more_of_where_it_was() -> None:
    west, east = (a_prefecture(name, under=the_province()) for name in ("西山市", "东海市"))
    screen = a_screen(Hall.objects.create(region=a_hall("西厅", under=a_county("西县", under=west))))
    on_air(a_version(), region=west, screens=(screen,))
    kept = on_air(a_version(), screens=(screen,))
    there = Hall.objects.create(region=a_hall("东厅", under=a_county("东县", under=east)))
    move_screen(screen=screen, hall=there, by=drafter().actor, now=NOW)
    assert [one["id"] for one in build_manifest(screen, NOW)["schedules"]] == [kept.pk]


def test_a_region_that_moves_brings_its_screens_another_manifest() -> None:
    west, east = (a_prefecture(name, under=the_province()) for name in ("西山市", "东海市"))
    county = a_county("中县", under=west)
    player = a_player(Hall.objects.create(region=a_hall("中厅", under=county)))
    left, found = (on_air(a_version(), region=one) for one in (west, east))
    first = player.client.get("/player/manifest")
    assert [one["id"] for one in first.json()["schedules"]] == [left.pk]
    move_region(region=county, parent=east, by=drafter().actor)
    again = player.client.get("/player/manifest", headers={"if-none-match": first["ETag"]})
    assert [one["id"] for one in again.json()["schedules"]] == [found.pk]


def test_a_moment_of_the_past_is_answered_by_what_was_on_air_then() -> None:
    screen = a_screen()
    first = on_air(a_version(), created=NOW - timedelta(hours=5), first_day=NOW.date())
    take_off_air(schedule=first, reason="结束", by=decider().actor, now=NOW - timedelta(hours=2))
    second = on_air(a_version(), created=NOW - timedelta(hours=1), first_day=NOW.date())

    def shown(hours: int) -> int | None:
        found = on_screen(screen, NOW - timedelta(hours=hours), is_reported=False, now=NOW)
        return found.decision.zones["main"].schedule

    assert [shown(hours) for hours in (6, 4, 3, 2, 1, 0)] == [None, first.pk, first.pk, None, second.pk, second.pk]


def test_a_schedule_of_a_region_beside_is_met_without_its_name() -> None:
    west, east = (a_prefecture(name, under=the_province()) for name in ("西山市", "东海市"))
    for one in (west, east):
        a_screen(Hall.objects.create(region=a_hall(f"{one.name}厅", under=a_county(f"{one.name}县", under=one))))
    whole = approved(playlist=a_playlist(), title="全省品牌", first_day=date(2026, 11, 28))
    near, far = (on_air(a_version(), region=one, title=f"{one.name}促销") for one in (west, east))
    page = signed_in(a_user("noc_staff", at=west)).get(reverse("signage:schedule", args=[whole.pk])).content.decode()
    assert near.title in page
    assert "A schedule of another region" in page
    assert far.title not in page
    assert reverse("signage:schedule", args=[far.pk]) not in page
    assert Schedule.objects.count() == 3
