"""REST: tickets with masked numbers, rates, official figures."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portalkit.access.api.conditional import PolledList
from portalkit.access.api.pages import CursorPage
from portalkit.guards.permissions import Guard
from portalkit.periods.domain.calendar import Month, NotAPeriod, parse
from portalkit.regions.models import Region

from . import selectors
from .domain.rates import PER_TEN_THOUSAND, UNITS
from .models import PublishedRate, Ticket
from .permissions import ComplaintsPermission

LONGEST_SPAN = 60
TICKET_FILTERS: Mapping[str, str] = {
    "system": "system",
    "service_class": "service_class",
    "complaint_type": "complaint_type",
    "cause": "cause",
    "cause_side": "cause_side",
    "channel": "channel",
    "status": "status",
    "crm_no": "crm_no",
}


class TicketSerializer(serializers.ModelSerializer[Ticket]):
    region = serializers.SlugRelatedField[Region](slug_field="code", read_only=True, help_text="The region's code.")
    phone = serializers.CharField(source="masked_phone", read_only=True)
    fault_number = serializers.CharField(source="masked_fault_number", read_only=True)
    subject = serializers.CharField(source="masked_subject", read_only=True)
    content = serializers.CharField(source="masked_content", read_only=True)
    explanation = serializers.CharField(source="masked_explanation", read_only=True)
    result = serializers.CharField(source="masked_result", read_only=True)

    class Meta:
        model = Ticket
        fields = [
            "system",
            "ticket_id",
            "crm_no",
            "counted",
            "region",
            "accepted_at",
            "dispatched_at",
            "resolved_at",
            "planned_at",
            "closed_at",
            "status",
            "service_class",
            "complaint_type",
            "category_path",
            "cause",
            "cause_side",
            "cause_path",
            "channel",
            "urgency",
            "department",
            "phone",
            "fault_number",
            "subject",
            "content",
            "explanation",
            "result",
            "is_repeat",
            "solved",
            "contacted",
            "satisfied",
            "network",
            "scenario",
            "longitude",
            "latitude",
        ]


class IntervalSerializer(serializers.Serializer[Any]):
    low = serializers.FloatField()
    high = serializers.FloatField()


class PublishedSerializer(serializers.Serializer[Any]):
    value = serializers.DecimalField(max_digits=18, decimal_places=6)
    source = serializers.CharField()  # type: ignore[assignment]


class RateSerializer(serializers.Serializer[Any]):
    month = serializers.CharField(help_text="2011-04")
    key = serializers.CharField(help_text="The class, cause or type, a region's code, or total.")
    label = serializers.CharField()  # type: ignore[assignment]
    complaints = serializers.IntegerField(allow_null=True, help_text="null: the month has no data at all")
    subscribers = serializers.IntegerField(allow_null=True)
    rate = serializers.FloatField(allow_null=True, help_text="null: no denominator")
    interval = IntervalSerializer(allow_null=True, help_text="Exact Poisson, 95 %")
    partial = serializers.BooleanField(source="is_partial")  # type: ignore[assignment]
    published = PublishedSerializer(allow_null=True)


class PublishedRateSerializer(serializers.ModelSerializer[PublishedRate]):
    region = serializers.SlugRelatedField[Region](slug_field="code", read_only=True)

    class Meta:
        model = PublishedRate
        fields = ("month", "region", "service_class", "value", "per", "source")


class RateQuery(serializers.Serializer[Any]):
    """What a caller may ask rates for."""

    region = serializers.CharField(required=False, default="")
    by = serializers.ChoiceField(choices=[str(by) for by in selectors.By], required=False, default=str(selectors.By.CLASS))
    per = serializers.ChoiceField(choices=UNITS, required=False, default=PER_TEN_THOUSAND)

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language and cannot be an attribute."""
        return {"from": serializers.CharField(), "to": serializers.CharField(), **super().get_fields()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        first, last = _month("from", attrs["from"]), _month("to", attrs["to"])
        if not first <= last <= first.plus(LONGEST_SPAN - 1):
            raise serializers.ValidationError({"to": f"between from and {LONGEST_SPAN} months later"})
        return {**attrs, "first": first, "last": last}


class NewestFirst(CursorPage):
    ordering = ("-accepted_at", "-pk")  # type: ignore[assignment]


class _Versioned(PolledList):
    """Polls are answered from the data version."""

    def data_version(self) -> str:
        return str(selectors.data_version())


_DAY = {"type": "string", "format": "date"}


@extend_schema(
    parameters=[
        *(OpenApiParameter(name, str) for name in TICKET_FILTERS),
        OpenApiParameter("region", str, description="Code; the whole subtree."),
        OpenApiParameter("counted", bool, description="true: only the tickets that figures count"),
        OpenApiParameter("from", _DAY, description="First day of the complaint."),
        OpenApiParameter("to", _DAY, description="Last day, included."),
    ]
)
class TicketList(_Versioned, generics.ListAPIView[Ticket]):
    """Tickets in reach, newest first."""

    guard = Guard.permission(ComplaintsPermission.VIEW)
    serializer_class = TicketSerializer
    pagination_class = NewestFirst
    request: Any

    def get_queryset(self) -> QuerySet[Ticket]:
        query = self.request.query_params
        rows = selectors.tickets(self.request.access, region=_region(self.request, query.get("region", "")))
        asked = TicketQuery(data=query)
        asked.is_valid(raise_exception=True)
        return rows.filter(**asked.conditions)


class TicketQuery(serializers.Serializer[Any]):
    """What a ticket list can be narrowed by."""

    counted = serializers.BooleanField(required=False, allow_null=True, default=None)

    def get_fields(self) -> dict[str, Any]:
        codes = {name: serializers.CharField(required=False, allow_blank=True, max_length=80) for name in TICKET_FILTERS}
        days = {name: serializers.DateField(required=False) for name in ("from", "to")}
        return {**codes, **days, **super().get_fields()}

    @property
    def conditions(self) -> dict[str, Any]:
        columns = {"from": "accepted_on__gte", "to": "accepted_on__lte", "counted": "counted", **TICKET_FILTERS}
        return {columns[name]: value for name, value in self.validated_data.items() if value not in (None, "")}


class TicketDetail(APIView):
    """One ticket by system and number."""

    guard = Guard.permission(ComplaintsPermission.VIEW)

    @extend_schema(responses=TicketSerializer)
    def get(self, request: Request, system: str, ticket_id: str) -> Response:
        rows = selectors.tickets(request.access)  # type: ignore[attr-defined]
        return Response(TicketSerializer(generics.get_object_or_404(rows, system=system, ticket_id=ticket_id)).data)


class RateList(_Versioned, APIView):
    """Rates by month and class, region, cause, type, side, channel or system."""

    guard = Guard.permission(ComplaintsPermission.VIEW)

    @extend_schema(parameters=[RateQuery], responses=RateSerializer(many=True))
    def get(self, request: Request) -> Response:
        query = RateQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        rates = selectors.monthly_rates(
            request.access,  # type: ignore[attr-defined]
            first=asked["first"],
            last=asked["last"],
            today=timezone.localdate(),
            region=_region(request, asked["region"]),
            by=selectors.By(asked["by"]),
            per=asked["per"],
        )
        return Response(RateSerializer(rates.rows, many=True).data)


class PublishedRateList(_Versioned, generics.ListAPIView[PublishedRate]):
    """Official figures in reach."""

    guard = Guard.permission(ComplaintsPermission.VIEW)
    serializer_class = PublishedRateSerializer
    request: Any

    def get_queryset(self) -> QuerySet[PublishedRate]:
        found: QuerySet[PublishedRate] = selectors.published_rates(self.request.access)
        return found


def _month(name: str, text: str) -> Month:
    try:
        month = parse(text)
    except NotAPeriod:
        month = None
    if not isinstance(month, Month):
        raise serializers.ValidationError({name: "a month, for example 2011-04"})
    return month


def _region(request: Any, code: str) -> Region | None:
    """The region of a code; a code out of reach is not found."""
    if not code:
        return None
    region: Region | None = request.access.regions(ComplaintsPermission.VIEW).filter(code=code).first()
    if region is None:
        raise Http404
    return region
