"""Whom a schedule means when its places go, and what a reader hears of the schedules of others."""

from datetime import date

import pytest
from django.urls import reverse

from signage.models import Schedule, ScheduleRevision
from signage.panels.revisions import where_lines
from signage.selectors.manifests import build_manifest
from signage.selectors.targeting import screens_meant, target_of
from storefronts.models import Hall
from tests.builders import a_county, a_hall, a_prefecture, a_user
from tests.signage.operate.builders import signed_in
from tests.signage.player_server.builders import NOW, a_place, a_screen, a_version, on_air
from tests.signage.programme.builders import a_playlist, approved, newest, the_province

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
