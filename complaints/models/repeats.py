"""Groups of tickets about one matter, tickets that should not have been dispatched, and what people decided about both."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portalkit.imports.models import ImportBatch
from portalkit.regions.models import Region

from ..domain.taxonomy import ServiceClass
from .labels import CLASS_LABELS, choices
from .tickets import Ticket


class RepeatGroup(models.Model):
    """Made by the search. Region, department and class are those of the first ticket; `undecided` members nobody has confirmed yet.

    `version` is the number of the rules that it was found by.
    """

    class Kind(models.TextChoices):
        DISPATCH = "dispatch", _("Repeated dispatch")
        COMPLAINT = "complaint", _("Repeat complaint")
        MASS = "mass", _("Mass complaint")

    kind = models.CharField(_("Kind"), max_length=12, choices=Kind.choices)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    department = models.CharField(_("Department"), max_length=160, blank=True, db_default="")
    service_class = models.CharField(_("Class"), max_length=12, choices=choices(CLASS_LABELS), default=ServiceClass.UNMAPPED.value)
    first_on = models.DateField(_("First complaint"))
    last_on = models.DateField(_("Last complaint"))
    tickets = models.PositiveIntegerField(_("Tickets"))
    customers = models.PositiveIntegerField(_("Customers"))
    undecided = models.PositiveIntegerField(_("Not yet confirmed"))
    found_at = models.DateTimeField(_("Found at"))
    version = models.PositiveIntegerField(_("Version of the rules"))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(first_on__lte=F("last_on")), name="repeat_group_first_before_last"),
            models.CheckConstraint(condition=Q(undecided__lt=F("tickets")), name="repeat_group_undecided_below_tickets"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(F("last_on").desc(), F("id").desc(), name="repeat_group_newest_first"),
            models.Index(fields=["region", "last_on"], name="repeat_group_by_region_day"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class RepeatMember(models.Model):
    """A ticket of a group, what it is to those before it, and the link that it came by: which ticket, key, days apart, likeness."""

    class Role(models.TextChoices):
        FIRST = "first", _("First ticket")
        DISPATCH = "dispatch", _("Dispatched again")
        COMPLAINT = "complaint", _("Complained again")
        FAULT = "fault", _("Same fault, other customer")

    class Key(models.TextChoices):
        NONE = "", _("—")
        DECISION = "decision", _("Decided by hand")
        CRM = "crm", _("Same CRM number")
        NUMBER = "number", _("Same telephone number")
        CELL = "cell", _("Same cell")
        PLACE = "place", _("Same region and class")

    group = models.ForeignKey(RepeatGroup, on_delete=models.CASCADE, related_name="members")
    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(_("Role"), max_length=12, choices=Role.choices)
    key = models.CharField(_("Link"), max_length=12, choices=Key.choices, blank=True)
    # Without a constraint: an import's undo takes tickets away that other members were linked to.
    linked_to = models.ForeignKey(Ticket, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")
    days = models.FloatField(_("Days apart"), null=True)
    likeness = models.FloatField(_("Likeness"), null=True)
    is_decided = models.BooleanField(_("Confirmed"), default=False)
    found_at = models.DateTimeField(_("Found at"))
    version = models.PositiveIntegerField(_("Version of the rules"))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(likeness=None) | Q(likeness__range=(0, 1)), name="repeat_member_likeness_is_a_share"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["role", "ticket"], name="repeat_member_by_role")]


class RepeatDecision(models.Model):
    """What somebody said about two tickets: they belong together, or not. Holds until it is withdrawn, whatever the search finds.

    The rows of one act (a merge, a separation, a confirmation) share `act` and are undone together; `withdrawn_by` is the act that
    took a row out of force.
    """

    class Verdict(models.TextChoices):
        TOGETHER = "together", _("Belong together")
        APART = "apart", _("Do not belong together")

    class Kind(models.TextChoices):
        MERGE = "merge", _("Groups merged")
        SEPARATE = "separate", _("Ticket separated")
        CONFIRM = "confirm", _("Group confirmed")

    earlier = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    later = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    act = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    note = models.CharField(_("Note"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["earlier", "later"], condition=Q(withdrawn_at=None), name="repeat_decision_once_in_force_per_pair"
            ),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="repeat_decision_about_two_tickets"),
        ]


class InvalidTicket(models.Model):
    """A ticket that should not have been dispatched: the first rule that says so, all of them with their words, and a person's verdict."""

    class Code(models.TextChoices):
        CANCELLED = "cancelled", _("Withdrawn or void")
        EMPTY = "empty", _("Empty content")
        TEST = "test", _("Test ticket")
        GREETING = "greeting", _("Nothing but greetings")
        WITHDRAWN = "withdrawn", _("Withdrawn by the customer")
        NO_MATTER = "no_matter", _("No matter of the network")
        NOWHERE = "nowhere", _("Neither place nor number")
        PERSON = "person", _("Marked by hand")

    class Verdict(models.TextChoices):
        NONE = "", _("Not yet judged")
        INVALID = "invalid", _("Invalid")
        VALID = "valid", _("Valid")

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    day = models.DateField(_("Complained on"))
    code = models.CharField(_("Reason"), max_length=12, choices=Code.choices)
    findings = models.JSONField(default=list)
    verdict = models.CharField(_("Verdict"), max_length=8, choices=Verdict.choices, blank=True, db_default="")
    found_at = models.DateTimeField(_("Found at"))
    version = models.PositiveIntegerField(_("Version of the rules"))

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(F("day").desc(), F("id").desc(), name="invalid_ticket_newest_first"),
            models.Index(fields=["region", "day"], name="invalid_ticket_by_region_day"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}"


class ValidityDecision(models.Model):
    """What somebody said about one ticket. Holds until it is withdrawn, whatever the rules find."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=8, choices=[choice for choice in InvalidTicket.Verdict.choices if choice[0]])
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    note = models.CharField(_("Note"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(withdrawn_at=None), name="validity_decision_once_in_force_per_ticket"),
        ]


class RepeatRuleSet(models.Model):
    """Windows, thresholds and words from a moment on; the newest holds, former ones stay. Without any row the defaults hold: number 0."""

    number = models.PositiveIntegerField(_("Version"), unique=True)
    values = models.JSONField()
    made_at = models.DateTimeField(_("Holds from"))
    made_by = models.CharField(_("By"), max_length=150)
    note = models.CharField(_("Note"), max_length=200)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]


class RepeatRollup(models.Model):
    """Dispatched tickets of a month, region and department, and how many of them were needless. `month` is the first day."""

    month = models.DateField()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    department = models.CharField(max_length=160, blank=True)
    tickets = models.PositiveIntegerField()
    dispatches = models.PositiveIntegerField()
    complaints = models.PositiveIntegerField()
    faults = models.PositiveIntegerField()
    invalid = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "region", "department"], name="repeat_rollup_once_per_key"),
        ]


class RepeatPass(models.Model):
    """One run of the search: the days it was asked for, what it read and changed. Tells an undo which days its import had touched."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, null=True, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, null=True, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    tickets = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    seconds = models.FloatField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=150, blank=True)
