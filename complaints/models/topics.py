"""Special topics: a saved subject, the measures taken for it, and what was last worked out about it."""

from datetime import date
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User
from portalkit.regions.models import Region

from ..domain.topics.terms import terms_of


class Topic(models.Model):
    """Counted tickets of a region's subtree and of a span of days, narrowed by codes (`filters`), words, places and cells.

    `filters` holds parameters of the ticket list by name, each a list of values. Words are kept as `domain.topics.terms` writes them.
    `last_day` empty: until the newest day with data. `revision` grows with every change of what the topic is about or of its measures.
    A topic that is not shared is its owner's alone.
    """

    name = models.CharField(_("Name"), max_length=120)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Owner"))
    is_shared = models.BooleanField(_("Shared"), default=False)
    filters = models.JSONField(default=dict, blank=True)
    any_terms = models.CharField(_("Any of these words"), max_length=1000, blank=True)
    all_terms = models.CharField(_("All of these words"), max_length=1000, blank=True)
    none_terms = models.CharField(_("None of these words"), max_length=1000, blank=True)
    places = models.CharField(_("Places"), max_length=1000, blank=True)
    cells = models.CharField(_("Cells"), max_length=2000, blank=True)
    first_day = models.DateField(_("From day"))
    last_day = models.DateField(_("To day"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(last_day=None) | Q(first_day__lte=F("last_day")), name="topic_first_before_last"),
            models.CheckConstraint(condition=~Q(name=""), name="topic_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def cell_names(self) -> tuple[str, ...]:
        return terms_of(self.cells)

    def parameters(self, *, last: date | None) -> dict[str, Any]:
        """The parameters of the ticket list that show the topic's tickets of its days until `last`."""
        narrowed = {
            **self.filters,
            "any": self.any_terms,
            "all": self.all_terms,
            "none": self.none_terms,
            "place": self.places,
            "cell": "=" + "|".join(self.cell_names) if self.cell_names else "",
            "region": self.region.code,
            "accepted_from": self.first_day,
            "accepted_to": self.last_day or last or "",
            "counted": "yes",
        }
        return {name: value for name, value in narrowed.items() if value}


class TopicMeasure(models.Model):
    """Something done for a topic on a day, in a region's subtree or in some of its cells; figures are compared before and after it."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="measures")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    cells = models.CharField(_("Cells"), max_length=2000, blank=True)
    day = models.DateField(_("Day"))
    text = models.CharField(_("Measure"), max_length=200)
    expected = models.CharField(_("Expected effect"), max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["topic", "region", "day", "text"], name="topic_measure_once"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def cell_names(self) -> tuple[str, ...]:
        return terms_of(self.cells)


class TopicResult(models.Model):
    """What was worked out about a topic as it was at `revision`, from the data of `version`, for these days: a snapshot.

    `figures` is read by `selectors.topics` only.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="results")
    revision = models.PositiveIntegerField()
    version = models.BigIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    tickets = models.PositiveIntegerField()
    figures = models.JSONField(encoder=DjangoJSONEncoder)
    computed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["topic", "revision", "version", "first_day", "last_day"], name="topic_result_once_per_version_and_days"
            ),
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="topic_result_first_before_last"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.first_day}..{self.last_day}"
