"""Forms of storage nodes, volumes and allowed addresses."""

from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portalkit.regions.models import Region

from ..domain.addresses import RuleUnreadable, network_of, ports_of
from ..models import StorageNode, Volume
from ..services.nodes import NodeValues, RuleValues, VolumeValues

GIB = 1 << 30
_NAME = RegexValidator(r"^[a-z0-9][a-z0-9-]*\Z", _("Small letters, digits and hyphens only."))


class _RegionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Region) -> str:
        return "\u3000" * (obj.path.count("/") - 2) + obj.display_name


class NodeForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=40, validators=[_NAME], help_text=_("What the recorder is started with; it stays for ever.")
    )
    title = forms.CharField(label=_("Title"), max_length=80)
    region = _RegionChoice(label=_("Region"), queryset=Region.objects.none(), help_text=_("Whose halls it serves."))
    media_url = forms.URLField(
        label=_("Address of its media service"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("Where browsers reach the node for live pictures. Empty: it has none."),
    )
    is_enabled = forms.BooleanField(label=_("In service"), required=False, initial=True)

    def __init__(self, *args: Any, regions: QuerySet[Region], is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["name"]

    @property
    def values(self) -> NodeValues:
        return NodeValues(**{name: value for name, value in self.cleaned_data.items() if name != "name"})


class VolumeForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=80)
    path = forms.CharField(
        label=_("Folder"), max_length=255, help_text=_("A whole path on the node, best a file system of its own, like /srv/video/1.")
    )
    quota = forms.DecimalField(
        label=_("Quota, GiB"),
        min_value=1,
        max_value=10_000_000,
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text=_("Empty: the whole file system."),
    )
    is_enabled = forms.BooleanField(label=_("In service"), required=False, initial=True)

    def clean_path(self) -> str:
        text = str(self.cleaned_data["path"])
        path = PurePosixPath(text)
        if not path.is_absolute() or path == PurePosixPath("/") or ".." in path.parts or not text.isprintable():
            raise forms.ValidationError(_("Write a whole path that begins with / and has no .. in it."))
        return str(path)

    @property
    def values(self) -> VolumeValues:
        data = self.cleaned_data
        quota = None if data["quota"] is None else int(data["quota"] * GIB)
        return VolumeValues(title=data["title"], path=data["path"], quota_bytes=quota, is_enabled=data["is_enabled"])


class RuleForm(forms.Form):
    region = _RegionChoice(label=_("Region"), queryset=Region.objects.none(), help_text=_("Holds for all halls in it."))
    network = forms.CharField(label=_("Subnet"), max_length=43, help_text=_("Like 10.20.0.0/16, or one address."))
    ports = forms.CharField(
        label=_("Ports"), max_length=60, initial="554 80", help_text=_("With spaces between them: 554 for RTSP, 80 for ONVIF.")
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, regions: QuerySet[Region], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]

    def clean_network(self) -> str:
        try:
            return str(network_of(self.cleaned_data["network"]))
        except RuleUnreadable:
            raise forms.ValidationError(_("This is no subnet: an address, a slash and the number of bits, nothing behind them.")) from None

    def clean_ports(self) -> str:
        try:
            return " ".join(map(str, sorted(ports_of(self.cleaned_data["ports"]))))
        except RuleUnreadable:
            raise forms.ValidationError(_("Write up to 16 ports from 1 to 65535.")) from None

    @property
    def values(self) -> RuleValues:
        return RuleValues(**self.cleaned_data)


def initial_of_node(node: StorageNode) -> dict[str, Any]:
    return {name: getattr(node, name) for name in ("title", "region", "media_url", "is_enabled")}


def initial_of_volume(volume: Volume) -> dict[str, Any]:
    quota = None if volume.quota_bytes is None else round(Decimal(volume.quota_bytes) / GIB, 2)
    return {"title": volume.title, "path": volume.path, "quota": quota, "is_enabled": volume.is_enabled}
