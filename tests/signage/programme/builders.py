"""Builders of a programme: playlists, people who draft and who decide, schedules handed in and on air."""

from datetime import date, timedelta
from typing import Any

from portalkit.access.models import User
from portalkit.regions.models import Region
from signage.models import ContentVersion, Playlist, PlaylistItem, Schedule, ScheduleRevision
from signage.services.programme.approving import put_on_air
from signage.services.programme.emergencies import EmergencyValues, announce
from signage.services.programme.schedules import ScheduleValues, add_schedule, hand_in
from tests.builders import a_province, a_user
from tests.signage.player_server.builders import NOW, a_version

TODAY = date(2026, 11, 2)
MINUTE = timedelta(minutes=1)


def the_province() -> Region:
    return Region.objects.filter(parent=None).first() or a_province()


def drafter() -> User:
    return User.objects.filter(username="drafter").first() or a_user("noc_staff", at=the_province(), username="drafter")


def decider() -> User:
    return User.objects.filter(username="decider").first() or a_user("supervisor", at=the_province(), username="decider")


def a_playlist(*versions: ContentVersion, title: str = "品牌片", **fields: Any) -> Playlist:
    """A playlist of the province; with no version named, of one picture. Versions are made the current ones of their content."""
    playlist = Playlist.objects.create(title=title, region=fields.pop("region", None) or the_province(), owner=drafter(), changed_at=NOW)
    for place, version in enumerate(versions or (a_version(),), start=1):
        version.content.current = version
        version.content.save()
        PlaylistItem.objects.create(playlist=playlist, position=place, content=version.content, **fields)
    return playlist


def values(**fields: Any) -> ScheduleValues:
    region = fields.pop("region", None) or the_province()
    return ScheduleValues(**{"title": "品牌", "region": region, "first_day": TODAY, "playlist": None, **fields})


def a_draft(kind: str = "loop", **fields: Any) -> Schedule:
    user = drafter()
    return add_schedule(kind=kind, values=values(**fields), by=user.actor, user=user, now=NOW)


def newest(schedule: Schedule) -> ScheduleRevision:
    return schedule.revisions.order_by("-number")[0]


def handed_in(kind: str = "loop", **fields: Any) -> Schedule:
    schedule = a_draft(kind, **fields)
    hand_in(revision=newest(schedule), by=drafter().actor, user=drafter(), now=NOW)
    return schedule


def approved(kind: str = "loop", **fields: Any) -> Schedule:
    schedule = handed_in(kind, **fields)
    return decide(schedule)


def decide(schedule: Schedule) -> Schedule:
    revision, user = newest(schedule), decider()
    put_on_air(revision=revision, seen=revision.stamp, by=user.actor, user=user, now=NOW + MINUTE)
    schedule.refresh_from_db()
    return schedule


def an_emergency(**fields: Any) -> Schedule:
    told = {"title": "紧急疏散", "body": "请从就近出口离开", "severity": 3, "reason": "火情", "region": the_province(), **fields}
    user = decider()
    return announce(values=EmergencyValues(**told), by=user.actor, user=user, now=NOW)
