"""The form that asks why a number is looked at."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..services.reveal import SHORTEST_REASON, SealedField


class RevealForm(forms.Form):
    field = forms.ChoiceField(
        label=_("Which number"),
        choices=[
            (SealedField.FAULT_NUMBER, _("Fault number")),
            (SealedField.PHONE, _("Customer's number")),
            (SealedField.SECOND_FAULT_NUMBER, _("Second fault number")),
            (SealedField.CUSTOMER_NAME, _("Customer's name")),
        ],
    )
    reason = forms.CharField(
        label=_("Reason for looking"),
        min_length=SHORTEST_REASON,
        max_length=200,
        help_text=_("Kept in the audit trail with your name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
