"""Puts a report together from its sections."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from complaints.permissions import ComplaintsPermission
from complaints.selectors import data_version
from portalkit.access.selectors import Access, system_access
from portalkit.audit.domain.actors import SYSTEM
from portalkit.periods.domain.calendar import Month
from portalkit.periods.panels import label
from portalkit.regions.models import Region
from scheduling.permissions import SchedulingPermission

from ..domain.document import Document, Section
from ..domain.kinds import ReportKind, ReportPeriod
from .hotline_scope import HotlineScope
from .scope import Scope, region_label
from .sections import SECTIONS
from .sections.basis import build as basis
from .sections.hotline import HOTLINE_SECTIONS

Progress = Callable[[int], None]


def build_document(
    *,
    kind: str,
    period: ReportPeriod,
    region: Region,
    language: str,
    today: date,
    access: Access | None = None,
    on_progress: Progress | None = None,
) -> Document:
    """The report as its data stand now. Without `access` that of the portal itself: whoever may see the report may see the whole region.

    A period without any data gives a document that says so (`is_empty`) and has no figures. Raises complaints' RegionOutOfReach.
    """
    reach = access or system_access(SYSTEM, [ComplaintsPermission.VIEW, SchedulingPermission.VIEW])
    with override(language):
        if kind == ReportKind.HOTLINE:
            assert isinstance(period, Month)
            return _of_hotline(HotlineScope(access=reach, month=period, region=region, today=today), on_progress)
        scope = Scope(access=reach, kind=ReportKind(kind), period=period, region=region, today=today)
        is_empty = scope.total is None
        sections = _only_basis(scope) if is_empty else _sections(SECTIONS, scope, on_progress)
        return Document(
            kind=str(scope.kind),
            period=str(period),
            period_label=label(period),
            region_code=region.code,
            region_label=scope.region_label,
            language=get_language() or language,
            title=title_of(kind),
            data_date=scope.newest_day.isoformat() if scope.newest_day else "",
            data_version=data_version(),
            sections=sections,
            notice=_notice(scope, is_empty=is_empty),
            is_partial=scope.is_partial,
            is_empty=is_empty,
        )


def title_of(kind: str) -> str:
    titles = {
        ReportKind.DAILY: _("Network complaints: daily report"),
        ReportKind.WEEKLY: _("Network complaints: weekly report"),
        ReportKind.MONTHLY: _("Network complaints: monthly report"),
        ReportKind.HOTLINE: _("Hotline: monthly report of fit"),
    }
    return titles[ReportKind(kind)]


def _of_hotline(scope: HotlineScope, on_progress: Progress | None) -> Document:
    found = scope.found
    return Document(
        kind=str(ReportKind.HOTLINE),
        period=str(scope.month),
        period_label=label(scope.month),
        region_code=scope.region.code,
        region_label=region_label(scope.region),
        language=get_language() or "",
        title=title_of(ReportKind.HOTLINE),
        data_date=found.calls_until.isoformat() if found.calls_until else "",
        data_version=found.batch,
        sections=() if found.is_empty else _sections(HOTLINE_SECTIONS, scope, on_progress),
        notice=_hotline_notice(scope),
        is_partial=scope.is_partial,
        is_empty=found.is_empty,
    )


def _hotline_notice(scope: HotlineScope) -> str:
    if scope.found.is_empty:
        return _("No roster is published for this month and region, so there is no fit to report.")
    if not scope.is_partial:
        return ""
    day = scope.found.calls_until
    return _("This month is not complete: calls reach until {day}. It counts only what is there and is compared with nothing.").format(
        day=day.isoformat() if day else "—"
    )


def _sections(builders: Sequence[Callable[[Any], Section | None]], scope: object, on_progress: Progress | None) -> tuple[Section, ...]:
    found = []
    for done, build in enumerate(builders):
        if on_progress is not None:
            on_progress(done)
        section = build(scope)
        if section is not None:
            found.append(section)
    return tuple(found)


def _only_basis(scope: Scope) -> tuple[Section, ...]:
    section = basis(scope)
    return (section,) if section else ()


def _notice(scope: Scope, *, is_empty: bool) -> str:
    if is_empty:
        return _("There are no data for this period. A period without any ticket is unknown, not zero.")
    if not scope.is_partial:
        return ""
    day = scope.newest_day.isoformat() if scope.newest_day else "—"
    return _("This period is not complete: data reach until {day}. It counts only what is there and is compared with nothing.").format(
        day=day
    )
