"""A revision of a schedule, and what it meets, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portalkit.ui.domain.formats import datetime_text, number_text

from ..domain.conflicts import Clash
from ..forms.choices import day_parts_text
from ..models import ScheduleRevision
from ..models.programme import versions_of
from ..selectors.conflicts import Preview

WEEKDAYS = (
    gettext_lazy("Mon"),
    gettext_lazy("Tue"),
    gettext_lazy("Wed"),
    gettext_lazy("Thu"),
    gettext_lazy("Fri"),
    gettext_lazy("Sat"),
    gettext_lazy("Sun"),
)
_CLASHES = {
    Clash.OUTRANKED: gettext_lazy("has priority over it"),
    Clash.IN_TURN: gettext_lazy("takes turns with it"),
    Clash.OUTRANKS: gettext_lazy("gives way to it"),
}
_TONES = {Clash.OUTRANKED: "warn", Clash.IN_TURN: "info", Clash.OUTRANKS: "neutral"}


@dataclass(frozen=True)
class ItemPanel:
    title: str
    url: str
    thumbnail: str
    seconds: float
    validity: str
    media: Any


@dataclass(frozen=True)
class RevisionPanel:
    """`where` and `when` are lines of words."""

    revision: ScheduleRevision
    items: Sequence[ItemPanel]
    where: Sequence[str]
    when: Sequence[str]


@dataclass(frozen=True)
class MeetingPanel:
    title: str
    url: str
    text: Any
    tone: str
    screens: int
    hours: str


def revision_panel(revision: ScheduleRevision) -> RevisionPanel:
    return RevisionPanel(revision, _items(revision), where_lines(revision), when_lines(revision))


def where_lines(revision: ScheduleRevision) -> list[str]:
    """Regions, halls, screens and tags that it names."""
    lines = [region.long_name for region in revision.regions.all()]
    lines += [f"{screen.hall.region.display_name} · {screen.name}" for screen in revision.screens.all()]
    lines = lines or [revision.schedule.region.long_name]
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
    last = revision.last_day.isoformat() if revision.last_day else _("withdrawn")
    lines = [_("{first} to {last}").format(first=revision.first_day.isoformat(), last=last)]
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


def meetings_panel(preview: Preview) -> list[MeetingPanel]:
    return [
        MeetingPanel(
            title=one.schedule.title,
            url=reverse("signage:schedule", args=[one.schedule.pk]),
            text=_CLASHES[one.clash],
            tone=_TONES[one.clash],
            screens=one.screens,
            hours=ngettext("{hours} hour a week", "{hours} hours a week", round(one.hours)).format(hours=number_text(round(one.hours, 1))),
        )
        for one in preview.meetings
    ]


def _items(revision: ScheduleRevision) -> list[ItemPanel]:
    found = {version.pk: version for version in versions_of(revision)}
    panels = []
    for item in revision.items:
        version = found.get(item["version"])
        if version is None:
            continue
        panels.append(
            ItemPanel(
                title=version.content.title,
                url=reverse("signage:content", args=[version.content_id]),
                thumbnail=reverse("signage:thumbnail", args=[version.pk]) if version.thumbnail_id else "",
                seconds=item["duration_ms"] / 1000,
                validity=_validity(item),
                media=version.content.get_media_display(),
            )
        )
    return panels


def _validity(item: dict[str, Any]) -> str:
    start, end = (datetime.fromisoformat(item[name]) if item[name] else None for name in ("valid_from", "valid_to"))
    return _span(start, end) if start or end else ""


def _span(start: datetime | None, end: datetime | None) -> str:
    first = datetime_text(timezone.localtime(start)) if start else "…"
    last = datetime_text(timezone.localtime(end)) if end else "…"
    return f"{first} – {last}"
