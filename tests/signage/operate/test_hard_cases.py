"""What is rare at the pages of screens: a command to as many screens as there are, days without an end, a long history."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from portalkit.alarms.models import Alarm
from portalkit.audit.domain.actors import SYSTEM
from signage.domain.tokens import digest_of
from signage.models import Publication, PublicationScreen, Screen
from signage.services.screens.watching import BEHIND, watch_screens
from tests.builders import a_province
from tests.signage.operate.builders import a_hall_of, a_screen, a_status, signed_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)


def test_a_command_to_a_thousand_screens_needs_no_field_for_each() -> None:
    hall, count = a_hall_of(), 1050
    Screen.objects.bulk_create(
        Screen(hall=hall, name=f"屏{number}", token_digest=digest_of(str(number)), paired_at=NOW) for number in range(count)
    )
    asked = signed_in().post(reverse("signage:new_command"), {"kind": "reload", "always_on": "on", "everyone": "on"})
    assert (asked.status_code, f"{count} screens?" in asked.content.decode()) == (200, True)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "yesterday", "2026-11"])
def test_a_day_that_cannot_be_shown_is_today(day: str) -> None:
    a_province()
    url = reverse("signage:screen_plays", args=[a_screen().pk])
    assert signed_in().get(url, {"day": day}).status_code == 200


def test_only_the_oldest_publication_that_is_not_whole_counts_for_a_screen_that_lags() -> None:
    screen, done = a_screen(), a_screen()
    made = [Publication.objects.create(action="publish", at=NOW - timedelta(hours=hours)) for hours in (30, 20, 10)]
    PublicationScreen.objects.bulk_create(PublicationScreen(publication=one, screen=other) for one in made for other in (screen, done))
    Screen.objects.update(revision=made[-1].pk)
    a_status(screen, seen_at=NOW, complete_revision=made[0].pk)
    a_status(done, seen_at=NOW, complete_revision=made[-1].pk)
    watch_screens(by=SYSTEM, now=NOW)
    (alarm,) = Alarm.objects.filter(kind=BEHIND, cleared_at=None)
    assert (alarm.object_instance, alarm.params["since"]) == (str(screen.pk), "2026-11-01T08:00:00+00:00")
