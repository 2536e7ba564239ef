"""Forms of agents."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AccountForm(forms.Form):
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        required=False,
        help_text=_("The account that sees this agent's shifts and asks for leave and swaps. Empty: none."),
    )
