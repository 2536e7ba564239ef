"""What the fields of a form would mean before anything is saved."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..domain.freezing import frozen
from ..domain.kinds import MAIN_ZONE
from ..domain.targets import Target
from ..models import Schedule, ScheduleRevision
from .conflicts import Preview, preview_of
from .playlists import pieces_of

_PLAIN = (
    "zone", "priority", "order", "share_seconds", "plays_per_hour", "first_day", "last_day", "day_parts", "weekdays", "rrule", "exceptions",
    "holidays",
)  # fmt: skip


def draft_preview(kind: str, cleaned: Mapping[str, Any], *, schedule: str | None, now: datetime) -> Preview | None:
    """None while region or first day are missing. A field that was not valid counts as left out; `schedule` is not met by itself."""
    region, first_day = cleaned.get("region"), cleaned.get("first_day")
    if region is None or first_day is None:
        return None
    own = Schedule(
        pk=int(schedule) if schedule and schedule.isascii() and schedule.isdigit() and len(schedule) < 19 else None,
        kind=kind,
        region=region,
    )
    revision = ScheduleRevision(schedule=own, **{name: cleaned[name] for name in _PLAIN if cleaned.get(name) not in (None, "")})
    revision.zone = cleaned.get("zone") or MAIN_ZONE
    revision.items = frozen(pieces_of(cleaned["playlist"])) if cleaned.get("playlist") else []
    paths = frozenset(one.path for one in cleaned.get("regions") or ())
    screens = frozenset(one.pk for one in cleaned.get("screens") or ())
    target = Target(
        paths=paths if paths or screens else frozenset({region.path}),
        screens=screens,
        tags_any=frozenset(cleaned.get("tags_any") or ()),
        tags_all=frozenset(cleaned.get("tags_all") or ()),
        tags_none=frozenset(cleaned.get("tags_none") or ()),
    )
    return preview_of(revision, target, now=now)
