"""One password for many cameras. It goes in and never comes out again."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..models import Camera


class PasswordsForm(forms.Form):
    """`cameras` are offered, all of them chosen; `left_out` more are not."""

    username = forms.CharField(
        label=_("User name at the camera"),
        max_length=60,
        required=False,
        help_text=_("Empty: each camera keeps its own."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=_("Password at the camera"),
        max_length=128,
        strip=False,
        help_text=_("Kept encrypted and never shown again."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    cameras = forms.MultipleChoiceField(label=_("Cameras"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, cameras: Sequence[Camera], left_out: int = 0) -> None:
        by_id = {camera.gb_id: camera for camera in cameras}
        super().__init__(data, initial={"cameras": list(by_id)})
        self._offered = by_id
        field = self.fields["cameras"]
        field.choices = [(gb_id, f"{camera.hall.region.display_name} · {camera.name} ({gb_id})") for gb_id, camera in by_id.items()]  # type: ignore[attr-defined]
        if left_out:
            text = ngettext(
                "{count} more camera is not offered: narrow the list.", "{count} more cameras are not offered: narrow the list.", left_out
            )
            field.help_text = text.format(count=left_out)

    @property
    def chosen(self) -> list[Camera]:
        """What a valid form says."""
        return [self._offered[gb_id] for gb_id in self.cleaned_data["cameras"]]
