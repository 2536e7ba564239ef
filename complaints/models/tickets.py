"""One row per ticket of either system."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portalkit.imports.models import ImportBatch
from portalkit.regions.models import Region
from portalkit.vault.domain.masking import mask_name, mask_number, mask_text
from portalkit.vault.services import open_sealed

from ..domain.taxonomy import Cause, CauseSide, ComplaintType, ServiceClass
from .labels import CAUSE_LABELS, CLASS_LABELS, SIDE_LABELS, SYSTEM_LABELS, TYPE_LABELS, Status, choices

LATE_SECONDS = 31 * 86_400
_STATUS_LABELS = {status.value: status.label for status in Status}
ENDED = (Status.RESOLVED, Status.CLOSED, Status.CANCELLED)
OPEN = Q(closed_at=None, resolved_at=None) & ~Q(status__in=[status.value for status in ENDED])


class Ticket(models.Model):
    """A ticket as its system last exported it. `crm_no` joins the CRM and the EOMS half of one matter.

    `counted` marks the one ticket that stands for the matter in every figure: the first EOMS ticket of the CRM number, or the
    CRM ticket where EOMS has none. Personal numbers and names are sealed; free texts are kept as received, so whoever shows
    one takes the `masked` property. `accepted_on` is the day of `accepted_at` in Shanghai.
    """

    system = models.CharField(_("Source system"), max_length=4, choices=choices(SYSTEM_LABELS))
    ticket_id = models.CharField(_("Ticket number"), max_length=80)
    crm_no = models.CharField(_("CRM number"), max_length=80, blank=True, db_default="")
    counted = models.BooleanField(default=True, db_default=True)

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("Region"))
    home_place = models.CharField(_("Home region of the number"), max_length=80, blank=True, db_default="")
    claimed_place = models.CharField(_("Place as stated"), max_length=160, blank=True, db_default="")

    accepted_at = models.DateTimeField(_("Complained at"))
    accepted_on = models.DateField()
    second_accepted_at = models.DateTimeField(_("Complained at, second statement"), null=True, blank=True)
    dispatched_at = models.DateTimeField(_("Dispatched at"), null=True, blank=True)
    fault_at = models.DateTimeField(_("Fault since"), null=True, blank=True)
    taken_at = models.DateTimeField(_("Taken on at"), null=True, blank=True)
    replied_at = models.DateTimeField(_("Replied at"), null=True, blank=True)
    accept_by = models.DateTimeField(_("To be accepted by"), null=True, blank=True)
    handle_by = models.DateTimeField(_("To be handled by"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("Solved at"), null=True, blank=True)
    planned_at = models.DateTimeField(_("Planned solution"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Closed at"), null=True, blank=True)
    handling_seconds = models.BigIntegerField(_("Handling time"), null=True, blank=True)
    handling_seconds_with_nights = models.BigIntegerField(_("Handling time with nights"), null=True, blank=True)
    resolution_seconds = models.BigIntegerField(null=True, blank=True)
    resolution_bucket = models.SmallIntegerField(null=True, blank=True)

    status = models.CharField(_("Status"), max_length=12, choices=Status.choices, default=Status.UNSTATED, db_default="unstated")
    status_text = models.CharField(_("Status as stated"), max_length=80, blank=True, db_default="")
    subject = models.CharField(_("Subject"), max_length=500, blank=True, db_default="")
    category_path = models.CharField(_("Category"), max_length=500, blank=True, db_default="")
    service_class = models.CharField(_("Class"), max_length=12, choices=choices(CLASS_LABELS), default=ServiceClass.UNMAPPED.value)
    complaint_type = models.CharField(_("Type"), max_length=20, choices=choices(TYPE_LABELS), default=ComplaintType.UNMAPPED.value)
    cause_path = models.CharField(_("Cause as stated"), max_length=500, blank=True, db_default="")
    cause = models.CharField(_("Cause"), max_length=20, choices=choices(CAUSE_LABELS), default=Cause.UNSTATED.value)
    cause_side = models.CharField(_("Control"), max_length=16, choices=choices(SIDE_LABELS), default=CauseSide.UNSTATED.value)
    channel = models.CharField(_("Channel"), max_length=80, blank=True, db_default="")
    urgency = models.CharField(_("Urgency"), max_length=40, blank=True, db_default="")
    department = models.CharField(_("Department"), max_length=160, blank=True, db_default="")

    customer_name_sealed = models.BinaryField(null=True, blank=True)
    phone_sealed = models.BinaryField(null=True, blank=True)
    phone_print = models.CharField(max_length=32, blank=True, db_default="")
    fault_number_sealed = models.BinaryField(null=True, blank=True)
    fault_number_print = models.CharField(max_length=32, blank=True, db_default="")
    second_fault_number_sealed = models.BinaryField(null=True, blank=True)
    second_fault_number_print = models.CharField(max_length=32, blank=True, db_default="")
    customer_level = models.CharField(_("Customer level"), max_length=40, blank=True, db_default="")
    customer_brand = models.CharField(_("Customer brand"), max_length=40, blank=True, db_default="")
    customer_star = models.CharField(_("Customer star"), max_length=40, blank=True, db_default="")

    network = models.CharField(_("Network"), max_length=40, blank=True, db_default="")
    scenario = models.CharField(_("Handling scenario"), max_length=80, blank=True, db_default="")
    fault_location = models.CharField(_("Fault location"), max_length=500, blank=True, db_default="")
    cell = models.CharField(_("Cell"), max_length=120, blank=True, db_default="")
    longitude = models.FloatField(_("Longitude"), null=True, blank=True)
    latitude = models.FloatField(_("Latitude"), null=True, blank=True)

    content = models.TextField(_("Complaint"), blank=True, db_default="")
    prehandling = models.TextField(_("Pre-handling"), blank=True, db_default="")
    measures = models.TextField(_("Measures"), blank=True, db_default="")
    explanation = models.TextField(_("Reply"), blank=True, db_default="")
    result = models.CharField(_("Handling result"), max_length=500, blank=True, db_default="")
    is_repeat = models.BooleanField(_("Repeated complaint"), null=True, blank=True)
    solved = models.BooleanField(_("Solved"), null=True, blank=True)
    solution_degree = models.CharField(_("Degree of solution"), max_length=80, blank=True, db_default="")
    contacted = models.BooleanField(_("Customer contacted"), null=True, blank=True)
    not_contacted_reason = models.CharField(_("Reason of no contact"), max_length=500, blank=True, db_default="")
    satisfied = models.BooleanField(_("Customer satisfied"), null=True, blank=True)
    satisfaction = models.CharField(_("Satisfaction as stated"), max_length=80, blank=True, db_default="")
    reassignments = models.PositiveIntegerField(_("Reassignments"), null=True, blank=True)
    reopenings = models.PositiveIntegerField(_("Reopenings"), null=True, blank=True)
    escalated = models.BooleanField(_("Escalated"), null=True, blank=True)
    inspection_result = models.CharField(_("Inspection result"), max_length=80, blank=True, db_default="")
    inspection_opinion = models.TextField(_("Inspection opinion"), blank=True, db_default="")
    extra = models.JSONField(_("Further columns"), default=dict, blank=True)

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    row_hash = models.CharField(max_length=32, blank=True, db_default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["system", "ticket_id"], name="ticket_once_per_system"),
            models.CheckConstraint(condition=~Q(ticket_id=""), name="ticket_has_number"),
            models.CheckConstraint(condition=Q(longitude=None) | Q(longitude__range=(-180, 180)), name="ticket_longitude_on_earth"),
            models.CheckConstraint(condition=Q(latitude=None) | Q(latitude__range=(-90, 90)), name="ticket_latitude_on_earth"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["region", "accepted_on"], name="ticket_by_region_day"),
            models.Index(fields=["accepted_on", "service_class"], name="ticket_by_day_class"),
            models.Index(F("accepted_at").desc(), F("id").desc(), name="ticket_newest_first"),
            models.Index(fields=["accepted_on"], condition=Q(resolved_at=None, closed_at=None), name="ticket_never_done"),
            models.Index(fields=["accepted_on"], condition=Q(resolution_seconds__gt=LATE_SECONDS), name="ticket_done_late"),
            models.Index(fields=["id"], condition=OPEN, name="ticket_open"),
            models.Index(fields=["crm_no"], condition=~Q(crm_no=""), name="ticket_by_crm_number"),
            models.Index(fields=["phone_print"], condition=~Q(phone_print=""), name="ticket_by_phone"),
            models.Index(fields=["fault_number_print"], condition=~Q(fault_number_print=""), name="ticket_by_fault_number"),
        ]

    def __str__(self) -> str:
        return self.ticket_id

    # Django's own translate and hash every label of a field for each value: a sixth of what a list page costs.
    def get_system_display(self) -> str:
        return str(SYSTEM_LABELS.get(self.system, self.system))

    def get_service_class_display(self) -> str:
        return str(CLASS_LABELS.get(self.service_class, self.service_class))

    def get_complaint_type_display(self) -> str:
        return str(TYPE_LABELS.get(self.complaint_type, self.complaint_type))

    def get_cause_display(self) -> str:
        return str(CAUSE_LABELS.get(self.cause, self.cause))

    def get_cause_side_display(self) -> str:
        return str(SIDE_LABELS.get(self.cause_side, self.cause_side))

    def get_status_display(self) -> str:
        return str(_STATUS_LABELS.get(self.status, self.status))

    @property
    def masked_phone(self) -> str:
        return mask_number(open_sealed(self.phone_sealed or b""))

    @property
    def masked_fault_number(self) -> str:
        return mask_number(open_sealed(self.fault_number_sealed or b""))

    @property
    def masked_second_fault_number(self) -> str:
        return mask_number(open_sealed(self.second_fault_number_sealed or b""))

    @property
    def masked_customer_name(self) -> str:
        return mask_name(open_sealed(self.customer_name_sealed or b""))

    @property
    def masked_subject(self) -> str:
        return mask_text(self.subject)

    @property
    def masked_content(self) -> str:
        return mask_text(self.content)

    @property
    def masked_prehandling(self) -> str:
        return mask_text(self.prehandling)

    @property
    def masked_measures(self) -> str:
        return mask_text(self.measures)

    @property
    def masked_explanation(self) -> str:
        return mask_text(self.explanation)

    @property
    def masked_result(self) -> str:
        return mask_text(self.result)

    @property
    def masked_inspection_opinion(self) -> str:
        return mask_text(self.inspection_opinion)

    @property
    def masked_not_contacted_reason(self) -> str:
        return mask_text(self.not_contacted_reason)

    @property
    def masked_fault_location(self) -> str:
        return mask_text(self.fault_location)
