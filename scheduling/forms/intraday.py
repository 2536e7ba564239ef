"""Which queue's day is looked at."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Queue
from .fields import date_input


class DayForm(forms.Form):
    """A queue by its code and a day; both may be left open."""

    queue = forms.ChoiceField(label=_("Queue"), required=False)
    day = forms.DateField(label=_("Day"), required=False, widget=date_input())

    def __init__(self, *args: Any, queues: Iterable[Queue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["queue"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(queue.code, queue.display_name) for queue in queues]
