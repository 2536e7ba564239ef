"""Forms of cameras. A password goes in and never comes out again: not into the form, not into an error, not into a page."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from storefronts.models import Hall

from ..domain.addresses import AddressRefused, Target, service_target, stream_target
from ..domain.device_ids import faults_of
from ..models import Camera, StorageNode, Volume
from ..services.cameras import KEEP, PLAIN_VALUES, CameraValues
from ..services.texts import words_of_id, words_of_refusal


class _HallChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Hall) -> str:
        return f"{obj.region.long_name} ({obj.code})"


class _VolumeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Volume) -> str:
        return f"{obj.node.name} · {obj.title}"


class CameraForm(forms.Form):
    """`camera` None: a new one, whose id is asked for too."""

    gb_id = forms.CharField(
        label=_("Device id"),
        max_length=40,
        help_text=_("20 digits by GB/T 28181: 8 centre, 2 industry, 3 type (131 or 132), 7 serial."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "mono"}),
    )
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("What it looks at, like 柜台一 or 大门."))
    hall = _HallChoice(label=_("Hall"), queryset=Hall.objects.none(), empty_label=_("Choose a hall"))
    source = forms.ChoiceField(label=_("Source"), choices=Camera.Source.choices)
    main_url = forms.CharField(label=_("Main stream"), max_length=400, required=False, help_text=_("Like rtsp://10.20.1.5/main"))
    sub_url = forms.CharField(label=_("Sub stream"), max_length=400, required=False)
    onvif_url = forms.CharField(
        label=_("ONVIF service"), max_length=400, required=False, help_text=_("Like http://10.20.1.5/onvif/device_service")
    )
    username = forms.CharField(
        label=_("User name at the camera"), max_length=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    password = forms.CharField(
        label=_("Password at the camera"),
        max_length=128,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    forgets_password = forms.BooleanField(label=_("Remove the stored password"), required=False)
    node = forms.ModelChoiceField(label=_("Storage node"), queryset=StorageNode.objects.none(), required=False, empty_label=_("None yet"))
    volume = _VolumeChoice(
        label=_("Volume"), queryset=Volume.objects.none(), required=False, empty_label=_("Left to the node"),
    )  # fmt: skip
    keep_days = forms.IntegerField(
        label=_("Days to keep"),
        min_value=1,
        max_value=3650,
        required=False,
        help_text=_("Empty: the usual days. The legal minimum of the hall's class holds in any case."),
    )
    is_enabled = forms.BooleanField(label=_("Record"), required=False, initial=True)
    keeps_audio = forms.BooleanField(label=_("Record sound"), required=False)

    def __init__(
        self,
        *args: Any,
        halls: QuerySet[Hall],
        nodes: QuerySet[StorageNode],
        volumes: QuerySet[Volume],
        camera: Camera | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        for name, rows in (("hall", halls), ("node", nodes), ("volume", volumes)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        has_password = camera is not None and bool(camera.password_sealed)
        self.fields["password"].help_text = (
            _("A password is stored. Empty: it stays.") if has_password else _("Kept encrypted and never shown again.")
        )
        if camera is not None:
            del self.fields["gb_id"]
        if not has_password:
            del self.fields["forgets_password"]

    def clean_gb_id(self) -> str:
        text: str = "".join(self.cleaned_data["gb_id"].split())
        faults = faults_of(text)
        if faults:
            raise forms.ValidationError([words_of_id(fault) for fault in faults])
        return text

    def clean_main_url(self) -> str:
        return self._address("main_url", stream_target)

    def clean_sub_url(self) -> str:
        return self._address("sub_url", stream_target)

    def clean_onvif_url(self) -> str:
        return self._address("onvif_url", service_target)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_demo = cleaned.get("source") == Camera.Source.DEMO
        if not is_demo and not cleaned.get("main_url") and "main_url" not in self.errors:
            self.add_error("main_url", _("An IP camera needs the address of its main stream."))
        node, volume = cleaned.get("node"), cleaned.get("volume")
        if volume is not None and (node is None or volume.node_id != node.pk):
            self.add_error("volume", _("This volume belongs to another node."))
        return cleaned

    @property
    def values(self) -> CameraValues:
        """What a valid form says."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in {"gb_id", "password", "forgets_password"}}
        return CameraValues(**data, password=self._password())

    def _password(self) -> str | None:
        if self.cleaned_data["password"]:
            return str(self.cleaned_data["password"])
        return "" if self.cleaned_data.get("forgets_password") else KEEP

    def _address(self, name: str, read: Callable[[str], Target]) -> str:
        text: str = self.cleaned_data[name]
        try:
            return read(text).url if text else ""
        except AddressRefused as refused:
            raise forms.ValidationError(words_of_refusal(refused)) from None


class MoveForm(forms.Form):
    node = forms.ModelChoiceField(
        label=_("Storage node"),
        queryset=StorageNode.objects.none(),
        required=False,
        empty_label=_("None: not recorded"),
        help_text=_("Without a node an alarm stands until the camera has one, or its recording is stopped."),
    )

    def __init__(self, *args: Any, nodes: QuerySet[StorageNode], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["node"].queryset = nodes  # type: ignore[attr-defined]


def initial_of_camera(camera: Camera) -> dict[str, Any]:
    """Everything but the password."""
    return {name: getattr(camera, name) for name in PLAIN_VALUES}
