"""Forms of generating, commenting and subscribing."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User
from portalkit.periods.domain.calendar import NotAPeriod
from portalkit.regions.forms import RegionChoice
from portalkit.regions.models import Region

from ..domain.kinds import Language, ReportKind, period_of
from ..domain.texts import LONGEST
from ..models import FORMAT_CHOICES, KIND_CHOICES, LANGUAGE_CHOICES, Plan


class GenerateForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=KIND_CHOICES, initial=ReportKind.MONTHLY.value, widget=forms.RadioSelect)
    period = forms.CharField(
        label=_("Period"), max_length=10, help_text=_("A day 2026-10-05, a week 2026-W41 or a month 2026-10."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "2026-10"}),
    )  # fmt: skip
    region = RegionChoice(label=_("Region"), queryset=Region.objects.none(), empty_label=None)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES, initial=Language.CHINESE.value)

    def __init__(self, *args: Any, regions: QuerySet[Region], hotlines: QuerySet[Region], **options: Any) -> None:
        """`hotlines` are the regions whose hotline the caller may see."""
        super().__init__(*args, **options)
        self.hotlines = hotlines
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        self.fields["kind"].choices = _kinds(hotlines)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, period = cleaned.get("kind"), cleaned.get("period")
        if kind and period:
            try:
                cleaned["period"] = period_of(kind, period.strip())
            except NotAPeriod:
                self.add_error("period", _("That is no period of this kind of report."))
        region = cleaned.get("region")
        if kind == ReportKind.HOTLINE and region and not self.hotlines.filter(pk=region.pk).exists():
            self.add_error("region", _("You may not see the hotline of this region."))
        return cleaned


class CommentaryForm(forms.Form):
    text = forms.CharField(
        label=_("Commentary"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("What the figures mean, why they moved, what is done. Plain text; an empty line starts a paragraph."),
    )  # fmt: skip


class SendBackForm(forms.Form):
    note = forms.CharField(label=_("What must change"), max_length=500)


class SubscriptionForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=KIND_CHOICES, initial=ReportKind.MONTHLY.value)
    region = RegionChoice(label=_("Region"), queryset=Region.objects.none(), empty_label=None)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES, initial=Language.CHINESE.value)
    formats = forms.MultipleChoiceField(
        label=_("Files with the mail"), choices=FORMAT_CHOICES, widget=forms.CheckboxSelectMultiple, required=False, initial=["pdf"],
        help_text=_("Without any the mail carries a link alone."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, regions: QuerySet[Region], hotlines: QuerySet[Region], people: QuerySet[User] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        self.fields["kind"].choices = _kinds(hotlines)  # type: ignore[attr-defined]
        if people is not None:
            self.fields["user"] = forms.ModelChoiceField(label=_("Subscriber"), queryset=people)
            self.order_fields(["user"])


class PlanForm(forms.Form):
    is_on = forms.BooleanField(label=_("Made by schedule"), required=False)
    reach = forms.ChoiceField(label=_("For"), choices=Plan.Reach.choices)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES)
    publishes = forms.BooleanField(label=_("Published at once, without commentary"), required=False)


def _kinds(hotlines: QuerySet[Region]) -> list[tuple[str, Any]]:
    """Without the hotline's for whoever may see no hotline."""
    return KIND_CHOICES if hotlines.exists() else [(kind, label) for kind, label in KIND_CHOICES if kind != ReportKind.HOTLINE]
