"""Fields that several forms of signage share."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portalkit.regions.models import Region

from ..domain.kinds import PLANNED
from ..models import Playlist, Screen
from .screens import hall_and_name
from .widgets import LongBoxes, LongSelect

_PART = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*[-–~至]\s*(?:([01]\d|2[0-3]):([0-5]\d)|24:00)")
_INDENT = "\u3000"


def planned(moment: datetime) -> None:
    """Validates a moment: the ends of the calendar cannot be told in UTC."""
    first, last = PLANNED
    if not first <= moment.date() <= last:
        raise forms.ValidationError(_("Name a day from %(first)s to %(last)s."), params={"first": first, "last": last})


class RegionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    widget = LongSelect

    def label_from_instance(self, obj: Region) -> str:
        return _INDENT * (obj.path.count("/") - 2) + obj.display_name


class RegionChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Regions and halls to tick, indented as the tree is."""

    widget = LongBoxes

    def label_from_instance(self, obj: Region) -> str:
        return _INDENT * (obj.path.count("/") - 2) + obj.display_name


class ScreenChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    widget = LongBoxes

    def label_from_instance(self, obj: Screen) -> str:
        return hall_and_name(obj)


class PlaylistChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Playlist) -> str:
        return f"{obj.title} · {obj.region.display_name}"


class TagsField(forms.CharField):
    """Words with commas or spaces between them, as a list."""

    def to_python(self, value: Any) -> Any:
        words = re.split(r"[,，、;；\s]+", super().to_python(value) or "")
        return list(dict.fromkeys(word[:40] for word in words if word))

    def prepare_value(self, value: Any) -> Any:
        return "，".join(value) if isinstance(value, list | tuple) else value


class DayPartsField(forms.CharField):
    """`08:00-12:00 22:00-02:00` as a list of pairs. 24:00 is midnight."""

    def to_python(self, value: Any) -> Any:
        text = (super().to_python(value) or "").strip()
        found = list(_PART.finditer(text))
        if _PART.sub("", text).strip(" ,，;；、\n\r\t"):
            raise forms.ValidationError(_("Write spans like 08:00-12:00 14:00-18:00."))
        return [[f"{one[1]}:{one[2]}", f"{one[3]}:{one[4]}" if one[3] else "00:00"] for one in found]

    def prepare_value(self, value: Any) -> Any:
        return day_parts_text(value) if isinstance(value, list | tuple) else value


class DaysField(forms.CharField):
    """ISO dates with spaces or commas between them, as a list of their texts."""

    def to_python(self, value: Any) -> Any:
        words = re.split(r"[,，、;；\s]+", super().to_python(value) or "")
        day = forms.DateField()
        found = []
        for word in filter(None, words):
            try:
                found.append(day.clean(word).isoformat())
            except forms.ValidationError:
                raise forms.ValidationError(_("{word} is no day like 2026-10-01.").format(word=word)) from None
        return sorted(set(found))

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, list | tuple) else value


def day_parts_text(parts: Any) -> str:
    return " ".join(f"{start}-{end}" for start, end in parts)
