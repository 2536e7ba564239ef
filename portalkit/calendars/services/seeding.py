"""What a new installation starts with. Takes models as arguments, so that the migration can hand in its own."""

from typing import Any

from ..domain.notices import known_days

CALENDARS = (
    ("always", "7×24小时", "24×7", "00:00-24:00", False),
    ("without_nights", "7×24小时（不含夜间）", "24×7 without nights", "08:00-22:00", False),
    ("office_hours", "工作时间", "Office hours", "09:00-12:00, 14:00-18:00", True),
)


def ensure_known_days(model: Any) -> int:
    """The special days that this release knows, where the table is still empty. Returns how many were made."""
    if model.objects.exists():
        return 0
    rows = [
        model(
            day=one.day,
            kind="workday" if one.is_worked else "holiday",
            name=one.name,
            name_en=one.name_en,
            is_provisional=one.is_provisional,
            source=one.source,
        )
        for one in known_days()
    ]
    return len(model.objects.bulk_create(rows))


def ensure_calendars(model: Any) -> int:
    """The three working calendars, where none is there yet. Returns how many were made."""
    if model.objects.exists():
        return 0
    rows = [
        model(code=code, name=name, name_en=name_en, spans=spans, only_workdays=only_workdays)
        for code, name, name_en, spans, only_workdays in CALENDARS
    ]
    return len(model.objects.bulk_create(rows))
