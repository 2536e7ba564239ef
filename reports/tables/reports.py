"""The list of reports, and two versions figure by figure."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portalkit.periods.panels import label
from portalkit.tables import Column, Table

from ..domain.comparison import Change, Difference
from ..models import Report, VersionState
from ..selectors.scope import region_label

_STATE_TONES = {VersionState.DRAFT: "warn", VersionState.PUBLISHED: "good"}
_CHANGE_TONES = {Change.ADDED: "info", Change.GONE: "warn", Change.CHANGED: "bad", Change.SAME: "neutral"}


def _state(report: Any) -> str:
    return str(VersionState(report.state).label) if report.state else ""


def _version(report: Any) -> str:
    return f"v{report.number}" if report.number else ""


def _published(report: Any) -> str:
    return f"v{report.published_number}" if report.published_number else ""


def _title(report: Report) -> str:
    return f"{report.get_kind_display()} · {label(report.when)}"


REPORTS = Table(
    key="reports.reports",
    title=_("Reports"),
    default_order="-period",
    row_link=lambda report: reverse("reports:report", args=[report.pk]),
    columns=(
        Column("title", _("Report"), value=_title, order_by="period"),
        Column("kind", _("Kind"), value="get_kind_display", order_by="kind", shown=False),
        Column("period", _("Period"), order_by="last_day"),
        Column("region", _("Region"), value=lambda report: region_label(report.region), order_by="region__path"),
        Column("language", _("Language"), value="get_language_display", order_by="language", shown=False),
        Column("version", _("Version"), value=_version, order_by="number"),
        Column(
            "state",
            _("State"),
            value=_state,
            kind="badge",
            order_by="state",
            tone=lambda report: _STATE_TONES.get(report.state, "neutral"),
        ),
        Column(
            "partial",
            _("Complete"),
            value=lambda report: gettext("not complete") if report.is_partial else gettext("complete"),
            shown=False,
        ),
        Column("built_at", _("Generated"), kind="datetime", order_by="built_at"),
        Column("published_number", _("Published version"), value=_published, order_by="published_number"),
        Column("published_at", _("Published at"), kind="datetime", order_by="published_at"),
        Column("published_by", _("Published by"), order_by="published_by"),
    ),
)


def change_label(change: Change) -> str:
    words = {
        Change.ADDED: gettext("added"),
        Change.GONE: gettext("gone"),
        Change.CHANGED: gettext("changed"),
        Change.SAME: gettext("the same"),
    }
    return words[change]


def _item(one: Difference) -> str:
    return " · ".join(one.path[1:])


DIFFERENCES = Table(
    key="reports.differences",
    title=_("What has changed"),
    default_order="",
    tie_break=(),
    page_size=100,
    columns=(
        Column("section", _("Section"), value=lambda one: one.path[0]),
        Column("item", _("Figure"), value=_item),
        Column(
            "change", _("Difference"), value=lambda one: change_label(one.change), kind="badge", tone=lambda one: _CHANGE_TONES[one.change]
        ),
        Column("before", _("Before"), value="before"),
        Column("after", _("After"), value="after"),
        Column("relative", _("Relative change"), kind="percent"),
    ),
)
