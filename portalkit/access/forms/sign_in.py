"""Signing in, second factor, passwords."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portalkit.access.models import User


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("User name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label=_("Password"), max_length=200, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("One-time code"),
        max_length=20,
        help_text=_("Six digits from the authenticator app, or one of the recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True, "class": "mono"}),
    )


class NewPasswordForm(forms.Form):
    """The new password twice, checked against the rules for this user."""

    new_password = forms.CharField(
        label=_("New password"), max_length=200, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label=_("New password, again"), max_length=200, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["new_password"].help_text = " ".join(password_validators_help_texts())

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        try:
            validate_password(password, self.user)
        except ValidationError as refused:
            raise ValidationError([_in_words(one) for one in refused.error_list]) from None
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "new_password" in cleaned and cleaned["new_password"] != cleaned.get("again"):
            self.add_error("again", ValidationError(_("The two passwords differ.")))
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """The same, after the present password."""

    present = forms.CharField(
        label=_("Present password"), max_length=200, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    field_order = ("present", "new_password", "again")

    def clean_present(self) -> str:
        present: str = self.cleaned_data["present"]
        if not self.user.check_password(present):
            raise ValidationError(_("This is not your present password."))
        return present


def _in_words(refused: ValidationError) -> ValidationError:
    """Django has no Chinese for the commonest refusal."""
    if refused.code != "password_too_short":
        return refused
    least = (refused.params or {})["min_length"]
    text = ngettext("Too short: use at least %(least)s character.", "Too short: use at least %(least)s characters.", least)
    return ValidationError(text % {"least": least}, code=refused.code)
