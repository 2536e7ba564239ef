from typing import ClassVar

from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portalkit.access.models import User
from portalkit.regions.models import Region

from .domain.identity import EventType, Severity
from .domain.kinds import find_kind
from .domain.states import AlarmState, What

SEVERITY_LABELS = {
    Severity.CRITICAL: pgettext_lazy("severity", "Critical"),
    Severity.MAJOR: pgettext_lazy("severity", "Major"),
    Severity.MINOR: pgettext_lazy("severity", "Minor"),
    Severity.WARNING: pgettext_lazy("severity", "Warning"),
    Severity.INDETERMINATE: pgettext_lazy("severity", "Indeterminate"),
}
EVENT_TYPE_LABELS = {
    EventType.COMMUNICATIONS: _("Communications"),
    EventType.QUALITY_OF_SERVICE: _("Quality of service"),
    EventType.PROCESSING_ERROR: _("Processing error"),
    EventType.EQUIPMENT: _("Equipment"),
    EventType.ENVIRONMENTAL: _("Environment"),
}
WHAT_LABELS = {
    What.RAISED: pgettext_lazy("alarm", "Raised"),
    What.WORSENED: _("Got worse"),
    What.EASED: _("Eased"),
    What.ACKNOWLEDGED: _("Acknowledged"),
    What.UNACKNOWLEDGED: _("Acknowledgement taken back"),
    What.COMMENTED: _("Comment"),
    What.CLEARED: _("Cleared"),
}
_SEVERITIES = [(str(code), label) for code, label in SEVERITY_LABELS.items()]
_WHATS = [(str(code), label) for code, label in WHAT_LABELS.items()]


class Alarm(models.Model):
    """One stretch of time in which something was wrong. `identity` is `Identity.key`; the five parts stand beside it as text.

    `params` fill the text of the kind; `url` leads to what explains the alarm; `count` is how often it was reported.
    """

    identity = models.CharField(max_length=40)
    kind = models.CharField(_("Kind of alarm"), max_length=60)
    object_class = models.CharField(_("Object class"), max_length=40)
    object_instance = models.CharField(_("Object"), max_length=160)
    event_type = models.CharField(_("Event type"), max_length=24, choices=[(str(code), label) for code, label in EVENT_TYPE_LABELS.items()])
    probable_cause = models.CharField(_("Probable cause"), max_length=60)
    specific_problem = models.CharField(_("Specific problem"), max_length=160)
    severity = models.CharField(_("Severity"), max_length=16, choices=_SEVERITIES)
    rank = models.GeneratedField(
        expression=Case(*(When(severity=one.value, then=Value(one.rank)) for one in Severity), output_field=IntegerField()),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    region = models.ForeignKey(Region, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Region"))
    params = models.JSONField(default=dict)
    additional_text = models.CharField(_("Additional text"), max_length=500, blank=True)
    url = models.CharField(max_length=300, blank=True)
    count = models.PositiveIntegerField(pgettext_lazy("alarm", "Reports"), default=1)
    raised_at = models.DateTimeField(_("Raised"))
    last_at = models.DateTimeField(_("Last reported"))
    changed_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(_("Acknowledged at"), null=True, blank=True)
    acknowledged_by = models.CharField(_("Acknowledged by"), max_length=150, blank=True)
    cleared_at = models.DateTimeField(_("Cleared at"), null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["identity"], condition=Q(cleared_at=None), name="alarm_open_once_per_identity"),
            models.CheckConstraint(condition=Q(cleared_at=None) | Q(cleared_at__gte=F("raised_at")), name="alarm_cleared_after_raised"),
            models.CheckConstraint(condition=Q(severity__in=[one.value for one in Severity]), name="alarm_severity_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["region", "rank"], condition=Q(cleared_at=None), name="alarm_open_by_region"),
            models.Index(fields=["-raised_at"], name="alarm_newest_first"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.cleared_at is None

    @property
    def state(self) -> AlarmState | None:
        if self.cleared_at is not None:
            return None
        return AlarmState(severity=Severity(self.severity), count=self.count, is_acknowledged=self.acknowledged_at is not None)

    @property
    def label(self) -> str:
        """What readers call this kind; its code where no installed app knows it."""
        kind = find_kind(self.kind)
        return str(kind.label) if kind else self.kind

    @property
    def text(self) -> str:
        """What is wrong, in the reader's language."""
        kind = find_kind(self.kind)
        place = self.region.long_name if self.region else ""
        return kind.describe(self.params, region=place) if kind else self.specific_problem


class AlarmEvent(models.Model):
    """A line of an alarm's history. `severity` is the one after it."""

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    what = models.CharField(max_length=16, choices=_WHATS)
    severity = models.CharField(max_length=16, choices=_SEVERITIES)
    by_name = models.CharField(max_length=150, blank=True)
    comment = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"


class Subscription(models.Model):
    """Tells a person of alarms in a region's subtree from a severity on; `kinds` empty: of every kind.

    `language` is the one that the person reads in.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+", verbose_name=_("Region"))
    severity = models.CharField(_("From severity"), max_length=16, choices=_SEVERITIES, default=Severity.MAJOR.value)
    kinds = models.JSONField(_("Kinds of alarm"), default=list, blank=True)
    language = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "region"], name="alarm_subscription_once_per_user_region"),
            models.CheckConstraint(condition=Q(severity__in=[one.value for one in Severity]), name="alarm_subscription_severity_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.region} {self.severity}"
