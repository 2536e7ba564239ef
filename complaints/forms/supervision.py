"""Forms of supervision: notices, holds, long-planned cases, deadline rules, the chain."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User
from portalkit.calendars.models import WorkingCalendar
from portalkit.regions.models import Region

from ..domain.supervision.notices import FIRST_LEVEL, HIGHEST_LEVEL
from ..models import EscalationLevel, Ticket
from ..models.labels import choices
from ..models.supervision import RULE_CLASSES, WATCH_LABELS
from .fields import RegionChoice, date_input

MOST_HOURS = 87_600
_LEVELS = [(level, str(level)) for level in range(FIRST_LEVEL, HIGHEST_LEVEL + 1)]


def _moment_input() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def _lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3})


class OpenNoticeForm(forms.Form):
    tickets = forms.ModelMultipleChoiceField(
        label=_("Tickets"), queryset=Ticket.objects.none(), error_messages={"required": _("Choose one ticket at least.")}
    )
    department = forms.CharField(label=_("To department"), max_length=160, required=False)
    level = forms.TypedChoiceField(label=_("Level"), choices=[], coerce=int)
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=_lines())
    reply_by = forms.DateTimeField(
        label=_("Answer by"), required=False, widget=_moment_input(), help_text=_("Empty: as long as the level has.")
    )

    def __init__(self, data: Any = None, *, tickets: QuerySet[Ticket], now: datetime, **options: Any) -> None:
        super().__init__(data, **options)
        self._now = now
        self.fields["tickets"].queryset = tickets  # type: ignore[attr-defined]
        names = {level.level: str(level) for level in EscalationLevel.objects.all()}
        self.fields["level"].choices = [(level, names.get(level, text)) for level, text in _LEVELS]  # type: ignore[attr-defined]

    def clean_reply_by(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["reply_by"]
        if moment is not None and moment <= self._now:
            raise forms.ValidationError(_("This time has passed."))
        return moment


class TextForm(forms.Form):
    """One text: an answer, a result, a reason."""

    text = forms.CharField(max_length=500, widget=_lines())

    def __init__(self, data: Any = None, *, label: Any, prefix: str = "") -> None:
        super().__init__(data, prefix=prefix or None)
        self.fields["text"].label = label


class ProposeLegacyForm(forms.Form):
    expected_at = forms.DateTimeField(label=_("Expected time"), widget=_moment_input())
    project = forms.CharField(
        label=_("Project"),
        max_length=160,
        required=False,
        help_text=_("Under which the solution is planned, as the project list calls it."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=_lines(), help_text=_("Why it cannot be solved within the limit."))

    def __init__(self, data: Any = None, *, now: datetime) -> None:
        super().__init__(data)
        self._now = now

    def clean_expected_at(self) -> datetime:
        moment: datetime = self.cleaned_data["expected_at"]
        if moment <= self._now:
            raise forms.ValidationError(_("This time has passed."))
        return moment


class DecideLegacyForm(forms.Form):
    opinion = forms.CharField(label=_("Opinion"), max_length=500, required=False, widget=_lines())


class DeadlineForm(forms.Form):
    watch = forms.ChoiceField(label=_("Stop-watch"), choices=choices(WATCH_LABELS))
    hours = forms.DecimalField(label=_("Limit in hours"), min_value=0, max_value=MOST_HOURS, decimal_places=2)
    calendar = forms.ModelChoiceField(label=_("Working calendar"), queryset=WorkingCalendar.objects.all(), empty_label=None)
    urgency = forms.CharField(label=_("Urgency"), max_length=40, required=False, help_text=_("As the tickets state it; empty: any."))
    service_class = forms.ChoiceField(label=_("Class"), choices=[("", _("Any")), *RULE_CLASSES], required=False)
    department = forms.CharField(label=_("Department"), max_length=160, required=False, help_text=_("As the tickets state it; empty: any."))
    region = RegionChoice(label=_("Region"), queryset=Region.objects.none(), required=False, empty_label=_("Everywhere"))
    valid_from = forms.DateField(label=_("Valid from"), widget=date_input(), help_text=_("For watches that start on this day or later."))
    valid_to = forms.DateField(
        label=_("Valid to"), required=False, widget=date_input(), help_text=_("The first day on which it no longer holds.")
    )

    def __init__(self, data: Any = None, *, regions: QuerySet[Region], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last <= first:
            self.add_error("valid_to", _("The end lies before the start."))
        return cleaned


class LevelForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)
    reply_minutes = forms.IntegerField(label=_("Time to answer in minutes"), min_value=1, max_value=MOST_HOURS * 60)
    calendar = forms.ModelChoiceField(label=_("Working calendar"), queryset=WorkingCalendar.objects.all(), empty_label=None)


class ContactForm(forms.Form):
    level = forms.TypedChoiceField(label=_("Level"), choices=_LEVELS, coerce=int)
    department = forms.CharField(label=_("Department"), max_length=160, required=False, help_text=_("Empty: of every department."))
    region = RegionChoice(label=_("Region"), queryset=Region.objects.none(), required=False, empty_label=_("Everywhere"))
    user = forms.ModelChoiceField(label=_("User"), queryset=User.objects.none(), required=False, empty_label=_("None"))
    email = forms.EmailField(label=_("E-mail address"), required=False, help_text=_("Of somebody without an account, or a group's."))

    def __init__(self, data: Any = None, *, regions: QuerySet[Region], users: QuerySet[User]) -> None:
        super().__init__(data)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        self.fields["user"].queryset = users  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("user")) == bool(cleaned.get("email")) and not self.errors:
            raise forms.ValidationError(_("Choose a user or write an address, one of the two."))
        return cleaned


class AutomaticForm(forms.Form):
    overdue_minutes = forms.IntegerField(label=_("Minutes overdue"), min_value=0, max_value=MOST_HOURS * 60)
    is_active = forms.BooleanField(label=_("On"), required=False)
