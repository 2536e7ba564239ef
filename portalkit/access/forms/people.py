"""Users, grants and tokens."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portalkit.access.domain.roles import Role
from portalkit.access.panels.permissions import permission_groups
from portalkit.access.permissions import AccessPermission
from portalkit.access.selectors import Access, permission_codes, roles
from portalkit.regions.forms import RegionChoice
from portalkit.regions.models import Region

_USERNAME = RegexValidator(r"^[\w.@+-]+\Z", _("Letters, digits and . @ + - _ only."))


class UserForm(forms.Form):
    full_name = forms.CharField(label=_("Full name"), max_length=80)
    department = forms.CharField(label=_("Department"), max_length=80, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)


class NewUserForm(UserForm):
    """With the first grant, so that nobody is created who can see nothing."""

    username = forms.CharField(label=_("User name"), max_length=150, validators=[_USERNAME])
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    region = RegionChoice(label=_("Region"), queryset=Region.objects.none(), empty_label=_("Choose a region"))
    field_order = ("username", "full_name", "department", "email", "role", "region")

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, access)


class GrantForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    region = RegionChoice(
        label=_("Region"), queryset=Region.objects.none(), empty_label=_("Choose a region"), help_text=_("Holds in the whole subtree.")
    )
    valid_from = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    valid_to = forms.DateField(
        label=_("Ends before"),
        required=False,
        help_text=_("The first day on which it no longer holds."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, access)


class TokenForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("The machine or program that uses it."))
    region = RegionChoice(
        label=_("Region"), queryset=Region.objects.none(), empty_label=_("Choose a region"), help_text=_("Holds in the whole subtree.")
    )
    permissions = forms.MultipleChoiceField(label=_("Permissions"), widget=forms.CheckboxSelectMultiple)
    expires_at = forms.DateField(
        label=_("Ends on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), help_text=_("Empty: never.")
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = permission_groups(code for code in permission_codes() if access.can(code))
        self.fields["permissions"].choices = list(own.items())  # type: ignore[attr-defined]
        self.fields["region"].queryset = access.regions(AccessPermission.MANAGE_TOKENS)  # type: ignore[attr-defined]


def _offer(form: forms.BaseForm, access: Access) -> None:
    """The roles of this installation, and the regions where the caller manages users."""
    form.fields["role"].choices = [(role.code, _in_words(role)) for role in roles().values()]  # type: ignore[attr-defined]
    form.fields["region"].queryset = access.regions(AccessPermission.MANAGE_USERS)  # type: ignore[attr-defined]


def _in_words(role: Role) -> str:
    return format_html('{} <span class="choice-note">{}</span>', role.name, role.description)
