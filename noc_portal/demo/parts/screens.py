"""Screens in halls: drawn content, playlists, layouts, a programme that was approved with adverts and a ticker, and what was played."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from portalkit.access.models import User
from portalkit.audit.domain.actors import SYSTEM
from portalkit.regions.models import Region
from signage.domain.layouts import TEMPLATES
from signage.domain.notices import Tone
from signage.models import Content, Layout, Playlist, Schedule, Screen
from signage.services.devices import pair
from signage.services.library.facts import ContentFacts
from signage.services.library.ingesting import version_of_file
from signage.services.library.notices import write_notice
from signage.services.library.versions import add_content
from signage.services.programme.approving import put_on_air
from signage.services.programme.layouts import LayoutValues, save_layout
from signage.services.programme.playlists import ItemValues, add_playlist, change_playlist
from signage.services.programme.schedules import ScheduleValues, add_schedule, hand_in
from signage.services.screens.register import ScreenValues, add_screen
from storefronts.models import Hall

from .. import posters, province, screens

PAST_DAYS = 7
OPEN_FROM, OPEN_TO = 8, 21
_HOURS = [[["08:00", "21:00"]]] * 7
_FLAGSHIP = 0
_ZONES = {"main": "主区", "strip": "底栏", "lower": "下区"}


@dataclass(frozen=True)
class People:
    """Author and approver are two."""

    author: User
    approver: User


def load(*, now: datetime) -> None:
    people = People(User.objects.get(username="monitor"), User.objects.get(username="supervisor"))
    root = Region.objects.get(code=province.PROVINCE_CODE)
    begun = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=PAST_DAYS)
    contents = _library(root, people, begun)
    strip = _layout("strip", "主区与底栏", root, begun)
    upright = _layout("upright", "竖屏两区", root, begun)
    registered = _screens(strip, upright, begun)
    _programme(root, contents, people, begun)
    _waiting(root, contents, people, now)
    for screen in registered:
        screen.refresh_from_db()
    screens.past_plays(registered, hours=_open_hours(begun), now=now)
    for screen in registered:
        screens.speak(screen, now=now)


def _library(root: Region, people: People, now: datetime) -> dict[str, Content]:
    drawn = {
        "brand": (posters.BRAND, Content.Kind.BRAND), "service": (posters.SERVICE, Content.Kind.SERVICE),
        "promotion": (posters.PROMOTION, Content.Kind.PROMOTION), "training": (posters.TRAINING, Content.Kind.TRAINING),
        "security": (posters.SECURITY, Content.Kind.SECURITY), "phone": (posters.PHONE, Content.Kind.ADVERT),
        "default": (posters.DEFAULT, Content.Kind.BRAND),
    }  # fmt: skip
    found = {name: _content(poster.title, kind, posters.jpeg(poster), root, people, now) for name, (poster, kind) in drawn.items()}
    found["clip"] = _content("品牌短片", Content.Kind.BRAND, posters.clip(), root, people, now)
    notice = write_notice(
        facts=_facts("自助服务区提示", Content.Kind.SERVICE), region=root, heading="本厅提供 24 小时自助服务区",
        body="从东侧门进入\n刷身份证开门",        tone=Tone.NOTICE, owner=people.author, by=people.author.actor, now=now,
    )  # fmt: skip
    return found | {"notice": notice.content}


def _content(title: str, kind: str, data: bytes, root: Region, people: People, now: datetime) -> Content:
    """As an upload comes into the library."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(data)
        media, values = version_of_file(path, name=f"{title}.jpg" if data.startswith(b"\xff") else f"{title}.mp4", now=lambda: now)
    return add_content(
        facts=_facts(title, kind), media=media, region=root, values=values, owner=people.author, by=people.author.actor, now=now
    ).content


def _facts(title: str, kind: str) -> ContentFacts:
    is_advert = kind == Content.Kind.ADVERT
    return ContentFacts(
        title=title, kind=kind, tags=("演示",), advertiser="星河手机" if is_advert else "", licence_note="演示绘制，可自由使用"
    )


def _layout(code: str, name: str, root: Region, now: datetime) -> Layout:
    template = next(one for one in TEMPLATES if one.code == code)
    zones = [replace(zone, title=_ZONES[zone.name]) for zone in template.zones]
    values = LayoutValues(name=name, region=root, columns=template.columns, rows=template.rows, zones=zones)
    return save_layout(layout=None, values=values, by=SYSTEM, now=now)


