"""The form of a camera wall: name, whose it is, size, and a camera for each place."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storefronts.models import Hall

from ..models import Camera, WallLayout
from ..selectors.walls import LARGEST

CHOICES = "wall-cameras"  # id of the <datalist> that the page holds once for all places
_ID = re.compile(r"(?<!\d)\d{20}(?!\d)")


def camera_text(camera: Camera) -> str:
    """What a place shows of its camera: its names for people, its id for the form."""
    return f"{camera.name} · {camera.hall.region.display_name} · {camera.gb_id}"


class WallForm(forms.Form):
    """`find` gives the visible cameras with some ids; `halls` are those whose walls the caller may change."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    hall = forms.ChoiceField(
        label=gettext_lazy("Seen by"),
        required=False,
        help_text=gettext_lazy("A wall of a hall is seen by everybody who may see the hall."),
    )
    size = forms.TypedChoiceField(label=gettext_lazy("Number of pictures"), choices=WallLayout.Size.choices, coerce=int)

    def __init__(self, *args: Any, halls: Sequence[Hall], find: Any, hidden: frozenset[int] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.halls = {hall.code: hall for hall in halls}
        self.find = find
        choices: Any = [("", _("Me alone")), *((code, hall.region.long_name) for code, hall in self.halls.items())]
        self.fields["hall"].choices = choices  # type: ignore[attr-defined]
        for position in range(1, LARGEST + 1):
            self.fields[f"place_{position}"] = self._place(position, is_hidden=position in hidden)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        asked = {position: text for position in range(1, LARGEST + 1) if (text := cleaned.get(f"place_{position}", ""))}
        ids = {position: found.group() for position, text in asked.items() if (found := _ID.search(text))}
        cameras = {camera.gb_id: camera for camera in self.find(set(ids.values()))}
        for position in asked:
            if ids.get(position) not in cameras:
                self.add_error(f"place_{position}", _("Choose a camera from the list, or give its device id of 20 digits."))
        size = cleaned.get("size") or LARGEST
        for position in asked:
            if position > size:
                self.add_error(f"place_{position}", _("The wall has fewer places: empty this one or choose a larger wall."))
        self.cameras: Mapping[int, Camera] = {position: cameras[gb_id] for position, gb_id in ids.items() if gb_id in cameras}
        return cleaned

    @property
    def chosen_hall(self) -> Hall | None:
        return self.halls.get(self.cleaned_data["hall"])

    def _place(self, position: int, *, is_hidden: bool) -> forms.CharField:
        return forms.CharField(
            label=_("Place {number}").format(number=position),
            required=False,
            max_length=250,
            widget=forms.TextInput(attrs={"list": CHOICES, "autocomplete": "off"}),
            help_text=_("Holds a camera that you may not see; it stays unless you choose another.") if is_hidden else "",
        )
