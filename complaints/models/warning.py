"""Early warning: what it found, by which thresholds it looks, and the lean daily roll-up it reads."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portalkit.regions.models import Region

from ..domain.signals import Grade, Method, SignalState, Steps
from .labels import CLASS_LABELS, Label, choices

METHOD_LABELS: Mapping[str, Label] = {
    Method.DAILY_RISE: _("Daily rise"),
    Method.ABOVE: _("Month above the limits"),
    Method.SHIFT_UP: _("Lasting shift upwards"),
    Method.BELOW: _("Month below the limits"),
    Method.SHIFT_DOWN: _("Lasting shift downwards"),
}
STATE_LABELS: Mapping[str, Label] = {
    SignalState.OPEN: pgettext_lazy("signal", "Open"),
    SignalState.ENDED: pgettext_lazy("signal", "Ended"),
    SignalState.WITHDRAWN: pgettext_lazy("signal", "Withdrawn"),
}
GRADE_LABELS: Mapping[str, Label] = {
    Grade.CRITICAL: pgettext_lazy("severity", "Critical"),
    Grade.MAJOR: pgettext_lazy("severity", "Major"),
    Grade.MINOR: pgettext_lazy("severity", "Minor"),
    Grade.WARNING: pgettext_lazy("severity", "Warning"),
}


class DailyClassRollup(models.Model):
    """Counted tickets by day, region and class: the lean table of everything that looks at days."""

    day = models.DateField()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    service_class = models.CharField(max_length=12)
    complaints = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "region", "service_class"], name="daily_class_rollup_once_per_key"),
        ]


class WarningSignal(models.Model):
    """One thing that early warning found. `on` is the first day of the month, or the day on which the CUSUM reached its line.

    `value`, `expected`, `lower` and `upper` are complaints (DAILY_RISE: added up from `since` on) or rates per subscriber (months).
    `ratio` is value ÷ expected. `severity` is empty where things got better.
    """

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+", verbose_name=_("Region"))
    service_class = models.CharField(_("Class"), max_length=12, choices=choices(CLASS_LABELS))
    method = models.CharField(_("Found by"), max_length=12, choices=choices(METHOD_LABELS))
    on = models.DateField(_("Found for"))
    since = models.DateField(_("Since"))
    complaints = models.PositiveIntegerField(_("Complaints"))
    value = models.FloatField()
    expected = models.FloatField()
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    ratio = models.FloatField(_("Times the usual"))
    severity = models.CharField(_("Severity"), max_length=10, choices=choices(GRADE_LABELS), blank=True)
    state = models.CharField(_("State"), max_length=10, choices=choices(STATE_LABELS), default=SignalState.OPEN.value)
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)
    found_at = models.DateTimeField(_("Noticed at"))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["region", "service_class", "method", "on"], name="warning_signal_once"),
            models.CheckConstraint(condition=Q(since__lte=F("on")), name="warning_signal_since_before_on"),
            models.CheckConstraint(condition=Q(ended_on=None) | Q(ended_on__gte=F("on")), name="warning_signal_ends_after_it_began"),
            models.CheckConstraint(condition=~Q(state="open") | Q(ended_on=None), name="warning_signal_open_has_no_end"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["region", "service_class"], condition=Q(state="open"), name="warning_signal_open"),
            models.Index(fields=["-on"], name="warning_signal_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.service_class} {self.method} {self.on}"


class WarningPass(models.Model):
    """When a region was looked at last, and how many of its series (classes and the total) had enough complaints to be judged."""

    region = models.OneToOneField(Region, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    charts = models.PositiveSmallIntegerField()
    watches = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.region} {self.at:%Y-%m-%d %H:%M}"


class WarningRules(models.Model):
    """The thresholds of early warning from a moment on; the newest row holds, the older ones are the history."""

    at = models.DateTimeField(default=timezone.now)
    by_name = models.CharField(max_length=150, blank=True)
    reason = models.CharField(_("Reason"), max_length=300)
    step = models.FloatField(_("Smallest rise to find"), default=0.15)
    share = models.FloatField(_("False alarms in 100 days"), default=0.10)
    fewest_daily = models.FloatField(_("Watch from complaints a day"), default=3.0)
    fewest_monthly = models.FloatField(_("Chart from complaints a month"), default=10.0)
    sigmas = models.FloatField(_("Limits at so many σ"), default=3.0)
    run = models.PositiveSmallIntegerField(_("Months on one side that make a shift"), default=8)
    minor = models.FloatField(_("Minor from an excess of"), default=0.25)
    major = models.FloatField(_("Major from an excess of"), default=0.5)
    critical = models.FloatField(_("Critical from an excess of"), default=1.0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(step__gte=0.05, step__lte=2), name="warning_rules_step_in_range"),
            models.CheckConstraint(condition=Q(share__gte=0.01, share__lte=0.5), name="warning_rules_share_in_range"),
            models.CheckConstraint(condition=Q(fewest_daily__gte=1, fewest_monthly__gte=1), name="warning_rules_fewest_above_one"),
            models.CheckConstraint(condition=Q(sigmas__gte=2, sigmas__lte=5), name="warning_rules_sigmas_in_range"),
            models.CheckConstraint(condition=Q(run__gte=6, run__lte=15), name="warning_rules_run_in_range"),
            models.CheckConstraint(
                condition=Q(minor__gt=0, minor__lte=F("major")) & Q(major__lte=F("critical")), name="warning_rules_severities_go_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.reason}"

    @property
    def steps(self) -> Steps:
        return Steps(minor=self.minor, major=self.major, critical=self.critical)
