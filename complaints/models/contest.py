"""The finding-faults contest: entries, the formula of their points, and the champions that were announced."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User
from portalkit.files.models import StoredFile
from portalkit.regions.models import Region
from portalkit.vault.domain.masking import mask_text

from ..domain.contest import Category, Formula, Severity, State, Step
from .labels import Label, choices
from .tickets import Ticket

STATE_LABELS: Mapping[str, Label] = {
    State.ENTERED: _("Entered"),
    State.ACCEPTED: _("Accepted"),
    State.REFUSED: _("Not accepted"),
    State.ASSIGNED: _("Assigned"),
    State.SOLVED: _("Faults solved"),
    State.NOT_SOLVABLE: _("Not solvable"),
}
STEP_LABELS: Mapping[str, Label] = {
    Step.ACCEPT: _("Accept"),
    Step.REFUSE: _("Refuse"),
    Step.ASSIGN: _("Give to an owner"),
    Step.SOLVE: _("Record as solved"),
    Step.GIVE_UP: _("Record as not solvable"),
    Step.REOPEN: _("Reopen"),
}
SEVERITY_LABELS: Mapping[str, Label] = {
    Severity.MINOR: _("Small fault"),
    Severity.MAJOR: _("Large fault"),
    Severity.CRITICAL: _("Critical fault"),
}
CATEGORY_LABELS: Mapping[str, Label] = {
    Category.COVERAGE: _("Coverage gap"),
    Category.CAPACITY: _("Congestion"),
    Category.EQUIPMENT: _("Equipment and lines"),
    Category.PROCESS: _("Process"),
    Category.SERVICE: _("Service"),
    Category.SAFETY: _("Safety hazard"),
    Category.OTHER: _("Other fault"),
}


class FaultEntry(models.Model):
    """A fault that somebody of the staff found. `finder` may be a colleague without an account; `entered_by` typed it.

    `place_key` is the place in comparable form, for the hint at duplicates. `outcome` says what was done, or why not.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    finder = models.CharField(_("Finder"), max_length=80)
    finder_department = models.CharField(_("Finder's department"), max_length=80)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Entered by"))
    entered_at = models.DateTimeField(_("Entered at"))
    found_on = models.DateField(_("Found on"))
    place = models.CharField(_("Place or cell"), max_length=160)
    place_key = models.CharField(max_length=160)
    category = models.CharField(_("Kind of fault"), max_length=12, choices=choices(CATEGORY_LABELS))
    severity = models.CharField(_("Severity"), max_length=12, choices=choices(SEVERITY_LABELS), default=Severity.MINOR.value)
    description = models.TextField(_("What is wrong"), max_length=2000)
    photo = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Photo"))
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Ticket"))

    state = models.CharField(_("State"), max_length=12, choices=choices(STATE_LABELS), default=State.ENTERED.value)
    reason = models.CharField(_("Reason"), max_length=500, blank=True, default="")
    judged_at = models.DateTimeField(_("Decided at"), null=True, blank=True)
    judged_by = models.CharField(_("Decided by"), max_length=150, blank=True, default="")
    owner_department = models.CharField(_("Department in charge"), max_length=80, blank=True, default="")
    owner = models.CharField(_("Owner"), max_length=80, blank=True, default="")
    due_on = models.DateField(_("To be solved by"), null=True, blank=True)
    outcome = models.TextField(_("Outcome"), max_length=2000, blank=True, default="")
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)
    reopenings = models.PositiveIntegerField(_("Reopenings"), default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(finder="") & ~Q(finder_department=""), name="fault_entry_has_finder"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="fault_entry_refused_for_a_reason"),
            models.CheckConstraint(
                condition=~Q(state__in=["assigned", "solved", "not_solvable"]) | ~Q(owner_department=""), name="fault_entry_has_owner"
            ),
            models.CheckConstraint(condition=~Q(state__in=["solved", "not_solvable"]) | ~Q(outcome=""), name="fault_entry_has_outcome"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["found_on", "region"], name="fault_entry_by_day_region"),
            models.Index(fields=["place_key", "category"], name="fault_entry_by_place"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """How people name the entry."""
        return f"TC{self.found_on:%y%m}-{self.pk:04}"

    @property
    def masked_description(self) -> str:
        return mask_text(self.description)

    @property
    def masked_outcome(self) -> str:
        return mask_text(self.outcome)

    @property
    def masked_reason(self) -> str:
        return mask_text(self.reason)


class ContestFormula(models.Model):
    """The points of the contest from a day on. An earlier formula keeps holding for what was found in its time."""

    valid_from = models.DateField(_("Valid from"), unique=True)
    found = models.DecimalField(_("Points for a find"), max_digits=6, decimal_places=2)
    accepted = models.DecimalField(_("More when accepted"), max_digits=6, decimal_places=2)
    solved = models.DecimalField(_("More when solved"), max_digits=6, decimal_places=2)
    minor = models.DecimalField(_("Weight of a small fault"), max_digits=5, decimal_places=2)
    major = models.DecimalField(_("Weight of a large fault"), max_digits=5, decimal_places=2)
    critical = models.DecimalField(_("Weight of a critical fault"), max_digits=5, decimal_places=2)
    note = models.CharField(_("Note"), max_length=200, blank=True, default="")
    set_by = models.CharField(_("Set by"), max_length=150)
    set_at = models.DateTimeField(_("Set at"))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(found__gte=0, accepted__gte=0, solved__gte=0, minor__gte=0, major__gte=0, critical__gte=0),
                name="contest_formula_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from:%Y-%m-%d}"

    @property
    def formula(self) -> Formula:
        weights = {Severity.MINOR: self.minor, Severity.MAJOR: self.major, Severity.CRITICAL: self.critical}
        return Formula(found=self.found, accepted=self.accepted, solved=self.solved, weights=weights)


class ContestChampion(models.Model):
    """One of the first three of a month and region, as they were announced. Later solutions change the ranking, not this."""

    month = models.DateField(_("Month"))
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    place = models.PositiveSmallIntegerField(_("Place"))
    finder = models.CharField(_("Finder"), max_length=80)
    finder_department = models.CharField(_("Finder's department"), max_length=80)
    found = models.PositiveIntegerField(_("Found"))
    solved = models.PositiveIntegerField(_("Faults solved"))
    points = models.DecimalField(_("Points"), max_digits=12, decimal_places=2)
    announced_by = models.CharField(_("Announced by"), max_length=150)
    announced_at = models.DateTimeField(_("Announced at"))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "region", "finder", "finder_department"], name="champion_once_per_month_region"),
            models.CheckConstraint(condition=Q(place__range=(1, 3)), name="champion_among_the_first_three"),
            models.CheckConstraint(condition=Q(solved__lte=models.F("found")), name="champion_solved_within_found"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.place} {self.finder}"