def _screens(strip: Layout, upright: Layout, now: datetime) -> list[Screen]:
    """The first hall has two that play; of the others most have one, and one hall's was never paired."""
    made = []
    for number, hall in enumerate(Hall.objects.select_related("region").order_by("region__code")):
        made.append(
            _screen(hall, "迎宾屏", "入口", strip if number == _FLAGSHIP else None, ("入口",), now, is_closed_at_night=number % 5 == 4)
        )
        if number in (_FLAGSHIP, 1, 5):
            made.append(_screen(hall, "业务区屏", "柜台上方", upright if number else None, ("柜台",), now))
    paired = [screen for number, screen in enumerate(made) if number != len(made) - 1]
    for screen in paired:
        pair(screen=screen, by=SYSTEM, now=now)
    return paired


def _screen(
    hall: Hall, name: str, place: str, layout: Layout | None, tags: tuple[str, ...], now: datetime, *, is_closed_at_night: bool = False
) -> Screen:
    orientation = Screen.Orientation.PORTRAIT if layout is not None and layout.rows > layout.columns else Screen.Orientation.LANDSCAPE
    values = ScreenValues(
        name=name, place=place, orientation=orientation, layout=layout, tags=tags, volume=0,
        hours=_HOURS if is_closed_at_night else [], download_windows=[],
        bytes_per_hour=None,
    )  # fmt: skip
    return add_screen(hall=hall, values=values, by=SYSTEM, now=now)


def _programme(root: Region, contents: dict[str, Content], people: People, now: datetime) -> None:
    house = _playlist(
        "全省日常节目", [contents[name] for name in ("clip", "brand", "service", "promotion", "security", "notice")], root, people, now
    )
    morning = _playlist("班前培训", [contents["training"]], root, people, now)
    advert = _playlist("星河手机广告", [contents["phone"]], root, people, now)
    fallback = _playlist("默认画面", [contents["default"]], root, people, now)
    strip = _playlist("底栏", [contents["notice"]], root, people, now)
    warning = {"title": "谨防诈骗", "body": "不转账、不透露验证码，反诈专线 96110。"}

    opened = [[f"{OPEN_FROM:02}:00", f"{OPEN_TO:02}:00"]]

    def planned(title: str, **rest: Any) -> ScheduleValues:
        return ScheduleValues(title=title, region=root, first_day=timezone.localdate(now), **rest)

    values = (
        (Schedule.Kind.LOOP, planned("全省日常节目", playlist=house, priority=4)),
        (Schedule.Kind.LOOP, planned("班前培训", playlist=morning, priority=7, day_parts=[["08:00", "08:20"]])),
        (Schedule.Kind.ADVERT, planned("星河手机", playlist=advert, priority=5, plays_per_hour=6, day_parts=opened)),
        (Schedule.Kind.DEFAULT, planned("默认画面", playlist=fallback, zone="")),
        (Schedule.Kind.OVERLAY, planned("反诈提示", text=warning)),
        (Schedule.Kind.LOOP, planned("底栏服务提示", playlist=strip, zone="strip")),
    )
    for kind, each in values:
        schedule = add_schedule(kind=kind, values=each, by=people.author.actor, user=people.author, now=now)
        revision = hand_in(revision=schedule.revisions.get(), by=people.author.actor, user=people.author, now=now)
        put_on_air(revision=revision, seen=revision.stamp, by=people.approver.actor, user=people.approver, now=now)


def _waiting(root: Region, contents: dict[str, Content], people: People, now: datetime) -> None:
    """One that waits for the supervisor."""
    city = root.children.order_by("code").first() or root
    playlist = _playlist("云州周末促销", [contents["promotion"], contents["clip"]], city, people, now)
    values = ScheduleValues(
        title="云州周末促销", region=city, first_day=timezone.localdate(now) + timedelta(days=1), playlist=playlist, priority=6,
        weekdays=[5, 6],        day_parts=[["10:00", "20:00"]], tags_any=["入口"],
    )  # fmt: skip
    schedule = add_schedule(kind=Schedule.Kind.LOOP, values=values, by=people.author.actor, user=people.author, now=now)
    hand_in(revision=schedule.revisions.get(), by=people.author.actor, user=people.author, now=now)


def _playlist(title: str, contents: Sequence[Content], region: Region, people: People, now: datetime) -> Playlist:
    made = add_playlist(title=title, region=region, by=people.author.actor, user=people.author, now=now)
    items = [ItemValues(content=content, duration_ms=None, transition="fade", valid_from=None, valid_to=None) for content in contents]
    return change_playlist(playlist=made, title=title, items=items, by=people.author.actor, now=now)


def _open_hours(begun: datetime) -> list[datetime]:
    """The clock hours since then, up to today, in which halls were open."""
    hours = (begun + timedelta(hours=number) for number in range(PAST_DAYS * 24))
    return [hour for hour in hours if OPEN_FROM <= hour.hour < OPEN_TO]
