"""A revision of a schedule in words, and what it changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.ui.domain.formats import datetime_text, number_text

from ..domain.kinds import ScheduleKind
from ..forms.choices import day_parts_text
from ..models import ScheduleRevision
from ..models.programme import versions_of
from ..selectors.playlists import pages_of_versions
from .zones import zone_label

WEEKDAYS = (
    gettext_lazy("Mon"),
    gettext_lazy("Tue"),
    gettext_lazy("Wed"),
    gettext_lazy("Thu"),
    gettext_lazy("Fri"),
    gettext_lazy("Sat"),
    gettext_lazy("Sun"),
)


@dataclass(frozen=True)
class ItemPanel:
    title: str
    version: str
    url: str
    thumbnail: str
    lasts: str
    validity: str
    media: Any


@dataclass(frozen=True)
class RevisionPanel:
    """`where` and `when` are lines of words; `zone` is empty where zones mean nothing to it, as to tickers and emergencies."""

    revision: ScheduleRevision
    zone: str
    items: Sequence[ItemPanel]
    where: Sequence[str]
    when: Sequence[str]


@dataclass(frozen=True)
class Change:
    """An aspect that two revisions differ in, as lines of words."""

    label: Any
    before: Sequence[str]
    after: Sequence[str]


def revision_panel(revision: ScheduleRevision, *, zones: Mapping[str, str]) -> RevisionPanel:
    """`zones`: what zones are called, by their names."""
    return RevisionPanel(revision, _zone(revision, zones), _items(revision), where_lines(revision), when_lines(revision))


def changes_panel(before: ScheduleRevision, after: ScheduleRevision, *, zones: Mapping[str, str]) -> list[Change]:
    """What `after` would change, aspect by aspect; nothing where they say the same."""
    found = [Change(label, read(before), read(after)) for label, read in _ASPECTS]
    found.append(Change(_("Zone, priority, order"), _rank_lines(before, zones), _rank_lines(after, zones)))
    return [change for change in found if change.before != change.after]


def where_lines(revision: ScheduleRevision) -> list[str]:
    """Regions, halls, screens and tags that it names."""
    lines = [region.long_name for region in revision.regions.all()]
    lines += [f"{screen.hall.region.display_name} · {screen.name}" for screen in revision.screens.all()]
    if revision.is_whole_region:
        lines = [revision.schedule.region.long_name]
    lines = lines or [_("nowhere any more: the halls and screens that it named are gone")]
    words = (
        (_("with any of the tags {tags}"), revision.tags_any),
        (_("with all of the tags {tags}"), revision.tags_all),
        (_("with none of the tags {tags}"), revision.tags_none),
    )
    return lines + [text.format(tags=", ".join(tags)) for text, tags in words if tags]


def when_lines(revision: ScheduleRevision) -> list[str]:
    """Days and hours in words."""
    if revision.severity is not None:
        return [_span(revision.starts_at, revision.ends_at)]
    days = _("{first} to {last}") if revision.last_day else _("from {first}, until it is taken off air")
    lines = [days.format(first=revision.first_day.isoformat(), last=revision.last_day)]
    lines.append(day_parts_text(revision.day_parts) if revision.day_parts else _("the whole day"))
    if revision.weekdays:
        lines.append(" ".join(str(WEEKDAYS[day]) for day in sorted(revision.weekdays)))
    if revision.rrule:
        lines.append(revision.rrule)
    if revision.exceptions:
        lines.append(_("not on {days}").format(days=", ".join(revision.exceptions)))
    if revision.holidays != ScheduleRevision.Holidays.IGNORE:
        lines.append(str(revision.get_holidays_display()))
    return lines


def _items(revision: ScheduleRevision) -> list[ItemPanel]:
    found = {version.pk: version for version in versions_of(revision)}
    pages = pages_of_versions(found)
    panels = []
    for item in revision.items:
        version = found.get(item["version"])
        if version is None:
            continue
        panels.append(
            ItemPanel(
                title=version.content.title,
                version=_("version {number}").format(number=version.number),
                url=reverse("signage:content", args=[version.content_id]),
                thumbnail=reverse("signage:library_thumbnail", args=[version.pk]) if version.thumbnail_id else "",
                lasts=_lasts(item["duration_ms"] / 1000, pages.get(version.pk, 1)),
                validity=_validity(item),
                media=version.content.get_media_display(),
            )
        )
    return panels


def _lasts(seconds: float, pages: int) -> str:
    """A document lasts that long a page."""
    each = _("{seconds} s").format(seconds=number_text(seconds, digits=0 if seconds.is_integer() else 1))
    return _("{count} pages × {each}").format(count=pages, each=each) if pages > 1 else each


def _validity(item: dict[str, Any]) -> str:
    start, end = (datetime.fromisoformat(item[name]) if item[name] else None for name in ("valid_from", "valid_to"))
    return _span(start, end) if start or end else ""


def _span(start: datetime | None, end: datetime | None) -> str:
    first, last = (datetime_text(timezone.localtime(moment)) if moment else "" for moment in (start, end))
    if first and last:
        return f"{first} – {last}"
    return _("from {moment}").format(moment=first) if first else _("until {moment}").format(moment=last)


def _item_lines(revision: ScheduleRevision) -> list[str]:
    """One for each item; of a draft what its playlist is called, since the copy is made when it is handed in."""
    if not revision.items:
        return [revision.playlist.title] if revision.playlist else []
    return [f"{item.title} · {item.version} · {item.lasts} {item.validity}".rstrip() for item in _items(revision)]


def _text_lines(revision: ScheduleRevision) -> list[str]:
    return [revision.text[name] for name in ("title", "body") if revision.text.get(name)]


def _zone(revision: ScheduleRevision, zones: Mapping[str, str]) -> str:
    if revision.schedule.kind in (ScheduleKind.OVERLAY, ScheduleKind.EMERGENCY):
        return ""
    return zone_label(revision.zone, zones) if revision.zone else _("Whatever zone has nothing else")


def _rank_lines(revision: ScheduleRevision, zones: Mapping[str, str]) -> list[str]:
    return [" · ".join(str(one) for one in (_zone(revision, zones), revision.priority, revision.order) if one != "")]


def _share_lines(revision: ScheduleRevision) -> list[str]:
    if revision.plays_per_hour:
        return [_("{count} plays an hour").format(count=revision.plays_per_hour)]
    return [_("{seconds} s an hour").format(seconds=revision.share_seconds)] if revision.share_seconds else []


_ASPECTS: tuple[tuple[Any, Callable[[ScheduleRevision], Sequence[str]]], ...] = (
    (gettext_lazy("Title"), lambda revision: [revision.title]),
    (gettext_lazy("Items"), _item_lines),
    (gettext_lazy("Text"), _text_lines),
    (gettext_lazy("Where"), where_lines),
    (gettext_lazy("When"), when_lines),
    (gettext_lazy("How often"), _share_lines),
)
