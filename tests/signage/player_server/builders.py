"""Builders of what a player meets: a paired screen, a schedule on air, a file of media."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from itertools import count
from typing import Any

from django.test import Client

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor, ActorKind
from portalkit.files.services import store
from portalkit.regions.models import Region
from signage.domain.kinds import CHUNK_BYTES
from signage.domain.tokens import digest_of
from signage.models import Content, ContentVersion, MediaFile, Publication, Schedule, ScheduleRevision, Screen
from storefronts.models import Hall
from tests.builders import a_county, a_hall, a_prefecture, a_province, a_user

NOW = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
OPERATOR = Actor(kind=ActorKind.USER, identifier="1", name="operator")
_numbers = count(1)


@dataclass(frozen=True)
class Player:
    """A screen with its player, whose token is `token`."""

    screen: Screen
    token: str

    @property
    def client(self) -> Client:
        return Client(headers={"authorization": f"Bearer {self.token}"})


def a_place(name: str = "东门营业厅") -> Hall:
    province = Region.objects.filter(parent=None).first() or a_province()
    prefecture = Region.objects.filter(parent=province).first() or a_prefecture("东海市", under=province)
    county = Region.objects.filter(parent=prefecture).first() or a_county("城东县", under=prefecture)
    return Hall.objects.create(region=a_hall(name, under=county))


def a_screen(hall: Hall | None = None, **fields: Any) -> Screen:
    return Screen.objects.create(hall=hall or a_place(), name=fields.pop("name", f"屏{next(_numbers)}"), **fields)


def a_player(hall: Hall | None = None, *, token: str = "", **fields: Any) -> Player:
    token = token or f"scr_{next(_numbers)}"
    return Player(screen=a_screen(hall, token_digest=digest_of(token), paired_at=NOW, **fields), token=token)


def an_author() -> User:
    return User.objects.filter(username="author").first() or a_user(username="author")


def a_version(media: str = "image", *, data: bytes = b"", pages: int = 1, **fields: Any) -> ContentVersion:
    author = an_author()
    region = Region.objects.filter(parent=None).first() or a_province()
    number = next(_numbers)
    content_type = fields.pop("content_type", "image/jpeg")
    content = Content.objects.create(
        title=fields.pop("title", f"素材{number}"), kind=fields.pop("kind", "brand"), media=media, region=region, owner=author,
        created_at=NOW, **{name: fields.pop(name) for name in ("is_retired",) if name in fields},
    )  # fmt: skip
    version = ContentVersion.objects.create(content=content, number=1, made_by=author, made_at=NOW, **fields)
    for page in range(1, pages + 1 if media != "notice" else 1):
        body = data or f"bytes {number} of page {page}".encode()
        file = store(stream=BytesIO(body), now=NOW)
        chunks = [sha256(body[first : first + CHUNK_BYTES]).hexdigest() for first in range(0, len(body), CHUNK_BYTES)]
        MediaFile.objects.create(version=version, page=page, file=file, content_type=content_type, chunks=chunks)
    return version


def an_item(version: ContentVersion, **fields: Any) -> dict[str, Any]:
    return {"version": version.pk, "duration_ms": 8000, "transition": "fade", "valid_from": None, "valid_to": None, **fields}


def on_air(
    *versions: ContentVersion, kind: str = "loop", region: Region | None = None, regions: tuple[Region, ...] = (),
    screens: tuple[Screen, ...] = (), created: datetime = NOW - timedelta(days=1), **fields: Any,
) -> Schedule:  # fmt: skip
    region = region or Region.objects.get(parent=None)
    schedule = Schedule.objects.create(title=fields.pop("title", "排期"), kind=kind, region=region, created_at=created)
    fields.setdefault("first_day", date(2026, 11, 1))
    items = fields.pop("items", [an_item(version) for version in versions])
    if kind == "emergency":
        fields = {"severity": 3, "reason": "演练", "starts_at": NOW - timedelta(minutes=5), **fields}
    revision = ScheduleRevision.objects.create(
        schedule=schedule, number=1, title=schedule.title, items=items, author=an_author(), made_at=NOW,
        is_whole_region=not (regions or screens), **fields,
    )  # fmt: skip
    revision.regions.set(regions)
    revision.screens.set(screens)
    schedule.on_air = revision
    schedule.save()
    Publication.objects.create(action="publish", schedule=schedule, revision=revision, at=created)
    return schedule
