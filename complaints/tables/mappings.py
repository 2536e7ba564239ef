"""The lists of mapping rules."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from ..models import CategoryMapping, CauseMapping
from ..models.mappings import ALWAYS


def _rule_columns(*meaning: Column) -> tuple[Column, ...]:
    return (
        Column("text", _("Text"), order_by="text"),
        Column("match", _("Rule"), value="get_match_display", order_by="match"),
        Column("system", _("Source system"), value="get_system_display", order_by="system"),
        *meaning,
        Column("valid_from", _("Valid from"), value=_first_day, kind="date", order_by="valid_from"),
        Column("valid_to", _("Valid to"), kind="date", order_by="valid_to"),
    )


def _first_day(rule: CategoryMapping | CauseMapping) -> date | None:
    return None if rule.valid_from == ALWAYS else rule.valid_from


CATEGORY_RULES = Table(
    key="complaints.category_rules",
    title=_("Rules for categories"),
    default_order="text",
    row_link=lambda rule: reverse("complaints:end_rule", args=["category", rule.pk]),
    columns=_rule_columns(
        Column("service_class", _("Class"), value="get_service_class_display", order_by="service_class"),
        Column("complaint_type", _("Type"), value="get_complaint_type_display", order_by="complaint_type"),
    ),
)
CAUSE_RULES = Table(
    key="complaints.cause_rules",
    title=_("Rules for causes"),
    default_order="text",
    row_link=lambda rule: reverse("complaints:end_rule", args=["cause", rule.pk]),
    columns=_rule_columns(
        Column("cause", _("Cause"), value="get_cause_display", order_by="cause"),
        Column("side", _("Control"), value="get_side_display", order_by="side"),
    ),
)
